/* SPDX-License-Identifier: MIT */
/* The n-th allocation fails, whoever asks for it: SQLite, Jansson or db/ (through the linker).
 * Whatever comes of it, nothing half-made stays. */
#include <errno.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/migrate.h"
#include "folder.h"
#include "suite.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
int __real_vasprintf(char **ret, const char *format, va_list arguments);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_vasprintf(char **ret, const char *format, va_list arguments);

static bool is_armed;
static size_t until_failure; /* allocations that still succeed */

static bool must_fail(void)
{
    if (!is_armed)
        return false;
    if (until_failure > 0) {
        until_failure--;
        return false;
    }
    is_armed = false;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return must_fail() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
    return must_fail() ? NULL : __real_strdup(text);
}

int __wrap_vasprintf(char **ret, const char *format, va_list arguments)
{
    return must_fail() ? -1 : __real_vasprintf(ret, format, arguments);
}

static sqlite3_mem_methods sqlite_memory;

static void *sqlite_malloc(int size)
{
    return must_fail() ? NULL : sqlite_memory.xMalloc(size);
}

static void *sqlite_realloc(void *memory, int size)
{
    return must_fail() ? NULL : sqlite_memory.xRealloc(memory, size);
}

static void set_up(void)
{
    sqlite3_mem_methods mine;

    json_set_alloc_funcs(__wrap_malloc, free);
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory), SQLITE_OK);
    mine = sqlite_memory;
    mine.xMalloc = sqlite_malloc;
    mine.xRealloc = sqlite_realloc;
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &mine), SQLITE_OK);
    folder_set_up();
    folder_write_records();
}

static void tear_down(void)
{
    folder_tear_down();
}

static void forget(const char *name)
{
    unlink(folder_path(name));
}

/* What may run out of memory. Return: its status. */
static enum db_status try_create(struct db_message *message)
{
    const struct db_create_options options = {.path = folder_path("new.db"),
                                              .records = folder_path("records")};

    return db_create(&options, NULL, message);
}

static enum db_status try_mistake(struct db_message *message)
{
    const struct db_create_options options = {.path = folder_path("new.db"),
                                              .records = folder_path("records")};
    enum db_status status = db_create(&options, NULL, message);

    return status == DB_FAILED && strstr(message->text, "agreements.json") ? DB_OK : status;
}

static enum db_status try_backup(struct db_message *message)
{
    return db_backup(folder_path("a.db"), folder_path("new.db"), message);
}

static enum db_status try_migrate(struct db_message *message)
{
    static const char sql[] = "CREATE TABLE new (x INTEGER) STRICT";
    const struct embedded_file migrations[] = {
        migrate_embedded[0], migrate_embedded[1], migrate_embedded[2],
        migrate_embedded[3], migrate_embedded[4], {"9999.sql", sql, sizeof(sql) - 1},
        {NULL, NULL, 0}};
    int from = 0;
    int to = 0;

    return migrate_file(folder_path("a.db"), migrations, &from, &to, message);
}

static enum db_status try_checkpoint(struct db_message *message)
{
    return db_checkpoint(folder_path("a.db"), message);
}

static void prepare_nothing(void)
{
}

static void prepare_database(void)
{
    folder_make_database("a.db");
}

static void prepare_mistake(void)
{
    folder_patch("agreements", "tittle", "'x'");
}

static const struct attempt {
    const char *name;
    void (*prepare)(void);
    enum db_status (*run)(struct db_message *message);
    const char *made; /* must not be there after a failure */
} attempts[] = {
    {"creating a database", prepare_nothing, try_create, "new.db"},
    {"naming a mistake", prepare_mistake, try_mistake, "new.db"},
    {"copying a database", prepare_database, try_backup, "new.db"},
    {"bringing a database up", prepare_database, try_migrate, NULL},
    {"emptying a log", prepare_database, try_checkpoint, NULL},
};

/* Every allocation for the first hundred, then ever fewer of them. */
static size_t next(size_t n)
{
    return n + 1 + n / 100;
}

/* SQLite does without some of what it asks for; Jansson 2.14 takes some failures for bad syntax. */
static bool is_honest(enum db_status status, const struct db_message *message)
{
    return status == DB_MEMORY || status == DB_OK ||
           (status == DB_FAILED && strstr(message->text, ".json: line "));
}

START_TEST(runs_out_of_memory)
{
    const struct attempt *attempt = &attempts[_i];

    attempt->prepare();
    for (size_t n = 0;; n = next(n)) {
        struct db_message message = {""};

        until_failure = n;
        is_armed = true;
        const enum db_status status = attempt->run(&message);
        const bool has_failed = !is_armed;
        is_armed = false;
        if (!has_failed) {
            ck_assert_msg(status == DB_OK, "%d: %s", (int)status, message.text);
            break;
        }
        ck_assert_msg(is_honest(status, &message), "the %zuth: %d: %s", n, (int)status,
                      message.text);
        ck_assert_msg(status == DB_OK || !attempt->made || !strstr(folder_list(), attempt->made),
                      "the %zuth: %s", n, folder_list());
        forget("new.db");
    }
    ck_assert(sqlite3_memory_used() == 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("memory");

    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    SUITE_ADD_ROWS(tcase, runs_out_of_memory, attempts);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
