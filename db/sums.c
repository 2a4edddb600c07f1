/* SPDX-License-Identifier: MIT */
#include "db/sums.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/hash.h"

enum {
    COLUMN_REPORTER,
    COLUMN_PARTNER,
    COLUMN_FLOW,
    COLUMN_PERIOD,
    COLUMN_GOODS,
    COLUMN_DATASET,
    COLUMN_VALUE,
    COLUMN_NET_WEIGHT,
    COLUMN_WEIGHED_VALUE,
    COLUMN_WEIGHT_OF_VALUE,
    COLUMN_OBSERVATIONS,
    COLUMN_MISSING,
    COLUMN_PACKED,
};

enum { ROW_ARGUMENTS = COLUMN_NET_WEIGHT + 1, KEPT_ARGUMENTS = COLUMN_MISSING + 1 };

enum { FLOW_SIZE = 16, GOODS_SIZE = 40, FIRST_SLOTS = 64 };

/* No padding between the members, so that keys are compared as bytes; texts are zero behind their
 * end. */
struct key {
    int64_t reporter;
    int64_t partner;
    int64_t period;
    int64_t dataset;
    int64_t nulls; /* bit n: argument n is null */
    char flow[FLOW_SIZE];
    char goods[GOODS_SIZE];
};

/* A sum and how many values are in it: none makes null. */
struct sum {
    double value;
    int64_t count;
};

struct group {
    struct key key;
    struct sum value;
    struct sum net_weight;
    struct sum weighed_value;
    struct sum weight_of_value;
    int64_t observations;
    int64_t missing;
};

/* Open addressing; slots hold the number of a group and 1, 0 where free. */
struct groups {
    struct group *group;
    uint32_t *slots;
    size_t count;
    size_t room; /* of both: as many slots as groups, times two */
};

/* --- grouping --- */

static void read_text(sqlite3_value *value, char *ret, size_t size)
{
    const unsigned char *text = sqlite3_value_text(value);

    if (text)
        strncpy(ret, (const char *)text, size - 1);
}

static void read_key(sqlite3_value **arguments, struct key *ret)
{
    memset(ret, 0, sizeof(*ret));
    ret->reporter = sqlite3_value_int64(arguments[COLUMN_REPORTER]);
    ret->partner = sqlite3_value_int64(arguments[COLUMN_PARTNER]);
    ret->period = sqlite3_value_int64(arguments[COLUMN_PERIOD]);
    ret->dataset = sqlite3_value_int64(arguments[COLUMN_DATASET]);
    read_text(arguments[COLUMN_FLOW], ret->flow, FLOW_SIZE);
    read_text(arguments[COLUMN_GOODS], ret->goods, GOODS_SIZE);
    for (int i = 0; i <= COLUMN_DATASET; i++) {
        if (sqlite3_value_type(arguments[i]) == SQLITE_NULL)
            ret->nulls |= 1 << i;
    }
}

/* FNV-1a by words instead of bytes: every row asks for one. */
static size_t hash_of(const struct key *key)
{
    uint64_t words[sizeof(*key) / sizeof(uint64_t)];
    uint64_t hash = HASH_START;

    memcpy(words, key, sizeof(words));
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        hash = (hash ^ words[i]) * HASH_PRIME;
        hash ^= hash >> 32;
    }
    return (size_t)hash;
}

static uint32_t *find_slot(struct groups *groups, const struct key *key)
{
    size_t mask = groups->room * 2 - 1;
    size_t at = hash_of(key);

    for (;; at++) {
        uint32_t *slot = &groups->slots[at & mask];
        if (!*slot || memcmp(&groups->group[*slot - 1].key, key, sizeof(*key)) == 0)
            return slot;
    }
}

static bool grow(struct groups *groups)
{
    size_t room = groups->room ? groups->room * 2 : FIRST_SLOTS;
    struct group *group = realloc(groups->group, room * sizeof(*group));
    uint32_t *slots = calloc(room * 2, sizeof(*slots));

    if (group)
        groups->group = group;
    if (!group || !slots) {
        free(slots);
        return false;
    }
    free(groups->slots);
    groups->slots = slots;
    groups->room = room;
    for (size_t i = 0; i < groups->count; i++)
        *find_slot(groups, &groups->group[i].key) = (uint32_t)i + 1;
    return true;
}

/* NULL: no memory. */
static struct group *find_group(struct groups *groups, const struct key *key)
{
    uint32_t *slot;

    if (groups->count == groups->room && !grow(groups))
        return NULL;
    slot = find_slot(groups, key);
    if (!*slot) {
        groups->group[groups->count] = (struct group){.key = *key};
        *slot = (uint32_t)++groups->count;
    }
    return &groups->group[*slot - 1];
}

static void add(struct sum *sum, sqlite3_value *value)
{
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return;
    sum->value += sqlite3_value_double(value);
    sum->count++;
}

static void add_row(struct group *group, sqlite3_value **arguments)
{
    sqlite3_value *value = arguments[COLUMN_VALUE];
    sqlite3_value *weight = arguments[COLUMN_NET_WEIGHT];
    bool has_value = sqlite3_value_type(value) != SQLITE_NULL;

    add(&group->value, value);
    add(&group->net_weight, weight);
    group->observations++;
    group->missing += has_value ? 0 : 1;
    if (!has_value || sqlite3_value_type(weight) == SQLITE_NULL)
        return;
    add(&group->weighed_value, value);
    add(&group->weight_of_value, weight);
}

static void add_kept_sum(struct group *group, sqlite3_value **arguments)
{
    add(&group->value, arguments[COLUMN_VALUE]);
    add(&group->net_weight, arguments[COLUMN_NET_WEIGHT]);
    add(&group->weighed_value, arguments[COLUMN_WEIGHED_VALUE]);
    add(&group->weight_of_value, arguments[COLUMN_WEIGHT_OF_VALUE]);
    group->observations += sqlite3_value_int64(arguments[COLUMN_OBSERVATIONS]);
    group->missing += sqlite3_value_int64(arguments[COLUMN_MISSING]);
}

static void release(struct groups *groups)
{
    free(groups->group);
    free(groups->slots);
    *groups = (struct groups){.count = 0};
}

static void step(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct groups *groups = sqlite3_aggregate_context(context, sizeof(*groups));
    struct key key;
    struct group *group;

    if (!groups) {
        sqlite3_result_error_nomem(context);
        return;
    }
    read_key(arguments, &key);
    group = find_group(groups, &key);
    if (!group)
        sqlite3_result_error_nomem(context);
    else if (groups->count > SUMS_MOST)
        sqlite3_result_error_toobig(context);
    else if (count == ROW_ARGUMENTS)
        add_row(group, arguments);
    else
        add_kept_sum(group, arguments);
}

/* Called after errors too. */
static void finish(sqlite3_context *context)
{
    struct groups *groups = sqlite3_aggregate_context(context, 0);

    if (!groups || !groups->count) {
        sqlite3_result_zeroblob(context, 0);
    } else {
        sqlite3_result_blob64(context, groups->group, groups->count * sizeof(*groups->group), free);
        groups->group = NULL;
    }
    if (groups)
        release(groups);
}

/* --- the table of groups --- */

struct cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *packed;
    const struct group *group;
    size_t count;
    size_t at;
};

static int connect(sqlite3 *sqlite, void *unused, int count, const char *const *arguments,
                   sqlite3_vtab **ret, char **ret_message)
{
    (void)unused;
    (void)count;
    (void)arguments;
    (void)ret_message;
    int code = sqlite3_declare_vtab(
        sqlite,
        "CREATE TABLE x(reporter_id, partner_id, flow, period_id, goods, dataset_id, value,"
        " net_weight, weighed_value, weight_of_value, observations, missing, packed HIDDEN)");

    if (code != SQLITE_OK)
        return code;
    *ret = sqlite3_malloc(sizeof(**ret));
    if (!*ret)
        return SQLITE_NOMEM;
    memset(*ret, 0, sizeof(**ret));
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* The argument must be there. */
static int choose(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
        if (constraint->iColumn != COLUMN_PACKED || !constraint->usable ||
            constraint->op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 100;
        info->estimatedRows = 1000;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **ret)
{
    struct cursor *cursor = sqlite3_malloc(sizeof(*cursor));

    (void)table;
    if (!cursor)
        return SQLITE_NOMEM;
    memset(cursor, 0, sizeof(*cursor));
    *ret = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    sqlite3_value_free(cursor->packed);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *text, int count,
                  sqlite3_value **arguments)
{
    struct cursor *cursor = (struct cursor *)base;

    (void)number;
    (void)text;
    (void)count;
    sqlite3_value_free(cursor->packed);
    cursor->packed = sqlite3_value_dup(arguments[0]);
    if (!cursor->packed)
        return SQLITE_NOMEM;
    cursor->group = sqlite3_value_blob(cursor->packed);
    cursor->count = (size_t)sqlite3_value_bytes(cursor->packed) / sizeof(*cursor->group);
    cursor->at = 0;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    ((struct cursor *)base)->at++;
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
    const struct cursor *cursor = (const struct cursor *)base;

    return cursor->at >= cursor->count;
}

static void give_sum(sqlite3_context *context, const struct sum *sum)
{
    if (sum->count)
        sqlite3_result_double(context, sum->value);
}

static void give_key(sqlite3_context *context, const struct key *key, int column)
{
    const int64_t numbers[] = {
        [COLUMN_REPORTER] = key->reporter,
        [COLUMN_PARTNER] = key->partner,
        [COLUMN_PERIOD] = key->period,
        [COLUMN_DATASET] = key->dataset,
    };

    if (key->nulls >> column & 1)
        return;
    if (column == COLUMN_FLOW)
        sqlite3_result_text(context, key->flow, -1, SQLITE_TRANSIENT);
    else if (column == COLUMN_GOODS)
        sqlite3_result_text(context, key->goods, -1, SQLITE_TRANSIENT);
    else
        sqlite3_result_int64(context, numbers[column]);
}

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct group *group = &cursor->group[cursor->at];

    if (column <= COLUMN_DATASET)
        give_key(context, &group->key, column);
    else if (column == COLUMN_VALUE)
        give_sum(context, &group->value);
    else if (column == COLUMN_NET_WEIGHT)
        give_sum(context, &group->net_weight);
    else if (column == COLUMN_WEIGHED_VALUE)
        give_sum(context, &group->weighed_value);
    else if (column == COLUMN_WEIGHT_OF_VALUE)
        give_sum(context, &group->weight_of_value);
    else if (column == COLUMN_OBSERVATIONS)
        sqlite3_result_int64(context, group->observations);
    else if (column == COLUMN_MISSING)
        sqlite3_result_int64(context, group->missing);
    return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *ret)
{
    *ret = (sqlite3_int64)((const struct cursor *)base)->at;
    return SQLITE_OK;
}

/* Without xCreate it is a table-valued function alone. */
static const sqlite3_module module = {
    .xConnect = connect,
    .xBestIndex = choose,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = give_column,
    .xRowid = give_rowid,
};

int sums_register(sqlite3 *sqlite)
{
    static const int arguments[] = {ROW_ARGUMENTS, KEPT_ARGUMENTS};
    int code = SQLITE_OK;

    for (int i = 0; code == SQLITE_OK && i < 2; i++)
        code = sqlite3_create_function_v2(sqlite, "sums", arguments[i],
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                          NULL, NULL, step, finish, NULL);
    return code == SQLITE_OK ? sqlite3_create_module_v2(sqlite, "unpack_sums", &module, NULL, NULL)
                             : code;
}
