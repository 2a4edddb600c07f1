/* SPDX-License-Identifier: MIT */
/* Texts that are kept: answers made of them are those that the records give, and none is used that
 * does not fit. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "copy.h"
#include "db/hole.h"
#include "db/kept.h"
#include "db/lock.h"
#include "db/private.h"
#include "model/arena.h"
#include "model/resource.h"

static const char file[] = "kept.db";   /* with texts */
static const char plain[] = "plain.db"; /* without */
static const char *const days[] = {"1996-06-01", "2012-09-20", "2024-08-22", "2040-01-01"};

enum { DAY_COUNT = sizeof days / sizeof days[0] };

static struct db_message message;
static struct arena texts; /* of order values */

static struct db *open_it(const char *name)
{
    const struct db_options options = {.path = ask_path(name), .query_timeout_ms = 60000};
    struct db *db = NULL;

    ck_assert_msg(db_open(&options, &db, &message) == DB_OK, "%s", message.text);
    return db;
}

static void begin(struct db *db, const char *day)
{
    int64_t revision;

    ck_assert_msg(db_begin(db, day, DB_PACE_ORDINARY, &revision) == DB_OK, "%s", db_cause(db));
}

static void refresh(const char *name)
{
    ck_assert_msg(kept_refresh_file(ask_path(name), &message) == DB_OK, "%s", message.text);
}

static void make_copies(void)
{
    arena_init(&texts);
    copy_make(file);
    copy_make(plain);
    copy_run(plain, "DELETE FROM kept");
    refresh(file);
}

static void remove_copies(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};

    arena_fini(&texts);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[ASK_PATH_SIZE];

        snprintf(name, sizeof name, "%s%s", file, endings[i]);
        unlink(ask_path(name));
        snprintf(name, sizeof name, "%s%s", plain, endings[i]);
        unlink(ask_path(name));
    }
}

/* The rows of a page, a line each, and the order values of its last row. */
static enum db_status read_page(struct db *db, const struct query *query, struct buffer *ret,
                                struct value *ret_order)
{
    struct db_rows *rows;
    enum db_status status = db_list(db, query, DB_COLUMNS_JSON, &rows);
    int left = query->limit ? query->limit : 1000000;

    if (ret_order)
        memset(ret_order, 0, QUERY_MAX_ORDER * sizeof *ret_order);

    ck_assert_msg(status == DB_OK, "%s", db_cause(db));
    while (left-- > 0 && (status = db_rows_next(rows)) == DB_OK) {
        size_t length;
        const char *row = db_rows_text(rows, 0, &length);
        buffer_add(ret, row, length);
        buffer_add_char(ret, '\n');
        if (left == 0 && ret_order)
            status = db_rows_order(rows, ret_order);
    }
    for (size_t i = 0; ret_order && left < 0 && i < QUERY_MAX_ORDER; i++) {
        if (ret_order[i].type == VALUE_TEXT)
            ret_order[i].text = arena_copy(&texts, ret_order[i].text, strlen(ret_order[i].text));
    }
    db_rows_close(rows);
    return status;
}

static void check_same(const struct buffer *kept, const struct buffer *made, const char *what)
{
    ck_assert(!buffer_failed(kept) && !buffer_failed(made));
    ck_assert_msg(kept->length == made->length &&
                      (kept->length == 0 || memcmp(kept->data, made->data, kept->length) == 0),
                  "%s: %.*s\nis not: %.*s", what, (int)(kept->length % 1000), kept->data,
                  (int)(made->length % 1000), made->data);
}

static const struct resource *const kinds[] = {&resource_agreements, &resource_claims,
                                               &resource_events,     &resource_institutions,
                                               &resource_sources,    &resource_statements};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static struct query whole_list(const struct resource *resource, int limit)
{
    struct query query = {
        .resource = resource, .members = query_all_members(resource), .limit = limit};

    query_set_default_sort(&query);
    return query;
}

static void compare_list(const struct query *query)
{
    struct db *kept = open_it(file);
    struct db *made = open_it(plain);

    for (size_t i = 0; i < DAY_COUNT; i++) {
        struct buffer kept_rows = {0};
        struct buffer made_rows = {0};

        begin(kept, days[i]);
        begin(made, days[i]);
        ck_assert(kept->has_kept && !made->has_kept);
        ck_assert_int_eq(read_page(kept, query, &kept_rows, NULL), DB_NOT_FOUND);
        ck_assert_int_eq(read_page(made, query, &made_rows, NULL), DB_NOT_FOUND);
        check_same(&kept_rows, &made_rows, query->resource->name);
        ck_assert_uint_gt(kept_rows.length, 100);
        buffer_fini(&kept_rows);
        buffer_fini(&made_rows);
        db_end(kept);
        db_end(made);
    }
    db_close(kept);
    db_close(made);
}

START_TEST(lists_are_those_of_the_records)
{
    struct query query = whole_list(kinds[_i], 1000);

    compare_list(&query);
    query.limit = 0;
    compare_list(&query);
    query.sort[0] = (struct query_sort){resource_field(kinds[_i], "id"), true};
    query.sort_count = 1;
    query.limit = 1000;
    compare_list(&query);
}
END_TEST

/* Page by page, as the cursor goes, the whole list comes once. */
START_TEST(pages_make_the_whole_list)
{
    struct query query = whole_list(kinds[_i], 0);
    struct value order[2][QUERY_MAX_ORDER]; /* of the page before, and of this one */
    struct db *db = open_it(file);
    struct buffer whole = {0};
    struct buffer pages = {0};
    enum db_status status;

    begin(db, days[0]);
    ck_assert_int_eq(read_page(db, &query, &whole, NULL), DB_NOT_FOUND);
    query.limit = 3;
    for (int i = 0; (status = read_page(db, &query, &pages, order[i % 2])) == DB_OK; i++)
        query.after = order[i % 2];
    ck_assert_int_eq(status, DB_NOT_FOUND);
    check_same(&pages, &whole, kinds[_i]->name);
    buffer_fini(&whole);
    buffer_fini(&pages);
    db_end(db);
    db_close(db);
}
END_TEST

/* Every record of a list, asked for by its id, is the row of the list. */
START_TEST(records_are_those_of_the_records)
{
    struct query query = whole_list(kinds[_i], 0);
    struct query ids = query;
    struct db *kept = open_it(file);
    struct db *made = open_it(plain);
    struct db_rows *rows;
    int count = 0;

    ids.members = 1;
    begin(kept, days[2]);
    begin(made, days[2]);
    ck_assert_int_eq(db_list(made, &ids, DB_COLUMNS_CELLS, &rows), DB_OK);
    while (db_rows_next(rows) == DB_OK) {
        struct value id = {.type = VALUE_TEXT, .text = db_rows_text(rows, 0, NULL)};
        struct buffer kept_row = {0};
        struct buffer made_row = {0};

        query.filters[0] = (struct query_filter){resource_field(kinds[_i], "id"), OP_EQ, &id, 1};
        query.filter_count = 1;
        ck_assert_int_eq(read_page(kept, &query, &kept_row, NULL), DB_NOT_FOUND);
        ck_assert_int_eq(read_page(made, &query, &made_row, NULL), DB_NOT_FOUND);
        check_same(&kept_row, &made_row, id.text);
        ck_assert_uint_gt(kept_row.length, 0);
        buffer_fini(&kept_row);
        buffer_fini(&made_row);
        count++;
    }
    ck_assert_int_gt(count, 5);
    db_rows_close(rows);
    db_end(kept);
    db_end(made);
    db_close(kept);
    db_close(made);
}
END_TEST

static void read_pair(struct db *db, const char *pair, struct buffer *ret)
{
    char a[DB_AREA_SIZE] = "";
    char b[DB_AREA_SIZE] = "";

    ck_assert_int_eq(sscanf(pair, "%7[^-]-%7s", a, b), 2);
    db_set_pair(db, a, b);
    for (int i = 0; i < DB_Q_CLAIMS_PAIR; i++) {
        ck_assert_msg(db_pair_part(db, (enum db_statement)i, a, b, ret) == DB_OK, "%s",
                      db_cause(db));
        buffer_add_char(ret, '|');
    }
}

START_TEST(pages_of_pairs_are_those_of_the_records)
{
    struct query pairs = whole_list(&resource_pairs, 0);
    struct db *kept = open_it(file);
    struct db *made = open_it(plain);
    struct db_rows *rows;
    int count = 0;

    pairs.members = 1;
    begin(kept, days[_i]);
    begin(made, days[_i]);
    ck_assert_int_eq(db_list(made, &pairs, DB_COLUMNS_CELLS, &rows), DB_OK);
    while (db_rows_next(rows) == DB_OK) {
        const char *pair = db_rows_text(rows, 0, NULL);
        struct buffer kept_page = {0};
        struct buffer made_page = {0};

        read_pair(kept, pair, &kept_page);
        read_pair(made, pair, &made_page);
        check_same(&kept_page, &made_page, pair);
        buffer_fini(&kept_page);
        buffer_fini(&made_page);
        count++;
    }
    ck_assert_int_gt(count, 3);
    db_rows_close(rows);
    db_end(kept);
    db_end(made);
    db_close(kept);
    db_close(made);
}
END_TEST

/* --- when they are used --- */

static bool are_used(const char *name)
{
    struct db *db = open_it(name);

    begin(db, days[0]);
    bool has_kept = db->has_kept;
    db_end(db);
    db_close(db);
    return has_kept;
}

static const struct {
    const char *name;
    const char *sql;
} changes[] = {
    {"a new version of an agreement", "UPDATE agreement_version SET note = 'other'"},
    {"a new version of a claim", "UPDATE claim_version SET until = 2 WHERE version = 1"},
    {"a new version of an event", "UPDATE event_version SET title = 'other'"},
    {"a new version of an institution", "UPDATE institution_version SET name = 'other'"},
    {"a new version of a source", "UPDATE source_version SET title = 'other'"},
    {"a new version of a statement", "UPDATE statement_version SET text = 'other'"},
    {"a new source",
     "INSERT INTO source (slug) VALUES ('new-source'); INSERT INTO source_version (source, since, "
     "seen) SELECT id, 1, 'text' FROM source WHERE slug = 'new-source'"},
    {"texts of another program", "UPDATE kept SET shape = shape + 1"},
};

START_TEST(are_not_used_after)
{
    ck_assert(are_used(file));
    copy_run(file, changes[_i].sql);
    ck_assert(!are_used(file));
    refresh(file);
    ck_assert(are_used(file));
    copy_run(plain, changes[_i].sql);
    struct query query = whole_list(&resource_sources, 0);

    compare_list(&query);
}
END_TEST

START_TEST(leaves_those_that_fit_alone)
{
    const uint64_t hash = copy_hash(file);

    refresh(file);
    ck_assert(copy_hash(file) == hash);
}
END_TEST

START_TEST(waits_for_no_other_writer)
{
    struct lock lock;

    copy_run(file, "DELETE FROM kept");
    ck_assert_int_eq(lock_take(ask_path(file), &lock, &message), DB_OK);
    refresh(file);
    lock_release(&lock);
    ck_assert(!are_used(file));
    refresh(file);
    ck_assert(are_used(file));
}
END_TEST

START_TEST(a_text_that_is_gone_is_damage)
{
    struct query query = whole_list(&resource_claims, 0);
    struct db *db;
    struct buffer rows = {0};

    copy_run(file, "DELETE FROM claim_text WHERE place = 2");
    db = open_it(file);
    begin(db, days[0]);
    ck_assert_int_eq(read_page(db, &query, &rows, NULL), DB_DAMAGED);
    buffer_fini(&rows);
    db_end(db);
    db_close(db);
}
END_TEST

/* --- holes --- */

static const struct {
    const char *name;
    const char *text;
    const char *day;
    const char *filled;
} holes[] = {
    {"a text without holes stays", "{\"a\":1}", "2024-01-01", "{\"a\":1}"},
    {"an agreement in force",
     "{\1treaty\2"
     "2000-01-01\2"
     "2000-01-01\2"
     "2001-01-01\2"
     "2001-01-01\2\2\2\2\2}",
     "2024-01-01",
     "{\"status\":\"in_force\",\"status_reason\":\"It has entered into force, and no end of it is "
     "recorded.\",\"in_force\":\"yes\"}"},
    {"a hole that has no end", "{\1treaty\2", "2024-01-01", "{\1treaty\2"},
    {"a hole with a part that is too long",
     "{\1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\2\2\2\2\2\2\2\2\2}", "2024-01-01",
     "{\1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\2\2\2\2\2\2\2\2\2}"},
};

START_TEST(fills_holes)
{
    struct buffer filled = {0};

    hole_fill(holes[_i].text, strlen(holes[_i].text), holes[_i].day, &filled);
    buffer_add_char(&filled, '\0');
    ck_assert_str_eq(filled.data, holes[_i].filled);
    buffer_fini(&filled);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_kept");
    TCase *tcase = tcase_create("kept");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, make_copies, remove_copies);
    tcase_add_loop_test(tcase, lists_are_those_of_the_records, 0, KIND_COUNT);
    tcase_add_loop_test(tcase, pages_make_the_whole_list, 0, KIND_COUNT);
    tcase_add_loop_test(tcase, records_are_those_of_the_records, 0, KIND_COUNT);
    tcase_add_loop_test(tcase, pages_of_pairs_are_those_of_the_records, 0, DAY_COUNT);
    SUITE_ADD_ROWS(tcase, are_not_used_after, changes);
    tcase_add_test(tcase, leaves_those_that_fit_alone);
    tcase_add_test(tcase, waits_for_no_other_writer);
    tcase_add_test(tcase, a_text_that_is_gone_is_damage);
    SUITE_ADD_ROWS(tcase, fills_holes, holes);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
