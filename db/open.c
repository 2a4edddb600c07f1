/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "db/header.h"
#include "db/kept.h"
#include "db/migrate.h"
#include "db/observation.h"
#include "db/list_sql.h"
#include "db/private.h"
#include "model/aggregate.h"

/* Steps of SQLite's machine between two looks at the clock: 5 microseconds and more. */
enum { STEPS_BETWEEN_LOOKS = 1000 };

/* What a quick transaction may take. */
enum { QUICK_LOOKS = 20, QUICK_NS = 300 * 1000 };

/* How old a snapshot may become that quick transactions share, and how soon after each other they
 * come where they share one: who asks now and then keeps nobody from emptying the log. */
enum { SHARED_NS = 10 * 1000 * 1000, OFTEN_NS = 1000 * 1000 };

enum db_status cause_set(struct db *db, const char *doing)
{
    return message_from_sqlite(&db->cause, db->sqlite, doing);
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int is_too_late(void *context)
{
    struct db *db = context;

    if (db->is_quick)
        return db->deadline_ns && (--db->looks_left < 0 || now_ns() > db->deadline_ns);
    if (db->is_cut && atomic_load_explicit(db->is_cut, memory_order_relaxed))
        return 1;
    return db->deadline_ns && now_ns() > db->deadline_ns;
}

/* An immutable database is read without its log: what is in there would silently be missing. */
static enum db_status refuse_leftover_log(const char *path, struct db_message *ret_message)
{
    char log[4096 + 8];
    struct stat info;

    snprintf(log, sizeof(log), "%s-wal", path);
    if (stat(log, &info) != 0 || info.st_size == 0)
        return DB_OK;
    return message_set(ret_message, DB_FAILED,
                       "%s is not empty, so %s is not whole without it; start once without "
                       "--read-only and stop again, or copy it with entente backup",
                       log, path);
}

/* A question about sums, with everything that one can have. */
static const struct aggregate *sample_of(const struct resource *resource)
{
    static const struct query rows = {.resource = &resource_aggregate};
    static const struct aggregate_rule rules[] = {
        {.datasets = "[]", .kinds = "[]", .reads_totals = true},
        {.datasets = "[]", .kinds = "[]", .reads_blocks = true, .level = 6},
    };
    static const struct aggregate groups = {
        .rows = &rows,
        .order = {AGGREGATE_REPORTER, AGGREGATE_FLOW, AGGREGATE_YEAR, AGGREGATE_SERIES},
        .order_count = 4,
        .has_share = true,
        .has_growth = true,
        .top = 1,
        .frequency = "A",
        .rules = rules,
        .rule_count = 2,
    };
    static const struct aggregate pair = {
        .shape = AGGREGATE_PAIR,
        .rows = &rows,
        .order = {AGGREGATE_REPORTER, AGGREGATE_PARTNER, AGGREGATE_FLOW, AGGREGATE_PERIOD},
        .order_count = 4,
        .frequency = "A",
        .rules = rules,
        .rule_count = 2,
    };

    if (resource == &resource_aggregate)
        return &groups;
    return resource == &resource_pair_trade ? &pair : NULL;
}

static enum db_status verify_list(struct db *db, const struct resource *resource)
{
    struct query query = {.resource = resource, .members = query_all_members(resource)};
    struct db_rows *rows;

    query.match = resource == &resource_search ? "entente" : NULL;
    query.aggregate = sample_of(resource);
    for (int columns = DB_COLUMNS_JSON; columns <= DB_COLUMNS_CELLS; columns++) {
        enum db_status status = db_list(db, &query, (enum db_columns)columns, &rows);
        if (status != DB_OK)
            return status;
        db_rows_close(rows);
    }
    return DB_OK;
}

/* The commonest question about trade, which is then prepared, too. */
static enum db_status verify_page(struct db *db)
{
    const struct query query = {
        .resource = &resource_trade, .members = query_all_members(&resource_trade), .limit = 1};
    struct db_rows *rows;
    enum db_status status = list_start_page(db, &query, &rows);

    if (status == DB_OK)
        db_rows_close(rows);
    return status;
}

/* Every list statement with every member, as text and as cells: a view that does not fit stops the
 * start here. */
static enum db_status verify_lists(struct db *db)
{
    static const struct resource *const made[] = {
        &resource_aggregate,  &resource_checks,  &resource_coverage, &resource_figures,
        &resource_pair_trade, &resource_targets, &resource_timeline, NULL};
    enum db_status status = DB_OK;

    for (size_t i = 0; resource_all[i] && status == DB_OK; i++)
        status = verify_list(db, resource_all[i]);
    for (size_t i = 0; made[i] && status == DB_OK; i++)
        status = verify_list(db, made[i]);
    return status == DB_OK ? verify_page(db) : status;
}

static enum db_status read_identity(struct db *db)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db->sqlite, "SELECT id FROM database", -1, &statement, NULL) !=
        SQLITE_OK)
        return cause_set(db, "reading the database's identity");
    if (sqlite3_step(statement) == SQLITE_ROW)
        db->identity = (uint64_t)sqlite3_column_int64(statement, 0);
    return sqlite3_finalize(statement) == SQLITE_OK
               ? DB_OK
               : cause_set(db, "reading the database's identity");
}

static enum db_status make_ready(struct db *db)
{
    enum db_status status = read_identity(db);

    if (status == DB_OK)
        status = kept_shape(&db->shape);
    if (status == DB_OK)
        status = functions_register(db);
    if (status == DB_OK)
        status = views_create(db);
    if (status == DB_OK &&
        sqlite3_exec(db->sqlite, "PRAGMA query_only=ON", NULL, NULL, NULL) != SQLITE_OK)
        status = cause_set(db, "closing the connection for writing");
    authorizer_set(db);
    if (status == DB_OK)
        status = statements_prepare(db);
    sqlite3_progress_handler(db->sqlite, STEPS_BETWEEN_LOOKS, is_too_late, db);
    return status;
}

static enum db_status make_ready_to_watch(struct db *db)
{
    enum db_status status = read_identity(db);

    return status == DB_OK ? statements_prepare_watch(db) : status;
}

/* The header on disk may be older than the log: ask the library too. */
static enum db_status check_version(const char *path, struct db *db)
{
    int newest = migrate_newest(migrate_embedded);
    int version;
    enum db_status status = migrate_version(db->sqlite, &version, &db->cause);

    if (status != DB_OK || version == newest)
        return status;
    if (version < 1)
        return message_set(&db->cause, DB_DAMAGED, "%s has no version of its schema: it is damaged",
                           path);
    if (version > newest)
        return header_report_newer(path, version, newest, &db->cause);
    return message_set(&db->cause, DB_FOREIGN,
                       "%s is of version %d and this program needs %d; start entente serve once "
                       "without --read-only to bring it up to date",
                       path, version, newest);
}

/* What a connection is made ready for. */
typedef enum db_status make_ready_function(struct db *db);

static enum db_status open_checked(const struct db_options *options, make_ready_function *ready,
                                   struct db *db)
{
    enum connection_kind kind = options->is_immutable ? CONNECTION_IMMUTABLE : CONNECTION_READER;
    enum db_status status =
        header_check(options->path, migrate_newest(migrate_embedded), &db->cause);

    if (status == DB_OK && options->is_immutable)
        status = refuse_leftover_log(options->path, &db->cause);
    if (status == DB_OK)
        status = connection_open(options->path, kind, &db->sqlite, &db->cause);
    if (status == DB_OK)
        status = check_version(options->path, db);
    if (status == DB_OK)
        status = ready(db);
    return status;
}

static enum db_status open_for(const struct db_options *options, make_ready_function *ready,
                               struct db **ret, struct db_message *ret_message)
{
    struct db *db = calloc(1, sizeof(*db));
    enum db_status status;

    if (!db)
        return message_set(ret_message, DB_MEMORY, "out of memory");
    buffer_init(&db->filled);
    db->timeout_ms = options->query_timeout_ms;
    db->is_cut = options->is_cut;
    status = open_checked(options, ready, db);
    if (status == DB_OK) {
        *ret = db;
        return DB_OK;
    }
    if (ret_message)
        *ret_message = db->cause;
    db_close(db);
    return status;
}

enum db_status db_open(const struct db_options *options, struct db **ret,
                       struct db_message *ret_message)
{
    return open_for(options, make_ready, ret, ret_message);
}

enum db_status db_open_watch(const struct db_options *options, struct db **ret,
                             struct db_message *ret_message)
{
    return open_for(options, make_ready_to_watch, ret, ret_message);
}

enum db_status db_verify(struct db *db)
{
    enum db_status status = verify_lists(db);

    prepared_finalize(db);
    sqlite3_db_release_memory(db->sqlite);
    return status;
}

struct db *db_close(struct db *db)
{
    if (!db)
        return NULL;
    statements_finalize(db);
    prepared_finalize(db);
    sqlite3_close(db->sqlite);
    buffer_fini(&db->filled);
    free(db);
    return NULL;
}

const char *db_cause(const struct db *db)
{
    return db->cause.text;
}

uint64_t db_identity(const struct db *db)
{
    return db->identity;
}

static enum db_status step_for_number(struct db *db, sqlite3_stmt *statement, int64_t *ret)
{
    enum db_status status = DB_OK;

    if (sqlite3_step(statement) == SQLITE_ROW)
        *ret = sqlite3_column_int64(statement, 0);
    else
        status = cause_set(db, sqlite3_sql(statement));
    sqlite3_reset(statement);
    return status;
}

enum db_status db_revision(struct db *db, int64_t *ret)
{
    return step_for_number(db, db->revision, ret);
}

static void copy_text(const char *text, char *ret, size_t size)
{
    const size_t length = strnlen(text, size - 1);

    memcpy(ret, text, length);
    ret[length] = '\0';
}

void db_set_day(struct db *db, const char *day)
{
    copy_text(day, db->day, sizeof(db->day));
}

void db_set_pair(struct db *db, const char *a, const char *b)
{
    copy_text(a, db->pair_a, sizeof(db->pair_a));
    copy_text(b, db->pair_b, sizeof(db->pair_b));
}

void db_set_rows(struct db *db, const char *json, size_t length)
{
    db->made_rows = json;
    db->made_length = length;
}

/* Who is quick does not wait for anybody either. */
static void set_pace(struct db *db, enum db_pace pace, int64_t now)
{
    bool is_quick = pace == DB_PACE_QUICK;

    if (is_quick != db->is_quick)
        connection_set_patience(db->sqlite, !is_quick);
    db->is_quick = is_quick;
    db->looks_left = QUICK_LOOKS;
    db->deadline_ns = pace == DB_PACE_STREAM ? 0
                      : is_quick             ? now + QUICK_NS
                                             : now + (int64_t)db->timeout_ms * 1000000;
}

/* The newest revision, and whether the texts that are kept fit it. */
static enum db_status look_at_revision(struct db *db)
{
    enum db_status status = DB_OK;

    if (sqlite3_step(db->revision) == SQLITE_ROW) {
        db->known_revision = sqlite3_column_int64(db->revision, 0);
        db->has_kept = sqlite3_column_type(db->revision, 1) != SQLITE_NULL &&
                       sqlite3_column_int64(db->revision, 1) == db->shape;
    } else {
        status = cause_set(db, "reading the revision");
    }
    sqlite3_reset(db->revision);
    return status;
}

/* They are what they were while no other connection has written; this one does not. */
static enum db_status read_revision(struct db *db, int64_t *ret)
{
    int64_t version = 0;
    enum db_status status = step_for_number(db, db->data_version, &version);

    if (status != DB_OK)
        return status;
    if (version != db->known_version || !db->known_revision) {
        db->known_revision = 0;
        observation_forget(db);
        status = look_at_revision(db);
    }
    db->known_version = version;
    *ret = db->known_revision;
    return status;
}

/* ---- transactions ---- */

static void close_transaction(struct db *db)
{
    db->deadline_ns = 0; /* the end is not to be stopped */
    db->is_left_open = false;
    if (!db->is_in_transaction)
        return;
    sqlite3_step(db->end);
    sqlite3_reset(db->end);
    db->is_in_transaction = false;
}

static enum db_status open_transaction(struct db *db, int64_t now, int64_t *ret_revision)
{
    if (sqlite3_step(db->begin) != SQLITE_DONE) {
        enum db_status status = cause_set(db, "opening a read transaction");
        sqlite3_reset(db->begin);
        return status;
    }
    sqlite3_reset(db->begin);
    db->is_in_transaction = true;
    db->begun_ns = now;
    enum db_status status = read_revision(db, ret_revision);
    if (status != DB_OK)
        close_transaction(db);
    return status;
}

/* The library ends a transaction by itself after some failures. */
static bool can_share(const struct db *db, enum db_pace pace, int64_t now)
{
    return db->is_left_open && pace == DB_PACE_QUICK && now - db->begun_ns < SHARED_NS &&
           !sqlite3_get_autocommit(db->sqlite);
}

enum db_status db_begin(struct db *db, const char *day, enum db_pace pace, int64_t *ret_revision)
{
    const int64_t now = now_ns();
    const bool is_shared = can_share(db, pace, now);

    db->is_asked_often = now - db->asked_ns < OFTEN_NS;
    db->asked_ns = now;
    if (!is_shared)
        db_rest(db);
    db->is_left_open = false;
    db_set_day(db, day);
    db_set_pair(db, "", "");
    set_pace(db, pace, now);
    if (!is_shared)
        return open_transaction(db, now, ret_revision);
    *ret_revision = db->known_revision;
    return DB_OK;
}

void db_end(struct db *db)
{
    db->deadline_ns = 0;
    db->made_rows = NULL;
    db->is_left_open = db->is_quick && db->is_asked_often && db->is_in_transaction;
    if (!db->is_left_open)
        close_transaction(db);
}

void db_rest(struct db *db)
{
    if (db->is_left_open)
        close_transaction(db);
}

enum db_status db_has_changed(struct db *db, bool *ret)
{
    int64_t version = 0;
    enum db_status status = step_for_number(db, db->data_version, &version);

    if (status != DB_OK)
        return status;
    *ret = version != db->seen_version;
    db->seen_version = version;
    return DB_OK;
}
