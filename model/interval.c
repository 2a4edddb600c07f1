/* SPDX-License-Identifier: MIT */
#include "model/interval.h"

#include <float.h>
#include <math.h>

/* Ends nearer to each other than this part of their magnitude differ by rounding alone. */
static const double rounding = 1e-12;

/* A sum too large for a double may leave its bound at the wrong infinity; and no end is -0. */
static struct interval make(double low, double high)
{
    return (struct interval){fmin(low, DBL_MAX) + 0.0, fmax(high, -DBL_MAX) + 0.0};
}

/* The smallest interval around the four combinations of two ends each. */
static struct interval around(const double corners[4])
{
    return make(fmin(fmin(corners[0], corners[1]), fmin(corners[2], corners[3])),
                fmax(fmax(corners[0], corners[1]), fmax(corners[2], corners[3])));
}

struct interval interval_point(double value)
{
    return make(value, value);
}

struct interval interval_add(struct interval a, struct interval b)
{
    return make(a.low + b.low, a.high + b.high);
}

struct interval interval_negate(struct interval a)
{
    return make(-a.high, -a.low);
}

struct interval interval_subtract(struct interval a, struct interval b)
{
    return interval_add(a, interval_negate(b));
}

/* "No bound" stands for values that are all finite, and zero times any of them is zero. */
static double multiply_ends(double a, double b)
{
    return a == 0 || b == 0 ? 0 : a * b;
}

struct interval interval_multiply(struct interval a, struct interval b)
{
    const double corners[] = {multiply_ends(a.low, b.low), multiply_ends(a.low, b.high),
                              multiply_ends(a.high, b.low), multiply_ends(a.high, b.high)};

    return around(corners);
}

/* @side: the sign of the divisor's values, for an end of it that is zero. */
static double divide_ends(double dividend, double divisor, double side)
{
    if (dividend == 0 || isinf(divisor))
        return 0;
    return divisor == 0 ? copysign(INFINITY, dividend * side) : dividend / divisor;
}

bool interval_divide(struct interval dividend, struct interval divisor, struct interval *ret)
{
    const double side = divisor.high > 0 ? 1 : -1;

    if ((divisor.low < 0 && divisor.high > 0) || (divisor.low == 0 && divisor.high == 0))
        return false;
    const double corners[] = {divide_ends(dividend.low, divisor.low, side),
                              divide_ends(dividend.low, divisor.high, side),
                              divide_ends(dividend.high, divisor.low, side),
                              divide_ends(dividend.high, divisor.high, side)};
    *ret = around(corners);
    return true;
}

bool interval_intersect(struct interval a, struct interval b, struct interval *ret)
{
    const double low = fmax(a.low, b.low);
    const double high = fmin(a.high, b.high);

    if (!interval_meets(a, b))
        return false;
    /* Where they touch but for rounding, low and high have changed places. */
    *ret = make(fmin(low, high), fmax(low, high));
    return true;
}

bool interval_contains(struct interval interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

double interval_width(struct interval interval)
{
    return interval.high - interval.low;
}

struct gap interval_excess(struct interval a, struct interval b)
{
    const double distance = a.low - b.high;
    const double magnitude = fmax(fabs(a.low), fabs(b.high));

    /* An end without a bound on this side makes the distance -INFINITY. */
    if (distance <= magnitude * rounding)
        return (struct gap){0, 0};
    return (struct gap){distance, distance / magnitude};
}

struct gap interval_gap(struct interval a, struct interval b)
{
    const struct gap above = interval_excess(a, b);

    return above.absolute > 0 ? above : interval_excess(b, a);
}

bool interval_meets(struct interval a, struct interval b)
{
    return interval_gap(a, b).absolute <= 0;
}
