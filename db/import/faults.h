/* SPDX-License-Identifier: MIT */
/* faults: rows that cannot be read: the first stops the import, or so many are left out and listed.
 * db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_FAULTS_H
#define ENTENTE_DB_IMPORT_FAULTS_H

#include <stdint.h>
#include <stdio.h>

#include "db/db.h"

struct reader_fault;

enum { FAULTS_PATH_SIZE = 4096 };

struct faults {
    const char *asked;           /* borrowed: where the report shall be; NULL: @name.bad.csv */
    const char *name;            /* borrowed: of the dataset; read when the report begins */
    const char *database;        /* borrowed: what it must not overwrite, as the files below */
    const char *const *files;    /* borrowed, NULL-ended */
    char path[FAULTS_PATH_SIZE]; /* of the report; "": none so far */
    FILE *report;                /* NULL: not open */
    int64_t allowed;
    int64_t count;
};

/**
 * Notes a row that cannot be read; the first one begins the report. A report without a name takes
 * none that is there: NAME-2.bad.csv … One with a name overwrites, but neither a file that is read
 * nor the database.
 *
 * Return: DB_OK: go on without the row; else DB_FAILED, with the message that names it.
 */
enum db_status faults_add(struct faults *faults, const struct reader_fault *fault,
                          struct db_message *ret_message);

/** Closes the report. Return: DB_OK, or DB_FULL and the like. */
enum db_status faults_close(struct faults *faults, struct db_message *ret_message);

#endif
