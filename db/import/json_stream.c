/* SPDX-License-Identifier: MIT */
#include "db/import/json_stream.h"

#include <stdio.h>
#include <string.h>

#include "db/import/input.h"

enum { NOTHING = -1, MOST_PLAIN_BYTES = 4096, MOST_PLAIN_MEMBERS = 32, MOST_SHOWN_BYTES = 60 };

bool json_stream_init(struct json_stream *stream, struct input *input, const char *member)
{
    memset(stream, 0, sizeof *stream);
    stream->input = input;
    stream->member = member;
    stream->place = member ? JSON_PLACE_START : JSON_PLACE_LINES;
    stream->line = 1;
    stream->envelope = json_object();
    return stream->envelope != NULL;
}

void json_stream_fini(struct json_stream *stream)
{
    json_decref(stream->envelope);
    stream->envelope = NULL;
}

/* The byte @offset behind the window's begin; NOTHING at the end. */
static int peek(struct json_stream *stream, size_t offset)
{
    struct input *input = stream->input;

    while (input->begin + offset >= input->end) {
        if (!input_fill(input))
            return NOTHING;
    }
    return (unsigned char)input->data[input->begin + offset];
}

static int skip_blanks(struct json_stream *stream)
{
    for (;;) {
        const int c = peek(stream, 0);

        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return c;
        stream->line += c == '\n';
        stream->input->begin++;
    }
}

static bool skip_over(struct json_stream *stream, char c)
{
    if (skip_blanks(stream) != c)
        return false;
    stream->input->begin++;
    return true;
}

/* Where a value ends, as far as quotes and brackets tell; Jansson looks closer. */
struct extent {
    size_t length;
    size_t depth;
    bool is_in_text;
    bool is_escaped;
};

/* Takes @c into the value. Return: false when it does not belong to it, or ends it. */
static inline bool extend(struct extent *extent, char c)
{
    if (extent->is_in_text) {
        extent->is_in_text = extent->is_escaped || c != '"';
        extent->is_escaped = !extent->is_escaped && c == '\\';
        extent->length++;
        return extent->is_in_text || extent->depth > 0;
    }
    if (extent->depth == 0 && strchr(",]} \t\r\n", c) && c)
        return false;
    extent->length++;
    if (c == '"')
        extent->is_in_text = true;
    else if (c == '{' || c == '[')
        extent->depth++;
    else if (c == '}' || c == ']')
        return --extent->depth > 0;
    return true;
}

/* The length of the value at the window's begin; 0 when it does not end within @most bytes. */
static size_t measure(struct json_stream *stream, size_t most)
{
    struct input *input = stream->input;
    struct extent extent = {0};

    for (;;) {
        const char *const at = input->data + input->begin;
        const size_t length = input->end - input->begin;

        while (extent.length < length && extent.length < most) {
            if (!extend(&extent, at[extent.length]))
                return extent.length;
        }
        if (extent.length >= most || !input_fill(input))
            return 0;
    }
}

/* What stands here is not what was expected. */
static enum json_result mismatch(struct json_stream *stream, const char *expected)
{
    struct input *input = stream->input;

    if (input->status != DB_OK)
        return JSON_STREAM_FAILED;
    stream->row_line = stream->member ? stream->count : stream->line;
    stream->row = input->data + input->begin;
    stream->row_length = input->end - input->begin;
    if (stream->row_length > MOST_SHOWN_BYTES)
        stream->row_length = MOST_SHOWN_BYTES;
    snprintf(stream->trouble, sizeof stream->trouble, "%s", expected);
    return JSON_STREAM_BROKEN;
}

static enum json_result broken(struct json_stream *stream, const char *expected)
{
    const bool is_at_end = stream->input->begin == stream->input->end;

    return mismatch(stream, is_at_end ? "more: the file ends too early" : expected);
}

static void pass_over(struct json_stream *stream, size_t length)
{
    const char *const at = stream->input->data + stream->input->begin;

    for (size_t i = 0; i < length; i++)
        stream->line += at[i] == '\n';
    stream->input->begin += length;
}

/* Reads the value at the window's begin as JSON, and goes over it. */
static json_t *load(struct json_stream *stream, size_t length)
{
    json_error_t error;
    const char *const at = stream->input->data + stream->input->begin;
    json_t *value = json_loadb(at, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

    stream->row_line = stream->member ? stream->count : stream->line;
    stream->row = stream->input->data + stream->input->begin;
    stream->row_length = length < MOST_SHOWN_BYTES ? length : MOST_SHOWN_BYTES;
    if (!value)
        snprintf(stream->trouble, sizeof stream->trouble, "JSON: %s", error.text);
    pass_over(stream, length);
    return value;
}

static enum json_result take_object(struct json_stream *stream, size_t length, json_t **ret)
{
    json_t *value = load(stream, length);

    if (json_is_object(value)) {
        *ret = value;
        return JSON_STREAM_ROW;
    }
    if (value)
        snprintf(stream->trouble, sizeof stream->trouble, "an object");
    json_decref(value);
    return JSON_STREAM_BAD;
}

/* Keeps small plain members of the envelope. */
static bool take_member(struct json_stream *stream, const char *key)
{
    const int first = peek(stream, 0);
    const bool is_nested = first == '{' || first == '[';
    const size_t length = measure(stream, INPUT_MOST_ROW_BYTES);
    json_t *value;

    if (length == 0)
        return false;
    value = load(stream, length);
    if (!value)
        return false;
    if (is_nested || length > MOST_PLAIN_BYTES ||
        json_object_size(stream->envelope) >= MOST_PLAIN_MEMBERS) {
        json_decref(value);
        return true;
    }
    return json_object_set_new(stream->envelope, key, value) == 0;
}

/* "key" and its colon. Return: new; NULL when none stands there. */
static json_t *take_key(struct json_stream *stream)
{
    const size_t length = skip_blanks(stream) == '"' ? measure(stream, MOST_PLAIN_BYTES) : 0;
    json_t *key = length > 0 ? load(stream, length) : NULL;

    if (key && skip_over(stream, ':')) {
        skip_blanks(stream);
        return key;
    }
    json_decref(key);
    return NULL;
}

/* Members until the array begins, or until the envelope ends. */
static enum json_result read_members(struct json_stream *stream)
{
    while (skip_blanks(stream) != '}') {
        json_t *key = take_key(stream);

        if (!key)
            return broken(stream, "a member of the envelope");

        const bool is_array = strcmp(json_string_value(key), stream->member) == 0 &&
                              stream->place == JSON_PLACE_START && peek(stream, 0) == '[';
        const bool is_good = is_array || take_member(stream, json_string_value(key));
        json_decref(key);
        if (is_array) {
            stream->input->begin++;
            stream->place = JSON_PLACE_ARRAY;
            return JSON_STREAM_ROW;
        }
        if (!is_good)
            return broken(stream, "a value");
        if (!skip_over(stream, ',') && skip_blanks(stream) != '}')
            return broken(stream, "a comma or the envelope's end");
    }
    stream->input->begin++;
    if (stream->place == JSON_PLACE_START) {
        char expected[96];

        snprintf(expected, sizeof expected, "an array \"%s\" in the envelope", stream->member);
        return mismatch(stream, expected);
    }
    if (skip_blanks(stream) != NOTHING)
        return broken(stream, "nothing behind the envelope");
    return stream->input->status == DB_OK ? JSON_STREAM_END : JSON_STREAM_FAILED;
}

static enum json_result next_element(struct json_stream *stream, json_t **ret)
{
    size_t length;

    if (skip_over(stream, ']')) {
        stream->place = JSON_PLACE_BEHIND;
        if (!skip_over(stream, ',') && skip_blanks(stream) != '}')
            return broken(stream, "a comma or the envelope's end");
        return read_members(stream);
    }
    if (stream->has_element && !skip_over(stream, ','))
        return broken(stream, "a comma or the array's end");
    skip_blanks(stream);
    stream->has_element = true;
    stream->count++;
    length = measure(stream, INPUT_MOST_ROW_BYTES);
    if (length == 0) {
        stream->input->begin = stream->input->at_end ? stream->input->end : stream->input->begin;
        return broken(stream, "an object of at most 1 MB");
    }
    return take_object(stream, length, ret);
}

/* Up to the line feed, or the end. */
static void skip_line(struct input *input)
{
    for (;;) {
        char *at = input->data + input->begin;
        char *feed = memchr(at, '\n', input->end - input->begin);

        input->begin = feed ? (size_t)(feed - input->data) : input->end;
        if (feed || !input_fill(input))
            return;
    }
}

static enum json_result give_up_line(struct json_stream *stream)
{
    stream->is_in_bad_line = true;
    return mismatch(stream, "a line of at most 1 MB") == JSON_STREAM_FAILED ? JSON_STREAM_FAILED
                                                                            : JSON_STREAM_BAD;
}

static enum json_result next_line(struct json_stream *stream, json_t **ret)
{
    struct input *input = stream->input;

    if (stream->is_in_bad_line)
        skip_line(input);
    stream->is_in_bad_line = false;
    if (skip_blanks(stream) == NOTHING)
        return input->status == DB_OK ? JSON_STREAM_END : JSON_STREAM_FAILED;
    for (;;) {
        const char *at = input->data + input->begin;
        const char *feed = memchr(at, '\n', input->end - input->begin);

        if (feed)
            return take_object(stream, (size_t)(feed - at), ret);
        if (input->end - input->begin >= INPUT_MOST_ROW_BYTES)
            return give_up_line(stream);
        if (!input_fill(input) && input->status != DB_OK)
            return JSON_STREAM_FAILED;
        if (input->at_end)
            return take_object(stream, input->end - input->begin, ret);
    }
}

enum json_result json_stream_next(struct json_stream *stream, json_t **ret)
{
    if (stream->place == JSON_PLACE_LINES)
        return next_line(stream, ret);
    if (stream->place == JSON_PLACE_START) {
        if (!skip_over(stream, '{'))
            return broken(stream, "an object");

        const enum json_result result = read_members(stream);
        if (result != JSON_STREAM_ROW)
            return result;
    }
    return next_element(stream, ret);
}
