/* SPDX-License-Identifier: MIT */
/* merge: a tree of losers (Knuth, The Art of Computer Programming 3, 5.4.1): one comparison a level
 * for each record. */
#include "db/import/merge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/import/record.h"

enum { MEMORY_BYTES = 8 * 1024 * 1024, LEAST_BYTES = 4096, MOST_BYTES = 256 * 1024 };

struct source {
    struct record record;
    bool is_over;
    uint64_t at, end; /* of the file: what is not read yet */
    uint8_t *buffer;
    size_t from, to; /* of the buffer: what is not taken yet */
};

struct merge {
    int fd;
    size_t count;
    size_t buffer_bytes;
    struct source *sources;
    size_t *losers; /* of the inner nodes 1 .. count - 1; 0: the winner */
    bool has_begun;
};

struct merge *merge_free(struct merge *merge)
{
    if (!merge)
        return NULL;
    for (size_t i = 0; merge->sources && i < merge->count; i++)
        free(merge->sources[i].buffer);
    free(merge->sources);
    free(merge->losers);
    free(merge);
    return NULL;
}

static size_t choose_buffer(size_t count)
{
    const size_t share = MEMORY_BYTES / count;

    if (share < LEAST_BYTES)
        return LEAST_BYTES;
    return share > MOST_BYTES ? MOST_BYTES : share;
}

/* --- reading a run --- */

static enum db_status refill(struct merge *merge, struct source *source,
                             struct db_message *ret_message)
{
    const size_t rest = source->to - source->from;

    memmove(source->buffer, source->buffer + source->from, rest);
    source->from = 0;
    source->to = rest;
    while (source->to < merge->buffer_bytes && source->at < source->end) {
        const size_t room = merge->buffer_bytes - source->to;
        const uint64_t left = source->end - source->at;
        const ssize_t got = pread(merge->fd, source->buffer + source->to,
                                  left < room ? (size_t)left : room, (off_t)source->at);

        if (got == 0 || (got < 0 && errno != EINTR))
            return message_set(ret_message, DB_FAILED, "cannot read what was sorted: %s",
                               got == 0 ? "it is gone" : strerror(errno));
        if (got > 0) {
            source->to += (size_t)got;
            source->at += (uint64_t)got;
        }
    }
    return DB_OK;
}

static enum db_status advance(struct merge *merge, struct source *source,
                              struct db_message *ret_message)
{
    if (source->to - source->from < RECORD_MOST_BYTES && source->at < source->end) {
        enum db_status status = refill(merge, source, ret_message);

        if (status != DB_OK)
            return status;
    }
    source->is_over = source->from == source->to;
    if (!source->is_over)
        source->from += record_decode(source->buffer + source->from, &source->record);
    return DB_OK;
}

/* --- the tree --- */

static bool is_before(const struct merge *merge, size_t a, size_t b)
{
    const struct source *x = &merge->sources[a];
    const struct source *y = &merge->sources[b];

    if (x->is_over || y->is_over)
        return y->is_over && !x->is_over;
    return record_compare(&x->record, &y->record) < 0;
}

/* Plays all games: node n has the children 2n and 2n + 1, the runs are nodes count and up. */
static void play(struct merge *merge, size_t *winners)
{
    const size_t count = merge->count;

    for (size_t i = 0; i < count; i++)
        winners[count + i] = i;
    for (size_t node = count - 1; node > 0; node--) {
        const size_t a = winners[2 * node];
        const size_t b = winners[2 * node + 1];
        const bool is_a = is_before(merge, a, b);

        winners[node] = is_a ? a : b;
        merge->losers[node] = is_a ? b : a;
    }
    merge->losers[0] = winners[1];
}

/* The last winner's run has another record: only its own games are played again. */
static void replay(struct merge *merge)
{
    size_t winner = merge->losers[0];

    for (size_t node = (merge->count + winner) / 2; node > 0; node /= 2) {
        if (is_before(merge, merge->losers[node], winner)) {
            const size_t loser = winner;

            winner = merge->losers[node];
            merge->losers[node] = loser;
        }
    }
    merge->losers[0] = winner;
}

static enum db_status begin(struct merge *merge, const struct merge_run *runs,
                            struct db_message *ret_message)
{
    size_t *winners = calloc(merge->count * 2, sizeof(*winners));
    enum db_status status = DB_OK;

    if (!winners)
        return message_set(ret_message, DB_MEMORY, "no memory");
    for (size_t i = 0; status == DB_OK && i < merge->count; i++) {
        struct source *source = &merge->sources[i];

        *source = (struct source){.at = runs[i].begin, .end = runs[i].end};
        source->buffer = malloc(merge->buffer_bytes);
        status = source->buffer ? advance(merge, source, ret_message)
                                : message_set(ret_message, DB_MEMORY, "no memory");
    }
    if (status == DB_OK)
        play(merge, winners);
    free(winners);
    return status;
}

enum db_status merge_new(int fd, const struct merge_run *runs, size_t count, struct merge **ret,
                         struct db_message *ret_message)
{
    struct merge *merge = calloc(1, sizeof(*merge));
    enum db_status status = DB_MEMORY;

    if (!merge)
        return message_set(ret_message, DB_MEMORY, "no memory");
    *merge = (struct merge){.fd = fd, .count = count, .buffer_bytes = choose_buffer(count)};
    merge->sources = calloc(count, sizeof(*merge->sources));
    merge->losers = calloc(count, sizeof(*merge->losers));
    if (merge->sources && merge->losers)
        status = begin(merge, runs, ret_message);
    else
        message_set(ret_message, DB_MEMORY, "no memory");
    if (status != DB_OK)
        merge = merge_free(merge);
    *ret = merge;
    return status;
}

enum db_status merge_next(struct merge *merge, const struct record **ret,
                          struct db_message *ret_message)
{
    enum db_status status = DB_OK;

    if (merge->has_begun) {
        status = advance(merge, &merge->sources[merge->losers[0]], ret_message);
        replay(merge);
    }
    merge->has_begun = true;
    const struct source *winner = &merge->sources[merge->losers[0]];
    *ret = winner->is_over ? NULL : &winner->record;
    return status;
}
