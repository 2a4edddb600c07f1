/* SPDX-License-Identifier: MIT */
/* config: one table of settings; file, environment, flags, help and documentation are made from it.
 */
#ifndef ENTENTE_CONFIG_CONFIG_H
#define ENTENTE_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * INTEGER(member, default, low, high, description), TEXT(member, default, longest length in bytes,
 * description), BOOLEAN(member, default, description), CHOICE(member, default, words separated by
 * '|', description). In the file the member's name, in the environment ENTENTE_MEMBER, as a flag
 * --member with hyphens. Times and sizes are in the unit that their name says.
 */
#define CONFIG_SETTINGS(INTEGER, TEXT, BOOLEAN, CHOICE)                                            \
    TEXT(database, "entente.db", 4096, "the database file")                                        \
    BOOLEAN(read_only, false,                                                                      \
            "open the database immutable: for a read-only mount; nothing else may write it")       \
    TEXT(listen, "127.0.0.1", 64, "address to listen on (IPv4 or IPv6)")                           \
    INTEGER(port, 8080, 0, 65535, "port to listen on; 0 takes a free one and logs it")             \
    INTEGER(admin_port, -1, -1, 65535,                                                             \
            "port of a second listener on 127.0.0.1 for /healthz, /readyz and /version; 0 takes "  \
            "a free one, -1: none")                                                                \
    INTEGER(event_threads, 0, 0, 64, "threads that read and write sockets; 0: one for two cores")  \
    INTEGER(workers, 0, 0, 64, "threads that ask the database; 0: two a core")                     \
    INTEGER(queue_length, 1024, 1, 65536, "requests that may wait for a worker; beyond: 503")      \
    INTEGER(max_connections, 1000, 1, 60000, "open connections; newcomers wait in the backlog")    \
    INTEGER(max_connections_per_client, 0, 0, 60000,                                               \
            "open connections of one address; 0: no limit")                                        \
    INTEGER(idle_timeout_s, 60, 1, 3600, "a connection with no request is closed after this time") \
    INTEGER(header_timeout_s, 10, 1, 600,                                                          \
            "longest time from a request's first byte to the end of its header")                   \
    INTEGER(body_timeout_s, 30, 1, 600, "longest time to send a body")                             \
    INTEGER(answer_timeout_s, 60, 1, 3600, "longest time to make an answer and to take it")        \
    INTEGER(drain_timeout_s, 10, 0, 600, "longest time to finish requests after SIGTERM")          \
    INTEGER(query_timeout_ms, 5000, 1, 600000,                                                     \
            "longest time of a question to the database; beyond: 503")                             \
    INTEGER(max_target_bytes, 8192, 256, 16384, "longest request target; beyond: 414")             \
    INTEGER(max_header_bytes, 10240, 1024, 1048576,                                                \
            "request header, with 64 more for each field, parameter and cookie; beyond: 431")      \
    INTEGER(max_body_bytes, 1048576, 0, 1073741824, "largest body; beyond: 413")                   \
    INTEGER(max_values, 100, 1, 1000, "values in one comma list")                                  \
    INTEGER(max_streams, 4, 1, 64,                                                                 \
            "CSV and NDJSON streams at once; beyond: 503. Always fewer than workers")              \
    INTEGER(stream_timeout_s, 600, 1, 86400, "longest time of a stream")                           \
    INTEGER(stream_least_rate, 1024, 0, 1048576,                                                   \
            "bytes a second, over the last 30 s, below which a stream is cut")                     \
    INTEGER(cache_bytes, 50331648, 0, 1073741824, "memory for stored answers; 0: none are stored") \
    CHOICE(log, "json", "json|text", "how log lines look: for machines or for people")             \
    CHOICE(log_level, "info", "debug|info|warning|error|off",                                      \
           "least important lines that are logged")                                                \
    BOOLEAN(access_log, true, "log a line for each request")

struct config {
#define CONFIG_MEMBER_INTEGER(name, ...) int64_t name;
#define CONFIG_MEMBER_TEXT(name, ...)    const char *name;
#define CONFIG_MEMBER_BOOLEAN(name, ...) bool name;
#define CONFIG_MEMBER_CHOICE(name, ...)  const char *name;
    CONFIG_SETTINGS(CONFIG_MEMBER_INTEGER, CONFIG_MEMBER_TEXT, CONFIG_MEMBER_BOOLEAN,
                    CONFIG_MEMBER_CHOICE)
#undef CONFIG_MEMBER_INTEGER
#undef CONFIG_MEMBER_TEXT
#undef CONFIG_MEMBER_BOOLEAN
#undef CONFIG_MEMBER_CHOICE
};

enum config_type { CONFIG_INTEGER, CONFIG_TEXT, CONFIG_BOOLEAN, CONFIG_CHOICE };
enum config_origin { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT, CONFIG_FLAG };

/* A row of the table, as help, documentation and flags need it. */
struct config_setting {
    const char *name; /* query_timeout_ms */
    enum config_type type;
    const char *default_value; /* as it is written in a file */
    int64_t low;
    int64_t high;      /* of a text: its longest length */
    const char *words; /* of a choice: separated by '|' */
    const char *description;
};

struct config_store;

/** All settings in order of the table. */
const struct config_setting *config_settings(size_t *ret_count);

/** A store with every default. NULL when memory ran out. */
struct config_store *config_new(void);

/** Takes NULL. Return: NULL. */
struct config_store *config_free(struct config_store *store);

/**
 * Reads an INI file without sections. What it says wins over defaults only, in whatever order the
 * three are read. It stops at the first mistake; what stood before it is then set.
 *
 * @ret_message  set on failure only: "entente.ini:3: port: 70000 is not between 0 and 65535"; new,
 *               free() it; NULL when there was no memory for it
 *
 * Return: 0, or -1.
 */
int config_read_file(struct config_store *store, const char *path, char **ret_message);

/**
 * Reads every ENTENTE_* variable of @environment. An ENTENTE_ name that is no setting is a mistake,
 * with the nearest right name; ENTENTE_CONFIG (the file's name) is none.
 */
int config_read_environment(struct config_store *store, char *const *environment,
                            char **ret_message);

/** Sets what a flag says; the last of several wins. @name is `admin-port` or `admin_port`; @value
 * may be NULL for a BOOLEAN: true. */
int config_set_flag(struct config_store *store, const char *name, const char *value,
                    char **ret_message);

/** The settings as they now stand; borrowed, valid until the store changes. */
const struct config *config_get(const struct config_store *store);

/** Where the value of @setting came from. */
enum config_origin config_origin(const struct config_store *store, size_t setting);

/** Writes every setting with its value, and in a comment what it means, its range and where the
 * value came from. */
void config_print(const struct config_store *store, FILE *out);

/** Writes the table as the Markdown page docs/settings.md. */
void config_print_page(FILE *out);

#endif
