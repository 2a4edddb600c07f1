/* SPDX-License-Identifier: MIT */
/* facts_expect: what an answer must say, written short. What is not so fails the running test. */
#ifndef ENTENTE_TESTS_API_FACTS_EXPECT_H
#define ENTENTE_TESTS_API_FACTS_EXPECT_H

#include <jansson.h>

struct program;

/**
 * Reads JSON in which ' stands for "; between two letters it is an apostrophe. New. Longer than
 * JSON's own spelling it never is, so that a table of facts stays readable in C.
 */
json_t *expect_parse(const char *text);

/**
 * Checks that @actual says what @expected (as expect_parse() reads it) says: of an object the
 * members that are named, others may be there; of an array every element, in order; a text that
 * begins with … is anywhere in the actual one; the rest is equal.
 */
void expect_match(const json_t *actual, const char *expected);

/** GETs @path, which must answer 200 with a JSON document. New. */
json_t *expect_json(const struct program *program, const char *path);

/** GETs @path and checks that its records, all on one page, are those whose ids @ids has, parted by
 * blanks, in any order. */
void expect_ids(const struct program *program, const char *path, const char *ids);

/** A member that must be a text; borrowed. */
const char *expect_text(const json_t *object, const char *member);

/** Stops the program, for a fixture: all is over where it does not end with 0, as when a sanitizer
 * has found something. */
void expect_stop(struct program *program);

#endif
