/* SPDX-License-Identifier: MIT */
#include "db/import/feed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/import/encode.h"
#include "db/import/faults.h"
#include "db/import/reader.h"
#include "db/import/sort.h"
#include "db/import/tally.h"

enum { PROGRESS_ROWS = 16384 };

/* Columns in the order of `observation`. */
enum column {
    REPORTER,
    PARTNER,
    FLOW,
    FREQUENCY,
    PERIOD,
    CLASSIFICATION,
    COMMODITY,
    PARTNER2,
    CUSTOMS,
    TRANSPORT,
    DATASET,
    VALUE,
    CIF,
    FOB,
    NET_WEIGHT,
    QUANTITY,
    QUANTITY_UNIT,
    FLAGS
};

static const char declaration[] =
    "CREATE TABLE rows (reporter, partner, flow, frequency, period, classification, commodity,"
    " partner2, customs, transport, dataset, value, cif, fob, net_weight, quantity, quantity_unit,"
    " flags)";

/* FAIL, not ABORT: without a journal of the statement. Whatever fails, the transaction goes. */
static const char insertion[] =
    "INSERT OR FAIL INTO observation (reporter, partner, flow, frequency, period, classification,"
    " commodity, partner2, customs, transport, dataset, value, cif, fob, net_weight, quantity,"
    " quantity_unit, flags) SELECT * FROM entente_import_rows";

struct table {
    sqlite3_vtab base;
    struct feed *feed;
};

/* --- the next record --- */

static const char *area_code(const struct names *areas, uint16_t id)
{
    for (size_t i = 0; i < areas->count; i++) {
        if (areas->entries[i].number == id)
            return areas->entries[i].text;
    }
    return "";
}

/* "KAZ TJK X 2019 H5 TOTAL", and behind it what is not a total. */
static void write_key(const struct feed *feed, const struct record_key *key,
                      char ret[READER_VALUE_SIZE])
{
    const struct encoder *encoder = feed->encoder;
    char code[ROW_CODE_SIZE];
    size_t at;

    encode_write_code(encoder, key->commodity, code);
    at = (size_t)snprintf(
        ret, READER_VALUE_SIZE, "%.12s %.12s %.8s %.10s %.4s %.12s",
        area_code(&encoder->areas, key->reporter), area_code(&encoder->areas, key->partner),
        encoder->flows.entries[key->flow].text, encode_find_period(encoder, key)->period.text,
        encoder->classifications.entries[key->classification].text, code);
    if (key->partner2 && at < READER_VALUE_SIZE)
        at += (size_t)snprintf(ret + at, READER_VALUE_SIZE - at, " %s",
                               area_code(&encoder->areas, key->partner2));
    if (key->customs && at < READER_VALUE_SIZE)
        at += (size_t)snprintf(ret + at, READER_VALUE_SIZE - at, " %s",
                               encoder->customs.entries[key->customs].text);
    if (key->transport && at < READER_VALUE_SIZE)
        snprintf(ret + at, READER_VALUE_SIZE - at, " %d", key->transport);
}

static enum db_status report_twice(struct feed *feed, const struct record *record)
{
    struct record_key first;
    struct record_key again;
    struct reader_fault fault = {.member = ""};

    record_get_key(&feed->before, &first);
    record_get_key(record, &again);
    fault.file = feed->files[again.file];
    fault.line = again.line;
    write_key(feed, &again, fault.value);
    if (first.file == again.file)
        snprintf(fault.expected, sizeof(fault.expected),
                 "no second row with the key of line %" PRIu64, first.line);
    else
        snprintf(fault.expected, sizeof(fault.expected),
                 "no second row with the key of line %" PRIu64 " of %.64s", first.line,
                 feed->files[first.file]);
    return faults_add(feed->faults, &fault, feed->sql.message);
}

static enum db_status take(struct feed *feed, const struct record *record)
{
    record_get_key(record, &feed->key);
    feed->period = encode_find_period(feed->encoder, &feed->key)->id;
    encode_write_code(feed->encoder, feed->key.commodity, feed->code);
    feed->before = *record;
    feed->record = &feed->before;
    if (++feed->rows % PROGRESS_ROWS == 0 && feed->progress)
        feed->progress(feed->arg, feed->rows);
    return tally_add(feed->tally, &feed->key, feed->code, record->figures);
}

static enum db_status step(struct feed *feed)
{
    const struct record *record = NULL;
    enum db_status status = sort_next(feed->sort, &record, feed->sql.message);

    while (status == DB_OK && record && feed->rows > 0 && record_is_same(record, &feed->before)) {
        status = report_twice(feed, record);
        if (status == DB_OK)
            status = sort_next(feed->sort, &record, feed->sql.message);
    }
    feed->record = NULL;
    if (status == DB_OK && record)
        status = take(feed, record);
    return status;
}

/* --- the table: https://www.sqlite.org/vtab.html --- */

static int connect_table(sqlite3 *sqlite, void *feed, int count, const char *const *arguments,
                         sqlite3_vtab **ret, char **ret_message)
{
    struct table *table;
    int code = sqlite3_declare_vtab(sqlite, declaration);

    (void)count;
    (void)arguments;
    (void)ret_message;
    if (code != SQLITE_OK)
        return code;
    table = sqlite3_malloc(sizeof(*table));
    if (!table)
        return SQLITE_NOMEM;
    *table = (struct table){.feed = feed};
    *ret = &table->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1e6;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **ret)
{
    (void)table;
    *ret = sqlite3_malloc(sizeof(**ret));
    return *ret ? SQLITE_OK : SQLITE_NOMEM;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static struct feed *feed_of(sqlite3_vtab_cursor *cursor)
{
    return ((struct table *)cursor->pVtab)->feed;
}

static int next(sqlite3_vtab_cursor *cursor)
{
    struct feed *feed = feed_of(cursor);

    feed->status = step(feed);
    return feed->status == DB_OK ? SQLITE_OK : SQLITE_ERROR;
}

static int begin(sqlite3_vtab_cursor *cursor, int number, const char *text, int count,
                 sqlite3_value **values)
{
    (void)number;
    (void)text;
    (void)count;
    (void)values;
    return next(cursor);
}

static int is_at_end(sqlite3_vtab_cursor *cursor)
{
    return !feed_of(cursor)->record;
}

static int number_of_row(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
    *ret = (sqlite3_int64)feed_of(cursor)->rows;
    return SQLITE_OK;
}

static void give_word(sqlite3_context *context, const struct names *names, size_t at)
{
    sqlite3_result_text(context, names->entries[at].text, -1, SQLITE_STATIC);
}

static void give_figure(sqlite3_context *context, double figure)
{
    if (isnan(figure))
        sqlite3_result_null(context);
    else
        sqlite3_result_double(context, figure);
}

static void give_key(const struct feed *feed, sqlite3_context *context, enum column column)
{
    const struct record_key *key = &feed->key;

    if (column == REPORTER)
        sqlite3_result_int(context, key->reporter);
    else if (column == PARTNER)
        sqlite3_result_int(context, key->partner);
    else if (column == FLOW)
        give_word(context, &feed->encoder->flows, key->flow);
    else if (column == FREQUENCY)
        sqlite3_result_text(context, &key->frequency, 1, SQLITE_STATIC);
    else if (column == PERIOD)
        sqlite3_result_int64(context, feed->period);
    else if (column == CLASSIFICATION)
        give_word(context, &feed->encoder->classifications, key->classification);
    else if (column == COMMODITY)
        sqlite3_result_text(context, feed->code, -1, SQLITE_STATIC);
    else if (column == PARTNER2)
        sqlite3_result_int(context, key->partner2);
    else if (column == CUSTOMS)
        give_word(context, &feed->encoder->customs, key->customs);
    else if (column == TRANSPORT)
        sqlite3_result_int(context, key->transport);
    else
        sqlite3_result_int64(context, feed->dataset);
}

static int give(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    const struct feed *feed = feed_of(cursor);

    if (column <= DATASET)
        give_key(feed, context, (enum column)column);
    else if (column < QUANTITY_UNIT)
        give_figure(context, feed->record->figures[column - VALUE]);
    else if (column == FLAGS)
        sqlite3_result_int(context, feed->record->flags);
    else if (feed->record->unit != 0)
        give_word(context, &feed->encoder->units, feed->record->unit);
    return SQLITE_OK;
}

/* Without xCreate: there is one, of this name, and no statement can make another. */
static const sqlite3_module module = {
    .xConnect = connect_table,
    .xDisconnect = disconnect_table,
    .xBestIndex = plan,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = begin,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = give,
    .xRowid = number_of_row,
};

enum db_status feed_run(struct feed *feed)
{
    int code = sqlite3_create_module(feed->sql.sqlite, "entente_import_rows", &module, feed);

    if (code == SQLITE_OK)
        code = sqlite3_exec(feed->sql.sqlite, insertion, NULL, NULL, NULL);
    if (code != SQLITE_OK && feed->status == DB_OK)
        feed->status = sql_failure(&feed->sql);
    sqlite3_create_module(feed->sql.sqlite, "entente_import_rows", NULL, NULL);
    return feed->status;
}
