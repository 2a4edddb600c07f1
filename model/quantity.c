/* SPDX-License-Identifier: MIT */
#include "model/quantity.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

bool qualifier_parse(const char *word, enum qualifier *ret)
{
    for (size_t i = 0; words_qualifier[i]; i++) {
        if (strcmp(word, words_qualifier[i]) == 0) {
            *ret = (enum qualifier)i;
            return true;
        }
    }
    return false;
}

const char *qualifier_word(enum qualifier qualifier)
{
    return words_qualifier[qualifier];
}

/* The interval of a magnitude, on the side of zero that @value is on. */
static struct interval on_side_of(double value, double low, double high)
{
    if (value < 0)
        return (struct interval){0.0 - high, 0.0 - low};
    return (struct interval){low, high};
}

struct interval quantity_likely(const struct quantity *quantity)
{
    const double v = fabs(quantity->value);
    const double p = quantity->precision;

    switch (quantity->qualifier) {
    case QUALIFIER_EXACT:
    case QUALIFIER_ABOUT:
        return on_side_of(quantity->value, v - p / 2, v + p / 2);
    case QUALIFIER_OVER:
    case QUALIFIER_AT_LEAST:
        return on_side_of(quantity->value, v, v + p);
    case QUALIFIER_ALMOST:
    case QUALIFIER_UNDER:
    case QUALIFIER_AT_MOST:
        break;
    }
    return on_side_of(quantity->value, v - p, v);
}

struct interval quantity_possible(const struct quantity *quantity)
{
    const double v = fabs(quantity->value);
    const double p = quantity->precision;

    switch (quantity->qualifier) {
    case QUALIFIER_EXACT:
        return on_side_of(quantity->value, v - p / 2, v + p / 2);
    case QUALIFIER_ABOUT:
        return on_side_of(quantity->value, v - p, v + p);
    case QUALIFIER_OVER:
    case QUALIFIER_AT_LEAST:
        return on_side_of(quantity->value, v, INFINITY);
    case QUALIFIER_ALMOST:
        return on_side_of(quantity->value, v - 2 * p, v + p / 2);
    case QUALIFIER_UNDER:
    case QUALIFIER_AT_MOST:
        break;
    }
    return on_side_of(quantity->value, 0, v);
}

struct bounds quantity_bounds(const struct quantity *quantity)
{
    return (struct bounds){quantity_likely(quantity), quantity_possible(quantity)};
}
