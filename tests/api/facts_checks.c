/* SPDX-License-Identifier: MIT */
/* What the shipped figures say about each other: every verdict, with its numbers. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

enum { NONE = -1, PATH_SIZE = 512 };

/* A check is found by its kind and its claims; ends are where the two sides likely lie. */
struct fact {
    const char *name;
    const char *pair;
    const char *id; /* behind the kind the claims, in alphabetical order */
    const char *expected;
    double left[2];  /* low and high; both NAN: there is no such side */
    double right[2]; /* high INFINITY: no bound */
};

#define MILLIONS(a, b)                                                                             \
    {                                                                                              \
        (a) * 1e6, (b)*1e6                                                                         \
    }
#define NO_SIDE                                                                                    \
    {                                                                                              \
        NAN, NAN                                                                                   \
    }
#define HOLDS     "'result':'consistent','reason':'holds'"
#define MAY_HOLD  "'result':'undecidable','reason':'may_hold'"
#define BROKEN    "'result':'contradicts','reason':'broken'"
#define MISSING   "'result':'undecidable','reason':'missing'"
#define TWO_WAYS  "exports-kaz-tjk-2022-astana-times:exports-tjk-kaz-2022-astana-times"
#define TWO_WAYS3 "exports-kaz-tjk-2023-tass:exports-tjk-kaz-2023-tass"

static const struct fact facts[] = {
    {"2022: 877.6 and 501.4 million are the 1.4 billion of the same page", "KAZ-TJK",
     "sum:" TWO_WAYS ":turnover-2022-astana-times",
     HOLDS ",'relation':'same_authority','unit':'USD','gap':0,'gap_relative':0",
     MILLIONS(1378.9, 1379.1), MILLIONS(1350, 1450)},
    {"2022: they need not be the 1.5 billion that another page says it came near to", "KAZ-TJK",
     "sum:" TWO_WAYS ":turnover-2022-jibek-joly",
     MAY_HOLD ",'relation':'unknown_authority','gap':20900000", MILLIONS(1378.9, 1379.1),
     MILLIONS(1400, 1500)},
    {"2022: near 1.5 billion may be 1.4 billion", "KAZ-TJK",
     "same_figure:turnover-2022-jibek-joly:turnover-2022-tokayev", HOLDS, MILLIONS(1400, 1500),
     MILLIONS(1350, 1450)},
    {"2023: over 1.1 billion and -20.3 % imply a base that 1.4 billion is in", "KAZ-TJK",
     "implied_base:turnover-2022-caspian:turnover-2023-forum-report:"
     "turnover-growth-2023-forum-report",
     HOLDS ",'relation':'unknown_authority'", MILLIONS(1379.310345, 1506.591337),
     MILLIONS(1350, 1450)},
    {"2023: that base is not 877.6 and 501.4 million, which may be another office's", "KAZ-TJK",
     "implied_base:" TWO_WAYS ":turnover-2023-forum-report:turnover-growth-2023-forum-report",
     "'result':'undecidable','arithmetic':'contradicts','reason':'unknown_authority',"
     "'because':'…two offices'",
     MILLIONS(1379.310345, 1506.591337), MILLIONS(1378.9, 1379.1)},
    {"2023: nor is the base of 893 and 255.8 million", "KAZ-TJK",
     "implied_base:exports-kaz-tjk-2022-astana-times:exports-kaz-tjk-2023-tass:"
     "exports-tjk-kaz-2022-astana-times:exports-tjk-kaz-2023-tass:"
     "turnover-growth-2023-forum-report",
     "'result':'undecidable','arithmetic':'contradicts','reason':'unknown_authority'",
     MILLIONS(1439.184953, 1442.372881), MILLIONS(1378.9, 1379.1)},
    {"2022: +18.5 % implies a base of 2021 that nobody gives", "KAZ-TJK",
     "implied_base:turnover-2022-caspian:turnover-growth-2022-caspian",
     MISSING ",'right':null,'left':{'what':'base that level and growth imply'}",
     MILLIONS(1138.760017, 1224.145209), NO_SIDE},
    {"2023: 255.8 and 893 million are over 1.1 billion", "KAZ-TJK",
     "sum:" TWO_WAYS3 ":turnover-2023-forum-report", HOLDS ",'relation':'same_authority'",
     MILLIONS(1147.75, 1148.85), MILLIONS(1100, 1200)},
    {"2023: 893 million of the sum are about 78 %",
     "KAZ-TJK",
     "share:" TWO_WAYS3 ":share-kaz-exports-2023-forum-report",
     HOLDS ",'unit':'percent'",
     {77.5, 78.5},
     {77.71050224, 77.73667030}},
    {"2023: 893 million of over 1.1 billion are about 78 %",
     "KAZ-TJK",
     "share:exports-kaz-tjk-2023-tass:share-kaz-exports-2023-forum-report:"
     "turnover-2023-forum-report",
     HOLDS,
     {77.5, 78.5},
     {74.33333333, 81.18181818}},
    {"2024: +19.8 % gives January to July 2023", "KAZ-TJK",
     "implied_base:turnover-2024-7m-forum-report:turnover-growth-2024-7m-forum-report", MISSING,
     MILLIONS(647.476012, 648.851775), NO_SIDE},
    {"2024: 81.5 % of seven months gives Kazakhstan's part of them", "KAZ-TJK",
     "share:share-kaz-exports-2024-7m-forum-report:turnover-2024-7m-forum-report",
     MISSING ",'unit':'USD'", MILLIONS(632.052, 633.6435), NO_SIDE},
    {"2024: the million that is missing is seen",
     "KAZ-TJK",
     "scale:turnover-2022-astana-times:turnover-2022-caspian:turnover-2022-jibek-joly:"
     "turnover-2022-tokayev:turnover-2023-11m-trend:turnover-2023-forum-report:"
     "turnover-2024-4m-tass:turnover-2024-5m-tass:turnover-2024-7m-forum-report",
     "'result':'undecidable','arithmetic':'contradicts','reason':'out_of_scale','steps':-2,"
     "'acknowledged':'…million'",
     {777, 777},
     MILLIONS(441.6, 1500)},
    {"2023: 134.7 billion from Tajikistan to Russia are a slip of scale", "RUS-TJK",
     "scale:exports-tjk-rus-2023-tass-01-23:exports-tjk-rus-2023-tass-01-31",
     "'result':'contradicts','reason':'out_of_scale','steps':1,'relation':'same_authority',"
     "'acknowledged':'…slip of scale'",
     MILLIONS(134700, 134700), MILLIONS(134.7, 134.7)},
    {"the forum of 2023: over 1.8 billion against 1.3 billion", "KAZ-TJK",
     "same_figure:deal-value-2023-astana-times:deal-value-2023-caspian",
     BROKEN ",'relation':'same_event','acknowledged':null,'gap':450000000,'gap_relative':0.25",
     MILLIONS(1250, 1350), MILLIONS(1800, 1900)},
    {"the forum of 2023: two pages with 1.8 billion", "KAZ-TJK",
     "same_figure:deal-value-2023-caspian:deal-value-2023-tokayev", HOLDS, MILLIONS(1800, 1900),
     MILLIONS(1750, 1850)},
    {"the forum of 2024: about 900 million against over 1 billion", "KAZ-TJK",
     "same_figure:deal-value-2024-astana-times-allied:deal-value-2024-forum-report",
     MAY_HOLD ",'arithmetic':'undecidable','relation':'same_event'", MILLIONS(1000, 2000),
     MILLIONS(850, 950)},
    {"2023: -20.3 % against almost 20 %",
     "KAZ-TJK",
     "same_figure:turnover-growth-2023-forum-report:turnover-growth-2023-tass",
     MAY_HOLD ",'relation':'same_authority'",
     {-20.35, -20.25},
     {-20, -19}},
    {"2023: Russia +2.5 % against +2.7 %",
     "RUS-TJK",
     "same_figure:turnover-growth-rus-tjk-2023-tass-01-23:turnover-growth-rus-tjk-2023-tass-01-31",
     BROKEN ",'relation':'same_authority','unit':'percent'",
     {2.45, 2.55},
     {2.65, 2.75}},
    {"2023: Russia's turnover of two pages is one figure", "RUS-TJK",
     "same_figure:turnover-rus-tjk-2023-tass-01-23:turnover-rus-tjk-2023-tass-01-31", HOLDS,
     MILLIONS(1700, 1800), MILLIONS(1714.85, 1714.95)},
    {"2023: Kazakhstan's and Russia's shares and figures imply one whole", "KAZ-TJK",
     "share:" TWO_WAYS3 ":share-kazakhstan-2023-tass:share-russia-2023-tass:"
     "turnover-rus-tjk-2023-tass-01-31",
     HOLDS ",'relation':'same_authority'", MILLIONS(8287.003610, 8355.272727),
     MILLIONS(8304.358354, 8345.255475)},
    {"2024: five months of 550 million have four of 441.6", "KAZ-TJK",
     "part_of_period:turnover-2024-4m-tass:turnover-2024-5m-tass", HOLDS, MILLIONS(441.55, 441.65),
     MILLIONS(545, 555)},
    {"2022: farm products are a part of all", "KAZ-TJK",
     "within_total:farm-turnover-2022-jibek-joly:turnover-2022-jibek-joly", HOLDS,
     MILLIONS(500, 600), MILLIONS(1400, 1500)},
    {"ranks 2 and 4 are of two periods, or one does not say which",
     "KAZ-TJK",
     "rank:rank-kazakhstan-2023-kholiqzoda:rank-kazakhstan-caspian",
     "'result':'undecidable','arithmetic':'contradicts','reason':'other_period','claims':["
     "{'scope':'Tajikistan's trading partners','period':null,'value':2},"
     "{'scope':'Tajikistan's trading partners','period':'2023','value':4}]",
     {2, 2},
     {4, 4}},
    {"ranks 2 and 4 are of two scopes",
     "KAZ-TJK",
     "rank:rank-kazakhstan-2023-kholiqzoda:rank-kazakhstan-cis-2023-tass",
     "'result':'undecidable','reason':'other_scope','claims':["
     "{'scope':'Tajikistan's trading partners','value':4},"
     "{'scope':'Tajikistan's trading partners in the CIS','value':2}]",
     {4, 4},
     {2, 2}},
    {"ranks 3 and 2 are of two scopes",
     "KAZ-TJK",
     "rank:rank-kazakhstan-2023-11m-trend:rank-kazakhstan-cis-2023-tass",
     "'result':'undecidable','reason':'other_scope'",
     {3, 3},
     {2, 2}},
    {"rank 3 of eleven months is what the shares of Russia and China leave",
     "KAZ-TJK",
     "rank_share:rank-kazakhstan-2023-11m-trend:share-china-2023-11m-trend:"
     "share-kazakhstan-2023-11m-trend:share-russia-2023-11m-trend",
     HOLDS,
     {3, 3},
     {3, INFINITY}},
    {"Russia, ranked first, has more than Kazakhstan, ranked fourth",
     "KAZ-TJK",
     "rank_share:rank-kazakhstan-2023-kholiqzoda:rank-russia-2023-tass:"
     "share-kazakhstan-2023-kholiqzoda:share-russia-2023-tass",
     HOLDS,
     {13.75, 13.85},
     {20.55, 20.65}},
    {"2 billion by 2025 became 2 billion by 2027", "KAZ-TJK",
     "target:target-2bn-roadmap-2023-2025:target-2bn-roadmap-2027",
     "'result':'undecidable','reason':'deadline_changed'", MILLIONS(2000, 2000),
     MILLIONS(2000, 2000)},
    {"2 billion and 1 billion were stated in one month", "KAZ-TJK",
     "target:target-1bn-astana-times:target-2bn-tokayev",
     "'result':'undecidable','reason':'target_changed'", MILLIONS(2000, 2000),
     MILLIONS(1000, 1000)},
    {"2 billion were stated again", "KAZ-TJK",
     "target:target-2bn-forum-2024:target-2bn-zhumangarin",
     "'result':'consistent','reason':'target_restated'", MILLIONS(2000, 2000),
     MILLIONS(2000, 2000)},
    {"no deal of the package of 2024 is named with a value", "KAZ-TJK",
     "deal_package:deal-value-2024-forum-report", MISSING ",'left':null", NO_SIDE,
     MILLIONS(850, 950)},
    {"the goods that turn a direction round are not recorded", "KAZ-TJK",
     "direction:exports-tjk-kaz-2022-astana-times:main-exports-kaz-tjk-caspian:"
     "main-exports-tjk-kaz-caspian",
     "'result':'undecidable','reason':'goods_unknown','acknowledged':'…goods named'", NO_SIDE,
     NO_SIDE},
};

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

static json_t *ask_check(const struct fact *fact)
{
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "/v1/pairs/%s/checks?id=%s", fact->pair, fact->id);
    return expect_json(&program, path);
}

static void check_end(const json_t *side, const char *member, double expected)
{
    const json_t *end = json_object_get(side, member);

    if (isinf(expected)) {
        ck_assert(json_is_null(end));
        return;
    }
    ck_assert_msg(json_is_number(end), "%s is no number", member);
    ck_assert_double_le(fabs(json_number_value(end) - expected), fabs(expected) * 1e-8);
}

static void check_side(const json_t *check, const char *name, const double ends[2])
{
    const json_t *side = json_object_get(check, name);

    ck_assert_int_eq(json_is_null(side), isnan(ends[0]));
    if (isnan(ends[0]))
        return;
    check_end(side, "low", ends[0]);
    check_end(side, "high", ends[1]);
}

START_TEST(is_said_with_its_numbers)
{
    char expected[PATH_SIZE];
    json_t *answer = ask_check(&facts[_i]);
    const json_t *check = json_array_get(json_object_get(answer, "data"), 0);

    ck_assert_ptr_nonnull(check);
    snprintf(expected, sizeof expected, "{%s}", facts[_i].expected);
    expect_match(check, expected);
    check_side(check, "left", facts[_i].left);
    check_side(check, "right", facts[_i].right);
    json_decref(answer);
}
END_TEST

/* Whatever contradicts among the shipped records is one of the above. */
static const struct {
    const char *name;
    const char *path;
    const char *ids;
} lists[] = {
    {"what contradicts between Kazakhstan and Tajikistan",
     "/v1/pairs/KAZ-TJK/checks?result=contradicts&fields=id&limit=1000",
     "same_figure:deal-value-2023-astana-times:deal-value-2023-caspian "
     "same_figure:deal-value-2023-astana-times:deal-value-2023-tokayev"},
    {"what contradicts between Russia and Tajikistan, and nobody has read",
     "/v1/pairs/RUS-TJK/checks?result=contradicts&acknowledged__isnull=true&fields=id&limit=1000",
     "same_figure:turnover-growth-rus-tjk-2023-tass-01-23:turnover-growth-rus-tjk-2023-tass-01-31"},
    {"nothing contradicts between China and Tajikistan",
     "/v1/pairs/CHN-TJK/checks?result=contradicts&fields=id&limit=1000", ""},
    {"what is asked for by words is left whatever members are",
     "/v1/pairs/KAZ-TJK/checks?result=contradicts&relation=same_event&reason=broken&arithmetic="
     "contradicts&metric=deal_value&kind=same_figure&sort=-gap,id&limit=1000&claim="
     "deal-value-2023-caspian&fields=id",
     "same_figure:deal-value-2023-astana-times:deal-value-2023-caspian"},
    {"checks of a period",
     "/v1/pairs/KAZ-TJK/checks?period=2024-01-01/P5M&kind=part_of_period,growth&fields=id&limit=9",
     "part_of_period:turnover-2024-5m-tass:turnover-2024-7m-forum-report"},
    {"checks of a claim, by kind",
     "/v1/pairs/KAZ-TJK/"
     "checks?claim=turnover-2024-5m-tass&kind=part_of_period&fields=id&limit=1000",
     "part_of_period:turnover-2024-4m-tass:turnover-2024-5m-tass "
     "part_of_period:turnover-2024-5m-tass:turnover-2024-7m-forum-report"},
};

START_TEST(is_all_there_is)
{
    expect_ids(&program, lists[_i].path, lists[_i].ids);
}
END_TEST

/* ---- figures ---- */

#define FIGURES "/v1/pairs/KAZ-TJK/figures"

static const struct {
    const char *name;
    const char *path;
    const char *expected;
} figures[] = {
    {"the president answers before the papers",
     FIGURES "?metric=turnover&period=2022&sector__isnull=true",
     "{'data':[{'id':'KAZ-TJK:turnover:2022','value':1400000000,'low':1350000000,"
     "'high':1450000000,'possible_low':1350000000,'possible_high':1450000000,'rule':'official',"
     "'claim':'turnover-2022-tokayev','source':'kazinform-2023-05-04-turnover','spread':100000000,"
     "'claims':[{'id':'turnover-2022-tokayev','voice':'minister','is_answer':true},"
     "{'id':'turnover-2022-astana-times','voice':'press','is_answer':false},"
     "{'id':'turnover-2022-jibek-joly'},{'id':'turnover-2022-caspian'}],'statistics':[]}],"
     "'meta':{'pair':'KAZ-TJK','resolve':'official'}}"},
    {"the statistics office answers, with where it was read",
     FIGURES "?metric=turnover&period=2023",
     "{'data':[{'claim':'turnover-2023-forum-report','qualifier':'over','value':1100000000,"
     "'high':1200000000,'possible_high':null,'locator':'paragraph 11','spread':null,"
     "'claims':[{'voice':'statistics_office','authority':'tajikistan-statistics-agency'}]}]}"},
    {"of two figures of one office the later answers",
     FIGURES "?metric=growth&of=turnover&period=2023&sector__isnull=true",
     "{'data':[{'claim':'turnover-growth-2023-tass','value':-20,'spread':0.3}]}"},
    {"the narrowest is asked for", FIGURES "?metric=growth&of=turnover&period=2023&resolve=precise",
     "{'data':[{'claim':'turnover-growth-2023-forum-report','value':-20.3,'rule':'precise'}]}"},
    {"the least is asked for",
     FIGURES "?metric=deal_value&agreement=deal-package-astana-2023&scope__isnull=true&resolve=min",
     "{'data':[{'claim':'deal-value-2023-astana-times','value':1300000000,'spread':500000000}]}"},
    {"the largest is asked for",
     FIGURES "?metric=deal_value&agreement=deal-package-dushanbe-2024&resolve=max",
     "{'data':[{'claim':'deal-value-2024-astana-times-allied','value':1000000000,"
     "'spread':100000000,'spread_relative':0.1}]}"},
    {"the latest is asked for: what was said in May by the 4th is older than a page of May",
     FIGURES "?metric=turnover&period=2022&sector__isnull=true&resolve=latest",
     "{'data':[{'claim':'turnover-2022-astana-times','value':1400000000}]}"},
    {"all are asked for, and none is chosen",
     FIGURES "?metric=deal_value&agreement=deal-package-astana-2023&scope__isnull=true&resolve=all",
     "{'data':[{'claim':null,'value':null,'low':1250000000,'high':1900000000,'reason':'…All "
     "figures'}]}"},
    {"the exporter's office has said nothing, which is not zero",
     FIGURES "?metric=exports&from=KAZ&period=2023&resolve=reporter",
     "{'data':[{'value':null,'claim':null,'reason':'…reporting side'}]}"},
    {"the importer's office has", FIGURES "?metric=exports&from=KAZ&period=2023&resolve=partner",
     "{'data':[{'value':893000000,'claim':'exports-kaz-tjk-2023-tass'}]}"},
    {"no statistics were imported for it",
     FIGURES "?metric=exports&from=KAZ&period=2023&resolve=statistics",
     "{'data':[{'value':null,'series':null,'reason':'No imported statistics have it.'}]}"},
    {"statistics alone answer for a year that nobody claims",
     FIGURES "?metric=exports&from=KAZ&period=2012",
     "{'data':[{'value':508220299.799175,'unit':'USD_2010','claim':null,'series':'itpd-e-2010-usd',"
     "'claims':[],'statistics':[{'basis':'reconciled','reporter':null,"
     "'dataset':'itpd-e-kaz-tjk-2000-2016'}]}]}"},
    {"turnover of a year is both ways", FIGURES "?metric=turnover&period=2012",
     "{'data':[{'value':572572880.0957638,'unit':'USD_2010','subject':'pair'}]}"},
    {"checks stand with the figure", FIGURES "?metric=deal_count",
     "{'data':[{'claim':'deal-count-2023-caspian','value':40,'unit':'deals','checks':[]}]}"},
    {"what nobody claims has an empty list of checks", FIGURES "?metric=turnover&period=2012",
     "{'data':[{'claims':[],'checks':[]}]}"},
    {"figures of all pairs",
     "/v1/figures?metric=partner_rank&from__isnull=true&period=2023&sort=value",
     "{'data':[{'pair':'RUS-TJK','value':1},{'pair':'KAZ-TJK','value':2},{'pair':'KAZ-TJK','value':"
     "4}]}"},
    {"figures of one pair among all", "/v1/figures?pair=tj-ru&metric=growth&of=turnover",
     "{'data':[{'pair':'RUS-TJK','value':2.7,'claim':'turnover-growth-rus-tjk-2023-tass-01-31',"
     "'checks':[{'result':'contradicts'},{'kind':'implied_base'},{'kind':'implied_base'}]}]}"},
};

START_TEST(answers)
{
    json_t *answer = expect_json(&program, figures[_i].path);

    expect_match(answer, figures[_i].expected);
    json_decref(answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("checks");
    TCase *tcase = tcase_create("checks");

    suite_add_tcase(suite, tcase);
    tcase_add_unchecked_fixture(tcase, start, stop);
    SUITE_ADD_ROWS(tcase, is_said_with_its_numbers, facts);
    SUITE_ADD_ROWS(tcase, is_all_there_is, lists);
    SUITE_ADD_ROWS(tcase, answers, figures);
    return suite_run(suite);
}
