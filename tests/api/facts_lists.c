/* SPDX-License-Identifier: MIT */
/* Every list says the same as JSON, page by page, as CSV and as NDJSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

enum { PATH_SIZE = 1024, CELL_SIZE = 16384 };

static const struct list {
    const char *name;
    const char *path; /* with a question mark: parameters may follow */
    size_t count;
    const char *page; /* a limit that makes several pages */
} lists[] = {
    {"agreements", "/v1/agreements?on=2024-12-31", 13, "5"},
    {"agreements by value, most of them null", "/v1/agreements?sort=value&on=2024-12-31", 13, "1"},
    {"agreements in force on a day", "/v1/agreements?in_force_on=2024-01-01", 5, "2"},
    {"events", "/v1/events?", 6, "4"},
    {"claims", "/v1/claims?", 76, "10"},
    {"claims by unit and value", "/v1/claims?sort=unit,-value", 76, "7"},
    {"claims of one metric", "/v1/claims?metric=target", 7, "3"},
    {"statements", "/v1/statements?", 14, "13"},
    {"sources", "/v1/sources?", 17, "4"},
    {"institutions", "/v1/institutions?", 13, "6"},
    {"countries", "/v1/countries?", 249, "100"},
    {"commodities", "/v1/commodities?", 97, "50"},
    {"sectors", "/v1/sectors?", 13, "6"},
    {"series", "/v1/series?", 1, "1"},
    {"datasets", "/v1/datasets?", 1, "1"},
    {"trade", "/v1/trade?", 34, "10"},
    {"trade by value downwards", "/v1/trade?sort=-value", 34, "3"},
    {"pairs", "/v1/pairs?", 5, "2"},
    {"search", "/v1/search?q=zhumangarin", 9, "4"},
    {"members picked", "/v1/claims?fields=citations,id,quantity", 76, "30"},
};

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

static void join(char ret[PATH_SIZE], const char *path, const char *parameters)
{
    snprintf(ret, PATH_SIZE, "%s%s%s", path, path[strlen(path) - 1] == '?' ? "" : "&", parameters);
}

/* The whole list, from one page. New. */
static json_t *get_records(const struct list *list)
{
    char path[PATH_SIZE];

    join(path, list->path, "limit=1000&count=exact");
    json_t *document = expect_json(&program, path);
    json_t *records = json_incref(json_object_get(document, "data"));
    ck_assert_uint_eq(json_array_size(records), list->count);
    ck_assert_int_eq(
        json_integer_value(json_object_get(json_object_get(document, "page"), "total")),
        (json_int_t)list->count);
    json_decref(document);
    return records;
}

static void get_text(const struct list *list, const char *format, const char *type,
                     struct http_answer *ret)
{
    char path[PATH_SIZE];

    join(path, list->path, format);
    http_get(&program, path, NULL, ret);
    ck_assert_msg(ret->status == 200, "%s: %ld %.2000s", path, ret->status, ret->body);
    ck_assert_int_eq(strncmp(http_header(ret, "Content-Type"), type, strlen(type)), 0);
    ck_assert_uint_eq(strlen(ret->body), ret->body_length);
}

/* ---- pages ---- */

static void add_page(json_t *all, const json_t *document, size_t limit)
{
    const json_t *records = json_object_get(document, "data");
    const json_t *page = json_object_get(document, "page");
    bool has_next = !json_is_null(json_object_get(page, "next"));

    ck_assert_uint_le(json_array_size(records), limit);
    ck_assert(!has_next || json_array_size(records) == limit);
    ck_assert_int_eq(json_integer_value(json_object_get(page, "returned")),
                     (json_int_t)json_array_size(records));
    json_array_extend(all, (json_t *)(uintptr_t)records);
}

/* Link: <?limit=…>; rel="next" is the same page as page.next, and relative to the path. */
static void follow_link(const char *link, char path[PATH_SIZE])
{
    size_t length = strcspn(link, ">");
    char target[PATH_SIZE];

    ck_assert_msg(link[0] == '<' && link[1] == '?', "%s", link);
    ck_assert_str_eq(link + length, ">; rel=\"next\"");
    snprintf(target, sizeof target, "%.*s", (int)length - 1, link + 1);
    path[strcspn(path, "?")] = '\0';
    size_t used = strlen(path);
    ck_assert_int_lt(snprintf(path + used, PATH_SIZE - used, "%s", target),
                     (int)(PATH_SIZE - used));
}

static bool get_page(char path[PATH_SIZE], size_t limit, json_t *all)
{
    struct http_answer answer;
    char link[PATH_SIZE];

    http_get(&program, path, NULL, &answer);
    ck_assert_msg(answer.status == 200, "%s: %.2000s", path, answer.body);
    snprintf(link, sizeof link, "%s", http_header(&answer, "Link"));
    json_t *document = json_loads(answer.body, 0, NULL);
    ck_assert_ptr_nonnull(document);
    add_page(all, document, limit);
    const json_t *next = json_object_get(json_object_get(document, "page"), "next");
    bool has_next = json_is_string(next);
    ck_assert(has_next == (link[0] != '\0'));
    if (has_next) {
        ck_assert_ptr_nonnull(strstr(link, json_string_value(next)));
        follow_link(link, path);
    }
    json_decref(document);
    http_answer_fini(&answer);
    return has_next;
}

START_TEST(pages_are_the_list_cut_in_pieces)
{
    const struct list *list = &lists[_i];
    size_t limit = strtoul(list->page, NULL, 10);
    size_t pages = 1;
    json_t *records = get_records(list);
    json_t *all = json_array();
    char path[PATH_SIZE];
    char parameters[32];

    snprintf(parameters, sizeof parameters, "limit=%s", list->page);
    join(path, list->path, parameters);
    while (get_page(path, limit, all))
        ck_assert_uint_le(++pages, list->count);
    ck_assert_uint_eq(pages, (list->count + limit - 1) / limit);
    ck_assert_msg(json_equal(all, records), "the pages are not the list");
    json_decref(all);
    json_decref(records);
}
END_TEST

/* ---- NDJSON ---- */

START_TEST(ndjson_has_a_record_a_line)
{
    json_t *records = get_records(&lists[_i]);
    struct http_answer answer;
    size_t count = 0;

    get_text(&lists[_i], "format=ndjson", "application/x-ndjson", &answer);
    for (char *line = answer.body; *line; count++) {
        char *end = strchr(line, '\n');
        ck_assert_msg(end != NULL, "the last line does not end");
        json_t *record = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
        ck_assert_msg(json_equal(record, json_array_get(records, count)), "record %zu: %.*s", count,
                      (int)(end - line), line);
        json_decref(record);
        line = end + 1;
    }
    ck_assert_uint_eq(count, json_array_size(records));
    http_answer_fini(&answer);
    json_decref(records);
}
END_TEST

/* ---- CSV, RFC 4180 ---- */

static const char *read_quoted(const char *at, char ret[CELL_SIZE])
{
    size_t length = 0;

    for (; *at && (*at != '"' || at[1] == '"'); at++) {
        ck_assert_uint_lt(length, CELL_SIZE - 1);
        ret[length++] = *at;
        at += *at == '"';
    }
    ret[length] = '\0';
    ck_assert_msg(*at == '"', "a quoted cell does not end");
    return at + 1;
}

/* Return: what is behind the cell: a comma or a line break. */
static const char *read_cell(const char *at, char ret[CELL_SIZE])
{
    if (*at == '"')
        return read_quoted(at + 1, ret);

    size_t length = strcspn(at, ",\r\n");
    ck_assert_uint_lt(length, CELL_SIZE);
    memcpy(ret, at, length);
    ret[length] = '\0';
    ck_assert_msg(!strchr(ret, '"'), "a quote within a plain cell: %s", ret);
    return at + length;
}

static void join_codes(const json_t *codes, char ret[CELL_SIZE])
{
    size_t length = 0;

    ret[0] = '\0';
    for (size_t i = 0; i < json_array_size(codes); i++)
        length += (size_t)snprintf(ret + length, CELL_SIZE - length, "%s%s", i ? ";" : "",
                                   json_string_value(json_array_get(codes, i)));
}

static bool is_list_of_codes(const json_t *value)
{
    return json_is_array(value) &&
           (json_array_size(value) == 0 || json_is_string(json_array_get(value, 0)));
}

static bool is_same_json(const char *cell, const json_t *value)
{
    json_t *read = json_loads(cell, JSON_DECODE_ANY, NULL);
    bool is_same = read && json_equal(read, value);

    json_decref(read);
    return is_same;
}

static bool cell_fits(const char *cell, const json_t *value)
{
    char codes[CELL_SIZE];

    if (json_is_null(value))
        return cell[0] == '\0';
    if (json_is_string(value))
        return strcmp(cell, json_string_value(value)) == 0;
    if (!is_list_of_codes(value))
        return is_same_json(cell, value);
    join_codes(value, codes);
    return strcmp(cell, codes) == 0 || is_same_json(cell, value);
}

/* Return: the next line. */
static const char *check_row(const char *at, const json_t *record, json_t *names)
{
    char cell[CELL_SIZE];

    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));

        at = read_cell(at + (i > 0), cell);
        ck_assert_msg(cell_fits(cell, json_object_get(record, name)), "%s: %s", name, cell);
        ck_assert_msg(i + 1 == json_array_size(names) || *at == ',', "%s: no more cells", name);
    }
    ck_assert_msg(strncmp(at, "\r\n", 2) == 0, "the line does not end: %.40s", at);
    return at + 2;
}

/* The names of the columns are those of the members, in order. New. */
static const char *read_names(const char *at, const json_t *first, json_t **ret)
{
    char cell[CELL_SIZE];
    const char *member;
    json_t *value;
    size_t count = 0;

    *ret = json_array();
    json_object_foreach((json_t *)(uintptr_t)first, member, value)
    {
        (void)value;
        at = read_cell(at + (count++ > 0), cell);
        ck_assert_str_eq(cell, member);
        json_array_append_new(*ret, json_string(cell));
    }
    ck_assert_msg(strncmp(at, "\r\n", 2) == 0, "there are more names: %.40s", at);
    return at + 2;
}

START_TEST(csv_has_a_record_a_line)
{
    json_t *records = get_records(&lists[_i]);
    struct http_answer answer;
    json_t *names;
    size_t count = 0;

    get_text(&lists[_i], "format=csv", "text/csv", &answer);
    const char *at = read_names(answer.body, json_array_get(records, 0), &names);
    for (; *at; count++)
        at = check_row(at, json_array_get(records, count), names);
    ck_assert_uint_eq(count, json_array_size(records));
    json_decref(names);
    http_answer_fini(&answer);
    json_decref(records);
}
END_TEST

/* ---- each record of a list is also at a path of its own ---- */

static const struct single {
    const char *name;
    const char *list;
    const char *id;
} singles[] = {
    {"agreements one by one", "/v1/agreements", "id"},
    {"events one by one", "/v1/events", "id"},
    {"claims one by one", "/v1/claims", "id"},
    {"statements one by one", "/v1/statements", "id"},
    {"sources one by one", "/v1/sources", "id"},
    {"institutions one by one", "/v1/institutions", "id"},
    {"countries one by one", "/v1/countries", "code"},
    {"commodities one by one", "/v1/commodities", "code"},
    {"sectors one by one", "/v1/sectors", "id"},
    {"series one by one", "/v1/series", "id"},
    {"datasets one by one", "/v1/datasets", "id"},
};

START_TEST(a_record_is_the_same_alone)
{
    const struct single *single = &singles[_i];
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s?limit=1000", single->list);
    json_t *document = expect_json(&program, path);
    const json_t *records = json_object_get(document, "data");
    for (size_t i = 0; i < json_array_size(records); i++) {
        const json_t *record = json_array_get(records, i);
        snprintf(path, sizeof path, "%s/%s", single->list, expect_text(record, single->id));
        json_t *alone = expect_json(&program, path);
        ck_assert_msg(json_equal(json_object_get(alone, "data"), record), "%s", path);
        json_decref(alone);
    }
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts_lists");
    TCase *pages = tcase_create("pages");
    TCase *ndjson = tcase_create("ndjson");
    TCase *csv = tcase_create("csv");
    TCase *alone = tcase_create("alone");

    tcase_add_unchecked_fixture(pages, start, stop);
    tcase_add_unchecked_fixture(ndjson, start, stop);
    tcase_add_unchecked_fixture(csv, start, stop);
    tcase_add_unchecked_fixture(alone, start, stop);
    SUITE_ADD_ROWS(pages, pages_are_the_list_cut_in_pieces, lists);
    SUITE_ADD_ROWS(ndjson, ndjson_has_a_record_a_line, lists);
    SUITE_ADD_ROWS(csv, csv_has_a_record_a_line, lists);
    SUITE_ADD_ROWS(alone, a_record_is_the_same_alone, singles);
    TCase *const all[] = {pages, ndjson, csv, alone};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        tcase_set_timeout(all[i], 30);
        suite_add_tcase(suite, all[i]);
    }
    return suite_run(suite);
}
