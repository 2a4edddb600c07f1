/* SPDX-License-Identifier: MIT */
#include "server/memo.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

enum { THREADS = 4, ROUNDS = 5000, CAPACITY = 64 * 1024 };
enum { MANY = 1000, NEWEST = 40, MEMOS = 20, HEAD_BYTES = 256, LONGEST = 1000 };

enum { USUAL_CAPACITY = 8 * 1024 * 1024, HOT = 10000, HOT_MEMOS = 5 };

static const struct memo_near nowhere = {{NULL}};

static const struct memo_request known = {
    .target = "/v1/events?limit=2", .accept = "*/*", .accept_encoding = "gzip", .day = 20000};

START_TEST(remembers_a_request)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_reading reading;

    ck_assert(!memo_find(memo, &known, &reading));
    memo_keep(memo, &known, "the key", true, &nowhere);
    ck_assert(memo_find(memo, &known, &reading));
    ck_assert_str_eq(reading.key, "the key");
    ck_assert(reading.takes_gzip);
    memo_keep(memo, &known, "another", false, &nowhere);
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

    memo_keep(memo, &known, "the key", true, &nowhere);
    ck_assert(!memo_find(memo, &other_rows[_i].request, &reading));
    memo_keep(memo, &other_rows[_i].request, "its own", false, &nowhere);
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
    memo_keep(memo, &known, text, true, &nowhere);
    ck_assert(!memo_find(memo, &known, &reading));
    request.accept = text;
    memo_keep(memo, &request, "the key", true, &nowhere);
    ck_assert(!memo_find(memo, &request, &reading));
    memo_free(memo);
}
END_TEST

/* The two texts with their NULs, and no headers. */
static bool remembers(struct memo *memo, size_t target_length, size_t key_length)
{
    static char target[LONGEST];
    static char key[LONGEST];
    struct memo_request request = {.target = target, .day = 20000};
    struct memo_reading reading;

    memset(target, 't', target_length);
    target[target_length] = '\0';
    memset(key, 'k', key_length);
    key[key_length] = '\0';
    memo_keep(memo, &request, key, true, &nowhere);
    bool is_found = memo_find(memo, &request, &reading);
    if (is_found)
        ck_assert_str_eq(reading.key, key);
    return is_found;
}

/* Whatever part of it is long. */
START_TEST(the_limit_is_that_of_request_and_key_together)
{
    struct memo *memo = memo_new(CAPACITY);
    size_t longest = 0;

    while (longest < LONGEST - 2 && remembers(memo, longest + 1, 1))
        longest++;
    ck_assert_uint_ge(longest, 200);
    ck_assert_uint_lt(longest + 1, MEMO_KEY_SIZE);
    for (size_t target_length = 0; target_length <= longest; target_length++) {
        ck_assert(remembers(memo, target_length, longest + 1 - target_length));
        ck_assert(!remembers(memo, target_length + LONGEST / 2, 1));
    }
    memo_free(memo);
    for (size_t target_length = 0; target_length <= longest; target_length++) {
        memo = memo_new(CAPACITY); /* one that does not remember a shorter key */
        ck_assert(!remembers(memo, target_length, longest + 2 - target_length));
        memo_free(memo);
    }
}
END_TEST

static const struct capacity_row {
    const char *name;
    size_t bytes;
} capacity_rows[] = {
    {"without room it remembers nothing", 0},
    {"with too little room it remembers nothing", MEMO_KEY_SIZE},
};

START_TEST(remembers_nothing)
{
    struct memo *memo = memo_new(capacity_rows[_i].bytes);
    struct memo_reading reading;

    ck_assert_ptr_nonnull(memo);
    memo_fetch(memo, memo_expect(memo, known.target));
    memo_keep(memo, &known, "the key", true, &nowhere);
    ck_assert(!memo_find(memo, &known, &reading));
    memo_free(memo);
}
END_TEST

/* Keeps @count requests, each with a key of its own. */
static void keep_many(struct memo *memo, int count)
{
    struct memo_request request = known;
    char target[32];
    char key[32];

    request.target = target;
    for (int i = 0; i < count; i++) {
        snprintf(target, sizeof target, "/v1/events?limit=%d", i);
        snprintf(key, sizeof key, "key %d", i);
        memo_keep(memo, &request, key, i % 2, &nowhere);
    }
}

/* How many of them, from the one with the number @first on, are remembered, as they were. */
static size_t count_found(struct memo *memo, int first, int count)
{
    struct memo_request request = known;
    struct memo_reading reading;
    char target[32];
    char key[32];
    size_t found = 0;

    request.target = target;
    for (int i = first; i < count; i++) {
        snprintf(target, sizeof target, "/v1/events?limit=%d", i);
        snprintf(key, sizeof key, "key %d", i);
        if (!memo_find(memo, &request, &reading))
            continue;
        ck_assert_str_eq(reading.key, key);
        ck_assert_int_eq(reading.takes_gzip, i % 2);
        found++;
    }
    return found;
}

/* The seed differs from memo to memo. */
START_TEST(remembers_the_newest_within_its_bound)
{
    size_t newest = 0;

    for (int i = 0; i < MEMOS; i++) {
        struct memo *memo = memo_new(CAPACITY);

        ck_assert_uint_le(malloc_usable_size(memo), CAPACITY + HEAD_BYTES);
        keep_many(memo, MANY);
        size_t found = count_found(memo, 0, MANY);
        ck_assert_uint_le(found, CAPACITY / MEMO_KEY_SIZE);
        ck_assert_uint_ge(found, CAPACITY / MEMO_KEY_SIZE / 2);
        ck_assert_uint_ge(MANY, 4 * found);
        newest += count_found(memo, MANY - NEWEST, MANY);
        memo_free(memo);
    }
    ck_assert_uint_gt(newest, (size_t)MEMOS * NEWEST * 3 / 4);
}
END_TEST

START_TEST(forgets_one_and_keeps_it_anew)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_request other = known;
    struct memo_reading reading;

    other.accept = "text/csv";
    memo_forget(memo, &known);
    memo_keep(memo, &known, "the key", true, &nowhere);
    memo_keep(memo, &other, "its own", true, &nowhere);
    memo_forget(memo, &known);
    ck_assert(!memo_find(memo, &known, &reading));
    ck_assert(memo_find(memo, &other, &reading));
    memo_keep(memo, &known, "another", true, &nowhere);
    ck_assert(memo_find(memo, &known, &reading));
    ck_assert_str_eq(reading.key, "another");
    memo_free(memo);
}
END_TEST

/* As many as benchmarks ask for in turn. */
START_TEST(remembers_ten_thousand)
{
    for (int i = 0; i < HOT_MEMOS; i++) {
        struct memo *memo = memo_new(USUAL_CAPACITY);

        keep_many(memo, HOT);
        ck_assert_uint_ge(count_found(memo, 0, HOT), HOT / 100 * 98);
        memo_free(memo);
    }
}
END_TEST

static const struct near_row {
    const char *name;
    struct memo_near near;
} near_rows[] = {
    {"nothing is near", {{NULL}}},
    {"what was near is gone", {{(const void *)1, (const void *)4096, (const void *)UINTPTR_MAX}}},
};

START_TEST(reads_nothing_near)
{
    struct memo *memo = memo_new(CAPACITY);
    struct memo_reading reading;

    memo_fetch(memo, memo_expect(memo, known.target));
    ck_assert(!memo_find(memo, &known, &reading));
    memo_keep(memo, &known, "the key", true, &near_rows[_i].near);
    memo_fetch(memo, memo_expect(memo, known.target));
    ck_assert(memo_find(memo, &known, &reading));
    ck_assert_str_eq(reading.key, "the key");
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
        memo_keep(arg, &request, target, true, &nowhere);
        memo_fetch(arg, memo_expect(arg, target));
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
    tcase_add_test(tcase, the_limit_is_that_of_request_and_key_together);
    SUITE_ADD_ROWS(tcase, remembers_nothing, capacity_rows);
    tcase_add_test(tcase, remembers_the_newest_within_its_bound);
    tcase_add_test(tcase, forgets_one_and_keeps_it_anew);
    tcase_add_test(tcase, remembers_ten_thousand);
    SUITE_ADD_ROWS(tcase, reads_nothing_near, near_rows);
    tcase_add_test(tcase, many_threads_may_use_it);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
