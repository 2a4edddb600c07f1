/* SPDX-License-Identifier: MIT */
/* watchdog: knows every open connection, and cuts those that take longer than they may. Why and
 * how: docs/decisions/watchdog.md. */
#ifndef ENTENTE_SERVER_WATCHDOG_H
#define ENTENTE_SERVER_WATCHDOG_H

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct sockaddr;
struct watchdog;

/* How long a connection may be without a request, and a request's header may come. */
struct watchdog_limits {
    int64_t idle_ms;
    int64_t header_ms;
};

/* Written by the connection's event thread; the watchdog reads it at any time. */
struct connection {
    struct connection *previous;
    struct connection *next;
    int descriptor;
    bool is_bounded; /* it counts among those of its client */
    char client[INET6_ADDRSTRLEN];
    atomic_int_fast64_t idle_since_ms;
    atomic_int_fast64_t begun_ms;     /* when a request's first byte was noticed; 0: none yet */
    atomic_int_fast64_t deadline_ms;  /* of a request whose header is complete; 0: there is none */
    atomic_uint_fast64_t consumed;    /* bytes of all complete headers: what requests took so far */
    atomic_uint_fast64_t drain_bytes; /* bytes that had come when draining began */
};

/** Starts the thread. NULL when memory or threads ran out. */
struct watchdog *watchdog_start(const struct watchdog_limits *limits);

/** Ends the thread; every connection must have been removed. Takes NULL. Return: NULL. */
struct watchdog *watchdog_stop(struct watchdog *watchdog);

/**
 * Begins to watch a new connection.
 *
 * @most_per_client  connections of one address, of those that were added with such a limit; 0: any
 *
 * Return: borrowed until watchdog_remove(); NULL: the client has as many, or no memory is left.
 */
struct connection *watchdog_add(struct watchdog *watchdog, int descriptor,
                                const struct sockaddr *address, unsigned most_per_client);

/** Must come before the descriptor is closed. */
void watchdog_remove(struct watchdog *watchdog, struct connection *connection);

/* What happens to a connection; its event thread says so. */
void connection_begin(struct connection *connection); /* the request line is complete */
void connection_take_header(struct connection *connection, uint64_t bytes);
void connection_set_limit(struct connection *connection, int64_t limit_ms); /* from now */
void connection_finish(struct connection *connection); /* the answer was given to the kernel */

/** Whether bytes have come, before draining began, that no request took yet. */
bool connection_has_more_to_answer(const struct connection *connection);

/** Remembers how many bytes each connection had sent. From now on added ones are looked at as they
 * are. */
void watchdog_begin_drain(struct watchdog *watchdog);

/** Closes the connections that have no request. Return: how many are left. */
unsigned watchdog_close_idle(struct watchdog *watchdog);

/** Cuts all connections. Return: how many had a request. */
unsigned watchdog_cut_all(struct watchdog *watchdog);

/* What the kernel knows of a connection. */
struct watchdog_received {
    uint64_t bytes; /* 0 when it cannot tell */
    bool has_ended; /* the client will send no more */
};

struct watchdog_received watchdog_received(int descriptor);

#endif
