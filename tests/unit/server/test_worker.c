/* SPDX-License-Identifier: MIT */
#include "server/worker.h"

#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "suite.h"

enum { JOBS = 100, PLACES = 8 };

struct shop {
    atomic_int entered;
    atomic_int left;
    atomic_int run;
    atomic_int cancelled;
    struct job *order[JOBS]; /* in which jobs ran, with one worker */
    sem_t gate;              /* each job waits for it */
};

static void *enter(void *arg)
{
    atomic_fetch_add(&((struct shop *)arg)->entered, 1);
    return arg;
}

static void leave(void *arg, void *own)
{
    ck_assert_ptr_eq(own, arg);
    atomic_fetch_add(&((struct shop *)arg)->left, 1);
}

static void run(void *arg, void *own, struct job *job)
{
    struct shop *shop = arg;

    ck_assert_ptr_eq(own, arg);
    sem_wait(&shop->gate);
    shop->order[atomic_fetch_add(&shop->run, 1)] = job;
}

static void cancel(void *arg, struct job *job)
{
    (void)job;
    atomic_fetch_add(&((struct shop *)arg)->cancelled, 1);
}

static struct workers *start(struct shop *shop, unsigned count)
{
    struct worker_hooks hooks = {enter, run, cancel, leave, shop};

    sem_init(&shop->gate, 0, 0);
    struct workers *workers = workers_start(count, PLACES, &hooks);
    ck_assert_ptr_nonnull(workers);
    return workers;
}

static void open_gate(struct shop *shop, int jobs)
{
    for (int i = 0; i < jobs; i++)
        sem_post(&shop->gate);
}

static void wait_until(atomic_int *count, int wanted)
{
    while (atomic_load(count) < wanted)
        sched_yield();
}

START_TEST(every_job_is_run_once)
{
    struct shop shop = {0};
    struct workers *workers = start(&shop, 3);
    struct job jobs[JOBS] = {0};

    open_gate(&shop, JOBS);
    for (int i = 0; i < JOBS; i++) {
        while (!workers_reserve(workers))
            sched_yield();
        workers_push(workers, &jobs[i]);
    }
    wait_until(&shop.run, JOBS);
    workers_free(workers);
    ck_assert_int_eq(shop.run, JOBS);
    ck_assert_int_eq(shop.cancelled, 0);
    ck_assert_int_eq(shop.entered, 3);
    ck_assert_int_eq(shop.left, 3);
}
END_TEST

START_TEST(a_full_queue_refuses)
{
    struct shop shop = {0};
    struct workers *workers = start(&shop, 1);

    for (int i = 0; i < PLACES; i++)
        ck_assert(workers_reserve(workers));
    ck_assert(!workers_reserve(workers));
    workers_free(workers);
}
END_TEST

START_TEST(an_urgent_job_needs_no_place_and_goes_first)
{
    struct shop shop = {0};
    struct workers *workers = start(&shop, 1);
    struct job ordinary[PLACES + 1] = {0};
    struct job urgent = {0};

    ck_assert(workers_reserve(workers));
    workers_push(workers, &ordinary[PLACES]); /* holds the worker at the gate */
    while (!workers_reserve(workers))
        sched_yield();
    workers_push(workers, &ordinary[0]);
    for (int i = 1; i < PLACES; i++) {
        while (!workers_reserve(workers))
            sched_yield();
        workers_push(workers, &ordinary[i]);
    }
    workers_push_first(workers, &urgent);
    open_gate(&shop, PLACES + 2);
    wait_until(&shop.run, PLACES + 2);
    ck_assert(shop.order[0] == &urgent || shop.order[1] == &urgent);
    for (int i = 0; i < PLACES; i++)
        ck_assert(workers_reserve(workers));
    ck_assert(!workers_reserve(workers));
    workers_free(workers);
}
END_TEST

START_TEST(jobs_that_wait_are_cancelled_when_the_workers_stop)
{
    struct shop shop = {0};
    struct workers *workers = start(&shop, 1);
    struct job jobs[4] = {0};
    struct job late = {0};

    for (int i = 0; i < 4; i++) {
        ck_assert(workers_reserve(workers));
        workers_push(workers, &jobs[i]);
    }
    open_gate(&shop, 4);
    workers_stop(workers);
    ck_assert_int_eq(shop.run + shop.cancelled, 4);
    ck_assert(!workers_reserve(workers));
    workers_push(workers, &late); /* it had a place before */
    ck_assert_int_eq(shop.run + shop.cancelled, 5);
    workers_free(workers);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("worker");
    TCase *tcase = tcase_create("worker");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_job_is_run_once);
    tcase_add_test(tcase, a_full_queue_refuses);
    tcase_add_test(tcase, an_urgent_job_needs_no_place_and_goes_first);
    tcase_add_test(tcase, jobs_that_wait_are_cancelled_when_the_workers_stop);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
