/* SPDX-License-Identifier: MIT */
/* kept: the texts of records and of the parts of pairs' pages, made when records are written
 * (docs/decisions/kept-texts.md). db/ only. */
#ifndef ENTENTE_DB_KEPT_H
#define ENTENTE_DB_KEPT_H

#include <sqlite3.h>
#include <stdint.h>

#include "db/db.h"

/** A number for the texts that this program makes: those with another number it does not use.
 * Return: DB_OK or DB_MEMORY. */
enum db_status kept_shape(int64_t *ret);

/** Makes all texts anew where they do not fit the records or the program, inside the caller's
 * transaction. */
enum db_status kept_refresh(sqlite3 *sqlite, struct db_message *ret_message);

/**
 * The same for a file, in a transaction of its own; does nothing where the texts fit.
 *
 * Return: DB_OK, also where another process writes: answers are then made from the records; or what
 * went wrong.
 */
enum db_status kept_refresh_file(const char *path, struct db_message *ret_message);

#endif
