/* SPDX-License-Identifier: MIT */
#include "model/rank.h"

#include <math.h>
#include <string.h>

bool rank_has_same_scope(const struct rank_claim *a, const struct rank_claim *b)
{
    return a->scope && b->scope && strcmp(a->scope, b->scope) == 0;
}

bool rank_has_same_period(const struct rank_claim *a, const struct rank_claim *b)
{
    return a->period && b->period && strcmp(a->period->text, b->period->text) == 0;
}

static struct interval find_share(struct interval rank, size_t partners)
{
    const bool is_first = rank.high <= 1;
    const double least = is_first && partners > 0 ? 100 / (double)partners : 0;

    return (struct interval){least, 100 / fmax(rank.low, 1)};
}

struct bounds rank_implied_share(struct bounds rank, size_t partners)
{
    return (struct bounds){find_share(rank.likely, partners), find_share(rank.possible, partners)};
}

struct bounds rank_implied_by_shares(struct bounds share, const struct bounds *others, size_t count)
{
    struct bounds rank = {{1, INFINITY}, {1, INFINITY}};

    for (size_t i = 0; i < count; i++) {
        if (interval_excess(others[i].likely, share.likely).absolute > 0)
            rank.likely.low++;
        if (interval_excess(others[i].possible, share.possible).absolute > 0)
            rank.possible.low++;
    }
    return rank;
}
