/* SPDX-License-Identifier: MIT */
/* observation: observations as JSON objects, from their columns as they are stored. db/ only. */
#ifndef ENTENTE_DB_OBSERVATION_H
#define ENTENTE_DB_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

/**
 * Makes known observation_json(…), all members of an observation from the columns of trade_row or
 * trade_stored, null where it is not to be seen; observation_add(…), which adds them to a
 * page, and is true where that has no more room; dataset_slug(id); and flag_names(flags), a JSON
 * array of words.
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

/** What observation_json and observation_add have between brackets, and these. The text that the
 * first gives is borrowed until the next row of any statement of the connection. */
const char *observation_arguments(void);

/** The rows of the next step go to @page, up to @limit of them, which is not 0. */
void observation_begin_page(struct db *db, struct db_page *page, int limit);

/** After that step. Return: the values of the key of the row that is the limit's, if there is one,
 * in its order; borrowed until the next page. */
const struct value *observation_end_page(struct db *db);

/** Whether trade_row has the column "@name@suffix". */
bool observation_has_column(const char *name, const char *suffix);

#endif
