/* SPDX-License-Identifier: MIT */
/* area_table: what build-aux/areas.py writes; only area.c reads it. */
#ifndef ENTENTE_MODEL_AREA_TABLE_H
#define ENTENTE_MODEL_AREA_TABLE_H

#include <stddef.h>

#include "model/area.h"

enum {
    AREA_KEY_SIZE = 96, /* of the longest key and its NUL; areas.py checks it */
    AREA_FOLD_FIRST = 0xC0,
    AREA_FOLD_LAST = 0x17F,
};

/* A folded name or a code, and the area it means. */
struct area_key {
    const char *text;
    unsigned short area;
};

/* In order of code. */
extern const struct area area_table[];
extern const size_t area_table_count;

/* In order of text, as strcmp() has it. */
extern const struct area_key area_keys[];
extern const size_t area_keys_count;

/* What the letters U+00C0 to U+017F are compared as: lower case, without accents. */
extern const char area_fold_table[AREA_FOLD_LAST - AREA_FOLD_FIRST + 1][4];

#endif
