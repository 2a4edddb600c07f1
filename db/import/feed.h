/* SPDX-License-Identifier: MIT */
/* feed: sorted records as a table that SQLite reads from, so that one statement inserts them all:
 * half the time of a statement a row. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_FEED_H
#define ENTENTE_DB_IMPORT_FEED_H

#include <stdint.h>

#include "db/db.h"
#include "db/import/record.h"
#include "db/import/sql.h"

struct encoder;
struct faults;
struct sort;
struct tally;

struct feed {
    struct sql sql;
    struct encoder *encoder;
    struct sort *sort;
    struct tally *tally;
    struct faults *faults;
    const char *const *files; /* what record_key.file counts */
    int64_t dataset;
    void (*progress)(void *arg, uint64_t rows); /* every some thousand rows */
    void *arg;

    uint64_t rows;               /* that were inserted */
    enum db_status status;       /* why it stopped early */
    const struct record *record; /* the present one; NULL behind the last */
    struct record before;
    struct record_key key;
    int64_t period;
    char code[16];
};

/**
 * Inserts what is in feed->sort, which is finished, into `observation`; rows with a key that was
 * there go to feed->faults. Feeds feed->tally, too.
 */
enum db_status feed_run(struct feed *feed);

#endif
