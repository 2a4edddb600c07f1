/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <string.h>

#include "notes.h"

enum { REFUSED = -1 };

static const struct {
    const char *name;
    const char *target;
    const char *accept;
    int format;
} cases[] = {
    {"answers JSON where nothing is said", "/v1/notes", NULL, FORMAT_JSON},
    {"answers JSON to anything", "/v1/notes", "*/*", FORMAT_JSON},
    {"answers JSON to an empty header", "/v1/notes", "", FORMAT_JSON},
    {"answers JSON to nonsense", "/v1/notes", "json please", FORMAT_JSON},
    {"answers JSON to a browser", "/v1/notes",
     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", FORMAT_JSON},
    {"answers JSON to its family", "/v1/notes", "application/*", FORMAT_JSON},
    {"answers JSON with a parameter", "/v1/notes", "application/json; charset=utf-8", FORMAT_JSON},
    {"answers CSV", "/v1/notes", "text/csv", FORMAT_CSV},
    {"answers CSV to its family", "/v1/notes", "text/*", FORMAT_CSV},
    {"answers CSV in capitals", "/v1/notes", "TEXT/CSV", FORMAT_CSV},
    {"answers NDJSON", "/v1/notes", "application/x-ndjson", FORMAT_NDJSON},
    {"answers NDJSON under its other name", "/v1/notes", "application/ndjson", FORMAT_NDJSON},
    {"takes the heavier", "/v1/notes", "application/json;q=0.5, text/csv;q=0.501", FORMAT_CSV},
    {"takes JSON among equals", "/v1/notes", "text/csv, application/json", FORMAT_JSON},
    {"lets the closest range decide", "/v1/notes", "application/json;q=0.1,*/*;q=0.5", FORMAT_CSV},
    {"lets a range exclude", "/v1/notes", "application/json;q=0, */*", FORMAT_CSV},
    {"lets a family exclude", "/v1/notes", "application/*;q=0, */*;q=0.1", FORMAT_CSV},
    {"reads blanks around weights", "/v1/notes", "text/csv ; q=1 , application/json ;\tq=0.9",
     FORMAT_CSV},
    {"passes over quoted commas", "/v1/notes", "text/csv;a=\"x,application/json;q=1\\\"\";q=0.3",
     FORMAT_CSV},
    {"passes over a wrong weight", "/v1/notes", "application/json;q=2, text/csv;q=0.1", FORMAT_CSV},
    {"passes over a weight of four decimals", "/v1/notes",
     "application/json;q=0.9999, text/csv;q=0.1", FORMAT_CSV},
    {"lets format win", "/v1/notes?format=json", "text/csv", FORMAT_JSON},
    {"lets format win over what cannot be", "/v1/notes?format=csv", "image/png", FORMAT_CSV},
    {"answers JSON where there is no list", "/v1/notes/a", "text/csv, */*;q=0.1", FORMAT_JSON},
    {"answers a calendar", "/v1/dated", "text/calendar", FORMAT_ICS},
    {"answers a feed", "/v1/dated", "application/atom+xml;q=0.9, */*;q=0.1", FORMAT_ATOM},
    {"answers CSV to the family of calendars", "/v1/dated", "text/*", FORMAT_CSV},
    {"lets format win over a calendar", "/v1/dated?format=atom", "text/calendar", FORMAT_ATOM},
    {"answers its own type", "/metrics", "text/plain;version=0.0.4", FORMAT_JSON},
    {"answers a page", "/", "text/html", FORMAT_JSON},

    {"refuses another type", "/v1/notes", "image/png", REFUSED},
    {"refuses problems as answers", "/v1/notes", "application/problem+json", REFUSED},
    {"refuses a beginning of a type", "/v1/notes", "application/jso", REFUSED},
    {"refuses a type and more", "/v1/notes", "application/jsonx", REFUSED},
    {"refuses no weight at all", "/v1/notes", "application/json;q=0", REFUSED},
    {"refuses nothing acceptable", "/v1/notes", "*/*;q=0", REFUSED},
    {"refuses nought with decimals", "/v1/notes", "*/*;q=0.000", REFUSED},
    {"refuses a family of nothing", "/v1/notes", "*/json", REFUSED},
    {"refuses CSV where there is no list", "/v1/notes/a", "text/csv", REFUSED},
    {"refuses a calendar where rows have no date", "/v1/notes", "text/calendar", REFUSED},
    {"refuses a feed where rows have no date", "/v1/notes", "application/atom+xml", REFUSED},
    {"refuses a calendar where there is no list", "/v1/notes/a", "text/calendar", REFUSED},
    {"refuses JSON for a page", "/", "application/json", REFUSED},
    {"refuses a page for JSON", "/healthz", "text/html", REFUSED},
};

START_TEST(chooses)
{
    const struct arrival arrival = {
        .method = "GET", .target = cases[_i].target, .accept = cases[_i].accept};
    struct problem problem;
    struct request *rq;
    int result = request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem);

    if (cases[_i].format == REFUSED) {
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(problem.kind, PROBLEM_NOT_ACCEPTABLE);
    } else {
        ck_assert_int_eq(result, 0);
        ck_assert_int_eq((int)request_query(rq)->format, cases[_i].format);
    }
    request_free(rq);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *accept;
    const char *key;    /* NULL: refused */
    const char *format; /* as the handler sees it */
} own[] = {
    {"its default where nothing is said", "", NULL, "", NULL},
    {"its default to anything", "", "*/*", "", NULL},
    {"its default, named, under the same key", "?format=json", NULL, "", NULL},
    {"what format names", "?format=bibtex", NULL, "?format=bibtex", "bibtex"},
    {"what Accept names", "", "application/x-bibtex", "?format=bibtex", "bibtex"},
    {"what Accept likes best", "", "application/json;q=0.5,text/plain", "?format=text", "text"},
    {"a family", "", "text/*", "?format=text", "text"},
    {"what format names, whatever Accept says", "?format=text", "image/png", "?format=text",
     "text"},
    {"its default, named, whatever Accept says", "?format=json", "text/plain", "", NULL},
    {"nothing that it does not have", "", "text/csv", NULL, NULL},
    {"nothing to those who exclude all", "", "*/*;q=0", NULL, NULL},
};

START_TEST(chooses_its_own_format)
{
    char target[64] = "/v1/notes/a/citation";
    char key[64] = "/v1/notes/a/citation";
    const struct arrival arrival = {.method = "GET", .target = target, .accept = own[_i].accept};
    struct problem problem;
    struct request *rq;

    strcat(target, own[_i].target);
    int result = request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem);
    if (own[_i].key) {
        ck_assert_msg(result == 0, "%s", problem.detail);
        ck_assert_str_eq(request_key(rq), strcat(key, own[_i].key));
        ck_assert_pstr_eq(request_parameter(rq, "format"), own[_i].format);
    } else {
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(problem.kind, PROBLEM_NOT_ACCEPTABLE);
        ck_assert_ptr_nonnull(strstr(problem.detail, "application/x-bibtex"));
    }
    request_free(rq);
}
END_TEST

START_TEST(refuses_a_format_that_it_does_not_have)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(notes_get("/v1/notes/a/citation?format=csv", &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_INVALID_PARAMETER);
    ck_assert_str_eq(problem.parameter, "format");
    ck_assert_ptr_nonnull(strstr(problem.detail, "json, text, bibtex"));
    request_free(rq);
}
END_TEST

static const struct {
    const char *name;
    const char *accept_encoding;
    bool takes_gzip;
} encodings[] = {
    {"gzip when named", "gzip", true},
    {"gzip among others", "deflate, gzip;q=1.0, br", true},
    {"gzip under its old name", "x-gzip", true},
    {"gzip in capitals", "GZIP", true},
    {"gzip as anything", "*", true},
    {"gzip with little weight", "identity, gzip;q=0.001", true},
    {"no gzip without a header", NULL, false},
    {"no gzip with an empty header", "", false},
    {"no gzip without weight", "gzip;q=0, *", false},
    {"no gzip where anything has no weight", "*;q=0", false},
    {"no gzip for others", "br, deflate, identity", false},
    {"no gzip for a longer name", "gzipx", false},
    {"no gzip for a shorter name", "gzi", false},
    {"no gzip with a wrong weight", "gzip;q=x", false},
};

START_TEST(takes_gzip)
{
    const struct arrival arrival = {
        .method = "GET", .target = "/", .accept_encoding = encodings[_i].accept_encoding};
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem), 0);
    ck_assert(request_takes_gzip(rq) == encodings[_i].takes_gzip);
    request_free(rq);
}
END_TEST

START_TEST(refuses_streams_to_http_1_0)
{
    struct arrival arrival = {
        .method = "GET", .target = "/v1/notes", .accept = "text/csv", .is_http_1_0 = true};
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_HTTP_VERSION);
    request_free(rq);
    arrival.accept = NULL;
    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem), 0);
    request_free(rq);
}
END_TEST

START_TEST(keys_tell_representations_apart)
{
    const struct arrival arrival = {.method = "GET", .target = "/v1/notes", .accept = "text/csv"};
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(request_new(&notes_routes, &notes_limits, &arrival, &rq, &problem), 0);
    ck_assert_str_eq(request_key(rq), "/v1/notes?format=csv");
    request_free(rq);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_accept");
    TCase *tcase = tcase_create("accept");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, chooses, cases);
    SUITE_ADD_ROWS(tcase, chooses_its_own_format, own);
    tcase_add_test(tcase, refuses_a_format_that_it_does_not_have);
    SUITE_ADD_ROWS(tcase, takes_gzip, encodings);
    tcase_add_test(tcase, refuses_streams_to_http_1_0);
    tcase_add_test(tcase, keys_tell_representations_apart);
    return suite_run(suite);
}
