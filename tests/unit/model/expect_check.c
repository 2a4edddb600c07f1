/* SPDX-License-Identifier: MIT */
#include "expect_check.h"

#include <check.h>
#include <stddef.h>

#include "expect.h"

const struct answer consistent = {VERDICT_CONSISTENT, VERDICT_CONSISTENT, CHECK_REASON_HOLDS};
const struct answer contradicts = {VERDICT_CONTRADICTS, VERDICT_CONTRADICTS, CHECK_REASON_BROKEN};
const struct answer may_hold = {VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_MAY_HOLD};
const struct answer missing = {VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_MISSING};
const struct answer without_bounds = {VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE,
                                      CHECK_REASON_NO_BOUNDS};
const struct answer of_two_offices = {VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS,
                                      CHECK_REASON_TWO_OFFICES};
const struct answer of_unknown_authority = {VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS,
                                            CHECK_REASON_UNKNOWN_AUTHORITY};

void expect_answer(const struct check *check, const struct answer *expected)
{
    ck_assert_str_eq(verdict_word(check->result), verdict_word(expected->result));
    ck_assert_str_eq(verdict_word(check->arithmetic), verdict_word(expected->arithmetic));
    ck_assert_str_eq(check_reason_word(check->reason), check_reason_word(expected->reason));
}

static const struct bounds no_bounds;

void expect_sides(const struct check *check, const struct bounds *left, const struct bounds *right)
{
    ck_assert_int_eq(check->has_left, left != NULL);
    ck_assert_int_eq(check->has_right, right != NULL);
    expect_bounds(check->left, left ? *left : no_bounds);
    expect_bounds(check->right, right ? *right : no_bounds);
}

const struct bounds *find_bounds(const struct quantity *quantity, struct bounds *ret)
{
    if (!quantity)
        return NULL;
    *ret = quantity_bounds(quantity);
    return ret;
}
