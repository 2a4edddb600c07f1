/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "db/private.h"
#include "db/text.h"
#include "model/embedded.h"

static const char *const curated[] = {"acknowledgement", "agreement", "claim",    "event",
                                      "institution",     "source",    "statement"};

/* Which version of a curated record answers: the newest. The one place that a question about the
 * past will change. */
#define VERSION_NOW "SELECT * FROM main.%s_version WHERE until IS NULL"

static enum db_status run(struct db *db, const char *sql)
{
    if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return cause_set(db, "making the views");
    return DB_OK;
}

enum db_status views_drop(struct db *db)
{
    static const char names[] = "SELECT group_concat('DROP VIEW temp.' || name, ';')"
                                " FROM temp.sqlite_schema WHERE type = 'view'";
    sqlite3_stmt *statement _cleanup_statement_ = NULL;

    if (sqlite3_prepare_v2(db->sqlite, names, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        return cause_set(db, "dropping the views");
    const char *drops = (const char *)sqlite3_column_text(statement, 0);
    char *sql _cleanup_text_ = text_format("%s", drops ? drops : "");
    sqlite3_reset(statement); /* a view that is read cannot be dropped */
    return sql ? run(db, sql) : message_set(&db->cause, DB_MEMORY, "no memory");
}

enum db_status views_create(struct db *db)
{
    char sql[160];

    for (size_t i = 0; i < sizeof(curated) / sizeof(curated[0]); i++) {
        snprintf(sql, sizeof(sql), "CREATE TEMP VIEW %s_now AS " VERSION_NOW, curated[i],
                 curated[i]);
        enum db_status status = run(db, sql);
        if (status != DB_OK)
            return status;
    }
    return run(db, views_embedded[0].bytes);
}
