/* SPDX-License-Identifier: MIT */
#include "server/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "model/hash.h"
#include "server/answer.h"
#include "server/memo.h"

enum {
    CACHE_BYTES_PER_BUCKET = 2048, /* an answer is seldom smaller, with its headers */
    CACHE_LEAST_BUCKETS = 64,
    CACHE_LARGEST_PART = 8, /* one answer may take this part of the whole */
};

struct entry {
    struct entry *next_in_bucket;
    struct entry *newer;
    struct entry *older;
    struct answer *answer;
    uint64_t hash;
    struct answer_place place;
    size_t size;
    bool takes_gzip;
    char key[];
};

struct cache {
    pthread_mutex_t lock;
    size_t capacity;
    uint64_t seed; /* so that nobody can choose keys that share a bucket */
    int64_t revision;
    bool is_stopped;
    struct cache_counts counts;
    struct entry *newest;
    struct entry *oldest;
    size_t bucket_mask;
    struct entry **buckets;
};

struct cache *cache_new(size_t capacity_bytes, int64_t revision)
{
    struct cache *cache = calloc(1, sizeof *cache);
    size_t buckets = CACHE_LEAST_BUCKETS;

    if (!cache)
        return NULL;
    while (buckets < capacity_bytes / CACHE_BYTES_PER_BUCKET)
        buckets *= 2;
    cache->buckets = calloc(buckets, sizeof(struct entry *));
    if (!cache->buckets) {
        free(cache);
        return NULL;
    }
    cache->bucket_mask = buckets - 1;
    cache->capacity = capacity_bytes;
    cache->revision = revision;
    cache->seed = HASH_START;
    if (getrandom(&cache->seed, sizeof cache->seed, GRND_NONBLOCK) < 0)
        cache->seed = HASH_START;
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

static uint64_t hash_key(const struct cache *cache, const char *key, bool takes_gzip)
{
    return hash_add_words(cache->seed ^ takes_gzip, key, strlen(key));
}

/* ---- lists; all with the lock held ---- */

static struct entry **find(struct cache *cache, uint64_t hash, const char *key, bool takes_gzip)
{
    struct entry **at = &cache->buckets[hash & cache->bucket_mask];

    while (*at &&
           ((*at)->hash != hash || (*at)->takes_gzip != takes_gzip || strcmp((*at)->key, key) != 0))
        at = &(*at)->next_in_bucket;
    return at;
}

static void leave_line(struct cache *cache, struct entry *entry)
{
    if (entry->newer)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    if (entry->older)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
}

static void join_line(struct cache *cache, struct entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    if (cache->newest)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
}

/* Takes @entry out; it hangs on the list @ret_dropped to be freed without the lock. */
static void drop(struct cache *cache, struct entry *entry, struct entry **ret_dropped)
{
    *find(cache, entry->hash, entry->key, entry->takes_gzip) = entry->next_in_bucket;
    leave_line(cache, entry);
    cache->counts.bytes -= entry->size;
    cache->counts.entries--;
    entry->next_in_bucket = *ret_dropped;
    *ret_dropped = entry;
}

static struct entry *drop_all(struct cache *cache)
{
    struct entry *dropped = NULL;

    while (cache->oldest)
        drop(cache, cache->oldest, &dropped);
    return dropped;
}

static void free_entries(struct entry *entry)
{
    while (entry) {
        struct entry *next = entry->next_in_bucket;

        answer_unref(entry->answer);
        free(entry);
        entry = next;
    }
}

/* ---- what others call ---- */

struct answer *cache_get(struct cache *cache, const char *key, bool takes_gzip)
{
    uint64_t hash = hash_key(cache, key, takes_gzip);
    struct answer *answer = NULL;

    pthread_mutex_lock(&cache->lock);
    struct entry *entry = *find(cache, hash, key, takes_gzip);
    if (entry) {
        answer_fetch(&entry->place);
        leave_line(cache, entry);
        join_line(cache, entry);
        answer = answer_ref(entry->answer);
        cache->counts.hits++;
    } else {
        cache->counts.misses++;
    }
    pthread_mutex_unlock(&cache->lock);
    return answer;
}

bool cache_find_near(struct cache *cache, const char *key, bool takes_gzip, struct memo_near *ret)
{
    const uint64_t hash = hash_key(cache, key, takes_gzip);

    pthread_mutex_lock(&cache->lock);
    const struct entry *entry = *find(cache, hash, key, takes_gzip);
    *ret = (struct memo_near){
        {&cache->buckets[hash & cache->bucket_mask], entry, entry ? entry->answer : NULL}};
    pthread_mutex_unlock(&cache->lock);
    return entry != NULL;
}

static struct entry *entry_new(const struct cache *cache, const char *key, bool takes_gzip,
                               struct answer *answer)
{
    size_t key_size = strlen(key) + 1;
    struct entry *entry = calloc(1, sizeof *entry + key_size);

    if (!entry)
        return NULL;
    memcpy(entry->key, key, key_size);
    entry->hash = hash_key(cache, key, takes_gzip);
    entry->takes_gzip = takes_gzip;
    entry->size = sizeof *entry + key_size + answer_size(answer);
    entry->answer = answer_ref(answer);
    answer_find_place(answer, &entry->place);
    return entry;
}

/* With the lock held. */
static void insert(struct cache *cache, struct entry *entry, struct entry **ret_dropped)
{
    struct entry **old = find(cache, entry->hash, entry->key, entry->takes_gzip);

    if (*old)
        drop(cache, *old, ret_dropped);
    while (cache->oldest && cache->counts.bytes + entry->size > cache->capacity) {
        drop(cache, cache->oldest, ret_dropped);
        cache->counts.evictions++;
    }
    struct entry **bucket = &cache->buckets[entry->hash & cache->bucket_mask];
    entry->next_in_bucket = *bucket;
    *bucket = entry;
    join_line(cache, entry);
    cache->counts.bytes += entry->size;
    cache->counts.entries++;
}

void cache_put(struct cache *cache, const char *key, bool takes_gzip, struct answer *answer,
               int64_t revision)
{
    if (answer_size(answer) > cache->capacity / CACHE_LARGEST_PART)
        return;
    struct entry *entry = entry_new(cache, key, takes_gzip, answer);
    struct entry *dropped = NULL;
    if (!entry)
        return;

    pthread_mutex_lock(&cache->lock);
    if (revision == cache->revision && !cache->is_stopped) {
        insert(cache, entry, &dropped);
    } else {
        entry->next_in_bucket = NULL;
        dropped = entry;
    }
    pthread_mutex_unlock(&cache->lock);
    free_entries(dropped);
}

void cache_set_revision(struct cache *cache, int64_t revision)
{
    struct entry *dropped = NULL;

    pthread_mutex_lock(&cache->lock);
    if (revision != cache->revision)
        dropped = drop_all(cache);
    cache->revision = revision;
    pthread_mutex_unlock(&cache->lock);
    free_entries(dropped);
}

void cache_stop(struct cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    struct entry *dropped = drop_all(cache);
    cache->is_stopped = true;
    pthread_mutex_unlock(&cache->lock);
    free_entries(dropped);
}

struct cache_counts cache_count(struct cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    struct cache_counts counts = cache->counts;
    pthread_mutex_unlock(&cache->lock);
    return counts;
}

struct cache *cache_free(struct cache *cache)
{
    if (!cache)
        return NULL;
    free_entries(drop_all(cache));
    pthread_mutex_destroy(&cache->lock);
    free(cache->buckets);
    free(cache);
    return NULL;
}
