/* SPDX-License-Identifier: MIT */
/* backup: copies of a live database, and its log emptied. */
#include "db/db.h"

#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/header.h"
#include "db/lock.h"
#include "db/migrate.h"
#include "db/text.h"

/* The system's reason tells a full disk from a broken one. */
static enum db_status report_copy(sqlite3 *from, sqlite3 *to, int code, const char *name,
                                  struct db_message *ret_message)
{
    const int cause = sqlite3_system_errno(to);

    if ((code & 0xff) == SQLITE_IOERR && cause != 0)
        return file_report(ret_message, cause, name, "cannot write");
    return message_set(ret_message, status_from_sqlite(code), "%s: cannot copy the database: %s",
                       sqlite3_db_filename(from, "main"), sqlite3_errstr(code));
}

/* In one step: pages that a writer changes meanwhile do not count. */
static enum db_status copy_pages(sqlite3 *from, sqlite3 *to, const char *name,
                                 struct db_message *ret_message)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

    if (!backup)
        return message_from_sqlite(ret_message, to, "cannot begin the backup");
    int code = sqlite3_backup_step(backup, -1);
    int end = sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE && end == SQLITE_OK)
        return DB_OK;
    return report_copy(from, to, end != SQLITE_OK ? end : code, name, ret_message);
}

static enum db_status copy_to(const char *path, const char *name, struct db_message *ret_message)
{
    sqlite3 *from _cleanup_sqlite_ = NULL;
    sqlite3 *to _cleanup_sqlite_ = NULL;

    enum db_status status = connection_open(path, CONNECTION_READER, &from, ret_message);
    if (status == DB_OK)
        status = connection_open(name, CONNECTION_WRITER, &to, ret_message);
    /* The file is made sure of as a whole, at its end. */
    if (status == DB_OK &&
        sqlite3_exec(to, "PRAGMA synchronous=OFF", NULL, NULL, NULL) != SQLITE_OK)
        status = message_from_sqlite(ret_message, to, "cannot begin the backup");
    if (status == DB_OK)
        status = copy_pages(from, to, name, ret_message);
    return status;
}

/* Nobody else knows the copy, and it has no log yet. */
static enum db_status check_copy(const char *path, const char *name, struct db_message *ret_message)
{
    sqlite3 *copy _cleanup_sqlite_ = NULL;

    enum db_status status = connection_open(name, CONNECTION_IMMUTABLE, &copy, ret_message);
    if (status == DB_OK)
        status = migrate_check_damage(copy, path, ret_message);
    return status;
}

static void drop_journal(const struct new_file *file)
{
    char *journal _cleanup_text_ = text_format("%s-journal", file->temporary);

    if (journal)
        unlink(journal);
}

enum db_status db_backup(const char *path, const char *to, struct db_message *ret_message)
{
    struct new_file file;

    enum db_status status = header_check(path, migrate_newest(migrate_embedded), ret_message);
    if (status == DB_OK)
        status = file_begin(to, true, &file, ret_message);
    if (status != DB_OK)
        return status;

    status = copy_to(path, file.temporary, ret_message);
    if (status == DB_OK)
        status = check_copy(path, file.temporary, ret_message);
    if (status == DB_OK)
        return file_keep(&file, ret_message);
    drop_journal(&file);
    file_drop(&file);
    return status;
}

static enum db_status empty_log(sqlite3 *sqlite, const char *path, struct db_message *ret_message)
{
    int frames = 0;
    int done = 0;
    int code =
        sqlite3_wal_checkpoint_v2(sqlite, "main", SQLITE_CHECKPOINT_TRUNCATE, &frames, &done);

    if (code == SQLITE_OK)
        return DB_OK;
    if ((code & 0xff) == SQLITE_BUSY)
        return message_set(ret_message, DB_BUSY, "readers still need the log of %s", path);
    return message_from_sqlite(ret_message, sqlite, path);
}

/* Longer than quick questions share a snapshot (db/open.c). */
enum { CHECKPOINT_PATIENCE_MS = 50 };

enum db_status db_checkpoint(const char *path, struct db_message *ret_message)
{
    struct lock lock _cleanup_lock_ = LOCK_NONE;
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;

    enum db_status status = header_check(path, migrate_newest(migrate_embedded), ret_message);
    if (status == DB_OK)
        status = lock_take(path, &lock, ret_message);
    if (status == DB_OK)
        status = connection_open(path, CONNECTION_WRITER, &sqlite, ret_message);
    if (status != DB_OK)
        return status;
    sqlite3_busy_timeout(sqlite, CHECKPOINT_PATIENCE_MS);
    return empty_log(sqlite, path, ret_message);
}
