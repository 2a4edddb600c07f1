-- ?1, ?2: the pair's countries, which db_set_pair() must have named too: the status counts both parties' own dates. Newest first.
SELECT json_object('id', v.id, 'title', v.title, 'kind', v.kind, 'binding', v.binding, 'status', v.status,
    'status_reason', v.status_reason, 'in_force', v.in_force, 'signed_on', v.signed_on, 'event', v.event,
    'part_of', v.part_of, 'deal_value', json(v.deal_value),
    'sources', (SELECT json_group_array(json_extract(j.value, '$.source')) FROM json_each(v.citations) j))
FROM api_agreements v
WHERE v.id IN (SELECT id FROM api_agreements_pair WHERE a = ?1 AND b = ?2)
ORDER BY v.signed_on_start DESC NULLS LAST, v.signed_on_end DESC NULLS LAST, v.id
LIMIT 1000
