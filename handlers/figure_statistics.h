/* SPDX-License-Identifier: MIT */
/* figure_statistics: what imported statistics have for the figures of a pair. */
#ifndef ENTENTE_HANDLERS_FIGURE_STATISTICS_H
#define ENTENTE_HANDLERS_FIGURE_STATISTICS_H

#include <stddef.h>

#include "model/figure.h"

struct pair;
struct problem;
struct request;

/**
 * Reads exports both ways and turnover of every year and series, as each side reports them and as
 * they were reconciled.
 *
 * @ret  new, as long as the request lives; by year and series, the exporter's report first
 *
 * Return: 0, or -1 with @reterr set.
 */
int figure_statistics_read(const struct request *rq, const struct pair *pair,
                           const struct figure_statistic **ret, size_t *ret_count,
                           struct problem *reterr);

#endif
