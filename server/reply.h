/* SPDX-License-Identifier: MIT */
/* reply: an answer before it is HTTP: status, type, bytes, a few headers; or a producer that
 * streams the bytes. */
#ifndef ENTENTE_SERVER_REPLY_H
#define ENTENTE_SERVER_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct problem;
struct stream;

enum { REPLY_MAX_HEADERS = 8, REPLY_HEADER_SIZE = 2048 };

/** Writes the whole answer into @stream. Return: 0, or -1 to cut the stream so that the client
 * notices. */
typedef int reply_producer(struct stream *stream, void *arg);

struct reply_header {
    const char *name; /* static */
    char *value;      /* new */
};

struct reply {
    unsigned status;
    const char *content_type; /* static; NULL: no body */
    char *body;               /* new */
    size_t body_length;
    struct reply_header headers[REPLY_MAX_HEADERS];
    size_t header_count;
    reply_producer *produce; /* NULL: the body is the answer */
    void *produce_arg;       /* borrowed from the request */
};

void reply_init(struct reply *reply);
void reply_fini(struct reply *reply);

/** Takes the bytes of @body (stolen, even on failure). Return: 0, or -1 with the problem INTERNAL.
 */
int reply_set_json(struct reply *ret, struct problem *reterr, struct buffer *body);

/** Answers with what @produce will write; @arg stays valid as long as the request. */
void reply_set_stream(struct reply *ret, const char *content_type, reply_producer *produce,
                      void *arg);

/** 308 to @location, a relative reference. */
int reply_set_redirect(struct reply *ret, struct problem *reterr, const char *location);

/** @name static, @value copied; line breaks and control characters in @value are refused. Return: 0
 * or -1. */
int reply_add_header(struct reply *ret, struct problem *reterr, const char *name,
                     const char *value);

/** Makes the problem document (RFC 9457) the answer. @instance the request's id. Never fails: at
 * worst an empty body. */
void reply_set_problem(struct reply *ret, const struct problem *problem, const char *instance);

/**
 * Writes bytes of a streamed answer; waits while the client is slower.
 *
 * Return: 0; -1 when the client has gone or a limit of the stream is reached: stop and return -1.
 */
int stream_write(struct stream *stream, const void *bytes, size_t length);

#endif
