/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <regex.h>
#include <string.h>

/* Whether @value fits what one keyword says. */
typedef bool keyword_check(const json_t *document, const json_t *said, const json_t *value);

const json_t *schema_resolve(const json_t *document, const char *ref)
{
    const json_t *at = document;

    if (strncmp(ref, "#/", 2) != 0)
        return NULL;
    for (ref += 2; at; ref += *ref == '/') {
        size_t length = strcspn(ref, "/");

        at = json_object_getn(at, ref, length);
        ref += length;
        if (!*ref)
            return at;
    }
    return NULL;
}

static bool is_of_type(const char *type, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return strcmp(type, "object") == 0;
    case JSON_ARRAY:
        return strcmp(type, "array") == 0;
    case JSON_STRING:
        return strcmp(type, "string") == 0;
    case JSON_INTEGER:
        return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
    case JSON_REAL:
        return strcmp(type, "number") == 0;
    case JSON_TRUE:
    case JSON_FALSE:
        return strcmp(type, "boolean") == 0;
    case JSON_NULL:
        break;
    }
    return strcmp(type, "null") == 0;
}

static bool fits_type(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *type;

    (void)document;
    if (json_is_string(said))
        return is_of_type(json_string_value(said), value);
    json_array_foreach(said, i, type)
    {
        if (is_of_type(json_string_value(type), value))
            return true;
    }
    return false;
}

static bool fits_enum(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *word;

    (void)document;
    json_array_foreach(said, i, word)
    {
        if (json_equal(word, value))
            return true;
    }
    return false;
}

static bool fits_const(const json_t *document, const json_t *said, const json_t *value)
{
    (void)document;
    return json_equal(said, value);
}

/* Our patterns mean the same as extended regular expressions. */
static bool fits_pattern(const json_t *document, const json_t *said, const json_t *value)
{
    regex_t regex;

    (void)document;
    if (!json_is_string(value))
        return true;
    if (regcomp(&regex, json_string_value(said), REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    bool fits = regexec(&regex, json_string_value(value), 0, NULL, 0) == 0;

    regfree(&regex);
    return fits;
}

static bool fits_ref(const json_t *document, const json_t *said, const json_t *value)
{
    const json_t *schema = schema_resolve(document, json_string_value(said));

    return schema && schema_fits(document, schema, value);
}

static bool fits_any(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *schema;

    json_array_foreach(said, i, schema)
    {
        if (schema_fits(document, schema, value))
            return true;
    }
    return false;
}

static bool fits_all(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *schema;

    json_array_foreach(said, i, schema)
    {
        if (!schema_fits(document, schema, value))
            return false;
    }
    return true;
}

static bool fits_items(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *item;

    json_array_foreach(value, i, item)
    {
        if (!schema_fits(document, said, item))
            return false;
    }
    return true;
}

static bool fits_properties(const json_t *document, const json_t *said, const json_t *value)
{
    const char *name;
    const json_t *member;

    json_object_foreach((json_t *)value, name, member)
    {
        const json_t *schema = json_object_get(said, name);

        if (schema && !schema_fits(document, schema, member))
            return false;
    }
    return true;
}

static bool fits_required(const json_t *document, const json_t *said, const json_t *value)
{
    size_t i;
    const json_t *name;

    (void)document;
    json_array_foreach(said, i, name)
    {
        if (json_is_object(value) && !json_object_get(value, json_string_value(name)))
            return false;
    }
    return true;
}

static bool fits_minimum(const json_t *document, const json_t *said, const json_t *value)
{
    (void)document;
    return !json_is_number(value) || json_number_value(value) >= json_number_value(said);
}

static bool fits_maximum(const json_t *document, const json_t *said, const json_t *value)
{
    (void)document;
    return !json_is_number(value) || json_number_value(value) <= json_number_value(said);
}

static bool fits_min_items(const json_t *document, const json_t *said, const json_t *value)
{
    (void)document;
    return !json_is_array(value) || json_array_size(value) >= (size_t)json_integer_value(said);
}

static bool fits_unique_items(const json_t *document, const json_t *said, const json_t *value)
{
    (void)document;
    for (size_t i = 0; json_is_true(said) && i < json_array_size(value); i++)
        for (size_t k = 0; k < i; k++)
            if (json_equal(json_array_get(value, i), json_array_get(value, k)))
                return false;
    return true;
}

static const struct {
    const char *name;
    keyword_check *check; /* NULL: says nothing about values */
} keywords[] = {
    {"$ref", fits_ref},          {"allOf", fits_all},       {"anyOf", fits_any},
    {"const", fits_const},       {"default", NULL},         {"description", NULL},
    {"enum", fits_enum},         {"examples", NULL},        {"format", NULL},
    {"items", fits_items},       {"maximum", fits_maximum}, {"minItems", fits_min_items},
    {"minimum", fits_minimum},   {"pattern", fits_pattern}, {"properties", fits_properties},
    {"required", fits_required}, {"type", fits_type},       {"uniqueItems", fits_unique_items},
};

enum { KEYWORD_COUNT = sizeof keywords / sizeof keywords[0] };

bool schema_has_keyword(const char *keyword)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        if (strcmp(keywords[i].name, keyword) == 0)
            return true;
    }
    return false;
}

bool schema_fits(const json_t *document, const json_t *schema, const json_t *value)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        const json_t *said = json_object_get(schema, keywords[i].name);

        if (said && keywords[i].check && !keywords[i].check(document, said, value))
            return false;
    }
    return true;
}
