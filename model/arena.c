/* SPDX-License-Identifier: MIT */
#include "model/arena.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
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

enum { CAPACITY = BLOCK_SIZE_BYTES - sizeof(struct arena_block) };

/* ---- a block that a thread keeps for its next arena ---- */

/* Given back and taken for each request, a block of this size would merge with its neighbours and
 * be cut off again each time. */
#ifdef ARENA_KEEPS_SPARE
enum { KEEPS_SPARE = 1 };
#else
enum { KEEPS_SPARE = 0 };
#endif

static pthread_key_t spare_key;
static bool has_spare_key;

static void make_spare_key(void)
{
    has_spare_key = KEEPS_SPARE && pthread_key_create(&spare_key, free) == 0;
}

static bool can_spare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_spare_key);
    return has_spare_key;
}

/* Return: whether the thread has taken @block. */
static bool keep_spare(struct arena_block *block)
{
    return block->capacity == CAPACITY && can_spare() && !pthread_getspecific(spare_key) &&
           pthread_setspecific(spare_key, block) == 0;
}

static struct arena_block *take_spare(void)
{
    struct arena_block *block = can_spare() ? pthread_getspecific(spare_key) : NULL;

    if (block)
        pthread_setspecific(spare_key, NULL);
    return block;
}

/* ---- arenas ---- */

void arena_init(struct arena *arena)
{
    arena->newest = NULL;
}

void arena_fini(struct arena *arena)
{
    while (arena->newest) {
        struct arena_block *block = arena->newest;

        arena->newest = block->older;
        if (!keep_spare(block))
            free(block);
    }
}

static struct arena_block *new_block(size_t least)
{
    const size_t capacity = least > CAPACITY ? least : CAPACITY;
    struct arena_block *block = capacity == CAPACITY ? take_spare() : NULL;

    if (!block)
        block = malloc(sizeof *block + capacity);
    if (block)
        block->capacity = capacity;
    return block;
}

static struct arena_block *add_block(struct arena *arena, size_t least)
{
    struct arena_block *block = new_block(least);

    if (!block)
        return NULL;
    block->older = arena->newest;
    block->used = 0;
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
