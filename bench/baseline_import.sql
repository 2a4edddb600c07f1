-- The baseline of imports: the fastest recipe for `sqlite3 .import` of those tried (docs/measurements-trade.md). The
-- table has the key of Entente's observations and the columns that Entente keeps; a view takes the file's 47. No
-- journal, no syncing, one transaction, as much page cache as fits in the memory of an import. Nothing is checked.
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA locking_mode = exclusive;
PRAGMA cache_size = -49152;

CREATE TABLE observation (
    reporterCode INTEGER, partnerCode INTEGER, flowCode TEXT, freqCode TEXT, period TEXT, classificationCode
    TEXT, cmdCode TEXT, partner2Code INTEGER, customsCode TEXT, motCode INTEGER,
    primaryValue REAL, cifvalue REAL, fobvalue REAL, netWgt REAL, qty REAL, qtyUnitCode INTEGER,
    PRIMARY KEY (reporterCode, partnerCode, flowCode, freqCode, period, classificationCode, cmdCode,
    partner2Code, customsCode, motCode)
) WITHOUT ROWID;

CREATE VIEW file AS SELECT
    NULL AS typeCode, NULL AS freqCode, NULL AS refPeriodId, NULL AS refYear, NULL AS refMonth, NULL AS period,
    NULL AS reporterCode, NULL AS reporterISO, NULL AS reporterDesc, NULL AS flowCode, NULL AS flowDesc, NULL AS
    partnerCode, NULL AS partnerISO, NULL AS partnerDesc, NULL AS partner2Code, NULL AS partner2ISO, NULL AS
    partner2Desc, NULL AS classificationCode, NULL AS classificationSearchCode, NULL AS
    isOriginalClassification, NULL AS cmdCode, NULL AS cmdDesc, NULL AS aggrLevel, NULL AS isLeaf, NULL AS
    customsCode, NULL AS customsDesc, NULL AS mosCode, NULL AS motCode, NULL AS motDesc, NULL AS qtyUnitCode,
    NULL AS qtyUnitAbbr, NULL AS qty, NULL AS isQtyEstimated, NULL AS altQtyUnitCode, NULL AS altQtyUnitAbbr,
    NULL AS altQty, NULL AS isAltQtyEstimated, NULL AS netWgt, NULL AS isNetWgtEstimated, NULL AS grossWgt, NULL
    AS isGrossWgtEstimated, NULL AS cifvalue, NULL AS fobvalue, NULL AS primaryValue, NULL AS
    legacyEstimationFlag, NULL AS isReported, NULL AS isAggregate;

CREATE TRIGGER keep INSTEAD OF INSERT ON file BEGIN
    INSERT INTO observation VALUES (
        new.reporterCode, new.partnerCode, new.flowCode, new.freqCode, new.period, new.classificationCode,
        new.cmdCode, new.partner2Code, new.customsCode, new.motCode, new.primaryValue, new.cifvalue, new.fobvalue,
        new.netWgt, new.qty, new.qtyUnitCode);
END;

.import --csv --skip 1 /dev/stdin file
