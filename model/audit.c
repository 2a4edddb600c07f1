/* SPDX-License-Identifier: MIT */
#include "model/audit.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit_rules.h"
#include "model/buffer.h"

/* Contradictions are kept beyond the first limit. */
enum {
    FIRST_ROOM = 64,
    MOST_FINDINGS = 50000,
    MOST_CONTRADICTIONS = 60000,
    MOST_TRIES = 2000000,
};

static void (*const rules[])(struct auditor *, const struct audit_block *) = {
    audit_same_figures, audit_sums,   audit_growths,    audit_shares, audit_periods,
    audit_totals,       audit_scales, audit_directions, audit_ranks,  audit_targets,
};

/* ---- findings ---- */

static bool is_of_pair(const struct audit_draft *draft, const char *pair)
{
    for (size_t i = 0; i < draft->part_count; i++) {
        if (claim_text_is(draft->parts[i].claim->pair, pair))
            return true;
    }
    return !pair;
}

static bool grow(struct auditor *auditor)
{
    const size_t room = auditor->room ? 2 * auditor->room : FIRST_ROOM;
    struct audit_finding *findings = arena_alloc(auditor->arena, room * sizeof(*findings));

    if (!findings)
        return false;
    if (auditor->audit.count)
        memcpy(findings, auditor->audit.findings, auditor->audit.count * sizeof(*findings));
    auditor->audit.findings = findings;
    auditor->room = room;
    return true;
}

static const struct audit_part *copy_parts(struct auditor *auditor, const struct audit_draft *draft)
{
    struct audit_part *parts =
        arena_alloc(auditor->arena, (draft->part_count + 1) * sizeof(*parts));

    if (parts)
        memcpy(parts, draft->parts, draft->part_count * sizeof(*parts));
    return parts;
}

static void store(struct auditor *auditor, const struct audit_draft *draft, struct check check)
{
    const struct audit_part *parts = copy_parts(auditor, draft);

    if (!parts || (auditor->audit.count == auditor->room && !grow(auditor))) {
        auditor->has_failed = true;
        return;
    }
    auditor->audit.findings[auditor->audit.count++] = (struct audit_finding){
        .check = check,
        .relation = draft->has_relation ? draft->relation : audit_draft_relation(draft),
        .left_is = draft->left_is,
        .right_is = draft->right_is,
        .unit = draft->unit,
        .parts = parts,
        .part_count = draft->part_count,
        .acknowledged = draft->acknowledged,
    };
}

void audit_add(struct auditor *auditor, const struct audit_draft *draft, struct check check)
{
    const size_t limit = check.result == VERDICT_CONTRADICTS ? MOST_CONTRADICTIONS : MOST_FINDINGS;

    auditor->is_over = auditor->is_over || auditor->has_failed || ++auditor->tries > MOST_TRIES;
    if (auditor->is_over || !is_of_pair(draft, auditor->pair))
        return;
    if (auditor->audit.count >= limit)
        auditor->audit.is_cut = true;
    else
        store(auditor, draft, check);
}

/* ---- claims, pair by pair ---- */

static int compare_ids(const struct claim *a, const struct claim *b)
{
    return strcmp(a->id, b->id);
}

static int compare_pairs(const struct claim *a, const struct claim *b)
{
    return strcmp(a->pair ? a->pair : "", b->pair ? b->pair : "");
}

static int compare_places(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    int order = compare_pairs(left, right);

    if (order == 0)
        order = claim_compare_periods(left->period, right->period);
    return order ? order : compare_ids(left, right);
}

static int compare_subjects(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    int order = compare_pairs(left, right);

    if (order == 0)
        order = claim_compare_figure(left, right);
    return order ? order : compare_ids(left, right);
}

static size_t count_of_pair(const struct claim *const *claims, size_t count)
{
    size_t same = 1;

    while (same < count && claim_text_is(claims[0]->pair, claims[same]->pair))
        same++;
    return same;
}

static void audit_pair(struct auditor *auditor, const struct audit_block *block)
{
    if (auditor->pair && !claim_text_is(block->claims[0]->pair, auditor->pair))
        return;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && !auditor->is_over; i++)
        rules[i](auditor, block);
}

static void audit_all(struct auditor *auditor, const struct claim *const *claims,
                      const struct claim *const *by_subject, size_t count)
{
    size_t same;

    for (size_t i = 0; i < count; i += same) {
        same = count_of_pair(claims + i, count - i);
        audit_pair(auditor, &(struct audit_block){claims + i, by_subject + i, same});
    }
    audit_partners(auditor, &(struct audit_block){claims, NULL, count});
    audit_packages(auditor, &(struct audit_block){claims, NULL, count});
}

/* NULL: no memory. */
static const struct claim **sort(const struct claims *claims, struct arena *arena,
                                 int (*compare)(const void *, const void *))
{
    const struct claim **sorted = arena_alloc(arena, (claims->count + 1) * sizeof(void *));

    for (size_t i = 0; sorted && i < claims->count; i++)
        sorted[i] = &claims->items[i];
    if (sorted)
        qsort(sorted, claims->count, sizeof(void *), compare);
    return sorted;
}

bool audit_make(const struct claims *claims, const char *pair, struct arena *arena,
                struct audit *ret)
{
    struct auditor auditor = {.pair = pair, .arena = arena};
    const struct claim **by_place = sort(claims, arena, compare_places);
    const struct claim **by_subject = sort(claims, arena, compare_subjects);

    if (!by_place || !by_subject)
        return false;
    audit_all(&auditor, by_place, by_subject, claims->count);
    if (auditor.has_failed)
        return false;
    auditor.audit.is_cut = auditor.audit.is_cut || auditor.is_over;
    *ret = auditor.audit;
    return true;
}

/* ---- what was found ---- */

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
    for (size_t i = 0; i < AUDIT_MOST_PARTS; i++)
        ret[i] = i < finding->part_count ? finding->parts[i].claim->id : NULL;
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
