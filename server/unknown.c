/* SPDX-License-Identifier: MIT */
#include "server/parameters.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "model/arena.h"
#include "model/resource.h"
#include "model/words.h"
#include "server/problem.h"
#include "server/route.h"

enum {
    NAMES_SIZE = 360,
    OPS_COUNT = 8,
    /* Longer names are no misspelling of any of ours, and slow to compare. */
    LONGEST_LIKENESS = 64,
};

/* The names that a route takes, NULL-ended. */
struct names {
    const char **names;
    size_t count;
};

static bool takes_filters(const struct route *route)
{
    return route->resource && route->takes & (ROUTE_TAKES_LIST | ROUTE_TAKES_FILTERS);
}

static void add_field(struct names *names, const struct field *field, bool with_ops,
                      struct arena *arena)
{
    for (unsigned bit = 0; bit < OPS_COUNT; bit++) {
        enum field_op op = 1u << bit;

        if (!(field->ops & op) || (op != OP_EQ && !with_ops))
            continue;
        const char *name = op == OP_EQ
                               ? field->name
                               : arena_format(arena, "%s__%s", field->name, field_op_suffix(op));

        if (name)
            names->names[names->count++] = name;
    }
}

static void add_list_words(struct names *names, const struct route *route)
{
    for (size_t i = 0; parameters_list_words[i]; i++)
        if (route->takes & ROUTE_TAKES_LIST)
            names->names[names->count++] = parameters_list_words[i];
    if (!(route->takes & ROUTE_TAKES_LIST) && route->takes & ROUTE_TAKES_FIELDS)
        names->names[names->count++] = "fields";
}

/* Own parameters first, then filters, then what all lists have. Empty when memory ran out. */
static struct names gather(const struct route *route, bool with_ops, struct arena *arena)
{
    const struct resource *resource = takes_filters(route) ? route->resource : NULL;
    size_t fields = resource ? resource->field_count : 0;
    size_t room = fields * OPS_COUNT + route->parameter_count + 16;
    struct names names = {.names = arena_alloc(arena, room * sizeof *names.names)};

    if (!names.names)
        return names;
    for (size_t i = 0; i < route->parameter_count; i++)
        names.names[names.count++] = route->parameters[i].name;
    for (size_t i = 0; i < fields; i++)
        add_field(&names, &resource->fields[i], with_ops, arena);
    add_list_words(&names, route);
    return names;
}

static void join(const struct names *names, char ret[NAMES_SIZE])
{
    size_t used = 0;

    ret[0] = '\0';
    for (size_t i = 0; i < names->count; i++) {
        int length =
            snprintf(ret + used, NAMES_SIZE - used, "%s%s", i ? ", " : "", names->names[i]);

        if (length < 0 || used + (size_t)length >= NAMES_SIZE - 4) {
            strcpy(ret + used, used + 4 < NAMES_SIZE ? "…" : "");
            return;
        }
        used += (size_t)length;
    }
}

/* The field that @name begins with, up to a double underscore. */
static const struct field *find_base(const struct route *route, const char *name)
{
    const struct field *field = NULL;

    for (size_t i = 0; takes_filters(route) && i < route->resource->field_count; i++) {
        const struct field *candidate = &route->resource->fields[i];
        size_t length = strlen(candidate->name);
        const char *rest = name + length;

        if (strncmp(name, candidate->name, length) == 0 && (!*rest || strncmp(rest, "__", 2) == 0))
            field = candidate;
    }
    return field;
}

static int refuse_operator(const struct field *field, const char *name, struct arena *arena,
                           struct problem *reterr)
{
    const char *room[OPS_COUNT + 1] = {NULL};
    struct names names = {.names = room};
    char list[NAMES_SIZE];

    add_field(&names, field, true, arena);
    join(&names, list);
    if (names.count == 0 && field->instead)
        return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                           "There is no parameter \"%.60s\"; %s is no filter; use %s=, such as "
                           "%s=%s.",
                           name, field->name, field->instead, field->instead, field->example);
    if (names.count == 0)
        return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                           "There is no parameter \"%.60s\"; %s is no filter.", name, field->name);
    return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                       "There is no parameter \"%.60s\"; %s is asked for with: %s.", name,
                       field->name, list);
}

static const char *nearest_name(const struct route *route, const char *name, struct arena *arena)
{
    if (strlen(name) > LONGEST_LIKENESS)
        return NULL;
    const struct names names = gather(route, true, arena);

    return names.count ? words_nearest(names.names, name) : NULL;
}

int parameters_refuse_unknown(const struct route *route, const char *name, struct arena *arena,
                              struct problem *reterr)
{
    const struct field *base = find_base(route, name);
    char list[NAMES_SIZE];

    if (base)
        return refuse_operator(base, name, arena, reterr);
    const struct names names = gather(route, false, arena);
    const char *nearest = nearest_name(route, name, arena);

    join(&names, list);
    if (nearest)
        return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                           "There is no parameter \"%.60s\". Did you mean \"%s\"?", name, nearest);
    if (names.count == 0)
        return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                           "There is no parameter \"%.60s\"; this path takes none.", name);
    return problem_set(reterr, PROBLEM_UNKNOWN_PARAMETER, name,
                       "There is no parameter \"%.60s\". This path takes: %s.", name, list);
}
