/* SPDX-License-Identifier: MIT */
/* The database as a file: made, refused, read only, shared, copied, damaged. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "facts_expect.h"
#include "program_run.h"
#include "suite.h"

enum {
    PAGE_BYTES = 4096,
    USER_VERSION_AT = 60,
    NOTICE_LIMIT_MS = 1000, /* a write of another process is seen within this time */
};

static struct program program;

static void begin(void)
{
    run_begin(&program);
}

static void end(void)
{
    run_end(&program);
}

static void check_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "it does not say \"%s\": %.1500s", part, text);
}

static void check_files(const char *prefix, const char *expected)
{
    char *files = run_list(&program, prefix);

    ck_assert_str_eq(files, expected);
    free(files);
}

/* ---- init ---- */

START_TEST(init_makes_the_database_and_counts_what_is_in_it)
{
    struct outcome outcome;

    run(&program, &outcome, "init x.db");
    ck_assert_int_eq(outcome.status, 0);
    ck_assert_str_eq(outcome.out, "x.db: 13 agreements, 6 events, 76 claims, 14 statements, "
                                  "17 sources, 13 institutions, 34 trade observations\n");
    ck_assert_str_eq(outcome.err, "");
    check_files("x.db", "x.db ");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(init_makes_entente_db_where_no_name_is_given)
{
    run_well(&program, "init");
    check_files("entente.db", "entente.db ");
}
END_TEST

START_TEST(init_leaves_a_file_that_is_there_alone)
{
    struct outcome outcome;

    run_write(&program, "x.db", "mine", 4);
    run(&program, &outcome, "init x.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "x.db is there already");
    char *bytes = run_read(&program, "x.db", NULL);
    ck_assert_str_eq(bytes, "mine");
    check_files("x.db", "x.db ");
    free(bytes);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(init_does_not_play_the_log_of_an_older_database)
{
    struct outcome outcome;

    run_write(&program, "x.db-wal", "old", 3);
    run(&program, &outcome, "init x.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "x.db-wal");
    check_files("x.db", "x.db-wal ");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(init_names_a_folder_that_is_not_there)
{
    struct outcome outcome;

    run(&program, &outcome, "init nowhere/x.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "nowhere");
    outcome_fini(&outcome);
}
END_TEST

/* ---- init --records ---- */

static const char *const record_files[] = {"agreements", "claims",       "commodities",  "datasets",
                                           "events",     "institutions", "observations", "sectors",
                                           "series",     "sources",      "statements"};

/* The shipped record file, with the first @from (NULL: nothing) made @to. */
static void copy_records(const char *file, const char *from, const char *to)
{
    char shipped[512];
    char copied[64];
    struct program source = {.folder = ""};
    size_t length;

    snprintf(shipped, sizeof shipped, SOURCE_ROOT "/data/%s.json", file);
    snprintf(copied, sizeof copied, "data/%s.json", file);
    char *text = run_read(&source, shipped + 1, &length);
    char *at = from ? strstr(text, from) : NULL;
    ck_assert_msg(!from || at, "%s has no %s", file, from);
    char *changed = calloc(1, length + 512);
    if (at)
        snprintf(changed, length + 512, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    else
        memcpy(changed, text, length);
    run_write(&program, copied, changed, strlen(changed));
    free(changed);
    free(text);
}

static void copy_folder(const char *broken, const char *from, const char *to)
{
    ck_assert_int_eq(mkdir(run_path(&program, "data"), 0755), 0);
    for (size_t i = 0; i < sizeof record_files / sizeof record_files[0]; i++) {
        bool is_broken = broken && strcmp(record_files[i], broken) == 0;
        copy_records(record_files[i], is_broken ? from : NULL, to);
    }
}

START_TEST(init_loads_another_folder_of_records)
{
    copy_folder("agreements", "Treaty on Allied Relations, 2024", "Treaty of Friends, 2024");
    run_well(&program, "init --records=data x.db");
    run_serve(&program, NULL, "--database=x.db");
    json_t *document = expect_json(&program, "/v1/agreements/kaz-tjk-treaty-allied-relations-2024");
    expect_match(document, "{'data':{'title':'Treaty of Friends, 2024'}}");
    json_decref(document);
}
END_TEST

static const struct broken {
    const char *name;
    const char *file;
    const char *from;
    const char *to;
    const char *has[3];
} brokens[] = {
    {"a word that is none",
     "agreements",
     "\"kind\": \"treaty\"",
     "\"kind\": \"treety\"",
     {"agreements.json", "record \"kaz-tjk-treaty-allied-relations-2024\"", "kind"}},
    {"a date that is none",
     "events",
     "\"starts_on\": \"2023-05-03\"",
     "\"starts_on\": \"2023-02-29\"",
     {"events.json", "record \"astana-business-forum-2023\"", "starts_on"}},
    {"a source that is not there",
     "claims",
     "\"source\": \"caspian-news-business-forum\"",
     "\"source\": \"caspian-news\"",
     {"claims.json", "record \"turnover-2022-caspian\"", "caspian-news"}},
    {"an unknown member",
     "statements",
     "\"said_by\"",
     "\"sayd_by\"",
     {"statements.json", "record \"zhumangarin-commitment-2023\"", "sayd_by"}},
    {"a claim without a unit",
     "claims",
     ", \"unit\": \"USD\"",
     "",
     {"claims.json", "record \"turnover-2022-caspian\"", "quantity"}},
    {"a record twice",
     "sources",
     "\"id\": \"dushanbe-investment-forum-report\"",
     "\"id\": \"caspian-news-business-forum\"",
     {"sources.json", "record \"caspian-news-business-forum\"", "id"}},
    {"no citation",
     "institutions",
     "\"citations\": [{\"source\": \"dushanbe-investment-forum-report\", "
     "\"locator\": \"paragraph 4\"}]",
     "\"citations\": []",
     {"institutions.json", "record \"kazakhstan-government-press-service\"", "citations"}},
    {"a pair in the wrong order",
     "claims",
     "\"pair\": \"KAZ-TJK\"",
     "\"pair\": \"TJK-KAZ\"",
     {"claims.json", "record \"turnover-2022-caspian\"", "pair"}},
    {"a country that is none",
     "institutions",
     "\"country\": \"KAZ\"",
     "\"country\": \"KAX\"",
     {"institutions.json", "record \"government-of-kazakhstan\"", "country"}},
    {"a value that is a text",
     "observations",
     "52392962.3580139",
     "\"52392962\"",
     {"observations.json", "1st record", "value"}},
    {"JSON that ends too soon",
     "sectors",
     "\"sectors\": [",
     "\"sectors\": ",
     {"sectors.json", "line"}},
};

START_TEST(init_names_the_mistake_and_leaves_nothing)
{
    const struct broken *broken = &brokens[_i];
    struct outcome outcome;

    copy_folder(broken->file, broken->from, broken->to);
    run(&program, &outcome, "init --records=data x.db");
    ck_assert_msg(outcome.status == 1, "%d: %s%s", outcome.status, outcome.out, outcome.err);
    ck_assert_str_eq(outcome.out, "");
    for (size_t i = 0; i < 3 && broken->has[i]; i++)
        check_has(outcome.err, broken->has[i]);
    check_files("", ". .. data err out ");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(init_names_a_file_of_records_that_is_missing)
{
    struct outcome outcome;

    copy_folder(NULL, NULL, NULL);
    unlink(run_path(&program, "data/claims.json"));
    run(&program, &outcome, "init --records=data x.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "claims.json");
    check_files("x.db", "");
    outcome_fini(&outcome);
}
END_TEST

/* ---- what serve refuses ---- */

static void make_nothing(void)
{
}

static void make_text(void)
{
    run_write(&program, "x.db", "These are no records.\n", 22);
}

static void make_empty(void)
{
    run_write(&program, "x.db", "", 0);
}

static void make_folder(void)
{
    ck_assert_int_eq(mkdir(run_path(&program, "x.db"), 0755), 0);
}

static void make_pipe(void)
{
    ck_assert_int_eq(mkfifo(run_path(&program, "x.db"), 0644), 0);
}

static sqlite3 *open_database(const char *name)
{
    sqlite3 *sqlite;

    ck_assert_int_eq(sqlite3_open(run_path(&program, name), &sqlite), SQLITE_OK);
    sqlite3_busy_timeout(sqlite, 5000);
    return sqlite;
}

static void execute(sqlite3 *sqlite, const char *sql)
{
    char *message = NULL;

    ck_assert_msg(sqlite3_exec(sqlite, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", message,
                  sql);
}

static void make_foreign(void)
{
    sqlite3 *sqlite = open_database("x.db");

    execute(sqlite, "CREATE TABLE agreement (id)");
    sqlite3_close(sqlite);
}

static void make_newer(void)
{
    static const unsigned char version[] = {0, 0, 0, 99};

    run_well(&program, "init x.db");
    run_overwrite(&program, "x.db", USER_VERSION_AT, version, sizeof version);
}

static void make_overwritten(void)
{
    static char rubbish[8 * PAGE_BYTES];

    memset(rubbish, 0xff, sizeof rubbish);
    run_well(&program, "init x.db");
    run_overwrite(&program, "x.db", PAGE_BYTES, rubbish, sizeof rubbish);
}

static void make_cut(void)
{
    run_well(&program, "init x.db");
    ck_assert_int_eq(truncate(run_path(&program, "x.db"), 5 * PAGE_BYTES), 0);
}

static const struct refused {
    const char *name;
    void (*make)(void);
    const char *has[3];
} refused[] = {
    {"a database that is not there", make_nothing, {"x.db", "No such file"}},
    {"a text", make_text, {"x.db", "not an SQLite database"}},
    {"an empty file", make_empty, {"x.db", "empty"}},
    {"a folder", make_folder, {"x.db", "not a file"}},
    {"a pipe", make_pipe, {"x.db", "not a file"}},
    {"another program's database", make_foreign, {"x.db", "another program"}},
    {"a newer database", make_newer, {"x.db", "newer Entente", "99"}},
    {"a database that was overwritten", make_overwritten, {"x.db"}},
    {"a database that was cut", make_cut, {"x.db"}},
};

/* Return: the size of the file x.db, its bytes in @ret (new); -1 where it is none. */
static ssize_t read_database(char **ret)
{
    struct stat about;
    size_t length = 0;

    *ret = NULL;
    if (stat(run_path(&program, "x.db"), &about) != 0 || !S_ISREG(about.st_mode))
        return -1;
    *ret = run_read(&program, "x.db", &length);
    return (ssize_t)length;
}

static void check_refusal(const struct refused *row, const char *line)
{
    struct outcome outcome;
    char *before;
    char *after;

    ssize_t length = read_database(&before);
    run(&program, &outcome, "%s", line);
    ck_assert_msg(outcome.status == 1, "%d: %s%s", outcome.status, outcome.out, outcome.err);
    for (size_t i = 0; i < 3 && row->has[i]; i++)
        check_has(outcome.err, row->has[i]);
    ck_assert_ptr_null(strstr(outcome.err, "listening"));
    ck_assert_int_eq(read_database(&after), length);
    ck_assert(length <= 0 || memcmp(before, after, (size_t)length) == 0);
    free(before);
    free(after);
    outcome_fini(&outcome);
}

START_TEST(serve_refuses_and_leaves_it_as_it_is)
{
    refused[_i].make();
    check_refusal(&refused[_i], "serve --port=0 --database=x.db");
    check_refusal(&refused[_i], "serve --port=0 --read-only --database=x.db");
}
END_TEST

START_TEST(serve_refuses_a_database_whose_version_is_gone)
{
    static const unsigned char version[4];
    static const struct refused row = {.has = {"x.db", "version"}};

    run_well(&program, "init x.db");
    run_overwrite(&program, "x.db", USER_VERSION_AT, version, sizeof version);
    check_refusal(&row, "serve --port=0 --database=x.db");
    check_refusal(&row, "serve --port=0 --read-only --database=x.db");
}
END_TEST

START_TEST(backup_refuses_and_leaves_no_copy)
{
    refused[_i].make();
    check_refusal(&refused[_i], "backup x.db copy.db");
    check_files("copy", "");
}
END_TEST

/* ---- read only ---- */

static const struct {
    const char *name;
    const char *journal;
} journals[] = {
    {"read only, without a log", "delete"},
    {"read only, with the log that was emptied", "wal"},
};

/* On a medium that nobody may write: the file 0444 in a folder 0555, as a user who owns neither. */
START_TEST(serves_a_file_that_it_may_only_read)
{
    static const struct run_options nobody = {.is_nobody = true};
    struct outcome outcome;

    ck_assert_int_eq(mkdir(run_path(&program, "image"), 0755), 0);
    run_well(&program, "init --journal=%s image/x.db", journals[_i].journal);
    ck_assert_int_eq(chmod(run_path(&program, "image/x.db"), 0444), 0);
    ck_assert_int_eq(chmod(run_path(&program, "image"), 0555), 0);
    run_serve(&program, &nobody, "--database=image/x.db --read-only");
    json_t *document = expect_json(&program, "/v1/claims?count=only");
    expect_match(document, "{'page':{'total':76}}");
    json_decref(document);
    document = expect_json(&program, "/readyz");
    expect_match(document, "{'status':'ready','revision':1}");
    json_decref(document);
    run(&program, &outcome, "health --url=http://127.0.0.1:%u/readyz", program.port);
    ck_assert_int_eq(outcome.status, 0);
    outcome_fini(&outcome);
    ck_assert_int_eq(access(run_path(&program, "image/x.db-wal"), F_OK), -1);
    ck_assert_int_eq(access(run_path(&program, "image/x.db-shm"), F_OK), -1);
    ck_assert_int_eq(chmod(run_path(&program, "image"), 0755), 0);
}
END_TEST

START_TEST(read_only_refuses_a_database_with_a_log_that_is_not_empty)
{
    struct outcome outcome;

    run_well(&program, "init x.db");
    run_write(&program, "x.db-wal", "frames", 6);
    run(&program, &outcome, "serve --port=0 --read-only --database=x.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "x.db-wal");
    check_has(outcome.err, "--read-only");
    outcome_fini(&outcome);
}
END_TEST

/* ---- writes of another process ---- */

/* A new revision in which one source has the title @title. */
static void write_title(int revision, const char *title)
{
    sqlite3 *sqlite = open_database("x.db");
    char sql[2048];

    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    snprintf(sql, sizeof sql,
             "BEGIN IMMEDIATE;"
             "INSERT INTO revision (number, at, author, reason)"
             " VALUES (%d, '2024-09-01T00:00:00Z', 'a test', 'a title was found');"
             "UPDATE source_version SET until = %d WHERE until IS NULL"
             " AND source = (SELECT id FROM source WHERE slug = 'tass-2024-01-23');"
             "INSERT INTO source_version (source, since, title, publisher, published_on,"
             " published_on_start, published_on_end, url, language, licence, seen, note)"
             " SELECT source, %d, '%s', publisher, published_on, published_on_start,"
             " published_on_end, url, language, licence, seen, note FROM source_version"
             " WHERE until = %d;"
             "COMMIT",
             revision, revision, revision, title, revision);
    execute(sqlite, sql);
    sqlite3_close(sqlite);
}

/* Return: whether the answer is of the revision. */
static bool is_at(const struct program *server, int revision, const char *expected, char etag[64])
{
    struct http_answer answer;
    json_t *document;

    http_get(server, "/v1/sources/tass-2024-01-23", NULL, &answer);
    ck_assert_int_eq(answer.status, 200);
    snprintf(etag, 64, "%s", http_header(&answer, "ETag"));
    document = json_loads(answer.body, 0, NULL);
    const json_t *number = json_object_get(json_object_get(document, "meta"), "revision");
    bool is_there = json_integer_value(number) == revision;
    if (is_there)
        expect_match(document, expected);
    json_decref(document);
    http_answer_fini(&answer);
    return is_there;
}

static void wait_for_revision(const struct program *server, int revision, const char *expected)
{
    int64_t end_ms = now_ms() + NOTICE_LIMIT_MS;
    char etag[64];

    while (!is_at(server, revision, expected, etag))
        ck_assert_msg(now_ms() < end_ms, "revision %d is not seen within %d ms", revision,
                      NOTICE_LIMIT_MS);
}

START_TEST(a_write_of_another_process_is_seen_within_a_second)
{
    char before[64];
    char after[64];

    run_well(&program, "init x.db");
    run_serve(&program, NULL, "--database=x.db");
    ck_assert(is_at(&program, 1, "{'data':{'title':null}}", before));
    ck_assert(is_at(&program, 1, "{'data':{'title':null}}", after));
    ck_assert_str_eq(before, after);
    write_title(2, "A first title");
    wait_for_revision(&program, 2, "{'data':{'title':'A first title'}}");
    ck_assert(is_at(&program, 2, "{'data':{'title':'A first title'}}", after));
    ck_assert_str_ne(before, after);
    write_title(3, "A second title");
    wait_for_revision(&program, 3, "{'data':{'title':'A second title'}}");
}
END_TEST

START_TEST(two_servers_share_a_database_and_both_see_a_write)
{
    struct program beside;
    char first[64];
    char second[64];

    run_well(&program, "init x.db");
    run_serve(&program, NULL, "--database=x.db");
    run_serve_beside(&program, &beside, "--database=x.db");
    ck_assert_uint_ne(program.port, beside.port);
    ck_assert(is_at(&program, 1, "{'data':{'title':null}}", first));
    ck_assert(is_at(&beside, 1, "{'data':{'title':null}}", second));
    ck_assert_str_eq(first, second);
    write_title(2, "A title for both");
    wait_for_revision(&program, 2, "{'data':{'title':'A title for both'}}");
    wait_for_revision(&beside, 2, "{'data':{'title':'A title for both'}}");
    program_signal(&beside, 15);
    ck_assert_int_eq(program_wait(&beside), 0);
    ck_assert(is_at(&program, 2, "{'data':{'title':'A title for both'}}", first));
}
END_TEST

/* ---- backup ---- */

START_TEST(a_backup_of_a_live_database_has_what_is_in_its_log)
{
    struct program beside;
    struct outcome outcome;
    struct stat log;

    run_well(&program, "init x.db");
    run_serve(&program, NULL, "--database=x.db");
    write_title(2, "Only in the log");
    ck_assert_int_eq(stat(run_path(&program, "x.db-wal"), &log), 0);
    ck_assert_int_gt(log.st_size, 0);
    run(&program, &outcome, "backup x.db copy.db");
    ck_assert_msg(outcome.status == 0, "%s", outcome.err);
    ck_assert_str_eq(outcome.out, "copy.db: a copy of x.db\n");
    check_files("copy", "copy.db ");
    run_serve_beside(&program, &beside, "--database=copy.db --read-only");
    wait_for_revision(&beside, 2, "{'data':{'title':'Only in the log'}}");
    program_signal(&beside, 15);
    ck_assert_int_eq(program_wait(&beside), 0);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(a_backup_does_not_replace_a_file)
{
    struct outcome outcome;

    run_well(&program, "init x.db");
    run_write(&program, "copy.db", "mine", 4);
    run(&program, &outcome, "backup x.db copy.db");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "copy.db is there already");
    char *bytes = run_read(&program, "copy.db", NULL);
    ck_assert_str_eq(bytes, "mine");
    free(bytes);
    outcome_fini(&outcome);
}
END_TEST

/* ---- a database that breaks while it is served ---- */

static int get_status(const char *path, char **ret_body)
{
    struct http_answer answer;

    http_get(&program, path, NULL, &answer);
    int status = (int)answer.status;
    *ret_body = strdup(answer.body);
    http_answer_fini(&answer);
    return status;
}

static const char *const inner_words[] = {"SELECT", "SQL", "sql", "malformed", "/tmp", "x.db"};

static void check_unavailable(const char *path)
{
    char *body;

    ck_assert_int_eq(get_status(path, &body), 503);
    json_t *problem = json_loads(body, 0, NULL);
    expect_match(problem, "{'type':'/problems/database-unavailable','status':503}");
    json_decref(problem);
    for (size_t i = 0; i < sizeof inner_words / sizeof inner_words[0]; i++)
        ck_assert_msg(!strstr(body, inner_words[i]), "%s", body);
    free(body);
}

/* Before the first question, so that no page of it is in memory. */
START_TEST(a_database_that_was_cut_is_not_ready_but_the_program_is_well)
{
    struct outcome outcome;
    char *body;

    run_well(&program, "init x.db");
    run_serve(&program, NULL, "--database=x.db");
    ck_assert_int_eq(truncate(run_path(&program, "x.db"), PAGE_BYTES), 0);
    for (int i = 0; i < 8; i++) { /* more than there are workers */
        check_unavailable("/readyz");
        check_unavailable("/v1/agreements");
        check_unavailable("/v1/claims?format=csv");
    }
    ck_assert_int_eq(get_status("/healthz", &body), 200);
    ck_assert_str_eq(body, "{\"status\":\"ok\"}\n");
    free(body);
    run(&program, &outcome, "health --url=http://127.0.0.1:%u/readyz", program.port);
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.err, "status 503");
    outcome_fini(&outcome);
    ck_assert(program_has_logged(&program, "malformed")); /* the log has the cause */
}
END_TEST

START_TEST(a_database_without_a_log_that_was_overwritten_is_not_ready)
{
    static char rubbish[PAGE_BYTES];

    run_well(&program, "init --journal=delete x.db");
    run_serve(&program, NULL, "--database=x.db");
    json_t *document = expect_json(&program, "/readyz");
    json_decref(document);
    run_overwrite(&program, "x.db", 0, rubbish, sizeof rubbish);
    for (int i = 0; i < 8; i++)
        check_unavailable("/readyz");
}
END_TEST

/* The number of the first page of a table. */
static int find_page(const char *table)
{
    sqlite3 *sqlite = open_database("x.db");
    sqlite3_stmt *statement;

    ck_assert_int_eq(sqlite3_prepare_v2(sqlite,
                                        "SELECT rootpage FROM sqlite_schema WHERE name = ?1", -1,
                                        &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int page = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(sqlite);
    return page;
}

/* Damage that the start does not find: what can be read is answered, the rest is 503, or a stream
 * that is seen to be cut; never less than there is. */
START_TEST(a_damaged_table_never_makes_a_wrong_answer)
{
    static const char *const damaged[] = {"claim_version", "claim_text", "pair_text"};
    char rubbish[PAGE_BYTES];
    char *body;

    memset(rubbish, 0xff, sizeof rubbish);
    run_well(&program, "init x.db");
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++)
        run_overwrite(&program, "x.db", (off_t)(find_page(damaged[i]) - 1) * PAGE_BYTES, rubbish,
                      sizeof rubbish);
    run_serve(&program, NULL, "--database=x.db");
    check_unavailable("/v1/claims?limit=1");
    check_unavailable("/v1/claims?count=only");
    check_unavailable("/v1/claims/turnover-2022-caspian");
    check_unavailable("/v1/pairs/KAZ-TJK");
    int status = get_status("/v1/claims?format=csv", &body);
    ck_assert_msg(status == 0 || status == 503, "%d: %.2000s", status, body);
    free(body);
    json_t *document = expect_json(&program, "/v1/events?count=exact");
    expect_match(document, "{'page':{'returned':6,'total':6}}");
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("program_database");
    TCase *tcase = tcase_create("database");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, init_makes_the_database_and_counts_what_is_in_it);
    tcase_add_test(tcase, init_makes_entente_db_where_no_name_is_given);
    tcase_add_test(tcase, init_leaves_a_file_that_is_there_alone);
    tcase_add_test(tcase, init_does_not_play_the_log_of_an_older_database);
    tcase_add_test(tcase, init_names_a_folder_that_is_not_there);
    tcase_add_test(tcase, init_loads_another_folder_of_records);
    SUITE_ADD_ROWS(tcase, init_names_the_mistake_and_leaves_nothing, brokens);
    tcase_add_test(tcase, init_names_a_file_of_records_that_is_missing);
    SUITE_ADD_ROWS(tcase, serve_refuses_and_leaves_it_as_it_is, refused);
    tcase_add_test(tcase, serve_refuses_a_database_whose_version_is_gone);
    SUITE_ADD_ROWS(tcase, backup_refuses_and_leaves_no_copy, refused);
    SUITE_ADD_ROWS(tcase, serves_a_file_that_it_may_only_read, journals);
    tcase_add_test(tcase, read_only_refuses_a_database_with_a_log_that_is_not_empty);
    tcase_add_test(tcase, a_write_of_another_process_is_seen_within_a_second);
    tcase_add_test(tcase, two_servers_share_a_database_and_both_see_a_write);
    tcase_add_test(tcase, a_backup_of_a_live_database_has_what_is_in_its_log);
    tcase_add_test(tcase, a_backup_does_not_replace_a_file);
    tcase_add_test(tcase, a_database_that_was_cut_is_not_ready_but_the_program_is_well);
    tcase_add_test(tcase, a_database_without_a_log_that_was_overwritten_is_not_ready);
    tcase_add_test(tcase, a_damaged_table_never_makes_a_wrong_answer);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
