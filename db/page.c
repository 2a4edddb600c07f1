/* SPDX-License-Identifier: MIT */
/* Pages of lists: rows with commas between them, the datasets that they come from, and the mark of
 * the last one. */
#include <string.h>

#include "db/list_sql.h"
#include "db/observation.h"
#include "db/page.h"
#include "db/private.h"

void db_page_init(struct db_page *page, struct arena *arena, struct buffer *out)
{
    page->out = out;
    page->arena = arena;
    page->returned = 0;
    page->has_more = false;
    buffer_init(&page->cursor);
    page->used_count = 0;
    page->has_more_used = false;
}

void db_page_fini(struct db_page *page)
{
    buffer_fini(&page->cursor);
}

void page_begin_row(struct db_page *page)
{
    buffer_add_text(page->out, page->returned++ ? ",\n" : "\n");
}

static bool is_used(const struct db_page *page, const char *slug, size_t length)
{
    for (size_t i = page->used_count; i > 0; i--) {
        if (strncmp(page->used[i - 1], slug, length) == 0 && !page->used[i - 1][length])
            return true;
    }
    return false;
}

void page_add_used(struct db_page *page, const char *slugs)
{
    while (slugs && *slugs) {
        const size_t length = strcspn(slugs, ",");
        if (!is_used(page, slugs, length)) {
            char *copy =
                page->used_count < DB_PAGE_USED ? arena_copy(page->arena, slugs, length) : NULL;
            if (copy)
                page->used[page->used_count++] = copy;
            else
                page->has_more_used = true;
        }
        slugs += length + (slugs[length] != '\0');
    }
}

static enum db_status mark(struct db *db, const struct query *query, const struct value *order,
                           struct db_page *page)
{
    query_cursor_write(query, order, &page->cursor);
    buffer_add_char(&page->cursor, '\0');
    return buffer_failed(&page->cursor) ? message_set(&db->cause, DB_MEMORY, "no memory") : DB_OK;
}

static enum db_status mark_row(const struct query *query, struct db_rows *rows,
                               struct db_page *page)
{
    struct value order[QUERY_MAX_ORDER];
    enum db_status status = db_rows_order(rows, order);

    return status == DB_OK ? mark(rows->db, query, order, page) : status;
}

/* Adds up to the limit of rows; the one behind it only says that there are more. */
static enum db_status add_rows(const struct query *query, struct db_rows *rows,
                               struct db_page *page)
{
    enum db_status status;

    while ((status = db_rows_next(rows)) == DB_OK && page->returned < query->limit) {
        size_t length;
        const char *row = db_rows_text(rows, 0, &length);
        page_begin_row(page);
        buffer_add(page->out, row, length);
        page_add_used(page, db_rows_used(rows));
        if (page->returned == query->limit)
            status = mark_row(query, rows, page);
        if (status != DB_OK)
            return status;
    }
    page->has_more = status == DB_OK;
    return status == DB_NOT_FOUND ? DB_OK : status;
}

/* Sorted they would have been added in another order before (tests/unit/questions/test_plans.c). */
static bool were_sorted(const struct db_rows *rows)
{
    return sqlite3_stmt_status(rows->statement, SQLITE_STMTSTATUS_SORT, 1) > 0;
}

/* All rows in one step of the statement, which gives one itself where there are more. */
static enum db_status add_observations(const struct query *query, struct db_rows *rows,
                                       struct db_page *page)
{
    struct db *db = rows->db;

    observation_begin_page(db, page, query->limit);
    const enum db_status status = rows_step(rows);
    const struct value *order = observation_end_page(db);

    if (status != DB_OK && status != DB_NOT_FOUND)
        return status;
    if (were_sorted(rows))
        return message_set(&db->cause, DB_FAILED, "a page of observations was sorted");
    page->has_more = status == DB_OK;
    return page->returned == query->limit ? mark(db, query, order, page) : DB_OK;
}

enum db_status db_list_page(struct db *db, const struct query *query, struct db_page *page)
{
    struct db_rows *rows;
    enum db_status status = list_start_page(db, query, &rows);

    if (status != DB_OK)
        return status;
    status = rows->is_at_once ? add_observations(query, rows, page) : add_rows(query, rows, page);
    db_rows_close(rows);
    return status;
}
