/* SPDX-License-Identifier: MIT */
#include "model/printed.h"

#include <string.h>
#include <strings.h>

enum { MOST_DIGITS = 15 };

static const struct {
    const char *word;
    double scale;
} scales[] = {
    {"thousand", 1e3}, {"million", 1e6}, {"mln", 1e6},       {"mn", 1e6},    {"billion", 1e9},
    {"bln", 1e9},      {"bn", 1e9},      {"trillion", 1e12}, {"trln", 1e12}, {"tn", 1e12},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static double read_scale(const char *text)
{
    size_t length = 0;

    while (*text == ' ' || *text == '-')
        text++;
    while (is_letter(text[length]))
        length++;
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        if (strlen(scales[i].word) == length && strncasecmp(scales[i].word, text, length) == 0)
            return scales[i].scale;
    }
    return 1;
}

/* Three digits follow a comma between thousands. */
static bool is_group(const char *text)
{
    return text[0] == ',' && is_digit(text[1]) && is_digit(text[2]) && is_digit(text[3]) &&
           !is_digit(text[4]);
}

static const char *read_digits(const char *text, bool has_groups, double *number, int *count)
{
    while (is_digit(*text) || (has_groups && is_group(text))) {
        if (is_digit(*text) && (*count)++ < MOST_DIGITS)
            *number = *number * 10 + (*text - '0');
        text++;
    }
    return text;
}

static double power_of_ten(int exponent)
{
    double power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

bool printed_number(const char *text, double *ret)
{
    double number = 0;
    int count = 0;

    while (*text && !is_digit(*text))
        text++;
    if (!*text)
        return false;
    text = read_digits(text, true, &number, &count);
    const int whole = count;
    if (text[0] == '.' && is_digit(text[1]))
        text = read_digits(text + 1, false, &number, &count);
    if (count > MOST_DIGITS)
        return false;
    *ret = number * read_scale(text) / power_of_ten(count - whole);
    return true;
}

/* How long what stands between two names is here; 0: a name goes on. */
static size_t length_between(const char *text)
{
    if (*text == ',' || *text == ';' || *text == ' ')
        return 1;
    return strncmp(text, "and ", 4) == 0 ? 4 : 0;
}

static bool is_end(const char *text)
{
    return *text == '\0' || *text == ',' || *text == ';' || strncmp(text, " and ", 5) == 0;
}

const char *printed_next_name(const char *text, const char **ret_name, size_t *ret_length)
{
    size_t length;

    while (*text && (length = length_between(text)))
        text += length;
    if (!*text)
        return NULL;
    *ret_name = text;
    while (!is_end(text))
        text++;
    *ret_length = (size_t)(text - *ret_name);
    return text;
}

bool printed_names(const char *text, const char *name, size_t length)
{
    const char *other;
    size_t other_length;

    while ((text = printed_next_name(text, &other, &other_length))) {
        if (other_length == length && strncasecmp(other, name, length) == 0)
            return true;
    }
    return false;
}
