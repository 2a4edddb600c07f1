/* SPDX-License-Identifier: MIT */
/* timeline: agreements and events with their dates, and when a revision was made. */
#include "model/timeline.h"

#include <string.h>

#include "db/private.h"
#include "db/reading.h"
#include "model/arena.h"

enum { FIRST_ROOM = 32, FEW_PARTIES = 4 };

/* Columns of timeline_pair.sql. */
enum {
    TIMELINE_RECORD_KIND,
    TIMELINE_SLUG,
    TIMELINE_TITLE,
    TIMELINE_STARTS_ON,
    TIMELINE_ENDS_ON,
    TIMELINE_SIGNED_ON,
    TIMELINE_IN_FORCE_FROM,
    TIMELINE_IN_FORCE_UNTIL,
    TIMELINE_TERMINATED_ON,
    TIMELINE_SOURCE,
    TIMELINE_LOCATOR,
    TIMELINE_PARTY,
    TIMELINE_PARTY_NAME,
    TIMELINE_PARTY_SIGNED_ON,
    TIMELINE_PARTY_IN_FORCE_FROM,
    TIMELINE_PARTY_IN_FORCE_UNTIL,
};

struct reader {
    struct reading reading;
    struct timeline_records records;
    size_t room;
    size_t party_room; /* of the last record */
};

static struct timeline_dates read_dates(struct reading *reading, int signed_on)
{
    return (struct timeline_dates){
        .signed_on = reading_date(reading, signed_on),
        .in_force_from = reading_date(reading, signed_on + 1),
        .in_force_until = reading_date(reading, signed_on + 2),
    };
}

static struct timeline_record *add_record(struct reader *reader)
{
    struct reading *reading = &reader->reading;
    struct timeline_records *records = &reader->records;
    struct timeline_record *items = reading_grow(reading, records->items, records->count,
                                                 &reader->room, FIRST_ROOM, sizeof(*items));

    if (!items)
        return NULL;
    records->items = items;
    reader->party_room = 0;
    items[records->count] = (struct timeline_record){
        .kind = reading_text(reading, TIMELINE_RECORD_KIND),
        .id = reading_text(reading, TIMELINE_SLUG),
        .title = reading_text(reading, TIMELINE_TITLE),
        .starts_on = reading_date(reading, TIMELINE_STARTS_ON),
        .ends_on = reading_date(reading, TIMELINE_ENDS_ON),
        .dates = read_dates(reading, TIMELINE_SIGNED_ON),
        .terminated_on = reading_date(reading, TIMELINE_TERMINATED_ON),
        .source = reading_text(reading, TIMELINE_SOURCE),
        .locator = reading_text(reading, TIMELINE_LOCATOR),
    };
    return &items[records->count++];
}

static void add_party(struct reader *reader, struct timeline_record *record)
{
    struct reading *reading = &reader->reading;
    const void *before = record->parties;

    if (sqlite3_column_type(reading->statement, TIMELINE_PARTY) == SQLITE_NULL)
        return;
    struct timeline_party *parties =
        reading_grow(reading, (void *)before, record->party_count, &reader->party_room, FEW_PARTIES,
                     sizeof(*parties));
    if (!parties)
        return;
    record->parties = parties;
    parties[record->party_count++] = (struct timeline_party){
        .id = reading_text(reading, TIMELINE_PARTY),
        .name = reading_text(reading, TIMELINE_PARTY_NAME),
        .dates = read_dates(reading, TIMELINE_PARTY_SIGNED_ON),
    };
}

static bool is_text(const struct reading *reading, int column, const char *text)
{
    const char *value = (const char *)sqlite3_column_text(reading->statement, column);

    return value && text && strcmp(value, text) == 0;
}

static void read_row(struct reader *reader)
{
    struct timeline_records *records = &reader->records;
    struct timeline_record *last = records->count ? &records->items[records->count - 1] : NULL;

    if (!last || !is_text(&reader->reading, TIMELINE_SLUG, last->id) ||
        !is_text(&reader->reading, TIMELINE_RECORD_KIND, last->kind))
        last = add_record(reader);
    if (last)
        add_party(reader, last);
}

static enum db_status read_all(struct db *db, struct reader *reader)
{
    int code = SQLITE_ROW;

    while (!reader->reading.has_failed &&
           (code = sqlite3_step(reader->reading.statement)) == SQLITE_ROW)
        read_row(reader);
    if (reader->reading.has_failed)
        return message_set(&db->cause, DB_MEMORY, "no memory");
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading a timeline");
}

enum db_status db_timeline(struct db *db, const char *a, const char *b, struct arena *arena,
                           struct timeline_records *ret)
{
    struct reader reader = {.reading = {db->fixed[DB_Q_TIMELINE_PAIR], arena, false}};
    sqlite3_stmt *statement = reader.reading.statement;
    enum db_status status = DB_OK;

    if (sqlite3_bind_text(statement, 1, a, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_bind_text(statement, 2, b, -1, SQLITE_STATIC) != SQLITE_OK)
        status = cause_set(db, "binding a value");
    if (status == DB_OK)
        status = read_all(db, &reader);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (status == DB_OK)
        *ret = reader.records;
    return status;
}

enum db_status db_revision_time(struct db *db, int64_t revision, struct arena *arena,
                                const char **ret)
{
    struct reading reading = {db->fixed[DB_Q_REVISION_AT], arena, false};
    const char *at = NULL;
    enum db_status status = DB_OK;

    if (sqlite3_bind_int64(reading.statement, 1, revision) != SQLITE_OK)
        status = cause_set(db, "binding a value");
    else if (sqlite3_step(reading.statement) != SQLITE_ROW)
        status = cause_set(db, "reading a revision");
    else
        at = reading_text(&reading, 0);
    sqlite3_reset(reading.statement);
    sqlite3_clear_bindings(reading.statement);
    if (status == DB_OK && !at)
        status = message_set(&db->cause, DB_MEMORY, "no memory");
    if (status == DB_OK)
        *ret = at;
    return status;
}
