/* SPDX-License-Identifier: MIT */
#include "own_server.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/config.h"
#include "http_ask.h"
#include "model/buffer.h"
#include "server/log.h"
#include "server/reply.h"
#include "server/server.h"

static const char *const defaults[] = {"port",          "0", "admin-port", "0",
                                       "event-threads", "1", "workers",    "2",
                                       "queue-length",  "1", NULL};

static void set_all(struct config_store *store, const char *const *settings)
{
    for (; settings && *settings; settings += 2)
        ck_assert_int_eq(config_set_flag(store, settings[0], settings[1], NULL), 0);
}

void own_server_start(struct own_server *ret, const struct routes *routes,
                      const struct exchange_database *database, const char *const *settings)
{
    struct log_options log_options = {.least = LOG_INFO, .has_access = true};
    char *message;
    sigset_t all;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    ret->store = config_new();
    set_all(ret->store, defaults);
    set_all(ret->store, settings);
    ret->log_file = memfd_create("log", MFD_CLOEXEC);
    log_options.descriptor = ret->log_file;
    ret->log = log_open(&log_options);
    atomic_init(&ret->is_cut, false);
    struct server_options options = {.log = ret->log,
                                     .config = config_get(ret->store),
                                     .routes = routes,
                                     .database = database,
                                     .build = "test",
                                     .revision = 1,
                                     .is_cut = &ret->is_cut};
    ck_assert_msg(server_start(&options, &ret->server, &message) == 0, "%s", message);
    ret->program = (struct program){.port = server_port(ret->server),
                                    .admin_port = server_admin_port(ret->server)};
}

unsigned own_server_stop(struct own_server *own)
{
    unsigned cut = server_stop(own->server);

    log_close(own->log);
    config_free(own->store);
    return cut;
}

void own_server_settle(const struct own_server *own)
{
    struct raw_socket socket;

    raw_connect(&socket, own->program.port);
    http_check_open(&socket);
    raw_close(&socket);
}

int own_server_count_logged(const struct own_server *own, const char *method, const char *target,
                            const char *status)
{
    static char text[OWN_SERVER_LOG_SIZE];
    int count = 0;

    ssize_t length = pread(own->log_file, text, sizeof text - 1, 0);
    ck_assert_int_gt(length, 0);
    text[length] = '\0';
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        count += strstr(line, method) && strstr(line, target) && strstr(line, status) &&
                 strstr(line, "\"request_id\":\"");
    return count;
}

void own_server_wait(const atomic_int *number, int wanted)
{
    int64_t end_ms = now_ms() + OWN_SERVER_LIMIT_MS;

    while (atomic_load(number) != wanted && now_ms() < end_ms)
        usleep(1000);
    ck_assert_int_eq(atomic_load(number), wanted);
}

int own_server_say(struct reply *ret, struct problem *reterr, const char *text)
{
    struct buffer out;

    buffer_init(&out);
    buffer_add_text(&out, text);
    return reply_set_json(ret, reterr, &out);
}
