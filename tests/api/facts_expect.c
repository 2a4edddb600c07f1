/* SPDX-License-Identifier: MIT */
#include "facts_expect.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"

enum { PLACE_SIZE = 512, TEXT_SIZE = 8192, MAX_IDS = 512 };

static const char ellipsis[] = "\xe2\x80\xa6";

static bool is_apostrophe(const char *text, const char *at)
{
    return at > text && isalpha((unsigned char)at[-1]) && isalpha((unsigned char)at[1]);
}

json_t *expect_parse(const char *text)
{
    char json[TEXT_SIZE];
    json_error_t error;
    size_t length = 0;

    for (const char *at = text; *at; at++) {
        ck_assert_uint_lt(length, sizeof json - 1);
        json[length++] = *at == '\'' && !is_apostrophe(text, at) ? '"' : *at;
    }
    json[length] = '\0';
    json_t *document = json_loads(json, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(document != NULL, "the test itself is wrong: %s: %s", error.text, json);
    return document;
}

static void fail_at(const char *place, const json_t *actual, const json_t *expected)
{
    char *is = actual ? json_dumps(actual, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) : NULL;
    char *wanted = json_dumps(expected, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

    ck_abort_msg("%s is %.400s, not %s", place[0] ? place : "the answer", is ? is : "not there",
                 wanted);
}

static bool has_part(const json_t *actual, const json_t *expected)
{
    const char *wanted = json_string_value(expected);

    return json_is_string(actual) && strncmp(wanted, ellipsis, sizeof ellipsis - 1) == 0 &&
           strstr(json_string_value(actual), wanted + sizeof ellipsis - 1);
}

static bool is_same(const json_t *actual, const json_t *expected)
{
    if (json_is_number(expected) && json_is_number(actual))
        return json_number_value(expected) == json_number_value(actual);
    if (json_is_string(expected) && has_part(actual, expected))
        return true;
    return actual && json_equal(actual, expected);
}

static void match(const char *place, const json_t *actual, const json_t *expected);

static void match_object(const char *place, const json_t *actual, const json_t *expected)
{
    const char *name;
    json_t *member;

    if (!json_is_object(actual))
        fail_at(place, actual, expected);
    json_object_foreach((json_t *)(uintptr_t)expected, name, member)
    {
        char inner[PLACE_SIZE];
        snprintf(inner, sizeof inner, "%.400s%s%.80s", place, place[0] ? "." : "", name);
        match(inner, json_object_get(actual, name), member);
    }
}

static void match_array(const char *place, const json_t *actual, const json_t *expected)
{
    if (!json_is_array(actual) || json_array_size(actual) != json_array_size(expected))
        fail_at(place, actual, expected);
    for (size_t i = 0; i < json_array_size(expected); i++) {
        char inner[PLACE_SIZE];
        snprintf(inner, sizeof inner, "%.480s[%zu]", place, i);
        match(inner, json_array_get(actual, i), json_array_get(expected, i));
    }
}

static void match(const char *place, const json_t *actual, const json_t *expected)
{
    if (json_is_object(expected))
        match_object(place, actual, expected);
    else if (json_is_array(expected))
        match_array(place, actual, expected);
    else if (!is_same(actual, expected))
        fail_at(place, actual, expected);
}

void expect_match(const json_t *actual, const char *expected)
{
    json_t *wanted = expect_parse(expected);

    match("", actual, wanted);
    json_decref(wanted);
}

json_t *expect_json(const struct program *program, const char *path)
{
    struct http_answer answer;
    json_error_t error;

    http_get(program, path, NULL, &answer);
    ck_assert_msg(answer.status == 200, "%s: status %ld: %.2000s", path, answer.status,
                  answer.body);
    ck_assert_str_eq(http_header(&answer, "Content-Type"), "application/json");
    json_t *document = json_loadb(answer.body, answer.body_length,
                                  JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    ck_assert_msg(document != NULL, "%s: %s", path, error.text);
    http_answer_fini(&answer);
    return document;
}

const char *expect_text(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    ck_assert_msg(text != NULL, "%s is no text", member);
    return text;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts the words of @text, which is cut up, and writes them again. */
static void sort_words(char *text, char ret[TEXT_SIZE * 2])
{
    const char *words[MAX_IDS];
    size_t count = 0;
    size_t length = 0;

    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        ck_assert_uint_lt(count, MAX_IDS);
        words[count++] = word;
    }
    qsort(words, count, sizeof words[0], compare_texts);
    ret[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(ret + length, TEXT_SIZE * 2 - length, "%s\n", words[i]);
}

void expect_ids(const struct program *program, const char *path, const char *ids)
{
    json_t *document = expect_json(program, path);
    const json_t *records = json_object_get(document, "data");
    char text[TEXT_SIZE * 2] = "";
    char wanted[TEXT_SIZE * 2];
    char found[TEXT_SIZE * 2];
    size_t length = 0;

    ck_assert(json_is_array(records));
    for (size_t i = 0; i < json_array_size(records); i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s ",
                                   expect_text(json_array_get(records, i), "id"));
    ck_assert_uint_lt(length, sizeof text);
    sort_words(text, found);
    snprintf(text, sizeof text, "%s", ids);
    sort_words(text, wanted);
    ck_assert_msg(strcmp(found, wanted) == 0, "%s\nanswers:\n%.3000s\nnot:\n%.3000s", path, found,
                  wanted);
    expect_match(document, "{'page':{'next':null}}");
    json_decref(document);
}

void expect_stop(struct program *program)
{
    int status = program_stop(program);

    if (status == 0)
        return;
    printf("Bail out! the program ended with %d\n", status);
    fflush(stdout);
    _exit(1);
}
