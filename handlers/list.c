/* SPDX-License-Identifier: MIT */
#include "handlers/list.h"

#include <inttypes.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list_stream.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

enum { PAGE_ROOM = 16000 }; /* most pages are shorter; what is left of it is given back */

/* What stands around the rows of a page. */
struct frame {
    const char *meta; /* more members of "meta", each with a comma before it */
    int64_t total;    /* -1: not asked for */
};

#define LINK_END ">; rel=\"next\""

static int add_link(const struct request *rq, const struct db_page *page, struct reply *ret,
                    struct problem *reterr)
{
    const char *target = request_next_target(rq, page->cursor.data);
    struct buffer link;
    int result;

    buffer_init(&link);
    buffer_add_text(&link, "<");
    buffer_add_text(&link, target ? target : "");
    buffer_add(&link, LINK_END, sizeof(LINK_END));
    if (!target || buffer_failed(&link))
        result = problem_set_no_memory(reterr);
    else
        result = reply_add_header(ret, reterr, "Link", link.data);
    buffer_fini(&link);
    return result;
}

static void add_quoted(struct buffer *out, const char *before, const char *text)
{
    buffer_add_text(out, before);
    buffer_add_text(out, text);
    buffer_add_char(out, '"');
}

static void add_datasets(const struct db_page *page, struct buffer *out)
{
    buffer_add_text(out, ",\"datasets\":[");
    for (size_t i = 0; i < page->used_count; i++)
        add_quoted(out, i ? ",\"" : "\"", page->used[i]);
    buffer_add_text(out, page->has_more_used ? "],\"more_datasets\":true" : "]");
}

/* Why the whole list has no row. */
static void add_reason(const struct request *rq, const struct query *query, struct buffer *out)
{
    bool is_filtered = request_query(rq)->filter_count > 0;

    if (query->resource->why_empty)
        buffer_add_format(out, ",\"reason\":\"%s\"",
                          is_filtered ? "no row is left by what was asked for"
                                      : query->resource->why_empty);
}

static void add_frame(const struct request *rq, const struct query *query,
                      const struct frame *frame, const struct db_page *page, struct buffer *out)
{
    buffer_add_text(out,
                    page->returned ? "\n],\n\"page\":{\"limit\":" : "],\n\"page\":{\"limit\":");
    buffer_add_integer(out, query->limit);
    buffer_add_text(out, ",\"returned\":");
    buffer_add_integer(out, page->returned);
    buffer_add_text(out, ",\"next\":");
    if (page->has_more)
        add_quoted(out, "\"", page->cursor.data);
    else
        buffer_add_text(out, "null");
    if (frame->total >= 0) {
        buffer_add_text(out, ",\"total\":");
        buffer_add_integer(out, frame->total);
    }
    buffer_add_text(out, "},\n\"meta\":{\"revision\":");
    buffer_add_integer(out, request_revision(rq));
    buffer_add_text(out, frame->meta);
    if (page->returned == 0 && !query->after)
        add_reason(rq, query, out);
    if (query->resource->has_datasets)
        add_datasets(page, out);
    buffer_add_text(out, "}}\n");
}

static int send_page(const struct request *rq, const struct query *query, const struct frame *frame,
                     struct db_page *page, struct reply *ret, struct problem *reterr)
{
    const enum db_status status = db_list_page(request_db(rq), query, page);

    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    add_frame(rq, query, frame, page, page->out);
    if (reply_set_json(ret, reterr, page->out) != 0)
        return -1;
    return page->has_more ? add_link(rq, page, ret, reterr) : 0;
}

static int reply_page(const struct request *rq, const struct query *query,
                      const struct frame *frame, struct reply *ret, struct problem *reterr)
{
    struct buffer out;
    struct db_page page;

    buffer_init(&out);
    buffer_reserve(&out, PAGE_ROOM);
    buffer_add_text(&out, "{\"data\":[");
    db_page_init(&page, request_arena(rq), &out);
    const int result = send_page(rq, query, frame, &page, ret, reterr);
    db_page_fini(&page);
    buffer_fini(&out);
    return result;
}

static int reply_count(const struct request *rq, const struct frame *frame, struct reply *ret,
                       struct problem *reterr)
{
    struct buffer out;

    buffer_init(&out);
    buffer_add_format(&out,
                      "{\"page\":{\"total\":%" PRId64 "},\"meta\":{\"revision\":%" PRId64 "%s}}\n",
                      frame->total, request_revision(rq), frame->meta);
    return reply_set_json(ret, reterr, &out);
}

int list_reply(const struct request *rq, const struct query *query, const char *meta,
               struct reply *ret, struct problem *reterr)
{
    struct frame frame = {.meta = meta, .total = -1};

    if (list_check_references(rq, query, reterr) != 0)
        return -1;
    if (query->format != FORMAT_JSON)
        return list_stream_reply(rq, query, ret, reterr);
    if (query->count != COUNT_NONE) {
        enum db_status status = db_count(request_db(rq), query, &frame.total);
        if (status != DB_OK)
            return problem_from_db(reterr, rq, status);
    }
    return query->count == COUNT_ONLY ? reply_count(rq, &frame, ret, reterr)
                                      : reply_page(rq, query, &frame, ret, reterr);
}

/* GET /v1/NAME */
int list_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    return list_reply(rq, request_query(rq), "", ret, reterr);
}

int list_set_made(const struct request *rq, const struct buffer *rows, struct problem *reterr)
{
    if (rows->length > LIST_MADE_MOST_BYTES)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, NULL,
                           "there is more than can be gone through at once; %s",
                           request_route(rq)->how_to_narrow ? request_route(rq)->how_to_narrow
                                                            : "name what you look for");
    const char *json = arena_copy(request_arena(rq), rows->data, rows->length);

    if (!json)
        return problem_set_no_memory(reterr);
    db_set_rows(request_db(rq), json, rows->length);
    return list_check_references(rq, request_query(rq), reterr);
}

int list_reply_made(const struct request *rq, const struct buffer *rows, const char *pair,
                    const char *meta, struct reply *ret, struct problem *reterr)
{
    const char *about =
        pair ? arena_format(request_arena(rq), ",\"pair\":\"%s\"%s", pair, meta) : meta;

    if (!about)
        return problem_set_no_memory(reterr);
    if (list_set_made(rq, rows, reterr) != 0)
        return -1;
    return list_reply(rq, request_query(rq), about, ret, reterr);
}
