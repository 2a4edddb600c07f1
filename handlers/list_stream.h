/* SPDX-License-Identifier: MIT */
/* list_stream: whole lists as CSV or NDJSON, in constant memory, from one snapshot. */
#ifndef ENTENTE_HANDLERS_LIST_STREAM_H
#define ENTENTE_HANDLERS_LIST_STREAM_H

struct problem;
struct query;
struct reply;
struct request;

/** Makes the rows of @query (copied) a stream. The first row is read later: a failure there cuts
 * the stream. */
int list_stream_reply(const struct request *rq, const struct query *query, struct reply *ret,
                      struct problem *reterr);

#endif
