/* SPDX-License-Identifier: MIT */
/* Growth: against its two levels, and the base that it implies. */
#include <string.h>

#include "model/audit_rules.h"

enum { MOST_OPERANDS = 32 };

static const struct audit_operand unknown = {.count = 0};

/* Whether one voice gives all of it; then the growth is held against the levels, else the base that
 * it implies against what others say of that period. */
static bool is_one_voice(enum relation relation)
{
    return relation <= RELATION_CITES;
}

static void add_growth(struct auditor *auditor, const struct claim *growth,
                       const struct audit_operand *level, const struct audit_operand *base)
{
    struct audit_draft draft = {.left_is = "growth as stated",
                                .right_is = "growth from base to level",
                                .unit = growth->unit};

    audit_draft_part(&draft, growth, "growth");
    audit_draft_operand(&draft, level, "level");
    audit_draft_operand(&draft, base, "base");
    audit_add(auditor, &draft,
              check_growth(&growth->bounds, audit_bounds(level), audit_bounds(base),
                           audit_draft_relation(&draft)));
}

static void add_base(struct auditor *auditor, const struct claim *growth,
                     const struct audit_operand *level, const struct audit_operand *base)
{
    struct audit_draft draft = {.left_is = "base that level and growth imply",
                                .right_is = "base as stated",
                                .unit = level->claims[0]->unit};

    audit_draft_part(&draft, growth, "growth");
    audit_draft_operand(&draft, level, "level");
    audit_draft_operand(&draft, base, "base");
    audit_add(auditor, &draft,
              check_implied_base(audit_bounds(level), &growth->bounds, audit_bounds(base),
                                 audit_draft_relation(&draft)));
}

static void add_with_base(struct auditor *auditor, const struct claim *growth,
                          const struct audit_operand *level, const struct audit_operand *base)
{
    struct audit_draft draft = {.part_count = 0};

    audit_draft_part(&draft, growth, "growth");
    audit_draft_operand(&draft, level, "level");
    audit_draft_operand(&draft, base, "base");
    if (is_one_voice(audit_draft_relation(&draft)))
        add_growth(auditor, growth, level, base);
    else
        add_base(auditor, growth, level, base);
}

static enum relation relate(const struct claim *growth, const struct audit_operand *level)
{
    struct audit_draft draft = {.part_count = 0};

    audit_draft_part(&draft, growth, "growth");
    audit_draft_operand(&draft, level, "level");
    return audit_draft_relation(&draft);
}

/* The levels that are bound most to the growth come first, of these the ones that stand in the same
 * document. Return: how many are bound as much. */
static size_t choose_levels(const struct claim *growth, struct audit_operand *levels, size_t count)
{
    enum relation closest = RELATION_OTHER_BASIS;
    size_t chosen = 0;

    for (size_t i = 0; i < count; i++)
        closest = relate(growth, &levels[i]) < closest ? relate(growth, &levels[i]) : closest;
    for (size_t i = 0; i < count; i++) {
        const struct audit_operand level = levels[i];
        if (relate(growth, &level) != closest)
            continue;
        levels[i] = levels[chosen];
        levels[chosen] = level;
        if (claim_shares_source(growth, level.claims[0])) {
            levels[chosen] = levels[0];
            levels[0] = level;
        }
        chosen++;
    }
    return chosen;
}

static void add_growth_of(struct auditor *auditor, const struct audit_block *block,
                          const struct claim *growth)
{
    struct audit_operand levels[MOST_OPERANDS];
    struct audit_operand bases[MOST_OPERANDS];
    const size_t found =
        audit_find_operands(block, growth, growth->of, growth->period, levels, MOST_OPERANDS);
    const size_t level_count = choose_levels(growth, levels, found);
    const size_t base_count =
        audit_find_operands(block, growth, growth->of, growth->base_period, bases, MOST_OPERANDS);

    for (size_t i = 0; i < level_count; i++) {
        for (size_t j = 0; j < base_count; j++)
            add_with_base(auditor, growth, &levels[i], &bases[j]);
    }
    for (size_t j = 0; level_count == 0 && j < base_count; j++)
        add_growth(auditor, growth, &unknown, &bases[j]);
    if (level_count && base_count == 0)
        add_base(auditor, growth, &levels[0], &unknown);
    if (level_count == 0 && base_count == 0)
        add_growth(auditor, growth, &unknown, &unknown);
}

void audit_growths(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        const struct claim *claim = block->claims[i];
        if (claim->has_quantity && claim->of && strcmp(claim->metric, "growth") == 0)
            add_growth_of(auditor, block, claim);
    }
}
