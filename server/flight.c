/* SPDX-License-Identifier: MIT */
#include "server/flight.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "server/worker.h"

struct flight {
    struct flight *next;
    struct job *first;
    struct job **last;
    int64_t revision;
    bool takes_gzip;
    char key[];
};

/* As many as workers have jobs, and these are few beside their cost: a list is enough. */
struct flights {
    pthread_mutex_t lock;
    void (*wait)(void *arg, struct job *job);
    void *arg;
    struct flight *newest;
};

struct flights *flights_new(void (*wait)(void *arg, struct job *job), void *arg)
{
    struct flights *flights = calloc(1, sizeof *flights);

    if (!flights)
        return NULL;
    flights->wait = wait;
    flights->arg = arg;
    pthread_mutex_init(&flights->lock, NULL);
    return flights;
}

struct flights *flights_free(struct flights *flights)
{
    if (flights)
        pthread_mutex_destroy(&flights->lock);
    free(flights);
    return NULL;
}

static struct flight *flight_new(const struct flight_subject *subject)
{
    size_t size = strlen(subject->key) + 1;
    struct flight *flight = calloc(1, sizeof *flight + size);

    if (!flight)
        return NULL;
    memcpy(flight->key, subject->key, size);
    flight->revision = subject->revision;
    flight->takes_gzip = subject->takes_gzip;
    flight->last = &flight->first;
    return flight;
}

/* With the lock held. */
static struct flight *find(const struct flights *flights, const struct flight_subject *subject)
{
    struct flight *flight = flights->newest;

    while (flight &&
           (flight->revision != subject->revision || flight->takes_gzip != subject->takes_gzip ||
            strcmp(flight->key, subject->key) != 0))
        flight = flight->next;
    return flight;
}

bool flight_join(struct flights *flights, const struct flight_subject *subject, struct job *job,
                 struct flight **ret)
{
    *ret = NULL;
    pthread_mutex_lock(&flights->lock);
    struct flight *flight = find(flights, subject);
    if (flight) {
        flights->wait(flights->arg, job);
        job->next = NULL;
        *flight->last = job;
        flight->last = &job->next;
    } else {
        *ret = flight_new(subject);
        if (*ret) {
            (*ret)->next = flights->newest;
            flights->newest = *ret;
        }
    }
    pthread_mutex_unlock(&flights->lock);
    return flight != NULL;
}

struct job *flight_end(struct flights *flights, struct flight *flight)
{
    if (!flight)
        return NULL;
    pthread_mutex_lock(&flights->lock);
    struct flight **at = &flights->newest;
    while (*at != flight)
        at = &(*at)->next;
    *at = flight->next;
    pthread_mutex_unlock(&flights->lock);
    struct job *first = flight->first;
    free(flight);
    return first;
}
