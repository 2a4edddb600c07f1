/* SPDX-License-Identifier: MIT */
/* Files that are no database of ours are refused with the reason, and left as they are. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask.h"
#include "copy.h"
#include "db/private.h"

enum { PAGE = 4096, USER_VERSION_AT = 60, APPLICATION_ID_AT = 68 };

static const char file[] = "spoiled.db";

static enum db_status open_it(bool is_immutable, struct db **ret, struct db_message *ret_message)
{
    const struct db_options options = {
        .path = ask_path(file), .is_immutable = is_immutable, .query_timeout_ms = 5000};

    *ret = NULL;
    ret_message->text[0] = '\0';
    return db_open(&options, ret, ret_message);
}

/* --- refused when it is opened --- */

static void make_nothing(void)
{
}

static void make_empty(void)
{
    copy_write(file, "");
}

static void make_text(void)
{
    copy_write(file, "These are the records of Kazakhstan and Tajikistan, in a text that is longer "
                     "than the header of a database and has nothing of one.\n");
}

static void make_short(void)
{
    copy_write(file, "SQLite format 3");
}

static void make_folder(void)
{
    ck_assert_int_eq(mkdir(ask_path(file), 0700), 0);
}

static void make_pipe(void)
{
    ck_assert_int_eq(mkfifo(ask_path(file), 0600), 0);
}

static void make_foreign(void)
{
    copy_make(file);
    copy_spoil(file, APPLICATION_ID_AT, 4, 0);
}

static void make_newer(void)
{
    copy_make(file);
    copy_spoil(file, USER_VERSION_AT + 2, 1, 1);
}

static void make_unversioned(void)
{
    copy_make(file);
    copy_run(file, "PRAGMA user_version = 0");
}

static void make_unversioned_with_log(void)
{
    copy_make(file);
    copy_run(file, "PRAGMA user_version = 0; PRAGMA journal_mode = WAL");
}

static void make_without_tables(void)
{
    copy_run(file, "PRAGMA application_id = 1164866661; PRAGMA user_version = 5");
}

static void make_without_a_column(void)
{
    copy_make(file);
    copy_run(file, "ALTER TABLE statement_version DROP COLUMN said_as");
}

static void make_with_spoiled_schema(void)
{
    copy_make(file);
    copy_spoil(file, 100, PAGE - 100, 0xff);
}

static void make_one_page(void)
{
    copy_make(file);
    ck_assert_int_eq(truncate(ask_path(file), PAGE), 0);
}

static const struct {
    const char *name;
    void (*make)(void);
    enum db_status status;
    const char *says;
} refused[] = {
    {"refuses a file that is not there", make_nothing, DB_MISSING, "No such file"},
    {"refuses an empty file", make_empty, DB_FOREIGN, "is empty, not a database"},
    {"refuses a text", make_text, DB_FOREIGN, "is not an SQLite database"},
    {"refuses the beginning of a header", make_short, DB_FOREIGN, "is not an SQLite database"},
    {"refuses a folder", make_folder, DB_FOREIGN, "is not a file"},
    {"refuses a pipe, at once", make_pipe, DB_FOREIGN, "is not a file"},
    {"refuses a database of another program", make_foreign, DB_FOREIGN, "another program"},
    {"refuses a newer database", make_newer, DB_FOREIGN, "use the newer program"},
    {"refuses a database without a version", make_unversioned, DB_DAMAGED,
     "no version of its schema"},
    {"refuses a database without a version, with a log", make_unversioned_with_log, DB_DAMAGED,
     "no version of its schema"},
    {"refuses a database without tables", make_without_tables, DB_FAILED, "no such table"},
    {"refuses a database without a column", make_without_a_column, DB_FAILED, "said_as"},
    {"refuses a spoiled schema", make_with_spoiled_schema, DB_DAMAGED, "malformed"},
    {"refuses a database that was cut to a page", make_one_page, DB_DAMAGED, "malformed"},
};

static void refuse(int row, bool is_immutable)
{
    struct db_message message;
    struct db *db;

    refused[row].make();
    uint64_t before = copy_hash(file);
    enum db_status status = open_it(is_immutable, &db, &message);

    ck_assert_msg(status == refused[row].status, "%d: %s", (int)status, message.text);
    ck_assert_ptr_null(db);
    ck_assert_msg(strstr(message.text, refused[row].says) != NULL, "%s", message.text);
    ck_assert_msg(copy_hash(file) == before, "the file has changed");
}

START_TEST(refuses)
{
    refuse(_i, false);
    ck_assert_msg(refused[_i].make == make_unversioned_with_log || !copy_has_log(file),
                  "a log is left");
}
END_TEST

START_TEST(refuses_on_a_read_only_mount)
{
    refuse(_i, true);
    ck_assert_msg(!copy_has_log(file), "a log is left");
}
END_TEST

/* --- found out when it is read --- */

/* Reads all of every list. DB_OK: all of them were read. */
static enum db_status read_all(struct db *db)
{
    for (const struct resource *const *resource = resource_all; *resource; resource++) {
        struct query query = {.resource = *resource, .members = query_all_members(*resource)};
        struct db_rows *rows = NULL;

        query.match = *resource == &resource_search ? "trade" : NULL;
        enum db_status status = db_list(db, &query, DB_COLUMNS_JSON, &rows);

        while (status == DB_OK)
            status = db_rows_next(rows);
        db_rows_close(rows);
        if (status != DB_NOT_FOUND)
            return status;
    }
    return DB_OK;
}

/* Whatever page is spoiled, nobody is told a lie: all is right, or it is called damaged. */
static void spoil_page(long page, int byte)
{
    struct db_message message;
    struct db *db = NULL;

    copy_spoil(file, page * PAGE, PAGE, byte);
    enum db_status status = open_it(false, &db, &message);

    if (status == DB_OK)
        status = read_all(db);
    ck_assert_msg(status == DB_OK || status == DB_DAMAGED || status == DB_FAILED, "page %ld: %d %s",
                  page, (int)status, db ? db_cause(db) : message.text);
    db_close(db);
}

static long count_pages(void)
{
    struct stat info;

    ck_assert_int_eq(stat(ask_path(file), &info), 0);
    return info.st_size / PAGE;
}

START_TEST(survives_a_spoiled_page)
{
    copy_make(file);
    long pages = count_pages();

    for (long page = 1; page < pages; page += 7) {
        copy_make(file);
        spoil_page(page, _i);
    }
}
END_TEST

START_TEST(finds_a_cut_file_when_it_is_read)
{
    struct db_message message;
    struct db *db;

    copy_make(file);
    ck_assert_int_eq(truncate(ask_path(file), count_pages() / 2 * PAGE), 0);
    uint64_t before = copy_hash(file);
    enum db_status status = open_it(_i, &db, &message);

    if (status == DB_OK)
        status = read_all(db);
    ck_assert_msg(status == DB_DAMAGED, "%d %s", (int)status, db ? db_cause(db) : message.text);
    db_close(db);
    ck_assert_msg(copy_hash(file) == before, "the file has changed");
}
END_TEST

/* --- opened --- */

static void check_opened(bool is_immutable)
{
    struct db_message message;
    struct db *db;
    int64_t revision = 0;
    bool has_changed;
    uint64_t before = copy_hash(file);
    enum db_status status = open_it(is_immutable, &db, &message);

    ck_assert_msg(status == DB_OK, "%s", message.text);
    ck_assert_int_eq(db_verify(db), DB_OK);
    ck_assert_int_eq(db_revision(db, &revision), DB_OK);
    ck_assert_int_eq(revision, 2);
    ck_assert_uint_ne(db_identity(db), 0);
    ck_assert_int_eq(db_has_changed(db, &has_changed), DB_OK);
    ck_assert_int_eq(read_all(db), DB_OK);
    ck_assert_ptr_null(db_close(db));
    ck_assert_msg(copy_hash(file) == before, "the file has changed");
}

START_TEST(opens_to_watch)
{
    struct db_options options = {.path = ask_path(file), .query_timeout_ms = 5000};
    struct db_message message;
    struct db *db = NULL;
    struct db *watch = NULL;
    int64_t revision = 0;
    bool has_changed;

    copy_make(file);
    ck_assert_msg(db_open_watch(&options, &watch, &message) == DB_OK, "%s", message.text);
    ck_assert_int_eq(db_open(&options, &db, &message), DB_OK);
    ck_assert_uint_eq(db_identity(watch), db_identity(db));
    ck_assert_int_eq(db_revision(watch, &revision), DB_OK);
    ck_assert_int_eq(revision, 2);
    ck_assert_int_eq(db_has_changed(watch, &has_changed), DB_OK);
    copy_run_elsewhere(file, "DELETE FROM dataset_pair");
    ck_assert_int_eq(db_has_changed(watch, &has_changed), DB_OK);
    ck_assert(has_changed);
    ck_assert_ptr_null(db_close(watch));
    ck_assert_ptr_null(db_close(db));
}
END_TEST

START_TEST(does_not_open_to_watch_what_is_not_there)
{
    struct db_options options = {.path = ask_path("nothing.db"), .query_timeout_ms = 5000};
    struct db_message message;
    struct db *watch = NULL;

    ck_assert_int_eq(db_open_watch(&options, &watch, &message), DB_MISSING);
    ck_assert_ptr_null(watch);
}
END_TEST

START_TEST(opens_one_file_without_leaving_another)
{
    copy_make(file);
    check_opened(_i);
    ck_assert_int_eq(copy_has_log(file), 0);
}
END_TEST

START_TEST(opens_a_database_with_a_log)
{
    copy_make(file);
    copy_run(file, "PRAGMA journal_mode = WAL");
    check_opened(false);
}
END_TEST

START_TEST(opens_a_database_whose_log_is_empty_on_a_read_only_mount)
{
    char log[ASK_PATH_SIZE];

    copy_make(file);
    copy_run(file, "PRAGMA journal_mode = WAL");
    snprintf(log, sizeof log, "%s-wal", file);
    copy_write(log, "");
    check_opened(true);
}
END_TEST

/* What is in the log would be missing without a word. */
START_TEST(refuses_a_leftover_log_on_a_read_only_mount)
{
    struct db_message message;
    struct db *db;
    char log[ASK_PATH_SIZE];

    copy_make(file);
    snprintf(log, sizeof log, "%s-wal", file);
    copy_write(log, "x");
    uint64_t before = copy_hash(file);

    ck_assert_int_eq(open_it(true, &db, &message), DB_FAILED);
    ck_assert_ptr_null(db);
    ck_assert_msg(strstr(message.text, "-wal is not empty") != NULL, "%s", message.text);
    ck_assert_msg(strstr(message.text, "without --read-only") != NULL, "%s", message.text);
    ck_assert_uint_eq(copy_hash(file), before);
    ck_assert_uint_ne(copy_hash(log), 0);
}
END_TEST

START_TEST(closes_nothing)
{
    struct db_options options = {.path = "/nowhere/at/all"};
    struct db *db = NULL;

    ck_assert_ptr_null(db_close(NULL));
    ck_assert_ptr_null(db_rows_close(NULL));
    ck_assert_int_eq(db_open(&options, &db, NULL), DB_MISSING);
    ck_assert_ptr_null(db);
}
END_TEST

/* Characters that mean something in a URI are only characters of a name. */
START_TEST(opens_names_that_look_like_uris)
{
    static const char *const names[] = {"a b.db", "a?mode=memory.db", "a#b.db", "a%41.db", "ä.db"};
    struct db_message message;
    struct db *db;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        copy_make(file);
        ck_assert_int_eq(rename(ask_path(file), ask_path(names[i])), 0);
        const struct db_options options = {.path = ask_path(names[i]), .is_immutable = i % 2};

        ck_assert_msg(db_open(&options, &db, &message) == DB_OK, "%s", message.text);
        db_close(db);
        unlink(ask_path(names[i]));
    }
}
END_TEST

/* What the test before may have left. */
static void clear(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[ASK_PATH_SIZE];

        snprintf(name, sizeof name, "%s%s", file, endings[i]);
        unlink(ask_path(name));
    }
    rmdir(ask_path(file));
}

int main(void)
{
    Suite *suite = suite_create("db_read_open");
    TCase *tcase = tcase_create("open");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, clear, clear);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        suite_add_row(tcase, refuses_on_a_read_only_mount, (int)i,
                      ask_name("on a read-only mount", refused[i].name));
    suite_add_row(tcase, survives_a_spoiled_page, 0, "survives a page of nothing");
    suite_add_row(tcase, survives_a_spoiled_page, 0xff, "survives a page of ones");
    suite_add_row(tcase, survives_a_spoiled_page, 0x0a, "survives a page that looks like one");
    tcase_add_loop_test(tcase, finds_a_cut_file_when_it_is_read, 0, 2);
    tcase_add_test(tcase, opens_to_watch);
    tcase_add_test(tcase, does_not_open_to_watch_what_is_not_there);
    tcase_add_loop_test(tcase, opens_one_file_without_leaving_another, 0, 2);
    tcase_add_test(tcase, opens_a_database_with_a_log);
    tcase_add_test(tcase, opens_a_database_whose_log_is_empty_on_a_read_only_mount);
    tcase_add_test(tcase, refuses_a_leftover_log_on_a_read_only_mount);
    tcase_add_test(tcase, closes_nothing);
    tcase_add_test(tcase, opens_names_that_look_like_uris);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
