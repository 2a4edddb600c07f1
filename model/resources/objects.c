/* SPDX-License-Identifier: MIT */
#include "model/resources/objects.h"

#include "model/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct field citation_members[] = {
    {.name = "source",
     .type = FIELD_SLUG,
     .refers = "sources",
     .doc = "the document the record was taken from",
     .example = "caspian-news-business-forum"},
    {.name = "locator",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .doc = "where in the document; null: not known",
     .example = "paragraph 1"},
};

const struct object object_citation = {
    .name = "citation",
    .doc = "Where a record was taken from.",
    .members = citation_members,
    .member_count = COUNT(citation_members),
};

#define QUANTITY_MEMBERS                                                                           \
    {.name = "value",                                                                              \
     .type = FIELD_REAL,                                                                           \
     .doc = "the figure, in the unit",                                                             \
     .example = "1100000000"},                                                                     \
        {.name = "qualifier",                                                                      \
         .type = FIELD_WORD,                                                                       \
         .words = words_qualifier,                                                                 \
         .doc = "how the source put it; acts on the magnitude",                                    \
         .example = "over"},                                                                       \
        {.name = "precision",                                                                      \
         .type = FIELD_REAL,                                                                       \
         .doc = "unit of the last printed digit that counts; 0: a plain count, rank or target",    \
         .example = "100000000"},                                                                  \
        {.name = "low",                                                                            \
         .type = FIELD_REAL,                                                                       \
         .flags = FIELD_NULLABLE,                                                                  \
         .doc = "where the figure likely lies: from; null: no bound",                              \
         .example = "1100000000"},                                                                 \
        {.name = "high",                                                                           \
         .type = FIELD_REAL,                                                                       \
         .flags = FIELD_NULLABLE,                                                                  \
         .doc = "where the figure likely lies: to; null: no bound",                                \
         .example = "1200000000"},                                                                 \
    {                                                                                              \
        .name = "unit", .type = FIELD_WORD, .words = words_unit, .doc = "what is counted",         \
        .example = "USD"                                                                           \
    }

static const struct field quantity_members[] = {QUANTITY_MEMBERS};

const struct object object_quantity = {
    .name = "quantity",
    .doc = "A figure as it was said, and where it likely lies.",
    .members = quantity_members,
    .member_count = COUNT(quantity_members),
};

#define CLAIM_MEMBER                                                                               \
    {                                                                                              \
        .name = "claim", .type = FIELD_SLUG, .refers = "claims",                                   \
        .doc = "the claim that the figure comes from", .example = "deal-value-2023-caspian"        \
    }

static const struct field agreement_count_members[] = {QUANTITY_MEMBERS, CLAIM_MEMBER};

const struct object object_agreement_count = {
    .name = "agreement_count",
    .doc = "How many deals a package has, after one claim.",
    .members = agreement_count_members,
    .member_count = COUNT(agreement_count_members),
};

static const struct field agreement_value_members[] = {
    QUANTITY_MEMBERS,
    CLAIM_MEMBER,
    {.name = "reason",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .doc = "why the agreement answers with this claim, where sources differ",
     .example = "The figure of the most detailed source."},
};

const struct object object_agreement_value = {
    .name = "agreement_value",
    .doc = "What an agreement is worth: the figure that it answers with, and by which rule.",
    .members = agreement_value_members,
    .member_count = COUNT(agreement_value_members),
};

static const struct field agreement_family_members[] = {
    {.name = "parent",
     .type = FIELD_SLUG,
     .flags = FIELD_NULLABLE,
     .refers = "agreements",
     .doc = "the agreement it is part of",
     .example = "deal-package-astana-2023"},
    {.name = "parts",
     .type = FIELD_CODES,
     .refers = "agreements",
     .doc = "the agreements that are part of it",
     .example = "[\"cis-free-trade-area-2011\"]"},
    {.name = "amendments",
     .type = FIELD_CODES,
     .refers = "agreements",
     .doc = "the agreements that change it",
     .example = "[\"cis-free-trade-area-2011\"]"},
};

const struct object object_agreement_family = {
    .name = "agreement_family",
    .doc = "The agreements around one.",
    .members = agreement_family_members,
    .member_count = COUNT(agreement_family_members),
};

#define END(end_name, text, sample)                                                                \
    {                                                                                              \
        .name = end_name, .type = FIELD_REAL, .flags = FIELD_NULLABLE, .doc = text,                \
        .example = sample                                                                          \
    }

static const struct field announced_members[] = {
    {.name = "unit",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .words = words_unit,
     .doc = "unit of the amounts; null: the package has none",
     .example = "USD"},
    END("announced_value", "what the package answers with; null: nothing", "1800000000"),
    END("announced_low", "where that likely lies: from", "1800000000"),
    END("announced_high", "to; null: no bound", "1900000000"),
    END("announced_possible_low", "where it possibly lies: from", "1800000000"),
    END("announced_possible_high", "to; null: no bound", "1900000000"),
    END("announced_count", "how many deals were announced; null: not said", "40"),
    END("announced_count_low", "where that likely lies: from", "40"),
    END("announced_count_high", "to; null: no bound", "50"),
    {.name = "named_count",
     .type = FIELD_INTEGER,
     .doc = "how many deals are recorded as part of the package",
     .example = "2"},
    {.name = "valued_count",
     .type = FIELD_INTEGER,
     .doc = "how many of them have a value in the unit",
     .example = "1"},
    END("named_low", "the sum of these values, likely: from; null: there are none", "200000000"),
    END("named_high", "to; null: no bound", "250000000"),
    END("named_possible_low", "possibly: from", "200000000"),
    END("named_possible_high", "to; null: no bound", "300000000"),
    END("rest_low", "announced without that, likely: from; null: see reason", "1550000000"),
    END("rest_high", "to; null: no bound", "1700000000"),
    END("rest_possible_low", "possibly: from; null: no bound", "1500000000"),
    END("rest_possible_high", "to; null: no bound", "1700000000"),
    {.name = "reason",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .doc = "why there is no rest",
     .example = "No deal of the package is recorded."},
};

const struct object object_announced = {
    .name = "announced_against_named",
    .doc = "What was announced of a package of deals, and what of it is recorded.",
    .members = announced_members,
    .member_count = COUNT(announced_members),
};

static const struct field stated_value_members[] = {
    QUANTITY_MEMBERS,
    CLAIM_MEMBER,
    {.name = "source",
     .type = FIELD_SLUG,
     .refers = "sources",
     .doc = "the first source of that claim",
     .example = "caspian-news-business-forum"},
};

const struct object object_stated_value = {
    .name = "stated_value",
    .doc = "A value as one claim gives it.",
    .members = stated_value_members,
    .member_count = COUNT(stated_value_members),
};

static const struct field party_members[] = {
    {.name = "country",
     .type = FIELD_AREA,
     .flags = FIELD_NULLABLE,
     .doc = "the country that is a party, or that the institution belongs to",
     .example = "KAZ"},
    {.name = "institution",
     .type = FIELD_SLUG,
     .flags = FIELD_NULLABLE,
     .refers = "institutions",
     .doc = "the institution, city or company that is a party; null: the country itself",
     .example = "kazakhstan-institute-for-strategic-studies"},
    {.name = "name", .type = FIELD_TEXT, .doc = "name of the party", .example = "Kazakhstan"},
    {.name = "role",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .doc = "what the party is in the agreement",
     .example = "party"},
    {.name = "signed_on",
     .type = FIELD_DATE,
     .flags = FIELD_NULLABLE,
     .doc = "when this party signed; null: not known",
     .example = "2011-10-18"},
    {.name = "in_force_from",
     .type = FIELD_DATE,
     .flags = FIELD_NULLABLE,
     .doc = "from when it is in force for this party; null: not known",
     .example = "1997"},
    {.name = "in_force_until",
     .type = FIELD_DATE,
     .flags = FIELD_NULLABLE,
     .doc = "until when it is in force for this party; null: not known, `..`: open",
     .example = "2025"},
};

const struct object object_party = {
    .name = "party",
    .doc = "Who takes part in an agreement, with dates of its own.",
    .members = party_members,
    .member_count = COUNT(party_members),
};

static const struct field participant_members[] = {
    {.name = "country",
     .type = FIELD_AREA,
     .flags = FIELD_NULLABLE,
     .doc = "the country that takes part, or that the institution belongs to",
     .example = "TJK"},
    {.name = "institution",
     .type = FIELD_SLUG,
     .flags = FIELD_NULLABLE,
     .refers = "institutions",
     .doc = "the institution that takes part",
     .example = "kazakhstan-ministry-of-trade-and-integration"},
    {.name = "name",
     .type = FIELD_TEXT,
     .doc = "name of the participant",
     .example = "Serik Zhumangarin"},
    {.name = "role",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .doc = "what the participant is at the event",
     .example = "host"},
};

const struct object object_participant = {
    .name = "participant",
    .doc = "Who takes part in an event.",
    .members = participant_members,
    .member_count = COUNT(participant_members),
};
