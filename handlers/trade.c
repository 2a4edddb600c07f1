/* SPDX-License-Identifier: MIT */
#include "handlers/trade.h"

#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "model/aggregate.h"
#include "model/arena.h"
#include "model/period.h"
#include "model/words.h"
#include "server/problem.h"
#include "server/request.h"

/* Periods that are looked into for rows, newest first. */
enum { MOST_PERIODS = 600 };

const struct query_filter *trade_filter(const struct query *query, const char *name)
{
    return aggregate_filter(query, name, OP_EQ);
}

bool trade_is_named(const struct query *query)
{
    return trade_filter(query, "dataset") != NULL;
}

static bool is_latest(const struct value *value)
{
    return strcmp(value->text, "latest") == 0;
}

/* The word of one letter. */
static const char *frequency_word(char letter)
{
    for (size_t i = 0; words_frequency[i]; i++) {
        if (words_frequency[i][0] == letter)
            return words_frequency[i];
    }
    return "A";
}

/* The frequency of a period; NULL of a day, or `latest`. */
static const char *frequency_of(const struct query_filter *filter, size_t i)
{
    const struct value *value = &filter->values[i];
    const char *text = filter->op == OP_EQ ? value->text : value->given;
    struct period period;

    return text && period_parse(text, &period) ? frequency_word(period.frequency) : NULL;
}

/* The one frequency of the periods of @filter and @ret_frequency, which may be NULL. False: they
 * are of several. */
static bool add_frequency(const struct query_filter *filter, const char **ret_frequency)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *frequency = frequency_of(filter, i);
        if (frequency && *ret_frequency && strcmp(*ret_frequency, frequency) != 0)
            return false;
        *ret_frequency = frequency ? frequency : *ret_frequency;
    }
    return true;
}

/* Of the bounds of periods. */
static int find_bounds_frequency(const struct query *query, const char **ret,
                                 struct problem *reterr)
{
    static const struct {
        enum field_op op;
        const char *name;
    } bounds[] = {
        {OP_GT, "period__gt"},
        {OP_GTE, "period__gte"},
        {OP_LT, "period__lt"},
        {OP_LTE, "period__lte"},
    };

    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
        const struct query_filter *filter = aggregate_filter(query, "period", bounds[i].op);
        if (filter && !add_frequency(filter, ret))
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, bounds[i].name,
                               "%s is of another frequency than the other bound, whose rows hold "
                               "the same goods; give bounds of one, or say which with frequency=",
                               filter->values[0].given);
    }
    return 0;
}

int trade_find_frequency(const struct query *query, const char **ret, struct problem *reterr)
{
    const struct query_filter *asked = trade_filter(query, "frequency");
    const struct query_filter *periods = trade_filter(query, "period");

    *ret = NULL;
    if (asked && asked->value_count > 1)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "frequency",
                           "rows of two frequencies hold the same goods; ask for one of them");
    if (periods && !add_frequency(periods, ret))
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "period",
                           "the periods are of several frequencies, whose rows hold the same "
                           "goods; ask for periods of one");
    if (asked)
        *ret = asked->values[0].text;
    else if (!*ret && find_bounds_frequency(query, ret, reterr) != 0)
        return -1;
    *ret = *ret ? *ret : "A";
    return trade_check_periods(query, reterr);
}

static bool has_word(const struct query_filter *filter, const char *word)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (strcmp(filter->values[i].text, word) == 0)
            return true;
    }
    return false;
}

static int check_frequency(const struct query_filter *periods, const struct query_filter *asked,
                           struct problem *reterr)
{
    for (size_t i = 0; i < periods->value_count; i++) {
        const char *frequency = frequency_of(periods, i);
        if (frequency && has_word(asked, frequency) != (asked->op == OP_EQ))
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "period",
                               "%s is a period of frequency %s, which frequency%s=%s leaves out; "
                               "ask for periods of the frequency that is asked for, or leave "
                               "frequency out",
                               periods->values[i].text, frequency,
                               asked->op == OP_EQ ? "" : "__not", asked->values[0].text);
    }
    return 0;
}

int trade_check_periods(const struct query *query, struct problem *reterr)
{
    static const enum field_op ops[] = {OP_EQ, OP_NOT};
    const struct query_filter *periods = trade_filter(query, "period");

    for (size_t i = 0; periods && i < sizeof(ops) / sizeof(ops[0]); i++) {
        const struct query_filter *asked = aggregate_filter(query, "frequency", ops[i]);
        if (asked && check_frequency(periods, asked, reterr) != 0)
            return -1;
    }
    return 0;
}

/* Sums of 27 are made of longer codes where the dataset has no 27. */
static bool widen_codes(struct arena *arena, struct query_filter *filter)
{
    struct value *values = arena_alloc(arena, filter->value_count * sizeof(*values));

    for (size_t i = 0; values && i < filter->value_count; i++) {
        const char *text = filter->values[i].text;
        bool is_whole = strcmp(text, "TOTAL") == 0 || strchr(text, '*');
        values[i] = (struct value){.type = VALUE_TEXT,
                                   .text = is_whole ? text : arena_format(arena, "%s*", text)};
        if (!values[i].text)
            return false;
    }
    filter->values = values;
    return values != NULL;
}

/* The question with its filters held against the observations themselves. False: no memory. */
static bool copy_to_rows(const struct request *rq, const struct query *query, struct query *ret)
{
    bool is_of_sums = query->resource != &resource_trade;

    *ret = (struct query){.resource = &resource_trade};
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct field *field = resource_field(&resource_trade, query->filters[i].field->name);
        struct query_filter *filter = &ret->filters[ret->filter_count];
        if (!field || !(field->ops & query->filters[i].op))
            continue;
        *filter = query->filters[i];
        filter->field = field;
        ret->filter_count++;
        if (is_of_sums && strcmp(field->name, "commodity") == 0 &&
            !widen_codes(request_arena(rq), filter))
            return false;
    }
    ret->view = trade_is_named(query) ? "trade_of_dataset" : NULL;
    return true;
}

static size_t find_period_filter(const struct query *query)
{
    size_t i = 0;

    while (i < query->filter_count &&
           (query->filters[i].op != OP_EQ || strcmp(query->filters[i].field->name, "period") != 0))
        i++;
    return i;
}

static void set_period(struct query *query, const struct value *value)
{
    struct query_filter *filter = &query->filters[find_period_filter(query)];

    filter->values = value;
    filter->value_count = 1;
}

/* The first of @periods that has rows; "" when none has. */
static enum db_status find_latest(struct db *db, struct query *rows, const char *const *periods,
                                  size_t count, const char **ret)
{
    enum db_status status = DB_NOT_FOUND;

    *ret = "";
    for (size_t i = 0; i < count && status == DB_NOT_FOUND; i++) {
        const struct value value = {.type = VALUE_TEXT, .text = periods[i]};
        set_period(rows, &value);
        status = db_any(db, rows);
        if (status == DB_OK)
            *ret = periods[i];
    }
    return status == DB_NOT_FOUND ? DB_OK : status;
}

/* The filters without the one on `latest`. */
static void drop_period(const struct query *query, struct query *ret)
{
    size_t at = find_period_filter(query);

    *ret = *query;
    memmove(&ret->filters[at], &ret->filters[at + 1],
            (ret->filter_count - at - 1) * sizeof(ret->filters[0]));
    ret->filter_count--;
}

static int resolve(const struct request *rq, const struct query *query, const char *frequency,
                   const char **ret, struct problem *reterr)
{
    const char *periods[MOST_PERIODS];
    struct query rows;
    struct query others;
    size_t count;
    enum db_status status;

    if (!copy_to_rows(rq, query, &rows))
        return problem_set_no_memory(reterr);
    drop_period(&rows, &others);
    status = db_find_periods(request_db(rq), &others, frequency, trade_is_named(query),
                             request_arena(rq), periods, MOST_PERIODS, &count);
    if (status == DB_OK)
        status = find_latest(request_db(rq), &rows, periods, count, ret);
    return status == DB_OK ? 0 : problem_from_db(reterr, rq, status);
}

int trade_resolve_latest(const struct request *rq, struct query *query, const char *frequency,
                         const char **ret_latest, struct problem *reterr)
{
    const struct query_filter *periods = trade_filter(query, "period");
    struct value *value;
    bool has_latest = false;

    *ret_latest = NULL;
    for (size_t i = 0; periods && i < periods->value_count; i++)
        has_latest = has_latest || is_latest(&periods->values[i]);
    if (!has_latest)
        return 0;
    if (periods->value_count > 1)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "period",
                           "latest stands alone; leave the other periods out");
    value = arena_alloc(request_arena(rq), sizeof(*value));
    if (!value)
        return problem_set_no_memory(reterr);
    if (resolve(rq, query, frequency, ret_latest, reterr) != 0)
        return -1;
    *value = (struct value){.type = VALUE_TEXT, .text = *ret_latest};
    set_period(query, value);
    return 0;
}

const char *trade_latest_meta(const struct request *rq, const char *latest)
{
    if (!latest)
        return "";
    return latest[0] ? arena_format(request_arena(rq), ",\"latest\":\"%s\"", latest)
                     : ",\"latest\":null";
}

/* The frequency counts only for `latest`: without it, rows of all frequencies are listed. */
static int find_latest_frequency(const struct query *query, const char **ret,
                                 struct problem *reterr)
{
    const struct query_filter *periods = trade_filter(query, "period");

    *ret = "A";
    for (size_t i = 0; periods && i < periods->value_count; i++) {
        if (is_latest(&periods->values[i]))
            return trade_find_frequency(query, ret, reterr);
    }
    return 0;
}

/* GET /v1/trade */
int trade_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct query query = *request_query(rq);
    const char *frequency;
    const char *latest;
    const char *meta;

    if (list_check_references(rq, &query, reterr) != 0 ||
        trade_check_periods(&query, reterr) != 0 ||
        find_latest_frequency(&query, &frequency, reterr) != 0 ||
        trade_resolve_latest(rq, &query, frequency, &latest, reterr) != 0)
        return -1;
    if (trade_is_named(&query))
        query.view = "trade_of_dataset";
    meta = trade_latest_meta(rq, latest);
    if (!meta)
        return problem_set_no_memory(reterr);
    return list_reply(rq, &query, meta, ret, reterr);
}
