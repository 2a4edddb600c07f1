/* SPDX-License-Identifier: MIT */
/*
 * Requests of strangers, from raw target to reply, without a socket. An input is method, target,
 * Accept and Accept-Encoding, a line each; what follows them are the bytes of a page mark.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "notes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true)
{
    if (!is_true)
        abort();
}

/* A refusal can be said, whatever it quotes. */
static void try_problem(const struct problem *problem)
{
    struct reply reply;

    require(problem->detail[0] && problem->kind != PROBLEM_INTERNAL);
    reply_init(&reply);
    reply_set_problem(&reply, problem, "id");
    json_t *document = json_loadb(reply.body, reply.body_length, 0, NULL);

    require(document != NULL);
    json_decref(document);
    reply_fini(&reply);
}

static char *text_of(struct buffer *buffer)
{
    size_t length;

    buffer_add_char(buffer, '\0');
    return buffer_steal(buffer, &length);
}

/* A page mark that is read is written the same again. */
static void try_mark(const struct query *query, const char *mark)
{
    const struct value *values;
    struct buffer again;
    struct arena arena;

    if (!query_cursor_fits(query, mark))
        return;
    arena_init(&arena);
    require(query_cursor_read(query, mark, &arena, &values));
    buffer_init(&again);
    query_cursor_write(query, values, &again);
    char *text = text_of(&again);

    require(strcmp(text, mark) == 0);
    free(text);
    arena_fini(&arena);
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* The bytes behind a right version and hash, as nobody guesses them. */
static void try_bytes(const struct query *query, const char *bytes, size_t size)
{
    unsigned char raw[2048] = {1};
    const uint64_t hash = query->asked;
    const size_t length = 9 + (size < sizeof raw - 12 ? size : sizeof raw - 12);
    struct buffer mark;

    for (int i = 0; i < 8; i++)
        raw[1 + i] = (unsigned char)(hash >> (56 - 8 * i));
    memcpy(raw + 9, bytes, length - 9);
    buffer_init(&mark);
    for (size_t bit = 0; bit < length * 8; bit += 6) {
        const unsigned pair = (unsigned)raw[bit / 8] << 8 | raw[bit / 8 + 1];

        buffer_add_char(&mark, digits[pair >> (10 - bit % 8) & 0x3f]);
    }
    char *text = text_of(&mark);

    try_mark(query, text);
    free(text);
}

/* The key is a target that asks the same. */
static void try_key(const struct request *rq)
{
    struct problem problem;
    struct request *again;
    char *target = strdup(request_key(rq));

    target[strcspn(target, "#")] = '\0';
    require(notes_get(target, &again, &problem) == 0);
    require(strcmp(request_key(rq), request_key(again)) == 0);
    free(target);
    request_free(again);
}

static void try_answer(struct request *rq)
{
    const struct exchange_database database = notes_database();
    struct notes_calls calls = {0};
    struct problem problem;
    struct reply reply;

    if (request_answer(rq, &database, notes_db(&calls), PACE_ORDINARY, &reply, &problem) == 0)
        reply_fini(&reply);
    request_finish_stream(rq, &database, notes_db(&calls));
    require(calls.begun == calls.ended);
}

static void try_request(const struct arrival *arrival, const char *mark, size_t size)
{
    struct problem problem;
    struct request *rq;

    if (request_new(&notes_routes, &notes_limits, arrival, &rq, &problem) < 0) {
        try_problem(&problem);
        request_free(rq);
        return;
    }
    if (!request_is_options(rq)) {
        try_key(rq);
        try_answer(rq);
    }
    if (request_query(rq)->resource && !request_is_options(rq))
        try_bytes(request_query(rq), mark, size);
    request_free(rq);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const nothing = "";
    const char *lines[5] = {nothing, nothing, nothing, nothing, nothing};
    char *text = malloc(size + 1);
    char *at = text;

    memcpy(text, data, size);
    text[size] = '\0';
    for (int i = 0; i < 4 && *at; i++) {
        lines[i] = at;
        at += strcspn(at, "\n");
        if (*at)
            *at++ = '\0';
    }
    const struct arrival arrival = {
        .method = lines[0],
        .target = lines[1],
        .accept = lines[2],
        .accept_encoding = lines[3],
    };

    try_request(&arrival, at, size - (size_t)(at - text));
    free(text);
    return 0;
}
