/* SPDX-License-Identifier: MIT */
#include "model/area.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/area_table.h"
#include "model/words.h"

enum { NO_CODE_POINT = -1, UNKNOWN_TEXT_SIZE = 64 };

const struct area *area_all(size_t *ret_count)
{
    *ret_count = area_table_count;
    return area_table;
}

/* words_area_kind begins in the enum's order. */
const char *area_kind_word(enum area_kind kind)
{
    return words_area_kind[kind];
}

/* A folded text while it grows. */
struct key {
    char text[AREA_KEY_SIZE];
    size_t length;
    bool is_too_long;
};

static void add_byte(struct key *key, char c)
{
    const bool is_needless_blank =
        c == ' ' && (key->length == 0 || key->text[key->length - 1] == ' ');

    if (is_needless_blank)
        return;
    if (key->length + 1 >= sizeof key->text) {
        /* One blank may stand where the end already is. */
        key->is_too_long = key->is_too_long || c != ' ';
        return;
    }
    key->text[key->length++] = c;
}

/* The two- or three-byte character at @text; NO_CODE_POINT for any other, with a length of 1. */
static int decode(const unsigned char *text, const unsigned char *end, size_t *ret_length)
{
    *ret_length = 1;
    if (end - text >= 2 && (text[0] & 0xE0) == 0xC0 && (text[1] & 0xC0) == 0x80) {
        *ret_length = 2;
        return (text[0] & 0x1F) << 6 | (text[1] & 0x3F);
    }
    if (end - text >= 3 && (text[0] & 0xF0) == 0xE0 && (text[1] & 0xC0) == 0x80 &&
        (text[2] & 0xC0) == 0x80) {
        *ret_length = 3;
        return (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F);
    }
    return NO_CODE_POINT;
}

static void add_ascii(struct key *key, char c)
{
    if (c >= 'A' && c <= 'Z')
        add_byte(key, (char)(c - 'A' + 'a'));
    else if (c == ' ' || (c >= '\t' && c <= '\r'))
        add_byte(key, ' ');
    else
        add_byte(key, c == '`' ? '\'' : c);
}

static bool is_apostrophe(int code)
{
    return code == 0x2018 || code == 0x2019 || code == 0x02BC;
}

static bool is_combining_accent(int code)
{
    return code >= 0x300 && code <= 0x36F;
}

/* Return: the number of bytes that were read. */
static size_t add_character(struct key *key, const unsigned char *text, const unsigned char *end)
{
    size_t length;
    const int code = decode(text, end, &length);

    if (text[0] < 0x80) {
        add_ascii(key, (char)text[0]);
    } else if (code >= AREA_FOLD_FIRST && code <= AREA_FOLD_LAST) {
        for (const char *c = area_fold_table[code - AREA_FOLD_FIRST]; *c; c++)
            add_byte(key, *c);
    } else if (is_apostrophe(code)) {
        add_byte(key, '\'');
    } else if (code == 0xA0) {
        add_byte(key, ' ');
    } else if (!is_combining_accent(code)) {
        for (size_t i = 0; i < length; i++)
            add_byte(key, (char)text[i]);
    }
    return length;
}

static void drop_start(struct key *key, size_t length)
{
    memmove(key->text, key->text + length, key->length - length + 1);
    key->length -= length;
}

/* "The Gambia" is Gambia, "051" is 51. */
static void drop_needless_start(struct key *key)
{
    if (strncmp(key->text, "the ", 4) == 0)
        drop_start(key, 4);

    const size_t zeros = strspn(key->text, "0");
    if (zeros > 0 && strspn(key->text, "0123456789") == key->length)
        drop_start(key, zeros < key->length ? zeros : zeros - 1);
}

/* The same steps as fold() in build-aux/areas.py. False when no key is as long. */
static bool fold(const char *text, size_t length, struct key *ret)
{
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *const end = at + length;

    ret->length = 0;
    ret->is_too_long = false;
    while (at < end && !ret->is_too_long)
        at += add_character(ret, at, end);
    if (ret->length > 0 && ret->text[ret->length - 1] == ' ')
        ret->length--;
    ret->text[ret->length] = '\0';
    drop_needless_start(ret);
    return !ret->is_too_long;
}

static int compare_key(const void *text, const void *key)
{
    return strcmp(text, ((const struct area_key *)key)->text);
}

static const struct area *find(const char *text, size_t length)
{
    struct key key;

    if (!fold(text, length, &key))
        return NULL;

    const struct area_key *found =
        bsearch(key.text, area_keys, area_keys_count, sizeof area_keys[0], compare_key);
    return found ? &area_table[found->area] : NULL;
}

const struct area *area_find(const char *text)
{
    return find(text, strlen(text));
}

const struct area *area_nearest(const char *text)
{
    struct key key;
    struct words_search search;
    const struct area *nearest = NULL;

    /* A number with a wrong digit is near to nothing. */
    if (!fold(text, strlen(text), &key) || strspn(key.text, "0123456789") == key.length)
        return NULL;
    words_search_begin(&search, key.text);
    for (size_t i = 0; i < area_keys_count; i++) {
        if (words_search_offer(&search, area_keys[i].text))
            nearest = &area_table[area_keys[i].area];
    }
    return nearest;
}

/* A text cut in two at a hyphen, and what the halves mean. */
struct halves {
    const char *text[2];
    size_t length[2];
    const struct area *country[2];
};

static const struct area *find_country(const char *text, size_t length)
{
    const struct area *area = find(text, length);

    return area && area->kind == AREA_COUNTRY ? area : NULL;
}

/* False when a half is empty, or begins or ends with another hyphen. */
static bool cut(const char *text, const char *hyphen, struct halves *ret)
{
    const size_t left = (size_t)(hyphen - text);
    const size_t right = strlen(hyphen + 1);

    if (left == 0 || right == 0 || hyphen[-1] == '-' || hyphen[1] == '-')
        return false;
    *ret = (struct halves){
        {text, hyphen + 1},
        {left, right},
        {find_country(text, left), find_country(hyphen + 1, right)},
    };
    return true;
}

/* How well a cut explains the text: both halves, else the longer half that is a country. */
static size_t cut_worth(const struct halves *halves)
{
    if (halves->country[0] && halves->country[1])
        return SIZE_MAX;
    if (halves->country[0])
        return halves->length[0] + 1;
    return halves->country[1] ? halves->length[1] + 1 : 1;
}

/* Names have hyphens too ("Guinea-Bissau"), so each hyphen may be the one. */
static bool find_best_cut(const char *text, struct halves *ret)
{
    struct halves halves;
    size_t best = 0;

    for (const char *hyphen = strchr(text, '-'); hyphen && best < SIZE_MAX;
         hyphen = strchr(hyphen + 1, '-')) {
        if (!cut(text, hyphen, &halves) || cut_worth(&halves) <= best)
            continue;
        best = cut_worth(&halves);
        *ret = halves;
    }
    return best > 0;
}

static void copy_unknown(const char *text, size_t length, char ret[UNKNOWN_TEXT_SIZE])
{
    if (length >= UNKNOWN_TEXT_SIZE) {
        length = UNKNOWN_TEXT_SIZE - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(ret, text, length);
    ret[length] = '\0';
}

static void set_pair(struct pair *pair, const struct area *a, const struct area *b)
{
    const bool is_in_order = strcmp(a->code, b->code) < 0;
    const struct area *first = is_in_order ? a : b;
    const struct area *second = is_in_order ? b : a;

    pair->a = first;
    pair->b = second;
    memcpy(pair->text, first->code, 3);
    pair->text[3] = '-';
    memcpy(pair->text + 4, second->code, 4);
}

enum pair_result pair_parse(const char *text, struct pair *ret, char ret_unknown[64])
{
    struct halves halves;

    if (!find_best_cut(text, &halves))
        return PAIR_MALFORMED;
    for (int i = 0; i < 2; i++) {
        if (!halves.country[i]) {
            copy_unknown(halves.text[i], halves.length[i], ret_unknown);
            return PAIR_UNKNOWN;
        }
    }
    if (halves.country[0] == halves.country[1])
        return PAIR_SAME;
    set_pair(ret, halves.country[0], halves.country[1]);
    return strcmp(text, ret->text) == 0 ? PAIR_CANONICAL : PAIR_OTHERWISE;
}
