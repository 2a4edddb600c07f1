/* SPDX-License-Identifier: MIT */
#include "model/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One request seldom takes more; a bigger piece gets a block of its own size. */
enum { BLOCK_SIZE_BYTES = 4096 };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t capacity;
    _Alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
    arena->newest = NULL;
}

void arena_fini(struct arena *arena)
{
    while (arena->newest) {
        struct arena_block *older = arena->newest->older;

        free(arena->newest);
        arena->newest = older;
    }
}

static struct arena_block *add_block(struct arena *arena, size_t least)
{
    size_t capacity = BLOCK_SIZE_BYTES - sizeof(struct arena_block);

    if (capacity < least)
        capacity = least;

    struct arena_block *block = malloc(sizeof *block + capacity);
    if (!block)
        return NULL;
    block->older = arena->newest;
    block->used = 0;
    block->capacity = capacity;
    arena->newest = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);

    if (size > SIZE_MAX / 2)
        return NULL;

    size_t rounded = (size + alignment - 1) / alignment * alignment;
    struct arena_block *block = arena->newest;
    if (!block || block->capacity - block->used < rounded)
        block = add_block(arena, rounded);
    if (!block)
        return NULL;

    void *piece = block->bytes + block->used;
    block->used += rounded;
    return memset(piece, 0, size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;

    char *copy = arena_alloc(arena, length + 1);
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return NULL;

    char *text = arena_alloc(arena, (size_t)length + 1);
    if (!text)
        return NULL;
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}
