/* SPDX-License-Identifier: MIT */
/* entente import beside a server: what goes in comes out, while others read and write. */
#include "suite.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "program_run.h"

enum { NOTICE_LIMIT_MS = 1000, ANSWER_LIMIT_MS = 60000, MANY_ROWS = 60000 };

static struct program program;

static void set_up(void)
{
    run_begin(&program);
    run_well(&program, "init x.db");
}

static void tear_down(void)
{
    run_end(&program);
}

static char *get(const struct program *server, const char *path)
{
    struct http_answer answer;

    http_get(server, path, NULL, &answer);
    ck_assert_msg(answer.status == 200, "%s: %ld %s", path, answer.status, answer.body);
    char *body = strdup(answer.body);
    http_answer_fini(&answer);
    return body;
}

/* Rows of 2020 that nothing else has, a line each. */
static void write_rows(const char *name, int count)
{
    FILE *file = fopen(run_path(&program, name), "w");

    fputs("freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,"
          "partner2Code,customsCode,motCode,primaryValue\n",
          file);
    for (int i = 0; i < count; i++)
        fprintf(file, "A,2020,398,X,643,H5,%06d,0,C00,0,%d\n", 10000 + i, i);
    fclose(file);
}

static size_t count_lines(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* --- there and back --- */

static const struct {
    const char *name;
    const char *sample; /* of tests/data/import */
    const char *series;
    const char *format; /* of the answer that is imported again */
} trips[] = {
    {"Comtrade's rows come back as CSV", "comtrade.csv", "un-comtrade", "csv"},
    {"Comtrade's rows come back as NDJSON", "comtrade.csv", "un-comtrade", "ndjson"},
    {"reconciled rows come back as CSV", "itpde.csv", "itpd-e", "csv"},
    {"rows of another program come back as NDJSON", "own.csv", "some-series", "ndjson"},
};

START_TEST(what_is_exported_can_be_imported_again)
{
    char path[128];

    run_well(&program, "import --database=x.db --dataset=there --series=%s " SAMPLES "/%s",
             trips[_i].series, trips[_i].sample);
    run_serve(&program, NULL, "--database=x.db");
    snprintf(path, sizeof path, "/v1/trade?dataset=there&format=%s", trips[_i].format);
    char *there = get(&program, path);
    program_signal(&program, SIGTERM);
    ck_assert_int_eq(program_wait(&program), 0);
    ck_assert_uint_gt(count_lines(there), 1);

    run_write(&program, "back", there, strlen(there));
    run_well(&program, "init y.db");
    run_well(&program, "import --database=y.db --series=%s back", trips[_i].series);
    run_serve(&program, NULL, "--database=y.db");
    char *back = get(&program, path);
    ck_assert_str_eq(there, back);
    free(there);
    free(back);
}
END_TEST

/* --- beside a server --- */

START_TEST(rows_are_shown_within_a_second_of_the_import)
{
    run_serve(&program, NULL, "--database=x.db");
    write_rows("a.csv", 10);
    char *before = get(&program, "/v1/trade?reporter=KAZ&partner=RUS&count=only");
    ck_assert_ptr_nonnull(strstr(before, "\"total\":0"));
    run_well(&program, "import --database=x.db a.csv");
    const int64_t end_ms = now_ms() + NOTICE_LIMIT_MS;
    bool is_there = false;
    while (!is_there) {
        char *after = get(&program, "/v1/trade?reporter=KAZ&partner=RUS&count=only");
        is_there = strstr(after, "\"total\":10") != NULL;
        ck_assert_msg(is_there || now_ms() < end_ms, "%s", after);
        free(after);
    }
    free(before);
}
END_TEST

/* --- the log --- */

enum { BURST = 100 };

/* Quick questions as fast as they are answered: they share snapshots. */
static void ask_burst(void)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    for (int i = 0; i < BURST; i++)
        raw_send_text(&socket, "GET /v1/sectors HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < BURST; i++) {
        raw_receive(&socket, ANSWER_LIMIT_MS, false, &answer);
        ck_assert_int_eq(answer.status, 200);
        raw_answer_fini(&answer);
    }
    raw_close(&socket);
}

static void check_log_is_empty(void)
{
    struct stat info;

    ck_assert_int_eq(stat(run_path(&program, "x.db-wal"), &info), 0);
    ck_assert_int_eq(info.st_size, 0);
}

START_TEST(the_log_is_empty_after_an_import_behind_many_questions)
{
    run_serve(&program, NULL, "--database=x.db --cache-bytes=0");
    write_rows("a.csv", 10);
    ask_burst();
    run_well(&program, "import --database=x.db a.csv");
    check_log_is_empty();
}
END_TEST

START_TEST(the_log_is_empty_after_an_import_beside_many_questions)
{
    run_serve(&program, NULL, "--database=x.db --cache-bytes=0");
    write_rows("a.csv", 10);
    ask_burst();
    const pid_t asker = fork();
    while (asker == 0)
        ask_burst();
    run_well(&program, "import --database=x.db a.csv");
    check_log_is_empty();
    kill(asker, SIGKILL);
    ck_assert_int_eq(waitpid(asker, NULL, 0), asker);
}
END_TEST

START_TEST(a_stream_that_was_begun_shows_the_rows_as_they_were)
{
    struct raw_socket socket;
    struct raw_answer answer;
    char part[4096];
    size_t got = 0;

    write_rows("a.csv", MANY_ROWS);
    run_well(&program, "import --database=x.db a.csv");
    run_serve(&program, NULL, "--database=x.db");
    raw_connect_small(&socket, program.port);
    raw_send_text(&socket, "GET /v1/trade?period=2020&format=ndjson&fields=value HTTP/1.1\r\n"
                           "Host: x\r\n\r\n");
    /* The first bytes are there: the stream has its snapshot. */
    while (got < sizeof part)
        got += (size_t)recv(socket.descriptor, part + got, sizeof part - got, 0);
    write_rows("b.csv", 10);
    run_well(&program, "import --database=x.db b.csv");
    raw_widen(&socket);
    ck_assert_ptr_null(socket.unread);
    socket.unread = malloc(got);
    memcpy(socket.unread, part, got);
    socket.length = got;
    raw_receive(&socket, ANSWER_LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert(!answer.is_cut);
    ck_assert_uint_eq(count_lines(answer.body), MANY_ROWS);
    raw_answer_fini(&answer);
    raw_close(&socket);
    /* The block is the second file's now. */
    char *now = get(&program, "/v1/trade?period=2020&count=only");
    ck_assert_msg(strstr(now, "\"total\":10}") != NULL, "%s", now);
    free(now);
}
END_TEST

/* The first one waits for its input, holding the lock. */
START_TEST(a_second_import_is_refused_and_says_why)
{
    struct outcome outcome;
    const char *pipe_path = run_path(&program, "pipe");

    ck_assert_int_eq(mkfifo(pipe_path, 0600), 0);
    write_rows("a.csv", 10);
    const pid_t first = fork();
    if (first == 0) {
        run(&program, &outcome, "import --database=x.db --format=comtrade-csv pipe");
        _exit(outcome.status);
    }
    const int writer = open(run_path(&program, "pipe"), O_WRONLY); /* waits for the reader */
    ck_assert_int_ge(writer, 0);
    run(&program, &outcome, "import --database=x.db a.csv");
    ck_assert_int_eq(outcome.status, 1);
    ck_assert_msg(strstr(outcome.err, "another") != NULL, "%s", outcome.err);
    outcome_fini(&outcome);
    close(writer);
    kill(first, SIGKILL);
    /* Nothing came through the pipe: the first one ends by itself. */
    ck_assert_int_eq(waitpid(first, NULL, 0), first);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *tcase = tcase_create("import");

    tcase_set_timeout(tcase, 100);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    SUITE_ADD_ROWS(tcase, what_is_exported_can_be_imported_again, trips);
    tcase_add_test(tcase, rows_are_shown_within_a_second_of_the_import);
    tcase_add_test(tcase, the_log_is_empty_after_an_import_behind_many_questions);
    tcase_add_test(tcase, the_log_is_empty_after_an_import_beside_many_questions);
    tcase_add_test(tcase, a_stream_that_was_begun_shows_the_rows_as_they_were);
    tcase_add_test(tcase, a_second_import_is_refused_and_says_why);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
