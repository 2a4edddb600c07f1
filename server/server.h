/* SPDX-License-Identifier: MIT */
/* server: listens, answers, stops without losing a request. */
#ifndef ENTENTE_SERVER_SERVER_H
#define ENTENTE_SERVER_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct config;
struct exchange_database;
struct log;
struct routes;
struct server;

struct server_options {
    struct log *log;                          /* borrowed until server_stop() */
    const struct config *config;              /* borrowed until server_stop() */
    const struct routes *routes;              /* borrowed until server_stop() */
    const struct exchange_database *database; /* borrowed until server_stop() */
    uint64_t database_id;                     /* goes into entity tags */
    const char *build;                        /* the program's version and build */
    int64_t revision;                         /* the newest when the server starts */
    atomic_bool
        *is_cut; /* set when the drain limit has passed: questions that run are to end; or NULL */
};

/**
 * Starts every thread and listens. All signals must be blocked in the calling thread.
 *
 * @ret_message  on failure what is wrong, for people; new, free() it
 */
int server_start(const struct server_options *options, struct server **ret, char **ret_message);

/** The port that is listened on; 0 where there is no such listener. */
uint16_t server_port(const struct server *server);
uint16_t server_admin_port(const struct server *server);

/** Tells that the database has a newer revision: stored answers of older ones are not given again.
 * Any thread. */
void server_set_revision(struct server *server, int64_t revision);

/** Lets go of what nobody needs while nothing is asked: snapshots that connections still hold, and
 * memory. To be called about every second, by one thread. */
void server_rest(struct server *server);

/**
 * Takes no new connections, answers what has begun within the drain limit, then ends every thread.
 *
 * Return: how many requests were cut because the limit ran out.
 */
unsigned server_stop(struct server *server);

#endif
