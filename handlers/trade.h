/* SPDX-License-Identifier: MIT */
/* trade: what questions about observations have in common. */
#ifndef ENTENTE_HANDLERS_TRADE_H
#define ENTENTE_HANDLERS_TRADE_H

#include <stdbool.h>

#include "model/query.h"

struct problem;
struct request;

/** The filter on @name with OP_EQ; NULL when there is none. */
const struct query_filter *trade_filter(const struct query *query, const char *name);

/** Whether datasets are asked for by name: then blocks that were replaced answer too. */
bool trade_is_named(const struct query *query);

/** Whether the periods that are named are of frequencies that are asked for. Return: 0 or -1. */
int trade_check_periods(const struct query *query, struct problem *reterr);

/** The one frequency that the filters ask for, or that their periods have, or the bounds of these;
 * A when none says. Refused when there are several. Return: 0 or -1. */
int trade_find_frequency(const struct query *query, const char **ret, struct problem *reterr);

/**
 * Puts the newest period that has rows in place of `latest` in the filters.
 *
 * @query       borrowed; its filter on periods is changed
 * @ret_latest  the period; "" when no row fits the other filters; NULL when it was not asked for
 */
int trade_resolve_latest(const struct request *rq, struct query *query, const char *frequency,
                         const char **ret_latest, struct problem *reterr);

/** `,"latest":"2016"` for meta, "" when it was not asked for; NULL: no memory. */
const char *trade_latest_meta(const struct request *rq, const char *latest);

#endif
