/* SPDX-License-Identifier: MIT */
#include "handlers/openapi_json.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "model/resource.h"

json_t *openapi_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

json_t *openapi_push(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) == 0)
        return array;
    json_decref(array);
    return NULL;
}

json_t *openapi_sentence(const char *text, const char *more)
{
    size_t length = strlen(text);
    const char *stop = length && text[length - 1] == '.' ? "" : ".";

    return json_sprintf("%c%s%s%s%s", toupper((unsigned char)text[0]), length ? text + 1 : "", stop,
                        more[0] ? " " : "", more);
}

void openapi_name(const char *word, const char *suffix, char ret[OPENAPI_NAME_SIZE])
{
    size_t used = 0;
    bool is_start = true;

    for (; *word && used + 1 < OPENAPI_NAME_SIZE; word++) {
        if (isalnum((unsigned char)*word))
            ret[used++] = is_start ? (char)toupper((unsigned char)*word) : *word;
        is_start = !isalnum((unsigned char)*word);
    }
    snprintf(ret + used, OPENAPI_NAME_SIZE - used, "%s", suffix);
}

json_t *openapi_ref(const char *section, const char *word, const char *suffix)
{
    char name[OPENAPI_NAME_SIZE];

    openapi_name(word, suffix, name);
    return openapi_put(json_object(), "$ref", json_sprintf("#/components/%s/%s", section, name));
}

json_t *openapi_words(const char *const *words)
{
    json_t *array = json_array();

    for (; *words; words++)
        array = openapi_push(array, json_string(*words));
    return array;
}

static json_t *compose_example(const struct object *object)
{
    json_t *example = json_object();

    for (size_t i = 0; i < object->member_count; i++) {
        if (!(object->members[i].flags & FIELD_FILTER_ONLY))
            example =
                openapi_put(example, object->members[i].name, openapi_example(&object->members[i]));
    }
    return example;
}

/* The tables write examples as parameters say them; those of other types are JSON as they stand. */
static bool is_text(enum field_type type)
{
    switch (type) {
    case FIELD_INTEGER:
    case FIELD_REAL:
    case FIELD_BOOLEAN:
    case FIELD_CODES:
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
        return false;
    case FIELD_TEXT:
    case FIELD_SLUG:
    case FIELD_CODE:
    case FIELD_WORD:
    case FIELD_AREA:
    case FIELD_PAIR:
    case FIELD_PARTY:
    case FIELD_DATE:
    case FIELD_DAY:
    case FIELD_PERIOD:
    case FIELD_TIME:
    case FIELD_URL:
        break;
    }
    return true;
}

json_t *openapi_example(const struct field *field)
{
    if (field->example)
        return is_text(field->type) ? json_string(field->example)
                                    : json_loads(field->example, JSON_DECODE_ANY, NULL);
    json_t *example = compose_example(field->object);

    return field->type == FIELD_OBJECTS ? openapi_push(json_array(), example) : example;
}
