/* SPDX-License-Identifier: MIT */
/* sql: statements that run once, with values bound. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_SQL_H
#define ENTENTE_DB_IMPORT_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "db/db.h"

/* A connection and where its failures are told. */
struct sql {
    sqlite3 *sqlite;
    struct db_message *message; /* never NULL */
};

/**
 * Runs one statement.
 *
 * @kinds  a letter for each value: i int64_t, s text (NULL: null) that lives until the call returns
 */
enum db_status sql_run(const struct sql *sql, const char *text, const char *kinds, ...);

/** The same, and the number in the first column of the first row; without a row @ret stays. */
enum db_status sql_number(const struct sql *sql, int64_t *ret, const char *text, const char *kinds,
                          ...);

/** Any number of statements without values. */
enum db_status sql_script(const struct sql *sql, const char *text);

enum db_status sql_prepare(const struct sql *sql, const char *text, sqlite3_stmt **ret);

/** The library's failure. Return: its status. */
enum db_status sql_failure(const struct sql *sql);

enum db_status sql_no_memory(const struct sql *sql);

#endif
