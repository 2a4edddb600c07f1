/* SPDX-License-Identifier: MIT */
#include "handlers/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/list_stream.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

enum {
    USED_MOST = 1000,
    PAGE_ROOM = 16000, /* most pages are shorter; what is left of it is given back */
};

/* The datasets that the rows of a page come from. */
struct used {
    const char *slugs[USED_MOST];
    size_t count;
    bool has_more;
};

/* What a page is made of besides its rows. */
struct page {
    int returned;
    bool has_more;
    int64_t total;        /* -1: not asked for */
    struct buffer cursor; /* of the last row; NUL-ended */
    struct used used;     /* datasets that the rows come from */
};

/* But for the slugs, of which few are used. */
static void page_init(struct page *page)
{
    page->returned = 0;
    page->has_more = false;
    page->total = -1;
    buffer_init(&page->cursor);
    page->used.count = 0;
    page->used.has_more = false;
}

static bool is_used(const struct used *used, const char *slug, size_t length)
{
    for (size_t i = used->count; i > 0; i--) {
        if (strncmp(used->slugs[i - 1], slug, length) == 0 && !used->slugs[i - 1][length])
            return true;
    }
    return false;
}

/* Adds the slugs between commas in @slugs. What finds no memory or no room is left out, and said
 * so. */
static void add_used(struct arena *arena, const char *slugs, struct used *used)
{
    while (slugs && *slugs) {
        size_t length = strcspn(slugs, ",");
        if (!is_used(used, slugs, length)) {
            char *copy = used->count < USED_MOST ? arena_copy(arena, slugs, length) : NULL;
            if (copy)
                used->slugs[used->count++] = copy;
            else
                used->has_more = true;
        }
        slugs += length + (slugs[length] != '\0');
    }
}

static enum db_status add_cursor(const struct query *query, struct db_rows *rows, struct page *page)
{
    struct value values[QUERY_MAX_ORDER];
    enum db_status status = db_rows_order(rows, values);

    if (status != DB_OK)
        return status;
    query_cursor_write(query, values, &page->cursor);
    buffer_add_char(&page->cursor, '\0');
    return DB_OK;
}

/* Adds up to the limit of rows; the one behind it only says that there are more. */
static enum db_status add_rows(struct arena *arena, const struct query *query, struct db_rows *rows,
                               struct buffer *out, struct page *page)
{
    enum db_status status;

    while ((status = db_rows_next(rows)) == DB_OK && page->returned < query->limit) {
        size_t length;
        const char *row = db_rows_text(rows, 0, &length);
        buffer_add_text(out, page->returned ? ",\n" : "\n");
        buffer_add(out, row, length);
        add_used(arena, db_rows_used(rows), &page->used);
        if (++page->returned < query->limit)
            continue;
        status = add_cursor(query, rows, page);
        if (status != DB_OK)
            return status;
    }
    page->has_more = status == DB_OK;
    return status == DB_NOT_FOUND ? DB_OK : status;
}

static enum db_status read_rows(const struct request *rq, const struct query *query,
                                struct buffer *out, struct page *page)
{
    struct db_rows *rows = NULL;
    enum db_status status = db_list(request_db(rq), query, DB_COLUMNS_JSON, &rows);

    if (status == DB_OK)
        status = add_rows(request_arena(rq), query, rows, out, page);
    db_rows_close(rows);
    return status;
}

#define LINK_END ">; rel=\"next\""

static int add_link(const struct request *rq, const struct page *page, struct reply *ret,
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

static void add_datasets(const struct used *used, struct buffer *out)
{
    buffer_add_text(out, ",\"datasets\":[");
    for (size_t i = 0; i < used->count; i++)
        add_quoted(out, i ? ",\"" : "\"", used->slugs[i]);
    buffer_add_text(out, used->has_more ? "],\"more_datasets\":true" : "]");
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

static void add_page(const struct request *rq, const struct query *query, const struct page *page,
                     const char *meta, struct buffer *out)
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
    if (page->total >= 0) {
        buffer_add_text(out, ",\"total\":");
        buffer_add_integer(out, page->total);
    }
    buffer_add_text(out, "},\n\"meta\":{\"revision\":");
    buffer_add_integer(out, request_revision(rq));
    buffer_add_text(out, meta);
    if (page->returned == 0 && !query->after)
        add_reason(rq, query, out);
    if (query->resource->has_datasets)
        add_datasets(&page->used, out);
    buffer_add_text(out, "}}\n");
}

static int reply_page(const struct request *rq, const struct query *query, const char *meta,
                      struct page *page, struct reply *ret, struct problem *reterr)
{
    struct buffer out;
    enum db_status status;

    buffer_init(&out);
    buffer_reserve(&out, PAGE_ROOM);
    buffer_add_text(&out, "{\"data\":[");
    status = read_rows(rq, query, &out, page);
    if (status == DB_OK && buffer_failed(&page->cursor))
        status = DB_MEMORY;
    if (status != DB_OK) {
        buffer_fini(&out);
        return problem_from_db(reterr, rq, status);
    }
    add_page(rq, query, page, meta, &out);
    if (reply_set_json(ret, reterr, &out) != 0)
        return -1;
    return page->has_more ? add_link(rq, page, ret, reterr) : 0;
}

static int reply_count(const struct request *rq, int64_t total, const char *meta, struct reply *ret,
                       struct problem *reterr)
{
    struct buffer out;

    buffer_init(&out);
    buffer_add_format(&out,
                      "{\"page\":{\"total\":%" PRId64 "},\"meta\":{\"revision\":%" PRId64 "%s}}\n",
                      total, request_revision(rq), meta);
    return reply_set_json(ret, reterr, &out);
}

static int reply_list(const struct request *rq, const struct query *query, const char *meta,
                      struct page *page, struct reply *ret, struct problem *reterr)
{
    if (query->count != COUNT_NONE) {
        enum db_status status = db_count(request_db(rq), query, &page->total);
        if (status != DB_OK)
            return problem_from_db(reterr, rq, status);
    }
    if (query->count == COUNT_ONLY)
        return reply_count(rq, page->total, meta, ret, reterr);
    return reply_page(rq, query, meta, page, ret, reterr);
}

int list_reply(const struct request *rq, const struct query *query, const char *meta,
               struct reply *ret, struct problem *reterr)
{
    struct page page;
    int result;

    if (list_check_references(rq, query, reterr) != 0)
        return -1;
    if (query->format != FORMAT_JSON)
        return list_stream_reply(rq, query, ret, reterr);
    page_init(&page);
    result = reply_list(rq, query, meta, &page, ret, reterr);
    buffer_fini(&page.cursor);
    return result;
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
