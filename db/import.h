/* SPDX-License-Identifier: MIT */
/* import: statistics files into the database: one dataset a run, all or nothing. */
#ifndef ENTENTE_DB_IMPORT_H
#define ENTENTE_DB_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

enum { IMPORT_MOST_UNKNOWN = 32, IMPORT_CODE_SIZE = 48 };

struct import_progress {
    uint64_t rows;        /* read so far */
    uint64_t bytes;       /* of the files, as they lie on disk */
    uint64_t total_bytes; /* 0: not known (standard input) */
    const char *phase; /* "reading", "writing", "indexing", "finishing"; rows count anew in each */
    double share;      /* of the phase that is done, 0..1; negative: not known */
};

struct import_options {
    const char *database;
    const char *const *files; /* NULL-ended; "-": standard input */
    const char *format;       /* NULL: recognised by content */
    const char *series;       /* slug; NULL: from the format, or the file */
    const char *dataset;      /* slug; NULL: made from the file's name */
    const char *source;       /* slug of a source; NULL: that of the series or the format's own */
    const char *licence;
    bool should_replace; /* the same file again */
    int64_t skip_bad;    /* rows that cannot be read and may be left out */
    const char *report;  /* file that lists them; NULL: DATASET.bad.csv, or DATASET-2.bad.csv … */
    const char *temporary; /* folder for sorting; NULL: the database's */
    void (*progress)(void *arg, const struct import_progress *progress); /* or NULL */
    void *arg;
};

struct import_unknown {
    char code[IMPORT_CODE_SIZE]; /* of goods: classification and code */
    uint64_t rows;
};

struct import_summary {
    char dataset[96];
    char series[96];
    char format[32];
    char report[4096]; /* the file that lists the rows that were left out; "": there is none */
    uint64_t rows_read;
    uint64_t rows_loaded;
    uint64_t rows_skipped;
    uint64_t agreements; /* of a list of treaties: new, or another version */
    uint64_t agreements_unchanged;
    uint64_t agreements_kept; /* left out: another record cites the same treaty already */
    uint64_t commodities;     /* of a list of goods: new, or another name, parent or level */
    uint64_t commodities_unchanged;
    struct import_unknown areas[IMPORT_MOST_UNKNOWN];
    uint64_t unknown_areas; /* how many there are; the first stand above */
    struct import_unknown goods[IMPORT_MOST_UNKNOWN];
    uint64_t unknown_goods;
    char first_period[24];
    char last_period[24];
    double total_value;  /* of the rows of one kind, docs/decisions/summing.md: */
    char total_flow[16]; /* "": no row has a value */
    char total_frequency;
    char unit[16];
    uint64_t blocks_replaced;
};

/**
 * Imports the files as one dataset, in one transaction under the writer's lock.
 *
 * @ret_message  on failure: file, line, column, value and what was expected; or what else went
 * wrong
 *
 * Return: DB_OK, DB_EXISTS (the same file is in already: should_replace), DB_BUSY (another process
 * writes), DB_FAILED (a row that cannot be read and other mistakes), DB_FULL, DB_MEMORY …; on
 * failure the database is as before.
 */
enum db_status db_import(const struct import_options *options, struct import_summary *ret,
                         struct db_message *ret_message);

#endif
