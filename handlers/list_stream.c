/* SPDX-License-Identifier: MIT */
#include "handlers/list_stream.h"

#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

/* Rows are handed over in pieces of about this size. */
enum { PIECE_BYTES = 16 * 1024 };

struct list_stream {
    const struct request *rq;
    struct query query;
    struct buffer piece;
};

/* RFC 4180: quoted where the text has a comma, a quote or a line break. */
static void add_cell(struct buffer *out, const char *text, size_t length)
{
    if (!text)
        return;
    if (strcspn(text, ",\"\r\n") == length && length) {
        buffer_add(out, text, length);
        return;
    }
    buffer_add_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, text[i]);
    }
    buffer_add_char(out, '"');
}

static int count_members(const struct query *query)
{
    int count = 0;

    for (size_t i = 0; i < query->resource->field_count; i++)
        count += query_has_member(query, i);
    return count;
}

static void add_csv_names(struct buffer *out, const struct query *query)
{
    bool is_first = true;

    for (size_t i = 0; i < query->resource->field_count; i++) {
        if (!query_has_member(query, i))
            continue;
        buffer_add_text(out, is_first ? "" : ",");
        buffer_add_text(out, query->resource->fields[i].name);
        is_first = false;
    }
    buffer_add_text(out, "\r\n");
}

static void add_csv_row(struct buffer *out, struct db_rows *rows, int cells)
{
    for (int i = 0; i < cells; i++) {
        size_t length;
        const char *text = db_rows_text(rows, i, &length);
        buffer_add_text(out, i ? "," : "");
        add_cell(out, text, length);
    }
    buffer_add_text(out, "\r\n");
}

static void add_json_row(struct buffer *out, struct db_rows *rows)
{
    size_t length;
    const char *text = db_rows_text(rows, 0, &length);

    buffer_add(out, text, length);
    buffer_add_char(out, '\n');
}

static int flush(struct stream *stream, struct buffer *piece, size_t least)
{
    int result = 0;

    if (buffer_failed(piece))
        return -1;
    if (piece->length >= least && piece->length) {
        result = stream_write(stream, piece->data, piece->length);
        piece->length = 0;
    }
    return result;
}

static int write_rows(struct stream *stream, struct list_stream *list, struct db_rows *rows)
{
    bool is_csv = list->query.format == FORMAT_CSV;
    int cells = count_members(&list->query);
    enum db_status status;

    while ((status = db_rows_next(rows)) == DB_OK) {
        if (is_csv)
            add_csv_row(&list->piece, rows, cells);
        else
            add_json_row(&list->piece, rows);
        if (flush(stream, &list->piece, PIECE_BYTES) != 0)
            return -1;
    }
    return status == DB_NOT_FOUND ? flush(stream, &list->piece, 0) : -1;
}

static int produce_rows(struct stream *stream, struct list_stream *list)
{
    struct db_rows *rows = NULL;
    bool is_csv = list->query.format == FORMAT_CSV;
    int result;

    if (db_list(request_db(list->rq), &list->query, is_csv ? DB_COLUMNS_CELLS : DB_COLUMNS_JSON,
                &rows) != DB_OK)
        return -1;
    result = write_rows(stream, list, rows);
    db_rows_close(rows);
    return result;
}

static int produce(struct stream *stream, void *arg)
{
    struct list_stream *list = arg;
    int result;

    buffer_init(&list->piece);
    if (list->query.format == FORMAT_CSV)
        add_csv_names(&list->piece, &list->query);
    result = produce_rows(stream, list);
    buffer_fini(&list->piece);
    return result;
}

int list_stream_reply(const struct request *rq, const struct query *query, struct reply *ret,
                      struct problem *reterr)
{
    struct list_stream *list = arena_alloc(request_arena(rq), sizeof(*list));
    const struct representation *format = &representations[query->format];
    const char *disposition = arena_format(request_arena(rq), "attachment; filename=\"%s.%s\"",
                                           query->resource->name, format->word);

    if (!list || !disposition)
        return problem_set(reterr, PROBLEM_INTERNAL, NULL, "out of memory");
    list->rq = rq;
    list->query = *query;
    reply_set_stream(ret, format->content_type, produce, list);
    return query->format == FORMAT_CSV
               ? reply_add_header(ret, reterr, "Content-Disposition", disposition)
               : 0;
}
