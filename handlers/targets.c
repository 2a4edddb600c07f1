/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "handlers/target_rows.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/claim.h"
#include "model/figure.h"
#include "server/problem.h"
#include "server/request.h"

static int reply_rows(const struct request *rq, const struct pair *pair,
                      const struct claims *claims, struct reply *ret, struct problem *reterr)
{
    const char *meta =
        arena_format(request_arena(rq), ",\"on\":\"%s\",\"pair\":\"%s\",\"rule\":\"%s\"",
                     request_day(rq), pair->text, figure_rule_sentence(FIGURE_OFFICIAL));
    struct buffer rows;
    int result = -1;

    buffer_init(&rows);
    if (meta &&
        target_rows_write(claims, pair->text, request_day(rq), request_arena(rq), &rows) == 0)
        result = list_reply_made(rq, &rows, NULL, meta, ret, reterr);
    else
        problem_set_no_memory(reterr);
    buffer_fini(&rows);
    return result;
}

/* GET /v1/pairs/{pair}/targets: who promised what and when, and what became of it. */
int pair_targets_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    struct claims claims;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    enum db_status status =
        db_claims(request_db(rq), pair.a->code, pair.b->code, request_arena(rq), &claims);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    return reply_rows(rq, &pair, &claims, ret, reterr);
}
