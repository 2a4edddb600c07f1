/* SPDX-License-Identifier: MIT */
#include "server/loop.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/clock.h"
#include "server/core.h"
#include "server/daemon.h"
#include "server/log.h"
#include "server/watchdog.h"

enum {
    LOOP_ACCEPTS = 8,     /* connections that a thread takes at once, so that each gets some */
    LOOP_SERVE_US = 1000, /* reading and writing, before it looks for new connections again */
    LOOP_PAUSE_MS = 100,  /* when no connection can be taken */
    LOOP_WARN_MS = 10000, /* between two warnings that none can be */
    LOOP_BRISK_US = 100,  /* a sleep that was shorter would better have been none */
    LOOP_LINGER_US = 60,
    LOOP_IN_TURN = 2, /* requests of one connection, with none of another between them */
};

struct loop {
    struct loops *loops;
    struct listener *listener;
    struct daemon daemon;
    pthread_t thread;
    int64_t paused_until_ms; /* 0: connections are taken */
    bool is_brisk;           /* the last sleep was a short one */
};

struct loops {
    struct listener *listener;
    atomic_bool is_ending;
    unsigned opened;  /* how many of them have a daemon */
    unsigned started; /* and how many a thread */
    struct loop loop[];
};

/* ---- taking connections ---- */

/* When draining, those that came before alone. */
static bool has_more_to_take(const struct listener *listener)
{
    return !atomic_load(&listener->server->is_draining) || atomic_load(&listener->left) > 0;
}

static bool is_paused(const struct loop *loop)
{
    return loop->paused_until_ms != 0 && clock_now_ms() < loop->paused_until_ms;
}

static bool may_take(const struct loop *loop)
{
    const struct listener *listener = loop->listener;

    return !is_paused(loop) && has_more_to_take(listener) &&
           atomic_load(&listener->connections) < listener->max_connections;
}

static bool should_warn(struct listener *listener)
{
    int_fast64_t last_ms = atomic_load(&listener->warned_ms);
    int64_t now_ms = clock_now_ms();

    return (last_ms == 0 || now_ms - last_ms >= LOOP_WARN_MS) &&
           atomic_compare_exchange_strong(&listener->warned_ms, &last_ms, now_ms);
}

static void pause_taking(struct loop *loop, int error)
{
    if (should_warn(loop->listener))
        log_write(loop->listener->server->options.log, LOG_WARNING, NULL,
                  "no connection can be taken: %s. Newcomers wait until others have left",
                  strerror(error));
    loop->paused_until_ms = clock_now_ms() + LOOP_PAUSE_MS;
}

/* Return: whether more connections may wait. */
static bool note_refusal(struct loop *loop, int error, bool is_draining)
{
    switch (error) {
    case EAGAIN:
        if (is_draining)
            atomic_store(&loop->listener->left, 0);
        return false;
    case ECONNABORTED: /* these are of one connection, which has failed already */
    case EHOSTUNREACH:
    case EINTR:
    case ENETDOWN:
    case ENETUNREACH:
    case EPROTO:
        return true;
    default: /* descriptors or memory ran out, most often */
        pause_taking(loop, error);
        return false;
    }
}

/* One that came while draining, and has sent nothing, is not waited for. */
static void add_while_draining(struct loop *loop, int descriptor, const struct sockaddr *address,
                               socklen_t size)
{
    struct listener *listener = loop->listener;

    if (watchdog_received(descriptor).bytes == 0)
        close(descriptor);
    else if (!daemon_add(&loop->daemon, descriptor, address, size))
        atomic_fetch_add(&listener->lost, 1);
    atomic_fetch_sub(&listener->left, 1);
}

/* Whether the connection is one of those that waited is asked before it is accepted: the server
 * counts them before it says that it drains. Return: whether more connections may wait. */
static bool take_next(struct loop *loop)
{
    const bool is_draining = atomic_load(&loop->listener->server->is_draining);
    struct sockaddr_storage address;
    struct sockaddr *any = (struct sockaddr *)&address;
    socklen_t size = sizeof address;

    if (!has_more_to_take(loop->listener))
        return false;
    int descriptor =
        accept4(loop->listener->at.descriptor, any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0)
        return note_refusal(loop, errno, is_draining);
    loop->paused_until_ms = 0;
    if (is_draining)
        add_while_draining(loop, descriptor, any, size);
    else
        daemon_add(&loop->daemon, descriptor, any, size);
    return true;
}

/* It counts from before it is accepted, so that there are never more than there may be, and
 * draining misses none; the daemon counts it, too, from its beginning to its end. */
static bool take_one(struct loop *loop)
{
    struct listener *listener = loop->listener;
    bool has_room = atomic_fetch_add(&listener->connections, 1) < listener->max_connections;
    bool has_more = has_room && take_next(loop);

    atomic_fetch_sub(&listener->connections, 1);
    return has_more;
}

static void take_connections(struct loop *loop)
{
    for (int i = 0; i < LOOP_ACCEPTS && take_one(loop); i++)
        ;
}

/* ---- waiting ---- */

static int earlier_ms(int a, int b)
{
    return a >= 0 && (b < 0 || a < b) ? a : b;
}

static int limit_ms(const struct loop *loop)
{
    int limit = daemon_wait_ms(&loop->daemon);

    return may_take(loop) ? limit : earlier_ms(LOOP_PAUSE_MS, limit);
}

/* The thread itself does not count. */
static bool is_alone(const struct loop *loop)
{
    return atomic_load(&loop->listener->server->awake) == 1;
}

/* What a thread waits for. */
enum { NEWCOMERS, WAKE, EVENTS, WAITED_COUNT };

static void sleep_until_event(struct loop *loop, struct pollfd *polled, int limit)
{
    atomic_uint *awake = &loop->listener->server->awake;
    int64_t began_us = clock_now_us();

    atomic_fetch_sub(awake, 1);
    poll(polled, WAITED_COUNT, limit);
    atomic_fetch_add(awake, 1);
    loop->is_brisk = polled[EVENTS].revents && !polled[NEWCOMERS].revents &&
                     clock_now_us() - began_us < LOOP_BRISK_US;
}

/* Sleeps until there is something to do, but for @is_busy, which only looks. The library must not
 * do so: it forgets events that come in as many as it takes at once. */
static void wait_for_event(struct loop *loop, bool is_busy)
{
    const int listening = may_take(loop) ? loop->listener->at.descriptor : -1;
    struct pollfd polled[WAITED_COUNT] = {
        [NEWCOMERS] = {.fd = listening, .events = POLLIN},
        [WAKE] = {.fd = loop->daemon.woken, .events = POLLIN},
        [EVENTS] = {.fd = loop->daemon.events, .events = POLLIN},
    };
    const int limit = is_busy ? 0 : limit_ms(loop);

    if (limit == 0)
        poll(polled, WAITED_COUNT, 0);
    else
        sleep_until_event(loop, polled, limit);
    if (polled[NEWCOMERS].revents)
        take_connections(loop);
    if (polled[WAKE].revents)
        daemon_clear_wake(&loop->daemon);
}

/*
 * A client that asks again as soon as it has the answer is awaited awake: to put a processor to
 * sleep and to wake it up costs both sides more than the answer does. Not where several clients
 * ask, or another thread has something to do, nor after it was in vain. Return: whether a request
 * went on.
 */
static bool linger(struct loop *loop)
{
    if (!loop->is_brisk || loop->daemon.in_turn < LOOP_IN_TURN)
        return false;

    const int64_t end_us = clock_now_us() + LOOP_LINGER_US;
    while (is_alone(loop) && clock_now_us() < end_us)
        if (daemon_run(&loop->daemon))
            return true;
    loop->is_brisk = false;
    return false;
}

/* Return: whether there is more to do. */
static bool serve(struct loop *loop)
{
    const int64_t end_us = clock_now_us() + LOOP_SERVE_US;

    while (clock_now_us() < end_us)
        if (!daemon_run(&loop->daemon) && !linger(loop))
            return false;
    return true;
}

/* ---- the threads ---- */

static void *run(void *arg)
{
    struct loop *loop = arg;
    atomic_uint *awake = &loop->listener->server->awake;
    bool is_busy = false;

    atomic_fetch_add(awake, 1);
    while (!atomic_load(&loop->loops->is_ending)) {
        wait_for_event(loop, is_busy);
        is_busy = serve(loop);
    }
    atomic_fetch_sub(awake, 1);
    return NULL;
}

static bool open_loops(struct loops *loops, unsigned count)
{
    for (; loops->opened < count; loops->opened++) {
        struct loop *loop = &loops->loop[loops->opened];

        loop->loops = loops;
        loop->listener = loops->listener;
        if (!daemon_open(&loop->daemon, loops->listener)) {
            daemon_close(&loop->daemon);
            return false;
        }
    }
    return true;
}

static bool start_threads(struct loops *loops)
{
    for (; loops->started < loops->opened; loops->started++) {
        struct loop *loop = &loops->loop[loops->started];

        if (pthread_create(&loop->thread, NULL, run, loop) != 0)
            return false;
        pthread_setname_np(loop->thread, "events");
    }
    return true;
}

struct loops *loops_start(struct listener *listener, unsigned count)
{
    struct loops *loops = calloc(1, sizeof *loops + count * sizeof loops->loop[0]);

    if (!loops)
        return NULL;
    loops->listener = listener;
    if (!open_loops(loops, count) || !start_threads(loops))
        return loops_stop(loops);
    return loops;
}

struct loops *loops_stop(struct loops *loops)
{
    if (!loops)
        return NULL;
    atomic_store(&loops->is_ending, true);
    for (unsigned i = 0; i < loops->started; i++)
        daemon_wake(&loops->loop[i].daemon);
    for (unsigned i = 0; i < loops->started; i++)
        pthread_join(loops->loop[i].thread, NULL);
    for (unsigned i = 0; i < loops->opened; i++)
        daemon_close(&loops->loop[i].daemon);
    free(loops);
    return NULL;
}
