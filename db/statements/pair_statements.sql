-- ?1, ?2: the pair's countries. Newest first.
SELECT json_object('id', i.slug, 'said_by', v.said_by, 'said_as', v.said_as, 'said_on', v.said_on,
    'event', e.slug, 'text', v.text,
    'sources', (SELECT json_group_array(s.slug) FROM statement_citation c JOIN source s ON s.id = c.source
        WHERE c.version = v.version))
FROM area a
JOIN area b ON b.code = ?2
JOIN statement_now v ON v.pair_a = a.id AND v.pair_b = b.id
JOIN statement i ON i.id = v.statement
LEFT JOIN event e ON e.id = v.event
WHERE a.code = ?1
ORDER BY v.said_on_start DESC NULLS LAST, v.said_on_end DESC NULLS LAST, i.slug
LIMIT 1000
