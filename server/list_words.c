/* SPDX-License-Identifier: MIT */
#include "server/list_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/words.h"
#include "server/parameters.h"
#include "server/problem.h"
#include "server/request_private.h"
#include "server/route.h"

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

static size_t find_formats(const struct route *route,
                           const struct representation *ret[FORMAT_COUNT])
{
    size_t count = 0;

    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (route_has_format(route, (enum query_format)i))
            ret[count++] = &representations[i];
    }
    return count;
}

void list_words_write_formats(const struct route *route, bool is_type, char ret[FORMATS_TEXT_SIZE])
{
    const struct representation *found[FORMAT_COUNT];
    const size_t count = find_formats(route, found);
    size_t used = 0;

    ret[0] = '\0';
    for (size_t i = 0; i < count && used < FORMATS_TEXT_SIZE; i++)
        used += (size_t)snprintf(ret + used, FORMATS_TEXT_SIZE - used, "%s%s",
                                 i == 0           ? ""
                                 : i + 1 == count ? " or "
                                                  : ", ",
                                 is_type ? found[i]->type : found[i]->word);
}

static int refuse_format(struct reading *reading)
{
    const struct representation *found[FORMAT_COUNT];
    const char *words[FORMAT_COUNT + 1] = {NULL};
    const size_t count = find_formats(reading->route, found);
    char list[FORMATS_TEXT_SIZE];
    char hint[HINT_SIZE];

    for (size_t i = 0; i < count; i++)
        words[i] = found[i]->word;
    list_words_write_formats(reading->route, false, list);
    write_hint(words_nearest(words, reading->value), hint);
    return REFUSE(reading, "format is %s, not \"%.60s\".%s", list, reading->value, hint);
}

static int read_format(struct reading *reading)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(representations[i].word, reading->value) != 0 ||
            !route_has_format(reading->route, (enum query_format)i))
            continue;
        reading->rq->query.format = (enum query_format)i;
        return 0;
    }
    return refuse_format(reading);
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

const char *const parameters_list_words[] = {
    [WORD_SORT] = "sort",     [WORD_FIELDS] = "fields", [WORD_LIMIT] = "limit",
    [WORD_CURSOR] = "cursor", [WORD_COUNT] = "count",   [WORD_FORMAT] = "format",
    [WORD_FORMAT + 1] = NULL,
};

list_word_reader *const list_word_readers[] = {
    [WORD_SORT] = read_sort,     [WORD_FIELDS] = read_fields, [WORD_LIMIT] = read_limit,
    [WORD_CURSOR] = read_cursor, [WORD_COUNT] = read_count,   [WORD_FORMAT] = read_format,
};
