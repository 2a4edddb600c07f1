/* SPDX-License-Identifier: MIT */
/* header: what a file is, from its first bytes, without touching it. db/ only. */
#ifndef ENTENTE_DB_HEADER_H
#define ENTENTE_DB_HEADER_H

#include "db/db.h"

/**
 * Looks whether @path is a database of Entente that this program may know. Reads the file's first
 * 100 bytes only: makes no -wal and no -shm, takes no lock and drops none.
 *
 * @newest  the newest version that the program knows
 *
 * Return: DB_OK, DB_MISSING, DB_FOREIGN (another program's file, no database, empty, or of a newer
 * Entente), DB_FAILED (cannot be read). The version in a log is not seen: ask PRAGMA user_version
 * as well.
 * Source: https://www.sqlite.org/fileformat2.html#the_database_header
 */
enum db_status header_check(const char *path, int newest, struct db_message *ret_message);

/** Says that a database is newer than the program. Return: DB_FOREIGN. */
enum db_status header_report_newer(const char *path, int version, int newest,
                                   struct db_message *ret_message);

#endif
