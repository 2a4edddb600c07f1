/* SPDX-License-Identifier: MIT */
/* daemon: libmicrohttpd for the connections of one event thread. It neither listens nor waits: the
 * thread's loop does (server/loop.h), and says when there is something to read or to write. */
#ifndef ENTENTE_SERVER_DAEMON_H
#define ENTENTE_SERVER_DAEMON_H

#include <stdbool.h>
#include <sys/socket.h>

#include "server/hold.h"

struct MHD_Connection;
struct MHD_Daemon;
struct listener;

struct daemon {
    struct listener *listener;
    struct MHD_Daemon *mhd;
    int events;     /* readable when there is something to read or to write; the library's */
    int woken;      /* readable when a connection was resumed, or daemon_wake() called */
    unsigned calls; /* of the handler so far */
    const struct MHD_Connection *asking; /* the last one that asked */
    unsigned in_turn;                    /* how often in a row it did before */
    struct hold hold;                    /* answers that leave together */
};

/** Return: false when memory or descriptors ran out; daemon_close() it in either case. */
bool daemon_open(struct daemon *ret, struct listener *listener);

/** Takes over a connection, whether it succeeds or not. Return: false: it was closed. */
bool daemon_add(struct daemon *daemon, int descriptor, const struct sockaddr *address,
                socklen_t size);

/** How long there is nothing to do without an event, in milliseconds; -1: for ever. */
int daemon_wait_ms(const struct daemon *daemon);

/** Reads and writes what can be without waiting. Return: whether a request went on. */
bool daemon_run(struct daemon *daemon);

/** Goes on with a connection that was suspended; for any thread. */
void daemon_resume(struct daemon *daemon, struct MHD_Connection *mhd);

/** Lets the thread look what there is to do; for any thread. */
void daemon_wake(const struct daemon *daemon);

/** The thread is awake and will look. */
void daemon_clear_wake(const struct daemon *daemon);

/** Cuts what is still open. No connection may wait for a worker any more. */
void daemon_close(struct daemon *daemon);

#endif
