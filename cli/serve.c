/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"
#include "config/config.h"
#include "db/db.h"
#include "handlers/database.h"
#include "handlers/routes.h"
#include "handlers/version.h"
#include "server/log.h"
#include "server/server.h"

/* How often the database is asked whether another process has written. */
enum { WATCH_INTERVAL_MS = 500 };

/* How long nothing may have been written before the log is emptied, and until that is tried again.
 */
enum { QUIET_INTERVALS = 20 };

/* What runs, from start to stop. */
struct service {
    const struct config *config;
    struct log *log;
    struct db *watch; /* the main thread's own: sees that other processes have written */
    struct database_source source;
    struct server *server;
    atomic_bool is_cut; /* the drain limit has passed */
    int quiet_intervals;
    bool is_behind; /* the database has changed, and its revision could not be read yet */
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

static const char doc[] =
    "Answers questions over HTTP until SIGTERM or SIGINT; then every request that has begun is "
    "still "
    "answered.\v"
    "A setting comes from its flag, else from the environment (ENTENTE_PORT for --port), else from "
    "the file of --config or ENTENTE_CONFIG, else it has its default.";

static int message_and_free(char *message)
{
    command_fail(EXIT_FAILED, "%s", message ? message : "out of memory");
    free(message);
    return EXIT_FAILED;
}

static int start_log(struct service *service)
{
    const struct log_options options = {
        .least = log_level_find(service->config->log_level),
        .is_text = service->config->log[0] == 't',
        .has_access = service->config->access_log,
        .descriptor = 2,
    };

    service->log = log_open(&options);
    return service->log ? 0 : command_fail(EXIT_FAILED, "out of memory");
}

static int report(struct service *service, const struct db_message *message)
{
    log_write(service->log, LOG_ERROR, NULL, "%s", message->text);
    return EXIT_FAILED;
}

static int update_database(struct service *service)
{
    struct db_message message;
    int from;
    int to;

    if (service->config->read_only)
        return 0;
    if (db_migrate(service->config->database, &from, &to, &message) != DB_OK)
        return report(service, &message);
    if (message.text[0])
        log_write(service->log, LOG_WARNING, NULL, "first answers are slow: %s", message.text);
    if (from != to)
        log_write(service->log, LOG_INFO, NULL, "brought %s from version %d to %d",
                  service->config->database, from, to);
    return 0;
}

/* The connection is then a worker's, the first that needs one. */
static int open_verified(struct service *service)
{
    struct db_message message;
    struct db *db;

    if (db_open(&service->source.options, &db, &message) != DB_OK)
        return report(service, &message);
    atomic_store(&service->source.ready, db);
    if (db_verify(db) == DB_OK)
        return 0;
    log_write(service->log, LOG_ERROR, NULL, "%s", db_cause(db));
    return EXIT_FAILED;
}

static int open_database(struct service *service)
{
    struct db_message message;
    bool has_changed;

    if (db_library_init() != DB_OK)
        return command_fail(EXIT_FAILED, "the database library does not start");
    if (update_database(service) != 0)
        return EXIT_FAILED;
    if (db_open_watch(&service->source.options, &service->watch, &message) != DB_OK)
        return report(service, &message);
    if (db_has_changed(service->watch, &has_changed) != DB_OK) {
        log_write(service->log, LOG_ERROR, NULL, "%s", db_cause(service->watch));
        return EXIT_FAILED;
    }
    return open_verified(service);
}

static int start_server(struct service *service, const struct exchange_database *database)
{
    struct server_options options = {
        .log = service->log,
        .config = service->config,
        .routes = &routes_all,
        .database = database,
        .database_id = db_identity(service->watch),
        .build = ENTENTE_VERSION " " ENTENTE_BUILD,
        .is_cut = &service->is_cut,
    };
    char *message = NULL;

    if (db_revision(service->watch, &options.revision) != DB_OK)
        return command_fail(EXIT_FAILED, "%s", db_cause(service->watch));
    if (server_start(&options, &service->server, &message) == 0)
        return 0;
    log_write(service->log, LOG_ERROR, NULL, "%s", message ? message : "out of memory");
    free(message);
    return EXIT_FAILED;
}

static void empty_log(struct service *service)
{
    char path[4096 + 8];
    struct stat info;
    struct db_message message;

    snprintf(path, sizeof(path), "%s-wal", service->config->database);
    if (service->config->read_only || stat(path, &info) != 0 || info.st_size == 0)
        return;
    if (db_checkpoint(service->config->database, &message) != DB_OK)
        log_write(service->log, LOG_DEBUG, NULL, "%s", message.text);
}

/* Another process may have written: an import, a restore. */
static void watch(struct service *service)
{
    bool has_changed = false;
    int64_t revision = 0;

    server_rest(service->server);
    if (db_has_changed(service->watch, &has_changed) != DB_OK) {
        log_write(service->log, LOG_WARNING, NULL, "%s", db_cause(service->watch));
        return;
    }
    service->is_behind = service->is_behind || has_changed;
    if (!service->is_behind) {
        if (++service->quiet_intervals % QUIET_INTERVALS == 0)
            empty_log(service);
        return;
    }
    service->quiet_intervals = 0;
    if (db_revision(service->watch, &revision) != DB_OK)
        return;
    server_set_revision(service->server, revision);
    service->is_behind = false;
}

static void wait_for_signal(struct service *service, const sigset_t *signals)
{
    const struct timespec interval = {.tv_nsec = WATCH_INTERVAL_MS * 1000000L};
    int number;

    while ((number = sigtimedwait(signals, NULL, &interval)) < 0)
        watch(service);
    log_write(service->log, LOG_INFO, NULL, "stopping after %s",
              number == SIGINT ? "SIGINT" : "SIGTERM");
}

/* Threads started from here on inherit the mask: only the main thread takes the signals. */
static void block_signals(sigset_t *ret)
{
    sigemptyset(ret);
    sigaddset(ret, SIGTERM);
    sigaddset(ret, SIGINT);
    pthread_sigmask(SIG_BLOCK, ret, NULL);
}

static int run(struct service *service)
{
    struct exchange_database database = database_functions;
    sigset_t signals;
    unsigned cut;

    service->source.options = (struct db_options){
        .path = service->config->database,
        .is_immutable = service->config->read_only,
        .query_timeout_ms = (int)service->config->query_timeout_ms,
        .is_cut = &service->is_cut,
    };
    database.arg = &service->source;
    json_object_seed(0);
    block_signals(&signals);
    if (start_log(service) != 0 || open_database(service) != 0 ||
        start_server(service, &database) != 0)
        return EXIT_FAILED;
    wait_for_signal(service, &signals);
    cut = server_stop(service->server);
    if (cut)
        log_write(service->log, LOG_WARNING, NULL, "%u requests were cut: drain_timeout_s passed",
                  cut);
    return EXIT_DONE;
}

static int run_and_close(const struct config *config)
{
    struct service service = {.config = config};
    int result = run(&service);

    db_close(atomic_load(&service.source.ready));
    db_close(service.watch);
    log_close(service.log);
    return result;
}

/* entente serve */
int serve_run(int argc, char **argv)
{
    const struct argp_child children[] = {{settings_argp(), 0, NULL, 0}, {0}};
    const struct argp argp = {.parser = parse, .doc = doc, .children = children};
    struct settings_input input = {.store = config_new()};
    int result;

    if (!input.store || !children[0].argp)
        return message_and_free(NULL);
    result = settings_check_flags(input.store, children[0].argp, argv);
    if (result == 0) {
        command_parse(&argp, "serve", argc, argv, &input);
        result = settings_read(&input);
    }
    if (result == 0 && input.should_print)
        config_print(input.store, stdout);
    else if (result == 0)
        result = run_and_close(config_get(input.store));
    config_free(input.store);
    return result;
}
