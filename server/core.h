/* SPDX-License-Identifier: MIT */
/* core: what the parts of a running server share; for daemon, drain, loop, server and transfer
 * alone. */
#ifndef ENTENTE_SERVER_CORE_H
#define ENTENTE_SERVER_CORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/listen.h"
#include "server/server.h"

struct MHD_Response;
struct loops;

/* The public one and, where it is wanted, the admin's. */
enum { LISTENER_PUBLIC, LISTENER_ADMIN, LISTENER_COUNT };

struct listener {
    struct server *server;
    struct loops *loops; /* NULL: there is no such listener */
    struct listening at;
    bool is_admin;
    unsigned max_connections;
    unsigned max_per_client;       /* 0: no limit */
    atomic_uint connections;       /* that are open, or just being accepted */
    atomic_int left;               /* while draining: how many are still to be accepted */
    atomic_uint lost;              /* while draining: how many of those could not be */
    atomic_int_fast64_t warned_ms; /* when it was last said that none can be taken; 0: never */
};

struct server {
    struct server_options options;
    struct cache *cache;
    struct memo *memo;
    struct flights *flights;
    struct seats *seats;
    struct workers *workers;
    struct watchdog *watchdog;
    struct MHD_Response *last_resort; /* for when there is no memory to make an answer */
    struct listener listeners[LISTENER_COUNT];
    unsigned worker_count;
    unsigned max_streams;
    atomic_uint streams; /* that hold a worker, or wait for one */
    atomic_int_fast64_t revision;
    atomic_bool is_draining;
    atomic_uint awake; /* event threads and workers that are not asleep */
    uint64_t first_id; /* of a request: chosen at random */
    atomic_uint_fast64_t requests;
    uint64_t seen_requests;    /* at the last server_rest() */
    uint64_t trimmed_requests; /* when memory was last given back */
};

#endif
