/* SPDX-License-Identifier: MIT */
/* The n-th allocation fails: the linker sends those of the reader through here. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "db/import/reader.h"
#include "suite.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Allocations until one fails; negative: none does. */
static int left = -1;

static bool is_failing(void)
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

void *__wrap_realloc(void *old, size_t size)
{
    return is_failing() ? NULL : __real_realloc(old, size);
}

static const struct {
    const char *name;
    const char *file;
} samples[] = {
    {"fails at every allocation of a CSV, and reads in the end", SAMPLES "/comtrade.csv"},
    {"fails at every allocation of a packed file, and reads in the end",
     SAMPLES "/comtrade-bulk.gz"},
    {"fails at every allocation of treaties, and reads in the end", SAMPLES "/desta.csv"},
    {"fails at every allocation of JSON, and reads in the end", SAMPLES "/comtrade.json"},
};

START_TEST(fails_at_every_allocation)
{
    struct reader_sink sink = {.row = NULL};
    enum db_status status = DB_MEMORY;
    int count = 0;

    for (; status != DB_OK && count < 1000; count++) {
        struct reader_result result;
        struct db_message message = {""};

        left = count;
        status = reader_read(samples[_i].file, NULL, &sink, &result, &message);
        left = -1;
        if (status == DB_OK)
            break;
        ck_assert_int_eq(status, DB_MEMORY);
        ck_assert_str_ne(message.text, "");
    }
    ck_assert_int_eq(status, DB_OK);
    ck_assert_int_gt(count, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import_read_memory");
    TCase *tcase = tcase_create("memory");

    SUITE_ADD_ROWS(tcase, fails_at_every_allocation, samples);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
