/* SPDX-License-Identifier: MIT */
/* fresh_questions: files to import whose every row carries the number of the file, and questions
 * whose answers can therefore be told from the number of the revision alone. */
#ifndef ENTENTE_TESTS_API_FRESH_QUESTIONS_H
#define ENTENTE_TESTS_API_FRESH_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FRESH_FIRST_REVISION = 3,           /* 2: the first file of trade; 3: the first list */
    FRESH_NEWEST_REVISION = 1000000000, /* any */
    FRESH_QUESTIONS = 14,
    FRESH_FIRST_CONDITIONAL = 12,
    FRESH_WHY_SIZE = 512,
};

/* Revisions of which an answer may be, both included. */
struct fresh_range {
    int64_t lowest;
    int64_t highest;
};

/** Whether the import that makes the revision is one of trade; else it is one of treaties. */
bool fresh_is_trade(int64_t revision);

/** The number of the file that makes the revision; its name is fresh_name(). */
int fresh_number(int64_t revision);

/** "t3.csv" or "d3.csv"; writes that file into the folder. */
void fresh_write_file(const char *folder, int64_t revision, char ret_name[16]);

/** The path of a question, or NULL after the last. */
const char *fresh_path(size_t question);

/** Whether it is asked with If-None-Match alone: then nothing but its tag tells what is new. */
bool fresh_is_conditional(size_t question);

/**
 * Looks at every figure of an answer.
 *
 * @ret      of which revision it is; more than one where it does not say it
 * @ret_why  what is wrong
 *
 * Return: false for an answer that is not wholly of one revision.
 */
bool fresh_check(size_t question, const char *body, struct fresh_range *ret,
                 char ret_why[FRESH_WHY_SIZE]);

/** How many agreements there are at the revision. */
int fresh_count_agreements(int64_t revision);

#endif
