/* SPDX-License-Identifier: MIT */
/* answer: a whole HTTP answer that can be queued any number of times, from any thread. */
#ifndef ENTENTE_SERVER_ANSWER_H
#define ENTENTE_SERVER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct MHD_Response;
struct answer;
struct buffer;
struct reply;
struct stream;

/* What the reply does not say. Texts are copied. */
struct answer_head {
    const char *etag;       /* NULL: none */
    const char *request_id; /* NULL: none, as in every answer that is stored */
    const char *allow;      /* NULL: none */
    const char *encoding;   /* of the body; NULL: as it is */
    unsigned retry_after_s; /* 0: none */
    bool is_shared;         /* caches may keep it and ask again; else nobody keeps it */
    bool is_for_options;    /* says what scripts of other sites may ask */
    bool must_close;        /* the connection ends with it */
};

/**
 * Makes an answer with the status, headers and body of @reply.
 *
 * @reply  its body is stolen on success
 *
 * Return: new, one reference; NULL when memory ran out.
 */
struct answer *answer_new(struct reply *reply, const struct answer_head *head);

/** The same for a stream. @stream gets a reference of its own. */
struct answer *answer_new_stream(const struct reply *reply, const struct answer_head *head,
                                 struct stream *stream);

/**
 * An answer of which only the header is ever sent: to HEAD, and 304. With ETAG_NO_LENGTH as @length
 * the connection closes after it: libmicrohttpd 0.9.75 knows no other way to leave Content-Length
 * out.
 */
struct answer *answer_new_header(const struct reply *reply, const struct answer_head *head,
                                 uint64_t length);

struct answer *answer_ref(struct answer *answer);

/** Takes NULL. Return: NULL. */
struct answer *answer_unref(struct answer *answer);

unsigned answer_status(const struct answer *answer);
uint64_t answer_length(const struct answer *answer);  /* of the body; ETAG_NO_LENGTH for a stream */
const char *answer_etag(const struct answer *answer); /* "" for none */

/** About how much memory it takes. */
size_t answer_size(const struct answer *answer);

/* Where an answer lies in memory: in many pieces, as libmicrohttpd allocates them. */
struct answer_place {
    const void *answer;
    const void *response;
    const void *body;
    const void *headers;
    size_t headers_size; /* 0: they are scattered */
};

void answer_find_place(const struct answer *answer, struct answer_place *ret);

/** Has the processor fetch all pieces at once, before sending comes to one after the other. */
void answer_fetch(const struct answer_place *place);

/** What is queued; borrowed from the answer. */
struct MHD_Response *answer_response(const struct answer *answer);

/**
 * The same with Connection: close.
 *
 * Return: new, release with MHD_destroy_response(); NULL when memory ran out.
 */
struct MHD_Response *answer_closing_response(const struct answer *answer);

/** Adds the answer, which is no stream, as the bytes of HTTP/1.1: for where libmicrohttpd has no
 * room to send it. */
void answer_write(const struct answer *answer, bool is_head, struct buffer *out);

#endif
