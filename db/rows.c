/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "db/hole.h"
#include "db/private.h"

struct db_rows *rows_new(struct db *db, sqlite3_stmt *statement, struct prepared *prepared)
{
    struct db_rows *rows = calloc(1, sizeof(*rows));

    if (!rows) {
        if (prepared)
            prepared_release(prepared);
        return NULL;
    }
    rows->db = db;
    rows->statement = statement;
    rows->prepared = prepared;
    return rows;
}

/* The library gives NULL for a text that it has no memory to end with NUL: found here, so that what
 * is read of the row afterwards is what the row has. Numbers of the order stay numbers. */
static bool has_texts(const struct db_rows *rows)
{
    for (int i = 0; i < sqlite3_data_count(rows->statement); i++) {
        int type = sqlite3_column_type(rows->statement, i);
        if (type == SQLITE_NULL || (type != SQLITE_TEXT && i >= rows->first_order_column))
            continue;
        if (!sqlite3_column_text(rows->statement, i))
            return false;
    }
    return true;
}

/* A text that is kept, with its holes filled for the day. */
static enum db_status read_kept(struct db_rows *rows)
{
    const char *text = (const char *)sqlite3_column_text(rows->statement, 0);
    const size_t length = (size_t)sqlite3_column_bytes(rows->statement, 0);
    struct buffer *filled = &rows->db->filled;

    if (!text)
        return message_set(&rows->db->cause, DB_DAMAGED, "a record has no text that is kept");
    rows->is_filled = hole_is_in(text, length);
    if (!rows->is_filled)
        return DB_OK;
    filled->length = 0;
    filled->has_failed = false;
    hole_fill(text, length, rows->db->day, filled);
    return buffer_failed(filled) ? message_set(&rows->db->cause, DB_MEMORY, "no memory") : DB_OK;
}

static enum db_status read_row(struct db_rows *rows)
{
    if (!has_texts(rows))
        return message_set(&rows->db->cause, DB_MEMORY, "reading rows: no memory");
    return rows->is_kept ? read_kept(rows) : DB_OK;
}

static enum db_status refuse_row(struct db_rows *rows, int code)
{
    return code == SQLITE_DONE ? DB_NOT_FOUND : cause_set(rows->db, "reading rows");
}

enum db_status rows_step(struct db_rows *rows)
{
    const int code = sqlite3_step(rows->statement);

    return code == SQLITE_ROW ? DB_OK : refuse_row(rows, code);
}

/* Observations that are not to be seen are null. */
static bool is_passed_over(const struct db_rows *rows)
{
    return rows->is_by_key && sqlite3_column_type(rows->statement, 0) == SQLITE_NULL;
}

enum db_status db_rows_next(struct db_rows *rows)
{
    enum db_status status;

    do {
        status = rows_step(rows);
    } while (status == DB_OK && is_passed_over(rows));
    return status == DB_OK ? read_row(rows) : status;
}

const char *db_rows_text(struct db_rows *rows, int column, size_t *ret_length)
{
    if (rows->is_filled && column == 0) {
        if (ret_length)
            *ret_length = rows->db->filled.length;
        return rows->db->filled.data;
    }
    const char *text = (const char *)sqlite3_column_text(rows->statement, column);

    if (ret_length)
        *ret_length = (size_t)sqlite3_column_bytes(rows->statement, column);
    return text;
}

static void read_value(sqlite3_stmt *statement, int column, struct value *ret)
{
    *ret = (struct value){.type = VALUE_NULL};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        ret->type = VALUE_INTEGER;
        ret->integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        ret->type = VALUE_REAL;
        ret->real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_NULL:
        break;
    default:
        ret->type = VALUE_TEXT;
        ret->text = (const char *)sqlite3_column_text(statement, column);
        break;
    }
}

void rows_read_order(const struct db_rows *rows, struct value *ret)
{
    for (size_t i = 0; i < rows->order_count; i++)
        read_value(rows->statement, rows->first_order_column + (int)i, &ret[i]);
}

const char *db_rows_used(struct db_rows *rows)
{
    return rows->used_column ? db_rows_text(rows, rows->used_column, NULL) : NULL;
}

struct db_rows *db_rows_close(struct db_rows *rows)
{
    if (!rows)
        return NULL;
    db_rows_close(rows->order);
    if (rows->prepared) {
        prepared_release(rows->prepared);
    } else {
        sqlite3_reset(rows->statement);
        sqlite3_clear_bindings(rows->statement);
    }
    free(rows);
    return NULL;
}
