/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "db/db.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/query.h"
#include "server/problem.h"
#include "server/request.h"

static int check_side(const struct pair *pair, const struct query_filter *filter,
                      struct problem *reterr)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *code = filter->values[i].text;
        if (strcmp(code, pair->a->code) != 0 && strcmp(code, pair->b->code) != 0)
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, filter->field->name,
                               "%s is no side of the pair: %s is %s or %s", code,
                               filter->field->name, pair->a->code, pair->b->code);
    }
    return 0;
}

/* A country beside the pair has no rows, whatever else is asked for. */
static int check_sides(const struct pair *pair, const struct query *query, struct problem *reterr)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        if (filter->op == OP_EQ && filter->field->type == FIELD_AREA &&
            check_side(pair, filter, reterr) != 0)
            return -1;
    }
    return 0;
}

/* GET /v1/pairs/{pair}/coverage: by year, side and dataset what there is. */
int coverage_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);
    const char *meta;

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    if (check_sides(&pair, request_query(rq), reterr) != 0)
        return -1;
    db_set_pair(request_db(rq), pair.a->code, pair.b->code);
    meta = arena_format(request_arena(rq), ",\"pair\":\"%s\",\"on\":\"%s\"", pair.text,
                        request_day(rq));
    if (!meta)
        return problem_set_no_memory(reterr);
    return list_reply(rq, request_query(rq), meta, ret, reterr);
}
