/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <string.h>

#include "notes.h"

struct answered {
    struct request *rq;
    struct notes_calls calls;
    struct reply reply;
    struct problem problem;
    int result;
};

static void answer(const char *target, struct answered *ret)
{
    const struct exchange_database database = notes_database();

    ck_assert_int_eq(notes_get(target, &ret->rq, &ret->problem), 0);
    ret->result = request_answer(ret->rq, &database, notes_db(&ret->calls), PACE_ORDINARY,
                                 &ret->reply, &ret->problem);
}

static void release(struct answered *answered)
{
    reply_fini(&answered->reply);
    request_free(answered->rq);
}

START_TEST(answers_inside_a_transaction)
{
    struct answered done = {0};

    answer("/v1/notes", &done);
    ck_assert_int_eq(done.result, 0);
    ck_assert_uint_eq(done.reply.status, 200);
    ck_assert_str_eq(done.reply.content_type, "application/json");
    ck_assert_int_eq(done.calls.begun, 1);
    ck_assert_int_eq(done.calls.ended, 1);
    ck_assert_str_eq(done.calls.day, request_day(done.rq));
    ck_assert_int_eq(done.calls.pace, PACE_ORDINARY);
    ck_assert_int_eq(request_revision(done.rq), 42);
    ck_assert_ptr_null(request_db(done.rq));
    release(&done);
}
END_TEST

START_TEST(opens_nothing_where_no_records_are_needed)
{
    struct answered done = {0};

    answer("/healthz", &done);
    ck_assert_int_eq(done.result, 0);
    ck_assert_int_eq(done.calls.begun, 0);
    ck_assert_int_eq(done.calls.ended, 0);
    ck_assert_int_eq(request_revision(done.rq), 0);
    release(&done);
}
END_TEST

START_TEST(keeps_the_transaction_of_a_stream_open)
{
    const struct exchange_database database = notes_database();
    struct answered done = {0};

    answer("/v1/notes?format=csv", &done);
    ck_assert_int_eq(done.result, 0);
    ck_assert(done.reply.produce != NULL);
    ck_assert_ptr_null(done.reply.body);
    ck_assert_int_eq(done.calls.pace, PACE_STREAM);
    ck_assert_int_eq(done.calls.ended, 0);
    ck_assert_ptr_eq(request_db(done.rq), notes_db(&done.calls));
    request_finish_stream(done.rq, &database, notes_db(&done.calls));
    request_finish_stream(done.rq, &database, notes_db(&done.calls));
    ck_assert_int_eq(done.calls.ended, 1);
    release(&done);
}
END_TEST

START_TEST(ends_the_transaction_where_the_handler_fails)
{
    struct answered done = {0};

    answer("/v1/slow", &done);
    ck_assert_int_eq(done.result, -1);
    ck_assert_int_eq(done.problem.kind, PROBLEM_QUERY_TIMEOUT);
    ck_assert_str_eq(done.problem.cause, "deadline of 5 ms");
    ck_assert_int_eq(done.calls.begun, 1);
    ck_assert_int_eq(done.calls.ended, 1);
    ck_assert_uint_eq(done.reply.header_count, 0);
    release(&done);
}
END_TEST

START_TEST(runs_no_handler_where_the_database_fails)
{
    struct answered done = {.calls.is_failing = true};

    answer("/v1/notes", &done);
    ck_assert_int_eq(done.result, -1);
    ck_assert_int_eq(done.problem.kind, PROBLEM_DATABASE_UNAVAILABLE);
    ck_assert_int_eq(done.calls.ended, 0);
    ck_assert_ptr_null(done.reply.body);
    release(&done);
}
END_TEST

START_TEST(redirects)
{
    struct answered done = {0};

    answer("/v1/pairs/TJK-KAZ/trade?limit=2", &done);
    ck_assert_int_eq(done.result, 0);
    ck_assert_uint_eq(done.reply.status, 308);
    ck_assert_uint_eq(done.reply.header_count, 1);
    ck_assert_str_eq(done.reply.headers[0].name, "Location");
    ck_assert_str_eq(done.reply.headers[0].value, "/v1/pairs/KAZ-TJK/trade?limit=2");
    release(&done);
}
END_TEST

START_TEST(tells_the_database_the_day_that_was_given)
{
    struct answered done = {0};

    answer("/v1/search?q=a&on=2024-02-29", &done);
    ck_assert_str_eq(request_day(done.rq), "2024-02-29");
    ck_assert_ptr_nonnull(request_routes(done.rq));
    release(&done);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_answer");
    TCase *tcase = tcase_create("answer");

    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, answers_inside_a_transaction);
    tcase_add_test(tcase, opens_nothing_where_no_records_are_needed);
    tcase_add_test(tcase, keeps_the_transaction_of_a_stream_open);
    tcase_add_test(tcase, ends_the_transaction_where_the_handler_fails);
    tcase_add_test(tcase, runs_no_handler_where_the_database_fails);
    tcase_add_test(tcase, redirects);
    tcase_add_test(tcase, tells_the_database_the_day_that_was_given);
    return suite_run(suite);
}
