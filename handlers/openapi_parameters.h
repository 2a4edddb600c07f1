/* SPDX-License-Identifier: MIT */
/* openapi_parameters: what the API description says of parameters. */
#ifndef ENTENTE_HANDLERS_OPENAPI_PARAMETERS_H
#define ENTENTE_HANDLERS_OPENAPI_PARAMETERS_H

#include <jansson.h>

struct route;

/** Every parameter that @route takes, in path and query. New; NULL: no memory. */
json_t *openapi_parameters(const struct route *route);

/** components.parameters: those that all lists have alike. New. */
json_t *openapi_list_parameters(void);

#endif
