-- SPDX-License-Identifier: MIT
-- What real records seldom have: ties, nulls in every place, numbers and texts that are hard to write down, older
-- versions. Identities begin at 1000.

BEGIN;

INSERT INTO revision VALUES (2, '2024-09-02T00:00:00Z', 'test', 'awkward records');

INSERT INTO sector VALUES (1000, 'empty', 'Sector without records', NULL);

INSERT INTO commodity VALUES ('H5', 'TOTAL', 0, NULL, 'All goods'), ('H5', '27', 2, 'TOTAL', 'Fuels, "mineral"'),
    ('H5', '2701', 4, '27', 'Coal' || char(13, 10) || 'and coke'), ('HX', 'TOTAL', 0, NULL, 'All goods');

INSERT INTO source VALUES (1000, 'no-title'), (1001, 'html-title'), (1002, 'superseded-source');
INSERT INTO source_version VALUES
    (1000, 1000, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'facts_only', NULL),
    (1001, 1001, 2, NULL, '<script>alert("trade")</script> & ''trade'', half; quarter', 'Press, "the"', '2023~',
        '2022-01-01', '2024-12-31', 'https://example.org/?a=1,2&b="c"', 'en', 'none', 'text',
        'first line' || char(10) || 'second line' || char(9) || 'after a tab' || char(1)),
    (1002, 1002, 1, 2, 'Title before', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'facts_only', NULL),
    (1003, 1002, 2, NULL, 'Title now', NULL, '2023', '2023-01-01', '2023-12-31', NULL, 'ru', NULL, 'facts_only', '');

INSERT INTO institution VALUES (1000, 'stateless-company'), (1001, 'same-name-a'), (1002, 'same-name-b');
INSERT INTO institution_version VALUES
    (1000, 1000, 2, NULL, 'Company of no country', 'company', NULL, NULL),
    (1001, 1001, 2, NULL, 'Namesake', 'agency', (SELECT id FROM area WHERE code = 'KAZ'), NULL),
    (1002, 1002, 2, NULL, 'Namesake', 'agency', (SELECT id FROM area WHERE code = 'UZB'), NULL);
INSERT INTO institution_citation VALUES (1001, 1, 1001, NULL), (1002, 1, 1001, 'page 3, "note"');

INSERT INTO event VALUES (1000, 'undated-event'), (1001, 'vague-event');
INSERT INTO event_version VALUES
    (1000, 1000, 2, NULL, 'An event, "undated"', 'meeting', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (1001, 1001, 2, NULL, 'Vague event', 'meeting', 'Тәжікстан', (SELECT id FROM area WHERE code = 'UZB'), '2023',
        '2023-01-01', '2023-12-31', '2023-05~', '2023-04-01', '2023-06-30', 1000, 'a;b;c');
INSERT INTO event_participant VALUES
    (1001, 1, NULL, NULL, 'A. Person; B. Person', NULL),
    (1001, 2, NULL, 1002, NULL, 'guest'),
    (1001, 3, (SELECT id FROM area WHERE code = 'CIV'), NULL, NULL, 'host');
INSERT INTO event_country VALUES
    (1001, (SELECT id FROM area WHERE code = 'UZB')), (1001, (SELECT id FROM area WHERE code = 'CIV'));
INSERT INTO event_citation VALUES (1001, 1, 1001, NULL), (1001, 2, 1002, NULL);

INSERT INTO agreement VALUES (1000, 'vague-treaty'), (1001, 'open-treaty'), (1002, 'ended-treaty'), (1003, 'tie-a'),
    (1004, 'tie-b'), (1005, 'tie-c');
INSERT INTO agreement_version (version, agreement, since, until, title, kind, binding, event, part_of, signed_on,
    signed_on_start, signed_on_end, in_force_from, in_force_from_start, in_force_from_end, in_force_until,
    in_force_until_start, in_force_until_end, terminated_on, terminated_on_start, terminated_on_end, value_claim,
    value_reason, count_claim, note) VALUES
    (1000, 1000, 2, NULL, 'Treaty, "vague"', 'treaty', 'yes', 1001, NULL, '2010', '2010-01-01', '2010-12-31', '2012~',
        '2011-01-01', '2013-12-31', '2015-05', '2015-05-01', '2015-05-31', NULL, NULL, NULL, NULL, NULL, NULL, 'vague'),
    (1001, 1001, 2, NULL, 'Open treaty', 'treaty', 'yes', NULL, 1000, '2010-03-01', '2010-03-01', '2010-03-01',
        '2011-03-01', '2011-03-01', '2011-03-01', '..', '9999-12-31', '9999-12-31', NULL, NULL, NULL, NULL, NULL, NULL,
        NULL),
    (1002, 1002, 2, NULL, 'Ended treaty \ 100% of_it', 'treaty', 'yes', NULL, 1000, '2010-03-01', '2010-03-01', '2010-03-01',
        '2011-03-01', '2011-03-01', '2011-03-01', NULL, NULL, NULL, '2014', '2014-01-01', '2014-12-31', NULL, NULL, NULL,
        NULL),
    (1003, 1003, 2, NULL, 'Tie', 'declaration', 'no', NULL, NULL, '2020', '2020-01-01', '2020-12-31', NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (1004, 1004, 2, NULL, 'Tie', 'declaration', 'no', NULL, NULL, '2020', '2020-01-01', '2020-12-31', NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (1005, 1005, 1, 2, 'Tie before', 'declaration', 'no', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (1006, 1005, 2, NULL, 'Tie', 'declaration', 'no', NULL, NULL, '2020', '2020-01-01', '2020-12-31', NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO agreement_party
SELECT v.version, p.position, p.area, p.institution, NULL, NULL, NULL, NULL, p.d, p.d, p.d, NULL, NULL, NULL
FROM agreement_version v
JOIN (SELECT 1 AS position, (SELECT id FROM area WHERE code = 'UZB') AS area, NULL AS institution, '2012-01-01' AS d
    UNION ALL SELECT 2, NULL, 1001, '2013-01-01') p
WHERE v.version BETWEEN 1000 AND 1006;
INSERT INTO agreement_country
SELECT v.version, a.id FROM agreement_version v JOIN area a ON a.code IN ('KAZ', 'UZB')
WHERE v.version BETWEEN 1000 AND 1006;
UPDATE agreement_version SET amends = 1000 WHERE agreement IN (1002, 1004);
INSERT INTO agreement_sector VALUES (1000, 1, 1), (1000, 2, 2), (1005, 1, 3);
INSERT INTO agreement_citation SELECT version, 1, 1001, NULL FROM agreement_version WHERE version BETWEEN 1000 AND 1006;

INSERT INTO claim VALUES (1000, 'odd-number-0'), (1001, 'odd-number-1'), (1002, 'odd-number-2'), (1003, 'odd-number-3'),
    (1004, 'words-only'), (1005, 'superseded-claim');
INSERT INTO claim_version (version, claim, since, until, subject, country, agreement, metric, value, qualifier, precision,
    low, high, unit, text, derived, inference, period, period_start, period_end, period_frequency)
VALUES
    (1000, 1000, 2, NULL, 'country', 266, NULL, 'exports', 0.1, 'exact', 0.1, 0.05, 0.15, 'USD', NULL, 0, NULL, '2022',
        '2022-01-01', '2022-12-31', 'A'),
    (1001, 1001, 2, NULL, 'country', 266, NULL, 'exports', 1.0 / 3, 'exact', 0.0, 1.0 / 3, 1.0 / 3, 'USD', NULL, 1,
        'because', '2022-Q1', '2022-01-01', '2022-03-31', 'Q'),
    (1002, 1002, 2, NULL, 'country', 266, NULL, 'exports', -1e300, 'at_least', 1e299, NULL, NULL, 'USD', NULL, 0, NULL,
        '2022-01', '2022-01-01', '2022-01-31', 'M'),
    (1003, 1003, 2, NULL, 'country', 266, NULL, 'exports', 9007199254740992, 'exact', 0.0, 0.0, 9007199254740993, 'USD',
        NULL, 0, NULL, NULL, NULL, NULL, NULL),
    (1004, 1004, 2, NULL, 'agreement', NULL, 1001, 'main_export', NULL, NULL, NULL, NULL, NULL, NULL,
        'apples, "pears"' || char(13, 10) || 'and; quinces', 0, NULL, NULL, NULL, NULL, NULL),
    (1005, 1005, 1, 2, 'country', 266, NULL, 'exports', 1, 'exact', 1, 0, 2, 'USD', 'before', 0, NULL, NULL, NULL, NULL,
        NULL),
    (1006, 1005, 2, NULL, 'country', 266, NULL, 'exports', 1, 'exact', 1, 0, 2, 'USD', 'now', 0, NULL, NULL, NULL, NULL,
        NULL);
INSERT INTO claim_citation SELECT version, 1, 1000, NULL FROM claim_version WHERE version BETWEEN 1000 AND 1006;

INSERT INTO statement VALUES (1000, 'anonymous-statement');
INSERT INTO statement_version VALUES
    (1000, 1000, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Nobody said <b>this</b> & that.', NULL);

INSERT INTO series VALUES (1000, 'dollars-as-reported', 'As reported, in dollars', 1001, 'USD', NULL, 'H5', 'reported',
    NULL);
INSERT INTO dataset (id, slug, series, title, file, checksum, licence, imported_at, observations, revision, note) VALUES
    (1000, 'first-import', 1000, 'First import', NULL, NULL, NULL, '2024-09-01T00:00:00Z', 3, 1, NULL),
    (1001, 'second-import', 1000, 'Second import', 'a,b.csv', NULL, NULL, '2024-09-02T00:00:00Z', 9, 2, NULL);
INSERT INTO dataset_citation VALUES (1001, 1, 1001, NULL);

-- Periods that begin together; numbers are period_key() of model/period.h.
INSERT OR IGNORE INTO period VALUES (1, '2022-01', '2022-01-01', '2022-01-31', 'M'),
    (2, '2022-Q1', '2022-01-01', '2022-03-31', 'Q'), (3, '2022', '2022-01-01', '2022-12-31', 'A'),
    (4, '2022-02', '2022-02-01', '2022-02-28', 'M'), (5, '2021', '2021-01-01', '2021-12-31', 'A');
UPDATE period SET id = CAST(strftime('%s', start) / 86400 AS INTEGER) * 65536
    + CAST(strftime('%s', "end") / 86400 AS INTEGER) - CAST(strftime('%s', start) / 86400 AS INTEGER) + 1
WHERE start = '2022-01-01' OR text IN ('2021', '2022-02');

INSERT INTO dataset_block (dataset, reporter, frequency, period, classification, since, until)
SELECT 1001, r.id, t.frequency, t.id, 'H5', 2, NULL
FROM area r JOIN period t ON r.code IN ('TJK', 'UZB') AND t.text IN ('2022-01', '2022-Q1', '2022', '2022-02')
UNION ALL
SELECT 1000, r.id, t.frequency, t.id, 'H5', 1, 2 FROM area r JOIN period t ON r.code = 'TJK' AND t.text = '2022';

CREATE TEMP TABLE number (n INTEGER, value REAL, flags INTEGER);
INSERT INTO number VALUES (0, NULL, 0), (1, 0.1, 1), (2, 1.0 / 3, 15), (3, 1e300, 8), (4, -0.0, 6),
    (5, 9007199254740993, 4), (6, 123456789.123456789, 0), (7, 5e-324, 0);

INSERT INTO observation (dataset, reporter, partner, flow, frequency, period, classification, commodity, partner2,
    customs, transport, value, cif, net_weight, quantity, quantity_unit, flags)
SELECT 1001, r.id, p.id, iif(number.n % 2, 'M', 'X'), t.frequency, t.id, 'H5', iif(number.n % 3, '27', 'TOTAL'), p2.id,
    iif(number.n = 5, 'A01', ''), number.n, number.value, iif(number.n % 2, number.value, NULL), 7, number.n,
    iif(number.n % 2, 'kg', 'u'), number.flags
FROM number
JOIN area r ON r.code IN ('TJK', 'UZB')
JOIN area p ON p.code IN ('KAZ', 'W00') AND p.code <> r.code
JOIN area p2 ON p2.code = CASE number.n WHEN 2 THEN 'CIV' WHEN 6 THEN 'KOR' ELSE 'W00' END
JOIN period t ON t.text IN ('2022-01', '2022-Q1', '2022', '2022-02');

-- A part of the goods, for which there is no total.
INSERT INTO observation (dataset, reporter, partner, flow, frequency, period, classification, commodity, partner2,
    customs, transport, value)
SELECT 1001, r.id, p.id, 'X', t.frequency, t.id, 'H5', '27', w.id, '', 0, 999
FROM area r JOIN area p ON p.code = 'KAZ' JOIN area w ON w.code = 'W00' JOIN period t ON t.text = '2022'
WHERE r.code IN ('TJK', 'UZB');

-- Hidden: of a block that another dataset took the place of.
INSERT INTO observation (dataset, reporter, partner, flow, frequency, period, classification, commodity, partner2,
    customs, transport, value)
SELECT 1000, r.id, p.id, 'X', t.frequency, t.id, 'H5', 'TOTAL', w.id, '', 0, 666
FROM area r JOIN area p ON p.code = 'KAZ' JOIN area w ON w.code = 'W00' JOIN period t ON t.text = '2022'
WHERE r.code = 'TJK';

INSERT INTO dataset_pair SELECT a.id, b.id, 1001, 5 FROM area a JOIN area b ON b.code IN ('TJK', 'UZB')
WHERE a.code = 'KAZ';

-- A series for sums: both sides of a pair, World, totals beside their parts, ties and nulls.
INSERT INTO series VALUES (1001, 'dollars-of-both-sides', 'Of both sides, in dollars', 1001, 'USD',
    'exports FOB, imports CIF', 'H5', 'reported', NULL);
INSERT INTO dataset (id, slug, series, title, file, checksum, licence, imported_at, observations, revision, note)
VALUES (1002, 'third-import', 1001, 'Third import', NULL, NULL, NULL, '2024-09-03T00:00:00Z', 96, 2, NULL);

INSERT INTO dataset_block (dataset, reporter, frequency, period, classification, since, until)
SELECT 1002, r.id, t.frequency, t.id, 'H5', 2, NULL
FROM area r JOIN period t ON t.text IN ('2021', '2022') WHERE r.code IN ('KAZ', 'TJK');

INSERT INTO observation (dataset, reporter, partner, flow, frequency, period, classification, commodity, partner2,
    customs, transport, value, net_weight)
SELECT 1002, r.id, p.id, f.flow, t.frequency, t.id, 'H5', g.commodity, 0, '', 0,
    iif(f.flow = 'M' AND p.code = 'CHN' AND t.text = '2022', NULL, g.share * iif(p.code = 'W00', 300, 100)
        * iif(t.text = '2022' AND p.code <> 'RUS', 1.25, 1)), g.weight
FROM area r
JOIN area p ON p.code IN ('W00', 'RUS', 'CHN', 'KAZ', 'TJK') AND p.code <> r.code
JOIN (SELECT 'X' AS flow UNION ALL SELECT 'M') f
JOIN period t ON t.text IN ('2021', '2022')
JOIN (SELECT 'TOTAL' AS commodity, 1.0 AS share, NULL AS weight UNION ALL SELECT '27', 0.5, 12 UNION ALL SELECT '2701', 0.25, 6)
    g
WHERE r.code IN ('KAZ', 'TJK');

-- Of another reporter, so that sums are of several datasets.
INSERT INTO dataset (id, slug, series, title, file, checksum, licence, imported_at, observations, revision, note)
VALUES (1003, 'fourth-import', 1001, 'Fourth import', NULL, NULL, NULL, '2024-09-04T00:00:00Z', 2, 2, NULL);
INSERT INTO dataset_block (dataset, reporter, frequency, period, classification, since, until)
SELECT 1003, r.id, t.frequency, t.id, 'H5', 2, NULL FROM area r JOIN period t ON t.text = '2022' WHERE r.code = 'CHN';
INSERT INTO observation (dataset, reporter, partner, flow, frequency, period, classification, commodity, partner2,
    customs, transport, value)
SELECT 1003, r.id, p.id, 'X', t.frequency, t.id, 'H5', 'TOTAL', 0, '', 0, 555
FROM area r JOIN area p ON p.code IN ('KAZ', 'RUS') JOIN period t ON t.text = '2022' WHERE r.code = 'CHN';

-- Matches that fit equally well, and one with tags in it.
INSERT INTO search_text (kind, slug, title, body)
SELECT 'agreement', 'tie-' || char(97 + n), 'Tie of trade', 'trade' FROM number WHERE n < 3;
INSERT INTO search_text (kind, slug, title, body)
SELECT 'source', 'html-title', '<script>alert("trade")</script> & ''trade''', 'Press <i>trade</i>';
INSERT INTO search_text (kind, slug, title, body)
SELECT 'event', 'vague-event', 'Vague event', 'Тәжікстан Çankırı naïve 日本語 😀 café O''Brien x:y a-b';

DROP TABLE number;
COMMIT;
