/* SPDX-License-Identifier: MIT */
/* memo: which normalised question a request asks, for requests that come again letter for letter:
 * they need not be taken apart again. */
#ifndef ENTENTE_SERVER_MEMO_H
#define ENTENTE_SERVER_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEMO_KEY_SIZE = 360, MEMO_PLACES_NEAR = 3 };

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

/* Where that lies in memory which is read once the question is known. Nothing is read there by a
 * memo: a place where something else lies by now costs nothing but time. */
struct memo_near {
    const void *at[MEMO_PLACES_NEAR];
};

/** Takes up to @capacity_bytes, as it fills; too little remembers nothing. NULL when memory ran
 * out. Safe from any thread. */
struct memo *memo_new(size_t capacity_bytes);

/** Takes NULL. Return: NULL. */
struct memo *memo_free(struct memo *memo);

bool memo_find(struct memo *memo, const struct memo_request *request, struct memo_reading *ret);

/** Remembers how @request was read, in place of something else. What is long is not remembered. */
void memo_keep(struct memo *memo, const struct memo_request *request, const char *key,
               bool takes_gzip, const struct memo_near *near);

/** For when the answer is gone: the next one will lie elsewhere. */
void memo_forget(struct memo *memo, const struct memo_request *request);

/*
 * Two hints that a request is being read, so that what memo_find() looks at comes into the
 * processor's cache meanwhile: each waits for memory that the one before asked for.
 */

/** The target is known. Return: its number, for memo_fetch(). */
uint64_t memo_expect(const struct memo *memo, const char *target);

/** Some time later. */
void memo_fetch(const struct memo *memo, uint64_t target_number);

/** Today for memo_request.day. */
int64_t memo_today(void);

#endif
