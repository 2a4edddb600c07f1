/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "config/config.h"
#include "server/answer.h"
#include "server/cache.h"
#include "server/core.h"
#include "server/daemon.h"
#include "server/etag.h"
#include "server/exchange.h"
#include "server/flight.h"
#include "server/gzip.h"
#include "server/log.h"
#include "server/seat.h"
#include "server/stream.h"
#include "server/transfer_private.h"

enum {
    RING_BYTES = 256 * 1024,
    RATE_WINDOW_MS = 30000,
    CUT_S = 1,
};

void transfer_release_place(struct transfer *transfer)
{
    if (transfer->has_place)
        atomic_fetch_sub(&transfer->server->streams, 1);
    transfer->has_place = false;
}

void *transfer_enter_worker(void *arg)
{
    return seat_enter(((struct server *)arg)->seats);
}

void transfer_leave_worker(void *arg, void *own)
{
    struct db *db = seat_leave(own);

    if (db)
        ((struct server *)arg)->options.database->close(db);
}

void transfer_wait(void *arg, struct job *job)
{
    (void)arg;
    MHD_suspend_connection(((struct transfer *)job)->mhd);
}

/* The last that a worker does with a transfer that does not stream. */
static void give_back(struct transfer *transfer, struct answer *answer)
{
    transfer_release_place(transfer);
    transfer->answer = answer;
    transfer->has_failed = answer == NULL;
    daemon_resume(transfer->daemon, transfer->mhd);
}

static struct answer *plain_answer(const struct transfer *transfer, struct reply *reply)
{
    struct answer_head head = {.request_id = transfer->id,
                               .is_shared = reply->status < MHD_HTTP_BAD_REQUEST &&
                                            transfer_is_stored_route(transfer)};

    return answer_new(reply, &head);
}

/* Return: whether the body is now compressed. */
static bool compress(const struct transfer *transfer, struct reply *reply)
{
    char *bytes;
    size_t length;

    if (!request_takes_gzip(transfer->rq) ||
        gzip_compress(reply->body, reply->body_length, &bytes, &length) < 0)
        return false;
    free(reply->body);
    reply->body = bytes;
    reply->body_length = length;
    return true;
}

/* An answer with a tag, stored for those who ask the same. */
static struct answer *tagged_answer(const struct transfer *transfer, struct reply *reply)
{
    struct server *server = transfer->server;
    bool is_of_build = request_route(transfer->rq)->cache == ROUTE_CACHE_BUILD;
    int64_t revision =
        is_of_build ? atomic_load(&server->revision) : request_revision(transfer->rq);
    bool is_gzip = compress(transfer, reply);
    char etag[ETAG_SIZE];
    struct answer_head head = {
        .etag = etag, .encoding = is_gzip ? "gzip" : NULL, .is_shared = true};

    etag_write(transfer_tag_hash(transfer, revision, is_gzip), reply->body_length, etag);
    struct answer *answer = answer_new(reply, &head);
    bool is_short = answer && !is_gzip && answer_length(answer) < GZIP_LEAST_BYTES;
    if (answer)
        cache_put(server->cache, request_key(transfer->rq),
                  request_takes_gzip(transfer->rq) && !is_short, answer, revision);
    return answer;
}

static struct answer *whole_answer(const struct transfer *transfer, struct reply *reply)
{
    bool has_tag =
        transfer_is_stored_route(transfer) && reply->status == MHD_HTTP_OK && reply->body;

    return has_tag ? tagged_answer(transfer, reply) : plain_answer(transfer, reply);
}

/* ---- streams ---- */

static void suspend(void *arg)
{
    MHD_suspend_connection(((struct transfer *)arg)->mhd);
}

static void resume(void *arg)
{
    struct transfer *transfer = arg;

    daemon_resume(transfer->daemon, transfer->mhd);
}

/*
 * libmicrohttpd 0.9.75 closes its side after such an error, but then forgets the connection: no
 * event comes any more, and it stays open. Those with a time limit of their own it looks at every
 * time.
 */
static void cut(void *arg)
{
    MHD_set_connection_option(((struct transfer *)arg)->mhd, MHD_CONNECTION_OPTION_TIMEOUT,
                              (unsigned)CUT_S);
}

/* A client that still has to take what is in the ring gets the ordinary time for it; one that has
 * to see that its answer is cut gets little. */
static void note_ending(void *arg, bool is_whole)
{
    struct transfer *transfer = arg;

    transfer_set_limit(transfer,
                       is_whole ? transfer->server->options.config->answer_timeout_s : CUT_S);
}

static struct stream *new_stream(struct transfer *transfer)
{
    const struct config *config = transfer->server->options.config;
    struct stream_options options = {.capacity_bytes = RING_BYTES,
                                     .longest_ms = config->stream_timeout_s * 1000,
                                     .least_rate = (uint64_t)config->stream_least_rate,
                                     .rate_window_ms = RATE_WINDOW_MS,
                                     .suspend = suspend,
                                     .resume = resume,
                                     .cut = cut,
                                     .ending = note_ending,
                                     .arg = transfer};

    return stream_new(&options);
}

static struct answer *stream_answer(const struct transfer *transfer, const struct reply *reply,
                                    struct stream *stream)
{
    char etag[ETAG_SIZE];
    bool has_tag = transfer_is_stored_route(transfer);
    struct answer_head head = {
        .request_id = transfer->id, .etag = has_tag ? etag : NULL, .is_shared = has_tag};

    etag_write(transfer_tag_hash(transfer, request_revision(transfer->rq), false), ETAG_NO_LENGTH,
               etag);
    return stream ? answer_new_stream(reply, &head, stream)
                  : answer_new_header(reply, &head, ETAG_NO_LENGTH);
}

/* The connection sends while this fills the ring; it may end first. */
static void run_stream(struct transfer *transfer, const struct reply *reply)
{
    struct stream *stream = new_stream(transfer);

    transfer->stream = stream;
    transfer->answer = stream ? stream_answer(transfer, reply, stream) : NULL;
    transfer->has_failed = transfer->answer == NULL;
    atomic_fetch_add(&transfer->references, 1);
    bool is_sent = !transfer->has_failed;
    daemon_resume(transfer->daemon, transfer->mhd);
    if (!is_sent)
        return;
    bool is_whole = reply->produce(stream, reply->produce_arg) == 0;
    stream_end(stream, is_whole);
    if (!is_whole)
        log_write(transfer->server->options.log, LOG_WARNING, transfer->id,
                  "the stream was cut: it failed, a limit was reached or the client is gone");
}

static void answer_stream(struct transfer *transfer, struct db *db, const struct reply *reply)
{
    const struct exchange_database *database = transfer->server->options.database;

    if (transfer->is_head) {
        struct answer *answer = stream_answer(transfer, reply, NULL);
        request_finish_stream(transfer->rq, database, db);
        give_back(transfer, answer);
        return;
    }
    run_stream(transfer, reply);
    request_finish_stream(transfer->rq, database, db);
    transfer_release_place(transfer);
    transfer_unref(transfer);
}

/* ---- running the handler ---- */

/* What came of it. */
struct outcome {
    enum { OUTCOME_ANSWER, OUTCOME_STREAM, OUTCOME_PROBLEM } kind;
    struct answer *answer; /* but for a stream: the caller's own; NULL when memory ran out */
    struct reply reply;    /* what a stream is produced from */
    struct problem problem;
};

static void run_handler(const struct transfer *transfer, struct db *db, enum exchange_pace pace,
                        struct outcome *ret)
{
    const struct exchange_database *database = transfer->server->options.database;

    *ret = (struct outcome){.kind = OUTCOME_PROBLEM};
    reply_init(&ret->reply);
    if (request_answer(transfer->rq, database, db, pace, &ret->reply, &ret->problem) < 0)
        return;
    ret->kind = ret->reply.produce ? OUTCOME_STREAM : OUTCOME_ANSWER;
    if (ret->kind == OUTCOME_ANSWER)
        ret->answer = whole_answer(transfer, &ret->reply);
}

struct answer *transfer_answer_inline(struct transfer *transfer)
{
    struct outcome outcome;

    assert(!request_route(transfer->rq)->needs_database);
    run_handler(transfer, NULL, PACE_QUICK, &outcome);
    assert(outcome.kind != OUTCOME_STREAM);
    if (outcome.kind == OUTCOME_PROBLEM)
        outcome.answer = transfer_problem(transfer, &outcome.problem, false);
    reply_fini(&outcome.reply);
    return outcome.answer;
}

/* Compressing is not quick, and long answers are not. */
static bool may_be_quick(const struct transfer *transfer)
{
    return !request_is_stream(transfer->rq) && !request_takes_gzip(transfer->rq) &&
           request_query(transfer->rq)->limit <= QUERY_DEFAULT_LIMIT;
}

bool transfer_answer_quickly(struct transfer *transfer, struct answer **ret)
{
    const struct problem *problem = NULL;
    struct outcome outcome;
    struct db *db;

    if (!may_be_quick(transfer))
        return false;
    struct seat *seat = seat_try(transfer->server->seats, &db);
    if (!seat)
        return false;
    run_handler(transfer, db, PACE_QUICK, &outcome);
    seat_give_back(seat);
    bool is_too_much =
        outcome.kind == OUTCOME_PROBLEM &&
        (outcome.problem.kind == PROBLEM_QUERY_TIMEOUT || outcome.problem.kind == PROBLEM_BUSY);
    if (outcome.kind == OUTCOME_PROBLEM && !is_too_much) {
        problem = &outcome.problem;
        outcome.answer = transfer_problem(transfer, problem, false);
    }
    if (!is_too_much)
        transfer_land(transfer, outcome.answer, problem);
    reply_fini(&outcome.reply);
    *ret = outcome.answer;
    return !is_too_much;
}

/* ---- those who wait for the same answer ---- */

/* Goes on with one that has waited for @answer, or for @problem. What is of one request alone, as
 * its id in a redirect, another does not get: it asks for itself. */
static void give_same(struct transfer *transfer, struct answer *answer,
                      const struct problem *problem)
{
    if (problem)
        give_back(transfer, transfer_problem(transfer, problem, false));
    else if (answer && answer_etag(answer)[0])
        give_back(transfer, answer_ref(answer));
    else
        workers_push_first(transfer->server->workers, &transfer->job);
}

void transfer_land(struct transfer *transfer, struct answer *answer, const struct problem *problem)
{
    struct job *job = flight_end(transfer->server->flights, transfer->flight);

    transfer->flight = NULL;
    while (job) {
        struct job *next = job->next;

        give_same((struct transfer *)job, answer, problem);
        job = next;
    }
}

/* Between the look at what is stored and the flight the answer may have come. */
static struct answer *find_again(const struct transfer *transfer)
{
    return transfer->flight ? transfer_find_stored(transfer) : NULL;
}

static void run_job(struct transfer *transfer, struct db *db)
{
    struct outcome outcome = {.answer = find_again(transfer)};
    const struct problem *problem = NULL;

    if (!outcome.answer)
        run_handler(transfer, db, PACE_ORDINARY, &outcome);
    if (outcome.kind == OUTCOME_STREAM) {
        answer_stream(transfer, db, &outcome.reply);
        reply_fini(&outcome.reply);
        return;
    }
    if (outcome.kind == OUTCOME_PROBLEM) {
        problem = &outcome.problem;
        outcome.answer = transfer_problem(transfer, problem, false);
    }
    transfer_land(transfer, outcome.answer, problem);
    give_back(transfer, outcome.answer);
    reply_fini(&outcome.reply);
}

/* Opened when there is something to ask: most servers never need all of them. */
static struct db *take_connection(const struct server *server, struct seat *seat)
{
    const struct exchange_database *database = server->options.database;
    struct db *db = seat_take(seat);

    if (!db) {
        db = database->open(database->arg);
        seat_set(seat, db);
    }
    return db;
}

void transfer_run(void *arg, void *own, struct job *job)
{
    struct server *server = arg;
    struct seat *seat = own;

    atomic_fetch_add(&server->awake, 1);
    run_job((struct transfer *)job, take_connection(server, seat));
    seat_give_back(seat);
    atomic_fetch_sub(&server->awake, 1);
}

void transfer_cancel(void *arg, struct job *job)
{
    struct transfer *transfer = (struct transfer *)job;
    struct problem problem;

    (void)arg;
    problem_set(&problem, PROBLEM_SHUTTING_DOWN, NULL, "The server is stopping.");
    transfer_land(transfer, NULL, &problem);
    give_back(transfer, transfer_problem(transfer, &problem, true));
}
