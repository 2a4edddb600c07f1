/* SPDX-License-Identifier: MIT */
#include "model/buffer.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    size_t length;
    const char *json;
} strings[] = {
    {"writes plain text as it is", "Astana", 6, "\"Astana\""},
    {"writes an empty string", "", 0, "\"\""},
    {"keeps letters beyond ASCII", "Түркістан", 18, "\"Түркістан\""},
    {"escapes quotes", "a \"b\"", 5, "\"a \\\"b\\\"\""},
    {"escapes backslashes", "a\\b", 3, "\"a\\\\b\""},
    {"escapes newline, tab and return", "\n\t\r", 3, "\"\\n\\t\\r\""},
    {"escapes backspace and form feed", "\b\f", 2, "\"\\b\\f\""},
    {"escapes other control characters", "\x01\x1f", 2, "\"\\u0001\\u001f\""},
    {"escapes a NUL inside", "a\0b", 3, "\"a\\u0000b\""},
    {"takes only the given bytes", "abcdef", 3, "\"abc\""},
};

START_TEST(json_string)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    buffer_add_json_string(&buffer, strings[_i].text, strings[_i].length);
    char *data = buffer_steal(&buffer, &length);
    ck_assert_str_eq(data, strings[_i].json);
    ck_assert_uint_eq(length, strlen(strings[_i].json));
    free(data);
}
END_TEST

START_TEST(buffer_grows_over_many_additions)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    for (int i = 0; i < 10000; i++)
        buffer_add_format(&buffer, "%04d", i);
    buffer_add_text(&buffer, "end");
    buffer_add_char(&buffer, '.');
    ck_assert(!buffer_failed(&buffer));

    char *data = buffer_steal(&buffer, &length);
    ck_assert_uint_eq(length, 40004);
    ck_assert_mem_eq(data, "000000010002", 12);
    ck_assert_str_eq(data + 40000, "end.");
    free(data);
}
END_TEST

START_TEST(buffer_steal_gives_an_empty_text_for_nothing)
{
    struct buffer buffer;
    size_t length = 7;

    buffer_init(&buffer);
    char *data = buffer_steal(&buffer, &length);
    ck_assert_str_eq(data, "");
    ck_assert_uint_eq(length, 0);
    free(data);
}
END_TEST

/* What was never used is not kept with what is. */
START_TEST(buffer_steal_gives_back_room)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    buffer_reserve(&buffer, 1 << 14);
    buffer_add_text(&buffer, "short");
    char *data = buffer_steal(&buffer, &length);
    ck_assert_str_eq(data, "short");
    ck_assert_uint_lt(malloc_usable_size(data), 1 << 10);
    free(data);
}
END_TEST

START_TEST(buffer_is_used_again_after_it_was_stolen_from)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    buffer_add_text(&buffer, "first");
    free(buffer_steal(&buffer, &length));
    buffer_add_text(&buffer, "second");
    char *data = buffer_steal(&buffer, &length);
    ck_assert_str_eq(data, "second");
    free(data);
    buffer_fini(&buffer);
}
END_TEST

START_TEST(buffer_failure_sticks)
{
    struct buffer buffer;
    size_t length = 7;

    buffer_init(&buffer);
    buffer_add_text(&buffer, "before");
    buffer_add(&buffer, "", SIZE_MAX / 2);
    ck_assert(buffer_failed(&buffer));
    buffer_add_text(&buffer, "after");
    buffer_add_format(&buffer, "%d", 1);
    buffer_add_json_string(&buffer, "x", 1);
    ck_assert(buffer_failed(&buffer));
    ck_assert_ptr_null(buffer_steal(&buffer, &length));
    ck_assert_uint_eq(length, 0);
    buffer_fini(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buffer");
    TCase *tcase = tcase_create("buffer_add_json_string");

    SUITE_ADD_ROWS(tcase, json_string, strings);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("buffer");
    tcase_add_test(tcase, buffer_grows_over_many_additions);
    tcase_add_test(tcase, buffer_steal_gives_an_empty_text_for_nothing);
    tcase_add_test(tcase, buffer_steal_gives_back_room);
    tcase_add_test(tcase, buffer_is_used_again_after_it_was_stolen_from);
    tcase_add_test(tcase, buffer_failure_sticks);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
