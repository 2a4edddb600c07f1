/* SPDX-License-Identifier: MIT */
/* openapi_responses: what the API description says of answers. */
#ifndef ENTENTE_HANDLERS_OPENAPI_RESPONSES_H
#define ENTENTE_HANDLERS_OPENAPI_RESPONSES_H

#include <jansson.h>

struct route;

/** The answers of @route by status. New; NULL: no memory. */
json_t *openapi_responses(const struct route *route);

/** components.responses: those that routes have alike, one a status of PROBLEM_KINDS among them.
 * New. */
json_t *openapi_response_components(void);

/** components.headers. New. */
json_t *openapi_header_components(void);

#endif
