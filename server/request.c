/* SPDX-License-Identifier: MIT */
#include "server/request.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "model/buffer.h"
#include "server/exchange.h"
#include "server/request_private.h"

struct arena *request_arena(const struct request *rq)
{
    return rq->arena;
}

const struct route *request_route(const struct request *rq)
{
    return rq->route;
}

const struct routes *request_routes(const struct request *rq)
{
    return rq->routes;
}

const char *request_segment(const struct request *rq)
{
    return rq->segment;
}

const struct query *request_query(const struct request *rq)
{
    return &rq->query;
}

const char *request_parameter(const struct request *rq, const char *name)
{
    for (size_t i = 0; rq->own && i < rq->route->parameter_count; i++)
        if (strcmp(rq->route->parameters[i].name, name) == 0)
            return rq->own[i];
    return NULL;
}

const char *request_day(const struct request *rq)
{
    const char *given = request_parameter(rq, "on");

    return given ? given : rq->today;
}

struct db *request_db(const struct request *rq)
{
    return rq->db;
}

int64_t request_revision(const struct request *rq)
{
    return rq->revision;
}

bool request_is_options(const struct request *rq)
{
    return rq->is_options;
}

bool request_is_stream(const struct request *rq)
{
    return representations[rq->query.format].is_stream;
}

bool request_takes_gzip(const struct request *rq)
{
    return rq->takes_gzip;
}

const char *request_allow(void)
{
    return "GET, HEAD, OPTIONS";
}

const char *request_key(const struct request *rq)
{
    return rq->key;
}

static void write_own(const struct request *rq, struct buffer *out)
{
    for (size_t i = 0; i < rq->route->parameter_count; i++) {
        if (!rq->own[i])
            continue;
        buffer_add_format(out, "&%s=", rq->route->parameters[i].name);
        query_write_escaped(rq->own[i], out);
    }
}

/* Everything that was asked, in one spelling: "" or a question mark and parameters. */
static char *take_question(const struct request *rq, const char *cursor)
{
    struct buffer out;
    char *text = NULL;

    buffer_init(&out);
    write_own(rq, &out);
    if (rq->query.resource)
        query_write_parameters(&rq->query, &out);
    if (cursor)
        buffer_add_text(&out, "&cursor=");
    query_write_escaped(cursor ? cursor : "", &out);
    if (out.length > 0)
        out.data[0] = '?';
    if (!buffer_failed(&out))
        text = arena_copy(rq->arena, out.data, out.length);
    buffer_fini(&out);
    return text;
}

static char *take_path_and_question(const struct request *rq, const char *segment,
                                    const char *question, const char *mark)
{
    const char *pattern = rq->route->path;
    size_t length = strcspn(pattern, "{");
    struct buffer out;
    char *text = NULL;

    if (!question)
        return NULL;
    buffer_init(&out);
    buffer_add(&out, pattern, length);
    if (pattern[length]) {
        query_write_escaped(segment, &out);
        buffer_add_text(&out, strchr(pattern + length, '}') + 1);
    }
    buffer_add_text(&out, question);
    buffer_add_text(&out, mark);
    if (!buffer_failed(&out))
        text = arena_copy(rq->arena, out.data, out.length);
    buffer_fini(&out);
    return text;
}

int request_set_key(struct request *rq, struct problem *reterr)
{
    const char *question = take_question(rq, rq->cursor);
    char mark[DATE_DAY_SIZE + 1] = "";

    if (rq->route->cache == ROUTE_CACHE_DAY && !request_parameter(rq, "on"))
        snprintf(mark, sizeof mark, "#%s", rq->today);
    rq->key = take_path_and_question(rq, rq->segment, question, mark);
    return rq->key ? 0 : problem_set_no_memory(reterr);
}

const char *request_next_target(const struct request *rq, const char *cursor)
{
    return take_question(rq, cursor);
}

const char *request_moved_target(const struct request *rq, const char *segment)
{
    assert(rq->segment);
    return take_path_and_question(rq, segment, take_question(rq, rq->cursor), "");
}
