/* SPDX-License-Identifier: MIT */
/* load_member: one member of a record: is it what its table says, and which columns does it fill.
 * db/ only. */
#ifndef ENTENTE_DB_LOAD_MEMBER_H
#define ENTENTE_DB_LOAD_MEMBER_H

#include <jansson.h>
#include <sqlite3.h>
#include <stdint.h>

#include "db/records.h"

struct area;
struct buffer;
struct load;

#define LOAD_SLUG_RULE "write lower-case letters, digits and single hyphens, at most 80 characters"

bool load_slug_is_sound(const char *slug);

/** "a number", "text" …; "nothing" for NULL. */
const char *load_type_name(const json_t *value);

/** Adds the names of the columns that @member fills, a comma behind each. Return: how many. */
int load_member_add_columns(const struct member *member, struct buffer *sql);

/** Checks @value (NULL: left out) and binds it to the parameters from @first on. */
enum db_status load_member_read(struct load *load, const struct member *member, const json_t *value,
                                sqlite3_stmt *statement, int first);

/** The same for every member of @object; a member that @members do not have is a mistake. */
enum db_status load_members_read(struct load *load, const struct member *members, size_t count,
                                 const json_t *object, sqlite3_stmt *statement, int first);

enum db_status load_add_area(struct load *load, const struct area *area, int64_t id);

#endif
