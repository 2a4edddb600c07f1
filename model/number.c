/* SPDX-License-Identifier: MIT */
#include "model/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whole numbers up to here are written with all their digits. */
static const double MOST_WHOLE = 9007199254740992.0; /* 2^53 */

/* Decimals of up to this many digits in all are what "%.15g" would give, in a tenth of its time. */
enum { MOST_DIGITS = 15, MOST_WRITTEN = 20 };
static const double MOST_SCALED = 1e15;

/* Writes the digits of @number from @end backwards, at least @least of them. Return: the first. */
static char *write_digits(uint64_t number, int least, char *end)
{
    char *at = end;

    for (; number >= 10; number /= 10)
        *--at = (char)('0' + number % 10);
    *--at = (char)('0' + number);
    while (end - at < least)
        *--at = '0';
    return at;
}

/* Writes @scaled by 10 to the power @places. Return: the length. */
static size_t write_decimal(bool is_negative, uint64_t scaled, int places, char *ret)
{
    char text[MOST_WRITTEN * 2]; /* so that as many can be copied from any of its first half */
    char *at = ret;

    for (; places && scaled % 10 == 0; places--)
        scaled /= 10;
    const char *digits = write_digits(scaled, places + 1, text + MOST_WRITTEN);
    const size_t whole = (size_t)(text + MOST_WRITTEN - digits) - (size_t)places;
    if (is_negative)
        *at++ = '-';
    memcpy(at, digits, MOST_WRITTEN);
    at += whole;
    if (places) {
        *at++ = '.';
        memcpy(at, digits + whole, MOST_DIGITS + 1);
        at += places;
    }
    *at = '\0';
    return (size_t)(at - ret);
}

/* As many decimals as 15 digits in all leave room for. */
static int count_places(double magnitude)
{
    int places = MOST_DIGITS;

    for (double next = 1; next <= magnitude; next *= 10)
        places--;
    return places;
}

/* A decimal of at most 15 digits that reads back as @magnitude is the one that "%.15g" writes, for
 * no two of them read as one double; and dividing is reading, for number and power are exact.
 * Return: whether one of so many places is. */
static bool scale(double magnitude, int places, uint64_t *ret)
{
    static const double scales[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const double scaled = magnitude * scales[places] + 0.5;

    if (scaled >= MOST_SCALED)
        return false;
    *ret = (uint64_t)(int64_t)scaled;
    return (double)(int64_t)scaled / scales[places] == magnitude;
}

/* Most values of trade have two or three decimals, others what 15 digits give. Return: the length;
 * 0 where 15 digits from the point on do not do. */
static size_t write_short(double value, char *ret)
{
    double magnitude = fabs(value);
    uint64_t scaled;
    int places = 3;

    if (magnitude < 1e-4 || magnitude >= MOST_SCALED)
        return 0;
    if (!scale(magnitude, places, &scaled)) {
        places = count_places(magnitude);
        if (!scale(magnitude, places, &scaled))
            return 0;
    }
    return write_decimal(value < 0, scaled, places, ret);
}

/* Whether it is written as a whole number. */
static bool is_whole(double value)
{
    return fabs(value) <= MOST_WHOLE && value == (double)(int64_t)value;
}

size_t number_write(double value, char ret[NUMBER_SIZE])
{
    size_t length;

    if (is_whole(value))
        return write_decimal(value < 0, (uint64_t)fabs(value), 0, ret);
    length = write_short(value, ret);
    if (length)
        return length;
    if (fabs(value) < 1 || fabs(value) >= MOST_SCALED) /* where write_short() finds not all */
        snprintf(ret, NUMBER_SIZE, "%.15g", value);
    else
        ret[0] = '\0';
    if (strtod(ret, NULL) != value)
        snprintf(ret, NUMBER_SIZE, "%.17g", value);
    return strlen(ret);
}

size_t number_write_integer(int64_t value, char ret[NUMBER_SIZE])
{
    return write_decimal(value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value, 0, ret);
}
