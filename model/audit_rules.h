/* SPDX-License-Identifier: MIT */
/* audit_rules: which claims each kind of check holds against each other. For model/audit.c alone.
 */
#ifndef ENTENTE_MODEL_AUDIT_RULES_H
#define ENTENTE_MODEL_AUDIT_RULES_H

#include "model/audit.h"

struct auditor {
    const struct claims *claims;
    const char *pair; /* only checks that a claim of this pair is part of; NULL: all */
    struct arena *arena;
    struct audit audit;
    size_t room;
    bool has_failed;
};

/** Adds a finding: @check, and the claims in @parts; nothing when none of them is of the pair. */
void auditor_add(struct auditor *auditor, const struct audit_finding *finding);

/** What two claims have to do with each other. */
enum relation auditor_relate(const struct claim *a, const struct claim *b);

/* Each adds the findings of its kinds. */
void audit_same_figures(struct auditor *auditor);
void audit_sums(struct auditor *auditor);
void audit_growth(struct auditor *auditor);
void audit_shares(struct auditor *auditor);
void audit_periods(struct auditor *auditor);
void audit_totals(struct auditor *auditor);
void audit_scales(struct auditor *auditor);
void audit_directions(struct auditor *auditor);
void audit_ranks(struct auditor *auditor);
void audit_targets(struct auditor *auditor);
void audit_packages(struct auditor *auditor);

#endif
