/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "db/db.h"
#include "model/buffer.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A letter or a digit; outside ASCII the tokenizer decides. */
static bool is_in_words(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte >= 0x80 || (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* One word in FTS5's quotes, in which only the quote itself needs care. Return: whether it has a
 * letter or digit. */
static bool add_word(struct buffer *ret, const char *word, size_t length)
{
    bool has_letter = false;

    buffer_add_text(ret, ret->length ? " \"" : "\"");
    for (size_t i = 0; i < length; i++) {
        has_letter |= is_in_words(word[i]);
        buffer_add_text(ret, word[i] == '"' ? "\"" : "");
        buffer_add_char(ret, word[i]);
    }
    buffer_add_char(ret, '"');
    return has_letter;
}

bool db_search_words(const char *words, struct buffer *ret)
{
    bool has_letter = false;
    bool may_go_on = false;

    for (; *words; words++) {
        size_t length = 0;
        while (words[length] && !is_blank(words[length]))
            length++;
        if (length == 0)
            continue;
        has_letter |= add_word(ret, words, length);
        words += length - 1;
        may_go_on = is_in_words(*words) && words[1] == '\0';
    }
    buffer_add_text(ret, may_go_on ? "*" : "");
    buffer_add_char(ret, '\0');
    return has_letter;
}
