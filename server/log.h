/* SPDX-License-Identifier: MIT */
/* log: lines on stderr, written by one thread; who logs never waits, what does not fit is counted.
 */
#ifndef ENTENTE_SERVER_LOG_H
#define ENTENTE_SERVER_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR, LOG_OFF };

/* One line a request. */
struct log_access {
    const char *request_id;
    const char *method;
    const char *target; /* raw: made printable when written */
    const char *client;
    unsigned status;
    uint64_t bytes;
    uint64_t microseconds;
};

struct log;

struct log_options {
    enum log_level least;
    bool is_text;    /* for people; else JSON lines */
    bool has_access; /* whether log_access() writes anything */
    int descriptor;  /* where to, borrowed; 2 for stderr */
};

/** Starts the writing thread. NULL when memory or threads ran out. */
struct log *log_open(const struct log_options *options);

/** Writes what is waiting, then how many lines were lost, and ends the thread. Takes NULL. Return:
 * NULL. */
struct log *log_close(struct log *log);

/** A line of the program's own, from any thread. @request_id may be NULL. @log NULL: text on stderr
 * at once. */
void log_write(struct log *log, enum log_level level, const char *request_id, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/** From any thread; never waits. */
void log_access(struct log *log, const struct log_access *line);

/** The level that @word (debug, info, warning, error, off) names; LOG_INFO for any other. */
enum log_level log_level_find(const char *word);

#endif
