/* SPDX-License-Identifier: MIT */
/* values: the text of a parameter turned into checked, canonical values of its field's type. */
#ifndef ENTENTE_SERVER_VALUES_H
#define ENTENTE_SERVER_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/query.h"

struct arena;
struct problem;

enum {
    VALUES_MAX_CONTAINS_BYTES = 200,
    VALUES_MAX_TEXT_BYTES = 1000,
    VALUES_MAX_SLUG_BYTES = 80,
    VALUES_MAX_CODE_BYTES = 32,
};

/* What a text is to be read as. */
struct values_expected {
    const struct field *field;
    enum field_op op;
    const char *name; /* of the parameter: period__gte */
    bool is_own; /* a parameter of the route, no filter: a list only if FIELD_MANY, order kept */
    size_t max_values;
};

/**
 * Reads @text as the value, or where type and operator allow it the values, of a parameter.
 *
 * @ret  on success new from @arena; of filters sorted and each once
 *
 * Return: 0, or -1 with EMPTY_PARAMETER, INVALID_PARAMETER, INTERNAL.
 */
int values_read(const struct values_expected *expected, const char *text, struct arena *arena,
                const struct value **ret, size_t *ret_count, struct problem *reterr);

#endif
