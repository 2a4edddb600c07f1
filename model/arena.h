/* SPDX-License-Identifier: MIT */
/* arena: memory that lives as long as one request and is released in one go. */
#ifndef ENTENTE_MODEL_ARENA_H
#define ENTENTE_MODEL_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
};

void arena_init(struct arena *arena);

/** Releases everything that was taken from @arena; it may be used again. */
void arena_fini(struct arena *arena);

/**
 * Zeroed memory, aligned for any object, valid until arena_fini().
 *
 * Return: NULL when memory ran out.
 */
void *arena_alloc(struct arena *arena, size_t size);

/** Copies @length bytes of @text and ends them with NUL. NULL when memory ran out. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/** Formats into the arena, as printf does. NULL when memory ran out. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
