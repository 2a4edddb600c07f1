/* SPDX-License-Identifier: MIT */
/* slugs: lists of slugs as text, as group_concat() makes them. */
#ifndef ENTENTE_DB_SLUGS_H
#define ENTENTE_DB_SLUGS_H

struct sqlite3;

/** Makes slugs_once(list) known: `b,a,b` is `a,b`. Return: SQLite's code. */
int slugs_register(struct sqlite3 *sqlite);

#endif
