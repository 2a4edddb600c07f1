/* SPDX-License-Identifier: MIT */
/* The program's commands and settings: help, mistakes, what wins over what. */
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
}

static void end(void)
{
    run_end(&program);
}

static void check_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "it does not say \"%s\": %.1500s", part, text);
}

/* ---- help ---- */

static const struct help {
    const char *name;
    const char *line;
    int status;
    bool is_on_stderr;
    const char *has[5];
} helps[] = {
    {"without arguments it says what there is",
     "",
     2,
     true,
     {"Usage: entente COMMAND", "serve", "init", "health", "backup"}},
    {"--help says what there is",
     "--help",
     0,
     false,
     {"Usage: entente COMMAND", "serve", "init", "health", "backup"}},
    {"help says what there is", "help", 0, false, {"Usage: entente COMMAND"}},
    {"serve explains its settings",
     "serve --help",
     0,
     false,
     {"Usage: entente serve", "--database=", "--print-config", "--query-timeout-ms=", "8080)"}},
    {"init explains its records",
     "init --help",
     0,
     false,
     {"Usage: entente init", "--records=FOLDER", "--journal=WORD", "JSON"}},
    {"health explains its exit codes",
     "health --help",
     0,
     false,
     {"Usage: entente health", "Exit code 0", "--url=URL", "/readyz"}},
    {"backup explains what it copies",
     "backup --help",
     0,
     false,
     {"Usage: entente backup", "DATABASE NEW-FILE", "never copied with cp"}},
    {"version explains itself", "version --help", 0, false, {"Usage: entente version"}},
    {"version is told", "version", 0, false, {"entente 0."}},
    {"--version is told", "--version", 0, false, {"entente 0."}},
};

START_TEST(helps_itself)
{
    const struct help *help = &helps[_i];
    struct outcome outcome;

    run(&program, &outcome, "%s", help->line);
    ck_assert_int_eq(outcome.status, help->status);
    for (size_t i = 0; i < 5 && help->has[i]; i++)
        check_has(help->is_on_stderr ? outcome.err : outcome.out, help->has[i]);
    ck_assert_str_eq(help->is_on_stderr ? outcome.out : outcome.err, "");
    outcome_fini(&outcome);
}
END_TEST

/* ---- mistakes ---- */

static const struct mistake {
    const char *name;
    const char *line;
    const char *variable; /* NULL: none */
    const char *file;     /* what x.ini has; NULL: it is not there */
    const char *has[3];
} mistakes[] = {
    {"an unknown command", "sevre", NULL, NULL, {"\"sevre\"", "entente --help"}},
    {"an argument too many", "serve now", NULL, NULL, {"serve", "arguments"}},
    {"an unknown flag, with the nearest", "serve --prot=1", NULL, NULL, {"--prot", "--port"}},
    {"a flag without its value", "serve --port", NULL, NULL, {"--port"}},
    {"a flag out of range, with the range",
     "serve --port=70000",
     NULL,
     NULL,
     {"--port", "70000", "between 0 and 65535"}},
    {"a flag below its range",
     "serve --max-values=0",
     NULL,
     NULL,
     {"--max-values", "between 1 and 1000"}},
    {"a flag that is no number",
     "serve --workers=many",
     NULL,
     NULL,
     {"--workers", "many", "whole number"}},
    {"a flag that is none of its words",
     "serve --log=xml",
     NULL,
     NULL,
     {"--log", "xml", "json|text"}},
    {"a flag that is neither true nor false",
     "serve --read-only=maybe",
     NULL,
     NULL,
     {"--read-only", "maybe", "true"}},
    {"an unknown variable, with the nearest",
     "serve",
     "ENTENTE_PORTS=1",
     NULL,
     {"ENTENTE_PORTS", "did you mean ENTENTE_PORT?"}},
    {"a variable out of range, with the range",
     "serve",
     "ENTENTE_QUERY_TIMEOUT_MS=0",
     NULL,
     {"ENTENTE_QUERY_TIMEOUT_MS", "between 1 and 600000"}},
    {"a variable without a value", "serve", "ENTENTE_PORT=", NULL, {"ENTENTE_PORT"}},
    {"an unknown name in the file, with the line and the nearest",
     "serve --config=x.ini",
     NULL,
     "port = 1\n; a comment\nqueue_lenght = 3\n",
     {"x.ini:3:", "did you mean queue_length?"}},
    {"a value out of range in the file, with line and range",
     "serve --config=x.ini",
     NULL,
     "\nport = 70000\n",
     {"x.ini:2: port", "70000", "between 0 and 65535"}},
    {"a name that is set twice in the file",
     "serve --config=x.ini",
     NULL,
     "port = 1\nport = 2\n",
     {"x.ini:2: port", "line 1"}},
    {"a section in the file",
     "serve --config=x.ini",
     NULL,
     "[server]\nport = 1\n",
     {"x.ini:1:", "sections"}},
    {"a line of the file that sets nothing",
     "serve --config=x.ini",
     NULL,
     "port\n",
     {"x.ini:1:", "NAME = VALUE"}},
    {"a file that is not there", "serve --config=x.ini", NULL, NULL, {"x.ini", "No such file"}},
    {"a file that is not there, named by the environment",
     "serve",
     "ENTENTE_CONFIG=x.ini",
     NULL,
     {"x.ini", "No such file"}},
    {"a journal that is none", "init --journal=off x.db", NULL, NULL, {"--journal", "off", "wal"}},
    {"two databases to make", "init x.db y.db", NULL, NULL, {"one file"}},
    {"a backup to nowhere", "backup x.db", NULL, NULL, {"which new file"}},
    {"a backup of three files", "backup x.db y.db z.db", NULL, NULL, {"two files"}},
    {"an address that is none",
     "health --url=ftp://127.0.0.1/",
     NULL,
     NULL,
     {"--url", "ftp://127.0.0.1/", "http://HOST"}},
    {"an address without a host", "health --url=http:///readyz", NULL, NULL, {"http://HOST"}},
};

START_TEST(ends_with_2_and_says_what_is_wrong)
{
    const struct mistake *mistake = &mistakes[_i];
    const char *const environment[] = {mistake->variable, NULL};
    struct outcome outcome;

    if (mistake->file)
        run_write(&program, "x.ini", mistake->file, strlen(mistake->file));
    run_with(&program, &(struct run_options){.environment = environment}, &outcome, "%s",
             mistake->line);
    ck_assert_msg(outcome.status == 2, "%d: %s", outcome.status, outcome.err);
    ck_assert_str_eq(outcome.out, "");
    check_has(outcome.err, "entente");
    for (size_t i = 0; i < 3 && mistake->has[i]; i++)
        check_has(outcome.err, mistake->has[i]);
    outcome_fini(&outcome);
    char *left = run_list(&program, "x.db");
    ck_assert_str_eq(left, "");
    free(left);
}
END_TEST

/* ---- what wins over what ---- */

static const struct origin {
    const char *name;
    const char *file;
    const char *variable;
    const char *flag;
    const char *has[2];
} origins[] = {
    {"the default, where nobody says anything",
     "",
     NULL,
     "",
     {"port = 8080\n", "this is the default\nport"}},
    {"the file over the default",
     "port = 1\n",
     NULL,
     "",
     {"port = 1\n", "this is from the file\nport"}},
    {"the environment over the default",
     "",
     "ENTENTE_PORT=2",
     "",
     {"port = 2\n", "this is from the environment\nport"}},
    {"the environment over the file",
     "port = 1\n",
     "ENTENTE_PORT=2",
     "",
     {"port = 2\n", "this is from the environment\nport"}},
    {"a flag over the default", "", NULL, "--port=3", {"port = 3\n", "this is from a flag\nport"}},
    {"a flag over the file",
     "port = 1\n",
     NULL,
     "--port=3",
     {"port = 3\n", "this is from a flag\nport"}},
    {"a flag over everything",
     "port = 1\n",
     "ENTENTE_PORT=2",
     "--port=3",
     {"port = 3\n", "this is from a flag\nport"}},
    {"the last of two flags",
     "",
     NULL,
     "--port=3 --port=4",
     {"port = 4\n", "this is from a flag\nport"}},
    {"a flag that says true by standing there",
     "read_only = false\n",
     NULL,
     "--read-only",
     {"read_only = true\n", "this is from a flag\nread_only"}},
};

START_TEST(wins)
{
    const struct origin *origin = &origins[_i];
    const char *const environment[] = {origin->variable, NULL};
    struct outcome outcome;

    run_write(&program, "x.ini", origin->file, strlen(origin->file));
    run_with(&program, &(struct run_options){.environment = environment}, &outcome,
             "serve --config=x.ini --print-config %s", origin->flag);
    ck_assert_msg(outcome.status == 0, "%s", outcome.err);
    for (size_t i = 0; i < 2; i++)
        check_has(outcome.out, origin->has[i]);
    outcome_fini(&outcome);
}
END_TEST

/* Takes out the comments, which say where a value came from. */
static void drop_comments(char *text)
{
    char *to = text;

    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n") + 1;
        if (line[0] != '#') {
            memmove(to, line, length);
            to += length;
        }
        line += length;
    }
    *to = '\0';
}

START_TEST(printed_settings_are_a_file_that_says_the_same)
{
    struct outcome first;
    struct outcome second;

    run(&program, &first,
        "serve --print-config --database=a;b#c.db --port=0 --admin-port=1 --read-only --log=text "
        "--listen=::1 --cache-bytes=0 --access-log=off --log-level=debug");
    ck_assert_int_eq(first.status, 0);
    run_write(&program, "x.ini", first.out, strlen(first.out));
    run(&program, &second, "serve --print-config --config=x.ini");
    ck_assert_msg(second.status == 0, "%s", second.err);
    drop_comments(first.out);
    drop_comments(second.out);
    ck_assert_str_eq(second.out, first.out);
    check_has(first.out, "database = a;b#c.db\n");
    check_has(first.out, "access_log = false\n");
    outcome_fini(&first);
    outcome_fini(&second);
}
END_TEST

START_TEST(a_file_may_be_named_by_the_environment)
{
    const char *const environment[] = {"ENTENTE_CONFIG=x.ini", NULL};
    struct outcome outcome;

    run_write(&program, "x.ini", "port = 5\n", 9);
    run_with(&program, &(struct run_options){.environment = environment}, &outcome,
             "serve --print-config");
    ck_assert_int_eq(outcome.status, 0);
    check_has(outcome.out, "port = 5\n");
    outcome_fini(&outcome);
}
END_TEST

START_TEST(the_command_and_the_path_tell_the_same_version)
{
    struct outcome outcome;
    char expected[256];

    run(&program, &outcome, "version");
    run_well(&program, "init x.db");
    run_serve(&program, NULL, "--database=x.db");
    json_t *document = expect_json(&program, "/version");
    snprintf(expected, sizeof expected, "entente %s (%s)\n", expect_text(document, "version"),
             expect_text(document, "build"));
    ck_assert_str_eq(outcome.out, expected);
    expect_match(document, "{'name':'entente'}");
    json_decref(document);
    outcome_fini(&outcome);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *tcase = tcase_create("program");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, helps_itself, helps);
    SUITE_ADD_ROWS(tcase, ends_with_2_and_says_what_is_wrong, mistakes);
    SUITE_ADD_ROWS(tcase, wins, origins);
    tcase_add_test(tcase, printed_settings_are_a_file_that_says_the_same);
    tcase_add_test(tcase, a_file_may_be_named_by_the_environment);
    tcase_add_test(tcase, the_command_and_the_path_tell_the_same_version);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
