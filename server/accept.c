/* SPDX-License-Identifier: MIT */
#include "server/accept.h"

#include <string.h>
#include <strings.h>

/* One element of a list: a name and its weight, 0 to 1000. */
struct element {
    const char *name;
    size_t length;
    int weight;
};

static size_t blank_length(const char *text)
{
    return strspn(text, " \t");
}

/* How far it is to one of @ends; quoted strings are passed over. */
static size_t span_until(const char *text, const char *ends)
{
    bool is_quoted = false;
    size_t i = 0;

    for (; text[i] && (is_quoted || !strchr(ends, text[i])); i++) {
        if (text[i] == '"')
            is_quoted = !is_quoted;
        else if (is_quoted && text[i] == '\\' && text[i + 1])
            i++;
    }
    return i;
}

/* qvalue, RFC 9110 section 12.4.2: 0 or 1 with up to three decimals. Return: 0 to 1000, or -1. */
static int read_weight(const char *text, size_t length)
{
    int weight = 0;
    int place = 1000;

    if (length == 0 || length > 5 || (length > 1 && text[1] != '.'))
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (i == 1)
            continue;
        if (text[i] < '0' || text[i] > '9')
            return -1;
        weight += (text[i] - '0') * place;
        place /= 10;
    }
    return weight <= 1000 ? weight : -1;
}

static size_t trimmed_length(const char *text, size_t length)
{
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    return length;
}

/* @at stands at the semicolon before a parameter. Return: where the parameter ends. */
static const char *read_parameter(const char *at, struct element *element)
{
    at += 1;
    at += blank_length(at);
    size_t length = span_until(at, ";,");

    if (strncasecmp(at, "q=", 2) == 0 && length >= 2)
        element->weight = read_weight(at + 2, trimmed_length(at + 2, length - 2));
    return at + length;
}

/* Return: false at the end. An element that is not well-formed gets the weight -1. */
static bool next_element(const char **at, struct element *ret)
{
    const char *text = *at + strspn(*at, ", \t");
    size_t length = span_until(text, ";,");

    if (!*text)
        return false;
    *ret = (struct element){text, trimmed_length(text, length), 1000};
    if (memchr(ret->name, ' ', ret->length) || ret->length == 0)
        ret->weight = -1;
    text += length;
    while (*text == ';' && ret->weight >= 0)
        text = read_parameter(text, ret);
    *at = text + span_until(text, ",");
    return true;
}

static bool is_name(const struct element *element, const char *name, size_t length)
{
    return element->length == length && strncasecmp(element->name, name, length) == 0;
}

/* How closely a media range names @type: 3 it alone, 2 its family, 1 as anything, 0 not. */
static int closeness(const struct element *range, const char *type)
{
    size_t family = strcspn(type, "/") + 1;

    if (is_name(range, type, strlen(type)))
        return 3;
    if (range->length == family + 1 && range->name[family] == '*' &&
        strncasecmp(range->name, type, family) == 0)
        return 2;
    return is_name(range, "*/*", 3) ? 1 : 0;
}

static bool is_media_range(const struct element *element)
{
    return element->weight >= 0 && memchr(element->name, '/', element->length);
}

/* The weight of the element that names @type most closely; 0 where none does. */
static int weight_of(const char *accept, const char *type)
{
    struct element range;
    int closest = 0;
    int weight = 0;

    while (next_element(&accept, &range)) {
        int close = is_media_range(&range) ? closeness(&range, type) : 0;

        if (close > closest || (close && close == closest && range.weight > weight)) {
            closest = close;
            weight = range.weight;
        }
    }
    return weight;
}

static bool has_media_range(const char *accept)
{
    struct element range;

    while (next_element(&accept, &range))
        if (is_media_range(&range))
            return true;
    return false;
}

int accept_choose(const char *accept, const char *const *offers, size_t count)
{
    int chosen = -1;
    int best = 0;

    if (!accept || !has_media_range(accept))
        return 0;
    for (size_t i = 0; i < count; i++) {
        int weight = weight_of(accept, offers[i]);

        if (weight > best) {
            best = weight;
            chosen = (int)i;
        }
    }
    return chosen;
}

bool accept_takes_gzip(const char *accept_encoding)
{
    struct element coding;
    int named = -1;
    int any = 0;

    while (accept_encoding && next_element(&accept_encoding, &coding)) {
        if (is_name(&coding, "gzip", 4) || is_name(&coding, "x-gzip", 6))
            named = coding.weight > named ? coding.weight : named;
        else if (is_name(&coding, "*", 1))
            any = coding.weight;
    }
    return named >= 0 ? named > 0 : any > 0;
}
