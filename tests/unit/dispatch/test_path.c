/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "notes.h"

static const struct {
    const char *name;
    const char *method;
    const char *target;
    const char *path; /* of the route; NULL: none */
    const char *segment;
} found[] = {
    {"finds a list", "GET", "/v1/notes", "/v1/notes", NULL},
    {"finds a record", "GET", "/v1/notes/abc", "/v1/notes/{id}", "abc"},
    {"prefers a path that is spelled out", "GET", "/v1/notes/groups", "/v1/notes/groups", NULL},
    {"finds what begins like a spelled one", "GET", "/v1/notes/group", "/v1/notes/{id}", "group"},
    {"finds a segment in the middle", "GET", "/v1/pairs/KAZ-TJK/trade", "/v1/pairs/{pair}/trade",
     "KAZ-TJK"},
    {"finds the root", "GET", "/", "/", NULL},
    {"decodes the path", "GET", "/v1/%6eotes/%C3%A9%20b", "/v1/notes/{id}", "\xc3\xa9 b"},
    {"keeps a plus in the path", "GET", "/v1/notes/a+b", "/v1/notes/{id}", "a+b"},
    {"decodes once", "GET", "/v1/notes/%252F", "/v1/notes/{id}", "%2F"},
    {"takes an address", "GET", "http://example.org/v1/notes?rank=1", "/v1/notes", NULL},
    {"takes an address in capitals", "GET", "HTTPS://Example.org:80/v1/notes", "/v1/notes", NULL},
    {"takes an address without a path", "GET", "http://example.org", "/", NULL},
    {"takes an address with a query alone", "GET", "http://example.org?", "/", NULL},
    {"takes HEAD", "HEAD", "/v1/notes", "/v1/notes", NULL},
    {"takes OPTIONS", "OPTIONS", "/v1/notes", "/v1/notes", NULL},
    {"takes OPTIONS whatever is asked", "OPTIONS", "/v1/notes?zzz=%zz", "/v1/notes", NULL},
    {"takes OPTIONS of everything", "OPTIONS", "*", NULL, NULL},
};

static int ask(const char *method, const char *target, struct request **ret, struct problem *reterr)
{
    const struct arrival arrival = {.method = method, .target = target};

    return request_new(&notes_routes, &notes_limits, &arrival, ret, reterr);
}

static void assert_same(const char *actual, const char *expected)
{
    ck_assert_str_eq(actual ? actual : "(none)", expected ? expected : "(none)");
}

START_TEST(finds)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(ask(found[_i].method, found[_i].target, &rq, &problem), 0);
    assert_same(request_route(rq) ? request_route(rq)->path : NULL, found[_i].path);
    assert_same(request_segment(rq), found[_i].segment);
    ck_assert(request_is_options(rq) == (strcmp(found[_i].method, "OPTIONS") == 0));
    ck_assert_ptr_null(request_free(rq));
}
END_TEST

#define NOT_FOUND   PROBLEM_NOT_FOUND
#define MALFORMED   PROBLEM_MALFORMED_REQUEST
#define NOT_ALLOWED PROBLEM_METHOD_NOT_ALLOWED
#define NO_METHOD   PROBLEM_NOT_IMPLEMENTED

static const struct {
    const char *name;
    const char *method;
    const char *target;
    enum problem_kind kind;
    const char *says;
} refused[] = {
    {"refuses a slash at the end", "GET", "/v1/notes/", NOT_FOUND, "mean /v1/notes?"},
    {"refuses a slash behind a record", "GET", "/v1/notes/abc/", NOT_FOUND, "mean /v1/notes/abc?"},
    {"refuses two slashes", "GET", "/v1//notes", NOT_FOUND, "mean /v1/notes?"},
    {"refuses the beginning of a path", "GET", "/v1/note", NOT_FOUND, "mean /v1/notes?"},
    {"refuses a path and more", "GET", "/v1/notesx", NOT_FOUND, "mean /v1/notes?"},
    {"refuses a path in capitals", "GET", "/v1/Notes", NOT_FOUND, "mean /v1/notes?"},
    {"refuses a record of a misspelled list", "GET", "/v1/note/abc", NOT_FOUND, "/v1/notes/abc?"},
    {"refuses a misspelled part of a pair", "GET", "/v1/pairs/KAZ-TJK/trad", NOT_FOUND,
     "/v1/pairs/KAZ-TJK/trade?"},
    {"refuses an empty segment in braces", "GET", "/v1/pairs//trade", NOT_FOUND, "nothing at"},
    {"refuses a path that is like none", "GET", "/favicon.ico", NOT_FOUND, "/openapi.json"},
    {"refuses dots", "GET", "/v1/../v1/notes", NOT_FOUND, "nothing at"},
    {"refuses an escaped slash", "GET", "/v1%2fnotes", NOT_FOUND, "escaped slash"},
    {"refuses an escaped slash in a record", "GET", "/v1/notes/a%2Fb", NOT_FOUND, "escaped slash"},
    {"refuses the braces' own text", "GET", "/v1/{id}", NOT_FOUND, "nothing at"},
    {"refuses half an escape", "GET", "/v1/notes/%4", MALFORMED, "hexadecimal"},
    {"refuses a lone percent sign", "GET", "/v1/notes/%", MALFORMED, "hexadecimal"},
    {"refuses a NUL", "GET", "/v1/notes/%00", MALFORMED, "%00"},
    {"refuses what is no UTF-8", "GET", "/v1/notes/%E9", MALFORMED, "UTF-8"},
    {"refuses a character beyond Unicode", "GET", "/v1/notes/%F4%90%80%80", MALFORMED, "UTF-8"},
    {"refuses a fragment", "GET", "/v1/notes#a", MALFORMED, "%23"},
    {"refuses a path without a slash", "GET", "v1/notes", MALFORMED, "neither"},
    {"refuses an empty target", "GET", "", MALFORMED, "neither"},
    {"refuses another scheme", "GET", "ftp://example.org/v1/notes", MALFORMED, "neither"},
    {"refuses * with GET", "GET", "*", MALFORMED, "OPTIONS"},
    {"refuses POST", "POST", "/v1/notes", NOT_ALLOWED, "GET, HEAD, OPTIONS"},
    {"refuses PUT", "PUT", "/v1/notes/a", NOT_ALLOWED, "not PUT"},
    {"refuses DELETE before it reads the query", "DELETE", "/v1/notes?zz", NOT_ALLOWED, "DELETE"},
    {"refuses TRACE", "TRACE", "/", NOT_ALLOWED, "TRACE"},
    {"looks for the path before the method", "POST", "/nothing-here", NOT_FOUND, "nothing at"},
    {"refuses CONNECT", "CONNECT", "example.org:443", MALFORMED, "neither"},
    {"refuses a method that nobody knows", "BREW", "/v1/notes", NO_METHOD, "\"BREW\""},
    {"refuses a method before a path", "BREW", "/nothing-here", NO_METHOD, "\"BREW\""},
    {"refuses get", "get", "/v1/notes", NO_METHOD, "\"get\""},
    {"refuses an empty method", "", "/v1/notes", NO_METHOD, "\"\""},
    {"refuses the beginning of a method", "GE", "/v1/notes", NO_METHOD, "\"GE\""},
};

START_TEST(refuses)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(ask(refused[_i].method, refused[_i].target, &rq, &problem), -1);
    ck_assert_str_eq(problem_name(problem.kind), problem_name(refused[_i].kind));
    ck_assert_msg(strstr(problem.detail, refused[_i].says), "%s", problem.detail);
    ck_assert((rq != NULL) == (refused[_i].kind == NOT_ALLOWED));
    request_free(rq);
}
END_TEST

START_TEST(refuses_a_very_long_path_at_once)
{
    static char target[9000] = "/v1/";
    struct problem problem;
    struct request *rq;

    memset(target + 4, 'a', sizeof target - 5);
    ck_assert_int_eq(ask("GET", target, &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(problem.detail, "/openapi.json"));
}
END_TEST

START_TEST(shows_other_paths_not_to_the_admin_listener)
{
    const struct arrival list = {.method = "GET", .target = "/v1/notes", .is_admin = true};
    const struct arrival health = {.method = "GET", .target = "/healthz", .is_admin = true};
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &list, &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_NOT_FOUND);
    ck_assert(!strstr(problem.detail, "Did you mean"));
    ck_assert_ptr_null(rq);
    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &health, &rq, &problem), 0);
    request_free(rq);
}
END_TEST

START_TEST(frees_nothing)
{
    ck_assert_ptr_null(request_free(NULL));
    ck_assert_str_eq(request_allow(), "GET, HEAD, OPTIONS");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_path");
    TCase *tcase = tcase_create("path");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, finds, found);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    tcase_add_test(tcase, refuses_a_very_long_path_at_once);
    tcase_add_test(tcase, shows_other_paths_not_to_the_admin_listener);
    tcase_add_test(tcase, frees_nothing);
    return suite_run(suite);
}
