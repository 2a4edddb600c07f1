/* SPDX-License-Identifier: MIT */
#include "server/answer.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/buffer.h"
#include "server/etag.h"
#include "server/reply.h"
#include "server/stream.h"

enum {
    ANSWER_STREAM_BLOCK = 32 * 1024,
    ANSWER_HEADER_SIZE = 1024, /* what libmicrohttpd keeps for the header, about */
};

/* Shared by an answer and its closing responses; any of them may live longest. */
struct body {
    atomic_uint references;
    char *bytes;
    size_t length;
};

struct answer {
    atomic_uint references;
    unsigned status;
    uint64_t length;
    char etag[ETAG_SIZE];
    struct body *body;     /* NULL: a stream or a header alone */
    struct stream *stream; /* NULL: none */
    struct MHD_Response *response;
};

/* ---- bodies ---- */

static struct body *body_new(struct reply *reply)
{
    struct body *body = calloc(1, sizeof *body);

    if (!body)
        return NULL;
    atomic_init(&body->references, 1);
    body->bytes = reply->body;
    body->length = reply->body ? reply->body_length : 0;
    reply->body = NULL;
    reply->body_length = 0;
    return body;
}

static void body_unref(void *arg)
{
    struct body *body = arg;

    if (atomic_fetch_sub(&body->references, 1) > 1)
        return;
    free(body->bytes);
    free(body);
}

static struct MHD_Response *body_response(struct body *body)
{
    static char nothing[1];

    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        body->length, body->bytes ? body->bytes : nothing, body_unref, body);
    if (response)
        atomic_fetch_add(&body->references, 1);
    return response;
}

/* ---- streams ---- */

static ssize_t read_stream(void *arg, uint64_t position, char *to, size_t room)
{
    size_t length = 0;

    (void)position;
    switch (stream_read(arg, to, room, &length)) {
    case STREAM_OPEN:
        return (ssize_t)length;
    case STREAM_ENDED:
        return MHD_CONTENT_READER_END_OF_STREAM;
    case STREAM_FAILED:
        break;
    }
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static void release_stream(void *arg)
{
    stream_unref(arg);
}

static struct MHD_Response *stream_response(struct stream *stream)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, ANSWER_STREAM_BLOCK, read_stream, stream, release_stream);

    if (response)
        stream_ref(stream);
    return response;
}

/* ---- a header alone ---- */

/* Never called: libmicrohttpd sends no body with HEAD and 304. */
static ssize_t read_nothing(void *arg, uint64_t position, char *to, size_t room)
{
    (void)arg, (void)position, (void)to, (void)room;
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *header_response(uint64_t length)
{
    bool is_known = length != ETAG_NO_LENGTH;
    struct MHD_Response *response = MHD_create_response_from_callback(
        is_known ? length : MHD_SIZE_UNKNOWN, ANSWER_STREAM_BLOCK, read_nothing, NULL, NULL);

    /* Without the flag a stray chunk goes out before the next answer. */
    if (response && !is_known)
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return response;
}

/* ---- headers ---- */

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return !value || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_reply_headers(struct MHD_Response *response, const struct reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (!add(response, reply->headers[i].name, reply->headers[i].value))
            return false;
    return true;
}

static bool add_options_headers(struct MHD_Response *response, const char *allow)
{
    return add(response, "Access-Control-Allow-Methods", allow) &&
           add(response, "Access-Control-Allow-Headers", "*") &&
           add(response, "Access-Control-Max-Age", "86400");
}

static bool add_headers(struct MHD_Response *response, const struct reply *reply,
                        const struct answer_head *head)
{
    char retry_after[16];

    if (head->retry_after_s > 0)
        snprintf(retry_after, sizeof retry_after, "%u", head->retry_after_s);
    return add(response, "Content-Type", reply->content_type) &&
           add(response, "Content-Encoding", head->encoding) && add(response, "ETag", head->etag) &&
           add(response, "Cache-Control", head->is_shared ? "public, no-cache" : "no-store") &&
           add(response, "Vary", "Accept, Accept-Encoding") &&
           add(response, "Access-Control-Allow-Origin", "*") &&
           add(response, "X-Content-Type-Options", "nosniff") &&
           add(response, "X-Request-Id", head->request_id) && add(response, "Allow", head->allow) &&
           add(response, "Retry-After", head->retry_after_s > 0 ? retry_after : NULL) &&
           add(response, "Connection", head->must_close ? "close" : NULL) &&
           (!head->is_for_options || add_options_headers(response, head->allow)) &&
           add_reply_headers(response, reply);
}

/* ---- answers ---- */

static struct answer *allocate(const struct reply *reply, const struct answer_head *head,
                               uint64_t length)
{
    struct answer *answer = calloc(1, sizeof *answer);

    if (!answer)
        return NULL;
    atomic_init(&answer->references, 1);
    answer->status = reply->status;
    answer->length = length;
    if (head->etag)
        memcpy(answer->etag, head->etag, strnlen(head->etag, sizeof answer->etag - 1));
    return answer;
}

/* Return: @answer, or NULL and @answer released, where something of it could not be made. */
static struct answer *finish(struct answer *answer, const struct reply *reply,
                             const struct answer_head *head)
{
    if (answer->response && add_headers(answer->response, reply, head))
        return answer;
    return answer_unref(answer);
}

struct answer *answer_new(struct reply *reply, const struct answer_head *head)
{
    struct answer *answer = allocate(reply, head, reply->body ? reply->body_length : 0);

    if (!answer)
        return NULL;
    answer->body = body_new(reply);
    if (answer->body)
        answer->response = body_response(answer->body);
    return finish(answer, reply, head);
}

struct answer *answer_new_stream(const struct reply *reply, const struct answer_head *head,
                                 struct stream *stream)
{
    struct answer *answer = allocate(reply, head, ETAG_NO_LENGTH);

    if (!answer)
        return NULL;
    answer->stream = stream_ref(stream);
    answer->response = stream_response(stream);
    return finish(answer, reply, head);
}

struct answer *answer_new_header(const struct reply *reply, const struct answer_head *head,
                                 uint64_t length)
{
    struct answer *answer = allocate(reply, head, length);

    if (!answer)
        return NULL;
    answer->response = header_response(length);
    return finish(answer, reply, head);
}

struct answer *answer_ref(struct answer *answer)
{
    atomic_fetch_add(&answer->references, 1);
    return answer;
}

struct answer *answer_unref(struct answer *answer)
{
    if (!answer || atomic_fetch_sub(&answer->references, 1) > 1)
        return NULL;
    if (answer->response)
        MHD_destroy_response(answer->response);
    if (answer->body)
        body_unref(answer->body);
    stream_unref(answer->stream);
    free(answer);
    return NULL;
}

unsigned answer_status(const struct answer *answer)
{
    return answer->status;
}

uint64_t answer_length(const struct answer *answer)
{
    return answer->length;
}

const char *answer_etag(const struct answer *answer)
{
    return answer->etag;
}

size_t answer_size(const struct answer *answer)
{
    return sizeof *answer + ANSWER_HEADER_SIZE +
           (answer->body ? sizeof *answer->body + answer->body->length : 0);
}

struct MHD_Response *answer_response(const struct answer *answer)
{
    return answer->response;
}

/* ---- where it lies ---- */

enum {
    LINE_BYTES = 64,         /* of the processor's cache */
    RESPONSE_BYTES = 256,    /* of libmicrohttpd's, about */
    BODY_BYTES = 1024,       /* behind these the processor sees that all of it is read */
    HEADER_LEAST_BYTES = 64, /* what is allocated before a header's name */
    HEADERS_MOST_BYTES = 2048,
};

/* The names and values that the headers have in memory. */
struct extent {
    uintptr_t begin;
    uintptr_t end;
};

static enum MHD_Result note_extent(void *to, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct extent *extent = to;

    (void)kind;
    if ((uintptr_t)name < extent->begin)
        extent->begin = (uintptr_t)name;
    if ((uintptr_t)value > extent->end)
        extent->end = (uintptr_t)value;
    return MHD_YES;
}

void answer_find_place(const struct answer *answer, struct answer_place *ret)
{
    struct extent extent = {.begin = UINTPTR_MAX};

    *ret = (struct answer_place){.answer = answer, .response = answer->response};
    if (answer->body)
        ret->body = answer->body->bytes;
    MHD_get_response_headers(answer->response, note_extent, &extent);
    if (extent.begin >= extent.end || extent.end - extent.begin > HEADERS_MOST_BYTES)
        return;
    ret->headers = (const char *)extent.begin - HEADER_LEAST_BYTES;
    ret->headers_size = extent.end - extent.begin + HEADER_LEAST_BYTES + LINE_BYTES;
}

static void fetch(const void *begin, size_t size)
{
    for (size_t i = 0; begin && i < size; i += LINE_BYTES)
        __builtin_prefetch((const char *)begin + i);
}

void answer_fetch(const struct answer_place *place)
{
    fetch(place->answer, sizeof(struct answer));
    fetch(place->response, RESPONSE_BYTES);
    fetch(place->headers, place->headers_size);
    fetch(place->body, BODY_BYTES);
}

/* ---- the closing twin ---- */

static enum MHD_Result copy_header(void *to, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    bool is_wanted = kind == MHD_HEADER_KIND && strcmp(name, "Connection") != 0;

    return is_wanted ? MHD_add_response_header(to, name, value) : MHD_YES;
}

/* A response of the same kind without headers. */
static struct MHD_Response *bare_response(const struct answer *answer)
{
    if (answer->body)
        return body_response(answer->body);
    if (answer->stream)
        return stream_response(answer->stream);
    return header_response(answer->length);
}

struct MHD_Response *answer_closing_response(const struct answer *answer)
{
    struct MHD_Response *response = bare_response(answer);

    if (!response)
        return NULL;
    int count = MHD_get_response_headers(answer->response, NULL, NULL);
    if (MHD_get_response_headers(answer->response, copy_header, response) == count &&
        MHD_add_response_header(response, "Connection", "close") == MHD_YES)
        return response;
    MHD_destroy_response(response);
    return NULL;
}

static enum MHD_Result write_header(void *out, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    (void)kind;
    buffer_add_format(out, "%s: %s\r\n", name, value);
    return MHD_YES;
}

void answer_write(const struct answer *answer, bool is_head, struct buffer *out)
{
    const time_t now = time(NULL);
    struct tm parts;
    char date[32];

    gmtime_r(&now, &parts);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    buffer_add_format(out, "HTTP/1.1 %u %s\r\nDate: %s\r\nContent-Length: %" PRIu64 "\r\n",
                      answer->status, MHD_get_reason_phrase_for(answer->status), date,
                      answer->length);
    MHD_get_response_headers(answer->response, write_header, out);
    buffer_add_text(out, "\r\n");
    if (answer->body && !is_head)
        buffer_add(out, answer->body->bytes, answer->body->length);
}
