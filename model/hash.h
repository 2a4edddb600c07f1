/* SPDX-License-Identifier: MIT */
/* hash: FNV-1a, 64 bits (Fowler, Noll, Vo): for entity tags and page marks, not against an
 * adversary. */
#ifndef ENTENTE_MODEL_HASH_H
#define ENTENTE_MODEL_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

static inline uint64_t hash_add(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * HASH_PRIME;
    return hash;
}

#endif
