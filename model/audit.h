/* SPDX-License-Identifier: MIT */
/* audit: every check that a set of claims allows. */
#ifndef ENTENTE_MODEL_AUDIT_H
#define ENTENTE_MODEL_AUDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/check.h"
#include "model/claim.h"

struct arena;

/* A claim's part in a check. */
struct audit_part {
    const struct claim *claim;
    const char *role; /* static: "one figure", "level", "base" … */
};

/* A check with the claims that it rests on. */
struct audit_finding {
    struct check check;
    enum relation relation;
    const char *left_is; /* what left and right are; static; NULL where the check has none */
    const char *right_is;
    const char *unit; /* of left and right; NULL: none */
    const struct audit_part *parts;
    size_t part_count;
    const char *acknowledged; /* why a contradiction is left standing; NULL: nobody has said so */
};

struct audit {
    struct audit_finding *findings;
    size_t count;
    bool is_cut; /* there were more than the limit */
};

/* Why a contradiction is left standing. */
struct audit_acknowledgement {
    const char *kind;
    const char *const *claims; /* their ids, in alphabetical order */
    size_t claim_count;
    const char *reason;
};

/**
 * Makes every check between claims, in order of the claims.
 *
 * @claims  borrowed for as long as @ret is used
 * @pair    only checks that a claim of this pair is part of; NULL: all
 * @ret     new from @arena
 *
 * Return: false: no memory; @ret is untouched.
 */
bool audit_make(const struct claims *claims, const char *pair, struct arena *arena,
                struct audit *ret);

/** Whether @claim is part of it. */
bool audit_finding_has(const struct audit_finding *finding, const struct claim *claim);

/** The kind and the ids of the claims, in alphabetical order and with colons between: new from
 * @arena; NULL: no memory. */
const char *audit_finding_id(const struct audit_finding *finding, struct arena *arena);

/** Notes on the findings that @known speaks of why they are left standing. */
void audit_acknowledge(struct audit *audit, const struct audit_acknowledgement *known,
                       size_t count);

#endif
