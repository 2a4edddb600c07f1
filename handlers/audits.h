/* SPDX-License-Identifier: MIT */
/* audits: claims and their checks, for the handlers that answer with them. */
#ifndef ENTENTE_HANDLERS_AUDITS_H
#define ENTENTE_HANDLERS_AUDITS_H

#include "model/audit.h"

struct pair;
struct problem;
struct request;

/** Reads the claims alone: audits_read() without the checks. */
int audits_read_claims(const struct request *rq, const struct pair *pair, struct claims *ret,
                       struct problem *reterr);

/** Makes the checks of @claims, which is borrowed: audits_read() without the reading. */
int audits_make(const struct request *rq, const struct pair *pair, const struct claims *claims,
                struct audit *ret, struct problem *reterr);

/**
 * Reads the claims and makes their checks.
 *
 * @pair  claims that concern one of its countries, checks of the pair; NULL: all
 *
 * Both new, as long as the request lives. Return: 0, or -1 with @reterr set.
 */
int audits_read(const struct request *rq, const struct pair *pair, struct claims *ret_claims,
                struct audit *ret_audit, struct problem *reterr);

#endif
