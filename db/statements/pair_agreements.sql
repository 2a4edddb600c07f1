-- ?1, ?2: the pair's countries, which db_set_pair() must have named too: the status counts both parties' own dates. Newest first.
-- Status, its reason and in_force come out as a hole: db/hole.h.
SELECT record_json('id,title,kind,binding,!,signed_on,event,part_of,=deal_value,=sources', v.id, v.title, v.kind, v.binding,
    v.day_hole, v.signed_on, v.event, v.part_of, v.deal_value,
    (SELECT json_group_array(json_extract(j.value, '$.source')) FROM json_each(v.citations) j))
FROM api_agreements v
WHERE v.id IN (SELECT id FROM api_agreements_pair WHERE a = ?1 AND b = ?2)
ORDER BY v.signed_on_start DESC NULLS LAST, v.signed_on_end DESC NULLS LAST, v.id
LIMIT 1000
