/* SPDX-License-Identifier: MIT */
/* The bounded cache of list statements: one per shape of question, the one unused for longest makes
 * room. */
#include <string.h>

#include "db/private.h"
#include "model/hash.h"

static bool fits(const struct prepared *prepared, uint64_t hash, const char *sql)
{
    return prepared->statement && !prepared->is_busy && prepared->hash == hash &&
           strcmp(sqlite3_sql(prepared->statement), sql) == 0;
}

static struct prepared *find(struct db *db, uint64_t hash, const char *sql)
{
    for (size_t i = 0; i < PREPARED_MAX; i++) {
        if (fits(&db->prepared[i], hash, sql))
            return &db->prepared[i];
    }
    return NULL;
}

static struct prepared *find_oldest(struct db *db)
{
    struct prepared *oldest = NULL;

    for (size_t i = 0; i < PREPARED_MAX; i++) {
        struct prepared *candidate = &db->prepared[i];
        if (!candidate->is_busy && (!oldest || candidate->used < oldest->used))
            oldest = candidate;
    }
    return oldest;
}

static enum db_status prepare(struct db *db, const char *sql, size_t length, uint64_t hash,
                              struct prepared *slot)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v3(db->sqlite, sql, (int)length + 1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        return cause_set(db, "preparing a list");
    sqlite3_finalize(slot->statement);
    *slot = (struct prepared){.hash = hash, .statement = statement};
    return DB_OK;
}

static void take(struct db *db, struct prepared *slot)
{
    slot->is_busy = true;
    slot->used = ++db->clock;
}

enum db_status prepared_get(struct db *db, const char *sql, size_t length, struct prepared **ret)
{
    uint64_t hash = hash_add_words(HASH_START, sql, length);
    struct prepared *slot = find(db, hash, sql);

    if (!slot && db->is_quick)
        return message_set(&db->cause, DB_TIMEOUT, "a list is not prepared yet");
    if (!slot) {
        slot = find_oldest(db);
        if (!slot)
            return message_set(&db->cause, DB_FAILED, "more than %d lists at once", PREPARED_MAX);
        enum db_status status = prepare(db, sql, length, hash, slot);
        if (status != DB_OK)
            return status;
    }
    take(db, slot);
    *ret = slot;
    return DB_OK;
}

struct prepared *prepared_find_record(struct db *db, const struct resource *resource, bool is_kept)
{
    for (size_t i = 0; i < PREPARED_MAX; i++) {
        struct prepared *slot = &db->prepared[i];
        if (slot->record_of == resource && slot->is_kept == is_kept && !slot->is_busy) {
            take(db, slot);
            return slot;
        }
    }
    return NULL;
}

void prepared_release(struct prepared *prepared)
{
    sqlite3_reset(prepared->statement);
    sqlite3_clear_bindings(prepared->statement);
    prepared->is_busy = false;
}

void prepared_finalize(struct db *db)
{
    for (size_t i = 0; i < PREPARED_MAX; i++)
        sqlite3_finalize(db->prepared[i].statement);
    memset(db->prepared, 0, sizeof(db->prepared));
}
