/* SPDX-License-Identifier: MIT */
/* migrate: the schema, step by step. The n-th migration leads to version n. db/ only. */
#ifndef ENTENTE_DB_MIGRATE_H
#define ENTENTE_DB_MIGRATE_H

#include <sqlite3.h>

#include "db/db.h"
#include "model/embedded.h"

/* Those of db/migrations/, in order. */
extern const struct embedded_file migrate_embedded[];

/** The version that @migrations lead to: how many they are. */
int migrate_newest(const struct embedded_file *migrations);

/** PRAGMA user_version. */
enum db_status migrate_version(sqlite3 *sqlite, int *ret, struct db_message *ret_message);

/** Applies those behind version @from, each in a transaction of its own with user_version set and
 * foreign keys checked. Foreign keys of @sqlite are off afterwards. */
enum db_status migrate_apply(sqlite3 *sqlite, const struct embedded_file *migrations, int from,
                             struct db_message *ret_message);

/** db_migrate() with migrations of the caller's. */
enum db_status migrate_file(const char *path, const struct embedded_file *migrations, int *ret_from,
                            int *ret_to, struct db_message *ret_message);

/** PRAGMA quick_check. Return: DB_OK, DB_DAMAGED with its first finding, or what went wrong. */
enum db_status migrate_check_damage(sqlite3 *sqlite, const char *path,
                                    struct db_message *ret_message);

#endif
