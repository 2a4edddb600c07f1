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
enum { MOST_DIGITS = 15 };
static const double MOST_SCALED = 1e15;

/* bits * log10(2) of them, or one more. */
static size_t count_digits(uint64_t number)
{
    static const uint64_t powers[] = {UINT64_C(1),
                                      UINT64_C(10),
                                      UINT64_C(100),
                                      UINT64_C(1000),
                                      UINT64_C(10000),
                                      UINT64_C(100000),
                                      UINT64_C(1000000),
                                      UINT64_C(10000000),
                                      UINT64_C(100000000),
                                      UINT64_C(1000000000),
                                      UINT64_C(10000000000),
                                      UINT64_C(100000000000),
                                      UINT64_C(1000000000000),
                                      UINT64_C(10000000000000),
                                      UINT64_C(100000000000000),
                                      UINT64_C(1000000000000000),
                                      UINT64_C(10000000000000000),
                                      UINT64_C(100000000000000000),
                                      UINT64_C(1000000000000000000),
                                      UINT64_C(10000000000000000000)};
    const size_t bits = 64 - (size_t)__builtin_clzll(number | 1);
    const size_t count = bits * 1233 >> 12;

    return count + (number >= powers[count] || number == 0);
}

/* Writes the last @count digits of @number up to @end. Return: the others. Where they belong at
 * once: what was just written byte by byte is slow to copy. Two at a time: each waits for the
 * division before it. */
static uint64_t write_digits(uint64_t number, size_t count, char *end)
{
    static const char two[] = "00010203040506070809101112131415161718192021222324252627282930313233"
                              "34353637383940414243444546474849505152535455565758596061626364656667"
                              "6869707172737475767778798081828384858687888990919293949596979899";

    for (; count >= 2; count -= 2, number /= 100)
        memcpy(end -= 2, two + number % 100 * 2, 2);
    if (count == 0)
        return number;
    *--end = (char)('0' + number % 10);
    return number / 10;
}

/* Writes @scaled by 10 to the power @places. Return: the length. */
static size_t write_decimal(bool is_negative, uint64_t scaled, size_t places, char *ret)
{
    char *at = ret;

    for (; places && scaled % 10 == 0; places--)
        scaled /= 10;
    const size_t digits = count_digits(scaled);
    const size_t whole = digits > places ? digits - places : 1;
    if (is_negative)
        *at++ = '-';
    char *end = at + whole;
    if (places) {
        *end = '.';
        end += 1 + places;
        scaled = write_digits(scaled, places, end);
    }
    write_digits(scaled, whole, at + whole);
    *end = '\0';
    return (size_t)(end - ret);
}

/* As many decimals as 15 digits in all leave room for. */
static size_t count_places(double magnitude)
{
    size_t places = MOST_DIGITS;

    for (double next = 1; next <= magnitude; next *= 10)
        places--;
    return places;
}

/* A decimal of at most 15 digits that reads back as @magnitude is the one that "%.15g" writes, for
 * no two of them read as one double; and dividing is reading, for number and power are exact.
 * Return: whether one of so many places is. */
static bool scale(double magnitude, size_t places, uint64_t *ret)
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
    size_t places = 3;

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
    if (value >= 0 && value < 10) { /* most of them */
        ret[0] = (char)('0' + value);
        ret[1] = '\0';
        return 1;
    }
    return write_decimal(value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value, 0, ret);
}
