/* SPDX-License-Identifier: MIT */
/* What the members of figures and checks are. */
#include "model/figure.h"
#include "model/resources/objects.h"
#include "model/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define MEMBER(type_name, member, text, sample)                                                    \
    {                                                                                              \
        .name = member, .type = type_name, .doc = text, .example = sample                          \
    }
#define MAYBE(type_name, member, text, sample)                                                     \
    {                                                                                              \
        .name = member, .type = type_name, .flags = FIELD_NULLABLE, .doc = text, .example = sample \
    }
#define WORD(member, list, text, sample)                                                           \
    {                                                                                              \
        .name = member, .type = FIELD_WORD, .words = list, .doc = text, .example = sample          \
    }

static const struct field figure_claim_members[] = {
    {.name = "id",
     .type = FIELD_SLUG,
     .refers = "claims",
     .doc = "the claim",
     .example = "turnover-2022-caspian"},
    MAYBE(FIELD_REAL, "value", "the figure, in the unit; null: a text alone", "1400000000"),
    {.name = "qualifier",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .words = words_qualifier,
     .doc = "how the source put it",
     .example = "exact"},
    MAYBE(FIELD_REAL, "low", "where it likely lies: from; null: no bound", "1350000000"),
    MAYBE(FIELD_REAL, "high", "where it likely lies: to; null: no bound", "1450000000"),
    WORD("voice", words_figure_voice, "who stands behind it; the order of rule official", "press"),
    {.name = "authority",
     .type = FIELD_SLUG,
     .flags = FIELD_NULLABLE,
     .refers = "institutions",
     .doc = "the office whose statistics it repeats; null: not known",
     .example = "tajikistan-statistics-agency"},
    MAYBE(FIELD_TEXT, "said_by", "who said it", "Serik Zhumangarin"),
    MAYBE(FIELD_DATE, "date", "when it was said, else published; null: not known", "2023-05"),
    MEMBER(FIELD_BOOLEAN, "derived", "whether the figure is our inference", "false"),
    {.name = "source",
     .type = FIELD_SLUG,
     .flags = FIELD_NULLABLE,
     .refers = "sources",
     .doc = "the first document it was taken from",
     .example = "caspian-news-business-forum"},
    MAYBE(FIELD_TEXT, "locator", "where in the document", "paragraph 6"),
    MEMBER(FIELD_BOOLEAN, "is_answer", "whether the figure answers with it", "true"),
};

const struct object object_figure_claim = {
    .name = "figure_claim",
    .doc = "One source's figure among those of a figure.",
    .members = figure_claim_members,
    .member_count = COUNT(figure_claim_members),
};

static const struct field figure_statistic_members[] = {
    {.name = "series",
     .type = FIELD_SLUG,
     .refers = "series",
     .doc = "the series of statistics",
     .example = "itpd-e-2010-usd"},
    MEMBER(FIELD_TEXT, "dataset", "the datasets, commas between them", "itpd-e-kaz-tjk-2000-2016"),
    WORD("basis", words_basis, "reported or reconciled", "reconciled"),
    WORD("unit", words_series_unit, "unit of the value", "USD_2010"),
    WORD("flow", words_metric, "exports, imports or turnover", "exports"),
    MAYBE(FIELD_AREA, "from", "the exporter; null: both ways together", "KAZ"),
    MAYBE(FIELD_AREA, "to", "the importer; null: both ways together", "TJK"),
    MAYBE(FIELD_AREA, "reporter", "whose report it is; null: nobody's, it was reconciled", "KAZ"),
    MAYBE(FIELD_REAL, "value", "the figure; null: not reported, which is not zero",
          "508220299.799175"),
};

const struct object object_figure_statistic = {
    .name = "figure_statistic",
    .doc = "What imported statistics have for a figure.",
    .members = figure_statistic_members,
    .member_count = COUNT(figure_statistic_members),
};

#define REVISION MEMBER(FIELD_INTEGER, "revision", "the revision of the records that was read", "1")
#define PAIR                                                                                       \
    {                                                                                              \
        .name = "pair", .type = FIELD_PAIR, .flags = MEMBER_OPTIONAL,                              \
        .doc = "the pair that was asked about", .example = "KAZ-TJK"                               \
    }

#define IS_CUT                                                                                     \
    {                                                                                              \
        .name = "is_cut", .type = FIELD_BOOLEAN, .flags = MEMBER_OPTIONAL,                         \
        .doc = "true: there are more checks than are made at once", .example = "true"              \
    }

static const struct field figures_meta_members[] = {
    REVISION,
    PAIR,
    WORD("resolve", words_figure_rule, "the rule that chose the answers", "official"),
    MEMBER(FIELD_TEXT, "rule", "the rule in one sentence",
           "The figure that was said or published last."),
    IS_CUT,
};

const struct object object_figures_meta = {
    .name = "figures_meta",
    .doc = "What figures rest on.",
    .members = figures_meta_members,
    .member_count = COUNT(figures_meta_members),
};

static const struct field checks_meta_members[] = {REVISION, PAIR, IS_CUT};

static const struct field citation_meta_members[] = {REVISION, IS_CUT};

const struct object object_citation_meta = {
    .name = "citation_meta",
    .doc = "What the evidence for a figure rests on.",
    .members = citation_meta_members,
    .member_count = COUNT(citation_meta_members),
};

const struct object object_checks_meta = {
    .name = "checks_meta",
    .doc = "What checks rest on.",
    .members = checks_meta_members,
    .member_count = COUNT(checks_meta_members),
};

static const struct field check_side_members[] = {
    MEMBER(FIELD_TEXT, "what", "what the numbers are", "both ways, added"),
    MAYBE(FIELD_REAL, "low", "where it likely lies: from; null: no bound", "1378900000"),
    MAYBE(FIELD_REAL, "high", "where it likely lies: to; null: no bound", "1379100000"),
    MAYBE(FIELD_REAL, "possible_low", "where it possibly lies: from; null: no bound", "1378900000"),
    MAYBE(FIELD_REAL, "possible_high", "where it possibly lies: to; null: no bound", "1379100000"),
};

const struct object object_check_side = {
    .name = "check_side",
    .doc = "One side of a comparison, as two intervals.",
    .members = check_side_members,
    .member_count = COUNT(check_side_members),
};

static const struct field check_claim_members[] = {
    {.name = "id",
     .type = FIELD_SLUG,
     .refers = "claims",
     .doc = "the claim",
     .example = "turnover-2022-caspian"},
    MEMBER(FIELD_TEXT, "role", "its part in the rule", "whole"),
    MAYBE(FIELD_REAL, "value", "its figure; null: a text alone", "1400000000"),
    {.name = "qualifier",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .words = words_qualifier,
     .doc = "how the source put it",
     .example = "exact"},
    MAYBE(FIELD_PERIOD, "period", "its period", "2022"),
    MAYBE(FIELD_TEXT, "scope", "among whom a rank is held", "Tajikistan's trading partners"),
    MEMBER(FIELD_TEXT, "path", "where the claim is", "/v1/claims/turnover-2022-caspian"),
};

const struct object object_check_claim = {
    .name = "check_claim",
    .doc = "A claim's part in a check.",
    .members = check_claim_members,
    .member_count = COUNT(check_claim_members),
};

static const struct field figure_check_members[] = {
    MEMBER(FIELD_TEXT, "id", "the check, as in /v1/pairs/{pair}/checks",
           "same_figure:turnover-2022-caspian:turnover-2022-tokayev"),
    WORD("kind", words_check_kind, "the rule that is checked", "same_figure"),
    WORD("result", words_verdict, "what came out", "consistent"),
    WORD("arithmetic", words_verdict, "what the numbers alone say", "consistent"),
    WORD("reason", words_check_reason, "why, in a word", "holds"),
    WORD("relation", words_relation, "what the figures have to do with each other",
         "unknown_authority"),
    MEMBER(FIELD_TEXT, "rule", "the rule in one sentence",
           "Two figures for one metric and period are the same number, each read as widely as it "
           "was worded."),
    MEMBER(FIELD_TEXT, "because", "the reason in one sentence",
           "The rule holds where the figures probably lie."),
    {.name = "unit",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .words = words_unit,
     .doc = "the unit of left, right and gap",
     .example = "USD"},
    {.name = "left",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .object = &object_check_side,
     .doc = "what was compared"},
    {.name = "right",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .object = &object_check_side,
     .doc = "what it was compared with"},
    MEMBER(FIELD_REAL, "gap", "how far the two are apart; 0 where they meet", "0"),
    MEMBER(FIELD_REAL, "gap_relative", "gap by the larger of the two ends that face each other",
           "0"),
    MAYBE(FIELD_INTEGER, "steps", "of a scale: powers of 1,000", "-2"),
    {.name = "claims",
     .type = FIELD_OBJECTS,
     .object = &object_check_claim,
     .doc = "the claims it rests on"},
    MAYBE(FIELD_TEXT, "acknowledged", "why a contradiction is left standing",
          "The newspaper counts contracts alone."),
};

const struct object object_figure_check = {
    .name = "figure_check",
    .doc = "A check that a claim of the figure is part of.",
    .members = figure_check_members,
    .member_count = COUNT(figure_check_members),
};
