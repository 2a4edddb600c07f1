/* SPDX-License-Identifier: MIT */
/* expect: what a filter or an order should do, worked out from the rows alone and without SQL. */
#ifndef ENTENTE_TESTS_UNIT_WALK_EXPECT_H
#define ENTENTE_TESTS_UNIT_WALK_EXPECT_H

#include <jansson.h>
#include <stdbool.h>

#include "model/resource.h"

/** Whether @row is one that `field__op=@value` asks for; @value is canonical. */
bool expect_holds(const struct resource *resource, const struct field *field, enum field_op op,
                  const char *value, const json_t *row);

/**
 * The values of @field in @row as a parameter would say them; @ret has room for @room.
 *
 * Return: how many; 0 for null.
 */
size_t expect_values(const struct resource *resource, const struct field *field, const json_t *row,
                     const char **ret, size_t room);

/** <0, 0 or >0 as @left comes before, with or after @right when sorted by @field; nulls last. */
int expect_order(const struct resource *resource, const struct field *field, bool descending,
                 const json_t *left, const json_t *right);

#endif
