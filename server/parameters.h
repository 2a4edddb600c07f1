/* SPDX-License-Identifier: MIT */
/* parameters: the parameters of a request held against the tables of its route and resource. */
#ifndef ENTENTE_SERVER_PARAMETERS_H
#define ENTENTE_SERVER_PARAMETERS_H

#include <stddef.h>

struct arena;
struct exchange_limits;
struct problem;
struct request;
struct route;
struct target;

/** What the parameters of a list that are not filters are called, NULL last. */
extern const char *const parameters_list_words[];

/**
 * Reads every parameter of @target into @rq, whose route is known, and chooses the representation.
 *
 * @accept  the header's value, or NULL
 *
 * Return: 0, or -1 with the problem.
 */
int parameters_read(struct request *rq, const struct exchange_limits *limits,
                    const struct target *target, const char *accept, struct problem *reterr);

/** Says that @route has no parameter @name, what it has, and which was probably meant. Return: -1.
 */
int parameters_refuse_unknown(const struct route *route, const char *name, struct arena *arena,
                              struct problem *reterr);

#endif
