/* SPDX-License-Identifier: MIT */
/* memo: which normalised question a request asks, for requests that come again letter for letter:
 * they need not be taken apart again. */
#ifndef ENTENTE_SERVER_MEMO_H
#define ENTENTE_SERVER_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEMO_KEY_SIZE = 360 };

struct memo;

/* All that the reading of a GET or HEAD over HTTP/1.1 depends on. */
struct memo_request {
    const char *target;
    const char *accept;          /* NULL where the header is missing */
    const char *accept_encoding; /* the same */
    int64_t day;                 /* since 1970, in UTC: "today" goes into keys */
};

/* What request_key() and request_takes_gzip() said. */
struct memo_reading {
    char key[MEMO_KEY_SIZE];
    bool takes_gzip;
};

/** Takes up to @capacity_bytes, as it fills; too little remembers nothing. NULL when memory ran
 * out. Safe from any thread. */
struct memo *memo_new(size_t capacity_bytes);

/** Takes NULL. Return: NULL. */
struct memo *memo_free(struct memo *memo);

bool memo_find(struct memo *memo, const struct memo_request *request, struct memo_reading *ret);

/** Remembers how @request was read, in place of something else. What is long is not remembered. */
void memo_keep(struct memo *memo, const struct memo_request *request, const char *key,
               bool takes_gzip);

/** Today for memo_request.day. */
int64_t memo_today(void);

#endif
