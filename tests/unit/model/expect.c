/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include <check.h>
#include <math.h>

static void expect_number(double given, double expected, double tolerance)
{
    ck_assert_msg(!isnan(given), "NaN, not %.10g", expected);
    ck_assert_msg(!(given == 0 && signbit(given)), "-0");
    if (given == expected)
        return;
    ck_assert_msg(fabs(given - expected) <= tolerance * fabs(expected), "%.17g, not %.17g", given,
                  expected);
}

void expect_interval(struct interval given, struct interval expected)
{
    expect_number(given.low, expected.low, 1e-7);
    expect_number(given.high, expected.high, 1e-7);
}

void expect_bounds(struct bounds given, struct bounds expected)
{
    expect_interval(given.likely, expected.likely);
    expect_interval(given.possible, expected.possible);
}

void expect_gap(struct gap given, struct gap expected)
{
    expect_number(given.absolute, expected.absolute, 1e-6);
    expect_number(given.relative, expected.relative, 1e-6);
}
