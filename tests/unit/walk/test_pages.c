/* SPDX-License-Identifier: MIT */
/* Pages: whatever a list is sorted by, and however long a page is, together they are the list. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "expect.h"
#include "model/resource.h"
#include "server/problem.h"

enum { CURSOR_SIZE = 4096 };

/* Takes `next` and checks that the Link header leads to the same page. */
static bool find_next(const struct answer *answer, char ret_link[ASK_LINK_SIZE])
{
    static const char after[] = ">; rel=\"next\"";
    const json_t *next = answer_page(answer, "next");

    if (json_is_null(next)) {
        ck_assert_str_eq(answer->link, "");
        return false;
    }
    size_t length = strlen(answer->link);
    size_t cursor = strlen(json_string_value(next));

    ck_assert(length > sizeof after + cursor && answer->link[0] == '<' && answer->link[1] == '?');
    ck_assert_str_eq(answer->link + length - strlen(after), after);
    snprintf(ret_link, ASK_LINK_SIZE, "%.*s", (int)(length - strlen(after) - 1), answer->link + 1);
    ck_assert_str_eq(ret_link + strlen(ret_link) - cursor, json_string_value(next));
    return true;
}

/* Adds the rows of a page to @rows. */
static void take_page(const struct answer *answer, size_t limit, json_t *rows)
{
    const json_t *data = answer_data(answer);
    size_t returned = json_array_size(data);

    ck_assert_uint_le(returned, limit);
    ck_assert_int_eq(json_integer_value(answer_page(answer, "returned")), (json_int_t)returned);
    ck_assert_int_eq(json_integer_value(answer_page(answer, "limit")), (json_int_t)limit);
    ck_assert(json_is_null(answer_page(answer, "next")) || returned == limit);
    json_array_extend(rows, (json_t *)(size_t)data);
}

/* Follows the links from the first page to the last. */
static json_t *read_pages(const struct walk *walk, const char *parameters, size_t limit,
                          size_t most)
{
    json_t *rows = json_array();
    struct answer answer;
    char link[ASK_LINK_SIZE];
    bool has_more = true;

    ask_well(&answer, "%s%slimit=%zu", ask_list(walk), parameters, limit);
    while (has_more) {
        take_page(&answer, limit, rows);
        has_more = find_next(&answer, link);
        answer_fini(&answer);
        ck_assert_msg(json_array_size(rows) <= most, "%s%s goes on and on", walk->name, parameters);
        if (has_more)
            ask_well(&answer, "%s%s", walk->path, link);
    }
    return rows;
}

static void check_pages(const struct walk *walk, const char *parameters, const json_t *whole,
                        size_t limit)
{
    json_t *rows = read_pages(walk, parameters, limit, json_array_size(whole));

    ck_assert_msg(json_equal(rows, whole), "%s: %slimit=%zu: %zu rows of %zu, or others",
                  walk->name, parameters, limit, json_array_size(rows), json_array_size(whole));
    json_decref(rows);
}

static void check_order(const struct resource *resource, const struct field *field, bool descending,
                        const json_t *rows)
{
    for (size_t i = 1; i < json_array_size(rows); i++)
        ck_assert_msg(expect_order(resource, field, descending, json_array_get(rows, i - 1),
                                   json_array_get(rows, i)) <= 0,
                      "%s: sort=%s%s: row %zu", resource->name, descending ? "-" : "", field->name,
                      i);
}

/* Only the members that matter to order, key and filter, so that a page costs little. */
static void write_question(const struct walk *walk, const struct field *field, bool descending,
                           char ret[512])
{
    const struct resource *resource = walk->resource;
    size_t used = (size_t)snprintf(ret, 512, "sort=%s%s&%s", descending ? "-" : "", field->name,
                                   walk->is_made ? "" : "fields=");
    const char *comma = "";

    if (walk->is_made) /* the place that breaks ties is no member */
        return;
    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *other = &resource->fields[i];
        bool is_hidden = field->flags & FIELD_FILTER_ONLY && other->type == FIELD_OBJECT;

        if (other->flags & FIELD_FILTER_ONLY)
            continue;
        if (other != field && !(other->flags & FIELD_KEY) && !is_hidden)
            continue;
        used += (size_t)snprintf(ret + used, 512 - used, "%s%s", comma, other->name);
        comma = ",";
    }
    snprintf(ret + used, 512 - used, "&");
}

/* A part of the long lists that has ties and nulls too: one row a page takes its time. */
static const char *narrow(const struct resource *resource)
{
    if (resource == &resource_countries)
        return "name__contains=st&";
    if (resource == &resource_aggregate || resource == &resource_pair_trade)
        return "period__gte=2015&";
    if (resource == &resource_coverage)
        return "year__gte=2015&";
    if (resource == &resource_figures)
        return "metric=turnover,partner_rank&period__gte=2015&";
    if (resource == &resource_checks)
        return "kind=rank,target,same_figure&result__not=consistent&";
    if (resource == &resource_timeline)
        return "date__gte=2024&";
    return resource == &resource_trade ? "reporter=UZB&partner=KAZ,W00&flow=X&" : "";
}

static void walk_by(const struct walk *walk, const struct field *field, bool descending)
{
    const struct resource *resource = walk->resource;
    char question[512];
    char narrowed[640];

    write_question(walk, field, descending, question);
    json_t *whole = ask_all(walk, question);

    check_order(resource, field, descending, whole);
    if (!descending)
        check_pages(walk, question, whole, 7);
    json_decref(whole);
    snprintf(narrowed, sizeof narrowed, "%s%s", narrow(resource), question);
    whole = ask_all(walk, narrowed);
    ck_assert_uint_gt(json_array_size(whole), 1);
    check_pages(walk, narrowed, whole, descending ? 2 : 1);
    json_decref(whole);
}

/* Sums have no more dimensions than the question groups by, and no shares without share=true. */
static bool has_member(const struct walk *walk, const struct field *field)
{
    struct answer answer;

    if (walk->resource != &resource_aggregate)
        return true;
    ask_well(&answer, "%slimit=1", ask_list(walk));
    bool result = json_object_get(json_array_get(answer_data(&answer), 0), field->name);

    answer_fini(&answer);
    return result;
}

START_TEST(pages_to_the_end_by_every_field)
{
    const struct resource *resource = walks[_i].resource;

    for (size_t i = 0; i < resource->field_count; i++) {
        if (!(resource->fields[i].flags & FIELD_SORTABLE))
            continue;
        if (!has_member(&walks[_i], &resource->fields[i])) {
            ask_badly(PROBLEM_INVALID_PARAMETER, "sort", "%ssort=%s", ask_list(&walks[_i]),
                      resource->fields[i].name);
            continue;
        }
        walk_by(&walks[_i], &resource->fields[i], false);
        walk_by(&walks[_i], &resource->fields[i], true);
    }
}
END_TEST

START_TEST(pages_to_the_end_with_every_member)
{
    json_t *whole = ask_all(&walks[_i], "");

    check_pages(&walks[_i], "", whole, 7);
    json_decref(whole);
}
END_TEST

/* Sorted by several fields, of which the first have many ties. */
static const struct {
    const char *name;
    const struct resource *resource;
    const char *parameters;
} mixed[] = {
    {"pages agreements by three fields", &resource_agreements, "sort=kind,-signed_on,title&"},
    {"pages agreements by nulls first of all", &resource_agreements,
     "sort=-terminated_on,value,-event&"},
    {"pages agreements of a party", &resource_agreements, "party=KAZ&sort=-in_force_until&"},
    {"pages agreements in force", &resource_agreements, "in_force_on=2015-05-20&"},
    {"pages agreements of a pair on a day", &resource_agreements, "pair=KAZ-UZB&on=2012-01-01&"},
    {"pages claims by eight fields", &resource_claims,
     "sort=subject,-metric,of,unit,-period,value,derived,said_on&"},
    {"pages claims of several metrics", &resource_claims, "metric=growth,turnover&sort=-value&"},
    {"pages claims without a period", &resource_claims, "period__isnull=true&sort=period&"},
    {"pages trade by period and value", &resource_trade, "sort=period,-value,cif&"},
    {"pages trade of a pair", &resource_trade, "reporter=TJK&partner=KAZ&"},
    {"pages trade of a pair and some periods", &resource_trade,
     "reporter=TJK&partner=KAZ&flow=X&period__gte=2012&"},
    {"pages trade of a partner", &resource_trade, "partner=KAZ&"},
    {"pages trade of partners and some periods", &resource_trade,
     "partner=KAZ,W00&period__gte=2021&flow=M&"},
    {"pages trade of a partner and a period backwards", &resource_trade,
     "partner=KAZ&period=2022&sort=-reporter,flow&"},
    {"pages trade of a dataset backwards", &resource_trade,
     "dataset=second-import&sort=-reporter,-partner,-flow,-frequency,-period&"},
    {"pages countries by a number that few have", &resource_countries, "sort=-comtrade,iso_name&"},
    {"pages commodities of one list", &resource_commodities, "classification=HS&sort=level&"},
    {"pages commodities by code alone", &resource_commodities, "sort=code&"},
    {"pages matches of one kind", &resource_search, "kind=claim,source&"},
};

START_TEST(pages_mixed_questions)
{
    const struct walk *walk = walk_of(mixed[_i].resource);
    json_t *whole = ask_all(walk, mixed[_i].parameters);

    ck_assert_uint_gt(json_array_size(whole), 2);
    for (size_t limit = 1; limit <= 3; limit++)
        check_pages(walk, mixed[_i].parameters, whole, limit);
    json_decref(whole);
}
END_TEST

/* --- page marks of other questions --- */

static void find_cursor(const char *target, char ret[CURSOR_SIZE])
{
    struct answer answer;

    ask_well(&answer, "%s", target);
    const char *next = json_string_value(answer_page(&answer, "next"));

    ck_assert_msg(next != NULL, "%s", target);
    snprintf(ret, CURSOR_SIZE, "%s", next);
    answer_fini(&answer);
}

static const struct {
    const char *name;
    const char *target;
    const char *other;
} foreign[] = {
    {"refuses the mark of an unfiltered list", "/v1/claims?limit=1", "/v1/claims?metric=growth"},
    {"refuses the mark of a filtered list", "/v1/claims?metric=growth&limit=1", "/v1/claims?"},
    {"refuses the mark of another value", "/v1/claims?metric=growth&limit=1",
     "/v1/claims?metric=turnover"},
    {"refuses the mark of another operator", "/v1/claims?metric=growth&limit=1",
     "/v1/claims?metric__not=growth"},
    {"refuses the mark of more values", "/v1/claims?metric=growth&limit=1",
     "/v1/claims?metric=growth,turnover"},
    {"refuses the mark of another order", "/v1/claims?sort=period&limit=1",
     "/v1/claims?sort=said_on"},
    {"refuses the mark of the order turned round", "/v1/claims?sort=period&limit=1",
     "/v1/claims?sort=-period"},
    {"refuses the mark of a longer order", "/v1/claims?sort=period&limit=1",
     "/v1/claims?sort=period,metric"},
    {"refuses the mark of fields the other way round", "/v1/claims?sort=period,metric&limit=1",
     "/v1/claims?sort=metric,period"},
    {"refuses the mark of another list", "/v1/events?sort=id&limit=1", "/v1/claims?sort=id"},
    {"refuses the mark of other words", "/v1/search?q=trade&limit=1", "/v1/search?q=turnover"},
    {"refuses the mark of longer words", "/v1/search?q=trade&limit=1", "/v1/search?q=trades"},
    {"refuses the mark of another day in force", "/v1/agreements?in_force_on=2015-05-20&limit=1",
     "/v1/agreements?in_force_on=2015-05-21"},
    {"refuses the mark of a day in force for all", "/v1/agreements?in_force_on=2015-05-20&limit=1",
     "/v1/agreements?"},
    {"refuses the mark of another grouping", "/v1/trade/aggregate?group_by=partner&limit=1",
     "/v1/trade/aggregate?group_by=year"},
    {"refuses the mark of groups in another order",
     "/v1/trade/aggregate?group_by=year,partner&limit=1",
     "/v1/trade/aggregate?group_by=partner,year"},
    {"refuses the mark of all groups for the top", "/v1/trade/aggregate?group_by=partner&limit=1",
     "/v1/trade/aggregate?group_by=partner&top=2"},
    {"refuses the mark of another pair's trade", "/v1/pairs/KAZ-TJK/trade?limit=1",
     "/v1/pairs/KAZ-UZB/trade?"},
    {"refuses the mark of another pair's coverage", "/v1/pairs/KAZ-TJK/coverage?limit=1",
     "/v1/pairs/KAZ-UZB/coverage?"},
    {"refuses the mark of another pair's figures", "/v1/pairs/KAZ-TJK/figures?limit=1",
     "/v1/pairs/RUS-TJK/figures?"},
    {"refuses the mark of figures by another rule", "/v1/pairs/KAZ-TJK/figures?limit=1",
     "/v1/pairs/KAZ-TJK/figures?resolve=max"},
    {"refuses the mark of another pair's checks", "/v1/pairs/KAZ-TJK/checks?limit=1",
     "/v1/pairs/RUS-TJK/checks?"},
    {"refuses the mark of all figures for a pair's", "/v1/figures?limit=1",
     "/v1/figures?pair=KAZ-TJK"},
    {"refuses the mark of all for a day in force", "/v1/agreements?limit=1",
     "/v1/agreements?in_force_on=2015-05-20"},
};

START_TEST(refuses_page_marks_of_other_questions)
{
    char cursor[CURSOR_SIZE];

    find_cursor(foreign[_i].target, cursor);
    ask_badly(PROBLEM_INVALID_CURSOR, "cursor", "%s&cursor=%s", foreign[_i].other, cursor);
}
END_TEST

/* What does not change the rows does not change the mark. */
static const struct {
    const char *name;
    const char *target;
    const char *other;
} kindred[] = {
    {"takes a mark with another limit", "/v1/claims?limit=1", "/v1/claims?limit=5"},
    {"takes a mark with other members", "/v1/claims?limit=1", "/v1/claims?fields=id"},
    {"takes a mark with a count", "/v1/claims?limit=1", "/v1/claims?count=exact"},
    {"takes a mark with the default order named", "/v1/claims?limit=1", "/v1/claims?sort=-period"},
    {"takes a mark with filters in another order",
     "/v1/claims?metric=growth,turnover&derived=false&limit=1",
     "/v1/claims?derived=false&metric=turnover,growth"},
    {"takes a mark of sums with a country's other name",
     "/v1/trade/aggregate?group_by=year&reporter=KAZ&limit=1",
     "/v1/trade/aggregate?reporter=Kazakhstan&group_by=year"},
    {"takes a mark of coverage on another day", "/v1/pairs/KAZ-TJK/coverage?limit=1",
     "/v1/pairs/KAZ-TJK/coverage?on=2030-01-01"},
    {"takes a mark of a pair's figures with its other name", "/v1/figures?pair=KAZ-TJK&limit=1",
     "/v1/figures?pair=tj-kz"},
    {"takes a mark with a country's other name", "/v1/agreements?party=KAZ&limit=1",
     "/v1/agreements?party=Kazakhstan"},
};

START_TEST(takes_page_marks_of_the_same_question)
{
    char cursor[CURSOR_SIZE];
    struct answer answer;

    find_cursor(kindred[_i].target, cursor);
    ask_well(&answer, "%s&cursor=%s", kindred[_i].other, cursor);
    ck_assert_uint_gt(json_array_size(answer_data(&answer)), 0);
    answer_fini(&answer);
}
END_TEST

/* What is redirected keeps its place. */
START_TEST(takes_a_page_mark_along_to_the_other_spelling_of_a_pair)
{
    char cursor[CURSOR_SIZE];
    struct answer answer;

    find_cursor("/v1/pairs/KAZ-TJK/trade?limit=1", cursor);
    ask(&answer, "/v1/pairs/TJK-Kazakhstan/trade?cursor=%s", cursor);
    ck_assert_uint_eq(answer.status, 308);
    ck_assert_ptr_nonnull(strstr(answer.location, "KAZ-TJK/trade?"));
    ck_assert_ptr_nonnull(strstr(answer.location, cursor));
    answer_fini(&answer);
}
END_TEST

/* A changed mark is refused, or is the mark of another place; it never breaks anything. */
START_TEST(survives_damaged_page_marks)
{
    static const char digits[] = "AZaz09-_!*";
    char cursor[CURSOR_SIZE];
    char damaged[CURSOR_SIZE];

    find_cursor("/v1/claims?sort=value,period&limit=30", cursor);
    for (size_t i = 0; cursor[i]; i++) {
        struct answer answer;

        memcpy(damaged, cursor, sizeof damaged);
        damaged[i] = digits[i % (sizeof digits - 1)];
        ask(&answer, "/v1/claims?sort=value,period&cursor=%s", damaged);
        ck_assert_msg(answer.status == 200 || answer.problem.kind == PROBLEM_INVALID_CURSOR, "%s",
                      damaged);
        answer_fini(&answer);
        snprintf(damaged, sizeof damaged, "%.*s", (int)i, cursor);
        if (i > 0)
            ask_badly(PROBLEM_INVALID_CURSOR, "cursor", "/v1/claims?sort=value,period&cursor=%s",
                      damaged);
    }
    ask_badly(PROBLEM_INVALID_CURSOR, "cursor", "/v1/claims?sort=value,period&cursor=%sA", cursor);
    ask_badly(PROBLEM_INVALID_CURSOR, "cursor", "/v1/claims?cursor=nonsense");
    ask_badly(PROBLEM_EMPTY_PARAMETER, "cursor", "/v1/claims?cursor=");
    ask_badly(PROBLEM_INVALID_PARAMETER, "cursor",
              "/v1/claims?sort=value,period&count=only&cursor=%s", cursor);
}
END_TEST

/* --- what a page cannot be --- */

static const struct {
    const char *name;
    const char *parameters;
    const char *blamed;
} wrong[] = {
    {"refuses a limit of nought", "limit=0", "limit"},
    {"refuses a limit below nought", "limit=-1", "limit"},
    {"refuses a limit above a thousand", "limit=1001", "limit"},
    {"refuses a limit that is no number", "limit=all", "limit"},
    {"refuses a limit with a fraction", "limit=1.0", "limit"},
    {"refuses a limit that overflows", "limit=4294967297", "limit"},
    {"refuses an unknown field to sort by", "sort=nothing", "sort"},
    {"refuses a field that is not sortable", "sort=note", "sort"},
    {"refuses a field to sort by twice", "sort=id,-id", "sort"},
    {"refuses two minus signs", "sort=--id", "sort"},
    {"refuses an empty field to sort by", "sort=id,", "sort"},
    {"refuses an unknown count", "count=yes", "count"},
    {"refuses a member twice", "fields=id,id", "fields"},
    {"refuses an unknown format", "format=xml", "format"},
};

START_TEST(refuses_pages_that_cannot_be)
{
    ask_badly(PROBLEM_INVALID_PARAMETER, wrong[_i].blamed, "/v1/claims?%s", wrong[_i].parameters);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk_pages");
    TCase *tcase = tcase_create("pages");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 240);
    for (int i = 0; walks[i].name; i++) {
        const char *name = walks[i].name;

        suite_add_row(tcase, pages_to_the_end_by_every_field, i,
                      ask_name(name, "pages to the end by every field"));
        suite_add_row(tcase, pages_to_the_end_with_every_member, i,
                      ask_name(name, "pages to the end with every member"));
    }
    SUITE_ADD_ROWS(tcase, pages_mixed_questions, mixed);
    SUITE_ADD_ROWS(tcase, refuses_page_marks_of_other_questions, foreign);
    SUITE_ADD_ROWS(tcase, takes_page_marks_of_the_same_question, kindred);
    tcase_add_test(tcase, takes_a_page_mark_along_to_the_other_spelling_of_a_pair);
    tcase_add_test(tcase, survives_damaged_page_marks);
    SUITE_ADD_ROWS(tcase, refuses_pages_that_cannot_be, wrong);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
