/* SPDX-License-Identifier: MIT */
#include "questions.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/private.h"
#include "db/totals.h"
#include "handlers/database.h"
#include "handlers/routes.h"
#include "model/buffer.h"
#include "server/exchange.h"
#include "server/stream.h"

static char folder[] = "/tmp/entente-questions-XXXXXX";
static char path[sizeof folder + 16];

/*
 * Series customs-usd, in dataset old (codes of 0, 2 and 6 digits, World, details), KAZ X 2021:
 *
 *            TOTAL  10  100100  100200  27  270900
 *   World      100  40      30      10  60      60
 *   TJK         30  30      20      10   -       -
 *   RUS         70  10      10       -  60      60   and 270900 by details: C01 50 + C02 10,
 *                                                    transport 2: 60, second partner UZB: 60
 *
 * RX 5 (a part of X). M: World 50, TJK 8 (all flags), RUS without a value. EUN, a group, X 1000.
 * KAZ X 2020: World 999, TJK 999 in old, replaced by dataset new: World 80, TJK 20, RUS 60.
 * TJK M 2021, dataset hs6 (codes of 6 digits alone, no World): from KAZ 100100 22 (10 kg), 100200
 * 11 (5 kg); from RUS 270900 7 (no weight): 40 in all. KAZ X by month, dataset months: 2021-01 2,
 * 2021-02 3, World and TJK alike. Series other-usd, dataset other: KAZ X 2021 World 101.
 *
 * Series uneven-usd 2021: KGZ to TJK 100 by water, of which 80 by sea and 20 by inland waterway;
 * TKM M World 9, X TJK 3 (of chapter 10) and UZB 2 (of chapter 27).
 *
 * Series twice-usd: UZB X World 2020 in both datasets; 2021 in dataset both, in HS and in H6; to
 * TJK 3 in HS and 4 in H6.
 *
 * Series grown-usd, X World, dataset grown, the years 2019 in dataset later; MDA 2018 in HS and H6:
 *
 *        2015  2016  2017  2018  2019  2020-01  -02  -03  2021-01  -02
 *   KGZ     5    10    15    30    33        1    1    -        2    2
 *   ARM     -     -     5    10     -        3    3    3        5    7
 *   MDA     -    20    25    26    27        -    -    -        -    -
 *   GEO     7     -     -     -     -        4    -    -        -    6
 *   BLR     8     -     -     -     -        -    -    -        -    -
 *
 * Code 10 is all of ARM 2017, ARM 2018 and KGZ 2018; the others have TOTAL alone. To RUS: KGZ 4 in
 * 2017 and 6 in 2018, ARM 2 in 2018.
 */
static const char given_sql[] =
    "INSERT INTO series (id, slug, title, source, unit, valuation, classification, basis) VALUES"
    " (101, 'customs-usd', 'Customs', 1, 'USD', 'exports FOB, imports CIF', 'HS', 'reported'),"
    " (102, 'other-usd', 'Other', 1, 'USD', NULL, 'HS', 'reported'),"
    " (103, 'twice-usd', 'Twice', 1, 'USD', NULL, 'HS', 'reported'),"
    " (104, 'uneven-usd', 'Uneven', 1, 'USD', NULL, 'HS', 'reported');"
    "INSERT INTO dataset (id, slug, series, title, imported_at, observations, revision) VALUES"
    " (101, 'old', 101, 'Old', '2022-01-01T00:00:00Z', 0, 1),"
    " (102, 'new', 101, 'New', '2023-01-01T00:00:00Z', 0, 1),"
    " (103, 'hs6', 101, 'HS6', '2023-01-01T00:00:00Z', 0, 1),"
    " (104, 'months', 101, 'Months', '2023-01-01T00:00:00Z', 0, 1),"
    " (105, 'other', 102, 'Other', '2023-01-01T00:00:00Z', 0, 1),"
    " (106, 'both', 103, 'Both', '2023-01-01T00:00:00Z', 0, 1),"
    " (107, 'again', 103, 'Again', '2023-01-01T00:00:00Z', 0, 1),"
    " (108, 'uneven', 104, 'Uneven', '2023-01-01T00:00:00Z', 0, 1);"
    "INSERT OR IGNORE INTO commodity VALUES ('HS', '100100', 6, '10', 'Wheat'),"
    " ('HS', '100200', 6, '10', 'Rye'), ('HS', '270900', 6, '27', 'Oil');"
    "INSERT OR IGNORE INTO period VALUES"
    " (1196818798, '2020', '2020-01-01', '2020-12-31', 'A'),"
    " (1220804973, '2021', '2021-01-01', '2021-12-31', 'A'),"
    " (1220804639, '2021-01', '2021-01-01', '2021-01-31', 'M'),"
    " (1222836252, '2021-02', '2021-02-01', '2021-02-28', 'M');"
    "CREATE TEMP TABLE given (dataset, reporter, partner, flow, period, commodity, value, "
    "net_weight,"
    " partner2 DEFAULT 'W00', customs DEFAULT '', transport DEFAULT 0);"
    "INSERT INTO given (dataset, reporter, partner, flow, period, commodity, value, net_weight) "
    "VALUES"
    " ('old', 'KAZ', 'W00', 'X', '2021', 'TOTAL', 100, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2021', '10', 40, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2021', '100100', 30, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2021', '100200', 10, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2021', '27', 60, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2021', '270900', 60, NULL),"
    " ('old', 'KAZ', 'TJK', 'X', '2021', 'TOTAL', 30, NULL),"
    " ('old', 'KAZ', 'TJK', 'X', '2021', '10', 30, NULL),"
    " ('old', 'KAZ', 'TJK', 'X', '2021', '100100', 20, NULL),"
    " ('old', 'KAZ', 'TJK', 'X', '2021', '100200', 10, NULL),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', 'TOTAL', 70, NULL),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '10', 10, NULL),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '100100', 10, NULL),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '27', 60, NULL),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '270900', 60, NULL),"
    " ('old', 'KAZ', 'W00', 'RX', '2021', 'TOTAL', 5, NULL),"
    " ('old', 'KAZ', 'W00', 'M', '2021', 'TOTAL', 50, NULL),"
    " ('old', 'KAZ', 'TJK', 'M', '2021', 'TOTAL', 8, NULL),"
    " ('old', 'KAZ', 'RUS', 'M', '2021', 'TOTAL', NULL, NULL),"
    " ('old', 'EUN', 'W00', 'X', '2021', 'TOTAL', 1000, NULL),"
    " ('old', 'KAZ', 'W00', 'X', '2020', 'TOTAL', 999, NULL),"
    " ('old', 'KAZ', 'TJK', 'X', '2020', 'TOTAL', 999, NULL),"
    " ('new', 'KAZ', 'W00', 'X', '2020', 'TOTAL', 80, NULL),"
    " ('new', 'KAZ', 'TJK', 'X', '2020', 'TOTAL', 20, NULL),"
    " ('new', 'KAZ', 'RUS', 'X', '2020', 'TOTAL', 60, NULL),"
    " ('hs6', 'TJK', 'KAZ', 'M', '2021', '100100', 22, 10),"
    " ('hs6', 'TJK', 'KAZ', 'M', '2021', '100200', 11, 5),"
    " ('hs6', 'TJK', 'RUS', 'M', '2021', '270900', 7, NULL),"
    " ('months', 'KAZ', 'W00', 'X', '2021-01', 'TOTAL', 2, NULL),"
    " ('months', 'KAZ', 'W00', 'X', '2021-02', 'TOTAL', 3, NULL),"
    " ('months', 'KAZ', 'TJK', 'X', '2021-01', 'TOTAL', 2, NULL),"
    " ('months', 'KAZ', 'TJK', 'X', '2021-02', 'TOTAL', 3, NULL),"
    " ('other', 'KAZ', 'W00', 'X', '2021', 'TOTAL', 101, NULL),"
    " ('both', 'UZB', 'W00', 'X', '2020', 'TOTAL', 6, NULL),"
    " ('both', 'UZB', 'W00', 'X', '2021', 'TOTAL', 7, NULL),"
    " ('both', 'UZB', 'TJK', 'X', '2021', 'TOTAL', 3, NULL),"
    " ('again', 'UZB', 'W00', 'X', '2020', 'TOTAL', 6, NULL),"
    " ('uneven', 'TKM', 'W00', 'M', '2021', 'TOTAL', 9, NULL),"
    " ('uneven', 'TKM', 'TJK', 'X', '2021', '10', 3, NULL),"
    " ('uneven', 'TKM', 'UZB', 'X', '2021', '27', 2, NULL);";

static const char details_sql[] =
    "INSERT INTO given VALUES"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '270900', 50, NULL, 'W00', 'C01', 0),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '270900', 10, NULL, 'W00', 'C02', 0),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '270900', 60, NULL, 'W00', '', 2),"
    " ('old', 'KAZ', 'RUS', 'X', '2021', '270900', 60, NULL, 'UZB', '', 0),"
    " ('uneven', 'KGZ', 'TJK', 'X', '2021', 'TOTAL', 100, NULL, 'W00', '', 2000),"
    " ('uneven', 'KGZ', 'TJK', 'X', '2021', 'TOTAL', 80, NULL, 'W00', '', 2100),"
    " ('uneven', 'KGZ', 'TJK', 'X', '2021', 'TOTAL', 20, NULL, 'W00', '', 2200);";

static const char grown_sql[] =
    "INSERT INTO series (id, slug, title, source, unit, valuation, classification, basis) VALUES"
    " (105, 'grown-usd', 'Grown', 1, 'USD', NULL, 'HS', 'reported');"
    "INSERT INTO dataset (id, slug, series, title, imported_at, observations, revision) VALUES"
    " (109, 'grown', 105, 'Grown', '2023-01-01T00:00:00Z', 0, 1),"
    " (110, 'later', 105, 'Later', '2023-01-01T00:00:00Z', 0, 1);"
    "INSERT OR IGNORE INTO period VALUES"
    " (1077150061, '2015', '2015-01-01', '2015-12-31', 'A'),"
    " (1101070702, '2016', '2016-01-01', '2016-12-31', 'A'),"
    " (1125056877, '2017', '2017-01-01', '2017-12-31', 'A'),"
    " (1148977517, '2018', '2018-01-01', '2018-12-31', 'A'),"
    " (1172898157, '2019', '2019-01-01', '2019-12-31', 'A'),"
    " (1196818463, '2020-01', '2020-01-01', '2020-01-31', 'M'),"
    " (1198850077, '2020-02', '2020-02-01', '2020-02-29', 'M'),"
    " (1200750623, '2020-03', '2020-03-01', '2020-03-31', 'M');"
    "INSERT INTO given (dataset, reporter, partner, flow, period, commodity, value, net_weight) "
    "VALUES"
    " ('grown', 'KGZ', 'W00', 'X', '2015', 'TOTAL', 5, NULL),"
    " ('grown', 'GEO', 'W00', 'X', '2015', 'TOTAL', 7, NULL),"
    " ('grown', 'BLR', 'W00', 'X', '2015', 'TOTAL', 8, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2016', 'TOTAL', 10, NULL),"
    " ('grown', 'MDA', 'W00', 'X', '2016', 'TOTAL', 20, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2017', 'TOTAL', 15, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2017', 'TOTAL', 5, NULL),"
    " ('grown', 'MDA', 'W00', 'X', '2017', 'TOTAL', 25, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2018', 'TOTAL', 30, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2018', 'TOTAL', 10, NULL),"
    " ('grown', 'MDA', 'W00', 'X', '2018', 'TOTAL', 26, NULL),"
    " ('grown', 'KGZ', 'RUS', 'X', '2017', 'TOTAL', 4, NULL),"
    " ('grown', 'KGZ', 'RUS', 'X', '2018', 'TOTAL', 6, NULL),"
    " ('grown', 'ARM', 'RUS', 'X', '2018', 'TOTAL', 2, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2017', '10', 5, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2018', '10', 30, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2018', '10', 10, NULL),"
    " ('later', 'KGZ', 'W00', 'X', '2019', 'TOTAL', 33, NULL),"
    " ('later', 'MDA', 'W00', 'X', '2019', 'TOTAL', 27, NULL),"
    " ('grown', 'GEO', 'W00', 'X', '2020-01', 'TOTAL', 4, NULL),"
    " ('grown', 'GEO', 'W00', 'X', '2021-02', 'TOTAL', 6, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2020-01', 'TOTAL', 1, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2020-02', 'TOTAL', 1, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2021-01', 'TOTAL', 2, NULL),"
    " ('grown', 'KGZ', 'W00', 'X', '2021-02', 'TOTAL', 2, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2020-01', 'TOTAL', 3, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2020-02', 'TOTAL', 3, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2020-03', 'TOTAL', 3, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2021-01', 'TOTAL', 5, NULL),"
    " ('grown', 'ARM', 'W00', 'X', '2021-02', 'TOTAL', 7, NULL);";

static const char rows_sql[] =
    "INSERT INTO observation (reporter, partner, flow, frequency, period, classification, "
    "commodity,"
    "  partner2, customs, transport, dataset, value, net_weight)"
    " SELECT r.id, p.id, g.flow, t.frequency, t.id, 'HS', g.commodity, p2.id, g.customs, "
    "g.transport,"
    "  d.id, g.value, g.net_weight"
    " FROM given g JOIN area r ON r.code = g.reporter JOIN area p ON p.code = g.partner"
    " JOIN area p2 ON p2.code = g.partner2 JOIN period t ON t.text = g.period"
    " JOIN dataset d ON d.slug = g.dataset;"
    "INSERT INTO observation (reporter, partner, flow, frequency, period, classification, "
    "commodity,"
    "  partner2, customs, transport, dataset, value)"
    " SELECT reporter, partner, flow, frequency, period, 'H6', commodity, partner2, customs,"
    "  transport, dataset, value + (dataset = 106 AND value = 3) FROM observation"
    "  WHERE (dataset = 106 AND value <> 6) OR (dataset = 109 AND value = 26);"
    "UPDATE observation SET flags = 15 WHERE dataset = 101 AND flow = 'M' AND value = 8;"
    "INSERT INTO dataset_block (dataset, reporter, frequency, period, classification, since, "
    "until)"
    " SELECT DISTINCT o.dataset, o.reporter, o.frequency, o.period, o.classification, 1,"
    "  iif(d.slug = 'old' AND t.text = '2020', 1, NULL)"
    " FROM observation o JOIN dataset d ON d.id = o.dataset JOIN period t ON t.id = o.period"
    " WHERE d.id > 100;"
    "DELETE FROM observation_total;";

static void run(sqlite3 *sqlite, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(sqlite, sql, NULL, NULL, &message) == SQLITE_OK)
        return;
    fprintf(stderr, "%s: %s\n", sql, message);
    abort();
}

static void fill(void)
{
    sqlite3 *sqlite;

    if (sqlite3_open(path, &sqlite) != SQLITE_OK)
        abort();
    run(sqlite, given_sql);
    run(sqlite, details_sql);
    run(sqlite, grown_sql);
    run(sqlite, rows_sql);
    for (const char *const *step = totals_steps; *step; step++)
        run(sqlite, *step);
    sqlite3_close(sqlite);
}

void questions_init(void)
{
    struct db_create_options options = {.path = path, .journal = DB_JOURNAL_DELETE};
    struct db_message message;

    if (db_library_init() != DB_OK || !mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/test.db", folder);
    if (db_create(&options, NULL, &message) != DB_OK) {
        fprintf(stderr, "%s\n", message.text);
        abort();
    }
    fill();
}

void questions_fini(void)
{
    unlink(path);
    rmdir(folder);
}

const char *questions_path(void)
{
    return path;
}

/* --- requests --- */

static void do_nothing(void *arg)
{
    (void)arg;
}

static void note_end(void *arg, bool is_whole)
{
    *(bool *)arg = is_whole;
}

static char *read_stream(const struct reply *reply)
{
    bool is_whole = false;
    const struct stream_options options = {
        .capacity_bytes = 1 << 24,
        .longest_ms = 60000,
        .suspend = do_nothing,
        .resume = do_nothing,
        .ending = note_end,
        .arg = &is_whole,
    };
    struct stream *stream = stream_new(&options);
    char *text = calloc(1, 1 << 20);
    size_t length = 0;
    size_t used = 0;

    ck_assert(stream && text);
    ck_assert_int_eq(reply->produce(stream, reply->produce_arg), 0);
    stream_end(stream, true);
    while (stream_read(stream, text + used, (1 << 20) - 1 - used, &length) == STREAM_OPEN)
        used += length;
    stream_unref(stream);
    return text;
}

static char *take_body(struct request *rq, struct reply *reply, struct db *db)
{
    char *text;

    if (!reply->produce)
        return reply->body ? strndup(reply->body, reply->body_length) : strdup("");
    text = read_stream(reply);
    request_finish_stream(rq, &database_functions, db);
    return text;
}

static struct db *open_database(void)
{
    const struct db_options options = {.path = path, .query_timeout_ms = 20000};
    struct db_message message = {""};
    struct db *db;

    ck_assert_msg(db_open(&options, &db, &message) == DB_OK, "%s", message.text);
    return db;
}

static char *get(struct db *db, const char *target)
{
    static const struct exchange_limits limits = {.max_values = 100};
    const struct arrival arrival = {.method = "GET", .target = target};
    struct request *rq;
    struct reply reply;
    struct problem problem;
    char *text;

    if (request_new(&routes_all, &limits, &arrival, &rq, &problem) != 0) {
        text = strdup(problem.detail);
    } else if (request_answer(rq, &database_functions, db, PACE_ORDINARY, &reply, &problem) != 0) {
        ck_assert_msg(problem_status(problem.kind) < 500, "%s: %s", problem.detail, problem.cause);
        text = strdup(problem.detail);
    } else {
        text = take_body(rq, &reply, db);
        reply_fini(&reply);
    }
    request_free(rq);
    return text;
}

char *questions_get(const char *target)
{
    struct db *db = open_database();
    char *text = get(db, target);

    db_close(db);
    return text;
}

static void add_plan(sqlite3 *sqlite, const char *sql, struct buffer *out)
{
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *statement;

    ck_assert_msg(sqlite3_prepare_v2(sqlite, explain, -1, &statement, NULL) == SQLITE_OK, "%s: %s",
                  sqlite3_errmsg(sqlite), sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        buffer_add_text(out, (const char *)sqlite3_column_text(statement, 3));
        buffer_add_text(out, "\n");
    }
    sqlite3_finalize(statement);
    sqlite3_free(explain);
}

char *questions_get_plans(const char *target)
{
    struct db *db = open_database();
    struct buffer out;
    size_t length;

    free(get(db, target));
    buffer_init(&out);
    for (int i = 0; i < PREPARED_MAX; i++) {
        if (db->prepared[i].statement)
            add_plan(db->sqlite, sqlite3_sql(db->prepared[i].statement), &out);
    }
    db_close(db);
    return buffer_steal(&out, &length);
}

json_t *questions_get_json(const char *target)
{
    char *text = questions_get(target);
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);

    ck_assert_msg(json != NULL, "%s: %s", target, text);
    free(text);
    return json;
}

char *questions_get_data(const char *target)
{
    static const char before[] = "{\"data\":[";
    char *text = questions_get(target);
    char *end = strstr(text, "],\n\"page\"");
    char *to = text;

    ck_assert_msg(strncmp(text, before, strlen(before)) == 0 && end, "%s: %s", target, text);
    for (const char *from = text + strlen(before); from < end; from++) {
        if (*from != '\n')
            *to++ = *from;
    }
    *to = '\0';
    return text;
}
