/* SPDX-License-Identifier: MIT */
/* exchange: one request from its raw target to its reply, without a socket: all of it can be tested
 * in memory. */
#ifndef ENTENTE_SERVER_EXCHANGE_H
#define ENTENTE_SERVER_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

/* What arrived; all borrowed, NUL-ended, already past the request check (server/check.h). */
struct arrival {
    const char *method;
    const char *target; /* raw: origin form, absolute form, or * */
    const char *accept; /* header values; NULL where the header is missing */
    const char *accept_encoding;
    bool is_http_1_0;
    bool is_admin; /* came through the admin listener */
};

/* Limits on what one request may ask; each is a setting. */
struct exchange_limits {
    size_t max_values; /* of one comma list */
};

/* What a question may take. */
enum exchange_pace {
    PACE_QUICK,    /* on the event thread: little, and nothing may wait; else a problem of kind
                      PROBLEM_QUERY_TIMEOUT or PROBLEM_BUSY, and a worker answers */
    PACE_ORDINARY, /* the time limit of a question */
    PACE_STREAM,   /* a stream has limits of its own */
};

/* Where the answers come from: handed in, so that server/ knows no database. */
struct exchange_database {
    /** A worker's own connection; NULL when it cannot be opened (then begin reports it). */
    struct db *(*open)(void *arg);
    void (*close)(struct db *db);
    /** Opens the read transaction of one request. Return: 0 or -1 with the problem. */
    int (*begin)(struct db *db, const char *day, enum exchange_pace pace, int64_t *ret_revision,
                 struct problem *reterr);
    /** Ends it; may leave its snapshot open for the next ones of PACE_QUICK. */
    void (*end)(struct db *db);
    /** Closes a snapshot that was left open. */
    void (*rest)(struct db *db);
    void *arg;
};

/**
 * Reads method, path and query, in that order.
 *
 * @ret  new, also on failure where a route was found; release with request_free(). It borrows
 * nothing from @arrival.
 *
 * Return: 0, or -1 with the problem.
 */
int request_new(const struct routes *routes, const struct exchange_limits *limits,
                const struct arrival *arrival, struct request **ret, struct problem *reterr);

/** Takes NULL. Return: NULL. */
struct request *request_free(struct request *rq);

/** Whether the method is OPTIONS: answered without a handler by request_options(). */
bool request_is_options(const struct request *rq);

/** Whether the answer is a stream (CSV or NDJSON). */
bool request_is_stream(const struct request *rq);

/** Whether the client takes gzip. */
bool request_takes_gzip(const struct request *rq);

/** The methods of the path, for Allow. */
const char *request_allow(void);

/**
 * The normalised question: path, parameters in table order, representation, and the day where the
 * answer depends on it. Two requests with the same key have the same answer in the same revision.
 * Borrowed from the request.
 */
const char *request_key(const struct request *rq);

/**
 * Runs the handler, inside a read transaction where the route needs one. After a problem it may run
 * again, at another pace.
 *
 * @pace  PACE_QUICK or PACE_ORDINARY
 *
 * Return: 0 with @ret set; a stream's transaction is then still open, see request_finish_stream().
 * -1 with the problem (its cause is for the log); nothing is open.
 */
int request_answer(struct request *rq, const struct exchange_database *database, struct db *db,
                   enum exchange_pace pace, struct reply *ret, struct problem *reterr);

/** Ends the read transaction that request_answer() left open for a stream's producer. */
void request_finish_stream(struct request *rq, const struct exchange_database *database,
                           struct db *db);

#endif
