/* SPDX-License-Identifier: MIT */
/* hash: FNV-1a, 64 bits (Fowler, Noll, Vo): for entity tags and page marks, not against an
 * adversary; and a quicker one. */
#ifndef ENTENTE_MODEL_HASH_H
#define ENTENTE_MODEL_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

static inline uint64_t hash_add(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * HASH_PRIME;
    return hash;
}

/** A number for a table in memory alone: eight bytes at a time, for where answers cost so little
 * that bytes one by one would show. Differs between machines. */
static inline uint64_t hash_add_words(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    while (length > 0) {
        size_t part = length < sizeof(hash) ? length : sizeof(hash);
        uint64_t word = 0;
        memcpy(&word, at, part);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
        at += part;
        length -= part;
    }
    return hash;
}

#endif
