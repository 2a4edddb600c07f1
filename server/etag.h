/* SPDX-License-Identifier: MIT */
/* etag: strong entity tags that can be recognised without the answer they belong to. */
#ifndef ENTENTE_SERVER_ETAG_H
#define ENTENTE_SERVER_ETAG_H

#include <stdbool.h>
#include <stdint.h>

enum { ETAG_SIZE = 40 };

/* The length of an answer that is streamed. */
#define ETAG_NO_LENGTH UINT64_MAX

/* What an answer is: two answers with equal subjects have the same bytes. */
struct etag_subject {
    uint64_t database_id;
    int64_t revision;  /* 0 where the answer does not depend on the records */
    const char *build; /* of the program */
    const char *key;   /* request_key() */
    bool is_gzip;
};

/** A number for @subject, to be used with the two below. */
uint64_t etag_hash(const struct etag_subject *subject);

/**
 * Writes the tag, quotes included: a hash of the subject and the length, and the length, in
 * hexadecimal: `"9f86d081884c7d65-1a2b"`. A 304 must carry the Content-Length that the 200 would
 * have, or none, and libmicrohttpd cannot leave it out: so the tag itself remembers the length.
 *
 * @length  of the body as it is sent, or ETAG_NO_LENGTH
 */
void etag_write(uint64_t hash, uint64_t length, char ret[ETAG_SIZE]);

/**
 * Whether a list of tags (If-None-Match) has one of the subject. Weak tags compare like strong
 * ones (RFC 9110, 13.1.2). A length that was changed does not fit its hash.
 *
 * @ret_length  the length in the tag that matched, or ETAG_NO_LENGTH
 */
bool etag_find(const char *list, uint64_t hash, uint64_t *ret_length);

/** Whether a list of tags has @tag (with its quotes), or is `*`. */
bool etag_is_listed(const char *list, const char *tag);

/** Whether the list is `*`: any answer matches. */
bool etag_is_any(const char *list);

#endif
