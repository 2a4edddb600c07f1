/* SPDX-License-Identifier: MIT */
#include "server/values.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/area.h"
#include "model/arena.h"
#include "model/date.h"
#include "model/period.h"
#include "model/words.h"
#include "server/problem.h"

/* Longest text that is shown back, and longest list of words in a message. */
enum { WORD_LIST_SIZE = 320, NAME_SIZE = 128 };

/* Names with this many commas are understood: "Korea, Republic of". */
enum { NAME_MAX_COMMAS = 2 };

struct reading {
    const struct values_expected *expected;
    struct arena *arena;
    struct problem *reterr;
};

/** Reads one value. Return: 0, or -1 with the problem. */
typedef int value_reader(const struct reading *reading, const char *text, struct value *ret);

#define REFUSE(reading, ...)                                                                       \
    problem_set((reading)->reterr, PROBLEM_INVALID_PARAMETER, (reading)->expected->name,           \
                __VA_ARGS__)

static int set_text(const struct reading *reading, const char *text, struct value *ret)
{
    char *copy = arena_copy(reading->arena, text, strlen(text));

    if (!copy)
        return problem_set_no_memory(reading->reterr);
    *ret = (struct value){.type = VALUE_TEXT, .text = copy};
    return 0;
}

static int set_integer(int64_t integer, struct value *ret)
{
    *ret = (struct value){.type = VALUE_INTEGER, .integer = integer};
    return 0;
}

static int read_long_text(const struct reading *reading, const char *text, size_t limit,
                          struct value *ret)
{
    if (strlen(text) > limit)
        return REFUSE(reading, "%.60s is at most %zu bytes long.", reading->expected->name, limit);
    return set_text(reading, text, ret);
}

static int read_text(const struct reading *reading, const char *text, struct value *ret)
{
    return read_long_text(reading, text, VALUES_MAX_TEXT_BYTES, ret);
}

static int read_contains(const struct reading *reading, const char *text, struct value *ret)
{
    return read_long_text(reading, text, VALUES_MAX_CONTAINS_BYTES, ret);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether @text has 1 to @limit letters, digits and characters of @others. */
static bool is_made_of(const char *text, const char *others, size_t limit)
{
    for (const char *c = text; *c; c++)
        if (!is_letter(*c) && !is_digit(*c) && !strchr(others, *c))
            return false;
    return *text && strlen(text) <= limit;
}

static int read_slug(const struct reading *reading, const char *text, struct value *ret)
{
    char slug[VALUES_MAX_SLUG_BYTES + 1] = "";

    if (!is_made_of(text, "-", VALUES_MAX_SLUG_BYTES))
        return REFUSE(reading,
                      "\"%.60s\" is no identifier: those have 1 to %d small letters, digits and "
                      "hyphens, such as %.80s.",
                      text, VALUES_MAX_SLUG_BYTES, reading->expected->field->example);
    for (size_t i = 0; text[i]; i++)
        slug[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
    return set_text(reading, slug, ret);
}

/* 27*: the codes that begin so. */
static bool is_prefix(const struct reading *reading, const char *text)
{
    size_t length = strlen(text);
    char start[VALUES_MAX_CODE_BYTES + 1];

    if (!(reading->expected->field->flags & FIELD_PREFIX) || length < 2 || length > sizeof start ||
        text[length - 1] != '*')
        return false;
    memcpy(start, text, length - 1);
    start[length - 1] = '\0';
    return is_made_of(start, "._-", VALUES_MAX_CODE_BYTES);
}

static int read_code(const struct reading *reading, const char *text, struct value *ret)
{
    if (is_prefix(reading, text))
        return set_text(reading, text, ret);
    if (!is_made_of(text, "._-", VALUES_MAX_CODE_BYTES))
        return REFUSE(reading,
                      "\"%.60s\" is no code: those have 1 to %d letters, digits and . _ -, such as "
                      "%.80s.",
                      text, VALUES_MAX_CODE_BYTES, reading->expected->field->example);
    return set_text(reading, text, ret);
}

static void join_words(const char *const *words, char ret[WORD_LIST_SIZE])
{
    size_t used = 0;

    ret[0] = '\0';
    for (size_t i = 0; words[i] && used + strlen(words[i]) + 3 < WORD_LIST_SIZE; i++)
        used +=
            (size_t)snprintf(ret + used, WORD_LIST_SIZE - used, "%s%s", i ? ", " : "", words[i]);
}

static int refuse_word(const struct reading *reading, const char *text)
{
    const char *const *words = reading->expected->field->words;
    const char *nearest = words_nearest(words, text);
    char list[WORD_LIST_SIZE];

    join_words(words, list);
    if (!nearest)
        return REFUSE(reading, "\"%.60s\" is none of: %s.", text, list);
    return REFUSE(reading, "\"%.60s\" is none of: %s. Did you mean %s?", text, list, nearest);
}

static int read_word(const struct reading *reading, const char *text, struct value *ret)
{
    const char *const *words = reading->expected->field->words;

    if (!words)
        return read_code(reading, text, ret);
    return words_have(words, text) ? set_text(reading, text, ret) : refuse_word(reading, text);
}

static int refuse_area(const struct reading *reading, const char *text)
{
    const struct area *nearest = area_nearest(text);

    if (!nearest)
        return REFUSE(reading,
                      "\"%.60s\" is no country or other area; give a code such as TJK, TJ or 762, "
                      "or an English name.",
                      text);
    return REFUSE(reading, "\"%.60s\" is no country or other area. Did you mean %s (%s)?", text,
                  nearest->code, nearest->name);
}

static int read_area(const struct reading *reading, const char *text, struct value *ret)
{
    const struct area *area = area_find(text);

    return area ? set_text(reading, area->code, ret) : refuse_area(reading, text);
}

static int read_party(const struct reading *reading, const char *text, struct value *ret)
{
    const struct area *area = area_find(text);

    return area ? set_text(reading, area->code, ret) : read_slug(reading, text, ret);
}

static int read_pair(const struct reading *reading, const char *text, struct value *ret)
{
    struct pair pair;
    char unknown[64];
    const struct area *nearest;

    switch (pair_parse(text, &pair, unknown)) {
    case PAIR_CANONICAL:
    case PAIR_OTHERWISE:
        return set_text(reading, pair.text, ret);
    case PAIR_SAME:
        return REFUSE(reading, "\"%.60s\" is one country twice; a pair is two.", text);
    case PAIR_MALFORMED:
        return REFUSE(reading, "\"%.60s\" is no pair: write two countries as KAZ-TJK.", text);
    case PAIR_UNKNOWN:
        break;
    }
    nearest = area_find(unknown);
    if (nearest)
        return REFUSE(reading, "%s (%s) is an area, but no country, and a pair is two countries.",
                      nearest->code, nearest->name);
    nearest = area_nearest(unknown);
    if (!nearest || nearest->kind != AREA_COUNTRY)
        return REFUSE(reading, "\"%.60s\" is no country; write a pair as KAZ-TJK.", unknown);
    return REFUSE(reading,
                  "\"%.60s\" is no country; write a pair as KAZ-TJK. Did you mean %s (%s)?",
                  unknown, nearest->code, nearest->name);
}

static int read_integer(const struct reading *reading, const char *text, struct value *ret)
{
    const char *digits = text + (*text == '-');

    const struct field *field = reading->expected->field;

    errno = 0;
    long long integer = strtoll(text, NULL, 10);
    bool is_number = *digits && !digits[strspn(digits, "0123456789")] && errno != ERANGE;
    if (field->most && (!is_number || integer < field->least || integer > field->most))
        return REFUSE(reading, "%.60s is a whole number from %d to %d, not \"%.60s\".",
                      reading->expected->name, field->least, field->most, text);
    if (!is_number)
        return REFUSE(reading, "\"%.60s\" is no whole number between %" PRId64 " and %" PRId64 ".",
                      text, INT64_MIN, INT64_MAX);
    return set_integer(integer, ret);
}

static int read_real(const struct reading *reading, const char *text, struct value *ret)
{
    char *end;
    double real = strtod(text, &end);

    /* strtod() reads more than numbers: blanks before them, hexadecimal, nan, infinity. */
    if (!*text || *end || text[strspn(text, "+-.0123456789eE")] || !isfinite(real))
        return REFUSE(reading, "\"%.60s\" is no number such as 12, -0.5 or 1.5e9.", text);
    *ret = (struct value){.type = VALUE_REAL, .real = real == 0 ? 0 : real};
    return 0;
}

static int read_boolean(const struct reading *reading, const char *text, struct value *ret)
{
    if (strcmp(text, "true") == 0)
        return set_integer(1, ret);
    if (strcmp(text, "false") == 0)
        return set_integer(0, ret);
    return REFUSE(reading, "%.60s is true or false, not \"%.60s\".", reading->expected->name, text);
}

/* "2023" as a bound is its first day for >= and <, its last day for > and <=. */
static bool wants_start(enum field_op op)
{
    return op == OP_GTE || op == OP_LT;
}

static bool is_range(enum field_op op)
{
    return op & (OP_GT | OP_GTE | OP_LT | OP_LTE);
}

static int set_bound(const struct reading *reading, const char *text, const char *start,
                     const char *end, struct value *ret)
{
    enum field_op op = reading->expected->op;

    if (!is_range(op))
        return set_text(reading, text, ret);
    return set_text(reading, wants_start(op) ? start : end, ret);
}

static int set_given(const struct reading *reading, const char *text, struct value *ret)
{
    ret->given = arena_copy(reading->arena, text, strlen(text));
    return ret->given ? 0 : problem_set_no_memory(reading->reterr);
}

/* It is what ".." is stored as. */
static int refuse_day(const struct reading *reading, const char *text)
{
    if (strcmp(text, DATE_OPEN_DAY) == 0)
        return REFUSE(reading,
                      "%s is kept for an open end, which is written .. where a date is "
                      "asked for.",
                      DATE_OPEN_DAY);
    return REFUSE(reading, "\"%.60s\" is no day of the calendar such as 2024-08-21.", text);
}

static int read_date(const struct reading *reading, const char *text, struct value *ret)
{
    struct date date;

    if (!date_parse(text, &date))
        return REFUSE(reading, "\"%.60s\" is no date such as 2023, 2023-05, 2023-05-03 or 2023~.",
                      text);
    return set_bound(reading, date.text, date.start, date.end, ret);
}

static int read_day(const struct reading *reading, const char *text, struct value *ret)
{
    if (!date_is_day(text))
        return refuse_day(reading, text);
    return set_text(reading, text, ret);
}

static int read_period(const struct reading *reading, const char *text, struct value *ret)
{
    struct period period;

    if (is_range(reading->expected->op) && date_is_day(text))
        return set_text(reading, text, ret);
    if (reading->expected->field->flags & FIELD_LATEST && reading->expected->op == OP_EQ &&
        strcmp(text, "latest") == 0)
        return set_text(reading, text, ret);
    if (!period_parse(text, &period))
        return REFUSE(reading,
                      "\"%.60s\" is no period such as 2022, 2024-S1, 2022-Q1, 2022-01 or "
                      "2024-01-01/P7M.",
                      text);
    if (set_bound(reading, period.text, period.start, period.end, ret) < 0)
        return -1;
    return is_range(reading->expected->op) ? set_given(reading, period.text, ret) : 0;
}

/* "partial-time", RFC 3339 section 5.6, without a fraction: text order is then time order. */
static bool is_clock(const char *text)
{
    static const char pattern[] = "T00:00:00Z";

    for (size_t i = 0; i < sizeof pattern; i++)
        if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i])
            return false;
    return atoi(text + 1) < 24 && atoi(text + 4) < 60 && atoi(text + 7) <= 60;
}

static int read_time(const struct reading *reading, const char *text, struct value *ret)
{
    char time[32];
    bool is_day = is_range(reading->expected->op) && date_is_day(text);
    const char *clock = wants_start(reading->expected->op) ? "T00:00:00Z" : "T23:59:59Z";

    snprintf(time, sizeof time, "%.20s%s", text, is_day ? clock : "");
    char day[DATE_DAY_SIZE];
    snprintf(day, sizeof day, "%.10s", time);
    if (strlen(text) > 20 || !date_is_day(day) || !is_clock(time + 10))
        return REFUSE(reading, "\"%.60s\" is no time in UTC such as 2024-08-21T09:30:00Z.", text);
    return set_text(reading, time, ret);
}

struct type_rule {
    value_reader *read;
    bool is_list;
};

static const struct type_rule type_rules[] = {
    [FIELD_TEXT] = {read_text, false},    [FIELD_SLUG] = {read_slug, true},
    [FIELD_CODE] = {read_word, true},     [FIELD_WORD] = {read_word, true},
    [FIELD_AREA] = {read_area, true},     [FIELD_PAIR] = {read_pair, true},
    [FIELD_PARTY] = {read_party, true},   [FIELD_INTEGER] = {read_integer, true},
    [FIELD_REAL] = {read_real, false},    [FIELD_BOOLEAN] = {read_boolean, false},
    [FIELD_DATE] = {read_date, true},     [FIELD_DAY] = {read_day, true},
    [FIELD_PERIOD] = {read_period, true}, [FIELD_TIME] = {read_time, false},
    [FIELD_URL] = {read_text, false},     [FIELD_CODES] = {read_word, true},
    [FIELD_OBJECT] = {read_text, false},  [FIELD_OBJECTS] = {read_text, false},
};

static const struct type_rule *rule_of(const struct field *field)
{
    assert(field->type < sizeof type_rules / sizeof type_rules[0]);
    return &type_rules[field->type];
}

static value_reader *reader_of(const struct values_expected *expected)
{
    if (expected->op == OP_CONTAINS)
        return read_contains;
    return expected->op == OP_ISNULL ? read_boolean : rule_of(expected->field)->read;
}

static bool takes_list(const struct values_expected *expected)
{
    if (expected->is_own && !(expected->field->flags & FIELD_MANY))
        return false;
    return (expected->op & (OP_EQ | OP_NOT)) && rule_of(expected->field)->is_list;
}

/* Whether @text is a name of the field's type as a whole. */
static bool is_name(const struct field *field, const char *text)
{
    struct pair pair;
    char unknown[64];

    if (field->type == FIELD_PAIR)
        return pair_parse(text, &pair, unknown) <= PAIR_OTHERWISE;
    return area_find(text) != NULL;
}

static bool has_names(const struct field *field)
{
    return field->type == FIELD_AREA || field->type == FIELD_PARTY || field->type == FIELD_PAIR;
}

static size_t span_of_parts(const char *text, size_t commas)
{
    size_t length = strcspn(text, ",");

    for (; commas > 0 && text[length]; commas--)
        length += 1 + strcspn(text + length + 1, ",");
    return length;
}

/* How long the first value of a list is: up to the first comma, but for names that have commas. */
static size_t first_length(const struct field *field, const char *text)
{
    char name[NAME_SIZE];

    for (size_t commas = NAME_MAX_COMMAS; has_names(field) && commas > 0; commas--) {
        size_t length = span_of_parts(text, commas);

        if (length >= sizeof name || length == span_of_parts(text, commas - 1))
            continue;
        memcpy(name, text, length);
        name[length] = '\0';
        if (is_name(field, name))
            return length;
    }
    return span_of_parts(text, 0);
}

static int read_item(const struct reading *reading, const char *text, size_t length,
                     struct value *ret)
{
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    char *item = arena_copy(reading->arena, text, length);

    if (!item)
        return problem_set_no_memory(reading->reterr);
    if (length == 0)
        return problem_set(reading->reterr, PROBLEM_EMPTY_PARAMETER, reading->expected->name,
                           "%.60s has a comma without a value beside it.", reading->expected->name);
    return reader_of(reading->expected)(reading, item, ret);
}

/* The values of a list as they are gathered. */
struct list {
    struct value *values;
    size_t count;
    size_t room;
};

static int read_items(const struct reading *reading, const char *text, struct list *list)
{
    for (;;) {
        size_t length = first_length(reading->expected->field, text);

        if (list->count == list->room)
            return REFUSE(reading, "%.60s takes at most %zu values.", reading->expected->name,
                          list->room);
        if (read_item(reading, text, length, &list->values[list->count]) < 0)
            return -1;
        list->count++;
        if (!text[length])
            return 0;
        text += length + 1;
    }
}

static int compare_values(const void *a, const void *b)
{
    const struct value *left = a;
    const struct value *right = b;

    if (left->type == VALUE_TEXT)
        return strcmp(left->text, right->text);
    return (left->integer > right->integer) - (left->integer < right->integer);
}

static void sort_values(struct list *list)
{
    size_t kept = 0;

    qsort(list->values, list->count, sizeof *list->values, compare_values);
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || compare_values(&list->values[kept - 1], &list->values[i]) != 0)
            list->values[kept++] = list->values[i];
    list->count = kept;
}

static int check_once(const struct reading *reading, const struct list *list)
{
    for (size_t i = 1; i < list->count; i++)
        for (size_t j = 0; j < i; j++)
            if (compare_values(&list->values[i], &list->values[j]) == 0)
                return REFUSE(reading, "%.60s has a value twice.", reading->expected->name);
    return 0;
}

static int read_list(const struct reading *reading, const char *text, struct list *list)
{
    if (read_items(reading, text, list) < 0)
        return -1;
    if (reading->expected->is_own)
        return check_once(reading, list);
    sort_values(list);
    return 0;
}

static size_t most_values(const struct values_expected *expected, const char *text)
{
    size_t count = 1;

    if (!takes_list(expected))
        return 1;
    for (const char *comma = strchr(text, ','); comma; comma = strchr(comma + 1, ','))
        count++;
    return count < expected->max_values ? count : expected->max_values;
}

int values_read(const struct values_expected *expected, const char *text, struct arena *arena,
                const struct value **ret, size_t *ret_count, struct problem *reterr)
{
    const struct reading reading = {expected, arena, reterr};
    struct list list = {.room = most_values(expected, text)};
    int result;

    list.values = arena_alloc(arena, list.room * sizeof *list.values);
    if (!list.values)
        return problem_set_no_memory(reterr);
    if (takes_list(expected)) {
        result = read_list(&reading, text, &list);
    } else {
        list.count = 1;
        result = reader_of(expected)(&reading, text, list.values);
    }
    if (result < 0)
        return -1;
    *ret = list.values;
    *ret_count = list.count;
    return 0;
}
