/* SPDX-License-Identifier: MIT */
#include "handlers/figure_statistics.h"

#include <jansson.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/pairs.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/query.h"
#include "server/problem.h"
#include "server/request.h"

/* At most so many figures come from one row: three reports of each way, three of both. */
enum { MOST_OF_ROW = 9, MOST_ROWS = 1000, FIRST_ROOM = 256 };

struct gathering {
    const struct pair *pair;
    struct arena *arena;
    struct figure_statistics *statistics;
    bool has_failed;
};

static const char *take_text(struct gathering *gathering, const json_t *value)
{
    const char *text = json_string_value(value);
    const char *copy = text ? arena_copy(gathering->arena, text, strlen(text)) : NULL;

    gathering->has_failed = gathering->has_failed || !copy;
    return copy;
}

static const char *take_datasets(struct gathering *gathering, const json_t *slugs)
{
    struct buffer joined;
    const char *copy = NULL;

    buffer_init(&joined);
    for (size_t i = 0; i < json_array_size(slugs); i++) {
        buffer_add_text(&joined, i ? "," : "");
        buffer_add_text(&joined, json_string_value(json_array_get(slugs, i)));
    }
    buffer_add_char(&joined, '\0');
    if (!buffer_failed(&joined))
        copy = arena_copy(gathering->arena, joined.data, joined.length);
    buffer_fini(&joined);
    gathering->has_failed = gathering->has_failed || !copy;
    return copy;
}

/* What all figures of a row have in common. */
static struct figure_statistic begin_row(struct gathering *gathering, const json_t *row)
{
    return (struct figure_statistic){
        .pair = gathering->pair->text,
        .a = gathering->pair->a->code,
        .b = gathering->pair->b->code,
        .period = take_text(gathering, json_object_get(row, "period")),
        .series = take_text(gathering, json_object_get(row, "series")),
        .basis = take_text(gathering, json_object_get(row, "basis")),
        .unit = take_text(gathering, json_object_get(row, "unit")),
        .dataset = take_datasets(gathering, json_object_get(row, "datasets")),
    };
}

/* There is room for all of a row: grow() is called before each. */
static struct figure_statistic *add_one(struct gathering *gathering)
{
    return &gathering->statistics->items[gathering->statistics->count++];
}

static bool grow(struct gathering *gathering)
{
    struct figure_statistics *statistics = gathering->statistics;
    const size_t room = statistics->room ? 2 * statistics->room : FIRST_ROOM;

    if (statistics->count + MOST_OF_ROW <= statistics->room)
        return true;
    struct figure_statistic *items = arena_alloc(gathering->arena, room * sizeof(*items));
    if (!items)
        return false;
    if (statistics->count)
        memcpy(items, statistics->items, statistics->count * sizeof(*items));
    statistics->items = items;
    statistics->room = room;
    return true;
}

static void add(struct gathering *gathering, const struct figure_statistic *like,
                const json_t *value)
{
    struct figure_statistic *statistic = add_one(gathering);

    *statistic = *like;
    statistic->has_value = json_is_number(value);
    statistic->value = json_number_value(value);
}

/* One way: the exporter's report, the importer's, or the reconciled figure; nothing where nobody
 * has any. */
static void add_way(struct gathering *gathering, const json_t *row, struct figure_statistic like,
                    const char *exported, const char *imported, const char *reconciled)
{
    if (json_is_number(json_object_get(row, reconciled))) {
        like.flow = "exports";
        add(gathering, &like, json_object_get(row, reconciled));
    }
    if (!json_is_number(json_object_get(row, exported)) &&
        !json_is_number(json_object_get(row, imported)))
        return;
    like.flow = "exports";
    like.reporter = like.from;
    add(gathering, &like, json_object_get(row, exported));
    like.flow = "imports";
    like.reporter = like.to;
    add(gathering, &like, json_object_get(row, imported));
}

/* Both ways as one side has them: not known where one of the two is not. */
static void add_both(struct gathering *gathering, const json_t *row, struct figure_statistic like,
                     const char *out, const char *in)
{
    const json_t *exports = json_object_get(row, out);
    const json_t *imports = json_object_get(row, in);

    if (!json_is_number(exports) && !json_is_number(imports))
        return;
    like.flow = "turnover";
    like.has_value = json_is_number(exports) && json_is_number(imports);
    like.value = json_number_value(exports) + json_number_value(imports);
    *add_one(gathering) = like;
}

static void add_row(struct gathering *gathering, const json_t *row)
{
    const char *a = gathering->pair->a->code;
    const char *b = gathering->pair->b->code;
    struct figure_statistic like = begin_row(gathering, row);

    like.from = a;
    like.to = b;
    add_way(gathering, row, like, "a_exports", "b_imports", "a_to_b");
    like.from = b;
    like.to = a;
    add_way(gathering, row, like, "b_exports", "a_imports", "b_to_a");
    like.from = NULL;
    like.to = NULL;
    like.reporter = a;
    add_both(gathering, row, like, "a_exports", "a_imports");
    like.reporter = b;
    add_both(gathering, row, like, "b_exports", "b_imports");
    like.reporter = NULL;
    add_both(gathering, row, like, "a_to_b", "b_to_a");
}

static int add_text(struct gathering *gathering, const char *text, size_t length,
                    struct problem *reterr)
{
    json_t *row = json_loadb(text, length, 0, NULL);

    if (row && grow(gathering))
        add_row(gathering, row);
    else
        gathering->has_failed = true;
    json_decref(row);
    return gathering->has_failed ? problem_set_no_memory(reterr) : 0;
}

static int add_rows(const struct request *rq, struct db_rows *rows, struct gathering *gathering,
                    struct problem *reterr)
{
    enum db_status status;
    int result = 0;

    while (result == 0 && (status = db_rows_next(rows)) == DB_OK) {
        size_t length;
        const char *text = db_rows_text(rows, 0, &length);
        result = add_text(gathering, text, length, reterr);
    }
    if (result == 0 && status != DB_NOT_FOUND)
        result = problem_from_db(reterr, rq, status);
    return result;
}

static int read_pair(const struct request *rq, const struct pair *pair, const char *frequency,
                     struct figure_statistics *statistics, struct problem *reterr)
{
    const struct value value = {.type = VALUE_TEXT, .text = frequency};
    const struct query all = {
        .resource = &resource_pair_trade,
        .filters = {{.field = resource_field(&resource_pair_trade, "frequency"),
                     .op = OP_EQ,
                     .values = &value,
                     .value_count = 1}},
        .filter_count = 1,
        .members = query_all_members(&resource_pair_trade),
        .limit = MOST_ROWS,
    };
    struct gathering gathering = {
        .pair = pair, .arena = request_arena(rq), .statistics = statistics};
    struct query sums;
    const char *meta;
    struct db_rows *rows = NULL;

    if (pair_trade_ask(rq, pair, &all, &sums, &meta, reterr) != 0)
        return -1;
    enum db_status status = db_list(request_db(rq), &sums, DB_COLUMNS_JSON, &rows);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    const int result = add_rows(rq, rows, &gathering, reterr);
    db_rows_close(rows);
    return result;
}

/* Statistics that cannot be summed without counting goods twice stand beside nothing. */
static int read_frequency(const struct request *rq, const struct pair *pair, const char *frequency,
                          struct figure_statistics *statistics, struct problem *reterr)
{
    struct problem refusal;

    if (read_pair(rq, pair, frequency, statistics, &refusal) == 0 ||
        refusal.kind == PROBLEM_INVALID_PARAMETER)
        return 0;
    *reterr = refusal;
    return -1;
}

/* Statistics stand beside figures of all goods. */
static bool may_have_statistics(const struct claim *claim)
{
    return claim_is_level(claim) && claim->pair && claim->period && !claim->sector &&
           !claim->commodity;
}

static bool has_frequency(const struct claims *claims, const struct pair *pair, char frequency)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (may_have_statistics(claim) && claim->period->frequency == frequency &&
            strcmp(claim->pair, pair->text) == 0)
            return true;
    }
    return false;
}

int figure_statistics_add(const struct request *rq, const struct pair *pair,
                          const struct claims *claims, struct figure_statistics *statistics,
                          struct problem *reterr)
{
    static const char *const frequencies[] = {"S", "Q", "M", "P"};
    int result = read_frequency(rq, pair, "A", statistics, reterr);

    for (size_t i = 0; i < sizeof(frequencies) / sizeof(frequencies[0]) && result == 0; i++) {
        if (has_frequency(claims, pair, frequencies[i][0]))
            result = read_frequency(rq, pair, frequencies[i], statistics, reterr);
    }
    return result;
}

static bool has_pair(const struct pair *const *pairs, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pairs[i]->text, text) == 0)
            return true;
    }
    return false;
}

int figure_statistics_add_all(const struct request *rq, const struct claims *claims,
                              struct figure_statistics *statistics, struct problem *reterr)
{
    const struct pair **pairs =
        arena_alloc(request_arena(rq), (claims->count + 1) * sizeof(void *));
    size_t count = 0;

    if (!pairs)
        return problem_set_no_memory(reterr);
    for (size_t i = 0; i < claims->count; i++) {
        char unknown[64];
        struct pair *pair;

        if (!may_have_statistics(&claims->items[i]) ||
            has_pair(pairs, count, claims->items[i].pair))
            continue;
        pair = arena_alloc(request_arena(rq), sizeof(*pair));
        if (!pair)
            return problem_set_no_memory(reterr);
        if (pair_parse(claims->items[i].pair, pair, unknown) != PAIR_CANONICAL)
            continue;
        pairs[count++] = pair;
        if (figure_statistics_add(rq, pair, claims, statistics, reterr) != 0)
            return -1;
    }
    return 0;
}
