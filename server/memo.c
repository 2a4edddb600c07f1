/* SPDX-License-Identifier: MIT */
#include "server/memo.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "model/hash.h"
#include "server/clock.h"

enum {
    MEMO_PARTS = 3,
    MEMO_PLACES = 8, /* of a set; a request has its place in one set */
    MEMO_TEXT_SIZE = 360,
    MEMO_LINE = 64,         /* bytes that memory gives at once */
    MEMO_LINES_OF_SLOT = 3, /* few requests fill more */
    SECONDS_PER_DAY = 86400,
};

struct slot {
    int32_t day;
    uint16_t sizes[MEMO_PARTS];
    uint16_t key_size; /* 0: free */
    bool takes_gzip;
    char text[MEMO_TEXT_SIZE]; /* the parts of the request and the key, each with its NUL */
};

/* What is looked at first lies together, so that it comes from memory at once. Which target lies
 * where, and what is near, is read without the lock too. */
struct set {
    _Atomic uint64_t targets[MEMO_PLACES]; /* hashes */
    struct near {
        const void *_Atomic at[MEMO_PLACES_NEAR];
    } near[MEMO_PLACES];
    struct slot slots[MEMO_PLACES];
};

struct memo {
    pthread_mutex_t lock;
    uint64_t seed; /* so that nobody can choose targets that share a set */
    unsigned turn; /* whose place is taken next in a full set */
    size_t count;
    struct set *sets; /* in the bytes behind, where a line begins */
    char bytes[];
};

/* A request taken apart; a missing header is another thing than an empty one. */
struct parts {
    const char *text[MEMO_PARTS];
    size_t size[MEMO_PARTS]; /* with the NUL; 0: missing */
    size_t total_size;
    uint64_t target; /* its hash */
};

struct memo *memo_new(size_t capacity_bytes)
{
    const size_t count = capacity_bytes / sizeof(struct set);
    struct memo *memo = calloc(1, sizeof *memo + MEMO_LINE + count * sizeof(struct set));

    if (!memo)
        return NULL;
    const uintptr_t begin = (uintptr_t)memo->bytes;
    memo->sets = (struct set *)(void *)(memo->bytes + (MEMO_LINE - begin % MEMO_LINE) % MEMO_LINE);
    memo->count = count;
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

static uint64_t hash_target(const struct memo *memo, const char *target)
{
    return hash_add_words(memo->seed, target, strlen(target) + 1);
}

/* Return: false when the request is too long to be remembered. */
static bool take_apart(const struct memo *memo, const struct memo_request *request,
                       struct parts *ret)
{
    *ret = (struct parts){.text = {request->target, request->accept, request->accept_encoding},
                          .target = hash_target(memo, request->target)};
    for (size_t i = 0; i < MEMO_PARTS; i++) {
        ret->size[i] = ret->text[i] ? strlen(ret->text[i]) + 1 : 0;
        ret->total_size += ret->size[i];
        if (ret->total_size >= MEMO_TEXT_SIZE)
            return false;
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

/* All requests for a target have their places in one set: it is known before their headers are. */
static struct set *find_set(const struct memo *memo, uint64_t target)
{
    return &memo->sets[(target >> 32) * memo->count >> 32];
}

static uint64_t target_at(const struct set *set, size_t i)
{
    return atomic_load_explicit(&set->targets[i], memory_order_relaxed);
}

static struct slot *find(struct memo *memo, const struct parts *parts, int64_t day)
{
    struct set *set = find_set(memo, parts->target);

    for (size_t i = 0; i < MEMO_PLACES; i++) {
        if (target_at(set, i) == parts->target && is_same(&set->slots[i], parts, day))
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

void memo_forget(struct memo *memo, const struct memo_request *request)
{
    struct parts parts;

    if (!take_apart(memo, request, &parts))
        return;
    pthread_mutex_lock(&memo->lock);
    struct slot *slot = find(memo, &parts, request->day);
    if (slot)
        slot->key_size = 0;
    pthread_mutex_unlock(&memo->lock);
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

static void set_near(struct set *set, size_t place, const struct memo_near *near)
{
    for (size_t i = 0; i < MEMO_PLACES_NEAR; i++)
        atomic_store_explicit(&set->near[place].at[i], near->at[i], memory_order_relaxed);
}

void memo_keep(struct memo *memo, const struct memo_request *request, const char *key,
               bool takes_gzip, const struct memo_near *near)
{
    const size_t key_size = strlen(key) + 1;
    struct parts parts;

    if (!take_apart(memo, request, &parts) || parts.total_size + key_size > MEMO_TEXT_SIZE)
        return;
    pthread_mutex_lock(&memo->lock);
    struct set *set = find_set(memo, parts.target);
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
    atomic_store_explicit(&set->targets[place], parts.target, memory_order_relaxed);
    set_near(set, place, near);
    slot->day = (int32_t)request->day;
    slot->key_size = (uint16_t)key_size;
    slot->takes_gzip = takes_gzip;
    pthread_mutex_unlock(&memo->lock);
}

/* ---- hints ---- */

/* As cache_find_near() says: of the list, the entry, the answer. */
static const size_t lines_near[MEMO_PLACES_NEAR] = {1, 3, 2};

/* Counted in numbers: it may be NULL, or where nothing lies any more. */
static void fetch(const void *begin, size_t lines)
{
    const uintptr_t at = (uintptr_t)begin;

    for (size_t i = 0; i < lines; i++)
        __builtin_prefetch((const void *)(at + i * MEMO_LINE));
}

uint64_t memo_expect(const struct memo *memo, const char *target)
{
    const uint64_t hash = hash_target(memo, target);

    if (memo->count > 0)
        fetch(find_set(memo, hash), offsetof(struct set, slots) / MEMO_LINE);
    return hash;
}

static void fetch_place(const struct set *set, size_t place)
{
    const struct near *near = &set->near[place];

    fetch(&set->slots[place], MEMO_LINES_OF_SLOT);
    for (size_t i = 0; i < MEMO_PLACES_NEAR; i++)
        fetch(atomic_load_explicit(&near->at[i], memory_order_relaxed), lines_near[i]);
}

void memo_fetch(const struct memo *memo, uint64_t target_number)
{
    const struct set *set = memo->count > 0 ? find_set(memo, target_number) : NULL;

    for (size_t i = 0; set && i < MEMO_PLACES; i++)
        if (target_at(set, i) == target_number)
            fetch_place(set, i);
}
