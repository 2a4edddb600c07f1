/* SPDX-License-Identifier: MIT */
/* treaties: DESTA's list as agreements. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_TREATIES_H
#define ENTENTE_DB_IMPORT_TREATIES_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/import/sql.h"

struct encoder;
struct import_summary;
struct reader_agreement;
struct treaty;

/* All are known before one is stored: they name one another in any order. */
struct treaties {
    struct treaty *list;
    size_t count, capacity;
};

enum { TREATIES_KEY_SIZE = 24 };

/** What no two treaties may share: the part of the slug that is the number's; zero behind its end.
 */
void treaties_key(const struct reader_agreement *agreement, char ret[TREATIES_KEY_SIZE]);

void treaties_fini(struct treaties *treaties);

/** Copies one. Return: DB_OK, DB_MEMORY, DB_FAILED (too many). */
enum db_status treaties_add(struct treaties *treaties, struct encoder *encoder,
                            const struct reader_agreement *agreement);

/** A treaty that is there as it was gets no new version; one that another record cites is left out.
 * Counts what it did in @summary. */
enum db_status treaties_store(const struct treaties *treaties, const struct sql *sql,
                              int64_t source, int64_t revision, struct import_summary *summary);

#endif
