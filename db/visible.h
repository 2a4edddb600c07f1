/* SPDX-License-Identifier: MIT */
/* visible: which blocks of observations are to be seen: those that no other dataset took the place
 * of. db/ only. */
#ifndef ENTENTE_DB_VISIBLE_H
#define ENTENTE_DB_VISIBLE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { VISIBLE_PAIRS = 1024, VISIBLE_WORDS_SIZE = 24, VISIBLE_ARGUMENTS = 5 };

/* What names a block; compared as bytes. */
struct visible_key {
    int64_t reporter;
    int64_t period;
    int64_t dataset;
    char words[VISIBLE_WORDS_SIZE]; /* frequency and classification, NUL behind each */
};

/* What was found out about blocks. Begins as zeros. A block has its place in one pair: the first is
 * of the one that was found out last, the second of the one before. */
struct visible {
    struct visible_known {
        struct visible_key key;
        bool is_known;
        bool is_visible;
    } known[VISIBLE_PAIRS][2];
    sqlite3_stmt *look; /* prepared when it is first needed */
};

/**
 * Whether the rows of a block are to be seen. A block that is not there has none.
 *
 * @arguments  reporter, frequency, period, classification, dataset
 *
 * Return: an SQLite result code.
 */
int visible_find(struct visible *visible, sqlite3 *sqlite,
                 sqlite3_value *const arguments[VISIBLE_ARGUMENTS], bool *ret);

/** For when something may have been written since. */
void visible_forget(struct visible *visible);

/** Before the connection is closed. */
void visible_fini(struct visible *visible);

#endif
