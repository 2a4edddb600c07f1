/* SPDX-License-Identifier: MIT */
#include "model/resource.h"

#include <string.h>

const struct resource *const resource_all[] = {
    &resource_agreements,   &resource_claims,   &resource_commodities,
    &resource_countries,    &resource_datasets, &resource_events,
    &resource_institutions, &resource_pairs,    &resource_search,
    &resource_sectors,      &resource_series,   &resource_sources,
    &resource_statements,   &resource_trade,    NULL,
};

static const struct {
    enum field_op op;
    const char *suffix;
} operators[] = {
    {OP_EQ, ""},
    {OP_NOT, "not"},
    {OP_GT, "gt"},
    {OP_GTE, "gte"},
    {OP_LT, "lt"},
    {OP_LTE, "lte"},
    {OP_CONTAINS, "contains"},
    {OP_ISNULL, "isnull"},
};

enum { OPERATOR_COUNT = sizeof(operators) / sizeof(operators[0]) };

const struct resource *resource_find(const char *name)
{
    for (const struct resource *const *resource = resource_all; *resource; resource++) {
        if (strcmp((*resource)->name, name) == 0)
            return *resource;
    }
    return NULL;
}

const struct field *resource_field(const struct resource *resource, const char *name)
{
    for (size_t i = 0; i < resource->field_count; i++) {
        if (strcmp(resource->fields[i].name, name) == 0)
            return &resource->fields[i];
    }
    return NULL;
}

const char *field_op_suffix(enum field_op op)
{
    for (size_t i = 0; i < OPERATOR_COUNT; i++) {
        if (operators[i].op == op)
            return operators[i].suffix;
    }
    return "";
}

unsigned field_op_find(const char *suffix)
{
    for (size_t i = 0; i < OPERATOR_COUNT; i++) {
        if (strcmp(operators[i].suffix, suffix) == 0)
            return operators[i].op;
    }
    return 0;
}
