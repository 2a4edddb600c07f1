/* SPDX-License-Identifier: MIT */
/* Members of sums that are there only where the question makes them. */
#include <stdio.h>
#include <string.h>

#include "handlers/aggregate.h"
#include "server/problem.h"

enum { NAME_SIZE = 64 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a member needs to be made. */
enum need { NEEDS_GROUP, NEEDS_TIME, NEEDS_SHARE, NEEDS_GROWTH, NEEDS_TOP };

static const struct made {
    const char *name;
    enum need need;
    enum aggregate_dimension dimension; /* of NEEDS_GROUP */
    const char *how;
} made[] = {
    {"reporter", NEEDS_GROUP, AGGREGATE_REPORTER, "add reporter to group_by"},
    {"partner", NEEDS_GROUP, AGGREGATE_PARTNER, "add partner to group_by"},
    {"flow", NEEDS_GROUP, AGGREGATE_FLOW, "add flow to group_by"},
    {"year", NEEDS_GROUP, AGGREGATE_YEAR, "add year to group_by"},
    {"period", NEEDS_GROUP, AGGREGATE_PERIOD, "add period to group_by"},
    {"commodity", NEEDS_GROUP, AGGREGATE_COMMODITY, "add commodity to group_by, and level="},
    {"dataset", NEEDS_GROUP, AGGREGATE_DATASET, "add dataset to group_by"},
    {"periods", NEEDS_TIME, AGGREGATE_DIMENSIONS, "add year or period to group_by"},
    {"share", NEEDS_SHARE, AGGREGATE_DIMENSIONS, "add share=true"},
    {"growth", NEEDS_GROWTH, AGGREGATE_DIMENSIONS, "add growth=true"},
    {"growth_reason", NEEDS_GROWTH, AGGREGATE_DIMENSIONS, "add growth=true"},
    {"rank", NEEDS_TOP, AGGREGATE_DIMENSIONS, "add top=, such as top=10"},
    {"others", NEEDS_TOP, AGGREGATE_DIMENSIONS, "add top=, such as top=10"},
    {"groups", NEEDS_TOP, AGGREGATE_DIMENSIONS, "add top=, such as top=10"},
};

static bool is_made(const struct aggregate *aggregate, const struct made *member)
{
    switch (member->need) {
    case NEEDS_GROUP:
        return aggregate_has(aggregate, member->dimension);
    case NEEDS_TIME:
        return aggregate_has(aggregate, AGGREGATE_YEAR) ||
               aggregate_has(aggregate, AGGREGATE_PERIOD);
    case NEEDS_SHARE:
        return aggregate->has_share;
    case NEEDS_GROWTH:
        return aggregate->has_growth;
    case NEEDS_TOP:
        break;
    }
    return aggregate->top > 0;
}

uint64_t aggregate_members(const struct aggregate *aggregate, const struct query *sums)
{
    uint64_t members = sums->members;

    if (members != query_all_members(sums->resource))
        return members;
    for (size_t i = 0; i < COUNT(made); i++) {
        const struct field *field = resource_field(sums->resource, made[i].name);
        if (!is_made(aggregate, &made[i]))
            members &= ~(UINT64_C(1) << (field - sums->resource->fields));
    }
    return members;
}

/* NULL: @field is made. */
static const char *find_how(const struct aggregate *aggregate, const struct field *field)
{
    for (size_t i = 0; i < COUNT(made); i++) {
        if (strcmp(made[i].name, field->name) == 0)
            return is_made(aggregate, &made[i]) ? NULL : made[i].how;
    }
    return NULL;
}

static int check_filter(const struct aggregate *aggregate, const struct query_filter *filter,
                        struct problem *reterr)
{
    const char *how = find_how(aggregate, filter->field);
    const char *suffix = field_op_suffix(filter->op);
    char name[NAME_SIZE];

    if (!how)
        return 0;
    snprintf(name, sizeof(name), "%s%s%s", filter->field->name, suffix[0] ? "__" : "", suffix);
    return problem_set(reterr, PROBLEM_INVALID_PARAMETER, name,
                       "%s picks sums by %s, which the question does not ask for; %s", name,
                       filter->field->name, how);
}

int aggregate_check_members(const struct aggregate *aggregate, const struct query *sums,
                            struct problem *reterr)
{
    for (size_t i = 0; i < sums->filter_count; i++) {
        if (check_filter(aggregate, &sums->filters[i], reterr) != 0)
            return -1;
    }
    for (size_t i = 0; i < sums->sort_count; i++) {
        const char *how = find_how(aggregate, sums->sort[i].field);
        if (how)
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "sort",
                               "the sums have no %s to sort by; %s", sums->sort[i].field->name,
                               how);
    }
    return 0;
}
