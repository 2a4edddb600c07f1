/* SPDX-License-Identifier: MIT */
#include <microhttpd.h>

#include "server/answer.h"
#include "server/core.h"
#include "server/etag.h"
#include "server/exchange.h"
#include "server/log.h"
#include "server/transfer_private.h"

enum { RETRY_SOON_S = 1, RETRY_LATER_S = 5 };

static unsigned retry_after_s(enum problem_kind kind)
{
    if (kind == PROBLEM_BUSY)
        return RETRY_SOON_S;
    return problem_status(kind) == MHD_HTTP_SERVICE_UNAVAILABLE ? RETRY_LATER_S : 0;
}

static void log_problem(const struct transfer *transfer, const struct problem *problem)
{
    struct log *log = transfer->server->options.log;
    bool is_fault = problem_status(problem->kind) == MHD_HTTP_INTERNAL_SERVER_ERROR;

    if (problem->cause[0] || is_fault)
        log_write(log, is_fault ? LOG_ERROR : LOG_WARNING, transfer->id, "%s: %s (%s)",
                  problem_name(problem->kind), problem->detail, problem->cause);
}

/* NULL when memory ran out. */
struct answer *transfer_problem(const struct transfer *transfer, const struct problem *problem,
                                bool must_close)
{
    bool is_about_methods = problem->kind == PROBLEM_METHOD_NOT_ALLOWED;
    struct answer_head head = {.request_id = transfer->id,
                               .allow = is_about_methods ? request_allow() : NULL,
                               .retry_after_s = retry_after_s(problem->kind),
                               .must_close = must_close};
    struct reply reply;

    log_problem(transfer, problem);
    reply_init(&reply);
    reply_set_problem(&reply, problem, transfer->id);
    struct answer *answer = answer_new(&reply, &head);
    reply_fini(&reply);
    return answer;
}

struct answer *transfer_options(const struct transfer *transfer)
{
    struct answer_head head = {
        .request_id = transfer->id, .allow = request_allow(), .is_for_options = true};
    struct reply reply;

    reply_init(&reply);
    reply.status = MHD_HTTP_NO_CONTENT;
    return answer_new(&reply, &head);
}

/* A 304 for a tag that fits, though its answer is not stored. */
struct answer *transfer_unchanged(uint64_t hash, uint64_t length)
{
    char etag[ETAG_SIZE];
    struct answer_head head = {.etag = etag, .is_shared = true};
    struct reply reply;

    etag_write(hash, length, etag);
    reply_init(&reply);
    reply.status = MHD_HTTP_NOT_MODIFIED;
    return answer_new_header(&reply, &head, length);
}

bool transfer_is_stored_route(const struct transfer *transfer)
{
    return request_route(transfer->rq)->cache != ROUTE_CACHE_NEVER;
}

/* @revision of the records that the answer is made from. */
uint64_t transfer_tag_hash(const struct transfer *transfer, int64_t revision, bool is_gzip)
{
    const struct server_options *options = &transfer->server->options;
    bool is_of_build = request_route(transfer->rq)->cache == ROUTE_CACHE_BUILD;
    struct etag_subject subject = {.database_id = options->database_id,
                                   .revision = is_of_build ? 0 : revision,
                                   .build = options->build,
                                   .key = request_key(transfer->rq),
                                   .is_gzip = is_gzip};

    return etag_hash(&subject);
}
