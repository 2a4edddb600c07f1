/* SPDX-License-Identifier: MIT */
/* The evidence for every claim says what its record says, in forms that other programs read. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "model/date.h"
#include "server/problem.h"

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

/* Calls @check with every claim that there is. */
static void for_each_claim(const char *format,
                           void (*check)(const json_t *claim, const struct answer *answer))
{
    json_t *claims = ask_all(walk_of(&resource_claims), "");
    size_t i;
    json_t *claim;

    ck_assert_uint_gt(json_array_size(claims), 70);
    json_array_foreach(claims, i, claim)
    {
        struct answer answer;

        ask_well(&answer, "/v1/claims/%s/citation%s", text_of(claim, "id"), format);
        check(claim, &answer);
        answer_fini(&answer);
    }
    json_decref(claims);
}

static void check_json(const json_t *claim, const struct answer *answer)
{
    static const char *const same[] = {"id",   "subject", "pair",    "metric", "period",
                                       "text", "said_by", "derived", "note",   "deadline"};
    const json_t *data = answer_data(answer);

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        ck_assert_msg(json_equal(json_object_get(data, same[i]), json_object_get(claim, same[i])),
                      "%s.%s", text_of(claim, "id"), same[i]);
    ck_assert_uint_eq(json_array_size(json_object_get(data, "sources")),
                      json_array_size(json_object_get(claim, "citations")));
    ck_assert_uint_gt(strlen(text_of(data, "sentence")), 0);
}

START_TEST(says_what_the_record_says)
{
    for_each_claim("", check_json);
}
END_TEST

static void check_text(const json_t *claim, const struct answer *answer)
{
    const char *end = strchr(answer->text, '\n');

    ck_assert_str_eq(answer->type, "text/plain; charset=utf-8");
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_nonnull(strstr(end, "\nRecord: Entente, /v1/claims/"));
    ck_assert_ptr_nonnull(strstr(end, text_of(claim, "id")));
    ck_assert(answer->text[answer->length - 1] == '\n');
}

START_TEST(is_a_paragraph)
{
    for_each_claim("?format=text", check_text);
}
END_TEST

/* Rules of csl-data.json: nothing but its variables, texts where it has texts. */
static void check_variable(const char *name, const json_t *value)
{
    static const char *const texts[] = {"id",       "type", "title", "publisher", "locator",
                                        "language", "URL",  "note",  NULL};

    for (const char *const *text = texts; *text; text++) {
        if (strcmp(*text, name) != 0)
            continue;
        ck_assert_msg(json_is_string(value), "%s is no text", name);
        return;
    }
    ck_assert_msg(strcmp(name, "issued") == 0, "%s is no variable", name);
}

static void check_issued(const json_t *issued, const json_t *source)
{
    const json_t *part = json_array_get(json_object_get(issued, "date-parts"), 0);
    struct date date;
    char day[DATE_DAY_SIZE];

    if (!issued)
        return;
    ck_assert_uint_eq(json_array_size(json_object_get(issued, "date-parts")), 1);
    ck_assert(json_array_size(part) >= 1 && json_array_size(part) <= 3);
    ck_assert(date_parse(text_of(source, "published_on"), &date));
    const json_int_t month = json_integer_value(json_array_get(part, 1));
    const json_int_t number = json_integer_value(json_array_get(part, 2));
    date_write_day(day, (int)json_integer_value(json_array_get(part, 0)), month ? (int)month : 1,
                   number ? (int)number : 1);
    ck_assert(strncmp(day, date.text, strcspn(date.text, "~")) == 0);
}

static void check_csl(const json_t *claim, const struct answer *answer)
{
    struct answer evidence;
    size_t i;
    json_t *item;
    const char *name;
    json_t *value;

    ask_well(&evidence, "/v1/claims/%s/citation", text_of(claim, "id"));
    const json_t *sources = json_object_get(answer_data(&evidence), "sources");
    ck_assert(json_is_array(answer->document));
    ck_assert_uint_eq(json_array_size(answer->document), json_array_size(sources));
    json_array_foreach(answer->document, i, item)
    {
        const json_t *source = json_array_get(sources, i);

        json_object_foreach(item, name, value) check_variable(name, value);
        ck_assert_ptr_nonnull(text_of(item, "id"));
        ck_assert_ptr_nonnull(text_of(item, "type"));
        ck_assert_pstr_eq(text_of(item, "title"), text_of(source, "title"));
        ck_assert_pstr_eq(text_of(item, "URL"), text_of(source, "url"));
        check_issued(json_object_get(item, "issued"), source);
    }
    answer_fini(&evidence);
}

START_TEST(is_csl_json)
{
    for_each_claim("?format=csl-json", check_csl);
}
END_TEST

/* What stands in the braces of a value: as many close as open. Return: behind the last one. */
static const char *pass_braces(const char *at)
{
    int depth = 0;

    do {
        depth += (*at == '{') - (*at == '}');
        ck_assert_msg(*at != '\0', "a brace is left open");
        at++;
    } while (depth > 0);
    return at;
}

/* `  name = {value}` or `  month = may`. Return: behind it. */
static const char *pass_field(const char *at)
{
    at += strspn(at, " ");
    const size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz");

    ck_assert_msg(length > 0 && strncmp(at + length, " = ", 3) == 0, "no field: %.40s", at);
    at += length + 3;
    return *at == '{' ? pass_braces(at) : at + strspn(at, "abcdefghijklmnopqrstuvwxyz");
}

static const char *pass_entry(const char *at)
{
    const size_t key = strcspn(at, ",\n");

    ck_assert_msg(strncmp(at, "@misc{", 6) == 0, "no entry: %.40s", at);
    ck_assert_msg(strspn(at + 6, "abcdefghijklmnopqrstuvwxyz0123456789-:") + 6 == key, "%.80s", at);
    at += key;
    while (strncmp(at, ",\n", 2) == 0)
        at = pass_field(at + 2);
    ck_assert_msg(strncmp(at, "\n}\n", 3) == 0, "no end: %.40s", at);
    return at + 3;
}

static void check_bibtex(const json_t *claim, const struct answer *answer)
{
    size_t count = 0;

    for (const char *at = answer->text; *at; count++)
        at = pass_entry(at);
    ck_assert_uint_eq(count, json_array_size(json_object_get(claim, "citations")));
}

START_TEST(is_bibtex)
{
    for_each_claim("?format=bibtex", check_bibtex);
}
END_TEST

START_TEST(refuses_what_is_not_there)
{
    struct answer answer;

    ask(&answer, "/v1/claims/turnover-2022-tokayew/citation");
    ck_assert_uint_eq(answer.status, 404);
    ck_assert_int_eq(answer.problem.kind, PROBLEM_NO_SUCH_RECORD);
    ck_assert_ptr_nonnull(strstr(answer.problem.detail, "/v1/claims/turnover-2022-tokayev"));
    answer_fini(&answer);
    ask_badly(PROBLEM_INVALID_PARAMETER, "format",
              "/v1/claims/turnover-2022-tokayev/citation?format=bib");
    ask_badly(PROBLEM_UNKNOWN_PARAMETER, "fields",
              "/v1/claims/turnover-2022-tokayev/citation?fields=id");
}
END_TEST

int main(void)
{
    ask_set_up();
    Suite *suite = suite_create("citation");
    TCase *tcase = tcase_create("citation");

    tcase_add_test(tcase, says_what_the_record_says);
    tcase_add_test(tcase, is_a_paragraph);
    tcase_add_test(tcase, is_csl_json);
    tcase_add_test(tcase, is_bibtex);
    tcase_add_test(tcase, refuses_what_is_not_there);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
