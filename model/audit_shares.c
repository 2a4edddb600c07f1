/* SPDX-License-Identifier: MIT */
/* Shares: against their part and whole, and against other shares of the same whole. */
#include <stdio.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"

enum { MOST_OPERANDS = 32, WHOLE_SIZE = 160 };

static bool is_share(const struct claim *claim)
{
    return claim->has_quantity && claim->of && claim->whole && strcmp(claim->metric, "share") == 0;
}

/* ---- shares of the trade between the two ---- */

/* Whether the whole is the turnover of the pair itself: "turnover between A and B". */
static bool is_of_pair(const struct claim *share)
{
    char whole[WHOLE_SIZE];

    if (!share->a_name || !share->b_name)
        return false;
    snprintf(whole, sizeof(whole), "turnover between %s and %s", share->a_name, share->b_name);
    if (strcmp(whole, share->whole) == 0)
        return true;
    snprintf(whole, sizeof(whole), "turnover between %s and %s", share->b_name, share->a_name);
    return strcmp(whole, share->whole) == 0;
}

static void add_share(struct auditor *auditor, const struct claim *share, const struct claim *part,
                      const struct claim *whole)
{
    struct audit_draft draft = {
        .left_is = "share as stated", .right_is = "part by whole", .unit = share->unit};

    audit_draft_part(&draft, share, "share");
    audit_draft_part(&draft, part, "part");
    audit_draft_part(&draft, whole, "whole");
    audit_add(auditor, &draft,
              check_share(&share->bounds, part ? &part->bounds : NULL,
                          whole ? &whole->bounds : NULL, audit_draft_relation(&draft)));
}

static void add_implied_part(struct auditor *auditor, const struct claim *share,
                             const struct claim *whole)
{
    struct audit_draft draft = {.left_is = "part that share and whole imply",
                                .right_is = "part as stated",
                                .unit = whole->unit};

    audit_draft_part(&draft, share, "share");
    audit_draft_part(&draft, whole, "whole");
    audit_add(
        auditor, &draft,
        check_implied_part(&share->bounds, &whole->bounds, NULL, audit_draft_relation(&draft)));
}

static void add_share_of_sum(struct auditor *auditor, const struct claim *share,
                             const struct claim *part, const struct claim *rest)
{
    struct audit_draft draft = {
        .left_is = "share as stated", .right_is = "part by part and rest", .unit = share->unit};

    audit_draft_part(&draft, share, "share");
    audit_draft_part(&draft, part, "part");
    audit_draft_part(&draft, rest, "rest");
    audit_add(auditor, &draft,
              check_share_of_sum(&share->bounds, &part->bounds, &rest->bounds,
                                 audit_draft_relation(&draft)));
}

/* The claim is about all of the pair, whatever way a share is of. */
static bool is_whole_of(const struct claim *claim, const struct claim *share)
{
    return claim_is_level(claim) && strcmp(claim->metric, "turnover") == 0 && !claim->from &&
           !claim->scope && claim->period && share->period &&
           strcmp(claim->period->text, share->period->text) == 0 &&
           claim_text_is(claim->pair, share->pair) && !claim->sector && !claim->commodity;
}

/* The other way; the part and it are all of the whole only where both are of all goods. */
static bool is_rest_of(const struct claim *claim, const struct claim *part)
{
    return claim_is_level(claim) && strcmp(claim->metric, part->metric) == 0 && !claim->scope &&
           claim->period && strcmp(claim->period->text, part->period->text) == 0 &&
           claim_text_is(claim->pair, part->pair) && claim_text_is(claim->from, part->to) &&
           !part->sector && !part->commodity && !claim->sector && !claim->commodity;
}

/* The part against every whole, and beside every rest. Return: how many there were. */
static size_t add_part(struct auditor *auditor, const struct audit_block *block,
                       const struct claim *share, const struct claim *part)
{
    const struct audit_block in = audit_block_in(block, share->period);
    size_t count = 0;

    for (size_t i = 0; i < in.count && !auditor->is_over; i++) {
        const struct claim *other = in.claims[i];
        const bool is_whole = other != part && is_whole_of(other, share);
        const bool is_rest = part && part->from && is_rest_of(other, part);
        if (is_whole && part)
            add_share(auditor, share, part, other);
        if (is_whole && !part)
            add_implied_part(auditor, share, other);
        if (is_rest)
            add_share_of_sum(auditor, share, part, other);
        count += is_whole || is_rest;
    }
    return count;
}

static void add_share_of_pair(struct auditor *auditor, const struct audit_block *block,
                              const struct claim *share)
{
    struct audit_operand parts[MOST_OPERANDS];
    const size_t count =
        audit_find_operands(block, share, share->of, share->period, parts, MOST_OPERANDS);

    for (size_t i = 0; i < count; i++) {
        if (parts[i].count == 1 && add_part(auditor, block, share, parts[i].claims[0]) == 0)
            add_share(auditor, share, parts[i].claims[0], NULL);
    }
    if (count == 0 && add_part(auditor, block, share, NULL) == 0)
        add_share(auditor, share, NULL, NULL);
}

void audit_shares(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        if (is_share(block->claims[i]) && is_of_pair(block->claims[i]))
            add_share_of_pair(auditor, block, block->claims[i]);
    }
}

/* ---- shares of one whole, of several partners ---- */

/* The part that a share is of: where several are known, the one that is bound most to it, then the
 * narrowest. */
static struct audit_operand find_part(const struct audit_block *all, const struct claim *share)
{
    struct audit_operand parts[MOST_OPERANDS];
    const struct audit_block block = audit_block_of(all, share);
    const size_t count =
        audit_find_operands(&block, share, share->of, share->period, parts, MOST_OPERANDS);
    struct audit_operand best = {.count = 0};
    enum relation best_relation = RELATION_OTHER_BASIS;

    for (size_t i = 0; i < count; i++) {
        struct audit_draft draft = {.part_count = 0};
        audit_draft_part(&draft, share, "share");
        audit_draft_operand(&draft, &parts[i], "part");
        const enum relation relation = audit_draft_relation(&draft);
        if (best.count && (relation > best_relation ||
                           (relation == best_relation && interval_width(parts[i].bounds.likely) >=
                                                             interval_width(best.bounds.likely))))
            continue;
        best = parts[i];
        best_relation = relation;
    }
    return best;
}

static bool is_of_same_whole(const struct claim *a, const struct claim *b)
{
    return is_share(a) && is_share(b) && a->period && b->period &&
           strcmp(a->period->text, b->period->text) == 0 && strcmp(a->whole, b->whole) == 0 &&
           strcmp(a->of, b->of) == 0 && claim_text_is(a->sector, b->sector) &&
           claim_text_is(a->commodity, b->commodity) && !claim_text_is(a->pair, b->pair);
}

/* Two shares and their parts imply one whole. */
static void add_wholes(struct auditor *auditor, const struct audit_block *all,
                       const struct claim *a, const struct claim *b)
{
    const struct audit_operand part_a = find_part(all, a);
    const struct audit_operand part_b = find_part(all, b);
    struct audit_draft draft = {.left_is = "whole that one share and its part imply",
                                .right_is = "whole that the other share and its part imply"};

    if (!part_a.count || !part_b.count)
        return;
    draft.unit = part_a.claims[0]->unit;
    audit_draft_part(&draft, a, "one share");
    audit_draft_operand(&draft, &part_a, "its part");
    audit_draft_part(&draft, b, "the other share");
    audit_draft_operand(&draft, &part_b, "its part");
    audit_add(auditor, &draft,
              check_shares_of_one_whole(&(struct check_share_of){a->bounds, part_a.bounds},
                                        &(struct check_share_of){b->bounds, part_b.bounds},
                                        audit_draft_relation(&draft)));
}

/* ---- ranks and shares ---- */

/* "Tajikistan's trading partners" are held against shares of "Tajikistan's foreign trade turnover":
 * what stands before the 's is the country. */
static bool is_scope_of(const struct claim *rank, const struct claim *share)
{
    static const char scope_end[] = "'s trading partners";
    static const char whole_end[] = "'s foreign trade turnover";
    const char *scope = rank->scope ? strstr(rank->scope, scope_end) : NULL;
    const char *whole = share->whole ? strstr(share->whole, whole_end) : NULL;

    return scope && whole && strcmp(scope, scope_end) == 0 && strcmp(whole, whole_end) == 0 &&
           scope - rank->scope == whole - share->whole &&
           strncmp(rank->scope, share->whole, (size_t)(scope - rank->scope)) == 0 && rank->period &&
           share->period && strcmp(rank->period->text, share->period->text) == 0;
}

static bool is_rank(const struct claim *claim)
{
    return claim->has_quantity && strcmp(claim->metric, "partner_rank") == 0;
}

static void add_rank_share(struct auditor *auditor, const struct claim *rank,
                           const struct claim *share)
{
    struct audit_draft draft = {.left_is = "share as stated",
                                .right_is = "shares that the rank leaves possible",
                                .unit = share->unit};

    audit_draft_part(&draft, share, "share");
    audit_draft_part(&draft, rank, "rank");
    audit_add(auditor, &draft,
              check_rank_share(&share->bounds, &rank->bounds, 0, audit_relate(rank, share)));
}

enum { MOST_PARTNERS = AUDIT_MOST_PARTS - 2 };

/* The largest shares of other partners, each partner's once. */
struct partners {
    const struct claim *shares[MOST_PARTNERS];
    size_t count;
};

/* Of two claims for one partner's share that which is bound more to @share, then the narrower. */
static bool is_better_share(const struct claim *a, const struct claim *b, const struct claim *share)
{
    const enum relation left = audit_relate(a, share);
    const enum relation right = audit_relate(b, share);

    return left < right ||
           (left == right && interval_width(a->bounds.likely) < interval_width(b->bounds.likely));
}

static size_t find_partner(const struct partners *partners, const struct claim *other)
{
    size_t i = 0;

    while (i < partners->count && !claim_text_is(partners->shares[i]->pair, other->pair))
        i++;
    return i;
}

static size_t find_smallest(const struct partners *partners)
{
    size_t smallest = 0;

    for (size_t i = 1; i < partners->count; i++) {
        if (partners->shares[i]->quantity.value < partners->shares[smallest]->quantity.value)
            smallest = i;
    }
    return smallest;
}

static void add_partner(struct partners *partners, const struct claim *other,
                        const struct claim *share)
{
    const size_t place = find_partner(partners, other);
    const size_t smallest = find_smallest(partners);

    if (place < partners->count) {
        if (is_better_share(other, partners->shares[place], share))
            partners->shares[place] = other;
    } else if (partners->count < MOST_PARTNERS) {
        partners->shares[partners->count++] = other;
    } else if (other->quantity.value > partners->shares[smallest]->quantity.value) {
        partners->shares[smallest] = other;
    }
}

/* The rank against the shares of other partners that are bound to its own. */
static void add_rank_among(struct auditor *auditor, const struct audit_block *all,
                           const struct claim *rank, const struct claim *share)
{
    struct bounds others[MOST_PARTNERS];
    struct partners partners = {.count = 0};
    struct audit_draft draft = {.left_is = "rank as stated",
                                .right_is = "ranks that the shares leave possible",
                                .unit = rank->unit};

    audit_draft_part(&draft, rank, "rank");
    audit_draft_part(&draft, share, "share");
    for (size_t i = 0; i < all->count; i++) {
        if (is_of_same_whole(all->claims[i], share) &&
            audit_relate(all->claims[i], share) <= RELATION_SAME_EVENT)
            add_partner(&partners, all->claims[i], share);
    }
    for (size_t i = 0; i < partners.count; i++) {
        others[i] = partners.shares[i]->bounds;
        audit_draft_part(&draft, partners.shares[i], "another's share");
    }
    if (partners.count)
        audit_add(auditor, &draft,
                  check_rank_among_shares(&rank->bounds, &share->bounds, others, partners.count,
                                          audit_draft_relation(&draft)));
}

static void add_ranks(struct auditor *auditor, const struct claim *a, const struct claim *b)
{
    const struct rank_claim left = {a->bounds, a->scope, a->period};
    const struct rank_claim right = {b->bounds, b->scope, b->period};
    struct audit_draft draft = {.left_is = "one rank", .right_is = "the other", .unit = a->unit};

    audit_draft_part(&draft, a, "one rank");
    audit_draft_part(&draft, b, "the other");
    audit_add(auditor, &draft, check_rank(&left, &right, audit_relate(a, b)));
}

/* Ranks of one pair are of one country where they say the same name, or none. */
static bool is_same_country(const struct claim *a, const struct claim *b)
{
    return !a->text || !b->text || strncmp(a->text, b->text, strcspn(a->text, ",")) == 0;
}

static void add_rank(struct auditor *auditor, const struct audit_block *block, size_t place)
{
    const struct claim *rank = block->claims[place];

    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *other = block->claims[i];
        if (i > place && is_rank(other) && is_same_country(rank, other))
            add_ranks(auditor, rank, other);
        if (is_share(other) && is_scope_of(rank, other))
            add_rank_share(auditor, rank, other);
    }
}

void audit_ranks(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        if (is_rank(block->claims[i]))
            add_rank(auditor, block, i);
    }
}

/* ---- several partners ---- */

static const struct claim *find_share(const struct audit_block *partners, const struct claim *rank)
{
    const struct audit_block block = audit_block_of(partners, rank);

    for (size_t i = 0; i < block.count; i++) {
        if (is_share(block.claims[i]) && is_scope_of(rank, block.claims[i]))
            return block.claims[i];
    }
    return NULL;
}

/* Of two partners the one ranked higher has the larger share. */
static void add_order(struct auditor *auditor, const struct audit_block *partners,
                      const struct claim *a, const struct claim *b)
{
    const struct claim *share_a = find_share(partners, a);
    const struct claim *share_b = find_share(partners, b);
    struct audit_draft draft = {.left_is = "share of the one ranked lower",
                                .right_is = "share of the one ranked higher",
                                .unit = "percent"};

    if (!share_a || !share_b || !is_of_same_whole(share_a, share_b))
        return;
    audit_draft_part(&draft, a, "one rank");
    audit_draft_part(&draft, share_a, "its share");
    audit_draft_part(&draft, b, "the other rank");
    audit_draft_part(&draft, share_b, "its share");
    audit_add(auditor, &draft,
              check_rank_order(&(struct check_ranked_share){a->bounds, share_a->bounds},
                               &(struct check_ranked_share){b->bounds, share_b->bounds},
                               audit_draft_relation(&draft)));
}

static void add_partners(struct auditor *auditor, const struct audit_block *all,
                         const struct audit_block *partners, const struct claim *a,
                         const struct claim *b)
{
    if (auditor->pair && !claim_text_is(a->pair, auditor->pair) &&
        !claim_text_is(b->pair, auditor->pair))
        return;
    if (is_of_same_whole(a, b))
        add_wholes(auditor, all, a, b);
    if (is_rank(a) && is_rank(b) && !claim_text_is(a->pair, b->pair) &&
        claim_text_is(a->scope, b->scope))
        add_order(auditor, partners, a, b);
}

static void add_rank_among_all(struct auditor *auditor, const struct audit_block *partners,
                               const struct claim *rank)
{
    const struct claim *share = is_rank(rank) ? find_share(partners, rank) : NULL;

    if (share)
        add_rank_among(auditor, partners, rank, share);
}

/* Shares and ranks alone, pair by pair. */
static struct audit_block find_partners(struct auditor *auditor, const struct audit_block *all)
{
    const struct claim **claims = arena_alloc(auditor->arena, (all->count + 1) * sizeof(void *));
    struct audit_block partners = {.claims = claims};

    auditor->has_failed = auditor->has_failed || !claims;
    for (size_t i = 0; claims && i < all->count; i++) {
        if (is_share(all->claims[i]) || is_rank(all->claims[i]))
            claims[partners.count++] = all->claims[i];
    }
    return partners;
}

void audit_partners(struct auditor *auditor, const struct audit_block *all)
{
    const struct audit_block partners = find_partners(auditor, all);

    for (size_t i = 0; i < partners.count && !auditor->is_over; i++) {
        add_rank_among_all(auditor, &partners, partners.claims[i]);
        for (size_t j = i + 1; j < partners.count && !auditor->is_over; j++)
            add_partners(auditor, all, &partners, partners.claims[i], partners.claims[j]);
    }
}
