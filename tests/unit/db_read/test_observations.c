/* SPDX-License-Identifier: MIT */
/* Observations are written two ways: from their raw columns, and, where a question is about what
 * they do not have, from a view with all that their ids stand for. Nobody can tell which it was. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "copy.h"
#include "db/list_sql.h"
#include "db/private.h"

/* All rows have one of these, and only the view has the column. */
#define THE_OTHER_WAY "&basis=reported,reconciled"

static const char file[] = "observations.db";

/* --- questions --- */

static const struct {
    const char *name;
    const char *parameters;
} questions[] = {
    {"writes all rows alike", ""},
    {"writes a reporter's rows alike", "&reporter=KAZ"},
    {"writes a partner's rows alike", "&partner=TJK"},
    {"writes a pair's rows alike", "&reporter=KAZ&partner=TJK,UZB"},
    {"writes other reporters' rows alike", "&reporter__not=KAZ"},
    {"writes rows since a year alike", "&period__gte=2012"},
    {"writes a year's rows of a pair alike", "&reporter=KAZ&partner=TJK&period=2012"},
    {"writes rows of goods alike", "&commodity=27*,TOTAL"},
    {"writes rows of a level alike", "&level__lte=4"},
    {"writes rows of a customs procedure alike", "&customs=C00"},
    {"writes rows of other customs procedures alike", "&customs__not=C00"},
    {"writes rows without a value alike", "&value__isnull=true"},
    {"writes rows above a value alike", "&value__gt=1000"},
    {"writes rows in order of value alike", "&sort=-value"},
    {"writes rows in order of weight alike", "&sort=net_weight,quantity_unit"},
    {"writes rows in order of period alike", "&sort=-period,commodity"},
    {"writes a dataset's rows alike", "&dataset=second-import"},
};

START_TEST(writes_alike)
{
    struct answer raw;
    struct answer whole;

    ask_well(&raw, "/v1/trade?format=ndjson%s", questions[_i].parameters);
    ask_well(&whole, "/v1/trade?format=ndjson%s" THE_OTHER_WAY, questions[_i].parameters);
    ck_assert_uint_gt(raw.length, 0);
    ck_assert_str_eq(raw.text, whole.text);
    answer_fini(&raw);
    answer_fini(&whole);
}
END_TEST

/* What the rows above are worth as a test. */
START_TEST(has_rows_of_every_kind)
{
    static const char *const kinds[] = {
        "\"customs\":\"C00\"", "\"customs\":\"C0",     "\"flags\":[]",
        "\"aggregate\"",       "\"value\":null",       "\"quantity_unit\":null",
        "\"net_weight\":null", "\"partner2\":\"W00\"", "\"dataset\":\"second-import\"",
    };
    struct answer all;

    ask_well(&all, "/v1/trade?format=ndjson");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        ck_assert_msg(strstr(all.text, kinds[i]) != NULL, "no row has %s", kinds[i]);
    answer_fini(&all);
}
END_TEST

START_TEST(says_the_same_datasets)
{
    struct answer raw;
    struct answer whole;

    ask_well(&raw, "/v1/trade?limit=1000");
    ask_well(&whole, "/v1/trade?limit=1000" THE_OTHER_WAY);
    ck_assert_uint_gt(json_array_size(answer_meta(&raw, "datasets")), 1);
    ck_assert(json_equal(answer_meta(&raw, "datasets"), answer_meta(&whole, "datasets")));
    ck_assert(json_equal(answer_data(&raw), answer_data(&whole)));
    answer_fini(&raw);
    answer_fini(&whole);
}
END_TEST

/* --- pages --- */

static const struct {
    const char *name;
    const char *parameters;
} pages[] = {
    {"pages through all rows by one", "limit=1"},
    {"pages through all rows by three", "limit=3"},
    {"pages through all rows by seven", "limit=7"},
    {"pages through a partner's rows", "limit=2&partner=TJK"},
    {"pages through rows in order of value", "limit=3&sort=-value"},
    {"pages through rows in order of weight", "limit=3&sort=net_weight"},
};

static const char *next_target(const struct answer *page, char ret[ASK_TARGET_SIZE])
{
    const char *end = strchr(page->link, '>');

    if (!end)
        return NULL;
    snprintf(ret, ASK_TARGET_SIZE, "/v1/trade%.*s", (int)(end - page->link - 1), page->link + 1);
    return ret;
}

static json_t *walk_pages(const char *parameters)
{
    char target[ASK_TARGET_SIZE];
    const char *next = target;
    json_t *rows = json_array();

    snprintf(target, sizeof target, "/v1/trade?%s", parameters);
    while (next) {
        struct answer page;
        ask_target(&page, next);
        ck_assert_msg(page.status == 200, "%s: %s", next, page.problem.detail);
        json_array_extend(rows, (json_t *)(uintptr_t)answer_data(&page));
        next = next_target(&page, target);
        answer_fini(&page);
    }
    return rows;
}

START_TEST(pages_through_rows)
{
    json_t *rows = walk_pages(pages[_i].parameters);
    const char *others = strchr(pages[_i].parameters, '&');
    struct answer all;

    ask_well(&all, "/v1/trade?limit=1000" THE_OTHER_WAY "%s", others ? others : "");
    ck_assert(json_equal(rows, answer_data(&all)));
    answer_fini(&all);
    json_decref(rows);
}
END_TEST

/* --- which way --- */

static const struct {
    const char *name;
    const char *field; /* that is filtered, or NULL */
    const char *sort;  /* or NULL */
    bool is_raw;
} ways[] = {
    {"takes raw rows for all", NULL, NULL, true},
    {"takes raw rows of a reporter", "reporter", NULL, true},
    {"takes raw rows of a dataset", "dataset", NULL, true},
    {"takes raw rows of a customs procedure", "customs", NULL, true},
    {"takes raw rows in order of value", NULL, "value", true},
    {"takes the view for a basis", "basis", NULL, false},
    {"takes the view for a unit", "unit", NULL, false},
    {"takes the view for a series", "series", NULL, false},
    {"takes the view for the order of series", NULL, "series", false},
};

START_TEST(takes_the_way)
{
    static const struct value value = {.type = VALUE_TEXT, .text = "x"};
    struct query query = {
        .resource = &resource_trade, .members = query_all_members(&resource_trade), .limit = 20};
    struct list_sql sql;

    if (ways[_i].field)
        query.filters[query.filter_count++] =
            (struct query_filter){.field = resource_field(&resource_trade, ways[_i].field),
                                  .op = OP_EQ,
                                  .values = &value,
                                  .value_count = 1};
    if (ways[_i].sort)
        query.sort[query.sort_count++].field = resource_field(&resource_trade, ways[_i].sort);
    list_sql_init(&sql);
    ck_assert_int_eq(list_sql_make(&sql, &query, LIST_SQL_JSON), DB_OK);
    ck_assert_msg((strstr(sql.text.data, "observation_json(") != NULL) == ways[_i].is_raw, "%s",
                  sql.text.data);
    list_sql_fini(&sql);

    const bool is_at_once = ways[_i].is_raw && !ways[_i].sort;
    list_sql_init(&sql);
    ck_assert_int_eq(list_sql_make(&sql, &query, LIST_SQL_PAGE), DB_OK);
    ck_assert_msg((strstr(sql.text.data, "observation_add(") != NULL) == is_at_once, "%s",
                  sql.text.data);
    ck_assert(sql.is_at_once == is_at_once);
    list_sql_fini(&sql);
}
END_TEST

START_TEST(takes_the_view_for_some_members)
{
    const struct query query = {.resource = &resource_trade, .members = 1, .limit = 20};
    struct list_sql sql;

    list_sql_init(&sql);
    ck_assert_int_eq(list_sql_make(&sql, &query, LIST_SQL_JSON), DB_OK);
    ck_assert_ptr_null(strstr(sql.text.data, "observation_json("));
    list_sql_fini(&sql);
}
END_TEST

/* --- what is kept of areas, periods and datasets --- */

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

static void close_copy(struct db *db)
{
    db_end(db);
    db_close(db);
}

/* All rows, a line each. */
static enum db_status read_all(struct db *db, bool is_raw, struct buffer *ret)
{
    static const struct value bases[] = {{.type = VALUE_TEXT, .text = "reconciled"},
                                         {.type = VALUE_TEXT, .text = "reported"}};
    struct query query = {.resource = &resource_trade,
                          .members = query_all_members(&resource_trade),
                          .filter_count = is_raw ? 0 : 1};
    struct db_rows *rows;
    enum db_status status;

    query.filters[0] =
        (struct query_filter){resource_field(&resource_trade, "basis"), OP_EQ, bases, 2};
    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows), DB_OK);
    while ((status = db_rows_next(rows)) == DB_OK) {
        buffer_add_text(ret, db_rows_text(rows, 0, NULL));
        buffer_add_char(ret, '\n');
    }
    db_rows_close(rows);
    return status;
}

/* Twice, so that the second time finds what the first one left. */
static void check_all(struct db *db)
{
    struct buffer raw;
    struct buffer whole;

    buffer_init(&raw);
    buffer_init(&whole);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(read_all(db, true, &raw), DB_NOT_FOUND);
        ck_assert_int_eq(read_all(db, false, &whole), DB_NOT_FOUND);
    }
    ck_assert(!buffer_failed(&raw) && !buffer_failed(&whole));
    ck_assert_uint_eq(raw.length, whole.length);
    ck_assert_mem_eq(raw.data, whole.data, raw.length);
    buffer_fini(&raw);
    buffer_fini(&whole);
}

/* More than are kept at once; their names are to be escaped. */
START_TEST(writes_rows_of_many_areas)
{
    copy_make(file);
    copy_run(file,
             "WITH RECURSIVE n (i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n"
             " WHERE i < 120000) INSERT INTO area (id, code, kind, name)"
             " SELECT i, '\"' || i || char(10), 'group', i FROM n;"
             "INSERT INTO observation SELECT o.reporter, o.partner, o.flow, o.frequency, o.period,"
             " o.classification, o.commodity, a.id, o.customs, o.transport, o.dataset, o.value,"
             " o.cif, o.fob, o.net_weight, o.quantity, o.quantity_unit, o.flags"
             " FROM (SELECT * FROM observation LIMIT 1) o JOIN area a ON a.id >= 100000");
    struct db *db = open_copy();

    check_all(db);
    close_copy(db);
}
END_TEST

/* Whatever room their texts take in memory together. */
START_TEST(writes_rows_with_long_names)
{
    for (int series = 10; series <= 80; series += 2) {
        char sql[160];

        snprintf(sql, sizeof sql,
                 "UPDATE dataset SET slug = printf('%%.80c', char(96 + id));"
                 "UPDATE series SET slug = printf('%%.%dc', char(96 + id))",
                 series);
        copy_make(file);
        copy_run(file, sql);
        struct db *db = open_copy();
        check_all(db);
        close_copy(db);
    }
}
END_TEST

/* A connection goes on after an import with what it has kept. */
START_TEST(writes_rows_that_came_later)
{
    copy_make(file);
    struct db *db = open_copy();
    int64_t revision;

    check_all(db);
    db_end(db);
    copy_run_elsewhere(
        file, "INSERT INTO period VALUES (1, '1111', '1111-01-01', '1111-12-31', 'A');"
              "INSERT INTO dataset_block (dataset, reporter, frequency, period, classification,"
              " since) SELECT dataset, reporter, 'A', 1, classification, since FROM dataset_block"
              " WHERE until IS NULL LIMIT 1;"
              "INSERT INTO observation SELECT k.reporter, 0, 'X', 'A', 1, k.classification,"
              " 'TOTAL', 0, '', 0, k.dataset, 1, 2, 3, 4, 5, 'kg', 15 FROM dataset_block k"
              " WHERE period = 1");
    ck_assert_int_eq(db_begin(db, "2024-09-02", DB_PACE_ORDINARY, &revision), DB_OK);
    check_all(db);
    close_copy(db);
}
END_TEST

/* A file that is restored in place may give the number of a dataset to another one. */
START_TEST(forgets_what_was_written_over)
{
    copy_make(file);
    struct db *db = open_copy();
    int64_t revision;

    check_all(db);
    db_end(db);
    copy_run_elsewhere(file,
                       "UPDATE dataset SET slug = 'another-' || slug;"
                       "UPDATE series SET unit = 'USD_2010'; UPDATE area SET code = 'Q' || id");
    ck_assert_int_eq(db_begin(db, "2024-09-02", DB_PACE_ORDINARY, &revision), DB_OK);
    check_all(db);
    close_copy(db);
}
END_TEST

/* A newer dataset takes the place of one whose rows were given before. */
START_TEST(forgets_what_was_to_be_seen)
{
    copy_make(file);
    struct db *db = open_copy();
    int64_t revision;

    check_all(db);
    db_end(db);
    copy_run_elsewhere(file, "UPDATE dataset_block SET until = 1 WHERE period % 2 = 0;"
                             "UPDATE dataset_block SET until = NULL WHERE period % 2 = 1");
    ck_assert_int_eq(db_begin(db, "2024-09-02", DB_PACE_ORDINARY, &revision), DB_OK);
    check_all(db);
    close_copy(db);
}
END_TEST

static int count_rows(struct db *db, int limit)
{
    const struct query query = {
        .resource = &resource_trade, .members = query_all_members(&resource_trade), .limit = limit};
    struct db_rows *rows;
    int count = 0;

    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows), DB_OK);
    while (db_rows_next(rows) == DB_OK)
        count++;
    db_rows_close(rows);
    return count;
}

static enum db_status read_page(struct db *db, int limit, int *ret_count, bool *ret_has_more)
{
    const struct query query = {
        .resource = &resource_trade, .members = query_all_members(&resource_trade), .limit = limit};
    struct arena arena;
    struct buffer out;
    struct db_page page;

    arena_init(&arena);
    buffer_init(&out);
    db_page_init(&page, &arena, &out);
    enum db_status status = db_list_page(db, &query, &page);
    *ret_count = page.returned;
    *ret_has_more = page.has_more;
    if (status == DB_OK) {
        ck_assert_uint_ge(page.used_count, 1);
        ck_assert_int_eq(page.cursor.length > 0, page.returned == limit);
    }
    db_page_fini(&page);
    buffer_fini(&out);
    arena_fini(&arena);
    return status;
}

static void check_page(struct db *db, int limit, int count, bool has_more)
{
    int found_count;
    bool found_more;

    ck_assert_int_eq(read_page(db, limit, &found_count, &found_more), DB_OK);
    ck_assert_int_eq(found_count, count);
    ck_assert(found_more == has_more);
}

/* Only those that are to be seen count for the limit. */
START_TEST(gives_one_row_more_than_the_limit)
{
    copy_make(file);
    copy_run(file, "UPDATE dataset_block SET until = 1 WHERE period % 2 = 0");
    struct db *db = open_copy();
    const int all = count_rows(db, 0);

    ck_assert_int_gt(all, 3);
    ck_assert_int_eq(count_rows(db, 1), 2);
    ck_assert_int_eq(count_rows(db, 2), 3);
    ck_assert_int_eq(count_rows(db, all - 1), all);
    ck_assert_int_eq(count_rows(db, all), all);
    ck_assert_int_eq(count_rows(db, all + 1), all);
    check_page(db, 1, 1, true);
    check_page(db, 2, 2, true);
    check_page(db, all - 1, all - 1, true);
    check_page(db, all, all, false);
    check_page(db, all + 1, all, false);
    close_copy(db);
}
END_TEST

static const struct {
    const char *name;
    const char *sql;
    const char *says;
} gaps[] = {
    {"does not pass over an area that is gone", "UPDATE observation SET partner2 = 98765",
     "no area has the number 98765"},
    {"does not pass over a period that is gone", "DELETE FROM period", "no period has the number"},
    {"does not pass over a series that is gone", "DELETE FROM series", "no dataset has the number"},
};

START_TEST(does_not_pass_over)
{
    struct buffer rows;
    bool has_more;
    int count;

    copy_make(file);
    copy_run(file, "PRAGMA foreign_keys = OFF");
    copy_run(file, gaps[_i].sql);
    struct db *db = open_copy();

    buffer_init(&rows);
    ck_assert_int_eq(read_all(db, true, &rows), DB_DAMAGED);
    ck_assert_msg(strstr(db_cause(db), gaps[_i].says) != NULL, "%s", db_cause(db));
    ck_assert_int_eq(read_page(db, 1000, &count, &has_more), DB_DAMAGED);
    ck_assert_msg(strstr(db_cause(db), gaps[_i].says) != NULL, "%s", db_cause(db));
    buffer_fini(&rows);
    close_copy(db);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_observations");
    TCase *tcase = tcase_create("observations");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, writes_alike, questions);
    tcase_add_test(tcase, has_rows_of_every_kind);
    tcase_add_test(tcase, says_the_same_datasets);
    SUITE_ADD_ROWS(tcase, pages_through_rows, pages);
    SUITE_ADD_ROWS(tcase, takes_the_way, ways);
    tcase_add_test(tcase, takes_the_view_for_some_members);
    tcase_add_test(tcase, writes_rows_of_many_areas);
    tcase_add_test(tcase, writes_rows_with_long_names);
    tcase_add_test(tcase, writes_rows_that_came_later);
    tcase_add_test(tcase, forgets_what_was_written_over);
    tcase_add_test(tcase, forgets_what_was_to_be_seen);
    tcase_add_test(tcase, gives_one_row_more_than_the_limit);
    SUITE_ADD_ROWS(tcase, does_not_pass_over, gaps);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
