/* SPDX-License-Identifier: MIT */
/* What a reading connection may do: everything else fails when a statement is prepared. */
#include <string.h>

#include "db/private.h"

static const char *const functions[] = {
    "bm25",
    "char",
    "coalesce",
    "count",
    "dataset_slug",
    "date",
    "day_hole",
    "days",
    "flag_names",
    "group_concat",
    "iif",
    "in_force",
    "json",
    "json_array",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_object",
    "length",
    "like",
    "made_rows",
    "marked",
    "match",
    "max",
    "min",
    "nullif",
    "number",
    "observation_add",
    "observation_json",
    "pair_a",
    "pair_b",
    "possible_high",
    "possible_low",
    "rank",
    "record_json",
    "replace",
    "row_number",
    "slugs_once",
    "snippet",
    "status",
    "status_reason",
    "substr",
    "sum",
    "sums",
    "today",
    "trim",
};

static bool is_function_known(const char *name)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        if (sqlite3_stricmp(functions[i], name) == 0)
            return true;
    }
    return false;
}

/* FTS5 takes hold of its tables through an UPDATE of sqlite_master that writes nothing. */
static bool is_fts5_start(int action, const char *table)
{
    return action == SQLITE_UPDATE && table && strcmp(table, "sqlite_master") == 0;
}

static int authorize(void *unused, int action, const char *first, const char *second,
                     const char *database, const char *view)
{
    (void)unused;
    (void)database;
    (void)view;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_TRANSACTION:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return is_function_known(second) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return strcmp(first, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return is_fts5_start(action, first) ? SQLITE_OK : SQLITE_DENY;
    }
}

void authorizer_set(struct db *db)
{
    sqlite3_set_authorizer(db->sqlite, authorize, NULL);
}
