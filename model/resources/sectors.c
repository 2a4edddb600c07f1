/* SPDX-License-Identifier: MIT */
#include "model/resource.h"

static const struct field fields[] = {
    {.name = "id",
     .type = FIELD_SLUG,
     .ops = OPS_WORD,
     .flags = FIELD_SORTABLE | FIELD_KEY,
     .refers = "sectors",
     .doc = "the sector's slug",
     .example = "agriculture"},
    {.name = "name",
     .type = FIELD_TEXT,
     .ops = OPS_TEXT,
     .flags = FIELD_SORTABLE,
     .doc = "its name",
     .example = "Agriculture"},
    {.name = "description",
     .type = FIELD_TEXT,
     .ops = OP_CONTAINS,
     .flags = FIELD_NULLABLE,
     .doc = "what belongs to it",
     .example = "Crops, livestock and food."},
};

const struct resource resource_sectors = {
    .name = "sectors",
    .singular = "sector",
    .doc = "Fields of the economy that agreements and claims are about.",
    .default_sort = "id",
    .id = "id",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
};
