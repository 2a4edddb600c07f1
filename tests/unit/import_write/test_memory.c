/* SPDX-License-Identifier: MIT */
/* The n-th allocation of an import fails, ours or the database library's: it says so and leaves all
 * as it was, until it goes well. */
#include "suite.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

static long allocations_left = -1; /* until one fails; negative: none does */
static bool has_failed;

static bool fails_now(void)
{
    if (allocations_left < 0)
        return false;
    bool fails = allocations_left-- == 0;

    has_failed |= fails;
    return fails;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
    return fails_now() ? NULL : __real_strdup(text);
}

/* --- the library's memory --- */

static void *library_malloc(int size)
{
    return fails_now() ? NULL : __real_malloc((size_t)size);
}

static void *library_realloc(void *old, int size)
{
    return fails_now() ? NULL : __real_realloc(old, (size_t)size);
}

static int library_size(void *memory)
{
    return (int)malloc_usable_size(memory);
}

static int library_round(int size)
{
    return (size + 7) & ~7;
}

static int library_init(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void library_shutdown(void *unused)
{
    (void)unused;
}

static void take_over_memory(void)
{
    static sqlite3_mem_methods methods = {
        .xMalloc = library_malloc,
        .xFree = free,
        .xRealloc = library_realloc,
        .xSize = library_size,
        .xRoundup = library_round,
        .xInit = library_init,
        .xShutdown = library_shutdown,
    };

    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        abort();
}

/* --- imports --- */

static const struct {
    const char *name;
    const char *format;
    const char *text;
    const char *counted;
    int64_t before;
    int64_t after;
} cases[] = {
    {"rows", "comtrade-csv",
     PLACE_HEADER "A,2022,398,X,762,H5,270900,0,C00,0,8,10,10,,5.5,5.5\n"
                  "A,2022,762,M,985,H5,TOTAL,0,C04,0,,,,100,90,100\n"
                  "M,202201,398,X,762,S2,001122334455,0,C00,0,,,,,7,7\n",
     "SELECT count(*) FROM observation", 34, 37},
    {"treaties", "desta",
     "number;base_treaty;name;entry_type;year;entryforceyear;c1;c2\n26;26;One;base_treaty;1992;"
     "1992;398;762\n",
     "SELECT count(*) FROM agreement", 13, 14},
    {"goods", "hs-csv",
     "section,hscode,description,parent,level\nI,01,Animals,TOTAL,2\nI,0101,Horses,01,4\n",
     "SELECT count(*) FROM commodity WHERE name IN ('Animals', 'Horses')", 0, 2},
};

START_TEST(an_import_is_whole_or_refused)
{
    const struct import_options options = {.format = cases[_i].format};
    enum db_status status = DB_MEMORY;
    long n = 0;

    place_write_bare("a.csv", cases[_i].text);
    for (; status != DB_OK; n += 1 + n / 40) {
        ck_assert_msg(n < 20000, "%s", place_message.text);
        ck_assert_int_eq(place_ask(cases[_i].counted), cases[_i].before);
        has_failed = false;
        allocations_left = n;
        status = place_import("a.csv", &options);
        allocations_left = -1;
        ck_assert_msg(status == DB_OK || place_message.text[0], "%ld: says nothing", n);
    }
    ck_assert_int_gt(n, 50);
    ck_assert_int_eq(place_ask(cases[_i].counted), cases[_i].after);
    ck_assert_str_eq(place_read("PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import_write_memory");
    TCase *tcase = tcase_create("memory");

    take_over_memory();
    tcase_set_timeout(tcase, 200);
    tcase_add_checked_fixture(tcase, place_set_up, place_tear_down);
    SUITE_ADD_ROWS(tcase, an_import_is_whole_or_refused, cases);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
