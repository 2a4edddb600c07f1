/* SPDX-License-Identifier: MIT */
#include "db/import/sql.h"

#include <stdarg.h>
#include <stdbool.h>

#include "db/connection.h"
#include "db/text.h"

enum db_status sql_failure(const struct sql *sql)
{
    return message_from_sqlite(sql->message, sql->sqlite, "cannot import");
}

enum db_status sql_no_memory(const struct sql *sql)
{
    return message_set(sql->message, DB_MEMORY, "no memory");
}

enum db_status sql_prepare(const struct sql *sql, const char *text, sqlite3_stmt **ret)
{
    return sqlite3_prepare_v2(sql->sqlite, text, -1, ret, NULL) == SQLITE_OK ? DB_OK
                                                                             : sql_failure(sql);
}

static bool bind(sqlite3_stmt *statement, const char *kinds, va_list *values)
{
    int code = SQLITE_OK;

    for (int i = 0; code == SQLITE_OK && kinds[i]; i++) {
        if (kinds[i] == 'i')
            code = sqlite3_bind_int64(statement, i + 1, va_arg(*values, int64_t));
        else
            code = sqlite3_bind_text(statement, i + 1, va_arg(*values, const char *), -1,
                                     SQLITE_STATIC);
    }
    return code == SQLITE_OK;
}

static enum db_status run(const struct sql *sql, int64_t *ret, const char *text, const char *kinds,
                          va_list *values)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    int code = SQLITE_DONE;

    if (sql_prepare(sql, text, &statement) != DB_OK || !bind(statement, kinds, values))
        return sql_failure(sql);
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW && ret)
        *ret = sqlite3_column_int64(statement, 0);
    return code == SQLITE_ROW || code == SQLITE_DONE ? DB_OK : sql_failure(sql);
}

enum db_status sql_run(const struct sql *sql, const char *text, const char *kinds, ...)
{
    va_list values;
    enum db_status status;

    va_start(values, kinds);
    status = run(sql, NULL, text, kinds, &values);
    va_end(values);
    return status;
}

enum db_status sql_number(const struct sql *sql, int64_t *ret, const char *text, const char *kinds,
                          ...)
{
    va_list values;
    enum db_status status;

    va_start(values, kinds);
    status = run(sql, ret, text, kinds, &values);
    va_end(values);
    return status;
}

enum db_status sql_script(const struct sql *sql, const char *text)
{
    return sqlite3_exec(sql->sqlite, text, NULL, NULL, NULL) == SQLITE_OK ? DB_OK
                                                                          : sql_failure(sql);
}
