-- ?1, ?2: the pair's countries. Exports of all goods by year and series, both ways, as the exporter's rows give them, from the
-- sums that the import kept (docs/decisions/summing.md): period, series, basis, unit, exporter, dataset, value. Where there are
-- several classifications the newest comes first, and counts (db/pair_part.c).
SELECT t.text, i.slug, i.basis, i.unit, s.exporter, d.slug, o.value
FROM (
    SELECT a.id AS reporter, b.id AS partner, a.code AS exporter FROM area a JOIN area b ON b.code = ?2 WHERE a.code = ?1
    UNION ALL
    SELECT b.id, a.id, b.code FROM area a JOIN area b ON b.code = ?2 WHERE a.code = ?1
) s
CROSS JOIN total_now o ON o.reporter = s.reporter AND o.partner_kind = 'one' AND o.partner = s.partner AND o.flow = 'X'
    AND o.frequency = 'A'
CROSS JOIN period t ON t.id = o.period
CROSS JOIN dataset d ON d.id = o.dataset
CROSS JOIN main.series i ON i.id = d.series
ORDER BY t.start, i.slug, s.exporter, o.classification DESC
