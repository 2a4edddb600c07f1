/* SPDX-License-Identifier: MIT */
/* observation: observations as JSON objects, from their columns as they are stored. db/ only. */
#ifndef ENTENTE_DB_OBSERVATION_H
#define ENTENTE_DB_OBSERVATION_H

#include <stdbool.h>

#include "db/db.h"

/**
 * Makes known observation_json(…), all members of an observation from the columns of trade_row, as
 * observation_add_json() calls it; dataset_slug(id); and flag_names(flags), a JSON array of words.
 *
 * The texts of areas, periods and datasets are read when they are first needed and kept by the
 * connection until something is written. A number that no row has ends the question with an
 * error.
 *
 * Return: DB_OK, or DB_FAILED when resource_trade has a member that it does not write.
 */
enum db_status observation_register(struct db *db);

/** Forgets the texts where another connection has written since the last call: a file that was
 * restored may give a number to another row. Inside a transaction. */
enum db_status observation_refresh(struct db *db);

/** Adds the call for a row of trade_row. */
void observation_add_json(struct buffer *ret);

/** Whether trade_row has the column "@name@suffix". */
bool observation_has_column(const char *name, const char *suffix);

#endif
