/* SPDX-License-Identifier: MIT */
/* The n-th allocation fails: the linker sends those of arena and buffer through here. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "suite.h"

void *__real_malloc(size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Allocations until one fails; negative: none does, as Check needs it for its own. */
static int left = -1;

static bool is_failing(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return is_failing() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return is_failing() ? NULL : __real_realloc(old, size);
}

/* Return: whether every text was made. */
static bool fill_arena(int n)
{
    struct arena arena;
    bool is_full = true;

    arena_init(&arena);
    left = n;
    for (int i = 0; i < 3 && is_full; i++)
        is_full = arena_copy(&arena, "text", 4) && arena_format(&arena, "%5000d", i);
    left = -1;
    arena_fini(&arena);
    return is_full;
}

START_TEST(arena_gives_nothing_when_memory_runs_out)
{
    int n = 0;

    while (n < 100 && !fill_arena(n))
        n++;
    ck_assert_int_ge(n, 3);
    ck_assert_int_lt(n, 100);
}
END_TEST

/* Return: new, or NULL when an allocation failed. */
static char *fill_buffer(int n)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    left = n;
    for (int i = 0; i < 1000; i++) {
        buffer_add_format(&buffer, "%d", i % 10);
        buffer_add_json_string(&buffer, "\n", 1);
    }
    char *text = buffer_steal(&buffer, &length);
    left = -1;
    buffer_fini(&buffer);
    return text;
}

START_TEST(buffer_fails_as_a_whole_when_memory_runs_out)
{
    char *text = NULL;
    int n = 0;

    while (n < 100 && !(text = fill_buffer(n)))
        n++;
    ck_assert_int_ge(n, 3);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(strlen(text), 5000);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("memory");

    tcase_add_test(tcase, arena_gives_nothing_when_memory_runs_out);
    tcase_add_test(tcase, buffer_fails_as_a_whole_when_memory_runs_out);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
