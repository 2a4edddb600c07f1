/* SPDX-License-Identifier: MIT */
#include "server/parameters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/area.h"
#include "model/buffer.h"
#include "model/hash.h"
#include "server/accept.h"
#include "server/exchange.h"
#include "server/list_words.h"
#include "server/problem.h"
#include "server/request_private.h"
#include "server/route.h"
#include "server/target.h"
#include "server/values.h"

enum { BOUND_SIZE = 160 };

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
    return check_value(reading) < 0 ? -1 : list_word_readers[word](reading);
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
struct offers {
    const char *types[2 * FORMAT_COUNT];
    enum query_format formats[2 * FORMAT_COUNT];
    size_t count;
};

static void add_offer(struct offers *offers, const char *type, enum query_format format)
{
    if (!type)
        return;
    offers->types[offers->count] = type;
    offers->formats[offers->count++] = format;
}

static void find_offers(const struct route *route, struct offers *ret)
{
    *ret = (struct offers){.count = 0};
    if (route->content_type)
        add_offer(ret, route->content_type, FORMAT_JSON);
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (!route_has_format(route, (enum query_format)i))
            continue;
        add_offer(ret, representations[i].type, (enum query_format)i);
        add_offer(ret, representations[i].also, (enum query_format)i);
    }
}

static int refuse_accept(struct reading *reading, const struct offers *offers)
{
    char list[FORMATS_TEXT_SIZE];

    if (offers->count == 1)
        return problem_set(reading->reterr, PROBLEM_NOT_ACCEPTABLE, NULL,
                           "This path answers %s only.", offers->types[0]);
    list_words_write_formats(reading->route, true, list);
    return problem_set(reading->reterr, PROBLEM_NOT_ACCEPTABLE, NULL, "This path answers %s.",
                       list);
}

enum { MOST_FORMATS = 8, TYPES_SIZE = 200 };

static size_t list_types(const struct route_format *formats, const char *ret[MOST_FORMATS],
                         char ret_joined[TYPES_SIZE])
{
    size_t count = 0;
    size_t used = 0;

    for (; count < MOST_FORMATS && formats[count].word; count++) {
        ret[count] = formats[count].type;
        if (used < TYPES_SIZE)
            used += (size_t)snprintf(ret_joined + used, TYPES_SIZE - used, "%s%s",
                                     count ? ", " : "", formats[count].type);
    }
    return count;
}

/* The route's own parameter format= goes before Accept; the default has one key, however it was
 * asked for. */
static int choose_own_format(struct reading *reading, const char *accept)
{
    const struct route_format *formats = reading->route->formats;
    const struct reading wanted = {.route = reading->route, .name = "format"};
    const char **own = &reading->rq->own[find_own(&wanted) - reading->route->parameters];
    const char *types[MOST_FORMATS];
    char joined[TYPES_SIZE];
    const size_t count = list_types(formats, types, joined);

    if (!*own) {
        const int chosen = accept_choose(accept, types, count);
        if (chosen < 0)
            return problem_set(reading->reterr, PROBLEM_NOT_ACCEPTABLE, NULL,
                               "This path answers one of: %s.", joined);
        *own = formats[chosen].word;
    }
    if (strcmp(*own, formats[0].word) == 0)
        *own = NULL;
    return 0;
}

static int choose_format(struct reading *reading, const char *accept)
{
    struct offers offers;

    if (reading->route->formats)
        return choose_own_format(reading, accept);
    if (was_given(reading, WORD_FORMAT))
        return 0;
    find_offers(reading->route, &offers);
    int chosen = accept_choose(accept, offers.types, offers.count);

    if (chosen < 0)
        return refuse_accept(reading, &offers);
    reading->rq->query.format = offers.formats[chosen];
    return 0;
}

static int refuse_with_whole(struct reading *reading, enum list_word word)
{
    bool is_feed = representations[reading->rq->query.format].is_feed;

    reading->name = parameters_list_words[word];
    return REFUSE(reading,
                  "%s does not go with %s, which carry the whole answer without pages%s; leave it "
                  "out or ask for format=json.",
                  reading->name, is_feed ? "calendars and feeds" : "CSV and NDJSON",
                  is_feed ? ", in one order and with all that it needs" : "");
}

/* What is no JSON carries the whole answer; calendars and feeds also choose order and members. */
static int check_whole(struct reading *reading)
{
    static const enum list_word refused[] = {WORD_LIMIT, WORD_CURSOR, WORD_COUNT, WORD_SORT,
                                             WORD_FIELDS};
    struct query *query = &reading->rq->query;
    const size_t count = representations[query->format].is_feed ? 5 : 3;

    if (query->format == FORMAT_JSON)
        return 0;
    query->limit = 0;
    for (size_t i = 0; i < count; i++) {
        if (was_given(reading, refused[i]))
            return refuse_with_whole(reading, refused[i]);
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

static int compare_bounds(const struct value *a, const struct value *b)
{
    if (a->type == VALUE_TEXT)
        return strcmp(a->text, b->text);
    if (a->type == VALUE_REAL)
        return (a->real > b->real) - (a->real < b->real);
    return (a->integer > b->integer) - (a->integer < b->integer);
}

/* Whether no value can be above the one and below the other. Of what a record has several of, one
 * may be above and another below. */
static bool is_crossed(const struct query_filter *lower, const struct query_filter *upper)
{
    if (lower->field != upper->field || lower->field->flags & FIELD_MANY ||
        !(lower->op & (OP_GT | OP_GTE)) || !(upper->op & (OP_LT | OP_LTE)))
        return false;
    int order = compare_bounds(lower->values, upper->values);

    return order > 0 || (order == 0 && (lower->op == OP_GT || upper->op == OP_LT));
}

/* field__op=value, as it may be shown back. */
static void write_bound(const struct query_filter *filter, char ret[BOUND_SIZE])
{
    const struct value *value = filter->values;
    char text[64] = "";

    if (value->type == VALUE_TEXT)
        snprintf(text, sizeof text, "%.60s", value->given ? value->given : value->text);
    else if (value->type == VALUE_REAL)
        snprintf(text, sizeof text, "%.15g", value->real);
    else
        snprintf(text, sizeof text, "%" PRId64, value->integer);
    snprintf(ret, BOUND_SIZE, "%.60s__%s=%s", filter->field->name, field_op_suffix(filter->op),
             text);
}

static int refuse_crossed(struct reading *reading, const struct query_filter *lower,
                          const struct query_filter *upper)
{
    char name[BOUND_SIZE];
    char bounds[2][BOUND_SIZE];

    snprintf(name, sizeof name, "%.60s__%s", lower->field->name, field_op_suffix(lower->op));
    write_bound(lower, bounds[0]);
    write_bound(upper, bounds[1]);
    return problem_set(reading->reterr, PROBLEM_INVALID_PARAMETER, name,
                       "Nothing lies between %s and %s; the lower bound is to be the smaller.",
                       bounds[0], bounds[1]);
}

/* Filters are in order of field, and lower bounds before upper ones. */
static int check_bounds(struct reading *reading)
{
    const struct query *query = &reading->rq->query;

    for (size_t i = 0; i < query->filter_count; i++) {
        for (size_t k = i + 1; k < query->filter_count; k++) {
            if (is_crossed(&query->filters[i], &query->filters[k]))
                return refuse_crossed(reading, &query->filters[i], &query->filters[k]);
        }
    }
    return 0;
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
    return *reading->value ? list_word_readers[WORD_SORT](reading) : 0;
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

/* Another spelling of a pair is redirected, and its page mark goes with it. */
static uint64_t hash_segment(uint64_t hash, const char *segment)
{
    char unknown[64];
    struct pair pair;
    enum pair_result result = pair_parse(segment, &pair, unknown);
    bool is_pair = result == PAIR_CANONICAL || result == PAIR_OTHERWISE;
    const char *text = is_pair ? pair.text : segment;

    return hash_add(hash, text, strlen(text) + 1);
}

/* Page marks belong to the path and to the route's own parameters too. They outlive the day: it may
 * be left out. */
static uint64_t hash_question(const struct reading *reading)
{
    const struct route *route = reading->route;
    uint64_t hash = query_hash(&reading->rq->query);

    if (reading->rq->segment)
        hash = hash_segment(hash, reading->rq->segment);
    for (size_t i = 0; i < route->parameter_count; i++) {
        const char *name = route->parameters[i].name;
        const char *value = reading->rq->own[i];

        if (!value || strcmp(name, "on") == 0)
            continue;
        hash = hash_add(hash, name, strlen(name) + 1);
        hash = hash_add(hash, value, strlen(value) + 1);
    }
    return hash;
}

static int finish(struct reading *reading, const char *accept)
{
    struct query *query = &reading->rq->query;

    qsort(query->filters, query->filter_count, sizeof query->filters[0], compare_filters);
    if (check_bounds(reading) < 0 || set_defaults(reading) < 0 || check_required(reading) < 0)
        return -1;
    if (choose_format(reading, accept) < 0 || check_whole(reading) < 0)
        return -1;
    if (reading->route->takes & ROUTE_TAKES_WORDS)
        query->match = request_parameter(reading->rq, "q");
    if (query->resource && reading->taken & 1U << WORD_CURSOR)
        query->asked = hash_question(reading);
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
