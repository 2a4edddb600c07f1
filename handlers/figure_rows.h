/* SPDX-License-Identifier: MIT */
/* figure_rows: figures as the rows of a list. */
#ifndef ENTENTE_HANDLERS_FIGURE_ROWS_H
#define ENTENTE_HANDLERS_FIGURE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/figure.h"

struct arena;
struct audit;
struct buffer;
struct query;

struct figure_question {
    const struct claims *claims;
    const char *pair; /* only figures of this pair, and those of statistics alone; NULL: of all */
    const struct query
        *query; /* its filters on metric and period leave out what need not be made */
    enum figure_rule rule;
    const struct figure_statistic *statistics; /* by pair, period and series */
    size_t statistic_count;
    const struct audit *audit; /* the checks of the claims; NULL: they are not wanted */
};

/** Whether the checks are asked for, and of any claim: they cost more than all else. */
bool figure_rows_want_checks(const struct figure_question *question);

/** Writes an array of objects, members as in model/resources/figures.c, companions among them,
 * lists only where they are asked for; it ends when it is longer than LIST_MADE_MOST_BYTES. Return:
 * 0, or -1: no memory. */
int figure_rows_write(const struct figure_question *question, struct arena *arena,
                      struct buffer *out);

#endif
