/* SPDX-License-Identifier: MIT */
#include "server/daemon.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config/config.h"
#include "server/core.h"
#include "server/log.h"
#include "server/transfer.h"
#include "server/watchdog.h"

enum { DAEMON_TIMEOUT_SLACK_S = 5 };

/* ---- connections ---- */

static void note_connection(void *arg, struct MHD_Connection *mhd, void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    struct listener *listener = arg;
    struct watchdog *watchdog = listener->server->watchdog;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*context)
            watchdog_remove(watchdog, *context);
        *context = NULL;
        return;
    }
    int descriptor = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *context =
        watchdog_add(watchdog, descriptor,
                     MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
    if (!*context)
        shutdown(descriptor, SHUT_RDWR); /* a connection without limits is not served */
    atomic_fetch_add(&listener->started, 1);
}

/* ---- requests ---- */

/* The request line is complete: the first that is heard of a request. */
static void *note_target(void *arg, const char *target, struct MHD_Connection *mhd)
{
    return transfer_new(arg, mhd, target);
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    struct listener *listener = arg;

    (void)url, (void)upload;
    if (!*context)
        return MHD_queue_response(mhd, MHD_HTTP_INTERNAL_SERVER_ERROR,
                                  listener->server->last_resort);
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
    struct listener *listener = arg;
    char message[512];

    vsnprintf(message, sizeof message, format, arguments);
    message[strcspn(message, "\r\n")] = '\0';
    log_write(listener->server->options.log, LOG_DEBUG, NULL, "libmicrohttpd: %s", message);
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

bool daemon_start(struct listener *listener, unsigned threads)
{
    const struct config *config = listener->server->options.config;
    const unsigned per_client =
        listener->is_admin ? 0 : (unsigned)config->max_connections_per_client;

    if (threads > listener->max_connections)
        threads = listener->max_connections;
    listener->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_ITC,
        0, NULL, NULL, handle, listener, /* the logger has to be the first option */
        MHD_OPTION_EXTERNAL_LOGGER, log_library, listener,                     /**/
        MHD_OPTION_LISTEN_SOCKET, listener->at.descriptor,                     /**/
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,                /**/
        MHD_OPTION_CONNECTION_LIMIT, listener->max_connections,                /**/
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_client,                        /**/
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)config->max_header_bytes,  /**/
        MHD_OPTION_CONNECTION_TIMEOUT, timeout_s(config),                      /**/
        MHD_OPTION_STRICT_FOR_CLIENT, 0, /* 1 refuses absolute-form targets */ /**/
        MHD_OPTION_URI_LOG_CALLBACK, note_target, listener,                    /**/
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,                     /**/
        MHD_OPTION_NOTIFY_COMPLETED, note_completed, NULL,                     /**/
        MHD_OPTION_NOTIFY_CONNECTION, note_connection, listener,               /**/
        MHD_OPTION_END);
    return listener->daemon != NULL;
}

void daemon_stop(struct listener *listener)
{
    if (listener->daemon)
        MHD_stop_daemon(listener->daemon);
    listener->daemon = NULL;
    if (listener->quiesced >= 0)
        close(listener->quiesced);
    listener->quiesced = -1;
}
