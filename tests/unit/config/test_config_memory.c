/* SPDX-License-Identifier: MIT */
/* The n-th allocation fails: the linker sends config's allocations through here. */
#include "config/config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_asprintf(char **ret, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap_vasprintf(char **ret, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Allocations until one fails; negative: none does, as Check needs it for its own. */
static int left = -1;

static int is_failing(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return is_failing() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_failing() ? NULL : __real_calloc(count, size);
}

char *__wrap_strdup(const char *text)
{
    return is_failing() ? NULL : __real_strdup(text);
}

int __wrap_vasprintf(char **ret, const char *format, va_list arguments)
{
    char text[1000];
    const int length = vsnprintf(text, sizeof text, format, arguments);

    /* As on other systems: what *@ret is after a failure is not said. */
    *ret = is_failing() ? NULL : __real_strdup(text);
    return *ret ? length : -1;
}

int __wrap_asprintf(char **ret, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    const int length = __wrap_vasprintf(ret, format, arguments);
    va_end(arguments);
    return length;
}

START_TEST(config_new_gives_nothing_when_memory_runs_out)
{
    struct config_store *store = NULL;
    int n = 0;

    for (; !store && n < 1000; n++) {
        left = n;
        store = config_new();
    }
    left = -1;
    ck_assert_int_gt(n, 1);
    ck_assert_ptr_nonnull(store);
    ck_assert_str_eq(config_get(store)->database, "entente.db");
    config_free(store);
}
END_TEST

/* Return: whether no allocation failed. */
static int set_with_failure(int n, const char *value, const char **ret_kept)
{
    static char kept[16];
    struct config_store *store = config_new();
    char *message = NULL;

    ck_assert_ptr_nonnull(store);
    left = n;
    const int result = config_set_flag(store, "listen", value, &message);
    left = -1;
    snprintf(kept, sizeof kept, "%s", config_get(store)->listen);
    *ret_kept = kept;
    free(message);
    config_free(store);
    return result == 0;
}

START_TEST(config_set_flag_keeps_the_old_value_when_memory_runs_out)
{
    const char *kept;

    ck_assert(!set_with_failure(0, "::1", &kept));
    ck_assert_str_eq(kept, "127.0.0.1");
    ck_assert(set_with_failure(1, "::1", &kept));
    ck_assert_str_eq(kept, "::1");
}
END_TEST

START_TEST(config_messages_may_be_missing_when_memory_runs_out)
{
    for (int n = 0; n < 4; n++) {
        struct config_store *store = config_new();
        char *message = NULL;

        ck_assert_ptr_nonnull(store);
        left = n;
        const int result = config_set_flag(store, "port", "x", &message);
        left = -1;
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(message != NULL, n >= 2);
        free(message);
        config_free(store);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config_memory");
    TCase *tcase = tcase_create("config_memory");

    tcase_add_test(tcase, config_new_gives_nothing_when_memory_runs_out);
    tcase_add_test(tcase, config_set_flag_keeps_the_old_value_when_memory_runs_out);
    tcase_add_test(tcase, config_messages_may_be_missing_when_memory_runs_out);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
