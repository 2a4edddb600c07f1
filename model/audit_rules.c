/* SPDX-License-Identifier: MIT */
#include "model/audit_rules.h"

void audit_same_figures(struct auditor *auditor)
{
    (void)auditor;
}

void audit_sums(struct auditor *auditor)
{
    (void)auditor;
}

void audit_growth(struct auditor *auditor)
{
    (void)auditor;
}

void audit_shares(struct auditor *auditor)
{
    (void)auditor;
}

void audit_periods(struct auditor *auditor)
{
    (void)auditor;
}

void audit_totals(struct auditor *auditor)
{
    (void)auditor;
}

void audit_scales(struct auditor *auditor)
{
    (void)auditor;
}

void audit_directions(struct auditor *auditor)
{
    (void)auditor;
}

void audit_ranks(struct auditor *auditor)
{
    (void)auditor;
}

void audit_targets(struct auditor *auditor)
{
    (void)auditor;
}

void audit_packages(struct auditor *auditor)
{
    (void)auditor;
}
