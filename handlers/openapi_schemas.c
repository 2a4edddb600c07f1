/* SPDX-License-Identifier: MIT */
#include "handlers/openapi_schemas.h"

#include "handlers/openapi_json.h"
#include "model/resource.h"
#include "model/resources/objects.h"
#include "server/problem.h"
#include "server/route.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SLUG_PATTERN   "^[a-z0-9]+(-[a-z0-9]+)*$"
#define DAY_PATTERN    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
#define DATE_PATTERN   "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?|[.][.])$"
#define PERIOD_PATTERN "^[0-9]{4}(-(S[12]|Q[1-4]|[0-9]{2}|[0-9]{2}-01/P[0-9]+[MY]))?$"

/* What answers have for a type. NULL: nothing is said. */
struct shape {
    const char *type;
    const char *format;
    const char *pattern;
};

static const struct shape shapes[] = {
    [FIELD_TEXT] = {"string", NULL, NULL},
    [FIELD_SLUG] = {"string", NULL, SLUG_PATTERN},
    [FIELD_CODE] = {"string", NULL, "^[A-Za-z0-9._-]+$"},
    [FIELD_WORD] = {"string", NULL, NULL},
    [FIELD_AREA] = {"string", NULL, "^[A-Z0-9_]+$"},
    [FIELD_PAIR] = {"string", NULL, "^[A-Z]{3}-[A-Z]{3}$"},
    [FIELD_PARTY] = {"string", NULL, NULL},
    [FIELD_INTEGER] = {"integer", "int64", NULL},
    [FIELD_REAL] = {"number", "double", NULL},
    [FIELD_BOOLEAN] = {"boolean", NULL, NULL},
    [FIELD_DATE] = {"string", NULL, DATE_PATTERN},
    [FIELD_DAY] = {"string", "date", DAY_PATTERN},
    [FIELD_PERIOD] = {"string", NULL, PERIOD_PATTERN},
    [FIELD_TIME] = {"string", "date-time", NULL},
    [FIELD_URL] = {"string", "uri", NULL},
    [FIELD_CODES] = {"array", NULL, NULL},
    [FIELD_OBJECT] = {"object", NULL, NULL},
    [FIELD_OBJECTS] = {"array", NULL, NULL},
};

static json_t *put_text(json_t *object, const char *key, const char *text)
{
    return text ? openapi_put(object, key, json_string(text)) : object;
}

static json_t *make_type(const char *type, bool is_nullable)
{
    return is_nullable ? json_pack("[ss]", type, "null") : json_string(type);
}

static json_t *make_enum(const char *const *words, bool is_nullable)
{
    json_t *values = openapi_words(words);

    return is_nullable ? openapi_push(values, json_null()) : values;
}

static json_t *make_plain(const struct field *field, bool is_nullable)
{
    const struct shape *shape = &shapes[field->type];
    json_t *schema = openapi_put(json_object(), "type", make_type(shape->type, is_nullable));

    schema = put_text(schema, "format", shape->format);
    schema = put_text(schema, "pattern", shape->pattern);
    return field->words ? openapi_put(schema, "enum", make_enum(field->words, is_nullable))
                        : schema;
}

static json_t *make_reference(const struct field *field, bool is_nullable)
{
    json_t *reference = openapi_ref("schemas", field->object->name, "");

    return is_nullable ? json_pack("{s:[o,{s:s}]}", "anyOf", reference, "type", "null") : reference;
}

static json_t *make_array(json_t *items, bool is_nullable)
{
    json_t *schema = openapi_put(json_object(), "type", make_type("array", is_nullable));

    return openapi_put(schema, "items", items);
}

static json_t *make_value(const struct field *field)
{
    bool is_nullable = field->flags & FIELD_NULLABLE;

    if (field->type == FIELD_OBJECT)
        return make_reference(field, is_nullable);
    if (field->type == FIELD_OBJECTS)
        return make_array(make_reference(field, false), is_nullable);
    if (field->type == FIELD_CODES)
        return make_array(json_pack("{s:s}", "type", "string"), is_nullable);
    return make_plain(field, is_nullable);
}

static json_t *make_member(const struct field *field)
{
    json_t *schema = make_value(field);

    schema = openapi_put(schema, "description", openapi_sentence(field->doc, ""));
    return openapi_put(schema, "examples", openapi_push(json_array(), openapi_example(field)));
}

/* Areas, slugs and periods are understood in more spellings than answers have. */
json_t *openapi_input_schema(const struct field *field)
{
    const struct shape *shape = &shapes[field->type];
    const char *type = field->type == FIELD_CODES ? "string" : shape->type;
    json_t *schema = put_text(json_object(), "type", type);

    if (field->words)
        return openapi_put(schema, "enum", openapi_words(field->words));
    if (field->type == FIELD_TIME)
        return schema;
    if (field->most) {
        schema = openapi_put(schema, "minimum", json_integer(field->least));
        schema = openapi_put(schema, "maximum", json_integer(field->most));
    }
    return put_text(schema, "format", shape->format);
}

static json_t *make_properties(const struct object *object)
{
    json_t *properties = json_object();

    for (size_t i = 0; i < object->member_count; i++) {
        const struct field *member = &object->members[i];

        if (!(member->flags & FIELD_FILTER_ONLY))
            properties = openapi_put(properties, member->name, make_member(member));
    }
    return properties;
}

static json_t *make_required(const struct object *object)
{
    json_t *required = json_array();

    for (size_t i = 0; i < object->member_count; i++) {
        if (!(object->members[i].flags & (FIELD_FILTER_ONLY | MEMBER_OPTIONAL)))
            required = openapi_push(required, json_string(object->members[i].name));
    }
    return required;
}

static json_t *make_object(const struct object *object)
{
    json_t *schema = openapi_put(json_object(), "type", json_string("object"));

    schema = openapi_put(schema, "description", openapi_sentence(object->doc, ""));
    if (object->member_count == 0)
        return schema;
    schema = openapi_put(schema, "properties", make_properties(object));
    return openapi_put(schema, "required", make_required(object));
}

/* Adds @object, stolen @schemas going in and out, and every object inside. */
static json_t *add_object(json_t *schemas, const struct object *object)
{
    char name[OPENAPI_NAME_SIZE];

    openapi_name(object->name, "", name);
    if (json_object_get(schemas, name))
        return schemas;
    schemas = openapi_put(schemas, name, make_object(object));
    for (size_t i = 0; i < object->member_count; i++) {
        if (object->members[i].object)
            schemas = add_object(schemas, object->members[i].object);
    }
    return schemas;
}

static json_t *add_list(json_t *schemas, const struct object *record, const struct object *meta)
{
    const struct field members[] = {
        {.name = "data", .type = FIELD_OBJECTS, .object = record, .doc = "the records of the page"},
        {.name = "page",
         .type = FIELD_OBJECT,
         .object = &object_page,
         .doc = "where in the list the page is"},
        {.name = "meta", .type = FIELD_OBJECT, .object = meta, .doc = "what the answer rests on"},
    };
    char name[OPENAPI_NAME_SIZE];

    openapi_name(record->name, "List", name);
    return add_object(schemas, &(struct object){.name = name,
                                                .doc = "A page of a list.",
                                                .members = members,
                                                .member_count = COUNT(members)});
}

static json_t *add_record(json_t *schemas, const struct object *record, const struct object *meta)
{
    const struct field members[] = {
        {.name = "data", .type = FIELD_OBJECT, .object = record, .doc = "the record"},
        {.name = "meta", .type = FIELD_OBJECT, .object = meta, .doc = "what the answer rests on"},
    };
    char name[OPENAPI_NAME_SIZE];

    openapi_name(record->name, "Record", name);
    return add_object(schemas, &(struct object){.name = name,
                                                .doc = "One record.",
                                                .members = members,
                                                .member_count = COUNT(members)});
}

static json_t *add_resource(json_t *schemas, const struct route *route)
{
    const struct resource *resource = route->resource;
    const struct object record = {
        .name = resource->singular,
        .doc = resource->doc,
        .members = resource->fields,
        .member_count = resource->field_count,
    };
    const struct object *meta = resource->meta                       ? resource->meta
                                : resource->has_datasets             ? &object_trade_meta
                                : resource_field(resource, "status") ? &object_day_meta
                                                                     : &object_meta;

    return route->answers == ROUTE_ANSWERS_LIST ? add_list(schemas, &record, meta)
                                                : add_record(schemas, &record, meta);
}

static json_t *add_route(json_t *schemas, const struct route *route)
{
    const struct object *object = route->response ? schema_find(route->response) : NULL;

    if (route->answers != ROUTE_ANSWERS_OTHER)
        return add_resource(schemas, route);
    return object ? add_object(schemas, object) : schemas;
}

/* A member that all problems of a kind have alike. */
static json_t *make_constant(const char *doc, json_t *value)
{
    json_t *schema = openapi_put(json_object(), "description", openapi_sentence(doc, ""));

    schema = openapi_put(schema, "examples", openapi_push(json_array(), json_incref(value)));
    return openapi_put(schema, "const", value);
}

static json_t *make_type_path(enum problem_kind kind)
{
    return json_sprintf("/problems/%s", problem_name(kind));
}

static json_t *make_problem_properties(enum problem_kind kind)
{
    json_t *properties =
        openapi_put(json_object(), "type", make_constant("the kind", make_type_path(kind)));

    properties =
        openapi_put(properties, "title",
                    make_constant("what the kind means", json_string(problem_title(kind))));
    return openapi_put(properties, "status",
                       make_constant("HTTP status", json_integer(problem_status(kind))));
}

static json_t *make_problem_example(enum problem_kind kind)
{
    return json_pack("[{s:o,s:s,s:i,s:s}]", "type", make_type_path(kind), "title",
                     problem_title(kind), "status", (int)problem_status(kind), "detail",
                     problem_remedy(kind));
}

static json_t *add_problem(json_t *schemas, enum problem_kind kind)
{
    char name[OPENAPI_NAME_SIZE];
    json_t *schema = openapi_put(json_object(), "description",
                                 openapi_sentence(problem_title(kind), problem_remedy(kind)));

    schema = openapi_put(schema, "allOf",
                         openapi_push(json_array(), openapi_ref("schemas", "problem", "")));
    schema = openapi_put(schema, "properties", make_problem_properties(kind));
    schema = openapi_put(schema, "examples", make_problem_example(kind));
    openapi_name(problem_name(kind), "Problem", name);
    return openapi_put(schemas, name, schema);
}

json_t *openapi_schemas(const struct routes *routes)
{
    static const struct object *const always[] = {&object_problem, &object_count,
                                                  &object_selection_list, &object_selection_record};
    json_t *schemas = json_object();

    for (size_t i = 0; i < routes->count; i++)
        schemas = add_route(schemas, &routes->route[i]);
    for (size_t i = 0; i < COUNT(always); i++)
        schemas = add_object(schemas, always[i]);
    for (int kind = 0; kind < PROBLEM_COUNT; kind++)
        schemas = add_problem(schemas, (enum problem_kind)kind);
    return schemas;
}
