/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "db/list_sql.h"
#include "db/private.h"
#include "model/words.h"

/* Distinct values that are looked at for one that is spelled alike. */
enum { MOST_SPELLINGS = 20000 };

/* Letters that a part of a text must have to stand for it. */
enum { LEAST_PART = 3 };

static int bind(sqlite3_stmt *statement, int position, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        return sqlite3_bind_null(statement, position);
    case VALUE_INTEGER:
        return sqlite3_bind_int64(statement, position, value->integer);
    case VALUE_REAL:
        return sqlite3_bind_double(statement, position, value->real);
    case VALUE_TEXT:
        return sqlite3_bind_text(statement, position, value->text, -1, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static enum db_status bind_all(struct db *db, sqlite3_stmt *statement, const struct list_sql *sql)
{
    for (size_t i = 0; i < list_sql_bind_count(sql); i++) {
        if (bind(statement, (int)i + 1, list_sql_bind(sql, i)) != SQLITE_OK)
            return cause_set(db, "binding a value");
    }
    return DB_OK;
}

enum db_status list_sql_start(struct db *db, const struct list_sql *sql, struct db_rows **ret)
{
    struct prepared *prepared;
    struct db_rows *rows;
    enum db_status status = prepared_get(db, sql->text.data, sql->text.length - 1, &prepared);

    if (status != DB_OK)
        return status;
    status = bind_all(db, prepared->statement, sql);
    if (status != DB_OK) {
        prepared_release(prepared);
        return status;
    }
    rows = rows_new(db, prepared->statement, prepared);
    if (!rows)
        return DB_MEMORY;
    rows->first_order_column = sql->order_column;
    rows->order_count = sql->order_count;
    rows->used_column = sql->used_column;
    rows->is_kept = sql->is_kept;
    rows->has_record = sql->has_record;
    rows->is_by_key = sql->is_by_key;
    rows->is_at_once = sql->is_at_once;
    *ret = rows;
    return DB_OK;
}

static enum db_status run(struct db *db, const struct query *query, enum list_sql_kind kind,
                          struct db_rows **ret)
{
    struct list_sql sql;
    enum db_status status;

    list_sql_init(&sql);
    status = list_sql_make(&sql, query, kind);
    if (status == DB_OK)
        status = list_sql_start(db, &sql, ret);
    if (status == DB_OK)
        (*ret)->resource = query->resource;
    list_sql_fini(&sql);
    return status;
}

/* Whether the rows are texts that are kept. Between two countries a status is another one. */
static bool is_kept(const struct db *db, const struct query *query)
{
    return db->has_kept && query->resource->is_kept && !db->pair_a[0] && !query->view &&
           query->members == query_all_members(query->resource);
}

/* Whether it asks for a whole record by its id: the statement is then always the same one. */
static bool is_record(const struct query *query)
{
    const struct resource *resource = query->resource;
    const struct query_filter *id = &query->filters[0];

    return query->limit == 0 && query->filter_count == 1 && query->sort_count == 0 &&
           !query->match && !query->aggregate && !query->view && !query->after && resource->id &&
           id->op == OP_EQ && id->value_count == 1 && !(id->field->flags & FIELD_PREFIX) &&
           strcmp(id->field->name, resource->id) == 0 &&
           query->members == query_all_members(resource);
}

/* DB_NOT_FOUND: the statement is to be written. */
static enum db_status run_record(struct db *db, const struct query *query, bool is_kept,
                                 struct db_rows **ret)
{
    struct prepared *prepared = prepared_find_record(db, query->resource, is_kept);

    if (!prepared)
        return DB_NOT_FOUND;
    if (bind(prepared->statement, 1, &query->filters[0].values[0]) != SQLITE_OK) {
        prepared_release(prepared);
        return cause_set(db, "binding a value");
    }
    *ret = rows_new(db, prepared->statement, prepared);
    if (!*ret)
        return DB_MEMORY;
    (*ret)->is_kept = is_kept;
    (*ret)->resource = query->resource;
    return DB_OK;
}

static enum db_status list_json(struct db *db, const struct query *query, enum list_sql_kind kind,
                                struct db_rows **ret)
{
    const bool has_texts = is_kept(db, query);
    const bool is_of_record = is_record(query);
    enum db_status status = is_of_record ? run_record(db, query, has_texts, ret) : DB_NOT_FOUND;

    if (status != DB_NOT_FOUND)
        return status;
    status = run(db, query, has_texts ? LIST_SQL_KEPT : kind, ret);
    if (status == DB_OK && is_of_record) {
        (*ret)->prepared->is_kept = has_texts;
        (*ret)->prepared->record_of = query->resource;
    }
    return status;
}

enum db_status list_start_page(struct db *db, const struct query *query, struct db_rows **ret)
{
    return list_json(db, query, LIST_SQL_PAGE, ret);
}

enum db_status db_list(struct db *db, const struct query *query, enum db_columns columns,
                       struct db_rows **ret)
{
    return columns == DB_COLUMNS_JSON ? list_json(db, query, LIST_SQL_JSON, ret)
                                      : run(db, query, LIST_SQL_CELLS, ret);
}

static enum db_status start_order(struct db_rows *rows, struct db_rows **ret)
{
    struct list_sql sql;
    enum db_status status;

    list_sql_init(&sql);
    status = list_sql_make_order(&sql, rows->resource, sqlite3_column_int64(rows->statement, 1));
    if (status == DB_OK)
        status = list_sql_start(rows->db, &sql, ret);
    list_sql_fini(&sql);
    return status;
}

/* Texts that are kept come without their order, which few rows are asked for. */
static enum db_status find_order(struct db_rows *rows)
{
    enum db_status status = DB_OK;

    rows->order = db_rows_close(rows->order);
    status = start_order(rows, &rows->order);
    if (status == DB_OK)
        status = db_rows_next(rows->order);
    return status == DB_NOT_FOUND
               ? message_set(&rows->db->cause, DB_DAMAGED, "a record that is kept is gone")
               : status;
}

enum db_status db_rows_order(struct db_rows *rows, struct value *ret)
{
    enum db_status status = rows->has_record ? find_order(rows) : DB_OK;

    if (status == DB_OK)
        rows_read_order(rows->has_record ? rows->order : rows, ret);
    return status;
}

enum db_status db_count(struct db *db, const struct query *query, int64_t *ret)
{
    struct db_rows *rows;
    enum db_status status = run(db, query, LIST_SQL_COUNT, &rows);

    if (status != DB_OK)
        return status;
    status = db_rows_next(rows);
    if (status == DB_OK)
        *ret = sqlite3_column_int64(rows->statement, 0);
    db_rows_close(rows);
    return status;
}

enum db_status db_any(struct db *db, const struct query *query)
{
    struct db_rows *rows;
    enum db_status status = run(db, query, LIST_SQL_ANY, &rows);

    if (status != DB_OK)
        return status;
    status = db_rows_next(rows);
    db_rows_close(rows);
    return status;
}

/* A part of the right text is near too: "kiss-csr" of "kiss-csr-memorandum-2023". */
static bool is_near(struct words_search *search, const char *text, const char *candidate,
                    bool has_any)
{
    if (words_search_offer(search, candidate))
        return true;
    return !has_any && strlen(text) >= LEAST_PART && strcasestr(candidate, text);
}

static enum db_status find_spelling(struct db_rows *rows, const char *text, char *ret, size_t size)
{
    struct words_search search;
    enum db_status status = DB_OK;

    words_search_begin(&search, text);
    ret[0] = '\0';
    for (int i = 0; i < MOST_SPELLINGS; i++) {
        status = db_rows_next(rows);
        if (status != DB_OK)
            break;
        const char *candidate = db_rows_text(rows, 0, NULL);
        if (candidate && is_near(&search, text, candidate, ret[0] != '\0'))
            snprintf(ret, size, "%s", candidate);
    }
    return status == DB_OK ? DB_NOT_FOUND : status;
}

/* How a value is looked for. */
enum match {
    MATCH_EXACT, /* an index may follow it */
    MATCH_ANY_CASE,
    MATCH_START, /* 27*: any value that begins so */
    MATCH_ALL,
};

static void add_condition(struct list_sql *sql, const struct field *field, enum match match,
                          const char *text)
{
    if (match == MATCH_ALL)
        return;
    buffer_add_format(&sql->text, " WHERE \"%s\" %s ", field->name,
                      match == MATCH_START ? ">=" : "=");
    list_sql_add_text_value(sql, text);
    if (match == MATCH_ANY_CASE)
        list_sql_add(sql, " COLLATE NOCASE");
    if (match == MATCH_START)
        buffer_add_format(&sql->text, " ORDER BY \"%s\"", field->name);
    list_sql_add(sql, " LIMIT 1");
}

static enum db_status select_values(struct db *db, const struct resource *resource,
                                    const struct field *field, enum match match, const char *text,
                                    struct db_rows **ret)
{
    struct list_sql sql;
    enum db_status status = DB_MEMORY;

    list_sql_init(&sql);
    buffer_add_format(&sql.text, "SELECT DISTINCT \"%s\" FROM api_%s", field->name, resource->name);
    add_condition(&sql, field, match, text);
    buffer_add_char(&sql.text, '\0');
    if (!buffer_failed(&sql.text) && !buffer_failed(&sql.binds))
        status = list_sql_start(db, &sql, ret);
    list_sql_fini(&sql);
    return status;
}

static enum db_status find_match(struct db *db, const struct resource *resource,
                                 const struct field *field, enum match match, const char *text)
{
    struct db_rows *rows;
    enum db_status status = select_values(db, resource, field, match, text, &rows);

    if (status != DB_OK)
        return status;
    status = db_rows_next(rows);
    if (status == DB_OK && match == MATCH_START &&
        strncmp(db_rows_text(rows, 0, NULL), text, strlen(text)) != 0)
        status = DB_NOT_FOUND;
    db_rows_close(rows);
    return status;
}

enum db_status db_find_start(struct db *db, const struct resource *resource,
                             const struct field *field, const char *text)
{
    return find_match(db, resource, field, MATCH_START, text);
}

enum db_status db_find_value(struct db *db, const struct resource *resource,
                             const struct field *field, const char *text,
                             char ret_nearest[DB_NEAREST_SIZE])
{
    struct db_rows *rows;
    enum db_status status = find_match(db, resource, field, MATCH_EXACT, text);

    if (status == DB_NOT_FOUND)
        status = find_match(db, resource, field, MATCH_ANY_CASE, text);
    if (status != DB_NOT_FOUND)
        return status;
    if (db->is_quick) /* no step of the library's machine counts the comparing */
        return message_set(&db->cause, DB_TIMEOUT, "looking for what is spelled alike takes time");
    status = select_values(db, resource, field, MATCH_ALL, NULL, &rows);
    if (status != DB_OK)
        return status;
    status = find_spelling(rows, text, ret_nearest, DB_NEAREST_SIZE);
    db_rows_close(rows);
    return status;
}
