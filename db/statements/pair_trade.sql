-- ?1, ?2: the pair's countries. Exports of all goods by year and series, both ways, as the exporter's rows give them, from the
-- sums that the import kept (docs/decisions/summing.md), of the newest classification where there are several; a missing side is
-- null with a reason.
WITH side AS (
    SELECT o.reporter, o.period, o.dataset, o.value,
        row_number() OVER (PARTITION BY o.reporter, o.period, (SELECT series FROM dataset WHERE id = o.dataset)
            ORDER BY o.classification DESC) AS place
    FROM area a
    CROSS JOIN area b ON b.code = ?2
    CROSS JOIN total_now o ON o.partner_kind = 'one' AND o.reporter IN (a.id, b.id) AND o.partner IN (a.id, b.id)
        AND o.flow = 'X' AND o.frequency = 'A'
    WHERE a.code = ?1
),
year AS (
    SELECT s.period, d.series,
        max(iif(r.code = ?1, s.value, NULL)) AS a_to_b, max(iif(r.code = ?2, s.value, NULL)) AS b_to_a,
        max(iif(r.code = ?1, d.slug, NULL)) AS a_dataset, max(iif(r.code = ?2, d.slug, NULL)) AS b_dataset
    FROM side s
    JOIN dataset d ON d.id = s.dataset
    JOIN area r ON r.id = s.reporter
    WHERE s.place = 1
    GROUP BY s.period, d.series
)
SELECT json_object('period', t.text, 'series', i.slug, 'basis', i.basis, 'unit', i.unit,
    'a_to_b', number(y.a_to_b), 'b_to_a', number(y.b_to_a),
    'a_to_b_dataset', y.a_dataset, 'b_to_a_dataset', y.b_dataset,
    'reason', CASE WHEN y.a_to_b IS NULL THEN 'no figure for exports of ' || ?1 || ' to ' || ?2
        WHEN y.b_to_a IS NULL THEN 'no figure for exports of ' || ?2 || ' to ' || ?1 END)
FROM year y
JOIN period t ON t.id = y.period
JOIN main.series i ON i.id = y.series
ORDER BY t.start, i.slug
LIMIT 1000
