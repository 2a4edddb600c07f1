/* SPDX-License-Identifier: MIT */
/* search: the full-text index, kept in step with the records by hand: no trigger may write it
 * (TRUSTED_SCHEMA is off). db/ only. */
#ifndef ENTENTE_DB_SEARCH_H
#define ENTENTE_DB_SEARCH_H

#include <sqlite3.h>

#include "db/db.h"
#include "model/embedded.h"

/* db/search.sql. */
extern const struct embedded_file search_embedded[];

/** Fills search_text anew from the versions that are valid now, inside the caller's transaction. */
enum db_status db_search_rebuild(sqlite3 *sqlite, struct db_message *ret_message);

#endif
