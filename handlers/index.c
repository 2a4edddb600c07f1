/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include "handlers/handlers.h"
#include "model/buffer.h"
#include "model/words.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

static void add_text(struct buffer *out, const char *before, const char *text)
{
    buffer_add_text(out, before);
    buffer_add_json_string(out, text, strlen(text));
}

/* GET /: the paths there are, each with what it answers. */
int index_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const struct routes *routes = request_routes(rq);
    struct buffer out;

    buffer_init(&out);
    buffer_add_text(&out, "{\"data\":[");
    for (size_t i = 0; i < routes->count; i++) {
        buffer_add_text(&out, i ? ",\n" : "\n");
        add_text(&out, "{\"path\":", routes->route[i].path);
        add_text(&out, ",\"summary\":", routes->route[i].summary);
        buffer_add_text(&out, "}");
    }
    buffer_add_text(&out, "\n]}\n");
    return reply_set_json(ret, reterr, &out);
}

static void add_kind(struct buffer *out, enum problem_kind kind)
{
    buffer_add_format(out, "{\"type\":\"/problems/%s\"", problem_name(kind));
    add_text(out, ",\"title\":", problem_title(kind));
    buffer_add_format(out, ",\"status\":%u", problem_status(kind));
    add_text(out, ",\"remedy\":", problem_remedy(kind));
    buffer_add_text(out, "}");
}

/* GET /problems: the kinds of problems that answers name. */
int problems_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct buffer out;

    (void)rq;
    buffer_init(&out);
    buffer_add_text(&out, "{\"data\":[");
    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        buffer_add_text(&out, kind ? ",\n" : "\n");
        add_kind(&out, (enum problem_kind)kind);
    }
    buffer_add_text(&out, "\n]}\n");
    return reply_set_json(ret, reterr, &out);
}

static int refuse(const char *given, struct problem *reterr)
{
    struct words_search search;
    const char *nearest = NULL;

    words_search_begin(&search, given);
    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        if (words_search_offer(&search, problem_name((enum problem_kind)kind)))
            nearest = problem_name((enum problem_kind)kind);
    }
    if (!nearest)
        return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                           "There is no kind of problem \"%.60s\"; /problems lists them all.",
                           given);
    return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                       "There is no kind of problem \"%.60s\". Did you mean /problems/%s?", given,
                       nearest);
}

/* GET /problems/{name}: one kind of problem, where the type of problem documents points to. */
int problem_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const char *given = request_segment(rq);
    struct buffer out;

    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        if (strcmp(problem_name((enum problem_kind)kind), given) != 0)
            continue;
        buffer_init(&out);
        add_kind(&out, (enum problem_kind)kind);
        buffer_add_char(&out, '\n');
        return reply_set_json(ret, reterr, &out);
    }
    return refuse(given, reterr);
}
