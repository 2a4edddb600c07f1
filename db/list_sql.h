/* SPDX-License-Identifier: MIT */
/* list_sql: the SQL of a list question, made from the resource's table. Values are always bound.
 * db/ only. */
#ifndef ENTENTE_DB_LIST_SQL_H
#define ENTENTE_DB_LIST_SQL_H

#include "db/db.h"
#include "model/arena.h"
#include "model/buffer.h"

struct list_sql {
    struct buffer text;  /* NUL-ended */
    struct buffer binds; /* struct value, one a placeholder */
    struct arena arena;  /* of values made on the way */
    int order_column;    /* number of the first order column */
    size_t order_count;
    bool is_opaque; /* x = ? is written so that the planner takes x for no constant: a constant that
                       no index follows makes it sort rows that come in order */
    int used_column; /* of the datasets that a row comes from; 0: it has none */
    bool is_kept;    /* the first column is a text that is kept (db/kept.h) */
    bool is_by_key;  /* observations in order of their key, as they are stored: who reads them
                        passes over those that are not to be seen */
    bool is_at_once; /* all observations of a page in one step (db/observation.h) */
    bool has_record; /* the second one is the record, instead of the order columns */
};

enum list_sql_kind {
    LIST_SQL_JSON,
    LIST_SQL_PAGE, /* the same for db_list_page() */
    LIST_SQL_KEPT, /* JSON, from the texts that are kept */
    LIST_SQL_RAW,  /* JSON of observations, by db/observation.h; list_sql_make() takes it and the
                      next for LIST_SQL_JSON and LIST_SQL_PAGE where it can */
    LIST_SQL_AT_ONCE,
    LIST_SQL_CELLS,
    LIST_SQL_COUNT,
    LIST_SQL_ANY,
};

void list_sql_init(struct list_sql *sql);
void list_sql_fini(struct list_sql *sql);

/** Writes the statement for @query. Return: DB_OK or DB_MEMORY. */
enum db_status list_sql_make(struct list_sql *sql, const struct query *query,
                             enum list_sql_kind kind);

/** Adds the expression for the text of a whole record, with a hole for what depends on the day. */
void list_sql_add_whole(struct buffer *ret, const struct resource *resource);

/** Adds ORDER BY as lists have it by default. */
void list_sql_add_default_order(struct buffer *ret, const struct resource *resource);

/** Writes the statement for the order values of a record, which is the one value to bind. */
enum db_status list_sql_make_order(struct list_sql *sql, const struct resource *resource,
                                   int64_t record);

/* For statements that are written elsewhere (db/aggregate_sql.c). */
void list_sql_add(struct list_sql *sql, const char *text);
void list_sql_add_value(struct list_sql *sql, const struct value *value);
/** @text lives as long as the statement is not bound; NULL: it could not be made. */
void list_sql_add_text_value(struct list_sql *sql, const char *text);
/** The condition that @filter, one of @query's, puts on columns named as its field says. */
void list_sql_add_filter(struct list_sql *sql, const struct query *query,
                         const struct query_filter *filter);

/** The rows of a page. */
enum db_status list_start_page(struct db *db, const struct query *query, struct db_rows **ret);

/** Prepares the statement, or finds it prepared, and binds its values. */
enum db_status list_sql_start(struct db *db, const struct list_sql *sql, struct db_rows **ret);

/** How many values are bound, and the i-th. */
size_t list_sql_bind_count(const struct list_sql *sql);
const struct value *list_sql_bind(const struct list_sql *sql, size_t i);

#endif
