/* SPDX-License-Identifier: MIT */
/* What an agreement is on a day: the same in every way of asking, and what model/status says. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "model/date.h"
#include "model/resource.h"
#include "model/status.h"
#include "server/problem.h"

enum { MOST_DAYS = 512 };

/* The dates of a record or of a party, read from its JSON. */
struct dates {
    struct date signed_on, in_force_from, in_force_until, terminated_on;
};

static void read_date(const json_t *object, const char *member, struct date *ret)
{
    const json_t *value = json_object_get(object, member);

    memset(ret, 0, sizeof *ret);
    if (json_is_string(value))
        ck_assert(date_parse(json_string_value(value), ret));
}

static void read_dates(const json_t *object, struct dates *ret)
{
    read_date(object, "signed_on", &ret->signed_on);
    read_date(object, "in_force_from", &ret->in_force_from);
    read_date(object, "in_force_until", &ret->in_force_until);
    read_date(object, "terminated_on", &ret->terminated_on);
}

static struct status_span span_of(const struct date *date)
{
    return date->start[0] ? (struct status_span){date->start, date->end}
                          : (struct status_span){NULL, NULL};
}

static struct status_dates status_dates_of(const json_t *row, const struct dates *dates)
{
    const char *kind = json_string_value(json_object_get(row, "kind"));

    return (struct status_dates){
        .enters_into_force = status_kind_enters_into_force(kind),
        .signed_on = span_of(&dates->signed_on),
        .in_force_from = span_of(&dates->in_force_from),
        .in_force_until = span_of(&dates->in_force_until),
        .terminated_on = span_of(&dates->terminated_on),
    };
}

/* --- the days that matter: each end of each date, the day before and the day after --- */

struct days {
    char day[MOST_DAYS][DATE_DAY_SIZE];
    size_t count;
};

static void add_day(struct days *days, const char *day, int shift)
{
    int year = 0;
    int month = 0;
    int number = 0;
    char text[DATE_DAY_SIZE];

    ck_assert_int_eq(sscanf(day, "%d-%d-%d", &year, &month, &number), 3);
    date_from_number(date_to_number(year, month, number) + shift, &year, &month, &number);
    if (year > 9998)
        return;
    date_write_day(text, year, month, number);
    for (size_t i = 0; i < days->count; i++)
        if (strcmp(days->day[i], text) == 0)
            return;
    ck_assert_uint_lt(days->count, MOST_DAYS);
    strcpy(days->day[days->count++], text);
}

static void add_date(struct days *days, const struct date *date)
{
    for (int shift = -1; shift <= 1 && date->start[0]; shift++) {
        add_day(days, date->start, shift);
        add_day(days, date->end, shift);
    }
}

static void add_days(struct days *days, const json_t *object)
{
    struct dates dates;

    read_dates(object, &dates);
    add_date(days, &dates.signed_on);
    add_date(days, &dates.in_force_from);
    add_date(days, &dates.in_force_until);
    add_date(days, &dates.terminated_on);
}

static void find_days(const json_t *rows, struct days *ret)
{
    size_t i;
    json_t *row;

    ret->count = 0;
    json_array_foreach(rows, i, row)
    {
        size_t k;
        json_t *party;

        add_days(ret, row);
        json_array_foreach(json_object_get(row, "parties"), k, party) add_days(ret, party);
    }
    ck_assert_uint_gt(ret->count, 30);
}

static json_t *ask_on(const char *parameters, const char *day)
{
    struct answer answer;

    ask_well(&answer, "/v1/agreements?limit=1000&%son=%s", parameters, day);
    ck_assert_str_eq(json_string_value(answer_meta(&answer, "on")), day);
    json_t *rows = json_incref(json_object_get(answer.document, "data"));

    answer_fini(&answer);
    return rows;
}

static void check_row(const json_t *row, const struct dates *dates, const char *day)
{
    const struct status_dates given = status_dates_of(row, dates);
    const char *id = json_string_value(json_object_get(row, "id"));
    const char *status = json_string_value(json_object_get(row, "status"));
    const char *in_force = json_string_value(json_object_get(row, "in_force"));
    const char *reason = json_string_value(json_object_get(row, "status_reason"));

    ck_assert_msg(strcmp(status, status_word(status_on(&given, day))) == 0, "%s on %s: %s", id, day,
                  status);
    ck_assert_msg(strcmp(in_force, status_in_force(&given, day)) == 0, "%s on %s: %s", id, day,
                  in_force);
    ck_assert_msg(strcmp(reason, status_reason(&given, day)) == 0, "%s on %s: %s", id, day, reason);
}

START_TEST(is_what_its_dates_say)
{
    json_t *all = ask_all(walk_of(&resource_agreements), "");
    struct days days;

    find_days(all, &days);
    for (size_t i = 0; i < days.count; i++) {
        json_t *rows = ask_on("", days.day[i]);
        size_t k;
        json_t *row;

        json_array_foreach(rows, k, row)
        {
            struct dates dates;

            read_dates(row, &dates);
            check_row(row, &dates, days.day[i]);
        }
        json_decref(rows);
    }
    json_decref(all);
}
END_TEST

/* --- between two countries --- */

static bool is_of(const json_t *party, const char *pair)
{
    const char *country = json_string_value(json_object_get(party, "country"));

    return country && (strncmp(pair, country, 3) == 0 || strcmp(pair + 4, country) == 0);
}

/* The later of both; nothing once one of them is not known. */
static void take_later(struct date *date, const struct date *other, bool *is_known)
{
    *is_known &= other->start[0] != '\0';
    if (strcmp(other->start, date->start) > 0)
        memcpy(date->start, other->start, sizeof date->start);
    if (strcmp(other->end, date->end) > 0)
        memcpy(date->end, other->end, sizeof date->end);
}

static void take_earlier(struct date *date, const struct date *other)
{
    if (other->start[0] && (!date->start[0] || strcmp(other->start, date->start) < 0))
        memcpy(date->start, other->start, sizeof date->start);
    if (other->end[0] && (!date->end[0] || strcmp(other->end, date->end) < 0))
        memcpy(date->end, other->end, sizeof date->end);
}

static void read_dates_between(const json_t *row, const char *pair, struct dates *ret)
{
    struct dates own;
    bool is_signed = true;
    bool is_in_force = true;
    size_t i;
    json_t *party;

    read_dates(row, &own);
    memset(ret, 0, sizeof *ret);
    ret->terminated_on = own.terminated_on;
    json_array_foreach(json_object_get(row, "parties"), i, party)
    {
        struct dates dates;

        if (!is_of(party, pair))
            continue;
        read_dates(party, &dates);
        take_later(&ret->signed_on, &dates.signed_on, &is_signed);
        take_later(&ret->in_force_from, &dates.in_force_from, &is_in_force);
        take_earlier(&ret->in_force_until,
                     dates.in_force_until.start[0] ? &dates.in_force_until : &own.in_force_until);
    }
    if (!is_signed)
        memset(&ret->signed_on, 0, sizeof ret->signed_on);
    if (!is_in_force)
        memset(&ret->in_force_from, 0, sizeof ret->in_force_from);
}

static const struct {
    const char *name;
    const char *pair;
} pairs[] = {
    {"between Kazakhstan and Tajikistan is what both parties' dates say", "KAZ-TJK"},
    {"between Kazakhstan and Uzbekistan is what both parties' dates say", "KAZ-UZB"},
};

START_TEST(is_what_both_parties_dates_say)
{
    json_t *all = ask_all(walk_of(&resource_agreements), "");
    struct days days;
    char parameters[32];

    snprintf(parameters, sizeof parameters, "pair=%s&", pairs[_i].pair);
    find_days(all, &days);
    for (size_t i = 0; i < days.count; i++) {
        json_t *rows = ask_on(parameters, days.day[i]);
        size_t k;
        json_t *row;

        ck_assert_uint_gt(json_array_size(rows), 0);
        json_array_foreach(rows, k, row)
        {
            struct dates dates;

            read_dates_between(row, pairs[_i].pair, &dates);
            check_row(row, &dates, days.day[i]);
        }
        json_decref(rows);
    }
    json_decref(all);
}
END_TEST

/* --- asking for those in force --- */

static json_t *choose(const json_t *rows, const char *member, const char *word)
{
    json_t *chosen = json_array();
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row) if (strcmp(json_string_value(json_object_get(row, member)),
                                                word) == 0) json_array_append(chosen, row);
    return chosen;
}

static void check_filter(const char *parameters, const char *day, const json_t *rows,
                         const char *member, const char *word)
{
    struct answer answer;
    json_t *expected = choose(rows, member, word);

    ask_well(&answer, "/v1/agreements?limit=1000&%son=%s&%s=%s", parameters, day, member, word);
    ck_assert_msg(json_equal(answer_data(&answer), expected), "%s=%s on %s", member, word, day);
    answer_fini(&answer);
    json_decref(expected);
}

static void check_in_force(const char *parameters, const char *day, const json_t *rows)
{
    struct answer answer;
    json_t *expected = choose(rows, "in_force", "yes");
    json_t *unknown = choose(rows, "in_force", "unknown");

    ask_well(&answer, "/v1/agreements?limit=1000&count=exact&%sin_force_on=%s", parameters, day);
    ck_assert_msg(json_equal(answer_data(&answer), expected), "in force on %s", day);
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "total")),
                     (json_int_t)json_array_size(expected));
    ck_assert_str_eq(json_string_value(answer_meta(&answer, "on")), day);
    ck_assert_int_eq(json_integer_value(answer_meta(&answer, "in_force_unknown")),
                     (json_int_t)json_array_size(unknown));
    answer_fini(&answer);
    json_decref(expected);
    json_decref(unknown);
}

static const struct {
    const char *name;
    const char *parameters;
} selections[] = {
    {"is filtered as it is shown", ""},
    {"of a pair is filtered as it is shown", "pair=KAZ-UZB&"},
    {"of a party is filtered as it is shown", "party=KAZ&"},
};

START_TEST(is_filtered_as_it_is_shown)
{
    static const char *const statuses[] = {"signed", "in_force", "expired", "terminated",
                                           "unknown"};
    json_t *all = ask_all(walk_of(&resource_agreements), "");
    struct days days;

    find_days(all, &days);
    for (size_t i = 0; i < days.count; i += 3) {
        json_t *rows = ask_on(selections[_i].parameters, days.day[i]);

        for (size_t k = 0; k < sizeof statuses / sizeof statuses[0]; k++)
            check_filter(selections[_i].parameters, days.day[i], rows, "status", statuses[k]);
        check_filter(selections[_i].parameters, days.day[i], rows, "in_force", "no");
        check_in_force(selections[_i].parameters, days.day[i], rows);
        json_decref(rows);
    }
    json_decref(all);
}
END_TEST

START_TEST(of_one_record_is_that_of_the_list)
{
    json_t *rows = ask_on("", "2012-06-15");
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        struct answer answer;

        ask_well(&answer, "/v1/agreements/%s?on=2012-06-15",
                 json_string_value(json_object_get(row, "id")));
        ck_assert(json_equal(answer_data(&answer), row));
        ck_assert_str_eq(json_string_value(answer_meta(&answer, "on")), "2012-06-15");
        answer_fini(&answer);
    }
    json_decref(rows);
}
END_TEST

/* A day that was asked for does not stay with the connection, nor does a pair. */
START_TEST(forgets_the_day_and_the_pair_of_the_last_question)
{
    char today[DATE_DAY_SIZE];
    struct answer before;
    struct answer between;
    struct answer after;

    date_today(today);
    ask_well(&before, "/v1/agreements");
    ck_assert_str_eq(json_string_value(answer_meta(&before, "on")), today);
    ask_well(&between, "/v1/agreements?in_force_on=2012-06-15&pair=KAZ-UZB");
    ck_assert_str_eq(json_string_value(answer_meta(&between, "pair")), "KAZ-UZB");
    ask_well(&after, "/v1/agreements");
    ck_assert_str_eq(before.text, after.text);
    ck_assert_ptr_null(answer_meta(&after, "pair"));
    answer_fini(&before);
    answer_fini(&between);
    answer_fini(&after);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    enum problem_kind kind;
    const char *blamed;
} refused[] = {
    {"refuses two days", "/v1/agreements?on=2012-01-01&in_force_on=2012-01-02",
     PROBLEM_INVALID_PARAMETER, "on"},
    {"refuses a year for a day", "/v1/agreements?on=2012", PROBLEM_INVALID_PARAMETER, "on"},
    {"refuses a day that is not in the calendar", "/v1/agreements?on=2023-02-29",
     PROBLEM_INVALID_PARAMETER, "on"},
    {"refuses a word for a day", "/v1/agreements?in_force_on=today", PROBLEM_INVALID_PARAMETER,
     "in_force_on"},
    {"refuses several days", "/v1/agreements?in_force_on=2012-01-01,2012-01-02",
     PROBLEM_INVALID_PARAMETER, "in_force_on"},
    {"refuses an operator on a day", "/v1/agreements?on__gte=2012-01-01", PROBLEM_UNKNOWN_PARAMETER,
     "on__gte"},
    {"refuses a day where nothing depends on one", "/v1/events?on=2012-01-01",
     PROBLEM_UNKNOWN_PARAMETER, "on"},
    {"refuses a day in force of one record", "/v1/agreements/open-treaty?in_force_on=2012-01-01",
     PROBLEM_UNKNOWN_PARAMETER, "in_force_on"},
};

START_TEST(refuses)
{
    ask_badly(refused[_i].kind, refused[_i].blamed, "%s", refused[_i].target);
}
END_TEST

START_TEST(takes_one_day_said_twice)
{
    struct answer answer;

    ask_well(&answer, "/v1/agreements?on=2012-01-01&in_force_on=2012-01-01");
    ck_assert_str_eq(json_string_value(answer_meta(&answer, "on")), "2012-01-01");
    answer_fini(&answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handlers_status");
    TCase *tcase = tcase_create("status");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, is_what_its_dates_say);
    SUITE_ADD_ROWS(tcase, is_what_both_parties_dates_say, pairs);
    SUITE_ADD_ROWS(tcase, is_filtered_as_it_is_shown, selections);
    tcase_add_test(tcase, of_one_record_is_that_of_the_list);
    tcase_add_test(tcase, forgets_the_day_and_the_pair_of_the_last_question);
    tcase_add_test(tcase, takes_one_day_said_twice);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
