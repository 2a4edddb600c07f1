/* SPDX-License-Identifier: MIT */
/* transfer_private: what a transfer is made of; for the transfer_*.c files alone. */
#ifndef ENTENTE_SERVER_TRANSFER_PRIVATE_H
#define ENTENTE_SERVER_TRANSFER_PRIVATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/arena.h"
#include "server/problem.h"
#include "server/transfer.h"
#include "server/worker.h"

enum { TRANSFER_ID_SIZE = 17, TRANSFER_METHOD_SIZE = 16 /* in the log */ };

struct transfer {
    struct job job; /* the first member: workers hand it back */
    struct daemon *daemon;
    struct listener *listener;
    struct server *server;
    struct MHD_Connection *mhd;
    struct connection *connection;
    atomic_uint references; /* the connection's and, while it streams, the worker's */
    char id[TRANSFER_ID_SIZE];
    char method[TRANSFER_METHOD_SIZE];
    int64_t started_us;
    uint64_t target_number; /* for the memo */
    bool is_checked;        /* the first call is over */
    bool is_head;
    bool has_place;  /* counted in server->streams */
    bool has_failed; /* memory ran out */
    struct arena arena;
    const char *accept; /* header values: NULL where there is none */
    const char *accept_encoding;
    const char *if_none_match;
    struct request *rq;
    struct flight *flight; /* of the answer that a worker is to make; others may wait for it */
    struct answer *answer; /* what is to be sent next */
    struct stream *stream;
    unsigned status; /* 0: nothing was sent, or libmicrohttpd answered by itself */
    uint64_t bytes;
    char target[];
};

/* ---- transfer.c ---- */

/** One reference less. Return: NULL. */
struct transfer *transfer_unref(struct transfer *transfer);

/** How long, from now, the connection may take for what comes next. */
void transfer_set_limit(struct transfer *transfer, int64_t limit_s);

/** Reads the request against the tables; transfer->rq is new where there is a route. */
int transfer_read_request(struct transfer *transfer, const char *method, const char *version,
                          struct problem *reterr);

/** Sends transfer->answer; NULL there stands for one that could not be made. */
enum MHD_Result transfer_send(struct transfer *transfer);

/* ---- transfer_find.c ---- */

/** The second call: sends an answer that needs no worker, or hands over to one. */
enum MHD_Result transfer_go_on(struct transfer *transfer, const char *method, const char *version);

/** The stored answer to the request, a reference of the caller's own; NULL: there is none. */
struct answer *transfer_find_stored(const struct transfer *transfer);

/* ---- transfer_answer.c: answers that no handler makes; NULL when memory ran out ---- */

/** Writes the problem's cause into the log, too. */
struct answer *transfer_problem(const struct transfer *transfer, const struct problem *problem,
                                bool must_close);

/** To OPTIONS. */
struct answer *transfer_options(const struct transfer *transfer);

/** A 304 for a tag that fits, though its answer is not stored. */
struct answer *transfer_unchanged(uint64_t hash, uint64_t length);

/** Whether answers of the route are given again. */
bool transfer_is_stored_route(const struct transfer *transfer);

/** What etag_write() wants. @revision  of the records that the answer is made from. */
uint64_t transfer_tag_hash(const struct transfer *transfer, int64_t revision, bool is_gzip);

/* ---- transfer_work.c ---- */

/** Runs the handler of an inline route. Return: new; NULL when memory ran out. */
struct answer *transfer_answer_inline(struct transfer *transfer);

/** Runs the handler of a quick route. Return: false where a worker has to; else true, with a new
 * one in @ret, NULL when memory ran out. */
bool transfer_answer_quickly(struct transfer *transfer, struct answer **ret);

/** Ends the flight of @transfer, if it has one: those that have waited for it go on, with @answer
 * or, where it is not NULL, @problem. */
void transfer_land(struct transfer *transfer, struct answer *answer, const struct problem *problem);

/** Gives back the place of a stream, if it has one. */
void transfer_release_place(struct transfer *transfer);

#endif
