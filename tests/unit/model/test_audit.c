/* SPDX-License-Identifier: MIT */
/* Which claims are held against each other, and what they have to do with each other. What the
 * shipped records show stands in tests/api/facts_checks.c. */
#include "model/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"
#include "suite.h"

enum { MOST = 8 };

/* A claim as short as it can be said. */
struct said {
    const char *id;
    const char *way; /* KAZ-TJK, KAZ>TJK, or @ and an agreement */
    const char *metric;
    const char *of;
    const char *period;
    const char *base;
    double value;
    const char *office; /* whose statistics it repeats; NULL: not known */
    const char *source;
    const char *more; /* "sector X", "whole X", "scope X", "printed X", "text X", "part X", "by X",
                         "on X", "published X" */
};

/* Whole numbers, exact. */
static struct arena arena;

static const char *more_of(const struct said *said, const char *word)
{
    const size_t length = strlen(word);

    if (!said->more || strncmp(said->more, word, length) != 0)
        return NULL;
    return said->more + length + 1;
}

static const struct period *make_period(const char *text)
{
    struct period *period = text ? arena_alloc(&arena, sizeof *period) : NULL;

    if (period)
        ck_assert(period_parse(text, period));
    return period;
}

static const struct date *make_date(const char *text)
{
    struct date *date = text ? arena_alloc(&arena, sizeof *date) : NULL;

    if (date)
        ck_assert(date_parse(text, date));
    return date;
}

static void set_way(const char *way, struct claim *claim)
{
    claim->a = "KAZ";
    claim->b = "TJK";
    claim->a_name = "Kazakhstan";
    claim->b_name = "Tajikistan";
    claim->pair = "KAZ-TJK";
    claim->subject = way[0] == '@' ? "agreement" : way[3] == '>' ? "direction" : "pair";
    if (strncmp(way, "RUS", 3) == 0) {
        claim->a = "RUS";
        claim->a_name = "Russia";
        claim->pair = "RUS-TJK";
    }
    if (way[0] == '@')
        claim->agreement = way + 1;
    if (way[3] == '>') {
        claim->from = arena_copy(&arena, way, 3);
        claim->to = way + 4;
    }
}

static const char *unit_of(const char *metric)
{
    if (strcmp(metric, "growth") == 0 || strcmp(metric, "share") == 0)
        return "percent";
    return strcmp(metric, "partner_rank") == 0 ? "rank" : "USD";
}

static struct claim make(const struct said *said)
{
    struct claim_citation *citation = arena_alloc(&arena, sizeof *citation);
    struct claim claim = {
        .id = said->id,
        .metric = said->metric,
        .of = said->of,
        .period = make_period(said->period),
        .base_period = make_period(said->base),
        .has_quantity = strcmp(said->metric, "main_export") != 0,
        .quantity = {said->value, QUALIFIER_EXACT, 0},
        .unit = unit_of(said->metric),
        .authority = {.id = said->office, .name = said->office, .country = "TJK"},
        .sector = more_of(said, "sector"),
        .whole = more_of(said, "whole"),
        .scope = more_of(said, "scope"),
        .printed = more_of(said, "printed"),
        .text = more_of(said, "text"),
        .agreement_part_of = more_of(said, "part"),
        .agreement_kind = more_of(said, "part") ? "contract" : "deal_package",
        .said_by = more_of(said, "by"),
        .said_on = make_date(more_of(said, "on")),
        .citations = citation,
        .citation_count = 1,
    };

    *citation = (struct claim_citation){.source = said->source ? said->source : said->id,
                                        .publisher = more_of(said, "published")};
    claim.bounds = quantity_bounds(&claim.quantity);
    set_way(said->way, &claim);
    return claim;
}

#define TURNOVER "KAZ-TJK", "turnover", NULL
#define THERE    "KAZ>TJK", "exports", NULL
#define BACK     "TJK>KAZ", "exports", NULL

static const struct {
    const char *name;
    struct said said[MOST];
    const char *findings; /* kind, result, reason, relation; one a line */
} cases[] = {
    {"one figure of one office twice",
     {{"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
      {"b", TURNOVER, "2022", NULL, 6, "office", NULL, NULL}},
     "same_figure contradicts broken same_authority\n"},
    {"one figure of nobody knows whose",
     {{"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
      {"b", TURNOVER, "2022", NULL, 6, NULL, NULL, NULL}},
     "same_figure undecidable unknown_authority unknown_authority\n"},
    {"a turnover of two offices",
     {{"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
      {"b", TURNOVER, "2022", NULL, 6, "another", NULL, NULL}},
     "same_figure undecidable two_offices two_offices\n"},
    {"one flow of two offices is a mirror",
     {{"a", THERE, "2022", NULL, 5, "office", NULL, NULL},
      {"b", THERE, "2022", NULL, 9, "another", NULL, NULL}},
     "mirror undecidable two_offices two_offices\n"},
    {"exports and imports of one flow are a mirror",
     {{"a", THERE, "2022", NULL, 5, "office", NULL, NULL},
      {"b", "KAZ>TJK", "imports", NULL, "2022", NULL, 5, "another", NULL, NULL}},
     "mirror consistent holds two_offices\n"},
    {"one text against itself",
     {{"a", TURNOVER, "2022", NULL, 5, NULL, "page", NULL},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "same_figure contradicts broken same_authority\n"},
    {"one speaker against himself, in two papers",
     {{"a", TURNOVER, "2022", NULL, 5, NULL, "page", "by X"},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "sheet", "by X"}},
     "same_figure contradicts broken same_authority\n"},
    {"two speakers in one paper",
     {{"a", TURNOVER, "2022", NULL, 5, NULL, "page", "by X"},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "page", "by Y"}},
     "same_figure undecidable unknown_authority unknown_authority\n"},
    {"a text against the office that it cites",
     {{"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
      {"b", TURNOVER, "2022", NULL, 6, NULL, NULL, "published office"}},
     "same_figure contradicts broken cites\n"},
    {"two accounts of one event",
     {{"a", "@deals", "deal_value", NULL, NULL, NULL, 18, NULL, NULL, NULL},
      {"b", "@deals", "deal_value", NULL, NULL, NULL, 13, "office", NULL, NULL}},
     "same_figure contradicts broken same_event\n"
     "deal_package undecidable missing same_authority\n"
     "deal_package undecidable missing same_authority\n"},
    {"two periods are two figures",
     {{"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
      {"b", TURNOVER, "2023", NULL, 6, "office", NULL, NULL}},
     ""},
    {"a part of the goods and all, both in one paper",
     {{"a", TURNOVER, "2022", NULL, 9, NULL, "page", "sector farms"},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "within_total contradicts broken same_authority\n"},
    {"one way and both, where the other way is not known",
     {{"a", THERE, "2022", NULL, 9, NULL, "page", NULL},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "within_total contradicts broken same_authority\n"},
    {"both ways and the turnover",
     {{"a", THERE, "2022", NULL, 4, NULL, "page", NULL},
      {"b", BACK, "2022", NULL, 3, NULL, "page", NULL},
      {"c", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "sum contradicts broken same_authority\n"},
    {"two halves and a year",
     {{"a", TURNOVER, "2022-S1", NULL, 4, NULL, "page", NULL},
      {"b", TURNOVER, "2022-S2", NULL, 2, NULL, "page", NULL},
      {"c", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"
     "sum consistent holds same_authority\n"},
    {"more in a part of the year than in the year",
     {{"a", TURNOVER, "2022-S1", NULL, 8, NULL, "page", NULL},
      {"c", TURNOVER, "2022", NULL, 6, NULL, "page", NULL}},
     "part_of_period contradicts broken same_authority\n"},
    {"growth against two levels of one paper",
     {{"a", TURNOVER, "2022", NULL, 5, NULL, "page", NULL},
      {"b", TURNOVER, "2023", NULL, 6, NULL, "page", NULL},
      {"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 20, NULL, "page", NULL}},
     "growth consistent holds same_authority\n"},
    {"growth against the base that others give",
     {{"a", TURNOVER, "2022", NULL, 5, NULL, NULL, NULL},
      {"b", TURNOVER, "2023", NULL, 6, NULL, "page", NULL},
      {"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 50, NULL, "page", NULL}},
     "implied_base undecidable unknown_authority unknown_authority\n"},
    {"growth of one office over the level of another",
     {{"a", TURNOVER, "2022", NULL, 5, "another", NULL, NULL},
      {"b", TURNOVER, "2023", NULL, 6, "office", NULL, NULL},
      {"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 50, "office", NULL, NULL}},
     "implied_base undecidable two_offices two_offices\n"},
    {"growth without a base",
     {{"b", TURNOVER, "2023", NULL, 6, NULL, "page", NULL},
      {"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 50, NULL, "page", NULL}},
     "implied_base undecidable missing same_authority\n"},
    {"growth alone",
     {{"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 50, NULL, "page", NULL}},
     "growth undecidable missing same_authority\n"},
    {"growth of another sector has no level",
     {{"b", TURNOVER, "2023", NULL, 6, NULL, "page", NULL},
      {"c", "KAZ-TJK", "growth", "turnover", "2023", "2022", 50, NULL, "page", "sector farms"}},
     "growth undecidable missing same_authority\n"},
    {"a share with part and rest",
     {{"a", THERE, "2022", NULL, 3, NULL, "page", NULL},
      {"b", BACK, "2022", NULL, 1, NULL, "page", NULL},
      {"c", "KAZ>TJK", "share", "exports", "2022", NULL, 75, NULL, "page",
       "whole turnover between Kazakhstan and Tajikistan"}},
     "share consistent holds same_authority\n"},
    {"a share with part and whole, named the other way round",
     {{"a", THERE, "2022", NULL, 3, NULL, "page", NULL},
      {"b", TURNOVER, "2022", NULL, 4, NULL, "page", NULL},
      {"c", "KAZ>TJK", "share", "exports", "2022", NULL, 80, NULL, "page",
       "whole turnover between Tajikistan and Kazakhstan"}},
     "share contradicts broken same_authority\n"
     "within_total consistent holds same_authority\n"},
    {"a share of something else is not of the pair",
     {{"a", THERE, "2022", NULL, 3, NULL, "page", NULL},
      {"c", "KAZ>TJK", "share", "exports", "2022", NULL, 80, NULL, "page",
       "whole the world's trade"}},
     ""},
    {"shares of two partners imply one whole",
     {{"a", TURNOVER, "2022", NULL, 10, "office", NULL, NULL},
      {"b", "KAZ-TJK", "share", "turnover", "2022", NULL, 10, "office", NULL,
       "whole Tajikistan's foreign trade turnover"},
      {"c", "RUS-TJK", "turnover", NULL, "2022", NULL, 40, "office", NULL, NULL},
      {"d", "RUS-TJK", "share", "turnover", "2022", NULL, 20, "office", NULL,
       "whole Tajikistan's foreign trade turnover"}},
     "share contradicts broken same_authority\n"},
    {"a rank and a share that it leaves no room for",
     {{"a", "KAZ-TJK", "partner_rank", NULL, "2022", NULL, 3, "office", NULL,
       "scope Tajikistan's trading partners"},
      {"b", "KAZ-TJK", "share", "turnover", "2022", NULL, 40, "office", NULL,
       "whole Tajikistan's foreign trade turnover"}},
     "rank_share contradicts broken same_authority\n"},
    {"a rank among others than those of the share",
     {{"a", "KAZ-TJK", "partner_rank", NULL, "2022", NULL, 3, "office", NULL,
       "scope Tajikistan's trading partners in the CIS"},
      {"b", "KAZ-TJK", "share", "turnover", "2022", NULL, 40, "office", NULL,
       "whole Tajikistan's foreign trade turnover"}},
     ""},
    {"two ranks in one scope",
     {{"a", "KAZ-TJK", "partner_rank", NULL, "2022", NULL, 3, "office", NULL, "scope partners"},
      {"b", "KAZ-TJK", "partner_rank", NULL, "2022", NULL, 4, "office", NULL, "scope partners"}},
     "rank contradicts broken same_authority\n"},
    {"a figure a thousand times too large",
     {{"a", TURNOVER, "2021", NULL, 5, NULL, "page", NULL},
      {"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL},
      {"c", TURNOVER, "2023", NULL, 5500, NULL, "page", NULL}},
     "scale contradicts out_of_scale same_authority\n"},
    {"two figures alone cannot say which is out of scale",
     {{"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL},
      {"c", TURNOVER, "2023", NULL, 5500, NULL, "page", NULL}},
     ""},
    {"what was printed against one figure",
     {{"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL},
      {"c", TURNOVER, "2023", NULL, 5, NULL, "page", "printed 5 thousand"}},
     "scale contradicts out_of_scale same_authority\n"},
    {"what was printed is what was read",
     {{"b", TURNOVER, "2022", NULL, 6, NULL, "page", NULL},
      {"c", TURNOVER, "2023", NULL, 5, NULL, "page", "printed as much as 5"}},
     ""},
    {"a month beside a year has another scale",
     {{"a", TURNOVER, "2021", NULL, 5000, NULL, "page", NULL},
      {"b", TURNOVER, "2022", NULL, 5000, NULL, "page", NULL},
      {"c", TURNOVER, "2023-01", NULL, 5, NULL, "page", NULL}},
     ""},
    {"goods that go the other way",
     {{"a", THERE, "2022", NULL, 5, NULL, "page", "text fruit, vegetables"},
      {"b", "TJK>KAZ", "main_export", NULL, NULL, NULL, 0, NULL, "page",
       "text textiles, fruit, vegetables"}},
     "direction contradicts goods_other_way same_authority\n"},
    {"goods that go as the figure says",
     {{"a", BACK, "2022", NULL, 5, NULL, "page", "text fruit"},
      {"b", "TJK>KAZ", "main_export", NULL, NULL, NULL, 0, NULL, "page",
       "text textiles, fruit, vegetables"}},
     "direction consistent goods_fit same_authority\n"},
    {"a direction printed the other way, and the goods of it",
     {{"a", BACK, "2022", NULL, 5, NULL, "page", "printed Tajikistan's imports"}},
     "direction undecidable goods_unknown same_authority\n"},
    {"targets of one amount, stated again",
     {{"a", "KAZ-TJK", "target", "turnover", NULL, NULL, 2, NULL, NULL, NULL},
      {"b", "KAZ-TJK", "target", "turnover", NULL, NULL, 2, NULL, NULL, NULL}},
     "target consistent target_restated unknown_authority\n"},
    {"a target that was lowered, in order of time",
     {{"a", "KAZ-TJK", "target", "turnover", NULL, NULL, 1, NULL, NULL, "on 2022"},
      {"b", "KAZ-TJK", "target", "turnover", NULL, NULL, 2, NULL, NULL, "on 2021"}},
     "target undecidable target_changed unknown_authority\n"},
    {"targets of two amounts, one without a date",
     {{"a", "KAZ-TJK", "target", "turnover", NULL, NULL, 1, NULL, NULL, "on 2022"},
      {"b", "KAZ-TJK", "target", "turnover", NULL, NULL, 2, NULL, NULL, NULL}},
     ""},
    {"what one office exports and imports is its turnover",
     {{"a", THERE, "2022", NULL, 3, "office", NULL, NULL},
      {"b", "TJK>KAZ", "imports", NULL, "2022", NULL, 1, "office", NULL, NULL},
      {"c", TURNOVER, "2022", NULL, 9, "office", NULL, NULL}},
     "sum contradicts broken same_authority\n"},
    {"both ways of one office before those of two",
     {{"a", THERE, "2022", NULL, 3, "office", NULL, NULL},
      {"b", "TJK>KAZ", "imports", NULL, "2022", NULL, 6, "office", NULL, NULL},
      {"c", "TJK>KAZ", "imports", NULL, "2022", NULL, 5, "another", NULL, NULL},
      {"d", TURNOVER, "2022", NULL, 9, "office", NULL, NULL}},
     "mirror undecidable two_offices two_offices\n"
     "sum consistent holds same_authority\n"},
    {"exports and imports of one flow by one office need not be alike",
     {{"a", THERE, "2022", NULL, 300, "office", NULL, NULL},
      {"b", "KAZ>TJK", "imports", NULL, "2022", NULL, 250, "office", NULL, NULL}},
     "mirror undecidable two_offices two_offices\n"},
    {"four quarters and a year",
     {{"a", TURNOVER, "2022-Q1", NULL, 1, NULL, "page", NULL},
      {"b", TURNOVER, "2022-Q2", NULL, 1, NULL, "page", NULL},
      {"c", TURNOVER, "2022-Q3", NULL, 1, NULL, "page", NULL},
      {"d", TURNOVER, "2022-Q4", NULL, 1, NULL, "page", NULL},
      {"e", TURNOVER, "2022", NULL, 9, NULL, "page", NULL}},
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"
     "sum contradicts broken same_authority\n"},
    {"three quarters are no year",
     {{"a", TURNOVER, "2022-Q1", NULL, 1, NULL, "page", NULL},
      {"b", TURNOVER, "2022-Q2", NULL, 1, NULL, "page", NULL},
      {"d", TURNOVER, "2022-Q4", NULL, 1, NULL, "page", NULL},
      {"e", TURNOVER, "2022", NULL, 9, NULL, "page", NULL}},
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"
     "part_of_period consistent holds same_authority\n"},
    {"seven months and the rest of the year",
     {{"a", TURNOVER, "2022-01-01/P7M", NULL, 5, NULL, "page", NULL},
      {"b", TURNOVER, "2022-08-01/P5M", NULL, 4, NULL, "page", NULL},
      {"c", TURNOVER, "2022", NULL, 8, NULL, "page", NULL}},
     "part_of_period consistent holds same_authority\n"
     "sum contradicts broken same_authority\n"
     "part_of_period consistent holds same_authority\n"},
    {"a rank among partners of which one is claimed twice",
     {{"a", "KAZ-TJK", "partner_rank", NULL, "2022", NULL, 2, "office", NULL,
       "scope Tajikistan's trading partners"},
      {"b", "KAZ-TJK", "share", "turnover", "2022", NULL, 10, "office", NULL,
       "whole Tajikistan's foreign trade turnover"},
      {"c", "RUS-TJK", "share", "turnover", "2022", NULL, 30, "office", NULL,
       "whole Tajikistan's foreign trade turnover"},
      {"d", "RUS-TJK", "share", "turnover", "2022", NULL, 31, "office", "x",
       "whole Tajikistan's foreign trade turnover"}},
     "rank_share consistent holds same_authority\n"
     "same_figure contradicts broken same_authority\n"
     "rank_share consistent holds same_authority\n"},
    {"deals worth more than their package",
     {{"a", "@package", "deal_value", NULL, NULL, NULL, 9, "office", NULL, NULL},
      {"b", "@one", "deal_value", NULL, NULL, NULL, 5, "office", NULL, "part package"},
      {"c", "@two", "deal_value", NULL, NULL, NULL, 6, "office", NULL, "part package"}},
     "deal_package contradicts broken same_authority\n"},
    {"deals worth less, the value of one by two sources",
     {{"a", "@package", "deal_value", NULL, NULL, NULL, 9, "office", NULL, NULL},
      {"b", "@one", "deal_value", NULL, NULL, NULL, 5, "office", NULL, "part package"},
      {"c", "@one", "deal_value", NULL, NULL, NULL, 5, "office", NULL, "part package"}},
     "same_figure consistent holds same_authority\n"
     "deal_package consistent holds same_authority\n"},
    {"nothing", {{NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL}}, ""},
};

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_fini(&arena);
}

static struct claims make_claims(const struct said *said)
{
    struct claims claims = {.items = arena_alloc(&arena, MOST * sizeof(struct claim))};

    while (claims.count < MOST && said[claims.count].id) {
        claims.items[claims.count] = make(&said[claims.count]);
        claims.count++;
    }
    return claims;
}

START_TEST(finds)
{
    const struct claims claims = make_claims(cases[_i].said);
    struct audit audit;
    char found[1024] = "";

    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    for (size_t i = 0; i < audit.count; i++) {
        const struct audit_finding *finding = &audit.findings[i];
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s %s %s %s\n",
                 check_kind_word(finding->check.kind), verdict_word(finding->check.result),
                 check_reason_word(finding->check.reason), relation_word(finding->relation));
    }
    ck_assert_str_eq(found, cases[_i].findings);
}
END_TEST

/* A sector's share is of all goods, not of its own. */
START_TEST(a_share_of_a_sector_is_of_all_goods)
{
    const struct said said[MOST] = {
        {"a", TURNOVER, "2022", NULL, 1000, "office", NULL, NULL},
        {"b", TURNOVER, "2022", NULL, 200, "office", NULL, "sector farms"},
        {"c", "KAZ-TJK", "share", "turnover", "2022", NULL, 20, "office", NULL,
         "whole turnover between Kazakhstan and Tajikistan"},
    };
    struct claims claims = make_claims(said);
    struct audit audit;

    claims.items[2].sector = "farms";
    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    ck_assert_uint_eq(audit.count, 2);
    ck_assert_int_eq(audit.findings[0].check.kind, CHECK_SHARE);
    ck_assert_int_eq(audit.findings[0].check.result, VERDICT_CONSISTENT);
    ck_assert_uint_eq(audit.findings[0].part_count, 3);
    ck_assert_double_eq_tol(audit.findings[0].check.right.likely.low, 20, 1e-9);
}
END_TEST

static size_t count_results(const struct audit *audit, enum verdict result)
{
    size_t count = 0;

    for (size_t i = 0; i < audit->count; i++)
        count += audit->findings[i].check.result == result;
    return count;
}

/* What most neighbours say, whatever their names are. */
START_TEST(the_scale_is_that_of_most_neighbours)
{
    struct claims claims = {.items = arena_alloc(&arena, 29 * sizeof(struct claim))};
    struct audit audit;

    for (int year = 1991; year < 2020; year++) {
        const bool is_wrong = year < 2000;
        const struct said said = {arena_format(&arena, "%s%d", is_wrong ? "a" : "m", year),
                                  "KAZ-TJK",
                                  "turnover",
                                  NULL,
                                  arena_format(&arena, "%d", year),
                                  NULL,
                                  is_wrong ? 1e3 : 1e9,
                                  "office",
                                  NULL,
                                  NULL};
        claims.items[claims.count++] = make(&said);
    }
    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    ck_assert_uint_eq(audit.count, 9);
    ck_assert_uint_eq(count_results(&audit, VERDICT_CONTRADICTS), 9);
    for (size_t i = 0; i < audit.count; i++)
        ck_assert_int_eq(audit.findings[i].parts[0].claim->id[0], 'a');
}
END_TEST

/* Deals may be of no pair, and more than stand with the check. */
START_TEST(a_package_counts_all_its_deals)
{
    enum { DEALS = 20 };
    struct claims claims = {.items = arena_alloc(&arena, (DEALS + 1) * sizeof(struct claim))};
    const struct said package = {"p",  "@package", "deal_value", NULL, NULL,
                                 NULL, 15,         "office",     NULL, NULL};
    struct audit audit;

    claims.items[claims.count++] = make(&package);
    for (int i = 0; i < DEALS; i++) {
        const struct said said = {arena_format(&arena, "d%02d", i),
                                  arena_format(&arena, "@deal%d", i),
                                  "deal_value",
                                  NULL,
                                  NULL,
                                  NULL,
                                  1,
                                  "office",
                                  NULL,
                                  "part package"};
        claims.items[claims.count] = make(&said);
        claims.items[claims.count++].pair = i % 2 ? NULL : "KAZ-TJK";
    }
    ck_assert(audit_make(&claims, "KAZ-TJK", &arena, &audit));
    ck_assert_uint_eq(audit.count, 1);
    ck_assert_double_eq(audit.findings[0].check.left.likely.low, DEALS);
    ck_assert_int_eq(audit.findings[0].check.result, VERDICT_CONTRADICTS);
}
END_TEST

START_TEST(only_those_of_a_pair_when_one_is_asked_for)
{
    const struct said said[MOST] = {
        {"a", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
        {"b", TURNOVER, "2022", NULL, 6, "office", NULL, NULL},
        {"c", "RUS-TJK", "turnover", NULL, "2022", NULL, 5, "office", NULL, NULL},
        {"d", "RUS-TJK", "turnover", NULL, "2022", NULL, 6, "office", NULL, NULL},
    };
    const struct claims claims = make_claims(said);
    struct audit audit;

    ck_assert(audit_make(&claims, "RUS-TJK", &arena, &audit));
    ck_assert_uint_eq(audit.count, 1);
    ck_assert_str_eq(audit_finding_id(&audit.findings[0], &arena), "same_figure:c:d");
    ck_assert(audit_finding_has(&audit.findings[0], &claims.items[3]));
    ck_assert(!audit_finding_has(&audit.findings[0], &claims.items[0]));
    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    ck_assert_uint_eq(audit.count, 2);
}
END_TEST

START_TEST(is_acknowledged_by_kind_and_all_its_claims)
{
    const struct said said[MOST] = {
        {"b", TURNOVER, "2022", NULL, 5, "office", NULL, NULL},
        {"a", TURNOVER, "2022", NULL, 6, "office", NULL, NULL},
    };
    const struct claims claims = make_claims(said);
    const char *const both[] = {"a", "b"};
    const char *const one[] = {"a"};
    const struct audit_acknowledgement others[] = {{"sum", both, 2, "no"},
                                                   {"same_figure", one, 1, "no"}};
    const struct audit_acknowledgement known = {"same_figure", both, 2, "it is known"};
    struct audit audit;

    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    audit_acknowledge(&audit, others, 2);
    ck_assert_ptr_null(audit.findings[0].acknowledged);
    audit_acknowledge(&audit, &known, 1);
    ck_assert_str_eq(audit.findings[0].acknowledged, "it is known");
}
END_TEST

/* A thousand claims of one figure are half a million pairs: the audit ends at its limit, and says
 * so.
 */
START_TEST(ends_at_its_limit)
{
    enum { MANY = 1000 };
    struct claims claims = {.items = arena_alloc(&arena, MANY * sizeof(struct claim))};
    struct audit audit;

    for (claims.count = 0; claims.count < MANY; claims.count++) {
        const struct said said = {arena_format(&arena, "%04zu", claims.count),
                                  TURNOVER,
                                  "2022",
                                  NULL,
                                  5,
                                  NULL,
                                  NULL,
                                  NULL};
        claims.items[claims.count] = make(&said);
    }
    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    ck_assert(audit.is_cut);
    ck_assert_uint_eq(audit.count, 50000);
}
END_TEST

/* Whatever else there is, it does not hide a contradiction. */
START_TEST(keeps_what_contradicts_behind_its_limit)
{
    enum { MANY = 400 };
    struct claims claims = {.items = arena_alloc(&arena, (MANY + 2) * sizeof(struct claim))};
    const struct said said[] = {
        {"y", "RUS-TJK", "turnover", NULL, "2022", NULL, 5, "office", NULL, NULL},
        {"z", "RUS-TJK", "turnover", NULL, "2022", NULL, 6, "office", NULL, NULL},
    };
    struct audit audit;

    for (claims.count = 0; claims.count < MANY; claims.count++) {
        const struct said same = {arena_format(&arena, "%04zu", claims.count),
                                  TURNOVER,
                                  "2022",
                                  NULL,
                                  5,
                                  NULL,
                                  NULL,
                                  NULL};
        claims.items[claims.count] = make(&same);
    }
    for (size_t i = 0; i < 2; i++)
        claims.items[claims.count++] = make(&said[i]);
    ck_assert(audit_make(&claims, NULL, &arena, &audit));
    ck_assert(audit.is_cut);
    ck_assert_uint_eq(count_results(&audit, VERDICT_CONTRADICTS), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit");
    TCase *tcase = tcase_create("audit");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    SUITE_ADD_ROWS(tcase, finds, cases);
    tcase_add_test(tcase, only_those_of_a_pair_when_one_is_asked_for);
    tcase_add_test(tcase, is_acknowledged_by_kind_and_all_its_claims);
    tcase_add_test(tcase, a_share_of_a_sector_is_of_all_goods);
    tcase_add_test(tcase, the_scale_is_that_of_most_neighbours);
    tcase_add_test(tcase, a_package_counts_all_its_deals);
    tcase_add_test(tcase, ends_at_its_limit);
    tcase_add_test(tcase, keeps_what_contradicts_behind_its_limit);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
