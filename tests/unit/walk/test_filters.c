/* SPDX-License-Identifier: MIT */
/* Every filter of every list, with every operator: right rows, or a refusal that names it. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "expect.h"
#include "handlers/routes.h"
#include "server/problem.h"

enum { MOST_SAMPLES = 5, SAMPLE_SIZE = 1024, NAME_SIZE = 96, OPS_COUNT = 8 };

static void write_name(const struct field *field, enum field_op op, char ret[NAME_SIZE])
{
    const char *suffix = field_op_suffix(op);

    snprintf(ret, NAME_SIZE, "%s%s%s", field->name, suffix[0] ? "__" : "", suffix);
}

static bool is_list_word(const char *name)
{
    static const char *const words[] = {"sort", "fields", "limit", "cursor", "count", "format"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

/* Whether a route that answers with @resource has a parameter of its own of that name. */
static bool is_own(const struct resource *resource, const char *name)
{
    for (size_t r = 0; r < routes_all.count; r++) {
        const struct route *route = &routes_all.route[r];

        for (size_t i = 0; i < route->parameter_count && route->resource == resource; i++)
            if (strcmp(route->parameters[i].name, name) == 0)
                return true;
    }
    return false;
}

/* --- right values --- */

/* What a filter is tried with: what records have, the table's example, and what is worth a try. */
struct samples {
    char texts[MOST_SAMPLES * 2][SAMPLE_SIZE];
    size_t count;
};

static void add_sample(struct samples *samples, const char *text, size_t most)
{
    for (size_t i = 0; i < samples->count; i++)
        if (strcmp(samples->texts[i], text) == 0)
            return;
    if (samples->count < most && strlen(text) < SAMPLE_SIZE)
        strcpy(samples->texts[samples->count++], text);
}

/* From both ends, so that nulls, which come last, hide nothing. */
static void add_samples_of_rows(struct samples *samples, const struct resource *resource,
                                const struct field *field, const json_t *rows)
{
    size_t size = json_array_size(rows);

    for (size_t i = 0; i < size; i++) {
        const char *texts[4];
        size_t at = i % 2 ? size - 1 - i / 2 : i / 2;
        size_t count = expect_values(resource, field, json_array_get(rows, at), texts, 4);

        for (size_t k = 0; k < count; k++)
            add_sample(samples, texts[k], MOST_SAMPLES);
    }
}

static void add_samples_of_type(struct samples *samples, const struct field *field)
{
    static const char *const dates[] = {"2023", "2010-03-01", "2012~", "1900", NULL};
    static const char *const periods[] = {"2022", "2022-Q1", "2022-02", NULL};
    static const char *const numbers[] = {"0", "-1", "1e9", NULL};
    const char *const *more = field->type == FIELD_DATE     ? dates
                              : field->type == FIELD_PERIOD ? periods
                              : field->type == FIELD_REAL   ? numbers
                                                            : NULL;

    for (; more && *more; more++)
        add_sample(samples, *more, MOST_SAMPLES * 2);
}

static void find_samples(const struct resource *resource, const struct field *field,
                         const json_t *rows, struct samples *ret)
{
    ret->count = 0;
    add_samples_of_rows(ret, resource, field, rows);
    add_samples_of_type(ret, field);
    add_sample(ret, field->example, MOST_SAMPLES * 2);
    if (field->type == FIELD_PAIR)
        add_sample(ret, "KAZ-UZB", MOST_SAMPLES * 2);
}

/* A part from the middle of a value, without what is cut into. */
static const char *make_part(const char *text)
{
    static char part[16];
    size_t length = strlen(text);
    size_t start = length / 3;

    while (start < length && (text[start] & 0xc0) == 0x80)
        start++;
    snprintf(part, sizeof part, "%.5s", text + start);
    for (size_t i = 0; part[i]; i++)
        if (part[i] & 0x80)
            part[i] = '\0';
    return part[strspn(part, " ")] ? part : "a";
}

/* Rows of @all for which the filter holds. */
static json_t *choose(const struct resource *resource, const struct field *field, enum field_op op,
                      const char *value, const json_t *all)
{
    json_t *chosen = json_array();
    size_t i;
    json_t *row;

    json_array_foreach(all, i, row) if (expect_holds(resource, field, op, value, row))
        json_array_append(chosen, row);
    return chosen;
}

/* A record that is not there may be asked for by nobody: "there is no …" and the parameter. Sums of
 * codes that are too long for what a filter leaves are refused too. */
static void check_refusal(const struct answer *answer, const char *name, const char *value,
                          const json_t *expected, size_t all)
{
    size_t count = json_array_size(expected);

    ck_assert_msg(answer->problem.kind == PROBLEM_INVALID_PARAMETER, "%s=%s: %s (%s)", name, value,
                  answer->problem.detail, answer->problem.cause);
    if (strncmp(answer->problem.detail, "no dataset that the question touches", 36) == 0) {
        ck_assert_str_eq(answer->problem.parameter, "level");
        ck_assert_msg(count == 0, "%s=%s is refused", name, value);
        return;
    }
    ck_assert_str_eq(answer->problem.parameter, name);
    ck_assert_msg(strncmp(answer->problem.detail, "there is no ", 12) == 0, "%s=%s: %s", name,
                  value, answer->problem.detail);
    ck_assert_msg(count == 0 || (strstr(name, "__not") && count == all), "%s=%s is refused", name,
                  value);
}

static void drop_members(json_t *rows)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        json_object_del(row, "status");
        json_object_del(row, "status_reason");
        json_object_del(row, "in_force");
    }
}

/* Of an agreement that is asked for by its pair, the status is that between the two. */
static void drop_status(json_t *expected, json_t *document)
{
    for (size_t i = 0; i < json_array_size(expected); i++)
        json_array_set_new(expected, i, json_copy(json_array_get(expected, i)));
    drop_members(expected);
    drop_members(json_object_get(document, "data"));
}

/* Fields of sums, not of what is summed. */
static bool is_measure(const struct field *field)
{
    return field->type == FIELD_REAL || field->type == FIELD_BOOLEAN ||
           (field->type == FIELD_INTEGER && !(field->flags & FIELD_FILTER_ONLY));
}

/* Whether the filter picks rows of the list. Those of lists that are made for a question may say
 * what its rows are made of instead. */
static bool picks_rows(const struct walk *walk, const struct field *field, const json_t *all)
{
    if (!walk->is_made)
        return true;
    return json_object_get(json_array_get(all, 0), field->name) &&
           (is_measure(field) || !walk->has_top);
}

/* A period says of which frequency the sums are. */
static bool says_frequency(const struct walk *walk, const struct field *field, const char *value)
{
    return walk->is_made && field->type == FIELD_PERIOD && strlen(value) > 4;
}

/* New. */
static json_t *without_shares(const json_t *rows)
{
    json_t *result = json_deep_copy(rows);
    size_t i;
    json_t *row;

    json_array_foreach(result, i, row) json_object_del(row, "share");
    return result;
}

/* Shares are of what the filters leave. */
static bool is_same(const struct walk *walk, const struct field *field, const struct answer *answer,
                    const json_t *expected)
{
    if (!walk->is_made || is_measure(field))
        return json_equal(answer_data(answer), expected);

    json_t *there = without_shares(answer_data(answer));
    json_t *wanted = without_shares(expected);
    bool result = json_equal(there, wanted);

    json_decref(there);
    json_decref(wanted);
    return result;
}

static void try_value(const struct walk *walk, const struct field *field, enum field_op op,
                      const char *value, const json_t *all)
{
    const struct resource *resource = walk->resource;
    struct answer answer;
    char name[NAME_SIZE];

    if (says_frequency(walk, field, value))
        return;
    json_t *expected = choose(resource, field, op, value, all);

    write_name(field, op, name);
    ask(&answer, "%s%s=%s&limit=1000", ask_list(walk), name, ask_escaped(value));
    if (answer.status == 200 && resource == &resource_agreements && field->type == FIELD_PAIR)
        drop_status(expected, answer.document);
    if (answer.status == 200)
        ck_assert_msg(is_same(walk, field, &answer, expected), "%s: %s=%s: %zu rows, but %zu fit",
                      walk->name, name, value, json_array_size(answer_data(&answer)),
                      json_array_size(expected));
    else
        check_refusal(&answer, name, value, expected, json_array_size(all));
    answer_fini(&answer);
    json_decref(expected);
}

static void try_operator(const struct walk *walk, const struct field *field, enum field_op op,
                         const json_t *all)
{
    struct samples samples;

    if (op == OP_ISNULL) {
        try_value(walk, field, op, "true", all);
        try_value(walk, field, op, "false", all);
        return;
    }
    find_samples(walk->resource, field, all, &samples);
    for (size_t i = 0; i < samples.count; i++)
        try_value(walk, field, op,
                  op == OP_CONTAINS ? make_part(samples.texts[i]) : samples.texts[i], all);
}

START_TEST(finds_the_rows_that_fit)
{
    const struct resource *resource = walks[_i].resource;
    json_t *all = ask_all(&walks[_i], "");

    for (size_t i = 0; i < resource->field_count; i++)
        for (unsigned bit = 0; bit < OPS_COUNT && picks_rows(&walks[_i], &resource->fields[i], all);
             bit++)
            if (resource->fields[i].ops & 1u << bit)
                try_operator(&walks[_i], &resource->fields[i], 1u << bit, all);
    json_decref(all);
}
END_TEST

/* Several values: any of them; none of them. */
static void try_several(const struct walk *walk, const struct field *field, enum field_op op,
                        const json_t *all)
{
    const struct resource *resource = walk->resource;
    struct answer answer;
    struct samples samples = {.count = 0};
    char name[NAME_SIZE];
    json_t *expected = json_array();
    size_t i;
    json_t *row;

    add_samples_of_rows(&samples, resource, field, all);
    if (samples.count < 2) {
        json_decref(expected);
        return;
    }
    json_array_foreach(all, i, row)
    {
        bool first = expect_holds(resource, field, op, samples.texts[0], row);
        bool second = expect_holds(resource, field, op, samples.texts[1], row);

        if (op == OP_NOT ? first && second : first || second)
            json_array_append(expected, row);
    }
    write_name(field, op, name);
    ask_well(&answer, "%s%s=%s,%s&limit=1000", ask_list(walk), name, ask_escaped(samples.texts[1]),
             ask_escaped(samples.texts[0]));
    ck_assert_msg(is_same(walk, field, &answer, expected), "%s: %s=%s,%s", walk->name, name,
                  samples.texts[1], samples.texts[0]);
    answer_fini(&answer);
    json_decref(expected);
}

static bool takes_several(const struct field *field)
{
    return field->type == FIELD_SLUG || field->type == FIELD_CODE || field->type == FIELD_WORD ||
           field->type == FIELD_AREA || field->type == FIELD_PARTY ||
           field->type == FIELD_INTEGER || field->type == FIELD_DATE || field->type == FIELD_PERIOD;
}

START_TEST(finds_the_rows_that_fit_one_of_several_values)
{
    const struct resource *resource = walks[_i].resource;
    json_t *all = ask_all(&walks[_i], "");

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        if (!takes_several(field) || !picks_rows(&walks[_i], field, all))
            continue;
        if (field->ops & OP_EQ)
            try_several(&walks[_i], field, OP_EQ, all);
        if (field->ops & OP_NOT)
            try_several(&walks[_i], field, OP_NOT, all);
    }
    json_decref(all);
}
END_TEST

/* count= and a page have the same rows as the list. */
START_TEST(counts_the_rows_that_fit)
{
    const struct walk *walk = &walks[_i];
    const struct resource *resource = walk->resource;
    json_t *all = ask_all(walk, "");
    size_t size = json_array_size(all);
    struct answer answer;

    ask_well(&answer, "%scount=exact&limit=1", ask_list(walk));
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "total")), (json_int_t)size);
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "limit")), 1);
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "returned")), size ? 1 : 0);
    answer_fini(&answer);
    ask_well(&answer, "%scount=only", ask_list(walk));
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "total")), (json_int_t)size);
    ck_assert_uint_eq(json_object_size(json_object_get(answer.document, "page")), 1);
    ck_assert_ptr_null(json_object_get(answer.document, "data"));
    answer_fini(&answer);
    ask_well(&answer, "%slimit=1", ask_list(walk));
    ck_assert_ptr_null(answer_page(&answer, "total"));
    answer_fini(&answer);
    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        struct samples samples = {.count = 0};

        if (!(field->ops & OP_EQ) || !picks_rows(walk, field, all))
            continue;
        add_samples_of_rows(&samples, resource, field, all);
        if (samples.count == 0)
            continue;
        json_t *expected = choose(resource, field, OP_EQ, samples.texts[0], all);

        ask_well(&answer, "%s%s=%s&count=only", ask_list(walk), field->name,
                 ask_escaped(samples.texts[0]));
        ck_assert_msg(json_integer_value(answer_page(&answer, "total")) ==
                          (json_int_t)json_array_size(expected),
                      "%s.%s=%s", walk->name, field->name, samples.texts[0]);
        answer_fini(&answer);
        json_decref(expected);
    }
    json_decref(all);
}
END_TEST

/* --- wrong values --- */

static const char *const bad_slugs[] = {"no-such-thing-at-all", "no such", "a/b", "тест", NULL};
static const char *const bad_codes[] = {"no code", "x'y", "(", NULL}; /* others may come some day */
static const char *const bad_references[] = {"no-such-code", "no code", NULL};
static const char *const bad_words[] = {"nonsense", "USD USD", "%", NULL};
static const char *const bad_areas[] = {"Atlantis", "QQQ", "999999", "KA%", NULL};
static const char *const bad_pairs[] = {"KAZ", "KAZ-KAZ", "KAZ-QQQ", "KAZ-TJK-UZB", "-", NULL};
static const char *const bad_parties[] = {"no-such-institution", "Nowhere at all", NULL};
static const char *const bad_integers[] = {"1.5", "one", "1e3", "99999999999999999999", "+1", NULL};
static const char *const bad_reals[] = {"much", "nan", "inf", "0x10", "1,5", "1e999", NULL};
static const char *const bad_booleans[] = {"yes", "1", "TRUE", "null", NULL};
static const char *const bad_dates[] = {"2023-13", "2023-02-30", "last year", "23", NULL};
static const char *const bad_days[] = {"2023", "2023-02-30", "today", NULL};
static const char *const bad_periods[] = {"2022-Q5", "2022-W1", "a year", "2022-13", NULL};
static const char *const bad_times[] = {"yesterday", "2024-08-21T25:00:00Z", "2024", NULL};
static const char *const bad_texts[] = {"there is surely no such text", "' OR 1=1 --", NULL};

static const char *const *find_nonsense(const struct field *field)
{
    switch (field->type) {
    case FIELD_SLUG:
        return bad_slugs;
    case FIELD_CODE:
        return field->refers ? bad_references : bad_codes;
    case FIELD_WORD:
        return bad_words;
    case FIELD_AREA:
        return bad_areas;
    case FIELD_PAIR:
        return bad_pairs;
    case FIELD_PARTY:
        return bad_parties;
    case FIELD_INTEGER:
        return bad_integers;
    case FIELD_REAL:
        return bad_reals;
    case FIELD_BOOLEAN:
        return bad_booleans;
    case FIELD_DATE:
        return bad_dates;
    case FIELD_DAY:
        return bad_days;
    case FIELD_PERIOD:
        return bad_periods;
    case FIELD_TIME:
        return bad_times;
    case FIELD_TEXT:
    case FIELD_URL:
        return bad_texts;
    case FIELD_CODES:
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
        break;
    }
    return NULL;
}

static void refuse_values(const struct walk *walk, const struct field *field, enum field_op op)
{
    const char *const *nonsense = op == OP_ISNULL ? bad_booleans : find_nonsense(field);
    char name[NAME_SIZE];

    write_name(field, op, name);
    ask_badly(PROBLEM_EMPTY_PARAMETER, name, "%s%s=", ask_list(walk), name);
    ask_badly(PROBLEM_REPEATED_PARAMETER, name, "%s%s=%s&%s=%s", ask_list(walk), name,
              op == OP_ISNULL ? "true" : ask_escaped(field->example), name,
              op == OP_ISNULL ? "true" : ask_escaped(field->example));
    if (op == OP_CONTAINS) /* whatever a text may hold may be looked for */
        return;
    ck_assert_ptr_nonnull(nonsense);
    for (; *nonsense; nonsense++)
        ask_badly(PROBLEM_INVALID_PARAMETER, name, "%s%s=%s", ask_list(walk), name,
                  ask_escaped(*nonsense));
}

START_TEST(refuses_values_that_make_no_sense)
{
    const struct walk *walk = &walks[_i];
    const struct resource *resource = walk->resource;

    for (size_t i = 0; i < resource->field_count; i++)
        for (unsigned bit = 0; bit < OPS_COUNT; bit++)
            if (resource->fields[i].ops & 1u << bit)
                refuse_values(walk, &resource->fields[i], 1u << bit);
}
END_TEST

/* One wrong value among right ones is refused too. */
START_TEST(refuses_a_wrong_value_among_right_ones)
{
    const struct walk *walk = &walks[_i];
    const struct resource *resource = walk->resource;

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        if (takes_several(field) && field->ops & OP_EQ)
            ask_badly(PROBLEM_INVALID_PARAMETER, field->name, "%s%s=%s,%s", ask_list(walk),
                      field->name, ask_escaped(field->example),
                      ask_escaped(find_nonsense(field)[0]));
    }
}
END_TEST

static void refuse_operator(const struct walk *walk, const struct field *field, enum field_op op)
{
    char name[NAME_SIZE];

    write_name(field, op, name);
    if (!is_list_word(name) && !is_own(walk->resource, name))
        ask_badly(PROBLEM_UNKNOWN_PARAMETER, name, "%s%s=%s", ask_list(walk), name,
                  field->example ? ask_escaped(field->example) : "x");
}

START_TEST(refuses_operators_that_its_table_does_not_have)
{
    const struct walk *walk = &walks[_i];
    const struct resource *resource = walk->resource;

    for (size_t i = 0; i < resource->field_count; i++)
        for (unsigned bit = 0; bit < OPS_COUNT; bit++)
            if (!(resource->fields[i].ops & 1u << bit))
                refuse_operator(walk, &resource->fields[i], 1u << bit);
    ask_badly(PROBLEM_UNKNOWN_PARAMETER, "nothing", "%snothing=1", ask_list(walk));
    ask_badly(PROBLEM_UNKNOWN_PARAMETER, "id__like", "%sid__like=1", ask_list(walk));
}
END_TEST

/* A filter that has the name of a parameter of all lists, or of the route's own, could never be
 * asked for. */
START_TEST(has_no_filter_that_cannot_be_asked_for)
{
    const struct resource *resource = walks[_i].resource;

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        ck_assert_msg(!(field->ops & OP_EQ) ||
                          !(is_list_word(field->name) || is_own(resource, field->name)),
                      "%s.%s", resource->name, field->name);
    }
}
END_TEST

/* What a parameter needs beside itself. */
static const char *needed_by(const struct field *parameter)
{
    static const char *const needs[][2] = {
        {"level", "group_by=commodity&"},
        {"share", "group_by=partner&"},
        {"growth", "group_by=year&"},
        {"top", "group_by=partner&"},
    };

    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
        if (strcmp(parameter->name, needs[i][0]) == 0)
            return needs[i][1];
    return "";
}

START_TEST(takes_examples_of_own_parameters)
{
    for (size_t i = 0; i < routes_all.count; i++) {
        const struct route *route = &routes_all.route[i];
        char path[ASK_PATH_SIZE];

        for (size_t k = 0; k < route->parameter_count; k++) {
            const struct field *parameter = &route->parameters[k];
            struct answer answer;

            ask_path_of(route, path);
            ask_well(&answer, "%s?%s%s=%s", path, needed_by(parameter), parameter->name,
                     ask_escaped(parameter->example));
            answer_fini(&answer);
            ask_badly(PROBLEM_EMPTY_PARAMETER, parameter->name, "%s?%s=", path, parameter->name);
        }
    }
}
END_TEST

int main(void)
{
    const struct {
        const TTest *test;
        const char *name;
    } tests[] = {
        {finds_the_rows_that_fit, "finds the rows that fit"},
        {finds_the_rows_that_fit_one_of_several_values,
         "finds the rows that fit one of several values"},
        {counts_the_rows_that_fit, "counts the rows that fit"},
        {refuses_values_that_make_no_sense, "refuses values that make no sense"},
        {refuses_a_wrong_value_among_right_ones, "refuses a wrong value among right ones"},
        {refuses_operators_that_its_table_does_not_have,
         "refuses operators that its table does not have"},
        {has_no_filter_that_cannot_be_asked_for, "has no filter that cannot be asked for"},
    };
    Suite *suite = suite_create("walk_filters");
    TCase *tcase = tcase_create("filters");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    for (int i = 0; walks[i].name; i++)
        for (size_t k = 0; k < sizeof tests / sizeof tests[0]; k++)
            suite_add_row(tcase, tests[k].test, i, ask_name(walks[i].name, tests[k].name));
    tcase_add_test(tcase, takes_examples_of_own_parameters);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
