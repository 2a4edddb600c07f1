/* SPDX-License-Identifier: MIT */
/* request_private: what a request is made of; for exchange, request and parameters alone. */
#ifndef ENTENTE_SERVER_REQUEST_PRIVATE_H
#define ENTENTE_SERVER_REQUEST_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/arena.h"
#include "model/date.h"
#include "model/query.h"

struct problem;
struct route;
struct routes;

struct request {
    struct arena *arena; /* the one below: handlers take from it, though the request is const */
    struct arena memory;
    const struct routes *routes;
    const struct route *route; /* NULL: none was found, or OPTIONS * */
    const char *path;          /* decoded */
    const char *segment;       /* NULL: the path has none in braces */
    struct query query;
    const char **own;   /* values of the route's own parameters in its order; NULL: not given */
    const char *cursor; /* as it came; NULL: from the start */
    const char *key;
    char today[DATE_DAY_SIZE];
    bool is_options;
    bool takes_gzip;
    bool is_open; /* a read transaction waits for request_finish_stream() */
    struct db *db;
    int64_t revision;
};

/** Writes the key of a request that was read to its end. Return: 0, or -1 with INTERNAL. */
int request_set_key(struct request *rq, struct problem *reterr);

#endif
