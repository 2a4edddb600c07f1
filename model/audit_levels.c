/* SPDX-License-Identifier: MIT */
/* Levels: one figure by two sources, sums, parts of periods, parts of totals. */
#include <string.h>

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

/* Exports are valued without, imports with insurance and freight: even those that one office gives
 * may differ. */
static enum relation relate_sides(const struct claim *exporter, const struct claim *importer)
{
    const enum relation relation = audit_relate(exporter, importer);

    return relation < RELATION_UNKNOWN_AUTHORITY ? RELATION_TWO_OFFICES : relation;
}

static void add_flow(struct auditor *auditor, const struct claim *exporter,
                     const struct claim *importer)
{
    struct audit_draft draft = {
        .left_is = "exporter's side",
        .right_is = "importer's side",
        .unit = exporter->unit,
        .has_relation = true,
        .relation = relate_sides(exporter, importer),
    };

    audit_draft_part(&draft, exporter, "exporter's side");
    audit_draft_part(&draft, importer, "importer's side");
    audit_add(auditor, &draft, check_mirror(&exporter->bounds, &importer->bounds, draft.relation));
}

/* Left: the exporter's figure. */
static void add_mirror(struct auditor *auditor, const struct claim *a, const struct claim *b)
{
    if (claim_text_is(b->authority.country, b->from))
        add_flow(auditor, b, a);
    else
        add_flow(auditor, a, b);
}

static void add_same(struct auditor *auditor, const struct claim *a, const struct claim *b)
{
    struct audit_draft draft = {.left_is = "one figure", .right_is = "the other", .unit = a->unit};
    const enum relation relation = audit_relate(a, b);

    if (relation == RELATION_TWO_OFFICES && claim_is_level(a) && reporter_of(a)) {
        add_mirror(auditor, a, b);
        return;
    }
    audit_draft_part(&draft, a, "one figure");
    audit_draft_part(&draft, b, "the other");
    audit_add(auditor, &draft, check_same_figure(&a->bounds, &b->bounds, relation));
}

/* Exports and imports of one flow. */
static bool is_mirror(const struct claim *exports, const struct claim *imports)
{
    return claim_is_level(exports) && strcmp(exports->metric, "exports") == 0 && exports->from &&
           imports->period && audit_is_level_of(imports, exports, "imports", exports->period) &&
           claim_text_is(exports->scope, imports->scope);
}

static void add_mirrors(struct auditor *auditor, const struct audit_block *block,
                        const struct claim *exports)
{
    const struct audit_block in = audit_block_in(block, exports->period);

    for (size_t i = 0; i < in.count && !auditor->is_over; i++) {
        if (is_mirror(exports, in.claims[i]))
            add_flow(auditor, exports, in.claims[i]);
    }
}

void audit_same_figures(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *claim = block->by_subject[i];
        for (size_t j = i + 1; is_comparable(claim) && !auditor->is_over && j < block->count &&
                               claim_compare_figure(claim, block->by_subject[j]) == 0;
             j++) {
            if (block->by_subject[j]->has_quantity)
                add_same(auditor, claim, block->by_subject[j]);
        }
    }
    for (size_t i = 0; i < block->count; i++) {
        if (claim_is_level(block->claims[i]) && block->claims[i]->from)
            add_mirrors(auditor, block, block->claims[i]);
    }
}

/* ---- sums ---- */

enum { MOST_OPERANDS = 64, MOST_SLOTS = 12 };

static void add_sum(struct auditor *auditor, const struct claim *const *parts, size_t count,
                    const struct claim *whole, const char *left_is)
{
    const struct bounds *bounds[MOST_SLOTS];
    struct audit_draft draft = {.left_is = left_is, .right_is = "the whole", .unit = whole->unit};

    for (size_t i = 0; i < count; i++) {
        bounds[i] = &parts[i]->bounds;
        audit_draft_part(&draft, parts[i], "part");
    }
    audit_draft_part(&draft, whole, "whole");
    audit_add(auditor, &draft,
              check_sum(bounds, count, &whole->bounds, audit_draft_relation(&draft)));
}

static void add_both_ways(struct auditor *auditor, const struct audit_block *block,
                          const struct claim *whole)
{
    struct audit_operand operands[MOST_OPERANDS];
    const size_t count =
        audit_find_operands(block, whole, "turnover", whole->period, operands, MOST_OPERANDS);

    for (size_t i = 0; i < count; i++) {
        if (operands[i].count == 2 && claim_text_is(operands[i].claims[0]->unit, whole->unit))
            add_sum(auditor, operands[i].claims, 2, whole, "both ways, added");
    }
}

/* ---- parts of periods ---- */

/* Levels of one subject in by_subject: those that begin within the period of one of them. */
struct within {
    const struct claim *whole;
    const struct claim *const *claims;
    size_t count;
};

static bool begins_within(const struct claim *claim, const struct claim *whole)
{
    return claim->period && claim_compare_subject(claim, whole) == 0 &&
           strcmp(claim->period->start, whole->period->start) >= 0 &&
           strcmp(claim->period->start, whole->period->end) <= 0;
}

static struct within find_within(const struct audit_block *block, size_t place)
{
    const struct claim *whole = block->by_subject[place];
    size_t first = place;
    size_t end = place + 1;

    while (first > 0 && begins_within(block->by_subject[first - 1], whole))
        first--;
    while (end < block->count && begins_within(block->by_subject[end], whole))
        end++;
    return (struct within){whole, block->by_subject + first, end - first};
}

static bool is_part(const struct claim *claim, const struct claim *whole)
{
    return claim_is_level(claim) && strcmp(claim->period->text, whole->period->text) != 0 &&
           period_contains(whole->period, claim->period);
}

/* Of several claims for a span the one that is bound most to the whole, then the narrowest. */
static bool is_better_slot(const struct claim *claim, const struct claim *best,
                           const struct claim *whole)
{
    if (!best)
        return true;
    const enum relation relation = audit_relate(claim, whole);
    const enum relation known = audit_relate(best, whole);
    return relation < known || (relation == known && interval_width(claim->bounds.likely) <
                                                         interval_width(best->bounds.likely));
}

/* The claim for the span of that frequency which follows @before, or begins the whole. */
static const struct claim *find_slot(const struct within *within, char frequency,
                                     const struct claim *before)
{
    const struct claim *best = NULL;

    for (size_t i = 0; i < within->count; i++) {
        const struct claim *claim = within->claims[i];
        const bool follows = before
                                 ? period_adjoins(before->period, claim->period)
                                 : strcmp(claim->period->start, within->whole->period->start) == 0;
        if (claim->period->frequency == frequency && follows && is_part(claim, within->whole) &&
            is_better_slot(claim, best, within->whole))
            best = claim;
    }
    return best;
}

/* Halves, quarters or months that together make the whole. */
static void add_spans(struct auditor *auditor, const struct within *within, char frequency)
{
    const struct claim *parts[MOST_SLOTS];
    const struct claim *part = NULL;
    size_t count = 0;

    while (count < MOST_SLOTS && (part = find_slot(within, frequency, part)))
        parts[count++] = part;
    if (count > 1 && strcmp(parts[count - 1]->period->end, within->whole->period->end) == 0)
        add_sum(auditor, parts, count, within->whole, "adjoining periods, added");
}

/* Two spans that make the whole and are no halves, quarters or months: seven months and five. */
static void add_two_spans(struct auditor *auditor, const struct within *within,
                          const struct claim *first)
{
    for (size_t i = 0; i < within->count; i++) {
        const struct claim *const parts[2] = {first, within->claims[i]};
        if (is_part(parts[1], within->whole) && period_adjoins(first->period, parts[1]->period) &&
            (parts[1]->period->frequency != first->period->frequency ||
             first->period->frequency == 'P') &&
            strcmp(parts[1]->period->end, within->whole->period->end) == 0)
            add_sum(auditor, parts, 2, within->whole, "adjoining periods, added");
    }
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

static void add_within(struct auditor *auditor, const struct within *within)
{
    static const char frequencies[] = "SQM";

    for (size_t i = 0; i < within->count && !auditor->is_over; i++) {
        const struct claim *part = within->claims[i];
        if (!is_part(part, within->whole))
            continue;
        add_part_of_period(auditor, part, within->whole);
        if (strcmp(part->period->start, within->whole->period->start) == 0)
            add_two_spans(auditor, within, part);
    }
    for (const char *frequency = frequencies; *frequency; frequency++)
        add_spans(auditor, within, *frequency);
}

void audit_periods(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *whole = block->by_subject[i];
        if (!claim_is_level(whole) || !whole->period)
            continue;
        const struct within within = find_within(block, i);
        if (within.count > 1)
            add_within(auditor, &within);
    }
}

void audit_sums(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *whole = block->claims[i];
        if (claim_is_level(whole) && whole->period && !whole->scope &&
            strcmp(whole->metric, "turnover") == 0)
            add_both_ways(auditor, block, whole);
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

static bool is_of_both_ways(const struct claim *part, const struct claim *total)
{
    return is_one_way(part) && strcmp(total->metric, "turnover") == 0 && !is_one_way(total) &&
           claim_text_is(part->sector, total->sector) &&
           claim_text_is(part->commodity, total->commodity);
}

/* Where both ways are known, their sum says more than that each is a part. */
static bool has_both_ways(const struct audit_block *block, const struct claim *total)
{
    struct audit_operand operands[MOST_OPERANDS];
    const size_t count =
        audit_find_operands(block, total, "turnover", total->period, operands, MOST_OPERANDS);

    return count > 0 && operands[count - 1].count == 2;
}

static bool is_in_total(const struct claim *part, const struct claim *total, bool has_ways)
{
    return claim_is_level(part) && !part->scope && claim_text_is(part->pair, total->pair) &&
           claim_text_is(part->country, total->country) && claim_text_is(part->unit, total->unit) &&
           (is_of_total_goods(part, total) || (!has_ways && is_of_both_ways(part, total)));
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

static void add_parts_of(struct auditor *auditor, const struct audit_block *block,
                         const struct claim *total)
{
    const struct audit_block in = audit_block_in(block, total->period);
    const bool has_ways = strcmp(total->metric, "turnover") == 0 && has_both_ways(block, total);

    for (size_t i = 0; i < in.count && !auditor->is_over; i++) {
        if (is_in_total(in.claims[i], total, has_ways))
            add_in_total(auditor, in.claims[i], total);
    }
}

void audit_totals(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *total = block->claims[i];
        if (claim_is_level(total) && total->period && !total->scope)
            add_parts_of(auditor, block, total);
    }
}
