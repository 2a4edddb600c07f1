/* SPDX-License-Identifier: MIT */
#include "db/number.h"

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

/* Writes @scaled by 10 to the power @places. */
static void write_decimal(bool is_negative, uint64_t scaled, int places, char *ret)
{
    char text[48];
    char *end = text + sizeof(text) - 1;
    char *at;
    uint64_t scale = 1;

    for (; places && scaled % 10 == 0; places--)
        scaled /= 10;
    for (int i = 0; i < places; i++)
        scale *= 10;
    *end = '\0';
    at = end;
    if (places) {
        at = write_digits(scaled % scale, places, at);
        *--at = '.';
    }
    at = write_digits(scaled / scale, 1, at);
    if (is_negative)
        *--at = '-';
    memcpy(ret, at, (size_t)(end - at) + 1);
}

/* Whether @value is a decimal with so few places; most values of trade have two or three. */
static bool write_short(double value, char *ret)
{
    static const struct {
        double scale;
        int places;
    } tries[] = {{1e3, 3}, {1e6, 6}};
    double magnitude = fabs(value);

    if (magnitude < 1e-4)
        return false;
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        double scaled = nearbyint(magnitude * tries[i].scale);
        if (scaled < MOST_SCALED && scaled / tries[i].scale == magnitude) {
            write_decimal(value < 0, (uint64_t)scaled, tries[i].places, ret);
            return true;
        }
    }
    return false;
}

void number_write(double value, char ret[NUMBER_SIZE])
{
    if (value == floor(value) && fabs(value) <= MOST_WHOLE) {
        write_decimal(value < 0, (uint64_t)fabs(value), 0, ret);
        return;
    }
    if (write_short(value, ret))
        return;
    snprintf(ret, NUMBER_SIZE, "%.15g", value);
    if (strtod(ret, NULL) != value)
        snprintf(ret, NUMBER_SIZE, "%.17g", value);
}
