/* SPDX-License-Identifier: MIT */
/* load_check: what no single member of a record shows. db/ only. */
#ifndef ENTENTE_DB_LOAD_CHECK_H
#define ENTENTE_DB_LOAD_CHECK_H

#include <jansson.h>
#include <stdbool.h>

#include "db/db.h"

struct load;

/* A member's text, NULL where it has none; and whether it is given at all. */
static inline const char *record_text(const json_t *record, const char *member)
{
    return json_string_value(json_object_get(record, member));
}

static inline bool record_has(const json_t *record, const char *member)
{
    const json_t *value = json_object_get(record, member);

    return value && !json_is_null(value);
}

/* Each notes what is wrong with a record whose members are sound by themselves. Return: DB_OK, or
 * the database's failure. */
enum db_status load_check_acknowledgement(struct load *load, const json_t *record);
enum db_status load_check_agreement(struct load *load, const json_t *record);
enum db_status load_check_claim(struct load *load, const json_t *record);
enum db_status load_check_commodity(struct load *load, const json_t *record);
enum db_status load_check_event(struct load *load, const json_t *record);
enum db_status load_check_observation(struct load *load, const json_t *record);
enum db_status load_check_series(struct load *load, const json_t *record);

/** What only all records together show: claims of another agreement, records that are part of
 * themselves. */
enum db_status load_check_together(struct load *load);

#endif
