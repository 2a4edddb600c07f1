/* SPDX-License-Identifier: MIT */
/* own_server: a server inside the test, with routes and a database of the test's own, so that
 * answers take as long, and fail, as the test wants. */
#ifndef ENTENTE_TESTS_API_OWN_SERVER_H
#define ENTENTE_TESTS_API_OWN_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "harness.h"

struct config_store;
struct exchange_database;
struct log;
struct problem;
struct reply;
struct routes;
struct server;

enum { OWN_SERVER_LIMIT_MS = 10000, OWN_SERVER_LOG_SIZE = 65536 };

struct own_server {
    struct server *server;
    struct program program; /* its ports alone */
    struct config_store *store;
    struct log *log;
    int log_file;
    atomic_bool is_cut; /* the drain limit has passed */
};

/**
 * Starts it in revision 1, with two workers, one place in the queue and one event thread. Signals
 * are blocked from now on.
 *
 * @settings  more of them: name, value, name, value …, NULL; NULL: none
 */
void own_server_start(struct own_server *ret, const struct routes *routes,
                      const struct exchange_database *database, const char *const *settings);

/** Return: how many requests were cut. */
unsigned own_server_stop(struct own_server *own);

/** Checks that the one event thread has nothing left to do: what it answers next comes after all
 * that was sent before. The routes must have /healthz. */
void own_server_settle(const struct own_server *own);

/** How many requests the log of the server, which has ended, has with all of these. */
int own_server_count_logged(const struct own_server *own, const char *method, const char *target,
                            const char *status);

/** Waits until @number is @wanted. */
void own_server_wait(const atomic_int *number, int wanted);

/** Makes a handler answer with @text. */
int own_server_say(struct reply *ret, struct problem *reterr, const char *text);

#endif
