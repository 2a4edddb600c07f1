/* SPDX-License-Identifier: MIT */
/* The n-th allocation of a request fails, ours or the database library's, for every n until all
 * goes well: nothing but the right answer or an honest refusal comes out, and the next request is
 * answered as if nothing had been. */
#include "suite.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers/database.h"
#include "handlers/routes.h"
#include "model/buffer.h"
#include "server/exchange.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

static long allocations_left = -1; /* until one fails; negative: none does */
static bool has_failed;

static bool fails_now(void)
{
    if (allocations_left < 0)
        return false;
    bool fails = allocations_left-- == 0;

    has_failed |= fails;
    return fails;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
    return fails_now() ? NULL : __real_strdup(text);
}

/* --- the library's memory --- */

static void *library_malloc(int size)
{
    return fails_now() ? NULL : __real_malloc((size_t)size);
}

static void *library_realloc(void *old, int size)
{
    return fails_now() ? NULL : __real_realloc(old, (size_t)size);
}

static int library_size(void *memory)
{
    return (int)malloc_usable_size(memory);
}

static int library_round(int size)
{
    return (size + 7) & ~7;
}

static int library_init(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void library_shutdown(void *unused)
{
    (void)unused;
}

static void take_over_memory(void)
{
    static sqlite3_mem_methods methods = {
        .xMalloc = library_malloc,
        .xFree = free,
        .xRealloc = library_realloc,
        .xSize = library_size,
        .xRoundup = library_round,
        .xInit = library_init,
        .xShutdown = library_shutdown,
    };

    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        abort();
}

/* --- a request, without Check, which allocates too --- */

struct outcome {
    int result;
    unsigned status;
    struct problem problem;
    char *body;
    size_t length;
};

static void answer(struct request *rq, struct db *db, struct outcome *ret)
{
    struct reply reply;

    reply_init(&reply);
    ret->result = request_answer(rq, &database_functions, db, PACE_ORDINARY, &reply, &ret->problem);
    if (ret->result == 0) {
        ret->status = reply.status;
        ret->body = reply.body;
        ret->length = reply.body_length;
        reply.body = NULL;
        request_finish_stream(rq, &database_functions, db);
    }
    reply_fini(&reply);
}

static void go(struct db *db, const char *target, struct outcome *ret)
{
    static const struct exchange_limits limits = {.max_values = 100};
    const struct arrival arrival = {.method = "GET", .target = target};
    struct request *rq;

    memset(ret, 0, sizeof *ret);
    ret->result = request_new(&routes_all, &limits, &arrival, &rq, &ret->problem);
    if (ret->result == 0)
        answer(rq, db, ret);
    request_free(rq);
}

static void go_without_memory(struct db *db, const char *target, long n, struct outcome *ret)
{
    allocations_left = n;
    has_failed = false;
    go(db, target, ret);
    allocations_left = -1;
}

static bool is_same(const struct outcome *left, const struct outcome *right)
{
    if (left->result != right->result || left->status != right->status)
        return false;
    if (left->result != 0)
        return left->problem.kind == right->problem.kind;
    return left->length == right->length &&
           (!left->body || memcmp(left->body, right->body, left->length) == 0);
}

/* Out of memory is ours to admit; when it was the transaction that could not begin, the database is
 * unavailable. */
static bool is_honest(const struct outcome *outcome)
{
    return outcome->result == -1 && (outcome->problem.kind == PROBLEM_INTERNAL ||
                                     outcome->problem.kind == PROBLEM_DATABASE_UNAVAILABLE);
}

static void check(const struct outcome *outcome, const struct outcome *expected, long n)
{
    if (is_same(outcome, expected) || (has_failed && is_honest(outcome)))
        return;
    if (outcome->result == 0)
        ck_abort_msg("allocation %ld: another answer: %.*s", n, (int)outcome->length,
                     outcome->body ? outcome->body : "");
    ck_abort_msg("allocation %ld: %s: %s (%s)", n, problem_name(outcome->problem.kind),
                 outcome->problem.detail, outcome->problem.cause);
}

static const struct {
    const char *name;
    const char *target;
    long closely; /* up to here every allocation fails once; then n grows faster and faster */
} cases[] = {
    {"a list", "/v1/agreements?limit=2&count=exact", 0},
    {"a list of a pair", "/v1/agreements?pair=KAZ-TJK&fields=id,status", 0},
    {"a list in force", "/v1/agreements?in_force_on=2012-01-01&fields=id,deal_value", 0},
    {"a list with filters",
     "/v1/claims?metric=growth,turnover&said_by__contains=a%25_&value__gte=1&sort=-value&limit=1",
     0},
    {"a list of trade", "/v1/trade?reporter=KAZ&partner=TJK&period=2012&fields=value", 0},
    {"a page of whole observations", "/v1/trade?limit=2", 200},
    {"a count", "/v1/claims?pair=KAZ-TJK&count=only", 0},
    /* Without the snippet: FTS5 of SQLite 3.40 makes a poorer one when it has no memory. */
    {"a search", "/v1/search?q=trade+turnover&limit=1&fields=kind,id,title", 0},
    {"a record", "/v1/agreements/vague-treaty", 200},
    {"a record that moved", "/v1/countries/kz?fields=name", 0},
    {"a pair's page", "/v1/pairs/KAZ-TJK", 0},
    {"a pair's targets", "/v1/pairs/KAZ-TJK/targets?on=2024-09-01&fields=id,status", 200},
    {"the evidence for a figure", "/v1/claims/deal-value-2023-tokayev/citation", 200},
    {"the evidence as BibTeX", "/v1/claims/turnover-2022-tokayev/citation?format=bibtex", 200},
    {"the evidence for CSL", "/v1/claims/turnover-2022-tokayev/citation?format=csl-json", 200},
    {"the evidence for no figure", "/v1/claims/turnover-2022-tokayew/citation", 0},
    {"an empty pair's page", "/v1/pairs/FJI-TON", 0},
    {"a timeline", "/v1/pairs/KAZ-TJK/timeline?kind=expiry,target&limit=3", 0},
    {"a timeline with partial dates", "/v1/pairs/KAZ-UZB/timeline", 0},
    {"a calendar", "/v1/pairs/KAZ-TJK/timeline?format=ics&kind=expiry", 0},
    {"a feed", "/v1/pairs/KAZ-TJK/timeline?format=atom&kind=expiry", 0},
    {"checks", "/v1/pairs/KAZ-TJK/checks?limit=2", 0},
    {"a record that is not there", "/v1/events/vague-evnt", 0},
    {"a value that is not there", "/v1/claims?event=vague-evnt", 0},
    {"a wrong value", "/v1/claims?metric=growht", 0},
    {"figures of a pair", "/v1/pairs/KGZ-TJK/figures", 0},
    {"figures that statistics answer", "/v1/pairs/KAZ-TJK/figures?period=2012&resolve=statistics",
     0},
    {"checks of a pair", "/v1/pairs/KGZ-TJK/checks", 0},
    {"a pair that is none", "/v1/pairs/KAZ-Tadjikistan", 0},
    {"a search for nothing", "/v1/search?q=%22", 0},
    {"the paths", "/", 0},
    {"the kinds of problems", "/problems", 0},
    {"readiness", "/readyz", 0},
};

/* With a connection that is used again: its statements are kept, which memory may be missing for
 * too. */
START_TEST(an_answer_is_right_or_refused)
{
    struct db *db = ask_db();
    struct outcome expected;
    struct outcome outcome;
    bool is_over = false;

    go(db, cases[_i].target, &expected);
    for (long n = 0; !is_over; n += n < cases[_i].closely ? 1 : 1 + n / 4) {
        ck_assert_int_lt(n, 100000);
        go_without_memory(db, cases[_i].target, n, &outcome);
        is_over = !has_failed;
        check(&outcome, &expected, n);
        free(outcome.body);
        go(db, cases[_i].target, &outcome);
        ck_assert_msg(is_same(&outcome, &expected), "after allocation %ld", n);
        free(outcome.body);
    }
    free(expected.body);
}
END_TEST

/* With a new connection for each: what it prepares and keeps is made anew. */
START_TEST(a_first_answer_is_right_or_refused)
{
    const struct db_options options = {.path = ask_database(), .query_timeout_ms = 60000};
    struct outcome expected;
    struct outcome outcome;
    bool is_over = false;

    go(ask_db(), cases[_i].target, &expected);
    for (long n = 0; !is_over; n += 1 + n / 2) {
        struct db *db;

        ck_assert_int_eq(db_open(&options, &db, NULL), DB_OK);
        go_without_memory(db, cases[_i].target, n, &outcome);
        is_over = !has_failed;
        check(&outcome, &expected, n);
        free(outcome.body);
        db_close(db);
    }
    free(expected.body);
}
END_TEST

/* A connection opens whole or not at all, and says why. */
START_TEST(a_connection_opens_or_is_refused)
{
    const struct db_options options = {.path = ask_database(), .query_timeout_ms = 1000};
    bool is_over = false;

    for (long n = 0; !is_over; n += 1 + n / 4) {
        struct db_message message = {.text = ""};
        struct db *db = NULL;

        allocations_left = n;
        has_failed = false;
        enum db_status status = db_open(&options, &db, &message);

        allocations_left = -1;
        is_over = !has_failed;
        if (status == DB_OK) {
            db_close(db);
            continue;
        }
        ck_assert(has_failed);
        ck_assert_ptr_null(db);
        ck_assert_msg(status == DB_MEMORY, "allocation %ld: %d %s", n, (int)status, message.text);
        ck_assert_str_ne(message.text, "");
    }
}
END_TEST

/* What is streamed to nobody, or without memory, ends as cut, never as whole. */
static const char *const streams[] = {"/v1/agreements?format=csv", "/v1/claims?format=ndjson"};

START_TEST(a_stream_is_whole_or_cut)
{
    struct answer whole;
    struct answer answer;
    bool is_over = false;

    ask_well(&whole, "%s", streams[_i]);
    for (long n = 0; !is_over; n += 1 + n / 4) {
        ask_fail_streams(&allocations_left, n);
        has_failed = false;
        ask(&answer, "%s", streams[_i]);
        allocations_left = -1;
        is_over = !has_failed;
        ck_assert_uint_eq(answer.status, 200);
        ck_assert(answer.is_cut || answer.length == whole.length);
        ck_assert(!answer.is_cut || has_failed);
        answer_fini(&answer);
    }
    ask_fail_streams(NULL, 0);
    answer_fini(&whole);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handlers_memory");
    TCase *tcase = tcase_create("memory");

    take_over_memory();
    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        suite_add_row(tcase, an_answer_is_right_or_refused, (int)i,
                      ask_name(cases[i].name, "is right or refused"));
        suite_add_row(tcase, a_first_answer_is_right_or_refused, (int)i,
                      ask_name(cases[i].name, "is right or refused on a new connection"));
    }
    tcase_add_test(tcase, a_connection_opens_or_is_refused);
    tcase_add_loop_test(tcase, a_stream_is_whole_or_cut, 0, 2);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
