/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "db/db.h"
#include "model/buffer.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * Parts of Unicode in which nothing is a letter or digit, as far as people type them: the tokenizer
 * would find no word there, and the question no record. Latin-1's signs; general punctuation;
 * currencies; arrows, mathematics, technical signs; boxes, dingbats; CJK punctuation; variation
 * selectors, small and wide forms; cards, flags, emoji.
 * Source: Unicode 15, UnicodeData.txt.
 */
static const struct {
    unsigned first;
    unsigned last;
} signs[] = {
    {0x80, 0xa9},     {0xab, 0xb1},       {0xb4, 0xb4},       {0xb6, 0xb8},     {0xbb, 0xbb},
    {0xbf, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},       {0x2000, 0x206f}, {0x20a0, 0x20cf},
    {0x2190, 0x245f}, {0x2500, 0x2775},   {0x2794, 0x2bff},   {0x3000, 0x3004}, {0x3008, 0x3020},
    {0xfe00, 0xfe1f}, {0xfe30, 0xfe6f},   {0xff01, 0xff0f},   {0xff1a, 0xff20}, {0xff3b, 0xff40},
    {0xff5b, 0xff65}, {0x1f000, 0x1f0ff}, {0x1f1e6, 0x1faff},
};

static bool is_sign(unsigned point)
{
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (point >= signs[i].first && point <= signs[i].last)
            return true;
    }
    return false;
}

/* The code point at @text, which is UTF-8, and how many bytes it has. */
static unsigned read_point(const char *text, size_t *ret_length)
{
    unsigned first = (unsigned char)text[0];
    unsigned point = first < 0xe0 ? first & 0x1f : first < 0xf0 ? first & 0x0f : first & 0x07;
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    for (*ret_length = 1; *ret_length < length && text[*ret_length]; ++*ret_length)
        point = point << 6 | ((unsigned char)text[*ret_length] & 0x3f);
    return point;
}

/* Whether a letter or digit begins at @text. */
static bool is_in_words(const char *text, size_t *ret_length)
{
    unsigned char byte = (unsigned char)*text;

    *ret_length = 1;
    if (byte >= 0x80)
        return !is_sign(read_point(text, ret_length));
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

enum word { WORD_OF_SIGNS, WORD_ENDS_IN_SIGN, WORD_ENDS_IN_LETTER };

/* One word in FTS5's quotes, in which only the quote itself needs care. */
static enum word add_word(struct buffer *ret, const char *text, size_t length)
{
    enum word word = WORD_OF_SIGNS;
    size_t step;

    buffer_add_text(ret, ret->length ? " \"" : "\"");
    for (size_t i = 0; i < length; i += step) {
        if (is_in_words(text + i, &step))
            word = WORD_ENDS_IN_LETTER;
        else if (word == WORD_ENDS_IN_LETTER)
            word = WORD_ENDS_IN_SIGN;
        buffer_add_text(ret, text[i] == '"' ? "\"" : "");
        buffer_add(ret, text + i, step);
    }
    buffer_add_char(ret, '"');
    return word;
}

bool db_search_words(const char *words, struct buffer *ret)
{
    bool has_letter = false;
    enum word last = WORD_OF_SIGNS;

    while (*words) {
        size_t length = 0;
        while (words[length] && !is_blank(words[length]))
            length++;
        if (length) {
            last = add_word(ret, words, length);
            has_letter |= last != WORD_OF_SIGNS;
        }
        words += length;
        if (*words) {
            last = WORD_OF_SIGNS;
            words++;
        }
    }
    buffer_add_text(ret, last == WORD_ENDS_IN_LETTER ? "*" : "");
    buffer_add_char(ret, '\0');
    return has_letter;
}
