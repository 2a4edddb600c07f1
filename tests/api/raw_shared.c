/* SPDX-License-Identifier: MIT */
/* raw_shared: questions that are asked by several at once, and questions that are so quick that no
 * worker is needed. The server has routes of the test's own. */
#include <dlfcn.h>
#include <malloc.h>
#include <microhttpd.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "http_ask.h"
#include "own_server.h"
#include "server/exchange.h"
#include "server/server.h"
#include "suite.h"

enum {
    WORKERS = 2,
    ASKERS = 20,
    REVISIONS = 3, /* 0 is none */
    PACES = PACE_STREAM + 1,
    LIMIT_MS = 10000,
    SOON_MS = 200,
    USE_US = 100, /* of a connection by a quick question */
    ROUNDS = 20,
    MANY_REQUESTS = 1000, /* after so many there is memory to give back */
    ID_SIZE = 17,
    TEXT_SIZE = 64,
};

/* ---- the routes ---- */

static sem_t gates[REVISIONS];        /* each late answer waits for that of its revision */
static atomic_int waiting[REVISIONS]; /* workers that wait there */
static atomic_int runs;               /* of handlers that wait */
static atomic_int failure;            /* what /fails says */
static atomic_int revision_now;       /* of the database */
static atomic_int paces[PACES];       /* questions that began */
static atomic_int conflicts;          /* a connection was used by two at once */
static _Thread_local enum exchange_pace pace_now;

/* What is too much at PACE_QUICK. */
struct trouble {
    const char *name;
    enum problem_kind kind;
    bool is_at_begin; /* of the transaction; else the handler says so */
};
static const struct trouble *_Atomic trouble;

static int refuse(struct problem *reterr, enum problem_kind kind)
{
    return problem_set(reterr, kind, NULL, "It failed.");
}

static void wait_for_gate(const struct request *rq)
{
    int64_t revision = request_revision(rq);

    atomic_fetch_add(&runs, 1);
    atomic_fetch_add(&waiting[revision], 1);
    sem_wait(&gates[revision]);
    atomic_fetch_sub(&waiting[revision], 1);
}

static int answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    return own_server_say(ret, reterr, "{\"status\":\"ok\"}\n");
}

static int answer_late(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    char text[TEXT_SIZE];

    wait_for_gate(rq);
    snprintf(text, sizeof text, "{\"revision\":%d}\n", (int)request_revision(rq));
    return own_server_say(ret, reterr, text);
}

static int fail_late(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)ret;
    wait_for_gate(rq);
    return refuse(reterr, (enum problem_kind)atomic_load(&failure));
}

static int redirect_late(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    wait_for_gate(rq);
    return reply_set_redirect(ret, reterr, "/elsewhere");
}

static int answer_quickly(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const struct trouble *now = atomic_load(&trouble);

    if (strcmp(request_segment(rq), "nothing") == 0)
        return refuse(reterr, PROBLEM_NO_SUCH_RECORD);
    if (pace_now == PACE_QUICK && now && !now->is_at_begin)
        return refuse(reterr, now->kind);
    usleep(USE_US);
    return own_server_say(ret, reterr, "{\"status\":\"ok\"}\n");
}

static const struct route table[] = {
    {.path = "/healthz", .handler = answer, .runs = ROUTE_RUNS_INLINE},
    {.path = "/shared",
     .handler = answer_late,
     .cache = ROUTE_CACHE_REVISION,
     .needs_database = true,
     .is_for_admin = true},
    {.path = "/fails", .handler = fail_late, .cache = ROUTE_CACHE_REVISION, .needs_database = true},
    {.path = "/moved",
     .handler = redirect_late,
     .cache = ROUTE_CACHE_REVISION,
     .needs_database = true},
    {.path = "/hold", .handler = answer_late, .needs_database = true},
    {.path = "/quick/{id}",
     .handler = answer_quickly,
     .cache = ROUTE_CACHE_REVISION,
     .runs = ROUTE_RUNS_QUICK,
     .needs_database = true},
    {.path = "/record/{id}",
     .answers = ROUTE_ANSWERS_RECORD,
     .handler = answer_late,
     .cache = ROUTE_CACHE_REVISION,
     .runs = ROUTE_RUNS_QUICK,
     .needs_database = true},
};
static const struct routes routes = {.route = table, .count = sizeof table / sizeof table[0]};

/* ---- the database ---- */

struct db {
    atomic_int users;
};

static struct db *open_database(void *arg)
{
    (void)arg;
    return calloc(1, sizeof(struct db));
}

static void close_database(struct db *db)
{
    free(db);
}

static int begin(struct db *db, const char *day, enum exchange_pace pace, int64_t *ret_revision,
                 struct problem *reterr)
{
    const struct trouble *now = atomic_load(&trouble);

    (void)day;
    atomic_fetch_add(&paces[pace], 1);
    if (pace == PACE_QUICK && now && now->is_at_begin)
        return refuse(reterr, now->kind);
    atomic_fetch_add(&conflicts, atomic_fetch_add(&db->users, 1));
    pace_now = pace;
    *ret_revision = atomic_load(&revision_now);
    return 0;
}

static void end(struct db *db)
{
    atomic_fetch_sub(&db->users, 1);
}

static atomic_int rests;

static void rest(struct db *db)
{
    (void)db;
    atomic_fetch_add(&rests, 1);
}

static const struct exchange_database database = {
    .open = open_database, .close = close_database, .begin = begin, .end = end, .rest = rest};

/* ---- the library ---- */

static atomic_int trims;

int malloc_trim(size_t pad)
{
    (void)pad;
    atomic_fetch_add(&trims, 1);
    return 0;
}

/* ---- the server ---- */

static struct own_server own;
static struct raw_socket askers[ASKERS];
static struct raw_socket holders[WORKERS];

static void start(const char *const *settings)
{
    for (int i = 0; i < REVISIONS; i++)
        sem_init(&gates[i], 0, 0);
    atomic_store(&revision_now, 1);
    own_server_start(&own, &routes, &database, settings);
}

static void *stop(void *ret_cut)
{
    unsigned cut = own_server_stop(&own);

    if (ret_cut)
        *(unsigned *)ret_cut = cut;
    else
        ck_assert_uint_eq(cut, 0);
    ck_assert_int_eq(atomic_load(&conflicts), 0);
    return NULL;
}

static void open_gate(int revision, int count)
{
    for (int i = 0; i < count; i++)
        sem_post(&gates[revision]);
}

/* ---- those who ask ---- */

static void send_to(uint16_t port, struct raw_socket *socket, const char *method,
                    const char *target, const char *fields)
{
    char text[4 * TEXT_SIZE];

    raw_connect(socket, port);
    snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n", method, target, fields);
    raw_send_text(socket, text);
}

static void send_question(struct raw_socket *socket, const char *method, const char *target,
                          const char *fields)
{
    send_to(own.program.port, socket, method, target, fields);
}

/* The first of them is at the gate before the others come. */
static void ask_all(const char *target)
{
    for (int i = 0; i < ASKERS; i++) {
        send_question(&askers[i], "GET", target, "");
        own_server_wait(&runs, 1);
    }
    own_server_settle(&own);
    ck_assert_int_eq(atomic_load(&runs), 1);
}

static void receive(struct raw_socket *socket, bool is_head, struct raw_answer *ret)
{
    raw_receive(socket, LIMIT_MS, is_head, ret);
    ck_assert_int_ne(ret->status, 0);
}

/* Each has an answer of its own to a question that nobody else asked; the connection stays open. */
static void check_open(struct raw_socket *socket)
{
    http_check_open(socket);
    raw_close(socket);
}

static void hold_workers(void)
{
    for (int i = 0; i < WORKERS; i++) {
        int before = atomic_load(&runs);

        send_question(&holders[i], "GET", "/hold", "");
        own_server_wait(&runs, before + 1);
    }
}

static void let_workers_go(void)
{
    struct raw_answer got;

    open_gate(1, WORKERS);
    for (int i = 0; i < WORKERS; i++) {
        receive(&holders[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        raw_close(&holders[i]);
    }
}

/* Notes the id of the answer number @i and checks that those before it have others. */
static void check_own_id(char ids[ASKERS][ID_SIZE], int i, const struct raw_answer *got)
{
    snprintf(ids[i], ID_SIZE, "%s", raw_header(got, "X-Request-Id"));
    ck_assert_uint_eq(strlen(ids[i]), ID_SIZE - 1);
    for (int k = 0; k < i; k++)
        ck_assert_str_ne(ids[i], ids[k]);
}

/* ---- the same question ---- */

static const char *const no_settings[] = {NULL};
static const char *const no_storing[] = {"cache-bytes", "0", NULL};
static const char *const several_threads[] = {"event-threads", "4", NULL};

/* How one asks. */
static const struct manner {
    const char *method;
    const char *fields;
    int status;
    bool has_body;
} manners[] = {
    {"GET", "", 200, true},
    {"HEAD", "", 200, false},
    {"GET", "If-None-Match: *\r\n", 304, false},
    {"GET", "If-None-Match: \"other\"\r\n", 200, true},
};

enum { MANNERS = sizeof manners / sizeof manners[0] };

static const struct shared_row {
    const char *name;
    const char *const *settings;
    int first; /* the manner of who comes first */
} shared_rows[] = {
    {"one worker makes what several ask for", no_settings, 0},
    {"one who asks with HEAD does not keep the others from the body", no_settings, 1},
    {"one who gets 304 does not keep the others from the body", no_settings, 2},
    {"one worker makes what several ask for where nothing is stored", no_storing, 0},
    {"one worker makes what several ask for on several threads", several_threads, 0},
};

static void check_shared(const struct manner *manner, const struct raw_answer *got,
                         const struct raw_answer *first)
{
    char tag[TEXT_SIZE];

    ck_assert_int_eq(got->status, manner->status);
    ck_assert(!got->is_closed);
    ck_assert_str_eq(got->body, manner->has_body ? "{\"revision\":1}\n" : "");
    ck_assert_str_eq(raw_header(got, "X-Request-Id"), "");
    ck_assert_str_eq(raw_header(got, "Connection"), "");
    snprintf(tag, sizeof tag, "%s", raw_header(got, "ETag"));
    ck_assert_uint_gt(strlen(tag), 2);
    ck_assert_str_eq(raw_header(first, "ETag"), tag);
}

START_TEST(one_worker_makes_what_several_ask_for)
{
    const struct shared_row *row = &shared_rows[_i];
    struct raw_answer got[ASKERS];

    start(row->settings);
    for (int i = 0; i < ASKERS; i++) {
        const struct manner *manner = &manners[(row->first + i) % MANNERS];

        send_question(&askers[i], manner->method, "/shared", manner->fields);
        own_server_wait(&runs, 1);
    }
    own_server_settle(&own);
    open_gate(1, 1);
    for (int i = 0; i < ASKERS; i++) {
        const struct manner *manner = &manners[(row->first + i) % MANNERS];

        receive(&askers[i], strcmp(manner->method, "HEAD") == 0, &got[i]);
        check_shared(manner, &got[i], &got[0]);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), 1);
    for (int i = 0; i < ASKERS; i++)
        raw_answer_fini(&got[i]);
    stop(NULL);
}
END_TEST

/* What is given again when nobody makes it any more is what was stored, or it is made anew. */
START_TEST(after_the_answer_nobody_waits)
{
    static const char *const *const settings[] = {no_settings, no_storing};
    struct raw_answer got;

    start(settings[_i]);
    for (int i = 0; i < 3; i++) {
        open_gate(1, 1);
        http_ask_once(&own.program, "GET", "/shared", "", &got);
        ck_assert_str_eq(got.body, "{\"revision\":1}\n");
        raw_answer_fini(&got);
    }
    ck_assert_int_eq(atomic_load(&runs), _i == 0 ? 1 : 3);
    stop(NULL);
}
END_TEST

START_TEST(who_takes_gzip_does_not_wait_for_who_does_not)
{
    struct raw_answer got;

    start(no_settings);
    for (int i = 0; i < 4; i++) {
        send_question(&askers[i], "GET", "/shared", i % 2 ? "Accept-Encoding: gzip\r\n" : "");
        own_server_wait(&runs, i == 0 ? 1 : 2);
    }
    own_server_settle(&own);
    open_gate(1, 2);
    for (int i = 0; i < 4; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), 2);
    stop(NULL);
}
END_TEST

/* The tag says enough: nobody has to be waited for. */
START_TEST(who_has_it_already_does_not_wait)
{
    char fields[2 * TEXT_SIZE];
    struct raw_answer got;

    start(no_storing);
    open_gate(1, 1);
    http_ask_once(&own.program, "GET", "/shared", "", &got);
    snprintf(fields, sizeof fields, "If-None-Match: %s\r\n", raw_header(&got, "ETag"));
    raw_answer_fini(&got);
    send_question(&askers[0], "GET", "/shared", "");
    own_server_wait(&runs, 2);
    http_ask_once(&own.program, "GET", "/shared", fields, &got);
    ck_assert_int_eq(got.status, 304);
    ck_assert_int_eq(atomic_load(&waiting[1]), 1);
    raw_answer_fini(&got);
    open_gate(1, 1);
    receive(&askers[0], false, &got);
    ck_assert_int_eq(got.status, 200);
    raw_answer_fini(&got);
    check_open(&askers[0]);
    stop(NULL);
}
END_TEST

static const struct gone_row {
    const char *name;
    int asker;
} gone_rows[] = {
    {"the others get the answer when who came first has gone", 0},
    {"the others get the answer when one that waited has gone", 1},
};

START_TEST(one_that_has_gone_does_not_keep_the_others)
{
    struct raw_answer got;

    start(no_settings);
    ask_all("/shared");
    raw_close(&askers[gone_rows[_i].asker]);
    own_server_settle(&own);
    open_gate(1, 1);
    for (int i = 0; i < ASKERS; i++) {
        if (i == gone_rows[_i].asker)
            continue;
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), 1);
    stop(NULL);
}
END_TEST

static const struct failure_row {
    const char *name;
    enum problem_kind kind;
} failure_rows[] = {
    {"a question that takes too long does so for all that wait", PROBLEM_QUERY_TIMEOUT},
    {"a failure is one for all that wait", PROBLEM_INTERNAL},
    {"what does not exist does so for nobody that waits", PROBLEM_NO_SUCH_RECORD},
};

START_TEST(a_problem_reaches_all_that_wait)
{
    enum problem_kind kind = failure_rows[_i].kind;
    char ids[ASKERS][ID_SIZE];
    struct raw_answer got;

    start(no_settings);
    atomic_store(&failure, kind);
    ask_all("/fails");
    open_gate(1, 1);
    for (int i = 0; i < ASKERS; i++) {
        receive(&askers[i], false, &got);
        http_check_problem(&got, (int)problem_status(kind), problem_name(kind));
        check_own_id(ids, i, &got);
        raw_answer_fini(&got);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), 1);
    open_gate(1, 1);
    http_ask_once(&own.program, "GET", "/fails", "", &got); /* it was not stored */
    raw_answer_fini(&got);
    ck_assert_int_eq(atomic_load(&runs), 2);
    stop(NULL);
}
END_TEST

START_TEST(who_waited_for_what_is_not_shared_asks_for_itself)
{
    char ids[ASKERS][ID_SIZE];
    struct raw_answer got;

    start(no_settings);
    ask_all("/moved");
    open_gate(1, ASKERS);
    for (int i = 0; i < ASKERS; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 308);
        ck_assert_str_eq(raw_header(&got, "Location"), "/elsewhere");
        check_own_id(ids, i, &got);
        raw_answer_fini(&got);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), ASKERS);
    stop(NULL);
}
END_TEST

/* ---- places in the queue ---- */

static void check_no_place_is_left(void)
{
    struct raw_answer got;

    http_ask_once(&own.program, "GET", "/hold", "", &got);
    http_check_problem(&got, 503, "busy");
    raw_answer_fini(&got);
}

/* Who came first waits for a worker in the only place. */
START_TEST(who_waits_for_the_same_needs_no_place)
{
    struct raw_answer got;

    start(no_settings);
    hold_workers();
    for (int i = 0; i < ASKERS; i++) {
        send_question(&askers[i], "GET", "/shared", "");
        own_server_settle(&own);
    }
    check_no_place_is_left();
    open_gate(1, 1);
    let_workers_go();
    for (int i = 0; i < ASKERS; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        check_open(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), WORKERS + 1);
    stop(NULL);
}
END_TEST

/* An admin takes none, so that it has none to give back. */
START_TEST(an_admin_that_waits_for_the_same_frees_no_place)
{
    struct raw_answer got;

    start(no_settings);
    send_question(&askers[0], "GET", "/shared", "");
    own_server_wait(&runs, 1);
    send_to(own.program.admin_port, &askers[1], "GET", "/shared", "");
    raw_receive(&askers[1], SOON_MS, false, &got);
    ck_assert_int_eq(got.status, 0);
    send_question(&holders[0], "GET", "/hold", "");
    own_server_wait(&runs, 2);
    send_question(&holders[1], "GET", "/hold", "");
    own_server_settle(&own);
    check_no_place_is_left();
    open_gate(1, 1);
    let_workers_go();
    for (int i = 0; i < 2; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        raw_close(&askers[i]);
    }
    ck_assert_int_eq(atomic_load(&runs), 3);
    stop(NULL);
}
END_TEST

/* It must not look as if somebody made it. */
START_TEST(what_was_refused_can_be_asked_again)
{
    struct raw_answer got;

    start(no_settings);
    hold_workers();
    send_question(&askers[0], "GET", "/hold", "");
    own_server_settle(&own);
    for (int i = 0; i < 2; i++) {
        http_ask_once(&own.program, "GET", "/shared", "", &got);
        http_check_problem(&got, 503, "busy");
        raw_answer_fini(&got);
    }
    open_gate(1, 2);
    let_workers_go();
    receive(&askers[0], false, &got);
    raw_answer_fini(&got);
    check_open(&askers[0]);
    http_ask_once(&own.program, "GET", "/shared", "", &got);
    ck_assert_int_eq(got.status, 200);
    raw_answer_fini(&got);
    stop(NULL);
}
END_TEST

/* ---- a newer revision ---- */

static void check_revision(struct raw_socket *socket, int revision)
{
    struct raw_answer got;
    char text[TEXT_SIZE];

    snprintf(text, sizeof text, "{\"revision\":%d}\n", revision);
    receive(socket, false, &got);
    ck_assert_str_eq(got.body, text);
    raw_answer_fini(&got);
    check_open(socket);
}

static const struct revision_row {
    const char *name;
    int first; /* the revision that is answered first */
} revision_rows[] = {
    {"a newer revision is asked anew, and answered last", 1},
    {"a newer revision is asked anew, and answered first", 2},
};

enum { OLDER = 3, NEWER = 3 }; /* askers */

/* Askers are in the order of coming. */
static void land(int revision)
{
    int first = revision == 1 ? 0 : OLDER;
    int end = revision == 1 ? OLDER : OLDER + NEWER;

    open_gate(revision, 1);
    for (int i = first; i < end; i++)
        check_revision(&askers[i], revision);
}

START_TEST(who_comes_after_a_change_does_not_wait_for_the_older)
{
    int first = revision_rows[_i].first;

    start(no_settings);
    for (int i = 0; i < OLDER + NEWER; i++) {
        if (i == OLDER) {
            own_server_settle(&own);
            atomic_store(&revision_now, 2);
            server_set_revision(own.server, 2);
        }
        send_question(&askers[i], "GET", "/shared", "");
        own_server_wait(&waiting[i < OLDER ? 1 : 2], 1);
    }
    own_server_settle(&own);
    land(first);
    ck_assert_int_eq(atomic_load(&waiting[3 - first]), 1);
    land(3 - first);
    send_question(&askers[0], "GET", "/shared", "");
    check_revision(&askers[0], 2);
    ck_assert_int_eq(atomic_load(&runs), 2);
    stop(NULL);
}
END_TEST

/* ---- quick questions ---- */

static void ask_quickly(const char *target, const char *fields, int status)
{
    struct raw_socket socket;
    struct raw_answer got;

    raw_connect(&socket, own.program.port);
    http_ask(&socket, "GET", target, fields, &got);
    ck_assert_int_eq(got.status, status);
    ck_assert(!got.is_closed);
    if (status == 200) {
        ck_assert_str_eq(got.body, "{\"status\":\"ok\"}\n");
        ck_assert_str_ne(raw_header(&got, "ETag"), "");
        ck_assert_str_eq(raw_header(&got, "X-Request-Id"), "");
    } else {
        http_check_problem(&got, status, status == 404 ? "no-such-record" : "busy");
    }
    raw_answer_fini(&got);
    check_open(&socket);
}

/* Until a worker has opened a connection and lets others use it: it answers first. */
static void start_quickly(void)
{
    int64_t end_ms = now_ms() + LIMIT_MS;
    char target[TEXT_SIZE];

    start(no_settings);
    for (int i = 0; atomic_load(&paces[PACE_QUICK]) == 0 && now_ms() < end_ms; i++) {
        snprintf(target, sizeof target, "/quick/first-%d", i);
        ask_quickly(target, "", 200);
        ck_assert(i > 0 || atomic_load(&paces[PACE_ORDINARY]) == 1);
    }
    ck_assert_int_eq(atomic_load(&paces[PACE_QUICK]), 1);
    atomic_store(&paces[PACE_QUICK], 0);
    atomic_store(&paces[PACE_ORDINARY], 0);
}

static void check_paces(int quick, int ordinary)
{
    ck_assert_int_eq(atomic_load(&paces[PACE_QUICK]), quick);
    ck_assert_int_eq(atomic_load(&paces[PACE_ORDINARY]), ordinary);
}

START_TEST(a_quick_question_needs_no_worker)
{
    start_quickly();
    ask_quickly("/quick/1", "", 200);
    ask_quickly("/quick/2", "", 200);
    check_paces(2, 0);
    ask_quickly("/quick/2", "", 200); /* it was stored */
    check_paces(2, 0);
    stop(NULL);
}
END_TEST

/* Each of two event threads makes it, with the connection of a worker. */
START_TEST(a_record_is_not_waited_for)
{
    struct raw_answer got;
    int asked = 0;

    start(several_threads);
    hold_workers();
    let_workers_go();
    atomic_store(&runs, 0);
    while (asked < ASKERS && atomic_load(&runs) < 2) {
        send_question(&askers[asked++], "GET", "/record/a", "");
        usleep(SOON_MS * 100); /* a worker that has answered may not have let go of its seat yet */
    }
    ck_assert_int_eq(atomic_load(&runs), 2);
    open_gate(1, ASKERS);
    for (int i = 0; i < asked; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, 200);
        raw_answer_fini(&got);
        raw_close(&askers[i]);
    }
    stop(NULL);
}
END_TEST

START_TEST(a_quick_question_may_have_a_problem)
{
    start_quickly();
    ask_quickly("/quick/nothing", "", 404);
    check_paces(1, 0);
    stop(NULL);
}
END_TEST

START_TEST(compressing_is_not_quick)
{
    start_quickly();
    ask_quickly("/quick/1", "Accept-Encoding: gzip\r\n", 200);
    check_paces(0, 1);
    stop(NULL);
}
END_TEST

static const struct trouble troubles[] = {
    {"a worker answers what takes too long", PROBLEM_QUERY_TIMEOUT, false},
    {"a worker answers what finds the database busy", PROBLEM_BUSY, false},
    {"a worker answers what takes too long to begin", PROBLEM_QUERY_TIMEOUT, true},
    {"a worker answers what finds the database busy at once", PROBLEM_BUSY, true},
};

START_TEST(a_worker_answers_what_is_not_quick)
{
    start_quickly();
    atomic_store(&trouble, &troubles[_i]);
    ask_quickly("/quick/1", "", 200);
    check_paces(1, 1);
    stop(NULL);
    ck_assert_int_eq(own_server_count_logged(&own, "GET", "/quick/1", "200"), 1);
    ck_assert_int_eq(own_server_count_logged(&own, "", "", "\"level\":\"warning\""), 0);
}
END_TEST

/* The queue has one place. */
START_TEST(a_quick_question_waits_where_every_worker_is_busy)
{
    struct raw_answer got;

    start_quickly();
    hold_workers();
    check_paces(0, WORKERS);
    send_question(&askers[0], "GET", "/quick/1", "");
    own_server_settle(&own);
    http_ask_once(&own.program, "GET", "/quick/2", "", &got);
    http_check_problem(&got, 503, "busy");
    ck_assert_str_eq(raw_header(&got, "Retry-After"), "1");
    raw_answer_fini(&got);
    check_paces(0, WORKERS);
    let_workers_go();
    receive(&askers[0], false, &got);
    ck_assert_int_eq(got.status, 200);
    raw_answer_fini(&got);
    check_open(&askers[0]);
    check_paces(0, WORKERS + 1);
    stop(NULL);
}
END_TEST

/* Those that take gzip go to workers. That no connection has two users is checked at the end. */
START_TEST(workers_and_event_threads_share_the_connections)
{
    static const char *const settings[] = {"event-threads", "4", "queue-length", "100", NULL};
    struct raw_answer got;
    char target[TEXT_SIZE];

    start(settings);
    for (int i = 0; i < ROUNDS * ASKERS; i++) {
        struct raw_socket *socket = &askers[i % ASKERS];

        snprintf(target, sizeof target, "/quick/%d", i);
        send_question(socket, "GET", target, i % 2 ? "Accept-Encoding: gzip\r\n" : "");
        for (int k = 0; i % ASKERS == ASKERS - 1 && k < ASKERS; k++) {
            receive(&askers[k], false, &got);
            ck_assert_int_eq(got.status, 200);
            raw_answer_fini(&got);
            raw_close(&askers[k]);
        }
    }
    ck_assert_int_eq(paces[PACE_QUICK] + paces[PACE_ORDINARY], ROUNDS * ASKERS);
    ck_assert_int_gt(paces[PACE_QUICK], 0);
    stop(NULL);
}
END_TEST

/* ---- stopping ---- */

static const struct drain_row {
    const char *name;
    const char *target;
    int status;
} drain_rows[] = {
    {"while draining all that wait get their answer", "/shared", 200},
    {"while draining all that wait get their problem", "/fails", 500},
    {"while draining all that wait ask for themselves", "/moved", 308},
};

/* Draining has begun when the idle connection is closed. */
START_TEST(all_that_wait_are_answered_while_draining)
{
    const struct drain_row *row = &drain_rows[_i];
    struct raw_socket idle;
    struct raw_answer got;
    pthread_t stopping;

    start(no_settings);
    atomic_store(&failure, PROBLEM_INTERNAL);
    raw_connect(&idle, own.program.port);
    ask_all(row->target);
    ck_assert_int_eq(pthread_create(&stopping, NULL, stop, NULL), 0);
    ck_assert(raw_is_closed_within(&idle, LIMIT_MS));
    open_gate(1, row->status == 308 ? ASKERS : 1);
    for (int i = 0; i < ASKERS; i++) {
        receive(&askers[i], false, &got);
        ck_assert_int_eq(got.status, row->status);
        ck_assert_str_eq(raw_header(&got, "Connection"), "close");
        raw_answer_fini(&got);
        raw_close(&askers[i]);
    }
    pthread_join(stopping, NULL);
    raw_close(&idle);
}
END_TEST

static const char *const no_drain[] = {"drain-timeout-s", "0", NULL};

static void wait_until_cut(void)
{
    int64_t end_ms = now_ms() + LIMIT_MS;

    while (!atomic_load(&own.is_cut) && now_ms() < end_ms)
        usleep(1000);
    ck_assert(atomic_load(&own.is_cut));
    usleep(SOON_MS * 1000); /* what is in the queue is cancelled next */
}

/* Return: how many have no answer; their connection has ended. */
static unsigned count_lost(void)
{
    struct raw_answer got;
    unsigned lost = 0;

    for (int i = 0; i < ASKERS; i++) {
        raw_receive(&askers[i], LIMIT_MS, false, &got);
        ck_assert(got.status != 0 || got.is_closed);
        lost += got.status == 0;
        raw_answer_fini(&got);
        raw_close(&askers[i]);
    }
    return lost;
}

static const struct cut_row {
    const char *name;
    const char *target;
    bool is_queued; /* the one that all wait for */
} cut_rows[] = {
    {"who waited for an answer when the limit is over is counted", "/shared", false},
    {"who waited for a problem when the limit is over is counted", "/fails", false},
    {"who has to ask for itself when the limit is over is counted", "/moved", false},
    {"who waited for one in the queue when the limit is over is counted", "/shared", true},
};

/* What was cut is in the log, too. */
START_TEST(nobody_is_lost_silently_when_the_limit_is_over)
{
    const struct cut_row *row = &cut_rows[_i];
    pthread_t stopping;
    unsigned cut;

    start(no_drain);
    atomic_store(&failure, PROBLEM_INTERNAL);
    if (row->is_queued)
        hold_workers();
    for (int i = 0; i < ASKERS; i++) {
        send_question(&askers[i], "GET", row->target, "");
        own_server_wait(&runs, row->is_queued ? WORKERS : 1);
    }
    own_server_settle(&own);
    ck_assert_int_eq(pthread_create(&stopping, NULL, stop, &cut), 0);
    wait_until_cut();
    open_gate(1, WORKERS + ASKERS);
    unsigned lost = count_lost();
    pthread_join(stopping, NULL);
    ck_assert_uint_le(lost, cut);
    ck_assert_int_eq(own_server_count_logged(&own, "GET", row->target, "\"status\":"), ASKERS);
}
END_TEST

/* ---- without work ---- */

static void ask_health(int count)
{
    struct raw_answer got;

    raw_connect(&askers[0], own.program.port);
    for (int i = 0; i < count; i++) {
        raw_send_text(&askers[0], "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        receive(&askers[0], false, &got);
        raw_answer_fini(&got);
    }
    raw_close(&askers[0]);
}

/* Once, and not while anything is asked, nor after a probe. */
START_TEST(memory_goes_back_once_nothing_is_asked)
{
    start(no_settings);
    ask_health(MANY_REQUESTS);
    server_rest(own.server);
    ck_assert_int_eq(atomic_load(&trims), 0);
    server_rest(own.server);
    ck_assert_int_eq(atomic_load(&trims), 1);
    ask_health(1);
    for (int i = 0; i < 3; i++)
        server_rest(own.server);
    ck_assert_int_eq(atomic_load(&trims), 1);
    stop(NULL);
}
END_TEST

START_TEST(connections_without_work_are_let_rest)
{
    start(no_settings);
    server_rest(own.server);
    ck_assert_int_eq(atomic_load(&rests), 0); /* none is open yet */
    hold_workers();
    server_rest(own.server);
    ck_assert_int_eq(atomic_load(&rests), 0);
    let_workers_go();
    for (int end = 100; atomic_load(&rests) == 0 && end > 0; end--) {
        server_rest(own.server); /* a worker that has answered may not have let go yet */
        usleep(SOON_MS * 100);
    }
    ck_assert_int_gt(atomic_load(&rests), 0);
    stop(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("raw_shared");
    TCase *tcase = tcase_create("shared");

    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, one_worker_makes_what_several_ask_for, shared_rows);
    tcase_add_loop_test(tcase, after_the_answer_nobody_waits, 0, 2);
    tcase_add_test(tcase, who_takes_gzip_does_not_wait_for_who_does_not);
    tcase_add_test(tcase, who_has_it_already_does_not_wait);
    SUITE_ADD_ROWS(tcase, one_that_has_gone_does_not_keep_the_others, gone_rows);
    SUITE_ADD_ROWS(tcase, a_problem_reaches_all_that_wait, failure_rows);
    tcase_add_test(tcase, who_waited_for_what_is_not_shared_asks_for_itself);
    tcase_add_test(tcase, who_waits_for_the_same_needs_no_place);
    tcase_add_test(tcase, an_admin_that_waits_for_the_same_frees_no_place);
    tcase_add_test(tcase, what_was_refused_can_be_asked_again);
    SUITE_ADD_ROWS(tcase, who_comes_after_a_change_does_not_wait_for_the_older, revision_rows);
    tcase_add_test(tcase, a_quick_question_needs_no_worker);
    tcase_add_test(tcase, a_record_is_not_waited_for);
    tcase_add_test(tcase, a_quick_question_may_have_a_problem);
    tcase_add_test(tcase, compressing_is_not_quick);
    SUITE_ADD_ROWS(tcase, a_worker_answers_what_is_not_quick, troubles);
    tcase_add_test(tcase, a_quick_question_waits_where_every_worker_is_busy);
    tcase_add_test(tcase, workers_and_event_threads_share_the_connections);
    SUITE_ADD_ROWS(tcase, all_that_wait_are_answered_while_draining, drain_rows);
    SUITE_ADD_ROWS(tcase, nobody_is_lost_silently_when_the_limit_is_over, cut_rows);
    tcase_add_test(tcase, memory_goes_back_once_nothing_is_asked);
    tcase_add_test(tcase, connections_without_work_are_let_rest);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
