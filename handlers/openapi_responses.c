/* SPDX-License-Identifier: MIT */
#include "handlers/openapi_responses.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "handlers/openapi_json.h"
#include "model/resource.h"
#include "model/resources/objects.h"
#include "server/problem.h"
#include "server/route.h"

enum { STATUS_SIZE = 16 };

static json_t *make_header(const char *doc, const char *example)
{
    json_t *schema = json_pack("{s:s}", "type", "string");

    return json_pack("{s:o,s:o,s:s}", "description", openapi_sentence(doc, ""), "schema", schema,
                     "example", example);
}

json_t *openapi_header_components(void)
{
    json_t *headers = openapi_put(
        json_object(), "ETag",
        make_header("strong mark of these bytes; with If-None-Match it saves asking again",
                    "\"5d41402abc4b2a76b9719d911017c592\""));

    headers = openapi_put(headers, "Link",
                          make_header("the next page, relative; missing on the last one",
                                      "<?limit=20&cursor=AQIDBAUGBwgFMjAyMg>; rel=\"next\""));
    headers =
        openapi_put(headers, "Location",
                    make_header("the path in its one spelling, relative", "/v1/pairs/KAZ-TJK"));
    return openapi_put(headers, "RetryAfter",
                       make_header("seconds to wait before asking again", "1"));
}

static json_t *add_header(json_t *response, const char *name, const char *component)
{
    json_t *headers = json_object_get(response, "headers");

    if (!headers)
        return openapi_put(response, "headers",
                           openapi_put(json_object(), name, openapi_ref("headers", component, "")));
    if (json_object_set_new(headers, name, openapi_ref("headers", component, "")) == 0)
        return response;
    json_decref(response);
    return NULL;
}

/* Answers that are a problem. */

/* "404 There is nothing at this path; There is no such record" */
static json_t *make_problem_doc(unsigned status)
{
    char doc[PROBLEM_DETAIL_SIZE] = "";
    size_t used = 0;

    for (int kind = 0; kind < PROBLEM_COUNT && used < sizeof doc; kind++) {
        if (problem_status((enum problem_kind)kind) == status)
            used += (size_t)snprintf(doc + used, sizeof doc - used, "%s%s", used ? ". " : "",
                                     problem_title((enum problem_kind)kind));
    }
    return openapi_sentence(doc, "");
}

static json_t *make_problem_schemas(unsigned status)
{
    json_t *schemas = json_array();

    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        const char *name = problem_name((enum problem_kind)kind);

        if (problem_status((enum problem_kind)kind) == status)
            schemas = openapi_push(schemas, openapi_ref("schemas", name, "Problem"));
    }
    return schemas;
}

static json_t *make_problem(unsigned status)
{
    json_t *response =
        json_pack("{s:o,s:{s:{s:{s:o}}}}", "description", make_problem_doc(status), "content",
                  "application/problem+json", "schema", "anyOf", make_problem_schemas(status));

    return status == 503 ? add_header(response, "Retry-After", "RetryAfter") : response;
}

static json_t *make_any_problem(void)
{
    return json_pack("{s:s,s:{s:{s:o}}}", "description", "Any other problem.", "content",
                     "application/problem+json", "schema", openapi_ref("schemas", "problem", ""));
}

static json_t *add_problems(json_t *responses)
{
    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        char name[STATUS_SIZE];
        unsigned status = problem_status((enum problem_kind)kind);

        snprintf(name, sizeof name, "Problem%u", status);
        if (!json_object_get(responses, name))
            responses = openapi_put(responses, name, make_problem(status));
    }
    return responses;
}

json_t *openapi_response_components(void)
{
    json_t *not_modified =
        json_pack("{s:s}", "description",
                  "The answer is still the one whose ETag the request named in If-None-Match.");
    json_t *moved = json_pack("{s:s}", "description",
                              "The same is at another path: codes in place of names, countries in "
                              "alphabetical order.");
    json_t *responses =
        openapi_put(json_object(), "NotModified", add_header(not_modified, "ETag", "ETag"));

    responses = openapi_put(responses, "Moved", add_header(moved, "Location", "Location"));
    responses = openapi_put(responses, "AnyProblem", make_any_problem());
    return add_problems(responses);
}

/* Answers that are what was asked for. */

static json_t *make_any_of(const struct route *route)
{
    const char *name = route->resource->singular;

    if (route->answers == ROUTE_ANSWERS_LIST)
        return json_pack("[o,o,o]", openapi_ref("schemas", name, "List"),
                         openapi_ref("schemas", object_selection_list.name, ""),
                         openapi_ref("schemas", object_count.name, ""));
    return json_pack("[o,o]", openapi_ref("schemas", name, "Record"),
                     openapi_ref("schemas", object_selection_record.name, ""));
}

static json_t *make_schema(const struct route *route)
{
    if (route->answers != ROUTE_ANSWERS_OTHER)
        return json_pack("{s:o}", "anyOf", make_any_of(route));
    if (route->response && schema_find(route->response))
        return openapi_ref("schemas", route->response, "");
    return json_pack("{s:s}", "type", route->content_type ? "string" : "object");
}

static json_t *put_content(json_t *content, const char *type, json_t *schema)
{
    return openapi_put(content, type, json_pack("{s:o}", "schema", schema));
}

static json_t *make_text_schema(const char *doc)
{
    return json_pack("{s:s,s:s}", "type", "string", "description", doc);
}

/* Its other ways to write an answer; those of JSON are not described here. */
static json_t *put_formats(json_t *content, const struct route_format *formats)
{
    for (size_t i = 1; formats && formats[i].word; i++) {
        bool is_json = strstr(formats[i].type, "json") != NULL;

        content = put_content(content, formats[i].type,
                              is_json ? json_pack("{s:s}", "type", "array")
                                      : json_pack("{s:s}", "type", "string"));
    }
    return content;
}

static json_t *make_content(const struct route *route)
{
    const char *type = route->content_type ? route->content_type : "application/json";
    json_t *content = put_content(json_object(), type, make_schema(route));

    content = put_formats(content, route->formats);
    if (route->answers != ROUTE_ANSWERS_LIST)
        return content;
    for (int i = FORMAT_JSON + 1; i < FORMAT_COUNT; i++) {
        if (route_has_format(route, (enum query_format)i))
            content = put_content(content, representations[i].type,
                                  make_text_schema(representations[i].doc));
    }
    return content;
}

static json_t *make_answer(const struct route *route)
{
    json_t *answer = json_pack("{s:o,s:o}", "description", openapi_sentence(route->summary, ""),
                               "content", make_content(route));

    if (route->cache != ROUTE_CACHE_NEVER)
        answer = add_header(answer, "ETag", "ETag");
    return route->answers == ROUTE_ANSWERS_LIST ? add_header(answer, "Link", "Link") : answer;
}

/* Whether other spellings of the text in the path's braces are redirected. */
static bool is_renamed(const struct route *route)
{
    const struct resource *resource = route->whose ? route->whose : route->resource;
    const struct field *id = NULL;

    if (strchr(route->path, '{') && resource)
        id = resource_field(resource, resource->id);
    return id && (id->type == FIELD_AREA || id->type == FIELD_PAIR);
}

static bool has_problem(const struct route *route, unsigned status)
{
    switch (status) {
    case 400:
    case 406:
    case 414:
    case 431:
    case 500:
    case 503:
        return true;
    case 404:
        return strchr(route->path, '{') != NULL;
    case 505:
        return route->answers == ROUTE_ANSWERS_LIST;
    default:
        return false; /* only other methods, bodies and paths get these */
    }
}

static json_t *put_problem(json_t *responses, unsigned status)
{
    char key[STATUS_SIZE];

    snprintf(key, sizeof key, "%u", status);
    if (json_object_get(responses, key))
        return responses;
    return openapi_put(responses, key, openapi_ref("responses", "problem", key));
}

json_t *openapi_responses(const struct route *route)
{
    json_t *responses = openapi_put(json_object(), "200", make_answer(route));

    if (route->cache != ROUTE_CACHE_NEVER)
        responses = openapi_put(responses, "304", openapi_ref("responses", "not_modified", ""));
    if (is_renamed(route))
        responses = openapi_put(responses, "308", openapi_ref("responses", "moved", ""));
    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        unsigned status = problem_status((enum problem_kind)kind);

        if (has_problem(route, status))
            responses = put_problem(responses, status);
    }
    return openapi_put(responses, "default", openapi_ref("responses", "any_problem", ""));
}
