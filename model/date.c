/* SPDX-License-Identifier: MIT */
#include "model/date.h"

#include <string.h>
#include <time.h>

#include "model/digits.h"

enum {
    FIRST_YEAR = 1,
    LAST_YEAR = 9998,
    SECONDS_A_DAY = 86400,
};

/* What was written: month and day are 0 where the text stops before them. */
struct parts {
    int year;
    int month;
    int day;
    bool is_about;
};

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : lengths[month - 1];
}

/*
 * Years begin in March here, so that the leap day is a year's last; an era is 400 years.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
int64_t date_to_number(int year, int month, int day)
{
    const int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    const int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

/* Source: the same, civil_from_days. */
void date_from_number(int64_t number, int *ret_year, int *ret_month, int *ret_day)
{
    const int64_t z = number + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t day_of_era = z - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);

    *ret_day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *ret_month = month;
    *ret_year = (int)(year_of_era + era * 400 + (month <= 2));
}

void date_write_day(char ret[DATE_DAY_SIZE], int year, int month, int day)
{
    char *at = digits_write(ret, year, 4);

    *at++ = '-';
    at = digits_write(at, month, 2);
    *at++ = '-';
    at = digits_write(at, day, 2);
    *at = '\0';
}

static void write_number(char ret[DATE_DAY_SIZE], int64_t number)
{
    int year;
    int month;
    int day;

    date_from_number(number, &year, &month, &day);
    date_write_day(ret, year, month, day);
}

static bool read_month_and_day(const char **cursor, struct parts *parts)
{
    if (!digits_skip(cursor, '-'))
        return true;
    if (!digits_read(cursor, 2, &parts->month) || parts->month < 1 || parts->month > 12)
        return false;
    if (!digits_skip(cursor, '-'))
        return true;
    return digits_read(cursor, 2, &parts->day) && parts->day >= 1 &&
           parts->day <= date_month_length(parts->year, parts->month);
}

static bool read_parts(const char *text, struct parts *ret)
{
    const char *cursor = text;
    struct parts parts = {0};

    if (!digits_read(&cursor, 4, &parts.year) || parts.year < FIRST_YEAR || parts.year > LAST_YEAR)
        return false;
    if (!read_month_and_day(&cursor, &parts))
        return false;
    parts.is_about = digits_skip(&cursor, '~');
    *ret = parts;
    return *cursor == '\0';
}

/* The first day of the month @count months after (before: negative) the given one. */
static int64_t month_start(int year, int month, int count)
{
    const int months = year * 12 + (month - 1) + count;

    return date_to_number(months / 12, months % 12 + 1, 1);
}

/* The days from *@ret_start to *@ret_end that the parts may mean. */
static void find_span(const struct parts *parts, int64_t *ret_start, int64_t *ret_end)
{
    const int slack = parts->is_about ? 1 : 0;

    if (parts->day) {
        *ret_start = date_to_number(parts->year, parts->month, parts->day) - slack;
        *ret_end = *ret_start + 2 * slack;
    } else if (parts->month) {
        *ret_start = month_start(parts->year, parts->month, -slack);
        *ret_end = month_start(parts->year, parts->month, slack + 1) - 1;
    } else {
        *ret_start = date_to_number(parts->year - slack, 1, 1);
        *ret_end = date_to_number(parts->year + slack, 12, 31);
    }
}

/* Slack must lead neither out of the four-digit years nor to the day that stands for "open". */
static void write_span(struct date *date, int64_t start, int64_t end)
{
    const int64_t first = date_to_number(FIRST_YEAR, 1, 1);
    const int64_t last = date_to_number(LAST_YEAR, 12, 31);

    write_number(date->start, start < first ? first : start);
    write_number(date->end, end > last ? last : end);
}

static void set_open(struct date *date)
{
    strcpy(date->text, "..");
    strcpy(date->start, DATE_OPEN_DAY);
    strcpy(date->end, DATE_OPEN_DAY);
}

bool date_parse(const char *text, struct date *ret)
{
    struct date date = {0};
    struct parts parts;
    int64_t start;
    int64_t end;

    if (strcmp(text, "..") == 0) {
        set_open(ret);
        return true;
    }
    if (!read_parts(text, &parts))
        return false;
    find_span(&parts, &start, &end);
    write_span(&date, start, end);
    memcpy(date.text, text, strlen(text));
    *ret = date;
    return true;
}

bool date_is_day(const char *text)
{
    struct parts parts;

    return read_parts(text, &parts) && parts.day != 0 && !parts.is_about;
}

void date_today(char ret[DATE_DAY_SIZE])
{
    write_number(ret, (int64_t)time(NULL) / SECONDS_A_DAY);
}
