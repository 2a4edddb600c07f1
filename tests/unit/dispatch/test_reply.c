/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <string.h>

#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"

static void assert_body(const struct reply *reply, const char *expected)
{
    ck_assert_uint_eq(reply->body_length, strlen(expected));
    ck_assert(memcmp(reply->body, expected, reply->body_length) == 0);
}

START_TEST(takes_json)
{
    struct problem problem;
    struct reply reply;
    struct buffer body;

    reply_init(&reply);
    buffer_init(&body);
    buffer_add_text(&body, "[1]");
    ck_assert_int_eq(reply_set_json(&reply, &problem, &body), 0);
    ck_assert_uint_eq(reply.status, 200);
    assert_body(&reply, "[1]");
    ck_assert_ptr_null(body.data);
    reply_fini(&reply);
    ck_assert_ptr_null(reply.body);
}
END_TEST

START_TEST(refuses_a_body_that_failed)
{
    struct problem problem;
    struct reply reply;
    struct buffer body;

    reply_init(&reply);
    buffer_init(&body);
    buffer_add_text(&body, "[1");
    body.has_failed = true;
    ck_assert_int_eq(reply_set_json(&reply, &problem, &body), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_INTERNAL);
    ck_assert_str_ne(problem.cause, "");
    reply_fini(&reply);
}
END_TEST

START_TEST(makes_a_problem_document)
{
    struct problem problem;
    struct reply reply;

    reply_init(&reply);
    problem_set(&problem, PROBLEM_INVALID_PARAMETER, "a\"b", "say \"%s\"\\", "x\x01\xff\n");
    problem_set_cause(&problem, "secret");
    ck_assert_int_eq(reply_add_header(&reply, &problem, "Link", "<?a>"), 0);
    reply_set_problem(&reply, &problem, "0123-abc");
    ck_assert_uint_eq(reply.status, 400);
    ck_assert_uint_eq(reply.header_count, 0);
    ck_assert_str_eq(reply.content_type, "application/problem+json");
    assert_body(&reply,
                "{\"type\":\"/problems/invalid-parameter\","
                "\"title\":\"A parameter has a value that it cannot have\",\"status\":400,"
                "\"detail\":\"say \\\"x?\\\"\\\\\",\"instance\":\"urn:entente:request:0123-abc\","
                "\"parameter\":\"a\\\"b\"}\n");
    reply_fini(&reply);
}
END_TEST

START_TEST(makes_a_problem_document_without_request_or_detail)
{
    struct problem problem = {.kind = PROBLEM_BUSY};
    struct reply reply;

    reply_init(&reply);
    reply_set_problem(&reply, &problem, NULL);
    ck_assert_uint_eq(reply.status, 503);
    assert_body(&reply, "{\"type\":\"/problems/busy\",\"title\":\"The server has too much to do\","
                        "\"status\":503,\"detail\":\"The server has too much to do\"}\n");
    reply_fini(&reply);
}
END_TEST

static const struct {
    const char *name;
    const char *value;
    int result;
} headers[] = {
    {"takes a link", "<?limit=2&cursor=A_-%20>; rel=\"next\"", 0},
    {"takes nothing", "", 0},
    {"refuses a line break", "a\r\nSet-Cookie: b", -1},
    {"refuses a control character", "a\x01", -1},
    {"refuses a tab", "a\tb", -1},
    {"refuses DEL", "a\x7f", -1},
    {"refuses letters beyond ASCII", "\xc3\xa9", -1},
};

START_TEST(adds_headers)
{
    struct problem problem;
    struct reply reply;

    reply_init(&reply);
    ck_assert_int_eq(reply_add_header(&reply, &problem, "Link", headers[_i].value),
                     headers[_i].result);
    ck_assert_uint_eq(reply.header_count, headers[_i].result == 0 ? 1 : 0);
    reply_fini(&reply);
}
END_TEST

START_TEST(refuses_too_long_and_too_many_headers)
{
    static char value[REPLY_HEADER_SIZE + 1];
    struct problem problem;
    struct reply reply;

    reply_init(&reply);
    memset(value, 'a', REPLY_HEADER_SIZE);
    ck_assert_int_eq(reply_add_header(&reply, &problem, "Link", value), -1);
    value[REPLY_HEADER_SIZE - 1] = '\0';
    for (int i = 0; i < REPLY_MAX_HEADERS; i++)
        ck_assert_int_eq(reply_add_header(&reply, &problem, "Link", value), 0);
    ck_assert_int_eq(reply_add_header(&reply, &problem, "Link", "a"), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_INTERNAL);
    reply_fini(&reply);
}
END_TEST

START_TEST(refuses_a_redirect_that_would_break_the_header)
{
    struct problem problem;
    struct reply reply;

    reply_init(&reply);
    ck_assert_int_eq(reply_set_redirect(&reply, &problem, "/a\r\nb"), -1);
    ck_assert_uint_eq(reply.status, 0);
    ck_assert_int_eq(reply_set_redirect(&reply, &problem, "/a"), 0);
    ck_assert_uint_eq(reply.status, 308);
    ck_assert_ptr_null(reply.content_type);
    reply_fini(&reply);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_reply");
    TCase *tcase = tcase_create("reply");

    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, takes_json);
    tcase_add_test(tcase, refuses_a_body_that_failed);
    tcase_add_test(tcase, makes_a_problem_document);
    tcase_add_test(tcase, makes_a_problem_document_without_request_or_detail);
    SUITE_ADD_ROWS(tcase, adds_headers, headers);
    tcase_add_test(tcase, refuses_too_long_and_too_many_headers);
    tcase_add_test(tcase, refuses_a_redirect_that_would_break_the_header);
    return suite_run(suite);
}
