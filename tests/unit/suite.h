/* SPDX-License-Identifier: MIT */
/* suite: runs a Check suite and prints TAP, one line a test, and nothing else. */
#ifndef ENTENTE_TESTS_UNIT_SUITE_H
#define ENTENTE_TESTS_UNIT_SUITE_H

#include <check.h>
#include <stddef.h>

/**
 * Adds @test once for one row of a table: it runs with `_i` = @row and is reported as @name.
 *
 * @name  borrowed until suite_run() returns; a sentence: "refuses a month 13"
 */
void suite_add_row(TCase *tcase, const TTest *test, int row, const char *name);

/* Adds @test for every row of the array @rows, whose members have a `name`. */
#define SUITE_ADD_ROWS(tcase, test, rows)                                                          \
    do {                                                                                           \
        for (size_t suite_row = 0; suite_row < sizeof(rows) / sizeof(rows)[0]; suite_row++)        \
            suite_add_row(tcase, test, (int)suite_row, (rows)[suite_row].name);                    \
    } while (0)

/**
 * Runs @suite (stolen) and prints TAP on stdout. Each test has its own process, so that one that
 * crashes fails alone; CK_FORK=no runs all in this one, for a debugger.
 *
 * Return: the exit status for main(): 0 when all passed, else 1.
 */
int suite_run(Suite *suite);

/**
 * Like suite_run(), for tests that leave nothing behind. With AddressSanitizer they share a
 * process: the search for leaks at the end of a process takes longer than most tests do. Check's
 * own limits of time do not hold there, and a crash ends all.
 */
int suite_run_together(Suite *suite);

#endif
