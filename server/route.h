/* SPDX-License-Identifier: MIT */
/* route: one table of paths; handlers, parameters, caching and the API description are made from
 * it. */
#ifndef ENTENTE_SERVER_ROUTE_H
#define ENTENTE_SERVER_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/representation.h"
#include "model/resource.h"

struct problem;
struct reply;
struct request;

/** Answers @rq. Return: 0 with @ret set, or -1 with @reterr set. */
typedef int route_handler(const struct request *rq, struct reply *ret, struct problem *reterr);

/* What an answer depends on, and so how long it can be given again. */
enum route_cache {
    ROUTE_CACHE_NEVER,    /* health */
    ROUTE_CACHE_BUILD,    /* the program alone */
    ROUTE_CACHE_REVISION, /* the records */
    ROUTE_CACHE_DAY,      /* the records and today's date */
};

/* Where the handler runs; it cannot tell. */
enum route_runs {
    ROUTE_RUNS_WORKER,
    /* On the thread that reads the request where a connection is idle, and there only as long as
     * PACE_QUICK allows; a worker begins anew what takes longer. */
    ROUTE_RUNS_QUICK,
    /* On the thread that reads the request, so that it answers when every worker is busy. All other
     * clients of that thread wait meanwhile: only what is quick and needs no database. */
    ROUTE_RUNS_INLINE,
};

enum route_takes {
    ROUTE_TAKES_LIST =
        1 << 0, /* the resource's filters, sort, fields, limit, cursor, count, format */
    ROUTE_TAKES_FIELDS = 1 << 1,  /* fields= alone */
    ROUTE_TAKES_FILTERS = 1 << 2, /* the resource's filters alone */
    ROUTE_TAKES_WORDS = 1 << 3,   /* its own q= has words to search for */
    ROUTE_TAKES_FEEDS = 1 << 4,   /* a list whose rows are dated: calendars and feeds too */
};

enum route_answers { ROUTE_ANSWERS_LIST, ROUTE_ANSWERS_RECORD, ROUTE_ANSWERS_OTHER };

/* One way to write an answer that is no list. */
struct route_format {
    const char *word; /* as format= says it */
    const char *type; /* media type without parameters */
};

struct route {
    const char *path; /* /v1/agreements/{id}: at most one segment in braces */
    route_handler *handler;
    const struct resource *resource; /* or NULL */
    const struct resource *whose; /* the resource that the text in braces is an id of; NULL: the one
                                     above */
    unsigned takes;
    enum route_answers answers;
    enum route_cache cache;
    enum route_runs runs;
    bool needs_database; /* a read transaction is open while the handler runs */
    bool is_for_admin;   /* also on the admin listener */
    /* Of this route alone; refused when not listed. FIELD_MANY: several values, order kept. */
    const struct field *parameters;
    size_t parameter_count;
    const char *required;      /* the parameter that must be given, or NULL */
    const char *how_to_narrow; /* told when a question takes too long; NULL: what fits most */
    const char *summary;
    const char *response; /* name of the answer's schema in the API description, when not a list or
                             record */
    /* What the route's own parameter format= and Accept choose from, the default first; its word
     * NULL last. request_parameter("format") then has what was chosen, NULL for the default. NULL:
     * what lists have, or content_type alone. */
    const struct route_format *formats;
    const char
        *content_type; /* of the answer; NULL: application/json, and for lists those of formats */
};

struct routes {
    const struct route *route;
    size_t count;
};

/**
 * Finds the route of @path.
 *
 * @ret_segment  start of the text in place of the braces, inside @path; NULL when the route has
 * none
 *
 * Return: borrowed; NULL when there is none.
 */
const struct route *route_find(const struct routes *routes, const char *path,
                               const char **ret_segment);

/** Whether the answer can be written so. */
bool route_has_format(const struct route *route, enum query_format format);

#endif
