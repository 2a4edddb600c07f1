/* SPDX-License-Identifier: MIT */
/* A running server: its start, its log, its health, its end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_expect.h"
#include "http_ask.h"
#include "program_run.h"
#include "suite.h"

enum { STOP_LIMIT_MS = 3000 }; /* sanitizers and busy machines included */

static struct program program;

static void begin(void)
{
    run_begin(&program);
    run_well(&program, "init x.db");
}

static void end(void)
{
    run_end(&program);
}

static void check_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "it does not say \"%s\": %.1500s", part, text);
}

/* ---- start ---- */

START_TEST(a_port_in_use_is_named_with_what_to_do)
{
    struct outcome outcome;
    char name[64];

    run_serve(&program, NULL, "--database=x.db");
    run(&program, &outcome, "serve --database=x.db --port=%u", program.port);
    snprintf(name, sizeof name, "127.0.0.1:%u is in use", program.port);
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, name);
    check_has(outcome.err, "set port to another port");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(an_admin_port_in_use_is_named_as_such)
{
    struct outcome outcome;

    run_serve(&program, NULL, "--database=x.db");
    run(&program, &outcome, "serve --database=x.db --port=0 --admin-port=%u", program.port);
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "set admin_port to another port");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(a_name_is_no_address)
{
    struct outcome outcome;

    run(&program, &outcome, "serve --database=x.db --port=0 --listen=localhost");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "localhost");
    check_has(outcome.err, "0.0.0.0 or ::");
    outcome_fini(&outcome);
}
END_TEST

/* ---- health ---- */

static const struct healthy {
    const char *name;
    const char *path;
    const char *expected;
} healthy[] = {
    {"healthz says that the process answers", "/healthz", "{'status':'ok'}"},
    {"readyz says which revision it answers from", "/readyz", "{'status':'ready','revision':1}"},
    {"version says what it is", "/version", "{'name':'entente','version':'0.1.0'}"},
};

START_TEST(is_well)
{
    run_serve(&program, NULL, "--database=x.db --admin-port=0");
    json_t *document = expect_json(&program, healthy[_i].path);
    expect_match(document, healthy[_i].expected);
    json_decref(document);
    /* and so it does on the admin's port */
    struct program admin = {.port = program.admin_port};
    document = expect_json(&admin, healthy[_i].path);
    expect_match(document, healthy[_i].expected);
    json_decref(document);
}
END_TEST

START_TEST(the_admin_port_answers_nothing_else)
{
    static const char *const paths[] = {"/",
                                        "/v1/claims",
                                        "/v1/pairs/KAZ-TJK",
                                        "/v1/trade?format=csv",
                                        "/openapi.json",
                                        "/problems/not-found"};
    struct raw_answer answer;

    run_serve(&program, NULL, "--database=x.db --admin-port=0");
    struct program admin = {.port = program.admin_port};
    ck_assert_uint_ne(admin.port, program.port);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        http_ask_once(&admin, "GET", paths[i], "", &answer);
        http_check_problem(&answer, 404, "not-found");
        raw_answer_fini(&answer);
        http_ask_once(&program, "GET", paths[i], "", &answer);
        ck_assert_int_eq(answer.status, 200);
        raw_answer_fini(&answer);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *path;
    int status;
    const char *has;
} healths[] = {
    {"health is 0 where the database can be read", "/readyz", 0, ""},
    {"health is 0 where the process answers", "/healthz", 0, ""},
    {"health is 0 for any path that answers 200", "", 0, ""},
    {"health is 1 for a path that does not", "/nothing", 1, "status 404"},
};

START_TEST(health_tells_by_its_exit_code)
{
    struct outcome outcome;

    run_serve(&program, NULL, "--database=x.db");
    run(&program, &outcome, "health --url=http://127.0.0.1:%u%s", program.port, healths[_i].path);
    ck_assert_msg(outcome.status == healths[_i].status, "%d: %s", outcome.status, outcome.err);
    ck_assert_str_eq(outcome.out, "");
    check_has(outcome.err, healths[_i].has);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(health_is_1_where_nothing_answers)
{
    struct outcome outcome;

    run_serve(&program, NULL, "--database=x.db");
    uint16_t port = program.port;
    program_signal(&program, SIGTERM);
    ck_assert_int_eq(program_wait(&program), 0);
    run(&program, &outcome, "health --url=http://127.0.0.1:%u/readyz", port);
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "nothing answers");
    outcome_fini(&outcome);
}
END_TEST

/* ---- the end ---- */

static const struct {
    const char *name;
    int number;
    const char *says;
} endings[] = {
    {"SIGTERM ends an idle server with 0", SIGTERM, "stopping after SIGTERM"},
    {"SIGINT ends an idle server with 0", SIGINT, "stopping after SIGINT"},
};

START_TEST(ends)
{
    struct raw_socket idle;
    struct raw_answer answer;

    run_serve(&program, NULL, "--database=x.db");
    raw_connect(&idle, program.port);
    http_ask(&idle, "GET", "/v1/claims", "", &answer); /* the connection stays open */
    int64_t start_ms = now_ms();
    program_signal(&program, endings[_i].number);
    ck_assert_int_eq(program_wait(&program), 0);
    ck_assert_int_lt(now_ms() - start_ms, STOP_LIMIT_MS);
    char *log = program_log(&program);
    check_has(log, endings[_i].says);
    ck_assert(raw_is_closed_within(&idle, 1000));
    free(log);
    raw_answer_fini(&answer);
    raw_close(&idle);
}
END_TEST

START_TEST(the_database_is_whole_in_one_file_afterwards)
{
    json_t *document;

    run_serve(&program, NULL, "--database=x.db");
    document = expect_json(&program, "/v1/claims?count=only");
    json_decref(document);
    program_signal(&program, SIGTERM);
    ck_assert_int_eq(program_wait(&program), 0);
    run_serve(&program, NULL, "--database=x.db --read-only");
    document = expect_json(&program, "/v1/claims?count=only");
    expect_match(document, "{'page':{'total':76}}");
    json_decref(document);
}
END_TEST

/* ---- the log ---- */

static void ask_things(void)
{
    struct raw_answer answer;
    static const char *const targets[] = {"/v1/claims?limit=1", "/v1/claims?limit=0",
                                          "/v1/search?q=%22quoted%22%0d%0ax", "/\"'\\{}",
                                          "/v1/trade?format=csv"};

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        http_ask_once(&program, "GET", targets[i],
                      "Authorization: Bearer hunter2\r\nCookie: session=hunter2\r\n"
                      "User-Agent: x\"},{\"hunter2\r\nReferer: http://a/?hunter2\r\n",
                      &answer);
        raw_answer_fini(&answer);
    }
    http_ask_once(&program, "BREW\"", "/v1/claims", "", &answer);
    raw_answer_fini(&answer);
}

/* The log of a server that was asked things and has ended; new. */
static char *get_log(const char *flags)
{
    run_serve(&program, NULL, "--database=x.db %s", flags);
    ask_things();
    program_signal(&program, SIGTERM);
    ck_assert_int_eq(program_wait(&program), 0);
    return program_log(&program);
}

static bool is_time(const char *text)
{
    static const char pattern[] = "0000-00-00T00:00:00.000Z";

    for (size_t i = 0; i < sizeof pattern; i++)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
            return false;
    return true;
}

/* Return: whether it is a line about a request. */
static bool check_line(const json_t *line)
{
    bool is_access = json_object_get(line, "method") != NULL;

    ck_assert(is_time(expect_text(line, "time")));
    ck_assert_uint_gt(strlen(expect_text(line, "level")), 0);
    if (!is_access) {
        ck_assert_uint_gt(strlen(expect_text(line, "message")), 0);
        return false;
    }
    ck_assert_uint_eq(strlen(expect_text(line, "request_id")), 16);
    ck_assert_str_eq(expect_text(line, "client"), "127.0.0.1");
    ck_assert_int_eq(expect_text(line, "path")[0], '/');
    ck_assert(json_is_integer(json_object_get(line, "status")));
    ck_assert(json_is_integer(json_object_get(line, "bytes")));
    ck_assert(json_is_integer(json_object_get(line, "microseconds")));
    ck_assert_int_gt(json_integer_value(json_object_get(line, "bytes")), 0);
    return true;
}

START_TEST(log_lines_are_json_with_their_members)
{
    char *log = get_log("");
    int requests = 0;
    int lines = 0;

    for (char *text = log; *text; lines++) {
        char *end = strchr(text, '\n');
        ck_assert_msg(end != NULL, "the last line does not end: %s", text);
        json_t *line = json_loadb(text, (size_t)(end - text), JSON_REJECT_DUPLICATES, NULL);
        ck_assert_msg(line != NULL, "no JSON: %.*s", (int)(end - text), text);
        requests += check_line(line);
        json_decref(line);
        text = end + 1;
    }
    ck_assert_int_eq(requests, 6);
    ck_assert_int_eq(lines, 8); /* and one at the start and one at the end */
    check_has(log, "\"path\":\"/v1/claims\",\"query\":\"limit=0\",\"status\":400");
    free(log);
}
END_TEST

START_TEST(the_log_has_nothing_of_credentials)
{
    char *log = get_log("--log-level=debug");

    ck_assert_msg(!strstr(log, "hunter2"), "%s", log);
    free(log);
}
END_TEST

START_TEST(a_log_for_people_has_a_line_a_request)
{
    char *log = get_log("--log=text");
    int lines = 0;

    for (char *text = log; *text; lines++) {
        char *end = strchr(text, '\n');
        ck_assert_ptr_nonnull(end);
        char time[25] = "";
        snprintf(time, sizeof time, "%.24s", text);
        ck_assert_msg(is_time(time), "%.*s", (int)(end - text), text);
        text = end + 1;
    }
    ck_assert_int_eq(lines, 8);
    check_has(log, " info    127.0.0.1 GET /v1/claims?limit=1 200 ");
    ck_assert_ptr_null(strchr(log, '\r'));
    free(log);
}
END_TEST

START_TEST(requests_are_not_logged_where_that_is_set)
{
    char *log = get_log("--access-log=false");

    ck_assert_msg(!strstr(log, "/v1/claims"), "%s", log);
    check_has(log, "listening on");
    free(log);
}
END_TEST

/* Each test starts anew; the setting is one that the answer shows. */
START_TEST(a_setting_of_the_file_is_obeyed)
{
    struct raw_answer answer;

    run_write(&program, "x.ini", "database = x.db\nmax_target_bytes = 256\n", 39);
    run_serve(&program, NULL, "--config=x.ini");
    char target[300] = "/v1/search?q=";
    memset(target + strlen(target), 'a', 257 - strlen(target));
    http_ask_once(&program, "GET", target, "", &answer);
    http_check_problem(&answer, 414, "target-too-long");
    raw_answer_fini(&answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("program_serve");
    TCase *tcase = tcase_create("serve");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, a_port_in_use_is_named_with_what_to_do);
    tcase_add_test(tcase, an_admin_port_in_use_is_named_as_such);
    tcase_add_test(tcase, a_name_is_no_address);
    SUITE_ADD_ROWS(tcase, is_well, healthy);
    tcase_add_test(tcase, the_admin_port_answers_nothing_else);
    SUITE_ADD_ROWS(tcase, health_tells_by_its_exit_code, healths);
    tcase_add_test(tcase, health_is_1_where_nothing_answers);
    SUITE_ADD_ROWS(tcase, ends, endings);
    tcase_add_test(tcase, the_database_is_whole_in_one_file_afterwards);
    tcase_add_test(tcase, log_lines_are_json_with_their_members);
    tcase_add_test(tcase, the_log_has_nothing_of_credentials);
    tcase_add_test(tcase, a_log_for_people_has_a_line_a_request);
    tcase_add_test(tcase, requests_are_not_logged_where_that_is_set);
    tcase_add_test(tcase, a_setting_of_the_file_is_obeyed);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
