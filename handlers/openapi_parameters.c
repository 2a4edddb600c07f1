/* SPDX-License-Identifier: MIT */
#include "handlers/openapi_parameters.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "handlers/openapi_json.h"
#include "handlers/openapi_schemas.h"
#include "model/query.h"
#include "server/problem.h"
#include "server/route.h"

enum { OPS_COUNT = 8, NAME_SIZE = 128 };

static const char any_of[] = "Several values, separated by commas: any of them.";
static const char redirects[] =
    "Other codes and names are understood too and answered with a redirect.";

/* A parameter before it is written; all but @example borrowed. */
struct parameter {
    const char *name;
    const char *doc;  /* what the field is */
    const char *more; /* what the operator does */
    json_t *schema;   /* stolen; of one value */
    json_t *example;  /* stolen */
    bool is_list;
    bool is_set; /* a list that has no value twice */
    bool is_required;
};

static json_t *make_array_schema(const struct parameter *parameter)
{
    json_t *schema =
        json_pack("{s:s,s:o,s:i}", "type", "array", "items", parameter->schema, "minItems", 1);

    return parameter->is_set ? openapi_put(schema, "uniqueItems", json_true()) : schema;
}

/* Query parameters with several values are one comma list. */
static json_t *put_list_style(json_t *object)
{
    object = openapi_put(object, "style", json_string("form"));
    return openapi_put(object, "explode", json_false());
}

static json_t *make_query(const struct parameter *parameter)
{
    bool is_list = parameter->is_list;
    json_t *object = json_pack("{s:s,s:s}", "name", parameter->name, "in", "query");

    object = openapi_put(object, "description", openapi_sentence(parameter->doc, parameter->more));
    object = openapi_put(object, "required", json_boolean(parameter->is_required));
    if (is_list)
        object = put_list_style(object);
    object =
        openapi_put(object, "schema", is_list ? make_array_schema(parameter) : parameter->schema);
    return openapi_put(object, "example", parameter->example);
}

/* Filters. */

/* Types whose values may stand in a comma list; the others are one text or number. */
static bool takes_list(const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_REAL:
    case FIELD_BOOLEAN:
    case FIELD_TIME:
    case FIELD_URL:
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
        return false;
    case FIELD_SLUG:
    case FIELD_CODE:
    case FIELD_WORD:
    case FIELD_AREA:
    case FIELD_PAIR:
    case FIELD_PARTY:
    case FIELD_INTEGER:
    case FIELD_DATE:
    case FIELD_DAY:
    case FIELD_PERIOD:
    case FIELD_CODES:
        break;
    }
    return true;
}

static bool has_days(const struct field *field)
{
    return field->type == FIELD_DATE || field->type == FIELD_PERIOD;
}

static const char *describe_equal(const struct field *field)
{
    if (field->type == FIELD_TEXT)
        return "The whole text; case does not matter.";
    return takes_list(field) ? any_of : "";
}

static const char *describe_op(const struct field *field, enum field_op op)
{
    bool is_span = has_days(field);

    switch (op) {
    case OP_EQ:
        return describe_equal(field);
    case OP_NOT:
        return "None of the values, separated by commas; records without a value fit too.";
    case OP_GT:
        return is_span ? "Begins after the last day of the value." : "Greater than the value.";
    case OP_GTE:
        return is_span ? "Begins on the first day of the value or later." : "The value or greater.";
    case OP_LT:
        return is_span ? "Ends before the first day of the value." : "Less than the value.";
    case OP_LTE:
        return is_span ? "Ends on the last day of the value or earlier." : "The value or less.";
    case OP_CONTAINS:
        return "Has this text somewhere; case does not matter.";
    case OP_ISNULL:
        break;
    }
    return "true: only records without a value; false: only those that have one.";
}

static json_t *make_op_schema(const struct field *field, enum field_op op)
{
    if (op == OP_CONTAINS)
        return json_pack("{s:s}", "type", "string");
    if (op == OP_ISNULL)
        return json_pack("{s:s}", "type", "boolean");
    return openapi_input_schema(field);
}

static json_t *make_op_example(const struct field *field, enum field_op op, bool is_list)
{
    json_t *example = op == OP_ISNULL ? json_true() : openapi_example(field);

    if (field->type == FIELD_CODES)
        return example;
    return is_list ? openapi_push(json_array(), example) : example;
}

static json_t *make_filter(const struct field *field, enum field_op op, const char *required)
{
    char name[NAME_SIZE];
    bool is_list = (op == OP_EQ || op == OP_NOT) && takes_list(field);

    snprintf(name, sizeof name, "%s%s%s", field->name, op == OP_EQ ? "" : "__",
             field_op_suffix(op));
    return make_query(&(struct parameter){
        .name = name,
        .doc = field->doc,
        .more = describe_op(field, op),
        .schema = make_op_schema(field, op),
        .example = make_op_example(field, op, is_list),
        .is_list = is_list,
        .is_required = required && strcmp(required, name) == 0,
    });
}

static json_t *add_filters(json_t *parameters, const struct route *route, const struct field *field)
{
    for (unsigned bit = 0; bit < OPS_COUNT; bit++) {
        if (field->ops & 1u << bit)
            parameters = openapi_push(parameters, make_filter(field, 1u << bit, route->required));
    }
    return parameters;
}

/* What lists have besides. */

static json_t *make_sort_names(const struct resource *resource)
{
    json_t *names = json_array();

    for (size_t i = 0; i < resource->field_count; i++) {
        if (!(resource->fields[i].flags & FIELD_SORTABLE))
            continue;
        names = openapi_push(names, json_string(resource->fields[i].name));
        names = openapi_push(names, json_sprintf("-%s", resource->fields[i].name));
    }
    return names;
}

static json_t *split(const char *text)
{
    json_t *parts = json_array();

    while (*text) {
        size_t length = strcspn(text, ",");

        parts = openapi_push(parts, json_stringn(text, length));
        text += length + (text[length] == ',');
    }
    return parts;
}

static const char *first_sortable(const struct resource *resource)
{
    size_t i = 0;

    while (!(resource->fields[i].flags & FIELD_SORTABLE))
        i++;
    return resource->fields[i].name;
}

/* Sums have no default that a parameter could say: they come in order of their groups. */
static json_t *make_sort(const struct resource *resource)
{
    const char *usual = resource->default_sort;
    char more[NAME_SIZE];

    snprintf(more, sizeof more, "Records without a value come last. Default: %s.",
             usual ? usual : "the order of the groups");
    return make_query(&(struct parameter){
        .name = "sort",
        .doc = "fields to sort by, separated by commas; a hyphen before one turns it round",
        .more = more,
        .schema = json_pack("{s:s,s:o}", "type", "string", "enum", make_sort_names(resource)),
        .example = split(usual ? usual : first_sortable(resource)),
        .is_list = true,
        .is_set = true,
    });
}

static json_t *make_member_names(const struct resource *resource)
{
    json_t *names = json_array();

    for (size_t i = 0; i < resource->field_count; i++) {
        if (!(resource->fields[i].flags & FIELD_FILTER_ONLY))
            names = openapi_push(names, json_string(resource->fields[i].name));
    }
    return names;
}

/* The first two, as an example. */
static json_t *take_two_members(const struct resource *resource)
{
    json_t *names = json_array();

    for (size_t i = 0; i < resource->field_count && json_array_size(names) < 2; i++) {
        if (!(resource->fields[i].flags & FIELD_FILTER_ONLY))
            names = openapi_push(names, json_string(resource->fields[i].name));
    }
    return names;
}

static json_t *make_fields(const struct resource *resource)
{
    return make_query(&(struct parameter){
        .name = "fields",
        .doc = "the members that records are to have, separated by commas",
        .more = "Default: all.",
        .schema = json_pack("{s:s,s:o}", "type", "string", "enum", make_member_names(resource)),
        .example = take_two_members(resource),
        .is_list = true,
        .is_set = true,
    });
}

static json_t *make_limit(void)
{
    json_t *schema = json_pack("{s:s,s:i,s:i,s:i}", "type", "integer", "minimum", 1, "maximum",
                               (int)QUERY_MAX_LIMIT, "default", (int)QUERY_DEFAULT_LIMIT);

    return make_query(&(struct parameter){
        .name = "limit",
        .doc = "most records of a page",
        .more = "Not with CSV and NDJSON, which carry the whole answer.",
        .schema = schema,
        .example = json_integer(20),
    });
}

static json_t *make_cursor(void)
{
    return make_query(&(struct parameter){
        .name = "cursor",
        .doc = "page.next of the page before, as it came",
        .more = "It fits only the same filters and sort.",
        .schema = json_pack("{s:s}", "type", "string"),
        .example = json_string("AQIDBAUGBwgFMjAyMg"),
    });
}

static json_t *make_count(void)
{
    return make_query(&(struct parameter){
        .name = "count",
        .doc = "exact: page.total says how many records all pages have; only: nothing else is "
               "answered",
        .more = "Not with CSV and NDJSON.",
        .schema = json_pack("{s:s,s:[s,s]}", "type", "string", "enum", "exact", "only"),
        .example = json_string("exact"),
    });
}

/* @is_feed: of lists that are calendars and feeds too. */
static json_t *make_format_words(bool is_feed)
{
    json_t *words = json_array();

    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (is_feed || !representations[i].is_feed)
            words = openapi_push(words, json_string(representations[i].word));
    }
    return words;
}

static json_t *make_format(bool is_feed)
{
    return make_query(&(struct parameter){
        .name = "format",
        .doc = "how the answer is written; goes before Accept",
        .more = is_feed ? "All but JSON carry the whole answer, without pages; ics and atom in one "
                          "order, with all members."
                        : "CSV and NDJSON carry the whole answer, without pages.",
        .schema = json_pack("{s:s,s:o,s:s}", "type", "string", "enum", make_format_words(is_feed),
                            "default", "json"),
        .example = json_string("csv"),
    });
}

json_t *openapi_list_parameters(void)
{
    json_t *parameters = openapi_put(json_object(), "Limit", make_limit());

    parameters = openapi_put(parameters, "Cursor", make_cursor());
    parameters = openapi_put(parameters, "Count", make_count());
    parameters = openapi_put(parameters, "Format", make_format(false));
    return openapi_put(parameters, "FeedFormat", make_format(true));
}

static json_t *add_list_words(json_t *parameters, const struct route *route)
{
    const char *const alike[] = {"limit", "cursor", "count",
                                 route->takes & ROUTE_TAKES_FEEDS ? "feed_format" : "format"};
    bool is_list = route->takes & ROUTE_TAKES_LIST;

    if (is_list)
        parameters = openapi_push(parameters, make_sort(route->resource));
    if (route->takes & (ROUTE_TAKES_LIST | ROUTE_TAKES_FIELDS))
        parameters = openapi_push(parameters, make_fields(route->resource));
    for (size_t i = 0; is_list && i < sizeof alike / sizeof alike[0]; i++)
        parameters = openapi_push(parameters, openapi_ref("parameters", alike[i], ""));
    return parameters;
}

/* In the path, and of one route alone. */

#define PROBLEM_WORD(kind, name, status, title, remedy) name,
static const char *const problem_words[] = {PROBLEM_KINDS(PROBLEM_WORD) NULL};
#undef PROBLEM_WORD

static const struct field problem_field = {
    .name = "name",
    .type = FIELD_WORD,
    .words = problem_words,
    .doc = "the kind of problem: what stands behind /problems/ in type",
    .example = "unknown-parameter",
};

static json_t *make_path(const struct route *route, const char *brace)
{
    const struct resource *resource = route->whose ? route->whose : route->resource;
    const struct field *field = resource ? resource_field(resource, resource->id) : &problem_field;
    bool is_renamed = field->type == FIELD_AREA || field->type == FIELD_PAIR;
    json_t *object =
        openapi_put(json_object(), "name", json_stringn(brace + 1, strcspn(brace + 1, "}")));

    object = openapi_put(object, "in", json_string("path"));
    object = openapi_put(object, "description",
                         openapi_sentence(field->doc, is_renamed ? redirects : ""));
    object = openapi_put(object, "required", json_true());
    object = openapi_put(object, "schema", openapi_input_schema(field));
    return openapi_put(object, "example", openapi_example(field));
}

static json_t *make_own(const struct field *field, const char *required)
{
    bool is_list = (field->flags & FIELD_MANY) && takes_list(field);

    return make_query(&(struct parameter){
        .name = field->name,
        .doc = field->doc,
        .more = is_list ? "Several values, separated by commas; their order counts." : "",
        .schema = openapi_input_schema(field),
        .example = make_op_example(field, OP_EQ, is_list),
        .is_list = is_list,
        .is_set = is_list,
        .is_required = required && strcmp(required, field->name) == 0,
    });
}

json_t *openapi_parameters(const struct route *route)
{
    const char *brace = strchr(route->path, '{');
    bool has_filters = route->resource && route->takes & (ROUTE_TAKES_LIST | ROUTE_TAKES_FILTERS);
    json_t *parameters = json_array();

    if (brace)
        parameters = openapi_push(parameters, make_path(route, brace));
    for (size_t i = 0; i < route->parameter_count; i++)
        parameters = openapi_push(parameters, make_own(&route->parameters[i], route->required));
    for (size_t i = 0; has_filters && i < route->resource->field_count; i++)
        parameters = add_filters(parameters, route, &route->resource->fields[i]);
    return add_list_words(parameters, route);
}
