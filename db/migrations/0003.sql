-- Texts that answers are made of are kept beside the records (docs/decisions/kept-texts.md).

-- A row while all of them are there and fit the records; the shape says of which program they are.
CREATE TABLE kept (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    shape INTEGER NOT NULL
) STRICT;

-- The newest version of each record with all its members, as JSON; what depends on the day is a hole (db/hole.h). Places are in
-- the order that lists have by default.
CREATE TABLE agreement_text (
    place INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL UNIQUE REFERENCES agreement,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE claim_text (
    place INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL UNIQUE REFERENCES claim,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE event_text (
    place INTEGER PRIMARY KEY,
    event INTEGER NOT NULL UNIQUE REFERENCES event,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE institution_text (
    place INTEGER PRIMARY KEY,
    institution INTEGER NOT NULL UNIQUE REFERENCES institution,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE source_text (
    place INTEGER PRIMARY KEY,
    source INTEGER NOT NULL UNIQUE REFERENCES source,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE statement_text (
    place INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL UNIQUE REFERENCES statement,
    text TEXT NOT NULL
) STRICT;

-- The parts of a pair's page, for the pairs that claims or statements are about: rows with commas between them, "" for none.
CREATE TABLE pair_text (
    a INTEGER NOT NULL REFERENCES area,
    b INTEGER NOT NULL REFERENCES area,
    part TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (a, b, part)
) STRICT;

-- Every change to a record makes a version or ends one. Then the texts count no more, until they are made anew.
CREATE TRIGGER agreement_is_new AFTER INSERT ON agreement_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER agreement_is_other AFTER UPDATE ON agreement_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER claim_is_new AFTER INSERT ON claim_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER claim_is_other AFTER UPDATE ON claim_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER event_is_new AFTER INSERT ON event_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER event_is_other AFTER UPDATE ON event_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER institution_is_new AFTER INSERT ON institution_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER institution_is_other AFTER UPDATE ON institution_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER source_is_new AFTER INSERT ON source_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER source_is_other AFTER UPDATE ON source_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER statement_is_new AFTER INSERT ON statement_version BEGIN DELETE FROM kept; END;
CREATE TRIGGER statement_is_other AFTER UPDATE ON statement_version BEGIN DELETE FROM kept; END;
