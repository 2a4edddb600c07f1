/* SPDX-License-Identifier: MIT */
/* record_json: rows as JSON objects, in half the time that json_object() takes. db/ only. */
#ifndef ENTENTE_DB_RECORD_JSON_H
#define ENTENTE_DB_RECORD_JSON_H

#include <sqlite3.h>

/**
 * Makes record_json(names, value …) known: an object whose members are called as @names says, in
 * order, with commas between. A name with = in front: its value is JSON already (from a view of
 * ours); with ? in front: 0 is false, anything else true.
 *
 * Return: an SQLite result code.
 */
int record_json_register(sqlite3 *sqlite);

#endif
