/* SPDX-License-Identifier: MIT */
/* schema: holds JSON against the part of JSON Schema 2020-12 that the API description uses. */
#ifndef ENTENTE_TESTS_UNIT_OPENAPI_SCHEMA_H
#define ENTENTE_TESTS_UNIT_OPENAPI_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>

/** What @ref (#/components/…) points at in @document; NULL when there is nothing. */
const json_t *schema_resolve(const json_t *document, const char *ref);

/** Whether @value fits @schema, a part of @document. */
bool schema_fits(const json_t *document, const json_t *schema, const json_t *value);

/** Whether @keyword may stand in a schema, as far as ours are concerned. */
bool schema_has_keyword(const char *keyword);

#endif
