/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdlib.h>

/* Check keeps the pointer to a test, not a copy: the renamed ones live here until the end. */
struct named_test {
    TTest test;
    struct named_test *next;
};

static struct named_test *named_tests;

void suite_add_row(TCase *tcase, const TTest *test, int row, const char *name)
{
    struct named_test *named = calloc(1, sizeof *named);

    if (!named)
        abort();
    named->test = *test;
    named->test.name = name;
    named->next = named_tests;
    named_tests = named;
    _tcase_add_test(tcase, &named->test, 0, 0, row, row + 1);
}

static void free_named_tests(void)
{
    while (named_tests) {
        struct named_test *next = named_tests->next;

        free(named_tests);
        named_tests = next;
    }
}

static int run(Suite *suite, enum fork_status fork_status)
{
    SRunner *runner = srunner_create(suite);

    srunner_set_fork_status(runner, fork_status);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    free_named_tests();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int suite_run(Suite *suite)
{
    return run(suite, CK_FORK_GETENV);
}

int suite_run_together(Suite *suite)
{
#ifdef __SANITIZE_ADDRESS__
    return run(suite, CK_NOFORK);
#else
    return run(suite, CK_FORK_GETENV);
#endif
}
