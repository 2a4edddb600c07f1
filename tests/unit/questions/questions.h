/* SPDX-License-Identifier: MIT */
/* questions: a small database of trade with sums worked out by hand, and requests put to it without
 * a socket. */
#ifndef ENTENTE_TESTS_UNIT_QUESTIONS_QUESTIONS_H
#define ENTENTE_TESTS_UNIT_QUESTIONS_QUESTIONS_H

#include <jansson.h>

/** Makes the database in a new folder; aborts when it cannot. Before the suite runs. */
void questions_init(void);
void questions_fini(void);

/** Path of the database. */
const char *questions_path(void);

/**
 * Answers GET @target.
 *
 * Return: new text: the body of the answer, or of the problem.
 */
char *questions_get(const char *target);

/** The same, read as JSON; new. */
json_t *questions_get_json(const char *target);

/** The part of a list's answer between "data":[ and its end, without line breaks; new. */
char *questions_get_data(const char *target);

/** How SQLite reads what GET @target asks for: the plans of all its statements; new. */
char *questions_get_plans(const char *target);

#endif
