/* SPDX-License-Identifier: MIT */
/* load_text: members that are texts, words and names in a fixed form. */
#include "db/load_member.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "db/load.h"
#include "db/load_slot.h"
#include "model/words.h"

enum {
    SLUG_LENGTH = 80,
    CODE_LENGTH = 20,
    NAME_LENGTH = 300,
    TEXT_LENGTH = 10000,
    LANGUAGE_LENGTH = 2,
    CHECKSUM_DIGITS = 64,
};

bool load_slug_is_sound(const char *slug)
{
    const size_t length = strnlen(slug, SLUG_LENGTH + 1);

    if (length == 0 || length > SLUG_LENGTH || slug[0] == '-' || slug[length - 1] == '-')
        return false;
    return strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && !strstr(slug, "--");
}

/* C0, DEL and, two bytes in UTF-8, C1. */
static bool has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c < 0x20 || *c == 0x7f || (*c == 0xC2 && c[1] < 0xA0))
            return true;
    }
    return false;
}

/* Return: what is wrong with @text; NULL: nothing. */
static const char *find_fault(const char *text)
{
    const size_t length = strlen(text);

    if (length == 0 || strspn(text, " ") == length)
        return "is empty; write null where nothing is known";
    if (has_control(text))
        return "has a control character in it";
    if (text[0] == ' ' || text[length - 1] == ' ')
        return "begins or ends with a blank";
    return NULL;
}

static enum db_status read_text_within(struct load *load, const struct member *member,
                                       const json_t *value, struct load_slot slot, size_t limit)
{
    const char *text = load_take_text(load, member, value);
    const char *fault = text ? find_fault(text) : NULL;

    if (!text)
        return DB_OK;
    if (fault)
        return load_mistake(load, member->name, "%s", fault);
    if (strlen(text) > limit)
        return load_mistake(load, member->name, "is longer than %zu bytes", limit);
    return load_bind_text(load, slot, 0, text);
}

enum db_status load_read_name(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    return read_text_within(load, member, value, slot, NAME_LENGTH);
}

enum db_status load_read_text(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    return read_text_within(load, member, value, slot, TEXT_LENGTH);
}

enum db_status load_read_code(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);
    size_t length = 0;

    if (!text)
        return DB_OK;
    while (isalnum((unsigned char)text[length]))
        length++;
    if (length == 0 || length > CODE_LENGTH || text[length])
        return load_mistake(load, member->name,
                            "%s is not a code; write at most %d letters and digits",
                            load_quote(load, text), CODE_LENGTH);
    return load_bind_text(load, slot, 0, text);
}

enum db_status load_mistake_word(struct load *load, const struct member *member, const char *text)
{
    const char *nearest = words_nearest(member->words, text);
    char all[256];
    size_t length = 0;

    if (nearest)
        return load_mistake(load, member->name, "%s is not one of its words%s",
                            load_quote(load, text), load_hint(load, nearest));
    for (const char *const *word = member->words; *word && length < sizeof(all); word++)
        length += (size_t)snprintf(all + length, sizeof(all) - length, " %s", *word);
    return load_mistake(load, member->name, "%s is not one of its words:%s", load_quote(load, text),
                        all);
}

enum db_status load_read_word(struct load *load, const struct member *member, const json_t *value,
                              struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (!words_have(member->words, text))
        return load_mistake_word(load, member, text);
    return load_bind_text(load, slot, 0, text);
}

enum db_status load_read_url(struct load *load, const struct member *member, const json_t *value,
                             struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);

    if (!text)
        return DB_OK;
    const bool is_web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    if (!is_web || has_control(text) || strpbrk(text, " \"<>\\^`{|}"))
        return load_mistake(load, member->name,
                            "%s is not an address; write https://… without blanks",
                            load_quote(load, text));
    return read_text_within(load, member, value, slot, TEXT_LENGTH);
}

enum db_status load_read_language(struct load *load, const struct member *member,
                                  const json_t *value, struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (strlen(text) != LANGUAGE_LENGTH || !islower((unsigned char)text[0]) ||
        !islower((unsigned char)text[1]))
        return load_mistake(load, member->name,
                            "%s is not a language; write two letters of ISO 639-1, like en",
                            load_quote(load, text));
    return load_bind_text(load, slot, 0, text);
}

enum db_status load_read_checksum(struct load *load, const struct member *member,
                                  const json_t *value, struct load_slot slot)
{
    static const char algorithm[] = "sha256:";
    const size_t prefix = sizeof(algorithm) - 1;
    const char *text = load_take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (strncmp(text, algorithm, prefix) != 0 || strlen(text) != prefix + CHECKSUM_DIGITS ||
        strspn(text + prefix, "0123456789abcdef") != CHECKSUM_DIGITS)
        return load_mistake(load, member->name,
                            "%s is not a checksum; write sha256: and 64 lower-case digits",
                            load_quote(load, text));
    return load_bind_text(load, slot, 0, text);
}
