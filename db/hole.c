/* SPDX-License-Identifier: MIT */
#include "db/hole.h"

#include <string.h>

#include "model/buffer.h"
#include "model/status.h"

/* Each part ends with PART_END; one that is not known is empty. */
enum { HOLE_BEGIN = 1, PART_END = 2 };

/* kind, then start and end of signed_on, in_force_from, in_force_until, terminated_on. */
enum { PARTS = 9, LONGEST_PART = 32 };

struct parts {
    char text[PARTS][LONGEST_PART];
};

static void day_hole(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    char text[1 + PARTS * LONGEST_PART];
    size_t length = 0;

    (void)count;
    text[length++] = HOLE_BEGIN;
    for (size_t i = 0; i < PARTS; i++) {
        const char *part = (const char *)sqlite3_value_text(arguments[i]);
        size_t part_length = part ? strlen(part) : 0;
        if (part_length >= LONGEST_PART) {
            sqlite3_result_error(context, "a date is too long", -1);
            return;
        }
        if (part)
            memcpy(text + length, part, part_length);
        length += part_length;
        text[length++] = PART_END;
    }
    sqlite3_result_text(context, text, (int)length, SQLITE_TRANSIENT);
}

int hole_register(sqlite3 *sqlite)
{
    return sqlite3_create_function_v2(sqlite, "day_hole", PARTS,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                      day_hole, NULL, NULL, NULL);
}

bool hole_is_in(const char *text, size_t length)
{
    return memchr(text, HOLE_BEGIN, length) != NULL;
}

/* Return: behind the hole that begins at @at; NULL: it is none. */
static const char *read_parts(const char *at, const char *end, struct parts *ret)
{
    at++;
    for (size_t i = 0; i < PARTS; i++) {
        const char *stop = memchr(at, PART_END, (size_t)(end - at));
        if (!stop || stop - at >= LONGEST_PART)
            return NULL;
        memcpy(ret->text[i], at, (size_t)(stop - at));
        ret->text[i][stop - at] = '\0';
        at = stop + 1;
    }
    return at;
}

static const char *part(const struct parts *parts, size_t i)
{
    return parts->text[i][0] ? parts->text[i] : NULL;
}

static void add_members(const struct parts *parts, const char *day, struct buffer *out)
{
    struct status_dates dates = {
        .enters_into_force = status_kind_enters_into_force(parts->text[0]),
        .signed_on = {part(parts, 1), part(parts, 2)},
        .in_force_from = {part(parts, 3), part(parts, 4)},
        .in_force_until = {part(parts, 5), part(parts, 6)},
        .terminated_on = {part(parts, 7), part(parts, 8)},
    };
    const char *reason = status_reason(&dates, day);

    buffer_add_text(out, "\"status\":\"");
    buffer_add_text(out, status_word(status_on(&dates, day)));
    buffer_add_text(out, "\",\"status_reason\":");
    buffer_add_json_string(out, reason, strlen(reason));
    buffer_add_text(out, ",\"in_force\":\"");
    buffer_add_text(out, status_in_force(&dates, day));
    buffer_add_text(out, "\"");
}

void hole_fill(const char *text, size_t length, const char *day, struct buffer *ret)
{
    const char *end = text + length;
    struct parts parts;

    while (text < end) {
        const char *hole = memchr(text, HOLE_BEGIN, (size_t)(end - text));
        const char *behind = hole ? read_parts(hole, end, &parts) : NULL;
        if (!behind) {
            buffer_add(ret, text, (size_t)(end - text));
            return;
        }
        buffer_add(ret, text, (size_t)(hole - text));
        add_members(&parts, day, ret);
        text = behind;
    }
}
