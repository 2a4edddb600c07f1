/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "db/db.h"
#include "handlers/aggregate.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "handlers/trade.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/request.h"

/* What a stream reads when the handler has returned lives as long as the request. */
struct question {
    struct aggregate aggregate;
    struct query rows;
    struct value sides[2];
    struct value flows[2];
};

static void add_filter(struct query *rows, const char *name, const struct value *values)
{
    rows->filters[rows->filter_count++] =
        (struct query_filter){.field = resource_field(&resource_aggregate, name),
                              .op = OP_EQ,
                              .values = values,
                              .value_count = 2};
}

/* Exports and imports of each side with the other. */
static int set_rows(const struct pair *pair, struct question *question, struct problem *reterr)
{
    struct query *rows = &question->rows;

    if (rows->filter_count + 3 > QUERY_MAX_FILTERS)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, NULL, "too many filters");
    rows->resource = &resource_aggregate;
    question->sides[0] = (struct value){.type = VALUE_TEXT, .text = pair->a->code};
    question->sides[1] = (struct value){.type = VALUE_TEXT, .text = pair->b->code};
    question->flows[0] = (struct value){.type = VALUE_TEXT, .text = "M"};
    question->flows[1] = (struct value){.type = VALUE_TEXT, .text = "X"};
    add_filter(rows, "reporter", question->sides);
    add_filter(rows, "partner", question->sides);
    add_filter(rows, "flow", question->flows);
    return 0;
}

static int read_question(const struct request *rq, const struct pair *pair,
                         struct question *question, const char **ret_latest, struct problem *reterr)
{
    struct aggregate *aggregate = &question->aggregate;

    *aggregate = (struct aggregate){
        .shape = AGGREGATE_PAIR,
        .rows = &question->rows,
        .order = {AGGREGATE_REPORTER, AGGREGATE_PARTNER, AGGREGATE_FLOW, AGGREGATE_PERIOD,
                  AGGREGATE_SERIES},
        .order_count = 5,
        .ranked = AGGREGATE_DIMENSIONS,
    };
    if (set_rows(pair, question, reterr) != 0 ||
        trade_find_frequency(&question->rows, &aggregate->frequency, reterr) != 0 ||
        aggregate_check(aggregate, -1, reterr) != 0 ||
        trade_resolve_latest(rq, &question->rows, aggregate->frequency, ret_latest, reterr) != 0)
        return -1;
    return aggregate_set_rules(rq, aggregate, reterr);
}

static const char *take_meta(const struct request *rq, const struct pair *pair,
                             const struct aggregate *aggregate, const char *latest)
{
    struct buffer out;
    const char *text = NULL;
    const char *latest_meta = trade_latest_meta(rq, latest);

    buffer_init(&out);
    buffer_add_format(&out, "%s,\"pair\":\"%s\",\"a\":\"%s\",\"b\":\"%s\",\"frequency\":\"%s\"",
                      latest_meta ? latest_meta : "", pair->text, pair->a->code, pair->b->code,
                      aggregate->frequency);
    aggregate_write_rules(aggregate, &out);
    buffer_add_text(&out, ",\"note\":\"Exports are mostly valued free on board (FOB), imports with "
                          "insurance and freight (CIF): a part of each gap is the cost of the way. "
                          "valuation says what the series says.\"");
    if (latest_meta && !buffer_failed(&out))
        text = arena_copy(request_arena(rq), out.data, out.length);
    buffer_fini(&out);
    return text;
}

int pair_trade_ask(const struct request *rq, const struct pair *pair, const struct query *asked,
                   struct query *ret, const char **ret_meta, struct problem *reterr)
{
    struct question *question = arena_alloc(request_arena(rq), sizeof(*question));
    const char *latest;

    if (!question)
        return problem_set_no_memory(reterr);
    db_set_pair(request_db(rq), pair->a->code, pair->b->code);
    aggregate_split(asked, &question->rows, ret);
    if (read_question(rq, pair, question, &latest, reterr) != 0)
        return -1;
    ret->aggregate = &question->aggregate;
    *ret_meta = take_meta(rq, pair, &question->aggregate, latest);
    return *ret_meta ? 0 : problem_set_no_memory(reterr);
}

static int reply_trade(const struct request *rq, const struct pair *pair, struct reply *ret,
                       struct problem *reterr)
{
    struct query sums;
    const char *meta;

    if (list_check_references(rq, request_query(rq), reterr) != 0 ||
        pair_trade_ask(rq, pair, request_query(rq), &sums, &meta, reterr) != 0)
        return -1;
    return aggregate_check_stream(rq, &sums, reterr) != 0
               ? -1
               : list_reply(rq, &sums, meta, ret, reterr);
}

/* GET /v1/pairs/{pair}/trade: both directions as each side reports them. */
int pair_trade_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    return reply_trade(rq, &pair, ret, reterr);
}
