-- SPDX-License-Identifier: MIT
-- Fills the full-text index anew from the versions that are valid now (db/search.c). The title is what a list of hits shows,
-- the body all that the record says, with the names of whom and what it refers to.

DELETE FROM search_text;

-- Names of countries as people may look for them.
CREATE TEMP VIEW area_names AS
SELECT id, name || iif(iso_name <> name, ' ' || iso_name, '') || coalesce(' ' || official_name, '') || ' ' || code AS text
FROM area;

CREATE TEMP VIEW event_title AS SELECT event AS id, title AS text FROM event_version WHERE until IS NULL;
CREATE TEMP VIEW agreement_title AS SELECT agreement AS id, title AS text FROM agreement_version WHERE until IS NULL;
CREATE TEMP VIEW institution_name AS SELECT institution AS id, name AS text FROM institution_version WHERE until IS NULL;

INSERT INTO search_text (kind, slug, title, body)
SELECT 'agreement', i.slug, v.title,
    replace(v.kind, '_', ' ')
    || coalesce((SELECT group_concat(coalesce(' ' || a.text, '') || coalesce(' ' || n.text, '') || coalesce(' ' || p.role, ''), '')
        FROM agreement_party p LEFT JOIN area_names a ON a.id = p.area LEFT JOIN institution_name n ON n.id = p.institution
        WHERE p.version = v.version), '')
    || coalesce((SELECT group_concat(' ' || a.text, '') FROM agreement_country c JOIN area_names a ON a.id = c.area
        WHERE c.version = v.version), '')
    || coalesce((SELECT group_concat(' ' || s.name, '') FROM agreement_sector x JOIN sector s ON s.id = x.sector
        WHERE x.version = v.version), '')
    || coalesce(' ' || e.text, '') || coalesce(' ' || v.value_reason, '') || coalesce(' ' || v.note, '')
FROM agreement_version v JOIN agreement i ON i.id = v.agreement LEFT JOIN event_title e ON e.id = v.event
WHERE v.until IS NULL ORDER BY i.id;

INSERT INTO search_text (kind, slug, title, body)
SELECT 'event', i.slug, v.title,
    replace(v.kind, '_', ' ') || coalesce(' ' || v.city, '') || coalesce(' ' || y.text, '')
    || coalesce((SELECT group_concat(coalesce(' ' || a.text, '') || coalesce(' ' || n.text, '') || coalesce(' ' || p.name, '')
            || coalesce(' ' || p.role, ''), '')
        FROM event_participant p LEFT JOIN area_names a ON a.id = p.area LEFT JOIN institution_name n ON n.id = p.institution
        WHERE p.version = v.version), '')
    || coalesce(' ' || v.note, '')
FROM event_version v JOIN event i ON i.id = v.event LEFT JOIN area_names y ON y.id = v.country
WHERE v.until IS NULL ORDER BY i.id;

-- "growth of turnover, Kazakhstan and Tajikistan, 2022: 18.5 percent"
INSERT INTO search_text (kind, slug, title, body)
SELECT 'claim', i.slug,
    replace(v.metric, '_', ' ') || coalesce(' of ' || replace(v.of_metric, '_', ' '), '') || coalesce(', ' || v.about, '')
    || coalesce(', ' || v.period, '') || coalesce(', by ' || v.deadline, '')
    || coalesce(': ' || v.figure, ': ' || v.text, ''),
    trim(coalesce(' ' || v.names, '') || coalesce(' ' || v.text, '') || coalesce(' ' || v.whole, '') || coalesce(' ' || v.scope, '')
    || coalesce(' ' || s.name, '') || coalesce(' ' || n.text, '') || coalesce(' ' || e.text, '') || coalesce(' ' || g.text, '')
    || coalesce(' ' || v.said_by, '') || coalesce(' ' || v.said_as, '') || coalesce(' ' || v.inference, '')
    || coalesce(' ' || v.printed, '') || coalesce(' ' || v.reading, '') || coalesce(' ' || v.reading_reason, '')
    || coalesce((SELECT group_concat(' ' || o.publisher, '') FROM claim_citation c
        JOIN source_version o ON o.source = c.source AND o.until IS NULL WHERE c.version = v.version), '')
    || coalesce(' ' || v.note, ''))
FROM (
    SELECT k.*,
        CASE k.subject
            WHEN 'direction' THEN f.name || ' to ' || t.name
            WHEN 'pair' THEN a.name || ' and ' || b.name
            WHEN 'country' THEN y.name
            WHEN 'event' THEN (SELECT text FROM event_title WHERE id = k.event)
            ELSE (SELECT text FROM agreement_title WHERE id = k.agreement)
        END AS about,
        (SELECT group_concat(text, ' ') FROM area_names WHERE id IN (k.pair_a, k.pair_b, k.country)) AS names,
        iif(k.qualifier = 'exact', '', replace(k.qualifier, '_', ' ') || ' ')
        || CASE
            WHEN k.unit = 'USD' AND abs(k.value) >= 1e9 THEN printf('%.10g billion USD', k.value / 1e9)
            WHEN k.unit = 'USD' AND abs(k.value) >= 1e6 THEN printf('%.10g million USD', k.value / 1e6)
            WHEN k.unit = 'rank' THEN printf('%.10g', k.value)
            ELSE printf('%.10g %s', k.value, k.unit)
        END AS figure
    FROM claim_version k
    LEFT JOIN area a ON a.id = k.pair_a LEFT JOIN area b ON b.id = k.pair_b
    LEFT JOIN area f ON f.id = k.exporter LEFT JOIN area t ON t.id = k.importer LEFT JOIN area y ON y.id = k.country
    WHERE k.until IS NULL) v
JOIN claim i ON i.id = v.claim
LEFT JOIN sector s ON s.id = v.sector
LEFT JOIN institution_name n ON n.id = v.authority
LEFT JOIN event_title e ON e.id = v.event
LEFT JOIN agreement_title g ON g.id = v.agreement
ORDER BY i.id;

INSERT INTO search_text (kind, slug, title, body)
SELECT 'statement', i.slug, v.text,
    trim(coalesce(' ' || v.said_by, '') || coalesce(' ' || v.said_as, '') || coalesce(' ' || y.text, '')
    || coalesce((SELECT group_concat(' ' || text, '') FROM area_names WHERE id IN (v.pair_a, v.pair_b)), '')
    || coalesce((SELECT group_concat(' ' || s.name, '') FROM statement_sector x JOIN sector s ON s.id = x.sector
        WHERE x.version = v.version), '')
    || coalesce(' ' || e.text, '') || coalesce(' ' || v.note, ''))
FROM statement_version v JOIN statement i ON i.id = v.statement
LEFT JOIN area_names y ON y.id = v.country LEFT JOIN event_title e ON e.id = v.event
WHERE v.until IS NULL ORDER BY i.id;

INSERT INTO search_text (kind, slug, title, body)
SELECT 'source', i.slug, coalesce(v.title, v.publisher, i.slug),
    trim(coalesce(' ' || v.publisher, '') || coalesce(' ' || v.url, '') || coalesce(' ' || v.licence, '')
    || coalesce(' ' || v.note, ''))
FROM source_version v JOIN source i ON i.id = v.source
WHERE v.until IS NULL ORDER BY i.id;

INSERT INTO search_text (kind, slug, title, body)
SELECT 'institution', i.slug, v.name,
    replace(v.kind, '_', ' ') || coalesce(' ' || y.text, '') || coalesce(' ' || v.note, '')
FROM institution_version v JOIN institution i ON i.id = v.institution LEFT JOIN area_names y ON y.id = v.country
WHERE v.until IS NULL ORDER BY i.id;

DROP VIEW area_names;
DROP VIEW event_title;
DROP VIEW agreement_title;
DROP VIEW institution_name;

INSERT INTO search_text (search_text) VALUES ('optimize');
