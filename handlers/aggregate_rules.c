/* SPDX-License-Identifier: MIT */
/* Which rows of which datasets are summed: docs/decisions/summing.md. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "handlers/aggregate.h"
#include "handlers/database.h"
#include "handlers/trade.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/request.h"

/* More would be more parts than a statement takes. */
enum { MOST_RULES = 12, MOST_LEVEL = 30 };

/* A rule with its lists as they grow. */
struct draft {
    struct aggregate_rule rule;
    struct buffer datasets;
    struct buffer kinds;
    struct buffer names;
    struct buffer series;
};

struct drafts {
    struct draft draft[MOST_RULES];
    size_t count;
};

static void drafts_fini(struct drafts *drafts)
{
    for (size_t i = 0; i < drafts->count; i++) {
        buffer_fini(&drafts->draft[i].datasets);
        buffer_fini(&drafts->draft[i].kinds);
        buffer_fini(&drafts->draft[i].names);
        buffer_fini(&drafts->draft[i].series);
    }
}

/* The shortest codes of at least @least digits (0: TOTAL); -1: there are none. */
static int find_level(int levels, int least)
{
    for (int level = least; level <= MOST_LEVEL; level++) {
        if (levels >> level & 1)
            return level;
    }
    return -1;
}

static bool has_filter(const struct aggregate *aggregate, const char *name)
{
    return trade_filter(aggregate->rows, name) != NULL;
}

static bool is_about_details(const struct aggregate *aggregate)
{
    return has_filter(aggregate, "partner2") || has_filter(aggregate, "customs") ||
           has_filter(aggregate, "transport");
}

static enum aggregate_partners partners_of(const struct aggregate *aggregate, bool has_world)
{
    if (has_filter(aggregate, "partner"))
        return PARTNERS_ASKED;
    if (aggregate_has(aggregate, AGGREGATE_PARTNER) ||
        aggregate_filter(aggregate->rows, "partner", OP_NOT))
        return PARTNERS_COUNTRIES;
    return has_world ? PARTNERS_WORLD : PARTNERS_COUNTRIES;
}

/* Digits of the codes that have to be told apart. */
static int least_level(const struct aggregate *aggregate)
{
    int asked = aggregate_asked_digits(aggregate->rows);

    return aggregate->label > asked ? aggregate->label : asked;
}

/* False: the blocks have no codes that are long enough. */
static bool make_rule(const struct aggregate *aggregate, const struct db_block_kind *kind,
                      struct aggregate_rule *ret)
{
    int least = least_level(aggregate);
    int world_level = find_level(kind->world_levels, least);
    enum aggregate_partners partners = partners_of(aggregate, world_level >= 0);
    int level = partners == PARTNERS_WORLD ? world_level : find_level(kind->levels, least);

    *ret = (struct aggregate_rule){
        .reads_blocks = !kind->is_whole,
        .reads_totals = least == 0 && !is_about_details(aggregate),
        .partners = partners,
        .all_customs = kind->totals & TOTAL_CUSTOMS && !has_filter(aggregate, "customs"),
        .all_transport = kind->totals & TOTAL_TRANSPORT && !has_filter(aggregate, "transport"),
        .all_partner2 = kind->totals & TOTAL_PARTNER2 && !has_filter(aggregate, "partner2"),
        .level = level,
        .leaves_goods_out = level > 1 && kind->totals & RAGGED_CODES && kind->levels >> 1 &&
                            find_level(kind->levels, 1) < least,
        .has_codes = kind->levels >> 1 != 0,
    };
    if (level > 0 && kind->totals & RAGGED_CODES)
        ret->lengths = kind->levels >> level << level;
    return level >= 0;
}

/* Whether two kinds of blocks are read in the same way. */
static bool is_alike(const struct aggregate_rule *a, const struct aggregate_rule *b)
{
    if (a->reads_blocks != b->reads_blocks || a->reads_totals != b->reads_totals ||
        a->partners != b->partners || a->level != b->level || a->has_codes != b->has_codes)
        return false;
    return a->reads_totals ||
           (a->all_customs == b->all_customs && a->all_transport == b->all_transport &&
            a->all_partner2 == b->all_partner2 && a->lengths == b->lengths &&
            a->leaves_goods_out == b->leaves_goods_out);
}

static struct draft *find_draft(struct drafts *drafts, const struct aggregate_rule *rule)
{
    for (size_t i = 0; i < drafts->count; i++) {
        if (is_alike(&drafts->draft[i].rule, rule))
            return &drafts->draft[i];
    }
    if (drafts->count == MOST_RULES)
        return NULL;
    struct draft *draft = &drafts->draft[drafts->count++];
    draft->rule = *rule;
    buffer_init(&draft->datasets);
    buffer_init(&draft->kinds);
    buffer_init(&draft->names);
    buffer_init(&draft->series);
    return draft;
}

/* Adds the text unless the list has it. */
static void add_once(struct buffer *list, const char *text)
{
    size_t length = strlen(text);

    for (size_t at = 0; list->data && at + length <= list->length; at++) {
        bool begins = at == 0 || list->data[at - 1] == ',';
        bool ends = at + length == list->length || list->data[at + length] == ',';
        if (begins && ends && memcmp(list->data + at, text, length) == 0)
            return;
    }
    buffer_add_text(list, list->length ? "," : "");
    buffer_add_text(list, text);
}

static void add_number(struct buffer *list, int64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRId64, number);
    add_once(list, text);
}

static void add_name(struct buffer *list, const char *name)
{
    char text[DB_SLUG_SIZE + 2];

    snprintf(text, sizeof(text), "\"%s\"", name);
    add_once(list, text);
}

static void add_kind(struct draft *draft, const struct db_block_kind *kind)
{
    add_number(&draft->datasets, kind->dataset);
    add_number(&draft->kinds, aggregate_kind(kind->levels, kind->world_levels, kind->totals));
    add_name(&draft->names, kind->slug);
    add_name(&draft->series, kind->series);
}

static const char *take(const struct request *rq, struct buffer *list)
{
    if (buffer_failed(list))
        return NULL;
    return arena_format(request_arena(rq), "[%.*s]", (int)list->length,
                        list->data ? list->data : "");
}

/* The drafts as rules of the request's memory. */
static int keep(const struct request *rq, struct drafts *drafts, struct buffer *classifications,
                struct aggregate *aggregate, struct problem *reterr)
{
    struct aggregate_rule *rules =
        arena_alloc(request_arena(rq), (drafts->count + 1) * sizeof(*rules));

    if (!rules)
        return problem_set_no_memory(reterr);
    /* Nothing is touched: one rule that lets no row in. */
    rules[0] =
        (struct aggregate_rule){.datasets = "[]", .kinds = "[]", .names = "[]", .series = "[]"};
    for (size_t i = 0; i < drafts->count; i++) {
        rules[i] = drafts->draft[i].rule;
        rules[i].datasets = take(rq, &drafts->draft[i].datasets);
        rules[i].kinds = take(rq, &drafts->draft[i].kinds);
        rules[i].names = take(rq, &drafts->draft[i].names);
        rules[i].series = take(rq, &drafts->draft[i].series);
        if (!rules[i].datasets || !rules[i].kinds || !rules[i].names || !rules[i].series)
            return problem_set_no_memory(reterr);
    }
    aggregate->classifications = take(rq, classifications);
    if (!aggregate->classifications)
        return problem_set_no_memory(reterr);
    aggregate->rules = rules;
    aggregate->rule_count = drafts->count ? drafts->count : 1;
    return 0;
}

static int refuse_short(const struct aggregate *aggregate, int longest, struct problem *reterr)
{
    int least = least_level(aggregate);
    bool is_for_level = least > aggregate_asked_digits(aggregate->rows);

    return problem_set(reterr, PROBLEM_INVALID_PARAMETER, is_for_level ? "level" : "commodity",
                       "no dataset that the question touches has codes of %d digits or more; the "
                       "longest have %d",
                       least, longest);
}

static int draft_all(const struct aggregate *aggregate, const struct db_block_kind *kinds,
                     size_t count, struct drafts *drafts, struct problem *reterr)
{
    int longest = 0;

    for (size_t i = 0; i < count; i++) {
        struct aggregate_rule rule;
        for (int level = 0; level <= MOST_LEVEL; level++)
            longest = kinds[i].levels >> level & 1 && level > longest ? level : longest;
        if (!make_rule(aggregate, &kinds[i], &rule))
            continue;
        struct draft *draft = find_draft(drafts, &rule);
        if (!draft)
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "dataset",
                               "the datasets that the question touches have too many different "
                               "kinds of rows; ask for some of them with dataset= or series=");
        add_kind(draft, &kinds[i]);
    }
    if (count && !drafts->count)
        return refuse_short(aggregate, longest, reterr);
    return 0;
}

static int refuse_overlap(const struct aggregate *aggregate, const struct db_overlap *overlap,
                          struct problem *reterr)
{
    if (strcmp(overlap->classification[0], overlap->classification[1]) != 0)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "classification",
                           "%s has %s in %s and in %s, which hold the same goods; ask for one with "
                           "classification=",
                           overlap->reporter, overlap->period, overlap->classification[0],
                           overlap->classification[1]);
    return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "dataset",
                       "%s and %s both have %s of %s, the same goods twice; ask for one of them%s",
                       overlap->dataset[0], overlap->dataset[1], overlap->period, overlap->reporter,
                       aggregate->shape == AGGREGATE_GROUPS ? ", or add dataset to group_by" : "");
}

static int check_overlap(const struct request *rq, const struct aggregate *aggregate,
                         struct problem *reterr)
{
    struct db_overlap overlap;
    enum db_status status = db_find_overlap(request_db(rq), aggregate->rows, aggregate->frequency,
                                            aggregate->has_growth, trade_is_named(aggregate->rows),
                                            aggregate_has(aggregate, AGGREGATE_DATASET), &overlap);

    if (status == DB_OK)
        return refuse_overlap(aggregate, &overlap, reterr);
    return status == DB_NOT_FOUND ? 0 : problem_from_db(reterr, rq, status);
}

int aggregate_set_rules(const struct request *rq, struct aggregate *aggregate,
                        struct problem *reterr)
{
    struct drafts drafts = {.count = 0};
    struct buffer classifications;
    struct db_block_kind *kinds;
    size_t count;
    enum db_status status;

    aggregate->has_replaced = trade_is_named(aggregate->rows);
    status = db_find_block_kinds(request_db(rq), aggregate->rows, aggregate->frequency,
                                 aggregate->has_growth, aggregate->has_replaced, request_arena(rq),
                                 &kinds, &count);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    if (check_overlap(rq, aggregate, reterr) != 0)
        return -1;
    buffer_init(&classifications);
    for (size_t i = 0; i < count; i++)
        add_name(&classifications, kinds[i].classification);
    int result = draft_all(aggregate, kinds, count, &drafts, reterr);
    if (result == 0)
        result = keep(rq, &drafts, &classifications, aggregate, reterr);
    buffer_fini(&classifications);
    drafts_fini(&drafts);
    return result;
}

int aggregate_check_stream(const struct request *rq, const struct query *sums,
                           struct problem *reterr)
{
    enum db_status status = sums->format == FORMAT_JSON ? DB_OK : db_any(request_db(rq), sums);

    if (status == DB_OK || status == DB_NOT_FOUND)
        return 0;
    return problem_from_db(reterr, rq, status);
}

static void write_level(const struct aggregate *aggregate, const struct aggregate_rule *rule,
                        struct buffer *out)
{
    int shown = aggregate_has(aggregate, AGGREGATE_COMMODITY)
                    ? aggregate->label
                    : aggregate_asked_digits(aggregate->rows);

    if (rule->level == 0 && rule->reads_totals && rule->has_codes)
        buffer_add_text(out, "\"TOTAL, or the codes that no shorter one holds\"");
    else if (rule->level == 0)
        buffer_add_text(out, "\"TOTAL\"");
    else if (rule->lengths)
        buffer_add_format(
            out, "\"codes of %d digits or more that no shorter one of them holds%s\"", rule->level,
            rule->leaves_goods_out ? "; goods with shorter codes alone are left out" : "");
    else if (rule->level == shown || shown == 0)
        buffer_add_format(out, "\"codes of %d digits\"", rule->level);
    else
        buffer_add_format(out, "\"codes of %d digits, counted under their first %d\"", rule->level,
                          shown);
}

static const char *partners_word(const struct aggregate_rule *rule)
{
    switch (rule->partners) {
    case PARTNERS_ASKED:
        return "as asked";
    case PARTNERS_WORLD:
        return rule->reads_totals ? "World, or all but World and groups where it is missing"
                                  : "World";
    case PARTNERS_COUNTRIES:
        break;
    }
    return "all but World and groups";
}

static const char *detail_word(const struct aggregate *aggregate, const char *name, bool is_total,
                               const char *total)
{
    if (has_filter(aggregate, name))
        return "as asked";
    return is_total ? total : "all rows";
}

static void write_rule(const struct aggregate *aggregate, const struct aggregate_rule *rule,
                       struct buffer *out)
{
    buffer_add_format(out, "{\"datasets\":%s,\"commodity\":", rule->names);
    write_level(aggregate, rule, out);
    buffer_add_format(out,
                      ",\"partner\":\"%s\",\"partner2\":\"%s\",\"customs\":\"%s\",\"transport\":"
                      "\"%s\"}",
                      partners_word(rule),
                      detail_word(aggregate, "partner2", rule->all_partner2, "World"),
                      detail_word(aggregate, "customs", rule->all_customs, "C00"),
                      detail_word(aggregate, "transport", rule->all_transport, "0"));
}

void aggregate_write_rules(const struct aggregate *aggregate, struct buffer *out)
{
    buffer_add_text(out, ",\"rows\":[");
    for (size_t i = 0; i < aggregate->rule_count; i++) {
        if (strcmp(aggregate->rules[i].names, "[]") == 0)
            continue;
        buffer_add_text(out, i ? "," : "");
        write_rule(aggregate, &aggregate->rules[i], out);
    }
    buffer_add_text(out, "]");
}
