/* SPDX-License-Identifier: MIT */
/* pair_part: the rows of a part of a pair's page: as they are kept, else from the records. */
#include <string.h>

#include "db/hole.h"
#include "model/number.h"
#include "db/private.h"

static enum db_status bind_texts(struct db *db, sqlite3_stmt *statement, const char *const *texts,
                                 int count)
{
    for (int i = 0; i < count; i++) {
        if (sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC) != SQLITE_OK)
            return cause_set(db, "binding a value");
    }
    return DB_OK;
}

static void add_text(const struct db *db, sqlite3_stmt *statement, struct buffer *ret)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    if (text)
        hole_fill(text, (size_t)sqlite3_column_bytes(statement, 0), db->day, ret);
    else
        ret->has_failed = true;
}

static enum db_status add_rows(struct db *db, sqlite3_stmt *rows, struct buffer *ret)
{
    const size_t before = ret->length;
    int code;

    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        buffer_add_text(ret, ret->length > before ? ",\n" : "\n");
        add_text(db, rows, ret);
    }
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading the page of a pair");
}

/* ---- trade ---- */

/* Columns of pair_trade.sql. */
enum {
    TRADE_PERIOD,
    TRADE_SERIES,
    TRADE_BASIS,
    TRADE_UNIT,
    TRADE_EXPORTER,
    TRADE_DATASET,
    TRADE_VALUE
};

enum { TEXT_SIZE = 128 };

/* Exports of one side in one year and series. */
struct side {
    bool is_there;
    bool has_value;
    double value;
    char dataset[TEXT_SIZE];
};

/* Both sides of it. */
struct trade_row {
    char period[TEXT_SIZE];
    char series[TEXT_SIZE];
    char basis[TEXT_SIZE];
    char unit[TEXT_SIZE];
    struct side sides[2]; /* what a exports to b, and b to a */
    bool has_failed;      /* a text did not fit into memory, or into its place */
};

static void copy_text(sqlite3_stmt *statement, int column, struct trade_row *row,
                      char ret[TEXT_SIZE])
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    if (text && memccpy(ret, text, '\0', TEXT_SIZE))
        return;
    ret[0] = '\0';
    row->has_failed = true;
}

static bool is_of_row(const struct trade_row *row, sqlite3_stmt *statement)
{
    const char *period = (const char *)sqlite3_column_text(statement, TRADE_PERIOD);
    const char *series = (const char *)sqlite3_column_text(statement, TRADE_SERIES);

    return period && series && strcmp(row->period, period) == 0 && strcmp(row->series, series) == 0;
}

static void begin_row(sqlite3_stmt *statement, struct trade_row *ret)
{
    *ret = (struct trade_row){.sides = {{.is_there = false}}};
    copy_text(statement, TRADE_PERIOD, ret, ret->period);
    copy_text(statement, TRADE_SERIES, ret, ret->series);
    copy_text(statement, TRADE_BASIS, ret, ret->basis);
    copy_text(statement, TRADE_UNIT, ret, ret->unit);
}

/* The first of several classifications counts. */
static void take_side(sqlite3_stmt *statement, const char *a, struct trade_row *row)
{
    const char *exporter = (const char *)sqlite3_column_text(statement, TRADE_EXPORTER);
    struct side *side = &row->sides[exporter && strcmp(exporter, a) == 0 ? 0 : 1];

    row->has_failed = row->has_failed || !exporter;
    if (side->is_there)
        return;
    side->is_there = true;
    side->has_value = sqlite3_column_type(statement, TRADE_VALUE) != SQLITE_NULL;
    side->value = sqlite3_column_double(statement, TRADE_VALUE);
    copy_text(statement, TRADE_DATASET, row, side->dataset);
}

static void add_member(struct buffer *out, const char *begin, const char *text, const char *end)
{
    buffer_add_text(out, begin);
    buffer_add_text(out, text);
    buffer_add_text(out, end);
}

static void add_value(struct buffer *out, const char *begin, const struct side *side)
{
    char number[NUMBER_SIZE] = "null";

    if (side->has_value)
        number_write(side->value, number);
    add_member(out, begin, number, "");
}

static void add_dataset(struct buffer *out, const char *begin, const struct side *side)
{
    buffer_add_text(out, begin);
    if (side->is_there)
        add_member(out, "\"", side->dataset, "\"");
    else
        buffer_add_text(out, "null");
}

/* Slugs, words and codes: nothing that JSON escapes. */
static void add_trade_row(struct buffer *out, const struct trade_row *row, const char *const *pair)
{
    const size_t missing = row->sides[0].has_value ? 1 : 0;

    out->has_failed = out->has_failed || row->has_failed;
    add_member(out, "{\"period\":\"", row->period, "\"");
    add_member(out, ",\"series\":\"", row->series, "\"");
    add_member(out, ",\"basis\":\"", row->basis, "\"");
    add_member(out, ",\"unit\":\"", row->unit, "\"");
    add_value(out, ",\"a_to_b\":", &row->sides[0]);
    add_value(out, ",\"b_to_a\":", &row->sides[1]);
    add_dataset(out, ",\"a_to_b_dataset\":", &row->sides[0]);
    add_dataset(out, ",\"b_to_a_dataset\":", &row->sides[1]);
    if (row->sides[missing].has_value) {
        buffer_add_text(out, ",\"reason\":null}");
        return;
    }
    add_member(out, ",\"reason\":\"no figure for exports of ", pair[missing], " to ");
    add_member(out, "", pair[1 - missing], "\"}");
}

static enum db_status add_trade(struct db *db, sqlite3_stmt *rows, const char *const *pair,
                                struct buffer *ret)
{
    struct trade_row row;
    bool has_row = false;
    int code;

    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        if (!has_row || !is_of_row(&row, rows)) {
            if (has_row)
                add_trade_row(ret, &row, pair);
            buffer_add_text(ret, has_row ? ",\n" : "\n");
            begin_row(rows, &row);
            has_row = true;
        }
        take_side(rows, pair[0], &row);
    }
    if (has_row)
        add_trade_row(ret, &row, pair);
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading the trade of a pair");
}

/* ---- a part ---- */

/* DB_NOT_FOUND: it is not kept. */
static enum db_status add_kept(struct db *db, sqlite3_stmt *kept, struct buffer *ret)
{
    const int code = sqlite3_step(kept);

    if (code == SQLITE_ROW)
        add_text(db, kept, ret);
    else if (code != SQLITE_DONE)
        return cause_set(db, "reading the page of a pair");
    return code == SQLITE_ROW ? DB_OK : DB_NOT_FOUND;
}

static enum db_status read(struct db *db, sqlite3_stmt *statement, const char *const *texts,
                           struct buffer *ret)
{
    if (statement == db->pair_text)
        return add_kept(db, statement, ret);
    if (statement == db->fixed[DB_Q_PAIR_TRADE])
        return add_trade(db, statement, texts, ret);
    return add_rows(db, statement, ret);
}

static enum db_status read_with(struct db *db, sqlite3_stmt *statement, const char *const *texts,
                                int count, struct buffer *ret)
{
    enum db_status status = bind_texts(db, statement, texts, count);

    if (status == DB_OK)
        status = read(db, statement, texts, ret);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (status == DB_OK && buffer_failed(ret))
        status = message_set(&db->cause, DB_MEMORY, "no memory");
    return status;
}

enum db_status db_pair_part(struct db *db, enum db_statement part, const char *a, const char *b,
                            struct buffer *ret)
{
    const char *texts[] = {a, b, statement_part(part)};
    enum db_status status = DB_NOT_FOUND;

    if (db->has_kept && texts[2])
        status = read_with(db, db->pair_text, texts, 3, ret);
    if (status == DB_NOT_FOUND)
        status = read_with(db, db->fixed[part], texts, 2, ret);
    return status;
}
