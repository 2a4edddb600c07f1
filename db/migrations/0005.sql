-- What an agreement changes: amendments name the agreement that they amend, beside the one that they are part of.

ALTER TABLE agreement_version ADD COLUMN amends INTEGER REFERENCES agreement;
CREATE INDEX agreement_version_amends ON agreement_version (amends);
