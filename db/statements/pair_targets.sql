-- ?1, ?2: the pair's countries. Every statement of a target, oldest first.
SELECT c.document
FROM area a
JOIN area b ON b.code = ?2
JOIN pair_claim c ON c.pair_a = a.id AND c.pair_b = b.id
WHERE a.code = ?1 AND c.metric = 'target'
ORDER BY c.latest_on NULLS LAST, c.slug
LIMIT 1000
