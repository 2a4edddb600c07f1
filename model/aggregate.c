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

int64_t aggregate_kind(int levels, int world_levels, int totals)
{
    return ((int64_t)levels << 20) + ((int64_t)world_levels << 4) + totals;
}

bool aggregate_is_part_of_mode(int64_t part, int64_t whole)
{
    if (part == whole)
        return false;
    return whole == 0 || (whole % 1000 == 0 && part / 1000 == whole / 1000) ||
           (whole % 100 == 0 && part / 100 == whole / 100);
}

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
