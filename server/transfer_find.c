/* SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <string.h>

#include "config/config.h"
#include "server/answer.h"
#include "server/cache.h"
#include "server/core.h"
#include "server/daemon.h"
#include "server/etag.h"
#include "server/exchange.h"
#include "server/flight.h"
#include "server/gzip.h"
#include "server/memo.h"
#include "server/transfer_private.h"
#include "server/watchdog.h"
#include "server/worker.h"

static struct answer *find_unchanged(const struct transfer *transfer)
{
    int64_t revision = atomic_load(&transfer->server->revision);
    const char *list = transfer->if_none_match;
    uint64_t hash = transfer_tag_hash(transfer, revision, false);
    uint64_t length;

    if (etag_find(list, hash, &length))
        return transfer_unchanged(hash, length);
    if (request_is_stream(transfer->rq)) /* of a list that always exists, so that * fits */
        return etag_is_any(list) ? transfer_unchanged(hash, ETAG_NO_LENGTH) : NULL;
    if (!request_takes_gzip(transfer->rq))
        return NULL;
    hash = transfer_tag_hash(transfer, revision, true);
    return etag_find(list, hash, &length) ? transfer_unchanged(hash, length) : NULL;
}

/* What takes gzip is stored apart from what does not, but for answers too short to compress. */
static struct answer *find_stored(struct cache *cache, const char *key, bool takes_gzip)
{
    struct answer *answer = takes_gzip ? cache_get(cache, key, true) : NULL;

    if (answer)
        return answer;
    answer = cache_get(cache, key, false);
    if (answer && takes_gzip && answer_length(answer) >= GZIP_LEAST_BYTES)
        return answer_unref(answer);
    return answer;
}

struct answer *transfer_find_stored(const struct transfer *transfer)
{
    return find_stored(transfer->server->cache, request_key(transfer->rq),
                       request_takes_gzip(transfer->rq));
}

/* Return: false for requests whose reading depends on more than a memo knows. */
static bool describe(const struct transfer *transfer, const char *method, const char *version,
                     struct memo_request *ret)
{
    bool is_reading = transfer->is_head || strcmp(method, MHD_HTTP_METHOD_GET) == 0;

    *ret = (struct memo_request){.target = transfer->target,
                                 .accept = transfer->accept,
                                 .accept_encoding = transfer->accept_encoding,
                                 .day = memo_today()};
    return is_reading && !transfer->listener->is_admin &&
           strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
}

/* A stored answer to a request that came before, letter for letter. */
static struct answer *find_known(const struct transfer *transfer,
                                 const struct memo_request *request)
{
    struct memo_reading reading;

    if (!memo_find(transfer->server->memo, request, &reading))
        return NULL;
    struct answer *answer = find_stored(transfer->server->cache, reading.key, reading.takes_gzip);
    if (!answer)
        memo_forget(transfer->server->memo, request);
    return answer;
}

/* The day may have changed while the request was read; then nobody knows which one is in the key.
 */
static void keep_reading(const struct transfer *transfer, const struct memo_request *request)
{
    struct cache *cache = transfer->server->cache;
    const char *key = request_key(transfer->rq);
    const bool takes_gzip = request_takes_gzip(transfer->rq);
    struct memo_near near;

    if (!cache_find_near(cache, key, takes_gzip, &near))
        cache_find_near(cache, key, false, &near);
    if (memo_today() == request->day)
        memo_keep(transfer->server->memo, request, key, takes_gzip, &near);
}

/* An answer that needs no worker; NULL: there is none. */
static struct answer *find_answer(const struct transfer *transfer,
                                  const struct memo_request *request, bool can_keep)
{
    struct answer *answer = NULL;

    if (!transfer_is_stored_route(transfer))
        return NULL;
    if (!request_is_stream(transfer->rq))
        answer = transfer_find_stored(transfer);
    if (answer && can_keep)
        keep_reading(transfer, request);
    if (!answer && transfer->if_none_match)
        answer = find_unchanged(transfer);
    return answer;
}

/* ---- handing over ---- */

static int take_place(struct transfer *transfer, struct problem *reterr)
{
    struct server *server = transfer->server;

    if (atomic_fetch_add(&server->streams, 1) < server->max_streams) {
        transfer->has_place = true;
        return 0;
    }
    atomic_fetch_sub(&server->streams, 1);
    return problem_set(reterr, PROBLEM_BUSY, NULL, "There are already %u streams.",
                       server->max_streams);
}

static int take_places(struct transfer *transfer, struct problem *reterr)
{
    bool is_stream = request_is_stream(transfer->rq) && !transfer->is_head;

    if (is_stream && take_place(transfer, reterr) < 0)
        return -1;
    if (transfer->listener->is_admin || workers_reserve(transfer->server->workers))
        return 0;
    transfer_release_place(transfer);
    return problem_set(reterr, PROBLEM_BUSY, NULL, "Too many requests wait for a worker.");
}

static enum MHD_Result send_problem(struct transfer *transfer, const struct problem *problem)
{
    transfer->answer = transfer_problem(transfer, problem, false);
    return transfer_send(transfer);
}

/* Whether a worker makes the same answer already; then the transfer waits for that. */
static bool joins_flight(struct transfer *transfer)
{
    struct server *server = transfer->server;
    struct flight_subject subject = {.key = request_key(transfer->rq),
                                     .takes_gzip = request_takes_gzip(transfer->rq),
                                     .revision = atomic_load(&server->revision)};

    if (!transfer_is_stored_route(transfer) || request_is_stream(transfer->rq))
        return false;
    return flight_join(server->flights, &subject, &transfer->job, &transfer->flight);
}

static enum MHD_Result hand_over(struct transfer *transfer)
{
    struct server *server = transfer->server;
    struct problem problem;

    if (!transfer->flight && joins_flight(transfer))
        return MHD_YES;
    if (take_places(transfer, &problem) < 0) {
        transfer_land(transfer, NULL, &problem);
        return send_problem(transfer, &problem);
    }
    if (transfer->has_place)
        transfer_set_limit(transfer, server->options.config->stream_timeout_s);
    MHD_suspend_connection(transfer->mhd);
    if (transfer->listener->is_admin)
        workers_push_first(server->workers, &transfer->job);
    else
        workers_push(server->workers, &transfer->job);
    return MHD_YES;
}

/* To wait for one that another event thread makes, or for those that are made next, costs about as
 * much as to make it. */
static bool is_record(const struct transfer *transfer)
{
    return request_route(transfer->rq)->answers == ROUTE_ANSWERS_RECORD;
}

/* With those that the event thread makes next. */
static enum MHD_Result send_together(struct transfer *transfer)
{
    hold_add(&transfer->daemon->hold, transfer->connection->descriptor);
    return transfer_send(transfer);
}

static enum MHD_Result make_answer(struct transfer *transfer)
{
    switch (request_route(transfer->rq)->runs) {
    case ROUTE_RUNS_INLINE:
        transfer->answer = transfer_answer_inline(transfer);
        return transfer_send(transfer);
    case ROUTE_RUNS_QUICK:
        if (!is_record(transfer) && joins_flight(transfer))
            return MHD_YES;
        if (transfer_answer_quickly(transfer, &transfer->answer))
            return is_record(transfer) ? transfer_send(transfer) : send_together(transfer);
        break;
    case ROUTE_RUNS_WORKER:
        break;
    }
    return hand_over(transfer);
}

static enum MHD_Result read_and_answer(struct transfer *transfer, const char *method,
                                       const char *version, const struct memo_request *request,
                                       bool can_keep)
{
    struct problem problem;

    if (transfer_read_request(transfer, method, version, &problem) < 0)
        return send_problem(transfer, &problem);
    if (request_is_options(transfer->rq)) {
        transfer->answer = transfer_options(transfer);
        return transfer_send(transfer);
    }
    transfer->answer = find_answer(transfer, request, can_keep);
    if (transfer->answer)
        return transfer_send(transfer);
    return make_answer(transfer);
}

enum MHD_Result transfer_go_on(struct transfer *transfer, const char *method, const char *version)
{
    struct memo_request request;
    bool can_keep = describe(transfer, method, version, &request);

    transfer_set_limit(transfer, transfer->server->options.config->answer_timeout_s);
    if (can_keep)
        transfer->answer = find_known(transfer, &request);
    if (transfer->answer)
        return transfer_send(transfer);
    return read_and_answer(transfer, method, version, &request, can_keep);
}
