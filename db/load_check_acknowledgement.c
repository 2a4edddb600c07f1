/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "db/load.h"
#include "db/load_check.h"

static bool is_repeated(const json_t *claims, size_t i)
{
    const char *claim = json_string_value(json_array_get(claims, i));

    for (size_t j = 0; claim && j < i; j++) {
        const char *before = json_string_value(json_array_get(claims, j));
        if (before && strcmp(before, claim) == 0)
            return true;
    }
    return false;
}

enum db_status load_check_acknowledgement(struct load *load, const json_t *record)
{
    const json_t *claims = json_object_get(record, "claims");

    for (size_t i = 0; i < json_array_size(claims); i++) {
        if (is_repeated(claims, i))
            load_mistake(load, "claims", "%s is there twice",
                         load_quote(load, json_string_value(json_array_get(claims, i))));
    }
    return DB_OK;
}
