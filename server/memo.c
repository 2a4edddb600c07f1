/* SPDX-License-Identifier: MIT */
#include "server/memo.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "model/hash.h"
#include "server/clock.h"

enum {
    MEMO_PARTS = 3,
    MEMO_PLACES = 8, /* of a set; a request has its place in one set */
    MEMO_TEXT_SIZE = 360,
    SECONDS_PER_DAY = 86400,
};

struct slot {
    int32_t day;
    uint16_t sizes[MEMO_PARTS];
    uint16_t key_size; /* 0: free */
    bool takes_gzip;
    char text[MEMO_TEXT_SIZE]; /* the parts of the request and the key, each with its NUL */
};

/* The hashes of a set lie together, so that looking through it is one look into memory. */
struct set {
    uint64_t hashes[MEMO_PLACES];
    struct slot slots[MEMO_PLACES];
};

struct memo {
    pthread_mutex_t lock;
    uint64_t seed; /* so that nobody can choose requests that share a set */
    unsigned turn; /* whose place is taken next in a full set */
    size_t count;  /* a power of 2, or 0 */
    struct set sets[];
};

/* A request taken apart; a missing header is another thing than an empty one. */
struct parts {
    const char *text[MEMO_PARTS];
    size_t size[MEMO_PARTS]; /* with the NUL; 0: missing */
    size_t total_size;
    uint64_t hash;
};

struct memo *memo_new(size_t capacity_bytes)
{
    const size_t set_size = sizeof(struct set);
    size_t sets = capacity_bytes >= set_size;

    while (sets && 2 * sets <= capacity_bytes / set_size)
        sets *= 2;
    struct memo *memo = calloc(1, sizeof *memo + sets * set_size);
    if (!memo)
        return NULL;
    memo->count = sets;
    if (getrandom(&memo->seed, sizeof memo->seed, GRND_NONBLOCK) < 0)
        memo->seed = (uint64_t)clock_now_us();
    pthread_mutex_init(&memo->lock, NULL);
    return memo;
}

struct memo *memo_free(struct memo *memo)
{
    if (memo)
        pthread_mutex_destroy(&memo->lock);
    free(memo);
    return NULL;
}

int64_t memo_today(void)
{
    return clock_read_us(CLOCK_REALTIME_COARSE) / 1000000 / SECONDS_PER_DAY;
}

/* Return: false when the request is too long to be remembered. */
static bool take_apart(const struct memo *memo, const struct memo_request *request,
                       struct parts *ret)
{
    *ret = (struct parts){.text = {request->target, request->accept, request->accept_encoding},
                          .hash = memo->seed};
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        ret->size[i] = ret->text[i] ? strlen(ret->text[i]) + 1 : 0;
        ret->total_size += ret->size[i];
        if (ret->total_size >= MEMO_TEXT_SIZE)
            return false;
        ret->hash = hash_add_words(ret->hash, ret->text[i], ret->size[i]);
    }
    return memo->count > 0;
}

static bool is_same(const struct slot *slot, const struct parts *parts, int64_t day)
{
    const char *text = slot->text;

    if (slot->key_size == 0 || slot->day != day)
        return false;
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        if (slot->sizes[i] != parts->size[i])
            return false;
        if (parts->size[i] > 0 && memcmp(text, parts->text[i], parts->size[i]) != 0)
            return false;
        text += slot->sizes[i];
    }
    return true;
}

static struct set *find_set(struct memo *memo, uint64_t hash)
{
    return &memo->sets[hash & (memo->count - 1)];
}

static struct slot *find(struct memo *memo, const struct parts *parts, int64_t day)
{
    struct set *set = find_set(memo, parts->hash);

    for (size_t i = 0; i < MEMO_PLACES; i++) {
        if (set->hashes[i] == parts->hash && is_same(&set->slots[i], parts, day))
            return &set->slots[i];
    }
    return NULL;
}

bool memo_find(struct memo *memo, const struct memo_request *request, struct memo_reading *ret)
{
    struct parts parts;

    if (!take_apart(memo, request, &parts))
        return false;
    pthread_mutex_lock(&memo->lock);
    const struct slot *slot = find(memo, &parts, request->day);
    if (slot) {
        memcpy(ret->key, slot->text + parts.total_size, slot->key_size);
        ret->takes_gzip = slot->takes_gzip;
    }
    pthread_mutex_unlock(&memo->lock);
    return slot != NULL;
}

/* The place of the same request, else a free one, else that of another, each in turn. */
static size_t choose_place(struct memo *memo, struct set *set, const struct parts *parts,
                           int64_t day)
{
    const struct slot *same = find(memo, parts, day);

    if (same)
        return (size_t)(same - set->slots);
    for (size_t i = 0; i < MEMO_PLACES; i++) {
        if (set->slots[i].key_size == 0)
            return i;
    }
    return memo->turn++ % MEMO_PLACES;
}

void memo_keep(struct memo *memo, const struct memo_request *request, const char *key,
               bool takes_gzip)
{
    const size_t key_size = strlen(key) + 1;
    struct parts parts;

    if (!take_apart(memo, request, &parts) || parts.total_size + key_size > MEMO_TEXT_SIZE)
        return;
    pthread_mutex_lock(&memo->lock);
    struct set *set = find_set(memo, parts.hash);
    const size_t place = choose_place(memo, set, &parts, request->day);
    struct slot *slot = &set->slots[place];
    char *to = slot->text;
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        slot->sizes[i] = (uint16_t)parts.size[i];
        if (parts.size[i] > 0)
            memcpy(to, parts.text[i], parts.size[i]);
        to += parts.size[i];
    }
    memcpy(to, key, key_size);
    set->hashes[place] = parts.hash;
    slot->day = (int32_t)request->day;
    slot->key_size = (uint16_t)key_size;
    slot->takes_gzip = takes_gzip;
    pthread_mutex_unlock(&memo->lock);
}
