/* SPDX-License-Identifier: MIT */
/* The n-th allocation of a request fails, for every n until all goes well. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "notes.h"

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

static const struct {
    const char *name;
    const char *target;
    bool is_right; /* whether it is answered once memory suffices */
} cases[] = {
    {"a list", "/v1/notes", true},
    {"a list with everything",
     "/v1/notes?id=a,b,c&title=a&country=Korea,+Republic+of,KAZ&rank__gte=1&value__lt=2&"
     "signed_on=2023&period=2024-H1&sort=id,-value&fields=id,title&limit=5&count=exact",
     true},
    {"a stream", "/v1/notes?format=csv", true},
    {"a record", "/v1/notes/a?fields=id", true},
    {"parameters of a path's own", "/v1/notes/groups?group_by=colour,period&top=3&share=0.5", true},
    {"a search", "/v1/search?q=a", true},
    {"a redirect", "/v1/pairs/tj-kz/trade?limit=3", true},
    {"a handler that fails", "/v1/slow", false},
    {"an unknown path", "/v1/note", false},
    {"an unknown parameter", "/v1/notes?colur=red", false},
    {"an unknown word", "/v1/notes?colour=rot", false},
    {"a wrong cursor", "/v1/notes?cursor=AA", false},
    {"an escape", "/v1/notes?title=%4", false},
};

/*
 * The whole way of a request; without Check, which allocates too. Return: 0, or -1 with the
 * problem, which is also made an answer.
 */
static int go(const char *target, struct notes_calls *calls, struct problem *reterr)
{
    const struct exchange_database database = notes_database();
    struct reply reply;
    struct request *rq;

    reply_init(&reply);
    int result = notes_get(target, &rq, reterr);

    if (result == 0)
        result = request_answer(rq, &database, notes_db(calls), PACE_ORDINARY, &reply, reterr);
    if (result == 0 && reply.produce)
        request_finish_stream(rq, &database, notes_db(calls));
    if (result == 0 && !request_next_target(rq, "x"))
        result = problem_set_no_memory(reterr);
    if (result < 0)
        reply_set_problem(&reply, reterr, "id");
    reply_fini(&reply);
    request_free(rq);
    return result;
}

START_TEST(a_failed_allocation_is_an_internal_problem)
{
    struct problem problem;
    struct problem expected;
    struct notes_calls calls = {0};
    int right = go(cases[_i].target, &calls, &expected);

    ck_assert_int_eq(right, cases[_i].is_right ? 0 : -1);
    for (long n = 0; n < 1000; n++) {
        allocations_left = n;
        has_failed = false;
        int result = go(cases[_i].target, &calls, &problem);

        allocations_left = -1;
        ck_assert_int_eq(calls.begun, calls.ended);
        if (!has_failed)
            return;
        /* A problem that was on its way may lose its nearest word or its body, not its kind. */
        if (result < 0 && right < 0 && problem.kind == expected.kind)
            continue;
        ck_assert_int_eq(result, -1);
        ck_assert_str_eq(problem_name(problem.kind), "internal");
    }
    ck_abort_msg("never enough memory");
}
END_TEST

START_TEST(a_page_mark_needs_memory_too)
{
    struct problem problem;
    struct request *rq;
    struct notes_calls calls = {0};
    char target[512] = "/v1/notes?cursor=";

    ck_assert_int_eq(notes_get("/v1/notes", &rq, &problem), 0);
    const struct value row[] = {{.type = VALUE_NULL}, {.type = VALUE_TEXT, .text = "a"}};
    struct buffer mark;

    buffer_init(&mark);
    query_cursor_write(request_query(rq), row, &mark);
    memcpy(target + strlen(target), mark.data, mark.length);
    buffer_fini(&mark);
    request_free(rq);
    for (long n = 0; n < 1000; n++) {
        allocations_left = n;
        has_failed = false;
        int result = go(target, &calls, &problem);

        allocations_left = -1;
        if (!has_failed)
            return;
        ck_assert_int_eq(result, -1);
        ck_assert_str_eq(problem_name(problem.kind), "internal");
    }
}
END_TEST

START_TEST(a_page_mark_that_cannot_be_written_fails_its_buffer)
{
    struct problem problem;
    struct request *rq;
    struct buffer mark;

    ck_assert_int_eq(notes_get("/v1/notes", &rq, &problem), 0);
    const struct value row[] = {{.type = VALUE_NULL}, {.type = VALUE_TEXT, .text = "a"}};

    buffer_init(&mark);
    allocations_left = 0;
    query_cursor_write(request_query(rq), row, &mark);
    allocations_left = -1;
    ck_assert(buffer_failed(&mark));
    buffer_fini(&mark);
    request_free(rq);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_memory");
    TCase *tcase = tcase_create("memory");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, a_failed_allocation_is_an_internal_problem, cases);
    tcase_add_test(tcase, a_page_mark_needs_memory_too);
    tcase_add_test(tcase, a_page_mark_that_cannot_be_written_fails_its_buffer);
    return suite_run(suite);
}
