/* SPDX-License-Identifier: MIT */
/* request: what a handler sees of a request: only what was checked against the tables. */
#ifndef ENTENTE_SERVER_REQUEST_H
#define ENTENTE_SERVER_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "model/query.h"
#include "server/route.h"

struct arena;
struct config;
struct db;
struct pair;

/** Everything taken from it is released with the request. */
struct arena *request_arena(const struct request *rq);

const struct route *request_route(const struct request *rq);
const struct routes *request_routes(const struct request *rq);

/** The text in place of the path's braces, decoded; NULL when it has none. */
const char *request_segment(const struct request *rq);

/** The checked list parameters; its members are set for single records too. */
const struct query *request_query(const struct request *rq);

/** The checked value of a parameter of the route's own; NULL when it was not given. */
const char *request_parameter(const struct request *rq, const char *name);

/** The day the answer is about: on=, else today in UTC. */
const char *request_day(const struct request *rq);

/** The worker's connection, inside a read transaction when the route needs one. */
struct db *request_db(const struct request *rq);

/** The revision that this transaction reads; 0 when there is none. */
int64_t request_revision(const struct request *rq);

/** The target with cursor= set to @cursor, relative (`?limit=2&cursor=…`): for page links. In one
 * spelling, so that answers with the same key are the same bytes. NULL: no memory. */
const char *request_next_target(const struct request *rq, const char *cursor);

/** The target with another text in place of the path's braces, for redirects:
 * `/v1/pairs/KAZ-TJK/trade?limit=2`. NULL: no memory. */
const char *request_moved_target(const struct request *rq, const char *segment);

#endif
