/* SPDX-License-Identifier: MIT */
#include "db/load_slot.h"

#include <math.h>

#include "db/load.h"
#include "db/load_member.h"

/* Reads the text of a value that is there; notes a mistake and returns NULL when it is no text. */
const char *load_take_text(struct load *load, const struct member *member, const json_t *value)
{
    const char *text = json_string_value(value);

    if (!text)
        load_mistake(load, member->name, "is %s, not text", load_type_name(value));
    return text;
}

static enum db_status outcome(struct load *load, int code)
{
    return code == SQLITE_OK ? DB_OK : load_failure(load, "cannot store a record");
}

enum db_status load_bind_text(struct load *load, struct load_slot slot, int offset,
                              const char *text)
{
    return outcome(
        load, sqlite3_bind_text(slot.statement, slot.first + offset, text, -1, SQLITE_TRANSIENT));
}

enum db_status load_bind_number(struct load *load, struct load_slot slot, int offset,
                                int64_t number)
{
    return outcome(load, sqlite3_bind_int64(slot.statement, slot.first + offset, number));
}

/* No bound: null. */
enum db_status load_bind_real(struct load *load, struct load_slot slot, int offset, double real)
{
    if (!isfinite(real))
        return DB_OK;
    return outcome(load, sqlite3_bind_double(slot.statement, slot.first + offset, real));
}

/* Binds texts one after the other. */
enum db_status load_bind_texts(struct load *load, struct load_slot slot, const char *const *texts,
                               int count)
{
    enum db_status status = DB_OK;

    for (int i = 0; status == DB_OK && i < count; i++)
        status = load_bind_text(load, slot, i, texts[i]);
    return status;
}
