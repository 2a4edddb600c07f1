/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/date.h"
#include "model/period.h"

enum { MOST_VALUES = 32, NUMBER_SIZE = 40 };

/* --- the values of a field in a row --- */

struct values {
    const char **texts;
    size_t count;
    size_t room;
};

static void add_text(struct values *values, const char *text)
{
    if (text && values->count < values->room)
        values->texts[values->count++] = text;
}

/* Numbers are written into buffers that are used again after a while. */
static const char *write_number(const json_t *value)
{
    static char numbers[256][NUMBER_SIZE];
    static unsigned next;
    char *to = numbers[next++ % 256];

    if (json_is_integer(value))
        snprintf(to, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        snprintf(to, NUMBER_SIZE, "%.17g", json_real_value(value));
    return to;
}

static void add_value(struct values *values, const json_t *value)
{
    if (json_is_string(value))
        add_text(values, json_string_value(value));
    else if (json_is_number(value))
        add_text(values, write_number(value));
    else if (json_is_boolean(value))
        add_text(values, json_is_true(value) ? "true" : "false");
}

static void add_members(struct values *values, const json_t *objects, const char *member)
{
    size_t i;
    json_t *object;

    json_array_foreach(objects, i, object) add_value(values, json_object_get(object, member));
}

static void add_elements(struct values *values, const json_t *array)
{
    size_t i;
    json_t *element;

    json_array_foreach(array, i, element) add_value(values, element);
}

static void add_level(struct values *values, const char *commodity)
{
    static const char *const levels[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8"};
    size_t digits = strcmp(commodity, "TOTAL") == 0 ? 0 : strlen(commodity);

    ck_assert_uint_lt(digits, sizeof levels / sizeof levels[0]);
    add_text(values, levels[digits]);
}

/* Those that are no members themselves are read from what they stand for. */
static void add_hidden(struct values *values, const struct resource *resource,
                       const struct field *field, const json_t *row)
{
    const char *inner = resource == &resource_agreements ? "deal_value" : "quantity";

    if (strcmp(field->name, "sector") == 0) {
        add_elements(values, json_object_get(row, "sectors"));
    } else if (strcmp(field->name, "source") == 0) {
        add_members(values, json_object_get(row, "citations"), "source");
    } else if (strcmp(field->name, "party") == 0) {
        add_members(values, json_object_get(row, "parties"), "country");
        add_members(values, json_object_get(row, "parties"), "institution");
    } else if (strcmp(field->name, "participant") == 0) {
        add_members(values, json_object_get(row, "participants"), "country");
        add_members(values, json_object_get(row, "participants"), "institution");
    } else if (strcmp(field->name, "claim") == 0) {
        add_members(values, json_object_get(row, "claims"), "id");
    } else if (strcmp(field->name, "country") == 0) {
        add_value(values, json_object_get(row, "a"));
        add_value(values, json_object_get(row, "b"));
    } else if (strcmp(field->name, "level") == 0) {
        add_level(values, json_string_value(json_object_get(row, "commodity")));
    } else if (strcmp(field->name, "value") == 0 || strcmp(field->name, "unit") == 0) {
        add_value(values, json_object_get(json_object_get(row, inner), field->name));
    } else {
        ck_abort_msg("%s.%s: expect.c does not know what it stands for", resource->name,
                     field->name);
    }
}

size_t expect_values(const struct resource *resource, const struct field *field, const json_t *row,
                     const char **ret, size_t room)
{
    struct values values = {.texts = ret, .room = room};

    if (field->type == FIELD_PAIR && field->flags & FIELD_MANY)
        return 0;
    if (field->flags & FIELD_FILTER_ONLY)
        add_hidden(&values, resource, field, row);
    else
        add_value(&values, json_object_get(row, field->name));
    return values.count;
}

/* --- comparing --- */

/* What a value of a span means: its first and last day. */
struct span {
    char start[DATE_DAY_SIZE];
    char end[DATE_DAY_SIZE];
};

static void read_span(const struct field *field, const char *text, struct span *ret)
{
    struct date date;
    struct period period;

    if (field->type == FIELD_DATE && date_parse(text, &date)) {
        memcpy(ret->start, date.start, sizeof ret->start);
        memcpy(ret->end, date.end, sizeof ret->end);
    } else if (field->type == FIELD_PERIOD && period_parse(text, &period)) {
        memcpy(ret->start, period.start, sizeof ret->start);
        memcpy(ret->end, period.end, sizeof ret->end);
    } else {
        ck_assert_msg(strlen(text) < DATE_DAY_SIZE, "%s", text);
        strcpy(ret->start, text);
        strcpy(ret->end, text);
    }
}

static bool is_span(const struct field *field)
{
    return field->type == FIELD_DATE || field->type == FIELD_PERIOD;
}

static bool is_number(const struct field *field)
{
    return field->type == FIELD_INTEGER || field->type == FIELD_REAL;
}

static int sign(double left, double right)
{
    return (left > right) - (left < right);
}

static int compare(const struct field *field, const char *left, const char *right)
{
    return is_number(field) ? sign(strtod(left, NULL), strtod(right, NULL)) : strcmp(left, right);
}

/* "at or after 2022" begins in it or later; "after 2022" begins when it is over. */
static bool span_holds(const struct field *field, enum field_op op, const char *value,
                       const char *text)
{
    struct span given;
    struct span there;

    read_span(field, value, &given);
    read_span(field, text, &there);
    if (op == OP_GTE)
        return strcmp(there.start, given.start) >= 0;
    if (op == OP_GT)
        return strcmp(there.start, given.end) > 0;
    if (op == OP_LTE)
        return strcmp(there.end, given.end) <= 0;
    return strcmp(there.end, given.start) < 0;
}

static bool range_holds(const struct field *field, enum field_op op, const char *value,
                        const char *text)
{
    int order = compare(field, text, value);

    if (is_span(field))
        return span_holds(field, op, value, text);
    return (order > 0 && op & (OP_GT | OP_GTE)) || (order < 0 && op & (OP_LT | OP_LTE)) ||
           (order == 0 && op & (OP_GTE | OP_LTE));
}

static bool is_same(const struct field *field, const char *value, const char *text)
{
    if (field->type == FIELD_TEXT)
        return strcasecmp(value, text) == 0;
    return compare(field, value, text) == 0;
}

static bool is_any(const struct field *field, const char *value, const char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_same(field, value, texts[i]))
            return true;
    return false;
}

/* Whether both countries of a pair take part in the row. */
static bool has_pair(const char *pair, const json_t *row)
{
    const char *texts[MOST_VALUES];
    struct values countries = {.texts = texts, .room = MOST_VALUES};
    bool has_first = false;
    bool has_second = false;

    add_members(&countries, json_object_get(row, "parties"), "country");
    add_members(&countries, json_object_get(row, "participants"), "country");
    for (size_t i = 0; i < countries.count; i++) {
        has_first |= strncmp(texts[i], pair, 3) == 0;
        has_second |= strcmp(texts[i], pair + 4) == 0;
    }
    return has_first && has_second;
}

bool expect_holds(const struct resource *resource, const struct field *field, enum field_op op,
                  const char *value, const json_t *row)
{
    const char *texts[MOST_VALUES];
    size_t count = expect_values(resource, field, row, texts, MOST_VALUES);

    if (field->type == FIELD_PAIR && field->flags & FIELD_MANY)
        return has_pair(value, row);
    if (op == OP_ISNULL)
        return (count == 0) == (strcmp(value, "true") == 0);
    if (op == OP_NOT)
        return !is_any(field, value, texts, count);
    if (op == OP_EQ)
        return is_any(field, value, texts, count);
    if (op == OP_CONTAINS)
        return count && strcasestr(texts[0], value);
    return count && range_holds(field, op, value, texts[0]);
}

static int compare_spans(const struct field *field, const char *left, const char *right)
{
    struct span first;
    struct span second;

    read_span(field, left, &first);
    read_span(field, right, &second);
    int order = strcmp(first.start, second.start);

    return order ? order : strcmp(first.end, second.end);
}

/* Where @text stands in @list; behind all of it where it is not there. */
static int find_place(const char *const *list, const char *text)
{
    int place = 0;

    while (list[place] && strcmp(list[place], text) != 0)
        place++;
    return place;
}

/* In the order of the ids: areas by code, the World before them; datasets as they were imported;
 * what stands for all customs procedures before them. */
static int compare_by_id(const struct field *field, const char *left, const char *right)
{
    static const char *const first[] = {"W00", "C00", NULL};
    static const char *const imports[] = {"itpd-e-kaz-tjk-2000-2016",
                                          "first-import",
                                          "second-import",
                                          "third-import",
                                          "fourth-import",
                                          NULL};
    const char *const *list = field->type == FIELD_SLUG ? imports : first;
    int order = find_place(list, left) - find_place(list, right);

    return order ? order : strcmp(left, right);
}

int expect_order(const struct resource *resource, const struct field *field, bool descending,
                 const json_t *left, const json_t *right)
{
    const char *first;
    const char *second;
    size_t has_first = expect_values(resource, field, left, &first, 1);
    size_t has_second = expect_values(resource, field, right, &second, 1);

    if (!has_first || !has_second)
        return (int)has_second - (int)has_first;
    int order = is_span(field)               ? compare_spans(field, first, second)
                : field->flags & FIELD_BY_ID ? compare_by_id(field, first, second)
                                             : compare(field, first, second);

    return descending ? -order : order;
}
