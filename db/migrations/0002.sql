-- Trade at scale: datasets know their files and the kinds of rows of their blocks, sums over all commodities are kept, and rows
-- take less room.

PRAGMA defer_foreign_keys = ON;

-- Plans are the same at any size: nothing counts the tables any more.
DROP TABLE IF EXISTS sqlite_stat1;

-- World is area 0, which takes no byte where there is no second partner.
CREATE TEMP TABLE world AS SELECT id FROM main.area WHERE code = 'W00';
UPDATE institution_version SET country = 0 WHERE country = (SELECT id FROM world);
UPDATE event_version SET country = 0 WHERE country = (SELECT id FROM world);
UPDATE event_participant SET area = 0 WHERE area = (SELECT id FROM world);
UPDATE event_country SET area = 0 WHERE area = (SELECT id FROM world);
UPDATE agreement_party SET area = 0 WHERE area = (SELECT id FROM world);
UPDATE agreement_country SET area = 0 WHERE area = (SELECT id FROM world);
UPDATE claim_version SET pair_a = 0 WHERE pair_a = (SELECT id FROM world);
UPDATE claim_version SET pair_b = 0 WHERE pair_b = (SELECT id FROM world);
UPDATE claim_version SET exporter = 0 WHERE exporter = (SELECT id FROM world);
UPDATE claim_version SET importer = 0 WHERE importer = (SELECT id FROM world);
UPDATE claim_version SET country = 0 WHERE country = (SELECT id FROM world);
UPDATE statement_version SET country = 0 WHERE country = (SELECT id FROM world);
UPDATE statement_version SET pair_a = 0 WHERE pair_a = (SELECT id FROM world);
UPDATE statement_version SET pair_b = 0 WHERE pair_b = (SELECT id FROM world);
UPDATE dataset_block SET reporter = 0 WHERE reporter = (SELECT id FROM world);
UPDATE dataset_pair SET a = 0 WHERE a = (SELECT id FROM world);
UPDATE dataset_pair SET b = 0 WHERE b = (SELECT id FROM world);
UPDATE observation SET reporter = 0 WHERE reporter = (SELECT id FROM world);
UPDATE observation SET partner = 0 WHERE partner = (SELECT id FROM world);
UPDATE observation SET partner2 = 0 WHERE partner2 = (SELECT id FROM world);
UPDATE area SET id = 0 WHERE code = 'W00';
DROP TABLE temp.world;

-- customs: '' stands for C00, all procedures.
UPDATE observation SET customs = '' WHERE customs = 'C00';

CREATE INDEX dataset_checksum ON dataset (checksum);

-- The files that it was imported from.
CREATE TABLE dataset_file (
    dataset INTEGER NOT NULL REFERENCES dataset,
    checksum TEXT NOT NULL,
    PRIMARY KEY (dataset, checksum)
) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_file_checksum ON dataset_file (checksum);

-- Bit n: it has rows of commodity codes with n digits; bit 0: TOTAL.
ALTER TABLE dataset_block ADD COLUMN levels INTEGER NOT NULL DEFAULT 0;
-- Likewise of its rows with World as partner.
ALTER TABLE dataset_block ADD COLUMN world_levels INTEGER NOT NULL DEFAULT 0;
-- It has rows of: 1 C00, 2 all modes of transport, 4 World as second partner. 8: of some goods it has longer codes alone, of others
-- shorter ones, so that no one level has them all.
ALTER TABLE dataset_block ADD COLUMN totals INTEGER NOT NULL DEFAULT 0;

-- Sums over all commodities, made by the import by the rules of docs/decisions/summing.md: over the rows of one partner, and
-- (partner_kind 'all') over all partners.
CREATE TABLE observation_total (
    reporter INTEGER NOT NULL REFERENCES area,
    partner_kind TEXT NOT NULL CHECK (partner_kind IN ('one', 'all')),
    partner INTEGER NOT NULL REFERENCES area, -- World for 'all'
    flow TEXT NOT NULL,
    frequency TEXT NOT NULL,
    period INTEGER NOT NULL REFERENCES period,
    classification TEXT NOT NULL,
    dataset INTEGER NOT NULL REFERENCES dataset,
    value REAL,      -- null: no row has one
    net_weight REAL,
    weighed_value REAL,   -- of the rows that have both a value and a weight, which makes a unit value
    weight_of_value REAL,
    observations INTEGER NOT NULL, -- rows that were summed
    missing INTEGER NOT NULL,      -- those of them without a value
    PRIMARY KEY (partner_kind, reporter, partner, flow, frequency, period, classification, dataset)
) STRICT, WITHOUT ROWID;

-- As db/totals.c.
UPDATE dataset_block AS k SET (levels, totals) = (SELECT sum(DISTINCT (1 << iif(o.commodity = 'TOTAL', 0,
    length(o.commodity)))), max(o.customs = '') + 2 * max(o.transport = 0) + 4 * max(o.partner2 = 0) FROM observation o
    WHERE o.reporter = k.reporter AND o.frequency = k.frequency AND o.period = k.period AND o.classification =
    k.classification AND o.dataset = k.dataset);

UPDATE dataset_block AS k SET world_levels = coalesce((SELECT sum(DISTINCT (1 << iif(o.commodity = 'TOTAL', 0,
    length(o.commodity)))) FROM observation o WHERE o.reporter = k.reporter AND o.frequency = k.frequency AND o.period =
    k.period AND o.classification = k.classification AND o.dataset = k.dataset AND o.partner = 0), 0);

UPDATE dataset_block AS k SET totals = totals + 8 WHERE EXISTS (SELECT 1 FROM observation o, json_each('[1, 2, 3, 4, 5,
    6, 7, 8, 9, 10, 11]') n WHERE o.reporter = k.reporter AND o.frequency = k.frequency AND o.period = k.period AND
    o.classification = k.classification AND o.dataset = k.dataset AND o.commodity <> 'TOTAL' AND n.value <
    length(o.commodity) AND k.levels >> n.value & 1 AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.reporter =
    o.reporter AND x.frequency = o.frequency AND x.period = o.period AND x.classification = o.classification AND
    x.dataset = o.dataset AND x.partner = o.partner AND x.flow = o.flow AND x.commodity = substr(o.commodity, 1,
    n.value)));

INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period, classification, dataset, value,
    net_weight, weighed_value, weight_of_value, observations, missing) SELECT o.reporter, 'one', o.partner, o.flow,
    o.frequency, o.period, o.classification, o.dataset, sum(o.value), sum(o.net_weight), sum(iif(o.net_weight IS NULL,
    NULL, o.value)), sum(iif(o.value IS NULL, NULL, o.net_weight)), count(*), sum(o.value IS NULL) FROM observation o
    JOIN dataset_block k ON k.reporter = o.reporter AND k.frequency = o.frequency AND k.period = o.period AND
    k.classification = o.classification AND k.dataset = o.dataset JOIN area s ON s.id = o.partner2 WHERE iif(o.commodity
    = 'TOTAL', 1, NOT EXISTS (SELECT 1 FROM observation x WHERE x.reporter = o.reporter AND x.frequency = o.frequency
    AND x.period = o.period AND x.classification = o.classification AND x.dataset = o.dataset AND x.partner = o.partner
    AND x.flow = o.flow AND x.commodity = 'TOTAL') AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.reporter =
    o.reporter AND x.frequency = o.frequency AND x.period = o.period AND x.classification = o.classification AND
    x.dataset = o.dataset AND x.partner = o.partner AND x.flow = o.flow AND length(x.commodity) < length(o.commodity)
    AND x.commodity = substr(o.commodity, 1, length(x.commodity)))) AND iif(k.totals & 4, o.partner2 = 0, s.kind NOT IN
    ('world', 'group')) AND (o.customs = '' OR NOT k.totals & 1) AND iif(k.totals & 2, o.transport = 0, NOT EXISTS
    (SELECT 1 FROM observation x WHERE x.reporter = o.reporter AND x.frequency = o.frequency AND x.period = o.period AND
    x.classification = o.classification AND x.dataset = o.dataset AND x.partner = o.partner AND x.flow = o.flow AND
    x.commodity = o.commodity AND x.partner2 = o.partner2 AND x.customs = o.customs AND x.transport > 0 AND x.transport
    < o.transport AND x.transport IN (o.transport - o.transport % 100, o.transport - o.transport % 1000))) GROUP BY 1,
    3, 4, 5, 6, 7, 8;

INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period, classification, dataset, value,
    net_weight, weighed_value, weight_of_value, observations, missing) SELECT o.reporter, 'all', 0, o.flow, o.frequency,
    o.period, o.classification, o.dataset, sum(o.value), sum(o.net_weight), sum(o.weighed_value),
    sum(o.weight_of_value), sum(o.observations), sum(o.missing) FROM observation_total o JOIN area p ON p.id = o.partner
    WHERE iif(EXISTS (SELECT 1 FROM observation_total x WHERE x.partner_kind = 'one' AND x.partner = 0 AND x.flow =
    o.flow AND x.reporter = o.reporter AND x.frequency = o.frequency AND x.period = o.period AND x.classification =
    o.classification AND x.dataset = o.dataset), o.partner = 0, p.kind NOT IN ('world', 'group')) GROUP BY 1, 4, 5, 6,
    7, 8;
