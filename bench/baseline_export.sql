-- The baseline of exports: what /v1/trade answers, as plainly as SQL says it, in the order of joins that is fastest.
SELECT r.code AS reporter, p.code AS partner, o.flow, o.frequency, t.text AS period, o.classification, o.commodity,
    p2.code AS partner2, iif(o.customs = '', 'C00', o.customs) AS customs, o.transport, d.slug AS dataset,
    i.slug AS series, i.basis, i.unit, o.value, o.cif, o.fob, o.net_weight, o.quantity, o.quantity_unit, o.flags
FROM area r
CROSS JOIN observation o ON o.reporter = r.id
CROSS JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period
    AND k.classification = o.classification AND k.dataset = o.dataset AND k.until IS NULL
CROSS JOIN area p ON p.id = o.partner
CROSS JOIN area p2 ON p2.id = o.partner2
CROSS JOIN period t ON t.id = o.period
CROSS JOIN dataset d ON d.id = o.dataset
CROSS JOIN series i ON i.id = d.series
WHERE r.code IN (:reporters);
