-- ?1, ?2: the pair's countries. For each thing measured and each period the claim that an agreement answers with, else the
-- latest one, with the ids of the others.
WITH known AS (
    SELECT c.*,
        row_number() OVER (PARTITION BY c.subject, c.exporter, c.importer, c.agreement, c.event, c.metric,
            c.of_metric, c.whole, c.scope, c.commodity, c.sector, c.period, c.unit
            ORDER BY c.is_answer DESC, c.latest_on DESC NULLS LAST, c.slug) AS place,
        json_group_array(c.slug) OVER (PARTITION BY c.subject, c.exporter, c.importer, c.agreement, c.event,
            c.metric, c.of_metric, c.whole, c.scope, c.commodity, c.sector, c.period, c.unit) AS slugs
    FROM area a
    JOIN area b ON b.code = ?2
    JOIN pair_claim c ON c.pair_a = a.id AND c.pair_b = b.id
    WHERE a.code = ?1 AND c.metric <> 'target'
)
SELECT json_object('claim', json(document),
    'others', (SELECT json_group_array(j.value) FROM json_each(known.slugs) j WHERE j.value <> known.slug))
FROM known
WHERE place = 1
ORDER BY period_start DESC NULLS LAST, period_end DESC NULLS LAST, metric, slug
LIMIT 1000
