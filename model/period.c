/* SPDX-License-Identifier: MIT */
#include "model/period.h"

#include <stdio.h>
#include <string.h>

#include "model/digits.h"

enum {
    FIRST_YEAR = 1800,
    LAST_YEAR = 2199,
    MOST_MONTHS = 1200,
    MOST_DURATION_DIGITS = 4,
};

/* Months are counted from 0 for January of the year 0. */
struct span {
    int first_month;
    int months;
};

static int month_number(int year, int month)
{
    return year * 12 + month - 1;
}

/* What stands behind "2024-" for halves and quarters: S1, H2, Q4. */
static bool read_part_of_year(const char **cursor, int year, struct span *span)
{
    const bool is_half = digits_skip(cursor, 'S') || digits_skip(cursor, 'H');
    const int length = is_half ? 6 : 3;
    int part;

    if (!is_half && !digits_skip(cursor, 'Q'))
        return false;
    if (!digits_read(cursor, 1, &part) || part < 1 || part > 12 / length)
        return false;
    *span = (struct span){month_number(year, 1) + (part - 1) * length, length};
    return true;
}

/* /P7M or /P2Y. */
static bool read_duration(const char **cursor, int *ret_months)
{
    int count = 0;
    int digits = 0;
    int digit;

    if (!digits_skip(cursor, '/') || !digits_skip(cursor, 'P'))
        return false;
    while (digits < MOST_DURATION_DIGITS && digits_read(cursor, 1, &digit)) {
        count = count * 10 + digit;
        digits++;
    }
    if (digits_skip(cursor, 'Y'))
        count *= 12;
    else if (!digits_skip(cursor, 'M'))
        return false;
    *ret_months = count;
    return digits > 0;
}

/* What stands behind "2024-" for months and spans: 01, 01/P7M, 01-01/P7M. */
static bool read_month(const char **cursor, int year, struct span *span)
{
    int month;

    if (!digits_read(cursor, 2, &month) || month < 1 || month > 12)
        return false;
    *span = (struct span){month_number(year, month), 1};
    if (**cursor == '\0')
        return true;
    if (strncmp(*cursor, "-01", 3) == 0)
        *cursor += 3;
    return read_duration(cursor, &span->months);
}

static bool read_span(const char **cursor, struct span *span)
{
    int year;

    if (!digits_read(cursor, 4, &year))
        return false;
    *span = (struct span){month_number(year, 1), 12};
    if (**cursor == '\0')
        return true;
    if (digits_skip(cursor, '-'))
        return read_part_of_year(cursor, year, span) || read_month(cursor, year, span);

    int month;
    if (!digits_read(cursor, 2, &month) || month < 1 || month > 12)
        return false;
    *span = (struct span){month_number(year, month), 1};
    return true;
}

static bool is_in_range(const struct span *span)
{
    const int last_month = span->first_month + span->months - 1;

    return span->months >= 1 && span->months <= MOST_MONTHS &&
           span->first_month >= month_number(FIRST_YEAR, 1) &&
           last_month <= month_number(LAST_YEAR, 12);
}

static char find_frequency(const struct span *span)
{
    const int month = span->first_month % 12;

    if (span->months == 12 && month == 0)
        return 'A';
    if (span->months == 6 && month % 6 == 0)
        return 'S';
    if (span->months == 3 && month % 3 == 0)
        return 'Q';
    return span->months == 1 ? 'M' : 'P';
}

static void write_text(struct period *period, const struct span *span)
{
    const int year = span->first_month / 12;
    const int month = span->first_month % 12;
    const size_t size = sizeof period->text;
    const bool is_whole_years = span->months % 12 == 0;

    switch (period->frequency) {
    case 'A':
        snprintf(period->text, size, "%04d", year);
        break;
    case 'S':
        snprintf(period->text, size, "%04d-S%d", year, month / 6 + 1);
        break;
    case 'Q':
        snprintf(period->text, size, "%04d-Q%d", year, month / 3 + 1);
        break;
    case 'M':
        snprintf(period->text, size, "%04d-%02d", year, month + 1);
        break;
    default:
        snprintf(period->text, size, "%s/P%d%c", period->start,
                 is_whole_years ? span->months / 12 : span->months, is_whole_years ? 'Y' : 'M');
    }
}

static void write_period(struct period *ret, const struct span *span)
{
    const int last_month = span->first_month + span->months - 1;
    const int last_year = last_month / 12;

    *ret = (struct period){.frequency = find_frequency(span)};
    date_write_day(ret->start, span->first_month / 12, span->first_month % 12 + 1, 1);
    date_write_day(ret->end, last_year, last_month % 12 + 1,
                   date_month_length(last_year, last_month % 12 + 1));
    write_text(ret, span);
}

bool period_parse(const char *text, struct period *ret)
{
    struct span span;

    if (!read_span(&text, &span) || *text != '\0' || !is_in_range(&span))
        return false;
    write_period(ret, &span);
    return true;
}

/* The month of a day that was written by write_period(). */
static int read_month_number(const char *day)
{
    int year = 0;
    int month = 1;

    if (digits_read(&day, 4, &year) && digits_skip(&day, '-'))
        digits_read(&day, 2, &month);
    return month_number(year, month);
}

int64_t period_key(const struct period *period)
{
    const int first = read_month_number(period->start);
    const int behind = read_month_number(period->end) + 1;
    const int64_t start = date_to_number(first / 12, first % 12 + 1, 1);
    const int64_t days = date_to_number(behind / 12, behind % 12 + 1, 1) - start;

    return start * 65536 + days;
}

static struct span read_own_span(const struct period *period)
{
    const int first_month = read_month_number(period->start);

    return (struct span){first_month, read_month_number(period->end) - first_month + 1};
}

bool period_shift(const struct period *period, int years, struct period *ret)
{
    struct span span = read_own_span(period);

    if (years < -(LAST_YEAR - FIRST_YEAR) || years > LAST_YEAR - FIRST_YEAR)
        return false;
    span.first_month += years * 12;
    if (!is_in_range(&span))
        return false;
    write_period(ret, &span);
    return true;
}

/* Days in this form have the order of their texts. */
bool period_contains(const struct period *whole, const struct period *part)
{
    return strcmp(whole->start, part->start) <= 0 && strcmp(part->end, whole->end) <= 0;
}

bool period_overlaps(const struct period *a, const struct period *b)
{
    return strcmp(a->start, b->end) <= 0 && strcmp(b->start, a->end) <= 0;
}

bool period_adjoins(const struct period *before, const struct period *after)
{
    return read_month_number(before->end) + 1 == read_month_number(after->start);
}

bool period_has_day(const struct period *period, const char *day)
{
    return strcmp(period->start, day) <= 0 && strcmp(day, period->end) <= 0;
}

bool period_join(const struct period *a, const struct period *b, struct period *ret)
{
    if (period_adjoins(b, a))
        return period_join(b, a, ret);
    if (!period_adjoins(a, b))
        return false;

    struct span span = read_own_span(a);
    span.months += read_own_span(b).months;
    if (!is_in_range(&span))
        return false;
    write_period(ret, &span);
    return true;
}

int period_subtract(const struct period *whole, const struct period *part, struct period ret[2])
{
    const struct span all = read_own_span(whole);
    const struct span taken = read_own_span(part);
    const struct span before = {all.first_month, taken.first_month - all.first_month};
    const struct span after = {taken.first_month + taken.months,
                               all.months - before.months - taken.months};
    int count = 0;

    if (!period_contains(whole, part))
        return -1;
    if (before.months > 0)
        write_period(&ret[count++], &before);
    if (after.months > 0)
        write_period(&ret[count++], &after);
    return count;
}
