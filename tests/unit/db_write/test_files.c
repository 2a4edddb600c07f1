/* SPDX-License-Identifier: MIT */
/* Files: databases are made whole or not at all, brought up to date step by step, copied while they
 * live, and what is not ours is left as it is. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/db.h"
#include "db/header.h"
#include "db/lock.h"
#include "db/migrate.h"
#include "folder.h"
#include "suite.h"

static struct db_message message;

static enum db_status create(const char *name, enum db_journal journal)
{
    const struct db_create_options options = {.path = folder_path(name), .journal = journal};

    return db_create(&options, NULL, &message);
}

static void expect(enum db_status status, enum db_status expected, const char *words)
{
    ck_assert_msg(status == expected, "%d: %s", (int)status, message.text);
    ck_assert_msg(strstr(message.text, words), "%s", message.text);
}

/* --- creation --- */

START_TEST(makes_a_whole_database_of_the_shipped_records)
{
    const struct db_create_options options = {.path = folder_path("a.db")};
    struct db_create_summary summary;

    ck_assert_msg(db_create(&options, &summary, &message) == DB_OK, "%s", message.text);
    ck_assert_str_eq(folder_list(), "a.db ");
    ck_assert_int_gt(summary.agreements, 0);
    ck_assert_int_eq(summary.agreements, folder_ask("a.db", "SELECT count(*) FROM agreement"));
    ck_assert_int_eq(summary.claims, folder_ask("a.db", "SELECT count(*) FROM claim_version"));
    ck_assert_int_eq(summary.sources, folder_ask("a.db", "SELECT count(*) FROM source_version"));
    ck_assert_int_eq(summary.observations,
                     folder_ask("a.db", "SELECT sum(observations) FROM dataset"));
    ck_assert_int_eq(folder_ask("a.db", "PRAGMA application_id"), CONNECTION_APPLICATION_ID);
    ck_assert_int_eq(folder_ask("a.db", "PRAGMA user_version"), migrate_newest(migrate_embedded));
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM pragma_integrity_check"
                                        " WHERE integrity_check <> 'ok'"),
                     0);
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}
END_TEST

START_TEST(gives_every_database_another_identity)
{
    static const char ask[] = "SELECT id FROM database";

    ck_assert_int_eq(create("a.db", DB_JOURNAL_WAL), DB_OK);
    ck_assert_int_eq(create("b.db", DB_JOURNAL_WAL), DB_OK);
    ck_assert_int_ne(folder_ask("a.db", ask), folder_ask("b.db", ask));
}
END_TEST

START_TEST(makes_the_same_records_each_time)
{
    ck_assert_int_eq(create("a.db", DB_JOURNAL_WAL), DB_OK);
    ck_assert_int_eq(create("b.db", DB_JOURNAL_WAL), DB_OK);
    for (int i = 0; i < 2; i++)
        folder_run(i ? "b.db" : "a.db", "PRAGMA journal_mode = DELETE;"
                                        "UPDATE database SET id = 0, made_at = '';"
                                        "UPDATE revision SET at = '';"
                                        "UPDATE dataset SET imported_at = ''; VACUUM");
    ck_assert(folder_hash("a.db") == folder_hash("b.db"));
}
END_TEST

static const struct journal {
    const char *name;
    enum db_journal journal;
    const char *sql;
} journals[] = {
    {"keeps a log", DB_JOURNAL_WAL,
     "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"},
    {"keeps no log when asked for none", DB_JOURNAL_DELETE,
     "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'delete'"},
};

START_TEST(journal_mode)
{
    ck_assert_int_eq(create("a.db", journals[_i].journal), DB_OK);
    ck_assert_int_eq(folder_ask("a.db", journals[_i].sql), 1);
    folder_run("a.db", "INSERT INTO sector (slug, name) VALUES ('x', 'x')");
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM sector WHERE slug = 'x'"), 1);
}
END_TEST

/* What stands where the database is to be. */
static const struct place {
    const char *name;
    const char *there; /* a file that is made first */
    const char *path;
    enum db_status expected;
    const char *words;
} places[] = {
    {"an existing file", "a.db", "a.db", DB_EXISTS, "is there already; name another file"},
    {"the log of an older database", "a.db-wal", "a.db", DB_EXISTS, "is left of another database"},
    {"the journal of an older one", "a.db-journal", "a.db", DB_EXISTS, "is left of another"},
    {"a folder that is not there", "x", "none/a.db", DB_MISSING, "there is no folder"},
    {"a folder that is a file", "x", "x/a.db", DB_MISSING, "cannot make"},
};

START_TEST(refuses_to_create_at)
{
    char before[FOLDER_LIST_SIZE];

    folder_write(places[_i].there, "mine");
    strcpy(before, folder_list());
    const uint64_t hash = folder_hash(places[_i].there);
    expect(create(places[_i].path, DB_JOURNAL_WAL), places[_i].expected, places[_i].words);
    ck_assert_str_eq(folder_list(), before);
    ck_assert(folder_hash(places[_i].there) == hash);
}
END_TEST

START_TEST(refuses_a_link_that_leads_nowhere)
{
    ck_assert_int_eq(symlink("nowhere", folder_path("a.db")), 0);
    expect(create("a.db", DB_JOURNAL_WAL), DB_EXISTS, "is there already");
}
END_TEST

/* --- crashes and full disks --- */

static void wait_for(pid_t child)
{
    int result = 0;

    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert_msg(WIFEXITED(result) && WEXITSTATUS(result) == 0, "the child: %d", result);
}

static void limit_files(rlim_t bytes)
{
    const struct rlimit limit = {bytes, bytes};

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(leaves_nothing_when_the_disk_is_full)
{
    limit_files(64 * 1024);
    expect(create("a.db", DB_JOURNAL_WAL), DB_FULL, "cannot write");
    ck_assert_str_eq(folder_list(), "");
}
END_TEST

START_TEST(leaves_no_copy_when_the_disk_is_full)
{
    folder_make_database("a.db");
    const uint64_t hash = folder_hash("a.db");
    limit_files(64 * 1024);
    expect(db_backup(folder_path("a.db"), folder_path("b.db"), &message), DB_FULL, "cannot write");
    ck_assert_msg(!strstr(folder_list(), "b.db"), "%s", folder_list());
    ck_assert(folder_hash("a.db") == hash);
}
END_TEST

static void pause_us(long microseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = microseconds * 1000}, NULL);
}

static void check_whole(const char *name)
{
    ck_assert_int_eq(folder_ask(name, "SELECT count(*) FROM agreement_version"), 13);
    ck_assert_int_eq(folder_ask(name, "SELECT count(*) FROM pragma_integrity_check"
                                      " WHERE integrity_check <> 'ok'"),
                     0);
}

START_TEST(leaves_nothing_or_all_when_killed)
{
    int whole = 0;

    for (int i = 0; i < 60; i++) {
        pid_t child = fork();

        if (child == 0)
            _exit(create("a.db", DB_JOURNAL_WAL) == DB_OK ? 0 : 1);
        pause_us(500L * i);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        if (strcmp(folder_list(), "") == 0)
            continue;
        ck_assert_str_eq(folder_list(), "a.db ");
        check_whole("a.db");
        unlink(folder_path("a.db"));
        unlink(folder_path("a.db-wal"));
        unlink(folder_path("a.db-shm"));
        whole++;
    }
    ck_assert_int_lt(whole, 60);
}
END_TEST

START_TEST(makes_one_database_when_two_try)
{
    pid_t child = fork();

    if (child == 0) {
        enum db_status status = create("a.db", DB_JOURNAL_WAL);
        _exit(status == DB_OK ? 7 : status == DB_EXISTS ? 8 : 9);
    }
    const enum db_status mine = create("a.db", DB_JOURNAL_WAL);
    int result = 0;
    waitpid(child, &result, 0);
    ck_assert_int_eq(WEXITSTATUS(result), mine == DB_OK ? 8 : 7);
    ck_assert(mine == DB_OK || mine == DB_EXISTS);
    ck_assert_str_eq(folder_list(), "a.db ");
    check_whole("a.db");
}
END_TEST

/* --- migrations --- */

enum { MOST_STEPS = 32 };

/* Two steps behind all that there are. */
static enum db_status migrate_with(const char *sql, int *ret_from, int *ret_to)
{
    struct embedded_file migrations[MOST_STEPS] = {{NULL, NULL, 0}};
    const int count = migrate_newest(migrate_embedded);

    ck_assert_int_lt(count + 2, MOST_STEPS);
    memcpy(migrations, migrate_embedded, (size_t)count * sizeof migrations[0]);
    migrations[count] = (struct embedded_file){"9998.sql", sql, strlen(sql)};
    migrations[count + 1] =
        (struct embedded_file){"9999.sql", "CREATE TABLE third (x INTEGER) STRICT", 37};
    return migrate_file(folder_path("a.db"), migrations, ret_from, ret_to, &message);
}

START_TEST(brings_an_older_database_up_step_by_step)
{
    const int newest = migrate_newest(migrate_embedded);
    int from = 0;
    int to = 0;

    folder_make_database("a.db");
    ck_assert_msg(migrate_with("CREATE TABLE second (x INTEGER) STRICT", &from, &to) == DB_OK, "%s",
                  message.text);
    ck_assert_int_eq(from, newest);
    ck_assert_int_eq(to, newest + 2);
    ck_assert_int_eq(folder_ask("a.db", "PRAGMA user_version"), newest + 2);
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM second, third"), 0);
    check_whole("a.db");
    ck_assert_int_eq(migrate_with("", &from, &to), DB_OK);
    ck_assert_int_eq(from, newest + 2);
}
END_TEST

/* What the step of amendments made, undone. */
#define WITHOUT_AMENDS                                                                             \
    "DROP INDEX agreement_version_amends; ALTER TABLE agreement_version DROP COLUMN amends;"

/* What the fourth step made, undone. */
#define WITHOUT_ACKNOWLEDGED                                                                       \
    "DROP TABLE acknowledgement_claim; DROP TABLE acknowledgement_version;"                        \
    "DROP TABLE acknowledgement; DROP INDEX claim_version_country;"

/* What the third step made, undone. */
#define WITHOUT_KEPT(name)                                                                         \
    "DROP TRIGGER " name "_is_new; DROP TRIGGER " name "_is_other; DROP TABLE " name "_text;"
#define SECOND_VERSION                                                                             \
    WITHOUT_AMENDS                                                                                 \
    WITHOUT_ACKNOWLEDGED                                                                           \
    WITHOUT_KEPT("agreement")                                                                      \
    WITHOUT_KEPT("claim")                                                                          \
    WITHOUT_KEPT("event")                                                                          \
    WITHOUT_KEPT("institution")                                                                    \
    WITHOUT_KEPT("source")                                                                         \
    WITHOUT_KEPT("statement")                                                                      \
    "DROP TABLE pair_text; DROP TABLE kept; PRAGMA user_version = 2;"

/* And the second: a database of the first version. */
static const char first_version[] = SECOND_VERSION
    "DROP TABLE observation_total; DROP TABLE dataset_file; DROP INDEX dataset_checksum;"
    "ALTER TABLE dataset_block DROP COLUMN levels;"
    "ALTER TABLE dataset_block DROP COLUMN world_levels;"
    "ALTER TABLE dataset_block DROP COLUMN totals;"
    "UPDATE observation SET customs = 'C00', partner2 = 9000; UPDATE area SET id = 9000 WHERE id = "
    "0;"
    "ANALYZE; PRAGMA user_version = 1";

/* Its figures are those of a database that is made now. */
START_TEST(brings_the_first_version_up)
{
    static const char *const same[] = {
        "SELECT * FROM fresh.observation EXCEPT SELECT * FROM main.observation",
        "SELECT * FROM fresh.observation_total EXCEPT SELECT * FROM main.observation_total",
        "SELECT dataset, reporter, period, levels, world_levels, totals FROM fresh.dataset_block"
        " EXCEPT SELECT dataset, reporter, period, levels, world_levels, totals FROM"
        " main.dataset_block",
        "SELECT * FROM fresh.area EXCEPT SELECT * FROM main.area",
        "SELECT * FROM fresh.kept EXCEPT SELECT * FROM main.kept",
        "SELECT * FROM fresh.agreement_text EXCEPT SELECT * FROM main.agreement_text",
        "SELECT * FROM fresh.pair_text EXCEPT SELECT * FROM main.pair_text",
    };
    char attach[512];
    int from = 0;
    int to = 0;

    folder_make_database("a.db");
    folder_make_database("b.db");
    folder_run("a.db", first_version);
    ck_assert_msg(db_migrate(folder_path("a.db"), &from, &to, &message) == DB_OK, "%s",
                  message.text);
    ck_assert_int_eq(from, 1);
    ck_assert_int_eq(to, migrate_newest(migrate_embedded));
    check_whole("a.db");
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        snprintf(attach, sizeof attach, "ATTACH '%s' AS fresh; CREATE TABLE main.t%zu AS %s",
                 folder_path("b.db"), i, same[i]);
        folder_run("a.db", attach);
        snprintf(attach, sizeof attach, "SELECT count(*) FROM t%zu", i);
        ck_assert_int_eq(folder_ask("a.db", attach), 0);
    }
    ck_assert_int_gt(folder_ask("a.db", "SELECT count(*) FROM observation_total"), 0);
}
END_TEST

START_TEST(leaves_a_database_of_this_version_as_it_is)
{
    int from = 0;
    int to = 0;

    folder_make_database("a.db");
    const uint64_t hash = folder_hash("a.db");
    ck_assert_int_eq(db_migrate(folder_path("a.db"), &from, &to, &message), DB_OK);
    ck_assert_int_eq(from, migrate_newest(migrate_embedded));
    ck_assert_int_eq(to, from);
    ck_assert(folder_hash("a.db") == hash);
    ck_assert_msg(!strstr(folder_list(), ".lock"), "%s", folder_list());
}
END_TEST

static const struct step {
    const char *name;
    const char *sql;
    const char *words;
} steps[] = {
    {"a step that fails half-way", "CREATE TABLE second (x INTEGER) STRICT; DROP TABLE absent",
     "9998.sql: no such table"},
    {"a step that leaves a row pointing at nothing", "DELETE FROM source WHERE id = 1",
     "migration 9998.sql: a row of"},
};

START_TEST(undoes)
{
    int from = 0;
    int to = 0;

    folder_make_database("a.db");
    expect(migrate_with(steps[_i].sql, &from, &to), DB_FAILED, steps[_i].words);
    ck_assert_int_eq(folder_ask("a.db", "PRAGMA user_version"), migrate_newest(migrate_embedded));
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM sqlite_schema WHERE name = 'second'"),
                     0);
    ck_assert_int_gt(folder_ask("a.db", "SELECT count(*) FROM source"), 0);
}
END_TEST

/* --- what is not ours, or damaged --- */

static void make_newer(void)
{
    folder_make_database("a.db");
    folder_run("a.db", "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
}

/* The version stands in the log alone. */
static void make_newer_in_log(void)
{
    pid_t child;

    folder_make_database("a.db");
    child = fork();
    if (child == 0) {
        folder_path("");
        sqlite3 *sqlite = NULL;
        sqlite3_open(folder_path("a.db"), &sqlite);
        sqlite3_exec(sqlite, "PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99", NULL, NULL,
                     NULL);
        _exit(0); /* without closing */
    }
    wait_for(child);
}

static void make_foreign(void)
{
    folder_run("a.db", "CREATE TABLE mine (x); PRAGMA application_id = 5; PRAGMA user_version = 1");
}

static void make_text(void)
{
    folder_write("a.db", "This is a text that somebody wrote, and it is by no means a database. "
                         "It is longer than the header of one, which has a hundred bytes.");
}

static void make_short(void)
{
    folder_write("a.db", "SQLite format 3");
}

static void make_empty(void)
{
    folder_write("a.db", "");
}

static void make_folder(void)
{
    ck_assert_int_eq(mkdir(folder_path("a.db"), 0755), 0);
}

static void make_pipe(void)
{
    ck_assert_int_eq(mkfifo(folder_path("a.db"), 0644), 0);
}

static void make_nothing(void)
{
}

static void make_cut(void)
{
    folder_make_database("a.db");
    ck_assert_int_eq(truncate(folder_path("a.db"), 40960), 0);
}

static void make_overwritten(void)
{
    char rubbish[8192];

    folder_make_database("a.db");
    int fd = open(folder_path("a.db"), O_WRONLY);
    memset(rubbish, 0x5a, sizeof(rubbish));
    ck_assert_int_eq(pwrite(fd, rubbish, sizeof(rubbish), 20 * 4096), sizeof(rubbish));
    close(fd);
}

static const struct refused {
    const char *name;
    void (*make)(void);
    enum db_status expected;
    const char *words;
} refused[] = {
    {"a newer database", make_newer, DB_FOREIGN, "its schema has version 99, this program knows"},
    {"a newer database that only the log shows", make_newer_in_log, DB_FOREIGN,
     "its schema has version 99, this program knows"},
    {"a database of another program", make_foreign, DB_FOREIGN,
     "is a database of another program, not of Entente"},
    {"a text", make_text, DB_FOREIGN, "is not an SQLite database"},
    {"a file that is too short", make_short, DB_FOREIGN, "is not an SQLite database"},
    {"a file of 0 bytes", make_empty, DB_FOREIGN, "is empty, not a database of Entente"},
    {"a folder", make_folder, DB_FOREIGN, "is not a file"},
    {"a pipe", make_pipe, DB_FOREIGN, "is not a file"},
    {"nothing", make_nothing, DB_MISSING, "No such file"},
    {"a database that was cut", make_cut, DB_DAMAGED, "malformed"},
    {"a database that was overwritten", make_overwritten, DB_DAMAGED, "a.db"},
};

static bool is_regular(const char *name)
{
    struct stat about;

    return stat(folder_path(name), &about) == 0 && S_ISREG(about.st_mode);
}

/* Every way to write refuses it, and it stays as it was. */
START_TEST(refuses)
{
    int from = 0;
    int to = 0;

    refused[_i].make();
    const uint64_t hash = is_regular("a.db") ? folder_hash("a.db") : 0;
    expect(migrate_with("CREATE TABLE second (x INTEGER) STRICT", &from, &to), refused[_i].expected,
           refused[_i].words);
    ck_assert(!is_regular("a.db") || folder_hash("a.db") == hash);
}
END_TEST

START_TEST(refuses_to_copy)
{
    refused[_i].make();
    const uint64_t hash = is_regular("a.db") ? folder_hash("a.db") : 0;
    if (refused[_i].make == make_newer_in_log)
        return; /* nothing is lost by a copy */
    const enum db_status status = db_backup(folder_path("a.db"), folder_path("b.db"), &message);
    expect(status, refused[_i].expected, refused[_i].words);
    ck_assert_msg(!strstr(folder_list(), "b.db"), "%s", folder_list());
    ck_assert(!is_regular("a.db") || folder_hash("a.db") == hash);
}
END_TEST

START_TEST(makes_no_file_beside_what_is_not_ours)
{
    int from = 0;
    int to = 0;

    make_foreign();
    ck_assert_int_eq(db_migrate(folder_path("a.db"), &from, &to, &message), DB_FOREIGN);
    ck_assert_int_eq(db_checkpoint(folder_path("a.db"), &message), DB_FOREIGN);
    ck_assert_str_eq(folder_list(), "a.db ");
}
END_TEST

/* --- one writer --- */

/* A child that holds the lock until it is killed. Return: its number, when it holds it. */
static pid_t hold_lock(const char *name)
{
    int pipes[2];
    char byte = 0;

    ck_assert_int_eq(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct lock lock;
        byte = lock_take(folder_path(name), &lock, &message) == DB_OK;
        if (write(pipes[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    ck_assert_int_eq(read(pipes[0], &byte, 1), 1);
    ck_assert_int_eq(byte, 1);
    close(pipes[0]);
    close(pipes[1]);
    return child;
}

START_TEST(waits_for_no_other_writer)
{
    int from = 0;
    int to = 0;

    folder_make_database("a.db");
    ck_assert_int_eq(symlink("a.db", folder_path("link.db")), 0);
    pid_t child = hold_lock("link.db");
    expect(migrate_with("", &from, &to), DB_BUSY, "another process is writing");
    expect(db_checkpoint(folder_path("a.db"), &message), DB_BUSY, "try again when it has finished");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ck_assert_int_eq(db_checkpoint(folder_path("a.db"), &message), DB_OK);
}
END_TEST

START_TEST(keeps_out_the_threads_of_its_own_process)
{
    struct lock first;
    struct lock second = LOCK_NONE;

    folder_make_database("a.db");
    ck_assert_int_eq(lock_take(folder_path("a.db"), &first, &message), DB_OK);
    ck_assert_int_eq(lock_take(folder_path("a.db"), &second, &message), DB_BUSY);
    lock_release(&second);
    lock_release(&first);
    ck_assert_int_eq(lock_take(folder_path("a.db"), &second, &message), DB_OK);
    lock_release(&second);
}
END_TEST

/* A close() of the file would give the locks of all connections away. */
START_TEST(drops_no_lock_of_its_own_process)
{
    sqlite3 *reader = NULL;
    pid_t child;

    ck_assert_int_eq(create("a.db", DB_JOURNAL_DELETE), DB_OK);
    ck_assert_int_eq(sqlite3_open(folder_path("a.db"), &reader), SQLITE_OK);
    sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM sector", NULL, NULL, NULL);
    ck_assert_int_eq(db_checkpoint(folder_path("a.db"), &message), DB_OK);
    ck_assert_int_eq(header_check(folder_path("a.db"), migrate_newest(migrate_embedded), &message),
                     DB_OK);
    child = fork();
    if (child == 0) {
        sqlite3 *writer = NULL;
        sqlite3_open(folder_path("a.db"), &writer);
        _exit(sqlite3_exec(writer, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_BUSY ? 0 : 1);
    }
    wait_for(child);
    sqlite3_close(reader);
}
END_TEST

/* --- copies and logs --- */

static sqlite3 *open_live(void)
{
    sqlite3 *sqlite = NULL;

    folder_make_database("a.db");
    ck_assert_int_eq(sqlite3_open(folder_path("a.db"), &sqlite), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(sqlite,
                                  "INSERT INTO sector (slug, name) VALUES ('kept', 'x');"
                                  "BEGIN IMMEDIATE;"
                                  "INSERT INTO sector (slug, name) VALUES ('open', 'x')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return sqlite;
}

START_TEST(copies_a_live_database)
{
    sqlite3 *sqlite = open_live();

    ck_assert_msg(db_backup(folder_path("a.db"), folder_path("b.db"), &message) == DB_OK, "%s",
                  message.text);
    ck_assert_str_eq(folder_list(), "a.db a.db-shm a.db-wal b.db ");
    sqlite3_close(sqlite);
    ck_assert_int_eq(folder_ask("b.db", "SELECT count(*) FROM sector WHERE slug = 'kept'"), 1);
    ck_assert_int_eq(folder_ask("b.db", "SELECT count(*) FROM sector WHERE slug = 'open'"), 0);
    ck_assert_int_eq(folder_ask("b.db", journals[0].sql), 1);
    ck_assert_int_eq(folder_ask("b.db", "PRAGMA application_id"), CONNECTION_APPLICATION_ID);
    check_whole("b.db");
}
END_TEST

START_TEST(copies_a_database_without_a_log)
{
    ck_assert_int_eq(create("a.db", DB_JOURNAL_DELETE), DB_OK);
    ck_assert_int_eq(db_backup(folder_path("a.db"), folder_path("b.db"), &message), DB_OK);
    ck_assert_str_eq(folder_list(), "a.db b.db ");
    ck_assert_int_eq(folder_ask("b.db", journals[1].sql), 1);
}
END_TEST

START_TEST(copies_over_no_file)
{
    folder_make_database("a.db");
    folder_write("b.db", "mine");
    expect(db_backup(folder_path("a.db"), folder_path("b.db"), &message), DB_EXISTS,
           "is there already");
    expect(db_backup(folder_path("a.db"), folder_path("a.db"), &message), DB_EXISTS,
           "is there already");
    expect(db_backup(folder_path("a.db"), folder_path("none/b.db"), &message), DB_MISSING,
           "there is no folder");
    expect(db_backup(folder_path("x.db"), folder_path("c.db"), &message), DB_MISSING,
           "No such file");
}
END_TEST

static int64_t size_of(const char *name)
{
    struct stat about;

    return stat(folder_path(name), &about) == 0 ? about.st_size : -1;
}

START_TEST(empties_the_log)
{
    sqlite3 *sqlite = open_live();

    sqlite3_exec(sqlite, "COMMIT", NULL, NULL, NULL);
    ck_assert_int_gt(size_of("a.db-wal"), 0);
    ck_assert_msg(db_checkpoint(folder_path("a.db"), &message) == DB_OK, "%s", message.text);
    ck_assert_int_eq(size_of("a.db-wal"), 0);
    sqlite3_close(sqlite);
    ck_assert_int_eq(folder_ask("a.db", "SELECT count(*) FROM sector WHERE slug = 'open'"), 1);
}
END_TEST

START_TEST(leaves_a_log_that_readers_need)
{
    sqlite3 *sqlite = open_live();
    sqlite3 *reader = NULL;

    ck_assert_int_eq(sqlite3_open(folder_path("a.db"), &reader), SQLITE_OK);
    sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM sector", NULL, NULL, NULL);
    sqlite3_exec(sqlite, "COMMIT", NULL, NULL, NULL);
    expect(db_checkpoint(folder_path("a.db"), &message), DB_BUSY, "readers still need the log");
    sqlite3_close(reader);
    ck_assert_int_eq(db_checkpoint(folder_path("a.db"), &message), DB_OK);
    sqlite3_close(sqlite);
}
END_TEST

START_TEST(has_no_log_to_empty_without_one)
{
    ck_assert_int_eq(create("a.db", DB_JOURNAL_DELETE), DB_OK);
    const uint64_t hash = folder_hash("a.db");
    ck_assert_int_eq(db_checkpoint(folder_path("a.db"), &message), DB_OK);
    ck_assert(folder_hash("a.db") == hash);
}
END_TEST

static void add_rest(TCase *tcase)
{
    tcase_add_test(tcase, brings_an_older_database_up_step_by_step);
    tcase_add_test(tcase, brings_the_first_version_up);
    tcase_add_test(tcase, leaves_a_database_of_this_version_as_it_is);
    tcase_add_test(tcase, makes_no_file_beside_what_is_not_ours);
    tcase_add_test(tcase, waits_for_no_other_writer);
    tcase_add_test(tcase, keeps_out_the_threads_of_its_own_process);
    tcase_add_test(tcase, drops_no_lock_of_its_own_process);
    tcase_add_test(tcase, copies_a_live_database);
    tcase_add_test(tcase, copies_a_database_without_a_log);
    tcase_add_test(tcase, copies_over_no_file);
    tcase_add_test(tcase, empties_the_log);
    tcase_add_test(tcase, leaves_a_log_that_readers_need);
    tcase_add_test(tcase, has_no_log_to_empty_without_one);
}

int main(void)
{
    Suite *suite = suite_create("files");
    TCase *tcase = tcase_create("files");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, folder_set_up, folder_tear_down);
    tcase_add_test(tcase, makes_a_whole_database_of_the_shipped_records);
    tcase_add_test(tcase, gives_every_database_another_identity);
    tcase_add_test(tcase, makes_the_same_records_each_time);
    tcase_add_test(tcase, refuses_a_link_that_leads_nowhere);
    tcase_add_test(tcase, leaves_nothing_when_the_disk_is_full);
    tcase_add_test(tcase, leaves_no_copy_when_the_disk_is_full);
    tcase_add_test(tcase, leaves_nothing_or_all_when_killed);
    tcase_add_test(tcase, makes_one_database_when_two_try);
    SUITE_ADD_ROWS(tcase, journal_mode, journals);
    SUITE_ADD_ROWS(tcase, refuses_to_create_at, places);
    SUITE_ADD_ROWS(tcase, undoes, steps);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    SUITE_ADD_ROWS(tcase, refuses_to_copy, refused);
    add_rest(tcase);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
