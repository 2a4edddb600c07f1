/* SPDX-License-Identifier: MIT */
/* acknowledgements: why contradictions were left standing. */
#include <string.h>

#include "db/private.h"
#include "db/reading.h"
#include "model/audit.h"

enum { FIRST_ROOM = 16, FEW_CLAIMS = 4 };

/* Columns of acknowledgements.sql. */
enum { COLUMN_ACKNOWLEDGEMENT, COLUMN_KIND, COLUMN_REASON, COLUMN_CLAIM };

struct reader {
    struct reading reading;
    struct audit_acknowledgement *items;
    size_t count;
    size_t room;
    int64_t last; /* whose claims were read last */
    const char **claims;
    size_t claim_room;
};

static bool add_acknowledgement(struct reader *reader, int64_t id)
{
    struct audit_acknowledgement *items = reading_grow(
        &reader->reading, reader->items, reader->count, &reader->room, FIRST_ROOM, sizeof(*items));

    if (!items)
        return false;
    reader->items = items;
    reader->last = id;
    reader->claims = NULL;
    reader->claim_room = 0;
    items[reader->count++] = (struct audit_acknowledgement){
        .kind = reading_text(&reader->reading, COLUMN_KIND),
        .reason = reading_text(&reader->reading, COLUMN_REASON),
    };
    return true;
}

static void read_row(struct reader *reader)
{
    const int64_t id = sqlite3_column_int64(reader->reading.statement, COLUMN_ACKNOWLEDGEMENT);

    if ((reader->count == 0 || reader->last != id) && !add_acknowledgement(reader, id))
        return;
    struct audit_acknowledgement *last = &reader->items[reader->count - 1];
    const char **claims = reading_grow(&reader->reading, reader->claims, last->claim_count,
                                       &reader->claim_room, FEW_CLAIMS, sizeof(*claims));
    if (!claims)
        return;
    reader->claims = claims;
    claims[last->claim_count++] = reading_text(&reader->reading, COLUMN_CLAIM);
    last->claims = claims;
}

enum db_status db_acknowledgements(struct db *db, struct arena *arena,
                                   struct audit_acknowledgement **ret, size_t *ret_count)
{
    sqlite3_stmt *statement = db->fixed[DB_Q_ACKNOWLEDGEMENTS];
    struct reader reader = {.reading = {statement, arena, false}};
    enum db_status status = DB_OK;
    int code = SQLITE_ROW;

    while (!reader.reading.has_failed && (code = sqlite3_step(statement)) == SQLITE_ROW)
        read_row(&reader);
    if (reader.reading.has_failed)
        status = message_set(&db->cause, DB_MEMORY, "no memory");
    else if (code != SQLITE_DONE)
        status = cause_set(db, "reading acknowledgements");
    sqlite3_reset(statement);
    if (status != DB_OK)
        return status;
    *ret = reader.items;
    *ret_count = reader.count;
    return DB_OK;
}
