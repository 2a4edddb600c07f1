/* SPDX-License-Identifier: MIT */
/* utf8: tells well-formed UTF-8 (RFC 3629) from other bytes. */
#ifndef ENTENTE_SERVER_UTF8_H
#define ENTENTE_SERVER_UTF8_H

#include <stdbool.h>
#include <stddef.h>

static inline bool utf8_has_tail(const unsigned char *text, size_t count)
{
    for (size_t i = 1; i <= count; i++)
        if ((text[i] & 0xc0) != 0x80)
            return false;
    return true;
}

/**
 * The length of the character that @text begins with.
 *
 * @text  NUL-ended
 *
 * Return: 1 to 4; 0 where the bytes are no character (overlong, surrogate, cut, beyond U+10FFFF).
 */
static inline size_t utf8_length(const char *text)
{
    const unsigned char *t = (const unsigned char *)text;

    if (t[0] < 0x80)
        return 1;
    if (t[0] >= 0xc2 && t[0] <= 0xdf)
        return utf8_has_tail(t, 1) ? 2 : 0;
    if ((t[0] == 0xe0 && t[1] < 0xa0) || (t[0] == 0xed && t[1] > 0x9f))
        return 0;
    if (t[0] >= 0xe0 && t[0] <= 0xef)
        return utf8_has_tail(t, 2) ? 3 : 0;
    if ((t[0] == 0xf0 && t[1] < 0x90) || (t[0] == 0xf4 && t[1] > 0x8f))
        return 0;
    return t[0] >= 0xf0 && t[0] <= 0xf4 && utf8_has_tail(t, 3) ? 4 : 0;
}

/** Whether all of the NUL-ended @text is UTF-8. */
static inline bool utf8_is_valid(const char *text)
{
    while (*text) {
        size_t length = utf8_length(text);

        if (length == 0)
            return false;
        text += length;
    }
    return true;
}

#endif
