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

int audits_read_claims(const struct request *rq, const struct pair *pair, struct claims *ret,
                       struct problem *reterr)
{
    const enum db_status status = db_claims(request_db(rq), pair ? pair->a->code : NULL,
                                            pair ? pair->b->code : NULL, request_arena(rq), ret);

    return status == DB_OK ? 0 : problem_from_db(reterr, rq, status);
}

int audits_make(const struct request *rq, const struct pair *pair, const struct claims *claims,
                struct audit *ret, struct problem *reterr)
{
    struct audit_acknowledgement *known;
    size_t count;
    const enum db_status status =
        db_acknowledgements(request_db(rq), request_arena(rq), &known, &count);

    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    if (!audit_make(claims, pair ? pair->text : NULL, request_arena(rq), ret))
        return problem_set_no_memory(reterr);
    audit_acknowledge(ret, known, count);
    return 0;
}

int audits_read(const struct request *rq, const struct pair *pair, struct claims *ret_claims,
                struct audit *ret_audit, struct problem *reterr)
{
    if (audits_read_claims(rq, pair, ret_claims, reterr) != 0)
        return -1;
    return audits_make(rq, pair, ret_claims, ret_audit, reterr);
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
    if (check_rows_write(&audit, request_query(rq), request_arena(rq), &rows) == 0)
        result = list_reply_made(rq, &rows, pair->text, audit.is_cut ? ",\"is_cut\":true" : "", ret,
                                 reterr);
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
