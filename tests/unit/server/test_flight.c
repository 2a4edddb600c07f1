/* SPDX-License-Identifier: MIT */
#include "server/flight.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "server/worker.h"
#include "suite.h"

enum { WAITERS = 8, THREADS = 8, ROUNDS = 3000, KEYS = 3, KEY_SIZE = 8, PAUSE_US = 50000 };

struct asker {
    struct job job; /* the first member */
    int waits;      /* how often the hook was called for it */
    int landed;     /* how often it was handed back */
    bool has_made;
};

static const struct flight_subject subject = {.key = "/v1/events", .revision = 7};

static void note_wait(void *arg, struct job *job)
{
    (void)arg;
    ((struct asker *)job)->waits++;
}

static struct flights *open_flights(void)
{
    struct flights *flights = flights_new(note_wait, NULL);

    ck_assert_ptr_nonnull(flights);
    return flights;
}

/* Return: the flight of its own that it got. */
static struct flight *check_makes(struct flights *flights, const struct flight_subject *about)
{
    struct asker asker = {0};
    struct flight *flight = NULL;

    ck_assert(!flight_join(flights, about, &asker.job, &flight));
    ck_assert_ptr_nonnull(flight);
    ck_assert_int_eq(asker.waits, 0);
    return flight;
}

static void check_waits(struct flights *flights, const struct flight_subject *about,
                        struct asker *asker)
{
    struct flight *flight = NULL;

    ck_assert(flight_join(flights, about, &asker->job, &flight));
    ck_assert_ptr_null(flight);
    ck_assert_int_eq(asker->waits, 1);
}

START_TEST(hands_back_who_waited_first_come_first)
{
    struct flights *flights = open_flights();
    struct flight *flight = check_makes(flights, &subject);
    struct asker askers[WAITERS] = {0};

    for (int i = 0; i < WAITERS; i++)
        check_waits(flights, &subject, &askers[i]);
    struct job *job = flight_end(flights, flight);
    for (int i = 0; i < WAITERS; i++, job = job->next) {
        ck_assert_ptr_eq(job, &askers[i].job);
        ck_assert_int_eq(askers[i].waits, 1);
    }
    ck_assert_ptr_null(job);
    flights_free(flights);
}
END_TEST

/* A key of other memory: the text counts, and it was copied. */
START_TEST(the_same_text_is_the_same_question)
{
    struct flights *flights = open_flights();
    struct flight_subject other = subject;
    struct asker asker = {0};
    char key[] = "/v1/events";

    other.key = key;
    struct flight *flight = check_makes(flights, &other);
    key[0] = 'x';
    check_waits(flights, &subject, &asker);
    ck_assert_ptr_eq(flight_end(flights, flight), &asker.job);
    flights_free(flights);
}
END_TEST

static const struct other_row {
    const char *name;
    struct flight_subject subject;
} other_rows[] = {
    {"another question has a flight of its own", {"/v1/event", false, 7}},
    {"a longer question has a flight of its own", {"/v1/events?", false, 7}},
    {"who takes gzip has a flight of its own", {"/v1/events", true, 7}},
    {"a newer revision has a flight of its own", {"/v1/events", false, 8}},
    {"an older revision has a flight of its own", {"/v1/events", false, 6}},
};

START_TEST(others_have_flights_of_their_own)
{
    const struct flight_subject *other = &other_rows[_i].subject;
    struct flights *flights = open_flights();
    struct flight *flight = check_makes(flights, &subject);
    struct flight *second = check_makes(flights, other);
    struct asker first_asker = {0};
    struct asker second_asker = {0};

    ck_assert_ptr_ne(flight, second);
    check_waits(flights, other, &second_asker);
    check_waits(flights, &subject, &first_asker);
    ck_assert_ptr_eq(flight_end(flights, flight), &first_asker.job);
    ck_assert_ptr_null(first_asker.job.next);
    ck_assert_ptr_eq(flight_end(flights, second), &second_asker.job);
    ck_assert_ptr_null(second_asker.job.next);
    flights_free(flights);
}
END_TEST

START_TEST(after_the_end_the_next_one_makes)
{
    struct flights *flights = open_flights();

    for (int i = 0; i < 3; i++)
        ck_assert_ptr_null(flight_end(flights, check_makes(flights, &subject)));
    flights_free(flights);
}
END_TEST

/* Wherever it stands among those that are on their way. */
START_TEST(flights_end_in_any_order)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}};
    const int *order = orders[_i];
    struct flights *flights = open_flights();
    struct flight_subject subjects[3] = {subject, subject, subject};
    struct asker askers[3] = {0};
    struct flight *made[3];

    for (int i = 0; i < 3; i++) {
        subjects[i].revision = i;
        made[i] = check_makes(flights, &subjects[i]);
    }
    for (int i = 0; i < 3; i++)
        check_waits(flights, &subjects[i], &askers[i]);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(flight_end(flights, made[order[i]]), &askers[order[i]].job);
    for (int i = 0; i < 3; i++)
        flight_end(flights, check_makes(flights, &subjects[i]));
    flights_free(flights);
}
END_TEST

START_TEST(ending_no_flight_hands_back_nobody)
{
    struct flights *flights = open_flights();
    struct flight *flight = check_makes(flights, &subject);
    struct asker asker = {0};

    check_waits(flights, &subject, &asker);
    ck_assert_ptr_null(flight_end(flights, NULL));
    ck_assert_ptr_eq(flight_end(flights, flight), &asker.job);
    flights_free(flights);
    ck_assert_ptr_null(flights_free(NULL));
}
END_TEST

/* ---- the hook ---- */

/* While one is about to wait, another thread ends the flight. */
struct ending {
    struct flights *flights;
    struct flight *flight;
    struct job *handed_back;
    atomic_bool has_begun;
    atomic_bool has_ended;
    bool was_early; /* it ended before the hook was over */
    pthread_t thread;
};

static void *end_flight(void *arg)
{
    struct ending *ending = arg;

    atomic_store(&ending->has_begun, true);
    ending->handed_back = flight_end(ending->flights, ending->flight);
    atomic_store(&ending->has_ended, true);
    return NULL;
}

static void end_meanwhile(void *arg, struct job *job)
{
    struct ending *ending = arg;

    (void)job;
    ck_assert_int_eq(pthread_create(&ending->thread, NULL, end_flight, ending), 0);
    while (!atomic_load(&ending->has_begun))
        sched_yield();
    usleep(PAUSE_US);
    ending->was_early = atomic_load(&ending->has_ended);
}

START_TEST(nobody_ends_a_wait_before_it_has_begun)
{
    struct ending ending = {0};
    struct flights *flights = flights_new(end_meanwhile, &ending);
    struct asker asker = {0};
    struct flight *none;

    ending.flights = flights;
    ending.flight = check_makes(flights, &subject);
    ck_assert(flight_join(flights, &subject, &asker.job, &none));
    pthread_join(ending.thread, NULL);
    ck_assert(!ending.was_early);
    ck_assert_ptr_eq(ending.handed_back, &asker.job);
    flights_free(flights);
}
END_TEST

/* ---- many threads ---- */

struct crowd {
    struct flights *flights;
    atomic_int landed;
};

static void land(struct crowd *crowd, struct job *job)
{
    while (job) {
        struct job *next = job->next;

        ((struct asker *)job)->landed++;
        atomic_fetch_add(&crowd->landed, 1);
        job = next;
    }
}

struct thread {
    struct crowd *crowd;
    pthread_t id;
    struct asker askers[ROUNDS];
};

static void *ask_much(void *arg)
{
    struct thread *thread = arg;

    for (int i = 0; i < ROUNDS; i++) {
        struct asker *asker = &thread->askers[i];
        char key[KEY_SIZE];
        struct flight_subject about = {.key = key, .takes_gzip = i % 2, .revision = i / 1000};
        struct flight *flight;

        snprintf(key, sizeof key, "%d", i % KEYS);
        if (flight_join(thread->crowd->flights, &about, &asker->job, &flight))
            continue;
        asker->has_made = true;
        sched_yield();
        land(thread->crowd, flight_end(thread->crowd->flights, flight));
    }
    return NULL;
}

START_TEST(many_threads_may_ask)
{
    struct crowd crowd = {.flights = open_flights()};
    struct thread *threads = calloc(THREADS, sizeof *threads);
    int waited = 0;

    for (int i = 0; i < THREADS; i++) {
        threads[i].crowd = &crowd;
        ck_assert_int_eq(pthread_create(&threads[i].id, NULL, ask_much, &threads[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i].id, NULL);
    for (int i = 0; i < THREADS * ROUNDS; i++) {
        const struct asker *asker = &threads[i / ROUNDS].askers[i % ROUNDS];

        ck_assert_int_eq(asker->has_made + asker->landed, 1);
        ck_assert_int_eq(asker->waits, asker->landed);
        waited += asker->waits;
    }
    ck_assert_int_eq(crowd.landed, waited);
    ck_assert_int_gt(waited, 0);
    free(threads);
    flights_free(crowd.flights);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flight");
    TCase *tcase = tcase_create("flight");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, hands_back_who_waited_first_come_first);
    tcase_add_test(tcase, the_same_text_is_the_same_question);
    SUITE_ADD_ROWS(tcase, others_have_flights_of_their_own, other_rows);
    tcase_add_test(tcase, after_the_end_the_next_one_makes);
    tcase_add_loop_test(tcase, flights_end_in_any_order, 0, 5);
    tcase_add_test(tcase, ending_no_flight_hands_back_nobody);
    tcase_add_test(tcase, nobody_ends_a_wait_before_it_has_begun);
    tcase_add_test(tcase, many_threads_may_ask);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
