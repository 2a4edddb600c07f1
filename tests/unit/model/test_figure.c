/* SPDX-License-Identifier: MIT */
/* One answer of several claims: the order of voices, and every rule. */
#include "model/figure.h"

#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "model/figure_id.h"
#include "suite.h"

enum { MOST = 4 };

static const struct date may = {"2023-05", "2023-05-01", "2023-05-31"};
static const struct date june = {"2023-06-01", "2023-06-01", "2023-06-01"};

static const struct date fourth = {"2023-05-04", "2023-05-04", "2023-05-04"};
static const struct date fifth = {"2023-05-05", "2023-05-05", "2023-05-05"};
static const struct date year_2022 = {"2022", "2022-01-01", "2022-12-31"};
static const struct claim_citation of_fourth[] = {{.source = "a", .published_on = &fourth}};
static const struct claim_citation of_2022[] = {{.source = "b", .published_on = &year_2022}};

#define FIGURE(number, word, unit_of_digit)                                                        \
    .has_quantity = true, .quantity = {number, word, unit_of_digit}, .unit = "USD",                \
    .metric = "exports", .from = "KAZ", .to = "TJK", .a = "KAZ", .b = "TJK"
#define OFFICE(name, kind_of_office, code)                                                         \
    .authority = {.id = name, .kind = kind_of_office, .country = code}

static struct claim statistics = {.id = "statistics",
                                  FIGURE(100, QUALIFIER_EXACT, 10),
                                  OFFICE("agency", "statistics_office", "TJK"),
                                  .said_on = &may};
static struct claim later_statistics = {.id = "later-statistics",
                                        FIGURE(120, QUALIFIER_EXACT, 10),
                                        OFFICE("agency", "statistics_office", "TJK"),
                                        .said_on = &june};
static struct claim ministry = {.id = "ministry",
                                FIGURE(90, QUALIFIER_EXACT, 1),
                                OFFICE("ministry", "ministry", "KAZ"),
                                .said_on = &june};
static struct claim minister = {.id = "minister",
                                FIGURE(80, QUALIFIER_ABOUT, 10),
                                .said_by = "A",
                                .said_as = "First Deputy Prime Minister of X"};
static struct claim president = {.id = "president",
                                 FIGURE(80, QUALIFIER_ABOUT, 10),
                                 .said_by = "B",
                                 .said_as = "President of Kazakhstan",
                                 .said_on = &june};
static struct claim director = {.id = "director",
                                FIGURE(85, QUALIFIER_EXACT, 5),
                                .said_by = "C",
                                .said_as = "Director",
                                .said_on = &june};
static struct claim institute = {.id = "institute",
                                 FIGURE(95, QUALIFIER_EXACT, 5),
                                 OFFICE("institute", "institute", "KAZ"),
                                 .said_on = &june};
static struct claim press = {.id = "press", FIGURE(130, QUALIFIER_OVER, 10), .said_on = &june};
static struct claim older_press = {
    .id = "older-press", FIGURE(70, QUALIFIER_EXACT, 10), .said_on = &may};
static struct claim press_of_fifth = {
    .id = "press-of-fifth", FIGURE(65, QUALIFIER_EXACT, 10), .said_on = &fifth};
/* Said in May, and printed on the 4th: so it was said by then. */
static struct claim printed_on_fourth = {.id = "printed-on-fourth",
                                         FIGURE(66, QUALIFIER_EXACT, 10),
                                         .said_on = &may,
                                         .citations = of_fourth,
                                         .citation_count = 1};
static struct claim printed_before = {.id = "printed-before",
                                      FIGURE(67, QUALIFIER_EXACT, 10),
                                      .said_on = &may,
                                      .citations = of_2022,
                                      .citation_count = 1};
static struct claim undated_press = {.id = "undated-press", FIGURE(60, QUALIFIER_EXACT, 10)};
static struct claim inference = {
    .id = "inference", FIGURE(75, QUALIFIER_EXACT, 0), .said_on = &june, .is_derived = true};
static struct claim words = {.id = "words", .metric = "exports", .text = "a lot"};

static const struct {
    const char *name;
    const struct claim *claims[2];
} orders[] = {
    {"a statistics office before a ministry", {&statistics, &ministry}},
    {"a ministry before a minister", {&ministry, &minister}},
    {"a minister before an institute", {&minister, &institute}},
    {"an institute before another speaker", {&institute, &director}},
    {"another speaker before the press", {&director, &press}},
    {"the later of one office", {&later_statistics, &statistics}},
    {"a statistics office, though a ministry is later", {&statistics, &ministry}},
    {"the president, who is later, before a minister without a date", {&president, &minister}},
    {"the later of the press", {&press, &older_press}},
    {"what was said on the 5th before what was printed on the 4th",
     {&press_of_fifth, &printed_on_fourth}},
    {"a document from before it was said shows nothing", {&printed_before, &press_of_fifth}},
    {"one with a date before one without", {&older_press, &undated_press}},
    {"what was said before what was inferred", {&press, &inference}},
};

START_TEST(comes_first)
{
    const struct claim *first = orders[_i].claims[0];
    const struct claim *second = orders[_i].claims[1];

    ck_assert_int_lt(figure_compare(&first, &second), 0);
    ck_assert_int_gt(figure_compare(&second, &first), 0);
    ck_assert_int_eq(figure_compare(&first, &first), 0);
}
END_TEST

static const struct figure_statistic exported = {.series = "s",
                                                 .unit = "USD",
                                                 .from = "KAZ",
                                                 .to = "TJK",
                                                 .reporter = "KAZ",
                                                 .has_value = true,
                                                 .value = 50};
static const struct figure_statistic imported = {.series = "s",
                                                 .unit = "USD",
                                                 .from = "KAZ",
                                                 .to = "TJK",
                                                 .reporter = "TJK",
                                                 .has_value = true,
                                                 .value = 55};
static const struct figure_statistic silent = {
    .series = "s", .unit = "USD", .from = "KAZ", .to = "TJK", .reporter = "KAZ"};
static const struct figure_statistic deflated = {
    .series = "d", .unit = "USD_2010", .from = "KAZ", .to = "TJK", .has_value = true, .value = 40};
static const struct figure_statistic reconciled = {
    .series = "r", .unit = "USD", .from = "KAZ", .to = "TJK", .has_value = true, .value = 52};

static const struct {
    const char *name;
    const struct claim *claims[MOST]; /* in any order */
    const struct figure_statistic *statistics[MOST];
    enum figure_rule rule;
    const char *claim; /* NULL: none */
    const struct figure_statistic *statistic;
    bool has_reason;
} cases[] = {
    {"the most official",
     {&press, &minister, &statistics, &ministry},
     {NULL},
     FIGURE_OFFICIAL,
     "statistics",
     NULL,
     false},
    {"the most official that has a number",
     {&words, &press},
     {NULL},
     FIGURE_OFFICIAL,
     "press",
     NULL,
     false},
    {"the latest, of several the most official",
     {&older_press, &ministry, &press, &statistics},
     {NULL},
     FIGURE_LATEST,
     "ministry",
     NULL,
     false},
    {"the latest is not later than the document that prints it",
     {&printed_on_fourth, &press_of_fifth},
     {NULL},
     FIGURE_LATEST,
     "press-of-fifth",
     NULL,
     false},
    {"the narrowest",
     {&statistics, &ministry, &press},
     {NULL},
     FIGURE_PRECISE,
     "ministry",
     NULL,
     false},
    {"an inference may be the narrowest",
     {&statistics, &inference},
     {NULL},
     FIGURE_PRECISE,
     "inference",
     NULL,
     false},
    {"the least", {&statistics, &ministry, &press}, {NULL}, FIGURE_MIN, "ministry", NULL, false},
    {"the largest", {&statistics, &ministry, &press}, {NULL}, FIGURE_MAX, "press", NULL, false},
    {"all, and none is chosen", {&statistics, &press}, {NULL}, FIGURE_ALL, NULL, NULL, true},
    {"the exporter's office",
     {&statistics, &ministry, &press},
     {NULL},
     FIGURE_REPORTER,
     "ministry",
     NULL,
     false},
    {"the importer's office",
     {&statistics, &ministry, &press},
     {NULL},
     FIGURE_PARTNER,
     "statistics",
     NULL,
     false},
    {"no office of the exporter's side",
     {&statistics, &press},
     {NULL},
     FIGURE_REPORTER,
     NULL,
     NULL,
     true},
    {"the exporter's statistics where its offices say nothing",
     {&statistics, &press},
     {&imported, &exported},
     FIGURE_REPORTER,
     NULL,
     &exported,
     false},
    {"the importer's statistics",
     {&press},
     {&exported, &imported},
     FIGURE_PARTNER,
     NULL,
     &imported,
     false},
    {"statistics that are asked for",
     {&statistics},
     {&exported, &imported},
     FIGURE_STATISTICS,
     NULL,
     &exported,
     false},
    {"a report before what was reconciled",
     {&statistics},
     {&reconciled, &imported},
     FIGURE_STATISTICS,
     NULL,
     &imported,
     false},
    {"what was reconciled where nothing was reported",
     {&statistics},
     {&silent, &reconciled},
     FIGURE_STATISTICS,
     NULL,
     &reconciled,
     false},
    {"statistics of another unit are no answer",
     {&statistics},
     {&deflated},
     FIGURE_STATISTICS,
     NULL,
     NULL,
     true},
    {"not reported is not zero", {&statistics}, {&silent}, FIGURE_STATISTICS, NULL, NULL, true},
    {"no statistics", {&statistics}, {NULL}, FIGURE_STATISTICS, NULL, NULL, true},
    {"claims answer beside statistics",
     {&press},
     {&exported},
     FIGURE_OFFICIAL,
     "press",
     NULL,
     false},
    {"statistics answer where nobody claims anything",
     {NULL},
     {&deflated},
     FIGURE_OFFICIAL,
     NULL,
     &deflated,
     false},
    {"a text alone is no number", {&words}, {NULL}, FIGURE_OFFICIAL, NULL, NULL, true},
};

static size_t count_of(const void *const *items)
{
    size_t count = 0;

    while (count < MOST && items[count])
        count++;
    return count;
}

START_TEST(answers)
{
    const struct claim *claims[MOST];
    const size_t count = count_of((const void *const *)cases[_i].claims);

    memcpy(claims, cases[_i].claims, sizeof claims);
    for (size_t i = 0; i < count; i++)
        ((struct claim *)(void *)claims[i])->bounds = quantity_bounds(&claims[i]->quantity);
    qsort(claims, count, sizeof(void *), figure_compare);
    const struct figure figure = {
        .claims = claims,
        .claim_count = count,
        .statistics = cases[_i].statistics,
        .statistic_count = count_of((const void *const *)cases[_i].statistics),
    };
    const struct figure_answer answer = figure_resolve(&figure, cases[_i].rule);

    ck_assert_pstr_eq(answer.claim ? answer.claim->id : NULL, cases[_i].claim);
    ck_assert_ptr_eq(answer.statistic, cases[_i].statistic);
    ck_assert_int_eq(answer.reason != NULL, cases[_i].has_reason);
}
END_TEST

START_TEST(spread_is_between_the_least_and_the_largest)
{
    statistics.bounds = quantity_bounds(&statistics.quantity);
    press.bounds = quantity_bounds(&press.quantity);
    const struct claim *claims[] = {&statistics, &words, &press};
    const struct figure_spread two = figure_spread_of(&(struct figure){claims, 3, NULL, 0});
    const struct figure_spread one = figure_spread_of(&(struct figure){claims, 2, NULL, 0});

    ck_assert(two.is_known);
    ck_assert_double_eq(two.absolute, 30);
    ck_assert_double_eq_tol(two.relative, 30.0 / 130, 1e-12);
    ck_assert_double_eq(two.likely.low, 95);
    ck_assert_double_eq(two.likely.high, 140);
    ck_assert(!one.is_known);
}
END_TEST

START_TEST(rules_have_words)
{
    for (int i = 0; i < FIGURE_RULE_COUNT; i++) {
        ck_assert_int_eq(figure_rule_find(words_figure_rule[i]), i);
        ck_assert_uint_gt(strlen(figure_rule_sentence((enum figure_rule)i)), 10);
    }
    ck_assert_int_eq(figure_rule_find("offical"), FIGURE_OFFICIAL);
    ck_assert_int_eq(figure_rule_find(NULL), FIGURE_OFFICIAL);
}
END_TEST

static const struct {
    const char *name; /* said_as */
    bool is_of_state;
} offices[] = {
    {"President of Kazakhstan", true},
    {"President of the Republic of Kazakhstan", true},
    {"president of the Kyrgyz Republic", true},
    {"President of Uzbekistan, chairman of the summit", true},
    {"President of the USSR", true},
    {"President of the United States", true},
    {"Vice President of Kazakhstan", true},
    {"Head of State of Fiji", true},
    {"First Deputy Prime Minister of Tajikistan", true},
    {"Minister of Trade and Integration of Kazakhstan", true},
    {"Deputy Minister", true},
    {"Chief Cabinet Secretary of Fiji", true},
    {"Secretary of State for Trade", true},
    {"State Secretary of Kazakhstan", true},
    {"Ambassador of Kazakhstan to Tajikistan", true},
    {"Ambassador Extraordinary and Plenipotentiary of Russia", true},
    {"Governor-General of Tuvalu", false},
    {"Vice President of Acme Cement", false},
    {"President of the Chamber of Commerce", false},
    {"President of the Chamber of Commerce of Kazakhstan", false},
    {"President of the Kazakhstan Chamber of Commerce", false},
    {"President", false},
    {"President of", false},
    {"President of the European Union", false},
    {"Presidential aide of Kazakhstan", false},
    {"Governor of the National Bank of Kazakhstan", false},
    {"Former Minister of Trade", false},
    {"Adviser to the President of Kazakhstan", false},
    {"Spokesman for the Minister of Trade", false},
    {"Goodwill Ambassador", false},
    {"Administrator", false},
    {"Director", false},
    {"", false},
};

START_TEST(is_an_office_of_state)
{
    const struct claim claim = {.said_by = "A", .said_as = offices[_i].name};

    ck_assert_int_eq(figure_voice_of(&claim) == FIGURE_OF_MINISTER, offices[_i].is_of_state);
}
END_TEST

#define TURNOVER .pair = "KAZ-TJK", .metric = "turnover", .unit = "USD"

static const struct period year = {"2022", "2022-01-01", "2022-12-31", 'A'};
static const struct period year_before = {"2021", "2021-01-01", "2021-12-31", 'A'};

static const struct {
    const char *name;
    struct claim claim;
    const char *id;
} ids[] = {
    {"a year", {TURNOVER, .period = &year}, "KAZ-TJK:turnover:2022"},
    {"no year", {TURNOVER}, "KAZ-TJK:turnover"},
    {"a direction",
     {.pair = "KAZ-TJK", .from = "TJK", .to = "KAZ", .metric = "exports", .unit = "USD"},
     "TJK>KAZ:exports"},
    {"one end of a direction", {TURNOVER, .from = "TJK"}, "KAZ-TJK:from TJK:turnover"},
    {"the other end", {TURNOVER, .to = "TJK"}, "KAZ-TJK:to TJK:turnover"},
    {"no pair", {.metric = "turnover", .unit = "USD"}, "all:turnover"},
    {"a sector", {TURNOVER, .sector = "digital"}, "KAZ-TJK:turnover:sector digital"},
    {"a scope of that name", {TURNOVER, .scope = "digital"}, "KAZ-TJK:turnover:only digital"},
    {"a whole of that name", {TURNOVER, .whole = "digital"}, "KAZ-TJK:turnover:share of digital"},
    {"an agreement of that name",
     {TURNOVER, .agreement = "digital", .event = "forum"},
     "KAZ-TJK:turnover:agreement digital"},
    {"an event of that name", {TURNOVER, .event = "digital"}, "KAZ-TJK:turnover:event digital"},
    {"a country", {TURNOVER, .country = "TJK"}, "KAZ-TJK:turnover:country TJK"},
    {"goods", {TURNOVER, .commodity = "27"}, "KAZ-TJK:turnover:HS 27"},
    {"a count", {TURNOVER, .count = 27}, "KAZ-TJK:turnover:27 items"},
    {"a scope of that count", {TURNOVER, .scope = "27 items"}, "KAZ-TJK:turnover:only 27 items"},
    {"two limits", {TURNOVER, .sector = "x", .scope = "y"}, "KAZ-TJK:turnover:sector x:only y"},
    {"a whole and a scope in one text",
     {TURNOVER, .whole = "x:only y"},
     "KAZ-TJK:turnover:share of x%3Aonly y"},
    {"what looks like that text",
     {TURNOVER, .whole = "x%3Aonly y"},
     "KAZ-TJK:turnover:share of x%253Aonly y"},
    {"a base",
     {.pair = "KAZ-TJK",
      .metric = "growth",
      .of = "turnover",
      .unit = "percent",
      .period = &year,
      .base_period = &year_before},
     "KAZ-TJK:growth:of turnover:2022:against 2021:in percent"},
    {"a unit",
     {.pair = "KAZ-TJK", .metric = "turnover", .unit = "USD_2010"},
     "KAZ-TJK:turnover:in USD_2010"},
    {"no unit", {.pair = "KAZ-TJK", .metric = "turnover"}, "KAZ-TJK:turnover:no unit"},
};

static void check_id(size_t row, const char *expected, bool is_same)
{
    struct buffer id;

    buffer_init(&id);
    figure_id_write(&ids[row].claim, &id);
    buffer_add_char(&id, '\0');
    ck_assert(!buffer_failed(&id));
    ck_assert_msg((strcmp(id.data, expected) == 0) == is_same, "%s", id.data);
    buffer_fini(&id);
}

/* Two ids are the same where two figures are. */
START_TEST(has_an_id_of_its_own)
{
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        check_id(i, ids[_i].id, i == (size_t)_i);
        ck_assert_int_eq(claim_compare_figure(&ids[_i].claim, &ids[i].claim) == 0, i == (size_t)_i);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("figure");
    TCase *tcase = tcase_create("figure");

    SUITE_ADD_ROWS(tcase, comes_first, orders);
    SUITE_ADD_ROWS(tcase, answers, cases);
    SUITE_ADD_ROWS(tcase, is_an_office_of_state, offices);
    SUITE_ADD_ROWS(tcase, has_an_id_of_its_own, ids);
    tcase_add_test(tcase, spread_is_between_the_least_and_the_largest);
    tcase_add_test(tcase, rules_have_words);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
