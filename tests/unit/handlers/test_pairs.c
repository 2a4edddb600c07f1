/* SPDX-License-Identifier: MIT */
/* The page of a pair says what the lists say. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "members.h"
#include "model/date.h"
#include "model/resources/objects.h"
#include "server/problem.h"

static const char *const parts[] = {"agreements", "events",     "claims",
                                    "targets",    "statements", "trade"};

enum { PART_COUNT = sizeof parts / sizeof parts[0] };

static const json_t *part_of(const struct answer *page, const char *name)
{
    const json_t *part = json_object_get(answer_data(page), name);

    ck_assert_msg(json_is_array(part), "%s", name);
    return part;
}

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    ck_assert_msg(text != NULL, "%s", member);
    return text;
}

static bool has_id(const json_t *rows, const char *id)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row) if (strcmp(text_of(row, "id"), id) == 0) return true;
    return false;
}

/* The same records as a list's, none twice. */
static void check_ids(const json_t *rows, const char *target)
{
    struct answer list;
    size_t i;
    json_t *row;

    ask_well(&list, "%s&limit=1000", target);
    ck_assert_uint_eq(json_array_size(rows), json_array_size(answer_data(&list)));
    json_array_foreach(answer_data(&list), i, row)
        ck_assert_msg(has_id(rows, text_of(row, "id")), "%s: %s", target, text_of(row, "id"));
    answer_fini(&list);
}

static const struct {
    const char *name;
    const char *part;
    const char *target;
} lists[] = {
    {"has the agreements of the list", "agreements", "/v1/agreements?pair=KAZ-TJK"},
    {"has the events of the list", "events", "/v1/events?pair=KAZ-TJK"},
    {"has the statements of the list", "statements", "/v1/statements?pair=KAZ-TJK"},
    {"has the targets of the list", "targets", "/v1/claims?pair=KAZ-TJK&metric=target"},
};

START_TEST(has_what_the_list_has)
{
    struct answer page;

    ask_well(&page, "/v1/pairs/KAZ-TJK");
    ck_assert_uint_gt(json_array_size(part_of(&page, lists[_i].part)), 0);
    check_ids(part_of(&page, lists[_i].part), lists[_i].target);
    answer_fini(&page);
}
END_TEST

/* The latest of each kind and the ids of the others: together all, each once. */
START_TEST(has_every_claim_once)
{
    struct answer page;
    json_t *ids = json_array();
    size_t i;
    json_t *row;

    ask_well(&page, "/v1/pairs/KAZ-TJK");
    json_array_foreach(part_of(&page, "claims"), i, row)
    {
        size_t k;
        json_t *other;

        json_array_append_new(
            ids, json_pack("{s:O}", "id", json_object_get(json_object_get(row, "claim"), "id")));
        json_array_foreach(json_object_get(row, "others"), k, other)
            json_array_append_new(ids, json_pack("{s:O}", "id", other));
    }
    check_ids(ids, "/v1/claims?pair=KAZ-TJK&metric__not=target");
    json_decref(ids);
    answer_fini(&page);
}
END_TEST

/* Moves @latest on to the last day that a date may mean. */
static void take_later(const json_t *record, const char *member, char latest[DATE_DAY_SIZE])
{
    const char *text = json_string_value(json_object_get(record, member));
    struct date date;

    if (text && date_parse(text, &date) && strcmp(date.end, latest) > 0)
        memcpy(latest, date.end, DATE_DAY_SIZE);
}

/* When a claim was said, else when the newest of its sources was published; "" for never. */
static void find_latest(const char *id, char ret[DATE_DAY_SIZE])
{
    struct answer claim;
    size_t i;
    json_t *citation;

    ret[0] = '\0';
    ask_well(&claim, "/v1/claims/%s", id);
    take_later(answer_data(&claim), "said_on", ret);
    bool is_said = ret[0];

    json_array_foreach(json_object_get(answer_data(&claim), "citations"), i, citation)
    {
        struct answer source;

        if (is_said)
            break;
        ask_well(&source, "/v1/sources/%s", text_of(citation, "source"));
        take_later(answer_data(&source), "published_on", ret);
        answer_fini(&source);
    }
    answer_fini(&claim);
}

static void check_same_thing(const json_t *claim, const char *other)
{
    static const char *const members[] = {"subject",   "from",      "to",     "event",
                                          "agreement", "metric",    "of",     "whole",
                                          "scope",     "commodity", "sector", "period"};
    struct answer record;

    ask_well(&record, "/v1/claims/%s", other);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        ck_assert_msg(json_equal(json_object_get(answer_data(&record), members[i]),
                                 json_object_get(claim, members[i])),
                      "%s: %s", other, members[i]);
    answer_fini(&record);
}

/* Whether an agreement answers with this claim, whenever it was said. */
static bool is_answer(const json_t *claim)
{
    struct answer agreement;
    bool result = false;

    if (strcmp(text_of(claim, "subject"), "agreement") != 0)
        return false;
    ask_well(&agreement, "/v1/agreements/%s", text_of(claim, "agreement"));
    static const char *const members[] = {"deal_value", "deal_count"};

    for (size_t i = 0; i < 2; i++) {
        const json_t *quantity = json_object_get(answer_data(&agreement), members[i]);

        result |= json_equal(json_object_get(quantity, "claim"), json_object_get(claim, "id"));
    }
    answer_fini(&agreement);
    return result;
}

START_TEST(answers_with_the_latest_claim)
{
    struct answer page;
    size_t compared = 0;
    size_t i;
    json_t *row;

    ask_well(&page, "/v1/pairs/KAZ-TJK");
    json_array_foreach(part_of(&page, "claims"), i, row)
    {
        const json_t *claim = json_object_get(row, "claim");
        char latest[DATE_DAY_SIZE];
        size_t k;
        json_t *other;

        find_latest(text_of(claim, "id"), latest);
        json_array_foreach(json_object_get(row, "others"), k, other)
        {
            char before[DATE_DAY_SIZE];

            find_latest(json_string_value(other), before);
            ck_assert_msg(is_answer(claim) || strcmp(before, latest) <= 0, "%s is later than %s",
                          json_string_value(other), text_of(claim, "id"));
            check_same_thing(claim, json_string_value(other));
            compared++;
        }
    }
    ck_assert_uint_gt(compared, 0);
    answer_fini(&page);
}
END_TEST

/* One year of a series: each side is the exporter's own row. */
static void check_side(const json_t *year, const char *member, const char *reporter,
                       const char *partner)
{
    struct answer list;

    ask_well(&list,
             "/v1/trade?reporter=%s&partner=%s&flow=X&commodity=TOTAL&customs=C00&transport=0&"
             "partner2=W00&period=%s&series=%s",
             reporter, partner, text_of(year, "period"), text_of(year, "series"));
    const json_t *row = json_array_get(answer_data(&list), 0);
    const json_t *expected = row ? json_object_get(row, "value") : json_null();

    ck_assert_uint_le(json_array_size(answer_data(&list)), 1);
    ck_assert_msg(json_equal(json_object_get(year, member), expected), "%s %s",
                  text_of(year, "period"), member);
    answer_fini(&list);
}

START_TEST(has_the_exports_of_both_sides)
{
    struct answer page;
    size_t i;
    json_t *year;

    ask_well(&page, "/v1/pairs/KAZ-TJK");
    ck_assert_uint_gt(json_array_size(part_of(&page, "trade")), 10);
    json_array_foreach(part_of(&page, "trade"), i, year)
    {
        bool is_missing = json_is_null(json_object_get(year, "a_to_b")) ||
                          json_is_null(json_object_get(year, "b_to_a"));

        check_side(year, "a_to_b", "KAZ", "TJK");
        check_side(year, "b_to_a", "TJK", "KAZ");
        ck_assert(json_is_string(json_object_get(year, "reason")) == is_missing);
        ck_assert_msg(i == 0 ||
                          strcmp(text_of(json_array_get(part_of(&page, "trade"), i - 1), "period"),
                                 text_of(year, "period")) <= 0,
                      "%s", text_of(year, "period"));
    }
    answer_fini(&page);
}
END_TEST

/* Series are not mixed: what is reported in dollars stands beside what was reconciled. */
START_TEST(keeps_series_apart)
{
    struct answer page;
    const json_t *year;

    ask_well(&page, "/v1/pairs/KAZ-UZB");
    ck_assert_uint_eq(json_array_size(part_of(&page, "trade")), 1);
    year = json_array_get(part_of(&page, "trade"), 0);
    ck_assert_str_eq(text_of(year, "series"), "dollars-as-reported");
    ck_assert_str_eq(text_of(year, "period"), "2022");
    ck_assert_ptr_nonnull(strstr(text_of(year, "reason"), "KAZ to UZB"));
    answer_fini(&page);
}
END_TEST

static const struct {
    const char *name;
    const char *pair;
    size_t empty;
} known[] = {
    {"says of two that nothing is known of why each part is empty", "FJI-TON", PART_COUNT},
    {"gives reasons for the empty parts alone", "KAZ-TJK", 0},
    {"gives reasons for what a pair with little has not", "KAZ-UZB", 4},
};

START_TEST(gives_reasons)
{
    struct answer page;
    size_t empty = 0;

    ask_well(&page, "/v1/pairs/%s", known[_i].pair);
    members_check_object(schema_find("pair_page"), page.document, known[_i].pair);
    ck_assert_str_eq(text_of(answer_data(&page), "pair"), known[_i].pair);
    for (size_t i = 0; i < PART_COUNT; i++) {
        const json_t *reason =
            json_object_get(json_object_get(answer_data(&page), "reasons"), parts[i]);

        ck_assert_msg((json_array_size(part_of(&page, parts[i])) == 0) == json_is_string(reason),
                      "%s", parts[i]);
        empty += reason != NULL;
    }
    ck_assert_uint_eq(empty, known[_i].empty);
    answer_fini(&page);
}
END_TEST

/* The status between the two on a day is that of the list on the same day. */
START_TEST(has_the_status_of_its_day)
{
    struct answer page;
    struct answer list;
    size_t i;
    json_t *row;

    ask_well(&page, "/v1/pairs/KAZ-UZB?on=2012-06-15");
    ask_well(&list, "/v1/agreements?pair=KAZ-UZB&on=2012-06-15");
    ck_assert_str_eq(text_of(json_object_get(page.document, "meta"), "on"), "2012-06-15");
    ck_assert_uint_gt(json_array_size(answer_data(&list)), 3);
    json_array_foreach(answer_data(&list), i, row)
    {
        const json_t *same = json_array_get(part_of(&page, "agreements"), i);

        ck_assert_str_eq(text_of(same, "id"), text_of(row, "id"));
        ck_assert_str_eq(text_of(same, "status"), text_of(row, "status"));
        ck_assert_str_eq(text_of(same, "status_reason"), text_of(row, "status_reason"));
    }
    answer_fini(&page);
    answer_fini(&list);
}
END_TEST

/* What the list of pairs counts is what the lists have. */
START_TEST(is_counted_as_it_is_listed)
{
    struct answer pairs;
    size_t i;
    json_t *row;

    ask_well(&pairs, "/v1/pairs?limit=1000");
    ck_assert_uint_gt(json_array_size(answer_data(&pairs)), 1);
    json_array_foreach(answer_data(&pairs), i, row)
    {
        static const char *const names[] = {"agreements", "events", "claims", "statements"};

        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
            struct answer list;

            ask_well(&list, "/v1/%s?pair=%s&count=only", names[k], text_of(row, "pair"));
            ck_assert_msg(json_equal(json_object_get(row, names[k]), answer_page(&list, "total")),
                          "%s of %s", names[k], text_of(row, "pair"));
            answer_fini(&list);
        }
    }
    answer_fini(&pairs);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    enum problem_kind kind;
    const char *blamed;
} refused[] = {
    {"refuses a parameter of lists", "/v1/pairs/KAZ-TJK?limit=5", PROBLEM_UNKNOWN_PARAMETER,
     "limit"},
    {"refuses a filter", "/v1/pairs/KAZ-TJK?claims=5", PROBLEM_UNKNOWN_PARAMETER, "claims"},
    {"refuses a wrong day", "/v1/pairs/KAZ-TJK?on=2023-02-29", PROBLEM_INVALID_PARAMETER, "on"},
    {"refuses a wrong day before it redirects", "/v1/pairs/TJK-KAZ?on=x", PROBLEM_INVALID_PARAMETER,
     "on"},
};

START_TEST(refuses)
{
    ask_badly(refused[_i].kind, refused[_i].blamed, "%s", refused[_i].target);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handlers_pairs");
    TCase *tcase = tcase_create("pairs");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, has_what_the_list_has, lists);
    tcase_add_test(tcase, has_every_claim_once);
    tcase_add_test(tcase, answers_with_the_latest_claim);
    tcase_add_test(tcase, has_the_exports_of_both_sides);
    tcase_add_test(tcase, keeps_series_apart);
    SUITE_ADD_ROWS(tcase, gives_reasons, known);
    tcase_add_test(tcase, has_the_status_of_its_day);
    tcase_add_test(tcase, is_counted_as_it_is_listed);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
