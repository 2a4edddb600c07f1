/* SPDX-License-Identifier: MIT */
/* openapi: the API described for machines, made from the tables alone. */
#ifndef ENTENTE_HANDLERS_OPENAPI_H
#define ENTENTE_HANDLERS_OPENAPI_H

#include <jansson.h>

struct routes;

/**
 * The OpenAPI 3.1 document of @routes.
 *
 * Return: new; NULL: no memory.
 * Source: https://spec.openapis.org/oas/v3.1.0
 */
json_t *openapi_document(const struct routes *routes);

#endif
