/* SPDX-License-Identifier: MIT */
/* buffer: bytes that grow at the end. Failure sticks: write all, then ask buffer_failed() once. */
#ifndef ENTENTE_MODEL_BUFFER_H
#define ENTENTE_MODEL_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool has_failed;
};

void buffer_init(struct buffer *buffer);
void buffer_fini(struct buffer *buffer);

/** Makes room for @length more bytes behind the last one. Return: false when there is no memory, or
 * was none before. */
bool buffer_reserve(struct buffer *buffer, size_t length);

/* After a failed allocation these do nothing. */
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_integer(struct buffer *buffer, int64_t value);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Here, so that the length of a text that the compiler sees costs nothing. */
static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

/** Adds @text as a JSON string, quotes included. @text is valid UTF-8. */
void buffer_add_json_string(struct buffer *buffer, const char *text, size_t length);

/** Whether an allocation failed; the content is then not to be used. */
bool buffer_failed(const struct buffer *buffer);

/**
 * Hands the bytes over, with a NUL behind them that is not counted, and leaves the buffer empty. Of
 * room that was reserved and not used, little is left behind the NUL, or nothing.
 *
 * Return: new (free() it); NULL when the buffer had failed. @ret_length is set either way.
 */
char *buffer_steal(struct buffer *buffer, size_t *ret_length);

#endif
