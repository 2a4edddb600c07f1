/* SPDX-License-Identifier: MIT */
#include "model/interval.h"

#include <float.h>
#include <math.h>

#include "expect.h"
#include "suite.h"

static const struct {
    const char *name;
    struct interval a;
    struct interval b;
    struct interval sum;
    struct interval difference;
    struct interval product;
} rows[] = {
    {"two points", {2, 2}, {3, 3}, {5, 5}, {-1, -1}, {6, 6}},
    {"both above zero", {1, 2}, {3, 5}, {4, 7}, {-4, -1}, {3, 10}},
    {"both below zero", {-2, -1}, {-5, -3}, {-7, -4}, {1, 4}, {3, 10}},
    {"on either side of zero", {1, 2}, {-5, -3}, {-4, -1}, {4, 7}, {-10, -3}},
    {"one with zero between", {-1, 2}, {3, 5}, {2, 7}, {-6, -1}, {-5, 10}},
    {"both with zero between", {-1, 2}, {-3, 5}, {-4, 7}, {-6, 5}, {-6, 10}},
    {"a zero and something", {0, 0}, {-3, 5}, {-3, 5}, {-5, 3}, {0, 0}},
    {"a zero and anything",
     {0, 0},
     {-INFINITY, INFINITY},
     {-INFINITY, INFINITY},
     {-INFINITY, INFINITY},
     {0, 0}},
    {"no upper bound", {1, INFINITY}, {2, 3}, {3, INFINITY}, {-2, INFINITY}, {2, INFINITY}},
    {"two without an upper bound",
     {1, INFINITY},
     {2, INFINITY},
     {3, INFINITY},
     {-INFINITY, INFINITY},
     {2, INFINITY}},
    {"no bounds away from each other",
     {1, INFINITY},
     {-INFINITY, -2},
     {-INFINITY, INFINITY},
     {3, INFINITY},
     {-INFINITY, -2}},
    {"from zero up",
     {0, INFINITY},
     {0, INFINITY},
     {0, INFINITY},
     {-INFINITY, INFINITY},
     {0, INFINITY}},
    {"anything",
     {-INFINITY, INFINITY},
     {1, 2},
     {-INFINITY, INFINITY},
     {-INFINITY, INFINITY},
     {-INFINITY, INFINITY}},
    {"more than a double holds",
     {DBL_MAX, DBL_MAX},
     {DBL_MAX, DBL_MAX},
     {DBL_MAX, INFINITY},
     {0, 0},
     {DBL_MAX, INFINITY}},
};

START_TEST(interval_calculates)
{
    expect_interval(interval_add(rows[_i].a, rows[_i].b), rows[_i].sum);
    expect_interval(interval_add(rows[_i].b, rows[_i].a), rows[_i].sum);
    expect_interval(interval_subtract(rows[_i].a, rows[_i].b), rows[_i].difference);
    expect_interval(interval_subtract(rows[_i].b, rows[_i].a),
                    interval_negate(rows[_i].difference));
    expect_interval(interval_multiply(rows[_i].a, rows[_i].b), rows[_i].product);
    expect_interval(interval_multiply(rows[_i].b, rows[_i].a), rows[_i].product);
}
END_TEST

static const struct {
    const char *name;
    struct interval dividend;
    struct interval divisor;
    bool is_possible;
    struct interval quotient;
} quotients[] = {
    {"divides above zero", {6, 12}, {2, 3}, true, {2, 6}},
    {"divides by what is below zero", {6, 12}, {-3, -2}, true, {-6, -2}},
    {"divides what has zero between", {-6, 12}, {2, 3}, true, {-3, 6}},
    {"divides a zero", {0, 0}, {2, 3}, true, {0, 0}},
    {"divides anything", {-INFINITY, INFINITY}, {2, 3}, true, {-INFINITY, INFINITY}},
    {"divides what has no bound", {6, INFINITY}, {2, 3}, true, {2, INFINITY}},
    {"divides by what has no bound", {6, 12}, {2, INFINITY}, true, {0, 6}},
    {"divides by what has no bound below", {6, 12}, {-INFINITY, -2}, true, {-6, 0}},
    {"divides two without a bound", {6, INFINITY}, {2, INFINITY}, true, {0, INFINITY}},
    {"divides by what begins at zero", {6, 12}, {0, 3}, true, {2, INFINITY}},
    {"divides by a fraction that begins at zero", {6, 12}, {0, 0.5}, true, {12, INFINITY}},
    {"divides by what ends at zero", {6, 12}, {-3, 0}, true, {-INFINITY, -2}},
    {"divides what is below zero by what begins at zero", {-12, -6}, {0, 3}, true, {-INFINITY, -2}},
    {"divides what has zero between by what begins at zero",
     {-6, 12},
     {0, 3},
     true,
     {-INFINITY, INFINITY}},
    {"divides what begins at zero by what begins at zero", {0, 6}, {0, 3}, true, {0, INFINITY}},
    {"divides a zero by what begins at zero", {0, 0}, {0, 3}, true, {0, 0}},
    {"refuses zero", {6, 12}, {0, 0}, false, {0, 0}},
    {"refuses zero for a zero", {0, 0}, {0, 0}, false, {0, 0}},
    {"refuses zero between", {6, 12}, {-2, 3}, false, {0, 0}},
    {"refuses anything", {6, 12}, {-INFINITY, INFINITY}, false, {0, 0}},
    {"refuses zero just inside", {6, 12}, {-DBL_MIN, 3}, false, {0, 0}},
};

START_TEST(interval_divides)
{
    struct interval quotient = {7, 8};

    ck_assert_int_eq(interval_divide(quotients[_i].dividend, quotients[_i].divisor, &quotient),
                     quotients[_i].is_possible);
    expect_interval(quotient,
                    quotients[_i].is_possible ? quotients[_i].quotient : (struct interval){7, 8});
}
END_TEST

static const struct {
    const char *name;
    struct interval a;
    struct interval b;
    bool meets;
    struct interval common;
    struct gap gap;
} pairs[] = {
    {"one within the other", {1, 5}, {2, 3}, true, {2, 3}, {0, 0}},
    {"overlapping", {1, 3}, {2, 5}, true, {2, 3}, {0, 0}},
    {"touching", {1, 2}, {2, 3}, true, {2, 2}, {0, 0}},
    {"touching but for rounding", {0.1 + 0.2, 1}, {0, 0.3}, true, {0.3, 0.3}, {0, 0}},
    {"less than 10^-12 apart", {1e9 + 0.0009, 2e9}, {0, 1e9}, true, {1e9, 1e9 + 0.0009}, {0, 0}},
    {"more than 10^-12 apart",
     {1e9 + 0.0011, 2e9},
     {0, 1e9},
     false,
     {0, 0},
     {1e9 + 0.0011 - 1e9, (1e9 + 0.0011 - 1e9) / 1e9}},
    {"two zeros", {0, 0}, {0, 0}, true, {0, 0}, {0, 0}},
    {"no bounds that meet", {1, INFINITY}, {-INFINITY, 2}, true, {1, 2}, {0, 0}},
    {"anything", {-INFINITY, INFINITY}, {1, 2}, true, {1, 2}, {0, 0}},
    {"apart", {1.75e9, 1.85e9}, {1.25e9, 1.35e9}, false, {0, 0}, {4e8, 4e8 / 1.75e9}},
    {"apart without a bound", {1.8e9, INFINITY}, {1.25e9, 1.35e9}, false, {0, 0}, {4.5e8, 0.25}},
    {"apart on either side of zero", {1, 2}, {-4, -3}, false, {0, 0}, {4, 4.0 / 3}},
    {"apart below zero", {-20.35, -20.25}, {-20, -19}, false, {0, 0}, {0.25, 0.25 / 20.25}},
    {"apart from zero", {0, 0}, {2, 3}, false, {0, 0}, {2, 1}},
    {"as small as they may be", {0, 0}, {DBL_MIN, 1}, false, {0, 0}, {DBL_MIN, 1}},
};

static void check_pair(struct interval a, struct interval b, size_t row)
{
    struct interval common = {7, 8};

    ck_assert_int_eq(interval_meets(a, b), pairs[row].meets);
    ck_assert_int_eq(interval_intersect(a, b, &common), pairs[row].meets);
    expect_interval(common, pairs[row].meets ? pairs[row].common : (struct interval){7, 8});
    expect_gap(interval_gap(a, b), pairs[row].gap);
    ck_assert_double_eq(fmax(interval_excess(a, b).absolute, interval_excess(b, a).absolute),
                        interval_gap(a, b).absolute);
}

START_TEST(interval_compares_in_either_order)
{
    check_pair(pairs[_i].a, pairs[_i].b, (size_t)_i);
    check_pair(pairs[_i].b, pairs[_i].a, (size_t)_i);
}
END_TEST

START_TEST(interval_excess_is_of_the_first_over_the_second)
{
    expect_gap(interval_excess((struct interval){5, 6}, (struct interval){2, 4}),
               (struct gap){1, 0.2});
    expect_gap(interval_excess((struct interval){2, 4}, (struct interval){5, 6}),
               (struct gap){0, 0});
}
END_TEST

START_TEST(interval_contains_its_ends_and_what_lies_between)
{
    ck_assert(interval_contains((struct interval){1, 2}, 1));
    ck_assert(interval_contains((struct interval){1, 2}, 2));
    ck_assert(interval_contains((struct interval){1, INFINITY}, DBL_MAX));
    ck_assert(!interval_contains((struct interval){1, 2}, 0.999));
    ck_assert(!interval_contains((struct interval){1, 2}, 2.001));
}
END_TEST

START_TEST(interval_width_has_no_bound_without_one)
{
    ck_assert_double_eq(interval_width((struct interval){1, 3}), 2);
    ck_assert_double_eq(interval_width((struct interval){3, 3}), 0);
    ck_assert_double_eq(interval_width((struct interval){1, INFINITY}), INFINITY);
    ck_assert_double_eq(interval_width((struct interval){-INFINITY, INFINITY}), INFINITY);
}
END_TEST

static const double ends[] = {-INFINITY, -DBL_MAX, -3,  -0.25,   -DBL_MIN, 0,
                              DBL_MIN,   0.25,     2.5, DBL_MAX, INFINITY};
enum { ENDS = sizeof(ends) / sizeof(ends[0]) };

/* Whether @value, made of numbers inside the operands, is inside the result; a value too large for
 * a double is behind every bound that can be written. */
static void expect_inside(double value, struct interval result)
{
    ck_assert(!isnan(result.low) && !isnan(result.high) && result.low <= result.high);
    ck_assert(!(result.low == 0 && signbit(result.low)));
    ck_assert(!(result.high == 0 && signbit(result.high)));
    ck_assert(result.low < INFINITY && result.high > -INFINITY);
    if (isfinite(value))
        ck_assert_msg(interval_contains(result, value), "%g not in %g … %g", value, result.low,
                      result.high);
}

static void check_inside(double x, struct interval a, double y, struct interval b)
{
    struct interval quotient;

    expect_inside(x + y, interval_add(a, b));
    expect_inside(x - y, interval_subtract(a, b));
    expect_inside(x * y, interval_multiply(a, b));
    expect_inside(-x, interval_negate(a));
    if (interval_divide(a, b, &quotient))
        expect_inside(y == 0 ? INFINITY : x / y, quotient);
}

/* A finite number inside. */
static double inside(struct interval interval)
{
    return fmin(fmax(interval.low, -DBL_MAX), DBL_MAX);
}

START_TEST(interval_results_hold_every_result_and_are_never_nan)
{
    for (size_t pick = 0; pick < (size_t)ENDS * ENDS * ENDS * ENDS; pick++) {
        const size_t i = pick % ENDS;
        const size_t j = pick / ENDS % ENDS;
        const size_t k = pick / ENDS / ENDS % ENDS;
        const size_t l = pick / ENDS / ENDS / ENDS;
        const struct interval a = {ends[i], ends[j]};
        const struct interval b = {ends[k], ends[l]};
        const bool is_valid = i <= j && k <= l && a.low < INFINITY && a.high > -INFINITY &&
                              b.low < INFINITY && b.high > -INFINITY;

        if (!is_valid)
            continue;
        check_inside(inside(a), a, inside(b), b);
        check_inside(fmax(-DBL_MAX, fmin(a.high, DBL_MAX)), a, inside(b), b);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interval");
    TCase *tcase = tcase_create("interval_arithmetic");

    SUITE_ADD_ROWS(tcase, interval_calculates, rows);
    tcase_add_test(tcase, interval_results_hold_every_result_and_are_never_nan);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("interval_divide");
    SUITE_ADD_ROWS(tcase, interval_divides, quotients);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("interval_gap");
    SUITE_ADD_ROWS(tcase, interval_compares_in_either_order, pairs);
    tcase_add_test(tcase, interval_excess_is_of_the_first_over_the_second);
    tcase_add_test(tcase, interval_contains_its_ends_and_what_lies_between);
    tcase_add_test(tcase, interval_width_has_no_bound_without_one);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
