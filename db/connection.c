/* SPDX-License-Identifier: MIT */
#include "db/connection.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "model/buffer.h"

enum { BUSY_TIMEOUT_MS = 2000 };

static const struct {
    int id;
    int value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024},
    {SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024},
    {SQLITE_LIMIT_COLUMN, 200},
    {SQLITE_LIMIT_EXPR_DEPTH, 200},
    {SQLITE_LIMIT_COMPOUND_SELECT, 20},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct {
    int option;
    int value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
};

enum db_status message_set(struct db_message *ret, enum db_status status, const char *format, ...)
{
    va_list arguments;

    if (!ret)
        return status;
    va_start(arguments, format);
    vsnprintf(ret->text, sizeof(ret->text), format, arguments);
    va_end(arguments);
    return status;
}

/* The library takes a limit on the size of files for a broken disk; of a COMMIT that failed it
 * keeps no reason, but then errno still has it. */
static bool is_no_room(sqlite3 *sqlite)
{
    const int kept = sqlite3_system_errno(sqlite);
    const int cause = kept ? kept : errno;

    return (sqlite3_errcode(sqlite) & 0xff) == SQLITE_IOERR &&
           (cause == ENOSPC || cause == EDQUOT || cause == EFBIG);
}

enum db_status message_from_sqlite(struct db_message *ret, sqlite3 *sqlite, const char *doing)
{
    enum db_status status = status_from_sqlite(sqlite3_extended_errcode(sqlite));

    if (status == DB_FAILED && is_no_room(sqlite))
        status = DB_FULL;
    const char *path = sqlite3_db_filename(sqlite, "main"); /* "" while it is made in memory */
    bool has_path = path && path[0];

    return message_set(ret, status == DB_OK ? DB_FAILED : status, "%s%s%s: %s",
                       has_path ? path : "", has_path ? ": " : "", doing,
                       status == DB_FULL ? "the disk is full, or the file may not grow further"
                                         : sqlite3_errmsg(sqlite));
}

enum db_status status_from_sqlite(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return DB_OK;
    case SQLITE_INTERRUPT:
        return DB_TIMEOUT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DB_BUSY;
    case SQLITE_NOMEM:
        return DB_MEMORY;
    case SQLITE_FULL:
        return DB_FULL;
    case SQLITE_CORRUPT:
        return DB_DAMAGED;
    case SQLITE_TOOBIG:
        return DB_TOO_LARGE;
    case SQLITE_NOTADB:
        return DB_FOREIGN;
    case SQLITE_CANTOPEN:
        return DB_MISSING;
    default:
        return DB_FAILED;
    }
}

/* A file: URI; every byte that could mean something in one is escaped. */
static void add_uri(struct buffer *uri, const char *path, const char *query)
{
    buffer_add_text(uri, "file:");
    for (; *path; path++) {
        if (*path == '%' || *path == '?' || *path == '#')
            buffer_add_format(uri, "%%%02X", (unsigned char)*path);
        else
            buffer_add_char(uri, *path);
    }
    buffer_add_text(uri, query);
    buffer_add_char(uri, '\0');
}

static int open_uri(const char *path, enum connection_kind kind, sqlite3 **ret)
{
    struct buffer uri;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    int code;

    if (kind == CONNECTION_CREATOR)
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    else
        flags |= kind == CONNECTION_WRITER ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    buffer_init(&uri);
    add_uri(&uri, path, kind == CONNECTION_IMMUTABLE ? "?immutable=1" : "");
    code = buffer_failed(&uri) ? SQLITE_NOMEM : sqlite3_open_v2(uri.data, ret, flags, NULL);
    buffer_fini(&uri);
    return code;
}

void connection_set_patience(sqlite3 *sqlite, bool is_patient)
{
    sqlite3_busy_timeout(sqlite, is_patient ? BUSY_TIMEOUT_MS : 0);
}

static int harden(sqlite3 *sqlite, enum connection_kind kind)
{
    bool is_writer = kind == CONNECTION_WRITER || kind == CONNECTION_CREATOR;

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        sqlite3_limit(sqlite, limits[i].id, limits[i].value);
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        int code = sqlite3_db_config(sqlite, switches[i].option, switches[i].value, NULL);
        if (code != SQLITE_OK)
            return code;
    }
    connection_set_patience(sqlite, true);
    return sqlite3_exec(sqlite,
                        is_writer ? "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;"
                                    "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY"
                                  : "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY",
                        NULL, NULL, NULL);
}

enum db_status connection_open(const char *path, enum connection_kind kind, sqlite3 **ret,
                               struct db_message *ret_message)
{
    sqlite3 *sqlite = NULL;
    enum db_status status;
    int code = open_uri(path, kind, &sqlite);

    if (code == SQLITE_OK)
        code = harden(sqlite, kind);
    if (code == SQLITE_OK) {
        *ret = sqlite;
        return DB_OK;
    }
    status = status_from_sqlite(code);
    if (status == DB_FOREIGN)
        message_set(ret_message, status, "%s is not a database of Entente", path);
    else
        message_set(ret_message, status, "%s: %s", path, sqlite3_errstr(code));
    sqlite3_close(sqlite);
    return status;
}
