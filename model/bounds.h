/* SPDX-License-Identifier: MIT */
/* bounds: where a figure probably and where it possibly lies, and arithmetic that keeps both apart
 * (docs/decisions/quantities.md). */
#ifndef ENTENTE_MODEL_BOUNDS_H
#define ENTENTE_MODEL_BOUNDS_H

#include <stdbool.h>

#include "model/interval.h"

/* The likely interval lies within the possible one. */
struct bounds {
    struct interval likely;
    struct interval possible;
};

enum verdict { VERDICT_CONSISTENT, VERDICT_CONTRADICTS, VERDICT_UNDECIDABLE };

/** A number that is known exactly. */
struct bounds bounds_point(double value);

/** Likely with likely, possible with possible: interval_add() and the like. */
struct bounds bounds_add(struct bounds a, struct bounds b);
struct bounds bounds_subtract(struct bounds a, struct bounds b);
struct bounds bounds_multiply(struct bounds a, struct bounds b);
struct bounds bounds_negate(struct bounds a);

/** False, with @ret untouched, when the likely divisor has zero between its ends or is zero. */
bool bounds_divide(struct bounds dividend, struct bounds divisor, struct bounds *ret);

/**
 * Applies a rule on intervals to the likely intervals, and to the possible ones. Where the possible
 * ones give no result, the result is possibly anything: -INFINITY … INFINITY.
 *
 * @rule  false: no result; else sets its last argument
 * @ret   set only on success
 *
 * Return: false when the likely intervals give no result.
 */
bool bounds_apply(bool (*rule)(struct interval, struct interval, struct interval *),
                  struct bounds a, struct bounds b, struct bounds *ret);

/**
 * Whether two figures can be the same number: consistent when the likely intervals meet,
 * contradicts when not even the possible ones do, undecidable between. Ends that differ by rounding
 * meet.
 * Source: docs/decisions/quantities.md.
 */
enum verdict bounds_compare(struct bounds left, struct bounds right);

/** The same for the question whether @left can be at most @right, as a part of a whole is. */
enum verdict bounds_compare_at_most(struct bounds left, struct bounds right);

/** The word in answers: `consistent` … */
const char *verdict_word(enum verdict verdict);

#endif
