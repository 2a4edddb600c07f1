/* SPDX-License-Identifier: MIT */
/* members: whether JSON is what the tables of resources and objects say. */
#ifndef ENTENTE_TESTS_UNIT_WALK_MEMBERS_H
#define ENTENTE_TESTS_UNIT_WALK_MEMBERS_H

#include <jansson.h>

#include "model/resource.h"

/** Fails the test when @row has not exactly the members of @resource, in order, of their types. */
void members_check_row(const struct resource *resource, const json_t *row);

/** The same for an object that surrounds records or is a part of them. */
void members_check_object(const struct object *object, const json_t *value, const char *where);

/** Whether @value is one of @field: null only where that may be. */
void members_check_value(const struct field *field, const json_t *value, const char *where);

#endif
