/* SPDX-License-Identifier: MIT */
#include "model/target.h"

#include <math.h>

#include "model/date.h"
#include "model/digits.h"
#include "model/share.h"

struct day {
    int year;
    int month;
    int day;
};

static struct day read_day(const char *text)
{
    struct day day = {.month = 1, .day = 1};

    if (digits_read(&text, 4, &day.year) && digits_skip(&text, '-') &&
        digits_read(&text, 2, &day.month) && digits_skip(&text, '-'))
        digits_read(&text, 2, &day.day);
    return day;
}

static int64_t find_anniversary(const struct day *day, int year)
{
    const int length = date_month_length(year, day->month);

    return date_to_number(year, day->month, day->day < length ? day->day : length);
}

static double count_years(const struct day *from, const struct day *to)
{
    const int64_t end = find_anniversary(to, to->year);
    int year = to->year;

    if (find_anniversary(from, year) > end)
        year--;
    const int64_t start = find_anniversary(from, year);
    const int64_t length = find_anniversary(from, year + 1) - start;
    return year - from->year + (double)(end - start) / (double)length;
}

double target_years(const char *from, const char *to)
{
    const struct day first = read_day(from);
    const struct day last = read_day(to);

    if (find_anniversary(&last, last.year) < find_anniversary(&first, first.year))
        return -count_years(&last, &first);
    return count_years(&first, &last);
}

static bool find_ratio(struct interval baseline, struct interval target, struct interval *ret)
{
    return baseline.low >= 0 && target.low >= 0 && interval_divide(target, baseline, ret);
}

static struct interval find_growth(struct interval ratio, double years)
{
    return (struct interval){(pow(ratio.low, 1 / years) - 1) * 100,
                             (pow(ratio.high, 1 / years) - 1) * 100};
}

bool target_growth_a_year(struct bounds baseline, struct bounds target, double years,
                          struct bounds *ret)
{
    struct bounds ratio;

    if (years <= 0 || !bounds_apply(find_ratio, baseline, target, &ratio))
        return false;
    /* "Possibly anything" is no ratio of amounts. */
    ratio.possible.low = fmax(ratio.possible.low, 0);
    *ret = (struct bounds){find_growth(ratio.likely, years), find_growth(ratio.possible, years)};
    return true;
}

bool target_progress(struct bounds now, struct bounds target, struct bounds *ret)
{
    return share_of(now, target, ret);
}

/* @side: the sign of the way from the baseline to the target, where that may be zero. */
static double find_part_of_way(double now, double baseline, double target, double side)
{
    const double way = target - baseline;

    /* Seen from a baseline endlessly far away, now and the target are one. */
    if (isinf(baseline))
        return 1;
    return (now - baseline) / (way < 0 || way > 0 ? way : copysign(0, side));
}

/* Whatever two of the three are, the result only rises or only falls with the third: its ends are
 * at the ends of the three. */
static bool find_progress(struct interval now, struct interval baseline, struct interval target,
                          struct interval *ret)
{
    const struct interval way = interval_subtract(target, baseline);
    const double side = way.high > 0 ? 1 : -1;
    struct interval part = {INFINITY, -INFINITY};

    if ((way.low < 0 && way.high > 0) || (way.low >= 0 && way.high <= 0))
        return false;
    for (unsigned corner = 0; corner < 8; corner++) {
        const double value = find_part_of_way(corner & 1 ? now.high : now.low,
                                              corner & 2 ? baseline.high : baseline.low,
                                              corner & 4 ? target.high : target.low, side);

        /* Both leave out what is no number (0 / 0): its limits are those of the corners beside. */
        part = (struct interval){fmin(part.low, value), fmax(part.high, value)};
    }
    *ret = interval_multiply(part, interval_point(100));
    return true;
}

bool target_progress_from(struct bounds now, struct bounds baseline, struct bounds target,
                          struct bounds *ret)
{
    struct bounds progress = {.possible = {-INFINITY, INFINITY}};

    if (!find_progress(now.likely, baseline.likely, target.likely, &progress.likely))
        return false;
    find_progress(now.possible, baseline.possible, target.possible, &progress.possible);
    *ret = progress;
    return true;
}
