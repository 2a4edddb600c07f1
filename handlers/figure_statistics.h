/* SPDX-License-Identifier: MIT */
/* figure_statistics: what imported statistics have for the figures of a pair. */
#ifndef ENTENTE_HANDLERS_FIGURE_STATISTICS_H
#define ENTENTE_HANDLERS_FIGURE_STATISTICS_H

#include <stddef.h>

#include "model/figure.h"

struct pair;
struct problem;
struct request;

/* By pair, then by year and series, the exporter's report first. All zero at first. */
struct figure_statistics {
    struct figure_statistic *items; /* as long as the request lives */
    size_t count;
    size_t room;
};

/**
 * Adds exports both ways and turnover of every year and series, as each side reports them and as
 * they were reconciled; and of other periods where @claims has figures of their frequency. Nothing
 * where sums would count goods twice.
 *
 * @pair  borrowed for as long as @statistics is used
 *
 * Return: 0, or -1 with @reterr set.
 */
int figure_statistics_add(const struct request *rq, const struct pair *pair,
                          const struct claims *claims, struct figure_statistics *statistics,
                          struct problem *reterr);

/** Likewise of every pair that @claims has a turnover or flow of. */
int figure_statistics_add_all(const struct request *rq, const struct claims *claims,
                              struct figure_statistics *statistics, struct problem *reterr);

#endif
