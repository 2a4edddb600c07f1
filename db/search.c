/* SPDX-License-Identifier: MIT */
#include "db/search.h"

#include "db/connection.h"

enum db_status db_search_rebuild(sqlite3 *sqlite, struct db_message *ret_message)
{
    if (sqlite3_exec(sqlite, search_embedded[0].bytes, NULL, NULL, NULL) != SQLITE_OK)
        return message_from_sqlite(ret_message, sqlite, "cannot make the search index");
    return DB_OK;
}
