/* SPDX-License-Identifier: MIT */
/* The statements that do not depend on parameters: prepared, and checked, when a connection opens.
 */
#include <string.h>

#include "db/claims.h"
#include "db/observation.h"
#include "db/private.h"
#include "model/embedded.h"

/* In order of enum db_statement; each file of db/statements/ is one statement. */
static const struct {
    const char *file;
    int arguments;
    int columns;
    const char *part;
} table[DB_Q_COUNT] = {
    [DB_Q_ACKNOWLEDGEMENTS] = {"acknowledgements.sql", 0, 4, NULL},
    [DB_Q_CLAIMS_ALL] = {"claims_all.sql", 0, CLAIMS_COLUMN_COUNT, NULL},
    [DB_Q_CLAIMS_PAIR] = {"claims_pair.sql", 2, CLAIMS_COLUMN_COUNT, NULL},
    [DB_Q_PAIR_AGREEMENTS] = {"pair_agreements.sql", 2, 1, "agreements"},
    [DB_Q_PAIR_CLAIMS] = {"pair_claims.sql", 2, 1, "claims"},
    [DB_Q_PAIR_EVENTS] = {"pair_events.sql", 2, 1, "events"},
    [DB_Q_PAIR_STATEMENTS] = {"pair_statements.sql", 2, 1, "statements"},
    [DB_Q_PAIR_TARGETS] = {"pair_targets.sql", 2, 1, "targets"},
    [DB_Q_PAIR_TRADE] = {"pair_trade.sql", 2, 7, NULL},
    [DB_Q_REVISION_AT] = {"revision_at.sql", 1, 1, NULL},
    [DB_Q_TIMELINE_PAIR] = {"timeline_pair.sql", 2, 17, NULL},
};

static const struct embedded_file *find(const char *name)
{
    const struct embedded_file *file = statements_embedded;

    while (file->name && strcmp(file->name, name) != 0)
        file++;
    return file->name ? file : NULL;
}

const char *statement_sql(enum db_statement statement)
{
    const struct embedded_file *file = find(table[statement].file);

    return file ? file->bytes : NULL;
}

const char *statement_part(enum db_statement statement)
{
    return table[statement].part;
}

static enum db_status prepare(struct db *db, const char *sql, sqlite3_stmt **ret)
{
    if (sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL) != SQLITE_OK)
        return cause_set(db, sql);
    return DB_OK;
}

static enum db_status prepare_fixed(struct db *db, size_t i)
{
    const struct embedded_file *file = find(table[i].file);
    enum db_status status;

    if (!file)
        return message_set(&db->cause, DB_FAILED, "%s is not in the program", table[i].file);
    status = prepare(db, file->bytes, &db->fixed[i]);
    if (status != DB_OK)
        return status;
    if (!sqlite3_stmt_readonly(db->fixed[i]) ||
        sqlite3_column_count(db->fixed[i]) != table[i].columns ||
        sqlite3_bind_parameter_count(db->fixed[i]) != table[i].arguments)
        return message_set(&db->cause, DB_FAILED, "%s is not what its table says", file->name);
    return DB_OK;
}

enum db_status statements_prepare_watch(struct db *db)
{
    enum db_status status =
        prepare(db, "SELECT coalesce(max(number), 0), (SELECT shape FROM kept) FROM revision",
                &db->revision);

    return status == DB_OK ? prepare(db, "PRAGMA data_version", &db->data_version) : status;
}

enum db_status statements_prepare(struct db *db)
{
    enum db_status status = statements_prepare_watch(db);

    if (status == DB_OK)
        status = prepare(db, "BEGIN", &db->begin);
    if (status == DB_OK)
        status = prepare(db, "COMMIT", &db->end);
    if (status == DB_OK)
        status = prepare(db,
                         "SELECT t.text FROM area a JOIN area b ON b.code = ?2"
                         " JOIN pair_text t ON t.a = a.id AND t.b = b.id AND t.part = ?3"
                         " WHERE a.code = ?1",
                         &db->pair_text);
    for (size_t i = 0; i < DB_Q_COUNT && status == DB_OK; i++)
        status = prepare_fixed(db, i);
    return status;
}

void statements_finalize(struct db *db)
{
    observation_close(db);
    sqlite3_finalize(db->begin);
    sqlite3_finalize(db->end);
    sqlite3_finalize(db->revision);
    sqlite3_finalize(db->data_version);
    sqlite3_finalize(db->pair_text);
    for (size_t i = 0; i < DB_Q_COUNT; i++)
        sqlite3_finalize(db->fixed[i]);
}
