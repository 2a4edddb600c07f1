/* SPDX-License-Identifier: MIT */
/* load_time: members that are dates and periods. */
#include "db/load_slot.h"

#include <string.h>

#include "db/load.h"
#include "model/period.h"

enum db_status load_read_date(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    struct date date;

    if (!text)
        return DB_OK;
    if (!date_parse(text, &date))
        return load_mistake(load, member->name,
                            "%s is not a date; write 2023, 2023-05 or 2023-05-03",
                            load_quote(load, text));
    if (member->type != MEMBER_OPEN_DATE && strcmp(date.start, DATE_OPEN_DAY) == 0)
        return load_mistake(load, member->name, "only in_force_until may be open (\"..\")");
    return load_bind_texts(load, slot, (const char *const[]){date.text, date.start, date.end}, 3);
}

/* Return: false after noting what is wrong. */
static bool take_period(struct load *load, const struct member *member, const json_t *value,
                        struct period *ret)
{
    const char *text = load_take_text(load, member, value);

    if (!text)
        return false;
    if (!period_parse(text, ret)) {
        load_mistake(load, member->name,
                     "%s is not a period; write 2022, 2024-S1, 2022-Q1, 2022-01 or 2024-01-01/P7M",
                     load_quote(load, text));
        return false;
    }
    if (strcmp(ret->text, text) == 0)
        return true;
    load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                 ret->text);
    return false;
}

enum db_status load_read_period(struct load *load, const struct member *member, const json_t *value,
                                struct load_slot slot)
{
    struct period period;

    if (!take_period(load, member, value, &period))
        return DB_OK;
    const char frequency[] = {period.frequency, '\0'};
    return load_bind_texts(load, slot,
                           (const char *const[]){period.text, period.start, period.end, frequency},
                           member->type == MEMBER_PERIOD_LONG ? 4 : 3);
}

static enum db_status store_period(struct load *load, const struct period *period,
                                   const char *frequency)
{
    static const char sql[] = "INSERT OR IGNORE INTO period (text, start, \"end\", frequency, id)"
                              " VALUES (?1, ?2, ?3, ?4, ?5)";
    const char *const texts[] = {period->text, period->start, period->end, frequency};
    struct load_slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = load_bind_texts(load, slot, texts, 4);
    if (status == DB_OK)
        status = load_bind_number(load, slot, 4, period_key(period));
    if (status == DB_OK && sqlite3_step(slot.statement) != SQLITE_DONE)
        status = load_failure(load, "cannot store a period");
    return status;
}

enum db_status load_read_period_row(struct load *load, const struct member *member,
                                    const json_t *value, struct load_slot slot)
{
    struct period period;

    if (!take_period(load, member, value, &period))
        return DB_OK;
    const char frequency[] = {period.frequency, '\0'};
    enum db_status status = store_period(load, &period, frequency);
    if (status == DB_OK)
        status = load_bind_number(load, slot, 0, period_key(&period));
    if (status == DB_OK)
        status = load_bind_text(load, slot, 1, frequency);
    return status;
}
