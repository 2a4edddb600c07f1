/* SPDX-License-Identifier: MIT */
#include "server/drain.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

#include "server/cache.h"
#include "server/clock.h"
#include "server/core.h"
#include "server/watchdog.h"

enum { DRAIN_ROUND_MS = 2 };

/* The kernel tells of a listening socket how many connections wait to be accepted. */
static int count_waiting(int descriptor)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;

    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
        return 0;
    return (int)info.tcpi_unacked;
}

/* Of those that wait the event threads take as many as came before draining began. The queue is
 * first in, first out, and without an end of it a busy server would never end. */
static void begin(struct server *server)
{
    for (int i = 0; i < LISTENER_COUNT; i++) {
        struct listener *listener = &server->listeners[i];

        if (listener->loops)
            atomic_store(&listener->left, count_waiting(listener->at.descriptor));
    }
    atomic_store(&server->is_draining, true);
}

/* Newcomers are refused by the kernel. The descriptor itself is closed when the event threads,
 * which wait for it, have ended. */
static void stop_listening(const struct listener *listener)
{
    if (listener->loops)
        shutdown(listener->at.descriptor, SHUT_RDWR);
}

/* Return: how many connections are open or wait. Those that wait are looked at first: one that is
 * being accepted counts among those that are open before it has left them. One that was counted may
 * have been accepted just before the server drained. */
static unsigned count_left(struct listener *listener)
{
    if (!listener->loops)
        return 0;
    if (count_waiting(listener->at.descriptor) == 0)
        atomic_store(&listener->left, 0);
    const int waiting = atomic_load(&listener->left);
    if (waiting <= 0)
        stop_listening(listener);
    return (unsigned)(waiting > 0 ? waiting : 0) + atomic_load(&listener->connections);
}

static unsigned look(struct server *server)
{
    unsigned left = 0;

    for (int i = 0; i < LISTENER_COUNT; i++)
        left += count_left(&server->listeners[i]);
    watchdog_close_idle(server->watchdog);
    return left;
}

/* Return: how many had to be left unanswered because they were never accepted. */
static unsigned end(struct listener *listener)
{
    int waiting = atomic_exchange(&listener->left, 0);

    stop_listening(listener);
    return (unsigned)(waiting > 0 ? waiting : 0) + atomic_load(&listener->lost);
}

unsigned drain_server(struct server *server, int64_t limit_ms)
{
    const struct timespec round = {.tv_nsec = DRAIN_ROUND_MS * 1000000L};
    int64_t end_ms = clock_now_ms() + limit_ms;
    unsigned cut = 0;

    watchdog_begin_drain(server->watchdog);
    begin(server);
    cache_stop(server->cache);
    while (look(server) > 0 && clock_now_ms() < end_ms)
        nanosleep(&round, NULL);
    for (int i = 0; i < LISTENER_COUNT; i++)
        cut += end(&server->listeners[i]);
    return cut + watchdog_cut_all(server->watchdog);
}
