/* SPDX-License-Identifier: MIT */
/* pairs: the pair that a path names. */
#ifndef ENTENTE_HANDLERS_PAIRS_H
#define ENTENTE_HANDLERS_PAIRS_H

struct pair;
struct problem;
struct query;
struct reply;
struct request;

enum pair_found { PAIR_FOUND, PAIR_ANSWERED, PAIR_REFUSED };

/**
 * Reads the pair in the path's braces.
 *
 * Return: PAIR_FOUND with @ret_pair; PAIR_ANSWERED: @ret sends the client to the path in its one
 * spelling; PAIR_REFUSED with the problem.
 */
enum pair_found pairs_find(const struct request *rq, struct pair *ret_pair, struct reply *ret,
                           struct problem *reterr);

/**
 * Makes the question for a pair's trade of @asked, a question about resource_pair_trade.
 *
 * @pair      borrowed as long as the request
 * @ret       for db_list() or list_reply(); its parts live as long as the request
 * @ret_meta  what was summed, as members of `meta`
 *
 * Return: 0, or -1 with @reterr set: INVALID_PARAMETER where sums would count goods twice.
 */
int pair_trade_ask(const struct request *rq, const struct pair *pair, const struct query *asked,
                   struct query *ret, const char **ret_meta, struct problem *reterr);

#endif
