/* SPDX-License-Identifier: MIT */
/* load_mistake: what is wrong with the records, in words. */
#include "db/load.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    QUOTE_LENGTH = 60,
    ID_LENGTH = 80,
    LINE_SIZE = 1024,
    ROOM_FOR_END = 40, /* "… and 4294967295 more mistakes" */
};

const char *load_ordinal(size_t number)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    const bool is_teen = number % 100 / 10 == 1;

    return is_teen || number % 10 > 3 ? endings[0] : endings[number % 10];
}

/* The longest beginning of @text that has at most @most bytes and ends with a whole character. */
static size_t clip(const char *text, size_t most)
{
    size_t length = strnlen(text, most);

    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* "agreements.json: record "x" (4th): parties, 2nd: signed_on: " */
static void write_place(const struct load_place *place, const char *member, char *ret, size_t size)
{
    const char *ending = load_ordinal(place->number);
    int length = snprintf(ret, size, "%s.json: ", place->file);

    if (place->id)
        length += snprintf(ret + length, size - (size_t)length,
                           "record \"%.*s\" (%zu%s): ", (int)clip(place->id, ID_LENGTH), place->id,
                           place->number, ending);
    else if (place->number)
        length += snprintf(ret + length, size - (size_t)length, "the %zu%s record: ", place->number,
                           ending);
    if (place->list)
        length += snprintf(ret + length, size - (size_t)length, "%s, %zu%s: ", place->list,
                           place->element, load_ordinal(place->element));
    if (member)
        snprintf(ret + length, size - (size_t)length, "%.80s: ", member);
}

static void add_line(struct load *load, const char *line)
{
    char *text = load->message->text;
    const size_t size = sizeof(load->message->text);
    const size_t length = strlen(line);
    const bool is_first = load->mistakes == 1;

    if (!is_first && load->message_length + length + 1 + ROOM_FOR_END > size) {
        load->mistakes_left_out++;
        return;
    }
    int added = snprintf(text + load->message_length, size - load->message_length, "%s%s",
                         is_first ? "" : "\n", line);
    load->message_length += (size_t)added;
    if (load->message_length >= size)
        load->message_length = size - 1;
}

/* What comes out of a file must not speak to a terminal. */
static void blank_control(char *line)
{
    for (; *line; line++) {
        if ((unsigned char)*line < 0x20 || *line == 0x7f)
            *line = '?';
    }
}

enum db_status load_mistake(struct load *load, const char *member, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list arguments;

    write_place(&load->place, member, line, sizeof(line));
    const size_t length = strlen(line);
    va_start(arguments, format);
    vsnprintf(line + length, sizeof(line) - length, format, arguments);
    va_end(arguments);
    blank_control(line);
    load->mistakes++;
    add_line(load, line);
    return DB_OK;
}

enum db_status load_report_mistakes(struct load *load)
{
    if (load->mistakes == 0)
        return DB_OK;
    if (load->mistakes_left_out)
        snprintf(load->message->text + load->message_length,
                 sizeof(load->message->text) - load->message_length, "\n… and %zu more mistakes",
                 load->mistakes_left_out);
    return DB_FAILED;
}

const char *load_quote(struct load *load, const char *text)
{
    const size_t length = clip(text, QUOTE_LENGTH);

    snprintf(load->quote, sizeof(load->quote), "\"%.*s%s\"", (int)length, text,
             text[length] ? "…" : "");
    return load->quote;
}

const char *load_hint(struct load *load, const char *nearest)
{
    if (!nearest)
        return "";
    snprintf(load->hint, sizeof(load->hint), "; perhaps \"%.100s\"", nearest);
    return load->hint;
}
