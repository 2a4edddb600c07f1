/* SPDX-License-Identifier: MIT */
/* faults: rows that cannot be read: the first stops the import, or so many are left out and listed.
 * db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_FAULTS_H
#define ENTENTE_DB_IMPORT_FAULTS_H

#include <stdint.h>
#include <stdio.h>

#include "db/db.h"

struct reader_fault;

struct faults {
    const char *path; /* borrowed: of the report */
    FILE *report;     /* NULL: none so far */
    int64_t allowed;
    int64_t count;
};

/** Return: DB_OK: go on without the row; else DB_FAILED, with the message that names it. */
enum db_status faults_add(struct faults *faults, const struct reader_fault *fault,
                          struct db_message *ret_message);

/** Closes the report. Return: DB_OK, or DB_FULL and the like. */
enum db_status faults_close(struct faults *faults, struct db_message *ret_message);

#endif
