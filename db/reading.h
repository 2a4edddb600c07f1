/* SPDX-License-Identifier: MIT */
/* reading: rows of a statement as structs in an arena. db/ only. */
#ifndef ENTENTE_DB_READING_H
#define ENTENTE_DB_READING_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct date;

/* It goes on when memory runs out, and fails at the end. */
struct reading {
    sqlite3_stmt *statement; /* borrowed, at a row */
    struct arena *arena;     /* borrowed; what is read is new from it */
    bool has_failed;
};

/** Zeroed memory; NULL: there is none. */
void *reading_take(struct reading *reading, size_t size);

/** NULL for SQL NULL, and where memory ran out. */
const char *reading_text(struct reading *reading, int column);

/** NULL also for what is no partial date. */
const struct date *reading_date(struct reading *reading, int column);

/** Twice the room for what an array holds when it is full. Return: the array; NULL: no memory. */
void *reading_grow(struct reading *reading, void *items, size_t count, size_t *room, size_t first,
                   size_t size);

#endif
