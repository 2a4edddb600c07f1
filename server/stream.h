/* SPDX-License-Identifier: MIT */
/* stream: bytes on their way from a worker, which waits when they pile up, to an event thread,
 * which must never wait. */
#ifndef ENTENTE_SERVER_STREAM_H
#define ENTENTE_SERVER_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/reply.h"

struct stream;

struct stream_options {
    size_t capacity_bytes;
    int64_t longest_ms;                       /* for the whole stream */
    uint64_t least_rate;                      /* bytes a second; 0: any */
    int64_t rate_window_ms;                   /* over which the rate is measured */
    void (*suspend)(void *arg);               /* stops the calls of stream_read() */
    void (*resume)(void *arg);                /* lets them come again; any thread */
    void (*cut)(void *arg);                   /* stream_read() is about to say STREAM_FAILED */
    void (*ending)(void *arg, bool is_whole); /* the writer has ended; any thread */
    void *arg;
};

enum stream_state {
    STREAM_OPEN,   /* @ret_length bytes; 0: none yet, and suspend() was called */
    STREAM_ENDED,  /* the whole answer was read */
    STREAM_FAILED, /* cut */
};

/** NULL when memory ran out. The caller holds one reference. */
struct stream *stream_new(const struct stream_options *options);
struct stream *stream_ref(struct stream *stream);

/** Takes NULL. Return: NULL. */
struct stream *stream_unref(struct stream *stream);

/* The worker's side is stream_write() in reply.h, then: */

/** No more bytes come. @is_whole: all were written; else the client must see that the answer is
 * cut. */
void stream_end(struct stream *stream, bool is_whole);

/* The event thread's side: */

/** Moves up to @room bytes to @to. Never waits. */
enum stream_state stream_read(struct stream *stream, char *to, size_t room, size_t *ret_length);

/** Nobody will read any more: stream_write() fails, and no hook is called from now on. */
void stream_abandon(struct stream *stream);

/** How many bytes were read. */
uint64_t stream_bytes(struct stream *stream);

#endif
