/* SPDX-License-Identifier: MIT */
/* expect: compares intervals with what was worked out by hand. */
#ifndef ENTENTE_TESTS_UNIT_MODEL_EXPECT_H
#define ENTENTE_TESTS_UNIT_MODEL_EXPECT_H

#include "model/bounds.h"

/** Ends agree to one part in 10^7, as far as hands calculate; infinities and zeros exactly; none is
 * NaN or -0. */
void expect_interval(struct interval given, struct interval expected);
void expect_bounds(struct bounds given, struct bounds expected);

/** Both members agree to one part in 10^6; zeros exactly. */
void expect_gap(struct gap given, struct gap expected);

#endif
