/* SPDX-License-Identifier: MIT */
#include "model/ics_out.h"

#include <stdbool.h>
#include <string.h>

#include "model/buffer.h"

/* A content line while it is written. */
struct line {
    struct buffer *out;
    size_t octets; /* of the present physical line */
};

/* Bytes that may not be torn apart. */
static void put(struct line *line, const char *bytes, size_t length)
{
    if (line->octets + length > ICS_LINE_OCTETS) {
        buffer_add_text(line->out, "\r\n ");
        line->octets = 1;
    }
    buffer_add(line->out, bytes, length);
    line->octets += length;
}

/* The bytes of the character that @text begins with. */
static size_t character_length(const char *text)
{
    size_t length = 1;

    while (((unsigned char)text[length] & 0xc0) == 0x80)
        length++;
    return length;
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* RFC 5545, 3.3.11. Return: how many bytes of @text it stood for. */
static size_t put_escaped(struct line *line, const char *text)
{
    const size_t length = character_length(text);
    const char pair[2] = {'\\', text[0]};

    if (text[0] == '\n')
        put(line, "\\n", 2);
    else if (strchr(",;\\", text[0]))
        put(line, pair, 2);
    else if (!is_control(text[0]))
        put(line, text, length);
    return length;
}

static struct line begin(struct buffer *out, const char *name)
{
    struct line line = {.out = out};

    for (; *name; name++)
        put(&line, name, 1);
    put(&line, ":", 1);
    return line;
}

void ics_out_text(struct buffer *out, const char *name, const char *text)
{
    struct line line = begin(out, name);

    while (*text)
        text += put_escaped(&line, text);
    buffer_add_text(out, "\r\n");
}

void ics_out_value(struct buffer *out, const char *name, const char *value)
{
    struct line line = begin(out, name);

    for (; *value; value += character_length(value))
        put(&line, value, character_length(value));
    buffer_add_text(out, "\r\n");
}
