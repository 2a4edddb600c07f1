/* SPDX-License-Identifier: MIT */
/* list_words: sort, fields, limit, cursor, count and format; for parameters alone. */
#ifndef ENTENTE_SERVER_LIST_WORDS_H
#define ENTENTE_SERVER_LIST_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct exchange_limits;
struct problem;
struct request;
struct route;

/* The parameters that all lists have. */
enum list_word { WORD_SORT, WORD_FIELDS, WORD_LIMIT, WORD_CURSOR, WORD_COUNT, WORD_FORMAT };

/* The state while parameters are read one after the other. */
struct reading {
    struct request *rq;
    const struct route *route;
    const struct exchange_limits *limits;
    struct problem *reterr;
    const char *name;
    const char *value;
    unsigned given; /* bit i: list word i was */
    unsigned taken; /* bit i: list word i may be */
};

/** Reads the value of a list word. Return: 0, or -1 with the problem. */
typedef int list_word_reader(struct reading *reading);

extern list_word_reader *const list_word_readers[];

enum { FORMATS_TEXT_SIZE = 160 };

/** Lists what @route can be written as, "json, csv or ndjson", or, if @is_type, their media types.
 */
void list_words_write_formats(const struct route *route, bool is_type, char ret[FORMATS_TEXT_SIZE]);

/** Says that the parameter that is being read cannot have its value. Return: -1. */
#define REFUSE(reading, ...)                                                                       \
    problem_set((reading)->reterr, PROBLEM_INVALID_PARAMETER, (reading)->name, __VA_ARGS__)

#endif
