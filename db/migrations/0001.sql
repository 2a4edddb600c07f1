-- The first shape of the database. Dates x come with x_start and x_end, the first and last day they may mean (model/date.h);
-- periods likewise (model/period.h). Curated resources have an identity table, which foreign keys point at, and a version
-- table with the revisions it is valid from (since) and no longer valid from (until). Nothing is updated but until.

CREATE TABLE database (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id INTEGER NOT NULL, -- random; part of every entity tag
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Reference lists

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE, -- ISO 3166-1 alpha-3 for countries
    kind TEXT NOT NULL CHECK (kind IN ('country', 'former', 'group', 'world', 'residual', 'unknown')),
    alpha2 TEXT,
    m49 INTEGER,
    comtrade INTEGER, -- UN Comtrade's number where it is not the M49 one
    name TEXT NOT NULL,
    iso_name TEXT,
    official_name TEXT
) STRICT;

CREATE TABLE sector (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT
) STRICT;

CREATE TABLE commodity (
    classification TEXT NOT NULL,
    code TEXT NOT NULL,
    level INTEGER NOT NULL, -- digits of the code; 0 for TOTAL
    parent TEXT,
    name TEXT NOT NULL,
    PRIMARY KEY (classification, code),
    FOREIGN KEY (classification, parent) REFERENCES commodity (classification, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX commodity_code ON commodity (code);

-- Curated records

CREATE TABLE source (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE institution (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE event (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE agreement (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE claim (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE statement (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE source_version (
    version INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    title TEXT,
    publisher TEXT,
    published_on TEXT, published_on_start TEXT, published_on_end TEXT,
    url TEXT,
    language TEXT,
    licence TEXT,
    seen TEXT NOT NULL,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX source_version_now ON source_version (source) WHERE until IS NULL;

CREATE TABLE institution_version (
    version INTEGER PRIMARY KEY,
    institution INTEGER NOT NULL REFERENCES institution,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country INTEGER REFERENCES area,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX institution_version_now ON institution_version (institution) WHERE until IS NULL;
CREATE INDEX institution_version_country ON institution_version (country);

CREATE TABLE institution_citation (
    version INTEGER NOT NULL REFERENCES institution_version,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX institution_citation_source ON institution_citation (source);

CREATE TABLE event_version (
    version INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    city TEXT,
    country INTEGER REFERENCES area,
    starts_on TEXT, starts_on_start TEXT, starts_on_end TEXT,
    ends_on TEXT, ends_on_start TEXT, ends_on_end TEXT,
    part_of INTEGER REFERENCES event,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX event_version_now ON event_version (event) WHERE until IS NULL;
CREATE INDEX event_version_part_of ON event_version (part_of);

CREATE TABLE event_participant (
    version INTEGER NOT NULL REFERENCES event_version,
    position INTEGER NOT NULL,
    area INTEGER REFERENCES area,
    institution INTEGER REFERENCES institution,
    name TEXT,
    role TEXT,
    CHECK ((area IS NOT NULL) + (institution IS NOT NULL) + (name IS NOT NULL) = 1),
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_participant_area ON event_participant (area);
CREATE INDEX event_participant_institution ON event_participant (institution);

-- The countries that take part, themselves or through an institution of theirs.
CREATE TABLE event_country (
    version INTEGER NOT NULL REFERENCES event_version,
    area INTEGER NOT NULL REFERENCES area,
    PRIMARY KEY (version, area)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_country_area ON event_country (area);

CREATE TABLE event_citation (
    version INTEGER NOT NULL REFERENCES event_version,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_citation_source ON event_citation (source);

CREATE TABLE agreement_version (
    version INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL REFERENCES agreement,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    binding TEXT NOT NULL,
    event INTEGER REFERENCES event,
    part_of INTEGER REFERENCES agreement,
    signed_on TEXT, signed_on_start TEXT, signed_on_end TEXT,
    in_force_from TEXT, in_force_from_start TEXT, in_force_from_end TEXT,
    in_force_until TEXT, in_force_until_start TEXT, in_force_until_end TEXT,
    terminated_on TEXT, terminated_on_start TEXT, terminated_on_end TEXT,
    value_claim INTEGER REFERENCES claim, -- the claim whose figure the agreement answers with
    value_reason TEXT,
    count_claim INTEGER REFERENCES claim,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX agreement_version_now ON agreement_version (agreement) WHERE until IS NULL;
CREATE INDEX agreement_version_event ON agreement_version (event);
CREATE INDEX agreement_version_part_of ON agreement_version (part_of);

CREATE TABLE agreement_party (
    version INTEGER NOT NULL REFERENCES agreement_version,
    position INTEGER NOT NULL,
    area INTEGER REFERENCES area,
    institution INTEGER REFERENCES institution,
    role TEXT,
    signed_on TEXT, signed_on_start TEXT, signed_on_end TEXT,
    in_force_from TEXT, in_force_from_start TEXT, in_force_from_end TEXT,
    in_force_until TEXT, in_force_until_start TEXT, in_force_until_end TEXT,
    CHECK ((area IS NOT NULL) + (institution IS NOT NULL) = 1),
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_party_area ON agreement_party (area);
CREATE INDEX agreement_party_institution ON agreement_party (institution);

-- The countries that take part, themselves or through an institution of theirs.
CREATE TABLE agreement_country (
    version INTEGER NOT NULL REFERENCES agreement_version,
    area INTEGER NOT NULL REFERENCES area,
    PRIMARY KEY (version, area)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_country_area ON agreement_country (area);

CREATE TABLE agreement_sector (
    version INTEGER NOT NULL REFERENCES agreement_version,
    position INTEGER NOT NULL,
    sector INTEGER NOT NULL REFERENCES sector,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_sector_sector ON agreement_sector (sector);

CREATE TABLE agreement_citation (
    version INTEGER NOT NULL REFERENCES agreement_version,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_citation_source ON agreement_citation (source);

CREATE TABLE claim_version (
    version INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    subject TEXT NOT NULL,
    pair_a INTEGER REFERENCES area, -- in order of code; set for directions too
    pair_b INTEGER REFERENCES area,
    exporter INTEGER REFERENCES area,
    importer INTEGER REFERENCES area,
    country INTEGER REFERENCES area,
    event INTEGER REFERENCES event,
    agreement INTEGER REFERENCES agreement,
    metric TEXT NOT NULL,
    of_metric TEXT,
    whole TEXT,
    scope TEXT,
    commodity TEXT,
    sector INTEGER REFERENCES sector,
    period TEXT, period_start TEXT, period_end TEXT, period_frequency TEXT,
    base_period TEXT, base_period_start TEXT, base_period_end TEXT,
    deadline TEXT, deadline_start TEXT, deadline_end TEXT,
    value REAL,
    qualifier TEXT,
    precision REAL,
    low REAL,  -- where the figure likely lies; null: no bound
    high REAL,
    unit TEXT,
    text TEXT,
    count INTEGER, -- of the items that the figure covers
    authority INTEGER REFERENCES institution,
    said_by TEXT,
    said_as TEXT,
    said_on TEXT, said_on_start TEXT, said_on_end TEXT,
    derived INTEGER NOT NULL CHECK (derived IN (0, 1)),
    inference TEXT,
    printed TEXT,
    reading TEXT,
    reading_reason TEXT,
    note TEXT,
    CHECK ((pair_a IS NULL) = (pair_b IS NULL)),
    CHECK ((value IS NULL) = (unit IS NULL)),
    CHECK (derived = 0 OR inference IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX claim_version_now ON claim_version (claim) WHERE until IS NULL;
CREATE INDEX claim_version_pair ON claim_version (pair_a, pair_b);
CREATE INDEX claim_version_pair_b ON claim_version (pair_b);
CREATE INDEX claim_version_event ON claim_version (event);
CREATE INDEX claim_version_agreement ON claim_version (agreement);

CREATE TABLE claim_citation (
    version INTEGER NOT NULL REFERENCES claim_version,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_citation_source ON claim_citation (source);

CREATE TABLE statement_version (
    version INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statement,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    said_by TEXT,
    said_as TEXT,
    said_on TEXT, said_on_start TEXT, said_on_end TEXT,
    country INTEGER REFERENCES area,
    event INTEGER REFERENCES event,
    pair_a INTEGER REFERENCES area,
    pair_b INTEGER REFERENCES area,
    text TEXT NOT NULL,
    note TEXT,
    CHECK ((pair_a IS NULL) = (pair_b IS NULL))
) STRICT;
CREATE UNIQUE INDEX statement_version_now ON statement_version (statement) WHERE until IS NULL;
CREATE INDEX statement_version_pair ON statement_version (pair_a, pair_b);
CREATE INDEX statement_version_event ON statement_version (event);

CREATE TABLE statement_sector (
    version INTEGER NOT NULL REFERENCES statement_version,
    position INTEGER NOT NULL,
    sector INTEGER NOT NULL REFERENCES sector,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_sector_sector ON statement_sector (sector);

CREATE TABLE statement_citation (
    version INTEGER NOT NULL REFERENCES statement_version,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_citation_source ON statement_citation (source);

-- Statistics

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    unit TEXT NOT NULL,
    valuation TEXT,
    classification TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('reported', 'reconciled')),
    note TEXT
) STRICT;

CREATE TABLE series_citation (
    series INTEGER NOT NULL REFERENCES series,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (series, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    series INTEGER NOT NULL REFERENCES series,
    title TEXT NOT NULL,
    file TEXT,
    checksum TEXT,
    licence TEXT,
    imported_at TEXT NOT NULL,
    observations INTEGER NOT NULL,
    revision INTEGER NOT NULL REFERENCES revision,
    note TEXT
) STRICT;
CREATE INDEX dataset_series ON dataset (series);

CREATE TABLE dataset_citation (
    dataset INTEGER NOT NULL REFERENCES dataset,
    position INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    locator TEXT,
    PRIMARY KEY (dataset, position)
) STRICT, WITHOUT ROWID;

-- Orders periods by start, then end: id is period_key() of model/period.h.
CREATE TABLE period (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    frequency TEXT NOT NULL
) STRICT;

-- What a dataset has; visible from revision since until revision until, when another dataset of the series took its place.
CREATE TABLE dataset_block (
    dataset INTEGER NOT NULL REFERENCES dataset,
    reporter INTEGER NOT NULL REFERENCES area,
    frequency TEXT NOT NULL,
    period INTEGER NOT NULL REFERENCES period,
    classification TEXT NOT NULL,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    PRIMARY KEY (reporter, frequency, period, classification, dataset)
) STRICT, WITHOUT ROWID;

-- Which pairs a dataset has rows of.
CREATE TABLE dataset_pair (
    a INTEGER NOT NULL REFERENCES area, -- in order of code
    b INTEGER NOT NULL REFERENCES area,
    dataset INTEGER NOT NULL REFERENCES dataset,
    observations INTEGER NOT NULL,
    PRIMARY KEY (a, b, dataset)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation (
    reporter INTEGER NOT NULL REFERENCES area,
    partner INTEGER NOT NULL REFERENCES area,
    flow TEXT NOT NULL,
    frequency TEXT NOT NULL,
    period INTEGER NOT NULL REFERENCES period,
    classification TEXT NOT NULL,
    commodity TEXT NOT NULL,
    partner2 INTEGER NOT NULL REFERENCES area, -- World where there is no second partner
    customs TEXT NOT NULL,                     -- customs procedure; C00: all
    transport INTEGER NOT NULL,                -- mode of transport; 0: all
    dataset INTEGER NOT NULL REFERENCES dataset,
    value REAL, -- primary value, in the unit of the series
    cif REAL,
    fob REAL,
    net_weight REAL, -- kg
    quantity REAL,
    quantity_unit TEXT,
    flags INTEGER NOT NULL DEFAULT 0, -- 1 estimated quantity, 2 estimated net weight, 4 an aggregate, 8 not as reported
    PRIMARY KEY (reporter, partner, flow, frequency, period, classification, commodity, partner2, customs, transport,
                 dataset),
    FOREIGN KEY (classification, commodity) REFERENCES commodity (classification, code)
) STRICT, WITHOUT ROWID;

-- Kept in step with the records by db/; rowids say nothing.
CREATE VIRTUAL TABLE search_text USING fts5 (
    kind UNINDEXED,
    slug UNINDEXED,
    title,
    body,
    tokenize = 'unicode61 remove_diacritics 2'
);
