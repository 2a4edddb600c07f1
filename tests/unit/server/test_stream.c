/* SPDX-License-Identifier: MIT */
#include "server/stream.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/clock.h"
#include "suite.h"

enum { CAPACITY = 64 * 1024, LONG_MS = 60000 };

/* What libmicrohttpd does for a connection. */
struct reader {
    atomic_int suspended;
    atomic_int resumed;
    atomic_int cut;
    atomic_int ended; /* 1: whole; 2: cut */
};

static void suspend(void *arg)
{
    atomic_fetch_add(&((struct reader *)arg)->suspended, 1);
}

static void resume(void *arg)
{
    atomic_fetch_add(&((struct reader *)arg)->resumed, 1);
}

static void cut(void *arg)
{
    atomic_fetch_add(&((struct reader *)arg)->cut, 1);
}

static void ending(void *arg, bool is_whole)
{
    atomic_store(&((struct reader *)arg)->ended, is_whole ? 1 : 2);
}

static struct stream *make(struct reader *reader, int64_t longest_ms, uint64_t least_rate,
                           int64_t window_ms)
{
    struct stream_options options = {.capacity_bytes = CAPACITY,
                                     .longest_ms = longest_ms,
                                     .least_rate = least_rate,
                                     .rate_window_ms = window_ms,
                                     .suspend = suspend,
                                     .resume = resume,
                                     .cut = cut,
                                     .ending = ending,
                                     .arg = reader};
    struct stream *stream = stream_new(&options);

    ck_assert_ptr_nonnull(stream);
    return stream;
}

START_TEST(gives_the_bytes_in_their_order)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char to[8];
    size_t length;

    ck_assert_int_eq(stream_write(stream, "abcdef", 6), 0);
    ck_assert_int_eq((int)stream_read(stream, to, 4, &length), STREAM_OPEN);
    ck_assert_uint_eq(length, 4);
    ck_assert_int_eq(memcmp(to, "abcd", 4), 0);
    stream_end(stream, true);
    ck_assert_int_eq((int)stream_read(stream, to, 8, &length), STREAM_OPEN);
    ck_assert_uint_eq(length, 2);
    ck_assert_int_eq((int)stream_read(stream, to, 8, &length), STREAM_ENDED);
    ck_assert_uint_eq(stream_bytes(stream), 6);
    ck_assert_int_eq(reader.ended, 1);
    stream_unref(stream);
}
END_TEST

START_TEST(a_cut_stream_does_not_end_like_a_whole_one)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char to[8];
    size_t length;

    ck_assert_int_eq(stream_write(stream, "abc", 3), 0);
    stream_end(stream, false);
    ck_assert_int_eq((int)stream_read(stream, to, 8, &length), STREAM_FAILED);
    ck_assert_int_eq(reader.cut, 1);
    ck_assert_int_eq(reader.ended, 2);
    stream_unref(stream);
}
END_TEST

START_TEST(an_empty_ring_suspends_once_and_resumes_once)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char *much = calloc(1, CAPACITY / 2);
    char to[8];
    size_t length;

    ck_assert_int_eq((int)stream_read(stream, to, 8, &length), STREAM_OPEN);
    ck_assert_uint_eq(length, 0);
    ck_assert_int_eq(reader.suspended, 1);
    ck_assert_int_eq(stream_write(stream, "a", 1), 0);
    ck_assert_int_eq(reader.resumed, 0); /* too little to be worth it */
    ck_assert_int_eq(stream_write(stream, much, CAPACITY / 2), 0);
    ck_assert_int_eq(reader.resumed, 1);
    ck_assert_int_eq(stream_write(stream, "a", 1), 0);
    stream_end(stream, true);
    ck_assert_int_eq(reader.resumed, 1);
    free(much);
    stream_unref(stream);
}
END_TEST

START_TEST(the_end_wakes_a_reader)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char to[8];
    size_t length;

    stream_read(stream, to, 8, &length);
    stream_end(stream, true);
    ck_assert_int_eq(reader.resumed, 1);
    stream_unref(stream);
}
END_TEST

START_TEST(little_does_not_wait_for_ever)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char to[8];
    size_t length;

    stream_read(stream, to, 8, &length);
    usleep(100000);
    ck_assert_int_eq(stream_write(stream, "a", 1), 0);
    ck_assert_int_eq(reader.resumed, 1);
    stream_unref(stream);
}
END_TEST

START_TEST(nothing_happens_to_a_connection_that_is_gone)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    char to[8];
    size_t length;

    stream_read(stream, to, 8, &length);
    stream_abandon(stream);
    ck_assert_int_eq(stream_write(stream, "a", 1), -1);
    stream_end(stream, false);
    ck_assert_int_eq(reader.resumed, 0);
    ck_assert_int_eq(reader.ended, 0);
    stream_unref(stream);
}
END_TEST

/* Writes 1 MiB in odd pieces; Return: NULL when all was taken. */
static void *write_much(void *arg)
{
    struct stream *stream = arg;
    char piece[1021];
    size_t written = 0;
    int result = 0;

    while (written < 1 << 20 && result == 0) {
        for (size_t i = 0; i < sizeof piece; i++)
            piece[i] = (char)((written + i) % 251);
        result = stream_write(stream, piece, sizeof piece);
        written += sizeof piece;
    }
    stream_end(stream, result == 0);
    return result == 0 ? NULL : arg;
}

START_TEST(moves_more_than_it_holds)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 1, LONG_MS);
    enum stream_state state = STREAM_OPEN;
    pthread_t writer;
    void *failed;
    char to[3001];
    size_t length;
    size_t all = 0;

    ck_assert_int_eq(pthread_create(&writer, NULL, write_much, stream), 0);
    while (state == STREAM_OPEN) {
        state = stream_read(stream, to, sizeof to, &length);
        for (size_t i = 0; i < length; i++)
            ck_assert_int_eq(to[i], (char)((all + i) % 251));
        all += length;
        if (length == 0)
            usleep(100);
    }
    pthread_join(writer, &failed);
    ck_assert_int_eq((int)state, STREAM_ENDED);
    ck_assert_ptr_null(failed);
    ck_assert_uint_eq(all, stream_bytes(stream));
    ck_assert_uint_ge(all, 1 << 20);
    stream_unref(stream);
}
END_TEST

static int64_t run_writer(struct stream *stream, void **ret_failed)
{
    int64_t start_ms = clock_now_ms();
    pthread_t writer;

    ck_assert_int_eq(pthread_create(&writer, NULL, write_much, stream), 0);
    pthread_join(writer, ret_failed);
    return clock_now_ms() - start_ms;
}

START_TEST(a_reader_that_stands_still_is_cut)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 1000, 200);
    void *failed;
    int64_t took_ms = run_writer(stream, &failed);

    ck_assert_ptr_nonnull(failed);
    ck_assert_int_ge(took_ms, 190);
    ck_assert_int_lt(took_ms, 2000);
    stream_unref(stream);
}
END_TEST

START_TEST(a_stream_that_lasts_too_long_is_cut)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, 300, 0, LONG_MS);
    void *failed;
    int64_t took_ms = run_writer(stream, &failed);

    ck_assert_ptr_nonnull(failed);
    ck_assert_int_ge(took_ms, 290);
    ck_assert_int_lt(took_ms, 2000);
    ck_assert_int_eq(reader.ended, 2);
    stream_unref(stream);
}
END_TEST

static void *abandon_soon(void *arg)
{
    usleep(100000);
    stream_abandon(arg);
    return NULL;
}

START_TEST(a_client_that_leaves_frees_the_writer)
{
    struct reader reader = {0};
    struct stream *stream = make(&reader, LONG_MS, 0, LONG_MS);
    pthread_t leaver;
    void *failed;

    ck_assert_int_eq(pthread_create(&leaver, NULL, abandon_soon, stream), 0);
    ck_assert_int_lt(run_writer(stream, &failed), 2000);
    ck_assert_ptr_nonnull(failed);
    pthread_join(leaver, NULL);
    stream_unref(stream);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stream");
    TCase *tcase = tcase_create("stream");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, gives_the_bytes_in_their_order);
    tcase_add_test(tcase, a_cut_stream_does_not_end_like_a_whole_one);
    tcase_add_test(tcase, an_empty_ring_suspends_once_and_resumes_once);
    tcase_add_test(tcase, the_end_wakes_a_reader);
    tcase_add_test(tcase, little_does_not_wait_for_ever);
    tcase_add_test(tcase, nothing_happens_to_a_connection_that_is_gone);
    tcase_add_test(tcase, moves_more_than_it_holds);
    tcase_add_test(tcase, a_reader_that_stands_still_is_cut);
    tcase_add_test(tcase, a_stream_that_lasts_too_long_is_cut);
    tcase_add_test(tcase, a_client_that_leaves_frees_the_writer);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
