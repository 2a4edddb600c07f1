/* SPDX-License-Identifier: MIT */
#include "model/digits.h"

bool digits_read(const char **cursor, int count, int *ret)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        const char c = (*cursor)[i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *cursor += count;
    *ret = value;
    return true;
}

char *digits_write(char *at, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

bool digits_skip(const char **cursor, char c)
{
    if (**cursor != c)
        return false;
    ++*cursor;
    return true;
}
