/* SPDX-License-Identifier: MIT */
/* pairs: the pair that a path names. */
#ifndef ENTENTE_HANDLERS_PAIRS_H
#define ENTENTE_HANDLERS_PAIRS_H

struct pair;
struct problem;
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

#endif
