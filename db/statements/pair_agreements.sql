-- ?1, ?2: the pair's countries. Newest first; the status counts both parties' own dates: the later entry into force, the earlier
-- end, and nothing where one of them is not known.
WITH both AS (
    SELECT v.version, v.agreement,
        (SELECT iif(count(*) = count(p.signed_on_start), max(p.signed_on_start), NULL) FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS signed_on_start,
        (SELECT iif(count(*) = count(p.signed_on_end), max(p.signed_on_end), NULL) FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS signed_on_end,
        (SELECT iif(count(*) = count(p.in_force_from_start), max(p.in_force_from_start), NULL)
            FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS in_force_from_start,
        (SELECT iif(count(*) = count(p.in_force_from_end), max(p.in_force_from_end), NULL)
            FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS in_force_from_end,
        (SELECT min(coalesce(p.in_force_until_start, v.in_force_until_start)) FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS in_force_until_start,
        (SELECT min(coalesce(p.in_force_until_end, v.in_force_until_end)) FROM party_of_country p
            WHERE p.version = v.version AND p.country IN (a.id, b.id)) AS in_force_until_end
    FROM area a
    JOIN area b ON b.code = ?2
    JOIN agreement_country x ON x.area = a.id
    JOIN agreement_country y ON y.version = x.version AND y.area = b.id
    JOIN agreement_now v ON v.version = x.version
    WHERE a.code = ?1
)
SELECT json_object('id', i.slug, 'title', v.title, 'kind', v.kind, 'binding', v.binding,
    'status', status(v.kind, both.signed_on_start, both.signed_on_end, both.in_force_from_start,
        both.in_force_from_end, both.in_force_until_start, both.in_force_until_end, v.terminated_on_start,
        v.terminated_on_end, today()),
    'status_reason', status_reason(v.kind, both.signed_on_start, both.signed_on_end, both.in_force_from_start,
        both.in_force_from_end, both.in_force_until_start, both.in_force_until_end, v.terminated_on_start,
        v.terminated_on_end, today()),
    'signed_on', v.signed_on, 'event', e.slug, 'part_of', p.slug,
    'deal_value', iif(q.value IS NULL, NULL, json_object('value', number(q.value), 'qualifier', q.qualifier,
        'precision', number(q.precision), 'low', number(q.low), 'high', number(q.high), 'unit', q.unit,
        'claim', q.slug, 'reason', v.value_reason)),
    'sources', (SELECT json_group_array(s.slug) FROM agreement_citation c JOIN source s ON s.id = c.source
        WHERE c.version = v.version))
FROM both
JOIN agreement_now v ON v.version = both.version
JOIN agreement i ON i.id = v.agreement
LEFT JOIN event e ON e.id = v.event
LEFT JOIN agreement p ON p.id = v.part_of
LEFT JOIN quantity_of_claim q ON q.claim = v.value_claim
ORDER BY v.signed_on_start DESC NULLS LAST, v.signed_on_end DESC NULLS LAST, i.slug
LIMIT 1000
