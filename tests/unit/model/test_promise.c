/* SPDX-License-Identifier: MIT */
#include "model/promise.h"

#include <math.h>
#include <string.h>

#include "expect.h"
#include "model/arena.h"
#include "suite.h"

enum { MOST_LINES = 6 };

/* A claim in short: a target where there is no period. Amounts in millions of US dollars, figures
 * to the nearest hundred. */
struct line {
    const char *id;
    const char *period;
    double value;
    enum qualifier qualifier;
    const char *said_on;
    const char *published_on;
    const char *deadline;
    const char *sector;
};

/* What claims point at. */
struct world {
    struct claims claims;
    struct claim items[MOST_LINES];
    struct period periods[MOST_LINES];
    struct date dates[MOST_LINES][3];
    struct claim_citation citations[MOST_LINES];
};

static const struct date *read_date(const char *text, struct date *to)
{
    if (!text)
        return NULL;
    ck_assert_msg(date_parse(text, to), "%s", text);
    return to;
}

static void read_line(struct world *world, const struct line *line)
{
    const size_t i = world->claims.count++;
    struct claim *claim = &world->items[i];

    *claim = (struct claim){
        .id = line->id,
        .subject = "pair",
        .pair = "KAZ-TJK",
        .a = "KAZ",
        .b = "TJK",
        .metric = line->period ? "turnover" : "target",
        .of = line->period ? NULL : "turnover",
        .sector = line->sector,
        .unit = "USD",
        .has_quantity = true,
        .quantity = {line->value, line->qualifier, line->period ? 100 : 0},
        .said_on = read_date(line->said_on, &world->dates[i][0]),
        .deadline = read_date(line->deadline, &world->dates[i][1]),
        .citations = &world->citations[i],
        .citation_count = 1,
    };
    claim->bounds = quantity_bounds(&claim->quantity);
    world->citations[i] = (struct claim_citation){
        .source = line->id, .published_on = read_date(line->published_on, &world->dates[i][2])};
    if (line->period)
        ck_assert(period_parse(line->period, &world->periods[i]));
    claim->period = line->period ? &world->periods[i] : NULL;
}

/* The first line is the target that is asked about. */
static void make(const struct line *lines, const char *day, struct world *world,
                 struct arena *arena, struct promise *ret)
{
    memset(world, 0, sizeof *world);
    world->claims.items = world->items;
    for (size_t i = 0; i < MOST_LINES && lines[i].id; i++)
        read_line(world, &lines[i]);
    arena_init(arena);
    ck_assert(promise_make(&world->claims, &world->items[0], day, arena, ret));
}

#define TURNOVER_2021                                                                              \
    {                                                                                              \
        .id = "2021", .period = "2021", .value = 1200                                              \
    }
#define TURNOVER_2022                                                                              \
    {                                                                                              \
        .id = "2022", .period = "2022", .value = 1400                                              \
    }
#define TURNOVER_2023                                                                              \
    {                                                                                              \
        .id = "2023", .period = "2023", .value = 1100, .qualifier = QUALIFIER_OVER                 \
    }
#define PLEDGE(amount, ...)                                                                        \
    {                                                                                              \
        .id = "pledge", .value = amount, __VA_ARGS__                                               \
    }
#define LATER(amount, ...)                                                                         \
    {                                                                                              \
        .id = "later", .value = amount, __VA_ARGS__                                                \
    }

/* A figure of 2022, of 1.3 billion, that was published on a day. */
#define PUBLISHED(day)                                                                             \
    {                                                                                              \
        .id = "published", .period = "2022", .value = 1300, .published_on = (day)                  \
    }
#define SAID(day)                                                                                  \
    {                                                                                              \
        .id = "said", .period = "2022", .value = 1500, .said_on = (day)                            \
    }

static const struct {
    const char *name;
    struct line lines[MOST_LINES];
    const char *day;
    const char *status; /* NULL: none */
    const char *met_by;
    const char *restated_by;
} outcomes[] = {
    {"1.4 billion meets 1 billion",
     {PLEDGE(1000, .said_on = "2023-05"), TURNOVER_2022, TURNOVER_2023},
     "2024-09-01",
     "met",
     "2022",
     NULL},
    {"is met by the year that it began from, not by one before",
     {PLEDGE(1150, .said_on = "2023-05"), TURNOVER_2021, TURNOVER_2022},
     "2024-09-01",
     "met",
     "2022",
     NULL},
    {"a year before it was stated does not meet it",
     {PLEDGE(1300, .said_on = "2024-05"), TURNOVER_2022, TURNOVER_2023},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"1.35 to 1.45 billion does not certainly meet 1.4",
     {PLEDGE(1400, .said_on = "2022-05"), TURNOVER_2022},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"1.35 to 1.45 billion certainly meets 1.35",
     {PLEDGE(1350, .said_on = "2022-05"), TURNOVER_2022},
     "2024-09-01",
     "met",
     "2022",
     NULL},
    {"is met though it was restated later",
     {PLEDGE(1000, .said_on = "2021-05-01"), LATER(2000, .said_on = "2023-05"), TURNOVER_2022},
     "2024-09-01",
     "met",
     "2022",
     "later"},
    {"a year that ended after the deadline does not meet it",
     {PLEDGE(1300, .said_on = "2021-05", .deadline = "2021"), TURNOVER_2021, TURNOVER_2022},
     "2024-09-01",
     "missed",
     NULL,
     NULL},
    {"a figure of a part of a year does not meet it",
     {PLEDGE(1000, .said_on = "2021-05"), {.id = "half", .period = "2022-S1", .value = 1400}},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a figure of a sector does not meet it",
     {PLEDGE(1000, .said_on = "2021-05"),
      {.id = "farms", .period = "2022", .value = 1400, .sector = "agriculture"}},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a year that is not over on the day does not meet it",
     {PLEDGE(1000, .said_on = "2021-05"), TURNOVER_2022},
     "2022-12-31",
     "open",
     NULL,
     NULL},
    {"a deadline that has passed with less is missed",
     {PLEDGE(2000, .said_on = "2021-05", .deadline = "2022"), TURNOVER_2022},
     "2023-01-01",
     "missed",
     NULL,
     NULL},
    {"the day of the deadline still counts",
     {PLEDGE(2000, .said_on = "2021-05", .deadline = "2022"), TURNOVER_2022},
     "2022-12-31",
     "open",
     NULL,
     NULL},
    {"a deadline that has passed without a figure of its year is open",
     {PLEDGE(2000, .said_on = "2021-05", .deadline = "2025"), TURNOVER_2022},
     "2026-11-22",
     "open",
     NULL,
     NULL},
    {"what is missed stays missed though it was restated",
     {PLEDGE(2000, .said_on = "2021-05", .deadline = "2022"),
      LATER(2000, .said_on = "2023-05", .deadline = "2027"), TURNOVER_2022},
     "2024-09-01",
     "missed",
     NULL,
     "later"},
    {"1.35 to 1.45 billion does not certainly miss 1.4",
     {PLEDGE(1400, .said_on = "2021-05", .deadline = "2022"), TURNOVER_2022},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a year that went on after the deadline does not show whether it was met",
     {PLEDGE(1000, .said_on = "2022-02", .deadline = "2022-06"), TURNOVER_2022},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"another amount restates it",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(3000, .said_on = "2024-08")},
     "2024-09-01",
     "restated",
     NULL,
     "later"},
    {"a deadline where there was none restates it",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(2000, .said_on = "2024-08", .deadline = "2027")},
     "2024-09-01",
     "restated",
     NULL,
     "later"},
    {"the same again does not restate it",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(2000, .said_on = "2024-08")},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a statement that leaves the deadline out takes nothing back",
     {PLEDGE(2000, .said_on = "2023-05", .deadline = "2027"), LATER(2000, .said_on = "2024-08")},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a statement that may be older does not restate it",
     {PLEDGE(2000, .said_on = "2023-05-04"), LATER(3000, .said_on = "2023-05")},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a statement without a day does not restate it",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(3000, .published_on = NULL)},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a statement that was made after the day does not restate it",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(3000, .said_on = "2024-08")},
     "2024-07-31",
     "open",
     NULL,
     NULL},
    {"a target of a sector does not restate it",
     {PLEDGE(2000, .said_on = "2023-05"),
      LATER(3000, .said_on = "2024-08", .sector = "agriculture")},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"has no status before it was stated",
     {PLEDGE(1000, .said_on = "2023-05"), TURNOVER_2022},
     "2023-04-30",
     NULL,
     NULL,
     NULL},
    {"has one from the first day on which it may have been stated",
     {PLEDGE(1000, .said_on = "2023-05"), TURNOVER_2022},
     "2023-05-01",
     "met",
     "2022",
     NULL},
    {"without a day it is met by the last year alone",
     {PLEDGE(1300, .said_on = NULL), TURNOVER_2022, TURNOVER_2023},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a figure that was published after the day does not meet it",
     {PLEDGE(1000, .said_on = "2022-05"), PUBLISHED("2023-06-01")},
     "2023-05-31",
     "open",
     NULL,
     NULL},
    {"it does on the day it was published",
     {PLEDGE(1000, .said_on = "2022-05"), PUBLISHED("2023-06-01")},
     "2023-06-01",
     "met",
     "published",
     NULL},
    {"a figure that was published after the day does not miss it",
     {PLEDGE(2000, .said_on = "2022-05", .deadline = "2022"), PUBLISHED("2023-06-01")},
     "2023-05-31",
     "open",
     NULL,
     NULL},
    {"a figure of a year before does not meet it because the next was not known when it was stated",
     {PLEDGE(1200, .said_on = "2023-05-04"),
      {.id = "2021", .period = "2021", .value = 1300, .published_on = "2022-02"},
      {.id = "2022", .period = "2022", .value = 900, .published_on = "2023-06-01"}},
     "2024-09-01",
     "open",
     NULL,
     NULL},
    {"a ceiling is met from below",
     {PLEDGE(1500, .said_on = "2022-05", .qualifier = QUALIFIER_AT_MOST), TURNOVER_2022},
     "2024-09-01",
     "met",
     "2022",
     NULL},
    {"a ceiling is missed from above",
     {PLEDGE(1300, .said_on = "2021-05", .deadline = "2022", .qualifier = QUALIFIER_UNDER),
      TURNOVER_2022},
     "2024-09-01",
     "missed",
     NULL,
     NULL},
};

static const char *id_of(const struct claim *claim)
{
    return claim ? claim->id : NULL;
}

START_TEST(promise_has_an_outcome)
{
    struct world world;
    struct arena arena;
    struct promise made;

    make(outcomes[_i].lines, outcomes[_i].day, &world, &arena, &made);
    ck_assert_pstr_eq(made.has_status ? words_promise_status[made.status] : NULL,
                      outcomes[_i].status);
    ck_assert_pstr_eq(id_of(made.met_by), outcomes[_i].met_by);
    ck_assert_pstr_eq(id_of(made.restated_by), outcomes[_i].restated_by);
    ck_assert_ptr_nonnull(made.status_reason);
    arena_fini(&arena);
}
END_TEST

static const struct {
    const char *name;
    struct line lines[MOST_LINES];
    const char *first;
    bool is_first;
    size_t statements;
    const char *before;
    const char *amount; /* where there is one before */
    const char *deadline;
} orders[] = {
    {"stands alone", {PLEDGE(2000, .said_on = "2023-05")}, "pledge", true, 1, NULL, NULL, NULL},
    {"is the first of two",
     {PLEDGE(2000, .said_on = "2023-05-04"), LATER(2000, .said_on = "2024-08")},
     "pledge",
     true,
     2,
     NULL,
     NULL,
     NULL},
    {"is the second of two",
     {PLEDGE(2000, .said_on = "2024-08", .deadline = "2027"), LATER(2000, .said_on = "2023-05-04")},
     "later",
     false,
     2,
     "later",
     "same",
     "added"},
    {"may be the first: in May, and on the 4th",
     {PLEDGE(2000, .said_on = "2023-05"), LATER(2000, .said_on = "2023-05-04")},
     "later",
     true,
     2,
     NULL,
     NULL,
     NULL},
    {"what was said in May and printed on the 4th was said by then",
     {PLEDGE(2000, .said_on = "2023-05", .published_on = "2023-05-04"),
      LATER(2000, .said_on = "2023-05-05")},
     "pledge",
     true,
     2,
     NULL,
     NULL,
     NULL},
    {"a text that was printed before it was said shows nothing",
     {PLEDGE(2000, .said_on = "2023-05", .published_on = "2022"),
      LATER(2000, .said_on = "2023-05-05")},
     "later",
     true,
     2,
     NULL,
     NULL,
     NULL},
    {"the day of print counts where no other is known",
     {PLEDGE(2000, .published_on = "2023-05-04"), LATER(2000, .said_on = "2023-05-05")},
     "pledge",
     true,
     2,
     NULL,
     NULL,
     NULL},
    {"another amount is another target",
     {PLEDGE(2000, .said_on = "2024-08"), LATER(1000, .said_on = "2023-05-04")},
     "pledge",
     true,
     1,
     "later",
     "raised",
     "same"},
    {"less, later",
     {PLEDGE(500, .said_on = "2024-08", .deadline = "2027"),
      LATER(1000, .said_on = "2023-05-04", .deadline = "2025")},
     "pledge",
     true,
     1,
     "later",
     "lowered",
     "later"},
    {"sooner",
     {PLEDGE(500, .said_on = "2024-08", .deadline = "2024"),
      LATER(500, .said_on = "2023-05-04", .deadline = "2025")},
     "later",
     false,
     2,
     "later",
     "same",
     "earlier"},
    {"nothing is said of the deadline",
     {PLEDGE(500, .said_on = "2024-08"), LATER(500, .said_on = "2023-05-04", .deadline = "2025")},
     "later",
     false,
     2,
     "later",
     "same",
     "left_out"},
    {"an open deadline is none",
     {PLEDGE(500, .said_on = "2024-08", .deadline = ".."), LATER(500, .said_on = "2023-05-04")},
     "later",
     false,
     2,
     "later",
     "same",
     "same"},
    {"a statement without a day is never the first of others",
     {PLEDGE(2000, .said_on = NULL), LATER(2000, .said_on = "2023-05-04")},
     "later",
     false,
     2,
     NULL,
     NULL,
     NULL},
    {"of statements without a day none is the first",
     {PLEDGE(2000, .said_on = NULL), LATER(2000, .said_on = NULL)},
     NULL,
     false,
     2,
     NULL,
     NULL,
     NULL},
};

START_TEST(promise_has_a_place)
{
    struct world world;
    struct arena arena;
    struct promise made;

    make(orders[_i].lines, "2024-09-01", &world, &arena, &made);
    ck_assert_pstr_eq(id_of(made.first), orders[_i].first);
    ck_assert_int_eq(made.is_first, orders[_i].is_first);
    ck_assert_uint_eq(made.statement_count, orders[_i].statements);
    ck_assert_pstr_eq(id_of(made.before), orders[_i].before);
    if (made.before) {
        ck_assert_str_eq(promise_change_word(made.amount_change), orders[_i].amount);
        ck_assert_str_eq(promise_change_word(made.deadline_change), orders[_i].deadline);
    }
    arena_fini(&arena);
}
END_TEST

#define NONE                                                                                       \
    {                                                                                              \
        {0, 0},                                                                                    \
        {                                                                                          \
            0, 0                                                                                   \
        }                                                                                          \
    }

static const struct {
    const char *name;
    struct line lines[MOST_LINES];
    const char *day;
    const char *baseline;
    const char *now;
    struct bounds progress; /* all zero: there is a reason */
    struct bounds way;
    struct bounds growth;
} advances[] = {
    /* 1100 / 2000 … 1200 / 2000; (2000 / 1200)^(1/4) and (2000 / 1100)^(1/4) */
    {"2 billion by 2027 from over 1.1",
     {PLEDGE(2000, .said_on = "2024-08-23", .deadline = "2027"), TURNOVER_2022, TURNOVER_2023},
     "2024-09-01",
     "2023",
     "2023",
     {{55, 60}, {55, INFINITY}},
     {{0, 0}, {0, 0}},
     {{13.62193665, 16.12061509}, {-100, 16.12061509}}},
    /* (1400 ± 50 - 1200 ± 50) / (2000 - 1200 ± 50): 100 / 750 … 300 / 850 at the corners where the
     * baseline is the same above and below the line; 1350 / 2000 … 1450 / 2000;
     * (2000 / 1450)^(1/5), (2000 / 1350)^(1/5) */
    {"2 billion by 2027 from 1.2 by way of 1.4",
     {PLEDGE(2000, .said_on = "2022-05", .deadline = "2027"), TURNOVER_2021, TURNOVER_2022},
     "2023-09-01",
     "2021",
     "2022",
     {{67.5, 72.5}, {67.5, 72.5}},
     {{13.33333333, 35.29411765}, {13.33333333, 35.29411765}},
     {{6.643011017, 8.178074107}, {6.643011017, 8.178074107}}},
    {"a target that was reached when it was stated has no way to go",
     {PLEDGE(1000, .said_on = "2023-05"), TURNOVER_2022, TURNOVER_2023},
     "2024-09-01",
     "2022",
     "2023",
     {{110, 120}, {110, INFINITY}},
     NONE,
     NONE},
    {"growth is not said of a deadline that has passed",
     {PLEDGE(2000, .said_on = "2022-05", .deadline = "2022"), TURNOVER_2022},
     "2023-01-01",
     NULL,
     "2022",
     {{67.5, 72.5}, {67.5, 72.5}},
     NONE,
     NONE},
    {"no figure, no number",
     {PLEDGE(2000, .said_on = "2022-05", .deadline = "2027")},
     "2023-01-01",
     NULL,
     NULL,
     NONE,
     NONE,
     NONE},
    {"the latest of equal voices answers for a year",
     {PLEDGE(2000, .said_on = NULL),
      {.id = "old", .period = "2022", .value = 1300, .published_on = "2023-01-05"},
      {.id = "new", .period = "2022", .value = 1400, .published_on = "2023-05-05"}},
     "2024-09-01",
     NULL,
     "new",
     {{67.5, 72.5}, {67.5, 72.5}},
     NONE,
     NONE},
    /* 1300 ± 50 of 2000 */
    {"what was not said yet on the day does not count",
     {PLEDGE(2000, .said_on = NULL), PUBLISHED("2023-02-01"), SAID("2023-05-04")},
     "2023-05-03",
     NULL,
     "published",
     {{62.5, 67.5}, {62.5, 67.5}},
     NONE,
     NONE},
    /* 1500 ± 50 of 2000 */
    {"what was said in a month counts from its first day on",
     {PLEDGE(2000, .said_on = NULL), PUBLISHED("2023-02-01"), SAID("2023-05")},
     "2023-05-01",
     NULL,
     "said",
     {{72.5, 77.5}, {72.5, 77.5}},
     NONE,
     NONE},
    {"a figure without a day is known when its year is over",
     {PLEDGE(2000, .said_on = NULL), TURNOVER_2022},
     "2023-01-01",
     NULL,
     "2022",
     {{67.5, 72.5}, {67.5, 72.5}},
     NONE,
     NONE},
    {"it began from what was known when it was stated: the next year's figure came later",
     {PLEDGE(2000, .said_on = "2023-05-04"),
      {.id = "2021", .period = "2021", .value = 1200, .published_on = "2022-02"},
      PUBLISHED("2023-06-01")},
     "2023-05-31",
     "2021",
     "2021",
     {{57.5, 62.5}, {57.5, 62.5}},
     {{0, 0}, {0, 0}},
     NONE},
    /* The same document states both; a better figure of the year is no way: 1500 ± 50 of 2000. */
    {"it began from what was said the same day, and another figure of the year is no progress",
     {PLEDGE(2000, .said_on = "2023-05", .published_on = "2023-05-04"), PUBLISHED("2023-05-04"),
      SAID("2023-06-01")},
     "2023-12-31",
     "published",
     "said",
     {{72.5, 77.5}, {72.5, 77.5}},
     {{0, 0}, {0, 0}},
     NONE},
    {"of nothing there is no part",
     {PLEDGE(0, .said_on = "2022-05"), TURNOVER_2021},
     "2024-09-01",
     "2021",
     "2021",
     NONE,
     NONE,
     NONE},
};

static bool is_none(const struct bounds *bounds)
{
    static const struct bounds none = NONE;

    return memcmp(bounds, &none, sizeof none) == 0;
}

static void check_percent(const struct promise_percent *given, const struct bounds *expected,
                          bool may_be_zero)
{
    if (given->reason) {
        ck_assert_msg(is_none(expected), "%s", given->reason);
        return;
    }
    ck_assert(may_be_zero || !is_none(expected));
    expect_bounds(given->bounds, *expected);
}

START_TEST(promise_has_come_so_far)
{
    struct world world;
    struct arena arena;
    struct promise made;

    make(advances[_i].lines, advances[_i].day, &world, &arena, &made);
    ck_assert_pstr_eq(id_of(made.baseline), advances[_i].baseline);
    ck_assert_pstr_eq(id_of(made.now), advances[_i].now);
    ck_assert_int_eq(made.baseline == NULL, made.baseline_reason != NULL);
    ck_assert_int_eq(made.now == NULL, made.now_reason != NULL);
    check_percent(&made.progress, &advances[_i].progress, false);
    check_percent(&made.way, &advances[_i].way, true);
    check_percent(&made.growth, &advances[_i].growth, false);
    arena_fini(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("promise");
    TCase *tcase = tcase_create("outcome");

    SUITE_ADD_ROWS(tcase, promise_has_an_outcome, outcomes);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("place");
    SUITE_ADD_ROWS(tcase, promise_has_a_place, orders);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("advance");
    SUITE_ADD_ROWS(tcase, promise_has_come_so_far, advances);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
