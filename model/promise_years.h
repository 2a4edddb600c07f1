/* SPDX-License-Identifier: MIT */
/* promise_years: the best figure of each whole year for what a target is about. */
#ifndef ENTENTE_MODEL_PROMISE_YEARS_H
#define ENTENTE_MODEL_PROMISE_YEARS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/claim.h"

struct arena;

struct promise_years {
    const struct claim **best; /* one for each year that has a number, oldest first */
    size_t count;
};

/**
 * Finds the claims of the metric that @target is about, with its subject, scope, goods, sector and
 * unit, and resolves those of each calendar year by FIGURE_OFFICIAL.
 *
 * @day    YYYY-MM-DD: years that end on it or later are left out
 * @known  YYYY-MM-DD: so are claims that nobody had made by then: said, else published, on a later
 * day; those without a day are known when their period is over
 * @ret    new from @arena
 *
 * Return: false: no memory; @ret is untouched.
 */
bool promise_years_find(const struct claims *claims, const struct claim *target, const char *day,
                        const char *known, struct arena *arena, struct promise_years *ret);

/** The last year that ends before @day; NULL: there is none. */
const struct claim *promise_years_before(const struct promise_years *years, const char *day);

/** The year that @day lies in; NULL: it has no figure. */
const struct claim *promise_years_of(const struct promise_years *years, const char *day);

#endif
