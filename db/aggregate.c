/* SPDX-License-Identifier: MIT */
/* What a question about observations touches, read from the blocks of datasets alone. */
#include <stdio.h>
#include <string.h>

#include "db/list_sql.h"
#include "db/private.h"
#include "model/arena.h"

enum { MOST_KINDS = 65536, MOST_WHOLES = 32 };

struct blocks {
    const struct query *rows;
    const char *frequency;
    bool has_before; /* those of the like periods a year before too */
    bool is_named;
    bool is_by_dataset; /* overlaps: those within one dataset */
};

static bool is_of_period(const struct query_filter *filter)
{
    return strcmp(filter->field->name, "period") == 0;
}

/* Whether blocks have it, periods aside. */
static bool is_of_blocks(const struct query_filter *filter)
{
    static const char *const names[] = {"reporter", "classification", "dataset",
                                        "series",   "basis",          "unit"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(filter->field->name, names[i]) == 0)
            return true;
    }
    return false;
}

static void add_filters(struct list_sql *sql, const struct query *rows,
                        bool (*is_meant)(const struct query_filter *))
{
    for (size_t i = 0; i < rows->filter_count; i++) {
        if (!is_meant(&rows->filters[i]))
            continue;
        list_sql_add(sql, " AND ");
        list_sql_add_filter(sql, rows, &rows->filters[i]);
    }
}

static bool has_periods(const struct query *rows)
{
    for (size_t i = 0; i < rows->filter_count; i++) {
        if (is_of_period(&rows->filters[i]))
            return true;
    }
    return false;
}

static void add_periods(struct list_sql *sql, const struct blocks *blocks)
{
    if (!blocks->has_before) {
        add_filters(sql, blocks->rows, is_of_period);
    } else if (has_periods(blocks->rows)) {
        list_sql_add(sql, " AND ((1");
        add_filters(sql, blocks->rows, is_of_period);
        list_sql_add(sql, ") OR period_id IN (SELECT before_id FROM like_before WHERE 1");
        add_filters(sql, blocks->rows, is_of_period);
        list_sql_add(sql, "))");
    }
}

/* @tail follows the conditions. */
static enum db_status start(struct db *db, const struct blocks *blocks, const char *select,
                            const char *tail, struct db_rows **ret)
{
    struct list_sql sql;
    enum db_status status = DB_MEMORY;

    list_sql_init(&sql);
    list_sql_add(&sql, select);
    list_sql_add(&sql, " FROM block_row WHERE frequency = ");
    list_sql_add_text_value(&sql, blocks->frequency);
    /* The key begins with it: with every reporter named, the key is followed to the frequency. */
    list_sql_add(&sql, " AND reporter_id IN (SELECT id FROM area)");
    add_filters(&sql, blocks->rows, is_of_blocks);
    add_periods(&sql, blocks);
    list_sql_add(&sql, tail);
    buffer_add_char(&sql.text, '\0');
    if (!buffer_failed(&sql.text) && !buffer_failed(&sql.binds))
        status = list_sql_start(db, &sql, ret);
    list_sql_fini(&sql);
    return status;
}

static const char *copy_text(struct arena *arena, struct db_rows *rows, int column)
{
    size_t length;
    const char *text = db_rows_text(rows, column, &length);

    return arena_copy(arena, text ? text : "", length);
}

static bool read_kind(struct db_rows *rows, struct arena *arena, struct db_block_kind *ret)
{
    *ret = (struct db_block_kind){
        .dataset = sqlite3_column_int64(rows->statement, 0),
        .slug = copy_text(arena, rows, 1),
        .series = copy_text(arena, rows, 2),
        .classification = copy_text(arena, rows, 3),
        .levels = sqlite3_column_int(rows->statement, 4),
        .world_levels = sqlite3_column_int(rows->statement, 5),
        .totals = sqlite3_column_int(rows->statement, 6),
        .is_visible = sqlite3_column_int(rows->statement, 7),
        .is_whole = sqlite3_column_int(rows->statement, 8),
    };
    return ret->slug && ret->series && ret->classification;
}

static enum db_status read_kinds(struct db_rows *rows, struct arena *arena,
                                 struct db_block_kind **ret, size_t *ret_count)
{
    struct db_block_kind *kinds = NULL;
    size_t room = 0;
    enum db_status status;

    *ret_count = 0;
    while ((status = db_rows_next(rows)) == DB_OK && *ret_count < MOST_KINDS) {
        if (*ret_count == room) {
            struct db_block_kind *more = arena_alloc(arena, (room * 2 + 8) * sizeof(*more));
            if (!more)
                return DB_MEMORY;
            if (room)
                memcpy(more, kinds, room * sizeof(*more));
            kinds = more;
            room = room * 2 + 8;
        }
        if (!read_kind(rows, arena, &kinds[(*ret_count)++]))
            return DB_MEMORY;
    }
    *ret = kinds;
    return status == DB_NOT_FOUND ? DB_OK : status;
}

/* Of each dataset: whether its blocks are all alike and none was replaced. */
static void mark_whole(struct db_block_kind *kinds, size_t count)
{
    size_t end;

    for (size_t begin = 0; begin < count; begin = end) {
        bool is_whole = true;

        for (end = begin; end < count && kinds[end].dataset == kinds[begin].dataset; end++)
            is_whole &= kinds[end].is_whole && kinds[end].levels == kinds[begin].levels &&
                        kinds[end].world_levels == kinds[begin].world_levels &&
                        kinds[end].totals == kinds[begin].totals;
        for (size_t i = begin; i < end; i++)
            kinds[i].is_whole = is_whole;
    }
}

static size_t drop_invisible(struct db_block_kind *kinds, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kinds[i].is_visible)
            kinds[kept++] = kinds[i];
    }
    return kept;
}

/* The few kinds of blocks are found first. */
#define KINDS                                                                                      \
    "SELECT f.dataset_id, d.slug, i.slug, f.classification, f.levels, f.world_levels, f.totals,"   \
    " min(f.is_past) = 0, max(f.is_past) = 0 FROM"                                                 \
    " (SELECT DISTINCT dataset_id, classification, levels, world_levels, totals, "

enum db_status db_find_block_kinds(struct db *db, const struct query *query, const char *frequency,
                                   bool has_before, bool is_named, struct arena *arena,
                                   struct db_block_kind **ret, size_t *ret_count)
{
    const struct blocks blocks = {query, frequency, has_before, is_named, false};
    struct db_rows *rows;
    enum db_status status =
        start(db, &blocks, is_named ? KINDS "0 AS is_past" : KINDS "until IS NOT NULL AS is_past",
              ") f CROSS JOIN dataset d ON d.id = f.dataset_id"
              " CROSS JOIN main.series i ON i.id = d.series"
              " GROUP BY f.dataset_id, f.levels, f.world_levels, f.totals, f.classification"
              " ORDER BY f.dataset_id",
              &rows);

    if (status != DB_OK)
        return status;
    status = read_kinds(rows, arena, ret, ret_count);
    db_rows_close(rows);
    if (status != DB_OK)
        return status;
    mark_whole(*ret, *ret_count);
    *ret_count = drop_invisible(*ret, *ret_count);
    return DB_OK;
}

static void read_slug(struct db_rows *rows, int column, char ret[DB_SLUG_SIZE])
{
    const char *text = db_rows_text(rows, column, NULL);

    snprintf(ret, DB_SLUG_SIZE, "%s", text ? text : "");
}

/* The series, or datasets, of the blocks of one reporter and period. */
struct place {
    int64_t reporter;
    int64_t period;
    size_t count;
    int64_t wholes[MOST_WHOLES];
};

/* Whether the block of @row may be the second of its series, or dataset, there; true too where
 * there are more of them than are kept. Blocks come in order of places. */
static bool is_second(struct place *place, sqlite3_stmt *row)
{
    int64_t reporter = sqlite3_column_int64(row, 0);
    int64_t period = sqlite3_column_int64(row, 1);
    int64_t whole = sqlite3_column_int64(row, 2);

    if (reporter != place->reporter || period != place->period)
        place->count = 0;
    place->reporter = reporter;
    place->period = period;
    for (size_t i = 0; i < place->count; i++) {
        if (place->wholes[i] == whole)
            return true;
    }
    if (place->count == MOST_WHOLES)
        return true;
    place->wholes[place->count++] = whole;
    return false;
}

/* Whether a series may have two blocks of a reporter's period, in a fraction of the time that it
 * takes to group thousands of blocks; mostly none has. */
static enum db_status find_any_overlap(struct db *db, const struct blocks *blocks)
{
    struct place place = {.count = 0};
    struct db_rows *rows;
    enum db_status status =
        start(db, blocks,
              blocks->is_by_dataset ? "SELECT reporter_id, period_id, dataset_id"
                                    : "SELECT reporter_id, period_id, series_id",
              blocks->is_named ? " ORDER BY reporter_id, frequency, period_id"
                               : " AND until IS NULL ORDER BY reporter_id, frequency, period_id",
              &rows);

    if (status != DB_OK)
        return status;
    while ((status = db_rows_next(rows)) == DB_OK && !is_second(&place, rows->statement))
        ;
    db_rows_close(rows);
    return status;
}

#define OVERLAPS(whole) " GROUP BY reporter_id, period_id, " whole " HAVING count(*) > 1 LIMIT 1"

static enum db_status describe_overlap(struct db *db, const struct blocks *blocks,
                                       struct db_overlap *ret)
{
    struct db_rows *rows;
    enum db_status status =
        start(db, blocks,
              "SELECT (SELECT code FROM area WHERE id = reporter_id),"
              " (SELECT text FROM period WHERE id = period_id), min(classification),"
              " max(classification), min(dataset), max(dataset)",
              blocks->is_named ? blocks->is_by_dataset ? OVERLAPS("dataset") : OVERLAPS("series")
              : blocks->is_by_dataset ? " AND until IS NULL" OVERLAPS("dataset")
                                      : " AND until IS NULL" OVERLAPS("series"),
              &rows);

    if (status != DB_OK)
        return status;
    status = db_rows_next(rows);
    if (status == DB_OK) {
        read_slug(rows, 0, ret->reporter);
        read_slug(rows, 1, ret->period);
        read_slug(rows, 2, ret->classification[0]);
        read_slug(rows, 3, ret->classification[1]);
        read_slug(rows, 4, ret->dataset[0]);
        read_slug(rows, 5, ret->dataset[1]);
    }
    db_rows_close(rows);
    return status;
}

enum db_status db_find_overlap(struct db *db, const struct query *query, const char *frequency,
                               bool has_before, bool is_named, bool is_by_dataset,
                               struct db_overlap *ret)
{
    const struct blocks blocks = {query, frequency, has_before, is_named, is_by_dataset};
    enum db_status status = find_any_overlap(db, &blocks);

    return status == DB_OK ? describe_overlap(db, &blocks, ret) : status;
}

enum db_status db_find_periods(struct db *db, const struct query *query, const char *frequency,
                               bool is_named, struct arena *arena, const char **ret, size_t room,
                               size_t *ret_count)
{
    const struct blocks blocks = {query, frequency, false, is_named, false};
    struct db_rows *rows;
    enum db_status status =
        start(db, &blocks, "SELECT (SELECT text FROM period WHERE id = period_id)",
              is_named ? " GROUP BY period_id ORDER BY period_id DESC"
                       : " AND until IS NULL GROUP BY period_id ORDER BY period_id DESC",
              &rows);

    *ret_count = 0;
    if (status != DB_OK)
        return status;
    while (*ret_count < room && (status = db_rows_next(rows)) == DB_OK) {
        ret[*ret_count] = copy_text(arena, rows, 0);
        if (!ret[(*ret_count)++])
            status = DB_MEMORY;
    }
    db_rows_close(rows);
    return status == DB_NOT_FOUND ? DB_OK : status;
}
