-- What the resources of model/resources/ are read from: api_NAME has a column for each field, its companions (x_start and x_end
-- of dates and periods, x_a and x_b of pairs), and api_NAME_FIELD (id, value) for fields that a record has several of.
-- Made as temporary views by each connection, so that they always fit the program. NAME_now are the newest versions of the
-- curated records; db/views.c makes them, all from one fragment.
-- kept is the text of the whole record (db/kept.h), day_hole stands in it for what depends on the day (db/hole.h).
-- number(), possible_low(), possible_high(), today(), pair_a(), pair_b(), status(), status_reason() and in_force() are ours: db/functions.c; flag_names() is in
-- db/observation.c.

-- agreements

CREATE TEMP VIEW quantity_of_claim AS
SELECT v.claim, v.version, i.slug, v.agreement, v.metric, v.value, v.qualifier, v.precision, v.low, v.high, v.unit,
    v.said_on_end,
    (SELECT s.slug FROM claim_citation c JOIN source s ON s.id = c.source WHERE c.version = v.version
        ORDER BY c.position LIMIT 1) AS source
FROM claim_now v JOIN claim i ON i.id = v.claim
WHERE v.value IS NOT NULL;

-- The parties of an agreement with the country they are or belong to.
CREATE TEMP VIEW party_of_country AS
SELECT x.version, a.code AS country, x.signed_on_start, x.signed_on_end, x.in_force_from_start, x.in_force_from_end,
    x.in_force_until_start, x.in_force_until_end
FROM agreement_party x
LEFT JOIN institution_now n ON n.institution = x.institution
JOIN area a ON a.id = coalesce(x.area, n.country);

-- The dates that a status is derived from: the agreement's own; or, when the question is about a pair, those of both parties:
-- the later entry into force, the earlier end, and nothing where one of them is not known.
CREATE TEMP VIEW agreement_dates AS
SELECT v.version,
    iif(pair_a() IS NULL, v.signed_on_start, (SELECT iif(count(*) = count(p.signed_on_start), max(p.signed_on_start), NULL)
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b()))) AS signed_on_start,
    iif(pair_a() IS NULL, v.signed_on_end, (SELECT iif(count(*) = count(p.signed_on_end), max(p.signed_on_end), NULL)
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b()))) AS signed_on_end,
    iif(pair_a() IS NULL, v.in_force_from_start,
        (SELECT iif(count(*) = count(p.in_force_from_start), max(p.in_force_from_start), NULL)
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b())))
        AS in_force_from_start,
    iif(pair_a() IS NULL, v.in_force_from_end,
        (SELECT iif(count(*) = count(p.in_force_from_end), max(p.in_force_from_end), NULL)
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b())))
        AS in_force_from_end,
    iif(pair_a() IS NULL, v.in_force_until_start,
        (SELECT min(coalesce(p.in_force_until_start, v.in_force_until_start))
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b())))
        AS in_force_until_start,
    iif(pair_a() IS NULL, v.in_force_until_end,
        (SELECT min(coalesce(p.in_force_until_end, v.in_force_until_end))
        FROM party_of_country p WHERE p.version = v.version AND p.country IN (pair_a(), pair_b())))
        AS in_force_until_end,
    v.terminated_on_start, v.terminated_on_end
FROM agreement_now v;

CREATE TEMP VIEW api_agreements AS
SELECT i.slug AS id, v.agreement AS record, (SELECT t.text FROM agreement_text t WHERE t.agreement = v.agreement) AS kept,
    day_hole(v.kind, d.signed_on_start, d.signed_on_end, d.in_force_from_start, d.in_force_from_end,
        d.in_force_until_start, d.in_force_until_end, d.terminated_on_start, d.terminated_on_end) AS day_hole,
    v.title, v.kind, v.binding,
    status(v.kind, d.signed_on_start, d.signed_on_end, d.in_force_from_start, d.in_force_from_end,
        d.in_force_until_start, d.in_force_until_end, d.terminated_on_start, d.terminated_on_end, today()) AS status,
    status_reason(v.kind, d.signed_on_start, d.signed_on_end, d.in_force_from_start, d.in_force_from_end,
        d.in_force_until_start, d.in_force_until_end, d.terminated_on_start, d.terminated_on_end, today())
        AS status_reason,
    in_force(v.kind, d.signed_on_start, d.signed_on_end, d.in_force_from_start, d.in_force_from_end,
        d.in_force_until_start, d.in_force_until_end, d.terminated_on_start, d.terminated_on_end, today()) AS in_force,
    v.signed_on, v.signed_on_start, v.signed_on_end,
    v.in_force_from, v.in_force_from_start, v.in_force_from_end,
    v.in_force_until, v.in_force_until_start, v.in_force_until_end,
    v.terminated_on, v.terminated_on_start, v.terminated_on_end,
    e.slug AS event, p.slug AS part_of, m.slug AS amends,
    (SELECT json_object('parent', p.slug,
            'parts', (SELECT json_group_array(s.slug) FROM (SELECT s.slug FROM agreement_now c
                JOIN agreement s ON s.id = c.agreement WHERE c.part_of = v.agreement ORDER BY s.slug) s),
            'amendments', (SELECT json_group_array(s.slug) FROM (SELECT s.slug FROM agreement_now c
                JOIN agreement s ON s.id = c.agreement WHERE c.amends = v.agreement ORDER BY s.slug) s))) AS family,
    (SELECT json_group_array(json_object('country', coalesce(a.code, na.code), 'institution', n.slug,
            'name', coalesce(a.name, nv.name), 'role', x.role, 'signed_on', x.signed_on,
            'in_force_from', x.in_force_from, 'in_force_until', x.in_force_until))
        FROM agreement_party x
        LEFT JOIN area a ON a.id = x.area
        LEFT JOIN institution n ON n.id = x.institution
        LEFT JOIN institution_now nv ON nv.institution = x.institution
        LEFT JOIN area na ON na.id = nv.country
        WHERE x.version = v.version) AS parties,
    (SELECT json_group_array(s.slug) FROM agreement_sector x JOIN sector s ON s.id = x.sector
        WHERE x.version = v.version) AS sectors,
    iif(q.value IS NULL, NULL, json_object('value', number(q.value), 'qualifier', q.qualifier,
        'precision', number(q.precision), 'low', number(q.low), 'high', number(q.high), 'unit', q.unit,
        'claim', (SELECT c.slug FROM claim c WHERE c.id = q.claim), 'reason', v.value_reason)) AS deal_value,
    q.value AS value,
    iif(k.value IS NULL, NULL, json_object('value', number(k.value), 'qualifier', k.qualifier,
        'precision', number(k.precision), 'low', number(k.low), 'high', number(k.high), 'unit', k.unit,
        'claim', (SELECT c.slug FROM claim c WHERE c.id = k.claim))) AS deal_count,
    (SELECT json_group_array(json_object('value', number(o.value), 'qualifier', o.qualifier,
            'precision', number(o.precision), 'low', number(o.low), 'high', number(o.high), 'unit', o.unit,
            'claim', o.slug, 'source', o.source))
        FROM (SELECT * FROM quantity_of_claim c WHERE c.agreement = v.agreement AND c.metric = 'deal_value'
            ORDER BY c.said_on_end NULLS LAST, c.slug) o) AS stated_values,
    -- What was announced of a package, and the deals recorded under it with a value in its unit. An end that one of them does
    -- not have is missing in the sum too.
    iif(v.kind <> 'deal_package', NULL, (SELECT json_object('unit', q.unit,
            'announced_value', number(q.value), 'announced_low', number(q.low), 'announced_high', number(q.high),
            'announced_possible_low', number(possible_low(q.value, q.qualifier, q.precision)),
            'announced_possible_high', number(possible_high(q.value, q.qualifier, q.precision)),
            'announced_count', number(k.value), 'announced_count_low', number(k.low),
            'announced_count_high', number(k.high), 'named_count', z.parts, 'valued_count', z.valued,
            'named_low', number(z.low), 'named_high', number(z.high),
            'named_possible_low', number(z.possible_low), 'named_possible_high', number(z.possible_high),
            'rest_low', number(q.low - z.high), 'rest_high', number(q.high - z.low),
            'rest_possible_low', number(possible_low(q.value, q.qualifier, q.precision) - z.possible_high),
            'rest_possible_high', number(possible_high(q.value, q.qualifier, q.precision) - z.possible_low),
            'reason', CASE WHEN z.parts = 0 THEN 'No deal of the package is recorded.'
                WHEN z.valued = 0 THEN 'No recorded deal of the package has a value in its unit.'
                WHEN q.value IS NULL THEN 'No value of the package is recorded.' END)
        FROM (SELECT count(*) AS parts, count(d.value) AS valued,
            iif(count(d.value) = count(d.low), sum(d.low), NULL) AS low,
            iif(count(d.value) = count(d.high), sum(d.high), NULL) AS high,
            iif(count(d.value) = count(possible_low(d.value, d.qualifier, d.precision)),
                sum(possible_low(d.value, d.qualifier, d.precision)), NULL) AS possible_low,
            iif(count(d.value) = count(possible_high(d.value, d.qualifier, d.precision)),
                sum(possible_high(d.value, d.qualifier, d.precision)), NULL) AS possible_high
            FROM agreement_now c LEFT JOIN claim_now d ON d.claim = c.value_claim AND d.unit IS coalesce(q.unit, d.unit)
            WHERE c.part_of = v.agreement) z)) AS announced_against_named,
    v.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM agreement_citation c
        JOIN source s ON s.id = c.source WHERE c.version = v.version) AS citations
FROM agreement_now v
JOIN agreement i ON i.id = v.agreement
LEFT JOIN agreement_dates d ON d.version = v.version
LEFT JOIN event e ON e.id = v.event
LEFT JOIN agreement p ON p.id = v.part_of
LEFT JOIN agreement m ON m.id = v.amends
LEFT JOIN claim_now q ON q.claim = v.value_claim
LEFT JOIN claim_now k ON k.claim = v.count_claim;

CREATE TEMP VIEW api_agreements_party AS
SELECT i.slug AS id, a.code AS value
FROM agreement_country x JOIN area a ON a.id = x.area JOIN agreement_now v ON v.version = x.version
JOIN agreement i ON i.id = v.agreement
UNION ALL
SELECT i.slug, n.slug
FROM agreement_party x JOIN institution n ON n.id = x.institution JOIN agreement_now v ON v.version = x.version
JOIN agreement i ON i.id = v.agreement;

CREATE TEMP VIEW api_agreements_pair AS
SELECT i.slug AS id, a.code AS a, b.code AS b
FROM agreement_country x JOIN agreement_country y ON y.version = x.version
JOIN area a ON a.id = x.area JOIN area b ON b.id = y.area
JOIN agreement_now v ON v.version = x.version JOIN agreement i ON i.id = v.agreement;

CREATE TEMP VIEW api_agreements_sector AS
SELECT i.slug AS id, s.slug AS value
FROM agreement_sector x JOIN sector s ON s.id = x.sector JOIN agreement_now v ON v.version = x.version
JOIN agreement i ON i.id = v.agreement;

CREATE TEMP VIEW api_agreements_source AS
SELECT i.slug AS id, s.slug AS value
FROM agreement_citation x JOIN source s ON s.id = x.source JOIN agreement_now v ON v.version = x.version
JOIN agreement i ON i.id = v.agreement;

-- events

CREATE TEMP VIEW api_events AS
SELECT i.slug AS id, v.event AS record,
    (SELECT t.text FROM event_text t WHERE t.event = v.event) AS kept,
    v.title, v.kind, v.city, a.code AS country,
    v.starts_on, v.starts_on_start, v.starts_on_end, v.ends_on, v.ends_on_start, v.ends_on_end,
    p.slug AS part_of,
    (SELECT json_group_array(json_object('country', coalesce(xa.code, na.code), 'institution', n.slug,
            'name', coalesce(xa.name, nv.name, x.name), 'role', x.role))
        FROM event_participant x
        LEFT JOIN area xa ON xa.id = x.area
        LEFT JOIN institution n ON n.id = x.institution
        LEFT JOIN institution_now nv ON nv.institution = x.institution
        LEFT JOIN area na ON na.id = nv.country
        WHERE x.version = v.version) AS participants,
    v.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM event_citation c
        JOIN source s ON s.id = c.source WHERE c.version = v.version) AS citations
FROM event_now v
JOIN event i ON i.id = v.event
LEFT JOIN area a ON a.id = v.country
LEFT JOIN event p ON p.id = v.part_of;

CREATE TEMP VIEW api_events_participant AS
SELECT i.slug AS id, a.code AS value
FROM event_country x JOIN area a ON a.id = x.area JOIN event_now v ON v.version = x.version
JOIN event i ON i.id = v.event
UNION ALL
SELECT i.slug, n.slug
FROM event_participant x JOIN institution n ON n.id = x.institution JOIN event_now v ON v.version = x.version
JOIN event i ON i.id = v.event;

CREATE TEMP VIEW api_events_pair AS
SELECT i.slug AS id, a.code AS a, b.code AS b
FROM event_country x JOIN event_country y ON y.version = x.version
JOIN area a ON a.id = x.area JOIN area b ON b.id = y.area
JOIN event_now v ON v.version = x.version JOIN event i ON i.id = v.event;

CREATE TEMP VIEW api_events_source AS
SELECT i.slug AS id, s.slug AS value
FROM event_citation x JOIN source s ON s.id = x.source JOIN event_now v ON v.version = x.version
JOIN event i ON i.id = v.event;

-- claims

CREATE TEMP VIEW api_claims AS
SELECT i.slug AS id, v.claim AS record,
    (SELECT t.text FROM claim_text t WHERE t.claim = v.claim) AS kept,
    v.subject, a.code || '-' || b.code AS pair, a.code AS pair_a, b.code AS pair_b,
    f.code AS "from", t.code AS "to", y.code AS country, e.slug AS event, g.slug AS agreement,
    v.metric, v.of_metric AS "of", v.whole, v.scope, v.commodity, s.slug AS sector,
    v.period, v.period_start, v.period_end, v.base_period, v.base_period_start, v.base_period_end,
    v.deadline, v.deadline_start, v.deadline_end,
    iif(v.value IS NULL, NULL, json_object('value', number(v.value), 'qualifier', v.qualifier,
        'precision', number(v.precision), 'low', number(v.low), 'high', number(v.high), 'unit', v.unit))
        AS quantity,
    v.value, v.unit, v.text, v.count, o.slug AS authority,
    v.said_by, v.said_as, v.said_on, v.said_on_start, v.said_on_end,
    v.derived, v.inference, v.printed, v.reading, v.reading_reason, v.note,
    (SELECT json_group_array(json_object('source', cs.slug, 'locator', c.locator)) FROM claim_citation c
        JOIN source cs ON cs.id = c.source WHERE c.version = v.version) AS citations
FROM claim_now v
JOIN claim i ON i.id = v.claim
LEFT JOIN area a ON a.id = v.pair_a
LEFT JOIN area b ON b.id = v.pair_b
LEFT JOIN area f ON f.id = v.exporter
LEFT JOIN area t ON t.id = v.importer
LEFT JOIN area y ON y.id = v.country
LEFT JOIN event e ON e.id = v.event
LEFT JOIN agreement g ON g.id = v.agreement
LEFT JOIN sector s ON s.id = v.sector
LEFT JOIN institution o ON o.id = v.authority;

-- What db/claims.c reads: the claims, once for each document that they cite.
CREATE TEMP VIEW claim_reading AS
SELECT i.slug, v.subject, a.code AS a, b.code AS b, a.name AS a_name, b.name AS b_name, f.code AS exporter,
    t.code AS importer, y.code AS country, coalesce(e.slug, ge.slug) AS event, g.slug AS agreement,
    gv.kind AS agreement_kind, gp.slug AS agreement_part_of, v.metric, v.of_metric, v.whole, v.scope, v.commodity,
    s.slug AS sector, v.period, v.base_period, v.deadline, v.value, v.qualifier, v.precision, v.unit, v.text, v.count,
    o.slug AS authority, ov.name AS authority_name, ov.kind AS authority_kind, oa.code AS authority_country,
    v.said_by, v.said_as, v.said_on, v.derived, v.inference, v.printed, v.reading, v.reading_reason, v.note,
    c.position, cs.slug AS source, c.locator, csv.title, csv.publisher, csv.published_on, csv.url, csv.language,
    v.version
FROM claim_now v
JOIN claim i ON i.id = v.claim
LEFT JOIN area a ON a.id = v.pair_a
LEFT JOIN area b ON b.id = v.pair_b
LEFT JOIN area f ON f.id = v.exporter
LEFT JOIN area t ON t.id = v.importer
LEFT JOIN area y ON y.id = v.country
LEFT JOIN event e ON e.id = v.event
LEFT JOIN agreement g ON g.id = v.agreement
LEFT JOIN agreement_now gv ON gv.agreement = v.agreement
LEFT JOIN agreement gp ON gp.id = gv.part_of
LEFT JOIN event ge ON ge.id = gv.event
LEFT JOIN sector s ON s.id = v.sector
LEFT JOIN institution o ON o.id = v.authority
LEFT JOIN institution_now ov ON ov.institution = v.authority
LEFT JOIN area oa ON oa.id = ov.country
LEFT JOIN claim_citation c ON c.version = v.version
LEFT JOIN source cs ON cs.id = c.source
LEFT JOIN source_now csv ON csv.source = c.source;
CREATE TEMP VIEW api_claims_source AS
SELECT i.slug AS id, s.slug AS value
FROM claim_citation x JOIN source s ON s.id = x.source JOIN claim_now v ON v.version = x.version
JOIN claim i ON i.id = v.claim;

-- statements

CREATE TEMP VIEW api_statements AS
SELECT i.slug AS id, v.statement AS record,
    (SELECT t.text FROM statement_text t WHERE t.statement = v.statement) AS kept,
    v.said_by, v.said_as, v.said_on, v.said_on_start, v.said_on_end, y.code AS country,
    e.slug AS event, a.code || '-' || b.code AS pair, a.code AS pair_a, b.code AS pair_b,
    (SELECT json_group_array(s.slug) FROM statement_sector x JOIN sector s ON s.id = x.sector
        WHERE x.version = v.version) AS sectors,
    v.text, v.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM statement_citation c
        JOIN source s ON s.id = c.source WHERE c.version = v.version) AS citations
FROM statement_now v
JOIN statement i ON i.id = v.statement
LEFT JOIN area y ON y.id = v.country
LEFT JOIN event e ON e.id = v.event
LEFT JOIN area a ON a.id = v.pair_a
LEFT JOIN area b ON b.id = v.pair_b;

CREATE TEMP VIEW api_statements_sector AS
SELECT i.slug AS id, s.slug AS value
FROM statement_sector x JOIN sector s ON s.id = x.sector JOIN statement_now v ON v.version = x.version
JOIN statement i ON i.id = v.statement;

CREATE TEMP VIEW api_statements_source AS
SELECT i.slug AS id, s.slug AS value
FROM statement_citation x JOIN source s ON s.id = x.source JOIN statement_now v ON v.version = x.version
JOIN statement i ON i.id = v.statement;

-- sources, institutions

CREATE TEMP VIEW api_sources AS
SELECT i.slug AS id, v.source AS record,
    (SELECT t.text FROM source_text t WHERE t.source = v.source) AS kept,
    v.title, v.publisher, v.published_on, v.published_on_start, v.published_on_end, v.url,
    v.language, v.licence, v.seen, v.note
FROM source_now v
JOIN source i ON i.id = v.source;

CREATE TEMP VIEW api_institutions AS
SELECT i.slug AS id, v.institution AS record,
    (SELECT t.text FROM institution_text t WHERE t.institution = v.institution) AS kept,
    v.name, v.kind, a.code AS country, v.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM institution_citation c
        JOIN source s ON s.id = c.source WHERE c.version = v.version) AS citations
FROM institution_now v
JOIN institution i ON i.id = v.institution
LEFT JOIN area a ON a.id = v.country;

CREATE TEMP VIEW api_institutions_source AS
SELECT i.slug AS id, s.slug AS value
FROM institution_citation x JOIN source s ON s.id = x.source JOIN institution_now v ON v.version = x.version
JOIN institution i ON i.id = v.institution;

-- reference lists

CREATE TEMP VIEW api_countries AS
SELECT code, alpha2, m49, comtrade, name, iso_name, official_name FROM area WHERE kind = 'country';

CREATE TEMP VIEW api_commodities AS
SELECT classification, code, level, parent, name FROM commodity;

CREATE TEMP VIEW api_sectors AS
SELECT slug AS id, name, description FROM sector;

-- statistics

CREATE TEMP VIEW api_series AS
SELECT i.slug AS id, i.title, o.slug AS origin, i.unit, i.valuation, i.classification, i.basis, i.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM series_citation c
        JOIN source s ON s.id = c.source WHERE c.series = i.id) AS citations
FROM main.series i
JOIN source o ON o.id = i.source;

CREATE TEMP VIEW api_series_source AS
SELECT i.slug AS id, s.slug AS value
FROM series_citation x JOIN source s ON s.id = x.source JOIN main.series i ON i.id = x.series;

CREATE TEMP VIEW api_datasets AS
SELECT d.slug AS id, i.slug AS series, d.title, i.unit, i.basis, d.file, d.checksum, d.licence, d.imported_at,
    d.observations, d.revision, d.note,
    (SELECT json_group_array(json_object('source', s.slug, 'locator', c.locator)) FROM dataset_citation c
        JOIN source s ON s.id = c.source WHERE c.dataset = d.id) AS citations
FROM dataset d
JOIN main.series i ON i.id = d.series;

CREATE TEMP VIEW api_datasets_source AS
SELECT d.slug AS id, s.slug AS value
FROM dataset_citation x JOIN source s ON s.id = x.source JOIN dataset d ON d.id = x.dataset;

-- The rows of blocks that are visible now. CROSS JOIN keeps the order of joins: observations first, in order of their key, so
-- that a list in that order is never sorted.
CREATE TEMP VIEW observation_now AS
SELECT o.*
FROM observation o
CROSS JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period
    AND k.classification = o.classification AND k.dataset = o.dataset AND k.until IS NULL;

CREATE TEMP VIEW total_now AS
SELECT o.*
FROM observation_total o
CROSS JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period
    AND k.classification = o.classification AND k.dataset = o.dataset AND k.until IS NULL;

CREATE TEMP VIEW api_trade AS
SELECT o.reporter AS reporter_id, r.code AS reporter, o.partner AS partner_id, p.code AS partner, o.flow, o.frequency,
    o.period AS period_id, t.text AS period, t.start AS period_start, t."end" AS period_end, o.classification, o.commodity,
    iif(o.commodity = 'TOTAL', 0, length(o.commodity)) AS level,
    o.partner2 AS partner2_id, p2.code AS partner2, o.customs AS customs_id,
    iif(o.customs = '', 'C00', o.customs) AS customs, o.transport,
    o.dataset AS dataset_id, d.slug AS dataset, d.slug AS used, i.slug AS series, i.basis, i.unit, o.value, o.cif, o.fob,
    o.net_weight, o.quantity, o.quantity_unit, flag_names(o.flags) AS flags
FROM observation_now o
CROSS JOIN area r ON r.id = o.reporter
CROSS JOIN area p ON p.id = o.partner
CROSS JOIN area p2 ON p2.id = o.partner2
CROSS JOIN period t ON t.id = o.period
CROSS JOIN dataset d ON d.id = o.dataset
CROSS JOIN main.series i ON i.id = d.series;

-- The same rows without what their ids stand for: observation_json() adds it (db/observation.h).
CREATE TEMP VIEW trade_row AS
SELECT o.reporter AS reporter_id, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id, o.classification,
    o.commodity, iif(o.commodity = 'TOTAL', 0, length(o.commodity)) AS level, o.partner2 AS partner2_id,
    o.customs AS customs_id, iif(o.customs = '', 'C00', o.customs) AS customs, o.transport, o.dataset AS dataset_id,
    o.value, o.cif, o.fob, o.net_weight, o.quantity, o.quantity_unit, o.flags
FROM observation_now o;

-- Those of blocks that were replaced too: for who looks whether they are to be seen.
CREATE TEMP VIEW trade_stored AS
SELECT o.reporter AS reporter_id, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id, o.classification,
    o.commodity, iif(o.commodity = 'TOTAL', 0, length(o.commodity)) AS level, o.partner2 AS partner2_id,
    o.customs AS customs_id, iif(o.customs = '', 'C00', o.customs) AS customs, o.transport, o.dataset AS dataset_id,
    o.value, o.cif, o.fob, o.net_weight, o.quantity, o.quantity_unit, o.flags
FROM observation o;

-- With the blocks that were replaced: for those who ask for a dataset by name.
CREATE TEMP VIEW api_trade_of_dataset AS
SELECT o.reporter AS reporter_id, r.code AS reporter, o.partner AS partner_id, p.code AS partner, o.flow, o.frequency,
    o.period AS period_id, t.text AS period, t.start AS period_start, t."end" AS period_end, o.classification, o.commodity,
    iif(o.commodity = 'TOTAL', 0, length(o.commodity)) AS level,
    o.partner2 AS partner2_id, p2.code AS partner2, o.customs AS customs_id,
    iif(o.customs = '', 'C00', o.customs) AS customs, o.transport,
    o.dataset AS dataset_id, d.slug AS dataset, d.slug AS used, i.slug AS series, i.basis, i.unit, o.value, o.cif, o.fob,
    o.net_weight, o.quantity, o.quantity_unit, flag_names(o.flags) AS flags
FROM observation o
CROSS JOIN area r ON r.id = o.reporter
CROSS JOIN area p ON p.id = o.partner
CROSS JOIN area p2 ON p2.id = o.partner2
CROSS JOIN period t ON t.id = o.period
CROSS JOIN dataset d ON d.id = o.dataset
CROSS JOIN main.series i ON i.id = d.series;

-- What sums are made of (db/aggregate_sql.c): rows and kept totals; with their blocks, where that matters. Kinds of blocks are
-- told by one number.
CREATE TEMP VIEW sum_row AS
SELECT o.reporter AS reporter_id, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id, o.classification,
    o.commodity, o.partner2 AS partner2_id, iif(o.customs = '', 'C00', o.customs) AS customs, o.transport,
    o.dataset AS dataset_id, o.value, o.net_weight
FROM observation o;

CREATE TEMP VIEW sum_row_block AS
SELECT o.reporter AS reporter_id, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id, o.classification,
    o.commodity, o.partner2 AS partner2_id, iif(o.customs = '', 'C00', o.customs) AS customs, o.transport,
    o.dataset AS dataset_id, o.value, o.net_weight, k.until, (k.levels << 20) + (k.world_levels << 4) + k.totals AS kind
FROM observation o
CROSS JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period
    AND k.classification = o.classification AND k.dataset = o.dataset;

CREATE TEMP VIEW sum_total AS
SELECT o.reporter AS reporter_id, o.partner_kind, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id,
    o.classification, o.dataset AS dataset_id, o.value, o.net_weight, o.weighed_value, o.weight_of_value, o.observations, o.missing
FROM observation_total o;

CREATE TEMP VIEW sum_total_block AS
SELECT o.reporter AS reporter_id, o.partner_kind, o.partner AS partner_id, o.flow, o.frequency, o.period AS period_id,
    o.classification, o.dataset AS dataset_id, o.value, o.net_weight, o.weighed_value, o.weight_of_value, o.observations, o.missing,
    k.until, (k.levels << 20) + (k.world_levels << 4) + k.totals AS kind
FROM observation_total o
CROSS JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period
    AND k.classification = o.classification AND k.dataset = o.dataset;

-- What there is, without a look at the observations. What is not asked for is not looked up: there are thousands of blocks.
CREATE TEMP VIEW block_row AS
SELECT k.reporter AS reporter_id, k.frequency, k.period AS period_id, k.classification, k.dataset AS dataset_id, k.until,
    k.levels, k.world_levels, k.totals, (k.levels << 20) + (k.world_levels << 4) + k.totals AS kind,
    (SELECT d.slug FROM dataset d WHERE d.id = k.dataset) AS dataset,
    (SELECT d.series FROM dataset d WHERE d.id = k.dataset) AS series_id,
    (SELECT i.slug FROM dataset d JOIN main.series i ON i.id = d.series WHERE d.id = k.dataset) AS series,
    (SELECT i.unit FROM dataset d JOIN main.series i ON i.id = d.series WHERE d.id = k.dataset) AS unit,
    (SELECT i.basis FROM dataset d JOIN main.series i ON i.id = d.series WHERE d.id = k.dataset) AS basis
FROM dataset_block k;

-- Each period as if it were a year later, whether or not there is that one.
CREATE TEMP VIEW year_later AS
SELECT t.id, t.frequency, (substr(t.text, 1, 4) + 1) || substr(t.text, 5) AS text,
    (substr(t.start, 1, 4) + 1) || substr(t.start, 5) AS start,
    date(substr(t."end", 1, 7) || '-01', '+13 months', '-1 day') AS "end"
FROM main.period t;

-- A period and the like one a year before.
CREATE TEMP VIEW like_before AS
SELECT t.id AS period_id, b.id AS before_id
FROM year_later b
JOIN main.period t ON t.text = b.text;

-- What there is of the pair that the question is about, by year, side and dataset.
CREATE TEMP VIEW pair_row AS
SELECT o.reporter, o.partner, o.flow, o.frequency, o.period, o.commodity, o.dataset
FROM area a CROSS JOIN area b CROSS JOIN observation_now o ON o.reporter = a.id AND o.partner = b.id
WHERE a.code = pair_a() AND b.code = pair_b()
UNION ALL
SELECT o.reporter, o.partner, o.flow, o.frequency, o.period, o.commodity, o.dataset
FROM area a CROSS JOIN area b CROSS JOIN observation_now o ON o.reporter = b.id AND o.partner = a.id
WHERE a.code = pair_a() AND b.code = pair_b();

CREATE TEMP VIEW api_coverage AS
SELECT substr(t.start, 1, 4) AS year, r.code AS reporter, p.code AS partner, i.slug AS series, i.basis, d.slug AS dataset,
    d.slug AS used, max(c.frequency = 'A') AS annual,
    count(DISTINCT iif(c.frequency = 'M', c.period, NULL)) AS months,
    count(DISTINCT iif(c.frequency IN ('S', 'Q', 'P'), c.period, NULL)) AS other_periods,
    json_group_array(DISTINCT c.flow) AS flows,
    count(DISTINCT iif(c.commodity = 'TOTAL', NULL, c.commodity)) AS commodities,
    max(c.commodity = 'TOTAL') AS total,
    max(iif(c.commodity = 'TOTAL', 0, length(c.commodity))) AS level,
    count(*) AS observations, d.imported_at,
    iif(days(today()) >= days(d.imported_at), days(today()) - days(d.imported_at), 0) AS age
FROM pair_row c
CROSS JOIN period t ON t.id = c.period
CROSS JOIN area r ON r.id = c.reporter
CROSS JOIN area p ON p.id = c.partner
CROSS JOIN dataset d ON d.id = c.dataset
CROSS JOIN main.series i ON i.id = d.series
GROUP BY 1, 2, 3, c.dataset;

-- pairs

CREATE TEMP VIEW pair_known AS
SELECT pair_a AS a, pair_b AS b FROM claim_now WHERE pair_a IS NOT NULL
UNION
SELECT pair_a, pair_b FROM statement_now WHERE pair_a IS NOT NULL
UNION
SELECT x.area, y.area FROM agreement_country x JOIN agreement_country y ON y.version = x.version
    JOIN agreement_now v ON v.version = x.version JOIN area a ON a.id = x.area JOIN area b ON b.id = y.area
    WHERE a.code < b.code
UNION
SELECT x.area, y.area FROM event_country x JOIN event_country y ON y.version = x.version
    JOIN event_now v ON v.version = x.version JOIN area a ON a.id = x.area JOIN area b ON b.id = y.area
    WHERE a.code < b.code
UNION
SELECT a, b FROM dataset_pair;

CREATE TEMP VIEW api_pairs AS
SELECT a.code || '-' || b.code AS pair, a.code AS pair_a, b.code AS pair_b, a.code AS a, b.code AS b,
    a.name AS a_name, b.name AS b_name,
    (SELECT count(*) FROM agreement_country x JOIN agreement_country y ON y.version = x.version AND y.area = k.b
        JOIN agreement_now v ON v.version = x.version WHERE x.area = k.a) AS agreements,
    (SELECT count(*) FROM event_country x JOIN event_country y ON y.version = x.version AND y.area = k.b
        JOIN event_now v ON v.version = x.version WHERE x.area = k.a) AS events,
    (SELECT count(*) FROM claim_now v WHERE v.pair_a = k.a AND v.pair_b = k.b) AS claims,
    (SELECT count(*) FROM statement_now v WHERE v.pair_a = k.a AND v.pair_b = k.b) AS statements,
    (SELECT coalesce(sum(x.observations), 0) FROM dataset_pair x WHERE x.a = k.a AND x.b = k.b) AS observations
FROM pair_known k
JOIN area a ON a.id = k.a AND a.kind = 'country'
JOIN area b ON b.id = k.b AND b.kind = 'country';

CREATE TEMP VIEW api_pairs_country AS
SELECT a.code || '-' || b.code AS id, a.code AS value FROM area a JOIN area b ON b.code > a.code
UNION ALL
SELECT a.code || '-' || b.code, b.code FROM area a JOIN area b ON b.code > a.code;

-- One claim as the page of a pair shows it.
CREATE TEMP VIEW pair_claim AS
SELECT v.version, i.slug, v.pair_a, v.pair_b, v.subject, v.exporter, v.importer, v.agreement, v.event, v.metric,
    v.of_metric, v.whole, v.scope, v.commodity, v.sector, v.period, v.period_start, v.period_end, v.deadline,
    v.deadline_start, v.unit,
    EXISTS (SELECT 1 FROM agreement_now n WHERE n.agreement = v.agreement AND v.claim IN (n.value_claim, n.count_claim))
        AS is_answer,
    coalesce(v.said_on_end, (SELECT max(s.published_on_end) FROM claim_citation c
        JOIN source_now s ON s.source = c.source WHERE c.version = v.version)) AS latest_on,
    json_object('id', i.slug, 'subject', v.subject, 'from', f.code, 'to', t.code, 'event', e.slug,
        'agreement', g.slug, 'metric', v.metric, 'of', v.of_metric, 'whole', v.whole, 'scope', v.scope,
        'commodity', v.commodity, 'sector', s.slug, 'period', v.period, 'base_period', v.base_period,
        'deadline', v.deadline,
        'quantity', iif(v.value IS NULL, NULL, json_object('value', number(v.value), 'qualifier', v.qualifier,
            'precision', number(v.precision), 'low', number(v.low), 'high', number(v.high), 'unit', v.unit)),
        'text', v.text, 'count', v.count, 'authority', o.slug, 'said_by', v.said_by, 'said_on', v.said_on,
        'derived', json(iif(v.derived, 'true', 'false')),
        'sources', (SELECT json_group_array(cs.slug) FROM claim_citation c JOIN source cs ON cs.id = c.source
            WHERE c.version = v.version)) AS document
FROM claim_now v
JOIN claim i ON i.id = v.claim
LEFT JOIN area f ON f.id = v.exporter
LEFT JOIN area t ON t.id = v.importer
LEFT JOIN event e ON e.id = v.event
LEFT JOIN agreement g ON g.id = v.agreement
LEFT JOIN sector s ON s.id = v.sector
LEFT JOIN institution o ON o.id = v.authority;

-- What handlers make of the records for a question: an array of objects, members and companions by their names. Long lists inside
-- may be JSON as text: every column goes through the object again, and a text is passed over at once.

CREATE TEMP VIEW api_figures AS
SELECT
    json_extract(r.value, '$.id') AS "id", json_extract(r.value, '$.pair') AS "pair", json_extract(r.value, '$.pair_a')
    AS "pair_a", json_extract(r.value, '$.pair_b') AS "pair_b", json_extract(r.value, '$.subject') AS "subject",
    json_extract(r.value, '$.from') AS "from", json_extract(r.value, '$.to') AS "to", json_extract(r.value, '$.country')
    AS "country", json_extract(r.value, '$.event') AS "event", json_extract(r.value, '$.agreement') AS "agreement",
    json_extract(r.value, '$.metric') AS "metric", json_extract(r.value, '$.of') AS "of", json_extract(r.value,
    '$.whole') AS "whole", json_extract(r.value, '$.scope') AS "scope", json_extract(r.value, '$.commodity') AS
    "commodity", json_extract(r.value, '$.sector') AS "sector", json_extract(r.value, '$.period') AS "period",
    json_extract(r.value, '$.period_start') AS "period_start", json_extract(r.value, '$.period_end') AS "period_end",
    json_extract(r.value, '$.base_period') AS "base_period", json_extract(r.value, '$.base_period_start') AS
    "base_period_start", json_extract(r.value, '$.base_period_end') AS "base_period_end", json_extract(r.value,
    '$.unit') AS "unit", json_extract(r.value, '$.count') AS "count", CAST(json_extract(r.value, '$.value') AS REAL) AS
    "value", json_extract(r.value, '$.qualifier') AS "qualifier", CAST(json_extract(r.value, '$.low') AS REAL) AS "low",
    CAST(json_extract(r.value, '$.high') AS REAL) AS "high", CAST(json_extract(r.value, '$.possible_low') AS REAL) AS
    "possible_low", CAST(json_extract(r.value, '$.possible_high') AS REAL) AS "possible_high", json_extract(r.value,
    '$.rule') AS "rule", json_extract(r.value, '$.claim') AS "claim", json_extract(r.value, '$.source') AS "source",
    json_extract(r.value, '$.locator') AS "locator", json_extract(r.value, '$.series') AS "series",
    json_extract(r.value, '$.reason') AS "reason", CAST(json_extract(r.value, '$.spread') AS REAL) AS "spread",
    CAST(json_extract(r.value, '$.spread_relative') AS REAL) AS "spread_relative", json_extract(r.value, '$.claims') AS
    "claims", json_extract(r.value, '$.statistics') AS "statistics", json_extract(r.value, '$.checks') AS "checks"
FROM json_each(made_rows()) r;

CREATE TEMP VIEW api_checks AS
SELECT
    json_extract(r.value, '$.id') AS "id", json_extract(r.value, '$.kind') AS "kind", json_extract(r.value, '$.result')
    AS "result", json_extract(r.value, '$.arithmetic') AS "arithmetic", json_extract(r.value, '$.reason') AS "reason",
    json_extract(r.value, '$.relation') AS "relation", json_extract(r.value, '$.pair') AS "pair", json_extract(r.value,
    '$.pair_a') AS "pair_a", json_extract(r.value, '$.pair_b') AS "pair_b", json_extract(r.value, '$.metric') AS
    "metric", json_extract(r.value, '$.period') AS "period", json_extract(r.value, '$.period_start') AS "period_start",
    json_extract(r.value, '$.period_end') AS "period_end", json_extract(r.value, '$.rule') AS "rule",
    json_extract(r.value, '$.because') AS "because", json_extract(r.value, '$.unit') AS "unit", json_extract(r.value,
    '$.left') AS "left", json_extract(r.value, '$.right') AS "right", CAST(json_extract(r.value, '$.gap') AS REAL) AS
    "gap", CAST(json_extract(r.value, '$.gap_relative') AS REAL) AS "gap_relative", json_extract(r.value, '$.steps') AS
    "steps", json_extract(r.value, '$.claims') AS "claims", json_extract(r.value, '$.acknowledged') AS "acknowledged"
FROM json_each(made_rows()) r;
CREATE TEMP VIEW api_checks_claim AS
SELECT json_extract(r.value, '$.id') AS id, json_extract(c.value, '$.id') AS value
FROM json_each(made_rows()) r, json_each(r.value, '$.claims') c;

CREATE TEMP VIEW api_targets AS
SELECT
    max(iif(m.key = 'id', m.value, NULL)) AS "id", max(iif(m.key = 'pair', m.value, NULL)) AS "pair",
    max(iif(m.key = 'pair_a', m.value, NULL)) AS "pair_a", max(iif(m.key = 'pair_b', m.value, NULL)) AS "pair_b",
    max(iif(m.key = 'from', m.value, NULL)) AS "from", max(iif(m.key = 'to', m.value, NULL)) AS "to",
    max(iif(m.key = 'of', m.value, NULL)) AS "of", max(iif(m.key = 'scope', m.value, NULL)) AS "scope",
    max(iif(m.key = 'commodity', m.value, NULL)) AS "commodity", max(iif(m.key = 'sector', m.value, NULL)) AS "sector",
    CAST(max(iif(m.key = 'value', m.value, NULL)) AS REAL) AS "value",
    max(iif(m.key = 'qualifier', m.value, NULL)) AS "qualifier",
    CAST(max(iif(m.key = 'low', m.value, NULL)) AS REAL) AS "low",
    CAST(max(iif(m.key = 'high', m.value, NULL)) AS REAL) AS "high", max(iif(m.key = 'unit', m.value, NULL)) AS "unit",
    max(iif(m.key = 'deadline', m.value, NULL)) AS "deadline",
    max(iif(m.key = 'deadline_start', m.value, NULL)) AS "deadline_start",
    max(iif(m.key = 'deadline_end', m.value, NULL)) AS "deadline_end",
    max(iif(m.key = 'stated_on', m.value, NULL)) AS "stated_on",
    max(iif(m.key = 'stated_on_start', m.value, NULL)) AS "stated_on_start",
    max(iif(m.key = 'stated_on_end', m.value, NULL)) AS "stated_on_end",
    max(iif(m.key = 'said_by', m.value, NULL)) AS "said_by", max(iif(m.key = 'said_as', m.value, NULL)) AS "said_as",
    max(iif(m.key = 'text', m.value, NULL)) AS "text", max(iif(m.key = 'source', m.value, NULL)) AS "source",
    max(iif(m.key = 'locator', m.value, NULL)) AS "locator", max(iif(m.key = 'status', m.value, NULL)) AS "status",
    max(iif(m.key = 'status_reason', m.value, NULL)) AS "status_reason",
    max(iif(m.key = 'met_by', m.value, NULL)) AS "met_by", max(iif(m.key = 'met_in', m.value, NULL)) AS "met_in",
    max(iif(m.key = 'met_in_start', m.value, NULL)) AS "met_in_start",
    max(iif(m.key = 'met_in_end', m.value, NULL)) AS "met_in_end",
    max(iif(m.key = 'restated_by', m.value, NULL)) AS "restated_by",
    max(iif(m.key = 'first', m.value, NULL)) AS "first",
    max(iif(m.key = 'first_stated_on', m.value, NULL)) AS "first_stated_on",
    max(iif(m.key = 'first_stated_on_start', m.value, NULL)) AS "first_stated_on_start",
    max(iif(m.key = 'first_stated_on_end', m.value, NULL)) AS "first_stated_on_end",
    max(iif(m.key = 'is_first', m.value, NULL)) AS "is_first",
    max(iif(m.key = 'restated', m.value, NULL)) AS "restated",
    max(iif(m.key = 'restatements', m.value, NULL)) AS "restatements",
    max(iif(m.key = 'before', m.value, NULL)) AS "before",
    max(iif(m.key = 'amount_change', m.value, NULL)) AS "amount_change",
    max(iif(m.key = 'deadline_change', m.value, NULL)) AS "deadline_change",
    max(iif(m.key = 'baseline', m.value, NULL)) AS "baseline",
    max(iif(m.key = 'baseline_reason', m.value, NULL)) AS "baseline_reason",
    max(iif(m.key = 'now', m.value, NULL)) AS "now", max(iif(m.key = 'now_reason', m.value, NULL)) AS "now_reason",
    CAST(max(iif(m.key = 'progress_low', m.value, NULL)) AS REAL) AS "progress_low",
    CAST(max(iif(m.key = 'progress_high', m.value, NULL)) AS REAL) AS "progress_high",
    CAST(max(iif(m.key = 'progress_possible_low', m.value, NULL)) AS REAL) AS "progress_possible_low",
    CAST(max(iif(m.key = 'progress_possible_high', m.value, NULL)) AS REAL) AS "progress_possible_high",
    max(iif(m.key = 'progress_reason', m.value, NULL)) AS "progress_reason",
    CAST(max(iif(m.key = 'progress_from_low', m.value, NULL)) AS REAL) AS "progress_from_low",
    CAST(max(iif(m.key = 'progress_from_high', m.value, NULL)) AS REAL) AS "progress_from_high",
    CAST(max(iif(m.key = 'progress_from_possible_low', m.value, NULL)) AS REAL) AS "progress_from_possible_low",
    CAST(max(iif(m.key = 'progress_from_possible_high', m.value, NULL)) AS REAL) AS "progress_from_possible_high",
    max(iif(m.key = 'progress_from_reason', m.value, NULL)) AS "progress_from_reason",
    CAST(max(iif(m.key = 'growth_a_year_low', m.value, NULL)) AS REAL) AS "growth_a_year_low",
    CAST(max(iif(m.key = 'growth_a_year_high', m.value, NULL)) AS REAL) AS "growth_a_year_high",
    CAST(max(iif(m.key = 'growth_a_year_possible_low', m.value, NULL)) AS REAL) AS "growth_a_year_possible_low",
    CAST(max(iif(m.key = 'growth_a_year_possible_high', m.value, NULL)) AS REAL) AS "growth_a_year_possible_high",
    max(iif(m.key = 'growth_a_year_reason', m.value, NULL)) AS "growth_a_year_reason",
    CAST(max(iif(m.key = 'growth_years', m.value, NULL)) AS REAL) AS "growth_years",
    CAST(max(iif(m.key = 'years_left', m.value, NULL)) AS REAL) AS "years_left"
FROM json_each(made_rows()) r, json_each(r.value) m
GROUP BY r.key;
CREATE TEMP VIEW api_timeline AS
SELECT
    json_extract(r.value, '$.id') AS "id", json_extract(r.value, '$.date') AS "date",
    json_extract(r.value, '$.date_start') AS "date_start", json_extract(r.value, '$.date_end') AS "date_end",
    json_extract(r.value, '$.kind') AS "kind", json_extract(r.value, '$.title') AS "title",
    json_extract(r.value, '$.pair') AS "pair", json_extract(r.value, '$.pair_a') AS "pair_a",
    json_extract(r.value, '$.pair_b') AS "pair_b", json_extract(r.value, '$.party') AS "party",
    json_extract(r.value, '$.party_name') AS "party_name", json_extract(r.value, '$.record_kind') AS "record_kind",
    json_extract(r.value, '$.record') AS "record", json_extract(r.value, '$.path') AS "path",
    json_extract(r.value, '$.metric') AS "metric", json_extract(r.value, '$.period') AS "period",
    json_extract(r.value, '$.period_start') AS "period_start", json_extract(r.value, '$.period_end') AS "period_end",
    CAST(json_extract(r.value, '$.value') AS REAL) AS "value", json_extract(r.value, '$.qualifier') AS "qualifier",
    json_extract(r.value, '$.unit') AS "unit", json_extract(r.value, '$.source') AS "source",
    json_extract(r.value, '$.locator') AS "locator", json_extract(r.value, '$.reason') AS "reason"
FROM json_each(made_rows()) r;
