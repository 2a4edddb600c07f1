/* SPDX-License-Identifier: MIT */
/* load_statement: the loader's statements, and what it looks up with them. */
#include "db/load.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "db/connection.h"
#include "db/text.h"
#include "model/words.h"

enum db_status load_failure(struct load *load, const char *doing)
{
    return message_from_sqlite(load->message, load->sqlite, doing);
}

enum db_status load_no_memory(struct load *load)
{
    return message_set(load->message, DB_MEMORY, "no memory");
}

enum db_status load_statement(struct load *load, const void *key, const char *sql,
                              sqlite3_stmt **ret)
{
    size_t i = 0;

    while (i < LOAD_MOST_STATEMENTS && load->statements[i].key && load->statements[i].key != key)
        i++;
    assert(i < LOAD_MOST_STATEMENTS);
    if (!load->statements[i].key) {
        if (sqlite3_prepare_v2(load->sqlite, sql, -1, &load->statements[i].statement, NULL) !=
            SQLITE_OK)
            return load_failure(load, "cannot load the records");
        load->statements[i].key = key;
    }
    *ret = load->statements[i].statement;
    sqlite3_reset(*ret);
    sqlite3_clear_bindings(*ret);
    return DB_OK;
}

void load_finalize(struct load *load)
{
    for (size_t i = 0; i < LOAD_MOST_STATEMENTS; i++)
        sqlite3_finalize(load->statements[i].statement);
}

static enum db_status find_statement(struct load *load, enum identity identity, sqlite3_stmt **ret)
{
    char sql[96];
    const char *table = identity_table(identity);

    snprintf(sql, sizeof(sql), "SELECT id FROM %s WHERE slug = ?1", table);
    return load_statement(load, table, sql, ret);
}

enum db_status load_find(struct load *load, enum identity identity, const char *slug, int64_t *ret)
{
    sqlite3_stmt *statement = NULL;
    enum db_status status = find_statement(load, identity, &statement);

    if (status != DB_OK)
        return status;
    if (sqlite3_bind_text(statement, 1, slug, -1, SQLITE_STATIC) != SQLITE_OK)
        return load_failure(load, "cannot find a record");
    int code = sqlite3_step(statement);
    *ret = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? DB_OK
                                                     : load_failure(load, "cannot find a record");
}

const char *load_hint_slug(struct load *load, enum identity identity, const char *slug)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    char sql[96];
    char nearest[96] = "";
    struct words_search search;

    snprintf(sql, sizeof(sql), "SELECT slug FROM %s ORDER BY id", identity_table(identity));
    if (sqlite3_prepare_v2(load->sqlite, sql, -1, &statement, NULL) != SQLITE_OK)
        return "";
    words_search_begin(&search, slug);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *offered = (const char *)sqlite3_column_text(statement, 0);

        if (offered && words_search_offer(&search, offered))
            snprintf(nearest, sizeof(nearest), "%s", offered);
    }
    return load_hint(load, nearest[0] ? nearest : NULL);
}

enum db_status load_has_row(struct load *load, const char *sql, const char *a, const char *b,
                            bool *ret)
{
    sqlite3_stmt *statement = NULL;
    enum db_status status = load_statement(load, sql, sql, &statement);

    if (status != DB_OK)
        return status;
    if (sqlite3_bind_text(statement, 1, a, -1, SQLITE_STATIC) != SQLITE_OK ||
        (b && sqlite3_bind_text(statement, 2, b, -1, SQLITE_STATIC) != SQLITE_OK))
        return load_failure(load, "cannot check a record");
    int code = sqlite3_step(statement);
    *ret = code == SQLITE_ROW;
    sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? DB_OK
                                                     : load_failure(load, "cannot check a record");
}
