/* SPDX-License-Identifier: MIT */
/* store: what a dataset hangs on: its series and source, made where they are new.
 * db/import/ only; all in the caller's transaction. */
#ifndef ENTENTE_DB_IMPORT_STORE_H
#define ENTENTE_DB_IMPORT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/import/sql.h"

struct reader_series;

enum { STORE_SLUG_SIZE = 96 };

/** A new revision, written by "entente import". */
enum db_status store_revision(const struct sql *sql, const char *reason, int64_t *ret);

struct store_source {
    const char *slug;
    const char *title; /* NULL or "", here and below: not known */
    const char *publisher;
    const char *url;
    const char *licence;
};

/** Finds the source, or makes it as revision @revision. */
enum db_status store_source(const struct sql *sql, const struct store_source *source,
                            int64_t revision, int64_t *ret, bool *ret_is_new);

struct store_series {
    const char *slug;
    const struct reader_series *defaults;
    const char *source;  /* slug; NULL: of the series, or the format's own */
    const char *licence; /* of a source that is made */
    bool may_make;       /* it was asked for, or is the format's own */
    bool knows_figures;  /* the file says what basis and unit its figures have */
};

/**
 * Finds the series, or makes it.
 *
 * @ret_source      that of the dataset
 * @ret_has_source  whether a source was made
 *
 * Return: DB_OK; DB_FAILED: no such series, or one whose unit is another.
 */
enum db_status store_series(const struct sql *sql, const struct store_series *series,
                            int64_t revision, int64_t *ret, int64_t *ret_source,
                            bool *ret_has_source);

/** Editions of the Harmonized System as SQL's list: goods without a name take that of HS. */
#define STORE_EDITIONS "('H0', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6')"

/** Gives goods of an edition that have no parent the name and the parents of the same code of HS.
 */
enum db_status store_edition_names(const struct sql *sql);

/** Writes a slug made of a file's name: "full47_HS44.csv.gz" -> "full47-hs44". */
void store_write_slug(char ret[STORE_SLUG_SIZE], const char *file);

/** Adds -2, -3 … until no dataset has that slug. */
enum db_status store_free_slug(const struct sql *sql, char slug[STORE_SLUG_SIZE]);

#endif
