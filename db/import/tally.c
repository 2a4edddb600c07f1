/* SPDX-License-Identifier: MIT */
#include "db/import/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "db/import/encode.h"

enum { MOST_AREAS = 65536, MOST_COUNTRIES = 512, NO_COUNTRY = -1, WORLD_AREA = 0, MOST_KINDS = 64 };

struct sum {
    double value;
    double net_weight;
    double weighed_value; /* of rows that have both figures */
    double weight_of_value;
    bool has_value;
    bool has_net_weight;
    bool has_both;
    int64_t rows;
    int64_t missing;
};

/* What rows of one total have in common beside reporter and partner. */
struct group {
    uint8_t flow;
    uint8_t classification;
    char frequency;
    const struct encode_period *period;
};

/* Of one reporter: the sum over its partners, and that of World. Without rows to sum it is a block
 * all the same. */
struct all_partners {
    struct group group;
    struct sum countries;
    struct sum world;
};

/* Over all reporters, for the summary. */
struct kind {
    uint8_t flow;
    char frequency;
    struct sum sum;
};

struct tally {
    struct sql sql;
    struct tally_options options;
    bool *is_counted;   /* by area: it is part of World */
    int16_t *countries; /* by area: number in order of code; NO_COUNTRY */
    int64_t country_areas[MOST_COUNTRIES];
    size_t country_count;
    int64_t *pair_rows; /* by two countries */

    /* The group that rows are coming in of. */
    bool has_begun;
    uint16_t reporter, partner;
    struct group group;
    struct sum total; /* of TOTAL */
    struct sum goods; /* of the codes that no shorter one holds */
    bool has_total;
    struct encode_kind kind; /* of its block */
    bool has_ragged_codes;   /* noted with the block */
    bool is_code_summed;     /* of the goods that rows are coming in of */
    char code[ROW_CODE_SIZE];
    struct record_key detail;   /* the last row of these goods that is no part of another mode */
    char holder[ROW_CODE_SIZE]; /* the last code that no shorter one holds */
    char seen[ENCODE_LEVELS][ROW_CODE_SIZE]; /* the last one of each length */

    struct all_partners *all;               /* of the present reporter */
    size_t all_count, all_capacity, all_at; /* all_at: that of the group before */
    struct kind kinds[MOST_KINDS];
    size_t kind_count;
    uint64_t blocks_replaced;
    sqlite3_stmt *add_total, *add_block, *end_blocks;
};

struct tally *tally_free(struct tally *tally)
{
    if (!tally)
        return NULL;
    sqlite3_finalize(tally->add_total);
    sqlite3_finalize(tally->add_block);
    sqlite3_finalize(tally->end_blocks);
    free(tally->is_counted);
    free(tally->countries);
    free(tally->pair_rows);
    free(tally->all);
    free(tally);
    return NULL;
}

/* --- areas --- */

static void note_area(struct tally *tally, int64_t id, const char *kind)
{
    if (id < 0 || id >= MOST_AREAS)
        return;
    tally->is_counted[id] = strcmp(kind, "world") != 0 && strcmp(kind, "group") != 0;
    if (strcmp(kind, "country") == 0 && tally->country_count < MOST_COUNTRIES) {
        tally->country_areas[tally->country_count] = id;
        tally->countries[id] = (int16_t)tally->country_count++;
    }
}

static enum db_status read_areas(struct tally *tally)
{
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_DONE;
    enum db_status status =
        sql_prepare(&tally->sql, "SELECT id, kind FROM area ORDER BY code", &statement);

    if (status != DB_OK)
        return status;
    for (size_t i = 0; i < MOST_AREAS; i++)
        tally->countries[i] = NO_COUNTRY;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        note_area(tally, sqlite3_column_int64(statement, 0),
                  (const char *)sqlite3_column_text(statement, 1));
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? DB_OK : sql_failure(&tally->sql);
}

static enum db_status prepare(struct tally *tally)
{
    enum db_status status =
        sql_prepare(&tally->sql,
                    "INSERT INTO observation_total (reporter, partner_kind, partner, flow,"
                    " frequency, period, classification, dataset, value, net_weight, weighed_value,"
                    " weight_of_value, observations, missing)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                    &tally->add_total);

    if (status == DB_OK)
        status = sql_prepare(&tally->sql,
                             "INSERT OR IGNORE INTO dataset_block (reporter, frequency, period,"
                             " classification, dataset, since, levels, world_levels,"
                             " totals) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                             &tally->add_block);
    if (status == DB_OK)
        status =
            sql_prepare(&tally->sql,
                        "UPDATE dataset_block SET until = ?6 WHERE reporter = ?1"
                        " AND frequency = ?2 AND period = ?3 AND classification = ?4"
                        " AND dataset <> ?5 AND until IS NULL"
                        " AND (SELECT series FROM dataset d WHERE d.id = dataset_block.dataset)"
                        " = ?7",
                        &tally->end_blocks);
    return status;
}

enum db_status tally_new(const struct sql *sql, const struct tally_options *options,
                         struct tally **ret)
{
    struct tally *tally = calloc(1, sizeof(*tally));
    enum db_status status = DB_OK;

    *ret = NULL;
    if (!tally)
        return sql_no_memory(sql);
    tally->sql = *sql;
    tally->options = *options;
    tally->is_counted = calloc(MOST_AREAS, sizeof(*tally->is_counted));
    tally->countries = calloc(MOST_AREAS, sizeof(*tally->countries));
    tally->pair_rows = calloc((size_t)MOST_COUNTRIES * MOST_COUNTRIES, sizeof(*tally->pair_rows));
    if (!tally->is_counted || !tally->countries || !tally->pair_rows)
        status = sql_no_memory(sql);
    if (status == DB_OK)
        status = read_areas(tally);
    if (status == DB_OK)
        status = prepare(tally);
    if (status != DB_OK) {
        tally_free(tally);
        return status;
    }
    *ret = tally;
    return DB_OK;
}

/* --- sums --- */

static void add_figure(double figure, double *sum, bool *has_sum)
{
    if (isnan(figure))
        return;
    *sum += figure;
    *has_sum = true;
}

static void add_row(struct sum *sum, double value, double net_weight)
{
    add_figure(value, &sum->value, &sum->has_value);
    add_figure(net_weight, &sum->net_weight, &sum->has_net_weight);
    sum->rows++;
    sum->missing += isnan(value) ? 1 : 0;
    if (isnan(value) || isnan(net_weight))
        return;
    sum->weighed_value += value;
    sum->weight_of_value += net_weight;
    sum->has_both = true;
}

static void add_sum(struct sum *sum, const struct sum *more)
{
    if (more->has_value)
        add_figure(more->value, &sum->value, &sum->has_value);
    if (more->has_net_weight)
        add_figure(more->net_weight, &sum->net_weight, &sum->has_net_weight);
    sum->weighed_value += more->weighed_value;
    sum->weight_of_value += more->weight_of_value;
    sum->has_both |= more->has_both;
    sum->rows += more->rows;
    sum->missing += more->missing;
}

static bool is_same_group(const struct group *a, const struct group *b)
{
    return a->period == b->period && a->flow == b->flow && a->frequency == b->frequency &&
           a->classification == b->classification;
}

static enum db_status run(struct tally *tally, sqlite3_stmt *statement)
{
    const int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE ? DB_OK : sql_failure(&tally->sql);
}

static void bind_sum(sqlite3_stmt *statement, int at, bool is_there, double sum)
{
    if (is_there)
        sqlite3_bind_double(statement, at, sum);
    else
        sqlite3_bind_null(statement, at);
}

/* Fixed texts and numbers: nothing that can fail is bound. */
static enum db_status store_total(struct tally *tally, const char *partner_kind, int64_t partner,
                                  const struct group *group, const struct sum *sum)
{
    const struct encoder *encoder = tally->options.encoder;
    sqlite3_stmt *statement = tally->add_total;

    if (sum->rows == 0)
        return DB_OK;
    sqlite3_bind_int64(statement, 1, tally->reporter);
    sqlite3_bind_text(statement, 2, partner_kind, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, partner);
    sqlite3_bind_text(statement, 4, encoder->flows.entries[group->flow].text, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 5, &group->frequency, 1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 6, group->period->id);
    sqlite3_bind_text(statement, 7, encoder->classifications.entries[group->classification].text,
                      -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 8, tally->options.dataset);
    bind_sum(statement, 9, sum->has_value, sum->value);
    bind_sum(statement, 10, sum->has_net_weight, sum->net_weight);
    bind_sum(statement, 11, sum->has_both, sum->weighed_value);
    bind_sum(statement, 12, sum->has_both, sum->weight_of_value);
    sqlite3_bind_int64(statement, 13, sum->rows);
    sqlite3_bind_int64(statement, 14, sum->missing);
    return run(tally, statement);
}

/* --- a group ends --- */

/* The reporter's sum over all partners for @group. Each partner has the groups in the same order:
 * the one behind the last is looked at first. NULL: no memory. */
static struct all_partners *find_all(struct tally *tally, const struct group *group)
{
    for (size_t i = 0; i < tally->all_count; i++) {
        if (++tally->all_at >= tally->all_count)
            tally->all_at = 0;
        if (is_same_group(&tally->all[tally->all_at].group, group))
            return &tally->all[tally->all_at];
    }
    if (tally->all_count == tally->all_capacity) {
        const size_t capacity = tally->all_capacity ? tally->all_capacity * 2 : 64;
        struct all_partners *all = realloc(tally->all, capacity * sizeof(*all));

        if (!all)
            return NULL;
        tally->all = all;
        tally->all_capacity = capacity;
    }
    tally->all[tally->all_count] = (struct all_partners){.group = *group};
    tally->all_at = tally->all_count;
    return &tally->all[tally->all_count++];
}

static enum db_status end_group(struct tally *tally)
{
    const struct sum *sum = tally->has_total ? &tally->total : &tally->goods;
    enum db_status status = store_total(tally, "one", tally->partner, &tally->group, sum);
    struct all_partners *all = find_all(tally, &tally->group);

    if (!all)
        return sql_no_memory(&tally->sql);
    if (tally->partner == WORLD_AREA)
        add_sum(&all->world, sum);
    else if (tally->is_counted[tally->partner])
        add_sum(&all->countries, sum);
    tally->total = (struct sum){0};
    tally->goods = (struct sum){0};
    tally->has_total = false;
    return status;
}

/* --- a reporter ends --- */

static void bind_block(struct tally *tally, sqlite3_stmt *statement, const struct group *group)
{
    sqlite3_bind_int64(statement, 1, tally->reporter);
    sqlite3_bind_text(statement, 2, &group->frequency, 1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, group->period->id);
    sqlite3_bind_text(statement, 4,
                      tally->options.encoder->classifications.entries[group->classification].text,
                      -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 5, tally->options.dataset);
    sqlite3_bind_int64(statement, 6, tally->options.revision);
}

/* Each flow of a block comes here; the first makes it. */
static enum db_status store_block(struct tally *tally, const struct group *group)
{
    const struct record_key key = {
        .reporter = tally->reporter,
        .frequency = group->frequency,
        .first_month = group->period->first_month,
        .months = group->period->months,
        .classification = group->classification,
    };
    const struct encode_kind kind = encode_find_kind(tally->options.encoder, &key);
    enum db_status status;

    bind_block(tally, tally->add_block, group);
    sqlite3_bind_int64(tally->add_block, 7, kind.levels);
    sqlite3_bind_int64(tally->add_block, 8, kind.world_levels);
    sqlite3_bind_int64(tally->add_block, 9, kind.totals);
    status = run(tally, tally->add_block);
    if (status != DB_OK || sqlite3_changes(tally->sql.sqlite) == 0)
        return status;
    bind_block(tally, tally->end_blocks, group);
    sqlite3_bind_int64(tally->end_blocks, 7, tally->options.series);
    status = run(tally, tally->end_blocks);
    if (status == DB_OK)
        tally->blocks_replaced += (uint64_t)sqlite3_changes(tally->sql.sqlite);
    return status;
}

static const struct sum *sum_of(const struct all_partners *all)
{
    return all->world.rows ? &all->world : &all->countries;
}

static void add_to_kind(struct tally *tally, const struct all_partners *all)
{
    struct kind *kind = tally->kinds;
    struct kind *const end = tally->kinds + tally->kind_count;

    while (kind < end && (kind->flow != all->group.flow || kind->frequency != all->group.frequency))
        kind++;
    if (kind == tally->kinds + MOST_KINDS)
        return;
    if (kind == end) {
        tally->kind_count++;
        *kind = (struct kind){.flow = all->group.flow, .frequency = all->group.frequency};
    }
    add_sum(&kind->sum, sum_of(all));
}

static enum db_status end_reporter(struct tally *tally)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < tally->all_count; i++) {
        const struct all_partners *all = &tally->all[i];

        status = store_block(tally, &all->group);
        if (status == DB_OK)
            status = store_total(tally, "all", WORLD_AREA, &all->group, sum_of(all));
        add_to_kind(tally, all);
    }
    tally->all_count = 0;
    return status;
}

/* --- rows --- */

/* Shorter codes come before those that they hold, TOTAL behind all. */
static bool is_top(struct tally *tally, const char *code)
{
    const size_t length = strlen(tally->holder);

    if (encode_level(code) == 0) {
        tally->has_total = true;
        return true;
    }
    if (length && memcmp(code, tally->holder, length) == 0)
        return false;
    memcpy(tally->holder, code, sizeof(tally->holder));
    return true;
}

/* Whether a level of the block has nothing that holds these goods. */
static bool is_ragged(const struct tally *tally, const char *code, int level)
{
    for (int length = 1; length < level; length++) {
        if (tally->kind.levels >> length & 1 &&
            memcmp(tally->seen[length], code, (size_t)length) != 0)
            return true;
    }
    return false;
}

static void begin_code(struct tally *tally, const struct record_key *key, const char *code)
{
    const int level = encode_level(code);

    memcpy(tally->code, code, sizeof(tally->code));
    tally->is_code_summed = is_top(tally, code);
    tally->detail = (struct record_key){0};
    if (tally->has_ragged_codes)
        return;
    tally->has_ragged_codes = is_ragged(tally, code, level);
    memcpy(tally->seen[level], code, sizeof(tally->seen[level]));
    if (tally->has_ragged_codes)
        encode_note_ragged(tally->options.encoder, key);
}

/* Wholes come before their parts. */
static bool is_part_of_detail(struct tally *tally, const struct record_key *key)
{
    const struct record_key *whole = &tally->detail;
    const bool is_part = key->partner2 == whole->partner2 && key->customs == whole->customs &&
                         whole->transport != 0 &&
                         aggregate_is_part_of_mode(key->transport, whole->transport);

    if (!is_part)
        tally->detail = *key;
    return is_part;
}

static bool is_summed(struct tally *tally, const struct record_key *key)
{
    const uint32_t totals = tally->kind.totals;

    if (!tally->is_code_summed)
        return false;
    if (totals & TOTAL_PARTNER2 ? key->partner2 != WORLD_AREA : !tally->is_counted[key->partner2])
        return false;
    if (totals & TOTAL_CUSTOMS && key->customs != 0)
        return false;
    return totals & TOTAL_TRANSPORT ? key->transport == 0 : !is_part_of_detail(tally, key);
}

static void count_pair(struct tally *tally, const struct record_key *key)
{
    const int a = tally->countries[key->reporter];
    const int b = tally->countries[key->partner];

    if (a == NO_COUNTRY || b == NO_COUNTRY || a == b)
        return;
    tally->pair_rows[a < b ? a * MOST_COUNTRIES + b : b * MOST_COUNTRIES + a]++;
}

static enum db_status begin_group(struct tally *tally, const struct record_key *key,
                                  const struct group *group)
{
    enum db_status status = tally->has_begun ? end_group(tally) : DB_OK;

    if (status == DB_OK && tally->has_begun && tally->reporter != key->reporter)
        status = end_reporter(tally);
    tally->has_begun = true;
    tally->reporter = key->reporter;
    tally->partner = key->partner;
    tally->group = *group;
    tally->kind = encode_find_kind(tally->options.encoder, key);
    tally->has_ragged_codes = tally->kind.totals & RAGGED_CODES;
    memset(tally->code, 0, sizeof(tally->code));
    memset(tally->holder, 0, sizeof(tally->holder));
    memset(tally->seen, 0, sizeof(tally->seen));
    return status;
}

enum db_status tally_add(struct tally *tally, const struct record_key *key,
                         const char code[ROW_CODE_SIZE], const double figures[RECORD_FIGURES])
{
    const struct group group = {
        .flow = key->flow,
        .classification = key->classification,
        .frequency = key->frequency,
        .period = encode_find_period(tally->options.encoder, key),
    };
    enum db_status status = DB_OK;

    if (!tally->has_begun || tally->reporter != key->reporter || tally->partner != key->partner ||
        !is_same_group(&tally->group, &group))
        status = begin_group(tally, key, &group);
    count_pair(tally, key);
    if (memcmp(tally->code, code, sizeof(tally->code)) != 0)
        begin_code(tally, key, code);
    if (is_summed(tally, key))
        add_row(encode_level(code) == 0 ? &tally->total : &tally->goods, figures[FIGURE_VALUE],
                figures[FIGURE_NET_WEIGHT]);
    return status;
}

/* --- the end --- */

static enum db_status store_pairs(struct tally *tally)
{
    const size_t count = tally->country_count;
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < count * count; i++) {
        const size_t a = i / count;
        const size_t b = i % count;
        const int64_t rows = tally->pair_rows[a * MOST_COUNTRIES + b];

        if (rows == 0)
            continue;
        status = sql_run(&tally->sql,
                         "INSERT INTO dataset_pair (a, b, dataset, observations)"
                         " VALUES (?1, ?2, ?3, ?4)",
                         "iiii", tally->country_areas[a], tally->country_areas[b],
                         tally->options.dataset, rows);
    }
    return status;
}

static void choose_total(const struct tally *tally, struct tally_total *ret)
{
    int64_t most = 0;

    *ret = (struct tally_total){0};
    for (size_t i = 0; i < tally->kind_count; i++) {
        const struct kind *kind = &tally->kinds[i];

        if (!kind->sum.has_value || kind->sum.rows <= most)
            continue;
        most = kind->sum.rows;
        ret->flow = tally->options.encoder->flows.entries[kind->flow].text;
        ret->frequency = kind->frequency;
        ret->value = kind->sum.value;
    }
}

enum db_status tally_finish(struct tally *tally, uint64_t *ret_blocks_replaced,
                            struct tally_total *ret_total)
{
    enum db_status status = tally->has_begun ? end_group(tally) : DB_OK;

    if (status == DB_OK)
        status = end_reporter(tally);
    if (status == DB_OK)
        status = store_pairs(tally);
    choose_total(tally, ret_total);
    *ret_blocks_replaced = tally->blocks_replaced;
    return status;
}
