-- ?1, ?2: the pair's countries. The dates of agreements and events that both take part in: agreements once for each of their
-- parties that is or belongs to one of the two. The first citation stands for all.
SELECT 'agreement' AS record_kind, i.slug, v.title, NULL AS starts_on, NULL AS ends_on, v.signed_on, v.in_force_from,
    v.in_force_until, v.terminated_on, s.slug AS source, c.locator, coalesce(pa.code, n.slug) AS party,
    coalesce(pa.name, nv.name) AS party_name, p.signed_on AS party_signed_on, p.in_force_from AS party_in_force_from,
    p.in_force_until AS party_in_force_until, p.position
FROM area a
JOIN area b ON b.code = ?2
JOIN agreement_country x ON x.area = a.id
JOIN agreement_country y ON y.version = x.version AND y.area = b.id
JOIN agreement_now v ON v.version = x.version
JOIN agreement i ON i.id = v.agreement
LEFT JOIN agreement_party p ON p.version = v.version AND (p.area IN (a.id, b.id) OR EXISTS (SELECT 1 FROM institution_now o
    WHERE o.institution = p.institution AND o.country IN (a.id, b.id)))
LEFT JOIN area pa ON pa.id = p.area
LEFT JOIN institution n ON n.id = p.institution
LEFT JOIN institution_now nv ON nv.institution = p.institution
LEFT JOIN agreement_citation c ON c.version = v.version
    AND c.position = (SELECT min(m.position) FROM agreement_citation m WHERE m.version = v.version)
LEFT JOIN source s ON s.id = c.source
WHERE a.code = ?1
UNION ALL
SELECT 'event', i.slug, v.title, v.starts_on, v.ends_on, NULL, NULL, NULL, NULL, s.slug, c.locator, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM area a
JOIN area b ON b.code = ?2
JOIN event_country x ON x.area = a.id
JOIN event_country y ON y.version = x.version AND y.area = b.id
JOIN event_now v ON v.version = x.version
JOIN event i ON i.id = v.event
LEFT JOIN event_citation c ON c.version = v.version
    AND c.position = (SELECT min(m.position) FROM event_citation m WHERE m.version = v.version)
LEFT JOIN source s ON s.id = c.source
WHERE a.code = ?1
ORDER BY 1, 2, 17
