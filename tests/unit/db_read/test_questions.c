/* SPDX-License-Identifier: MIT */
/* Questions: their time limit, their snapshot, the statements that are kept for them. */
#include "suite.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"
#include "copy.h"
#include "db/list_sql.h"
#include "db/private.h"
#include "model/hash.h"

static const char file[] = "questions.db";
static const char day[] = "2024-01-01";

static struct db *open_it(int timeout_ms)
{
    const struct db_options options = {.path = ask_path(file), .query_timeout_ms = timeout_ms};
    struct db_message message;
    struct db *db = NULL;

    ck_assert_msg(db_open(&options, &db, &message) == DB_OK, "%s", message.text);
    return db;
}

static void make_copy(void)
{
    copy_make(file);
    copy_run(file, "PRAGMA journal_mode = WAL");
}

static void remove_copy(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[ASK_PATH_SIZE];

        snprintf(name, sizeof name, "%s%s", file, endings[i]);
        unlink(ask_path(name));
    }
}

/* --- the time limit --- */

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A statement that counts to @limit: for ever, as far as anyone waits. */
static struct db_rows *start_counting(struct db *db, const char *limit)
{
    static const char sql[] = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n "
                              "WHERE x < ?1) SELECT count(*) FROM n";
    sqlite3_stmt *statement;

    ck_assert_int_eq(sqlite3_prepare_v2(db->sqlite, sql, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_bind_double(statement, 1, strtod(limit, NULL)), SQLITE_OK);
    return rows_new(db, statement, NULL);
}

static void end_counting(struct db_rows *rows)
{
    sqlite3_stmt *statement = rows->statement;

    db_rows_close(rows);
    sqlite3_finalize(statement);
}

static void check_still_answers(struct db *db)
{
    int64_t revision = 0;
    int64_t count = 0;
    struct query query = {.resource = &resource_sectors};

    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    ck_assert_int_eq(db_count(db, &query, &count), DB_OK);
    ck_assert_int_gt(count, 5);
    db_end(db);
}

START_TEST(stops_a_question_that_takes_too_long)
{
    struct db *db = open_it(50);
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    double begun_s = now_s();
    struct db_rows *rows = start_counting(db, "1e15");

    ck_assert_int_eq(db_rows_next(rows), DB_TIMEOUT);
    ck_assert_double_gt(now_s() - begun_s, 0.045);
    ck_assert_double_lt(now_s() - begun_s, 5);
    ck_assert_str_ne(db_cause(db), "");
    end_counting(rows);
    db_end(db);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* The limit is that of the whole transaction: many short questions do not get round it. */
START_TEST(stops_many_questions_that_take_too_long_together)
{
    struct db *db = open_it(50);
    enum db_status status = DB_OK;
    int64_t revision;
    double begun_s = now_s();

    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    while (status == DB_OK) {
        struct db_rows *rows = start_counting(db, "20000");

        status = db_rows_next(rows);
        end_counting(rows);
        ck_assert_double_lt(now_s() - begun_s, 10);
    }
    ck_assert_int_eq(status, DB_TIMEOUT);
    db_end(db);
    check_still_answers(db);
    db_close(db);
}
END_TEST

START_TEST(lets_a_stream_take_its_time)
{
    struct db *db = open_it(1);
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_STREAM, &revision), DB_OK);
    struct db_rows *rows = start_counting(db, "200000");

    ck_assert_int_eq(db_rows_next(rows), DB_OK);
    ck_assert_str_eq(db_rows_text(rows, 0, NULL), "200000");
    end_counting(rows);
    db_end(db);
    db_close(db);
}
END_TEST

/* Another thread may end what runs, a stream too. */
START_TEST(stops_when_it_is_told_to)
{
    static atomic_bool is_cut;
    const struct db_options options = {
        .path = ask_path(file), .query_timeout_ms = 60000, .is_cut = &is_cut};
    struct db *db;
    int64_t revision;

    ck_assert_int_eq(db_open(&options, &db, NULL), DB_OK);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_STREAM, &revision), DB_OK);
    struct db_rows *rows = start_counting(db, "1e15");

    atomic_store(&is_cut, true);
    ck_assert_int_eq(db_rows_next(rows), DB_TIMEOUT);
    end_counting(rows);
    db_end(db);
    atomic_store(&is_cut, false);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* A limit that has passed says nothing of the next transaction. */
START_TEST(begins_the_limit_anew)
{
    struct db *db = open_it(200);
    int64_t revision;

    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
        usleep(120 * 1000);
        db_end(db);
    }
    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    struct db_rows *rows = start_counting(db, "50000");

    ck_assert_int_eq(db_rows_next(rows), DB_OK);
    end_counting(rows);
    db_end(db);
    db_close(db);
}
END_TEST

/* --- quick transactions --- */

static const char insertion[] =
    "INSERT INTO revision VALUES ((SELECT max(number) + 1 FROM revision), '', 'test', 'test'); "
    "INSERT INTO sector (slug, name) VALUES ('s' || (SELECT max(id) FROM sector), 'New')";

START_TEST(stops_a_quick_question_soon)
{
    struct db *db = open_it(60000);
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_OK);
    double begun_s = now_s();
    struct db_rows *rows = start_counting(db, "1e15");

    ck_assert_int_eq(db_rows_next(rows), DB_TIMEOUT);
    ck_assert_double_lt(now_s() - begun_s, 1);
    end_counting(rows);
    db_end(db);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* However often it was: neither its end nor the next beginning is stopped too. */
START_TEST(stops_quick_questions_without_harm)
{
    struct db *db = open_it(60000);
    int64_t revision;

    for (int i = 0; i < 9000; i++) {
        struct db_rows *rows;

        ck_assert_msg(db_begin(db, day, DB_PACE_QUICK, &revision) == DB_OK, "%d: %s", i,
                      db_cause(db));
        db->looks_left = 0;
        rows = start_counting(db, "9000");
        ck_assert_int_eq(db_rows_next(rows), DB_TIMEOUT);
        end_counting(rows);
        db_end(db);
    }
    check_still_answers(db);
    db_close(db);
}
END_TEST

START_TEST(prepares_no_list_quickly)
{
    struct query query = {.resource = &resource_sectors};
    struct db *db = open_it(60000);
    int64_t count;
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_OK);
    ck_assert_int_eq(db_count(db, &query, &count), DB_TIMEOUT);
    db_end(db);
    check_still_answers(db);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_OK);
    ck_assert_int_eq(db_count(db, &query, &count), DB_OK);
    db_end(db);
    db_close(db);
}
END_TEST

START_TEST(waits_for_no_lock_when_it_is_quick)
{
    struct db *db;
    sqlite3 *writer;
    int64_t revision;

    copy_run(file, "PRAGMA journal_mode = DELETE");
    db = open_it(60000);
    ck_assert_int_eq(sqlite3_open(ask_path(file), &writer), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(writer, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    double begun_s = now_s();

    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_BUSY);
    ck_assert_double_lt(now_s() - begun_s, 1);
    ck_assert_int_eq(sqlite3_close(writer), SQLITE_OK);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* One question with its answer's revision, as the server asks. */
static int64_t ask_revision(struct db *db, enum db_pace pace)
{
    int64_t revision = 0;

    ck_assert_msg(db_begin(db, day, pace, &revision) == DB_OK, "%s", db_cause(db));
    db_end(db);
    return revision;
}

static void wait_ms(long ms)
{
    const struct timespec pause = {.tv_nsec = ms * 1000000};

    nanosleep(&pause, NULL);
}

/* Two in a row, the second as soon as if no time had passed between them. */
static int64_t ask_often(struct db *db)
{
    ask_revision(db, DB_PACE_QUICK);
    db->asked_ns = INT64_MAX / 2;
    return ask_revision(db, DB_PACE_QUICK);
}

/* A snapshot of a quick question serves the next ones, but not for long. */
START_TEST(quick_questions_share_a_snapshot_for_a_moment)
{
    struct db *db = open_it(60000);
    const int64_t first = ask_often(db);
    const int64_t begun_ns = db->begun_ns;

    copy_run_elsewhere(file, insertion);
    db->begun_ns = INT64_MAX / 2; /* however slow this machine is */
    ck_assert_int_eq(ask_revision(db, DB_PACE_QUICK), first);
    db->begun_ns = begun_ns;
    wait_ms(20);
    ck_assert_int_eq(ask_revision(db, DB_PACE_QUICK), first + 1);
    db_close(db);
}
END_TEST

/* Who asks now and then leaves nothing open. */
START_TEST(a_quick_question_alone_closes_its_snapshot)
{
    struct db *db = open_it(60000);

    ask_revision(db, DB_PACE_QUICK);
    wait_ms(5);
    ask_revision(db, DB_PACE_QUICK);
    ck_assert(sqlite3_get_autocommit(db->sqlite));
    db_close(db);
}
END_TEST

START_TEST(an_ordinary_question_has_a_snapshot_of_its_own)
{
    struct db *db = open_it(60000);
    const int64_t first = ask_often(db);

    copy_run_elsewhere(file, insertion);
    ck_assert_int_eq(ask_revision(db, DB_PACE_ORDINARY), first + 1);
    ck_assert(sqlite3_get_autocommit(db->sqlite));
    db_close(db);
}
END_TEST

/* Else the log could not be emptied while nobody asks. */
START_TEST(a_snapshot_that_was_left_open_can_be_closed)
{
    struct db *db = open_it(60000);
    const int64_t first = ask_often(db);

    ck_assert(!sqlite3_get_autocommit(db->sqlite));
    db_rest(db);
    ck_assert(sqlite3_get_autocommit(db->sqlite));
    db_rest(db);
    copy_run_elsewhere(file, insertion);
    ck_assert_int_eq(ask_revision(db, DB_PACE_QUICK), first + 1);
    db_close(db);
}
END_TEST

/* After some failures the library has ended it: then nothing is shared. */
START_TEST(a_snapshot_that_the_library_ended_is_not_shared)
{
    struct db *db = open_it(60000);
    const int64_t first = ask_often(db);

    copy_run_elsewhere(file, insertion);
    ck_assert_int_eq(sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    db->begun_ns = INT64_MAX / 2;
    ck_assert_int_eq(ask_revision(db, DB_PACE_QUICK), first + 1);
    db_close(db);
}
END_TEST

START_TEST(a_question_that_runs_is_not_closed)
{
    struct db *db = open_it(60000);
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_OK);
    db_rest(db);
    ck_assert(!sqlite3_get_autocommit(db->sqlite));
    ck_assert_int_eq(db_begin(db, day, DB_PACE_QUICK, &revision), DB_FAILED);
    db_end(db);
    db_close(db);
}
END_TEST

/* --- statements that are kept --- */

static size_t count_statements(struct db *db)
{
    size_t count = 0;

    for (sqlite3_stmt *at = sqlite3_next_stmt(db->sqlite, NULL); at;
         at = sqlite3_next_stmt(db->sqlite, at))
        count++;
    return count;
}

/* The i-th shape: its members are the bits of i. */
static struct query make_shape(uint64_t i)
{
    return (struct query){.resource = &resource_countries, .members = (i % 127) + 1, .limit = 3};
}

static void check_shape(struct db_rows *rows, const struct query *query)
{
    for (int row = 0; row <= query->limit; row++) {
        ck_assert_int_eq(db_rows_next(rows), DB_OK);
        json_t *json = json_loads(db_rows_text(rows, 0, NULL), 0, NULL);

        ck_assert_ptr_nonnull(json);
        ck_assert_uint_eq(json_object_size(json), (size_t)__builtin_popcountll(query->members));
        for (size_t field = 0; field < query->resource->field_count; field++)
            ck_assert(query_has_member(query, field) ==
                      (json_object_get(json, query->resource->fields[field].name) != NULL));
        json_decref(json);
    }
    ck_assert_int_eq(db_rows_next(rows), DB_NOT_FOUND);
}

START_TEST(keeps_a_bounded_number_of_statements)
{
    struct db *db = open_it(5000);
    size_t before = count_statements(db);

    for (uint64_t i = 0; i < 5 * PREPARED_MAX; i++) {
        struct query query = make_shape(i * 31);
        struct db_rows *rows;

        ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows), DB_OK);
        check_shape(rows, &query);
        db_rows_close(rows);
        ck_assert_uint_le(count_statements(db), before + PREPARED_MAX);
    }
    ck_assert_uint_eq(count_statements(db), before + PREPARED_MAX);
    db_close(db);
}
END_TEST

START_TEST(uses_a_statement_again_with_other_values)
{
    struct db *db = open_it(5000);
    struct value value = {.type = VALUE_TEXT};
    struct query query = {.resource = &resource_countries, .members = 1};
    static const char *const codes[] = {"KAZ", "TJK", "KAZ", "UZB"};
    size_t count = 0;

    query.filters[0] = (struct query_filter){.field = resource_field(&resource_countries, "code"),
                                             .op = OP_EQ,
                                             .values = &value,
                                             .value_count = 1};
    query.filter_count = 1;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct db_rows *rows;
        char expected[32];

        value.text = codes[i];
        snprintf(expected, sizeof expected, "{\"code\":\"%s\"}", codes[i]);
        ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows), DB_OK);
        ck_assert_int_eq(db_rows_next(rows), DB_OK);
        ck_assert_str_eq(db_rows_text(rows, 0, NULL), expected);
        db_rows_close(rows);
        if (i > 0)
            ck_assert_uint_eq(count_statements(db), count);
        count = count_statements(db);
    }
    db_close(db);
}
END_TEST

/* Hashes may be alike: the SQL decides. */
START_TEST(tells_statements_with_the_same_hash_apart)
{
    struct db *db = open_it(5000);
    struct query first = make_shape(0);
    struct query second = make_shape(2);
    struct list_sql sql;
    struct db_rows *rows;

    ck_assert_int_eq(db_list(db, &first, DB_COLUMNS_JSON, &rows), DB_OK);
    db_rows_close(rows);
    list_sql_init(&sql);
    ck_assert_int_eq(list_sql_make(&sql, &second, LIST_SQL_JSON), DB_OK);
    for (size_t i = 0; i < PREPARED_MAX; i++)
        db->prepared[i].hash = hash_add(HASH_START, sql.text.data, sql.text.length - 1);
    list_sql_fini(&sql);
    ck_assert_int_eq(db_list(db, &second, DB_COLUMNS_JSON, &rows), DB_OK);
    check_shape(rows, &second);
    db_rows_close(rows);
    db_close(db);
}
END_TEST

/* Two readers of the same shape do not share a statement while both read. */
START_TEST(reads_the_same_question_twice_at_once)
{
    struct db *db = open_it(5000);
    struct query query = make_shape(0);
    struct db_rows *first;
    struct db_rows *second;
    char code[64];

    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &first), DB_OK);
    ck_assert_int_eq(db_rows_next(first), DB_OK);
    snprintf(code, sizeof code, "%s", db_rows_text(first, 0, NULL));
    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &second), DB_OK);
    ck_assert_int_eq(db_rows_next(second), DB_OK);
    ck_assert_str_eq(db_rows_text(second, 0, NULL), code);
    ck_assert_int_eq(db_rows_next(first), DB_OK);
    ck_assert_str_ne(db_rows_text(first, 0, NULL), code);
    ck_assert_str_eq(db_rows_text(second, 0, NULL), code);
    db_rows_close(first);
    db_rows_close(second);
    db_close(db);
}
END_TEST

START_TEST(refuses_more_questions_at_once_than_it_keeps)
{
    struct db *db = open_it(5000);
    struct query query = make_shape(0);
    struct db_rows *rows[PREPARED_MAX];
    struct db_rows *more = NULL;

    for (size_t i = 0; i < PREPARED_MAX; i++)
        ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows[i]), DB_OK);
    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &more), DB_FAILED);
    ck_assert_ptr_null(more);
    ck_assert_ptr_nonnull(strstr(db_cause(db), "at once"));
    db_rows_close(rows[3]);
    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows[3]), DB_OK);
    for (size_t i = 0; i < PREPARED_MAX; i++) {
        check_shape(rows[i], &query);
        db_rows_close(rows[i]);
    }
    db_close(db);
}
END_TEST

/* --- what others write --- */

static bool has_changed(struct db *db)
{
    bool result;

    ck_assert_int_eq(db_has_changed(db, &result), DB_OK);
    return result;
}

START_TEST(notices_what_another_process_writes)
{
    struct db *db = open_it(5000);

    has_changed(db);
    ck_assert(!has_changed(db));
    copy_run_elsewhere(file, insertion);
    ck_assert(has_changed(db));
    ck_assert(!has_changed(db));
    copy_run_elsewhere(file, "BEGIN; DELETE FROM dataset_pair; ROLLBACK");
    ck_assert(!has_changed(db));
    copy_run_elsewhere(file, "SELECT * FROM sector");
    ck_assert(!has_changed(db));
    copy_run(file, insertion);
    ck_assert(has_changed(db));
    check_still_answers(db);
    ck_assert(!has_changed(db));
    db_close(db);
}
END_TEST

static int64_t count_sectors(struct db *db)
{
    struct query query = {.resource = &resource_sectors};
    int64_t count = -1;

    ck_assert_int_eq(db_count(db, &query, &count), DB_OK);
    return count;
}

START_TEST(reads_one_snapshot)
{
    struct db *db = open_it(5000);
    int64_t revision;
    int64_t newest;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    int64_t count = count_sectors(db);

    for (int i = 0; i < 3; i++) {
        copy_run_elsewhere(file, insertion);
        ck_assert_int_eq(count_sectors(db), count);
    }
    db_end(db);
    ck_assert_int_eq(db_revision(db, &newest), DB_OK);
    ck_assert_int_eq(newest, revision + 3);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &newest), DB_OK);
    ck_assert_int_eq(newest, revision + 3);
    ck_assert_int_eq(count_sectors(db), count + 3);
    db_end(db);
    db_close(db);
}
END_TEST

/* A stream goes on in its snapshot while others write. */
START_TEST(reads_rows_of_one_snapshot_to_the_end)
{
    struct db *db = open_it(5000);
    struct query query = {.resource = &resource_sectors, .members = 1};
    struct db_rows *rows;
    int64_t revision;
    int64_t count;
    int64_t read = 1;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_STREAM, &revision), DB_OK);
    count = count_sectors(db);
    ck_assert_int_eq(db_list(db, &query, DB_COLUMNS_JSON, &rows), DB_OK);
    ck_assert_int_eq(db_rows_next(rows), DB_OK);
    copy_run_elsewhere(file, insertion);
    copy_run_elsewhere(file, "DELETE FROM statement_sector; DELETE FROM agreement_sector; "
                             "UPDATE claim_version SET sector = NULL; DELETE FROM sector");
    while (db_rows_next(rows) == DB_OK)
        read++;
    ck_assert_int_eq(read, count);
    db_rows_close(rows);
    db_end(db);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    ck_assert_int_eq(count_sectors(db), 0);
    db_end(db);
    db_close(db);
}
END_TEST

START_TEST(ends_nothing_twice)
{
    struct db *db = open_it(5000);
    int64_t revision;

    db_end(db);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    db_end(db);
    db_end(db);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* A transaction in a transaction is our mistake: it fails and leaves the first one as it is. */
START_TEST(does_not_begin_twice)
{
    struct db *db = open_it(5000);
    int64_t revision;

    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_OK);
    ck_assert_int_eq(db_begin(db, day, DB_PACE_ORDINARY, &revision), DB_FAILED);
    db_end(db);
    check_still_answers(db);
    db_close(db);
}
END_TEST

/* --- values that are looked for --- */

static const struct {
    const char *name;
    const struct resource *resource;
    const char *field;
    const char *text;
    enum db_status status;
    const char *nearest;
} values[] = {
    {"finds a record", &resource_events, "id", "vague-event", DB_OK, NULL},
    {"finds a text in another case", &resource_agreements, "title", "OPEN TREATY", DB_OK, NULL},
    {"finds a code", &resource_commodities, "classification", "H5", DB_OK, NULL},
    {"finds what is spelled alike", &resource_events, "id", "vague-evnt", DB_NOT_FOUND,
     "vague-event"},
    {"finds the longer name of a part", &resource_events, "id", "undated", DB_NOT_FOUND,
     "undated-event"},
    {"finds the name that a part is in the middle of", &resource_events, "id", "gue-e",
     DB_NOT_FOUND, "vague-event"},
    {"finds nothing near", &resource_events, "id", "zzzzzzzzzzzz", DB_NOT_FOUND, ""},
    {"finds nothing near to nothing", &resource_events, "id", "", DB_NOT_FOUND, ""},
    {"finds no pattern", &resource_events, "id", "vague%", DB_NOT_FOUND, ""},
    {"finds no part of two letters", &resource_sectors, "id", "cy", DB_NOT_FOUND, ""},
};

START_TEST(looks_for_values)
{
    char nearest[DB_NEAREST_SIZE] = "untouched";
    const struct field *field = resource_field(values[_i].resource, values[_i].field);

    ck_assert_int_eq(db_find_value(ask_db(), values[_i].resource, field, values[_i].text, nearest),
                     values[_i].status);
    if (values[_i].nearest)
        ck_assert_str_eq(nearest, values[_i].nearest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_questions");
    TCase *tcase = tcase_create("questions");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, make_copy, remove_copy);
    tcase_add_test(tcase, stops_a_question_that_takes_too_long);
    tcase_add_test(tcase, stops_many_questions_that_take_too_long_together);
    tcase_add_test(tcase, lets_a_stream_take_its_time);
    tcase_add_test(tcase, stops_a_quick_question_soon);
    tcase_add_test(tcase, stops_quick_questions_without_harm);
    tcase_add_test(tcase, prepares_no_list_quickly);
    tcase_add_test(tcase, waits_for_no_lock_when_it_is_quick);
    tcase_add_test(tcase, quick_questions_share_a_snapshot_for_a_moment);
    tcase_add_test(tcase, a_quick_question_alone_closes_its_snapshot);
    tcase_add_test(tcase, an_ordinary_question_has_a_snapshot_of_its_own);
    tcase_add_test(tcase, a_snapshot_that_was_left_open_can_be_closed);
    tcase_add_test(tcase, a_snapshot_that_the_library_ended_is_not_shared);
    tcase_add_test(tcase, a_question_that_runs_is_not_closed);
    tcase_add_test(tcase, stops_when_it_is_told_to);
    tcase_add_test(tcase, begins_the_limit_anew);
    tcase_add_test(tcase, keeps_a_bounded_number_of_statements);
    tcase_add_test(tcase, uses_a_statement_again_with_other_values);
    tcase_add_test(tcase, tells_statements_with_the_same_hash_apart);
    tcase_add_test(tcase, reads_the_same_question_twice_at_once);
    tcase_add_test(tcase, refuses_more_questions_at_once_than_it_keeps);
    tcase_add_test(tcase, notices_what_another_process_writes);
    tcase_add_test(tcase, reads_one_snapshot);
    tcase_add_test(tcase, reads_rows_of_one_snapshot_to_the_end);
    tcase_add_test(tcase, ends_nothing_twice);
    tcase_add_test(tcase, does_not_begin_twice);
    SUITE_ADD_ROWS(tcase, looks_for_values, values);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
