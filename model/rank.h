/* SPDX-License-Identifier: MIT */
/* rank: a place among trading partners, against another place and against shares. */
#ifndef ENTENTE_MODEL_RANK_H
#define ENTENTE_MODEL_RANK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/bounds.h"
#include "model/period.h"

/* A rank that somebody gave to one country. */
struct rank_claim {
    struct bounds rank;          /* 1 is the largest */
    const char *scope;           /* among whom: "Tajikistan's trading partners"; NULL: not stated */
    const struct period *period; /* NULL: not stated */
};

/* Ranks of another scope or period have nothing to say about each other; what is not stated is
 * taken to be another. */
bool rank_has_same_scope(const struct rank_claim *a, const struct rank_claim *b);
bool rank_has_same_period(const struct rank_claim *a, const struct rank_claim *b);

/**
 * The share in percent that a rank leaves possible, shares being of one whole: rank r has at most
 * 100 / r, because r partners have as much or more; rank 1 of n has at least 100 / n.
 *
 * @partners  n, how many there are in all; 0: not known
 */
struct bounds rank_implied_share(struct bounds rank, size_t partners);

/**
 * The rank that shares of the same whole leave possible: behind all those that are certainly
 * larger, and anywhere below, because partners may be missing from @others.
 */
struct bounds rank_implied_by_shares(struct bounds share, const struct bounds *others,
                                     size_t count);

#endif
