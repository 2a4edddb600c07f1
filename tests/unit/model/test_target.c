/* SPDX-License-Identifier: MIT */
#include "model/target.h"

#include <math.h>

#include "expect.h"
#include "suite.h"

static const struct bounds untouched = {{7, 8}, {6, 9}};

static const struct {
    const char *name;
    const char *from;
    const char *to;
    double years;
} spans[] = {
    {"no time", "2023-05-03", "2023-05-03", 0},
    {"a year's end to a year's end", "2022-12-31", "2027-12-31", 5},
    {"a leap year", "2024-01-01", "2025-01-01", 1},
    {"half a year of 365 days", "2022-12-31", "2023-07-02", 183.0 / 365},
    {"some days of a year with a leap day", "2023-12-31", "2024-08-21", 234.0 / 366},
    {"years and days", "2022-12-31", "2024-08-21", 1 + 234.0 / 366},
    {"to the day before the anniversary", "2022-05-03", "2024-05-02", 1 + 365.0 / 366},
    {"a leap day to the 28th", "2024-02-29", "2025-02-28", 1},
    {"a leap day to a leap day", "2024-02-29", "2028-02-29", 4},
    {"backwards", "2027-12-31", "2022-12-31", -5},
    {"backwards by days", "2024-08-21", "2023-12-31", -234.0 / 366},
    {"over an end of a century", "1899-12-31", "1900-12-31", 1},
};

START_TEST(target_counts_years)
{
    ck_assert_double_eq_tol(target_years(spans[_i].from, spans[_i].to), spans[_i].years, 1e-12);
}
END_TEST

static const struct {
    const char *name;
    struct bounds baseline;
    struct bounds target;
    double years;
    bool is_possible;
    struct bounds growth;
} growths[] = {
    {"a fifth a year",
     {{100, 100}, {100, 100}},
     {{144, 144}, {144, 144}},
     2,
     true,
     {{20, 20}, {20, 20}}},
    {"half a year",
     {{100, 100}, {100, 100}},
     {{110, 110}, {110, 110}},
     0.5,
     true,
     {{21, 21}, {21, 21}}},
    {"no growth", {{2, 2}, {2, 2}}, {{2, 2}, {2, 2}}, 3, true, {{0, 0}, {0, 0}}},
    {"down to a target",
     {{100, 100}, {100, 100}},
     {{81, 81}, {81, 81}},
     2,
     true,
     {{-10, -10}, {-10, -10}}},
    /* (2000 / 1450)^(1/5) = 1.06643011, (2000 / 1350)^(1/5) = 1.08178074 */
    {"2 billion by 2027 from 1.4 in 2022",
     {{1350, 1450}, {1350, 1450}},
     {{2000, 2000}, {2000, 2000}},
     5,
     true,
     {{6.643011017, 8.178074107}, {6.643011017, 8.178074107}}},
    /* (2000 / 1200)^(1/4) = 1.13621937, (2000 / 1100)^(1/4) = 1.16120615 */
    {"2 billion by 2027 from over 1.1 in 2023",
     {{1100, 1200}, {1100, INFINITY}},
     {{2000, 2000}, {2000, 2000}},
     4,
     true,
     {{13.62193665, 16.12061509}, {-100, 16.12061509}}},
    {"at least a target",
     {{100, 100}, {100, 100}},
     {{144, 144}, {144, INFINITY}},
     2,
     true,
     {{20, 20}, {20, INFINITY}}},
    {"from what is possibly nothing",
     {{100, 100}, {0, 100}},
     {{144, 144}, {144, 144}},
     2,
     true,
     {{20, 20}, {20, INFINITY}}},
    {"from what is possibly below zero",
     {{100, 100}, {-1, 100}},
     {{144, 144}, {144, 144}},
     2,
     true,
     {{20, 20}, {-100, INFINITY}}},
    {"to nothing",
     {{100, 100}, {100, 100}},
     {{0, 0}, {0, 0}},
     2,
     true,
     {{-100, -100}, {-100, -100}}},
    {"no years left",
     {{100, 100}, {100, 100}},
     {{144, 144}, {144, 144}},
     0,
     false,
     {{0, 0}, {0, 0}}},
    {"a deadline that has passed",
     {{100, 100}, {100, 100}},
     {{144, 144}, {144, 144}},
     -1,
     false,
     {{0, 0}, {0, 0}}},
    {"from nothing", {{0, 0}, {0, 0}}, {{144, 144}, {144, 144}}, 2, false, {{0, 0}, {0, 0}}},
    {"from below zero", {{-5, 5}, {-5, 5}}, {{144, 144}, {144, 144}}, 2, false, {{0, 0}, {0, 0}}},
    {"from nothing or less", {{-5, 0}, {-5, 0}}, {{0, 0}, {0, 0}}, 2, false, {{0, 0}, {0, 0}}},
    {"to below zero", {{5, 5}, {5, 5}}, {{-144, 144}, {-144, 144}}, 2, false, {{0, 0}, {0, 0}}},
};

START_TEST(target_needs_growth)
{
    struct bounds growth = untouched;

    ck_assert_int_eq(
        target_growth_a_year(growths[_i].baseline, growths[_i].target, growths[_i].years, &growth),
        growths[_i].is_possible);
    expect_bounds(growth, growths[_i].is_possible ? growths[_i].growth : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds now;
    struct bounds target;
    bool is_possible;
    struct bounds progress;
} progresses[] = {
    /* 1100 / 2000 … 1200 / 2000 */
    {"over 1.1 billion of 2",
     {{1100, 1200}, {1100, INFINITY}},
     {{2000, 2000}, {2000, 2000}},
     true,
     {{55, 60}, {55, INFINITY}}},
    {"1.4 billion of at least 2",
     {{1350, 1450}, {1350, 1450}},
     {{2000, 2000}, {2000, INFINITY}},
     true,
     {{67.5, 72.5}, {0, 72.5}}},
    {"more than the target",
     {{1350, 1450}, {1350, 1450}},
     {{1000, 1000}, {1000, 1000}},
     true,
     {{135, 145}, {135, 145}}},
    {"of nothing", {{1, 1}, {1, 1}}, {{0, 0}, {0, 0}}, false, {{0, 0}, {0, 0}}},
};

START_TEST(target_has_progress)
{
    struct bounds progress = untouched;

    ck_assert_int_eq(target_progress(progresses[_i].now, progresses[_i].target, &progress),
                     progresses[_i].is_possible);
    expect_bounds(progress, progresses[_i].is_possible ? progresses[_i].progress : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds now;
    struct bounds baseline;
    struct bounds target;
    bool is_possible;
    struct bounds progress;
} ways[] = {
    {"half of the way",
     {{15, 15}, {15, 15}},
     {{10, 10}, {10, 10}},
     {{20, 20}, {20, 20}},
     true,
     {{50, 50}, {50, 50}}},
    {"a way down",
     {{15, 15}, {15, 15}},
     {{20, 20}, {20, 20}},
     {{10, 10}, {10, 10}},
     true,
     {{50, 50}, {50, 50}}},
    {"past the target",
     {{25, 25}, {25, 25}},
     {{10, 10}, {10, 10}},
     {{20, 20}, {20, 20}},
     true,
     {{150, 150}, {150, 150}}},
    /* (1100 - 1450) / 550 … (1200 - 1350) / 650; possibly up without a bound */
    {"over 1.1 billion now, 1.4 at first, 2 as target",
     {{1100, 1200}, {1100, INFINITY}},
     {{1350, 1450}, {1350, 1450}},
     {{2000, 2000}, {2000, 2000}},
     true,
     {{-63.63636364, -23.07692308}, {-63.63636364, INFINITY}}},
    /* The baseline is one: 5 of 10 … 4 of 9, not 4 of 10 … 5 of 9. */
    {"a baseline that is not known well",
     {{15, 15}, {15, 15}},
     {{10, 11}, {10, 11}},
     {{20, 20}, {20, 20}},
     true,
     {{400.0 / 9, 50}, {400.0 / 9, 50}}},
    {"a target that is not known well",
     {{15, 15}, {15, 15}},
     {{10, 10}, {10, 10}},
     {{20, 30}, {20, INFINITY}},
     true,
     {{25, 50}, {0, 50}}},
    {"now and target without a bound",
     {{15, 15}, {15, INFINITY}},
     {{10, 10}, {10, 10}},
     {{20, 20}, {20, INFINITY}},
     true,
     {{50, 50}, {0, INFINITY}}},
    {"a baseline without a bound below",
     {{5, 5}, {5, 5}},
     {{0, 0}, {-INFINITY, 0}},
     {{10, 10}, {10, 10}},
     true,
     {{50, 50}, {50, 100}}},
    {"a baseline that possibly is the target already",
     {{15, 15}, {15, 15}},
     {{10, 10}, {10, 20}},
     {{20, 20}, {20, 20}},
     true,
     {{50, 50}, {-INFINITY, 50}}},
    {"a way down from a baseline that possibly is the target already",
     {{15, 15}, {15, 15}},
     {{20, 20}, {10, 20}},
     {{10, 10}, {10, 10}},
     true,
     {{50, 50}, {-INFINITY, 50}}},
    {"a way of fractions",
     {{0.25, 0.25}, {0.25, 0.25}},
     {{0, 0}, {0, 0.5}},
     {{0.5, 0.5}, {0.5, 0.5}},
     true,
     {{50, 50}, {-INFINITY, 50}}},
    {"a baseline that is possibly beyond the target",
     {{15, 15}, {15, 15}},
     {{10, 10}, {10, INFINITY}},
     {{20, 20}, {20, 20}},
     true,
     {{50, 50}, {-INFINITY, INFINITY}}},
    {"nothing done yet",
     {{10, 10}, {10, 10}},
     {{10, 10}, {10, 10}},
     {{20, 20}, {20, 20}},
     true,
     {{0, 0}, {0, 0}}},
    {"all done, from what possibly was there",
     {{20, 20}, {20, 20}},
     {{10, 20}, {10, 20}},
     {{20, 20}, {20, 20}},
     true,
     {{100, 100}, {100, 100}}},
    {"no way to go",
     {{15, 15}, {15, 15}},
     {{20, 20}, {20, 20}},
     {{20, 20}, {20, 20}},
     false,
     {{0, 0}, {0, 0}}},
    {"a baseline likely on either side of the target",
     {{15, 15}, {15, 15}},
     {{19, 21}, {19, 21}},
     {{20, 20}, {20, 20}},
     false,
     {{0, 0}, {0, 0}}},
};

START_TEST(target_has_progress_from_a_baseline)
{
    struct bounds progress = untouched;

    ck_assert_int_eq(
        target_progress_from(ways[_i].now, ways[_i].baseline, ways[_i].target, &progress),
        ways[_i].is_possible);
    expect_bounds(progress, ways[_i].is_possible ? ways[_i].progress : untouched);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("target");
    TCase *tcase = tcase_create("target_years");

    SUITE_ADD_ROWS(tcase, target_counts_years, spans);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("target_growth_a_year");
    SUITE_ADD_ROWS(tcase, target_needs_growth, growths);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("target_progress");
    SUITE_ADD_ROWS(tcase, target_has_progress, progresses);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("target_progress_from");
    SUITE_ADD_ROWS(tcase, target_has_progress_from_a_baseline, ways);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
