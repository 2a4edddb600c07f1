/* SPDX-License-Identifier: MIT */
/* How questions are answered: by keys and indexes, whatever the size of the tables. No table that
 * grows is read from one end to the other. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "db/list_sql.h"
#include "db/private.h"
#include "handlers/routes.h"
#include "server/exchange.h"

enum { MOST_CURSORS = 512, PLAN_SIZE = 32768 };

/* Lists that stay short: whole ones are looked through for what cannot be asked for by a key. */
static const char *const short_lists[] = {
    "area",    /* some 330: countries, former states, groups */
    "period",  /* a few thousand at most: years, months */
    "dataset", /* one an import */
    "series",  "sector", "commodity",
};

static bool is_short(const char *table)
{
    for (size_t i = 0; i < sizeof short_lists / sizeof short_lists[0]; i++)
        if (strcmp(short_lists[i], table) == 0)
            return true;
    return false;
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement;

    ck_assert_msg(sqlite3_prepare_v2(ask_db()->sqlite, sql, -1, &statement, NULL) == SQLITE_OK,
                  "%s: %s", sqlite3_errmsg(ask_db()->sqlite), sql);
    return statement;
}

/* The table that a page of the file is the root of, or of whose index it is. */
static void find_table(int root, char ret[64])
{
    sqlite3_stmt *statement = prepare("SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?1");

    sqlite3_bind_int(statement, 1, root);
    snprintf(ret, 64, "%s",
             sqlite3_step(statement) == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0)
                                                   : "");
    sqlite3_finalize(statement);
}

/* What the machine's program does: EXPLAIN shows each step, and which pages it begins at. */
struct program {
    sqlite3_stmt *steps;
    int roots[MOST_CURSORS]; /* of the cursors; 0: none that reads the file */
};

static void note_cursor(struct program *program)
{
    int cursor = sqlite3_column_int(program->steps, 2);

    ck_assert_int_lt(cursor, MOST_CURSORS);
    program->roots[cursor] =
        sqlite3_column_int(program->steps, 4) == 0 ? sqlite3_column_int(program->steps, 3) : 0;
}

/* Whether the step goes through all of a table that grows; @ret then has its name. */
static bool reads_all(const struct program *program, char ret[64])
{
    const char *step = (const char *)sqlite3_column_text(program->steps, 1);
    int cursor = sqlite3_column_int(program->steps, 2);

    if (strcmp(step, "Rewind") != 0 && strcmp(step, "Last") != 0 && strcmp(step, "Count") != 0)
        return false;
    if (cursor >= MOST_CURSORS || !program->roots[cursor])
        return false;
    find_table(program->roots[cursor], ret);
    return ret[0] && !is_short(ret);
}

/* The table that grows and is read whole for @sql; "" for none. Two passes: a step may come before
 * that which opens its cursor. */
static void find_whole_table(const char *sql, char ret[64])
{
    bool is_found = false;

    char explained[PLAN_SIZE];
    struct program program = {.roots = {0}};

    ck_assert_int_lt(snprintf(explained, sizeof explained, "EXPLAIN %s", sql),
                     (int)sizeof explained);
    program.steps = prepare(explained);
    while (sqlite3_step(program.steps) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(program.steps, 1);

        if (strcmp(step, "OpenRead") == 0)
            note_cursor(&program);
    }
    sqlite3_reset(program.steps);
    while (!is_found && sqlite3_step(program.steps) == SQLITE_ROW)
        is_found = reads_all(&program, ret);
    sqlite3_finalize(program.steps);
    if (!is_found)
        ret[0] = '\0';
}

static void check_program(const char *sql)
{
    char table[64];

    find_whole_table(sql, table);
    ck_assert_msg(!table[0], "all of %s is read: %s", table, sql);
}

/* The plan in SQLite's words, a line a step. */
static void write_plan(const char *sql, char ret[PLAN_SIZE])
{
    char explained[PLAN_SIZE];
    size_t used = 0;
    sqlite3_stmt *plan;

    snprintf(explained, sizeof explained, "EXPLAIN QUERY PLAN %s", sql);
    plan = prepare(explained);
    ret[0] = '\0';
    while (sqlite3_step(plan) == SQLITE_ROW && used < PLAN_SIZE)
        used += (size_t)snprintf(ret + used, PLAN_SIZE - used, "%s\n",
                                 (const char *)sqlite3_column_text(plan, 3));
    sqlite3_finalize(plan);
}

/* The SQL of a target; a record's is that of its id, as handlers/record.c asks. */
static void write_sql(const char *target, char ret[PLAN_SIZE])
{
    static const struct exchange_limits limits = {.max_values = 100};
    const struct arrival arrival = {.method = "GET", .target = target};
    struct problem problem;
    struct request *rq;
    struct list_sql sql;

    ck_assert_msg(request_new(&routes_all, &limits, &arrival, &rq, &problem) == 0, "%s: %s", target,
                  problem.detail);
    struct query query = *request_query(rq);
    struct value id = {.type = VALUE_TEXT, .text = request_segment(rq)};

    if (id.text) {
        query.filters[0] =
            (struct query_filter){.field = resource_field(query.resource, query.resource->id),
                                  .op = OP_EQ,
                                  .values = &id,
                                  .value_count = 1};
        query.filter_count = 1;
        query.limit = 1;
    }
    list_sql_init(&sql);
    ck_assert_int_eq(list_sql_make(&sql, &query,
                                   query.count == COUNT_ONLY    ? LIST_SQL_COUNT
                                   : query.format == FORMAT_CSV ? LIST_SQL_CELLS
                                                                : LIST_SQL_JSON),
                     DB_OK);
    snprintf(ret, PLAN_SIZE, "%s", sql.text.data);
    list_sql_fini(&sql);
    request_free(rq);
}

/* --- by keys alone --- */

#define BY_KEYS(target)                                                                            \
    {                                                                                              \
        target, target                                                                             \
    }

static const struct {
    const char *name;
    const char *target;
} targets[] = {
    BY_KEYS("/v1/agreements/vague-treaty"),
    BY_KEYS("/v1/events/vague-event"),
    BY_KEYS("/v1/claims/words-only"),
    BY_KEYS("/v1/statements/anonymous-statement"),
    BY_KEYS("/v1/sources/no-title"),
    BY_KEYS("/v1/institutions/same-name-a"),
    BY_KEYS("/v1/countries/KAZ"),
    BY_KEYS("/v1/commodities/27"),
    BY_KEYS("/v1/sectors/agriculture"),
    BY_KEYS("/v1/series/dollars-as-reported"),
    BY_KEYS("/v1/datasets/second-import"),
    BY_KEYS("/v1/agreements?party=KAZ"),
    BY_KEYS("/v1/agreements?party=KAZ,same-name-a"),
    BY_KEYS("/v1/agreements?pair=KAZ-TJK"),
    BY_KEYS("/v1/agreements?pair=KAZ-TJK,KAZ-UZB"),
    BY_KEYS("/v1/agreements?pair=KAZ-TJK&status=in_force"),
    BY_KEYS("/v1/agreements?pair=KAZ-TJK&count=only"),
    BY_KEYS("/v1/agreements?pair=KAZ-TJK&format=csv"),
    BY_KEYS("/v1/agreements?source=no-title"),
    BY_KEYS("/v1/agreements?event=vague-event"),
    BY_KEYS("/v1/agreements?sector=agriculture"),
    BY_KEYS("/v1/agreements?part_of=vague-treaty"),
    BY_KEYS("/v1/agreements?id=vague-treaty,open-treaty"),
    BY_KEYS("/v1/events?participant=KAZ"),
    BY_KEYS("/v1/events?pair=KAZ-TJK"),
    BY_KEYS("/v1/events?source=no-title"),
    BY_KEYS("/v1/events?part_of=undated-event"),
    BY_KEYS("/v1/claims?pair=KAZ-TJK"),
    BY_KEYS("/v1/claims?pair=KAZ-TJK&metric=turnover"),
    BY_KEYS("/v1/claims?pair=KAZ-TJK&count=only"),
    BY_KEYS("/v1/claims?pair=KAZ-TJK&format=csv"),
    BY_KEYS("/v1/claims?agreement=vague-treaty"),
    BY_KEYS("/v1/claims?event=vague-event"),
    BY_KEYS("/v1/claims?source=no-title"),
    BY_KEYS("/v1/statements?pair=KAZ-TJK"),
    BY_KEYS("/v1/statements?event=vague-event"),
    BY_KEYS("/v1/statements?sector=agriculture"),
    BY_KEYS("/v1/statements?source=no-title"),
    BY_KEYS("/v1/institutions?country=KAZ"),
    BY_KEYS("/v1/institutions?source=no-title"),
    BY_KEYS("/v1/datasets?series=dollars-as-reported"),
    BY_KEYS("/v1/trade?reporter=KAZ"),
    BY_KEYS("/v1/trade?partner=TJK"),
    BY_KEYS("/v1/trade?partner=TJK&format=csv"),
    BY_KEYS("/v1/trade?partner=TJK,W00&period__gte=2010"),
    BY_KEYS("/v1/trade?partner=TJK&count=only"),
    BY_KEYS("/v1/trade?dataset=second-import&partner=TJK"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK"),
    BY_KEYS("/v1/trade?reporter=KAZ,TJK&partner=KAZ,TJK"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&flow=X"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&period=2012"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&flow=X&period=2012"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&flow=X&period__gte=2010&period__lte=2012"),
    BY_KEYS("/v1/trade?reporter=KAZ&period=2012&commodity=TOTAL"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&sort=-value"),
    BY_KEYS("/v1/trade?reporter=KAZ&partner=TJK&count=only"),
};

START_TEST(reads_no_table_that_grows)
{
    char sql[PLAN_SIZE];

    write_sql(targets[_i].target, sql);
    check_program(sql);
}
END_TEST

START_TEST(of_a_pair_reads_no_table_that_grows)
{
    check_program(sqlite3_sql(ask_db()->fixed[_i]));
}
END_TEST

/* The check itself finds what it should. */
START_TEST(finds_a_table_that_is_read_whole)
{
    static const struct {
        const char *sql;
        const char *table;
    } questions[] = {
        {"SELECT * FROM observation", "observation"},
        {"SELECT count(*) FROM observation", "observation"},
        {"SELECT commodity FROM observation ORDER BY reporter DESC", "observation"},
        {"SELECT * FROM observation o JOIN area a ON a.id = o.partner WHERE a.code = 'KAZ'",
         "observation"},
        {"SELECT * FROM claim_version WHERE note = 'x'", "claim_version"},
        {"SELECT slug FROM claim", "claim"},
        {"SELECT * FROM sector", ""},
        {"SELECT * FROM observation WHERE reporter = 5", ""},
    };

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        char table[64];

        find_whole_table(questions[i].sql, table);
        ck_assert_str_eq(table, questions[i].table);
    }
}
END_TEST

/* --- by as much of the key of observations as is given --- */

static const struct {
    const char *name;
    const char *target;
    const char *says;
} depths[] = {
    {"finds a reporter's rows by their key", "/v1/trade?reporter=KAZ",
     "SEARCH o USING PRIMARY KEY (reporter=?)"},
    {"finds a partner's rows by their key", "/v1/trade?partner=TJK",
     "SEARCH o USING PRIMARY KEY (reporter=? AND partner=?)"},
    {"finds a pair's rows by their key", "/v1/trade?reporter=KAZ&partner=TJK",
     "SEARCH o USING PRIMARY KEY (reporter=? AND partner=?)"},
    {"finds a flow's rows by their key", "/v1/trade?reporter=KAZ&partner=TJK&flow=X",
     "SEARCH o USING PRIMARY KEY (reporter=? AND partner=? AND flow=?)"},
    {"finds a period's rows by their key", "/v1/trade?reporter=KAZ&partner=TJK&flow=X&period=2012",
     "(reporter=? AND partner=? AND flow=? AND frequency=? AND period=?)"},
    {"finds the rows of a span of time by their key",
     "/v1/trade?reporter=KAZ&partner=TJK&flow=X&period__gte=2010&period__lt=2013",
     "(reporter=? AND partner=? AND flow=? AND frequency=? AND period=?)"},
    {"finds a period's rows of a pair by their key",
     "/v1/trade?reporter=KAZ&partner=TJK&period=2012",
     "(reporter=? AND partner=? AND flow=? AND frequency=? AND period=?)"},
    {"finds a period's rows of a partner by their key", "/v1/trade?partner=TJK&period=2012",
     "(reporter=? AND partner=? AND flow=? AND frequency=? AND period=?)"},
    {"finds a period's rows of a named dataset by their key",
     "/v1/trade?dataset=second-import&reporter=KAZ&partner=TJK&period=2012",
     "(reporter=? AND partner=? AND flow=? AND frequency=? AND period=?)"},
    {"finds a year's total by its key",
     "/v1/trade?reporter=KAZ&partner=TJK&flow=X&period=2012&classification=HS&commodity=TOTAL",
     "AND period=? AND classification=? AND commodity=?)"},
    {"looks up only the block of a row", "/v1/trade?sort=value",
     "SEARCH k USING PRIMARY KEY (reporter=? AND frequency=? AND period=? AND classification=? AND "
     "dataset=?)"},
};

START_TEST(finds_rows_by_their_key)
{
    char sql[PLAN_SIZE];
    char plan[PLAN_SIZE];

    write_sql(depths[_i].target, sql);
    write_plan(sql, plan);
    ck_assert_msg(strstr(plan, depths[_i].says) != NULL, "%s", plan);
}
END_TEST

/* Rows in the order of their key are not sorted: a page costs what it shows and passes over, from
 * where the one before ended, and a stream needs no memory. */
static const char *const in_order[] = {
    "/v1/trade",
    "/v1/trade?format=csv",
    "/v1/trade?reporter__not=KAZ",
    "/v1/trade?period=2012",
    "/v1/trade?dataset=second-import",
    "/v1/trade?series=dollars-as-reported",
    "/v1/trade?partner=TJK",
    "/v1/trade?partner=TJK&period=2012&format=csv",
    "/v1/trade?format=ndjson&reporter=KAZ",
    "/v1/trade?reporter=KAZ&partner=TJK&flow=X",
    "/v1/trade?sort=reporter,partner,flow,frequency,period",
};

START_TEST(takes_trade_in_the_order_of_its_key)
{
    char sql[PLAN_SIZE];
    char plan[PLAN_SIZE];

    write_sql(in_order[_i], sql);
    write_plan(sql, plan);
    ck_assert_msg(!strstr(plan, "TREE FOR ORDER BY"), "%s", plan);
    ck_assert_msg(strstr(sql, "ORDER BY \"reporter_id\", \"partner_id\", \"flow\", \"frequency\", "
                              "\"period_id\", \"classification\"") != NULL,
                  "%s", sql);
}
END_TEST

/* The sums that the import kept, not the observations. */
START_TEST(of_a_pair_finds_its_years_by_their_key)
{
    char plan[PLAN_SIZE];

    write_plan(sqlite3_sql(ask_db()->fixed[DB_Q_PAIR_TRADE]), plan);
    ck_assert_msg(strstr(plan, "PRIMARY KEY (partner_kind=? AND reporter=? AND partner=? AND "
                               "flow=? AND frequency=?") != NULL,
                  "%s", plan);
}
END_TEST

/* Statistics of a new database, which has a handful of rows, would make the plans those of a small
 * one for good. */
START_TEST(has_no_statistics_of_small_tables)
{
    sqlite3_stmt *statement =
        prepare("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'");

    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    ck_assert_int_eq(sqlite3_column_int(statement, 0), 0);
    sqlite3_finalize(statement);
}
END_TEST

static void allow_explaining(void)
{
    sqlite3_set_authorizer(ask_db()->sqlite, NULL, NULL);
}

int main(void)
{
    Suite *suite = suite_create("db_read_plans");
    TCase *tcase = tcase_create("plans");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, allow_explaining, NULL);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        suite_add_row(tcase, reads_no_table_that_grows, (int)i,
                      ask_name(targets[i].name, "reads no table that grows"));
    tcase_add_loop_test(tcase, of_a_pair_reads_no_table_that_grows, 0, DB_Q_CLAIMS_ALL);
    tcase_add_test(tcase, finds_a_table_that_is_read_whole);
    SUITE_ADD_ROWS(tcase, finds_rows_by_their_key, depths);
    tcase_add_loop_test(tcase, takes_trade_in_the_order_of_its_key, 0,
                        sizeof in_order / sizeof in_order[0]);
    tcase_add_test(tcase, of_a_pair_finds_its_years_by_their_key);
    tcase_add_test(tcase, has_no_statistics_of_small_tables);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
