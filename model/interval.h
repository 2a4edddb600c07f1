/* SPDX-License-Identifier: MIT */
/* interval: arithmetic on what lies between two ends (docs/decisions/quantities.md). */
#ifndef ENTENTE_MODEL_INTERVAL_H
#define ENTENTE_MODEL_INTERVAL_H

#include <stdbool.h>

/* Both ends included, low <= high; -INFINITY as low or INFINITY as high where there is no bound.
 * Never NaN, and no end is a negative zero. */
struct interval {
    double low;
    double high;
};

/* How far two intervals are apart; both 0 when they are not. */
struct gap {
    double absolute; /* in the unit of the intervals */
    double relative; /* a fraction of the larger magnitude of the two ends that face each other */
};

struct interval interval_point(double value);

/** Sum, difference and product of every value of @a with every value of @b. The smallest interval
 * that holds all of them, if the two have nothing to do with each other. */
struct interval interval_add(struct interval a, struct interval b);
struct interval interval_subtract(struct interval a, struct interval b);
struct interval interval_multiply(struct interval a, struct interval b);
struct interval interval_negate(struct interval a);

/**
 * The quotients of every value of @dividend by every value of @divisor but zero. Where zero is one
 * end of @divisor, the quotient runs on without a bound on that side.
 *
 * @ret  set only on success
 *
 * Return: false when zero lies between the ends of @divisor, or is all of it: the quotient has no
 * bounds.
 * Source: Kahan's extended interval division, without its results in two pieces.
 */
bool interval_divide(struct interval dividend, struct interval divisor, struct interval *ret);

/** What both have in common. False, with @ret untouched, when they do not meet. */
bool interval_intersect(struct interval a, struct interval b, struct interval *ret);

bool interval_contains(struct interval interval, double value);

/** INFINITY where there is no bound. */
double interval_width(struct interval interval);

/** How far all of @a lies above all of @b. Ends that differ by less than one part in 10^12, which
 * is rounding, touch. */
struct gap interval_excess(struct interval a, struct interval b);

/** How far the two are apart, whichever lies above. */
struct gap interval_gap(struct interval a, struct interval b);

/** Whether the two have a value in common, but for rounding: interval_gap() is 0. */
bool interval_meets(struct interval a, struct interval b);

#endif
