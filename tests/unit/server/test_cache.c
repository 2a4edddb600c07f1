/* SPDX-License-Identifier: MIT */
#include "server/cache.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/answer.h"
#include "server/gzip.h"
#include "server/memo.h"
#include "server/reply.h"
#include "suite.h"

enum { CAPACITY = 64 * 1024, REVISION = 7, THREADS = 4, ROUNDS = 2000 };

/* An answer whose length tells it apart. */
static struct answer *make_answer(size_t length)
{
    struct answer_head head = {.etag = "\"t\"", .is_shared = true};
    struct reply reply;

    reply_init(&reply);
    reply.status = 200;
    reply.content_type = "text/plain";
    reply.body = calloc(1, length + 1);
    reply.body_length = length;
    struct answer *answer = answer_new(&reply, &head);
    ck_assert_ptr_nonnull(answer);
    reply_fini(&reply);
    return answer;
}

static void put(struct cache *cache, const char *key, bool takes_gzip, size_t length,
                int64_t revision)
{
    struct answer *answer = make_answer(length);

    cache_put(cache, key, takes_gzip, answer, revision);
    answer_unref(answer);
}

/* The length of what is stored; -1: nothing. */
static long get(struct cache *cache, const char *key, bool takes_gzip)
{
    struct answer *answer = cache_get(cache, key, takes_gzip);
    long length = answer ? (long)answer_length(answer) : -1;

    answer_unref(answer);
    return length;
}

START_TEST(gives_back_what_was_stored)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    ck_assert_int_eq(get(cache, "a", false), -1);
    put(cache, "a", false, 10, REVISION);
    put(cache, "a", true, 5, REVISION);
    put(cache, "b", false, 20, REVISION);
    ck_assert_int_eq(get(cache, "a", false), 10);
    ck_assert_int_eq(get(cache, "a", true), 5);
    ck_assert_int_eq(get(cache, "b", false), 20);
    ck_assert_int_eq(get(cache, "b", true), -1);
    struct cache_counts counts = cache_count(cache);
    ck_assert_uint_eq(counts.entries, 3);
    ck_assert_uint_eq(counts.hits, 3);
    ck_assert_uint_eq(counts.misses, 2);
    cache_free(cache);
}
END_TEST

START_TEST(says_where_lies_what_is_stored)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);
    struct answer *answer = make_answer(10);
    struct memo_near near;

    ck_assert(!cache_find_near(cache, "a", false, &near));
    ck_assert_ptr_null(near.at[1]);
    ck_assert_ptr_null(near.at[2]);
    cache_put(cache, "a", false, answer, REVISION);
    ck_assert(!cache_find_near(cache, "a", true, &near));
    ck_assert(cache_find_near(cache, "a", false, &near));
    for (size_t i = 0; i < MEMO_PLACES_NEAR; i++)
        ck_assert_ptr_nonnull(near.at[i]);
    ck_assert_ptr_eq(near.at[2], answer);
    ck_assert_uint_eq(cache_count(cache).hits + cache_count(cache).misses, 0);
    answer_unref(answer);
    cache_free(cache);
}
END_TEST

START_TEST(puts_the_newer_in_place_of_the_older)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    put(cache, "a", false, 10, REVISION);
    put(cache, "a", false, 11, REVISION);
    ck_assert_int_eq(get(cache, "a", false), 11);
    ck_assert_uint_eq(cache_count(cache).entries, 1);
    cache_free(cache);
}
END_TEST

START_TEST(never_gives_an_answer_of_an_older_revision)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    put(cache, "a", false, 10, REVISION);
    cache_set_revision(cache, REVISION + 1);
    ck_assert_int_eq(get(cache, "a", false), -1);
    put(cache, "a", false, 10, REVISION); /* a slow worker */
    ck_assert_int_eq(get(cache, "a", false), -1);
    put(cache, "a", false, 12, REVISION + 2); /* it saw the write before the server heard of it */
    ck_assert_int_eq(get(cache, "a", false), -1);
    put(cache, "a", false, 11, REVISION + 1);
    ck_assert_int_eq(get(cache, "a", false), 11);
    ck_assert_uint_eq(cache_count(cache).entries, 1);
    cache_free(cache);
}
END_TEST

START_TEST(keeps_within_its_size_and_drops_the_least_used)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);
    char key[16];

    put(cache, "kept", false, 1000, REVISION);
    for (int i = 0; i < 200; i++) {
        snprintf(key, sizeof key, "%d", i);
        put(cache, key, false, 1000, REVISION);
        ck_assert_int_eq(get(cache, "kept", false), 1000);
        ck_assert_uint_le(cache_count(cache).bytes, CAPACITY);
    }
    ck_assert_int_eq(get(cache, "0", false), -1);
    ck_assert_int_eq(get(cache, "199", false), 1000);
    ck_assert_uint_gt(cache_count(cache).evictions, 100);
    cache_free(cache);
}
END_TEST

START_TEST(does_not_store_what_is_too_large)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    put(cache, "a", false, CAPACITY / 8, REVISION);
    ck_assert_int_eq(get(cache, "a", false), -1);
    cache_free(cache);
}
END_TEST

START_TEST(stores_nothing_without_room)
{
    struct cache *cache = cache_new(0, REVISION);

    put(cache, "a", false, 1, REVISION);
    ck_assert_int_eq(get(cache, "a", false), -1);
    cache_free(cache);
}
END_TEST

START_TEST(stores_nothing_after_it_was_stopped)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    put(cache, "a", false, 1, REVISION);
    cache_stop(cache);
    ck_assert_int_eq(get(cache, "a", false), -1);
    put(cache, "a", false, 1, REVISION);
    ck_assert_int_eq(get(cache, "a", false), -1);
    ck_assert_uint_eq(cache_count(cache).bytes, 0);
    cache_free(cache);
}
END_TEST

START_TEST(an_answer_outlives_its_place)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);

    put(cache, "a", false, 10, REVISION);
    struct answer *answer = cache_get(cache, "a", false);
    cache_free(cache);
    ck_assert_uint_eq(answer_length(answer), 10);
    answer_unref(answer);
}
END_TEST

/* For the thread sanitizer. */
static void *use(void *arg)
{
    struct cache *cache = arg;
    char key[8];

    for (int i = 0; i < ROUNDS; i++) {
        snprintf(key, sizeof key, "%d", i % 50);
        put(cache, key, i % 2, 500, REVISION + i / 500);
        get(cache, key, i % 2);
        if (i % 100 == 0)
            cache_set_revision(cache, REVISION + i / 500);
    }
    return NULL;
}

START_TEST(many_threads_may_use_it)
{
    struct cache *cache = cache_new(CAPACITY, REVISION);
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use, cache), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_le(cache_count(cache).bytes, CAPACITY);
    cache_free(cache);
}
END_TEST

START_TEST(compresses_what_is_worth_it)
{
    char text[4096];
    char *compressed = NULL;
    size_t length = 0;

    memset(text, 'a', sizeof text);
    ck_assert_int_eq(gzip_compress(text, sizeof text, &compressed, &length), 0);
    ck_assert_uint_lt(length, 100);
    ck_assert_int_eq((unsigned char)compressed[0], 0x1f);
    ck_assert_int_eq((unsigned char)compressed[1], 0x8b);
    free(compressed);
    ck_assert_int_eq(gzip_compress(text, GZIP_LEAST_BYTES - 1, &compressed, &length), -1);
    uint32_t noise = 1;
    for (size_t i = 0; i < sizeof text; i++) {
        noise = noise * 1664525 + 1013904223;
        text[i] = (char)(noise >> 24);
    }
    ck_assert_int_eq(gzip_compress(text, sizeof text, &compressed, &length), -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cache");
    TCase *tcase = tcase_create("cache");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, gives_back_what_was_stored);
    tcase_add_test(tcase, says_where_lies_what_is_stored);
    tcase_add_test(tcase, puts_the_newer_in_place_of_the_older);
    tcase_add_test(tcase, never_gives_an_answer_of_an_older_revision);
    tcase_add_test(tcase, keeps_within_its_size_and_drops_the_least_used);
    tcase_add_test(tcase, does_not_store_what_is_too_large);
    tcase_add_test(tcase, stores_nothing_without_room);
    tcase_add_test(tcase, stores_nothing_after_it_was_stopped);
    tcase_add_test(tcase, an_answer_outlives_its_place);
    tcase_add_test(tcase, many_threads_may_use_it);
    tcase_add_test(tcase, compresses_what_is_worth_it);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
