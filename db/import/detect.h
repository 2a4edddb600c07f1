/* SPDX-License-Identifier: MIT */
/* detect: which format a file has, told by its first bytes. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_DETECT_H
#define ENTENTE_DB_IMPORT_DETECT_H

#include "db/db.h"

struct reading;

/**
 * Sets reading->format, unless it is set, and reads the head of a CSV: the next row is the first
 * with figures.
 *
 * Return: DB_OK, DB_MEMORY, DB_FAILED: the message names what was found and what was wanted.
 */
enum db_status detect_format(struct reading *reading);

#endif
