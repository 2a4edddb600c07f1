/* SPDX-License-Identifier: MIT */
/* observation: observations as JSON objects, from their columns as they are stored. db/ only. */
#ifndef ENTENTE_DB_OBSERVATION_H
#define ENTENTE_DB_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

/**
 * Makes known observation_json(…), all members of an observation from the columns of trade_row or
 * trade_stored, null where it is not to be seen, as observation_call() calls it; dataset_slug(id);
 * and flag_names(flags), a JSON array of words.
 *
 * The texts of areas, periods and datasets, and which blocks are to be seen, are read when they are
 * first needed and kept by the connection until something is written. A number that no row has ends
 * the question with an error.
 *
 * Return: DB_OK, or DB_FAILED when resource_trade has a member that it does not write.
 */
enum db_status observation_register(struct db *db);

/** Forgets what is kept, when another connection may have written: a file that was restored may
 * give a number to another row. */
void observation_forget(struct db *db);

/** Before the connection is closed. */
void observation_close(struct db *db);

/** The call for a row. Its text is borrowed until the next row of any statement of the connection.
 */
const char *observation_call(void);

/* What is wanted of a row. */
enum observation_wish {
    OBSERVATION_TEXT,
    OBSERVATION_ROW,           /* its text, for observation_text() alone; the call gives 1 */
    OBSERVATION_ROW_AND_ORDER, /* and the values of its key, for observation_order() */
    OBSERVATION_NOTHING,       /* but whether there is one that is to be seen: 1 */
};

/** What is wanted of the next rows; OBSERVATION_TEXT unless something else is said. */
void observation_wish(struct db *db, enum observation_wish wish);

/** The values of the key of the row that was last kept, in its order; borrowed until the next one
 * is. */
const struct value *observation_order(const struct db *db);

/** The text of the row that was written last; borrowed until the next one. @ret_length may be NULL.
 */
const char *observation_text(const struct db *db, size_t *ret_length);

/** The slug of the dataset of the row that was written last; borrowed like its text. */
const char *observation_slug(const struct db *db);

/** Whether trade_row has the column "@name@suffix". */
bool observation_has_column(const char *name, const char *suffix);

#endif
