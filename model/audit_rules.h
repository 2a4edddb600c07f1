/* SPDX-License-Identifier: MIT */
/* audit_rules: which claims each kind of check holds against each other. For model/audit*.c alone.
 */
#ifndef ENTENTE_MODEL_AUDIT_RULES_H
#define ENTENTE_MODEL_AUDIT_RULES_H

#include "model/audit.h"

enum { AUDIT_MOST_PARTS = 16 };

struct auditor {
    const char *pair; /* only checks that a claim of this pair is part of; NULL: all */
    struct arena *arena;
    struct audit audit;
    size_t room;
    size_t tries;    /* checks that were made, kept or not */
    bool is_over;    /* there were so many that the rest is left out */
    bool has_failed; /* no memory */
};

/* Claims of one pair, by period and id; or, for rules that look across pairs, all of them, pair by
 * pair. */
struct audit_block {
    const struct claim *const *claims;
    const struct claim *const *by_subject; /* the same, each subject's together, by period; NULL for
                                              all pairs */
    size_t count;
};

/* A finding while it is put together. */
struct audit_draft {
    struct audit_part parts[AUDIT_MOST_PARTS];
    size_t part_count;
    const char *left_is;
    const char *right_is;
    const char *unit;
    const char *acknowledged;
    bool has_relation; /* false: that of the two parts which are bound least */
    enum relation relation;
};

/* A figure that a rule needs: one claim, or exports of both sides added to a turnover. */
struct audit_operand {
    struct bounds bounds;
    const struct claim *claims[2];
    size_t count; /* 0: it is not known */
};

/** Adds a claim's part; NULL, and what has no room any more, adds nothing. */
void audit_draft_part(struct audit_draft *draft, const struct claim *claim, const char *role);
void audit_draft_operand(struct audit_draft *draft, const struct audit_operand *operand,
                         const char *role);

/** What the claims of the draft have to do with each other: that of the two which are bound least.
 */
enum relation audit_draft_relation(const struct audit_draft *draft);

/** Makes a finding of @draft and @check; none when no claim of it is of the pair asked for. */
void audit_add(struct auditor *auditor, const struct audit_draft *draft, struct check check);

/** What two claims have to do with each other. */
enum relation audit_relate(const struct claim *a, const struct claim *b);

/** Whether @level is what @about (a growth, a share) is of, in @period: the metric aside, of the
 * same subject, goods and sector. */
bool audit_is_level_of(const struct claim *level, const struct claim *about, const char *metric,
                       const struct period *period);

/** The figures of @metric that @about speaks of in @period: claims, and for turnovers exports of
 * both sides, added. At most @room of them. Return: how many. */
size_t audit_find_operands(const struct audit_block *block, const struct claim *about,
                           const char *metric, const struct period *period,
                           struct audit_operand *ret, size_t room);

/** Those of @block with this period; NULL: without one. */
struct audit_block audit_block_in(const struct audit_block *block, const struct period *period);

/** Those of @all, which stand pair by pair, that are of the pair of @claim. */
struct audit_block audit_block_of(const struct audit_block *all, const struct claim *claim);

/** The bounds of @operand; NULL when it is not known. */
const struct bounds *audit_bounds(const struct audit_operand *operand);

/* Each adds the findings of its kinds, from the claims of one pair. */
void audit_same_figures(struct auditor *auditor, const struct audit_block *block);
void audit_sums(struct auditor *auditor, const struct audit_block *block);
void audit_growths(struct auditor *auditor, const struct audit_block *block);
void audit_shares(struct auditor *auditor, const struct audit_block *block);
void audit_periods(struct auditor *auditor, const struct audit_block *block);
void audit_totals(struct auditor *auditor, const struct audit_block *block);
void audit_scales(struct auditor *auditor, const struct audit_block *block);
void audit_directions(struct auditor *auditor, const struct audit_block *block);
void audit_ranks(struct auditor *auditor, const struct audit_block *block);
void audit_targets(struct auditor *auditor, const struct audit_block *block);

/* Likewise, from the claims of all pairs: of shares in one whole; of packages, whose deals may be
 * of no pair. */
void audit_partners(struct auditor *auditor, const struct audit_block *all);
void audit_packages(struct auditor *auditor, const struct audit_block *all);

#endif
