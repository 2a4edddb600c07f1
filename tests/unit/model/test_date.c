/* SPDX-License-Identifier: MIT */
#include "model/date.h"

#include <string.h>
#include <time.h>

#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    const char *start;
    const char *end;
} accepted[] = {
    {"reads a year", "2023", "2023-01-01", "2023-12-31"},
    {"reads a month", "2023-05", "2023-05-01", "2023-05-31"},
    {"reads a day", "2023-05-03", "2023-05-03", "2023-05-03"},
    {"reads a February of 28 days", "2023-02", "2023-02-01", "2023-02-28"},
    {"reads a February of 29 days", "2024-02", "2024-02-01", "2024-02-29"},
    {"reads a leap day", "2024-02-29", "2024-02-29", "2024-02-29"},
    {"reads the leap day of 2000", "2000-02-29", "2000-02-29", "2000-02-29"},
    {"takes a year on either side of about a year", "2023~", "2022-01-01", "2024-12-31"},
    {"takes a month on either side of about a month", "2023-05~", "2023-04-01", "2023-06-30"},
    {"takes the year before for about January", "2023-01~", "2022-12-01", "2023-02-28"},
    {"takes the year behind for about December", "2023-12~", "2023-11-01", "2024-01-31"},
    {"takes a day on either side of about a day", "2023-05-03~", "2023-05-02", "2023-05-04"},
    {"takes the month before for about its first day", "2024-03-01~", "2024-02-29", "2024-03-02"},
    {"reads open", "..", "9999-12-31", "9999-12-31"},
    {"reads the first year", "0001", "0001-01-01", "0001-12-31"},
    {"stays in the first year", "0001~", "0001-01-01", "0002-12-31"},
    {"stays in the first month", "0001-01~", "0001-01-01", "0001-02-28"},
    {"stays on the first day", "0001-01-01~", "0001-01-01", "0001-01-02"},
    {"reads the last year", "9998", "9998-01-01", "9998-12-31"},
    {"stays before open", "9998~", "9997-01-01", "9998-12-31"},
    {"stays before open by a month", "9998-12~", "9998-11-01", "9998-12-31"},
    {"stays before open by a day", "9998-12-31~", "9998-12-30", "9998-12-31"},
};

static const struct {
    const char *name;
    const char *text;
} refused[] = {
    {"refuses nothing", ""},
    {"refuses a blank", " "},
    {"refuses a year of three digits", "202"},
    {"refuses a year of five digits", "20233"},
    {"refuses the year 0", "0000"},
    {"refuses the year of open", "9999"},
    {"refuses the day of open", "9999-12-31"},
    {"refuses a negative year", "-0044"},
    {"refuses month 0", "2023-00"},
    {"refuses month 13", "2023-13"},
    {"refuses a month of one digit", "2023-5"},
    {"refuses a month without a hyphen", "202305"},
    {"refuses a hyphen at the end", "2023-"},
    {"refuses a hyphen behind the month", "2023-05-"},
    {"refuses day 0", "2023-05-00"},
    {"refuses day 32", "2023-05-32"},
    {"refuses the 31st of a month of 30 days", "2023-04-31"},
    {"refuses a leap day in a common year", "2023-02-29"},
    {"refuses a leap day in 1900", "1900-02-29"},
    {"refuses a day of one digit", "2023-05-3"},
    {"refuses slashes", "2023/05/03"},
    {"refuses the day first", "03.05.2023"},
    {"refuses a time", "2023-05-03T10:00"},
    {"refuses a blank in front", " 2023"},
    {"refuses a blank behind", "2023 "},
    {"refuses a newline behind", "2023-05-03\n"},
    {"refuses the mark in front", "~2023"},
    {"refuses two marks", "2023~~"},
    {"refuses the mark inside", "2023~-05"},
    {"refuses uncertain", "2023?"},
    {"refuses both marks of EDTF", "2023%"},
    {"refuses unknown digits", "202X"},
    {"refuses an interval", "2023/2024"},
    {"refuses one dot", "."},
    {"refuses three dots", "..."},
    {"refuses about open", "..~"},
    {"refuses digits of other scripts", "٢٠٢٣"},
    {"refuses a word", "today"},
};

START_TEST(date_accepts)
{
    struct date date;

    ck_assert(date_parse(accepted[_i].text, &date));
    ck_assert_str_eq(date.text, accepted[_i].text);
    ck_assert_str_eq(date.start, accepted[_i].start);
    ck_assert_str_eq(date.end, accepted[_i].end);
}
END_TEST

START_TEST(date_refuses)
{
    struct date date = {"untouched", "", ""};

    ck_assert(!date_parse(refused[_i].text, &date));
    ck_assert_str_eq(date.text, "untouched");
    ck_assert(!date_is_day(refused[_i].text));
}
END_TEST

START_TEST(date_is_day_takes_whole_days_only)
{
    ck_assert(date_is_day("2024-08-21"));
    ck_assert(!date_is_day("2024-08"));
    ck_assert(!date_is_day("2024"));
    ck_assert(!date_is_day("2024-08-21~"));
    ck_assert(!date_is_day(".."));
}
END_TEST

/* 400 years are every case of the calendar; some before and behind. */
START_TEST(date_numbers_run_with_the_calendar)
{
    int64_t number = date_to_number(1, 1, 1);

    for (int year = 1; year <= 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            int y;
            int m;
            int d;

            ck_assert_int_eq(date_to_number(year, month, 1), number);
            number += date_month_length(year, month);
            date_from_number(number - 1, &y, &m, &d);
            ck_assert(y == year && m == month && d == date_month_length(year, month));
        }
    }
    ck_assert_int_eq(date_to_number(1970, 1, 1), 0);
    ck_assert_int_eq(date_to_number(2000, 3, 1), 11017);
}
END_TEST

START_TEST(date_today_is_the_day_of_the_clock_in_utc)
{
    char before[16];
    char after[16];
    char today[DATE_DAY_SIZE];
    time_t now = time(NULL);

    strftime(before, sizeof before, "%Y-%m-%d", gmtime(&now));
    date_today(today);
    now = time(NULL);
    strftime(after, sizeof after, "%Y-%m-%d", gmtime(&now));
    ck_assert(strcmp(today, before) == 0 || strcmp(today, after) == 0);
    ck_assert(date_is_day(today));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *tcase = tcase_create("date_parse");

    SUITE_ADD_ROWS(tcase, date_accepts, accepted);
    SUITE_ADD_ROWS(tcase, date_refuses, refused);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("date");
    tcase_add_test(tcase, date_is_day_takes_whole_days_only);
    tcase_add_test(tcase, date_numbers_run_with_the_calendar);
    tcase_add_test(tcase, date_today_is_the_day_of_the_clock_in_utc);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
