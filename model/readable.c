/* SPDX-License-Identifier: MIT */
#include "model/readable.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/arena.h"
#include "model/interval.h"
#include "model/period.h"
#include "model/quantity.h"

/* Bounds are calculated: what stands behind six digits says nothing. */
enum { EXACT_DIGITS = 12, BOUND_DIGITS = 6 };

static const struct {
    double least;
    const char *name;
} scales[] = {{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}};

/* Commas between the thousands of a number's whole part. */
static void group_thousands(char text[READABLE_SIZE])
{
    const size_t first = text[0] == '-' ? 1 : 0;
    size_t at = first + strspn(text + first, "0123456789");

    while (at > first + 3 && strlen(text) + 1 < READABLE_SIZE) {
        at -= 3;
        memmove(text + at + 1, text + at, strlen(text + at) + 1);
        text[at] = ',';
    }
}

static void write_number(double value, int digits, char ret[READABLE_SIZE])
{
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        if (fabs(value) < scales[i].least * (1 - 0.5 * pow(10, -digits)))
            continue;
        snprintf(ret, READABLE_SIZE, "%.*g%s", digits, value / scales[i].least, scales[i].name);
        return;
    }
    snprintf(ret, READABLE_SIZE, "%.*g", digits, value);
    group_thousands(ret);
}

void readable_number(double value, char ret[READABLE_SIZE])
{
    write_number(value, EXACT_DIGITS, ret);
}

static const char *write_amount(double value, int digits, const char *unit, struct arena *arena)
{
    char number[READABLE_SIZE];

    write_number(value, digits, number);
    if (!unit)
        return arena_format(arena, "%s", number);
    if (strcmp(unit, "rank") == 0)
        return arena_format(arena, "rank %s", number);
    return arena_format(arena, "%s %s", number, strcmp(unit, "USD") == 0 ? "US dollars" : unit);
}

const char *readable_amount(double value, const char *unit, struct arena *arena)
{
    return write_amount(value, EXACT_DIGITS, unit, arena);
}

const char *readable_quantity(const struct quantity *quantity, const char *unit,
                              struct arena *arena)
{
    const char *amount = readable_amount(quantity->value, unit, arena);
    const char *word = qualifier_word(quantity->qualifier);
    const char *gap = strchr(word, '_');

    if (!amount)
        return NULL;
    if (!gap)
        return arena_format(arena, "%s (%s)", amount, word);
    return arena_format(arena, "%s (%.*s %s)", amount, (int)(gap - word), word, gap + 1);
}

const char *readable_interval(const struct interval *interval, const char *unit,
                              struct arena *arena)
{
    const bool has_low = isfinite(interval->low);
    const bool has_high = isfinite(interval->high);
    const char *low = has_low ? write_amount(interval->low, BOUND_DIGITS, unit, arena) : "";
    const char *high = has_high ? write_amount(interval->high, BOUND_DIGITS, unit, arena) : "";
    char number[READABLE_SIZE];

    if (!low || !high)
        return NULL;
    if (!has_low && !has_high)
        return "anything";
    if (!has_low || !has_high)
        return arena_format(arena, "%s%s", has_low ? "at least " : "at most ",
                            has_low ? low : high);
    if (interval->low >= interval->high)
        return low;
    write_number(interval->low, BOUND_DIGITS, number);
    return arena_format(arena, "%s to %s", number, high);
}

/* Of the month of a day, YYYY-MM-DD. */
static const char *month_of(const char *day)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};

    return months[(day[5] - '0') * 10 + (day[6] - '0') - 1];
}

static const char *write_span(const struct period *period, struct arena *arena)
{
    const bool is_within_year = strncmp(period->start, period->end, 4) == 0;

    if (is_within_year)
        return arena_format(arena, "%s to %s %.4s", month_of(period->start), month_of(period->end),
                            period->end);
    return arena_format(arena, "%s %.4s to %s %.4s", month_of(period->start), period->start,
                        month_of(period->end), period->end);
}

const char *readable_period(const struct period *period, struct arena *arena)
{
    static const char *const ordinals[] = {"first", "second", "third", "fourth"};
    const char last = period->text[strlen(period->text) - 1];

    switch (period->frequency) {
    case 'A':
        return arena_format(arena, "%s", period->text);
    case 'S':
        return arena_format(arena, "%s half of %.4s", ordinals[last - '1'], period->start);
    case 'Q':
        return arena_format(arena, "%s quarter of %.4s", ordinals[last - '1'], period->start);
    case 'M':
        return arena_format(arena, "%s %.4s", month_of(period->start), period->start);
    default:
        return write_span(period, arena);
    }
}
