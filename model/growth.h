/* SPDX-License-Identifier: MIT */
/* growth: how a level, the base it is compared with, and the growth in percent follow from one
 * another. */
#ifndef ENTENTE_MODEL_GROWTH_H
#define ENTENTE_MODEL_GROWTH_H

#include <stdbool.h>

#include "model/bounds.h"

/*
 * level = base * (1 + growth / 100). Levels and bases share a unit and are amounts, never negative;
 * growth is in percent, and what lies below -100 of an interval of growth is no growth of an amount
 * and is left out. The operands are taken to have nothing to do with each other. @ret is set only
 * on success.
 */

/** (level / base - 1) * 100. False when the base may be negative, or is zero. */
bool growth_of(struct bounds level, struct bounds base, struct bounds *ret);

/** base * (1 + growth / 100). False when all of the growth lies below -100 %. */
bool growth_implied_level(struct bounds base, struct bounds growth, struct bounds *ret);

/** level / (1 + growth / 100). False when all of the growth is -100 % or lies below it: any base
 * falls to nothing then. */
bool growth_implied_base(struct bounds level, struct bounds growth, struct bounds *ret);

#endif
