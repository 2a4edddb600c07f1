/* SPDX-License-Identifier: MIT */
#include "http_ask.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"

enum { REQUEST_SIZE = 16384, LIMIT_MS = 20000 };

void http_ask(struct raw_socket *socket, const char *method, const char *target, const char *fields,
              struct raw_answer *ret)
{
    char request[REQUEST_SIZE];
    int length = snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n",
                          method, target, fields);

    ck_assert_int_lt(length, (int)sizeof request);
    raw_send(socket, request, (size_t)length);
    raw_receive(socket, LIMIT_MS, strcmp(method, "HEAD") == 0, ret);
    ck_assert_msg(ret->status != 0, "%s %s: no answer", method, target);
}

void http_ask_once(const struct program *program, const char *method, const char *target,
                   const char *fields, struct raw_answer *ret)
{
    struct raw_socket socket;

    raw_connect(&socket, program->port);
    http_ask(&socket, method, target, fields, ret);
    raw_close(&socket);
}

void http_check_open(struct raw_socket *socket)
{
    struct raw_answer answer;

    http_ask(socket, "GET", "/healthz", "", &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_str_eq(answer.body, "{\"status\":\"ok\"}\n");
    raw_answer_fini(&answer);
}

/* What only the log may say. */
static const char *const secrets[] = {
    "SELECT", "sqlite",  "SQLite", "SQLITE", "/home",  "/tmp",  "/work", "libmicrohttpd",
    "MHD_",   "jansson", ".db",    ".c:",    "malloc", "errno", "%s",    "null)",
};

static void check_secrets(const char *text)
{
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        ck_assert_msg(!strstr(text, secrets[i]), "it says %s: %s", secrets[i], text);
}

void http_check_problem(const struct raw_answer *answer, int status, const char *kind)
{
    char expected[512];
    char id[64];

    ck_assert_msg(answer->status == status, "%d, not %d: %.2000s", answer->status, status,
                  answer->body);
    ck_assert_str_eq(raw_header(answer, "Content-Type"), "application/problem+json");
    ck_assert_str_eq(raw_header(answer, "Cache-Control"), "no-store");
    ck_assert_str_eq(raw_header(answer, "ETag"), "");
    snprintf(id, sizeof id, "%s", raw_header(answer, "X-Request-Id"));
    ck_assert_uint_eq(strlen(id), 16);
    snprintf(expected, sizeof expected,
             "{'type':'/problems/%s','status':%d,'instance':'urn:entente:request:%s'}", kind,
             status, id);
    json_t *problem = json_loads(answer->body, JSON_REJECT_DUPLICATES, NULL);
    expect_match(problem, expected);
    ck_assert_uint_gt(strlen(expect_text(problem, "title")), 0);
    ck_assert_uint_gt(strlen(expect_text(problem, "detail")), 0);
    json_decref(problem);
    check_secrets(answer->body);
    check_secrets(answer->header);
}
