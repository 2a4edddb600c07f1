/* SPDX-License-Identifier: MIT */
/* openapi_json: the parts that the API description is put together from. Failure sticks: whatever
 * is made of a NULL is NULL, and everything that went into it is released. */
#ifndef ENTENTE_HANDLERS_OPENAPI_JSON_H
#define ENTENTE_HANDLERS_OPENAPI_JSON_H

#include <jansson.h>
#include <stdbool.h>

struct field;
struct object;

enum { OPENAPI_NAME_SIZE = 96 };

/** @object with the member @key; @object and @value stolen. */
json_t *openapi_put(json_t *object, const char *key, json_t *value);

/** @array with one more element; both stolen. */
json_t *openapi_push(json_t *array, json_t *value);

/** "What text says. More" of @text, with a capital and a full stop, and @more, which may be "". */
json_t *openapi_sentence(const char *text, const char *more);

/** How components are called: agreement_value -> AgreementValue, not-found -> NotFound. */
void openapi_name(const char *word, const char *suffix, char ret[OPENAPI_NAME_SIZE]);

/** A reference to the component @word + @suffix, named as openapi_name() does; @section: schemas.
 */
json_t *openapi_ref(const char *section, const char *word, const char *suffix);

/** Words as an array of texts; @words is NULL-ended. */
json_t *openapi_words(const char *const *words);

/** The example of @field in its own type; made of its members' where the table has none. */
json_t *openapi_example(const struct field *field);

#endif
