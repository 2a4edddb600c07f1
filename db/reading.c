/* SPDX-License-Identifier: MIT */
#include "db/reading.h"

#include <string.h>

#include "model/arena.h"
#include "model/date.h"

void *reading_take(struct reading *reading, size_t size)
{
    void *memory = arena_alloc(reading->arena, size);

    reading->has_failed = reading->has_failed || !memory;
    return memory;
}

const char *reading_text(struct reading *reading, int column)
{
    if (sqlite3_column_type(reading->statement, column) == SQLITE_NULL)
        return NULL;
    const char *text = (const char *)sqlite3_column_text(reading->statement, column);
    const char *copy = text ? arena_copy(reading->arena, text,
                                         (size_t)sqlite3_column_bytes(reading->statement, column))
                            : NULL;
    reading->has_failed = reading->has_failed || !copy;
    return copy;
}

const struct date *reading_date(struct reading *reading, int column)
{
    const char *text = reading_text(reading, column);
    struct date *date = text ? reading_take(reading, sizeof(*date)) : NULL;

    return date && date_parse(text, date) ? date : NULL;
}

void *reading_grow(struct reading *reading, void *items, size_t count, size_t *room, size_t first,
                   size_t size)
{
    if (count < *room)
        return items;
    const size_t more = *room ? 2 * *room : first;
    void *grown = reading_take(reading, more * size);

    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * size);
    *room = more;
    return grown;
}
