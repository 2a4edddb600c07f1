/* SPDX-License-Identifier: MIT */
#include "server/worker.h"

#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Event threads go first: what they do is short. A long slice lets the scheduler of Linux 6.12 and
 * later stop a worker at once when one of them wakes up (docs/performance.md). */
enum { NICE = 10, NICEST = 19, SLICE_NS = 50 * 1000 * 1000 };

/* As sched_setattr(2) takes it; the C library of Debian 12 has no declaration. */
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t slice_ns;
    uint64_t deadline_ns;
    uint64_t period_ns;
};

struct workers {
    struct worker_hooks hooks;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct job *first;
    struct job **last;
    long places; /* that are free; below 0 when urgent jobs took more */
    bool is_ending;
    unsigned count;
    pthread_t threads[];
};

/* With the lock held. */
static struct job *take_first(struct workers *workers)
{
    struct job *job = workers->first;

    if (!job)
        return NULL;
    workers->first = job->next;
    if (!workers->first)
        workers->last = &workers->first;
    job->next = NULL;
    workers->places++;
    return job;
}

/* NULL: the workers stop. */
static struct job *wait_for_job(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->first && !workers->is_ending)
        pthread_cond_wait(&workers->wake, &workers->lock);
    struct job *job = workers->is_ending ? NULL : take_first(workers);
    pthread_mutex_unlock(&workers->lock);
    return job;
}

/* Of the calling thread alone. Where it is not allowed, or the operator chose another policy, all
 * threads are alike. */
static void step_back(void)
{
    const int nice = getpriority(PRIO_PROCESS, 0) + NICE;
    struct scheduling scheduling = {.size = sizeof scheduling,
                                    .policy = SCHED_OTHER,
                                    .nice = nice < NICEST ? nice : NICEST,
                                    .slice_ns = SLICE_NS};

    if (sched_getscheduler(0) != SCHED_OTHER)
        return;
    if (syscall(SYS_sched_setattr, 0, &scheduling, 0) < 0)
        setpriority(PRIO_PROCESS, 0, scheduling.nice);
}

static void *work(void *arg)
{
    struct workers *workers = arg;
    const struct worker_hooks *hooks = &workers->hooks;

    step_back();
    void *own = hooks->enter(hooks->arg);

    for (struct job *job = wait_for_job(workers); job; job = wait_for_job(workers))
        hooks->run(hooks->arg, own, job);
    hooks->leave(hooks->arg, own);
    return NULL;
}

static void start_threads(struct workers *workers, unsigned count)
{
    while (workers->count < count) {
        pthread_t *thread = &workers->threads[workers->count];

        if (pthread_create(thread, NULL, work, workers) != 0)
            return;
        pthread_setname_np(*thread, "worker");
        workers->count++;
    }
}

struct workers *workers_start(unsigned count, size_t queue_length, const struct worker_hooks *hooks)
{
    struct workers *workers = calloc(1, sizeof *workers + count * sizeof workers->threads[0]);

    if (!workers)
        return NULL;
    workers->hooks = *hooks;
    workers->last = &workers->first;
    workers->places = (long)queue_length;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    start_threads(workers, count);
    return workers->count == count ? workers : workers_free(workers);
}

bool workers_reserve(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    bool has_place = workers->places > 0 && !workers->is_ending;
    if (has_place)
        workers->places--;
    pthread_mutex_unlock(&workers->lock);
    return has_place;
}

/* With the lock held. */
static void add_last(struct workers *workers, struct job *job)
{
    job->next = NULL;
    *workers->last = job;
    workers->last = &job->next;
}

static void add_first(struct workers *workers, struct job *job)
{
    job->next = workers->first;
    if (!workers->first)
        workers->last = &job->next;
    workers->first = job;
    workers->places--;
}

static void push(struct workers *workers, struct job *job,
                 void (*add)(struct workers *workers, struct job *job))
{
    pthread_mutex_lock(&workers->lock);
    bool is_ending = workers->is_ending;
    if (!is_ending)
        add(workers, job);
    pthread_mutex_unlock(&workers->lock);
    if (is_ending)
        workers->hooks.cancel(workers->hooks.arg, job);
    else
        pthread_cond_signal(&workers->wake);
}

void workers_push(struct workers *workers, struct job *job)
{
    push(workers, job, add_last);
}

void workers_push_first(struct workers *workers, struct job *job)
{
    push(workers, job, add_first);
}

static void cancel_waiting(struct workers *workers)
{
    for (;;) {
        pthread_mutex_lock(&workers->lock);
        struct job *job = take_first(workers);
        pthread_mutex_unlock(&workers->lock);
        if (!job)
            return;
        workers->hooks.cancel(workers->hooks.arg, job);
    }
}

void workers_stop(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->is_ending = true;
    pthread_mutex_unlock(&workers->lock);
    pthread_cond_broadcast(&workers->wake);
    cancel_waiting(workers);
    for (unsigned i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i], NULL);
    workers->count = 0;
}

struct workers *workers_free(struct workers *workers)
{
    if (!workers)
        return NULL;
    workers_stop(workers);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
    return NULL;
}
