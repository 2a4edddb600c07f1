-- ?1, ?2: the pair's countries. Exports of all goods by year and series, both ways, as the exporter's rows give them, from the
-- sums that the import kept (docs/decisions/summing.md): period, series, basis, unit, exporter, dataset, value. Where there are
-- several classifications the newest comes first, and counts (db/pair_part.c).
SELECT t.text, i.slug, i.basis, i.unit, r.code, d.slug, o.value
FROM area a
CROSS JOIN area b ON b.code = ?2
CROSS JOIN total_now o ON o.partner_kind = 'one' AND o.reporter IN (a.id, b.id) AND o.partner IN (a.id, b.id)
    AND o.flow = 'X' AND o.frequency = 'A'
CROSS JOIN period t ON t.id = o.period
CROSS JOIN dataset d ON d.id = o.dataset
CROSS JOIN main.series i ON i.id = d.series
CROSS JOIN area r ON r.id = o.reporter
WHERE a.code = ?1
ORDER BY t.start, i.slug, r.code, o.classification DESC
LIMIT 4000
