/* SPDX-License-Identifier: MIT */
/* share: how a part, its whole, and the share in percent follow from one another. */
#ifndef ENTENTE_MODEL_SHARE_H
#define ENTENTE_MODEL_SHARE_H

#include <stdbool.h>

#include "model/bounds.h"

/*
 * part = whole * share / 100. Parts and wholes share a unit; a share is in percent. The operands
 * are taken to have nothing to do with each other, but in share_of_sum(). @ret is set only on
 * success.
 */

/** whole * share / 100 */
struct bounds share_implied_part(struct bounds whole, struct bounds share);

/** part / whole * 100. False when the whole may be zero with either sign, or is zero. */
bool share_of(struct bounds part, struct bounds whole, struct bounds *ret);

/** part / (share / 100). False when the share is zero, or may have either sign. */
bool share_implied_whole(struct bounds part, struct bounds share, struct bounds *ret);

/**
 * part / (part + rest) * 100: narrower than share_of() the sum, because the part is the same one
 * above and below the line.
 *
 * Return: false when part or rest may be negative, or both are zero.
 */
bool share_of_sum(struct bounds part, struct bounds rest, struct bounds *ret);

#endif
