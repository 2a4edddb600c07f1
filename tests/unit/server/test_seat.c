/* SPDX-License-Identifier: MIT */
#include "server/seat.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "suite.h"

enum { SEATS = 3, WORKERS = 3, GUESTS = 2, ROUNDS = 1000, PAUSE_US = 50000 };

/* A connection of the test's own. */
struct db {
    atomic_int users;
};

static struct db connections[SEATS];

static struct seats *open_seats(void)
{
    struct seats *seats = seats_new(SEATS);

    ck_assert_ptr_nonnull(seats);
    return seats;
}

/* A seat that nobody uses. */
static struct seat *enter(struct seats *seats, struct db *db)
{
    struct seat *seat = seat_enter(seats);

    ck_assert_ptr_nonnull(seat);
    ck_assert_ptr_null(seat_take(seat));
    seat_set(seat, db);
    seat_give_back(seat);
    return seat;
}

static void check_none_is_found(struct seats *seats)
{
    struct db *db;

    ck_assert_ptr_null(seat_try(seats, &db));
}

static void check_is_found(struct seats *seats, const struct seat *seat, const struct db *wanted)
{
    struct db *db = NULL;
    struct seat *found = seat_try(seats, &db);

    ck_assert_ptr_eq(found, seat);
    ck_assert_ptr_eq(db, wanted);
    seat_give_back(found);
}

START_TEST(every_seat_is_given_once)
{
    struct seats *seats = open_seats();
    struct seat *given[SEATS];

    for (int i = 0; i < SEATS; i++) {
        given[i] = seat_enter(seats);
        ck_assert_ptr_nonnull(given[i]);
        for (int k = 0; k < i; k++)
            ck_assert_ptr_ne(given[i], given[k]);
    }
    for (int i = 0; i < SEATS; i++)
        ck_assert_ptr_null(seat_enter(seats));
    seats_free(seats);
    ck_assert_ptr_null(seats_free(NULL));
}
END_TEST

START_TEST(a_seat_without_a_connection_is_not_found)
{
    struct seats *seats = open_seats();

    check_none_is_found(seats);
    struct seat *seat = enter(seats, NULL);
    check_none_is_found(seats);
    ck_assert_ptr_null(seat_take(seat)); /* looking at it did not keep it */
    seat_set(seat, &connections[0]);
    seat_give_back(seat);
    check_is_found(seats, seat, &connections[0]);
    seats_free(seats);
}
END_TEST

/* Also not as one goes on to the next one: the first has no connection. */
START_TEST(a_seat_is_found_behind_others)
{
    struct seats *seats = open_seats();

    enter(seats, NULL);
    struct seat *second = enter(seats, &connections[1]);
    struct seat *third = enter(seats, &connections[2]);
    check_is_found(seats, second, &connections[1]);
    ck_assert_ptr_eq(seat_take(second), &connections[1]);
    check_is_found(seats, third, &connections[2]);
    seat_give_back(second);
    check_is_found(seats, second, &connections[1]);
    seats_free(seats);
}
END_TEST

START_TEST(looking_never_waits)
{
    struct seats *seats = open_seats();
    struct seat *taken[SEATS];
    struct db *db;

    for (int i = 0; i < SEATS; i++)
        taken[i] = enter(seats, &connections[i]);
    ck_assert_ptr_eq(seat_take(taken[0]), &connections[0]);
    for (int i = 1; i < SEATS; i++) {
        ck_assert_ptr_eq(seat_try(seats, &db), taken[i]);
        ck_assert_ptr_eq(db, &connections[i]);
    }
    check_none_is_found(seats);
    for (int i = 0; i < SEATS; i++) {
        seat_give_back(taken[i]);
        check_is_found(seats, taken[0], &connections[0]);
    }
    seats_free(seats);
}
END_TEST

START_TEST(who_leaves_takes_the_connection_along)
{
    struct seats *seats = open_seats();
    struct seat *seat = enter(seats, &connections[0]);

    ck_assert_ptr_eq(seat_leave(seat), &connections[0]);
    check_none_is_found(seats);
    ck_assert_ptr_null(seat_leave(seat));
    seats_free(seats);
}
END_TEST

/* ---- a worker waits for a guest ---- */

struct waiting {
    struct seat *seat;
    struct db *(*get)(struct seat *seat);
    struct db *db;
    atomic_bool has_begun;
    atomic_bool has_ended;
};

static void *get_connection(void *arg)
{
    struct waiting *waiting = arg;

    atomic_store(&waiting->has_begun, true);
    waiting->db = waiting->get(waiting->seat);
    atomic_store(&waiting->has_ended, true);
    if (waiting->get == seat_take)
        seat_give_back(waiting->seat);
    return NULL;
}

static const struct wait_row {
    const char *name;
    struct db *(*get)(struct seat *seat);
} wait_rows[] = {
    {"a worker waits until its connection is given back", seat_take},
    {"a connection that is used is not closed", seat_leave},
};

START_TEST(a_worker_waits_for_who_uses_its_seat)
{
    struct seats *seats = open_seats();
    struct waiting waiting = {.seat = enter(seats, &connections[0]), .get = wait_rows[_i].get};
    struct db *db;
    pthread_t thread;

    struct seat *used = seat_try(seats, &db);
    ck_assert_ptr_eq(used, waiting.seat);
    ck_assert_int_eq(pthread_create(&thread, NULL, get_connection, &waiting), 0);
    while (!atomic_load(&waiting.has_begun))
        sched_yield();
    usleep(PAUSE_US);
    ck_assert(!atomic_load(&waiting.has_ended));
    seat_give_back(used);
    pthread_join(thread, NULL);
    ck_assert_ptr_eq(waiting.db, &connections[0]);
    seats_free(seats);
}
END_TEST

/* ---- many threads ---- */

struct house {
    struct seats *seats;
    atomic_int given;     /* connections */
    atomic_int conflicts; /* a connection was used by two at once */
    atomic_int visits;    /* of guests */
    atomic_bool is_over;
};

static void use(struct house *house, struct db *db)
{
    if (atomic_fetch_add(&db->users, 1) != 0)
        atomic_fetch_add(&house->conflicts, 1);
    sched_yield();
    atomic_fetch_sub(&db->users, 1);
}

static void *be_worker(void *arg)
{
    struct house *house = arg;
    struct seat *seat = seat_enter(house->seats);

    for (int i = 0; i < ROUNDS; i++) {
        struct db *db = seat_take(seat);

        if (!db) {
            db = &connections[atomic_fetch_add(&house->given, 1)];
            seat_set(seat, db);
        }
        use(house, db);
        seat_give_back(seat);
        sched_yield();
    }
    struct db *db = seat_leave(seat);
    use(house, db);
    return db;
}

static void *be_guest(void *arg)
{
    struct house *house = arg;
    struct db *db;

    while (!atomic_load(&house->is_over)) {
        struct seat *seat = seat_try(house->seats, &db);

        if (seat) {
            use(house, db);
            seat_give_back(seat);
            atomic_fetch_add(&house->visits, 1);
        }
        sched_yield();
    }
    return NULL;
}

START_TEST(a_connection_never_has_two_users)
{
    struct house house = {.seats = open_seats()};
    pthread_t workers[WORKERS];
    pthread_t guests[GUESTS];
    void *left;

    for (int i = 0; i < GUESTS; i++)
        ck_assert_int_eq(pthread_create(&guests[i], NULL, be_guest, &house), 0);
    for (int i = 0; i < WORKERS; i++)
        ck_assert_int_eq(pthread_create(&workers[i], NULL, be_worker, &house), 0);
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(workers[i], &left);
        ck_assert_ptr_nonnull(left);
    }
    check_none_is_found(house.seats);
    atomic_store(&house.is_over, true);
    for (int i = 0; i < GUESTS; i++)
        pthread_join(guests[i], NULL);
    ck_assert_int_eq(house.conflicts, 0);
    ck_assert_int_eq(house.given, SEATS);
    ck_assert_int_gt(house.visits, 0);
    seats_free(house.seats);
}
END_TEST

static void count_user(struct db *db)
{
    atomic_fetch_add(&db->users, 1);
}

/* Not those that somebody uses, and none where there is no connection. */
START_TEST(connections_that_nobody_uses_are_let_rest)
{
    struct seats *seats = open_seats();
    struct seat *used = enter(seats, &connections[0]);

    enter(seats, &connections[1]);
    enter(seats, NULL);
    seat_take(used);
    seats_rest(seats, count_user);
    ck_assert_int_eq(connections[0].users, 0);
    ck_assert_int_eq(connections[1].users, 1);
    seat_give_back(used);
    seats_rest(seats, count_user);
    ck_assert_int_eq(connections[0].users, 1);
    ck_assert_int_eq(connections[1].users, 2);
    seats_free(seats);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seat");
    TCase *tcase = tcase_create("seat");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_seat_is_given_once);
    tcase_add_test(tcase, a_seat_without_a_connection_is_not_found);
    tcase_add_test(tcase, a_seat_is_found_behind_others);
    tcase_add_test(tcase, looking_never_waits);
    tcase_add_test(tcase, who_leaves_takes_the_connection_along);
    SUITE_ADD_ROWS(tcase, a_worker_waits_for_who_uses_its_seat, wait_rows);
    tcase_add_test(tcase, connections_that_nobody_uses_are_let_rest);
    tcase_add_test(tcase, a_connection_never_has_two_users);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
