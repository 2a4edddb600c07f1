/* SPDX-License-Identifier: MIT */
#include "server/watchdog.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "server/clock.h"

enum {
    WATCHDOG_ROUND_MS = 250,
    WATCHDOG_BATCH = 256, /* connections looked at before the lock is given to others */
};

/* States of a connection as struct tcp_info has them; the header that names them for programs has
 * no struct tcp_info with a count of bytes. Those from TIME_WAIT on, but LISTEN, have an ended
 * peer. */
enum { STATE_TIME_WAIT = 6, STATE_LISTEN = 10 };

struct watchdog {
    struct watchdog_limits limits;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct connection *first;
    struct connection *cursor; /* the next one of this round */
    unsigned count;
    bool is_draining;
    bool is_ending;
};

/* The end of the client's side counts as one byte there: it has a sequence number too. */
struct watchdog_received watchdog_received(int descriptor)
{
    struct watchdog_received received = {0};
    struct tcp_info info = {0};
    socklen_t size = sizeof info;

    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
        return received;
    received.bytes = info.tcpi_bytes_received;
    received.has_ended = info.tcpi_state >= STATE_TIME_WAIT && info.tcpi_state != STATE_LISTEN;
    if (received.has_ended && received.bytes > 0)
        received.bytes--;
    return received;
}

/* ---- the event thread's side ---- */

void connection_begin(struct connection *connection)
{
    int_fast64_t none = 0;

    /* Not later than the watchdog noticed the first byte. */
    atomic_compare_exchange_strong(&connection->begun_ms, &none, clock_now_ms());
}

void connection_take_header(struct connection *connection, uint64_t bytes)
{
    atomic_fetch_add(&connection->consumed, bytes);
}

void connection_set_limit(struct connection *connection, int64_t limit_ms)
{
    atomic_store(&connection->deadline_ms, clock_now_ms() + limit_ms);
}

void connection_finish(struct connection *connection)
{
    atomic_store(&connection->begun_ms, 0);
    atomic_store(&connection->idle_since_ms, clock_now_ms());
    atomic_store(&connection->deadline_ms, 0);
}

bool connection_has_more_to_answer(const struct connection *connection)
{
    return atomic_load(&connection->consumed) < atomic_load(&connection->drain_bytes);
}

/* ---- the list ---- */

static void write_client(struct connection *connection, const struct sockaddr *address)
{
    const void *bytes = NULL;

    if (address && address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address && address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes)
        inet_ntop(address->sa_family, bytes, connection->client, sizeof connection->client);
}

/* With the lock held. */
static unsigned count_of_client(const struct watchdog *watchdog, const char *client)
{
    unsigned count = 0;

    for (const struct connection *at = watchdog->first; at; at = at->next)
        count += at->is_bounded && strcmp(at->client, client) == 0;
    return count;
}

/* With the lock held. */
static void add_first(struct watchdog *watchdog, struct connection *connection)
{
    if (watchdog->is_draining)
        atomic_store(&connection->drain_bytes, watchdog_received(connection->descriptor).bytes);
    connection->next = watchdog->first;
    if (watchdog->first)
        watchdog->first->previous = connection;
    watchdog->first = connection;
    watchdog->count++;
}

struct connection *watchdog_add(struct watchdog *watchdog, int descriptor,
                                const struct sockaddr *address, unsigned most_per_client)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (!connection)
        return NULL;
    connection->descriptor = descriptor;
    connection->is_bounded = most_per_client > 0;
    atomic_init(&connection->idle_since_ms, clock_now_ms());
    write_client(connection, address);

    pthread_mutex_lock(&watchdog->lock);
    bool has_room =
        !connection->is_bounded || count_of_client(watchdog, connection->client) < most_per_client;
    if (has_room)
        add_first(watchdog, connection);
    bool is_only = has_room && watchdog->count == 1;
    pthread_mutex_unlock(&watchdog->lock);
    if (is_only)
        pthread_cond_signal(&watchdog->wake);
    if (has_room)
        return connection;
    free(connection);
    return NULL;
}

void watchdog_remove(struct watchdog *watchdog, struct connection *connection)
{
    pthread_mutex_lock(&watchdog->lock);
    if (watchdog->cursor == connection)
        watchdog->cursor = connection->next;
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        watchdog->first = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    watchdog->count--;
    pthread_mutex_unlock(&watchdog->lock);
    free(connection);
}

/* ---- looking at one connection, with the lock held so that its descriptor stays open ---- */

/*
 * Notes when the first byte of a request came. libmicrohttpd tells of a request only when its first
 * line is complete, so this compares what has come with what requests took.
 *
 * @ret_has_ended  whether nothing more can come
 */
static void look_for_first_byte(struct connection *connection, int64_t now_ms, bool *ret_has_ended)
{
    struct watchdog_received received = watchdog_received(connection->descriptor);
    int_fast64_t begun_ms = atomic_load(&connection->begun_ms);
    int_fast64_t none = 0;

    *ret_has_ended = received.has_ended;
    if (received.bytes > atomic_load(&connection->consumed)) {
        atomic_compare_exchange_strong(&connection->begun_ms, &none, now_ms);
        begun_ms = now_ms;
    }
    /* The request may have been answered between the two looks. */
    if (begun_ms != 0 && received.bytes <= atomic_load(&connection->consumed))
        atomic_compare_exchange_strong(&connection->begun_ms, &begun_ms, 0);
}

/* libmicrohttpd does not notice that a client has left while a worker made its answer: so such a
 * connection is cut here. */
static bool is_over(const struct watchdog *watchdog, struct connection *connection, int64_t now_ms)
{
    int64_t deadline_ms = atomic_load(&connection->deadline_ms);
    bool has_ended;

    if (deadline_ms != 0)
        return now_ms >= deadline_ms;
    look_for_first_byte(connection, now_ms, &has_ended);
    if (atomic_load(&connection->deadline_ms) != 0)
        return false; /* its header was read meanwhile */
    int64_t begun_ms = atomic_load(&connection->begun_ms);
    if (begun_ms != 0)
        return now_ms >= begun_ms + watchdog->limits.header_ms;
    return has_ended ||
           now_ms >= atomic_load(&connection->idle_since_ms) + watchdog->limits.idle_ms;
}

/* What requests took is asked first: one that is read meanwhile is then one whose bytes have come,
 * or one that has a limit already. */
static bool has_request(const struct connection *connection)
{
    const uint64_t consumed = atomic_load(&connection->consumed);

    return watchdog_received(connection->descriptor).bytes > consumed ||
           atomic_load(&connection->deadline_ms) != 0 || atomic_load(&connection->begun_ms) != 0;
}

static void cut(const struct connection *connection)
{
    shutdown(connection->descriptor, SHUT_RDWR);
}

/* ---- the thread ---- */

/* With the lock held. */
static void look_at_batch(struct watchdog *watchdog, int64_t now_ms)
{
    for (int i = 0; i < WATCHDOG_BATCH && watchdog->cursor; i++) {
        struct connection *connection = watchdog->cursor;

        watchdog->cursor = connection->next;
        if (is_over(watchdog, connection, now_ms))
            cut(connection);
    }
}

static void look_at_all(struct watchdog *watchdog)
{
    bool has_more = true;

    pthread_mutex_lock(&watchdog->lock);
    watchdog->cursor = watchdog->first;
    pthread_mutex_unlock(&watchdog->lock);
    while (has_more) {
        pthread_mutex_lock(&watchdog->lock);
        look_at_batch(watchdog, clock_now_ms());
        has_more = watchdog->cursor != NULL;
        pthread_mutex_unlock(&watchdog->lock);
    }
}

/* False: the watchdog stops. */
static bool wait_for_round(struct watchdog *watchdog)
{
    struct timespec limit = clock_at_ms(clock_now_us() / 1000 + WATCHDOG_ROUND_MS);

    pthread_mutex_lock(&watchdog->lock);
    while (watchdog->count == 0 && !watchdog->is_ending)
        pthread_cond_wait(&watchdog->wake, &watchdog->lock);
    int result = 0;
    while (!watchdog->is_ending && result == 0)
        result = pthread_cond_timedwait(&watchdog->wake, &watchdog->lock, &limit);
    bool is_ending = watchdog->is_ending;
    pthread_mutex_unlock(&watchdog->lock);
    return !is_ending;
}

static void *watch(void *arg)
{
    while (wait_for_round(arg))
        look_at_all(arg);
    return NULL;
}

struct watchdog *watchdog_start(const struct watchdog_limits *limits)
{
    struct watchdog *watchdog = calloc(1, sizeof *watchdog);
    pthread_condattr_t attributes;

    if (!watchdog)
        return NULL;
    watchdog->limits = *limits;
    pthread_mutex_init(&watchdog->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watchdog->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&watchdog->thread, NULL, watch, watchdog) != 0) {
        free(watchdog);
        return NULL;
    }
    pthread_setname_np(watchdog->thread, "watchdog");
    return watchdog;
}

struct watchdog *watchdog_stop(struct watchdog *watchdog)
{
    if (!watchdog)
        return NULL;
    pthread_mutex_lock(&watchdog->lock);
    watchdog->is_ending = true;
    pthread_mutex_unlock(&watchdog->lock);
    pthread_cond_signal(&watchdog->wake);
    pthread_join(watchdog->thread, NULL);
    pthread_cond_destroy(&watchdog->wake);
    pthread_mutex_destroy(&watchdog->lock);
    free(watchdog);
    return NULL;
}

/* ---- draining: docs/decisions/drain.md ---- */

void watchdog_begin_drain(struct watchdog *watchdog)
{
    pthread_mutex_lock(&watchdog->lock);
    watchdog->is_draining = true;
    for (struct connection *at = watchdog->first; at; at = at->next)
        atomic_store(&at->drain_bytes, watchdog_received(at->descriptor).bytes);
    pthread_mutex_unlock(&watchdog->lock);
}

unsigned watchdog_close_idle(struct watchdog *watchdog)
{
    pthread_mutex_lock(&watchdog->lock);
    for (struct connection *at = watchdog->first; at; at = at->next)
        if (!has_request(at))
            cut(at);
    unsigned count = watchdog->count;
    pthread_mutex_unlock(&watchdog->lock);
    return count;
}

unsigned watchdog_cut_all(struct watchdog *watchdog)
{
    unsigned count = 0;

    pthread_mutex_lock(&watchdog->lock);
    for (struct connection *at = watchdog->first; at; at = at->next) {
        count += has_request(at);
        cut(at);
    }
    pthread_mutex_unlock(&watchdog->lock);
    return count;
}
