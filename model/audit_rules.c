/* SPDX-License-Identifier: MIT */
/* What the rules have in common: drafts, relations, and the figures that a rule is about. */
#include "model/audit_rules.h"

#include <string.h>

void audit_draft_part(struct audit_draft *draft, const struct claim *claim, const char *role)
{
    if (claim && draft->part_count < AUDIT_MOST_PARTS)
        draft->parts[draft->part_count++] = (struct audit_part){claim, role};
}

void audit_draft_operand(struct audit_draft *draft, const struct audit_operand *operand,
                         const char *role)
{
    for (size_t i = 0; i < operand->count; i++)
        audit_draft_part(draft, operand->claims[i], role);
}

enum relation audit_draft_relation(const struct audit_draft *draft)
{
    enum relation relation = RELATION_SAME_AUTHORITY;

    for (size_t i = 0; i < draft->part_count; i++) {
        for (size_t j = i + 1; j < draft->part_count; j++)
            relation = relation_weaker(relation,
                                       audit_relate(draft->parts[i].claim, draft->parts[j].claim));
    }
    return relation;
}

/* Whether a document that @claim was taken from is published by the office @authority. */
static bool is_published_by(const struct claim *claim, const struct claim_authority *authority)
{
    for (size_t i = 0; i < claim->citation_count; i++) {
        if (authority->name && claim_text_is(claim->citations[i].publisher, authority->name))
            return true;
    }
    return false;
}

/* A speaker against himself, or a text that names no office against itself. */
static bool is_one_voice(const struct claim *a, const struct claim *b)
{
    if (a->authority.id || b->authority.id || !claim_text_is(a->said_by, b->said_by))
        return false;
    return a->said_by || claim_shares_source(a, b);
}

static bool is_one_event(const struct claim *a, const struct claim *b)
{
    if (a->agreement || b->agreement)
        return claim_text_is(a->agreement, b->agreement);
    return a->event && claim_text_is(a->event, b->event);
}

enum relation audit_relate(const struct claim *a, const struct claim *b)
{
    const bool has_both = a->authority.id && b->authority.id;

    if (has_both && strcmp(a->authority.id, b->authority.id) == 0)
        return RELATION_SAME_AUTHORITY;
    if (is_one_voice(a, b))
        return RELATION_SAME_AUTHORITY;
    if ((a->authority.id && is_published_by(b, &a->authority)) ||
        (b->authority.id && is_published_by(a, &b->authority)))
        return RELATION_CITES;
    if (is_one_event(a, b))
        return RELATION_SAME_EVENT;
    return has_both ? RELATION_TWO_OFFICES : RELATION_UNKNOWN_AUTHORITY;
}

/* ---- the figures that a rule is about ---- */

static bool is_same_period(const struct period *a, const struct period *b)
{
    return a && b && strcmp(a->text, b->text) == 0;
}

static bool is_of_same_goods(const struct claim *a, const struct claim *b)
{
    return claim_text_is(a->commodity, b->commodity) && claim_text_is(a->sector, b->sector);
}

bool audit_is_level_of(const struct claim *level, const struct claim *about, const char *metric,
                       const struct period *period)
{
    return claim_is_level(level) && strcmp(level->metric, metric) == 0 && !level->scope &&
           is_same_period(level->period, period) && is_of_same_goods(level, about) &&
           claim_text_is(level->pair, about->pair) &&
           claim_text_is(level->country, about->country) &&
           claim_text_is(level->from, about->from) && claim_text_is(level->to, about->to);
}

static size_t find_first_in(const struct audit_block *block, const struct period *period)
{
    size_t low = 0;
    size_t high = block->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (claim_compare_periods(block->claims[middle]->period, period) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct audit_block audit_block_in(const struct audit_block *block, const struct period *period)
{
    const size_t first = find_first_in(block, period);
    struct audit_block in = {.claims = block->claims + first};

    while (first + in.count < block->count &&
           claim_compare_periods(in.claims[in.count]->period, period) == 0)
        in.count++;
    return in;
}

/* ---- both ways ---- */

enum { MOST_WAYS = 24 };

/* Figures of one way that are a part of a turnover: what the one side exports, or the other
 * imports. */
struct ways {
    const struct claim *claims[MOST_WAYS];
    size_t count;
};

static bool is_way(const struct claim *claim, const struct claim *about, const char *from)
{
    return claim_is_level(claim) && strcmp(claim->metric, "turnover") != 0 && !claim->scope &&
           is_of_same_goods(claim, about) && claim_text_is(claim->pair, about->pair) &&
           claim_text_is(claim->from, from);
}

static void add_way(struct ways *ways, const struct claim *claim)
{
    if (ways->count < MOST_WAYS)
        ways->claims[ways->count++] = claim;
}

static enum relation find_closest(const struct claim *there, const struct ways *ways)
{
    enum relation closest = RELATION_OTHER_BASIS;

    for (size_t i = 0; i < ways->count; i++) {
        const enum relation relation = audit_relate(there, ways->claims[i]);
        closest = relation < closest ? relation : closest;
    }
    return closest;
}

/* One way with those of the other that are bound most to it. */
static size_t add_sums_of(const struct claim *there, const struct ways *ways,
                          struct audit_operand *ret, size_t room)
{
    const enum relation closest = find_closest(there, ways);
    size_t count = 0;

    for (size_t i = 0; i < ways->count && count < room; i++) {
        const struct claim *back = ways->claims[i];
        if (audit_relate(there, back) != closest || !claim_text_is(there->unit, back->unit))
            continue;
        ret[count] = (struct audit_operand){
            .bounds = bounds_add(there->bounds, back->bounds),
            .claims = {there, back},
            .count = 2,
        };
        count++;
    }
    return count;
}

static size_t add_sums(const struct audit_block *in, const struct claim *about,
                       struct audit_operand *ret, size_t room)
{
    struct ways there = {.count = 0};
    struct ways back = {.count = 0};
    size_t count = 0;

    for (size_t i = 0; about->a && i < in->count; i++) {
        if (is_way(in->claims[i], about, about->a))
            add_way(&there, in->claims[i]);
        else if (is_way(in->claims[i], about, about->b))
            add_way(&back, in->claims[i]);
    }
    for (size_t i = 0; i < there.count; i++)
        count += add_sums_of(there.claims[i], &back, ret + count, room - count);
    return count;
}

size_t audit_find_operands(const struct audit_block *block, const struct claim *about,
                           const char *metric, const struct period *period,
                           struct audit_operand *ret, size_t room)
{
    const struct audit_block in = audit_block_in(block, period);
    size_t count = 0;

    for (size_t i = 0; period && i < in.count && count < room; i++) {
        const struct claim *claim = in.claims[i];
        if (audit_is_level_of(claim, about, metric, period))
            ret[count++] = (struct audit_operand){claim->bounds, {claim}, 1};
    }
    if (period && strcmp(metric, "turnover") == 0 && !about->from)
        count += add_sums(&in, about, ret + count, room - count);
    return count;
}

/* The first one that does not come before the pair. */
static size_t find_first(const struct audit_block *all, const char *pair)
{
    size_t low = 0;
    size_t high = all->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const char *other = all->claims[middle]->pair;
        if (strcmp(other ? other : "", pair) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct audit_block audit_block_of(const struct audit_block *all, const struct claim *claim)
{
    const size_t first = find_first(all, claim->pair ? claim->pair : "");
    struct audit_block block = {.claims = all->claims + first};

    while (first + block.count < all->count &&
           claim_text_is(block.claims[block.count]->pair, claim->pair))
        block.count++;
    return block;
}

const struct bounds *audit_bounds(const struct audit_operand *operand)
{
    return operand->count ? &operand->bounds : NULL;
}
