/* SPDX-License-Identifier: MIT */
/* expect_check: compares a check with the answer and the numbers that were worked out by hand. */
#ifndef ENTENTE_TESTS_UNIT_MODEL_EXPECT_CHECK_H
#define ENTENTE_TESTS_UNIT_MODEL_EXPECT_CHECK_H

#include "model/check.h"
#include "model/quantity.h"

struct answer {
    enum verdict result;
    enum verdict arithmetic;
    enum check_reason reason;
};

extern const struct answer consistent;
extern const struct answer contradicts;
extern const struct answer may_hold;
extern const struct answer missing;
extern const struct answer without_bounds;
extern const struct answer of_two_offices;
extern const struct answer of_unknown_authority;

void expect_answer(const struct check *check, const struct answer *expected);

/** NULL: that side has no number. */
void expect_sides(const struct check *check, const struct bounds *left, const struct bounds *right);

/** The bounds of @quantity, in @ret; NULL, which is not known, stays NULL. */
const struct bounds *find_bounds(const struct quantity *quantity, struct bounds *ret);

#endif
