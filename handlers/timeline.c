/* SPDX-License-Identifier: MIT */
#include "model/timeline.h"

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "handlers/timeline_feed.h"
#include "handlers/timeline_rows.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/claim.h"
#include "server/problem.h"
#include "server/request.h"

static int read_timeline(const struct request *rq, const struct pair *pair, struct timeline *ret,
                         struct problem *reterr)
{
    struct arena *arena = request_arena(rq);
    struct timeline_records records;
    struct claims claims;
    enum db_status status =
        db_timeline(request_db(rq), pair->a->code, pair->b->code, arena, &records);

    if (status == DB_OK)
        status = db_claims(request_db(rq), pair->a->code, pair->b->code, arena, &claims);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    return timeline_make(&records, &claims, pair->text, arena, ret) ? 0
                                                                    : problem_set_no_memory(reterr);
}

static int reply_rows(const struct request *rq, const struct pair *pair, const struct buffer *rows,
                      struct reply *ret, struct problem *reterr)
{
    if (representations[request_query(rq)->format].is_feed)
        return timeline_feed_reply(rq, rows, pair, ret, reterr);
    return list_reply_made(rq, rows, pair->text, "", ret, reterr);
}

static int reply_timeline(const struct request *rq, const struct pair *pair, struct reply *ret,
                          struct problem *reterr)
{
    struct timeline timeline;
    struct buffer rows;
    int result = -1;

    if (read_timeline(rq, pair, &timeline, reterr) != 0)
        return -1;
    buffer_init(&rows);
    if (timeline_rows_write(&timeline, pair, request_arena(rq), &rows) == 0)
        result = reply_rows(rq, pair, &rows, ret, reterr);
    else
        problem_set_no_memory(reterr);
    buffer_fini(&rows);
    return result;
}

/* GET /v1/pairs/{pair}/timeline: what happened and is to happen, in order of date. */
int pair_timeline_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    return reply_timeline(rq, &pair, ret, reterr);
}
