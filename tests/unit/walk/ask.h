/* SPDX-License-Identifier: MIT */
/* ask: questions to a database in a folder of the test's own, from the raw target to the answer,
 * without a socket. */
#ifndef ENTENTE_TESTS_UNIT_WALK_ASK_H
#define ENTENTE_TESTS_UNIT_WALK_ASK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/resource.h"
#include "server/problem.h"

struct db;
struct route;

enum { ASK_PATH_SIZE = 128, ASK_TARGET_SIZE = 16384, ASK_LINK_SIZE = 4096 };

/**
 * Makes the folder and in it a database of the program's own records and of records that are meant
 * to break things (awkward.sql): ties, nulls, odd numbers, quotes, tags, older versions. Before
 * suite_run(): the tests, which may share a process, only read it.
 */
void ask_set_up(void);

/** Removes all of it. */
void ask_tear_down(void);

/** @name inside the folder; one of four buffers, in turn. */
const char *ask_path(const char *name);

/** The database's path. */
const char *ask_database(void);

/** This process's connection, opened when it is first asked for. */
struct db *ask_db(void);

/* What came back. */
struct answer {
    unsigned status;        /* HTTP */
    struct problem problem; /* when the status is 400 or more */
    const char *type;       /* of the content */
    char *text;             /* the body, or all that was streamed; NUL-ended; NULL: a redirect */
    size_t length;
    json_t *document; /* the body read as JSON; NULL for streams */
    char link[ASK_LINK_SIZE];
    char location[ASK_LINK_SIZE];
    bool is_cut; /* a stream that was not written to its end */
};

/** GET of the target that @format makes; fails the test when JSON does not parse. */
void ask(struct answer *ret, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** As ask(), of a target that is written out: a % in it is no directive. */
void ask_target(struct answer *ret, const char *target);

void answer_fini(struct answer *answer);

/** The answer must be 200, else the test fails with what it says. */
void ask_well(struct answer *ret, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** The answer must be a refusal of @kind that blames @parameter ("" for none). */
void ask_badly(enum problem_kind kind, const char *parameter, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** @text percent-encoded; one of eight buffers, in turn. */
const char *ask_escaped(const char *text);

/** The `data` of an answer. */
const json_t *answer_data(const struct answer *answer);

/** A member of `page` or `meta`, borrowed; NULL when it is not there. */
const json_t *answer_page(const struct answer *answer, const char *member);
const json_t *answer_meta(const struct answer *answer, const char *member);

/* A list to walk: a resource's own, or one that is made for a question. */
struct walk {
    const char *name; /* in the names of tests */
    const struct resource *resource;
    const char *path;
    const char *question; /* the parameters it needs, each with & behind it */
    bool is_made;         /* what is no member of its rows chooses what they are made of */
    bool has_top;         /* what chooses rows changes which are at the top */
};

/** Every list there is; its name NULL last. */
extern const struct walk walks[];

/** The first walk of @resource. */
const struct walk *walk_of(const struct resource *resource);

/** All of a list in one page; a new array. */
json_t *ask_all(const struct walk *walk, const char *parameters);

/** The path and the parameters that the list needs: `/v1/search?q=…&` or `/v1/trade?`. */
const char *ask_list(const struct walk *walk);

/** An id of the resource that there is: the first of its list. */
void ask_id(const struct resource *resource, char ret[ASK_PATH_SIZE]);

/** The path of @route with something that is there in its braces. */
void ask_path_of(const struct route *route, char ret[ASK_PATH_SIZE]);

/** "subject: what it does" as the name of a test; kept until ask_tear_down(). */
const char *ask_name(const char *subject, const char *what);

/** Lets stream_write() fail once this many bytes were taken; SIZE_MAX: never. */
void ask_limit_stream(size_t bytes);

/** Sets *@counter to @n whenever a stream's producer begins; NULL: no more. For tests that let
 * allocations fail. */
void ask_fail_streams(long *counter, long n);

#endif
