/* SPDX-License-Identifier: MIT */
/* load_reference: members that point at other records, commodities and areas. */
#include "db/load_member.h"

#include <string.h>

#include "db/load.h"
#include "db/load_slot.h"
#include "model/area.h"

enum db_status load_read_identity(struct load *load, const struct member *member,
                                  const json_t *value, struct load_slot slot)
{
    (void)member;
    (void)value;
    /* Checked when the identities were loaded, in the records' order. */
    return load_bind_number(load, slot, 0, (int64_t)load->place.number);
}

enum db_status load_read_slug(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    int64_t other = 0;

    if (!text)
        return DB_OK;
    if (!load_slug_is_sound(text))
        return load_mistake(load, member->name, "%s is not an id; " LOAD_SLUG_RULE,
                            load_quote(load, text));
    enum db_status status = load_find(load, member->refers, text, &other);
    if (status == DB_OK && other)
        return load_mistake(load, member->name, "another record has this id already");
    return status == DB_OK ? load_bind_text(load, slot, 0, text) : status;
}

enum db_status load_read_reference(struct load *load, const struct member *member,
                                   const json_t *value, struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    int64_t id = 0;

    if (!text)
        return DB_OK;
    enum db_status status = load_find(load, member->refers, text, &id);
    if (status != DB_OK)
        return status;
    if (id)
        return load_bind_number(load, slot, 0, id);
    return load_mistake(load, member->name, "there is no %s %s%s", identity_table(member->refers),
                        load_quote(load, text), load_hint_slug(load, member->refers, text));
}

enum db_status load_read_commodity(struct load *load, const struct member *member,
                                   const json_t *value, struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    bool is_known = false;

    if (!text)
        return DB_OK;
    enum db_status status =
        load_has_row(load, "SELECT 1 FROM commodity WHERE code = ?1", text, NULL, &is_known);
    if (status != DB_OK)
        return status;
    if (!is_known)
        return load_mistake(load, member->name, "there is no commodity %s", load_quote(load, text));
    return load_bind_text(load, slot, 0, text);
}

/* --- areas --- */

enum db_status load_add_area(struct load *load, const struct area *area, int64_t id)
{
    static const char sql[] =
        "INSERT INTO area (code, kind, alpha2, name, iso_name, official_name, m49, comtrade, id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, -1), nullif(?8, -1), ?9)";
    const char *const texts[] = {area->code,     area_kind_word(area->kind),
                                 area->alpha2,   area->name,
                                 area->iso_name, area->official_name};
    const int64_t numbers[] = {area->m49, area->comtrade, id};
    struct load_slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = load_bind_texts(load, slot, texts, 6);
    for (int i = 0; status == DB_OK && i < 3; i++)
        status = load_bind_number(load, slot, 6 + i, numbers[i]);
    if (status == DB_OK && sqlite3_step(slot.statement) != SQLITE_DONE)
        status = load_failure(load, "cannot store the areas");
    return status;
}

static enum db_status find_area_row(struct load *load, const struct area *area, int64_t *ret)
{
    static const char sql[] = "SELECT id FROM area WHERE code = ?1";
    struct load_slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = load_bind_text(load, slot, 0, area->code);
    if (status != DB_OK)
        return status;
    if (sqlite3_step(slot.statement) != SQLITE_ROW)
        return load_failure(load, "cannot find an area");
    *ret = sqlite3_column_int64(slot.statement, 0);
    sqlite3_reset(slot.statement);
    return DB_OK;
}

static enum db_status bind_area(struct load *load, struct load_slot slot, int offset,
                                const struct area *area)
{
    int64_t id = 0;
    enum db_status status = find_area_row(load, area, &id);

    return status == DB_OK ? load_bind_number(load, slot, offset, id) : status;
}

static enum db_status mistake_area(struct load *load, const char *member, const char *text)
{
    const struct area *nearest = area_nearest(text);

    return load_mistake(load, member, "%s is no country%s", load_quote(load, text),
                        load_hint(load, nearest ? nearest->code : NULL));
}

enum db_status load_read_area(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    const struct area *area = text ? area_find(text) : NULL;

    if (!text)
        return DB_OK;
    if (!area)
        return mistake_area(load, member->name, text);
    if (strcmp(area->code, text) != 0)
        return load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                            area->code);
    if (member->type == MEMBER_COUNTRY && area->kind != AREA_COUNTRY)
        return load_mistake(load, member->name, "%s (%s) is no country", load_quote(load, text),
                            area->name);
    return bind_area(load, slot, 0, area);
}

enum db_status load_read_pair(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    char unknown[64];
    struct pair pair;
    enum db_status status;

    if (!text)
        return DB_OK;
    switch (pair_parse(text, &pair, unknown)) {
    case PAIR_CANONICAL:
        status = bind_area(load, slot, 0, pair.a);
        return status == DB_OK ? bind_area(load, slot, 1, pair.b) : status;
    case PAIR_OTHERWISE:
        return load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                            pair.text);
    case PAIR_SAME:
        return load_mistake(load, member->name, "%s is one country twice", load_quote(load, text));
    case PAIR_UNKNOWN:
        return mistake_area(load, member->name, unknown);
    case PAIR_MALFORMED:
        break;
    }
    return load_mistake(load, member->name, "%s is not a pair; write it like KAZ-TJK",
                        load_quote(load, text));
}
