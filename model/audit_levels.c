/* SPDX-License-Identifier: MIT */
/* Levels: one figure by two sources, sums, parts of periods, parts of totals. */
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"

/* ---- one figure by two sources ---- */

static bool is_comparable(const struct claim *claim)
{
    return claim->has_quantity && strcmp(claim->metric, "target") != 0 &&
           strcmp(claim->metric, "partner_rank") != 0;
}

/* The country whose offices report the flow. */
static const char *reporter_of(const struct claim *claim)
{
    return strcmp(claim->metric, "imports") == 0 ? claim->to : claim->from;
}

/* Left: the exporter's figure. */
static void add_mirror(struct auditor *auditor, const struct claim *a, const struct claim *b)
{
    const bool is_a_first = !claim_text_is(b->authority.country, b->from);
    const struct claim *exporter = is_a_first ? a : b;
    const struct claim *importer = is_a_first ? b : a;
    struct audit_draft draft = {
        .left_is = "exporter's side", .right_is = "importer's side", .unit = a->unit};

    audit_draft_part(&draft, exporter, "exporter's side");
    audit_draft_part(&draft, importer, "importer's side");
    audit_add(auditor, &draft, check_mirror(&exporter->bounds, &importer->bounds));
}

static void add_same(struct auditor *auditor, const struct claim *a, const struct claim *b)
{
    struct audit_draft draft = {.left_is = "one figure", .right_is = "the other", .unit = a->unit};
    const enum relation relation = audit_relate(a, b);

    if (relation == RELATION_TWO_OFFICES && audit_is_level(a) && reporter_of(a)) {
        add_mirror(auditor, a, b);
        return;
    }
    audit_draft_part(&draft, a, "one figure");
    audit_draft_part(&draft, b, "the other");
    audit_add(auditor, &draft, check_same_figure(&a->bounds, &b->bounds, relation));
}

static int compare(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const int order = claim_compare_figure(left, right);

    return order ? order : strcmp(left->id, right->id);
}

static const struct claim **sort_figures(struct auditor *auditor, const struct audit_block *block,
                                         size_t *ret_count)
{
    const struct claim **sorted = arena_alloc(auditor->arena, block->count * sizeof(void *));

    *ret_count = 0;
    auditor->has_failed = auditor->has_failed || !sorted;
    for (size_t i = 0; sorted && i < block->count; i++) {
        if (is_comparable(block->claims[i]))
            sorted[(*ret_count)++] = block->claims[i];
    }
    if (sorted)
        qsort(sorted, *ret_count, sizeof(void *), compare);
    return sorted;
}

/* Exports and imports of one flow. */
static bool is_mirror(const struct claim *exports, const struct claim *imports)
{
    return audit_is_level(exports) && strcmp(exports->metric, "exports") == 0 && exports->from &&
           imports->period && audit_is_level_of(imports, exports, "imports", exports->period) &&
           claim_text_is(exports->scope, imports->scope);
}

static void add_mirrors(struct auditor *auditor, const struct audit_block *block,
                        const struct claim *exports)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *imports = block->claims[i];
        struct audit_draft draft = {
            .left_is = "exporter's side", .right_is = "importer's side", .unit = exports->unit};
        if (!is_mirror(exports, imports))
            continue;
        audit_draft_part(&draft, exports, "exporter's side");
        audit_draft_part(&draft, imports, "importer's side");
        audit_add(auditor, &draft, check_mirror(&exports->bounds, &imports->bounds));
    }
}

void audit_same_figures(struct auditor *auditor, const struct audit_block *block)
{
    size_t count;
    const struct claim **sorted = sort_figures(auditor, block, &count);

    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && claim_compare_figure(sorted[i], sorted[j]) == 0; j++)
            add_same(auditor, sorted[i], sorted[j]);
    }
    for (size_t i = 0; i < block->count; i++)
        add_mirrors(auditor, block, block->claims[i]);
}

/* ---- sums ---- */

enum { MOST_OPERANDS = 64 };

static void add_sum(struct auditor *auditor, const struct claim *const parts[2],
                    const struct claim *whole, const char *left_is)
{
    const struct bounds *const bounds[] = {&parts[0]->bounds, &parts[1]->bounds};
    struct audit_draft draft = {.left_is = left_is, .right_is = "the whole", .unit = whole->unit};

    audit_draft_part(&draft, parts[0], "part");
    audit_draft_part(&draft, parts[1], "part");
    audit_draft_part(&draft, whole, "whole");
    audit_add(auditor, &draft, check_sum(bounds, 2, &whole->bounds, audit_draft_relation(&draft)));
}

static void add_both_ways(struct auditor *auditor, const struct audit_block *block,
                          const struct claim *whole)
{
    struct audit_operand operands[MOST_OPERANDS];
    const size_t count =
        audit_find_operands(block, whole, "turnover", whole->period, operands, MOST_OPERANDS);

    for (size_t i = 0; i < count; i++) {
        if (operands[i].count == 2 && claim_text_is(operands[i].claims[0]->unit, whole->unit))
            add_sum(auditor, operands[i].claims, whole, "exports of both sides, added");
    }
}

/* Whether the two are periods of one thing that together make @whole's. */
static bool do_adjoin(const struct claim *first, const struct claim *second,
                      const struct claim *whole)
{
    struct period joined;

    return claim_compare_subject(first, whole) == 0 && claim_compare_subject(second, whole) == 0 &&
           first->period && second->period && period_adjoins(first->period, second->period) &&
           period_join(first->period, second->period, &joined) &&
           strcmp(joined.text, whole->period->text) == 0;
}

static void add_rest_of_period(struct auditor *auditor, const struct audit_block *block,
                               const struct claim *first, const struct claim *whole)
{
    for (size_t i = 0; i < block->count; i++) {
        if (!audit_is_level(block->claims[i]) || !do_adjoin(first, block->claims[i], whole))
            continue;
        const struct claim *const parts[2] = {first, block->claims[i]};
        add_sum(auditor, parts, whole, "adjoining periods, added");
    }
}

static void add_periods_of(struct auditor *auditor, const struct audit_block *block,
                           const struct claim *whole)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *first = block->claims[i];
        if (audit_is_level(first) && first->period &&
            strcmp(first->period->start, whole->period->start) == 0 &&
            strcmp(first->period->end, whole->period->end) < 0)
            add_rest_of_period(auditor, block, first, whole);
    }
}

void audit_sums(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *whole = block->claims[i];
        if (!audit_is_level(whole) || !whole->period)
            continue;
        if (strcmp(whole->metric, "turnover") == 0 && !whole->scope)
            add_both_ways(auditor, block, whole);
        add_periods_of(auditor, block, whole);
    }
}

/* ---- parts of periods ---- */

static bool is_part_of_period(const struct claim *part, const struct claim *whole)
{
    return audit_is_level(part) && audit_is_level(whole) && part->period && whole->period &&
           claim_compare_subject(part, whole) == 0 &&
           strcmp(part->period->text, whole->period->text) != 0 &&
           period_contains(whole->period, part->period);
}

static void add_part_of_period(struct auditor *auditor, const struct claim *part,
                               const struct claim *whole)
{
    struct audit_draft draft = {
        .left_is = "a part of the period", .right_is = "the whole period", .unit = whole->unit};

    audit_draft_part(&draft, part, "part");
    audit_draft_part(&draft, whole, "whole");
    audit_add(auditor, &draft,
              check_part_of_period(&part->bounds, &whole->bounds, audit_relate(part, whole)));
}

void audit_periods(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        for (size_t j = 0; j < block->count; j++) {
            if (is_part_of_period(block->claims[i], block->claims[j]))
                add_part_of_period(auditor, block->claims[i], block->claims[j]);
        }
    }
}

/* ---- parts of totals ---- */

static bool is_one_way(const struct claim *claim)
{
    return claim->from && claim->to;
}

/* One sector or commodity of a figure of all goods. */
static bool is_of_total_goods(const struct claim *part, const struct claim *total)
{
    return (part->sector || part->commodity) && !total->sector && !total->commodity &&
           strcmp(part->metric, total->metric) == 0 && claim_text_is(part->from, total->from) &&
           claim_text_is(part->to, total->to);
}

/* One way of a turnover; where the other way is known too, the sum says more. */
static bool is_of_both_ways(const struct audit_block *block, const struct claim *part,
                            const struct claim *total)
{
    struct audit_operand operands[MOST_OPERANDS];

    if (!is_one_way(part) || strcmp(total->metric, "turnover") != 0 || is_one_way(total) ||
        !claim_text_is(part->sector, total->sector) ||
        !claim_text_is(part->commodity, total->commodity))
        return false;
    const size_t count =
        audit_find_operands(block, total, "turnover", total->period, operands, MOST_OPERANDS);
    return count == 0 || operands[count - 1].count < 2;
}

static bool is_in_total(const struct audit_block *block, const struct claim *part,
                        const struct claim *total)
{
    return audit_is_level(part) && audit_is_level(total) && part->period && total->period &&
           strcmp(part->period->text, total->period->text) == 0 && !part->scope && !total->scope &&
           claim_text_is(part->pair, total->pair) && claim_text_is(part->country, total->country) &&
           claim_text_is(part->unit, total->unit) &&
           (is_of_total_goods(part, total) || is_of_both_ways(block, part, total));
}

static void add_in_total(struct auditor *auditor, const struct claim *part,
                         const struct claim *total)
{
    struct audit_draft draft = {.left_is = "the part", .right_is = "the total", .unit = part->unit};

    audit_draft_part(&draft, part, "part");
    audit_draft_part(&draft, total, "total");
    audit_add(auditor, &draft,
              check_within_total(&part->bounds, &total->bounds, audit_relate(part, total)));
}

void audit_totals(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        for (size_t j = 0; j < block->count; j++) {
            if (is_in_total(block, block->claims[i], block->claims[j]))
                add_in_total(auditor, block->claims[i], block->claims[j]);
        }
    }
}
