/* SPDX-License-Identifier: MIT */
#include "model/office.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "model/area.h"

enum { PLACE_SIZE = 128, LEAST_PLACE = 3 };

struct office {
    const char *words;
    bool wants_country; /* companies and clubs have presidents, too */
};

static const struct office offices[] = {
    {"minister", false},        {"ambassador", false},        {"secretary of state", false},
    {"state secretary", false}, {"cabinet secretary", false}, {"president", true},
    {"governor", true},         {"head of state", true},
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80);
}

static bool is_one_of(const char *word, size_t length, const char *const *words)
{
    for (; *words; words++) {
        if (strlen(*words) == length && strncasecmp(word, *words, length) == 0)
            return true;
    }
    return false;
}

/* Whether what stands before an office leaves it to somebody else, or to the past: "adviser to the
 * minister", "former minister". */
static bool is_taken_back(const char *text, const char *end)
{
    static const char *const words[] = {"of",       "to",        "for",      "at",
                                        "former",   "ex",        "goodwill", "brand",
                                        "honorary", "designate", "student",  NULL};

    while (text < end) {
        size_t length = 0;
        while (text + length < end && is_letter(text[length]))
            length++;
        if (length && is_one_of(text, length, words))
            return true;
        text += length ? length : 1;
    }
    return false;
}

/* Goes past @word and the blanks behind it. */
static const char *skip_word(const char *text, const char *word)
{
    const size_t length = strlen(word);

    if (strncasecmp(text, word, length) != 0 || text[length] != ' ')
        return text;
    return text + length + strspn(text + length, " ");
}

/* Up to a comma or bracket: "Kazakhstan, chairman of the forum". */
static bool is_country(const char *text)
{
    char place[PLACE_SIZE];
    const size_t length = strcspn(text, ",;(");

    if (length < LEAST_PLACE || length >= sizeof place || isdigit((unsigned char)*text))
        return false;
    memcpy(place, text, length);
    place[length] = '\0';
    const struct area *area = area_find(place);
    return area && (area->kind == AREA_COUNTRY || area->kind == AREA_FORMER);
}

/* Whether "of Kazakhstan", "of the Republic of Kazakhstan" stands there. */
static bool names_country(const char *behind)
{
    const char *text = behind + strspn(behind, " ");
    const char *of = skip_word(text, "of");
    const char *place = skip_word(of, "the");
    const char *republic = skip_word(skip_word(place, "Republic"), "of");

    return of != text && (is_country(of) || is_country(place) || is_country(republic));
}

static bool is_held(const char *said_as, const struct office *office)
{
    const size_t length = strlen(office->words);
    const char *found = said_as;

    while ((found = strcasestr(found, office->words)) != NULL) {
        const char *behind = found + length;
        const bool is_whole = (found == said_as || !is_letter(found[-1])) && !is_letter(*behind);
        if (is_whole && !is_taken_back(said_as, found) &&
            (!office->wants_country || names_country(behind)))
            return true;
        found = behind;
    }
    return false;
}

bool office_is_of_state(const char *said_as)
{
    for (size_t i = 0; said_as && i < sizeof offices / sizeof offices[0]; i++) {
        if (is_held(said_as, &offices[i]))
            return true;
    }
    return false;
}
