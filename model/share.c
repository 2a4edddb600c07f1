/* SPDX-License-Identifier: MIT */
#include "model/share.h"

#include <math.h>

static const struct interval hundred = {100, 100};

static bool find_part(struct interval whole, struct interval share, struct interval *ret)
{
    return interval_divide(interval_multiply(whole, share), hundred, ret);
}

/* part / whole * 100, and just as well part / share * 100. */
static bool find_ratio(struct interval part, struct interval divisor, struct interval *ret)
{
    return interval_divide(interval_multiply(part, hundred), divisor, ret);
}

static double divide_by_sum(double part, double rest)
{
    if (isinf(part))
        return 100;
    return part > 0 ? 100 * part / (part + rest) : 0;
}

/* The share grows with the part and falls with the rest. */
static bool find_ratio_of_sum(struct interval part, struct interval rest, struct interval *ret)
{
    if (part.low < 0 || rest.low < 0 || (part.high <= 0 && rest.high <= 0))
        return false;
    *ret =
        (struct interval){divide_by_sum(part.low, rest.high), divide_by_sum(part.high, rest.low)};
    return true;
}

struct bounds share_implied_part(struct bounds whole, struct bounds share)
{
    struct bounds part = bounds_point(0);

    /* Never fails: 100 is not zero. */
    bounds_apply(find_part, whole, share, &part);
    return part;
}

bool share_of(struct bounds part, struct bounds whole, struct bounds *ret)
{
    return bounds_apply(find_ratio, part, whole, ret);
}

bool share_implied_whole(struct bounds part, struct bounds share, struct bounds *ret)
{
    return bounds_apply(find_ratio, part, share, ret);
}

bool share_of_sum(struct bounds part, struct bounds rest, struct bounds *ret)
{
    return bounds_apply(find_ratio_of_sum, part, rest, ret);
}
