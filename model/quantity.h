/* SPDX-License-Identifier: MIT */
/* quantity: a figure as it was said, and the intervals it may stand for
 * (docs/decisions/quantities.md). */
#ifndef ENTENTE_MODEL_QUANTITY_H
#define ENTENTE_MODEL_QUANTITY_H

#include <stdbool.h>

#include "model/bounds.h"

/* In order of words_qualifier. */
enum qualifier {
    QUALIFIER_EXACT,
    QUALIFIER_OVER,
    QUALIFIER_AT_LEAST,
    QUALIFIER_ABOUT,
    QUALIFIER_ALMOST,
    QUALIFIER_UNDER,
    QUALIFIER_AT_MOST,
};

struct quantity {
    double value;
    enum qualifier qualifier;
    double precision; /* unit of the last printed digit, same unit as value; 0 for counts, ranks,
                         targets */
};

/** The word in records: `over` … False when @word is no qualifier. */
bool qualifier_parse(const char *word, enum qualifier *ret);

const char *qualifier_word(enum qualifier qualifier);

/**
 * Where the figure probably lies, where it possibly lies, and both: the table of
 * docs/decisions/quantities.md. Qualifiers act on the magnitude: "down almost 20 %" (value -20,
 * precision 1) lies likely between -20 and -19.
 */
struct interval quantity_likely(const struct quantity *quantity);
struct interval quantity_possible(const struct quantity *quantity);
struct bounds quantity_bounds(const struct quantity *quantity);

#endif
