/* SPDX-License-Identifier: MIT */
#include "db/records.h"

#include <string.h>

#include "db/load_check.h"
#include "model/words.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])
#define MEMBERS(array)  .members = (array), .member_count = COUNT_OF(array)

/* Short forms for the tables below. */
#define MEMBER(name_, type_) .name = (name_), .type = MEMBER_##type_
#define REQUIRED             .is_required = true
#define COLUMN(name)         .column = (name)
#define WORDS(name)          .words = words_##name
#define REFERS(name)         .refers = IDENTITY_##name
#define LIST(list_)          .list = &(list_)
#define VERSIONED                                                                                  \
    .is_versioned = true, .parent = "version", .more_columns = "since", .more_values = "1"

static const struct member citation_members[] = {
    {MEMBER("source", REFERENCE), REQUIRED, REFERS(SOURCE)},
    {MEMBER("locator", NAME)},
};
static const struct member sector_element[] = {
    {MEMBER(NULL, REFERENCE), REQUIRED, COLUMN("sector"), REFERS(SECTOR)},
};

#define CITATIONS(name)                                                                            \
    static const struct list name##_citations = {                                                  \
        .table = #name "_citation", MEMBERS(citation_members), .least = 1}
CITATIONS(agreement);
CITATIONS(claim);
CITATIONS(dataset);
CITATIONS(event);
CITATIONS(institution);
CITATIONS(series);
CITATIONS(statement);

static const struct member sector_members[] = {
    {MEMBER("id", SLUG), REQUIRED, COLUMN("slug"), REFERS(SECTOR)},
    {MEMBER("name", NAME), REQUIRED},
    {MEMBER("description", TEXT)},
};

static const struct member commodity_members[] = {
    {MEMBER("classification", CODE), REQUIRED}, {MEMBER("code", CODE), REQUIRED},
    {MEMBER("level", COUNT), REQUIRED},         {MEMBER("parent", COMMODITY)},
    {MEMBER("name", NAME), REQUIRED},
};

static const struct member source_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("source"), REFERS(SOURCE)},
    {MEMBER("title", NAME)},
    {MEMBER("publisher", NAME)},
    {MEMBER("published_on", DATE)},
    {MEMBER("url", URL)},
    {MEMBER("language", LANGUAGE)},
    {MEMBER("licence", TEXT)},
    {MEMBER("seen", WORD), REQUIRED, WORDS(seen)},
    {MEMBER("note", TEXT)},
};

static const struct member institution_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("institution"), REFERS(INSTITUTION)},
    {MEMBER("name", NAME), REQUIRED},
    {MEMBER("kind", WORD), REQUIRED, WORDS(institution_kind)},
    {MEMBER("country", COUNTRY)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(institution_citations)},
};

static const struct member participant_members[] = {
    {MEMBER("country", AREA), COLUMN("area")},
    {MEMBER("institution", REFERENCE), REFERS(INSTITUTION)},
    {MEMBER("name", NAME)},
    {MEMBER("role", NAME)},
};
static const char *const participant_kinds[] = {"country", "institution", "name", NULL};
static const struct list participants = {
    .table = "event_participant", MEMBERS(participant_members), .one_of = participant_kinds};
static const struct member event_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("event"), REFERS(EVENT)},
    {MEMBER("title", NAME), REQUIRED},
    {MEMBER("kind", WORD), REQUIRED, WORDS(event_kind)},
    {MEMBER("city", NAME)},
    {MEMBER("country", COUNTRY)},
    {MEMBER("starts_on", DATE)},
    {MEMBER("ends_on", DATE)},
    {MEMBER("part_of", REFERENCE), REFERS(EVENT)},
    {MEMBER("participants", LIST), LIST(participants)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(event_citations)},
};

static const struct member party_members[] = {
    {MEMBER("country", AREA), COLUMN("area")},
    {MEMBER("institution", REFERENCE), REFERS(INSTITUTION)},
    {MEMBER("role", NAME)},
    {MEMBER("signed_on", DATE)},
    {MEMBER("in_force_from", DATE)},
    {MEMBER("in_force_until", OPEN_DATE)},
};
static const char *const party_kinds[] = {"country", "institution", NULL};
static const struct list parties = {
    .table = "agreement_party", MEMBERS(party_members), .one_of = party_kinds, .least = 1};
static const struct list agreement_sectors = {.table = "agreement_sector", MEMBERS(sector_element)};
static const struct member agreement_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("agreement"), REFERS(AGREEMENT)},
    {MEMBER("title", NAME), REQUIRED},
    {MEMBER("kind", WORD), REQUIRED, WORDS(agreement_kind)},
    {MEMBER("binding", WORD), REQUIRED, WORDS(binding)},
    {MEMBER("event", REFERENCE), REFERS(EVENT)},
    {MEMBER("part_of", REFERENCE), REFERS(AGREEMENT)},
    {MEMBER("amends", REFERENCE), REFERS(AGREEMENT)},
    {MEMBER("signed_on", DATE)},
    {MEMBER("in_force_from", DATE)},
    {MEMBER("in_force_until", OPEN_DATE)},
    {MEMBER("terminated_on", DATE)},
    {MEMBER("parties", LIST), REQUIRED, LIST(parties)},
    {MEMBER("sectors", LIST), LIST(agreement_sectors)},
    {MEMBER("value_claim", REFERENCE), REFERS(CLAIM)},
    {MEMBER("value_reason", TEXT)},
    {MEMBER("count_claim", REFERENCE), REFERS(CLAIM)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(agreement_citations)},
};

static const struct member claim_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("claim"), REFERS(CLAIM)},
    {MEMBER("subject", WORD), REQUIRED, WORDS(subject)},
    {MEMBER("pair", PAIR)},
    {MEMBER("from", COUNTRY), COLUMN("exporter")},
    {MEMBER("to", COUNTRY), COLUMN("importer")},
    {MEMBER("country", COUNTRY)},
    {MEMBER("event", REFERENCE), REFERS(EVENT)},
    {MEMBER("agreement", REFERENCE), REFERS(AGREEMENT)},
    {MEMBER("metric", WORD), REQUIRED, WORDS(metric)},
    {MEMBER("of", WORD), COLUMN("of_metric"), WORDS(metric)},
    {MEMBER("whole", NAME)},
    {MEMBER("scope", NAME)},
    {MEMBER("commodity", COMMODITY)},
    {MEMBER("sector", REFERENCE), REFERS(SECTOR)},
    {MEMBER("period", PERIOD_LONG)},
    {MEMBER("base_period", PERIOD)},
    {MEMBER("deadline", DATE)},
    {MEMBER("quantity", QUANTITY)},
    {MEMBER("text", TEXT)},
    {MEMBER("count", COUNT)},
    {MEMBER("authority", REFERENCE), REFERS(INSTITUTION)},
    {MEMBER("said_by", NAME)},
    {MEMBER("said_as", NAME)},
    {MEMBER("said_on", DATE)},
    {MEMBER("derived", BOOLEAN)},
    {MEMBER("inference", TEXT)},
    {MEMBER("printed", TEXT)},
    {MEMBER("reading", TEXT)},
    {MEMBER("reading_reason", TEXT)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(claim_citations)},
};

static const struct list statement_sectors = {.table = "statement_sector", MEMBERS(sector_element)};
static const struct member statement_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("statement"), REFERS(STATEMENT)},
    {MEMBER("said_by", NAME)},
    {MEMBER("said_as", NAME)},
    {MEMBER("said_on", DATE)},
    {MEMBER("country", COUNTRY)},
    {MEMBER("event", REFERENCE), REFERS(EVENT)},
    {MEMBER("pair", PAIR)},
    {MEMBER("sectors", LIST), LIST(statement_sectors)},
    {MEMBER("text", TEXT), REQUIRED},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(statement_citations)},
};

static const struct member series_members[] = {
    {MEMBER("id", SLUG), REQUIRED, COLUMN("slug"), REFERS(SERIES)},
    {MEMBER("title", NAME), REQUIRED},
    {MEMBER("source", REFERENCE), REQUIRED, REFERS(SOURCE)},
    {MEMBER("unit", WORD), REQUIRED, WORDS(series_unit)},
    {MEMBER("valuation", NAME)},
    {MEMBER("classification", CODE), REQUIRED},
    {MEMBER("basis", WORD), REQUIRED, WORDS(basis)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(series_citations)},
};

static const struct member dataset_members[] = {
    {MEMBER("id", SLUG), REQUIRED, COLUMN("slug"), REFERS(DATASET)},
    {MEMBER("series", REFERENCE), REQUIRED, REFERS(SERIES)},
    {MEMBER("title", NAME), REQUIRED},
    {MEMBER("file", NAME)},
    {MEMBER("checksum", CHECKSUM)},
    {MEMBER("licence", TEXT)},
    {MEMBER("note", TEXT)},
    {MEMBER("citations", LIST), REQUIRED, LIST(dataset_citations)},
};

/* The dataset comes first: more_values needs it. */
static const struct member observation_members[] = {
    {MEMBER("dataset", REFERENCE), REQUIRED, REFERS(DATASET)},
    {MEMBER("reporter", AREA), REQUIRED},
    {MEMBER("partner", AREA), REQUIRED},
    {MEMBER("flow", WORD), REQUIRED, WORDS(flow)},
    {MEMBER("period", PERIOD_ROW), REQUIRED},
    {MEMBER("commodity", COMMODITY), REQUIRED},
    {MEMBER("value", AMOUNT)},
};

static const struct member acknowledged_claim_element[] = {
    {MEMBER(NULL, REFERENCE), REQUIRED, COLUMN("claim"), REFERS(CLAIM)},
};
static const struct list acknowledged_claims = {
    .table = "acknowledgement_claim", MEMBERS(acknowledged_claim_element), .least = 1};
static const struct member acknowledged_members[] = {
    {MEMBER("id", IDENTITY), REQUIRED, COLUMN("acknowledgement"), REFERS(ACKNOWLEDGEMENT)},
    {MEMBER("check", WORD), REQUIRED, COLUMN("check_kind"), WORDS(check_kind)},
    {MEMBER("claims", LIST), REQUIRED, LIST(acknowledged_claims)},
    {MEMBER("reason", TEXT), REQUIRED},
    {MEMBER("note", TEXT)},
};

/* Versioned records all get their identity first, so that they may refer to one another in any
 * order. */
static const struct record_file files[] = {
    {.name = "sectors",
     .names = IDENTITY_SECTOR,
     .table = "sector",
     .parent = "sector",
     MEMBERS(sector_members)},
    {.name = "commodities",
     .table = "commodity",
     .parent = "commodity",
     MEMBERS(commodity_members),
     .check = load_check_commodity},
    {.name = "sources",
     .names = IDENTITY_SOURCE,
     VERSIONED,
     .table = "source_version",
     MEMBERS(source_members)},
    {.name = "institutions",
     .names = IDENTITY_INSTITUTION,
     VERSIONED,
     .table = "institution_version",
     MEMBERS(institution_members)},
    {.name = "events",
     .names = IDENTITY_EVENT,
     VERSIONED,
     .table = "event_version",
     MEMBERS(event_members),
     .check = load_check_event},
    {.name = "agreements",
     .names = IDENTITY_AGREEMENT,
     VERSIONED,
     .table = "agreement_version",
     MEMBERS(agreement_members),
     .check = load_check_agreement},
    {.name = "claims",
     .names = IDENTITY_CLAIM,
     VERSIONED,
     .table = "claim_version",
     MEMBERS(claim_members),
     .check = load_check_claim},
    {.name = "statements",
     .names = IDENTITY_STATEMENT,
     VERSIONED,
     .table = "statement_version",
     MEMBERS(statement_members)},
    {.name = "acknowledged",
     .names = IDENTITY_ACKNOWLEDGEMENT,
     VERSIONED,
     .is_optional = true,
     .table = "acknowledgement_version",
     MEMBERS(acknowledged_members),
     .check = load_check_acknowledgement},
    {.name = "series",
     .names = IDENTITY_SERIES,
     .table = "series",
     .parent = "series",
     MEMBERS(series_members),
     .check = load_check_series},
    {.name = "datasets",
     .names = IDENTITY_DATASET,
     .table = "dataset",
     .parent = "dataset",
     MEMBERS(dataset_members),
     .more_columns = "imported_at, observations, revision",
     .more_values = "(SELECT at FROM revision WHERE number = 1), 0, 1"},
    {.name = "observations",
     .table = "observation",
     .parent = "observation",
     MEMBERS(observation_members),
     .more_columns = "classification, partner2, customs, transport",
     .more_values = "(SELECT s.classification FROM dataset d JOIN series s ON s.id = d.series"
                    " WHERE d.id = ?1), 0, '', 0",
     .check = load_check_observation},
};

static const char *const tables[IDENTITY_COUNT] = {
    [IDENTITY_ACKNOWLEDGEMENT] = "acknowledgement",
    [IDENTITY_AGREEMENT] = "agreement",
    [IDENTITY_CLAIM] = "claim",
    [IDENTITY_DATASET] = "dataset",
    [IDENTITY_EVENT] = "event",
    [IDENTITY_INSTITUTION] = "institution",
    [IDENTITY_SECTOR] = "sector",
    [IDENTITY_SERIES] = "series",
    [IDENTITY_SOURCE] = "source",
    [IDENTITY_STATEMENT] = "statement",
};

const struct record_file *record_files(size_t *ret_count)
{
    *ret_count = COUNT_OF(files);
    return files;
}

const char *identity_table(enum identity identity)
{
    return tables[identity];
}

const struct member *member_find(const struct member *members, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (members[i].name && strcmp(members[i].name, name) == 0)
            return &members[i];
    }
    return NULL;
}
