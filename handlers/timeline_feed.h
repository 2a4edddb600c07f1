/* SPDX-License-Identifier: MIT */
/* timeline_feed: a timeline for programs that subscribe to it: a calendar, or an Atom feed. */
#ifndef ENTENTE_HANDLERS_TIMELINE_FEED_H
#define ENTENTE_HANDLERS_TIMELINE_FEED_H

#include <stdbool.h>

#include "handlers/uuid.h"
#include "model/date.h"

struct arena;
struct buffer;
struct pair;
struct problem;
struct reply;
struct request;

/**
 * Answers the request's question about a timeline in its format, one of those that are feeds.
 *
 * @rows  as for list_reply_made(), members as in model/resources/timeline.c
 */
int timeline_feed_reply(const struct request *rq, const struct buffer *rows,
                        const struct pair *pair, struct reply *ret, struct problem *reterr);

/* --- for the writers --- */

enum { FEED_TIME_SIZE = 21 }; /* 2024-08-21T00:00:00Z and its NUL */

/* What a feed says of itself. */
struct feed {
    const struct pair *pair;
    const char *target;      /* the request's, in one spelling */
    char uuid[UUID_SIZE];    /* of this question about this pair */
    char at[FEED_TIME_SIZE]; /* when the revision that it shows was made */
};

/* A row; texts borrowed until the next one. */
struct feed_entry {
    const char *kind;
    const char *title;
    const char *path;
    const char *about; /* sentences, a line each: what else is to be known */
    bool has_date;     /* false: date is all zero */
    struct date date;
    const char *day; /* of those that the date may mean the one that stands for it: the last one of
                        what ends or is to be reached by then, else the first; inside date */
    char uuid[UUID_SIZE];
};

/* Writes go on after a failure; ask buffer_failed() at the end. */
struct feed_writer {
    void (*begin)(const struct feed *feed, struct buffer *out);
    void (*add)(const struct feed *feed, const struct feed_entry *entry, struct buffer *out);
    void (*end)(struct buffer *out);
    bool is_newest_first;
};

extern const struct feed_writer timeline_calendar; /* RFC 5545 */
extern const struct feed_writer timeline_atom;     /* RFC 4287 */

#endif
