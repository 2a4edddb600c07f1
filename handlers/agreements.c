/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "model/area.h"
#include "model/arena.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

static const struct value yes = {.type = VALUE_TEXT, .text = "yes"};
static const struct value unknown = {.type = VALUE_TEXT, .text = "unknown"};

static void set_in_force(struct query *query, const struct value *answer)
{
    query->filters[query->filter_count] =
        (struct query_filter){.field = resource_field(query->resource, "in_force"),
                              .op = OP_EQ,
                              .values = answer,
                              .value_count = 1};
}

/* Those that may be in force, for all that is known. */
static int count_unknown(const struct request *rq, struct query *query, int64_t *ret,
                         struct problem *reterr)
{
    enum db_status status;

    set_in_force(query, &unknown);
    query->filter_count++;
    status = db_count(request_db(rq), query, ret);
    query->filter_count--;
    return status == DB_OK ? 0 : problem_from_db(reterr, rq, status);
}

/* The one pair that the question is about: then the status is that between the two. False: none, or
 * several. */
static bool find_pair(const struct query *query, struct pair *ret)
{
    char unused[64];

    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        if (filter->field->type == FIELD_PAIR && filter->value_count == 1)
            return pair_parse(filter->values[0].text, ret, unused) == PAIR_CANONICAL;
    }
    return false;
}

static int add_meta(const struct request *rq, const char *day, const struct pair *pair,
                    const char *rest, const char **ret, struct problem *reterr)
{
    *ret = arena_format(request_arena(rq), ",\"on\":\"%s\"%s%s%s%s", day,
                        pair ? ",\"pair\":\"" : "", pair ? pair->text : "", pair ? "\"" : "", rest);
    return *ret ? 0 : problem_set(reterr, PROBLEM_INTERNAL, NULL, "out of memory");
}

/* in_force_on=DAY: those in force on the day; meta counts those that the records leave open. */
static int reply_in_force(const struct request *rq, const char *day, const struct pair *pair,
                          struct reply *ret, struct problem *reterr)
{
    struct query query = *request_query(rq);
    int64_t count = 0;
    const char *rest;
    const char *meta;

    if (request_parameter(rq, "on") && strcmp(request_parameter(rq, "on"), day) != 0)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "on",
                           "on= and in_force_on= name different days; leave on= out");
    if (query.filter_count == QUERY_MAX_FILTERS)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "in_force_on", "too many filters");
    db_set_day(request_db(rq), day);
    if (list_check_references(rq, &query, reterr) != 0 ||
        count_unknown(rq, &query, &count, reterr) != 0)
        return -1;
    set_in_force(&query, &yes);
    query.filter_count++;
    rest = arena_format(request_arena(rq), ",\"in_force_unknown\":%" PRId64, count);
    if (!rest || add_meta(rq, day, pair, rest, &meta, reterr) != 0)
        return problem_set(reterr, PROBLEM_INTERNAL, NULL, "out of memory");
    return list_reply(rq, &query, meta, ret, reterr);
}

/* GET /v1/agreements */
int agreements_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const char *day = request_parameter(rq, "in_force_on");
    bool has_pair;
    struct pair pair;
    const char *meta;

    has_pair = find_pair(request_query(rq), &pair);
    if (has_pair)
        db_set_pair(request_db(rq), pair.a->code, pair.b->code);
    if (day)
        return reply_in_force(rq, day, has_pair ? &pair : NULL, ret, reterr);
    if (add_meta(rq, request_day(rq), has_pair ? &pair : NULL, "", &meta, reterr) != 0)
        return -1;
    return list_reply(rq, request_query(rq), meta, ret, reterr);
}
