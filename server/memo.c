/* SPDX-License-Identifier: MIT */
#include "server/memo.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "server/clock.h"

enum {
    MEMO_SLOTS = 1024,        /* a request has one place */
    MEMO_LONGEST_PART = 1024, /* of a request that is remembered: 4 MiB at the very most */
    MEMO_PARTS = 3,
    SECONDS_PER_DAY = 86400,
};

struct slot {
    char *text; /* the parts of the request and the key, each with its NUL; NULL: free */
    uint64_t hash;
    int64_t day;
    size_t sizes[MEMO_PARTS];
    size_t key_size;
    bool takes_gzip;
};

struct memo {
    pthread_mutex_t lock;
    uint64_t seed; /* so that nobody can choose requests that share a slot */
    struct slot slots[MEMO_SLOTS];
};

/* A request taken apart; a missing header is another thing than an empty one. */
struct parts {
    const char *text[MEMO_PARTS];
    size_t size[MEMO_PARTS]; /* with the NUL; 0: missing */
    uint64_t hash;
};

struct memo *memo_new(void)
{
    struct memo *memo = calloc(1, sizeof *memo);

    if (!memo)
        return NULL;
    if (getrandom(&memo->seed, sizeof memo->seed, GRND_NONBLOCK) < 0)
        memo->seed = (uint64_t)clock_now_us();
    pthread_mutex_init(&memo->lock, NULL);
    return memo;
}

struct memo *memo_free(struct memo *memo)
{
    if (!memo)
        return NULL;
    for (size_t i = 0; i < MEMO_SLOTS; i++)
        free(memo->slots[i].text);
    pthread_mutex_destroy(&memo->lock);
    free(memo);
    return NULL;
}

int64_t memo_today(void)
{
    return clock_read_us(CLOCK_REALTIME_COARSE) / 1000000 / SECONDS_PER_DAY;
}

/* Eight bytes at a time: a stored answer costs so little that hashing bytes one by one would show.
 */
static uint64_t hash_text(uint64_t hash, const char *text, size_t size)
{
    while (size > 0) {
        size_t length = size < sizeof hash ? size : sizeof hash;
        uint64_t word = 0;

        memcpy(&word, text, length);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
        text += length;
        size -= length;
    }
    return hash;
}

/* Return: false when the request is too long to be remembered. */
static bool take_apart(const struct memo *memo, const struct memo_request *request,
                       struct parts *ret)
{
    *ret = (struct parts){.text = {request->target, request->accept, request->accept_encoding},
                          .hash = memo->seed};
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        ret->size[i] = ret->text[i] ? strlen(ret->text[i]) + 1 : 0;
        if (ret->size[i] > MEMO_LONGEST_PART)
            return false;
        ret->hash = hash_text(ret->hash, ret->text[i], ret->size[i]);
    }
    return true;
}

static bool is_same(const struct slot *slot, const struct parts *parts, int64_t day)
{
    const char *text = slot->text;

    if (!text || slot->hash != parts->hash || slot->day != day)
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

static const char *key_in(const struct slot *slot)
{
    return slot->text + slot->sizes[0] + slot->sizes[1] + slot->sizes[2];
}

bool memo_find(struct memo *memo, const struct memo_request *request, struct memo_reading *ret)
{
    struct parts parts;

    if (!take_apart(memo, request, &parts))
        return false;
    pthread_mutex_lock(&memo->lock);
    const struct slot *slot = &memo->slots[parts.hash % MEMO_SLOTS];
    bool is_there = is_same(slot, &parts, request->day);
    if (is_there) {
        memcpy(ret->key, key_in(slot), slot->key_size);
        ret->takes_gzip = slot->takes_gzip;
    }
    pthread_mutex_unlock(&memo->lock);
    return is_there;
}

static char *join(const struct parts *parts, const char *key, size_t key_size)
{
    char *text = malloc(parts->size[0] + parts->size[1] + parts->size[2] + key_size);
    char *to = text;

    if (!text)
        return NULL;
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        if (parts->size[i] > 0)
            memcpy(to, parts->text[i], parts->size[i]);
        to += parts->size[i];
    }
    memcpy(to, key, key_size);
    return text;
}

void memo_keep(struct memo *memo, const struct memo_request *request, const char *key,
               bool takes_gzip)
{
    struct slot slot = {.day = request->day, .key_size = strlen(key) + 1, .takes_gzip = takes_gzip};
    struct parts parts;

    if (slot.key_size > MEMO_KEY_SIZE || !take_apart(memo, request, &parts))
        return;
    slot.text = join(&parts, key, slot.key_size);
    if (!slot.text)
        return;
    slot.hash = parts.hash;
    memcpy(slot.sizes, parts.size, sizeof slot.sizes);

    pthread_mutex_lock(&memo->lock);
    struct slot *place = &memo->slots[parts.hash % MEMO_SLOTS];
    char *old = place->text;
    *place = slot;
    pthread_mutex_unlock(&memo->lock);
    free(old);
}
