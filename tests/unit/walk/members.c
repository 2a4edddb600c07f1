/* SPDX-License-Identifier: MIT */
#include "members.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "model/area.h"
#include "model/date.h"
#include "model/period.h"
#include "model/resources/objects.h"
#include "model/words.h"

static bool is_slug(const char *text)
{
    return *text && text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static bool is_area(const char *text)
{
    const struct area *area = area_find(text);

    return area && strcmp(area->code, text) == 0;
}

static bool is_pair(const char *text)
{
    struct pair pair;
    char unknown[64];

    return pair_parse(text, &pair, unknown) == PAIR_CANONICAL;
}

static bool is_date(const char *text)
{
    struct date date;

    return date_parse(text, &date) && strcmp(date.text, text) == 0;
}

static bool is_period(const char *text)
{
    struct period period;

    return period_parse(text, &period) && strcmp(period.text, text) == 0;
}

static bool is_time(const char *text)
{
    char day[DATE_DAY_SIZE];

    snprintf(day, sizeof day, "%.10s", text);
    return date_is_day(day) && strlen(text) == 20 && text[10] == 'T' && text[19] == 'Z';
}

static bool is_text_of(const struct field *field, const char *text)
{
    switch (field->type) {
    case FIELD_SLUG:
        return is_slug(text);
    case FIELD_WORD:
        return words_have(field->words, text);
    case FIELD_AREA:
        return is_area(text);
    case FIELD_PAIR:
        return is_pair(text);
    case FIELD_DATE:
        return is_date(text);
    case FIELD_DAY:
        return date_is_day(text);
    case FIELD_PERIOD:
        return is_period(text);
    case FIELD_TIME:
        return is_time(text);
    case FIELD_URL:
        return strncmp(text, "http", 4) == 0;
    case FIELD_CODE:
        return *text && !strpbrk(text, " ,;\"");
    case FIELD_TEXT:
        return true;
    case FIELD_PARTY:
        return is_area(text) || is_slug(text);
    case FIELD_INTEGER:
    case FIELD_REAL:
    case FIELD_BOOLEAN:
    case FIELD_CODES:
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
        break;
    }
    return false;
}

static void check_elements(const struct field *field, const json_t *value, const char *where)
{
    size_t i;
    json_t *element;

    ck_assert_msg(json_is_array(value), "%s is no array", where);
    json_array_foreach(value, i, element)
    {
        if (field->type == FIELD_OBJECTS)
            members_check_object(field->object, element, where);
        else
            ck_assert_msg(json_is_string(element), "%s has what is no text", where);
    }
}

void members_check_value(const struct field *field, const json_t *value, const char *where)
{
    ck_assert_msg(value != NULL, "%s is missing", where);
    if (json_is_null(value)) {
        ck_assert_msg(field->flags & FIELD_NULLABLE, "%s is null", where);
        return;
    }
    switch ((int)field->type) {
    case FIELD_INTEGER:
        ck_assert_msg(json_is_integer(value), "%s is no whole number", where);
        break;
    case FIELD_REAL:
        ck_assert_msg(json_is_number(value), "%s is no number", where);
        break;
    case FIELD_BOOLEAN:
        ck_assert_msg(json_is_boolean(value), "%s is not true or false", where);
        break;
    case FIELD_OBJECT:
        members_check_object(field->object, value, where);
        break;
    case FIELD_CODES:
    case FIELD_OBJECTS:
        check_elements(field, value, where);
        break;
    default:
        ck_assert_msg(json_is_string(value) && is_text_of(field, json_string_value(value)),
                      "%s is not of its type: %s", where,
                      json_is_string(value) ? json_string_value(value) : "no text");
        break;
    }
}

/* Members in the order of their table; what may be left out is passed over. */
struct cursor {
    const json_t *object;
    void *at;
    const char *where;
};

static void check_member(struct cursor *cursor, const struct field *field)
{
    char where[256];
    const char *name = cursor->at ? json_object_iter_key(cursor->at) : "the end";

    snprintf(where, sizeof where, "%.150s.%s", cursor->where, field->name);
    if (field->flags & MEMBER_OPTIONAL && strcmp(name, field->name) != 0)
        return;
    ck_assert_msg(strcmp(name, field->name) == 0, "%s: there is %s instead", where, name);
    members_check_value(field, json_object_iter_value(cursor->at), where);
    cursor->at = json_object_iter_next((json_t *)(size_t)cursor->object, cursor->at);
}

static void begin(struct cursor *ret, const json_t *object, const char *where)
{
    ck_assert_msg(json_is_object(object), "%s is no object", where);
    *ret = (struct cursor){object, json_object_iter((json_t *)(size_t)object), where};
}

static void check_end(const struct cursor *cursor)
{
    ck_assert_msg(!cursor->at, "%s has a member that its table has not: %s", cursor->where,
                  cursor->at ? json_object_iter_key(cursor->at) : "");
}

void members_check_object(const struct object *object, const json_t *value, const char *where)
{
    struct cursor cursor;

    begin(&cursor, value, where);
    if (object->member_count == 0)
        return;
    for (size_t i = 0; i < object->member_count; i++)
        check_member(&cursor, &object->members[i]);
    check_end(&cursor);
}

void members_check_row(const struct resource *resource, const json_t *row)
{
    struct cursor cursor;

    begin(&cursor, row, resource->name);
    for (size_t i = 0; i < resource->field_count; i++)
        if (!(resource->fields[i].flags & FIELD_FILTER_ONLY))
            check_member(&cursor, &resource->fields[i]);
    check_end(&cursor);
}
