/* SPDX-License-Identifier: MIT */
#include "handlers/aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/trade.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/words.h"
#include "server/problem.h"
#include "server/request.h"

/* Fields of the rows that are summed; the others are of the sums. */
static bool is_of_rows(const struct field *field)
{
    return field->type != FIELD_REAL && field->type != FIELD_BOOLEAN &&
           (field->type != FIELD_INTEGER || field->flags & FIELD_FILTER_ONLY);
}

void aggregate_split(const struct query *query, struct query *ret_rows, struct query *ret_sums)
{
    *ret_rows = (struct query){.resource = query->resource};
    *ret_sums = *query;
    ret_sums->filter_count = 0;
    for (size_t i = 0; i < query->filter_count; i++) {
        struct query *target = is_of_rows(query->filters[i].field) ? ret_rows : ret_sums;
        target->filters[target->filter_count++] = query->filters[i];
    }
}

static bool is_true(const struct request *rq, const char *name)
{
    const char *text = request_parameter(rq, name);

    return text && strcmp(text, "true") == 0;
}

static void add_dimension(struct aggregate *aggregate, enum aggregate_dimension dimension)
{
    if (!aggregate_has(aggregate, dimension))
        aggregate->order[aggregate->order_count++] = dimension;
}

static enum aggregate_dimension find_dimension(const char *word, size_t length)
{
    int i = 0;

    while (words_dimension[i] &&
           (strncmp(words_dimension[i], word, length) != 0 || words_dimension[i][length] != '\0'))
        i++;
    return (enum aggregate_dimension)i;
}

/* The words were checked against the route's table. Flow joins where none, or several by __not, are
 * asked for; series always. */
static void set_groups(const struct request *rq, struct aggregate *aggregate)
{
    const char *words = request_parameter(rq, "group_by");

    aggregate->ranked = AGGREGATE_DIMENSIONS;
    while (words && *words) {
        size_t length = strcspn(words, ",");
        aggregate->ranked = find_dimension(words, length);
        add_dimension(aggregate, aggregate->ranked);
        words += length + (words[length] != '\0');
    }
    if (!trade_filter(aggregate->rows, "flow"))
        add_dimension(aggregate, AGGREGATE_FLOW);
    add_dimension(aggregate, AGGREGATE_SERIES);
}

/* Checked against the route's table. @ret_level: -1 where none is asked for. */
static void set_numbers(const struct request *rq, struct aggregate *aggregate, int *ret_level)
{
    const char *top = request_parameter(rq, "top");
    const char *level = request_parameter(rq, "level");

    aggregate->top = top ? atoi(top) : 0;
    *ret_level = level ? atoi(level) : -1;
}

static void write_names(const struct aggregate *aggregate, int but, const char *quote,
                        struct buffer *out)
{
    const char *comma = "";

    for (size_t i = 0; i < aggregate->order_count; i++) {
        if ((int)aggregate->order[i] == but)
            continue;
        buffer_add_format(out, "%s%s%s%s", comma, quote, words_dimension[aggregate->order[i]],
                          quote);
        comma = quote[0] ? "," : ", ";
    }
}

static void write_meta(const struct aggregate *aggregate, struct buffer *out)
{
    buffer_add_format(out, ",\"frequency\":\"%s\",\"group_by\":[", aggregate->frequency);
    write_names(aggregate, -1, "\"", out);
    buffer_add_text(out, "]");
    if (aggregate_has(aggregate, AGGREGATE_COMMODITY))
        buffer_add_format(out, ",\"level\":%d", aggregate->label);
    if (aggregate->has_share) {
        buffer_add_format(out,
                          ",\"share_of\":\"the sum of value over every %s that the filters "
                          "leave, alike in ",
                          words_dimension[aggregate->ranked]);
        write_names(aggregate, (int)aggregate->ranked, "", out);
        buffer_add_text(out, "\"");
    }
    if (aggregate->has_growth)
        buffer_add_text(out, ",\"growth_on\":\"the like period a year before\"");
    aggregate_write_rules(aggregate, out);
}

static const char *take_meta(const struct request *rq, const struct aggregate *aggregate,
                             const char *latest)
{
    struct buffer out;
    const char *text = NULL;
    const char *latest_meta = trade_latest_meta(rq, latest);

    buffer_init(&out);
    if (latest_meta)
        buffer_add_text(&out, latest_meta);
    write_meta(aggregate, &out);
    if (latest_meta && !buffer_failed(&out))
        text = arena_copy(request_arena(rq), out.data, out.length);
    buffer_fini(&out);
    return text;
}

/* What a stream reads when the handler has returned lives as long as the request. */
struct question {
    struct aggregate aggregate;
    struct query rows;
};

static int read_question(const struct request *rq, struct question *question,
                         const struct query *sums, const char **ret_latest, struct problem *reterr)
{
    struct aggregate *aggregate = &question->aggregate;
    int level;

    aggregate->rows = &question->rows;
    aggregate->has_share = is_true(rq, "share");
    aggregate->has_growth = is_true(rq, "growth");
    set_groups(rq, aggregate);
    set_numbers(rq, aggregate, &level);
    if (trade_find_frequency(&question->rows, &aggregate->frequency, reterr) != 0 ||
        aggregate_check(aggregate, level, reterr) != 0 ||
        aggregate_check_members(aggregate, sums, reterr) != 0)
        return -1;
    if (aggregate_has(aggregate, AGGREGATE_COMMODITY))
        aggregate->label = level >= 0 ? level : aggregate_asked_digits(&question->rows);
    if (trade_resolve_latest(rq, &question->rows, aggregate->frequency, ret_latest, reterr) != 0)
        return -1;
    return aggregate_set_rules(rq, aggregate, reterr);
}

/* GET /v1/trade/aggregate */
int aggregate_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct question *question = arena_alloc(request_arena(rq), sizeof(*question));
    struct query sums;
    const char *latest;
    const char *meta;

    if (!question)
        return problem_set_no_memory(reterr);
    *question = (struct question){.aggregate = {.shape = AGGREGATE_GROUPS}};
    if (list_check_references(rq, request_query(rq), reterr) != 0)
        return -1;
    aggregate_split(request_query(rq), &question->rows, &sums);
    if (read_question(rq, question, &sums, &latest, reterr) != 0)
        return -1;
    sums.members = aggregate_members(&question->aggregate, &sums);
    sums.aggregate = &question->aggregate;
    meta = take_meta(rq, &question->aggregate, latest);
    if (!meta)
        return problem_set_no_memory(reterr);
    return aggregate_check_stream(rq, &sums, reterr) != 0
               ? -1
               : list_reply(rq, &sums, meta, ret, reterr);
}
