/* SPDX-License-Identifier: MIT */
#include "db/import/number.h"

#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_LENGTH = 63,
    MOST_DIGITS = 18,      /* that a mantissa is sure to hold */
    MOST_EXACT_POWER = 22, /* 10^22 is the last power of ten that a double holds */
    MOST_EXPONENT_DIGITS = 4,
    MOST_INTEGER_DIGITS = 9,
};

#define MOST_EXACT_MANTISSA (UINT64_C(1) << DBL_MANT_DIG)

static const double powers[MOST_EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

struct decimal {
    uint64_t mantissa;
    int digits; /* that went into the mantissa, zeros at the front aside */
    int exponent;
    bool is_negative;
};

/* Return: whether a digit stood there. */
static bool take_digits(const char **at, const char *end, struct decimal *decimal)
{
    const char *const start = *at;
    const char *cursor = start;
    uint64_t mantissa = decimal->mantissa;

    for (; cursor < end && (unsigned char)(*cursor - '0') <= 9; cursor++) {
        decimal->digits += decimal->digits > 0 || *cursor != '0';
        if (decimal->digits <= MOST_DIGITS)
            mantissa = mantissa * 10 + (uint64_t)(*cursor - '0');
    }
    decimal->mantissa = mantissa;
    *at = cursor;
    return cursor > start;
}

static bool take_sign(const char **at, const char *end)
{
    if (*at == end || (**at != '-' && **at != '+'))
        return false;
    return *(*at)++ == '-';
}

static bool take_exponent(const char **at, const char *end, struct decimal *decimal)
{
    struct decimal exponent = {0};
    int sign;

    if (*at == end || (**at != 'e' && **at != 'E'))
        return true;
    ++*at;
    sign = take_sign(at, end) ? -1 : 1;
    if (!take_digits(at, end, &exponent) || exponent.digits > MOST_EXPONENT_DIGITS)
        return false;
    decimal->exponent += sign * (int)exponent.mantissa;
    return true;
}

static bool parse(const char *at, const char *end, struct decimal *ret)
{
    bool has_digits;

    *ret = (struct decimal){0};
    ret->is_negative = take_sign(&at, end);
    has_digits = take_digits(&at, end, ret);
    if (at < end && *at == '.') {
        const char *const point = ++at;

        has_digits |= take_digits(&at, end, ret);
        ret->exponent -= (int)(at - point);
    }
    return has_digits && take_exponent(&at, end, ret) && at == end;
}

/* Clinger's fast path: both operands are exact, so that the one operation rounds once. Source: How
 * to Read Floating Point Numbers Accurately (1990). */
static bool compute(const struct decimal *decimal, double *ret)
{
    double value = (double)decimal->mantissa;

    if (decimal->digits > MOST_DIGITS || decimal->mantissa > MOST_EXACT_MANTISSA ||
        abs(decimal->exponent) > MOST_EXACT_POWER)
        return false;
    if (decimal->exponent < 0)
        value /= powers[-decimal->exponent];
    else
        value *= powers[decimal->exponent];
    *ret = decimal->is_negative ? -value : value;
    return true;
}

bool number_read(const char *text, size_t length, double *ret)
{
    char copy[MOST_LENGTH + 1];
    struct decimal decimal;

    if (length > MOST_LENGTH || !parse(text, text + length, &decimal))
        return false;
    if (compute(&decimal, ret))
        return true;
    memcpy(copy, text, length);
    copy[length] = '\0';

    const double value = strtod(copy, NULL);
    if (value > DBL_MAX || value < -DBL_MAX)
        return false;
    *ret = value;
    return true;
}

bool number_read_integer(const char *text, size_t length, int *ret)
{
    const char *at = text;
    const char *const end = text + length;
    struct decimal decimal = {0};
    const bool is_negative = length > 0 && *at == '-';

    at += is_negative;
    if (!take_digits(&at, end, &decimal) || at != end || decimal.digits > MOST_INTEGER_DIGITS)
        return false;
    *ret = is_negative ? -(int)decimal.mantissa : (int)decimal.mantissa;
    return true;
}
