/* SPDX-License-Identifier: MIT */
#include "handlers/timeline_feed.h"

#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/list.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

/* The cells of a row that are written, in the order of the columns below. */
enum cell {
    CELL_ID,
    CELL_DATE,
    CELL_KIND,
    CELL_TITLE,
    CELL_PATH,
    CELL_SOURCE,
    CELL_LOCATOR,
    CELL_REASON,
    CELL_COUNT
};

static const char *const cell_names[CELL_COUNT] = {"id",   "date",   "kind",    "title",
                                                   "path", "source", "locator", "reason"};

/* A feed while it is made. */
struct making {
    const struct feed_writer *writer;
    struct feed feed;
    int columns[CELL_COUNT]; /* where the rows have the cells */
    struct buffer about;     /* of the present entry */
    struct buffer out;
};

/* Rows have a column for each member of the resource. */
static void find_columns(const struct resource *resource, int ret[CELL_COUNT])
{
    int column = 0;

    for (size_t i = 0; i < resource->field_count; i++) {
        if (resource->fields[i].flags & FIELD_FILTER_ONLY)
            continue;
        for (int cell = 0; cell < CELL_COUNT; cell++) {
            if (strcmp(resource->fields[i].name, cell_names[cell]) == 0)
                ret[cell] = column;
        }
        column++;
    }
}

static const char *cell_of(const struct making *making, struct db_rows *rows, enum cell cell)
{
    size_t length;

    return db_rows_text(rows, making->columns[cell], &length);
}

static void add_sentence(struct buffer *out, const char *before, const char *text,
                         const char *behind)
{
    if (!text)
        return;
    buffer_add_text(out, out->length ? "\n" : "");
    buffer_add_text(out, before);
    buffer_add_text(out, text);
    buffer_add_text(out, behind);
}

/* What runs until 2025 runs to its end. */
static bool is_until(const char *kind)
{
    static const char *const kinds[] = {"expiry", "deadline", "event_end", NULL};

    for (const char *const *until = kinds; *until; until++) {
        if (strcmp(kind, *until) == 0)
            return true;
    }
    return false;
}

static void write_about(const struct making *making, struct db_rows *rows,
                        const struct feed_entry *entry, struct buffer *out)
{
    const char *locator = cell_of(making, rows, CELL_LOCATOR);
    const bool is_day = strcmp(entry->date.start, entry->date.end) == 0;

    out->length = 0;
    add_sentence(out, "The date is known only as ", is_day ? NULL : entry->date.text,
                 is_until(entry->kind) ? "; the last day it may mean stands for it."
                                       : "; the first day it may mean stands for it.");
    add_sentence(out, "", cell_of(making, rows, CELL_REASON), "");
    add_sentence(out, "Source: /v1/sources/", cell_of(making, rows, CELL_SOURCE), "");
    if (locator) {
        buffer_add_text(out, ", ");
        buffer_add_text(out, locator);
    }
    add_sentence(out, "Record: ", entry->path, "");
    buffer_add_char(out, '\0');
}

static void add_entry(struct making *making, struct db_rows *rows)
{
    const char *id = cell_of(making, rows, CELL_ID);
    const char *date = cell_of(making, rows, CELL_DATE);
    struct feed_entry entry = {
        .kind = cell_of(making, rows, CELL_KIND),
        .title = cell_of(making, rows, CELL_TITLE),
        .path = cell_of(making, rows, CELL_PATH),
    };

    if (!id || !entry.kind || !entry.title || !entry.path) {
        making->out.has_failed = true; /* none of these is null in a row: no memory */
        return;
    }
    entry.has_date = date && date_parse(date, &entry.date);
    entry.day = is_until(entry.kind) ? entry.date.end : entry.date.start;
    uuid_of_name(id, entry.uuid);
    write_about(making, rows, &entry, &making->about);
    entry.about = buffer_failed(&making->about) ? "" : making->about.data;
    making->writer->add(&making->feed, &entry, &making->out);
    making->out.has_failed = making->out.has_failed || buffer_failed(&making->about);
}

static enum db_status add_entries(const struct request *rq, const struct query *query,
                                  struct making *making)
{
    struct db_rows *rows = NULL;
    enum db_status status = db_list(request_db(rq), query, DB_COLUMNS_CELLS, &rows);

    if (status != DB_OK)
        return status;
    making->writer->begin(&making->feed, &making->out);
    while ((status = db_rows_next(rows)) == DB_OK)
        add_entry(making, rows);
    making->writer->end(&making->out);
    db_rows_close(rows);
    return status == DB_NOT_FOUND ? DB_OK : status;
}

/* The question with the order that the format has. */
static struct query take_query(const struct request *rq, const struct feed_writer *writer)
{
    struct query query = *request_query(rq);

    if (!writer->is_newest_first)
        return query;
    query.sort_count = 1;
    query.sort[0] =
        (struct query_sort){.field = resource_field(query.resource, "date"), .descending = true};
    return query;
}

static int read_feed(const struct request *rq, const struct pair *pair, struct feed *ret,
                     struct problem *reterr)
{
    const char *at;
    enum db_status status =
        db_revision_time(request_db(rq), request_revision(rq), request_arena(rq), &at);

    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    ret->pair = pair;
    ret->target = request_moved_target(rq, pair->text);
    if (!ret->target)
        return problem_set_no_memory(reterr);
    snprintf(ret->at, sizeof(ret->at), "%s", at);
    uuid_of_name(ret->target, ret->uuid);
    return 0;
}

static int reply_made(const struct request *rq, struct making *making, struct reply *ret,
                      struct problem *reterr)
{
    const struct representation *format = &representations[request_query(rq)->format];
    const char *disposition = arena_format(request_arena(rq), "inline; filename=\"%s.%s\"",
                                           making->feed.pair->text, format->word);

    if (!disposition)
        return problem_set_no_memory(reterr);
    if (reply_set_json(ret, reterr, &making->out) != 0)
        return -1;
    ret->content_type = format->content_type;
    return reply_add_header(ret, reterr, "Content-Disposition", disposition);
}

static int make_feed(const struct request *rq, const struct pair *pair, struct making *making,
                     struct reply *ret, struct problem *reterr)
{
    const struct query query = take_query(rq, making->writer);
    enum db_status status;

    if (read_feed(rq, pair, &making->feed, reterr) != 0)
        return -1;
    find_columns(query.resource, making->columns);
    status = add_entries(rq, &query, making);
    return status == DB_OK ? reply_made(rq, making, ret, reterr)
                           : problem_from_db(reterr, rq, status);
}

int timeline_feed_reply(const struct request *rq, const struct buffer *rows,
                        const struct pair *pair, struct reply *ret, struct problem *reterr)
{
    struct making making = {
        .writer = request_query(rq)->format == FORMAT_ICS ? &timeline_calendar : &timeline_atom,
    };
    int result;

    if (list_set_made(rq, rows, reterr) != 0)
        return -1;
    buffer_init(&making.about);
    buffer_init(&making.out);
    result = make_feed(rq, pair, &making, ret, reterr);
    buffer_fini(&making.about);
    buffer_fini(&making.out);
    return result;
}
