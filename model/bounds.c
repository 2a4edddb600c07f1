/* SPDX-License-Identifier: MIT */
#include "model/bounds.h"

#include <math.h>

struct bounds bounds_point(double value)
{
    return (struct bounds){interval_point(value), interval_point(value)};
}

struct bounds bounds_add(struct bounds a, struct bounds b)
{
    return (struct bounds){interval_add(a.likely, b.likely), interval_add(a.possible, b.possible)};
}

struct bounds bounds_subtract(struct bounds a, struct bounds b)
{
    return (struct bounds){interval_subtract(a.likely, b.likely),
                           interval_subtract(a.possible, b.possible)};
}

struct bounds bounds_multiply(struct bounds a, struct bounds b)
{
    return (struct bounds){interval_multiply(a.likely, b.likely),
                           interval_multiply(a.possible, b.possible)};
}

struct bounds bounds_negate(struct bounds a)
{
    return (struct bounds){interval_negate(a.likely), interval_negate(a.possible)};
}

bool bounds_divide(struct bounds dividend, struct bounds divisor, struct bounds *ret)
{
    return bounds_apply(interval_divide, dividend, divisor, ret);
}

bool bounds_apply(bool (*rule)(struct interval, struct interval, struct interval *),
                  struct bounds a, struct bounds b, struct bounds *ret)
{
    struct bounds result = {.possible = {-INFINITY, INFINITY}};

    if (!rule(a.likely, b.likely, &result.likely))
        return false;
    rule(a.possible, b.possible, &result.possible);
    *ret = result;
    return true;
}

static enum verdict find_verdict(bool holds_likely, bool holds_possibly)
{
    if (holds_likely)
        return VERDICT_CONSISTENT;
    return holds_possibly ? VERDICT_UNDECIDABLE : VERDICT_CONTRADICTS;
}

enum verdict bounds_compare(struct bounds left, struct bounds right)
{
    return find_verdict(interval_meets(left.likely, right.likely),
                        interval_meets(left.possible, right.possible));
}

static bool can_be_at_most(struct interval left, struct interval right)
{
    return interval_excess(left, right).absolute <= 0;
}

enum verdict bounds_compare_at_most(struct bounds left, struct bounds right)
{
    return find_verdict(can_be_at_most(left.likely, right.likely),
                        can_be_at_most(left.possible, right.possible));
}

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[] = {
        [VERDICT_CONSISTENT] = "consistent",
        [VERDICT_CONTRADICTS] = "contradicts",
        [VERDICT_UNDECIDABLE] = "undecidable",
    };

    return words[verdict];
}
