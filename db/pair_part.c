/* SPDX-License-Identifier: MIT */
/* pair_part: the rows of a part of a pair's page: as they are kept, else from the records. */
#include "db/hole.h"
#include "db/private.h"

static enum db_status bind_texts(struct db *db, sqlite3_stmt *statement, const char *const *texts,
                                 int count)
{
    for (int i = 0; i < count; i++) {
        if (sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC) != SQLITE_OK)
            return cause_set(db, "binding a value");
    }
    return DB_OK;
}

static void add_text(const struct db *db, sqlite3_stmt *statement, struct buffer *ret)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    if (text)
        hole_fill(text, (size_t)sqlite3_column_bytes(statement, 0), db->day, ret);
    else
        ret->has_failed = true;
}

static enum db_status add_rows(struct db *db, sqlite3_stmt *rows, struct buffer *ret)
{
    const size_t before = ret->length;
    int code;

    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        buffer_add_text(ret, ret->length > before ? ",\n" : "\n");
        add_text(db, rows, ret);
    }
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading the page of a pair");
}

/* DB_NOT_FOUND: it is not kept. */
static enum db_status add_kept(struct db *db, sqlite3_stmt *kept, struct buffer *ret)
{
    const int code = sqlite3_step(kept);

    if (code == SQLITE_ROW)
        add_text(db, kept, ret);
    else if (code != SQLITE_DONE)
        return cause_set(db, "reading the page of a pair");
    return code == SQLITE_ROW ? DB_OK : DB_NOT_FOUND;
}

static enum db_status read_with(struct db *db, sqlite3_stmt *statement, const char *const *texts,
                                int count, struct buffer *ret)
{
    enum db_status status = bind_texts(db, statement, texts, count);

    if (status == DB_OK)
        status = statement == db->pair_text ? add_kept(db, statement, ret)
                                            : add_rows(db, statement, ret);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (status == DB_OK && buffer_failed(ret))
        status = message_set(&db->cause, DB_MEMORY, "no memory");
    return status;
}

enum db_status db_pair_part(struct db *db, enum db_statement part, const char *a, const char *b,
                            struct buffer *ret)
{
    const char *texts[] = {a, b, statement_part(part)};
    enum db_status status = DB_NOT_FOUND;

    if (db->has_kept && texts[2])
        status = read_with(db, db->pair_text, texts, 3, ret);
    if (status == DB_NOT_FOUND)
        status = read_with(db, db->fixed[part], texts, 2, ret);
    return status;
}
