/* SPDX-License-Identifier: MIT */
/* record: an observation while it is sorted: its key as four numbers that order like the primary
 * key of the table, then file and line. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_RECORD_H
#define ENTENTE_DB_IMPORT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECORD_KEYS = 4, RECORD_FIGURES = 5, RECORD_MOST_BYTES = 4 + 8 * 4 + 8 * 5 };

enum record_figure { FIGURE_VALUE, FIGURE_CIF, FIGURE_FOB, FIGURE_NET_WEIGHT, FIGURE_QUANTITY };

struct record {
    uint64_t key[RECORD_KEYS];
    double figures[RECORD_FIGURES]; /* NAN: missing */
    uint8_t unit;
    uint8_t flags;
};

/* What the key is made of. Words go by their place in a list, periods by months. */
struct record_key {
    uint16_t reporter;    /* area.id */
    uint16_t partner;     /* area.id */
    uint8_t flow;         /* index */
    char frequency;       /* A S Q M P */
    uint16_t first_month; /* since January of year 0 */
    uint16_t months;
    uint8_t classification; /* index */
    uint64_t commodity;     /* record_pack_code() */
    uint16_t partner2;      /* area.id */
    uint8_t customs;        /* index */
    uint16_t transport;
    uint16_t file;
    uint64_t line; /* 48 bits */
};

void record_set_key(struct record *record, const struct record_key *key);
void record_get_key(const struct record *record, struct record_key *ret);

/** Whether the two observations have the same key, whatever their lines. */
static inline bool record_is_same(const struct record *a, const struct record *b)
{
    return a->key[0] == b->key[0] && a->key[1] == b->key[1] && a->key[2] == b->key[2];
}

static inline int record_compare(const struct record *a, const struct record *b)
{
    for (int i = 0; i < RECORD_KEYS; i++) {
        if (a->key[i] != b->key[i])
            return a->key[i] < b->key[i] ? -1 : 1;
    }
    return 0;
}

/**
 * A code of at most ten letters and digits as a number that orders as the text does.
 *
 * Return: false when the code is longer or has other characters; such ones go by
 * RECORD_LONG_CODE plus a number of the caller's.
 */
bool record_pack_code(const char *code, uint64_t *ret);
void record_unpack_code(uint64_t packed, char ret[16]);

#define RECORD_LONG_CODE UINT64_C(0xfc00000000000000)

/**
 * Writes a record in as few bytes as what stands in @before allows. Figures that are missing or
 * repeat another one take none.
 *
 * @ret  room for RECORD_MOST_BYTES
 *
 * Return: how many bytes it takes.
 */
size_t record_encode(const struct record *record, const struct record *before, uint8_t *ret);

/** The inverse; @record has the record before on entry. Return: how many bytes were read. */
size_t record_decode(const uint8_t *bytes, struct record *record);

#endif
