/* SPDX-License-Identifier: MIT */
/* A reading connection does nothing but read, whatever SQL it is given. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "copy.h"
#include "db/list_sql.h"
#include "db/private.h"
#include "model/arena.h"

/* Return: the result code of preparing @sql, or of its first step that fails; SQLITE_DONE. */
static int run(const char *sql)
{
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(ask_db()->sqlite, sql, -1, &statement, NULL);

    if (code != SQLITE_OK)
        return code & 0xff;
    do
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW);
    sqlite3_finalize(statement);
    return code & 0xff;
}

static const struct {
    const char *name;
    const char *sql;
} denied[] = {
    {"inserts nothing", "INSERT INTO sector VALUES (5000, 'x', 'x', NULL)"},
    {"replaces nothing", "REPLACE INTO sector VALUES (1, 'x', 'x', NULL)"},
    {"updates nothing", "UPDATE sector SET name = 'x'"},
    {"deletes nothing", "DELETE FROM sector"},
    {"creates no table", "CREATE TABLE x (y)"},
    {"creates no temporary table", "CREATE TEMP TABLE x (y)"},
    {"creates no temporary table of a question", "CREATE TEMP TABLE x AS SELECT * FROM sector"},
    {"creates no view", "CREATE VIEW x AS SELECT 1"},
    {"creates no temporary view", "CREATE TEMP VIEW x AS SELECT 1"},
    {"creates no index", "CREATE INDEX x ON sector (name)"},
    {"creates no trigger", "CREATE TRIGGER x AFTER INSERT ON sector BEGIN SELECT 1; END"},
    {"creates no virtual table", "CREATE VIRTUAL TABLE temp.x USING fts5 (y)"},
    {"drops no table", "DROP TABLE sector"},
    {"drops no view of ours", "DROP VIEW api_trade"},
    {"drops no index", "DROP INDEX claim_version_pair"},
    {"alters no table", "ALTER TABLE sector ADD COLUMN x"},
    {"renames no table", "ALTER TABLE sector RENAME TO x"},
    {"changes no schema", "UPDATE sqlite_master SET sql = ''"},
    {"changes no search", "INSERT INTO search_text (search_text) VALUES ('delete-all')"},
    {"changes no part of the search", "DELETE FROM search_text_data"},
    {"attaches nothing", "ATTACH '/tmp/entente-never.db' AS x"},
    {"attaches no memory", "ATTACH ':memory:' AS x"},
    {"detaches nothing", "DETACH main"},
    {"opens itself for writing no more", "PRAGMA query_only = OFF"},
    {"makes its schema writable no more", "PRAGMA writable_schema = ON"},
    {"trusts its schema no more", "PRAGMA trusted_schema = ON"},
    {"changes no journal", "PRAGMA journal_mode = DELETE"},
    {"changes no version", "PRAGMA user_version = 9"},
    {"changes no place for temporary files", "PRAGMA temp_store_directory = '/'"},
    {"checkpoints nothing", "PRAGMA wal_checkpoint(TRUNCATE)"},
    {"says nothing of its files", "PRAGMA database_list"},
    {"says nothing of its tables", "SELECT * FROM pragma_table_info('sector')"},
    {"copies nothing", "VACUUM INTO '/tmp/entente-never.db'"},
    {"vacuums nothing", "VACUUM"},
    {"analyses nothing", "ANALYZE"},
    {"reindexes nothing", "REINDEX"},
    {"begins no writing", "BEGIN IMMEDIATE; "},
    {"saves no point", "SAVEPOINT x"},
    {"loads no extension", "SELECT load_extension('x')"},
    {"reads no file", "SELECT readfile('/etc/passwd')"},
    {"writes no file", "SELECT writefile('/tmp/entente-never', 'x')"},
    {"makes no noughts", "SELECT zeroblob(1000000000)"},
    {"makes no random bytes", "SELECT randomblob(1000000000)"},
    {"prints nothing", "SELECT printf('%.1000000000d', 1)"},
    {"tells no version", "SELECT sqlite_version()"},
    {"lends no tokenizer", "SELECT fts3_tokenizer('simple')"},
    {"lends no pointer", "SELECT fts5(?1)"},
    {"compares with no pattern of stars", "SELECT 'a' GLOB 'a*'"},
    {"takes a name in quotes for no text", "SELECT \"no such column\" FROM sector"},
    {"returns no rows that it inserts", "INSERT INTO sector VALUES (1, 'x', 'x', 'x') RETURNING *"},
};

START_TEST(does_not_write)
{
    uint64_t before;
    int code;

    ask_db();
    before = copy_hash("records.db");
    code = run(denied[_i].sql);
    ck_assert_msg(code != SQLITE_DONE && code != SQLITE_OK, "%s is allowed", denied[_i].sql);
    ck_assert_msg(code == SQLITE_AUTH || code == SQLITE_ERROR || code == SQLITE_READONLY, "%d %s",
                  code, sqlite3_errmsg(ask_db()->sqlite));
    ck_assert_uint_eq(copy_hash("records.db"), before);
    ck_assert_int_eq(run("SELECT count(*) FROM api_sectors"), SQLITE_DONE);
}
END_TEST

/* Without the authorizer it would still not write: query_only, and a file opened for reading. */
START_TEST(does_not_write_even_if_it_may)
{
    sqlite3_set_authorizer(ask_db()->sqlite, NULL, NULL);
    ck_assert_int_eq(run("UPDATE sector SET name = 'x'"), SQLITE_READONLY);
    ck_assert_int_eq(run("CREATE TEMP TABLE x (y)"), SQLITE_READONLY);
    ck_assert_int_eq(run("PRAGMA query_only = OFF"), SQLITE_DONE);
    ck_assert_int_eq(run("UPDATE sector SET name = 'x'"), SQLITE_READONLY);
    ck_assert_int_eq(run("ATTACH ':memory:' AS x"), SQLITE_ERROR);
    ck_assert_int_eq(run("SELECT load_extension('x')"), SQLITE_ERROR);
}
END_TEST

static const struct {
    const char *name;
    const char *sql;
} allowed[] = {
    {"reads a table", "SELECT * FROM sector"},
    {"reads a view of ours", "SELECT * FROM api_agreements"},
    {"reads the search", "SELECT snippet(search_text, -1, 'a', 'b', 'c', 5) FROM search_text "
                         "WHERE search_text MATCH '\"trade\"*' ORDER BY rank"},
    {"reads in a circle", "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE "
                          "x < 5) SELECT x FROM n"},
    {"reads how often others wrote", "PRAGMA data_version"},
};

START_TEST(reads)
{
    ck_assert_msg(run(allowed[_i].sql) == SQLITE_DONE, "%s", sqlite3_errmsg(ask_db()->sqlite));
}
END_TEST

/* --- values are bound, and never part of the SQL --- */

static const char *const injections[] = {
    "'; DROP TABLE sector; --",
    "\"; DROP TABLE sector; --",
    "' OR '1'='1",
    "x') OR 1=1 --",
    "%",
    "_",
    "\\",
    "\\%'",
    "[",
    "?1",
    ":a",
    "NULL",
    "1); DELETE FROM claim; --",
    "api_trade",
    "\xef\xbb\xbf",
    "a\001b",
};

enum { INJECTION_COUNT = sizeof injections / sizeof injections[0] };

/* Placeholders outside of texts: record_json() is told by a question mark what is a boolean. */
static size_t count_placeholders(const char *sql)
{
    bool is_text = false;
    size_t count = 0;

    for (; *sql; sql++) {
        is_text ^= *sql == '\'';
        count += *sql == '?' && !is_text;
    }
    return count;
}

static void check_statement(const struct query *query, const char *value)
{
    struct list_sql plain;
    struct list_sql sql;

    for (int kind = LIST_SQL_JSON; kind <= LIST_SQL_COUNT; kind++) {
        struct value other = {.type = VALUE_TEXT, .text = "AAA-BBB"};
        struct query tame = *query;

        tame.filters[0].values = &other;
        list_sql_init(&sql);
        list_sql_init(&plain);
        ck_assert_int_eq(list_sql_make(&sql, query, (enum list_sql_kind)kind), DB_OK);
        ck_assert_int_eq(list_sql_make(&plain, &tame, (enum list_sql_kind)kind), DB_OK);
        ck_assert_msg(strcmp(sql.text.data, plain.text.data) == 0, "%s is in %s", value,
                      sql.text.data);
        ck_assert_uint_eq(count_placeholders(sql.text.data), list_sql_bind_count(&sql));
        list_sql_fini(&sql);
        list_sql_fini(&plain);
    }
}

static void run_question(const struct query *query)
{
    struct db_rows *rows;
    enum db_status status;
    int64_t count;

    ck_assert_msg(db_list(ask_db(), query, DB_COLUMNS_JSON, &rows) == DB_OK, "%s",
                  db_cause(ask_db()));
    while ((status = db_rows_next(rows)) == DB_OK)
        ;
    ck_assert_msg(status == DB_NOT_FOUND, "%s", db_cause(ask_db()));
    db_rows_close(rows);
    ck_assert_msg(db_count(ask_db(), query, &count) == DB_OK, "%s", db_cause(ask_db()));
}

static void inject(const struct resource *resource, const struct field *field, enum field_op op)
{
    static size_t turn; /* each filter gets a part of them: its SQL is the same for all */

    for (size_t i = turn++ % 3; i < INJECTION_COUNT; i += 3) {
        struct value value = {.type = VALUE_TEXT, .text = injections[i]};
        struct query query = {.resource = resource, .members = query_all_members(resource)};

        query.filters[0] =
            (struct query_filter){.field = field, .op = op, .values = &value, .value_count = 1};
        query.filter_count = 1;
        query.match = resource == &resource_search ? injections[i] : NULL;
        if (!query.match)
            check_statement(&query, injections[i]);
        query.match = resource == &resource_search ? "trade" : NULL;
        run_question(&query);
    }
}

/* Even values that the parameter check would never let through. */
START_TEST(binds_every_value)
{
    const struct resource *resource = resource_all[_i];
    uint64_t before;

    ask_db();
    before = copy_hash("records.db");
    for (size_t i = 0; i < resource->field_count; i++)
        for (unsigned bit = 0; bit < 7; bit++)
            if (resource->fields[i].ops & 1u << bit)
                inject(resource, &resource->fields[i], 1u << bit);
    ck_assert_uint_eq(copy_hash("records.db"), before);
}
END_TEST

/* As a client would try it: refused or without effect, never a failure. */
START_TEST(takes_no_orders_from_parameters)
{
    const struct resource *resource = walks[_i].resource;
    uint64_t before;

    ask_db();
    before = copy_hash("records.db");
    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        for (unsigned bit = 0; bit < 8; bit++) {
            if (!(field->ops & 1u << bit))
                continue;
            for (size_t k = (i + bit) % 4; k < INJECTION_COUNT; k += 4) {
                const char *suffix = field_op_suffix(1u << bit);
                struct answer answer;

                ask(&answer, "%s%s%s%s=%s", ask_list(&walks[_i]), field->name,
                    suffix[0] ? "__" : "", suffix, ask_escaped(injections[k]));
                ck_assert_msg(answer.status == 200 || answer.status == 400, "%s: %u %s",
                              field->name, answer.status, answer.problem.cause);
                answer_fini(&answer);
            }
        }
    }
    ck_assert_uint_eq(copy_hash("records.db"), before);
}
END_TEST

/* The wildcards of LIKE are only characters. */
START_TEST(contains_wildcards_as_they_are)
{
    static const struct {
        const char *part;
        size_t rows;
    } parts[] = {{"%", 1},         {"_", 1},     {"\\", 1},    {"y \\ 1", 1},
                 {"0% O", 1},      {"y%t", 0},   {"of_i", 1},  {"o__i", 0},
                 {"\"vague\"", 1}, {"VAGUE", 1}, {", \"va", 1}};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct answer answer;

        ask_well(&answer, "/v1/agreements?title__contains=%s", ask_escaped(parts[i].part));
        ck_assert_msg(json_array_size(answer_data(&answer)) == parts[i].rows, "%s", parts[i].part);
        answer_fini(&answer);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_closed");
    TCase *tcase = tcase_create("closed");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    SUITE_ADD_ROWS(tcase, does_not_write, denied);
    tcase_add_test(tcase, does_not_write_even_if_it_may);
    SUITE_ADD_ROWS(tcase, reads, allowed);
    for (int i = 0; resource_all[i]; i++) {
        const char *name = resource_all[i]->name;

        suite_add_row(tcase, binds_every_value, i, ask_name(name, "binds every value"));
    }
    for (int i = 0; walks[i].name; i++)
        suite_add_row(tcase, takes_no_orders_from_parameters, i,
                      ask_name(walks[i].name, "takes no orders from parameters"));
    tcase_add_test(tcase, contains_wildcards_as_they_are);
    int result = suite_run(suite);

    ask_tear_down();
    return result;
}
