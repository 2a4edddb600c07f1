/* SPDX-License-Identifier: MIT */
/* tally: what follows from the observations of a dataset, as they pass in order: its blocks, whose
 * elder ones they replace, its pairs, its totals (docs/decisions/summing.md). db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_TALLY_H
#define ENTENTE_DB_IMPORT_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/import/record.h"
#include "db/import/row.h"
#include "db/import/sql.h"

struct encoder;
struct tally;

struct tally_options {
    struct encoder *encoder; /* borrowed */
    int64_t dataset;
    int64_t series;
    int64_t revision;
};

/* The sum over all reporters of the flow and frequency that has the most rows. */
struct tally_total {
    const char *flow; /* borrowed from the encoder; NULL: no row has a value */
    char frequency;
    double value;
};

/** Return: DB_OK and a new one; else what went wrong. */
enum db_status tally_new(const struct sql *sql, const struct tally_options *options,
                         struct tally **ret);

/** Takes NULL. Return: NULL. */
struct tally *tally_free(struct tally *tally);

/** The next observation in order of key; @code: of its commodity. */
enum db_status tally_add(struct tally *tally, const struct record_key *key,
                         const char code[ROW_CODE_SIZE], const double figures[RECORD_FIGURES]);

/** After the last one: stores what is left. */
enum db_status tally_finish(struct tally *tally, uint64_t *ret_blocks_replaced,
                            struct tally_total *ret_total);

#endif
