/* SPDX-License-Identifier: MIT */
/* names: short texts and the numbers they go by, found fast. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_NAMES_H
#define ENTENTE_DB_IMPORT_NAMES_H

#include <stddef.h>
#include <stdint.h>

enum { NAMES_TEXT_SIZE = 24, NAMES_NONE = -1 };

struct name {
    char text[NAMES_TEXT_SIZE]; /* zero behind its end */
    char *label;                /* new: what people call it; NULL: not known */
    int64_t number;             /* the owner's */
    uint64_t rows;              /* the owner's count */
};

/* Entries keep their place, so that an index stays good. */
struct names {
    struct name *entries;
    size_t count;
    size_t limit; /* of entries */
    size_t capacity;
    uint32_t *slots; /* index + 1 of an entry; 0: free */
    size_t slot_count;
    size_t last; /* found: columns repeat themselves */
};

void names_init(struct names *names, size_t limit);
void names_fini(struct names *names);

/** The index of the entry with this text of @size bytes, zero behind its end; NAMES_NONE. */
int64_t names_find(struct names *names, const char *text, size_t size);

/** Adds an entry with a text that is not there yet. Return: its index; NAMES_NONE: no memory, or
 * the limit is reached (names_are_full()). */
int64_t names_add(struct names *names, const char *text, size_t size, int64_t number);

static inline int names_are_full(const struct names *names)
{
    return names->count >= names->limit;
}

#endif
