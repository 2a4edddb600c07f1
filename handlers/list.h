/* SPDX-License-Identifier: MIT */
/* list: lists and single records of any resource. */
#ifndef ENTENTE_HANDLERS_LIST_H
#define ENTENTE_HANDLERS_LIST_H

#include "model/query.h"

struct buffer;
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

/* What is made for one question is kept in memory: whoever makes more of it ends. */
enum { LIST_MADE_MOST_BYTES = 8 * 1024 * 1024 };

/** Lets the request's questions read rows that were made for it: list_reply_made() without the
 * answer. Return: 0, or -1 with @reterr set. */
int list_set_made(const struct request *rq, const struct buffer *rows, struct problem *reterr);

/**
 * Answers the request's question about rows that were made for it.
 *
 * @rows  a JSON array of objects; copied. More than LIST_MADE_MOST_BYTES is refused, with how to
 * ask for less
 * @pair  for meta, or NULL
 * @meta  as for list_reply()
 */
int list_reply_made(const struct request *rq, const struct buffer *rows, const char *pair,
                    const char *meta, struct reply *ret, struct problem *reterr);

/** Whether every value that names a record names one that is there; the nearest right one is in the
 * problem. */
int list_check_references(const struct request *rq, const struct query *query,
                          struct problem *reterr);

#endif
