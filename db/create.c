/* SPDX-License-Identifier: MIT */
/* create: a new database. It is made in memory and written in one go, so that a crash at any moment
 * leaves nothing or all of it. */
#include "db/db.h"

#include <sys/random.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/kept.h"
#include "db/load.h"
#include "db/migrate.h"
#include "db/search.h"
#include "db/text.h"

/* Bytes of the header that say how the file is written. Source:
 * https://www.sqlite.org/fileformat2.html#file_format_version_numbers */
enum { WRITE_VERSION_AT = 18, READ_VERSION_AT = 19, VERSION_ROLLBACK = 1, VERSION_WAL = 2 };

static void memory_cleanup(unsigned char **memory)
{
    sqlite3_free(*memory);
}
#define _cleanup_memory_ __attribute__((cleanup(memory_cleanup)))

static enum db_status run(sqlite3 *sqlite, const char *sql, struct db_message *ret_message)
{
    if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, "cannot make the database");
    return DB_OK;
}

static enum db_status add_identity(sqlite3 *sqlite, struct db_message *ret_message)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    sqlite3_int64 id = 0;

    if (getrandom(&id, sizeof(id), 0) != (ssize_t)sizeof(id))
        return message_set(ret_message, DB_FAILED, "there are no random numbers");
    if (sqlite3_prepare_v2(sqlite,
                           "INSERT INTO database (only_row, id, made_at)"
                           " VALUES (1, ?1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                           -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_int64(statement, 1, id) != SQLITE_OK || sqlite3_step(statement) != SQLITE_DONE)
        return message_from_sqlite(ret_message, sqlite, "cannot make the database");
    return DB_OK;
}

static enum db_status fill(sqlite3 *sqlite, const char *records, struct db_message *ret_message)
{
    enum db_status status = run(sqlite, "BEGIN", ret_message);

    if (status == DB_OK)
        status = add_identity(sqlite, ret_message);
    if (status == DB_OK)
        status = load_records(sqlite, records, ret_message);
    if (status == DB_OK)
        status = db_search_rebuild(sqlite, ret_message);
    if (status == DB_OK)
        status = kept_refresh(sqlite, ret_message);
    if (status == DB_OK)
        status = run(sqlite, "COMMIT", ret_message);
    return status;
}

static enum db_status build(sqlite3 *sqlite, const char *records, struct db_message *ret_message)
{
    char *begin _cleanup_text_ = text_format("PRAGMA application_id=%d", CONNECTION_APPLICATION_ID);
    if (!begin)
        return message_set(ret_message, DB_MEMORY, "no memory");

    enum db_status status = run(sqlite, begin, ret_message);
    if (status == DB_OK)
        status = migrate_apply(sqlite, migrate_embedded, 0, ret_message);
    if (status == DB_OK)
        status = run(sqlite, "PRAGMA foreign_keys=ON", ret_message);
    if (status == DB_OK)
        status = fill(sqlite, records, ret_message);
    return status;
}

static enum db_status count_records(sqlite3 *sqlite, struct db_create_summary *ret,
                                    struct db_message *ret_message)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM agreement), (SELECT count(*) FROM claim),"
        " (SELECT count(*) FROM event), (SELECT count(*) FROM institution),"
        " (SELECT count(*) FROM observation), (SELECT count(*) FROM source),"
        " (SELECT count(*) FROM statement)";
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return message_from_sqlite(ret_message, sqlite, "cannot count the records");
    *ret = (struct db_create_summary){
        .agreements = sqlite3_column_int64(statement, 0),
        .claims = sqlite3_column_int64(statement, 1),
        .events = sqlite3_column_int64(statement, 2),
        .institutions = sqlite3_column_int64(statement, 3),
        .observations = sqlite3_column_int64(statement, 4),
        .sources = sqlite3_column_int64(statement, 5),
        .statements = sqlite3_column_int64(statement, 6),
    };
    return DB_OK;
}

static enum db_status write_out(sqlite3 *sqlite, const struct db_create_options *options,
                                struct new_file *file, struct db_message *ret_message)
{
    sqlite3_int64 size_bytes = 0;
    unsigned char *bytes _cleanup_memory_ = sqlite3_serialize(sqlite, "main", &size_bytes, 0);

    if (!bytes)
        return message_set(ret_message, DB_MEMORY, "no memory");
    bytes[WRITE_VERSION_AT] = bytes[READ_VERSION_AT] =
        options->journal == DB_JOURNAL_WAL ? VERSION_WAL : VERSION_ROLLBACK;
    return file_write(file, bytes, (size_t)size_bytes, ret_message);
}

static enum db_status build_into(const struct db_create_options *options, struct new_file *file,
                                 struct db_create_summary *ret, struct db_message *ret_message)
{
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;

    enum db_status status = connection_open(":memory:", CONNECTION_CREATOR, &sqlite, ret_message);
    if (status == DB_OK)
        status = build(sqlite, options->records, ret_message);
    if (status == DB_OK)
        status = count_records(sqlite, ret, ret_message);
    if (status == DB_OK)
        status = write_out(sqlite, options, file, ret_message);
    return status;
}

enum db_status db_create(const struct db_create_options *options, struct db_create_summary *ret,
                         struct db_message *ret_message)
{
    struct new_file file;
    struct db_create_summary summary;

    enum db_status status = file_begin(options->path, false, &file, ret_message);
    if (status != DB_OK)
        return status;
    status = build_into(options, &file, &summary, ret_message);
    if (status != DB_OK) {
        file_drop(&file);
        return status;
    }
    status = file_keep(&file, ret_message);
    if (status == DB_OK && ret)
        *ret = summary;
    return status;
}
