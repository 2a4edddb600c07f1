/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "handlers/audits.h"
#include "handlers/check_rows.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/request.h"

int audits_read(const struct request *rq, const struct pair *pair, struct claims *ret_claims,
                struct audit *ret_audit, struct problem *reterr)
{
    struct audit_acknowledgement *known;
    size_t count;
    enum db_status status = db_claims(request_db(rq), pair ? pair->a->code : NULL,
                                      pair ? pair->b->code : NULL, request_arena(rq), ret_claims);

    if (status == DB_OK)
        status = db_acknowledgements(request_db(rq), request_arena(rq), &known, &count);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    if (!audit_make(ret_claims, pair ? pair->text : NULL, request_arena(rq), ret_audit))
        return problem_set_no_memory(reterr);
    audit_acknowledge(ret_audit, known, count);
    return 0;
}

static int reply_checks(const struct request *rq, const struct pair *pair, struct reply *ret,
                        struct problem *reterr)
{
    struct claims claims;
    struct audit audit;
    struct buffer rows;
    int result = -1;

    if (audits_read(rq, pair, &claims, &audit, reterr) != 0)
        return -1;
    buffer_init(&rows);
    if (check_rows_write(&audit, request_arena(rq), &rows) == 0)
        result = list_reply_made(rq, &rows, pair->text, "", ret, reterr);
    else
        problem_set_no_memory(reterr);
    buffer_fini(&rows);
    return result;
}

/* GET /v1/pairs/{pair}/checks: whether the figures of two countries can all be true. */
int pair_checks_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    return reply_checks(rq, &pair, ret, reterr);
}
