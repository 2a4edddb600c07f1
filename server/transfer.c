/* SPDX-License-Identifier: MIT */
#include "server/transfer.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "config/config.h"
#include "model/buffer.h"
#include "server/answer.h"
#include "server/check.h"
#include "server/clock.h"
#include "server/core.h"
#include "server/daemon.h"
#include "server/etag.h"
#include "server/exchange.h"
#include "server/log.h"
#include "server/memo.h"
#include "server/stream.h"
#include "server/transfer_private.h"
#include "server/watchdog.h"

/* ---- making and releasing ---- */

/* An odd factor: different numbers give different ids, and neighbours look unlike. */
static void set_id(struct transfer *transfer)
{
    struct server *server = transfer->server;
    uint64_t number = server->first_id + atomic_fetch_add(&server->requests, 1);

    number *= UINT64_C(0x9e3779b97f4a7c15);
    for (int i = TRANSFER_ID_SIZE - 2; i >= 0; i--, number >>= 4)
        transfer->id[i] = "0123456789abcdef"[number & 15];
}

struct transfer *transfer_new(struct daemon *daemon, struct MHD_Connection *mhd, const char *target)
{
    size_t size = strlen(target) + 1;
    struct transfer *transfer = calloc(1, sizeof *transfer + size);

    if (!transfer)
        return NULL;
    memcpy(transfer->target, target, size);
    transfer->daemon = daemon;
    transfer->listener = daemon->listener;
    transfer->server = daemon->listener->server;
    transfer->target_number = memo_expect(transfer->server->memo, target);
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

struct transfer *transfer_unref(struct transfer *transfer)
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

void transfer_set_limit(struct transfer *transfer, int64_t limit_s)
{
    connection_set_limit(transfer->connection, limit_s * 1000);
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

/* A stream's own object as a 304 would send a stray chunk; find_unchanged() is what spares streams.
 */
static bool is_unchanged(const struct transfer *transfer)
{
    const struct answer *answer = transfer->answer;

    return transfer->if_none_match && answer_etag(answer)[0] &&
           answer_status(answer) == MHD_HTTP_OK && answer_length(answer) != ETAG_NO_LENGTH &&
           etag_is_listed(transfer->if_none_match, answer_etag(answer));
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
enum MHD_Result transfer_send(struct transfer *transfer)
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

/* ---- the first call ---- */

struct header_reader {
    struct transfer *transfer;
    struct check check;
};

static const char **wanted_value(struct transfer *transfer, const char *name, size_t length)
{
    if (length == strlen(MHD_HTTP_HEADER_ACCEPT) && strcasecmp(name, MHD_HTTP_HEADER_ACCEPT) == 0)
        return &transfer->accept;
    if (length == strlen(MHD_HTTP_HEADER_ACCEPT_ENCODING) &&
        strcasecmp(name, MHD_HTTP_HEADER_ACCEPT_ENCODING) == 0)
        return &transfer->accept_encoding;
    if (length == strlen(MHD_HTTP_HEADER_IF_NONE_MATCH) &&
        strcasecmp(name, MHD_HTTP_HEADER_IF_NONE_MATCH) == 0)
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
    const char **slot = wanted_value(reader->transfer, name, name_length);
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

int transfer_read_request(struct transfer *transfer, const char *method, const char *version,
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
    transfer->answer = transfer_problem(transfer, problem, true);
    return transfer_send(transfer);
}

/* Past the library, which closes the connection without a word where a large header leaves no room
 * for the head of the answer. */
static enum MHD_Result refuse_bare(struct transfer *transfer, const struct problem *problem)
{
    struct answer *answer = transfer_problem(transfer, problem, true);
    struct buffer text;

    if (!answer)
        return MHD_NO;
    buffer_init(&text);
    answer_write(answer, transfer->is_head, &text);
    transfer->status = answer_status(answer);
    transfer->bytes = transfer->is_head ? 0 : answer_length(answer);
    if (!buffer_failed(&text))
        send(transfer->connection->descriptor, text.data, text.length, MSG_DONTWAIT | MSG_NOSIGNAL);
    buffer_fini(&text);
    answer_unref(answer);
    return MHD_NO;
}

/* No path takes a body: so whatever else is wrong is said, before the body comes. */
static enum MHD_Result refuse_body(struct transfer *transfer, const char *method,
                                   const char *version)
{
    struct problem problem;

    if (transfer_read_request(transfer, method, version, &problem) == 0)
        problem_set(&problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL, "%s takes no body here.",
                    method);
    return refuse(transfer, &problem);
}

/* Return: the bytes of the header. */
static size_t take_header(struct transfer *transfer)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(transfer->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    transfer_set_limit(transfer, transfer->server->options.config->body_timeout_s);
    const size_t bytes = info ? info->header_size : 0;
    connection_take_header(transfer->connection, bytes);
    return bytes;
}

static enum MHD_Result begin(struct transfer *transfer, const char *method, const char *version)
{
    const struct config *config = transfer->server->options.config;
    struct check_limits limits = {.max_target_bytes = (size_t)config->max_target_bytes,
                                  .max_header_bytes = (size_t)config->max_header_bytes,
                                  .max_body_bytes = (uint64_t)config->max_body_bytes};
    struct check_line line = {method, transfer->target, version, 0};
    struct header_reader reader = {.transfer = transfer};
    struct problem problem;

    memo_fetch(transfer->server->memo, transfer->target_number);
    transfer->is_checked = true;
    transfer->is_head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
    strncpy(transfer->method, method, sizeof transfer->method - 1);
    if (!transfer->connection)
        return MHD_NO; /* being cut: memory ran out when it came */
    line.header_bytes = take_header(transfer);
    check_init(&reader.check);
    MHD_get_connection_values_n(transfer->mhd, MHD_HEADER_KIND, read_field, &reader);
    if (transfer->has_failed)
        return send_last_resort(transfer);
    if (check_end(&reader.check, &line, &limits, &problem) < 0)
        return check_is_too_large(&reader.check, &line, &limits) ? refuse_bare(transfer, &problem)
                                                                 : refuse(transfer, &problem);
    if (check_has_body(&reader.check))
        return refuse_body(transfer, method, version);
    return MHD_YES;
}

/* ---- every call ---- */

enum MHD_Result transfer_handle(struct transfer *transfer, const char *method, const char *version)
{
    if (!transfer->is_checked)
        return begin(transfer, method, version);
    if (transfer->answer || transfer->has_failed)
        return transfer_send(transfer);
    return transfer_go_on(transfer, method, version);
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
