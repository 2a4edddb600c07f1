/* SPDX-License-Identifier: MIT */
/* CSV and NDJSON say what the JSON says, row by row and cell by cell. */
#include "suite.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "model/resource.h"
#include "server/problem.h"

/* --- CSV, RFC 4180 --- */

struct csv {
    const char *at;
    const char *end;
};

struct cell {
    char text[65536];
    bool is_quoted;
    bool is_last; /* of its row */
};

static void add_char(struct cell *cell, size_t *length, char c)
{
    ck_assert_uint_lt(*length + 1, sizeof cell->text);
    cell->text[(*length)++] = c;
}

static void read_quoted(struct csv *csv, struct cell *cell, size_t *length)
{
    csv->at++;
    for (;;) {
        ck_assert_msg(csv->at < csv->end, "a quote is not closed");
        if (*csv->at == '"' && csv->at + 1 < csv->end && csv->at[1] == '"')
            csv->at++;
        else if (*csv->at == '"')
            break;
        add_char(cell, length, *csv->at++);
    }
    csv->at++;
}

static void read_bare(struct csv *csv, struct cell *cell, size_t *length)
{
    while (csv->at < csv->end && *csv->at != ',' && *csv->at != '\r') {
        ck_assert_msg(*csv->at != '"' && *csv->at != '\n', "a bare cell has a quote or line break");
        add_char(cell, length, *csv->at++);
    }
}

static void read_cell(struct csv *csv, struct cell *ret)
{
    size_t length = 0;

    ck_assert(csv->at < csv->end);
    ret->is_quoted = *csv->at == '"';
    if (ret->is_quoted)
        read_quoted(csv, ret, &length);
    else
        read_bare(csv, ret, &length);
    ret->text[length] = '\0';
    ck_assert_msg(csv->at < csv->end, "the last line is not ended");
    ret->is_last = *csv->at == '\r';
    if (ret->is_last)
        ck_assert_msg(csv->at + 1 < csv->end && csv->at[1] == '\n', "a line ends in CR alone");
    csv->at += ret->is_last ? 2 : 1;
}

/* --- what a cell should be --- */

static void join_codes(const json_t *codes, char ret[65536])
{
    size_t used = 0;
    size_t i;
    json_t *code;

    ret[0] = '\0';
    json_array_foreach(codes, i, code) used +=
        (size_t)snprintf(ret + used, 65536 - used, "%s%s", i ? ";" : "", json_string_value(code));
}

static void check_text(const struct cell *cell, const char *expected, const char *where)
{
    ck_assert_msg(strcmp(cell->text, expected) == 0, "%s: \"%s\", not \"%s\"", where, cell->text,
                  expected);
}

static void check_document(const struct cell *cell, const json_t *value, const char *where)
{
    json_t *document = json_loads(cell->text, 0, NULL);

    ck_assert_msg(document && json_equal(document, value), "%s: %s", where, cell->text);
    json_decref(document);
}

static void check_number(const struct cell *cell, const json_t *value, const char *where)
{
    char *end;
    double number = strtod(cell->text, &end);

    ck_assert_msg(cell->text[0] && !*end && number == json_number_value(value), "%s: %s", where,
                  cell->text);
    if (json_is_integer(value))
        ck_assert_msg(strtoll(cell->text, &end, 10) == json_integer_value(value) && !*end, "%s: %s",
                      where, cell->text);
}

static void check_cell(const struct field *field, const struct cell *cell, const json_t *value)
{
    char codes[65536];

    if (json_is_null(value)) {
        check_text(cell, "", field->name);
        ck_assert_msg(!cell->is_quoted, "%s: null is an empty text", field->name);
    } else if (json_is_number(value)) {
        check_number(cell, value, field->name);
    } else if (json_is_boolean(value)) {
        check_text(cell, json_is_true(value) ? "true" : "false", field->name);
    } else if (json_is_string(value)) {
        check_text(cell, json_string_value(value), field->name);
        ck_assert_msg(cell->text[0] || cell->is_quoted, "%s: an empty text is null", field->name);
    } else if (field->type == FIELD_CODES) {
        join_codes(value, codes);
        check_text(cell, codes, field->name);
    } else {
        check_document(cell, value, field->name);
    }
}

/* A member of @row that the question asks for, in the table's order: the next one from @at. */
static const struct field *next_member(const struct resource *resource, const json_t *row,
                                       size_t *at)
{
    for (; *at < resource->field_count; (*at)++) {
        const struct field *field = &resource->fields[*at];

        if (json_object_get(row, field->name))
            return (*at)++, field;
    }
    return NULL;
}

static void check_names(struct csv *csv, const struct resource *resource, const json_t *row)
{
    struct cell cell = {.is_last = false};
    const struct field *field;
    size_t at = 0;

    while ((field = next_member(resource, row, &at))) {
        ck_assert_msg(!cell.is_last, "%s: a name is missing", resource->name);
        read_cell(csv, &cell);
        check_text(&cell, field->name, "first line");
    }
    ck_assert_msg(cell.is_last, "%s: more names than members", resource->name);
}

static void check_row(struct csv *csv, const struct resource *resource, const json_t *row)
{
    struct cell cell = {.is_last = false};
    const struct field *field;
    size_t at = 0;

    while ((field = next_member(resource, row, &at))) {
        ck_assert_msg(!cell.is_last, "%s: a cell is missing before %s", resource->name,
                      field->name);
        read_cell(csv, &cell);
        check_cell(field, &cell, json_object_get(row, field->name));
    }
    ck_assert_msg(cell.is_last, "%s: more cells than members", resource->name);
}

static void check_csv(const struct walk *walk, const char *parameters)
{
    const struct resource *resource = walk->resource;
    json_t *rows = ask_all(walk, parameters);
    struct answer answer;
    size_t i;
    json_t *row;

    ask_well(&answer, "%s%sformat=csv", ask_list(walk), parameters);
    ck_assert_msg(strncmp(answer.type, "text/csv", 8) == 0, "%s", answer.type);
    struct csv csv = {answer.text, answer.text + answer.length};

    check_names(&csv, resource, json_array_get(rows, 0));
    json_array_foreach(rows, i, row) check_row(&csv, resource, row);
    ck_assert_msg(csv.at == csv.end, "%s: more rows than in JSON", resource->name);
    answer_fini(&answer);
    json_decref(rows);
}

static void check_ndjson(const struct walk *walk, const char *parameters)
{
    const struct resource *resource = walk->resource;
    json_t *rows = ask_all(walk, parameters);
    struct answer answer;
    size_t i;
    json_t *row;

    ask_well(&answer, "%s%sformat=ndjson", ask_list(walk), parameters);
    ck_assert_str_eq(answer.type, "application/x-ndjson");
    char *at = answer.text;

    json_array_foreach(rows, i, row)
    {
        char *end = strchr(at, '\n');

        ck_assert_msg(end != NULL, "%s: line %zu is missing", resource->name, i);
        json_t *line = json_loadb(at, (size_t)(end - at), JSON_REJECT_DUPLICATES, NULL);

        ck_assert_msg(line && json_equal(line, row), "%s: %.*s", resource->name, (int)(end - at),
                      at);
        json_decref(line);
        at = end + 1;
    }
    ck_assert_msg(*at == '\0', "%s: more lines than rows", resource->name);
    answer_fini(&answer);
    json_decref(rows);
}

START_TEST(is_in_csv_what_it_is_in_json)
{
    check_csv(&walks[_i], "");
}
END_TEST

START_TEST(is_in_ndjson_what_it_is_in_json)
{
    check_ndjson(&walks[_i], "");
}
END_TEST

static const struct {
    const char *name;
    const struct resource *resource;
    const char *parameters;
} chosen[] = {
    {"streams members that are asked for", &resource_claims, "fields=text,id,citations&"},
    {"streams one member", &resource_sources, "fields=title&"},
    {"streams rows that fit", &resource_claims, "metric=growth&derived=false&"},
    {"streams in the order that is asked for", &resource_trade, "sort=-value,period&"},
    {"streams trade of a partner and a period", &resource_trade, "partner=KAZ,W00&period=2022&"},
    {"streams agreements in force", &resource_agreements, "in_force_on=2015-05-20&"},
    {"streams agreements as they were on a day", &resource_agreements, "on=2013-12-31&"},
    {"streams agreements of a pair", &resource_agreements, "pair=KAZ-UZB&"},
    {"streams matches of one kind", &resource_search, "kind=source&"},
    {"streams sums in the order that is asked for", &resource_aggregate, "sort=-value,partner&"},
    {"streams sums that fit", &resource_aggregate, "value__gt=100&fields=value,datasets,partner&"},
    {"streams gaps of a pair", &resource_pair_trade,
     "gap__isnull=false&fields=gap,reasons,period&"},
    {"streams coverage as it was on a day", &resource_coverage, "on=2030-01-31&sort=-age&"},
};

START_TEST(streams_what_is_asked_for)
{
    check_csv(walk_of(chosen[_i].resource), chosen[_i].parameters);
    check_ndjson(walk_of(chosen[_i].resource), chosen[_i].parameters);
}
END_TEST

START_TEST(streams_nothing_with_names_alone)
{
    struct answer answer;

    ask_well(&answer, "/v1/sectors?name__contains=zzz&format=csv");
    ck_assert_str_eq(answer.text, "id,name,description\r\n");
    answer_fini(&answer);
    ask_well(&answer, "/v1/sectors?name__contains=zzz&format=ndjson");
    ck_assert_uint_eq(answer.length, 0);
    answer_fini(&answer);
}
END_TEST

/* The client goes away, or is cut off: the producer stops and says so; the next one is whole. */
START_TEST(stops_when_nobody_reads)
{
    static const char *const formats[] = {"csv", "ndjson"};
    struct answer whole;
    struct answer answer;

    for (size_t i = 0; i < 2; i++) {
        ask_well(&whole, "/v1/countries?format=%s", formats[i]);
        for (size_t limit = 0; limit < whole.length; limit += whole.length / 7) {
            ask_limit_stream(limit);
            ask(&answer, "/v1/countries?format=%s", formats[i]);
            ck_assert(answer.is_cut);
            ck_assert_uint_le(answer.length, limit);
            ck_assert(memcmp(answer.text, whole.text, answer.length) == 0);
            answer_fini(&answer);
        }
        ask_limit_stream(SIZE_MAX);
        ask_well(&answer, "/v1/countries?format=%s", formats[i]);
        ck_assert_str_eq(answer.text, whole.text);
        answer_fini(&answer);
        answer_fini(&whole);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *parameters;
    const char *blamed;
    enum problem_kind kind;
} refused[] = {
    {"refuses a limit", "format=csv&limit=5", "limit", PROBLEM_INVALID_PARAMETER},
    {"refuses a count", "format=ndjson&count=exact", "count", PROBLEM_INVALID_PARAMETER},
    {"refuses a page mark", "format=csv&cursor=AA", "cursor", PROBLEM_INVALID_PARAMETER},
    {"refuses a wrong value before it begins", "format=csv&metric=nonsense", "metric",
     PROBLEM_INVALID_PARAMETER},
    {"refuses a record that is not there before it begins", "format=csv&event=nowhere", "event",
     PROBLEM_INVALID_PARAMETER},
    {"refuses an unknown parameter before it begins", "format=ndjson&metrik=growth", "metrik",
     PROBLEM_UNKNOWN_PARAMETER},
};

START_TEST(refuses_as_json_does)
{
    ask_badly(refused[_i].kind, refused[_i].blamed, "/v1/claims?%s", refused[_i].parameters);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk_streams");
    TCase *tcase = tcase_create("streams");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    for (int i = 0; walks[i].name; i++) {
        const char *name = walks[i].name;

        suite_add_row(tcase, is_in_csv_what_it_is_in_json, i,
                      ask_name(name, "is in CSV what it is in JSON"));
        suite_add_row(tcase, is_in_ndjson_what_it_is_in_json, i,
                      ask_name(name, "is in NDJSON what it is in JSON"));
    }
    SUITE_ADD_ROWS(tcase, streams_what_is_asked_for, chosen);
    tcase_add_test(tcase, streams_nothing_with_names_alone);
    tcase_add_test(tcase, stops_when_nobody_reads);
    SUITE_ADD_ROWS(tcase, refuses_as_json_does, refused);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
