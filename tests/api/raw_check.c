/* SPDX-License-Identifier: MIT */
/* raw_check: each line of the request check, as bytes on a socket. After every refusal that leaves
 * the end of the request unclear the connection must be closed, and what was smuggled behind it
 * must not be answered. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define HOST  "Host: a\r\n"
#define END   "\r\n"
#define NEXT  "GET /version HTTP/1.1\r\n" HOST END
#define CLOSE true
#define KEEP  false

static const struct row {
    const char *name;
    const char *request;
    int status;
    bool is_closed;
    const char
        *problem; /* in the type of the problem document; NULL: none, or libmicrohttpd's own */
} rows[] = {
    /* accepted */
    {"takes a plain request", "GET /healthz HTTP/1.1\r\n" HOST END, 200, KEEP, NULL},
    {"takes an absolute-form target", "GET http://a/healthz HTTP/1.1\r\n" HOST END, 200, KEEP,
     NULL},
    {"takes OPTIONS *", "OPTIONS * HTTP/1.1\r\n" HOST END, 204, KEEP, NULL},
    {"takes OPTIONS of a path", "OPTIONS /healthz HTTP/1.1\r\n" HOST END, 204, KEEP, NULL},
    {"takes blanks behind a value", "GET /healthz HTTP/1.1\r\nHost: a \t \r\n" END, 200, KEEP,
     NULL},
    {"takes a tab within a value", "GET /healthz HTTP/1.1\r\n" HOST "X-A: b\tc\r\n" END, 200, KEEP,
     NULL},
    {"takes bytes above ASCII in a value", "GET /healthz HTTP/1.1\r\n" HOST "X-A: \xc3\xa9\r\n" END,
     200, KEEP, NULL},
    {"takes every mark of a token in a name",
     "GET /healthz HTTP/1.1\r\n" HOST "!#$%&'*+-.^_`|~x: 1\r\n" END, 200, KEEP, NULL},
    {"takes an empty Host", "GET /healthz HTTP/1.1\r\nHost:\r\n" END, 200, KEEP, NULL},
    {"takes a Host with a port", "GET /healthz HTTP/1.1\r\nHost: [::1]:80\r\n" END, 200, KEEP,
     NULL},
    {"takes Content-Length 0 on GET", "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" END,
     200, KEEP, NULL},
    {"takes HTTP/1.0 without Host", "GET /healthz HTTP/1.0\r\n" END, 200, CLOSE, NULL},
    {"takes an empty line before the request", "\r\nGET /healthz HTTP/1.1\r\n" HOST END, 200, KEEP,
     NULL},
    {"closes when asked to", "GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\n" END, 200,
     CLOSE, NULL},

    /* Host */
    {"refuses a request without Host", "GET /healthz HTTP/1.1\r\n" END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses two Hosts", "GET /healthz HTTP/1.1\r\n" HOST HOST END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses two Hosts in HTTP/1.0", "GET /healthz HTTP/1.0\r\n" HOST HOST END, 400, CLOSE,
     "malformed-request"},
    {"refuses a Host with a path", "GET /healthz HTTP/1.1\r\nHost: a/b\r\n" END, 400, CLOSE,
     "malformed-request"},
    {"refuses a Host with a blank", "GET /healthz HTTP/1.1\r\nHost: a b\r\n" END, 400, CLOSE,
     "malformed-request"},

    /* header fields */
    {"refuses a blank before the colon", "GET /healthz HTTP/1.1\r\n" HOST "X-A : b\r\n" END NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses a name with a slash", "GET /healthz HTTP/1.1\r\n" HOST "X/A: b\r\n" END NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses a name with bytes above ASCII",
     "GET /healthz HTTP/1.1\r\n" HOST "X-\xc3\xa9: b\r\n" END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses a control character in a value",
     "GET /healthz HTTP/1.1\r\n" HOST "X-A: b\x01z\r\n" END NEXT, 400, CLOSE, "malformed-request"},
    {"refuses DEL in a value", "GET /healthz HTTP/1.1\r\n" HOST "X-A: b\x7fz\r\n" END NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses a line without a colon", "GET /healthz HTTP/1.1\r\n" HOST "X-A\r\n" END NEXT, 400,
     CLOSE, NULL},

    /* where a request ends */
    {"refuses two Content-Lengths",
     "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n" END NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses two different Content-Lengths",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 44\r\n" END NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses a list of Content-Lengths",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 0, 0\r\n" END NEXT, 400, CLOSE, NULL},
    {"refuses a Content-Length with a sign",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: +5\r\n" END NEXT, 400, CLOSE, NULL},
    {"refuses a Content-Length with a letter",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 5a\r\n" END NEXT, 400, CLOSE, NULL},
    {"refuses Content-Length with Transfer-Encoding",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" END
     "0\r\n\r\n" NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses Transfer-Encoding with Content-Length",
     "GET /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" END
     "0\r\n\r\n" NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses two Transfer-Encodings",
     "POST /healthz HTTP/1.1\r\n" HOST
     "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n" END "0\r\n\r\n" NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses an unknown transfer coding",
     "POST /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n" END NEXT, 501, CLOSE,
     "not-implemented"},
    {"refuses chunked behind another coding",
     "POST /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n" END "0\r\n\r\n" NEXT,
     501, CLOSE, "not-implemented"},
    {"refuses chunked with a look-alike letter",
     "POST /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n" END "0\r\n\r\n" NEXT, 501,
     CLOSE, "not-implemented"},
    {"refuses chunked in HTTP/1.0",
     "POST /healthz HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n" NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses Content_Length", "POST /healthz HTTP/1.1\r\n" HOST "Content_Length: 5\r\n" END NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses ContentLength", "POST /healthz HTTP/1.1\r\n" HOST "ContentLength: 5\r\n" END NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses Transfer.Encoding",
     "POST /healthz HTTP/1.1\r\n" HOST "Transfer.Encoding: chunked\r\n" END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses a blank behind Transfer-Encoding",
     "POST /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n" END "0\r\n\r\n" NEXT, 400,
     CLOSE, "malformed-request"},

    /* bodies */
    {"refuses a body on GET", "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 44\r\n" END NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses a chunked body on GET",
     "GET /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n" NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses a body that is too large before it comes",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 99999999999\r\n" END, 413, CLOSE,
     "body-too-large"},
    {"refuses a body that no number holds",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551615\r\n" END, 413, CLOSE,
     NULL},
    {"refuses a body on OPTIONS before it comes",
     "OPTIONS /healthz HTTP/1.1\r\n" HOST "Content-Length: 5\r\n" END, 415, CLOSE,
     "unsupported-media-type"},
    {"refuses POST with a body before it comes",
     "POST /healthz HTTP/1.1\r\n" HOST "Content-Length: 5\r\n" END, 405, CLOSE,
     "method-not-allowed"},
    {"refuses POST without a body and goes on", "POST /healthz HTTP/1.1\r\n" HOST END, 405, KEEP,
     "method-not-allowed"},
    {"refuses an unknown method and goes on", "BREW /healthz HTTP/1.1\r\n" HOST END, 501, KEEP,
     "not-implemented"},
    {"refuses * with GET", "GET * HTTP/1.1\r\n" HOST END, 400, KEEP, "malformed-request"},

    /* the target */
    {"refuses %00", "GET /healthz%00x HTTP/1.1\r\n" HOST END NEXT, 400, CLOSE, "malformed-request"},
    {"refuses %00 in the query", "GET /version?a=%00 HTTP/1.1\r\n" HOST END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses a control character in the target", "GET /health\x01z HTTP/1.1\r\n" HOST END NEXT,
     400, CLOSE, "malformed-request"},
    {"refuses bytes above ASCII in the target", "GET /\xc3\xa9 HTTP/1.1\r\n" HOST END NEXT, 400,
     CLOSE, "malformed-request"},
    {"refuses DEL in the target", "GET /\x7f HTTP/1.1\r\n" HOST END NEXT, 400, CLOSE,
     "malformed-request"},
    {"refuses a blank in the target", "GET /a b HTTP/1.1\r\n" HOST END NEXT, 400, CLOSE, NULL},
    {"finds nothing at an unknown path and goes on", "GET /nothing HTTP/1.1\r\n" HOST END, 404,
     KEEP, "not-found"},

    /* libmicrohttpd's own refusals are plain HTML (docs/decisions/request-check.md) */
    {"refuses HTTP/2.0", "GET /healthz HTTP/2.0\r\n" HOST END, 505, CLOSE, NULL},
    {"refuses a request line without a version", "GET /healthz\r\n" END, 400, CLOSE, NULL},
};

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    program_stop(&program);
}

static void check_refusal(const struct row *row, const struct raw_answer *answer)
{
    char type[64];

    if (row->status < 400)
        return;
    if (row->problem) {
        snprintf(type, sizeof type, "/problems/%s\"", row->problem);
        ck_assert_str_eq(raw_header(answer, "Content-Type"), "application/problem+json");
        ck_assert_msg(strstr(answer->body, type) != NULL, "%s", answer->body);
        ck_assert_str_eq(raw_header(answer, "Cache-Control"), "no-store");
        ck_assert_uint_eq(strlen(raw_header(answer, "X-Request-Id")), 16);
    }
    if (row->is_closed)
        ck_assert_str_eq(raw_header(answer, "Connection"), "close");
}

/* After a refusal that closes, nothing else comes; else the next request is answered. */
START_TEST(checks_requests)
{
    const struct row *row = &rows[_i];
    struct raw_socket socket;
    struct raw_answer answer;
    struct raw_answer next;

    raw_connect(&socket, program.port);
    raw_send_text(&socket, row->request);
    raw_receive(&socket, 5000, false, &answer);
    ck_assert_int_eq(answer.status, row->status);
    check_refusal(row, &answer);
    if (!row->is_closed)
        raw_send_text(&socket, NEXT);
    raw_receive(&socket, row->is_closed ? 2000 : 5000, false, &next);
    ck_assert_int_eq(next.status, row->is_closed ? 0 : 200);
    ck_assert(next.is_closed == row->is_closed);
    raw_answer_fini(&answer);
    raw_answer_fini(&next);
    raw_close(&socket);
}
END_TEST

/* Sends @before, @count times @c, and @after; Return: the status. */
static int ask_padded(const char *before, char c, size_t count, const char *after)
{
    size_t length = strlen(before) + count + strlen(after);
    char *request = malloc(length + 1);
    struct raw_socket socket;
    struct raw_answer answer;

    ck_assert_ptr_nonnull(request);
    strcpy(request, before);
    memset(request + strlen(before), c, count);
    strcpy(request + strlen(before) + count, after);
    raw_connect(&socket, program.port);
    raw_send(&socket, request, length);
    raw_receive(&socket, 5000, false, &answer);
    int status = answer.status;
    raw_answer_fini(&answer);
    raw_close(&socket);
    free(request);
    return status;
}

START_TEST(refuses_a_target_that_is_too_long)
{
    const char *const tail = " HTTP/1.1\r\n" HOST END;

    for (int size = 8192; size < 12000; size += 200)
        ck_assert_int_eq(ask_padded("GET /", 'a', (size_t)size, tail), 414);
    ck_assert_int_eq(ask_padded("GET /", 'a', 8191, tail), 404);
    ck_assert_int_eq(ask_padded("GET /", 'a', 8192, tail), 414);
}
END_TEST

START_TEST(refuses_a_header_that_is_too_large)
{
    const char *const head = "GET /healthz HTTP/1.1\r\n" HOST "X-A: ";

    ck_assert_int_eq(ask_padded(head, 'a', 8192, "\r\n" END), 200);
    ck_assert_int_eq(ask_padded(head, 'a', 40000, "\r\n" END), 431);
}
END_TEST

/* Whatever room it leaves: it is answered, or refused, but never without a word. */
START_TEST(answers_headers_of_every_size)
{
    const char *const head = "GET /v1/countries?limit=1 HTTP/1.1\r\n" HOST "X-A: ";
    int refused_at = 0;

    for (int size = 8000; size < 15000; size += 10) {
        const int status = ask_padded(head, 'a', (size_t)size, "\r\n" END);

        ck_assert_msg(status == (refused_at ? 431 : 200) || (status == 431 && !refused_at),
                      "%d bytes: %d", size, status);
        if (status == 431 && !refused_at)
            refused_at = size;
    }
    ck_assert_int_gt(refused_at, 9900);
    ck_assert_int_lt(refused_at, 10240);
}
END_TEST

static const struct size_row {
    const char *name;
    const char *method;
    bool is_head;
} size_rows[] = {
    {"refuses a header of 11,000 bytes as a problem", "GET", false},
    {"refuses it without a body to HEAD", "HEAD", true},
};

/* It has the header lines of every other problem. */
START_TEST(refuses_for_its_size)
{
    const struct size_row *row = &size_rows[_i];
    struct raw_socket socket;
    struct raw_answer answer;
    char request[12000];

    snprintf(request, sizeof request, "%s / HTTP/1.1\r\n" HOST "X-A: %011000d\r\n" END, row->method,
             0);
    raw_connect(&socket, program.port);
    raw_send_text(&socket, request);
    raw_receive(&socket, 5000, row->is_head, &answer);
    ck_assert_int_eq(answer.status, 431);
    ck_assert_str_eq(raw_header(&answer, "Content-Type"), "application/problem+json");
    ck_assert_str_eq(raw_header(&answer, "Cache-Control"), "no-store");
    ck_assert_str_eq(raw_header(&answer, "Connection"), "close");
    ck_assert_str_eq(raw_header(&answer, "Access-Control-Allow-Origin"), "*");
    ck_assert_str_eq(raw_header(&answer, "X-Content-Type-Options"), "nosniff");
    ck_assert_uint_eq(strlen(raw_header(&answer, "X-Request-Id")), 16);
    ck_assert_uint_eq(strlen(raw_header(&answer, "Date")), strlen("Sun, 06 Nov 1994 08:49:37 GMT"));
    if (!row->is_head)
        ck_assert_ptr_nonnull(strstr(answer.body, "\"/problems/header-too-large\""));
    ck_assert(raw_is_closed_within(&socket, 5000));
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

/* The library keeps a copy of them. */
START_TEST(answers_cookies_of_every_size)
{
    const char *const head = "GET /v1/countries?limit=1 HTTP/1.1\r\n" HOST "Cookie: a=";

    ck_assert_int_eq(ask_padded(head, 'a', 4500, "; b=c\r\n" END), 200);
    for (int size = 4500; size < 12500; size += 10) {
        const int status = ask_padded(head, 'a', (size_t)size, "; b=c\r\n" END);
        const int many = ask_padded(head, ';', (size_t)size / 50, "\r\n" END);

        ck_assert_msg(status == 200 || status == 431, "%d bytes: %d", size, status);
        ck_assert_msg(many == 200 || many == 431, "%d cookies: %d", size / 50, many);
    }
}
END_TEST

/* 8,000 bytes of request line, and what a browser sends with it. */
START_TEST(answers_a_long_target_with_many_fields)
{
    char tail[2048] = "&limit=1 HTTP/1.1\r\n" HOST;
    size_t used = strlen(tail);

    for (int i = 0; i < 12; i++)
        used += (size_t)snprintf(tail + used, sizeof tail - used, "X-Field-%02d: %070d\r\n", i, i);
    snprintf(tail + used, sizeof tail - used, END);
    ck_assert_int_eq(ask_padded("GET /v1/countries?name__contains=", 'a', 7950, tail), 400);
}
END_TEST

START_TEST(takes_a_request_byte_by_byte)
{
    static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n";
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    for (size_t i = 0; i < sizeof request - 1; i++)
        raw_send(&socket, request + i, 1);
    raw_receive(&socket, 5000, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

START_TEST(answers_a_client_that_has_closed_its_side)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    raw_send_text(&socket, NEXT);
    raw_half_close(&socket);
    raw_receive(&socket, 5000, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("raw_check");
    TCase *tcase = tcase_create("check");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, checks_requests, rows);
    tcase_add_test(tcase, refuses_a_target_that_is_too_long);
    tcase_add_test(tcase, refuses_a_header_that_is_too_large);
    tcase_add_test(tcase, answers_headers_of_every_size);
    SUITE_ADD_ROWS(tcase, refuses_for_its_size, size_rows);
    tcase_add_test(tcase, answers_cookies_of_every_size);
    tcase_add_test(tcase, answers_a_long_target_with_many_fields);
    tcase_add_test(tcase, takes_a_request_byte_by_byte);
    tcase_add_test(tcase, answers_a_client_that_has_closed_its_side);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
