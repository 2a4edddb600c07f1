/* SPDX-License-Identifier: MIT */
#include "server/exchange.h"

#include <assert.h>
#include <string.h>

#include "model/words.h"
#include "server/accept.h"
#include "server/parameters.h"
#include "server/request_private.h"
#include "server/target.h"

static const char *const methods_allowed[] = {"GET", "HEAD", "OPTIONS", NULL};
static const char *const methods_known[] = {"POST",  "PUT",     "PATCH", "DELETE",
                                            "TRACE", "CONNECT", NULL};

static int read_method(struct request *rq, const struct arrival *arrival, bool *ret_is_allowed,
                       struct problem *reterr)
{
    rq->is_options = strcmp(arrival->method, "OPTIONS") == 0;
    *ret_is_allowed = words_have(methods_allowed, arrival->method);
    if (*ret_is_allowed || words_have(methods_known, arrival->method))
        return 0;
    return problem_set(reterr, PROBLEM_NOT_IMPLEMENTED, NULL,
                       "There is no method \"%.40s\"; use GET, HEAD or OPTIONS.", arrival->method);
}

static bool is_offered(const struct route *route, const struct arrival *arrival)
{
    return route->is_for_admin || !arrival->is_admin;
}

enum { LONGEST_LIKENESS = 128 };

/* The route's path with the given text in its braces, where that has as many segments before it. */
static void fill_pattern(const char *pattern, const char *path, char ret[2 * LONGEST_LIKENESS])
{
    size_t used = 0;

    for (const char *at = pattern; *at;) {
        size_t length = strcspn(at + 1, "/") + 1;
        size_t given = *path ? strcspn(path + 1, "/") + 1 : 0;
        bool is_filled = at[1] == '{' && given > 1;
        size_t taken = is_filled ? given : length;

        if (used + taken >= 2 * LONGEST_LIKENESS)
            break;
        memcpy(ret + used, is_filled ? path : at, taken);
        used += taken;
        at += length;
        path += given;
    }
    ret[used] = '\0';
}

/* Return: whether a path is near; then @ret has it. */
static bool find_nearest(const struct routes *routes, const struct arrival *arrival,
                         const char *path, char ret[2 * LONGEST_LIKENESS])
{
    char filled[2 * LONGEST_LIKENESS];
    unsigned least = (unsigned)(strnlen(path, LONGEST_LIKENESS) / 3) + 1;

    if (strlen(path) >= LONGEST_LIKENESS)
        return false;
    ret[0] = '\0';
    for (size_t i = 0; i < routes->count; i++) {
        if (!is_offered(&routes->route[i], arrival))
            continue;
        fill_pattern(routes->route[i].path, path, filled);
        unsigned distance = words_distance(path, filled, least);

        if (distance >= least)
            continue;
        least = distance;
        strcpy(ret, filled);
    }
    return ret[0];
}

static int refuse_path(const struct routes *routes, const struct arrival *arrival, const char *path,
                       struct problem *reterr)
{
    char nearest[2 * LONGEST_LIKENESS];

    if (find_nearest(routes, arrival, path, nearest))
        return problem_set(reterr, PROBLEM_NOT_FOUND, NULL,
                           "There is nothing at %.150s. Did you mean %s?", path, nearest);
    return problem_set(reterr, PROBLEM_NOT_FOUND, NULL,
                       "There is nothing at %.150s; /openapi.json lists the paths.", path);
}

static int find_route(struct request *rq, const struct arrival *arrival, struct problem *reterr)
{
    const char *segment = NULL;
    const struct route *route = route_find(rq->routes, rq->path, &segment);

    if (!route || !is_offered(route, arrival))
        return refuse_path(rq->routes, arrival, rq->path, reterr);
    if (segment) {
        rq->segment = arena_copy(rq->arena, segment, strcspn(segment, "/"));
        if (!rq->segment)
            return problem_set_no_memory(reterr);
    }
    rq->route = route;
    return 0;
}

static int read_path(struct request *rq, const struct arrival *arrival, struct target *target,
                     struct problem *reterr)
{
    if (target_read_path(arrival->target, rq->arena, target, reterr) < 0)
        return -1;
    rq->path = target->path;
    if (!target->is_asterisk)
        return find_route(rq, arrival, reterr);
    if (rq->is_options)
        return 0;
    return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "* goes with OPTIONS only.");
}

static int check_method(const struct arrival *arrival, bool is_allowed, struct problem *reterr)
{
    if (is_allowed)
        return 0;
    return problem_set(reterr, PROBLEM_METHOD_NOT_ALLOWED, NULL, "This path takes %s, not %.40s.",
                       request_allow(), arrival->method);
}

/* A preflight names the path it is about; what the query says does not matter to it. */
static int read_query(struct request *rq, const struct exchange_limits *limits,
                      const struct arrival *arrival, struct target *target, struct problem *reterr)
{
    if (rq->is_options)
        return 0;
    if (target_read_query(target, rq->arena, reterr) < 0)
        return -1;
    return parameters_read(rq, limits, target, arrival->accept, reterr);
}

/* Streams need chunks to show that they were cut, which HTTP/1.0 does not have. */
static int check_version(const struct request *rq, const struct arrival *arrival,
                         struct problem *reterr)
{
    if (!arrival->is_http_1_0 || !request_is_stream(rq))
        return 0;
    return problem_set(reterr, PROBLEM_HTTP_VERSION, NULL,
                       "CSV and NDJSON need HTTP/1.1; ask for JSON or with HTTP/1.1.");
}

static int read_request(struct request *rq, const struct exchange_limits *limits,
                        const struct arrival *arrival, struct problem *reterr)
{
    struct target target;
    bool is_allowed;

    if (read_method(rq, arrival, &is_allowed, reterr) < 0 ||
        read_path(rq, arrival, &target, reterr) < 0 ||
        check_method(arrival, is_allowed, reterr) < 0 ||
        read_query(rq, limits, arrival, &target, reterr) < 0 ||
        check_version(rq, arrival, reterr) < 0)
        return -1;
    return rq->is_options ? 0 : request_set_key(rq, reterr);
}

int request_new(const struct routes *routes, const struct exchange_limits *limits,
                const struct arrival *arrival, struct request **ret, struct problem *reterr)
{
    struct arena memory;

    *ret = NULL;
    arena_init(&memory);
    struct request *rq = arena_alloc(&memory, sizeof *rq);
    if (!rq)
        return problem_set_no_memory(reterr);
    rq->memory = memory;
    rq->arena = &rq->memory;
    rq->routes = routes;
    rq->key = "";
    rq->takes_gzip = accept_takes_gzip(arrival->accept_encoding);
    date_today(rq->today);
    int result = read_request(rq, limits, arrival, reterr);

    *ret = result < 0 && !rq->route ? request_free(rq) : rq;
    return result;
}

struct request *request_free(struct request *rq)
{
    struct arena memory;

    if (!rq)
        return NULL;
    memory = rq->memory; /* which has the request, too */
    arena_fini(&memory);
    return NULL;
}

void request_finish_stream(struct request *rq, const struct exchange_database *database,
                           struct db *db)
{
    if (rq->is_open)
        database->end(db);
    rq->is_open = false;
    rq->db = NULL;
}

static int begin(struct request *rq, const struct exchange_database *database, struct db *db,
                 enum exchange_pace pace, struct problem *reterr)
{
    if (!rq->route->needs_database)
        return 0;
    if (request_is_stream(rq))
        pace = PACE_STREAM;
    if (database->begin(db, request_day(rq), pace, &rq->revision, reterr) < 0)
        return -1;
    rq->is_open = true;
    rq->db = db;
    return 0;
}

int request_answer(struct request *rq, const struct exchange_database *database, struct db *db,
                   enum exchange_pace pace, struct reply *ret, struct problem *reterr)
{
    assert(rq->route && !rq->is_options);
    reply_init(ret);
    if (begin(rq, database, db, pace, reterr) < 0)
        return -1;
    int result = rq->route->handler(rq, ret, reterr);

    if (result < 0)
        reply_fini(ret);
    if (result < 0 || !ret->produce)
        request_finish_stream(rq, database, db);
    return result;
}
