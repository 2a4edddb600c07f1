/* SPDX-License-Identifier: MIT */
/* aggregate: questions about sums: what is refused, and which rows are summed
 * (docs/decisions/summing.md). */
#ifndef ENTENTE_HANDLERS_AGGREGATE_H
#define ENTENTE_HANDLERS_AGGREGATE_H

#include "model/aggregate.h"

struct buffer;
struct problem;
struct request;

/** Splits @query: filters on the rows that are summed go to @ret_rows, filters on sums stay. */
void aggregate_split(const struct query *query, struct query *ret_rows, struct query *ret_sums);

/** Whether the question, whose groups and filters are set, would count anything twice, add what may
 * not be added, or ask for what nothing says. Return: 0, or -1 with the reason. */
int aggregate_check(const struct aggregate *aggregate, int level, struct problem *reterr);

/** The members of the sums: those that fields= chooses, or all that the question makes. */
uint64_t aggregate_members(const struct aggregate *aggregate, const struct query *sums);

/** Whether @sums is sorted and filtered by what the question makes alone: by a share only where
 * shares are asked for. Return: 0, or -1 with what to add. */
int aggregate_check_members(const struct aggregate *aggregate, const struct query *sums,
                            struct problem *reterr);

/**
 * Finds the datasets that the question touches and which of their rows are summed; refused when two
 * blocks hold the same goods.
 *
 * @aggregate  its rules are set: borrowed from the request
 */
int aggregate_set_rules(const struct request *rq, struct aggregate *aggregate,
                        struct problem *reterr);

/** Writes `,"series":[…],"rows":[…]` for meta: what was summed. */
void aggregate_write_rules(const struct aggregate *aggregate, struct buffer *out);

/** A stream can only be cut when it fails: what would make it fail at once is found here, before it
 * begins. Return: 0, or -1 with the problem. */
int aggregate_check_stream(const struct request *rq, const struct query *sums,
                           struct problem *reterr);

/** Digits of the codes that are asked for; 0: none, or TOTAL. */
int aggregate_asked_digits(const struct query *rows);

#endif
