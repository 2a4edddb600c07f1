/* SPDX-License-Identifier: MIT */
#include "server/check.h"

#include <stdlib.h>
#include <string.h>

#include "server/problem.h"
#include "suite.h"

enum { MAX_FIELDS = 4, NO_PROBLEM = -1 };

/* What has no value here is GET / HTTP/1.1; a Host is there unless `without_host`. */
static const struct row {
    const char *name;
    const char *method;
    const char *target;
    const char *version;
    const char *fields[MAX_FIELDS][2];
    bool without_host;
    int problem;
} rows[] = {
    {"takes a plain request", .problem = NO_PROBLEM},
    {"takes every mark of a token", .fields = {{"!#$%&'*+-.^_`|~9aZ", "v"}}, .problem = NO_PROBLEM},
    {"takes a value with a tab", .fields = {{"a", "b\tc"}}, .problem = NO_PROBLEM},
    {"takes an empty value", .fields = {{"a", ""}}, .problem = NO_PROBLEM},
    {"takes bytes above ASCII in a value", .fields = {{"a", "\xff\x80"}}, .problem = NO_PROBLEM},
    {"takes HTTP/1.0 without Host", .version = "HTTP/1.0", .without_host = true,
     .problem = NO_PROBLEM},
    {"takes a Host of an IPv6 address", .without_host = true, .fields = {{"Host", "[::1]:8080"}},
     .problem = NO_PROBLEM},
    {"takes a Host in capitals", .without_host = true, .fields = {{"HOST", "A"}},
     .problem = NO_PROBLEM},
    {"takes blanks around a Content-Length", .fields = {{"Content-Length", " \t0 "}},
     .problem = NO_PROBLEM},
    {"takes a body with POST", .method = "POST", .fields = {{"Content-Length", "1000"}},
     .problem = NO_PROBLEM},
    {"takes a chunked body with POST", .method = "POST",
     .fields = {{"transfer-encoding", "Chunked"}}, .problem = NO_PROBLEM},
    {"takes all of printable ASCII in the target", .target = "/!\"#$&'()*+,-./:;<=>?@[]^_`{|}~%41",
     .problem = NO_PROBLEM},
    {"takes a target of the longest length", .target = "/345678901234567", .problem = NO_PROBLEM},
    {"takes names that only begin like a framing one",
     .fields = {{"Content-Length-Hint", "5"}, {"X-Transfer-Encoding", "a"}}, .problem = NO_PROBLEM},

    {"refuses a name without characters", .fields = {{"", "v"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a blank in a name", .fields = {{"a b", "v"}}, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a blank behind a name", .fields = {{"a ", "v"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a colon in a name", .fields = {{"a:b", "v"}}, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a control character in a name", .fields = {{"a\x01", "v"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a byte above ASCII in a name", .fields = {{"\xc3\xa9", "v"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a carriage return in a value", .fields = {{"a", "b\rc"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses DEL in a value", .fields = {{"a", "\x7f"}}, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses no Host", .without_host = true, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses two Hosts", .fields = {{"Host", "b"}}, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses two Hosts in HTTP/1.0", .version = "HTTP/1.0", .fields = {{"host", "b"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a Host with an at sign", .without_host = true, .fields = {{"Host", "a@b"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses two equal Content-Lengths",
     .fields = {{"Content-Length", "0"}, {"content-length", "0"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses two Transfer-Encodings", .method = "POST",
     .fields = {{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses both framings", .method = "POST",
     .fields = {{"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses an empty Content-Length", .fields = {{"Content-Length", ""}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a Content-Length with a sign", .fields = {{"Content-Length", "+1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a Content-Length in hexadecimal", .fields = {{"Content-Length", "0x1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses Content_Length", .fields = {{"Content_Length", "1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses contentlength", .fields = {{"contentlength", "1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses Content-Length with digits within", .fields = {{"Content1-Length", "1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses Transfer_Encoding", .fields = {{"Transfer_Encoding", "chunked"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses another coding", .method = "POST", .fields = {{"Transfer-Encoding", "gzip"}},
     .problem = PROBLEM_NOT_IMPLEMENTED},
    {"refuses a list of codings", .method = "POST",
     .fields = {{"Transfer-Encoding", "chunked, chunked"}}, .problem = PROBLEM_NOT_IMPLEMENTED},
    {"refuses an empty coding", .method = "POST", .fields = {{"Transfer-Encoding", ""}},
     .problem = PROBLEM_NOT_IMPLEMENTED},
    {"refuses a coding in HTTP/1.0", .method = "POST", .version = "HTTP/1.0",
     .fields = {{"Transfer-Encoding", "chunked"}}, .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a body with GET", .fields = {{"Content-Length", "1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a body with HEAD", .method = "HEAD", .fields = {{"Content-Length", "1"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a chunked body with GET", .fields = {{"Transfer-Encoding", "chunked"}},
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a body beyond the limit", .method = "POST", .fields = {{"Content-Length", "1001"}},
     .problem = PROBLEM_BODY_TOO_LARGE},
    {"refuses a body of more than 64 bits", .method = "POST",
     .fields = {{"Content-Length", "99999999999999999999999999"}},
     .problem = PROBLEM_BODY_TOO_LARGE},
    {"refuses %00", .target = "/a%00", .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a blank in the target", .target = "/a b", .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a control character in the target", .target = "/\x1f",
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses DEL in the target", .target = "/\x7f", .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a byte above ASCII in the target", .target = "/\x80",
     .problem = PROBLEM_MALFORMED_REQUEST},
    {"refuses a target beyond the limit", .target = "/3456789012345678901234567890123456789",
     .problem = PROBLEM_TARGET_TOO_LONG},
};

static const struct check_limits limits = {
    .max_target_bytes = 36, .max_header_bytes = 1000, .max_body_bytes = 1000};

static struct check_text text(const char *bytes)
{
    return (struct check_text){bytes, strlen(bytes)};
}

static const char *or_else(const char *word, const char *other)
{
    return word ? word : other;
}

START_TEST(checks)
{
    const struct row *row = &rows[_i];
    struct check_line line = {or_else(row->method, "GET"), or_else(row->target, "/"),
                              or_else(row->version, "HTTP/1.1"), 0};
    struct problem problem = {.kind = PROBLEM_COUNT};
    struct check check;

    check_init(&check);
    if (!row->without_host)
        check_field(&check, text("Host"), text("a"));
    for (size_t i = 0; i < MAX_FIELDS && row->fields[i][0]; i++)
        check_field(&check, text(row->fields[i][0]), text(row->fields[i][1]));
    int result = check_end(&check, &line, &limits, &problem);
    ck_assert_int_eq(result, row->problem == NO_PROBLEM ? 0 : -1);
    if (result < 0)
        ck_assert_int_eq((int)problem.kind, row->problem);
}
END_TEST

static const struct size_row {
    const char *name;
    const char *target;
    size_t bytes;
    bool is_refused;
} size_rows[] = {
    {"takes a header of just the limit", "/", 1000 - 64, false},
    {"refuses a header of a byte more", "/", 1000 - 63, true},
    {"counts a parameter", "/?a=1", 1000 - 2 * 64, false},
    {"counts a parameter that is one too many", "/?a=1", 1000 - 2 * 64 + 1, true},
    {"counts every parameter", "/?a=1&b=2&&c", 1000 - 5 * 64, false},
    {"counts every parameter to the last", "/?a=1&b=2&&c", 1000 - 5 * 64 + 1, true},
};

START_TEST(bounds_the_header)
{
    const struct size_row *row = &size_rows[_i];
    const struct check_line line = {"GET", row->target, "HTTP/1.1", row->bytes};
    struct problem problem;
    struct check check;

    check_init(&check);
    check_field(&check, text("Host"), text("a"));
    int result = check_end(&check, &line, &limits, &problem);
    ck_assert_int_eq(result, row->is_refused ? -1 : 0);
    if (row->is_refused)
        ck_assert_int_eq(problem.kind, PROBLEM_HEADER_TOO_LARGE);
}
END_TEST

/* The field and its copy, with its NUL; and each cookie. */
START_TEST(counts_cookies)
{
    enum { KEPT = 64 + 64 + 9 + 2 * 64 };
    struct check_line line = {"GET", "/", "HTTP/1.1", 1000 - KEPT};
    struct check check;

    check_init(&check);
    check_field(&check, text("Host"), text("a"));
    check_field(&check, text("cookie"), text("a=1; b=2"));
    ck_assert(!check_is_too_large(&check, &line, &limits));
    line.header_bytes++;
    ck_assert(check_is_too_large(&check, &line, &limits));
}
END_TEST

START_TEST(refuses_a_nul_in_name_or_value)
{
    struct check_line line = {"GET", "/", "HTTP/1.1", 0};
    struct problem problem;
    struct check check;

    check_init(&check);
    check_field(&check, text("Host"), text("a"));
    check_field(&check, (struct check_text){"a\0b", 3}, text("v"));
    ck_assert_int_eq(check_end(&check, &line, &limits, &problem), -1);
    check_init(&check);
    check_field(&check, text("Host"), text("a"));
    check_field(&check, text("a"), (struct check_text){"v\0w", 3});
    ck_assert_int_eq(check_end(&check, &line, &limits, &problem), -1);
}
END_TEST

START_TEST(knows_whether_a_body_follows)
{
    struct check check;

    check_init(&check);
    ck_assert(!check_has_body(&check));
    check_field(&check, text("Content-Length"), text("0"));
    ck_assert(!check_has_body(&check));
    check_init(&check);
    check_field(&check, text("Content-Length"), text("1"));
    ck_assert(check_has_body(&check));
    check_init(&check);
    check_field(&check, text("Transfer-Encoding"), text("chunked"));
    ck_assert(check_has_body(&check));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = tcase_create("check");

    SUITE_ADD_ROWS(tcase, checks, rows);
    SUITE_ADD_ROWS(tcase, bounds_the_header, size_rows);
    tcase_add_test(tcase, counts_cookies);
    tcase_add_test(tcase, refuses_a_nul_in_name_or_value);
    tcase_add_test(tcase, knows_whether_a_body_follows);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
