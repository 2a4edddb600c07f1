/* SPDX-License-Identifier: MIT */
/* members: an object of JSON as the cells of a row. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_MEMBERS_H
#define ENTENTE_DB_IMPORT_MEMBERS_H

#include <stdbool.h>

#include <jansson.h>

struct reading;

/** Sets reading->cells, which live as long as @object (borrowed). False: the fault is set. */
bool members_gather(struct reading *reading, const json_t *object);

#endif
