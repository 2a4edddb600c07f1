/* SPDX-License-Identifier: MIT */
#include "server/drain.h"

#include <linux/tcp.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/cache.h"
#include "server/clock.h"
#include "server/core.h"
#include "server/watchdog.h"

enum {
    DRAIN_ROUND_MS = 2,
    DRAIN_START_ROUNDS = 250, /* an added connection is seen to have started within 50 ms */
    DRAIN_START_ROUND_US = 200,
    DRAIN_QUIET_ROUNDS = 5, /* that end it: libmicrohttpd may just be accepting a last connection */
};

/* A listening socket that libmicrohttpd has let go. */
struct backlog {
    struct listener *listener;
    int descriptor;   /* -1: closed */
    unsigned waiting; /* connections that had come when draining began */
    unsigned lost;    /* those of them that could not be taken */
};

static void sleep_us(long us)
{
    nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

/* The kernel tells of a listening socket how many connections wait to be accepted. */
static unsigned count_waiting(int descriptor)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;

    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
        return 0;
    return info.tcpi_unacked;
}

static struct backlog let_go(struct listener *listener)
{
    struct backlog backlog = {.listener = listener, .descriptor = -1};

    if (!listener->daemon)
        return backlog;
    backlog.waiting = count_waiting(listener->at.descriptor);
    backlog.descriptor = MHD_quiesce_daemon(listener->daemon);
    listener->quiesced = backlog.descriptor;
    return backlog;
}

/* The descriptor is closed when the library's threads have ended: they still take it out of their
 * epoll sets, and its number must not be a new connection's by then. */
static void close_backlog(struct backlog *backlog)
{
    if (backlog->descriptor >= 0)
        shutdown(backlog->descriptor, SHUT_RDWR);
    backlog->descriptor = -1;
}

/* Gives a connection to libmicrohttpd and waits until it counts, so that the next look at the
 * number of connections is true. */
static bool add_connection(struct listener *listener, int descriptor, struct sockaddr *address,
                           socklen_t size)
{
    unsigned before = atomic_load(&listener->started);

    if (MHD_add_connection(listener->daemon, descriptor, address, size) != MHD_YES)
        return false;
    for (int i = 0; i < DRAIN_START_ROUNDS && atomic_load(&listener->started) == before; i++)
        sleep_us(DRAIN_START_ROUND_US);
    return true;
}

/* Return: false when no connection waits. */
static bool accept_one(struct backlog *backlog)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    struct sockaddr *any = (struct sockaddr *)&address;
    int descriptor = accept4(backlog->descriptor, any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (descriptor < 0)
        return false;
    if (watchdog_received(descriptor).bytes == 0)
        close(descriptor);
    else if (!add_connection(backlog->listener, descriptor, any, size))
        backlog->lost++;
    return true;
}

/* libmicrohttpd's own count: a closed connection keeps its place a little longer than the watchdog
 * knows it, and one too many is closed at once. */
static bool has_room(const struct listener *listener)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

    return info && info->num_connections < listener->max_connections;
}

/*
 * Those that came after draining began are behind the others: they are refused, for else a busy
 * server would never end. At the connection limit the rest waits for the next round.
 */
static void accept_waiting(struct backlog *backlog)
{
    if (backlog->descriptor < 0)
        return;
    while (backlog->waiting > 0 && has_room(backlog->listener)) {
        backlog->waiting--;
        if (!accept_one(backlog))
            backlog->waiting = 0;
    }
    if (backlog->waiting == 0)
        close_backlog(backlog);
}

/* Return: how many connections are open or wait. */
static unsigned look(struct server *server, struct backlog *backlogs)
{
    unsigned left = 0;

    for (int i = 0; i < LISTENER_COUNT; i++) {
        accept_waiting(&backlogs[i]);
        left += backlogs[i].waiting;
    }
    return left + watchdog_close_idle(server->watchdog);
}

unsigned drain_server(struct server *server, int64_t limit_ms)
{
    int64_t end_ms = clock_now_ms() + limit_ms;
    struct backlog backlogs[LISTENER_COUNT];
    unsigned cut = 0;
    int quiet = 0;

    watchdog_begin_drain(server->watchdog);
    atomic_store(&server->is_draining, true);
    cache_stop(server->cache);
    for (int i = 0; i < LISTENER_COUNT; i++)
        backlogs[i] = let_go(&server->listeners[i]);
    while (quiet < DRAIN_QUIET_ROUNDS) {
        quiet = look(server, backlogs) == 0 ? quiet + 1 : 0;
        if (clock_now_ms() >= end_ms)
            break;
        sleep_us(DRAIN_ROUND_MS * 1000);
    }
    for (int i = 0; i < LISTENER_COUNT; i++) {
        cut += backlogs[i].waiting + backlogs[i].lost;
        close_backlog(&backlogs[i]);
    }
    return cut + watchdog_cut_all(server->watchdog);
}
