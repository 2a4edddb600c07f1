/* SPDX-License-Identifier: MIT */
/* The n-th allocation of a page of observations fails, for every n until all goes well: it is an
 * error, or said in the page, and the next page is whole. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "copy.h"
#include "db/db.h"
#include "model/arena.h"
#include "model/resource.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static const char file[] = "page-memory.db";

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

/* A page, with all that is new for it. */
struct asked {
    struct arena arena;
    struct buffer out;
    struct db_page page;
    enum db_status status;
};

static void ask_page(struct db *db, struct asked *ret)
{
    const struct query query = {
        .resource = &resource_trade, .members = query_all_members(&resource_trade), .limit = 5};

    arena_init(&ret->arena);
    buffer_init(&ret->out);
    db_page_init(&ret->page, &ret->arena, &ret->out);
    ret->status = db_list_page(db, &query, &ret->page);
}

static void asked_fini(struct asked *asked)
{
    db_page_fini(&asked->page);
    buffer_fini(&asked->out);
    arena_fini(&asked->arena);
}

static struct db *open_copy(void)
{
    const struct db_options options = {.path = ask_path(file), .query_timeout_ms = 60000};
    struct db_message message;
    int64_t revision;
    struct db *db;

    ck_assert_msg(db_open(&options, &db, &message) == DB_OK, "%s", message.text);
    ck_assert_int_eq(db_begin(db, "2024-09-02", DB_PACE_ORDINARY, &revision), DB_OK);
    return db;
}

static void check_whole(const struct asked *asked, const struct asked *whole)
{
    ck_assert_int_eq(asked->status, DB_OK);
    ck_assert_int_eq(asked->page.returned, 5);
    ck_assert(asked->page.has_more);
    ck_assert_uint_eq(asked->out.length, whole->out.length);
    ck_assert_mem_eq(asked->out.data, whole->out.data, whole->out.length);
    ck_assert_str_eq(asked->page.cursor.data, whole->page.cursor.data);
    ck_assert_uint_eq(asked->page.used_count, whole->page.used_count);
}

/* @db knows nothing yet. Return: whether an allocation failed. */
static bool try_with(struct db *db, long allocations, const struct asked *whole)
{
    struct asked asked;

    has_failed = false;
    allocations_left = allocations;
    ask_page(db, &asked);
    allocations_left = -1;
    if (!has_failed)
        check_whole(&asked, whole);
    else if (asked.status == DB_OK)
        ck_assert(asked.page.has_more_used);
    else
        ck_assert_int_eq(asked.status, DB_MEMORY);
    asked_fini(&asked);

    ask_page(db, &asked);
    check_whole(&asked, whole);
    asked_fini(&asked);
    return has_failed;
}

START_TEST(a_failed_allocation_is_said)
{
    struct asked whole;
    bool fails = true;

    copy_make(file);
    struct db *db = open_copy();
    ask_page(db, &whole);
    ck_assert_int_eq(whole.status, DB_OK);
    for (long n = 0; n < 1000 && fails; n++) {
        struct db *fresh = open_copy();
        fails = try_with(fresh, n, &whole);
        ck_assert(fails || n > 5);
        db_end(fresh);
        db_close(fresh);
    }
    ck_assert(!fails);
    asked_fini(&whole);
    db_end(db);
    db_close(db);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_page_memory");
    TCase *tcase = tcase_create("memory");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, a_failed_allocation_is_said);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
