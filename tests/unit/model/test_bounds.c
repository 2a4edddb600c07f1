/* SPDX-License-Identifier: MIT */
#include "model/bounds.h"

#include <math.h>

#include "expect.h"
#include "model/quantity.h"
#include "suite.h"

#define EVERYTHING                                                                                 \
    {                                                                                              \
        -INFINITY, INFINITY                                                                        \
    }

/* "Over 1.1 billion" and "about 200 million". */
static const struct bounds over = {{1.1e9, 1.2e9}, {1.1e9, INFINITY}};
static const struct bounds about = {{1.5e8, 2.5e8}, {1e8, 3e8}};

START_TEST(bounds_keep_likely_and_possible_apart)
{
    struct bounds quotient;

    expect_bounds(bounds_add(over, about), (struct bounds){{1.25e9, 1.45e9}, {1.2e9, INFINITY}});
    expect_bounds(bounds_subtract(over, about),
                  (struct bounds){{0.85e9, 1.05e9}, {0.8e9, INFINITY}});
    expect_bounds(bounds_subtract(about, over),
                  (struct bounds){{-1.05e9, -0.85e9}, {-INFINITY, -0.8e9}});
    expect_bounds(bounds_multiply(over, bounds_point(2)),
                  (struct bounds){{2.2e9, 2.4e9}, {2.2e9, INFINITY}});
    expect_bounds(bounds_negate(over), (struct bounds){{-1.2e9, -1.1e9}, {-INFINITY, -1.1e9}});
    expect_bounds(bounds_multiply(about, about), (struct bounds){{2.25e16, 6.25e16}, {1e16, 9e16}});
    ck_assert(bounds_divide(over, about, &quotient));
    expect_bounds(quotient, (struct bounds){{4.4, 8}, {11.0 / 3, INFINITY}});
}
END_TEST

START_TEST(bounds_are_those_of_a_quantity)
{
    const struct quantity quantity = {1.1e9, QUALIFIER_OVER, 1e8};

    expect_bounds(quantity_bounds(&quantity), over);
}
END_TEST

static const struct {
    const char *name;
    struct bounds divisor;
    bool is_possible;
    struct bounds quotient; /* of 12 */
} quotients[] = {
    {"divides by what is not zero", {{2, 3}, {1, 4}}, true, {{4, 6}, {3, 12}}},
    {"divides by what is possibly zero into possibly anything",
     {{2, 3}, {-1, 4}},
     true,
     {{4, 6}, EVERYTHING}},
    {"divides by what possibly begins at zero", {{2, 3}, {0, 4}}, true, {{4, 6}, {3, INFINITY}}},
    {"refuses what is likely zero", {{-1, 3}, {-2, 4}}, false, {{0, 0}, {0, 0}}},
    {"refuses zero", {{0, 0}, {-1, 1}}, false, {{0, 0}, {0, 0}}},
};

START_TEST(bounds_divides)
{
    const struct bounds untouched = {{7, 8}, {6, 9}};
    struct bounds quotient = untouched;

    ck_assert_int_eq(bounds_divide(bounds_point(12), quotients[_i].divisor, &quotient),
                     quotients[_i].is_possible);
    expect_bounds(quotient, quotients[_i].is_possible ? quotients[_i].quotient : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds left;
    struct bounds right;
    enum verdict same;
    enum verdict at_most;
} comparisons[] = {
    {"one number", {{5, 5}, {5, 5}}, {{5, 5}, {5, 5}}, VERDICT_CONSISTENT, VERDICT_CONSISTENT},
    {"likely intervals that touch",
     {{4, 5}, {4, 5}},
     {{5, 6}, {5, 6}},
     VERDICT_CONSISTENT,
     VERDICT_CONSISTENT},
    {"likely intervals that touch but for rounding",
     {{0.1 + 0.2, 1}, {0.1 + 0.2, 1}},
     {{0, 0.3}, {0, 0.3}},
     VERDICT_CONSISTENT,
     VERDICT_CONSISTENT},
    {"a likely interval that meets a possible one",
     {{6, 7}, {6, 7}},
     {{4, 5}, {4, 8}},
     VERDICT_UNDECIDABLE,
     VERDICT_UNDECIDABLE},
    {"possible intervals that touch",
     {{8.5, 9.5}, {8, 10}},
     {{7, 7.5}, {6, 8}},
     VERDICT_UNDECIDABLE,
     VERDICT_UNDECIDABLE},
    {"possible intervals apart, the left above",
     {{8, 9}, {7, 10}},
     {{5, 6}, {4, 6.9}},
     VERDICT_CONTRADICTS,
     VERDICT_CONTRADICTS},
    {"a possible interval of the left alone that reaches the right",
     {{6, 7}, {4, 8}},
     {{4, 5}, {4, 5}},
     VERDICT_UNDECIDABLE,
     VERDICT_UNDECIDABLE},
    {"possible intervals apart, the left below",
     {{5, 6}, {4, 6.9}},
     {{8, 9}, {7, 10}},
     VERDICT_CONTRADICTS,
     VERDICT_CONSISTENT},
    {"likely apart and possibly anything",
     {{8, 9}, {8, 9}},
     {{5, 6}, EVERYTHING},
     VERDICT_UNDECIDABLE,
     VERDICT_UNDECIDABLE},
};

START_TEST(bounds_compares)
{
    ck_assert_str_eq(verdict_word(bounds_compare(comparisons[_i].left, comparisons[_i].right)),
                     verdict_word(comparisons[_i].same));
    ck_assert_str_eq(verdict_word(bounds_compare(comparisons[_i].right, comparisons[_i].left)),
                     verdict_word(comparisons[_i].same));
    ck_assert_str_eq(
        verdict_word(bounds_compare_at_most(comparisons[_i].left, comparisons[_i].right)),
        verdict_word(comparisons[_i].at_most));
}
END_TEST

START_TEST(verdict_words)
{
    ck_assert_str_eq(verdict_word(VERDICT_CONSISTENT), "consistent");
    ck_assert_str_eq(verdict_word(VERDICT_CONTRADICTS), "contradicts");
    ck_assert_str_eq(verdict_word(VERDICT_UNDECIDABLE), "undecidable");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bounds");
    TCase *tcase = tcase_create("bounds_arithmetic");

    tcase_add_test(tcase, bounds_keep_likely_and_possible_apart);
    tcase_add_test(tcase, bounds_are_those_of_a_quantity);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("bounds_divide");
    SUITE_ADD_ROWS(tcase, bounds_divides, quotients);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("bounds_compare");
    SUITE_ADD_ROWS(tcase, bounds_compares, comparisons);
    tcase_add_test(tcase, verdict_words);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
