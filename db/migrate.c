/* SPDX-License-Identifier: MIT */
#include "db/migrate.h"

#include <string.h>

#include "db/connection.h"
#include "db/header.h"
#include "db/kept.h"
#include "db/lock.h"
#include "db/text.h"

int migrate_newest(const struct embedded_file *migrations)
{
    int count = 0;

    while (migrations[count].name)
        count++;
    return count;
}

enum db_status migrate_version(sqlite3 *sqlite, int *ret, struct db_message *ret_message)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(sqlite, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return message_from_sqlite(ret_message, sqlite, "cannot read the schema's version");
    *ret = sqlite3_column_int(statement, 0);
    return DB_OK;
}

/* Return: DB_FAILED when a row points at nothing. */
static enum db_status check_references(sqlite3 *sqlite, const char *migration,
                                       struct db_message *ret_message)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(sqlite, "PRAGMA foreign_key_check", -1, &statement, NULL) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, migration);
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE)
        return DB_OK;
    if (code != SQLITE_ROW)
        return message_from_sqlite(ret_message, sqlite, migration);
    return message_set(ret_message, DB_FAILED,
                       "migration %s: a row of %s would point at nothing in %s", migration,
                       (const char *)sqlite3_column_text(statement, 0),
                       (const char *)sqlite3_column_text(statement, 2));
}

static enum db_status run(sqlite3 *sqlite, const char *sql, const char *doing,
                          struct db_message *ret_message)
{
    if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, doing);
    return DB_OK;
}

static enum db_status apply_inside(sqlite3 *sqlite, const struct embedded_file *migration,
                                   int version, struct db_message *ret_message)
{
    char set_version[64];
    enum db_status status = run(sqlite, migration->bytes, migration->name, ret_message);

    if (status == DB_OK)
        status = check_references(sqlite, migration->name, ret_message);
    snprintf(set_version, sizeof(set_version), "PRAGMA user_version=%d; COMMIT", version);
    if (status == DB_OK)
        status = run(sqlite, set_version, migration->name, ret_message);
    return status;
}

static enum db_status apply_one(sqlite3 *sqlite, const struct embedded_file *migration, int version,
                                struct db_message *ret_message)
{
    enum db_status status = run(sqlite, "BEGIN IMMEDIATE", migration->name, ret_message);
    if (status != DB_OK)
        return status;

    status = apply_inside(sqlite, migration, version, ret_message);
    if (status != DB_OK && !sqlite3_get_autocommit(sqlite))
        sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum db_status migrate_apply(sqlite3 *sqlite, const struct embedded_file *migrations, int from,
                             struct db_message *ret_message)
{
    /* A migration may rebuild a table that others refer to; what it leaves is checked instead. */
    enum db_status status =
        run(sqlite, "PRAGMA foreign_keys=OFF", "cannot begin to migrate", ret_message);

    for (int i = from; status == DB_OK && migrations[i].name; i++)
        status = apply_one(sqlite, &migrations[i], i + 1, ret_message);
    return status;
}

/* For a page that did not fit into memory the check has words only: SQLITE_NOMEM is 7. */
static enum db_status report_finding(const char *finding, const char *path,
                                     struct db_message *ret_message)
{
    if (!finding || strstr(finding, "error code=7"))
        return message_set(ret_message, DB_MEMORY, "no memory");
    if (strcmp(finding, "ok") == 0)
        return DB_OK;

    const char *line = strchr(finding, '\n'); /* behind "*** in database main ***" */
    return message_set(ret_message, DB_DAMAGED, "%s is damaged: %s; restore it from a backup", path,
                       line ? line + 1 : finding);
}

enum db_status migrate_check_damage(sqlite3 *sqlite, const char *path,
                                    struct db_message *ret_message)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(sqlite, "PRAGMA quick_check(1)", -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return message_from_sqlite(ret_message, sqlite, path);

    return report_finding((const char *)sqlite3_column_text(statement, 0), path, ret_message);
}

/* The log may know a later version than the header does. */
static enum db_status check_version(sqlite3 *sqlite, const char *path, int newest, int *ret,
                                    struct db_message *ret_message)
{
    enum db_status status = migrate_version(sqlite, ret, ret_message);

    if (status == DB_OK && *ret > newest)
        return header_report_newer(path, *ret, newest, ret_message);
    if (status == DB_OK && *ret < 1)
        return message_set(ret_message, DB_DAMAGED, "%s is damaged: its schema has no version",
                           path);
    return status;
}

/* A read of the schema finds a file that was cut or overwritten. */
static enum db_status look(const char *path, int newest, int *ret, struct db_message *ret_message)
{
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;

    enum db_status status = connection_open(path, CONNECTION_READER, &sqlite, ret_message);
    if (status == DB_OK)
        status = check_version(sqlite, path, newest, ret, ret_message);
    if (status == DB_OK)
        status = run(sqlite, "SELECT count(*) FROM database", path, ret_message);
    return status;
}

/* Under the lock: what another process did until then counts. */
static enum db_status bring_up(const char *path, const struct embedded_file *migrations,
                               int *ret_from, struct db_message *ret_message)
{
    struct lock lock _cleanup_lock_ = LOCK_NONE;
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;

    enum db_status status = lock_take(path, &lock, ret_message);
    if (status == DB_OK)
        status = connection_open(path, CONNECTION_WRITER, &sqlite, ret_message);
    if (status == DB_OK)
        status = check_version(sqlite, path, migrate_newest(migrations), ret_from, ret_message);
    if (status == DB_OK)
        status = migrate_check_damage(sqlite, path, ret_message);
    if (status == DB_OK)
        status = migrate_apply(sqlite, migrations, *ret_from, ret_message);
    return status;
}

enum db_status migrate_file(const char *path, const struct embedded_file *migrations, int *ret_from,
                            int *ret_to, struct db_message *ret_message)
{
    const int newest = migrate_newest(migrations);
    int version = newest;

    enum db_status status = header_check(path, newest, ret_message);
    if (status == DB_OK)
        status = look(path, newest, &version, ret_message);
    if (status == DB_OK && version < newest)
        status = bring_up(path, migrations, &version, ret_message);
    if (status != DB_OK)
        return status;
    *ret_from = version;
    *ret_to = newest;
    return DB_OK;
}

enum db_status db_migrate(const char *path, int *ret_from, int *ret_to,
                          struct db_message *ret_message)
{
    struct db_message cause = {""};
    enum db_status status = migrate_file(path, migrate_embedded, ret_from, ret_to, ret_message);

    if (status != DB_OK)
        return status;
    status = kept_refresh_file(path, &cause);
    if (ret_message)
        *ret_message = cause;
    return status == DB_DAMAGED ? status : DB_OK;
}
