/* SPDX-License-Identifier: MIT */
#include "server/stream.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "server/clock.h"

/*
 * To resume a connection costs about as much as to send a small answer, so a reader that found
 * nothing is woken for this part of the ring, or when it has slept this long.
 */
enum { STREAM_WAKE_PART = 4, STREAM_WAKE_MS = 50 };

struct stream {
    struct stream_options options;
    atomic_uint references;
    pthread_mutex_t lock;
    pthread_cond_t has_room;
    enum stream_state state; /* what the writer said */
    bool is_abandoned;
    bool is_suspended; /* the reader */
    int64_t suspended_ms;
    int64_t end_ms;    /* of the whole stream */
    int64_t window_ms; /* start of the rate's window; 0: the reader keeps up */
    uint64_t window_taken;
    uint64_t taken;
    size_t start;
    size_t length;
    char *ring;
};

struct stream *stream_new(const struct stream_options *options)
{
    struct stream *stream = calloc(1, sizeof *stream);
    pthread_condattr_t attributes;

    if (!stream)
        return NULL;
    stream->ring = malloc(options->capacity_bytes);
    if (!stream->ring) {
        free(stream);
        return NULL;
    }
    stream->options = *options;
    stream->end_ms = clock_now_ms() + options->longest_ms;
    atomic_init(&stream->references, 1);
    pthread_mutex_init(&stream->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&stream->has_room, &attributes);
    pthread_condattr_destroy(&attributes);
    return stream;
}

struct stream *stream_ref(struct stream *stream)
{
    atomic_fetch_add(&stream->references, 1);
    return stream;
}

struct stream *stream_unref(struct stream *stream)
{
    if (!stream || atomic_fetch_sub(&stream->references, 1) > 1)
        return NULL;
    pthread_cond_destroy(&stream->has_room);
    pthread_mutex_destroy(&stream->lock);
    free(stream->ring);
    free(stream);
    return NULL;
}

/* ---- the writer ---- */

/* With the lock held. suspend() and resume() are both called under it, so they never overtake each
 * other. */
static void wake_reader(struct stream *stream)
{
    if (!stream->is_suspended)
        return;
    stream->is_suspended = false;
    stream->options.resume(stream->options.arg);
}

static bool is_writable(const struct stream *stream)
{
    return stream->state == STREAM_OPEN && !stream->is_abandoned;
}

/*
 * Whether the client took too little since the window began. A window begins when the writer has to
 * wait and ends when the ring runs empty: a slow question is not the client's fault.
 */
static bool is_too_slow(struct stream *stream, int64_t now_ms)
{
    const struct stream_options *options = &stream->options;

    if (stream->window_ms == 0 || now_ms >= stream->window_ms + options->rate_window_ms) {
        uint64_t taken = stream->taken - stream->window_taken;
        uint64_t least = options->least_rate * (uint64_t)options->rate_window_ms / 1000;
        bool is_first = stream->window_ms == 0;

        stream->window_ms = now_ms;
        stream->window_taken = stream->taken;
        return !is_first && taken < least;
    }
    return false;
}

/* With the lock held. False when the stream has to be cut. */
static bool wait_for_room(struct stream *stream)
{
    while (is_writable(stream) && stream->length == stream->options.capacity_bytes) {
        int64_t now_ms = clock_now_ms();

        wake_reader(stream);
        if (now_ms >= stream->end_ms || is_too_slow(stream, now_ms))
            return false;
        int64_t limit_ms = stream->window_ms + stream->options.rate_window_ms;
        struct timespec limit =
            clock_at_ms((limit_ms < stream->end_ms ? limit_ms : stream->end_ms) + 1);
        pthread_cond_timedwait(&stream->has_room, &stream->lock, &limit);
    }
    return is_writable(stream) && clock_now_ms() < stream->end_ms;
}

/* With the lock held: as much as fits without wrapping. */
static size_t put(struct stream *stream, const char *bytes, size_t length)
{
    size_t capacity = stream->options.capacity_bytes;
    size_t at = (stream->start + stream->length) % capacity;
    size_t room = at < stream->start ? stream->start - at : capacity - at;

    if (stream->length == capacity)
        return 0;
    if (length > room)
        length = room;
    memcpy(stream->ring + at, bytes, length);
    stream->length += length;
    return length;
}

int stream_write(struct stream *stream, const void *bytes, size_t length)
{
    const char *from = bytes;
    bool is_open = true;

    pthread_mutex_lock(&stream->lock);
    while (length > 0 && (is_open = wait_for_room(stream))) {
        size_t part = put(stream, from, length);
        from += part;
        length -= part;
    }
    if (!is_open)
        stream->state = STREAM_FAILED;
    if (!is_open || stream->length >= stream->options.capacity_bytes / STREAM_WAKE_PART ||
        clock_now_ms() >= stream->suspended_ms + STREAM_WAKE_MS)
        wake_reader(stream);
    pthread_mutex_unlock(&stream->lock);
    return is_open ? 0 : -1;
}

void stream_end(struct stream *stream, bool is_whole)
{
    pthread_mutex_lock(&stream->lock);
    if (stream->state == STREAM_OPEN)
        stream->state = is_whole ? STREAM_ENDED : STREAM_FAILED;
    if (!stream->is_abandoned)
        stream->options.ending(stream->options.arg, stream->state == STREAM_ENDED);
    wake_reader(stream);
    pthread_mutex_unlock(&stream->lock);
}

/* ---- the reader ---- */

/* With the lock held. */
static size_t take(struct stream *stream, char *to, size_t room)
{
    size_t capacity = stream->options.capacity_bytes;
    size_t length = 0;

    while (length < room && stream->length > 0) {
        size_t part = capacity - stream->start;
        if (part > stream->length)
            part = stream->length;
        if (part > room - length)
            part = room - length;
        memcpy(to + length, stream->ring + stream->start, part);
        stream->start = (stream->start + part) % capacity;
        stream->length -= part;
        length += part;
    }
    stream->taken += length;
    return length;
}

/* With the lock held and the ring empty. */
static enum stream_state read_nothing(struct stream *stream)
{
    stream->window_ms = 0;
    if (stream->state == STREAM_OPEN) {
        stream->is_suspended = true;
        stream->suspended_ms = clock_now_ms();
        stream->options.suspend(stream->options.arg);
    }
    return stream->state;
}

static enum stream_state read_failure(struct stream *stream)
{
    stream->options.cut(stream->options.arg);
    return STREAM_FAILED;
}

enum stream_state stream_read(struct stream *stream, char *to, size_t room, size_t *ret_length)
{
    enum stream_state state = STREAM_OPEN;

    pthread_mutex_lock(&stream->lock);
    *ret_length = 0;
    if (stream->state == STREAM_FAILED)
        state = read_failure(stream);
    else if (stream->length == 0)
        state = read_nothing(stream);
    else
        *ret_length = take(stream, to, room);
    if (stream->length <= stream->options.capacity_bytes / 2)
        pthread_cond_signal(&stream->has_room);
    pthread_mutex_unlock(&stream->lock);
    return state;
}

void stream_abandon(struct stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->is_abandoned = true;
    stream->is_suspended = false;
    pthread_cond_signal(&stream->has_room);
    pthread_mutex_unlock(&stream->lock);
}

uint64_t stream_bytes(struct stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    uint64_t taken = stream->taken;
    pthread_mutex_unlock(&stream->lock);
    return taken;
}
