/* SPDX-License-Identifier: MIT */
/* load_slot: where a member's values go, and the readers that put them there. For load_member.c and
 * the files of its readers only. */
#ifndef ENTENTE_DB_LOAD_SLOT_H
#define ENTENTE_DB_LOAD_SLOT_H

#include <jansson.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/records.h"

struct load;

/* Parameter @first, @first + 1 … of @statement. */
struct load_slot {
    sqlite3_stmt *statement;
    int first;
};

/* Checks a value that is there and binds what it means, or notes a mistake. */
typedef enum db_status load_reader(struct load *load, const struct member *member,
                                   const json_t *value, struct load_slot slot);

load_reader load_read_name, load_read_text, load_read_code, load_read_word, load_read_url,
    load_read_language, load_read_checksum, load_read_identity, load_read_slug, load_read_reference,
    load_read_commodity, load_read_area, load_read_pair, load_read_date, load_read_period,
    load_read_period_row, load_read_count, load_read_amount, load_read_boolean, load_read_quantity;

/** The text of @value; NULL, with the mistake noted, when it is none. */
const char *load_take_text(struct load *load, const struct member *member, const json_t *value);

/** Notes that @text is none of the member's words. */
enum db_status load_mistake_word(struct load *load, const struct member *member, const char *text);

/** Notes the members of @object that @members do not have. */
enum db_status load_check_names(struct load *load, const struct member *members, size_t count,
                                const json_t *object);

/* These bind to slot.first + @offset; texts are copied. */
enum db_status load_bind_text(struct load *load, struct load_slot slot, int offset,
                              const char *text);
enum db_status load_bind_number(struct load *load, struct load_slot slot, int offset,
                                int64_t number);

/** Null where @real is not finite: no bound. */
enum db_status load_bind_real(struct load *load, struct load_slot slot, int offset, double real);

/** @count texts, one after the other. */
enum db_status load_bind_texts(struct load *load, struct load_slot slot, const char *const *texts,
                               int count);

#endif
