/* SPDX-License-Identifier: MIT */
/* Promises: targets that are stated again, and packages against the deals under them. */
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"
#include "model/figure.h"

/* ---- targets ---- */

/* By subject, then as they were stated; without a date last. */
static int compare_targets(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const bool has_left = claim_date(left) != NULL;
    const bool has_right = claim_date(right) != NULL;
    int order = claim_compare_subject(left, right);

    if (order == 0)
        order = (int)has_right - (int)has_left;
    if (order == 0)
        order = claim_compare_age(left, right);
    return order ? order : strcmp(left->id, right->id);
}

static void add_target(struct auditor *auditor, const struct claim *first,
                       const struct claim *again)
{
    const struct check_target_claim left = {first->bounds, first->deadline};
    const struct check_target_claim right = {again->bounds, again->deadline};
    struct audit_draft draft = {
        .left_is = "target as stated", .right_is = "as stated again", .unit = first->unit};

    audit_draft_part(&draft, first, "target");
    audit_draft_part(&draft, again, "stated again");
    audit_add(auditor, &draft, check_target(&left, &right, audit_relate(first, again)));
}

/* The last of those before @place, of the same subject, that fits; NULL: none. */
static const struct claim *find_before(const struct claim *const *targets, size_t place,
                                       bool has_same_amount, bool has_deadline)
{
    const struct claim *again = targets[place];

    while (place-- > 0 && claim_compare_subject(targets[place], again) == 0) {
        const bool is_same = targets[place]->quantity.value == again->quantity.value;
        if (is_same == has_same_amount && (!has_deadline || targets[place]->deadline))
            return targets[place];
    }
    return NULL;
}

/* Against the statement of the same amount before it, and, when that names no deadline, the last
 * one that does; the first statement of an amount against the last one of another. What has no date
 * is no change of anything. */
static void add_restated(struct auditor *auditor, const struct claim *const *targets, size_t place)
{
    const struct claim *again = targets[place];
    const struct claim *same = find_before(targets, place, true, false);
    const struct claim *other =
        !same && claim_date(again) ? find_before(targets, place, false, false) : NULL;
    const struct claim *due =
        same && again->deadline && !same->deadline ? find_before(targets, place, true, true) : NULL;

    if (same)
        add_target(auditor, same, again);
    if (other)
        add_target(auditor, other, again);
    if (due)
        add_target(auditor, due, again);
}

void audit_targets(struct auditor *auditor, const struct audit_block *block)
{
    const struct claim **targets = arena_alloc(auditor->arena, block->count * sizeof(void *));
    size_t count = 0;

    auditor->has_failed = auditor->has_failed || !targets;
    for (size_t i = 0; targets && i < block->count; i++) {
        const struct claim *claim = block->claims[i];
        if (claim->has_quantity && strcmp(claim->metric, "target") == 0)
            targets[count++] = claim;
    }
    if (targets)
        qsort(targets, count, sizeof(void *), compare_targets);
    for (size_t i = 1; i < count && !auditor->is_over; i++)
        add_restated(auditor, targets, i);
}

/* ---- packages ---- */

static bool is_value(const struct claim *claim)
{
    return claim->has_quantity && claim->agreement && !claim->scope &&
           strcmp(claim->metric, "deal_value") == 0;
}

/* Of several values of one deal the most official one counts. */
static int compare_deals(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const char *left_package = left->agreement_part_of ? left->agreement_part_of : "";
    const char *right_package = right->agreement_part_of ? right->agreement_part_of : "";
    int order = strcmp(left_package, right_package);

    if (order == 0)
        order = strcmp(left->agreement, right->agreement);
    return order ? order : figure_compare(a, b);
}

static struct audit_block find_deals(struct auditor *auditor, const struct audit_block *all)
{
    const struct claim **deals = arena_alloc(auditor->arena, (all->count + 1) * sizeof(void *));
    struct audit_block block = {.claims = deals};

    auditor->has_failed = auditor->has_failed || !deals;
    for (size_t i = 0; deals && i < all->count; i++) {
        if (is_value(all->claims[i]))
            deals[block.count++] = all->claims[i];
    }
    if (deals)
        qsort(deals, block.count, sizeof(void *), compare_deals);
    return block;
}

/* All deals count; the first ones, up to the room of a check, stand with it. */
static void add_package(struct auditor *auditor, const struct audit_block *deals,
                        const struct claim *package)
{
    struct audit_draft draft = {.left_is = "the deals named, in all",
                                .right_is = "as announced",
                                .unit = package->unit,
                                .has_relation = true,
                                .relation = RELATION_SAME_AUTHORITY};
    struct bounds named = bounds_point(0);
    const struct claim *before = NULL;

    audit_draft_part(&draft, package, "announced");
    for (size_t i = 0; i < deals->count; i++) {
        const struct claim *deal = deals->claims[i];
        if (!claim_text_is(deal->agreement_part_of, package->agreement) ||
            !claim_text_is(deal->unit, package->unit) ||
            (before && strcmp(before->agreement, deal->agreement) == 0))
            continue;
        named = bounds_add(named, deal->bounds);
        draft.relation = relation_weaker(draft.relation, audit_relate(package, deal));
        audit_draft_part(&draft, deal, "deal");
        before = deal;
    }
    audit_add(auditor, &draft,
              check_deal_package(before ? &named : NULL, &package->bounds, draft.relation));
}

void audit_packages(struct auditor *auditor, const struct audit_block *all)
{
    const struct audit_block deals = find_deals(auditor, all);

    for (size_t i = 0; i < deals.count && !auditor->is_over; i++) {
        if (claim_text_is(deals.claims[i]->agreement_kind, "deal_package"))
            add_package(auditor, &deals, deals.claims[i]);
    }
}
