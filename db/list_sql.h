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
};

enum list_sql_kind { LIST_SQL_JSON, LIST_SQL_CELLS, LIST_SQL_COUNT };

void list_sql_init(struct list_sql *sql);
void list_sql_fini(struct list_sql *sql);

/** Writes the statement for @query. Return: DB_OK or DB_MEMORY. */
enum db_status list_sql_make(struct list_sql *sql, const struct query *query,
                             enum list_sql_kind kind);

/** How many values are bound, and the i-th. */
size_t list_sql_bind_count(const struct list_sql *sql);
const struct value *list_sql_bind(const struct list_sql *sql, size_t i);

#endif
