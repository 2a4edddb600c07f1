/* SPDX-License-Identifier: MIT */
#include "server/server.h"

#include <malloc.h>
#include <microhttpd.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "config/config.h"
#include "server/cache.h"
#include "server/clock.h"
#include "server/core.h"
#include "server/drain.h"
#include "server/exchange.h"
#include "server/flight.h"
#include "server/log.h"
#include "server/loop.h"
#include "server/memo.h"
#include "server/seat.h"
#include "server/transfer.h"
#include "server/watchdog.h"
#include "server/worker.h"

enum {
    SERVER_WORKERS_PER_CORE = 2,
    SERVER_LEAST_WORKERS = 2, /* a stream may hold all but one */
    SERVER_ADMIN_CONNECTIONS = 32,
    SERVER_MEMO_PART = 6,           /* of the memory for stored answers goes to the memo */
    SERVER_REQUESTS_TO_TRIM = 1000, /* a probe now and then leaves nothing to give back */
};

static const char last_resort_text[] =
    "{\"type\":\"/problems/internal\",\"title\":\"The server failed\",\"status\":500,"
    "\"detail\":\"The server has no memory left.\"}\n";

static unsigned count_cores(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    return (unsigned)CPU_COUNT(&set);
}

static struct MHD_Response *new_last_resort(void)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        sizeof last_resort_text - 1, (void *)(uintptr_t)last_resort_text, MHD_RESPMEM_PERSISTENT);

    if (!response)
        return NULL;
    MHD_add_response_header(response, "Content-Type", "application/problem+json");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Access-Control-Allow-Origin", "*");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Connection", "close");
    return response;
}

static int complain(char **ret_message, const char *message)
{
    *ret_message = strdup(message);
    return -1;
}

/* ---- starting ---- */

static void choose_counts(struct server *server)
{
    const struct config *config = server->options.config;
    unsigned workers = (unsigned)config->workers;

    if (workers == 0)
        workers = count_cores() * SERVER_WORKERS_PER_CORE;
    if (workers < SERVER_LEAST_WORKERS)
        workers = SERVER_LEAST_WORKERS;
    server->worker_count = workers;
    server->max_streams = (unsigned)config->max_streams;
    if (server->max_streams >= workers)
        server->max_streams = workers - 1;
}

static int start_parts(struct server *server)
{
    const struct config *config = server->options.config;
    struct watchdog_limits limits = {.idle_ms = config->idle_timeout_s * 1000,
                                     .header_ms = config->header_timeout_s * 1000};
    struct worker_hooks hooks = {.enter = transfer_enter_worker,
                                 .run = transfer_run,
                                 .cancel = transfer_cancel,
                                 .leave = transfer_leave_worker,
                                 .arg = server};

    server->memo = memo_new((size_t)config->cache_bytes / SERVER_MEMO_PART);
    server->cache =
        cache_new((size_t)(config->cache_bytes - config->cache_bytes / SERVER_MEMO_PART),
                  server->options.revision);
    server->flights = flights_new(transfer_wait, NULL);
    server->seats = seats_new(server->worker_count);
    server->last_resort = new_last_resort();
    if (!server->cache || !server->memo || !server->flights || !server->seats ||
        !server->last_resort)
        return -1;
    server->watchdog = watchdog_start(&limits);
    if (!server->watchdog)
        return -1;
    server->workers = workers_start(server->worker_count, (size_t)config->queue_length, &hooks);
    return server->workers ? 0 : -1;
}

static int start_listener(struct listener *listener, const char *address, int64_t port,
                          const char *setting, char **ret_message)
{
    const struct config *config = listener->server->options.config;
    unsigned threads = (unsigned)config->event_threads;

    if (listen_open(address, (uint16_t)port, setting, &listener->at, ret_message) < 0)
        return -1;
    if (threads == 0)
        threads = (count_cores() + 1) / 2; /* docs/decisions/event-threads.md */
    listener->loops = loops_start(listener, listener->is_admin ? 1 : threads);
    if (listener->loops)
        return 0;
    return complain(ret_message, "cannot start the HTTP library: out of memory, threads or files");
}

static int start_listeners(struct server *server, char **ret_message)
{
    const struct config *config = server->options.config;
    struct listener *public = &server->listeners[LISTENER_PUBLIC];
    struct listener *admin = &server->listeners[LISTENER_ADMIN];

    public->max_connections = (unsigned)config->max_connections;
    public->max_per_client = (unsigned)config->max_connections_per_client;
    admin->is_admin = true;
    admin->max_connections = SERVER_ADMIN_CONNECTIONS;
    if (start_listener(public, config->listen, config->port, "port", ret_message) < 0)
        return -1;
    if (config->admin_port < 0)
        return 0;
    return start_listener(admin, "127.0.0.1", config->admin_port, "admin_port", ret_message);
}

static void log_start(const struct server *server)
{
    const struct listener *admin = &server->listeners[LISTENER_ADMIN];

    log_write(server->options.log, LOG_INFO, NULL, "listening on %s",
              server->listeners[LISTENER_PUBLIC].at.name);
    if (admin->loops)
        log_write(server->options.log, LOG_INFO, NULL, "admin listening on %s", admin->at.name);
}

static void close_listener(struct listener *listener)
{
    listener->loops = loops_stop(listener->loops);
    if (listener->at.descriptor >= 0)
        close(listener->at.descriptor);
    listener->at.descriptor = -1;
}

/* Ends what was started, in whatever state. */
static struct server *server_free(struct server *server)
{
    if (server->workers)
        workers_stop(server->workers);
    for (int i = 0; i < LISTENER_COUNT; i++)
        close_listener(&server->listeners[i]);
    workers_free(server->workers);
    watchdog_stop(server->watchdog);
    seats_free(server->seats);
    flights_free(server->flights);
    memo_free(server->memo);
    cache_free(server->cache);
    if (server->last_resort)
        MHD_destroy_response(server->last_resort);
    free(server);
    return NULL;
}

int server_start(const struct server_options *options, struct server **ret, char **ret_message)
{
    struct server *server = calloc(1, sizeof *server);

    *ret_message = NULL;
    if (!server)
        return complain(ret_message, "out of memory");
    server->options = *options;
    for (int i = 0; i < LISTENER_COUNT; i++) {
        server->listeners[i].server = server;
        server->listeners[i].at.descriptor = -1;
    }
    atomic_init(&server->revision, options->revision);
    if (getrandom(&server->first_id, sizeof server->first_id, GRND_NONBLOCK) < 0)
        server->first_id = (uint64_t)clock_read_us(CLOCK_REALTIME);
    choose_counts(server);
    if (start_parts(server) < 0) {
        server_free(server);
        return complain(ret_message, "out of memory or threads");
    }
    if (start_listeners(server, ret_message) < 0) {
        server_free(server);
        return -1;
    }
    log_start(server);
    *ret = server;
    return 0;
}

/* ---- while it runs ---- */

uint16_t server_port(const struct server *server)
{
    return server->listeners[LISTENER_PUBLIC].at.port;
}

uint16_t server_admin_port(const struct server *server)
{
    return server->listeners[LISTENER_ADMIN].at.port;
}

void server_set_revision(struct server *server, int64_t revision)
{
    atomic_store(&server->revision, revision);
    cache_set_revision(server->cache, revision);
}

/* Memory that threads keep for reuse goes back once nothing was asked between two calls. */
static void give_memory_back(struct server *server)
{
    const uint64_t requests = atomic_load(&server->requests);
    const bool is_quiet = requests == server->seen_requests;

    if (is_quiet && requests - server->trimmed_requests >= SERVER_REQUESTS_TO_TRIM) {
        malloc_trim(0);
        server->trimmed_requests = requests;
    }
    server->seen_requests = requests;
}

void server_rest(struct server *server)
{
    seats_rest(server->seats, server->options.database->rest);
    give_memory_back(server);
}

/* ---- stopping ---- */

unsigned server_stop(struct server *server)
{
    unsigned cut = drain_server(server, server->options.config->drain_timeout_s * 1000);

    if (server->options.is_cut)
        atomic_store(server->options.is_cut, true);
    server_free(server);
    return cut;
}
