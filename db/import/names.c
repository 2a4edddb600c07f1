/* SPDX-License-Identifier: MIT */
#include "db/import/names.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

/* A text as three numbers: compared and hashed without a loop. */
struct key {
    uint64_t part[NAMES_TEXT_SIZE / 8];
};

static struct key make_key(const char *text, size_t size)
{
    struct key key = {{0}};

    memcpy(&key, text, size < sizeof(key) ? size : sizeof(key));
    return key;
}

static int is_same(const struct name *name, const struct key *key)
{
    return memcmp(name->text, key, sizeof(*key)) == 0;
}

/* Multipliers of MurmurHash3's finalizer. */
static size_t hash(const struct key *key)
{
    uint64_t h = key->part[0] * UINT64_C(0xff51afd7ed558ccd);

    h = (h ^ (h >> 32) ^ key->part[1]) * UINT64_C(0xc4ceb9fe1a85ec53);
    h = (h ^ (h >> 32) ^ key->part[2]) * UINT64_C(0xff51afd7ed558ccd);
    return (size_t)(h ^ (h >> 32));
}

void names_init(struct names *names, size_t limit)
{
    *names = (struct names){.limit = limit};
}

void names_fini(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->entries[i].label);
    free(names->entries);
    free(names->slots);
    *names = (struct names){0};
}

/* The slot that has the key, or the free one where it belongs. */
static size_t find_slot(const struct names *names, const struct key *key)
{
    size_t at = hash(key) & (names->slot_count - 1);

    while (names->slots[at] && !is_same(&names->entries[names->slots[at] - 1], key))
        at = (at + 1) & (names->slot_count - 1);
    return at;
}

int64_t names_find(struct names *names, const char *text, size_t size)
{
    const struct key key = make_key(text, size);

    if (names->count == 0)
        return NAMES_NONE;
    if (is_same(&names->entries[names->last], &key))
        return (int64_t)names->last;
    const uint32_t slot = names->slots[find_slot(names, &key)];
    if (slot)
        names->last = slot - 1;
    return (int64_t)slot - 1;
}

/* Twice the capacity in entries, four times in slots. */
static int grow(struct names *names)
{
    const size_t capacity = names->capacity ? names->capacity * 2 : FIRST_CAPACITY;
    struct name *entries = realloc(names->entries, capacity * sizeof(*entries));
    uint32_t *slots;

    if (!entries)
        return -1;
    names->entries = entries;
    slots = calloc(capacity * 2, sizeof(*slots));
    if (!slots)
        return -1;
    free(names->slots);
    names->slots = slots;
    names->slot_count = capacity * 2;
    names->capacity = capacity;
    for (size_t i = 0; i < names->count; i++) {
        const struct key key = make_key(entries[i].text, NAMES_TEXT_SIZE);

        slots[find_slot(names, &key)] = (uint32_t)i + 1;
    }
    return 0;
}

int64_t names_add(struct names *names, const char *text, size_t size, int64_t number)
{
    const struct key key = make_key(text, size);

    if (names_are_full(names) || (names->count == names->capacity && grow(names) != 0))
        return NAMES_NONE;
    struct name *name = &names->entries[names->count];
    *name = (struct name){.number = number};
    memcpy(name->text, &key, sizeof(key));
    name->text[NAMES_TEXT_SIZE - 1] = '\0';
    names->count++;
    names->slots[find_slot(names, &key)] = (uint32_t)names->count;
    return (int64_t)names->count - 1;
}
