/* SPDX-License-Identifier: MIT */
#include "model/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/number.h"

enum { LEAST_CAPACITY = 256 };

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){0};
}

void buffer_fini(struct buffer *buffer)
{
    free(buffer->data);
    buffer_init(buffer);
}

/* And for the NUL behind them. */
bool buffer_reserve(struct buffer *buffer, size_t length)
{
    if (buffer->has_failed)
        return false;
    if (length < buffer->capacity - buffer->length)
        return true;

    size_t capacity = buffer->capacity ? buffer->capacity : LEAST_CAPACITY;
    if (length >= SIZE_MAX / 4 || buffer->length >= SIZE_MAX / 4) {
        buffer->has_failed = true;
        return false;
    }
    while (capacity - buffer->length <= length)
        capacity *= 2;

    char *data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->has_failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0 || !buffer_reserve(buffer, length))
        return;
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
}

void buffer_add_char(struct buffer *buffer, char c)
{
    if (buffer_reserve(buffer, 1))
        buffer->data[buffer->length++] = c;
}

void buffer_add_integer(struct buffer *buffer, int64_t value)
{
    if (buffer_reserve(buffer, NUMBER_SIZE))
        buffer->length += number_write_integer(value, buffer->data + buffer->length);
}

/* Return: how long the text is, which may be more than there was room for; negative: it cannot be
 * formatted. */
static int __attribute__((format(printf, 2, 0)))
format_at_end(struct buffer *buffer, const char *format, va_list arguments)
{
    size_t room = buffer->capacity - buffer->length;

    return vsnprintf(room ? buffer->data + buffer->length : NULL, room, format, arguments);
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = format_at_end(buffer, format, arguments);
    va_end(arguments);
    if (length < 0)
        buffer->has_failed = true;
    if (length < 0 || buffer->has_failed)
        return;
    if ((size_t)length >= buffer->capacity - buffer->length) {
        if (!buffer_reserve(buffer, (size_t)length))
            return;
        va_start(arguments, format);
        format_at_end(buffer, format, arguments);
        va_end(arguments);
    }
    buffer->length += (size_t)length;
}

/* The letter that JSON has for @c behind a backslash; 0 where it has none. */
static char json_escape_letter(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static bool needs_json_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void add_json_escape(struct buffer *buffer, unsigned char c)
{
    const char letter = json_escape_letter(c);

    if (letter)
        buffer_add(buffer, (const char[]){'\\', letter}, 2);
    else
        buffer_add_format(buffer, "\\u%04x", (unsigned)c);
}

static void add_json_escaped(struct buffer *buffer, const char *text, size_t length)
{
    size_t written = 0;

    buffer_add_char(buffer, '"');
    for (size_t i = 0; i < length; i++) {
        if (!needs_json_escape((unsigned char)text[i]))
            continue;
        buffer_add(buffer, text + written, i - written);
        add_json_escape(buffer, (unsigned char)text[i]);
        written = i + 1;
    }
    buffer_add(buffer, text + written, length - written);
    buffer_add_char(buffer, '"');
}

void buffer_add_json_string(struct buffer *buffer, const char *text, size_t length)
{
    bool is_plain = true;

    for (size_t i = 0; i < length && is_plain; i++)
        is_plain = !needs_json_escape((unsigned char)text[i]);
    if (!is_plain) {
        add_json_escaped(buffer, text, length);
        return;
    }
    if (length >= SIZE_MAX - 2 || !buffer_reserve(buffer, length + 2))
        return;
    char *at = buffer->data + buffer->length;
    *at = '"';
    memcpy(at + 1, text, length);
    at[length + 1] = '"';
    buffer->length += length + 2;
}

bool buffer_failed(const struct buffer *buffer)
{
    return buffer->has_failed;
}

/* What is taken may be kept for long. */
static bool is_roomy(const struct buffer *buffer)
{
    return buffer->capacity - buffer->length > LEAST_CAPACITY + buffer->length / 8;
}

char *buffer_steal(struct buffer *buffer, size_t *ret_length)
{
    *ret_length = 0;
    if (!buffer_reserve(buffer, 0)) {
        buffer_fini(buffer);
        return NULL;
    }

    const size_t length = buffer->length;
    char *data = buffer->data;
    char *trimmed = is_roomy(buffer) ? realloc(data, length + 1) : NULL;
    if (trimmed)
        data = trimmed;
    data[length] = '\0';
    *ret_length = length;
    buffer_init(buffer);
    return data;
}
