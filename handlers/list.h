/* SPDX-License-Identifier: MIT */
/* list: lists and single records of any resource. */
#ifndef ENTENTE_HANDLERS_LIST_H
#define ENTENTE_HANDLERS_LIST_H

#include "model/query.h"

struct problem;
struct reply;
struct request;

/**
 * Answers @query as the request wants it: a page, a count, or a stream.
 *
 * @query  borrowed for the call; its texts as long as the request
 * @meta   further members of `meta`, JSON text that begins with a comma; "" for none
 */
int list_reply(const struct request *rq, const struct query *query, const char *meta,
               struct reply *ret, struct problem *reterr);

/** Whether every value that names a record names one that is there; the nearest right one is in the
 * problem. */
int list_check_references(const struct request *rq, const struct query *query,
                          struct problem *reterr);

#endif
