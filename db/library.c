/* SPDX-License-Identifier: MIT */
#include "db/connection.h"

/* Debian's build counts memory under one global mutex unless told not to, and every connection
 * stays with its thread. */
enum db_status db_library_init(void)
{
    if (sqlite3_config(SQLITE_CONFIG_MULTITHREAD) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
        return DB_FAILED;
    return status_from_sqlite(sqlite3_initialize());
}
