-- Behind `WITH parts AS (…), asked AS (…)` of db/aggregate_sql.c: sums by reporter, partner, flow, period and series; and whether the
-- question leaves rows of a side out (is_narrow). Both sides of the pair by period and series, as api_pair_trade reads. Reconciled
-- figures have columns of their own; a side that is null has a sentence that says why.
, sides AS (
    SELECT p.period_id, p.series_id, t.text AS period, i.slug AS series, i.basis, i.unit, i.valuation,
        slugs_once(group_concat(p.used)) AS used,
        max(iif(i.basis = 'reported' AND r.code = pair_a() AND p.flow = 'X', p.value, NULL)) AS a_exports,
        max(iif(i.basis = 'reported' AND r.code = pair_b() AND p.flow = 'M', p.value, NULL)) AS b_imports,
        max(iif(i.basis = 'reported' AND r.code = pair_b() AND p.flow = 'X', p.value, NULL)) AS b_exports,
        max(iif(i.basis = 'reported' AND r.code = pair_a() AND p.flow = 'M', p.value, NULL)) AS a_imports,
        max(iif(i.basis = 'reconciled' AND r.code = pair_a() AND p.flow = 'X', p.value, NULL)) AS a_to_b,
        max(iif(i.basis = 'reconciled' AND r.code = pair_b() AND p.flow = 'X', p.value, NULL)) AS b_to_a,
        EXISTS (SELECT 1 FROM dataset_block k JOIN dataset d ON d.id = k.dataset
            WHERE k.reporter = (SELECT id FROM area WHERE code = pair_a()) AND k.frequency = t.frequency
                AND k.period = p.period_id AND k.until IS NULL AND d.series = p.series_id) AS a_reported,
        EXISTS (SELECT 1 FROM dataset_block k JOIN dataset d ON d.id = k.dataset
            WHERE k.reporter = (SELECT id FROM area WHERE code = pair_b()) AND k.frequency = t.frequency
                AND k.period = p.period_id AND k.until IS NULL AND d.series = p.series_id) AS b_reported
    FROM parts p
    JOIN period t ON t.id = p.period_id
    JOIN main.series i ON i.id = p.series_id
    JOIN area r ON r.id = p.reporter_id
    GROUP BY p.period_id, p.series_id
),
said AS (
    SELECT s.*, iif(q.is_narrow, ' in ' || s.period, '') AS in_period,
        iif(q.is_narrow, 'among the rows asked for, ' || pair_a() || ' has', pair_a() || ' reported ' || s.period || ' but has') AS a_has,
        iif(q.is_narrow, 'among the rows asked for, ' || pair_b() || ' has', pair_b() || ' reported ' || s.period || ' but has') AS b_has
    FROM sides s CROSS JOIN asked q
),
api_pair_trade AS (
    SELECT s.period_id, s.period, s.series, s.basis, s.unit, s.valuation,
        s.a_exports, s.b_imports, s.b_imports - s.a_exports AS gap,
        (s.b_imports - s.a_exports) / nullif(s.a_exports, 0) AS gap_relative,
        s.b_exports, s.a_imports, s.a_imports - s.b_exports AS gap_back,
        (s.a_imports - s.b_exports) / nullif(s.b_exports, 0) AS gap_back_relative,
        s.a_to_b, s.b_to_a, s.used,
        '["' || replace(s.used, ',', '","') || '"]' AS datasets,
        iif(s.basis = 'reconciled', '[]', (SELECT json_group_array(value) FROM json_each(json_array(
            iif(s.a_exports IS NULL, iif(s.a_reported,
                s.a_has || ' no value for exports to ' || pair_b() || s.in_period,
                pair_a() || ' reported nothing for ' || s.period || ' in this series'), NULL),
            iif(s.b_imports IS NULL, iif(s.b_reported,
                s.b_has || ' no value for imports from ' || pair_a() || s.in_period,
                pair_b() || ' reported nothing for ' || s.period || ' in this series'), NULL),
            iif(s.b_exports IS NULL AND s.b_reported,
                s.b_has || ' no value for exports to ' || pair_a() || s.in_period, NULL),
            iif(s.a_imports IS NULL AND s.a_reported,
                s.a_has || ' no value for imports from ' || pair_b() || s.in_period, NULL)
            )) WHERE value IS NOT NULL)) AS reasons
    FROM said s
)
