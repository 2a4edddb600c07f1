/* SPDX-License-Identifier: MIT */
/* Random questions about random rows: what is answered is what plain SQL says that looks at every
 * row, knows no kept sums and finds out by itself which kinds of rows a block has. */
#include "suite.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/totals.h"
#include "model/buffer.h"
#include "model/period.h"
#include "questions.h"

enum { BLOCK_ROWS = 90, QUESTIONS = 200, MOST_TRIES = 3000, TEXT_SIZE = 512 };

static uint64_t state = 20221231;

/* xorshift64*: the same rows and questions each time. */
static unsigned pick(unsigned count)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * UINT64_C(2685821657736338717)) >> 33) % count;
}

static const char *pick_word(const char *const *words, unsigned count)
{
    return words[pick(count)];
}

#define PICK(words) pick_word(words, sizeof(words) / sizeof((words)[0]))

static void run(sqlite3 *sqlite, const char *format, ...)
{
    char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    char *sql = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    ck_assert_msg(sqlite3_exec(sqlite, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", message,
                  sql);
    sqlite3_free(sql);
}

/* --- rows --- */

static const char *const reporters[] = {"KAZ", "TJK", "UZB", "KGZ", "EUN"};
static const char *const partners[] = {"KAZ", "TJK", "UZB", "RUS", "W00", "EUN"};
static const char *const flows[] = {"X", "M", "RX"};
static const char *const goods[] = {"10",     "27",     "1001",   "2709",
                                    "100100", "100200", "270900", "TOTAL"};
static const char *const seconds[] = {"CHN", "EUN"};
static const unsigned modes[] = {0, 1000, 2000, 2100, 9110, 9100};
static const char *const periods[] = {"2019", "2020", "2021", "2020-01", "2021-01", "2021-02"};

static const char preparation[] =
    "INSERT INTO series (id, slug, title, source, unit, classification, basis) VALUES"
    " (201, 'random-usd', 'Random', 1, 'USD', 'HS', 'reported');"
    "INSERT INTO dataset (id, slug, series, title, imported_at, observations, revision) VALUES"
    " (201, 'r1', 201, 'R1', '2022-01-01T00:00:00Z', 0, 1),"
    " (202, 'r2', 201, 'R2', '2023-01-01T00:00:00Z', 0, 1);"
    "INSERT OR IGNORE INTO commodity VALUES ('H5', 'TOTAL', 0, NULL, 'All'),"
    " ('H5', '10', 2, 'TOTAL', 'Cereals'), ('H5', '27', 2, 'TOTAL', 'Fuels'),"
    " ('H5', '1001', 4, '10', 'Wheat'), ('H5', '2709', 4, '27', 'Oil'),"
    " ('H5', '100100', 6, '1001', 'Wheat'), ('H5', '100200', 6, '10', 'Rye'),"
    " ('H5', '270900', 6, '2709', 'Oil');"
    "DELETE FROM observation_total";

/* Each block has kinds of rows of its own. */
static void add_block(sqlite3 *sqlite, int dataset, const char *reporter, const char *period)
{
    const unsigned first_good = pick(7);
    const unsigned good_count = 1 + pick(8 - first_good);
    const bool has_world = pick(2);
    const bool has_details = pick(2);
    const bool has_no_whole = pick(4) == 0;

    for (int i = 0; i < BLOCK_ROWS; i++) {
        const char *partner = partners[pick(has_world ? 6 : 4)];
        const bool is_detail = has_no_whole || (has_details && pick(4) == 0);
        char value[16] = "NULL";
        char weight[16] = "NULL";

        if (strcmp(partner, reporter) == 0)
            continue;
        if (pick(8))
            snprintf(value, sizeof value, "%u", pick(100));
        if (pick(3))
            snprintf(weight, sizeof weight, "%u", 1 + pick(50));
        run(sqlite,
            "INSERT OR IGNORE INTO observation (reporter, partner, flow, frequency, period,"
            " classification, commodity, partner2, customs, transport, dataset, value, net_weight)"
            " SELECT r.id, p.id, %Q, t.frequency, t.id, 'H5', %Q, s.id, %Q, %u, %d, %s, %s"
            " FROM area r, area p, area s, period t"
            " WHERE r.code = %Q AND p.code = %Q AND s.code = %Q AND t.text = %Q",
            PICK(flows), goods[first_good + pick(good_count)],
            is_detail ? pick(2) ? "C01" : "C02" : "",
            is_detail ? modes[pick(sizeof modes / sizeof modes[0])] : 0, dataset, value, weight,
            reporter, partner, is_detail && pick(2) ? PICK(seconds) : "W00", period);
    }
}

static void add_period(sqlite3 *sqlite, const char *text)
{
    struct period period;

    ck_assert(period_parse(text, &period));
    run(sqlite, "INSERT OR IGNORE INTO period VALUES (%lld, %Q, %Q, %Q, '%c')",
        (long long)period_key(&period), text, period.start, period.end, period.frequency);
}

static void add_rows(sqlite3 *sqlite)
{
    run(sqlite, "%s", preparation);
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        add_period(sqlite, periods[i]);
    for (size_t i = 0; i < sizeof reporters / sizeof reporters[0]; i++) {
        for (size_t j = 0; j < sizeof periods / sizeof periods[0]; j++) {
            add_block(sqlite, 201, reporters[i], periods[j]);
            if (pick(3) == 0)
                add_block(sqlite, 202, reporters[i], periods[j]);
        }
    }
    run(sqlite, "INSERT INTO dataset_block (dataset, reporter, frequency, period, classification,"
                " since) SELECT DISTINCT dataset, reporter, frequency, period, classification, 1"
                " FROM observation WHERE dataset > 200");
    run(sqlite, "UPDATE dataset_block AS k SET until = 1 WHERE dataset = 201 AND EXISTS (SELECT 1"
                " FROM dataset_block n WHERE n.dataset = 202 AND n.reporter = k.reporter"
                " AND n.period = k.period)");
    for (const char *const *step = totals_steps; *step; step++)
        run(sqlite, "%s", *step);
}

/* --- a question --- */

enum dimension { REPORTER, PARTNER, FLOW, YEAR, PERIOD, COMMODITY, DATASET, DIMENSIONS };

static const char *const dimensions[] = {"reporter", "partner",   "flow",   "year",
                                         "period",   "commodity", "dataset"};

struct question {
    bool has[DIMENSIONS];
    int level; /* of the goods it is grouped by */
    bool is_monthly;
    bool has_share;
    char reporters[TEXT_SIZE]; /* what is asked for, separated by commas; "": all */
    char partners[TEXT_SIZE];
    char flow[8];
    char periods[TEXT_SIZE];
    char codes[TEXT_SIZE];
    char customs[8];
    char transport[8];
    char partner2[8];
    char dataset[16];
    bool is_partner_not;
};

static void pick_list(char ret[TEXT_SIZE], const char *const *words, unsigned count, unsigned most)
{
    const unsigned first = pick(count);
    const unsigned number = 1 + pick(most);

    ret[0] = '\0';
    for (unsigned i = 0; i < number && first + i < count; i++) {
        strcat(ret, i ? "," : "");
        strcat(ret, words[first + i]);
    }
}

static void pick_goods(struct question *question)
{
    static const int levels[] = {0, 2, 4, 6};

    if (question->has[COMMODITY])
        question->level = levels[pick(4)];
    if (pick(3) == 0)
        pick_list(question->codes, goods + 2 * pick(2), 2, 2);
}

static void pick_details(struct question *question)
{
    if (pick(6) == 0)
        strcpy(question->customs, pick(2) ? "C01" : "C02");
    if (pick(6) == 0)
        strcpy(question->transport, pick(2) ? "2000" : "2100");
    if (pick(6) == 0)
        strcpy(question->partner2, "CHN");
    if (pick(5) == 0)
        strcpy(question->dataset, pick(2) ? "r1" : "r2");
}

static struct question pick_question(void)
{
    struct question question = {.is_monthly = pick(4) == 0};

    for (int i = 0; i < DIMENSIONS; i++)
        question.has[i] = pick(3) == 0;
    if (pick(2))
        pick_list(question.reporters, reporters, 4, 3);
    if (pick(3) == 0)
        pick_list(question.partners, partners, 4, 3);
    else if (pick(6) == 0)
        strcpy(question.partners, "W00");
    question.is_partner_not = question.partners[0] && pick(4) == 0;
    if (!question.has[FLOW] || pick(2))
        strcpy(question.flow, PICK(flows));
    if (pick(2))
        pick_list(question.periods, periods + (question.is_monthly ? 3 : 0), 3, 2);
    pick_goods(&question);
    pick_details(&question);
    question.has_share = question.has[PARTNER] && !question.has[COMMODITY] &&
                         !question.has[DATASET] && !question.has[FLOW] && !question.has[YEAR] &&
                         !question.has[PERIOD];
    return question;
}

/* --- as it is asked --- */

static void add_parameter(struct buffer *out, const char *name, const char *value)
{
    if (value[0])
        buffer_add_format(out, "&%s=%s", name, value);
}

static char *write_target(const struct question *question)
{
    struct buffer out;
    size_t length;
    const char *comma = "";

    buffer_init(&out);
    buffer_add_text(&out, "/v1/trade/aggregate?series=random-usd&limit=1000");
    for (int i = 0; i < DIMENSIONS; i++) {
        if (!question->has[i])
            continue;
        buffer_add_format(&out, "%s%s", comma[0] ? comma : "&group_by=", dimensions[i]);
        comma = ",";
    }
    if (question->has[COMMODITY])
        buffer_add_format(&out, "&level=%d", question->level);
    if (!question->periods[0])
        add_parameter(&out, "frequency", question->is_monthly ? "M" : "A");
    add_parameter(&out, "reporter", question->reporters);
    add_parameter(&out, question->is_partner_not ? "partner__not" : "partner", question->partners);
    add_parameter(&out, "flow", question->flow);
    add_parameter(&out, "period", question->periods);
    add_parameter(&out, "commodity", question->codes);
    add_parameter(&out, "customs", question->customs);
    add_parameter(&out, "transport", question->transport);
    add_parameter(&out, "partner2", question->partner2);
    add_parameter(&out, "dataset", question->dataset);
    add_parameter(&out, "share", question->has_share ? "true" : "");
    return buffer_steal(&out, &length);
}

/* --- as plain SQL says it --- */

/* 'a,b' is in x: said with instr(), which needs no list. */
static void add_one_of(struct buffer *out, const char *column, const char *list, bool is_not)
{
    if (list[0])
        buffer_add_format(out, " AND %sinstr(',%s,', ',' || %s || ',')", is_not ? "NOT " : "", list,
                          column);
}

#define SAME_BLOCK                                                                                 \
    " FROM observation x WHERE x.dataset = o.dataset AND x.reporter = o.reporter"                  \
    " AND x.period = o.period AND x.classification = o.classification"
#define DIGITS(table) "iif(" table ".commodity = 'TOTAL', 0, length(" table ".commodity))"

#define SAME_GROUP     SAME_BLOCK " AND x.partner = o.partner AND x.flow = o.flow"
#define NO_GROUP(area) "(SELECT kind FROM area WHERE id = " area ") NOT IN ('world', 'group')"

static int least_digits(const struct question *question)
{
    const int asked = (int)strcspn(question->codes, ",");

    return question->level > asked ? question->level : asked;
}

/* The totals of all goods are looked at group by group, all else block by block. */
static bool is_about_all(const struct question *question)
{
    return least_digits(question) == 0 && !question->customs[0] && !question->transport[0] &&
           !question->partner2[0];
}

static void add_details(struct buffer *out, const struct question *question)
{
    if (question->customs[0])
        buffer_add_format(out, " AND o.customs = '%s'", question->customs);
    else
        buffer_add_text(out, " AND (o.customs = '' OR NOT EXISTS (SELECT 1" SAME_BLOCK
                             " AND x.customs = ''))");
    if (question->partner2[0])
        buffer_add_text(out, " AND o.partner2 = (SELECT id FROM area WHERE code = 'CHN')");
    else
        buffer_add_text(out, " AND iif(EXISTS (SELECT 1" SAME_BLOCK " AND x.partner2 = 0),"
                             " o.partner2 = 0, " NO_GROUP("o.partner2") ")");
    if (question->transport[0])
        buffer_add_format(out, " AND o.transport = %s", question->transport);
    else
        buffer_add_text(out, " AND iif(EXISTS (SELECT 1" SAME_BLOCK " AND x.transport = 0),"
                             " o.transport = 0, NOT EXISTS (SELECT 1" SAME_GROUP
                             " AND x.commodity = o.commodity AND x.partner2 = o.partner2"
                             " AND x.customs = o.customs AND x.transport < o.transport"
                             " AND x.transport || '' LIKE rtrim(x.transport, '0') || '%'"
                             " AND o.transport || '' LIKE rtrim(x.transport, '0') || '%'))");
}

/* World of the rows that are long enough, or, over all goods, of the flow: where it has a sum. */
static void add_partners(struct buffer *out, const struct question *question)
{
    add_one_of(out, "(SELECT code FROM area WHERE id = o.partner)", question->partners,
               question->is_partner_not);
    if (question->partners[0] && !question->is_partner_not)
        return;
    if (question->has[PARTNER] || question->is_partner_not)
        buffer_add_text(out, " AND " NO_GROUP("o.partner"));
    else if (is_about_all(question))
        buffer_add_text(out, " AND iif(EXISTS (SELECT 1 FROM observation_total x WHERE"
                             " x.partner_kind = 'one' AND x.partner = 0 AND x.dataset = o.dataset"
                             " AND x.reporter = o.reporter AND x.period = o.period"
                             " AND x.flow = o.flow), o.partner = 0, " NO_GROUP("o.partner") ")");
    else
        buffer_add_format(out,
                          " AND iif(EXISTS (SELECT 1" SAME_BLOCK " AND x.partner = 0 AND " DIGITS(
                              "x") " >= %d), o.partner = 0, " NO_GROUP("o.partner") ")",
                          least_digits(question));
}

static void add_goods(struct buffer *out, const struct question *question)
{
    const int asked = (int)strcspn(question->codes, ",");
    const int least = least_digits(question);

    if (is_about_all(question))
        buffer_add_text(out, " AND (o.commodity = 'TOTAL' OR NOT EXISTS (SELECT 1" SAME_GROUP
                             " AND x.commodity = 'TOTAL'))");
    else if (least == 0)
        buffer_add_format(out,
                          " AND (o.commodity = 'TOTAL') = EXISTS (SELECT 1" SAME_BLOCK
                          " AND x.commodity = 'TOTAL' AND (x.partner = 0 OR %d OR NOT EXISTS"
                          " (SELECT 1 FROM observation y WHERE y.dataset = o.dataset"
                          " AND y.reporter = o.reporter AND y.period = o.period"
                          " AND y.classification = o.classification AND y.partner = 0)))",
                          question->partners[0] || question->has[PARTNER]);
    else
        buffer_add_text(out, " AND o.commodity <> 'TOTAL'");
    /* No shorter code that is long enough holds the goods. */
    buffer_add_format(
        out,
        " AND " DIGITS("o") " >= %d AND NOT EXISTS (SELECT 1" SAME_GROUP " AND " DIGITS(
            "x") " >= %d AND length(x.commodity) < length(o.commodity)"
                 " AND instr(o.commodity, x.commodity) = 1)",
        least, least);
    if (asked)
        buffer_add_format(out, " AND instr(',%s,', ',' || substr(o.commodity, 1, %d) || ',')",
                          question->codes, asked);
}

static void add_columns(struct buffer *out, const struct question *question)
{
    static const char *const columns[] = {
        "(SELECT code FROM area WHERE id = o.reporter)",
        "(SELECT code FROM area WHERE id = o.partner)",
        "o.flow",
        "substr(t.text, 1, 4)",
        "t.text",
        "",
        "(SELECT slug FROM dataset WHERE id = o.dataset)",
    };

    for (int i = 0; i < DIMENSIONS; i++) {
        if (!question->has[i] && (i != FLOW || question->flow[0]))
            buffer_add_text(out, "''");
        else if (i != COMMODITY)
            buffer_add_text(out, columns[i]);
        else if (question->level == 0)
            buffer_add_text(out, "'TOTAL'");
        else
            buffer_add_format(out, "substr(o.commodity, 1, %d)", question->level);
        buffer_add_format(out, " AS d%d, ", i);
    }
}

static char *write_sql(const struct question *question)
{
    struct buffer out;
    size_t length;

    buffer_init(&out);
    buffer_add_text(&out, "SELECT d0 || ' ' || d1 || ' ' || d2 || ' ' || d3 || ' ' || d4 || ' ' ||"
                          " d5 || ' ' || d6, value, net_weight, unit_value, n, missing,"
                          " value / nullif(sum(value) OVER (PARTITION BY d0, d2), 0)"
                          " FROM (SELECT ");
    add_columns(&out, question);
    buffer_add_text(&out, "sum(o.value) AS value, sum(o.net_weight) AS net_weight,"
                          " sum(iif(o.net_weight IS NULL, NULL, o.value)) /"
                          " nullif(sum(iif(o.value IS NULL, NULL, o.net_weight)), 0) AS unit_value,"
                          " count(*) AS n, sum(o.value IS NULL) AS missing"
                          " FROM observation o JOIN period t ON t.id = o.period"
                          " JOIN dataset_block k ON k.dataset = o.dataset AND k.reporter ="
                          " o.reporter AND k.period = o.period WHERE o.dataset > 200");
    buffer_add_format(&out, " AND t.frequency = '%s'", question->is_monthly ? "M" : "A");
    add_one_of(&out, "(SELECT slug FROM dataset WHERE id = o.dataset)", question->dataset, false);
    if (!question->dataset[0])
        buffer_add_text(&out, " AND k.until IS NULL");
    add_one_of(&out, "(SELECT code FROM area WHERE id = o.reporter)", question->reporters, false);
    if (!question->reporters[0])
        buffer_add_text(&out, " AND (SELECT kind FROM area WHERE id = o.reporter) = 'country'");
    add_one_of(&out, "o.flow", question->flow, false);
    add_one_of(&out, "t.text", question->periods, false);
    add_partners(&out, question);
    add_goods(&out, question);
    add_details(&out, question);
    buffer_add_text(&out, " GROUP BY 1, 2, 3, 4, 5, 6, 7) ORDER BY 1");
    return buffer_steal(&out, &length);
}

/* --- compared --- */

static void add_figure(struct buffer *out, bool is_null, double figure)
{
    if (is_null)
        buffer_add_text(out, " -");
    else
        buffer_add_format(out, " %.9g", figure);
}

static char *ask_sql(sqlite3 *sqlite, const struct question *question)
{
    char *sql = write_sql(question);
    sqlite3_stmt *statement;
    struct buffer out;
    size_t length;

    ck_assert_msg(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s",
                  sqlite3_errmsg(sqlite), sql);
    buffer_init(&out);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        buffer_add_text(&out, (const char *)sqlite3_column_text(statement, 0));
        for (int i = 1; i < (question->has_share ? 7 : 6); i++)
            add_figure(&out, sqlite3_column_type(statement, i) == SQLITE_NULL,
                       sqlite3_column_double(statement, i));
        buffer_add_char(&out, '\n');
    }
    sqlite3_finalize(statement);
    free(sql);
    buffer_add_char(&out, '\0');
    return buffer_steal(&out, &length);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *write_row(const json_t *row, const struct question *question)
{
    static const char *const figures[] = {"value",        "net_weight", "unit_value",
                                          "observations", "missing",    "share"};
    struct buffer out;
    size_t length;

    buffer_init(&out);
    for (int i = 0; i < DIMENSIONS; i++) {
        const char *text = json_string_value(json_object_get(row, dimensions[i]));

        buffer_add_format(&out, "%s%s", i ? " " : "", text ? text : "");
    }
    for (int i = 0; i < (question->has_share ? 6 : 5); i++) {
        const json_t *figure = json_object_get(row, figures[i]);

        add_figure(&out, json_is_null(figure), json_number_value(figure));
    }
    buffer_add_char(&out, '\n');
    buffer_add_char(&out, '\0');
    return buffer_steal(&out, &length);
}

static char *join(const json_t *rows, const struct question *question)
{
    const size_t count = json_array_size(rows);
    char **lines = calloc(count + 1, sizeof *lines);
    struct buffer out;
    size_t length;

    for (size_t i = 0; i < count; i++)
        lines[i] = write_row(json_array_get(rows, i), question);
    qsort(lines, count, sizeof *lines, compare_lines);
    buffer_init(&out);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&out, lines[i]);
        free(lines[i]);
    }
    free(lines);
    buffer_add_char(&out, '\0');
    return buffer_steal(&out, &length);
}

/* How many rows the answer has; -1: it was refused. */
static int check(sqlite3 *sqlite, const struct question *question)
{
    char *target = write_target(question);
    char *text = questions_get(target);
    json_t *answer = json_loads(text, 0, NULL);
    int rows = -1;

    if (answer) {
        char *said = join(json_object_get(answer, "data"), question);
        char *expected = ask_sql(sqlite, question);

        ck_assert_msg(strcmp(said, expected) == 0, "%s\nanswer:\n%splain SQL:\n%s", target, said,
                      expected);
        rows = (int)json_array_size(json_object_get(answer, "data"));
        free(said);
        free(expected);
    }
    json_decref(answer);
    free(text);
    free(target);
    return rows;
}

START_TEST(random_questions_have_the_answers_of_plain_sql)
{
    sqlite3 *sqlite;
    int asked = 0;
    int with_rows = 0;

    ck_assert_int_eq(sqlite3_open(questions_path(), &sqlite), SQLITE_OK);
    run(sqlite, "BEGIN");
    add_rows(sqlite);
    run(sqlite, "COMMIT");
    for (int i = 0; i < MOST_TRIES && asked < QUESTIONS; i++) {
        const struct question question = pick_question();
        const int rows = check(sqlite, &question);

        asked += rows >= 0;
        with_rows += rows > 0;
    }
    sqlite3_close(sqlite);
    ck_assert_int_eq(asked, QUESTIONS);
    ck_assert_int_gt(with_rows, QUESTIONS / 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random");
    TCase *tcase = tcase_create("random");

    questions_init();
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, random_questions_have_the_answers_of_plain_sql);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);
    questions_fini();
    return result;
}
