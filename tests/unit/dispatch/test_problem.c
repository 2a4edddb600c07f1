/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <string.h>

#include "server/problem.h"

static const struct {
    const char *name;
    const char *given;
    const char *kept;
} texts[] = {
    {"keeps text", "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\x8d",
     "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\x8d"},
    {"keeps nothing", "", ""},
    {"replaces a line break", "a\r\nb", "a?b"},
    {"replaces a terminal's escape", "a\x1b[31mb", "a?[31mb"},
    {"replaces DEL", "a\x7f", "a?"},
    {"replaces a C1 control",
     "a\xc2\x9b"
     "b",
     "a?b"},
    {"replaces lone bytes", "a\xff\xfe\x80z", "a?z"},
    {"replaces a cut character", "a\xe2\x82", "a?"},
    {"replaces a surrogate", "\xed\xa0\x80", "?"},
};

START_TEST(prints)
{
    struct problem problem;

    ck_assert_int_eq(problem_set(&problem, PROBLEM_NOT_FOUND, NULL, "%s", texts[_i].given), -1);
    ck_assert_str_eq(problem.detail, texts[_i].kept);
    ck_assert_str_eq(problem.parameter, "");
    ck_assert_str_eq(problem.cause, "");
    problem_set(&problem, PROBLEM_NOT_FOUND, texts[_i].given, "x");
    ck_assert_str_eq(problem.parameter, texts[_i].kept);
    problem_set_cause(&problem, "%s", texts[_i].given);
    ck_assert_str_eq(problem.cause, texts[_i].kept);
}
END_TEST

START_TEST(shortens_between_characters)
{
    static char text[2000];
    struct problem problem;

    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 0, sizeof text);
        memset(text, 'a', shift);
        for (size_t i = shift; i + 3 < 1500; i += 3)
            memcpy(text + i, "\xe2\x82\xac", 3);
        problem_set(&problem, PROBLEM_INTERNAL, text, "%s", text);

        size_t length = strlen(problem.detail);

        ck_assert(length < PROBLEM_DETAIL_SIZE && length > PROBLEM_DETAIL_SIZE - 8);
        ck_assert_str_eq(problem.detail + length - 6, "\xe2\x82\xac\xe2\x80\xa6");
        ck_assert(strlen(problem.parameter) < PROBLEM_PARAMETER_SIZE);
        ck_assert_ptr_null(strchr(problem.detail, '?'));
    }
}
END_TEST

START_TEST(may_be_told_from_itself)
{
    struct problem problem;

    problem_set(&problem, PROBLEM_BUSY, "limit", "first");
    problem_set_cause(&problem, "cause");
    problem_set(&problem, PROBLEM_INTERNAL, problem.parameter, "%s again", problem.detail);
    ck_assert_str_eq(problem.detail, "first again");
    ck_assert_str_eq(problem.parameter, "limit");
    ck_assert_str_eq(problem.cause, "");
}
END_TEST

START_TEST(every_kind_has_its_words)
{
    enum problem_kind kind = (enum problem_kind)_i;

    ck_assert_uint_ge(problem_status(kind), 400);
    ck_assert_uint_lt(problem_status(kind), 600);
    ck_assert_uint_eq(strspn(problem_name(kind), "abcdefghijklmnopqrstuvwxyz0123456789-"),
                      strlen(problem_name(kind)));
    ck_assert(problem_title(kind)[0] && problem_remedy(kind)[0]);
    for (int other = 0; other < _i; other++)
        ck_assert_str_ne(problem_name((enum problem_kind)other), problem_name(kind));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_problem");
    TCase *tcase = tcase_create("problem");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, prints, texts);
    tcase_add_test(tcase, shortens_between_characters);
    tcase_add_test(tcase, may_be_told_from_itself);
    tcase_add_loop_test(tcase, every_kind_has_its_words, 0, PROBLEM_COUNT);
    return suite_run(suite);
}
