/* SPDX-License-Identifier: MIT */
/* folder: a folder of the test's own, a small set of sound records in it, and what it has. */
#ifndef ENTENTE_TESTS_UNIT_DB_WRITE_FOLDER_H
#define ENTENTE_TESTS_UNIT_DB_WRITE_FOLDER_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { FOLDER_PATH_SIZE = 128, FOLDER_LIST_SIZE = 512 };

/* Makes it, and prepares the library; for checked fixtures. */
void folder_set_up(void);
void folder_tear_down(void);

/** @name inside the folder; one of four buffers, in turn. */
const char *folder_path(const char *name);

/** Writes the records to records/: twelve files, one or two records each. */
void folder_write_records(void);

/** Replaces what a file has; quotation marks are written ' in @text. */
void folder_write(const char *name, const char *text);

/** Sets a member of the first record of records/@file.json; NULL removes it. ' as above. */
void folder_patch(const char *file, const char *member, const char *value);

/** The names in the folder (but records) in order, a blank behind each. */
const char *folder_list(void);

/** A new database of the program's own records. */
void folder_make_database(const char *name);

/** The only number that @sql answers; -1 for none. */
int64_t folder_ask(const char *name, const char *sql);

/** Runs @sql with a plain connection of the test's. */
void folder_run(const char *name, const char *sql);

/** A number for the bytes of a file. */
uint64_t folder_hash(const char *name);

#endif
