/* SPDX-License-Identifier: MIT */
/* sums: groups rows in memory that grows with the groups alone, whatever order the rows come in:
 * GROUP BY of SQLite would keep every row to sort them. db/ only. */
#ifndef ENTENTE_DB_SUMS_H
#define ENTENTE_DB_SUMS_H

#include <sqlite3.h>

/**
 * Makes two functions known to @sqlite:
 *
 * sums(reporter_id, partner_id, flow, period_id, goods, dataset_id, value, net_weight), an
 * aggregate over rows: the groups of its first six arguments, packed; likewise over sums that were
 * kept, with weighed_value, weight_of_value, observations and missing as further arguments. With
 * more than SUMS_MOST groups it fails with SQLITE_TOOBIG.
 *
 * unpack_sums(packed), a table: those six columns and value, net_weight, weighed_value,
 * weight_of_value, observations, missing.
 *
 * Return: an SQLite result code.
 */
int sums_register(sqlite3 *sqlite);

enum { SUMS_MOST = 50000 };

#endif
