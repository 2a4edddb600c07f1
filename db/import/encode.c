/* SPDX-License-Identifier: MIT */
#include "db/import/encode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/reader.h"
#include "db/import/store.h"
#include "db/text.h"
#include "model/words.h"

enum {
    MOST_AREAS = 60000, /* they take two bytes of a key */
    MOST_WORDS = 255,   /* one byte */
    MOST_PERIODS = 60000,
    MOST_BLOCKS = 200000, /* 13 MB */
    MOST_GOODS = 200000,  /* 16 MB; more are no list of goods */
    MOST_TRANSPORT = 65535,
};

#define WORLD_AREA 0

/* --- what the database knows --- */

static enum db_status read_areas(struct encoder *encoder)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    int code;
    enum db_status status =
        sql_prepare(&encoder->sql, "SELECT id, code, kind = 'unknown' FROM area", &statement);

    if (status != DB_OK)
        return status;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const int64_t id = sqlite3_column_int64(statement, 0);
        char text[NAMES_TEXT_SIZE] = "";

        snprintf(text, sizeof(text), "%s", (const char *)sqlite3_column_text(statement, 1));
        if (id < 0 || id >= MOST_AREAS ||
            names_add(&encoder->areas, text, sizeof(text), id) == NAMES_NONE)
            return sql_no_memory(&encoder->sql);
        encoder->is_unknown[id] = sqlite3_column_int(statement, 2);
        if (id >= encoder->next_area)
            encoder->next_area = id + 1;
    }
    encoder->first_new_area = encoder->next_area;
    return code == SQLITE_DONE ? DB_OK : sql_failure(&encoder->sql);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In the order of their text, so that records sort as the table does; words that turn up later are
 * merely a little slower to insert. */
static int add_words(struct names *names, const char *const *words)
{
    const char *sorted[64] = {NULL};
    size_t count = 0;
    int64_t added = 0;

    for (; count < 64 && words[count]; count++)
        sorted[count] = words[count];
    qsort(sorted, count, sizeof(sorted[0]), compare_words);
    for (size_t i = 0; added != NAMES_NONE && i < count; i++) {
        char text[NAMES_TEXT_SIZE] = "";

        snprintf(text, sizeof(text), "%s", sorted[i]);
        added = names_add(names, text, sizeof(text), 0);
    }
    return added == NAMES_NONE ? -1 : 0;
}

static enum db_status read_words(struct encoder *encoder)
{
    static const char *const classifications[] = {"B4", "B5", "BE", "EB", "H0", "H1",
                                                  "H2", "H3", "H4", "H5", "H6", "HS",
                                                  "S1", "S2", "S3", "S4", "SS", NULL};
    static const char *const nothing[] = {"", NULL};

    if (add_words(&encoder->flows, words_flow) != 0 ||
        add_words(&encoder->classifications, classifications) != 0 ||
        add_words(&encoder->customs, nothing) != 0 || add_words(&encoder->units, nothing) != 0)
        return sql_no_memory(&encoder->sql);
    return DB_OK;
}

enum db_status encode_init(struct encoder *encoder, const struct sql *sql)
{
    enum db_status status;

    *encoder = (struct encoder){.sql = *sql};
    names_init(&encoder->areas, MOST_AREAS);
    names_init(&encoder->flows, MOST_WORDS);
    names_init(&encoder->classifications, MOST_WORDS);
    names_init(&encoder->customs, MOST_WORDS);
    names_init(&encoder->units, MOST_WORDS);
    names_init(&encoder->periods, MOST_PERIODS);
    names_init(&encoder->goods, MOST_GOODS);
    names_init(&encoder->long_codes, MOST_GOODS);
    names_init(&encoder->blocks, MOST_BLOCKS);
    encoder->is_unknown = calloc(MOST_AREAS, sizeof(*encoder->is_unknown));
    encoder->periods_by_month = calloc(ENCODE_MONTHS, sizeof(*encoder->periods_by_month));
    if (!encoder->is_unknown || !encoder->periods_by_month)
        return sql_no_memory(sql);
    status = read_areas(encoder);
    return status == DB_OK ? read_words(encoder) : status;
}

void encode_fini(struct encoder *encoder)
{
    names_fini(&encoder->areas);
    names_fini(&encoder->flows);
    names_fini(&encoder->classifications);
    names_fini(&encoder->customs);
    names_fini(&encoder->units);
    names_fini(&encoder->periods);
    names_fini(&encoder->goods);
    names_fini(&encoder->long_codes);
    names_fini(&encoder->blocks);
    free(encoder->is_unknown);
    free(encoder->periods_by_month);
    free(encoder->period_rows);
}

/* --- one row --- */

/* What is wrong with a row, as it is found. */
struct attempt {
    struct encoder *encoder;
    const struct row *row;
    struct reader_fault *fault;
    enum encode_result result;
};

static void fail(struct attempt *attempt, const char *member, const char *value,
                 const char *expected)
{
    struct reader_fault *fault = attempt->fault;

    if (attempt->result != ENCODE_OK)
        return;
    attempt->result = ENCODE_BAD;
    *fault = (struct reader_fault){.line = attempt->row->line, .member = member};
    snprintf(fault->value, sizeof(fault->value), "%s", value);
    snprintf(fault->expected, sizeof(fault->expected), "%s", expected);
}

static void give_up(struct attempt *attempt, const char *what)
{
    attempt->result = ENCODE_FAILED;
    message_set(attempt->encoder->sql.message, DB_FAILED,
                "line %llu: no memory for, or too many different, %s; is it the right column?",
                (unsigned long long)attempt->row->line, what);
}

int64_t encode_area(struct encoder *encoder, const char code[ROW_AREA_SIZE])
{
    int64_t at = names_find(&encoder->areas, code, ROW_AREA_SIZE);

    if (at == NAMES_NONE && encoder->next_area < MOST_AREAS) {
        at = names_add(&encoder->areas, code, ROW_AREA_SIZE, encoder->next_area);
        if (at != NAMES_NONE)
            encoder->is_unknown[encoder->next_area++] = true;
    }
    return at;
}

static uint16_t take_area(struct attempt *attempt, const char *member, const char *code)
{
    struct encoder *encoder = attempt->encoder;
    int64_t at;

    if (code[0] == '\0') {
        fail(attempt, member, code, "the code of a country or area");
        return 0;
    }
    at = encode_area(encoder, code);
    if (at == NAMES_NONE) {
        give_up(attempt, "areas");
        return 0;
    }
    struct name *name = &encoder->areas.entries[at];
    name->rows++;
    return (uint16_t)name->number;
}

static uint8_t take_word(struct attempt *attempt, struct names *names, const char *text,
                         size_t size, const char *what)
{
    int64_t at = names_find(names, text, size);

    if (at == NAMES_NONE)
        at = names_add(names, text, size, 0);
    if (at == NAMES_NONE)
        give_up(attempt, what);
    return (uint8_t)at;
}

static uint8_t take_flow(struct attempt *attempt)
{
    const struct row *row = attempt->row;
    const int64_t at = names_find(&attempt->encoder->flows, row->flow, ROW_CODE_SIZE);
    const bool is_same = strcmp(row->reporter, row->partner) == 0;

    if (at == NAMES_NONE)
        fail(attempt, "flow", row->flow, "X, M, RX, RM, DX, FM, MIP, MOP, XIP, XOP or domestic");
    else if (!is_same && strcmp(row->flow, "domestic") == 0)
        fail(attempt, "flow", row->flow, "a flow between two areas, where they are two");
    return (uint8_t)at;
}

/* Number of months since January of year 0, from "2024-08-21". */
static uint16_t read_month(const char *day)
{
    return (uint16_t)(strtol(day, NULL, 10) * 12 + strtol(day + 5, NULL, 10) - 1);
}

static int64_t add_period(struct encoder *encoder, const char *text, const struct period *period)
{
    const size_t count = encoder->periods.count;
    struct encode_period *rows = encoder->period_rows;
    int64_t at;

    /* Grows as a power of two: at 1, 2, 4 … */
    if ((count & (count - 1)) == 0) {
        rows = realloc(rows, (count ? count * 2 : 1) * sizeof(*rows));
        if (!rows)
            return NAMES_NONE;
        if (encoder->first) {
            encoder->first = rows + (encoder->first - encoder->period_rows);
            encoder->last = rows + (encoder->last - encoder->period_rows);
        }
        encoder->period_rows = rows;
    }
    at = names_add(&encoder->periods, text, ROW_PERIOD_SIZE, period_key(period));
    if (at == NAMES_NONE)
        return at;
    rows[at] = (struct encode_period){
        .period = *period,
        .id = period_key(period),
        .first_month = read_month(period->start),
    };
    rows[at].months = (uint16_t)(read_month(period->end) - rows[at].first_month + 1);
    rows[at].next = encoder->periods_by_month[rows[at].first_month];
    encoder->periods_by_month[rows[at].first_month] = (uint16_t)(at + 1);
    return at;
}

static void note_period(struct encoder *encoder, const struct encode_period *period)
{
    if (!encoder->first || period->id < encoder->first->id)
        encoder->first = period;
    if (!encoder->last || period->id > encoder->last->id)
        encoder->last = period;
}

static void take_period(struct attempt *attempt, struct record_key *key)
{
    struct encoder *encoder = attempt->encoder;
    const char *text = attempt->row->period;
    int64_t at = names_find(&encoder->periods, text, ROW_PERIOD_SIZE);
    struct period period;

    if (at == NAMES_NONE) {
        if (!period_parse(text, &period) || strcmp(period.text, text) != 0) {
            fail(attempt, "period", text, "a period like 2022, 2022-Q1 or 2022-01");
            return;
        }
        at = add_period(encoder, text, &period);
    }
    if (at == NAMES_NONE) {
        give_up(attempt, "periods");
        return;
    }
    const struct encode_period *found = &encoder->period_rows[at];
    key->frequency = found->period.frequency;
    key->first_month = found->first_month;
    key->months = found->months;
    note_period(encoder, found);
}

static int64_t add_good(struct encoder *encoder, const char key[NAMES_TEXT_SIZE],
                        const struct row *row)
{
    static const char text[] = "SELECT 1 FROM commodity WHERE code = ?2 AND"
                               " (classification = ?1 AND (parent IS NOT NULL OR code = 'TOTAL')"
                               " OR classification = 'HS' AND ?1 IN " STORE_EDITIONS ")";
    int64_t is_known = 0;

    if (sql_number(&encoder->sql, &is_known, text, "ss", row->classification, row->commodity) !=
        DB_OK)
        return NAMES_NONE;
    return names_add(&encoder->goods, key, NAMES_TEXT_SIZE, is_known);
}

static uint64_t take_commodity(struct attempt *attempt, uint8_t classification)
{
    struct encoder *encoder = attempt->encoder;
    const char *code = attempt->row->commodity;
    char key[NAMES_TEXT_SIZE] = {(char)classification};
    uint64_t packed = 0;
    int64_t at;

    memcpy(key + 1, code, ROW_CODE_SIZE);
    if (code[0] == '\0') {
        fail(attempt, "commodity", code, "the code of a commodity, or TOTAL");
        return 0;
    }
    at = names_find(&encoder->goods, key, sizeof(key));
    if (at == NAMES_NONE)
        at = add_good(encoder, key, attempt->row);
    if (at != NAMES_NONE)
        encoder->goods.entries[at].rows++;
    if (at != NAMES_NONE && !record_pack_code(code, &packed)) {
        at = names_find(&encoder->long_codes, code, ROW_CODE_SIZE);
        if (at == NAMES_NONE)
            at = names_add(&encoder->long_codes, code, ROW_CODE_SIZE, 0);
        packed = RECORD_LONG_CODE | (uint64_t)at;
    }
    if (at == NAMES_NONE)
        give_up(attempt, "goods");
    return packed;
}

static uint16_t take_transport(struct attempt *attempt)
{
    const int32_t transport = attempt->row->transport;
    char text[16];

    if (transport >= 0 && transport <= MOST_TRANSPORT)
        return (uint16_t)transport;
    snprintf(text, sizeof(text), "%d", (int)transport);
    fail(attempt, "transport", text, "a mode of transport, 0 to 65535");
    return 0;
}

static const char *customs_of(const struct row *row)
{
    static const char all[ROW_CODE_SIZE] = "";

    return strcmp(row->customs, "C00") == 0 ? all : row->customs;
}

/* --- blocks --- */

enum { TOTALS_BITS = 4, BLOCK_TEXT_SIZE = 8 };

static void write_block(const struct record_key *key, char ret[BLOCK_TEXT_SIZE])
{
    memcpy(ret, &key->reporter, 2);
    memcpy(ret + 2, &key->first_month, 2);
    memcpy(ret + 4, &key->months, 2);
    ret[6] = key->frequency;
    ret[7] = (char)key->classification;
}

static void note_kind(struct attempt *attempt, const struct record_key *key)
{
    struct names *blocks = &attempt->encoder->blocks;
    char text[BLOCK_TEXT_SIZE];
    int64_t at;

    write_block(key, text);
    at = names_find(blocks, text, sizeof(text));
    if (at == NAMES_NONE)
        at = names_add(blocks, text, sizeof(text), 0);
    if (at == NAMES_NONE) {
        give_up(attempt, "reporters and periods");
        return;
    }
    const int64_t level = (int64_t)1 << (encode_level(attempt->row->commodity) + TOTALS_BITS);
    blocks->entries[at].number |=
        level | (key->partner == WORLD_AREA ? level << ENCODE_LEVELS : 0) |
        (key->customs == 0 ? TOTAL_CUSTOMS : 0) | (key->transport == 0 ? TOTAL_TRANSPORT : 0) |
        (key->partner2 == WORLD_AREA ? TOTAL_PARTNER2 : 0);
}

struct encode_kind encode_find_kind(struct encoder *encoder, const struct record_key *key)
{
    char text[BLOCK_TEXT_SIZE];

    write_block(key, text);
    const int64_t at = names_find(&encoder->blocks, text, sizeof(text));
    const uint64_t bits = (uint64_t)encoder->blocks.entries[at].number;
    return (struct encode_kind){
        .levels = bits >> TOTALS_BITS & ((1u << ENCODE_LEVELS) - 1),
        .world_levels = (uint32_t)(bits >> (TOTALS_BITS + ENCODE_LEVELS)),
        .totals = bits & ((1u << TOTALS_BITS) - 1),
    };
}

enum encode_result encode_row(struct encoder *encoder, const struct row *row, uint16_t file,
                              struct record *ret, struct reader_fault *ret_fault)
{
    struct attempt attempt = {encoder, row, ret_fault, ENCODE_OK};
    struct record_key key = {.file = file, .line = row->line};

    key.flow = take_flow(&attempt);
    take_period(&attempt, &key);
    key.transport = take_transport(&attempt);
    if (attempt.result != ENCODE_OK)
        return attempt.result;
    key.reporter = take_area(&attempt, "reporter", row->reporter);
    key.partner = take_area(&attempt, "partner", row->partner);
    key.partner2 = take_area(&attempt, "partner2", row->partner2);
    key.classification = take_word(&attempt, &encoder->classifications, row->classification,
                                   ROW_CODE_SIZE, "classifications");
    key.customs =
        take_word(&attempt, &encoder->customs, customs_of(row), ROW_CODE_SIZE, "customs codes");
    ret->unit = take_word(&attempt, &encoder->units, row->quantity_unit, ROW_UNIT_SIZE, "units");
    key.commodity = take_commodity(&attempt, key.classification);
    if (attempt.result == ENCODE_OK)
        note_kind(&attempt, &key);

    record_set_key(ret, &key);
    ret->figures[FIGURE_VALUE] = row->value;
    ret->figures[FIGURE_CIF] = row->cif;
    ret->figures[FIGURE_FOB] = row->fob;
    ret->figures[FIGURE_NET_WEIGHT] = row->net_weight;
    ret->figures[FIGURE_QUANTITY] = row->quantity;
    ret->flags = (uint8_t)row->flags;
    return attempt.result;
}

void encode_note_ragged(struct encoder *encoder, const struct record_key *key)
{
    char text[BLOCK_TEXT_SIZE];

    write_block(key, text);
    encoder->blocks.entries[names_find(&encoder->blocks, text, sizeof(text))].number |=
        RAGGED_CODES;
}

/* --- back --- */

const struct encode_period *encode_find_period(const struct encoder *encoder,
                                               const struct record_key *key)
{
    const struct encode_period *rows = encoder->period_rows;
    uint16_t at = encoder->periods_by_month[key->first_month];

    while (rows[at - 1].months != key->months)
        at = rows[at - 1].next;
    return &rows[at - 1];
}

void encode_write_code(const struct encoder *encoder, uint64_t commodity, char ret[ROW_CODE_SIZE])
{
    if (commodity < RECORD_LONG_CODE)
        record_unpack_code(commodity, ret);
    else
        memcpy(ret, encoder->long_codes.entries[commodity & ~RECORD_LONG_CODE].text, ROW_CODE_SIZE);
}

/* --- what the database lacks --- */

enum db_status encode_name_area(struct encoder *encoder, const char *code, const char *name)
{
    char text[ROW_AREA_SIZE] = "";
    int64_t at;

    snprintf(text, sizeof(text), "%s", code);
    at = encode_area(encoder, text);
    if (at == NAMES_NONE)
        return message_set(encoder->sql.message, DB_FAILED, "too many areas that nobody knows");
    if (name[0] == '\0' || encoder->areas.entries[at].label)
        return DB_OK;
    encoder->areas.entries[at].label = strdup(name);
    return encoder->areas.entries[at].label ? DB_OK : sql_no_memory(&encoder->sql);
}

static enum db_status store_area(struct encoder *encoder, const struct name *name)
{
    if (name->number < encoder->first_new_area || name->rows == 0)
        return DB_OK;
    return sql_run(&encoder->sql,
                   "INSERT INTO area (id, code, kind, name) VALUES (?1, ?2, 'unknown', ?3)", "iss",
                   name->number, name->text, name->label ? name->label : name->text);
}

static enum db_status store_period(struct encoder *encoder, const struct encode_period *row)
{
    const char frequency[] = {row->period.frequency, '\0'};

    return sql_run(&encoder->sql,
                   "INSERT OR IGNORE INTO period (id, text, start, \"end\", frequency)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)",
                   "issss", row->id, row->period.text, row->period.start, row->period.end,
                   frequency);
}

static enum db_status store_good(struct encoder *encoder, const struct name *name)
{
    const char *classification = encoder->classifications.entries[(uint8_t)name->text[0]].text;
    const char *code = name->text + 1;

    return sql_run(&encoder->sql,
                   "INSERT OR IGNORE INTO commodity (classification, code, level, parent, name)"
                   " VALUES (?1, ?2, ?3, NULL, iif(?2 = 'TOTAL', 'All goods', ?2))",
                   "ssi", classification, code, (int64_t)encode_level(code));
}

enum db_status encode_store(struct encoder *encoder)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < encoder->areas.count; i++)
        status = store_area(encoder, &encoder->areas.entries[i]);
    for (size_t i = 0; status == DB_OK && i < encoder->periods.count; i++)
        status = store_period(encoder, &encoder->period_rows[i]);
    for (size_t i = 0; status == DB_OK && i < encoder->goods.count; i++)
        status = store_good(encoder, &encoder->goods.entries[i]);
    if (status == DB_OK && encoder->goods.count > 0)
        status = store_edition_names(&encoder->sql);
    return status;
}
