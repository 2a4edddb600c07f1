/* SPDX-License-Identifier: MIT */
#include "server/memo.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

enum { THREADS = 4, ROUNDS = 5000, CAPACITY = 64 * 1024 };

static const struct memo_request known = {
    .target = "/v1/events?limit=2", .accept = "*/*", .accept_encoding = "gzip", .day = 20000};

START_TEST(remembers_a_request)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_reading reading;

    ck_assert(!memo_find(memo, &known, &reading));
    memo_keep(memo, &known, "the key", true);
    ck_assert(memo_find(memo, &known, &reading));
    ck_assert_str_eq(reading.key, "the key");
    ck_assert(reading.takes_gzip);
    memo_keep(memo, &known, "another", false);
    ck_assert(memo_find(memo, &known, &reading));
    ck_assert_str_eq(reading.key, "another");
    ck_assert(!reading.takes_gzip);
    memo_free(memo);
}
END_TEST

static const struct other_row {
    const char *name;
    struct memo_request request;
} other_rows[] = {
    {"another target is another request", {"/v1/events?limit=3", "*/*", "gzip", 20000}},
    {"another Accept is another request", {"/v1/events?limit=2", "text/csv", "gzip", 20000}},
    {"no Accept is another request", {"/v1/events?limit=2", NULL, "gzip", 20000}},
    {"an empty Accept is another request", {"/v1/events?limit=2", "", "gzip", 20000}},
    {"another encoding is another request", {"/v1/events?limit=2", "*/*", "br", 20000}},
    {"no encoding is another request", {"/v1/events?limit=2", "*/*", NULL, 20000}},
    {"another day is another request", {"/v1/events?limit=2", "*/*", "gzip", 20001}},
    {"headers do not run into each other", {"/v1/events?limit=2", "*/*g", "zip", 20000}},
};

START_TEST(does_not_take_another_for_it)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_reading reading;

    memo_keep(memo, &known, "the key", true);
    ck_assert(!memo_find(memo, &other_rows[_i].request, &reading));
    memo_keep(memo, &other_rows[_i].request, "its own", false);
    ck_assert(memo_find(memo, &other_rows[_i].request, &reading));
    ck_assert_str_eq(reading.key, "its own");
    memo_free(memo);
}
END_TEST

START_TEST(does_not_remember_what_is_long)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_request request = known;
    struct memo_reading reading;
    char text[2000];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memo_keep(memo, &known, text, true);
    ck_assert(!memo_find(memo, &known, &reading));
    request.accept = text;
    memo_keep(memo, &request, "the key", true);
    ck_assert(!memo_find(memo, &request, &reading));
    memo_free(memo);
}
END_TEST

/* For the thread sanitizer; more requests than there are places. */
static void *use(void *arg)
{
    struct memo_request request = known;
    struct memo_reading reading;
    char target[32];

    request.target = target;
    for (int i = 0; i < ROUNDS; i++) {
        snprintf(target, sizeof target, "/%d", i % 3000);
        memo_keep(arg, &request, target, true);
        if (memo_find(arg, &request, &reading))
            ck_assert_str_eq(reading.key, target);
    }
    return NULL;
}

START_TEST(many_threads_may_use_it)
{
    struct memo *memo = memo_new(CAPACITY);
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use, memo), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    memo_free(memo);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memo");
    TCase *tcase = tcase_create("memo");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, remembers_a_request);
    SUITE_ADD_ROWS(tcase, does_not_take_another_for_it, other_rows);
    tcase_add_test(tcase, does_not_remember_what_is_long);
    tcase_add_test(tcase, many_threads_may_use_it);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
