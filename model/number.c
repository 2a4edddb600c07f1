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
static const double MOST_SCALED = 1e15;

/* Writes the digits of @number from @end backwards, at least @least of them. Return: the first. */
static char *write_digits(uint64_t number, int least, char *end)
{
    for (int written = 0; number || written < least; written++) {
        *--end = (char)('0' + number % 10);
        number /= 10;
    }
    return end;
}

/* Writes @scaled by 10 to the power @places. Return: the length. */
static size_t write_decimal(bool is_negative, uint64_t scaled, int places, char *ret)
{
    char text[NUMBER_SIZE];
    char *end = text + sizeof(text) - 1;
    char *at = end;
    uint64_t scale = 1;

    for (; places && scaled % 10 == 0; places--)
        scaled /= 10;
    for (int i = 0; i < places; i++)
        scale *= 10;
    *end = '\0';
    if (places) {
        at = write_digits(scaled % scale, places, at);
        *--at = '.';
    }
    at = write_digits(scaled / scale, 1, at);
    if (is_negative)
        *--at = '-';
    memcpy(ret, at, (size_t)(end - at) + 1);
    return (size_t)(end - at);
}

/* Most values of trade have two or three decimals. Return: the length; 0 where @value has more than
 * a few. */
static size_t write_short(double value, char *ret)
{
    static const struct {
        double scale;
        int places;
    } tries[] = {{1e3, 3}, {1e6, 6}};
    double magnitude = fabs(value);

    if (magnitude < 1e-4)
        return 0;
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        double scaled = nearbyint(magnitude * tries[i].scale);
        if (scaled < MOST_SCALED && scaled / tries[i].scale == magnitude)
            return write_decimal(value < 0, (uint64_t)scaled, tries[i].places, ret);
    }
    return 0;
}

size_t number_write(double value, char ret[NUMBER_SIZE])
{
    size_t length;

    if (value == floor(value) && fabs(value) <= MOST_WHOLE)
        return write_decimal(value < 0, (uint64_t)fabs(value), 0, ret);
    length = write_short(value, ret);
    if (length)
        return length;
    snprintf(ret, NUMBER_SIZE, "%.15g", value);
    if (strtod(ret, NULL) != value)
        snprintf(ret, NUMBER_SIZE, "%.17g", value);
    return strlen(ret);
}

size_t number_write_integer(int64_t value, char ret[NUMBER_SIZE])
{
    return write_decimal(value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value, 0, ret);
}
