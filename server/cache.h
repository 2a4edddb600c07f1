/* SPDX-License-Identifier: MIT */
/* cache: answers that can be given again, for as long as the records do not change
 * (docs/decisions/answer-cache.md). */
#ifndef ENTENTE_SERVER_CACHE_H
#define ENTENTE_SERVER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer;
struct cache;
struct memo_near;

struct cache_counts {
    uint64_t hits;
    uint64_t misses;
    uint64_t evictions;
    size_t entries;
    size_t bytes;
};

/** @capacity_bytes 0: nothing is ever stored. NULL when memory ran out. Safe from any thread. */
struct cache *cache_new(size_t capacity_bytes, int64_t revision);

/** Takes NULL. Return: NULL. */
struct cache *cache_free(struct cache *cache);

/** Return: the answer to the question @key for clients that take gzip or do not, a reference of the
 * caller's own; NULL when it is not stored. */
struct answer *cache_get(struct cache *cache, const char *key, bool takes_gzip);

/** Where that lies which cache_get() reads for the question: the beginning of a list, an entry, an
 * answer; the two are NULL where it is not stored. Return: whether it is. */
bool cache_find_near(struct cache *cache, const char *key, bool takes_gzip, struct memo_near *ret);

/**
 * Stores @answer (gets a reference of its own), in place of the least recently used ones where
 * there is no room. Nothing happens when memory ran out, when it is too large, or when @revision,
 * which the answer was read from, is no longer the one that the cache is for.
 */
void cache_put(struct cache *cache, const char *key, bool takes_gzip, struct answer *answer,
               int64_t revision);

/** Drops all answers of other revisions. */
void cache_set_revision(struct cache *cache, int64_t revision);

/** Drops everything and stores nothing from now on. */
void cache_stop(struct cache *cache);

struct cache_counts cache_count(struct cache *cache);

#endif
