/* SPDX-License-Identifier: MIT */
/* target: how far a figure has come towards a target, and what it takes to meet it. */
#ifndef ENTENTE_MODEL_TARGET_H
#define ENTENTE_MODEL_TARGET_H

#include <stdbool.h>

#include "model/bounds.h"

/* Amounts share a unit; results are in percent; @ret is set only on success. */

/**
 * Years from one day to another: whole years to the last anniversary, and the days since it as a
 * part of the year that they lie in. 2022-12-31 … 2027-12-31 is 5. Negative when @to comes first.
 *
 * @from, @to  YYYY-MM-DD; 29 February has its anniversary on the 28th
 */
double target_years(const char *from, const char *to);

/**
 * The growth a year that leads from the baseline to the target:
 * ((target / baseline) ^ (1 / years) - 1) * 100.
 *
 * Return: false when no years are left, the target may be negative, or the baseline may be negative
 * or is zero.
 */
bool target_growth_a_year(struct bounds baseline, struct bounds target, double years,
                          struct bounds *ret);

/** now / target * 100. False when the target is zero, or may have either sign. */
bool target_progress(struct bounds now, struct bounds target, struct bounds *ret);

/**
 * The part of the way from the baseline to the target that has been made:
 * (now - baseline) / (target - baseline) * 100; below 0 when it led away. The baseline is the same
 * one above and below the line, which makes the interval narrower.
 *
 * Return: false when baseline and target may be the same.
 */
bool target_progress_from(struct bounds now, struct bounds baseline, struct bounds target,
                          struct bounds *ret);

#endif
