/* SPDX-License-Identifier: MIT */
#include "model/audit.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"
#include "model/buffer.h"

enum { FIRST_ROOM = 64, MOST_FINDINGS = 50000 };

static void (*const rules[])(struct auditor *) = {
    audit_same_figures, audit_sums,       audit_growth, audit_shares,  audit_periods,  audit_totals,
    audit_scales,       audit_directions, audit_ranks,  audit_targets, audit_packages,
};

static bool is_of_pair(const struct audit_finding *finding, const char *pair)
{
    for (size_t i = 0; i < finding->part_count; i++) {
        if (claim_text_is(finding->parts[i].claim->pair, pair))
            return true;
    }
    return !pair;
}

static bool grow(struct auditor *auditor)
{
    const size_t room = auditor->room ? 2 * auditor->room : FIRST_ROOM;
    struct audit_finding *findings = arena_alloc(auditor->arena, room * sizeof(*findings));

    if (!findings) {
        auditor->has_failed = true;
        return false;
    }
    if (auditor->audit.count)
        memcpy(findings, auditor->audit.findings, auditor->audit.count * sizeof(*findings));
    auditor->audit.findings = findings;
    auditor->room = room;
    return true;
}

void auditor_add(struct auditor *auditor, const struct audit_finding *finding)
{
    if (auditor->has_failed || !is_of_pair(finding, auditor->pair))
        return;
    if (auditor->audit.count == MOST_FINDINGS) {
        auditor->audit.is_cut = true;
        return;
    }
    if (auditor->audit.count < auditor->room || grow(auditor))
        auditor->audit.findings[auditor->audit.count++] = *finding;
}

bool audit_make(const struct claims *claims, const char *pair, struct arena *arena,
                struct audit *ret)
{
    struct auditor auditor = {.claims = claims, .pair = pair, .arena = arena};

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        rules[i](&auditor);
    if (auditor.has_failed)
        return false;
    *ret = auditor.audit;
    return true;
}

bool audit_finding_has(const struct audit_finding *finding, const struct claim *claim)
{
    for (size_t i = 0; i < finding->part_count; i++) {
        if (finding->parts[i].claim == claim)
            return true;
    }
    return false;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of its claims in alphabetical order. */
static void sort_ids(const struct audit_finding *finding, const char *ret[AUDIT_MOST_PARTS])
{
    for (size_t i = 0; i < finding->part_count; i++)
        ret[i] = finding->parts[i].claim->id;
    qsort(ret, finding->part_count, sizeof(*ret), compare_texts);
}

const char *audit_finding_id(const struct audit_finding *finding, struct arena *arena)
{
    const char *ids[AUDIT_MOST_PARTS];
    const char *text = NULL;
    struct buffer id;

    sort_ids(finding, ids);
    buffer_init(&id);
    buffer_add_text(&id, check_kind_word(finding->check.kind));
    for (size_t i = 0; i < finding->part_count; i++) {
        buffer_add_char(&id, ':');
        buffer_add_text(&id, ids[i]);
    }
    if (!buffer_failed(&id))
        text = arena_copy(arena, id.data, id.length);
    buffer_fini(&id);
    return text;
}

static bool is_known(const struct audit_finding *finding, const struct audit_acknowledgement *known)
{
    const char *ids[AUDIT_MOST_PARTS];

    if (strcmp(check_kind_word(finding->check.kind), known->kind) != 0 ||
        finding->part_count != known->claim_count)
        return false;
    sort_ids(finding, ids);
    for (size_t i = 0; i < known->claim_count; i++) {
        if (strcmp(ids[i], known->claims[i]) != 0)
            return false;
    }
    return true;
}

void audit_acknowledge(struct audit *audit, const struct audit_acknowledgement *known, size_t count)
{
    for (size_t i = 0; i < audit->count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (is_known(&audit->findings[i], &known[j]))
                audit->findings[i].acknowledged = known[j].reason;
        }
    }
}
