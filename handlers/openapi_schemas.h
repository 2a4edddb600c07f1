/* SPDX-License-Identifier: MIT */
/* openapi_schemas: components.schemas, made from the tables of resources, objects and problems. */
#ifndef ENTENTE_HANDLERS_OPENAPI_SCHEMAS_H
#define ENTENTE_HANDLERS_OPENAPI_SCHEMAS_H

#include <jansson.h>

struct field;
struct routes;

/** Every schema that an answer of @routes refers to, by name, each with those it refers to itself.
 * New; NULL: no memory. */
json_t *openapi_schemas(const struct routes *routes);

/** What a parameter of the type of @field looks like: one value of it. New. */
json_t *openapi_input_schema(const struct field *field);

#endif
