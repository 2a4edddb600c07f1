/* SPDX-License-Identifier: MIT */
/* Values that name a record: a wrong one is refused with the nearest right one, never answered with
 * nothing. */
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/list.h"
#include "model/area.h"
#include "model/arena.h"
#include "server/request.h"

/* Of observations, which are too many to look through: they have those that commodities have. */
static bool is_classification(const struct query *query, const struct field *field)
{
    bool is_of_rows = query->resource == &resource_trade ||
                      query->resource == &resource_aggregate ||
                      query->resource == &resource_pair_trade;

    return is_of_rows && strcmp(field->name, "classification") == 0;
}

/* The field whose values @field's have to be; NULL when any value may be asked for. */
static const struct field *find_referred(const struct query *query, const struct field *field,
                                         const struct resource **ret_resource)
{
    *ret_resource = field->refers ? resource_find(field->refers) : query->resource;
    if (field->refers)
        return resource_field(*ret_resource, (*ret_resource)->id);
    if (is_classification(query, field)) {
        *ret_resource = &resource_commodities;
        return resource_field(*ret_resource, field->name);
    }
    if (field->type == FIELD_TEXT || field->type == FIELD_CODE)
        return query->resource->id || query->resource->is_made ? field : NULL;
    return NULL;
}

/* Identities of areas are upper case, slugs are not. */
static bool is_area(const struct field *field, const char *text)
{
    return field->type == FIELD_PARTY && (text[0] < 'a' || text[0] > 'z');
}

/* A party may also have been meant as a country. */
static const char *find_country(const struct field *field, const char *text)
{
    const struct area *area = field->type == FIELD_PARTY ? area_nearest(text) : NULL;

    return area ? area->code : NULL;
}

enum { NAME_SIZE = 80 };

/* The parameter as it was given: event__not. */
static void write_name(const struct query_filter *filter, char ret[NAME_SIZE])
{
    const char *suffix = field_op_suffix(filter->op);

    snprintf(ret, NAME_SIZE, "%s%s%s", filter->field->name, suffix[0] ? "__" : "", suffix);
}

static int refuse(struct problem *reterr, const struct query_filter *filter,
                  const struct resource *resource, const char *text, const char *nearest)
{
    const struct field *field = filter->field;
    const char *country = find_country(field, text);
    char name[NAME_SIZE];

    write_name(filter, name);
    if (country)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, name,
                           "there is no country or institution \"%s\"; did you mean \"%s\"%s%s%s? "
                           "/v1/countries and /v1/institutions list them",
                           text, country, nearest[0] ? " or \"" : "", nearest,
                           nearest[0] ? "\"" : "");
    if (resource->is_made)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, name,
                           "no row here has the %s \"%s\"%s%s%s", field->name, text,
                           nearest[0] ? "; did you mean \"" : "", nearest, nearest[0] ? "\"?" : "");
    if (nearest[0])
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, name,
                           "there is no %s \"%s\"; did you mean \"%s\"? /v1/%s lists them all",
                           field->refers ? resource->singular : field->name, text, nearest,
                           resource->name);
    return problem_set(reterr, PROBLEM_INVALID_PARAMETER, name,
                       "there is no %s \"%s\"; /v1/%s lists them all",
                       field->refers ? resource->singular : field->name, text, resource->name);
}

/* 27*: some code has to begin so. */
static int check_prefix(const struct request *rq, const struct query_filter *filter,
                        const struct field *referred, const struct resource *resource,
                        const char *text, struct problem *reterr)
{
    const char *start = arena_copy(request_arena(rq), text, strlen(text) - 1);
    enum db_status status =
        start ? db_find_start(request_db(rq), resource, referred, start) : DB_MEMORY;

    if (status == DB_NOT_FOUND)
        return refuse(reterr, filter, resource, text, "");
    return status == DB_OK ? 0 : problem_from_db(reterr, rq, status);
}

static bool is_prefix(const struct field *field, const char *text)
{
    return field->flags & FIELD_PREFIX && text[strlen(text) - 1] == '*';
}

static int check_value(const struct request *rq, const struct query *query,
                       const struct query_filter *filter, const char *text, struct problem *reterr)
{
    const struct field *field = filter->field;
    const struct resource *resource;
    const struct field *referred = find_referred(query, field, &resource);
    char nearest[DB_NEAREST_SIZE];
    enum db_status status;

    if (!referred || is_area(field, text))
        return 0;
    if (is_prefix(field, text))
        return check_prefix(rq, filter, referred, resource, text, reterr);
    status = db_find_value(request_db(rq), resource, referred, text, nearest);
    if (status == DB_OK)
        return 0;
    if (status == DB_NOT_FOUND)
        return refuse(reterr, filter, resource, text, nearest);
    return problem_from_db(reterr, rq, status);
}

static int check_filter(const struct request *rq, const struct query *query,
                        const struct query_filter *filter, struct problem *reterr)
{
    int result = 0;

    if (filter->op != OP_EQ && filter->op != OP_NOT)
        return 0;
    for (size_t i = 0; i < filter->value_count && result == 0; i++) {
        if (filter->values[i].type == VALUE_TEXT)
            result = check_value(rq, query, filter, filter->values[i].text, reterr);
    }
    return result;
}

int list_check_references(const struct request *rq, const struct query *query,
                          struct problem *reterr)
{
    int result = 0;

    for (size_t i = 0; i < query->filter_count && result == 0; i++)
        result = check_filter(rq, query, &query->filters[i], reterr);
    return result;
}
