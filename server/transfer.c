/* SPDX-License-Identifier: MIT */
#include "server/transfer.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/config.h"
#include "model/arena.h"
#include "server/answer.h"
#include "server/cache.h"
#include "server/check.h"
#include "server/clock.h"
#include "server/core.h"
#include "server/etag.h"
#include "server/exchange.h"
#include "server/gzip.h"
#include "server/log.h"
#include "server/stream.h"
#include "server/watchdog.h"
#include "server/worker.h"

enum {
    TRANSFER_ID_SIZE = 17,
    TRANSFER_METHOD_SIZE = 16, /* in the log */
    TRANSFER_RING_BYTES = 256 * 1024,
    TRANSFER_RATE_WINDOW_MS = 30000,
    TRANSFER_CUT_S = 1,
    TRANSFER_RETRY_SOON_S = 1,
    TRANSFER_RETRY_LATER_S = 5,
};

struct transfer {
    struct job job; /* the first member: workers hand it back */
    struct listener *listener;
    struct server *server;
    struct MHD_Connection *mhd;
    struct connection *connection;
    atomic_uint references; /* the connection's and, while it streams, the worker's */
    char id[TRANSFER_ID_SIZE];
    char method[TRANSFER_METHOD_SIZE];
    int64_t started_us;
    bool is_checked; /* the first call is over */
    bool is_head;
    bool has_place;  /* counted in server->streams */
    bool has_failed; /* memory ran out */
    struct arena arena;
    const char *accept; /* header values: NULL where there is none */
    const char *accept_encoding;
    const char *if_none_match;
    struct request *rq;
    struct answer *answer; /* what is to be sent next */
    struct stream *stream;
    unsigned status; /* 0: nothing was sent, or libmicrohttpd answered by itself */
    uint64_t bytes;
    char target[];
};

/* ---- making and releasing ---- */

/* An odd factor: different numbers give different ids, and neighbours look unlike. */
static void set_id(struct transfer *transfer)
{
    struct server *server = transfer->server;
    uint64_t number = server->first_id + atomic_fetch_add(&server->requests, 1);

    snprintf(transfer->id, sizeof transfer->id, "%016llx",
             (unsigned long long)(number * UINT64_C(0x9e3779b97f4a7c15)));
}

struct transfer *transfer_new(struct listener *listener, struct MHD_Connection *mhd,
                              const char *target)
{
    size_t size = strlen(target) + 1;
    struct transfer *transfer = calloc(1, sizeof *transfer + size);

    if (!transfer)
        return NULL;
    memcpy(transfer->target, target, size);
    transfer->listener = listener;
    transfer->server = listener->server;
    transfer->mhd = mhd;
    transfer->started_us = clock_now_us();
    atomic_init(&transfer->references, 1);
    arena_init(&transfer->arena);
    set_id(transfer);
    transfer->connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    if (transfer->connection)
        connection_begin(transfer->connection);
    return transfer;
}

static struct transfer *transfer_unref(struct transfer *transfer)
{
    if (atomic_fetch_sub(&transfer->references, 1) > 1)
        return NULL;
    answer_unref(transfer->answer);
    stream_unref(transfer->stream);
    request_free(transfer->rq);
    arena_fini(&transfer->arena);
    free(transfer);
    return NULL;
}

static void set_limit(struct transfer *transfer, int64_t limit_s)
{
    connection_set_limit(transfer->connection, limit_s * 1000);
}

/* ---- answers made here, not by a handler ---- */

static unsigned retry_after_s(enum problem_kind kind)
{
    if (kind == PROBLEM_BUSY)
        return TRANSFER_RETRY_SOON_S;
    return problem_status(kind) == MHD_HTTP_SERVICE_UNAVAILABLE ? TRANSFER_RETRY_LATER_S : 0;
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
static struct answer *problem_answer(const struct transfer *transfer, const struct problem *problem,
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

static struct answer *options_answer(const struct transfer *transfer)
{
    struct answer_head head = {
        .request_id = transfer->id, .allow = request_allow(), .is_for_options = true};
    struct reply reply;

    reply_init(&reply);
    reply.status = MHD_HTTP_NO_CONTENT;
    return answer_new(&reply, &head);
}

/* A 304 for a tag that fits, though its answer is not stored. */
static struct answer *unchanged_answer(uint64_t hash, uint64_t length)
{
    char etag[ETAG_SIZE];
    struct answer_head head = {.etag = etag, .is_shared = true};
    struct reply reply;

    etag_write(hash, length, etag);
    reply_init(&reply);
    reply.status = MHD_HTTP_NOT_MODIFIED;
    return answer_new_header(&reply, &head, length);
}

/* ---- sending ---- */

/* While draining a connection ends with the last request that had begun before. */
static bool must_close(const struct transfer *transfer)
{
    return atomic_load(&transfer->server->is_draining) &&
           !connection_has_more_to_answer(transfer->connection);
}

static enum MHD_Result send_last_resort(struct transfer *transfer)
{
    transfer->status = MHD_HTTP_INTERNAL_SERVER_ERROR;
    return MHD_queue_response(transfer->mhd, transfer->status, transfer->server->last_resort);
}

static bool is_unchanged(const struct transfer *transfer)
{
    const char *etag = answer_etag(transfer->answer);

    return transfer->if_none_match && etag[0] && answer_status(transfer->answer) == MHD_HTTP_OK &&
           etag_is_listed(transfer->if_none_match, etag);
}

static enum MHD_Result queue(struct transfer *transfer)
{
    struct MHD_Response *closing = NULL;

    if (must_close(transfer))
        closing = answer_closing_response(transfer->answer);
    enum MHD_Result result = MHD_queue_response(
        transfer->mhd, transfer->status, closing ? closing : answer_response(transfer->answer));
    if (closing)
        MHD_destroy_response(closing);
    return result;
}

/* Sends transfer->answer; NULL there stands for one that could not be made. */
static enum MHD_Result send_answer(struct transfer *transfer)
{
    if (!transfer->answer)
        return send_last_resort(transfer);

    uint64_t length = answer_length(transfer->answer);
    transfer->status =
        is_unchanged(transfer) ? MHD_HTTP_NOT_MODIFIED : answer_status(transfer->answer);
    bool has_body = !transfer->is_head && transfer->status != MHD_HTTP_NOT_MODIFIED;
    transfer->bytes = has_body && length != ETAG_NO_LENGTH ? length : 0;
    enum MHD_Result result = queue(transfer);
    transfer->answer = answer_unref(transfer->answer);
    return result;
}

static enum MHD_Result send_problem(struct transfer *transfer, const struct problem *problem)
{
    transfer->answer = problem_answer(transfer, problem, false);
    return send_answer(transfer);
}

/* ---- the first call ---- */

struct header_reader {
    struct transfer *transfer;
    struct check check;
};

static const char **wanted_value(struct transfer *transfer, const char *name)
{
    if (strcasecmp(name, MHD_HTTP_HEADER_ACCEPT) == 0)
        return &transfer->accept;
    if (strcasecmp(name, MHD_HTTP_HEADER_ACCEPT_ENCODING) == 0)
        return &transfer->accept_encoding;
    if (strcasecmp(name, MHD_HTTP_HEADER_IF_NONE_MATCH) == 0)
        return &transfer->if_none_match;
    return NULL;
}

/* Values live as long as the request. All three are lists, so that repeated ones are joined. */
static void keep_value(struct transfer *transfer, const char **slot, struct check_text value)
{
    value = check_trim(value);
    if (*slot)
        *slot = arena_format(&transfer->arena, "%s, %.*s", *slot, (int)value.length, value.bytes);
    else if (value.bytes[value.length] == '\0')
        *slot = value.bytes;
    else
        *slot = arena_copy(&transfer->arena, value.bytes, value.length);
    if (!*slot)
        transfer->has_failed = true;
}

static enum MHD_Result read_field(void *arg, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t value_length)
{
    struct header_reader *reader = arg;
    const char **slot = wanted_value(reader->transfer, name);
    struct check_text text = {value ? value : "", value ? value_length : 0};

    (void)kind;
    check_field(&reader->check, (struct check_text){name, name_length}, text);
    if (slot)
        keep_value(reader->transfer, slot, text);
    return MHD_YES;
}

static struct arrival arrival_of(const struct transfer *transfer, const char *method,
                                 const char *version)
{
    return (struct arrival){.method = method,
                            .target = transfer->target,
                            .accept = transfer->accept,
                            .accept_encoding = transfer->accept_encoding,
                            .is_http_1_0 = strcmp(version, MHD_HTTP_VERSION_1_0) == 0,
                            .is_admin = transfer->listener->is_admin};
}

static int read_request(struct transfer *transfer, const char *method, const char *version,
                        struct problem *reterr)
{
    struct exchange_limits limits = {.max_values =
                                         (size_t)transfer->server->options.config->max_values};
    struct arrival arrival = arrival_of(transfer, method, version);

    return request_new(transfer->server->options.routes, &limits, &arrival, &transfer->rq, reterr);
}

/* Queued at the first call, an answer closes the connection. */
static enum MHD_Result refuse(struct transfer *transfer, const struct problem *problem)
{
    transfer->answer = problem_answer(transfer, problem, true);
    return send_answer(transfer);
}

/* No path takes a body: so whatever else is wrong is said, before the body comes. */
static enum MHD_Result refuse_body(struct transfer *transfer, const char *method,
                                   const char *version)
{
    struct problem problem;

    if (read_request(transfer, method, version, &problem) == 0)
        problem_set(&problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL, "%s takes no body here.",
                    method);
    return refuse(transfer, &problem);
}

static void take_header(struct transfer *transfer)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(transfer->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    connection_take_header(transfer->connection, info ? info->header_size : 0);
    set_limit(transfer, transfer->server->options.config->body_timeout_s);
}

static enum MHD_Result begin(struct transfer *transfer, const char *method, const char *version)
{
    const struct config *config = transfer->server->options.config;
    struct check_limits limits = {.max_target_bytes = (size_t)config->max_target_bytes,
                                  .max_body_bytes = (uint64_t)config->max_body_bytes};
    struct check_line line = {method, transfer->target, version};
    struct header_reader reader = {.transfer = transfer};
    struct problem problem;

    transfer->is_checked = true;
    transfer->is_head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
    snprintf(transfer->method, sizeof transfer->method, "%s", method);
    if (!transfer->connection)
        return MHD_NO; /* being cut: memory ran out when it came */
    take_header(transfer);
    check_init(&reader.check);
    MHD_get_connection_values_n(transfer->mhd, MHD_HEADER_KIND, read_field, &reader);
    if (transfer->has_failed)
        return send_last_resort(transfer);
    if (check_end(&reader.check, &line, &limits, &problem) < 0)
        return refuse(transfer, &problem);
    if (check_has_body(&reader.check))
        return refuse_body(transfer, method, version);
    return MHD_YES;
}

/* ---- the second call ---- */

static bool is_stored_route(const struct transfer *transfer)
{
    return request_route(transfer->rq)->cache != ROUTE_CACHE_NEVER;
}

/* @revision of the records that the answer is made from. */
static uint64_t tag_hash(const struct transfer *transfer, int64_t revision, bool is_gzip)
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

static struct answer *find_unchanged(const struct transfer *transfer)
{
    int64_t revision = atomic_load(&transfer->server->revision);
    const char *list = transfer->if_none_match;
    uint64_t hash = tag_hash(transfer, revision, false);
    uint64_t length;

    if (etag_find(list, hash, &length))
        return unchanged_answer(hash, length);
    if (request_is_stream(transfer->rq)) /* of a list that always exists, so that * fits */
        return etag_is_any(list) ? unchanged_answer(hash, ETAG_NO_LENGTH) : NULL;
    if (!request_takes_gzip(transfer->rq))
        return NULL;
    hash = tag_hash(transfer, revision, true);
    return etag_find(list, hash, &length) ? unchanged_answer(hash, length) : NULL;
}

/* What takes gzip is stored apart from what does not, but for answers too short to compress. */
static struct answer *find_stored(const struct transfer *transfer)
{
    struct cache *cache = transfer->server->cache;
    const char *key = request_key(transfer->rq);
    bool takes_gzip = request_takes_gzip(transfer->rq);
    struct answer *answer = takes_gzip ? cache_get(cache, key, true) : NULL;

    if (answer)
        return answer;
    answer = cache_get(cache, key, false);
    if (answer && takes_gzip && answer_length(answer) >= GZIP_LEAST_BYTES)
        return answer_unref(answer);
    return answer;
}

/* An answer that needs no worker; NULL: there is none. */
static struct answer *find_answer(const struct transfer *transfer)
{
    struct answer *answer = NULL;

    if (!is_stored_route(transfer))
        return NULL;
    if (!request_is_stream(transfer->rq))
        answer = find_stored(transfer);
    if (!answer && transfer->if_none_match)
        answer = find_unchanged(transfer);
    return answer;
}

static void release_place(struct transfer *transfer)
{
    if (transfer->has_place)
        atomic_fetch_sub(&transfer->server->streams, 1);
    transfer->has_place = false;
}

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
    release_place(transfer);
    return problem_set(reterr, PROBLEM_BUSY, NULL, "Too many requests wait for a worker.");
}

static enum MHD_Result hand_over(struct transfer *transfer)
{
    struct server *server = transfer->server;
    struct problem problem;

    if (take_places(transfer, &problem) < 0)
        return send_problem(transfer, &problem);
    if (transfer->has_place)
        set_limit(transfer, server->options.config->stream_timeout_s);
    MHD_suspend_connection(transfer->mhd);
    if (transfer->listener->is_admin)
        workers_push_first(server->workers, &transfer->job);
    else
        workers_push(server->workers, &transfer->job);
    return MHD_YES;
}

static enum MHD_Result go_on(struct transfer *transfer, const char *method, const char *version)
{
    struct problem problem;

    set_limit(transfer, transfer->server->options.config->answer_timeout_s);
    if (read_request(transfer, method, version, &problem) < 0)
        return send_problem(transfer, &problem);
    if (request_is_options(transfer->rq)) {
        transfer->answer = options_answer(transfer);
        return send_answer(transfer);
    }
    transfer->answer = find_answer(transfer);
    return transfer->answer ? send_answer(transfer) : hand_over(transfer);
}

enum MHD_Result transfer_handle(struct transfer *transfer, const char *method, const char *version)
{
    if (!transfer->is_checked)
        return begin(transfer, method, version);
    if (transfer->answer || transfer->has_failed)
        return send_answer(transfer);
    return go_on(transfer, method, version);
}

struct transfer *transfer_complete(struct transfer *transfer)
{
    if (!transfer)
        return NULL;
    if (transfer->stream) {
        stream_abandon(transfer->stream);
        transfer->bytes = stream_bytes(transfer->stream);
    }
    struct log_access line = {.request_id = transfer->id,
                              .method = transfer->method,
                              .target = transfer->target,
                              .client = transfer->connection ? transfer->connection->client : "",
                              .status = transfer->status,
                              .bytes = transfer->bytes,
                              .microseconds = (uint64_t)(clock_now_us() - transfer->started_us)};
    log_access(transfer->server->options.log, &line);
    if (transfer->connection)
        connection_finish(transfer->connection);
    return transfer_unref(transfer);
}

/* ---- in a worker ---- */

void *transfer_enter_worker(void *arg)
{
    const struct exchange_database *database = ((struct server *)arg)->options.database;

    return database->open(database->arg);
}

void transfer_leave_worker(void *arg, void *own)
{
    if (own)
        ((struct server *)arg)->options.database->close(own);
}

/* The last that a worker does with a transfer that does not stream. */
static void give_back(struct transfer *transfer, struct answer *answer)
{
    release_place(transfer);
    transfer->answer = answer;
    transfer->has_failed = answer == NULL;
    MHD_resume_connection(transfer->mhd);
}

static struct answer *plain_answer(const struct transfer *transfer, struct reply *reply)
{
    struct answer_head head = {.request_id = transfer->id,
                               .is_shared = reply->status < MHD_HTTP_BAD_REQUEST &&
                                            is_stored_route(transfer)};

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

    etag_write(tag_hash(transfer, revision, is_gzip), reply->body_length, etag);
    struct answer *answer = answer_new(reply, &head);
    bool is_short = answer && !is_gzip && answer_length(answer) < GZIP_LEAST_BYTES;
    if (answer)
        cache_put(server->cache, request_key(transfer->rq),
                  request_takes_gzip(transfer->rq) && !is_short, answer, revision);
    return answer;
}

static struct answer *whole_answer(const struct transfer *transfer, struct reply *reply)
{
    bool has_tag = is_stored_route(transfer) && reply->status == MHD_HTTP_OK && reply->body;

    return has_tag ? tagged_answer(transfer, reply) : plain_answer(transfer, reply);
}

/* ---- streams ---- */

static void suspend(void *arg)
{
    MHD_suspend_connection(((struct transfer *)arg)->mhd);
}

static void resume(void *arg)
{
    MHD_resume_connection(((struct transfer *)arg)->mhd);
}

/* A client that still has to take what is in the ring gets the ordinary time for it; one that has
 * to see that its answer is cut gets little. */
static void note_ending(void *arg, bool is_whole)
{
    struct transfer *transfer = arg;

    set_limit(transfer,
              is_whole ? transfer->server->options.config->answer_timeout_s : TRANSFER_CUT_S);
}

static struct stream *new_stream(struct transfer *transfer)
{
    const struct config *config = transfer->server->options.config;
    struct stream_options options = {.capacity_bytes = TRANSFER_RING_BYTES,
                                     .longest_ms = config->stream_timeout_s * 1000,
                                     .least_rate = (uint64_t)config->stream_least_rate,
                                     .rate_window_ms = TRANSFER_RATE_WINDOW_MS,
                                     .suspend = suspend,
                                     .resume = resume,
                                     .ending = note_ending,
                                     .arg = transfer};

    return stream_new(&options);
}

static struct answer *stream_answer(const struct transfer *transfer, const struct reply *reply,
                                    struct stream *stream)
{
    char etag[ETAG_SIZE];
    bool has_tag = is_stored_route(transfer);
    struct answer_head head = {
        .request_id = transfer->id, .etag = has_tag ? etag : NULL, .is_shared = has_tag};

    etag_write(tag_hash(transfer, request_revision(transfer->rq), false), ETAG_NO_LENGTH, etag);
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
    MHD_resume_connection(transfer->mhd);
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
    release_place(transfer);
    transfer_unref(transfer);
}

void transfer_run(void *arg, void *own, struct job *job)
{
    struct transfer *transfer = (struct transfer *)job;
    const struct exchange_database *database = ((struct server *)arg)->options.database;
    struct problem problem = {0};
    struct reply reply;

    reply_init(&reply);
    if (request_answer(transfer->rq, database, own, &reply, &problem) < 0)
        give_back(transfer, problem_answer(transfer, &problem, false));
    else if (reply.produce)
        answer_stream(transfer, own, &reply);
    else
        give_back(transfer, whole_answer(transfer, &reply));
    reply_fini(&reply);
}

void transfer_cancel(void *arg, struct job *job)
{
    struct transfer *transfer = (struct transfer *)job;
    struct problem problem;

    (void)arg;
    problem_set(&problem, PROBLEM_SHUTTING_DOWN, NULL, "The server is stopping.");
    give_back(transfer, problem_answer(transfer, &problem, true));
}
