/* SPDX-License-Identifier: MIT */
/* copy: databases to spoil and to write to, beside the one that ask.h keeps. */
#ifndef ENTENTE_TESTS_UNIT_DB_READ_COPY_H
#define ENTENTE_TESTS_UNIT_DB_READ_COPY_H

#include <stdint.h>

/** A copy of the database that is one file, without a log; its path, as ask_path() gives it. */
const char *copy_make(const char *name);

/** Runs @sql there with a plain connection, which is closed again. */
void copy_run(const char *name, const char *sql);

/** As copy_run(), in another process. */
void copy_run_elsewhere(const char *name, const char *sql);

/** Overwrites @length bytes from @from on with @byte. */
void copy_spoil(const char *name, long from, long length, int byte);

/** A new file with @text in it. */
void copy_write(const char *name, const char *text);

/** A number for the bytes of a file; 0 when there is none. */
uint64_t copy_hash(const char *name);

/** Whether there is a log or an index of one beside it. */
int copy_has_log(const char *name);

#endif
