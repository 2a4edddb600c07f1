/* SPDX-License-Identifier: MIT */
#include "server/reply.h"

#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "server/problem.h"

static const char type_json[] = "application/json";
static const char type_problem[] = "application/problem+json";

void reply_init(struct reply *reply)
{
    memset(reply, 0, sizeof *reply);
}

void reply_fini(struct reply *reply)
{
    free(reply->body);
    for (size_t i = 0; i < reply->header_count; i++)
        free(reply->headers[i].value);
    reply_init(reply);
}

/* Headers stay: a handler may add them before or after. */
static void set_content(struct reply *ret, unsigned status, const char *content_type)
{
    free(ret->body);
    ret->status = status;
    ret->content_type = content_type;
    ret->body = NULL;
    ret->body_length = 0;
    ret->produce = NULL;
    ret->produce_arg = NULL;
}

int reply_set_json(struct reply *ret, struct problem *reterr, struct buffer *body)
{
    size_t length;
    char *bytes = buffer_steal(body, &length);

    if (!bytes)
        return problem_set_no_memory(reterr);
    set_content(ret, 200, type_json);
    ret->body = bytes;
    ret->body_length = length;
    return 0;
}

void reply_set_stream(struct reply *ret, const char *content_type, reply_producer *produce,
                      void *arg)
{
    set_content(ret, 200, content_type);
    ret->produce = produce;
    ret->produce_arg = arg;
}

int reply_set_redirect(struct reply *ret, struct problem *reterr, const char *location)
{
    if (reply_add_header(ret, reterr, "Location", location) < 0)
        return -1;
    set_content(ret, 308, NULL);
    return 0;
}

/* Field values, RFC 9110 section 5.5, without obs-text: what we send is ASCII. */
static bool is_header_value(const char *value)
{
    for (const char *c = value; *c; c++)
        if (*c < 0x20 || *c > 0x7e)
            return false;
    return strlen(value) < REPLY_HEADER_SIZE;
}

int reply_add_header(struct reply *ret, struct problem *reterr, const char *name, const char *value)
{
    if (ret->header_count == REPLY_MAX_HEADERS || !is_header_value(value)) {
        problem_set(reterr, PROBLEM_INTERNAL, NULL, "The server could not write its answer.");
        return problem_set_cause(reterr, "header %s: too many, too long or not printable", name);
    }
    char *copy = strdup(value);

    if (!copy)
        return problem_set_no_memory(reterr);
    ret->headers[ret->header_count++] = (struct reply_header){name, copy};
    return 0;
}

static void add_string(struct buffer *out, const char *member, const char *prefix, const char *text)
{
    char joined[REPLY_HEADER_SIZE];
    size_t prefix_length = strlen(prefix);
    size_t length = strnlen(text, sizeof joined - prefix_length);

    memcpy(joined, prefix, prefix_length);
    memcpy(joined + prefix_length, text, length);
    buffer_add_format(out, ",\"%s\":", member);
    buffer_add_json_string(out, joined, prefix_length + length);
}

static void write_problem(const struct problem *problem, const char *instance, struct buffer *out)
{
    const char *title = problem_title(problem->kind);

    buffer_add_format(out, "{\"type\":\"/problems/%s\"", problem_name(problem->kind));
    add_string(out, "title", "", title);
    buffer_add_format(out, ",\"status\":%u", problem_status(problem->kind));
    add_string(out, "detail", "", problem->detail[0] ? problem->detail : title);
    if (instance)
        add_string(out, "instance", "urn:entente:request:", instance);
    if (problem->parameter[0])
        add_string(out, "parameter", "", problem->parameter);
    buffer_add_text(out, "}\n");
}

void reply_set_problem(struct reply *ret, const struct problem *problem, const char *instance)
{
    struct buffer body;
    size_t length;

    buffer_init(&body);
    write_problem(problem, instance, &body);
    char *bytes = buffer_steal(&body, &length);
    reply_fini(ret);
    set_content(ret, problem_status(problem->kind), bytes ? type_problem : NULL);
    ret->body = bytes;
    ret->body_length = bytes ? length : 0;
}
