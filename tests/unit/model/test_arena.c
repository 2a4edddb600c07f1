/* SPDX-License-Identifier: MIT */
#include "model/arena.h"

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
    tcase_add_test(tcase, arena_alloc_gives_pieces_larger_than_a_block);
    tcase_add_test(tcase, arena_alloc_refuses_a_size_that_no_memory_has);
    tcase_add_test(tcase, arena_copy_takes_only_the_given_bytes);
    tcase_add_test(tcase, arena_format_formats_short_and_long_texts);
    tcase_add_test(tcase, arena_is_used_again_after_its_end);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
