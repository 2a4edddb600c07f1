/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "model/area.h"
#include "model/arena.h"
#include "server/problem.h"
#include "server/request.h"

/* GET /v1/pairs/{pair}/coverage: by year, side and dataset what there is. */
int coverage_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);
    const char *meta;

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    db_set_pair(request_db(rq), pair.a->code, pair.b->code);
    meta = arena_format(request_arena(rq), ",\"pair\":\"%s\",\"on\":\"%s\"", pair.text,
                        request_day(rq));
    if (!meta)
        return problem_set_no_memory(reterr);
    return list_reply(rq, request_query(rq), meta, ret, reterr);
}
