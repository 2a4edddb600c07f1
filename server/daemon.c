/* SPDX-License-Identifier: MIT */
#include "server/daemon.h"

#include <limits.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "config/config.h"
#include "server/core.h"
#include "server/log.h"
#include "server/transfer.h"
#include "server/watchdog.h"

enum {
    DAEMON_TIMEOUT_SLACK_S = 5,
    DAEMON_ANSWER_ROOM = 3072, /* a Link may have 2,047 bytes */
};

/* ---- connections ---- */

static void note_connection(void *arg, struct MHD_Connection *mhd, void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    struct daemon *daemon = arg;
    struct listener *listener = daemon->listener;
    struct watchdog *watchdog = listener->server->watchdog;
    const int descriptor =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        hold_remove(&daemon->hold, descriptor);
        if (*context)
            watchdog_remove(watchdog, *context);
        *context = NULL;
        atomic_fetch_sub(&listener->connections, 1);
        return;
    }
    *context =
        watchdog_add(watchdog, descriptor,
                     MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
                     listener->max_per_client);
    if (!*context)
        shutdown(descriptor, SHUT_RDWR); /* a connection without limits is not served */
    atomic_fetch_add(&listener->connections, 1);
}

/* ---- requests ---- */

/* The request line is complete: the first that is heard of a request. */
static void *note_target(void *arg, const char *target, struct MHD_Connection *mhd)
{
    struct daemon *daemon = arg;

    daemon->in_turn = mhd == daemon->asking ? daemon->in_turn + 1 : 0;
    daemon->asking = mhd;
    hold_look(&daemon->hold);
    return transfer_new(daemon, mhd, target);
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    struct daemon *daemon = arg;

    (void)url, (void)upload;
    daemon->calls++;
    if (!*context)
        return MHD_queue_response(mhd, MHD_HTTP_INTERNAL_SERVER_ERROR,
                                  daemon->listener->server->last_resort);
    *upload_size = 0;
    return transfer_handle(*context, method, version);
}

static void note_completed(void *arg, struct MHD_Connection *mhd, void **context,
                           enum MHD_RequestTerminationCode how)
{
    (void)arg, (void)mhd, (void)how;
    *context = transfer_complete(*context);
}

/* The raw target is read instead of what libmicrohttpd makes of it. */
static size_t leave_escaped(void *arg, struct MHD_Connection *mhd, char *text)
{
    (void)arg, (void)mhd;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void log_library(void *arg, const char *format,
                                                              va_list arguments)
{
    const struct daemon *daemon = arg;
    char message[512];

    vsnprintf(message, sizeof message, format, arguments);
    message[strcspn(message, "\r\n")] = '\0';
    log_write(daemon->listener->server->options.log, LOG_DEBUG, NULL, "libmicrohttpd: %s", message);
}

/* ---- starting and stopping ---- */

/*
 * The library's own timeout counts time without traffic alone, and does not tell phases of a
 * request apart: it stands behind the watchdog.
 */
static unsigned timeout_s(const struct config *config)
{
    int64_t longest = config->idle_timeout_s;

    if (config->answer_timeout_s > longest)
        longest = config->answer_timeout_s;
    if (config->stream_timeout_s > longest)
        longest = config->stream_timeout_s;
    return (unsigned)longest + DAEMON_TIMEOUT_SLACK_S;
}

/* Of a connection, for a request header and the head of an answer. */
static size_t daemon_memory(const struct config *config)
{
    return (size_t)config->max_header_bytes + DAEMON_ANSWER_ROOM;
}

bool daemon_open(struct daemon *ret, struct listener *listener)
{
    const struct config *config = listener->server->options.config;

    *ret = (struct daemon){.listener = listener, .woken = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (ret->woken < 0)
        return false;
    ret->mhd =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME |
                             MHD_USE_ITC | MHD_USE_ERROR_LOG,
                         0, NULL, NULL, handle, ret, /* the logger has to be the first option */
                         MHD_OPTION_EXTERNAL_LOGGER, log_library, ret,              /**/
                         MHD_OPTION_CONNECTION_LIMIT, UINT_MAX,                     /* the loop's */
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, daemon_memory(config), /**/
                         MHD_OPTION_CONNECTION_TIMEOUT, timeout_s(config),          /**/
                         MHD_OPTION_STRICT_FOR_CLIENT, 0, /* 1 refuses absolute-form targets */ /**/
                         MHD_OPTION_URI_LOG_CALLBACK, note_target, ret,                         /**/
                         MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,                     /**/
                         MHD_OPTION_NOTIFY_COMPLETED, note_completed, NULL,                     /**/
                         MHD_OPTION_NOTIFY_CONNECTION, note_connection, ret,                    /**/
                         MHD_OPTION_END);
    if (!ret->mhd)
        return false;
    ret->events = MHD_get_daemon_info(ret->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return true;
}

void daemon_close(struct daemon *daemon)
{
    if (daemon->mhd)
        MHD_stop_daemon(daemon->mhd);
    if (daemon->woken >= 0)
        close(daemon->woken);
}

/* ---- while it runs ---- */

bool daemon_add(struct daemon *daemon, int descriptor, const struct sockaddr *address,
                socklen_t size)
{
    return MHD_add_connection(daemon->mhd, descriptor, address, size) == MHD_YES;
}

int daemon_wait_ms(const struct daemon *daemon)
{
    MHD_UNSIGNED_LONG_LONG limit_ms;

    if (MHD_get_timeout(daemon->mhd, &limit_ms) != MHD_YES)
        return -1;
    return limit_ms < INT_MAX ? (int)limit_ms : INT_MAX;
}

bool daemon_run(struct daemon *daemon)
{
    const unsigned before = daemon->calls;

    MHD_run(daemon->mhd);
    hold_end(&daemon->hold);
    return daemon->calls != before;
}

void daemon_wake(const struct daemon *daemon)
{
    eventfd_write(daemon->woken, 1);
}

void daemon_clear_wake(const struct daemon *daemon)
{
    eventfd_t count;

    eventfd_read(daemon->woken, &count);
}

/* The library wakes the thread up, too, but may forget that before it has looked: it is meant to
 * look again at once. */
void daemon_resume(struct daemon *daemon, struct MHD_Connection *mhd)
{
    MHD_resume_connection(mhd);
    daemon_wake(daemon);
}
