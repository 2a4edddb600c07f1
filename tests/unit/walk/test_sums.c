/* SPDX-License-Identifier: MIT */
/* Sums, both sides of a pair and coverage say what the rows of /v1/trade add up to. Which rows are
 * summed is taken from meta.rows. */
#include "suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"

enum { KEY_SIZE = 512, QUESTION_SIZE = 512 };

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    return text ? text : "";
}

/* --- which rows are summed --- */

/* The parameters of @question that /v1/trade has too and means alike. */
static void write_filters(const char *question, char ret[QUESTION_SIZE])
{
    static const char *const others[] = {"group_by=", "level=", "commodity="};
    size_t used = 0;

    ret[0] = '\0';
    for (const char *at = question; *at; at += strcspn(at, "&"), at += *at == '&') {
        bool is_other = false;

        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
            is_other |= strncmp(at, others[i], strlen(others[i])) == 0;
        if (!is_other)
            used += (size_t)snprintf(ret + used, QUESTION_SIZE - used, "%.*s&",
                                     (int)strcspn(at, "&"), at);
    }
}

/* Whether the commodity is one of those asked for, or under one of them. */
static bool is_asked_for(const char *question, const char *commodity)
{
    const char *asked = strstr(question, "commodity=");

    /* group_by=commodity is another word */
    while (asked && asked != question && asked[-1] != '&')
        asked = strstr(asked + 1, "commodity=");
    if (!asked)
        return true;
    for (asked += strlen("commodity="); *asked && *asked != '&';) {
        size_t length = strcspn(asked, "*,&");

        if (strncmp(asked, "TOTAL", length) == 0 || strncmp(asked, commodity, length) == 0)
            return true;
        asked += strcspn(asked, ",&");
        asked += *asked == ',';
    }
    return false;
}

static bool is_same(const json_t *a, const json_t *b, const char *const *members)
{
    for (; *members; members++) {
        if (strcmp(text_of(a, *members), text_of(b, *members)) != 0)
            return false;
    }
    return true;
}

static bool is_of_total(const json_t *row)
{
    return strcmp(text_of(row, "commodity"), "TOTAL") == 0;
}

/* Whether another row of the reporter, partner, flow and period is of TOTAL, where that counts, or
 * of a shorter code of @digits or more that holds the goods of this one. */
static bool is_held(const json_t *rows, const json_t *row, int digits)
{
    static const char *const group[] = {"reporter",       "partner", "flow", "period",
                                        "classification", "dataset", NULL};
    const char *commodity = text_of(row, "commodity");
    size_t i;
    json_t *other;

    json_array_foreach(rows, i, other)
    {
        const char *code = text_of(other, "commodity");
        size_t length = strlen(code);

        if (!is_same(row, other, group))
            continue;
        if (digits == 0 && is_of_total(other))
            return true;
        if (length >= (size_t)digits && length < strlen(commodity) &&
            strncmp(code, commodity, length) == 0)
            return true;
    }
    return false;
}

static bool fits_commodity(const char *said, const json_t *rows, const json_t *row)
{
    const char *commodity = text_of(row, "commodity");
    int digits;

    if (strncmp(said, "TOTAL, or", strlen("TOTAL, or")) == 0)
        return is_of_total(row) || !is_held(rows, row, 0);
    if (strcmp(said, "TOTAL") == 0)
        return is_of_total(row);
    ck_assert_msg(sscanf(said, "codes of %d digits", &digits) == 1, "%s", said);
    if (is_of_total(row) || strlen(commodity) < (size_t)digits)
        return false;
    return strstr(said, "or more") ? !is_held(rows, row, digits)
                                   : strlen(commodity) == (size_t)digits;
}

static bool has_world(const json_t *rows, const json_t *row)
{
    static const char *const group[] = {"reporter",       "flow",    "period",
                                        "classification", "dataset", NULL};
    size_t i;
    json_t *other;

    json_array_foreach(rows, i, other)
    {
        if (is_same(row, other, group) && strcmp(text_of(other, "partner"), "W00") == 0)
            return true;
    }
    return false;
}

static bool fits_partner(const char *said, const json_t *rows, const json_t *row)
{
    bool is_world = strcmp(text_of(row, "partner"), "W00") == 0;

    if (strcmp(said, "World") == 0)
        return is_world;
    if (strncmp(said, "World, or", strlen("World, or")) == 0)
        return is_world || !has_world(rows, row);
    return strcmp(said, "as asked") == 0 || !is_world;
}

static bool fits_rule(const json_t *rule, const json_t *rows, const json_t *row)
{
    const char *customs = text_of(rule, "customs");
    const char *transport = text_of(rule, "transport");
    bool is_world = strcmp(text_of(rule, "partner2"), "World") == 0;

    return fits_commodity(text_of(rule, "commodity"), rows, row) &&
           fits_partner(text_of(rule, "partner"), rows, row) &&
           (!is_world || strcmp(text_of(row, "partner2"), "W00") == 0) &&
           (strcmp(customs, "C00") != 0 || strcmp(text_of(row, "customs"), "C00") == 0) &&
           (strcmp(transport, "0") != 0 ||
            json_integer_value(json_object_get(row, "transport")) == 0);
}

static bool has_text(const json_t *array, const char *text)
{
    size_t i;
    json_t *element;

    json_array_foreach(array, i,
                       element) if (strcmp(json_string_value(element), text) == 0) return true;
    return false;
}

static bool is_summed(const json_t *meta, const json_t *rows, const json_t *row)
{
    size_t i;
    json_t *rule;

    json_array_foreach(json_object_get(meta, "rows"), i,
                       rule) if (has_text(json_object_get(rule, "datasets"),
                                          text_of(row, "dataset"))) return fits_rule(rule, rows,
                                                                                     row);
    return false;
}

/* --- sums of rows --- */

/* What a row, of /v1/trade or a group, has of one dimension. */
static void add_dimension(const json_t *meta, const char *dimension, const json_t *row,
                          char key[KEY_SIZE])
{
    const char *text = text_of(row, dimension);
    int length = (int)strlen(text);
    size_t used = strlen(key);

    if (strcmp(dimension, "year") == 0 && !*text) {
        text = text_of(row, "period");
        length = 4;
    } else if (strcmp(dimension, "commodity") == 0) {
        int level = (int)json_integer_value(json_object_get(meta, "level"));

        text = level ? text : "TOTAL";
        length = level ? level : 5;
    }
    snprintf(key + used, KEY_SIZE - used, "%.*s/", length, text);
}

static void write_key(const json_t *meta, const json_t *row, char ret[KEY_SIZE])
{
    size_t i;
    json_t *dimension;

    ret[0] = '\0';
    json_array_foreach(json_object_get(meta, "group_by"), i, dimension)
        add_dimension(meta, json_string_value(dimension), row, ret);
}

/* Adds a member of @row to the sum; what is missing adds nothing. */
static void add_to(json_t *sum, const char *member, const json_t *row)
{
    const json_t *value = json_object_get(row, member);

    if (json_is_number(value))
        json_object_set_new(
            sum, member,
            json_real(json_number_value(json_object_get(sum, member)) + json_number_value(value)));
}

static void count(json_t *sum, const char *member)
{
    json_object_set_new(sum, member,
                        json_integer(json_integer_value(json_object_get(sum, member)) + 1));
}

/* Sums by key; new. */
static json_t *sum_rows(const char *question, const json_t *meta, const json_t *rows)
{
    json_t *sums = json_object();
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        char key[KEY_SIZE];

        if (!is_summed(meta, rows, row) || !is_asked_for(question, text_of(row, "commodity")))
            continue;
        write_key(meta, row, key);
        if (!json_object_get(sums, key))
            json_object_set_new(sums, key, json_object());
        json_t *sum = json_object_get(sums, key);

        add_to(sum, "value", row);
        add_to(sum, "net_weight", row);
        count(sum, "observations");
        if (json_is_null(json_object_get(row, "value")))
            count(sum, "missing");
    }
    return sums;
}

static void check_figure(const char *question, const char *key, const char *member,
                         const json_t *group, const json_t *sum)
{
    const json_t *said = json_object_get(group, member);
    const json_t *expected = json_object_get(sum, member);
    double wanted = json_number_value(expected);

    ck_assert_msg(json_is_number(said) == json_is_number(expected) ||
                      (json_is_integer(said) && json_integer_value(said) == 0),
                  "%s: %s: %s", question, key, member);
    ck_assert_msg(fabs(json_number_value(said) - wanted) <= 1e-9 * fabs(wanted),
                  "%s: %s: %s is %.17g, the rows add up to %.17g", question, key, member,
                  json_number_value(said), wanted);
}

static void check_sums(const char *question, const struct answer *answer, const json_t *sums)
{
    static const char *const figures[] = {"value", "net_weight", "observations", "missing"};
    const json_t *meta = json_object_get(answer->document, "meta");
    size_t i;
    json_t *group;

    ck_assert_msg(json_array_size(answer_data(answer)) == json_object_size(sums),
                  "%s: %zu groups, not %zu", question, json_array_size(answer_data(answer)),
                  json_object_size(sums));
    json_array_foreach(answer_data(answer), i, group)
    {
        char key[KEY_SIZE];

        write_key(meta, group, key);
        const json_t *sum = json_object_get(sums, key);

        ck_assert_msg(sum != NULL, "%s: no row is of %s", question, key);
        for (size_t k = 0; k < sizeof figures / sizeof figures[0]; k++)
            check_figure(question, key, figures[k], group, sum);
    }
}

#define BY "group_by=reporter,partner,flow,period,dataset&"

static const char *const questions[] = {
    "",
    "group_by=reporter,partner,flow,year,period,dataset",
    "group_by=reporter,flow,period",
    "group_by=partner,year",
    "group_by=year",
    "group_by=commodity,reporter,flow&level=0",
    "group_by=commodity,reporter,flow&level=2",
    "group_by=commodity,partner,year&level=4",
    "group_by=commodity,partner,year&commodity=27",
    "group_by=commodity,partner,year&commodity=27&level=4",
    BY "frequency=A",
    BY "frequency=M",
    BY "frequency=Q",
    BY "frequency=S",
    BY "period=2022",
    BY "period=2022-Q1",
    BY "period=2022-01,2022-02",
    BY "period__gte=2013",
    BY "period__lt=2013",
    BY "classification=HS",
    BY "classification=H5",
    BY "classification=H5,HS",
    BY "commodity=27",
    BY "commodity=2701",
    BY "commodity=27*",
    BY "commodity=TOTAL",
    BY "commodity=27&frequency=M",
    BY "partner2=W00",
    BY "partner2=KOR,CIV&frequency=Q",
    BY "partner2=KOR,CIV",
    BY "customs=C00",
    BY "customs=A01&commodity=27",
    BY "customs=A01",
    BY "transport=0",
    BY "transport=3,6",
    BY "transport=5&commodity=27",
    BY "transport=1,2,3,4,5,6,7&frequency=M",
    BY "partner=W00",
    BY "partner=KAZ,TJK",
    BY "partner__not=KAZ",
    BY "reporter=KAZ",
    BY "reporter__not=KAZ,UZB",
    BY "flow=X",
    BY "flow__not=X",
    BY "series=dollars-of-both-sides",
    BY "series__not=dollars-of-both-sides",
    BY "basis=reported",
    BY "unit=USD_2010",
    BY "dataset=first-import",
    BY "dataset=first-import,second-import",
    BY "dataset__not=second-import",
    "partner__not=KAZ&group_by=year",
    "partner=W00&group_by=year&flow=M",
    "transport=3,6&group_by=flow",
    "dataset=first-import&group_by=reporter",
};

START_TEST(sums_are_those_of_the_rows)
{
    const char *question = questions[_i];
    char filters[QUESTION_SIZE];
    struct answer answer;

    ask_well(&answer, "/v1/trade/aggregate?limit=1000%s%s", *question ? "&" : "", question);
    write_filters(question, filters);
    const char *frequency = json_string_value(answer_meta(&answer, "frequency"));
    json_t *rows = strstr(filters, "frequency=")
                       ? ask_all(walk_of(&resource_trade), filters)
                       : (snprintf(filters + strlen(filters), QUESTION_SIZE - strlen(filters),
                                   "frequency=%s&", frequency),
                          ask_all(walk_of(&resource_trade), filters));
    json_t *sums = sum_rows(question, json_object_get(answer.document, "meta"), rows);

    check_sums(question, &answer, sums);
    json_decref(sums);
    json_decref(rows);
    answer_fini(&answer);
}
END_TEST

/* --- where they come from --- */

/* The groups behind a top too: those that several datasets are in beside those of one. */
static const char *const ranked[] = {
    "group_by=partner&top=1",         "group_by=year&top=1",
    "group_by=reporter,year&top=1",   "group_by=partner&top=2",
    "group_by=period,partner&top=1",  "group_by=flow,reporter&top=1",
    "group_by=reporter,partner&top=1"};

static void check_datasets(const char *question, const json_t *row)
{
    const json_t *datasets = json_object_get(row, "datasets");
    size_t i;
    json_t *slug;

    ck_assert_msg(json_array_size(datasets) > 0, "%s: from nowhere", question);
    json_array_foreach(datasets, i, slug) for (size_t k = 0; k < i; k++)
        ck_assert_msg(!json_equal(json_array_get(datasets, k), slug), "%s: %s twice", question,
                      json_string_value(slug));
}

/* Each dataset once, and all of the page's in meta. */
START_TEST(names_each_dataset_once)
{
    struct answer answer;
    size_t i;
    json_t *row;

    ask_well(&answer, "/v1/trade/aggregate?%s&limit=1000", ranked[_i]);
    check_datasets(ranked[_i], json_object_get(answer.document, "meta"));
    json_array_foreach(answer_data(&answer), i, row)
    {
        size_t k;
        json_t *slug;

        check_datasets(ranked[_i], row);
        json_array_foreach(json_object_get(row, "datasets"), k, slug)
            ck_assert(has_text(answer_meta(&answer, "datasets"), json_string_value(slug)));
    }
    answer_fini(&answer);
}
END_TEST

/* --- both sides of a pair --- */

static const struct {
    const char *member;
    const char *basis;
    const char *reporter;
    const char *partner;
    const char *flow;
} sides[] = {
    {"a_exports", "reported", "KAZ", "TJK", "X"}, {"b_imports", "reported", "TJK", "KAZ", "M"},
    {"b_exports", "reported", "TJK", "KAZ", "X"}, {"a_imports", "reported", "KAZ", "TJK", "M"},
    {"a_to_b", "reconciled", "KAZ", "TJK", "X"},  {"b_to_a", "reconciled", "TJK", "KAZ", "X"},
};

/* The sum of one side in the period and series of @row; null where there is none. */
static const json_t *find_side(const json_t *groups, const json_t *row, size_t side)
{
    size_t i;
    json_t *group;

    json_array_foreach(groups, i,
                       group) if (strcmp(text_of(group, "reporter"), sides[side].reporter) == 0 &&
                                  strcmp(text_of(group, "partner"), sides[side].partner) == 0 &&
                                  strcmp(text_of(group, "flow"), sides[side].flow) == 0 &&
                                  strcmp(text_of(group, "basis"), sides[side].basis) == 0 &&
                                  strcmp(text_of(group, "period"), text_of(row, "period")) == 0 &&
                                  strcmp(text_of(group, "series"), text_of(row, "series")) ==
                                      0) return json_object_get(group, "value");
    return json_null();
}

/* A gap is one figure less the other, and null where one of them is. */
static void check_gap(const json_t *row, const char *member, const char *from, const char *less)
{
    const json_t *gap = json_object_get(row, member);
    const json_t *first = json_object_get(row, from);
    const json_t *second = json_object_get(row, less);
    bool has_both = json_is_number(first) && json_is_number(second);

    ck_assert_msg(json_is_number(gap) == has_both, "%s", member);
    if (has_both)
        ck_assert_double_eq(json_number_value(gap),
                            json_number_value(first) - json_number_value(second));
}

static size_t check_sides(const json_t *groups, const json_t *row)
{
    size_t found = 0;

    for (size_t side = 0; side < sizeof sides / sizeof sides[0]; side++) {
        const json_t *value = find_side(groups, row, side);

        ck_assert_msg(json_equal(json_object_get(row, sides[side].member), value), "%s %s: %s",
                      text_of(row, "period"), text_of(row, "series"), sides[side].member);
        found += json_is_number(value);
    }
    check_gap(row, "gap", "b_imports", "a_exports");
    check_gap(row, "gap_back", "a_imports", "b_exports");
    return found;
}

static const char *const narrowed[] = {
    "",
    "frequency=M&",
    "frequency=Q&",
    "commodity=27&",
    "commodity=2701&",
    "classification=HS&",
    "classification=H5&",
    "dataset=third-import&",
    "dataset=first-import&",
    "dataset__not=third-import&",
    "series=dollars-as-reported&",
    "basis=reconciled&",
    "unit=USD&period__gte=2022&",
    "period=2012,2022&",
};

START_TEST(sides_of_a_pair_are_the_sums)
{
    struct answer sums;
    struct answer pair;
    size_t figures = 0;
    size_t found = 0;
    size_t i;
    json_t *row;

    ask_well(&sums,
             "/v1/trade/aggregate?reporter=KAZ,TJK&partner=KAZ,TJK&flow=X,M&"
             "group_by=reporter,partner,flow,period&limit=1000&%s",
             narrowed[_i]);
    ask_well(&pair, "/v1/pairs/KAZ-TJK/trade?limit=1000&%s", narrowed[_i]);
    json_array_foreach(answer_data(&sums), i, row) figures +=
        json_is_number(json_object_get(row, "value"));
    json_array_foreach(answer_data(&pair), i, row) found += check_sides(answer_data(&sums), row);
    ck_assert_msg(found == figures, "%s: %zu of %zu figures", narrowed[_i], found, figures);
    answer_fini(&sums);
    answer_fini(&pair);
}
END_TEST

/* --- coverage --- */

struct cover {
    json_int_t observations;
    json_int_t longest;
    bool has_total;
    bool has_years;
    json_t *months; /* sets: their keys */
    json_t *spans;
    json_t *flows;
    json_t *goods;
};

static void cover_row(struct cover *cover, const json_t *row)
{
    const char *frequency = text_of(row, "frequency");
    const char *commodity = text_of(row, "commodity");
    bool is_total = strcmp(commodity, "TOTAL") == 0;
    json_int_t digits = is_total ? 0 : (json_int_t)strlen(commodity);

    cover->observations++;
    cover->has_total |= is_total;
    cover->has_years |= strcmp(frequency, "A") == 0;
    cover->longest = digits > cover->longest ? digits : cover->longest;
    json_object_set_new(cover->flows, text_of(row, "flow"), json_true());
    if (!is_total)
        json_object_set_new(cover->goods, commodity, json_true());
    if (strcmp(frequency, "A") != 0)
        json_object_set_new(strcmp(frequency, "M") == 0 ? cover->months : cover->spans,
                            text_of(row, "period"), json_true());
}

static void check_number(const json_t *row, const char *member, json_int_t expected)
{
    json_int_t said = json_integer_value(json_object_get(row, member));

    ck_assert_msg(said == expected, "%s %s %s: %s is %lld, not %lld", text_of(row, "year"),
                  text_of(row, "reporter"), text_of(row, "dataset"), member, (long long)said,
                  (long long)expected);
}

static void check_cover(const struct cover *cover, const json_t *row)
{
    size_t i;
    json_t *flow;

    check_number(row, "observations", cover->observations);
    check_number(row, "level", cover->longest);
    check_number(row, "months", (json_int_t)json_object_size(cover->months));
    check_number(row, "other_periods", (json_int_t)json_object_size(cover->spans));
    check_number(row, "commodities", (json_int_t)json_object_size(cover->goods));
    ck_assert(json_is_true(json_object_get(row, "total")) == cover->has_total);
    ck_assert(json_is_true(json_object_get(row, "annual")) == cover->has_years);
    ck_assert_uint_eq(json_array_size(json_object_get(row, "flows")),
                      json_object_size(cover->flows));
    json_array_foreach(json_object_get(row, "flows"), i, flow)
        ck_assert_ptr_nonnull(json_object_get(cover->flows, json_string_value(flow)));
}

/* Return: how many observations a row of the coverage stands for. */
static json_int_t cover_year(const json_t *trade, const json_t *row)
{
    static const char *const alike[] = {"reporter", "partner", "dataset", "series"};
    struct cover cover = {
        .months = json_object(),
        .spans = json_object(),
        .flows = json_object(),
        .goods = json_object(),
    };
    size_t i;
    json_t *observation;

    json_array_foreach(trade, i, observation)
    {
        bool is_of_row = strncmp(text_of(observation, "period"), text_of(row, "year"), 4) == 0;

        for (size_t k = 0; k < sizeof alike / sizeof alike[0]; k++)
            is_of_row &= strcmp(text_of(observation, alike[k]), text_of(row, alike[k])) == 0;
        if (is_of_row)
            cover_row(&cover, observation);
    }
    check_cover(&cover, row);
    json_decref(cover.months);
    json_decref(cover.spans);
    json_decref(cover.flows);
    json_decref(cover.goods);
    return cover.observations;
}

static const struct {
    const char *name;
    const char *pair;
    const char *countries;
} covered[] = {
    {"coverage is what the rows have", "KAZ-TJK", "reporter=KAZ,TJK&partner=KAZ,TJK&"},
    {"coverage of one side is what the rows have", "KAZ-UZB", "reporter=KAZ,UZB&partner=KAZ,UZB&"},
    {"coverage of a pair without reports is what the rows have", "CHN-KAZ",
     "reporter=CHN,KAZ&partner=CHN,KAZ&"},
    {"coverage of nothing is empty", "FJI-TON", "reporter=FJI,TON&partner=FJI,TON&"},
};

START_TEST(covers_the_rows)
{
    json_t *trade = ask_all(walk_of(&resource_trade), covered[_i].countries);
    struct answer coverage;
    json_int_t observations = 0;
    size_t i;
    json_t *row;

    ask_well(&coverage, "/v1/pairs/%s/coverage?limit=1000", covered[_i].pair);
    json_array_foreach(answer_data(&coverage), i, row) observations += cover_year(trade, row);
    ck_assert_int_eq(observations, (json_int_t)json_array_size(trade));
    json_decref(trade);
    answer_fini(&coverage);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk_sums");
    TCase *tcase = tcase_create("sums");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        suite_add_row(tcase, sums_are_those_of_the_rows, (int)i,
                      ask_name(*questions[i] ? questions[i] : "all", "is the sum of the rows"));
    for (size_t i = 0; i < sizeof ranked / sizeof ranked[0]; i++)
        suite_add_row(tcase, names_each_dataset_once, (int)i,
                      ask_name(ranked[i], "names each dataset once"));
    for (size_t i = 0; i < sizeof narrowed / sizeof narrowed[0]; i++)
        suite_add_row(tcase, sides_of_a_pair_are_the_sums, (int)i,
                      ask_name(*narrowed[i] ? narrowed[i] : "all", "has both sides' sums"));
    SUITE_ADD_ROWS(tcase, covers_the_rows, covered);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
