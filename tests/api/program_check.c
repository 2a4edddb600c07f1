/* SPDX-License-Identifier: MIT */
/* entente check: what it prints, and what it ends with. */
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_expect.h"
#include "program_run.h"
#include "suite.h"

static struct program program;

static void begin(void)
{
    run_begin(&program);
    run_well(&program, "init x.db");
}

static void end(void)
{
    run_end(&program);
}

static void check_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "it does not say \"%s\": %.1500s", part, text);
}

static void change(const char *sql)
{
    sqlite3 *sqlite = NULL;
    char *error = NULL;

    ck_assert_int_eq(sqlite3_open(run_path(&program, "x.db"), &sqlite), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(sqlite, sql, NULL, NULL, &error) == SQLITE_OK, "%s", error);
    sqlite3_close(sqlite);
}

/* What is printed before the first line that begins with @word; NULL: no line does. */
static const char *line_of(const char *text, const char *word)
{
    char mark[64];

    snprintf(mark, sizeof mark, "\n%s, ", word);
    return strstr(text, mark);
}

/* ---- the report ---- */

START_TEST(prints_contradictions_first)
{
    struct outcome outcome;

    run(&program, &outcome, "check --database=x.db --verbose");
    ck_assert_int_eq(outcome.status, 1);
    ck_assert_str_eq(outcome.err, "");
    ck_assert_int_eq(strncmp(outcome.out, "x.db, revision 1: 76 claims, ", 29), 0);
    const char *broken = line_of(outcome.out, "contradicts");
    const char *open = line_of(outcome.out, "undecidable");
    const char *sound = line_of(outcome.out, "consistent");
    ck_assert(broken && open && sound);
    ck_assert(broken < open && open < sound);
    ck_assert_ptr_null(line_of(open, "contradicts"));
    ck_assert_ptr_null(line_of(sound, "undecidable"));
    outcome_fini(&outcome);
}
END_TEST

START_TEST(leaves_out_what_is_consistent)
{
    struct outcome outcome;

    run(&program, &outcome, "check --database=x.db");
    ck_assert_ptr_nonnull(line_of(outcome.out, "undecidable"));
    ck_assert_ptr_null(line_of(outcome.out, "consistent"));
    check_has(outcome.out, "\n  consistent: ");
    outcome_fini(&outcome);
}
END_TEST

/* Rule, numbers, claims with their sources, and the reason. */
START_TEST(says_all_of_a_contradiction)
{
    static const char *const parts[] = {
        "\ncontradicts, same_figure: growth of turnover RUS-TJK 2023\n",
        "\n  rule: Two figures for one metric and period are the same number",
        "\n  left, one figure: 2.45 to 2.55 percent\n",
        "\n  right, the other: 2.65 to 2.75 percent\n",
        "\n  apart: 0.1 percent, 3.77 percent of the larger\n",
        "\n    turnover-growth-rus-tjk-2023-tass-01-23: one figure, 2023: 2.5 percent (exact)\n",
        "\n      source: tass-2024-01-23\n",
        "\n  because: The rule holds nowhere that the figures may possibly lie.\n",
        "\n  acknowledged: no\n",
    };
    struct outcome outcome;

    run(&program, &outcome, "check --database=x.db --pair=RUS-TJK");
    ck_assert_int_eq(outcome.status, 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        check_has(outcome.out, parts[i]);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(takes_a_pair_by_any_name)
{
    struct outcome canonical;
    struct outcome other;

    run(&program, &canonical, "check --database=x.db --pair=KAZ-TJK");
    run(&program, &other, "check --database=x.db --pair=Tajikistan-kz");
    ck_assert_str_eq(canonical.out, other.out);
    check_has(canonical.out, "x.db, revision 1, KAZ-TJK: ");
    ck_assert_ptr_null(strstr(canonical.out, "contradicts, same_figure: growth of turnover RUS"));
    outcome_fini(&canonical);
    outcome_fini(&other);
}
END_TEST

/* A pair without figures has nothing to contradict. */
START_TEST(ends_with_0_where_nothing_contradicts)
{
    struct outcome outcome;

    run(&program, &outcome, "check --database=x.db --pair=FJI-TON");
    ck_assert_int_eq(outcome.status, 0);
    check_has(outcome.out, "0 claims, 0 checks\n  contradicts: 0\n");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(shows_no_control_characters)
{
    struct outcome outcome;

    change("UPDATE claim_citation SET locator = 'a' || char(27) || '[2Jb' WHERE locator = "
           "'paragraph 1'");
    run(&program, &outcome, "check --database=x.db --verbose");
    ck_assert_ptr_null(strchr(outcome.out, 0x1b));
    check_has(outcome.out, "a?[2Jb");
    outcome_fini(&outcome);
}
END_TEST

/* ---- acknowledgements ---- */

#define GROWTH                                                                                     \
    "{'id':'growth-of-tass','check':'same_figure','claims':["                                      \
    "'turnover-growth-rus-tjk-2023-tass-01-31','turnover-growth-rus-tjk-2023-tass-01-23'],"        \
    "'reason':'Two accounts of one agency, eight days apart.'}"

/* The shipped records with @text as their acknowledgements, as y.db. */
static void make_with(const char *text)
{
    char json[1024];
    char command[512];

    snprintf(command, sizeof command, "cp -r %s/data %s", SOURCE_ROOT, program.folder);
    ck_assert_int_eq(system(command), 0);
    snprintf(json, sizeof json, "{'acknowledged':[%s]}", text);
    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    run_write(&program, "data/acknowledged.json", json, strlen(json));
    run_well(&program, "init --records=data y.db");
}

START_TEST(an_acknowledged_contradiction_is_none_to_fail_for)
{
    struct outcome outcome;

    make_with(GROWTH);
    run(&program, &outcome, "check --database=y.db --pair=RUS-TJK");
    check_has(outcome.out, "\n  acknowledged: Two accounts of one agency, eight days apart.\n");
    ck_assert_ptr_null(strstr(outcome.out, "acknowledged: no"));
    check_has(outcome.out, " acknowledged\n  undecidable: ");
    ck_assert_int_eq(outcome.status, 0);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(an_acknowledgement_is_of_its_claims_alone)
{
    struct outcome outcome;

    make_with(
        "{'id':'x','check':'same_figure','claims':['turnover-growth-rus-tjk-2023-tass-01-31'],"
        "'reason':'Half of it.'},{'id':'y','check':'growth','claims':["
        "'turnover-growth-rus-tjk-2023-tass-01-31',"
        "'turnover-growth-rus-tjk-2023-tass-01-23'],'reason':'Another check.'}");
    run(&program, &outcome, "check --database=y.db --pair=RUS-TJK");
    ck_assert_int_eq(outcome.status, 1);
    check_has(outcome.out, "\n  acknowledged: no\n");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(a_database_made_before_has_none)
{
    struct outcome outcome;

    change("DROP TABLE acknowledgement_claim; DROP TABLE acknowledgement_version;"
           "DROP TABLE acknowledgement; DROP INDEX claim_version_country;"
           "DROP INDEX agreement_version_amends; ALTER TABLE agreement_version DROP COLUMN amends;"
           "PRAGMA user_version = 3");
    run(&program, &outcome, "check --database=x.db");
    ck_assert_int_eq(outcome.status, 2);
    check_has(outcome.err, "x.db");
    outcome_fini(&outcome);
    run_serve(&program, NULL, "--database=x.db");
    run(&program, &outcome, "check --database=x.db");
    ck_assert_int_eq(outcome.status, 1);
    outcome_fini(&outcome);
}
END_TEST

/* ---- statistics beside claims ---- */

#define BESIDE                                                                                     \
    "{'id':'KAZ>TJK:exports:2012','value':877600000,'claim':'exports-kaz-tjk-2022-astana-times',"  \
    "'statistics':[{'series':'itpd-e-2010-usd','unit':'USD_2010','reporter':null,"                 \
    "'value':508220299.799175}]}"

/* The records with one claim for a year that the statistics have. */
static void make_claim_of_2012(void)
{
    char command[512];

    snprintf(
        command, sizeof command,
        "cp -r %s/data %s && sed -i '/\"id\": \"exports-kaz-tjk-2022-astana-times\"/,/\"period\"/"
        " s/\"period\": \"2022\"/\"period\": \"2012\"/' %s/data/claims.json",
        SOURCE_ROOT, program.folder, program.folder);
    ck_assert_int_eq(system(command), 0);
    run_well(&program, "init --records=data y.db");
}

START_TEST(statistics_stand_beside_claims)
{
    json_t *answer;

    make_claim_of_2012();
    run_serve(&program, NULL, "--database=y.db");
    answer = expect_json(&program, "/v1/pairs/KAZ-TJK/figures?period=2012&metric=exports&from=KAZ");
    expect_match(answer, "{'data':[" BESIDE "]}");
    json_decref(answer);
    answer = expect_json(&program, "/v1/figures?period=2012");
    expect_match(answer, "{'data':[" BESIDE "]}");
    json_decref(answer);
    answer = expect_json(&program, "/v1/figures?period=2012&resolve=statistics");
    expect_match(answer, "{'data':[{'value':null,'claim':null,'reason':'…another unit'}]}");
    json_decref(answer);
}
END_TEST

/* ---- more checks than are made at once ---- */

enum { MANY = 330, CLAIM_SIZE = 512 };

/* Figures that all are one, so that each is held against each other one: 54,285 checks. */
static void make_many(void)
{
    const size_t room = (size_t)MANY * CLAIM_SIZE;
    char *json = malloc(room);
    size_t used = 0;
    char command[512];

    ck_assert_ptr_nonnull(json);
    snprintf(command, sizeof command,
             "cp -r %s/data %s && cd %s/data && rm acknowledged.json && for name in agreements "
             "statements events; do echo '{\"'$name'\":[]}' >$name.json; done",
             SOURCE_ROOT, program.folder, program.folder);
    ck_assert_int_eq(system(command), 0);
    used += (size_t)snprintf(json, room, "{\"claims\":[");
    for (int i = 0; i < MANY; i++)
        used += (size_t)snprintf(
            json + used, room - used,
            "%s{\"id\":\"c-%d\",\"subject\":\"pair\",\"pair\":\"FJI-TON\",\"metric\":\"turnover\","
            "\"period\":\"2022\",\"quantity\":{\"value\":1500,\"qualifier\":\"exact\","
            "\"precision\":1,\"unit\":\"USD\"},\"citations\":[{\"source\":\"tass-2024-01-23\"}]}",
            i ? "," : "", i);
    used += (size_t)snprintf(json + used, room - used, "]}");
    run_write(&program, "data/claims.json", json, used);
    free(json);
    run_well(&program, "init --records=data many.db");
}

START_TEST(is_not_content_with_a_part)
{
    struct outcome outcome;

    make_many();
    run(&program, &outcome, "check --database=many.db");
    ck_assert_int_eq(outcome.status, 2);
    check_has(outcome.out, "There are more checks than are made at once.");
    check_has(outcome.err, "more checks than are made at once");
    check_has(outcome.err, "--pair");
    outcome_fini(&outcome);
    run(&program, &outcome, "check --database=many.db --pair=FJI-TON");
    ck_assert_int_eq(outcome.status, 2);
    outcome_fini(&outcome);
}
END_TEST

static void check_refusal(const char *path, const char *advice)
{
    struct http_answer answer;

    http_get(&program, path, NULL, &answer);
    ck_assert_int_eq(answer.status, 400);
    check_has(answer.body, advice);
    http_answer_fini(&answer);
}

static void expect_at(const char *path, const char *expected)
{
    json_t *answer = expect_json(&program, path);

    expect_match(answer, expected);
    json_decref(answer);
}

START_TEST(a_part_is_called_one)
{
    make_many();
    run_serve(&program, NULL, "--database=many.db");
    expect_at("/v1/pairs/FJI-TON/checks?claim=c-7&limit=1",
              "{'data':[{'kind':'same_figure'}],'meta':{'is_cut':true}}");
    expect_at("/v1/pairs/FJI-TON/checks?count=only", "{'page':{},'meta':{'is_cut':true}}");
    expect_at("/v1/pairs/FJI-TON/figures?fields=id,value",
              "{'data':[{'id':'FJI-TON:turnover:2022','value':1500}]}");
    expect_at("/v1/claims/c-7/citation?format=json", "{'meta':{'is_cut':true}}");
    check_refusal("/v1/pairs/FJI-TON/checks", "claim=, kind=, result=");
    check_refusal("/v1/pairs/FJI-TON/figures", "fields=id,value");
}
END_TEST

/* ---- JSON ---- */

static json_t *read_rows(const char *text)
{
    json_error_t error;
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    ck_assert_msg(document != NULL, "%s", error.text);
    ck_assert(json_is_object(json_object_get(document, "meta")));
    return document;
}

START_TEST(has_the_rows_of_the_api)
{
    struct outcome outcome;

    run(&program, &outcome, "check --database=x.db --pair=KAZ-TJK --json");
    ck_assert_int_eq(outcome.status, 1);
    json_t *printed = read_rows(outcome.out);
    run_serve(&program, NULL, "--database=x.db");
    json_t *served = expect_json(&program, "/v1/pairs/KAZ-TJK/checks?limit=1000");
    const json_t *rows = json_object_get(printed, "data");

    ck_assert_uint_gt(json_array_size(rows), 10);
    ck_assert(json_equal(rows, json_object_get(served, "data")));
    ck_assert(json_equal(json_object_get(printed, "meta"), json_object_get(served, "meta")));
    json_decref(printed);
    json_decref(served);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(has_all_rows_where_no_pair_is_named)
{
    struct outcome outcome;
    struct outcome of_nothing;

    run(&program, &outcome, "check --database=x.db --json");
    run(&program, &of_nothing, "check --database=x.db --json --pair=FJI-TON");
    json_t *all = read_rows(outcome.out);
    json_t *none = read_rows(of_nothing.out);

    ck_assert_uint_gt(json_array_size(json_object_get(all, "data")), 50);
    ck_assert_ptr_null(json_object_get(json_object_get(all, "meta"), "pair"));
    ck_assert_uint_eq(json_array_size(json_object_get(none, "data")), 0);
    ck_assert_int_eq(of_nothing.status, 0);
    json_decref(all);
    json_decref(none);
    outcome_fini(&outcome);
    outcome_fini(&of_nothing);
}
END_TEST

/* ---- what it cannot do ---- */

static const struct {
    const char *name;
    const char *line;
    const char *says;
} refusals[] = {
    {"a database that is not there", "check --database=absent.db", "absent.db"},
    {"a file of something else", "check --database=text", "text"},
    {"an empty name", "check --database=", "--database is empty"},
    {"an argument", "check x.db", "--database=x.db"},
    {"an unknown option", "check --all", "unrecognized option"},
    {"a pair that is none", "check --pair=KAZ", "KAZ-TJK"},
    {"a pair of one country", "check --pair=KAZ-KAZ", "two different countries"},
    {"a pair with an unknown country", "check --pair=KAZ-QQQ", "\"QQQ\" is no country"},
};

START_TEST(refuses)
{
    struct outcome outcome;

    run_write(&program, "text", "some text", 9);
    run(&program, &outcome, "%s", refusals[_i].line);
    ck_assert_msg(outcome.status == 2, "%d: %s", outcome.status, outcome.err);
    ck_assert_str_eq(outcome.out, "");
    check_has(outcome.err, refusals[_i].says);
    outcome_fini(&outcome);
}
END_TEST

START_TEST(helps_with_examples)
{
    struct outcome outcome;

    run(&program, &outcome, "check --help");
    ck_assert_int_eq(outcome.status, 0);
    check_has(outcome.out, "entente check --pair=KAZ-TJK");
    check_has(outcome.out, "Exit code 0:");
    outcome_fini(&outcome);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = tcase_create("check");

    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, prints_contradictions_first);
    tcase_add_test(tcase, leaves_out_what_is_consistent);
    tcase_add_test(tcase, says_all_of_a_contradiction);
    tcase_add_test(tcase, takes_a_pair_by_any_name);
    tcase_add_test(tcase, ends_with_0_where_nothing_contradicts);
    tcase_add_test(tcase, shows_no_control_characters);
    tcase_add_test(tcase, an_acknowledged_contradiction_is_none_to_fail_for);
    tcase_add_test(tcase, an_acknowledgement_is_of_its_claims_alone);
    tcase_add_test(tcase, a_database_made_before_has_none);
    tcase_add_test(tcase, statistics_stand_beside_claims);
    tcase_add_test(tcase, is_not_content_with_a_part);
    tcase_add_test(tcase, a_part_is_called_one);
    tcase_add_test(tcase, has_the_rows_of_the_api);
    tcase_add_test(tcase, has_all_rows_where_no_pair_is_named);
    SUITE_ADD_ROWS(tcase, refuses, refusals);
    tcase_add_test(tcase, helps_with_examples);
    return suite_run(suite);
}
