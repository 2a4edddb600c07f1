/* SPDX-License-Identifier: MIT */
#include "model/arena.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "suite.h"

START_TEST(arena_alloc_gives_zeroed_aligned_pieces)
{
    struct arena arena;

    arena_init(&arena);
    for (size_t size = 0; size < 300; size++) {
        unsigned char *piece = arena_alloc(&arena, size);

        ck_assert_ptr_nonnull(piece);
        ck_assert_uint_eq((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(piece[i], 0);
        memset(piece, 0xAA, size);
    }
    arena_fini(&arena);
}
END_TEST

static void *use_arenas(void *arg)
{
    struct arena first;
    struct arena second;

    for (int round = 0; round < 100; round++) {
        arena_init(&first);
        arena_init(&second);
        for (int i = 0; i < 3; i++) {
            unsigned char *piece = arena_alloc(&first, 3000);
            unsigned char *other = arena_alloc(&second, 3000);
            if (!piece || !other || piece[2999] || other[2999] || piece == other)
                return NULL;
            memset(piece, 0xAA, 3000);
            memset(other, 0xAA, 3000);
        }
        arena_fini(&second);
        arena_fini(&first);
    }
    return arg;
}

/* A block that a thread has kept is as good as new, and nobody else's. */
START_TEST(arenas_come_and_go_in_every_thread)
{
    pthread_t threads[4];
    void *result;

    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use_arenas, threads), 0);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_join(threads[i], &result), 0);
        ck_assert_ptr_nonnull(result);
    }
}
END_TEST

START_TEST(arena_alloc_gives_pieces_larger_than_a_block)
{
    struct arena arena;

    arena_init(&arena);
    char *large = arena_alloc(&arena, 1000000);
    char *small = arena_alloc(&arena, 8);
    ck_assert_ptr_nonnull(large);
    ck_assert_ptr_nonnull(small);
    memset(large, 'x', 1000000);
    ck_assert_int_eq(small[0], 0);
    arena_fini(&arena);
}
END_TEST

START_TEST(arena_alloc_refuses_a_size_that_no_memory_has)
{
    struct arena arena;

    arena_init(&arena);
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX - 7));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX / 2 + 1));
    ck_assert_ptr_null(arena_copy(&arena, "", SIZE_MAX));
    arena_fini(&arena);
}
END_TEST

START_TEST(arena_copy_takes_only_the_given_bytes)
{
    struct arena arena;

    arena_init(&arena);
    ck_assert_str_eq(arena_copy(&arena, "Tajikistan", 6), "Tajiki");
    ck_assert_str_eq(arena_copy(&arena, NULL, 0), "");
    arena_fini(&arena);
}
END_TEST

START_TEST(arena_format_formats_short_and_long_texts)
{
    struct arena arena;

    arena_init(&arena);
    ck_assert_str_eq(arena_format(&arena, "%s-%d", "a", 7), "a-7");
    ck_assert_uint_eq(strlen(arena_format(&arena, "%*s", 50000, "x")), 50000);
    arena_fini(&arena);
}
END_TEST

START_TEST(arena_is_used_again_after_its_end)
{
    struct arena arena;

    arena_init(&arena);
    arena_fini(&arena);
    ck_assert_str_eq(arena_copy(&arena, "again", 5), "again");
    arena_fini(&arena);
    arena_fini(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("arena");

    tcase_add_test(tcase, arena_alloc_gives_zeroed_aligned_pieces);
    tcase_add_test(tcase, arenas_come_and_go_in_every_thread);
    tcase_add_test(tcase, arena_alloc_gives_pieces_larger_than_a_block);
    tcase_add_test(tcase, arena_alloc_refuses_a_size_that_no_memory_has);
    tcase_add_test(tcase, arena_copy_takes_only_the_given_bytes);
    tcase_add_test(tcase, arena_format_formats_short_and_long_texts);
    tcase_add_test(tcase, arena_is_used_again_after_its_end);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
