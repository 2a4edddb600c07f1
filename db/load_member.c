/* SPDX-License-Identifier: MIT */
#include "db/load_member.h"

#include "db/load.h"
#include "db/load_slot.h"
#include "model/buffer.h"
#include "model/words.h"

enum { MOST_COLUMNS = 6 };

/* Suffixes that begin with "_" (or are empty) stand behind the member's own column. */
static const struct {
    const char *columns[MOST_COLUMNS + 1];
    load_reader *read;
} types[] = {
    [MEMBER_IDENTITY] = {{""}, load_read_identity},
    [MEMBER_SLUG] = {{""}, load_read_slug},
    [MEMBER_NAME] = {{""}, load_read_name},
    [MEMBER_TEXT] = {{""}, load_read_text},
    [MEMBER_CODE] = {{""}, load_read_code},
    [MEMBER_WORD] = {{""}, load_read_word},
    [MEMBER_URL] = {{""}, load_read_url},
    [MEMBER_LANGUAGE] = {{""}, load_read_language},
    [MEMBER_CHECKSUM] = {{""}, load_read_checksum},
    [MEMBER_DATE] = {{"", "_start", "_end"}, load_read_date},
    [MEMBER_OPEN_DATE] = {{"", "_start", "_end"}, load_read_date},
    [MEMBER_PERIOD] = {{"", "_start", "_end"}, load_read_period},
    [MEMBER_PERIOD_LONG] = {{"", "_start", "_end", "_frequency"}, load_read_period},
    [MEMBER_PERIOD_ROW] = {{"", "frequency"}, load_read_period_row},
    [MEMBER_AREA] = {{""}, load_read_area},
    [MEMBER_COUNTRY] = {{""}, load_read_area},
    [MEMBER_PAIR] = {{"_a", "_b"}, load_read_pair},
    [MEMBER_COMMODITY] = {{""}, load_read_commodity},
    [MEMBER_REFERENCE] = {{""}, load_read_reference},
    [MEMBER_QUANTITY] = {{"value", "qualifier", "precision", "low", "high", "unit"},
                         load_read_quantity},
    [MEMBER_COUNT] = {{""}, load_read_count},
    [MEMBER_AMOUNT] = {{""}, load_read_amount},
    [MEMBER_BOOLEAN] = {{""}, load_read_boolean},
    [MEMBER_LIST] = {{NULL}, NULL},
};

static int count_columns(enum member_type type)
{
    int count = 0;

    while (types[type].columns[count])
        count++;
    return count;
}

int load_member_add_columns(const struct member *member, struct buffer *sql)
{
    const char *own = member->column ? member->column : member->name;
    const char *const *column = types[member->type].columns;

    for (; *column; column++) {
        const bool is_suffix = **column == '_' || **column == '\0';

        buffer_add_format(sql, "%s%s,", is_suffix ? own : "", *column);
    }
    return count_columns(member->type);
}

const char *load_type_name(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

enum db_status load_member_read(struct load *load, const struct member *member, const json_t *value,
                                sqlite3_stmt *statement, int first)
{
    struct load_slot slot = {.statement = statement, .first = first};
    const bool is_given = value && !json_is_null(value);

    if (!is_given && member->is_required)
        return load_mistake(load, member->name, "is missing");
    if (!is_given)
        return member->type == MEMBER_BOOLEAN ? load_bind_number(load, slot, 0, 0) : DB_OK;
    return types[member->type].read ? types[member->type].read(load, member, value, slot) : DB_OK;
}

static const char *nearest_member(const struct member *members, size_t count, const char *name)
{
    struct words_search search;
    const char *nearest = NULL;

    words_search_begin(&search, name);
    for (size_t i = 0; i < count; i++) {
        if (words_search_offer(&search, members[i].name))
            nearest = members[i].name;
    }
    return nearest;
}

enum db_status load_check_names(struct load *load, const struct member *members, size_t count,
                                const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        if (member_find(members, count, name))
            continue;
        load_mistake(load, NULL, "there is no member %s%s", load_quote(load, name),
                     load_hint(load, nearest_member(members, count, name)));
    }
    return DB_OK;
}

enum db_status load_members_read(struct load *load, const struct member *members, size_t count,
                                 const json_t *object, sqlite3_stmt *statement, int first)
{
    enum db_status status = load_check_names(load, members, count, object);

    for (size_t i = 0; status == DB_OK && i < count; i++) {
        const json_t *value = json_object_get(object, members[i].name);

        status = load_member_read(load, &members[i], value, statement, first);
        first += count_columns(members[i].type);
    }
    return status;
}
