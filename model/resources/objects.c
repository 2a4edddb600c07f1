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
