/* SPDX-License-Identifier: MIT */
/* raw_busy: what is still answered while every worker is busy. The server has routes of the test's
 * own, one of which takes as long as the test wants: no real question does. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

#include "harness.h"
#include "http_ask.h"
#include "own_server.h"
#include "server/exchange.h"
#include "suite.h"

enum { WORKERS = 2, PLACES = 1, SLOW = WORKERS + PLACES, LIMIT_MS = 10000 };

#define HALF "GET /healthz HTTP/1.1\r\nHos"
#define REST "t: a\r\n\r\n"

/* ---- the routes ---- */

static sem_t gate;      /* each slow answer waits for it */
static atomic_int busy; /* workers that wait */

static const char ok[] = "{\"status\":\"ok\"}\n";

static int answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    return own_server_say(ret, reterr, ok);
}

static int answer_late(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    atomic_fetch_add(&busy, 1);
    sem_wait(&gate);
    atomic_fetch_sub(&busy, 1);
    return own_server_say(ret, reterr, ok);
}

static int answer_badly(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    (void)ret;
    return problem_set(reterr, PROBLEM_INTERNAL, NULL, "It failed.");
}

static const struct route table[] = {
    {.path = "/healthz", .handler = answer, .runs = ROUTE_RUNS_INLINE, .is_for_admin = true},
    {.path = "/version", .handler = answer, .cache = ROUTE_CACHE_BUILD, .runs = ROUTE_RUNS_INLINE},
    {.path = "/fails", .handler = answer_badly, .runs = ROUTE_RUNS_INLINE},
    {.path = "/stored", .handler = answer, .cache = ROUTE_CACHE_REVISION, .needs_database = true},
    {.path = "/slow", .handler = answer_late, .needs_database = true},
};
static const struct routes routes = {.route = table, .count = sizeof table / sizeof table[0]};

static struct db *open_database(void *arg)
{
    (void)arg;
    return NULL;
}

static int begin(struct db *db, const char *day, enum exchange_pace pace, int64_t *ret_revision,
                 struct problem *reterr)
{
    (void)db;
    (void)day;
    (void)pace;
    (void)reterr;
    *ret_revision = 1;
    return 0;
}

static void end(struct db *db)
{
    (void)db;
}

static const struct exchange_database database = {
    .open = open_database, .close = end, .begin = begin, .end = end};

/* ---- the server ---- */

static struct own_server own;
static struct raw_socket slow[SLOW];

static void start(void)
{
    sem_init(&gate, 0, 0);
    own_server_start(&own, &routes, &database, NULL);
}

/* Every worker has a slow question, and the queue is full of them: what the one event thread
 * answers next comes after the last of them. */
static void keep_busy(void)
{
    for (int i = 0; i < SLOW; i++) {
        raw_connect(&slow[i], own.program.port);
        raw_send_text(&slow[i], "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        own_server_wait(&busy, i < WORKERS ? i + 1 : WORKERS);
    }
    own_server_settle(&own);
}

static void check_busy(void)
{
    ck_assert_int_eq(atomic_load(&busy), WORKERS);
}

static void let_go(const char *connection)
{
    struct raw_answer late;

    for (int i = 0; i < SLOW; i++)
        sem_post(&gate);
    for (int i = 0; i < SLOW; i++) {
        raw_receive(&slow[i], LIMIT_MS, false, &late);
        ck_assert_int_eq(late.status, 200);
        ck_assert_str_eq(raw_header(&late, "Connection"), connection);
        raw_answer_fini(&late);
        raw_close(&slow[i]);
    }
}

static void *stop(void *arg)
{
    ck_assert_uint_eq(own_server_stop(&own), 0);
    return arg;
}

/* ---- the tests ---- */

static const struct row {
    const char *name;
    const char *method;
    const char *target;
    bool is_for_admin;
    bool is_unchanged; /* the client has it */
} rows[] = {
    {"answers a question about health", "GET", "/healthz", false, false},
    {"answers HEAD of it", "HEAD", "/healthz", false, false},
    {"answers it on the admin listener", "GET", "/healthz", true, false},
    {"answers for the first time what needs no database", "GET", "/version", false, false},
    {"answers what is stored", "GET", "/stored", false, false},
    {"answers HEAD of what is stored", "HEAD", "/stored", false, false},
    {"says that what is stored has not changed", "GET", "/stored", false, true},
};

static void check_answer(const struct row *row, const struct raw_answer *got)
{
    bool has_body = strcmp(row->method, "GET") == 0 && !row->is_unchanged;
    bool is_of_health = strcmp(row->target, "/healthz") == 0;

    ck_assert_int_eq(got->status, row->is_unchanged ? 304 : 200);
    ck_assert(!got->is_closed);
    ck_assert_str_eq(raw_header(got, "Connection"), "");
    ck_assert_int_eq(raw_header(got, "X-Request-Id")[0] != '\0', is_of_health);
    ck_assert_int_eq(raw_header(got, "ETag")[0] != '\0', !is_of_health);
    ck_assert_str_eq(got->body, has_body ? ok : "");
}

/* Asked twice over one connection: the first answer must leave it open. */
START_TEST(answers_while_every_worker_is_busy)
{
    const struct row *row = &rows[_i];
    const char *fields = row->is_unchanged ? "If-None-Match: *\r\n" : "";
    struct raw_socket socket;
    struct raw_answer got;

    start();
    http_ask_once(&own.program, "GET", "/stored", "", &got);
    ck_assert_int_eq(got.status, 200);
    raw_answer_fini(&got);
    keep_busy();
    raw_connect(&socket, row->is_for_admin ? own.program.admin_port : own.program.port);
    for (int i = 0; i < 2; i++) {
        http_ask(&socket, row->method, row->target, fields, &got);
        check_answer(row, &got);
        raw_answer_fini(&got);
    }
    check_busy();
    let_go("");
    raw_close(&socket);
    stop(NULL);
    ck_assert_int_ge(
        own_server_count_logged(&own, row->method, row->target, row->is_unchanged ? "304" : "200"),
        2);
}
END_TEST

START_TEST(refuses_what_would_wait_where_no_place_is_left)
{
    struct raw_socket socket;
    struct raw_answer got;

    start();
    keep_busy();
    raw_connect(&socket, own.program.port);
    http_ask(&socket, "GET", "/slow", "", &got);
    http_check_problem(&got, 503, "busy");
    ck_assert_str_eq(raw_header(&got, "Retry-After"), "1");
    raw_answer_fini(&got);
    http_check_open(&socket);
    check_busy();
    let_go("");
    raw_close(&socket);
    stop(NULL);
}
END_TEST

START_TEST(a_failure_of_an_inline_handler_is_a_problem)
{
    struct raw_socket socket;
    struct raw_answer got;

    start();
    raw_connect(&socket, own.program.port);
    http_ask(&socket, "GET", "/fails", "", &got);
    http_check_problem(&got, 500, "internal");
    raw_answer_fini(&got);
    http_check_open(&socket);
    raw_close(&socket);
    stop(NULL);
    ck_assert_int_eq(own_server_count_logged(&own, "GET", "/fails", "500"), 1);
}
END_TEST

/* Draining has begun when the idle connection is closed. */
START_TEST(closes_after_an_inline_answer_while_draining)
{
    struct raw_socket idle;
    struct raw_socket socket;
    struct raw_answer got;
    pthread_t stopping;

    start();
    raw_connect(&idle, own.program.port);
    raw_connect(&socket, own.program.port);
    raw_send_text(&socket, HALF);
    keep_busy();
    ck_assert_int_eq(pthread_create(&stopping, NULL, stop, NULL), 0);
    ck_assert(raw_is_closed_within(&idle, LIMIT_MS));
    raw_send_text(&socket, REST);
    raw_receive(&socket, LIMIT_MS, false, &got);
    ck_assert_int_eq(got.status, 200);
    ck_assert_str_eq(raw_header(&got, "Connection"), "close");
    raw_answer_fini(&got);
    check_busy();
    let_go("close");
    pthread_join(stopping, NULL);
    raw_close(&socket);
    raw_close(&idle);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("raw_busy");
    TCase *tcase = tcase_create("busy");

    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, answers_while_every_worker_is_busy, rows);
    tcase_add_test(tcase, refuses_what_would_wait_where_no_place_is_left);
    tcase_add_test(tcase, a_failure_of_an_inline_handler_is_a_problem);
    tcase_add_test(tcase, closes_after_an_inline_answer_while_draining);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
