/* SPDX-License-Identifier: MIT */
#include "model/aggregate.h"

#include <string.h>

const char *const words_dimension[] = {
    [AGGREGATE_REPORTER] = "reporter", [AGGREGATE_PARTNER] = "partner",
    [AGGREGATE_FLOW] = "flow",         [AGGREGATE_YEAR] = "year",
    [AGGREGATE_PERIOD] = "period",     [AGGREGATE_COMMODITY] = "commodity",
    [AGGREGATE_DATASET] = "dataset",   [AGGREGATE_SERIES] = "series",
    [AGGREGATE_DIMENSIONS] = NULL,
};

bool aggregate_has(const struct aggregate *aggregate, enum aggregate_dimension dimension)
{
    for (size_t i = 0; i < aggregate->order_count; i++) {
        if (aggregate->order[i] == dimension)
            return true;
    }
    return false;
}

const struct query_filter *aggregate_filter(const struct query *rows, const char *name,
                                            enum field_op op)
{
    for (size_t i = 0; i < rows->filter_count; i++) {
        if (rows->filters[i].op == op && strcmp(rows->filters[i].field->name, name) == 0)
            return &rows->filters[i];
    }
    return NULL;
}
