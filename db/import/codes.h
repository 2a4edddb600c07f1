/* SPDX-License-Identifier: MIT */
/* codes: the areas and periods of a file, each looked up once in a while rather than once a row. */
#ifndef ENTENTE_DB_IMPORT_CODES_H
#define ENTENTE_DB_IMPORT_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/import/row.h"
#include "model/period.h"

enum {
    CODES_KEY_SIZE = 40,
    CODES_SLOTS = 1024, /* a power of two */
    CODES_MOST_UNKNOWN = 4096,
};

/* A piece of a row; at NULL where the file has no such column. */
struct cell {
    const char *at;
    size_t length;
};

struct codes_area {
    char key[CODES_KEY_SIZE]; /* number, NUL, code */
    uint32_t key_length;      /* 0: free */
    char text[ROW_AREA_SIZE];
};

struct codes_period {
    char key[PERIOD_TEXT_SIZE];
    uint32_t key_length; /* 0: free */
    struct period period;
};

struct codes {
    struct codes_area areas[CODES_SLOTS];
    struct codes_period periods[CODES_SLOTS];
    char (*unknown)[ROW_AREA_SIZE];
    size_t unknown_count;
};

enum codes_result {
    CODES_OK,
    CODES_NEW,       /* an area nobody knows, and for the first time */
    CODES_NO_CODE,   /* too long, or not made of letters, digits and _ . + - */
    CODES_DIFFERENT, /* number and code are of two countries */
    CODES_TOO_MANY,  /* areas that nobody knows */
};

/** Return: new (codes_free()); NULL when memory ran out. */
struct codes *codes_new(void);

/** Takes NULL. Return: NULL. */
struct codes *codes_free(struct codes *codes);

/**
 * Finds the area of a number (UN M49 or UN Comtrade's own) and an alphabetic code, either of which
 * may be empty. The number goes first: it is Comtrade's identity, and tells apart what shares a
 * code (280 Federal Republic of Germany until 1990 and 276 Germany are both DEU).
 *
 * @ret  the area's code; or, where nobody knows it, the number as it came, else the code
 */
enum codes_result codes_area(struct codes *codes, struct cell number, struct cell code,
                             char ret[ROW_AREA_SIZE]);

/** Return: borrowed until the next call; NULL when @text is no period. */
const struct period *codes_period(struct codes *codes, struct cell text);

/** Whether it is 1 to @size - 1 letters, digits and _ . + - */
bool codes_is_code(struct cell cell, size_t size);

#endif
