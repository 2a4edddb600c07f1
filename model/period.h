/* SPDX-License-Identifier: MIT */
/* period: spans of whole months, one canonical spelling each, after SDMX 2.1 (Technical Notes, 4.2
 * time formats). */
#ifndef ENTENTE_MODEL_PERIOD_H
#define ENTENTE_MODEL_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/date.h"

enum { PERIOD_TEXT_SIZE = 24 };

struct period {
    char text[PERIOD_TEXT_SIZE]; /* canonical: 2022, 2024-S1, 2022-Q1, 2022-01, 2024-01-01/P7M */
    char start[DATE_DAY_SIZE];   /* first day */
    char end[DATE_DAY_SIZE];     /* last day, included */
    char frequency; /* A year, S half-year, Q quarter, M month, P any other span of months */
};

/**
 * Reads a period in its canonical spelling, or as `2024-H1`, `202401`, `2024-01/P7M`,
 * `2024-01-01/P6M` (-> 2024-S1), `2023-01-01/P1Y` (-> 2023). A span that is a calendar year, half,
 * quarter or month gets that spelling; any other is written START/PnM, or START/PnY when it is
 * whole years. Spans of 1 to 1200 months that lie within the years 1800 to 2199.
 *
 * @ret  set only on success
 *
 * Return: false when @text is no period.
 */
bool period_parse(const char *text, struct period *ret);

/**
 * A number that orders periods by start, then end. Inverse of nothing: keep the text beside it.
 * Source: days since 1970 of the start, times 65536, plus the length in days.
 */
int64_t period_key(const struct period *period);

/** The like period @years later (or earlier: negative), as growth compares it. False outside
 * 1800..2199. */
bool period_shift(const struct period *period, int years, struct period *ret);

/** Whether every day of @part is one of @whole; a period contains itself. */
bool period_contains(const struct period *whole, const struct period *part);

/** Whether the two have a day in common. */
bool period_overlaps(const struct period *a, const struct period *b);

/** Whether @after begins on the day after the last one of @before. */
bool period_adjoins(const struct period *before, const struct period *after);

/** Whether @day (YYYY-MM-DD) lies within. */
bool period_has_day(const struct period *period, const char *day);

/** The period that two adjoining ones make together, given in either order. False, with @ret
 * untouched, when they do not adjoin, or make more than 1200 months. */
bool period_join(const struct period *a, const struct period *b, struct period *ret);

/**
 * What is left of @whole without @part: 2024 without 2024-01-01/P7M leaves 2024-08-01/P5M.
 *
 * @ret  the spans that are left, the earlier first; the others are untouched
 *
 * Return: how many spans are left: 0 (@part is all), 1, 2 (@part lies in the middle); -1 when @part
 * does not lie within @whole.
 */
int period_subtract(const struct period *whole, const struct period *part, struct period ret[2]);

#endif
