/* SPDX-License-Identifier: MIT */
/* worker: a bounded queue of jobs and the threads that do them. */
#ifndef ENTENTE_SERVER_WORKER_H
#define ENTENTE_SERVER_WORKER_H

#include <stdbool.h>
#include <stddef.h>

struct workers;

/* Embedded in what is to be done. */
struct job {
    struct job *next;
};

struct worker_hooks {
    void *(*enter)(void *arg); /* once in each thread; what it returns is @own */
    void (*run)(void *arg, void *own, struct job *job);
    void (*cancel)(void *arg, struct job *job); /* instead of run, when they stop */
    void (*leave)(void *arg, void *own);
    void *arg;
};

/** NULL when memory or threads ran out. */
struct workers *workers_start(unsigned count, size_t queue_length,
                              const struct worker_hooks *hooks);

/** Keeps a place in the queue. False: the queue is full. */
bool workers_reserve(struct workers *workers);

/** Adds @job (borrowed until it was run or cancelled) in the place that was kept. */
void workers_push(struct workers *workers, struct job *job);

/** Adds @job before all others, whether there is a place or not. */
void workers_push_first(struct workers *workers, struct job *job);

/**
 * Cancels the jobs that wait, waits for those that run, ends the threads. Jobs that are pushed
 * later are cancelled at once.
 */
void workers_stop(struct workers *workers);

/** Stops them too. Takes NULL. Return: NULL. */
struct workers *workers_free(struct workers *workers);

#endif
