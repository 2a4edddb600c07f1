/* SPDX-License-Identifier: MIT */
/* Methods, representations, entity tags, compression, refusals. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "facts_expect.h"
#include "harness.h"
#include "http_ask.h"
#include "suite.h"

enum { VALUE_SIZE = 512, LARGEST_BODY = 4 * 1024 * 1024 };

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

static void copy_header(const struct raw_answer *answer, const char *name, char ret[VALUE_SIZE])
{
    snprintf(ret, VALUE_SIZE, "%s", raw_header(answer, name));
}

/* ---- what each representation carries ---- */

enum kept { STORED, STREAMED, NEVER };

static const struct paper {
    const char *name;
    const char *path;
    const char *accept;
    const char *type;
    const char *file; /* in Content-Disposition; NULL: none */
    enum kept kept;
} papers[] = {
    {"a list", "/v1/claims", "", "application/json", NULL, STORED},
    {"a list that depends on the day", "/v1/agreements", "", "application/json", NULL, STORED},
    {"a record", "/v1/events/astana-business-forum-2023", "", "application/json", NULL, STORED},
    {"a pair", "/v1/pairs/KAZ-TJK", "", "application/json", NULL, STORED},
    {"a search", "/v1/search?q=turnover", "", "application/json", NULL, STORED},
    {"a count", "/v1/trade?count=only", "", "application/json", NULL, STORED},
    {"the list of paths", "/", "", "application/json", NULL, STORED},
    {"the description", "/openapi.json", "", "application/json", NULL, STORED},
    {"the version", "/version", "", "application/json", NULL, STORED},
    {"the kinds of problems", "/problems", "", "application/json", NULL, STORED},
    {"one kind of problem", "/problems/not-found", "", "application/json", NULL, STORED},
    {"CSV by parameter", "/v1/claims?format=csv", "", "text/csv; charset=utf-8; header=present",
     "attachment; filename=\"claims.csv\"", STREAMED},
    {"CSV by Accept", "/v1/trade", "Accept: text/csv\r\n",
     "text/csv; charset=utf-8; header=present", "attachment; filename=\"trade.csv\"", STREAMED},
    {"NDJSON by parameter", "/v1/sources?format=ndjson", "", "application/x-ndjson", NULL,
     STREAMED},
    {"NDJSON by Accept", "/v1/sources", "Accept: application/x-ndjson\r\n", "application/x-ndjson",
     NULL, STREAMED},
    {"a calendar by parameter", "/v1/pairs/KAZ-TJK/timeline?format=ics", "",
     "text/calendar; charset=utf-8", "inline; filename=\"KAZ-TJK.ics\"", STORED},
    {"a feed by Accept", "/v1/pairs/KAZ-TJK/timeline", "Accept: application/atom+xml\r\n",
     "application/atom+xml; charset=utf-8", "inline; filename=\"KAZ-TJK.atom\"", STORED},
    {"the parameter before Accept", "/v1/sources?format=json", "Accept: text/csv\r\n",
     "application/json", NULL, STORED},
    {"the better of two types", "/v1/sources", "Accept: text/csv;q=0.5, application/json;q=0.9\r\n",
     "application/json", NULL, STORED},
    {"a family of types", "/v1/sources", "Accept: text/*\r\n",
     "text/csv; charset=utf-8; header=present", "attachment; filename=\"sources.csv\"", STREAMED},
    {"anything", "/v1/sources", "Accept: */*\r\n", "application/json", NULL, STORED},
    {"health", "/healthz", "", "application/json", NULL, NEVER},
    {"readiness", "/readyz", "", "application/json", NULL, NEVER},
};

static void check_fixed_headers(const struct raw_answer *answer)
{
    ck_assert_str_eq(raw_header(answer, "Vary"), "Accept, Accept-Encoding");
    ck_assert_str_eq(raw_header(answer, "Access-Control-Allow-Origin"), "*");
    ck_assert_str_eq(raw_header(answer, "X-Content-Type-Options"), "nosniff");
    ck_assert_str_ne(raw_header(answer, "Date"), "");
    ck_assert_str_eq(raw_header(answer, "Set-Cookie"), "");
}

/* A connection stays open, but for the header alone of an answer without a length: libmicrohttpd
 * would send a stray chunk behind it. */
static void check_open(struct raw_socket *socket, const struct raw_answer *answer, bool is_stream)
{
    ck_assert_str_eq(raw_header(answer, "Connection"), is_stream ? "close" : "");
    if (is_stream)
        ck_assert(raw_is_closed_within(socket, 5000));
    else
        http_check_open(socket);
}

/* A strong tag: quoted, without W/. */
static void check_tag(const char *etag)
{
    size_t length = strlen(etag);

    ck_assert_msg(length > 10 && etag[0] == '"' && etag[length - 1] == '"', "ETag: %s", etag);
    ck_assert_msg(strspn(etag + 1, "0123456789abcdef-") == length - 2, "ETag: %s", etag);
}

START_TEST(carries_its_headers)
{
    const struct paper *paper = &papers[_i];
    struct raw_answer answer;
    char etag[VALUE_SIZE];

    http_ask_once(&program, "GET", paper->path, paper->accept, &answer);
    ck_assert_msg(answer.status == 200, "%.2000s", answer.body);
    ck_assert_str_eq(raw_header(&answer, "Content-Type"), paper->type);
    check_fixed_headers(&answer);
    ck_assert_str_eq(raw_header(&answer, "Cache-Control"),
                     paper->kept == NEVER ? "no-store" : "public, no-cache");
    ck_assert_uint_eq(strlen(raw_header(&answer, "X-Request-Id")), paper->kept == STORED ? 0 : 16);
    ck_assert_str_eq(raw_header(&answer, "Content-Disposition"), paper->file ? paper->file : "");
    copy_header(&answer, "ETag", etag);
    if (paper->kept == NEVER)
        ck_assert_str_eq(etag, "");
    else
        check_tag(etag);
    raw_answer_fini(&answer);
}
END_TEST

/* ---- HEAD ---- */

static bool is_volatile(const char *line)
{
    static const char *const names[] = {
        "Date:", "X-Request-Id:", "Transfer-Encoding:", "Connection:"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(line, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* The header without lines that differ from answer to answer. */
static void copy_lasting(const char *header, char *ret, size_t size)
{
    size_t length = 0;

    for (const char *line = header; *line; line += strcspn(line, "\n") + 1) {
        int line_length = (int)strcspn(line, "\n") + 1;
        if (!is_volatile(line))
            length += (size_t)snprintf(ret + length, size - length, "%.*s", line_length, line);
    }
    ck_assert_uint_lt(length, size);
}

START_TEST(head_has_the_same_header_and_no_body)
{
    const struct paper *paper = &papers[_i];
    struct raw_socket socket;
    struct raw_answer get;
    struct raw_answer head;
    char wanted[4096];
    char given[4096];

    http_ask_once(&program, "GET", paper->path, paper->accept, &get);
    copy_lasting(get.header, wanted, sizeof wanted);
    raw_connect(&socket, program.port);
    http_ask(&socket, "HEAD", paper->path, paper->accept, &head);
    copy_lasting(head.header, given, sizeof given);
    ck_assert_str_eq(given, wanted);
    /* a stray byte of a body would stand before the next answer */
    check_open(&socket, &head, paper->kept == STREAMED);
    raw_answer_fini(&head);
    raw_answer_fini(&get);
    raw_close(&socket);
}
END_TEST

START_TEST(head_first_and_get_behind_it_are_alike)
{
    struct raw_socket socket;
    struct raw_answer head;
    struct raw_answer get;
    char etag[VALUE_SIZE];

    raw_connect(&socket, program.port);
    http_ask(&socket, "HEAD", "/v1/statements?sort=-id&limit=3", "", &head);
    copy_header(&head, "ETag", etag);
    http_ask(&socket, "GET", "/v1/statements?sort=-id&limit=3", "", &get);
    ck_assert_str_eq(raw_header(&get, "ETag"), etag);
    ck_assert_uint_eq(strtoul(raw_header(&head, "Content-Length"), NULL, 10), get.body_length);
    raw_answer_fini(&head);
    raw_answer_fini(&get);
    raw_close(&socket);
}
END_TEST

/* ---- entity tags ---- */

static void get_tag(const char *path, const char *fields, char ret[VALUE_SIZE])
{
    struct raw_answer answer;

    http_ask_once(&program, "GET", path, fields, &answer);
    ck_assert_msg(answer.status == 200, "%s: %.2000s", path, answer.body);
    copy_header(&answer, "ETag", ret);
    check_tag(ret);
    raw_answer_fini(&answer);
}

static const struct twins {
    const char *name;
    const char *left;
    const char *right;
    bool is_same;
} twins[] = {
    {"parameters in another order are the same question",
     "/v1/claims?metric=growth&period=2022&limit=5", "/v1/claims?limit=5&period=2022&metric=growth",
     true},
    {"a default that is spelled out is the same question", "/v1/claims",
     "/v1/claims?limit=100&format=json&sort=-period", true},
    {"another name for a country is the same question", "/v1/agreements?party=KAZ&on=2024-01-01",
     "/v1/agreements?party=Kazakhstan&on=2024-01-01", true},
    {"another spelling of a period is the same question", "/v1/claims?period=2024-S1",
     "/v1/claims?period=2024-H1", true},
    {"escaped letters are the same question", "/v1/claims?metric=growth",
     "/v1/claims?%6detric=gr%6fwth", true},
    {"another filter is another question", "/v1/claims?metric=growth", "/v1/claims?metric=share",
     false},
    {"another limit is another question", "/v1/claims?limit=5", "/v1/claims?limit=6", false},
    {"another sort is another question", "/v1/claims?sort=id", "/v1/claims?sort=-id", false},
    {"other members are another question", "/v1/claims?fields=id", "/v1/claims?fields=id,metric",
     false},
    {"another day is another question", "/v1/agreements?on=2024-01-01",
     "/v1/agreements?on=2024-01-02", false},
    {"CSV is another representation", "/v1/claims", "/v1/claims?format=csv", false},
    {"NDJSON is another representation than CSV", "/v1/claims?format=ndjson",
     "/v1/claims?format=csv", false},
    {"a calendar is another representation than a feed", "/v1/pairs/KAZ-TJK/timeline?format=ics",
     "/v1/pairs/KAZ-TJK/timeline?format=atom", false},
    {"another path is another question", "/v1/claims/turnover-2022-caspian",
     "/v1/claims/turnover-2022-tokayev", false},
};

START_TEST(tags_tell_questions_apart)
{
    char left[VALUE_SIZE];
    char right[VALUE_SIZE];

    get_tag(twins[_i].left, "", left);
    get_tag(twins[_i].right, "", right);
    ck_assert_msg((strcmp(left, right) == 0) == twins[_i].is_same, "%s and %s", left, right);
    get_tag(twins[_i].left, "", right);
    ck_assert_str_eq(left, right);
}
END_TEST

START_TEST(compressed_answers_have_a_tag_of_their_own)
{
    char plain[VALUE_SIZE];
    char packed[VALUE_SIZE];

    get_tag("/v1/claims", "", plain);
    get_tag("/v1/claims", "Accept-Encoding: gzip\r\n", packed);
    ck_assert_str_ne(plain, packed);
}
END_TEST

/* If-None-Match, in which %s is the tag of the answer. */
static const struct match {
    const char *name;
    const char *format;
    int status;
} matches[] = {
    {"answers 304 to its tag", "%s", 304},
    {"answers 304 to its tag marked weak", "W/%s", 304},
    {"answers 304 to its tag among others", "\"0123\", %s , \"4567\"", 304},
    {"answers 304 to any tag", "*%.0s", 304},
    {"answers 200 to another tag", "\"0123456789abcdef\"%.0s", 200},
    {"answers 200 to half its tag", "%.9s\"", 200},
    {"answers 200 to a tag without quotes", "0123456789abcdef%.0s", 200},
};

static const char *const tagged[] = {"/v1/claims?metric=growth", "/v1/pairs/KAZ-TJK",
                                     "/v1/claims?format=csv", "/version"};

static void check_match(const struct match *match, const char *path)
{
    struct raw_socket socket;
    struct raw_answer answer;
    char etag[VALUE_SIZE];
    char value[2 * VALUE_SIZE];
    char fields[3 * VALUE_SIZE];

    get_tag(path, "", etag);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(value, sizeof value, match->format, etag);
#pragma GCC diagnostic pop
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\n", value);
    raw_connect(&socket, program.port);
    http_ask(&socket, "GET", path, fields, &answer);
    ck_assert_msg(answer.status == match->status, "%s: %d", path, answer.status);
    ck_assert_str_eq(raw_header(&answer, "ETag"), etag);
    check_fixed_headers(&answer);
    ck_assert((answer.body_length == 0) == (match->status == 304));
    check_open(&socket, &answer, match->status == 304 && strstr(path, "format="));
    raw_answer_fini(&answer);
    raw_close(&socket);
}

START_TEST(compares_tags)
{
    for (size_t i = 0; i < sizeof tagged / sizeof tagged[0]; i++)
        check_match(&matches[_i], tagged[i]);
}
END_TEST

START_TEST(a_tag_is_known_to_a_server_that_never_gave_it)
{
    static const char *const flags[] = {"--cache-bytes=0", NULL};
    struct program other;
    struct raw_answer answer;
    char etag[VALUE_SIZE];
    char fields[2 * VALUE_SIZE];

    program_start(&other, flags);
    http_ask_once(&other, "GET", "/v1/claims?metric=growth", "", &answer);
    copy_header(&answer, "ETag", etag);
    raw_answer_fini(&answer);
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\n", etag);
    http_ask_once(&other, "GET", "/v1/claims?metric=growth", fields, &answer);
    ck_assert_int_eq(answer.status, 304);
    raw_answer_fini(&answer);
    /* another database has other tags, even with the same records */
    http_ask_once(&program, "GET", "/v1/claims?metric=growth", fields, &answer);
    ck_assert_int_eq(answer.status, 200);
    raw_answer_fini(&answer);
    ck_assert_int_eq(program_stop(&other), 0);
}
END_TEST

/* ---- methods ---- */

static const char *const any_paths[] = {
    "/",        "/v1/claims",          "/v1/claims/turnover-2022-caspian", "/v1/pairs/KAZ-TJK",
    "/healthz", "/v1/trade?format=csv"};

START_TEST(options_names_the_methods)
{
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    for (size_t i = 0; i < sizeof any_paths / sizeof any_paths[0]; i++) {
        http_ask(&socket, "OPTIONS", any_paths[i], "", &answer);
        ck_assert_int_eq(answer.status, 204);
        ck_assert_str_eq(raw_header(&answer, "Allow"), "GET, HEAD, OPTIONS");
        check_fixed_headers(&answer);
        raw_answer_fini(&answer);
    }
    http_check_open(&socket);
    raw_close(&socket);
}
END_TEST

START_TEST(options_answers_a_browser_that_asks_beforehand)
{
    struct raw_answer answer;

    http_ask_once(&program, "OPTIONS", "/v1/claims",
                  "Origin: http://dashboard.example\r\nAccess-Control-Request-Method: GET\r\n"
                  "Access-Control-Request-Headers: if-none-match\r\n",
                  &answer);
    ck_assert_int_eq(answer.status, 204);
    ck_assert_str_eq(raw_header(&answer, "Access-Control-Allow-Origin"), "*");
    ck_assert_str_eq(raw_header(&answer, "Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS");
    ck_assert_str_eq(raw_header(&answer, "Access-Control-Allow-Headers"), "*");
    raw_answer_fini(&answer);
}
END_TEST

START_TEST(options_of_the_server_as_a_whole)
{
    struct raw_answer answer;

    http_ask_once(&program, "OPTIONS", "*", "", &answer);
    ck_assert_int_eq(answer.status, 204);
    ck_assert_str_eq(raw_header(&answer, "Allow"), "GET, HEAD, OPTIONS");
    raw_answer_fini(&answer);
}
END_TEST

static const struct method {
    const char *name;
    int status;
    const char *kind;
} methods[] = {
    {"POST", 405, "method-not-allowed"},  {"PUT", 405, "method-not-allowed"},
    {"PATCH", 405, "method-not-allowed"}, {"DELETE", 405, "method-not-allowed"},
    {"TRACE", 405, "method-not-allowed"}, {"BREW", 501, "not-implemented"},
    {"get", 501, "not-implemented"},
};

START_TEST(is_refused_as_a_method)
{
    const struct method *method = &methods[_i];
    struct raw_socket socket;
    struct raw_answer answer;

    raw_connect(&socket, program.port);
    for (size_t i = 0; i < sizeof any_paths / sizeof any_paths[0]; i++) {
        http_ask(&socket, method->name, any_paths[i], "", &answer);
        http_check_problem(&answer, method->status, method->kind);
        ck_assert_str_eq(raw_header(&answer, "Allow"),
                         method->status == 405 ? "GET, HEAD, OPTIONS" : "");
        raw_answer_fini(&answer);
    }
    http_check_open(&socket);
    raw_close(&socket);
}
END_TEST

/* ---- refusals ---- */

static const struct refusal {
    const char *name;
    const char *path;
    const char *fields;
    int status;
    const char *kind;
    const char *parameter; /* NULL: none */
} refusals[] = {
    {"a list as HTML", "/v1/claims", "Accept: text/html\r\n", 406, "not-acceptable", NULL},
    {"a record as CSV", "/v1/claims/turnover-2022-caspian", "Accept: text/csv\r\n", 406,
     "not-acceptable", NULL},
    {"claims as a calendar", "/v1/claims", "Accept: text/calendar\r\n", 406, "not-acceptable",
     NULL},
    {"everything but JSON for a pair", "/v1/pairs/KAZ-TJK",
     "Accept: application/json;q=0, */*;q=0\r\n", 406, "not-acceptable", NULL},
    {"an unknown path", "/v1/claim", "", 404, "not-found", NULL},
    {"a path that ends with a slash", "/v1/claims/", "", 404, "not-found", NULL},
    {"a path below a record", "/v1/claims/turnover-2022-caspian/x", "", 404, "not-found", NULL},
    {"a list that has no single records", "/v1/trade/1", "", 404, "not-found", NULL},
    {"an unknown record", "/v1/claims/turnover-1922", "", 404, "no-such-record", NULL},
    {"an unknown commodity", "/v1/commodities/9999", "", 404, "no-such-record", NULL},
    {"an unknown kind of problem", "/problems/boredom", "", 404, "no-such-record", NULL},
    {"an unknown parameter", "/v1/claims?colour=red", "", 400, "unknown-parameter", "colour"},
    {"a parameter where there is none", "/healthz?verbose=1", "", 400, "unknown-parameter",
     "verbose"},
    {"the beginning of a parameter's name", "/v1/claims?metri=growth", "", 400, "unknown-parameter",
     "metri"},
    {"a parameter without a name", "/v1/claims?=1", "", 400, "unknown-parameter", NULL},
    {"a parameter twice", "/v1/claims?limit=1&limit=1", "", 400, "repeated-parameter", "limit"},
    {"a parameter without a value", "/v1/claims?metric", "", 400, "empty-parameter", "metric"},
    {"a format that is none", "/v1/claims?format=xml", "", 400, "invalid-parameter", "format"},
    {"pages of CSV", "/v1/claims?format=csv&limit=5", "", 400, "invalid-parameter", "limit"},
    {"SQL as a value", "/v1/claims?metric=x'%20OR%201=1--", "", 400, "invalid-parameter", "metric"},
    {"SQL as a record", "/v1/claims/x'%20UNION%20ALL", "", 404, "no-such-record", NULL},
    {"SQL as a sort", "/v1/claims?sort=id;DROP", "", 400, "invalid-parameter", "sort"},
    {"a way out of the folder", "/v1/../../etc/passwd", "", 404, "not-found", NULL},
    {"bytes that are no UTF-8", "/v1/claims?said_by=%ff%fe", "", 400, NULL, NULL},
    {"half an escape", "/v1/claims?said_by=%4", "", 400, NULL, NULL},
    {"too many values",
     "/v1/trade?reporter=KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,"
     "KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,"
     "KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,"
     "KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,"
     "KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ,KAZ",
     "", 400, "invalid-parameter", "reporter"},
    {"a damaged cursor", "/v1/claims?limit=5&cursor=AAAA", "", 400, "invalid-cursor", "cursor"},
    {"a search in quotes that do not end", "/v1/search?q=%22", "", 400, "invalid-parameter", "q"},
};

START_TEST(is_refused_in_words)
{
    const struct refusal *refusal = &refusals[_i];
    struct raw_socket socket;
    struct raw_answer answer;
    char type[128] = "";

    raw_connect(&socket, program.port);
    http_ask(&socket, "GET", refusal->path, refusal->fields, &answer);
    json_t *problem = json_loads(answer.body, 0, NULL);
    ck_assert_msg(problem != NULL, "%d: %.2000s", answer.status, answer.body);
    snprintf(type, sizeof type, "%s", expect_text(problem, "type"));
    http_check_problem(&answer, refusal->status,
                       refusal->kind ? refusal->kind : type + strlen("/problems/"));
    const json_t *parameter = json_object_get(problem, "parameter");
    if (refusal->parameter)
        ck_assert_str_eq(expect_text(problem, "parameter"), refusal->parameter);
    else if (refusal->kind)
        ck_assert_msg(!parameter || !json_string_value(parameter)[0], "%.2000s", answer.body);
    json_decref(problem);
    check_fixed_headers(&answer);
    http_check_open(&socket);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

START_TEST(each_type_of_problem_leads_to_its_page)
{
    json_t *document = expect_json(&program, "/problems");
    const json_t *kinds = json_object_get(document, "data");

    ck_assert_uint_gt(json_array_size(kinds), 15);
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const json_t *kind = json_array_get(kinds, i);
        json_t *alone = expect_json(&program, expect_text(kind, "type"));
        ck_assert(json_equal(alone, kind));
        json_decref(alone);
    }
    json_decref(document);
}
END_TEST

START_TEST(a_target_that_is_too_long_is_414)
{
    char target[8192 + 2] = "/v1/search?q=";
    struct raw_answer answer;

    memset(target + strlen(target), 'a', 8193 - strlen(target));
    http_ask_once(&program, "GET", target, "", &answer);
    http_check_problem(&answer, 414, "target-too-long");
    raw_answer_fini(&answer);
}
END_TEST

START_TEST(a_refusal_and_its_log_lines_have_the_same_id)
{
    struct raw_answer answer;
    char id[VALUE_SIZE];

    http_ask_once(&program, "GET", "/v1/claims?colour=red", "", &answer);
    copy_header(&answer, "X-Request-Id", id);
    ck_assert_msg(program_has_logged(&program, id), "%s is not in the log", id);
    raw_answer_fini(&answer);
}
END_TEST

/* ---- compression ---- */

/* New; its length in @ret_length. */
static char *unpack(const struct raw_answer *answer, size_t *ret_length)
{
    z_stream stream = {.next_in = (Bytef *)answer->body,
                       .avail_in = (uInt)answer->body_length,
                       .avail_out = LARGEST_BODY};
    char *bytes = malloc(LARGEST_BODY);

    ck_assert_ptr_nonnull(bytes);
    stream.next_out = (Bytef *)bytes;
    ck_assert_int_eq(inflateInit2(&stream, 16 + MAX_WBITS), Z_OK);
    ck_assert_int_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(stream.avail_in, 0);
    *ret_length = stream.total_out;
    inflateEnd(&stream);
    return bytes;
}

static const struct packing {
    const char *name;
    const char *path;
    const char *accept;
    bool is_packed;
} packings[] = {
    {"a list is packed", "/v1/claims", "gzip", true},
    {"a page is packed", "/v1/pairs/KAZ-TJK?on=2024-12-31", "br, gzip;q=0.8", true},
    {"the description is packed", "/openapi.json", "*", true},
    {"a short answer is not packed", "/version", "gzip", false},
    {"an answer is not packed unasked", "/v1/claims", "identity", false},
    {"an answer is not packed where that is refused", "/v1/claims", "gzip;q=0, *;q=1", false},
    {"another coding is not tried", "/v1/claims", "br, zstd", false},
};

START_TEST(packs)
{
    const struct packing *packing = &packings[_i];
    struct raw_answer plain;
    struct raw_answer packed;
    char fields[128];
    char *bytes = NULL;
    size_t length;

    snprintf(fields, sizeof fields, "Accept-Encoding: %s\r\n", packing->accept);
    http_ask_once(&program, "GET", packing->path, "", &plain);
    http_ask_once(&program, "GET", packing->path, fields, &packed);
    ck_assert_str_eq(raw_header(&plain, "Content-Encoding"), "");
    ck_assert_str_eq(raw_header(&packed, "Content-Encoding"), packing->is_packed ? "gzip" : "");
    if (packing->is_packed) {
        ck_assert_uint_lt(packed.body_length, plain.body_length);
        bytes = unpack(&packed, &length);
    } else {
        length = packed.body_length;
    }
    ck_assert_uint_eq(length, plain.body_length);
    ck_assert_int_eq(memcmp(bytes ? bytes : packed.body, plain.body, length), 0);
    free(bytes);
    raw_answer_fini(&packed);
    raw_answer_fini(&plain);
}
END_TEST

START_TEST(a_packed_answer_is_304_to_its_tag_alone)
{
    struct raw_answer answer;
    char etag[VALUE_SIZE];
    char fields[2 * VALUE_SIZE];

    get_tag("/v1/claims", "Accept-Encoding: gzip\r\n", etag);
    snprintf(fields, sizeof fields, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", etag);
    http_ask_once(&program, "GET", "/v1/claims", fields, &answer);
    ck_assert_int_eq(answer.status, 304);
    raw_answer_fini(&answer);
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\n", etag);
    http_ask_once(&program, "GET", "/v1/claims", fields, &answer);
    ck_assert_int_eq(answer.status, 200);
    raw_answer_fini(&answer);
}
END_TEST

/* ---- names ---- */

static const struct naming {
    const char *name;
    const char *path;
    const char *code; /* as the link to the next page says it */
} namings[] = {
    {"a name with an accent and an apostrophe", "/v1/trade?reporter=C%C3%B4te%20d'Ivoire", "CIV"},
    {"a name with everything escaped", "/v1/trade?reporter=C%c3%b4te%20d%27Ivoire", "CIV"},
    {"a name with a comma", "/v1/trade?reporter=Korea,%20Republic%20of", "KOR"},
    {"a name with an escaped comma", "/v1/trade?reporter=Korea%2C%20Republic%20of", "KOR"},
    {"a name with blanks as plus signs", "/v1/trade?reporter=United+Arab+Emirates", "ARE"},
    {"a UN Comtrade number", "/v1/trade?reporter=251", "FRA"},
};

START_TEST(is_understood_as_a_country)
{
    char plain[VALUE_SIZE];
    char named[VALUE_SIZE];
    char path[VALUE_SIZE];

    snprintf(path, sizeof path, "/v1/trade?reporter=%s", namings[_i].code);
    get_tag(path, "", plain);
    get_tag(namings[_i].path, "", named);
    ck_assert_str_eq(named, plain);
}
END_TEST

START_TEST(a_name_with_a_comma_may_stand_in_a_list)
{
    json_t *document = expect_json(
        &program, "/v1/trade?reporter=Korea,%20Republic%20of,KAZ&partner=C%C3%B4te%20d'Ivoire,TJK"
                  "&count=only");

    expect_match(document, "{'page':{'total':17}}");
    json_decref(document);
    document = expect_json(&program, "/v1/agreements?party=Korea,%20Republic%20of,KAZ&count=only");
    expect_match(document, "{'page':{'total':13}}");
    json_decref(document);
    document = expect_json(&program, "/v1/agreements?party=C%C3%B4te%20d'Ivoire&count=only");
    expect_match(document, "{'page':{'total':0}}");
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http");
    TCase *tcase = tcase_create("http");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, carries_its_headers, papers);
    SUITE_ADD_ROWS(tcase, head_has_the_same_header_and_no_body, papers);
    tcase_add_test(tcase, head_first_and_get_behind_it_are_alike);
    SUITE_ADD_ROWS(tcase, tags_tell_questions_apart, twins);
    tcase_add_test(tcase, compressed_answers_have_a_tag_of_their_own);
    SUITE_ADD_ROWS(tcase, compares_tags, matches);
    tcase_add_test(tcase, a_tag_is_known_to_a_server_that_never_gave_it);
    tcase_add_test(tcase, options_names_the_methods);
    tcase_add_test(tcase, options_answers_a_browser_that_asks_beforehand);
    tcase_add_test(tcase, options_of_the_server_as_a_whole);
    SUITE_ADD_ROWS(tcase, is_refused_as_a_method, methods);
    SUITE_ADD_ROWS(tcase, is_refused_in_words, refusals);
    tcase_add_test(tcase, each_type_of_problem_leads_to_its_page);
    tcase_add_test(tcase, a_target_that_is_too_long_is_414);
    tcase_add_test(tcase, a_refusal_and_its_log_lines_have_the_same_id);
    SUITE_ADD_ROWS(tcase, packs, packings);
    tcase_add_test(tcase, a_packed_answer_is_304_to_its_tag_alone);
    SUITE_ADD_ROWS(tcase, is_understood_as_a_country, namings);
    tcase_add_test(tcase, a_name_with_a_comma_may_stand_in_a_list);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
