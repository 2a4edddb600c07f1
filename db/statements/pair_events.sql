-- ?1, ?2: the pair's countries. Events that both took part in, newest first.
SELECT json_object('id', i.slug, 'title', v.title, 'kind', v.kind, 'city', v.city, 'country', l.code,
    'starts_on', v.starts_on, 'ends_on', v.ends_on, 'part_of', p.slug,
    'sources', (SELECT json_group_array(s.slug) FROM event_citation c JOIN source s ON s.id = c.source
        WHERE c.version = v.version))
FROM area a
JOIN area b ON b.code = ?2
JOIN event_country x ON x.area = a.id
JOIN event_country y ON y.version = x.version AND y.area = b.id
JOIN event_now v ON v.version = x.version
JOIN event i ON i.id = v.event
LEFT JOIN area l ON l.id = v.country
LEFT JOIN event p ON p.id = v.part_of
WHERE a.code = ?1
ORDER BY v.starts_on_start DESC NULLS LAST, v.starts_on_end DESC NULLS LAST, i.slug
LIMIT 1000
