/* SPDX-License-Identifier: MIT */
/* Promises: targets that are stated again, and packages against the deals under them. */
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"
#include "model/figure.h"

/* ---- targets ---- */

/* By subject and amount, then as they were stated; without a date last. */
static int compare_targets(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const bool has_left = claim_date(left) != NULL;
    const bool has_right = claim_date(right) != NULL;
    int order = claim_compare_subject(left, right);

    if (order == 0)
        order = (left->quantity.value > right->quantity.value) -
                (left->quantity.value < right->quantity.value);
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

/* Against the statement before it; and, when that names no deadline, against the last one that
 * does.
 */
static void add_restated(struct auditor *auditor, const struct claim *const *targets, size_t i)
{
    size_t before = i - 1;

    if (claim_compare_subject(targets[before], targets[i]) != 0)
        return;
    add_target(auditor, targets[before], targets[i]);
    if (!targets[i]->deadline || targets[before]->deadline)
        return;
    while (before > 0 && !targets[before]->deadline)
        before--;
    if (targets[before]->deadline &&
        targets[before]->quantity.value == targets[i]->quantity.value &&
        claim_compare_subject(targets[before], targets[i]) == 0)
        add_target(auditor, targets[before], targets[i]);
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
    for (size_t i = 1; i < count; i++)
        add_restated(auditor, targets, i);
}

/* ---- packages ---- */

static bool is_value(const struct claim *claim)
{
    return claim->has_quantity && claim->agreement && !claim->scope &&
           strcmp(claim->metric, "deal_value") == 0;
}

/* Whether no claim before it, and none that is more official, gives a value of the same deal. */
static bool is_best_of_deal(const struct audit_block *block, const struct claim *claim)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *other = block->claims[i];
        if (other != claim && is_value(other) &&
            claim_text_is(other->agreement, claim->agreement) && figure_compare(&other, &claim) < 0)
            return false;
    }
    return true;
}

static void add_package(struct auditor *auditor, const struct audit_block *block,
                        const struct claim *package)
{
    struct audit_draft draft = {
        .left_is = "the deals named, in all", .right_is = "as announced", .unit = package->unit};
    struct bounds named = bounds_point(0);
    size_t count = 0;

    audit_draft_part(&draft, package, "announced");
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *deal = block->claims[i];
        if (!is_value(deal) || !claim_text_is(deal->agreement_part_of, package->agreement) ||
            !is_best_of_deal(block, deal))
            continue;
        named = bounds_add(named, deal->bounds);
        audit_draft_part(&draft, deal, "deal");
        count++;
    }
    audit_add(
        auditor, &draft,
        check_deal_package(count ? &named : NULL, &package->bounds, audit_draft_relation(&draft)));
}

void audit_packages(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *claim = block->claims[i];
        if (is_value(claim) && claim_text_is(claim->agreement_kind, "deal_package"))
            add_package(auditor, block, claim);
    }
}
