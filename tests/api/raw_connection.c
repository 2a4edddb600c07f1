/* SPDX-License-Identifier: MIT */
/* raw_connection: what stays open, what is cut, and what HEAD, 304 and streams do to the answer
 * that comes behind them. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define HOST "Host: a\r\n"
#define END  "\r\n"

enum { LIMIT_MS = 5000, HURRY_MS = 10000 };

static struct program program;       /* with the ordinary settings */
static struct program hasty_program; /* with short limits, and nothing stored */

static void start(void)
{
    static const char *const admin[] = {"--admin-port=0", NULL};
    static const char *const hasty[] = {"--header-timeout-s=1", "--answer-timeout-s=1",
                                        "--idle-timeout-s=3",   "--max-connections=3",
                                        "--cache-bytes=0",      NULL};

    program_start(&program, admin);
    program_start(&hasty_program, hasty);
}

static void stop(void)
{
    program_stop(&program);
    program_stop(&hasty_program);
}

/* Sends a request for @path; @method may be HEAD. More header lines end with their line break. */
static void ask(const struct raw_socket *socket, const char *method, const char *path,
                const char *headers)
{
    char request[2048];

    snprintf(request, sizeof request, "%s %s HTTP/1.1\r\n" HOST "%s" END, method, path, headers);
    raw_send_text(socket, request);
}

static void expect_next(struct raw_socket *socket)
{
    struct raw_answer answer;

    raw_receive(socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_str_eq(raw_header(&answer, "Content-Type"), "application/json");
    ck_assert_int_eq(answer.body[0], '{');
    raw_answer_fini(&answer);
}

/* The entity tag of @path, in a header line of If-None-Match. */
static void get_tag(const struct program *of, const char *path, const char *headers, char ret[128])
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, of->port);
    ask(&socket, "GET", path, headers);
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_int_eq(raw_header(&answer, "ETag")[0], '"');
    snprintf(ret, 128, "If-None-Match: %.60s\r\n", raw_header(&answer, "ETag"));
    raw_answer_fini(&answer);
    raw_close(&socket);
}

/* ---- one connection, several requests ---- */

START_TEST(keeps_a_connection_open)
{
    struct raw_socket socket;

    raw_connect(&socket, program.port);
    for (int i = 0; i < 5; i++) {
        ask(&socket, "GET", i % 2 ? "/v1/countries/KAZ" : "/healthz", "");
        expect_next(&socket);
    }
    raw_close(&socket);
}
END_TEST

START_TEST(answers_pipelined_requests_in_their_order)
{
    static const char *const paths[] = {"/v1/countries/KAZ", "/v1/countries/TJK", "/healthz",
                                        "/v1/countries/KAZ", "/v1/countries/UZB"};
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        ask(&socket, "GET", paths[i], "");
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        raw_receive(&socket, LIMIT_MS, false, &answer);
        ck_assert_int_eq(answer.status, 200);
        if (strlen(paths[i]) == strlen(paths[0]))
            ck_assert_ptr_nonnull(strstr(answer.body, paths[i] + strlen("/v1/countries/")));
        raw_answer_fini(&answer);
    }
    raw_close(&socket);
}
END_TEST

START_TEST(goes_on_after_a_problem)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    ask(&socket, "GET", "/v1/countries?nonsense=1", "");
    ask(&socket, "GET", "/v1/countries/XXX", "");
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 400);
    raw_answer_fini(&answer);
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 404);
    raw_answer_fini(&answer);
    expect_next(&socket);
    raw_close(&socket);
}
END_TEST

START_TEST(closes_after_http_1_0)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    raw_send_text(&socket, "GET /v1/countries/KAZ HTTP/1.0\r\n\r\n");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert(raw_is_closed_within(&socket, LIMIT_MS));
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

/* ---- HEAD ---- */

static const struct head_row {
    const char *name;
    const char *path;
    const char *headers;
} head_rows[] = {
    {"HEAD of a record has the length and no body", "/v1/countries/KAZ", ""},
    {"HEAD of a list has the length and no body", "/v1/countries", ""},
    {"HEAD of a compressed list has the length and no body", "/v1/countries",
     "Accept-Encoding: gzip\r\n"},
    {"HEAD of a path that never is stored has the length and no body", "/healthz", ""},
    {"HEAD of a missing record has the length and no body", "/v1/countries/XXX", ""},
};

static void check_head(const struct program *of, const struct head_row *row)
{
    struct raw_socket socket;
    struct raw_answer get;
    struct raw_answer head;

    raw_connect(&socket, of->port);
    ask(&socket, "GET", row->path, row->headers);
    raw_receive(&socket, LIMIT_MS, false, &get);
    ask(&socket, "HEAD", row->path, row->headers);
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, LIMIT_MS, true, &head);
    ck_assert_int_eq(head.status, get.status);
    char length[32];
    snprintf(length, sizeof length, "%zu", get.body_length);
    ck_assert_str_eq(raw_header(&head, "Content-Length"), length);
    expect_next(&socket);
    raw_answer_fini(&get);
    raw_answer_fini(&head);
    raw_close(&socket);
}

START_TEST(head_is_get_without_a_body)
{
    check_head(&program, &head_rows[_i]);
    check_head(&hasty_program, &head_rows[_i]);
}
END_TEST

START_TEST(head_of_a_stream_is_a_header_alone)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    ask(&socket, "HEAD", "/v1/countries?format=csv", "");
    raw_receive(&socket, LIMIT_MS, true, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_int_ne(raw_header(&answer, "Content-Disposition")[0], '\0');
    ck_assert_str_eq(raw_header(&answer, "Content-Length"), "");
    ck_assert_str_eq(raw_header(&answer, "Transfer-Encoding"), "");
    ck_assert_str_eq(raw_header(&answer, "Connection"), "close");
    ck_assert(raw_is_closed_within(&socket, LIMIT_MS));
    ck_assert_uint_eq(socket.length, 0);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

/* ---- If-None-Match ---- */

static const struct tag_row {
    const char *name;
    const char *path;
    const char *headers;
} tag_rows[] = {
    {"304 for a record", "/v1/countries/KAZ", ""},
    {"304 for a list", "/v1/countries", ""},
    {"304 for a compressed list", "/v1/countries", "Accept-Encoding: gzip\r\n"},
};

/* A 304 has no body, a right length, and leaves the connection as it was. */
static void check_unchanged(const struct program *of, const struct tag_row *row)
{
    char headers[256];
    char tag[128];
    struct raw_socket socket;
    struct raw_answer answer;
    struct raw_answer head;

    get_tag(of, row->path, row->headers, tag);
    snprintf(headers, sizeof headers, "%s%s", row->headers, tag);
    raw_connect(&socket, of->port);
    ask(&socket, "HEAD", row->path, row->headers);
    ask(&socket, "GET", row->path, headers);
    ask(&socket, "HEAD", row->path, headers);
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, LIMIT_MS, true, &head);
    for (int i = 0; i < 2; i++) {
        raw_receive(&socket, LIMIT_MS, false, &answer);
        ck_assert_int_eq(answer.status, 304);
        char *length = strdup(raw_header(&head, "Content-Length"));
        ck_assert_str_eq(raw_header(&answer, "Content-Length"), length);
        ck_assert_ptr_nonnull(strstr(tag, raw_header(&answer, "ETag")));
        ck_assert_str_eq(raw_header(&answer, "Cache-Control"), "public, no-cache");
        ck_assert_str_eq(raw_header(&answer, "Vary"), "Accept, Accept-Encoding");
        free(length);
        raw_answer_fini(&answer);
    }
    expect_next(&socket);
    raw_answer_fini(&head);
    raw_close(&socket);
}

START_TEST(an_unchanged_answer_is_not_sent_again)
{
    check_unchanged(&program, &tag_rows[_i]);
    check_unchanged(&hasty_program, &tag_rows[_i]);
}
END_TEST

static int status_with(const struct program *of, const char *path, const char *headers)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, of->port);
    ask(&socket, "GET", path, headers);
    raw_receive(&socket, LIMIT_MS, false, &answer);
    int status = answer.status;
    raw_answer_fini(&answer);
    raw_close(&socket);
    return status;
}

START_TEST(tags_are_compared_as_they_should)
{
    static const char before[] = "If-None-Match: ";
    char line[128];
    char list[512];
    const char *path = "/v1/countries/KAZ";

    get_tag(&program, path, "", line);
    line[strcspn(line, "\r")] = '\0';
    const char *tag = line + strlen(before);
    snprintf(list, sizeof list, "%s\"x\", W/%s , \"y\"\r\n", before, tag);
    ck_assert_int_eq(status_with(&program, path, list), 304);
    snprintf(list, sizeof list, "%s\"x\"\r\n%s%s\r\n", before, before, tag);
    ck_assert_int_eq(status_with(&program, path, list), 304);
    ck_assert_int_eq(status_with(&program, path, "If-None-Match: *\r\n"), 304);
    ck_assert_int_eq(status_with(&hasty_program, path, "If-None-Match: *\r\n"), 304);
    ck_assert_int_eq(status_with(&program, path, "If-None-Match: \"x\"\r\n"), 200);
    snprintf(list, sizeof list, "%s%.10s0\"\r\n", before, tag);
    ck_assert_int_eq(status_with(&program, path, list), 200);
    snprintf(list, sizeof list, "%s%s\r\n", before, tag);
    ck_assert_int_eq(status_with(&program, "/v1/countries/TJK", list), 200);
    ck_assert_int_eq(status_with(&program, "/v1/countries/XXX", "If-None-Match: *\r\n"), 404);
}
END_TEST

START_TEST(encodings_have_different_tags)
{
    char plain[128];
    char compressed[128];

    get_tag(&program, "/v1/countries", "", plain);
    get_tag(&program, "/v1/countries", "Accept-Encoding: gzip\r\n", compressed);
    ck_assert_str_ne(plain, compressed);
}
END_TEST

START_TEST(an_unchanged_stream_is_not_sent_again)
{
    const char *path = "/v1/countries?format=csv";
    char tag[128];

    get_tag(&program, path, "", tag);
    ck_assert_int_eq(status_with(&program, path, tag), 304);
    ck_assert_int_eq(status_with(&program, path, "If-None-Match: *\r\n"), 304);
    ck_assert_int_eq(status_with(&program, "/v1/countries?format=ndjson", tag), 200);
}
END_TEST

START_TEST(only_answers_that_are_not_stored_carry_their_id)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    ask(&socket, "GET", "/v1/countries/KAZ", "");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_str_eq(raw_header(&answer, "X-Request-Id"), "");
    raw_answer_fini(&answer);
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_uint_eq(strlen(raw_header(&answer, "X-Request-Id")), 16);
    ck_assert(program_has_logged(&program, raw_header(&answer, "X-Request-Id")));
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

/* ---- streams ---- */

START_TEST(a_stream_comes_in_chunks_and_the_next_answer_after_it)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    ask(&socket, "GET", "/v1/countries?format=csv", "");
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_str_eq(raw_header(&answer, "Transfer-Encoding"), "chunked");
    ck_assert_uint_gt(answer.body_length, 1000);
    expect_next(&socket);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

START_TEST(a_stream_is_refused_to_http_1_0)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    raw_send_text(&socket, "GET /v1/countries?format=csv HTTP/1.0\r\n\r\n");
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 505);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

/* ---- time limits ---- */

START_TEST(cuts_a_header_that_comes_too_slowly)
{
    static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    struct raw_socket socket;
    int64_t start_ms = now_ms();
    bool is_closed = false;

    raw_connect(&socket, hasty_program.port);
    for (size_t i = 0; !is_closed && now_ms() < start_ms + HURRY_MS; i++) {
        raw_try_send(&socket, i < sizeof request - 1 ? request + i : "x", 1);
        is_closed = raw_is_closed_within(&socket, 200);
    }
    ck_assert(is_closed);
    ck_assert_int_ge(now_ms() - start_ms, 900);
    ck_assert_int_lt(now_ms() - start_ms, 3000);
    raw_close(&socket);
}
END_TEST

START_TEST(cuts_a_header_that_stops_after_its_first_byte)
{
    struct raw_socket socket;

    raw_connect(&socket, hasty_program.port);
    raw_send_text(&socket, "G");
    ck_assert(!raw_is_closed_within(&socket, 700));
    ck_assert(raw_is_closed_within(&socket, 2000));
    raw_close(&socket);
}
END_TEST

START_TEST(cuts_a_second_header_that_stops)
{
    struct raw_socket socket;

    raw_connect(&socket, hasty_program.port);
    raw_send_text(&socket, "GET /healthz HTTP/1.1\r\n" HOST END "GET");
    expect_next(&socket);
    ck_assert(!raw_is_closed_within(&socket, 600));
    ck_assert(raw_is_closed_within(&socket, 2000));
    raw_close(&socket);
}
END_TEST

START_TEST(keeps_an_idle_connection_for_its_time)
{
    struct raw_socket socket;

    raw_connect(&socket, hasty_program.port);
    for (int i = 0; i < 2; i++) {
        ck_assert(!raw_is_closed_within(&socket, 2000));
        ask(&socket, "GET", "/healthz", "");
        expect_next(&socket);
    }
    ck_assert(!raw_is_closed_within(&socket, 2000));
    ck_assert(raw_is_closed_within(&socket, 3000));
    raw_close(&socket);
}
END_TEST

/* More answers than any buffer between the two holds; the client takes none. */
START_TEST(cuts_a_client_that_does_not_read)
{
    struct raw_socket socket;
    char request[128];
    int64_t start_ms = now_ms();

    raw_connect_small(&socket, hasty_program.port);
    snprintf(request, sizeof request, "GET /v1/countries?limit=1000 HTTP/1.1\r\n" HOST END);
    while (raw_try_send(&socket, request, strlen(request)) && now_ms() < start_ms + HURRY_MS)
        ;
    ck_assert_int_lt(now_ms() - start_ms, HURRY_MS);
    raw_close(&socket);
}
END_TEST

/* ---- other limits ---- */

START_TEST(newcomers_beyond_the_limit_wait_and_are_answered)
{
    struct raw_socket held[3];
    struct raw_socket socket;
    struct raw_answer answer;

    for (int i = 0; i < 3; i++) {
        raw_connect(&held[i], hasty_program.port);
        ask(&held[i], "GET", "/healthz", "");
        expect_next(&held[i]);
    }
    raw_connect(&socket, hasty_program.port);
    ask(&socket, "GET", "/healthz", "");
    raw_receive(&socket, 300, false, &answer);
    ck_assert_int_eq(answer.status, 0);
    raw_close(&held[0]);
    expect_next(&socket);
    raw_close(&held[1]);
    raw_close(&held[2]);
    raw_close(&socket);
}
END_TEST

START_TEST(the_admin_listener_answers_health_alone)
{
    struct program admin = program;

    admin.port = program.admin_port;
    ck_assert_int_eq(status_with(&admin, "/healthz", ""), 200);
    ck_assert_int_eq(status_with(&admin, "/readyz", ""), 200);
    ck_assert_int_eq(status_with(&admin, "/v1/countries", ""), 404);
}
END_TEST

START_TEST(an_address_in_use_is_explained)
{
    char command[512];
    char output[1024] = "";

    snprintf(command, sizeof command,
             "env -u ENTENTE_PROGRAM %s serve --database=%s/entente.db --port=%u 2>&1",
             getenv("ENTENTE_PROGRAM"), program.folder, program.port);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    ck_assert_uint_gt(fread(output, 1, sizeof output - 1, pipe), 0);
    ck_assert_int_ne(pclose(pipe), 0);
    ck_assert_msg(strstr(output, "is in use") != NULL, "%s", output);
}
END_TEST

static void add_sharing_tests(TCase *tcase)
{
    tcase_add_test(tcase, keeps_a_connection_open);
    tcase_add_test(tcase, answers_pipelined_requests_in_their_order);
    tcase_add_test(tcase, goes_on_after_a_problem);
    tcase_add_test(tcase, closes_after_http_1_0);
    SUITE_ADD_ROWS(tcase, head_is_get_without_a_body, head_rows);
    tcase_add_test(tcase, head_of_a_stream_is_a_header_alone);
    SUITE_ADD_ROWS(tcase, an_unchanged_answer_is_not_sent_again, tag_rows);
    tcase_add_test(tcase, tags_are_compared_as_they_should);
    tcase_add_test(tcase, encodings_have_different_tags);
    tcase_add_test(tcase, an_unchanged_stream_is_not_sent_again);
    tcase_add_test(tcase, only_answers_that_are_not_stored_carry_their_id);
    tcase_add_test(tcase, a_stream_comes_in_chunks_and_the_next_answer_after_it);
    tcase_add_test(tcase, a_stream_is_refused_to_http_1_0);
}

static void add_limit_tests(TCase *tcase)
{
    tcase_add_test(tcase, cuts_a_header_that_comes_too_slowly);
    tcase_add_test(tcase, cuts_a_header_that_stops_after_its_first_byte);
    tcase_add_test(tcase, cuts_a_second_header_that_stops);
    tcase_add_test(tcase, keeps_an_idle_connection_for_its_time);
    tcase_add_test(tcase, cuts_a_client_that_does_not_read);
    tcase_add_test(tcase, newcomers_beyond_the_limit_wait_and_are_answered);
    tcase_add_test(tcase, the_admin_listener_answers_health_alone);
    tcase_add_test(tcase, an_address_in_use_is_explained);
}

int main(void)
{
    Suite *suite = suite_create("raw_connection");
    TCase *tcase = tcase_create("connection");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 60);
    add_sharing_tests(tcase);
    add_limit_tests(tcase);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
