/* SPDX-License-Identifier: MIT */
#include "server/parameters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "model/words.h"
#include "server/accept.h"
#include "server/exchange.h"
#include "server/problem.h"
#include "server/request_private.h"
#include "server/route.h"
#include "server/target.h"
#include "server/values.h"

/* The state while parameters are read one after the other. */
struct reading {
    struct request *rq;
    const struct route *route;
    const struct exchange_limits *limits;
    struct problem *reterr;
    const char *name;
    const char *value;
    unsigned given; /* bit i: list word i was */
    unsigned taken; /* bit i: list word i may be */
};

/** Reads the value of a list word. Return: 0, or -1 with the problem. */
typedef int word_reader(struct reading *reading);

#define REFUSE(reading, ...)                                                                       \
    problem_set((reading)->reterr, PROBLEM_INVALID_PARAMETER, (reading)->name, __VA_ARGS__)

/* What a message says of one that was probably meant; "" for none. */
enum { HINT_SIZE = 96 };

static void write_hint(const char *nearest, char ret[HINT_SIZE])
{
    if (nearest)
        snprintf(ret, HINT_SIZE, " Did you mean \"%s\"?", nearest);
    else
        ret[0] = '\0';
}

static int read_limit(struct reading *reading)
{
    const char *value = reading->value;
    long limit = strtol(value, NULL, 10);

    if (value[strspn(value, "0123456789")] || strlen(value) > 9 || limit < 1 ||
        limit > QUERY_MAX_LIMIT)
        return REFUSE(reading, "limit is a whole number from 1 to %d, not \"%.60s\".",
                      QUERY_MAX_LIMIT, value);
    reading->rq->query.limit = (int)limit;
    return 0;
}

/* Checked when filters and sort are known. */
static int read_cursor(struct reading *reading)
{
    reading->rq->cursor = reading->value;
    return 0;
}

static int find_word(const struct reading *reading, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], reading->value) == 0)
            return i;
    return -1;
}

static int read_count(struct reading *reading)
{
    static const char *const words[] = {"exact", "only", NULL};
    int word = find_word(reading, words);
    char hint[HINT_SIZE];

    write_hint(words_nearest(words, reading->value), hint);
    if (word < 0)
        return REFUSE(reading, "count is exact or only, not \"%.60s\".%s", reading->value, hint);
    reading->rq->query.count = word == 0 ? COUNT_EXACT : COUNT_ONLY;
    return 0;
}

static int read_format(struct reading *reading)
{
    static const char *const words[] = {"json", "csv", "ndjson", NULL};
    static const enum query_format formats[] = {FORMAT_JSON, FORMAT_CSV, FORMAT_NDJSON};
    int word = find_word(reading, words);
    char hint[HINT_SIZE];

    write_hint(words_nearest(words, reading->value), hint);
    if (word < 0)
        return REFUSE(reading, "format is json, csv or ndjson, not \"%.60s\".%s", reading->value,
                      hint);
    reading->rq->query.format = formats[word];
    return 0;
}

/* A comma list of field names: sort and fields. */
struct field_list {
    const char *word;                         /* the parameter */
    const char *what;                         /* what its fields are: sortable */
    bool (*takes)(const struct field *field); /* whether one may stand in the list */
};

static bool is_sortable(const struct field *field)
{
    return field->flags & FIELD_SORTABLE;
}

static bool is_member(const struct field *field)
{
    return !(field->flags & FIELD_FILTER_ONLY);
}

static const struct field_list sort_list = {"sort", "no field to sort by", is_sortable};
static const struct field_list member_list = {"fields", "no member", is_member};

static void write_fields(const struct resource *resource, const struct field_list *list,
                         const char **ret_names)
{
    size_t count = 0;

    for (size_t i = 0; i < resource->field_count; i++)
        if (list->takes(&resource->fields[i]))
            ret_names[count++] = resource->fields[i].name;
    ret_names[count] = NULL;
}

static void join_names(const char *const *names, char *ret, size_t size)
{
    size_t used = 0;

    ret[0] = '\0';
    for (size_t i = 0; names[i] && used + strlen(names[i]) + 3 < size; i++)
        used += (size_t)snprintf(ret + used, size - used, "%s%s", i ? ", " : "", names[i]);
}

static int refuse_field(struct reading *reading, const struct field_list *list, const char *name)
{
    const char *names[RESOURCE_MAX_FIELDS + 1];
    char joined[320];
    char hint[HINT_SIZE];

    write_fields(reading->route->resource, list, names);
    join_names(names, joined, sizeof joined);
    write_hint(words_nearest(names, name), hint);
    return REFUSE(reading, "\"%.60s\" is %s.%s It takes: %s.", name, list->what, hint, joined);
}

/* Takes the next name of a comma list from @at; NULL when memory ran out. */
static char *next_name(struct reading *reading, const char **at)
{
    const char *text = *at;
    size_t length = strcspn(text, ",");

    *at = text[length] ? text + length + 1 : NULL;
    return arena_copy(reading->rq->arena, text, length);
}

static const struct field *find_listed(const struct reading *reading, const struct field_list *list,
                                       const char *name)
{
    const struct field *field = resource_field(reading->route->resource, name);

    return field && list->takes(field) ? field : NULL;
}

static bool is_sorted_by(const struct query *query, const struct field *field)
{
    for (size_t i = 0; i < query->sort_count; i++)
        if (query->sort[i].field == field)
            return true;
    return false;
}

static int add_sort(struct reading *reading, const char *name)
{
    struct query *query = &reading->rq->query;
    bool descending = *name == '-';
    const struct field *field = find_listed(reading, &sort_list, name + descending);

    if (!field)
        return refuse_field(reading, &sort_list, name + descending);
    if (is_sorted_by(query, field))
        return REFUSE(reading, "sort names %s twice.", field->name);
    if (query->sort_count == QUERY_MAX_SORT)
        return REFUSE(reading, "sort takes at most %d fields.", QUERY_MAX_SORT);
    query->sort[query->sort_count++] = (struct query_sort){field, descending};
    return 0;
}

static int add_member(struct reading *reading, const char *name)
{
    struct query *query = &reading->rq->query;
    const struct field *field = find_listed(reading, &member_list, name);

    if (!field)
        return refuse_field(reading, &member_list, name);
    uint64_t bit = UINT64_C(1) << (field - query->resource->fields);

    if (query->members & bit)
        return REFUSE(reading, "fields names %s twice.", field->name);
    query->members |= bit;
    return 0;
}

static int read_names(struct reading *reading, int (*add)(struct reading *, const char *))
{
    const char *at = reading->value;

    while (at) {
        const char *name = next_name(reading, &at);

        if (!name)
            return problem_set_no_memory(reading->reterr);
        if (add(reading, name) < 0)
            return -1;
    }
    return 0;
}

static int read_sort(struct reading *reading)
{
    return read_names(reading, add_sort);
}

static int read_fields(struct reading *reading)
{
    reading->rq->query.members = 0;
    return read_names(reading, add_member);
}

/* The parameters that all lists have. */
enum list_word { WORD_SORT, WORD_FIELDS, WORD_LIMIT, WORD_CURSOR, WORD_COUNT, WORD_FORMAT };

const char *const parameters_list_words[] = {
    [WORD_SORT] = "sort",     [WORD_FIELDS] = "fields", [WORD_LIMIT] = "limit",
    [WORD_CURSOR] = "cursor", [WORD_COUNT] = "count",   [WORD_FORMAT] = "format",
    [WORD_FORMAT + 1] = NULL,
};

static word_reader *const word_readers[] = {
    [WORD_SORT] = read_sort,     [WORD_FIELDS] = read_fields, [WORD_LIMIT] = read_limit,
    [WORD_CURSOR] = read_cursor, [WORD_COUNT] = read_count,   [WORD_FORMAT] = read_format,
};

static unsigned words_taken(const struct route *route)
{
    if (!route->resource)
        return 0;
    if (route->takes & ROUTE_TAKES_LIST)
        return (1u << (WORD_FORMAT + 1)) - 1;
    return route->takes & ROUTE_TAKES_FIELDS ? 1u << WORD_FIELDS : 0;
}

static bool was_given(const struct reading *reading, enum list_word word)
{
    return reading->given >> word & 1;
}

static int refuse_repeated(const struct reading *reading)
{
    return problem_set(reading->reterr, PROBLEM_REPEATED_PARAMETER, reading->name,
                       "%.60s is given twice; give it once, several values separated by commas.",
                       reading->name);
}

static int check_value(const struct reading *reading)
{
    if (reading->value[strspn(reading->value, " ")])
        return 0;
    return problem_set(reading->reterr, PROBLEM_EMPTY_PARAMETER, reading->name,
                       "%.60s has no value; give it one or leave it out.", reading->name);
}

static int read_word(struct reading *reading, unsigned word)
{
    if (was_given(reading, word))
        return refuse_repeated(reading);
    reading->given |= 1u << word;
    return check_value(reading) < 0 ? -1 : word_readers[word](reading);
}

static void write_value(const struct field *field, const struct value *value, struct buffer *out)
{
    if (value->type == VALUE_TEXT)
        buffer_add_text(out, value->text);
    else if (value->type == VALUE_REAL)
        buffer_add_format(out, "%.17g", value->real);
    else if (field->type == FIELD_BOOLEAN)
        buffer_add_text(out, value->integer ? "true" : "false");
    else
        buffer_add_format(out, "%" PRId64, value->integer);
}

/* The checked values as handlers see them: one text. */
static int set_own(struct reading *reading, const struct field *field, const struct value *values,
                   size_t count)
{
    struct request *rq = reading->rq;
    size_t index = (size_t)(field - reading->route->parameters);
    struct buffer text;

    buffer_init(&text);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&text, i ? "," : "");
        write_value(field, &values[i], &text);
    }
    if (!buffer_failed(&text))
        rq->own[index] = arena_copy(rq->arena, text.data, text.length);
    buffer_fini(&text);
    return rq->own[index] ? 0 : problem_set_no_memory(reading->reterr);
}

static int read_own(struct reading *reading, const struct field *field)
{
    const struct values_expected expected = {
        .field = field,
        .op = OP_EQ,
        .name = field->name,
        .is_own = true,
        .max_values = reading->limits->max_values,
    };
    const struct value *values;
    size_t count;

    if (reading->rq->own[field - reading->route->parameters])
        return refuse_repeated(reading);
    if (check_value(reading) < 0 || values_read(&expected, reading->value, reading->rq->arena,
                                                &values, &count, reading->reterr) < 0)
        return -1;
    return set_own(reading, field, values, count);
}

static bool has_filter(const struct query *query, const struct field *field, enum field_op op)
{
    for (size_t i = 0; i < query->filter_count; i++)
        if (query->filters[i].field == field && query->filters[i].op == op)
            return true;
    return false;
}

static int read_filter(struct reading *reading, const struct field *field, enum field_op op)
{
    struct query *query = &reading->rq->query;
    struct query_filter filter = {.field = field, .op = op};
    const struct values_expected expected = {
        .field = field,
        .op = op,
        .name = reading->name,
        .max_values = reading->limits->max_values,
    };

    if (has_filter(query, field, op))
        return refuse_repeated(reading);
    if (query->filter_count == QUERY_MAX_FILTERS)
        return REFUSE(reading, "A request has at most %d filters.", QUERY_MAX_FILTERS);
    if (check_value(reading) < 0 ||
        values_read(&expected, reading->value, reading->rq->arena, &filter.values,
                    &filter.value_count, reading->reterr) < 0)
        return -1;
    query->filters[query->filter_count++] = filter;
    return 0;
}

/* The last double underscore; where there is none, the end. */
static const char *find_suffix(const char *name)
{
    const char *found = NULL;

    for (const char *at = strstr(name, "__"); at; at = strstr(at + 1, "__"))
        found = at;
    return found ? found : name + strlen(name);
}

/* field or field__op; NULL where the resource has no such filter. */
static const struct field *find_filter(const struct reading *reading, enum field_op *ret_op)
{
    const struct resource *resource = reading->route->resource;
    const char *suffix = find_suffix(reading->name);
    size_t length = (size_t)(suffix - reading->name);

    if (!resource || !(reading->route->takes & (ROUTE_TAKES_LIST | ROUTE_TAKES_FILTERS)))
        return NULL;
    if (suffix[0] && !suffix[2])
        return NULL;
    unsigned op = suffix[0] ? field_op_find(suffix + 2) : OP_EQ;

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        if (strlen(field->name) != length || memcmp(field->name, reading->name, length) != 0)
            continue;
        *ret_op = op;
        return field->ops & op ? field : NULL;
    }
    return NULL;
}

static const struct field *find_own(const struct reading *reading)
{
    for (size_t i = 0; i < reading->route->parameter_count; i++)
        if (strcmp(reading->route->parameters[i].name, reading->name) == 0)
            return &reading->route->parameters[i];
    return NULL;
}

static int find_list_word(const struct reading *reading)
{
    for (int i = 0; parameters_list_words[i]; i++)
        if (strcmp(parameters_list_words[i], reading->name) == 0)
            return reading->taken >> i & 1 ? i : -1;
    return -1;
}

static int read_parameter(struct reading *reading)
{
    const struct field *own = find_own(reading);
    int word = find_list_word(reading);
    enum field_op op;

    if (own)
        return read_own(reading, own);
    if (word >= 0)
        return read_word(reading, (unsigned)word);
    const struct field *field = find_filter(reading, &op);

    if (field)
        return read_filter(reading, field, op);
    return parameters_refuse_unknown(reading->route, reading->name, reading->rq->arena,
                                     reading->reterr);
}

static bool has_filter_on(const struct query *query, const char *name)
{
    for (size_t i = 0; i < query->filter_count; i++)
        if (strcmp(query->filters[i].field->name, name) == 0)
            return true;
    return false;
}

static int check_required(const struct reading *reading)
{
    const struct request *rq = reading->rq;
    struct reading wanted = *reading;
    enum field_op op;

    wanted.name = reading->route->required;
    if (!wanted.name || has_filter_on(&rq->query, wanted.name))
        return 0;
    const struct field *own = find_own(&wanted);
    const struct field *field = own ? own : find_filter(&wanted, &op);

    if (!field || (own && rq->own[own - reading->route->parameters]))
        return 0;
    return REFUSE(&wanted, "This path needs %s=: %s. Such as %s=%s.", field->name, field->doc,
                  field->name, field->example);
}

/* What a route without a type of its own can answer with, best first. */
static const char *const offers[] = {"application/json", "text/csv", "application/x-ndjson",
                                     "application/ndjson"};
static const enum query_format offer_formats[] = {FORMAT_JSON, FORMAT_CSV, FORMAT_NDJSON,
                                                  FORMAT_NDJSON};

static int choose_format(struct reading *reading, const char *accept)
{
    bool is_list = reading->route->resource && reading->route->takes & ROUTE_TAKES_LIST;
    const char *const own[] = {reading->route->content_type};
    const char *const *choice = own[0] ? own : offers;
    size_t count = is_list && !own[0] ? sizeof offers / sizeof offers[0] : 1;

    if (was_given(reading, WORD_FORMAT))
        return 0;
    int chosen = accept_choose(accept, choice, count);

    if (chosen >= 0) {
        reading->rq->query.format = offer_formats[chosen];
        return 0;
    }
    return problem_set(reading->reterr, PROBLEM_NOT_ACCEPTABLE, NULL,
                       is_list ? "This path answers %s, text/csv or application/x-ndjson."
                               : "This path answers %s only.",
                       choice[0]);
}

static int check_stream(struct reading *reading)
{
    static const enum list_word refused[] = {WORD_LIMIT, WORD_CURSOR, WORD_COUNT};
    struct query *query = &reading->rq->query;

    if (query->format == FORMAT_JSON)
        return 0;
    query->limit = 0;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        reading->name = parameters_list_words[refused[i]];
        if (was_given(reading, refused[i]))
            return REFUSE(reading,
                          "%s does not go with CSV and NDJSON, which carry the whole answer "
                          "without pages; leave it out or ask for format=json.",
                          reading->name);
    }
    return 0;
}

static int check_cursor(struct reading *reading)
{
    struct request *rq = reading->rq;

    if (!rq->cursor)
        return 0;
    reading->name = parameters_list_words[WORD_CURSOR];
    if (rq->query.count == COUNT_ONLY)
        return REFUSE(reading, "cursor does not go with count=only, which has no pages.");
    if (!query_cursor_fits(&rq->query, rq->cursor))
        return problem_set(reading->reterr, PROBLEM_INVALID_CURSOR, reading->name,
                           "The cursor is damaged or was given for other filters or another sort; "
                           "follow page.next as it came.");
    if (!query_cursor_read(&rq->query, rq->cursor, rq->arena, &rq->query.after))
        return problem_set_no_memory(reading->reterr);
    return 0;
}

static int compare_filters(const void *a, const void *b)
{
    const struct query_filter *left = a;
    const struct query_filter *right = b;

    if (left->field != right->field)
        return left->field < right->field ? -1 : 1;
    return (left->op > right->op) - (left->op < right->op);
}

/* Sort and members where the request says nothing. */
static int set_defaults(struct reading *reading)
{
    struct query *query = &reading->rq->query;

    if (!query->resource)
        return 0;
    if (!was_given(reading, WORD_FIELDS))
        query->members = query_all_members(query->resource);
    if (query->sort_count > 0 || !(reading->route->takes & ROUTE_TAKES_LIST) ||
        !query->resource->default_sort)
        return 0;
    reading->value = query->resource->default_sort;
    return *reading->value ? read_sort(reading) : 0;
}

static int begin(struct reading *reading)
{
    struct request *rq = reading->rq;
    size_t count = reading->route->parameter_count;

    rq->query.resource = reading->route->resource;
    rq->query.limit = QUERY_DEFAULT_LIMIT;
    rq->own = arena_alloc(rq->arena, (count + 1) * sizeof *rq->own);
    reading->taken = words_taken(reading->route);
    return rq->own ? 0 : problem_set_no_memory(reading->reterr);
}

static int finish(struct reading *reading, const char *accept)
{
    struct query *query = &reading->rq->query;

    qsort(query->filters, query->filter_count, sizeof query->filters[0], compare_filters);
    if (set_defaults(reading) < 0 || check_required(reading) < 0)
        return -1;
    if (choose_format(reading, accept) < 0 || check_stream(reading) < 0)
        return -1;
    if (reading->route->takes & ROUTE_TAKES_WORDS)
        query->match = request_parameter(reading->rq, "q");
    return check_cursor(reading);
}

int parameters_read(struct request *rq, const struct exchange_limits *limits,
                    const struct target *target, const char *accept, struct problem *reterr)
{
    struct reading reading = {
        .rq = rq,
        .route = rq->route,
        .limits = limits,
        .reterr = reterr,
    };

    if (begin(&reading) < 0)
        return -1;
    for (size_t i = 0; i < target->parameter_count; i++) {
        reading.name = target->parameters[i].name;
        reading.value = target->parameters[i].value;
        if (read_parameter(&reading) < 0)
            return -1;
    }
    return finish(&reading, accept);
}
