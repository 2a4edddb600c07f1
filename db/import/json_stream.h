/* SPDX-License-Identifier: MIT */
/* json_stream: the objects of a long JSON array, or one a line, one after the other. */
#ifndef ENTENTE_DB_IMPORT_JSON_STREAM_H
#define ENTENTE_DB_IMPORT_JSON_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct input;

enum json_place { JSON_PLACE_START, JSON_PLACE_ARRAY, JSON_PLACE_BEHIND, JSON_PLACE_LINES };

struct json_stream {
    struct input *input; /* borrowed */
    const char *member;  /* of the envelope, that holds the array; NULL: one object a line */
    enum json_place place;
    bool has_element;
    bool is_in_bad_line; /* the rest of the line is passed over next */
    uint64_t line;
    uint64_t count; /* elements of the array so far */

    uint64_t row_line; /* in an array: which element it is, from 1 */
    char trouble[176]; /* JSON_STREAM_BAD and _BROKEN: what is wrong */
    char *row;         /* its bytes, for messages */
    size_t row_length;

    json_t *envelope; /* its plain members, as far as they were read; by json_stream_fini() gone */
};

enum json_result {
    JSON_STREAM_ROW,
    JSON_STREAM_END,
    JSON_STREAM_BAD,    /* the object is none; the next one can be read */
    JSON_STREAM_BROKEN, /* nothing after it can be read */
    JSON_STREAM_FAILED, /* input->status says why */
};

/** False when memory ran out. */
bool json_stream_init(struct json_stream *stream, struct input *input, const char *member);
void json_stream_fini(struct json_stream *stream);

/** @ret  new (json_decref()); an object. */
enum json_result json_stream_next(struct json_stream *stream, json_t **ret);

#endif
