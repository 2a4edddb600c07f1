/* SPDX-License-Identifier: MIT */
#include "handlers/openapi.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "handlers/handlers.h"
#include "handlers/openapi_json.h"
#include "handlers/openapi_parameters.h"
#include "handlers/openapi_responses.h"
#include "handlers/openapi_schemas.h"
#include "handlers/version.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

static const char service[] = "service";

static const char introduction[] =
    "Records of what countries agree with each other and what they trade. Every figure names its "
    "source; null means not known or not reported, never nought.\n\n"
    "Lists take filters (`field=value`, several values separated by commas; `field__gte`, `__gt`, "
    "`__lte`, `__lt`, `__not`, `__contains`, `__isnull`), `sort`, `fields`, `limit`, `cursor`, "
    "`count` and `format`. Every path also answers HEAD and OPTIONS. Problems are RFC 9457 "
    "documents; /problems lists their kinds.";

static json_t *make_info(void)
{
    json_t *licence = json_pack("{s:s,s:s}", "name", "MIT", "identifier", "MIT");

    return json_pack("{s:s,s:s,s:s,s:s,s:o}", "title", "Entente", "summary",
                     "What countries agree with each other and what they trade.", "description",
                     introduction, "version", ENTENTE_VERSION, "license", licence);
}

static const char *find_tag(const struct route *route)
{
    return route->resource ? route->resource->name : service;
}

static json_t *make_tag(const struct route *route)
{
    const char *doc =
        route->resource ? route->resource->doc : "What the program says of itself, for machines.";

    return json_pack("{s:s,s:o}", "name", find_tag(route), "description",
                     openapi_sentence(doc, ""));
}

static bool is_tagged_before(const struct routes *routes, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(find_tag(&routes->route[i]), find_tag(&routes->route[index])) == 0)
            return true;
    }
    return false;
}

static json_t *make_tags(const struct routes *routes)
{
    json_t *tags = json_array();

    for (size_t i = 0; i < routes->count; i++) {
        if (!is_tagged_before(routes, i))
            tags = openapi_push(tags, make_tag(&routes->route[i]));
    }
    return tags;
}

/* /v1/pairs/{pair} -> get_pairs_pair; / -> get_index */
static void write_operation_id(const char *path, char ret[OPENAPI_NAME_SIZE])
{
    size_t used = 3;
    bool is_gap = true;

    memcpy(ret, "get", used);
    if (strncmp(path, "/v1/", 4) == 0)
        path += 4;
    for (; *path && used + 2 < OPENAPI_NAME_SIZE; path++) {
        if (isalnum((unsigned char)*path) && is_gap)
            ret[used++] = '_';
        is_gap = !isalnum((unsigned char)*path);
        if (!is_gap)
            ret[used++] = *path;
    }
    strcpy(ret + used, used == 3 ? "_index" : "");
}

static json_t *make_operation(const struct route *route)
{
    char id[OPENAPI_NAME_SIZE];

    write_operation_id(route->path, id);
    return json_pack("{s:s,s:s,s:[s],s:o,s:o}", "operationId", id, "summary", route->summary,
                     "tags", find_tag(route), "parameters", openapi_parameters(route), "responses",
                     openapi_responses(route));
}

static json_t *make_paths(const struct routes *routes)
{
    json_t *paths = json_object();

    for (size_t i = 0; i < routes->count; i++) {
        json_t *item = openapi_put(json_object(), "get", make_operation(&routes->route[i]));

        paths = openapi_put(paths, routes->route[i].path, item);
    }
    return paths;
}

static json_t *make_components(const struct routes *routes)
{
    return json_pack("{s:o,s:o,s:o,s:o}", "schemas", openapi_schemas(routes), "parameters",
                     openapi_list_parameters(), "responses", openapi_response_components(),
                     "headers", openapi_header_components());
}

json_t *openapi_document(const struct routes *routes)
{
    return json_pack("{s:s,s:o,s:[{s:s}],s:o,s:o,s:o}", "openapi", "3.1.0", "info", make_info(),
                     "servers", "url", "/", "tags", make_tags(routes), "paths", make_paths(routes),
                     "components", make_components(routes));
}

static int add_chunk(const char *bytes, size_t length, void *arg)
{
    struct buffer *out = arg;

    buffer_add(out, bytes, length);
    return buffer_failed(out) ? -1 : 0;
}

/* GET /openapi.json */
int openapi_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    json_t *document = openapi_document(request_routes(rq));
    struct buffer out;

    buffer_init(&out);
    /* 2.14 prints 0.1 as 0.10000000000000001 without a precision. */
    bool is_written =
        json_dump_callback(document, add_chunk, &out, JSON_COMPACT | JSON_REAL_PRECISION(15)) == 0;

    json_decref(document);
    if (is_written) {
        buffer_add_char(&out, '\n');
        return reply_set_json(ret, reterr, &out);
    }
    buffer_fini(&out);
    return problem_set_no_memory(reterr);
}
