/* SPDX-License-Identifier: MIT */
/* flight: answers that are being made, so that who asks the same meanwhile waits for the one that
 * is on its way (docs/decisions/answer-cache.md). */
#ifndef ENTENTE_SERVER_FLIGHT_H
#define ENTENTE_SERVER_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct flight;
struct flights;
struct job;

/* Which answer: that to a question (request_key()), in the records as they are now. */
struct flight_subject {
    const char *key;
    bool takes_gzip;
    int64_t revision; /* the newest that is known when it is asked for */
};

/** @wait  called, with @arg, for each job that is going to wait, before anybody can end its wait;
 * it must not call anything of this header. NULL when memory ran out. Safe from any thread. */
struct flights *flights_new(void (*wait)(void *arg, struct job *job), void *arg);

/** Nothing may be on its way. Takes NULL. Return: NULL. */
struct flights *flights_free(struct flights *flights);

/**
 * Asks for an answer.
 *
 * @job  borrowed while it waits
 * @ret  the new flight of the caller's own, who has to make the answer and then to call
 *       flight_end(); NULL where memory ran out: then nobody waits for it
 *
 * Return: false, or true: somebody makes it already, and @job waits.
 */
bool flight_join(struct flights *flights, const struct flight_subject *subject, struct job *job,
                 struct flight **ret);

/** Ends @flight, which may be NULL. Return: the jobs that have waited for it, first come first; now
 * the caller's to go on with. */
struct job *flight_end(struct flights *flights, struct flight *flight);

#endif
