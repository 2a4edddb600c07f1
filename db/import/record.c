/* SPDX-License-Identifier: MIT */
#include "db/import/record.h"

#include <math.h>
#include <string.h>

/* --- keys --- */

void record_set_key(struct record *record, const struct record_key *key)
{
    record->key[0] = (uint64_t)key->reporter << 48 | (uint64_t)key->partner << 32 |
                     (uint64_t)key->flow << 24 | (uint64_t)(uint8_t)key->frequency << 16 |
                     key->first_month;
    record->key[1] =
        (uint64_t)key->months << 48 | (uint64_t)key->classification << 40 | key->commodity >> 24;
    record->key[2] = (key->commodity & 0xffffff) << 40 | (uint64_t)key->partner2 << 24 |
                     (uint64_t)key->customs << 16 | key->transport;
    record->key[3] = (uint64_t)key->file << 48 | key->line;
}

void record_get_key(const struct record *record, struct record_key *ret)
{
    const uint64_t *key = record->key;

    *ret = (struct record_key){
        .reporter = (uint16_t)(key[0] >> 48),
        .partner = (uint16_t)(key[0] >> 32),
        .flow = (uint8_t)(key[0] >> 24),
        .frequency = (char)(key[0] >> 16),
        .first_month = (uint16_t)key[0],
        .months = (uint16_t)(key[1] >> 48),
        .classification = (uint8_t)(key[1] >> 40),
        .commodity = (key[1] & UINT64_C(0xffffffffff)) << 24 | key[2] >> 40,
        .partner2 = (uint16_t)(key[2] >> 24),
        .customs = (uint8_t)(key[2] >> 16),
        .transport = (uint16_t)key[2],
        .file = (uint16_t)(key[3] >> 48),
        .line = key[3] & UINT64_C(0xffffffffffff),
    };
}

/* --- codes: six bits a character, in the order of ASCII; 0 ends --- */

enum { CODE_CHARACTERS = 10, CODE_BITS = 6 };

static const char alphabet[] = "\0000123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static unsigned symbol(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 1;
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A') + 11;
    return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 37 : 0;
}

bool record_pack_code(const char *code, uint64_t *ret)
{
    uint64_t packed = 0;
    int length = 0;

    for (; code[length]; length++) {
        const unsigned s = symbol(code[length]);

        if (s == 0 || length == CODE_CHARACTERS)
            return false;
        packed |= (uint64_t)s << (64 - CODE_BITS * (length + 1));
    }
    *ret = packed;
    return true;
}

void record_unpack_code(uint64_t packed, char ret[16])
{
    int length = 0;

    memset(ret, 0, 16);
    for (; length < CODE_CHARACTERS && packed; length++, packed <<= CODE_BITS)
        ret[length] = alphabet[packed >> (64 - CODE_BITS)];
}

/* --- as bytes: what is there, what repeats, unit, flags, line, then the rest --- */

/* Bits of the second byte: figures that repeat another one. */
static const struct repeat {
    enum record_figure figure, of;
} repeats[] = {
    {FIGURE_CIF, FIGURE_VALUE},
    {FIGURE_FOB, FIGURE_VALUE},
    {FIGURE_QUANTITY, FIGURE_NET_WEIGHT},
};
enum { REPEATS = sizeof(repeats) / sizeof(repeats[0]), HEAD_BYTES = 4 };

static bool has_same_bytes(double a, double b)
{
    uint64_t bits[2];

    memcpy(&bits[0], &a, sizeof(a));
    memcpy(&bits[1], &b, sizeof(b));
    return bits[0] == bits[1];
}

static uint8_t *put(uint8_t *at, const void *bytes)
{
    memcpy(at, bytes, 8);
    return at + 8;
}

static uint8_t *put_figures(const struct record *record, uint8_t *head, uint8_t *at)
{
    unsigned there = 0;

    for (int i = 0; i < REPEATS; i++) {
        const double of = record->figures[repeats[i].of];

        if (!isnan(of) && has_same_bytes(record->figures[repeats[i].figure], of)) {
            head[1] |= (uint8_t)(1u << i);
            there |= 1u << repeats[i].figure;
        }
    }
    for (unsigned i = 0; i < RECORD_FIGURES; i++) {
        if (isnan(record->figures[i]) || (there & 1u << i))
            continue;
        head[0] |= (uint8_t)(8u << i);
        at = put(at, &record->figures[i]);
    }
    return at;
}

size_t record_encode(const struct record *record, const struct record *before, uint8_t *ret)
{
    uint8_t *at = ret + HEAD_BYTES;

    ret[0] = ret[1] = 0;
    ret[2] = record->unit;
    ret[3] = record->flags;
    at = put(at, &record->key[3]);
    for (int i = 0; i < 3; i++) {
        if (record->key[i] == before->key[i])
            continue;
        ret[0] |= (uint8_t)(1u << i);
        at = put(at, &record->key[i]);
    }
    at = put_figures(record, ret, at);
    return (size_t)(at - ret);
}

size_t record_decode(const uint8_t *bytes, struct record *record)
{
    const uint8_t *at = bytes + HEAD_BYTES;

    record->unit = bytes[2];
    record->flags = bytes[3];
    memcpy(&record->key[3], at, 8);
    at += 8;
    for (int i = 0; i < 3; i++) {
        if (bytes[0] & 1u << i) {
            memcpy(&record->key[i], at, 8);
            at += 8;
        }
    }
    for (int i = 0; i < RECORD_FIGURES; i++) {
        record->figures[i] = NAN;
        if (bytes[0] & 8u << i) {
            memcpy(&record->figures[i], at, 8);
            at += 8;
        }
    }
    for (int i = 0; i < REPEATS; i++) {
        if (bytes[1] & 1u << i)
            record->figures[repeats[i].figure] = record->figures[repeats[i].of];
    }
    return (size_t)(at - bytes);
}
