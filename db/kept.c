/* SPDX-License-Identifier: MIT */
#include "db/kept.h"

#include <string.h>

#include "db/list_sql.h"
#include "db/lock.h"
#include "db/private.h"
#include "db/text.h"
#include "model/hash.h"

/* Counts up when the functions that write texts write others for the same records. */
enum { FORMAT = 1 };

#define ALL_PAIRS                                                                                  \
    "SELECT x.a, x.b, a.code, b.code FROM"                                                         \
    " (SELECT pair_a AS a, pair_b AS b FROM claim_now WHERE pair_a IS NOT NULL"                    \
    " UNION SELECT pair_a, pair_b FROM statement_now WHERE pair_a IS NOT NULL) x"                  \
    " JOIN area a ON a.id = x.a JOIN area b ON b.id = x.b"

/* ---- the shape ---- */

static uint64_t add_files(uint64_t hash, const struct embedded_file *file)
{
    for (; file->name; file++)
        hash = hash_add(hash, file->bytes, file->size_bytes);
    return hash;
}

enum db_status kept_shape(int64_t *ret)
{
    struct buffer members;
    uint64_t hash = HASH_START + FORMAT;

    buffer_init(&members);
    for (size_t i = 0; resource_all[i]; i++) {
        if (!resource_all[i]->is_kept)
            continue;
        list_sql_add_whole(&members, resource_all[i]);
        list_sql_add_default_order(&members, resource_all[i]);
    }
    bool has_failed = buffer_failed(&members);
    if (!has_failed)
        hash = hash_add(hash, members.data, members.length);
    buffer_fini(&members);
    *ret = (int64_t)add_files(add_files(hash, views_embedded), statements_embedded);
    return has_failed ? DB_MEMORY : DB_OK;
}

/* ---- making them; all return what db->cause says ---- */

static enum db_status run(struct db *db, const char *sql)
{
    if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return cause_set(db, "keeping the texts of answers");
    return DB_OK;
}

static enum db_status keep_records(struct db *db, const struct resource *resource)
{
    const char *name = resource->singular;
    struct buffer sql;
    enum db_status status = DB_MEMORY;

    buffer_init(&sql);
    buffer_add_format(&sql, "DELETE FROM %s_text; INSERT INTO %s_text (%s, text) SELECT record, ",
                      name, name, name);
    list_sql_add_whole(&sql, resource);
    buffer_add_format(&sql, " FROM api_%s", resource->name);
    list_sql_add_default_order(&sql, resource);
    buffer_add_char(&sql, '\0');
    if (!buffer_failed(&sql))
        status = run(db, sql.data);
    buffer_fini(&sql);
    return status;
}

/* A part of a pair's page, to be kept. */
struct part {
    sqlite3_stmt *rows;   /* a, b (codes) -> JSON */
    sqlite3_stmt *insert; /* a, b, part, text */
    const char *name;
};

static enum db_status insert_part(struct db *db, const struct part *part, sqlite3_stmt *pair,
                                  const struct buffer *text)
{
    sqlite3_stmt *insert = part->insert;
    const char *bytes = text->length ? text->data : "";

    if (buffer_failed(text))
        return message_set(&db->cause, DB_MEMORY, "no memory");
    if (sqlite3_bind_value(insert, 1, sqlite3_column_value(pair, 0)) != SQLITE_OK ||
        sqlite3_bind_value(insert, 2, sqlite3_column_value(pair, 1)) != SQLITE_OK ||
        sqlite3_bind_text(insert, 3, part->name, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_bind_text(insert, 4, bytes, (int)text->length, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(insert) != SQLITE_DONE)
        return cause_set(db, "keeping the page of a pair");
    sqlite3_reset(insert);
    return DB_OK;
}

static enum db_status read_part(struct db *db, sqlite3_stmt *rows, sqlite3_stmt *pair,
                                struct buffer *ret)
{
    int code = SQLITE_NOMEM;

    sqlite3_reset(rows);
    if (sqlite3_bind_value(rows, 1, sqlite3_column_value(pair, 2)) == SQLITE_OK &&
        sqlite3_bind_value(rows, 2, sqlite3_column_value(pair, 3)) == SQLITE_OK)
        code = sqlite3_step(rows);
    for (; code == SQLITE_ROW; code = sqlite3_step(rows)) {
        const unsigned char *text = sqlite3_column_text(rows, 0);
        buffer_add_text(ret, ret->length ? ",\n" : "\n");
        buffer_add(ret, text, (size_t)sqlite3_column_bytes(rows, 0));
        ret->has_failed = ret->has_failed || !text; /* no row is empty: no memory */
    }
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading the page of a pair");
}

static enum db_status keep_part(struct db *db, const struct part *part, sqlite3_stmt *pairs)
{
    enum db_status status = DB_OK;
    int code;

    while ((code = sqlite3_step(pairs)) == SQLITE_ROW && status == DB_OK) {
        struct buffer text;

        buffer_init(&text);
        db_set_pair(db, (const char *)sqlite3_column_text(pairs, 2),
                    (const char *)sqlite3_column_text(pairs, 3));
        status = read_part(db, part->rows, pairs, &text);
        if (status == DB_OK)
            status = insert_part(db, part, pairs, &text);
        buffer_fini(&text);
    }
    if (status == DB_OK && code != SQLITE_DONE)
        status = cause_set(db, "reading the pairs");
    sqlite3_reset(pairs);
    return status;
}

static enum db_status keep_pairs(struct db *db)
{
    sqlite3_stmt *pairs _cleanup_statement_ = NULL;
    sqlite3_stmt *insert _cleanup_statement_ = NULL;
    enum db_status status = run(db, "DELETE FROM pair_text");

    if (status == DB_OK &&
        (sqlite3_prepare_v2(db->sqlite, ALL_PAIRS, -1, &pairs, NULL) != SQLITE_OK ||
         sqlite3_prepare_v2(db->sqlite, "INSERT INTO pair_text VALUES (?1, ?2, ?3, ?4)", -1,
                            &insert, NULL) != SQLITE_OK))
        status = cause_set(db, "keeping the pages of pairs");
    for (int i = 0; i < DB_Q_COUNT && status == DB_OK; i++) {
        sqlite3_stmt *rows _cleanup_statement_ = NULL;
        const char *sql = statement_sql((enum db_statement)i);
        const char *name = statement_part((enum db_statement)i);

        if (!name)
            continue;
        if (!sql || sqlite3_prepare_v2(db->sqlite, sql, -1, &rows, NULL) != SQLITE_OK)
            return cause_set(db, name);
        status = keep_part(db, &(struct part){rows, insert, name}, pairs);
    }
    return status;
}

static enum db_status keep_all(struct db *db)
{
    enum db_status status = views_create(db);

    for (size_t i = 0; resource_all[i] && status == DB_OK; i++) {
        if (resource_all[i]->is_kept)
            status = keep_records(db, resource_all[i]);
    }
    if (status == DB_OK)
        status = keep_pairs(db);
    return status == DB_OK ? views_drop(db) : status; /* a rollback takes them too */
}

static enum db_status keep(struct db *db, int64_t shape)
{
    char *mark _cleanup_text_ = text_format(
        "INSERT OR REPLACE INTO kept (only_row, shape) VALUES (1, %lld)", (long long)shape);
    enum db_status status = mark ? functions_register(db) : DB_MEMORY;

    if (status == DB_OK)
        status = keep_all(db);
    functions_forget(db->sqlite);
    return status == DB_OK ? run(db, mark) : status;
}

/* ---- when they are made ---- */

/* Whether the texts of @shape are there. */
static enum db_status look(sqlite3 *sqlite, int64_t shape, bool *ret,
                           struct db_message *ret_message)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(sqlite, "SELECT 1 FROM kept WHERE shape = ?1", -1, &statement, NULL) !=
            SQLITE_OK ||
        sqlite3_bind_int64(statement, 1, shape) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, "looking for the texts of answers");
    int code = sqlite3_step(statement);
    *ret = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return DB_OK;
    return message_from_sqlite(ret_message, sqlite, "looking for the texts of answers");
}

enum db_status kept_refresh(sqlite3 *sqlite, struct db_message *ret_message)
{
    struct db db = {.sqlite = sqlite};
    bool is_there = false;
    int64_t shape;
    enum db_status status = kept_shape(&shape);

    if (status != DB_OK)
        return message_set(ret_message, status, "no memory");
    status = look(sqlite, shape, &is_there, ret_message);
    if (status != DB_OK || is_there)
        return status;
    status = keep(&db, shape);
    if (status != DB_OK && ret_message)
        *ret_message = db.cause;
    return status;
}

static enum db_status look_into(const char *path, bool *ret, struct db_message *ret_message)
{
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;
    int64_t shape;
    enum db_status status = kept_shape(&shape);

    if (status == DB_OK)
        status = connection_open(path, CONNECTION_READER, &sqlite, ret_message);
    return status == DB_OK ? look(sqlite, shape, ret, ret_message) : status;
}

static enum db_status refresh(const char *path, struct db_message *ret_message)
{
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;
    enum db_status status = connection_open(path, CONNECTION_WRITER, &sqlite, ret_message);

    if (status != DB_OK)
        return status;
    if (sqlite3_exec(sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, path);
    status = kept_refresh(sqlite, ret_message);
    if (status == DB_OK && sqlite3_exec(sqlite, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        status = message_from_sqlite(ret_message, sqlite, path);
    return status;
}

enum db_status kept_refresh_file(const char *path, struct db_message *ret_message)
{
    struct lock lock _cleanup_lock_ = LOCK_NONE;
    bool is_there = false;
    enum db_status status = look_into(path, &is_there, ret_message);

    if (status != DB_OK || is_there)
        return status;
    status = lock_take(path, &lock, ret_message);
    if (status == DB_OK)
        status = refresh(path, ret_message);
    return status == DB_BUSY ? DB_OK : status;
}
