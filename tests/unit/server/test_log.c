/* SPDX-License-Identifier: MIT */
#include "server/log.h"

#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "suite.h"

enum { THREADS = 4, LINES = 500, TEXT_SIZE = 4 * 1024 * 1024 };

static struct log_options options_to(int descriptor)
{
    return (struct log_options){.least = LOG_INFO, .has_access = true, .descriptor = descriptor};
}

static int open_memory(void)
{
    int descriptor = memfd_create("log", MFD_CLOEXEC);

    ck_assert_int_ge(descriptor, 0);
    return descriptor;
}

/* All that was written; new. */
static char *read_back(int descriptor)
{
    char *text = calloc(1, TEXT_SIZE);
    ssize_t length = pread(descriptor, text, TEXT_SIZE - 1, 0);

    ck_assert_int_ge(length, 0);
    close(descriptor);
    return text;
}

static const struct log_access plain = {.request_id = "00000000000000ff",
                                        .method = "GET",
                                        .target = "/v1/events?limit=2",
                                        .client = "::1",
                                        .status = 200,
                                        .bytes = 5120,
                                        .microseconds = 180};

static char *write_access(const struct log_access *line, bool is_text)
{
    int descriptor = open_memory();
    struct log_options options = options_to(descriptor);

    options.is_text = is_text;
    struct log *log = log_open(&options);
    log_access(log, line);
    log_close(log);
    return read_back(descriptor);
}

START_TEST(a_request_is_one_line_of_json)
{
    char *text = write_access(&plain, false);
    json_t *line = json_loads(text, 0, NULL);

    ck_assert_ptr_nonnull(line);
    ck_assert_str_eq(json_string_value(json_object_get(line, "level")), "info");
    ck_assert_str_eq(json_string_value(json_object_get(line, "request_id")), plain.request_id);
    ck_assert_str_eq(json_string_value(json_object_get(line, "method")), "GET");
    ck_assert_str_eq(json_string_value(json_object_get(line, "path")), "/v1/events");
    ck_assert_str_eq(json_string_value(json_object_get(line, "query")), "limit=2");
    ck_assert_int_eq(json_integer_value(json_object_get(line, "status")), 200);
    ck_assert_int_eq(json_integer_value(json_object_get(line, "bytes")), 5120);
    ck_assert_int_eq(json_integer_value(json_object_get(line, "microseconds")), 180);
    ck_assert_str_eq(json_string_value(json_object_get(line, "client")), "::1");
    const char *time = json_string_value(json_object_get(line, "time"));
    ck_assert_uint_eq(strlen(time), strlen("2026-11-21T21:17:37.123Z"));
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
    json_decref(line);
    free(text);
}
END_TEST

START_TEST(a_request_is_one_line_of_text)
{
    char *text = write_access(&plain, true);

    ck_assert_msg(strstr(text, " info    ::1 GET /v1/events?limit=2 200 5120 bytes 180 us "
                               "[00000000000000ff]\n") != NULL,
                  "%s", text);
    free(text);
}
END_TEST

static const struct byte_row {
    const char *name;
    const char *target;
    const char *shown; /* in the JSON string, decoded */
} byte_rows[] = {
    {"a quotation mark is escaped", "/\"", "/\""},
    {"a backslash is escaped", "/\\", "/\\"},
    {"a line break cannot make a line", "/\n{}", "/\\x0a{}"},
    {"a control character is spelled out", "/\x01\x1b[2J", "/\\x01\\x1b[2J"},
    {"DEL is spelled out", "/\x7f", "/\\x7f"},
    {"a query is apart from the path", "/a?b?c", "/a"},
    {"UTF-8 stays", "/\xd0\xba\xe2\x82\xac", "/\xd0\xba\xe2\x82\xac"},
    {"what is no UTF-8 is spelled out", "/\xff\xc3", "/\\xff\\xc3"},
    {"an overlong character is spelled out", "/\xc0\xaf", "/\\xc0\\xaf"},
};

START_TEST(any_bytes_give_one_valid_line)
{
    struct log_access line = plain;

    line.target = byte_rows[_i].target;
    char *text = write_access(&line, false);
    json_t *json = json_loads(text, 0, NULL);
    ck_assert_msg(json != NULL, "%s", text);
    ck_assert_str_eq(json_string_value(json_object_get(json, "path")), byte_rows[_i].shown);
    json_decref(json);
    free(text);
    text = write_access(&line, true);
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
}
END_TEST

START_TEST(a_long_target_is_shortened)
{
    char target[20000];
    struct log_access line = plain;

    memset(target, 'a', sizeof target - 1);
    target[sizeof target - 1] = '\0';
    line.target = target;
    char *text = write_access(&line, false);
    ck_assert_uint_lt(strlen(text), 3000);
    json_t *json = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(json);
    json_decref(json);
    free(text);
}
END_TEST

START_TEST(lines_below_the_level_are_left_out)
{
    int descriptor = open_memory();
    struct log_options options = options_to(descriptor);

    options.least = LOG_WARNING;
    struct log *log = log_open(&options);
    log_write(log, LOG_DEBUG, NULL, "one");
    log_write(log, LOG_INFO, NULL, "two");
    log_access(log, &plain);
    log_write(log, LOG_WARNING, "id", "three %d", 3);
    log_write(log, LOG_ERROR, NULL, "four");
    log_close(log);
    char *text = read_back(descriptor);
    ck_assert_ptr_null(strstr(text, "one"));
    ck_assert_ptr_null(strstr(text, "two"));
    ck_assert_ptr_null(strstr(text, "/v1/events"));
    ck_assert_ptr_nonnull(strstr(text, "\"request_id\":\"id\",\"message\":\"three 3\""));
    ck_assert_ptr_nonnull(strstr(text, "\"level\":\"error\",\"message\":\"four\""));
    free(text);
}
END_TEST

START_TEST(request_lines_can_be_turned_off)
{
    int descriptor = open_memory();
    struct log_options options = options_to(descriptor);

    options.has_access = false;
    struct log *log = log_open(&options);
    log_access(log, &plain);
    log_close(log);
    char *text = read_back(descriptor);
    ck_assert_str_eq(text, "");
    free(text);
}
END_TEST

static void *write_many(void *arg)
{
    for (int i = 0; i < LINES; i++)
        log_access(arg, &plain);
    return NULL;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

START_TEST(many_threads_lose_nothing_while_there_is_room)
{
    int descriptor = open_memory();
    struct log_options options = options_to(descriptor);
    struct log *log = log_open(&options);
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_many, log), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    log_close(log);
    char *text = read_back(descriptor);
    ck_assert_ptr_null(strstr(text, "were lost"));
    ck_assert_uint_eq(count_lines(text), THREADS * LINES);
    free(text);
}
END_TEST

/* Nobody reads the pipe: who logs does not wait, and the program can end. */
START_TEST(a_reader_that_stands_still_holds_up_nobody)
{
    int ends[2];
    struct timespec start;
    struct timespec end;

    ck_assert_int_eq(pipe(ends), 0);
    struct log_options options = options_to(ends[1]);
    struct log *log = log_open(&options);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < 20000; i++)
        log_access(log, &plain);
    clock_gettime(CLOCK_MONOTONIC, &end);
    ck_assert_int_lt(end.tv_sec - start.tv_sec, 3);
    log_close(log);
    clock_gettime(CLOCK_MONOTONIC, &end);
    ck_assert_int_lt(end.tv_sec - start.tv_sec, 6);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

static void *read_all(void *arg)
{
    int descriptor = *(int *)arg;
    char *text = calloc(1, TEXT_SIZE * 2);
    size_t used = 0;

    usleep(300000);
    for (ssize_t n = 1; n > 0 && used<TEXT_SIZE * 2 - 1; used += n> 0 ? (size_t)n : 0)
        n = read(descriptor, text + used, TEXT_SIZE * 2 - 1 - used);
    return text;
}

/* Every note counts what was lost since the one before. */
static unsigned long sum_lost(const char *text, unsigned long *ret_notes)
{
    unsigned long lost = 0;

    *ret_notes = 0;
    for (const char *note = text; (note = strstr(note, " log lines were lost")); note++) {
        const char *digits = note;

        while (digits > text && digits[-1] >= '0' && digits[-1] <= '9')
            digits--;
        lost += strtoul(digits, NULL, 10);
        (*ret_notes)++;
    }
    return lost;
}

START_TEST(lost_lines_are_counted)
{
    int ends[2];
    pthread_t reader;
    void *text;

    ck_assert_int_eq(pipe(ends), 0);
    struct log_options options = options_to(ends[1]);
    struct log *log = log_open(&options);
    ck_assert_int_eq(pthread_create(&reader, NULL, read_all, &ends[0]), 0);
    for (int i = 0; i < 10000; i++)
        log_access(log, &plain);
    log_close(log);
    close(ends[1]);
    pthread_join(reader, &text);
    close(ends[0]);

    unsigned long notes;
    unsigned long lost = sum_lost(text, &notes);
    ck_assert_uint_gt(notes, 0);
    ck_assert_uint_eq(count_lines(text) - notes + lost, 10000);
    free(text);
}
END_TEST

START_TEST(level_words_are_known)
{
    ck_assert_int_eq((int)log_level_find("debug"), LOG_DEBUG);
    ck_assert_int_eq((int)log_level_find("warning"), LOG_WARNING);
    ck_assert_int_eq((int)log_level_find("off"), LOG_OFF);
    ck_assert_int_eq((int)log_level_find("loud"), LOG_INFO);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tcase = tcase_create("log");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_request_is_one_line_of_json);
    tcase_add_test(tcase, a_request_is_one_line_of_text);
    SUITE_ADD_ROWS(tcase, any_bytes_give_one_valid_line, byte_rows);
    tcase_add_test(tcase, a_long_target_is_shortened);
    tcase_add_test(tcase, lines_below_the_level_are_left_out);
    tcase_add_test(tcase, request_lines_can_be_turned_off);
    tcase_add_test(tcase, many_threads_lose_nothing_while_there_is_room);
    tcase_add_test(tcase, a_reader_that_stands_still_holds_up_nobody);
    tcase_add_test(tcase, lost_lines_are_counted);
    tcase_add_test(tcase, level_words_are_known);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
