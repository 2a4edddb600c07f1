-- Contradictions that somebody has looked at and left standing, with the reason.
CREATE TABLE acknowledgement (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE acknowledgement_version (
    version INTEGER PRIMARY KEY,
    acknowledgement INTEGER NOT NULL REFERENCES acknowledgement,
    since INTEGER NOT NULL REFERENCES revision,
    until INTEGER REFERENCES revision,
    check_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX acknowledgement_version_now ON acknowledgement_version (acknowledgement) WHERE until IS NULL;

-- The claims that the check is between.
CREATE TABLE acknowledgement_claim (
    version INTEGER NOT NULL REFERENCES acknowledgement_version,
    position INTEGER NOT NULL,
    claim INTEGER NOT NULL REFERENCES claim,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX acknowledgement_claim_claim ON acknowledgement_claim (claim);

-- Claims about a country are held against those about its pairs.
CREATE INDEX claim_version_country ON claim_version (country);
