/* SPDX-License-Identifier: MIT */
#include "model/growth.h"

#include <math.h>

static bool find_growth(struct interval level, struct interval base, struct interval *ret)
{
    struct interval ratio;

    if (base.low < 0 || !interval_divide(level, base, &ratio))
        return false;
    *ret = interval_multiply(interval_subtract(ratio, interval_point(1)), interval_point(100));
    return true;
}

/* 100 + growth: what 100 of the base became. */
static bool find_index(struct interval growth, struct interval *ret)
{
    if (growth.high < -100)
        return false;
    *ret =
        interval_add(interval_point(100), (struct interval){fmax(growth.low, -100), growth.high});
    return true;
}

static bool find_level(struct interval base, struct interval growth, struct interval *ret)
{
    struct interval index;

    return find_index(growth, &index) &&
           interval_divide(interval_multiply(base, index), interval_point(100), ret);
}

static bool find_base(struct interval level, struct interval growth, struct interval *ret)
{
    struct interval index;

    return find_index(growth, &index) &&
           interval_divide(interval_multiply(level, interval_point(100)), index, ret);
}

bool growth_of(struct bounds level, struct bounds base, struct bounds *ret)
{
    return bounds_apply(find_growth, level, base, ret);
}

bool growth_implied_level(struct bounds base, struct bounds growth, struct bounds *ret)
{
    return bounds_apply(find_level, base, growth, ret);
}

bool growth_implied_base(struct bounds level, struct bounds growth, struct bounds *ret)
{
    return bounds_apply(find_base, level, growth, ret);
}
