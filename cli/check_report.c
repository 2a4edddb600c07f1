/* SPDX-License-Identifier: MIT */
#include "cli/check_report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/arena.h"
#include "model/audit.h"
#include "model/readable.h"

/* Records may come from anywhere, and terminals obey control characters. */
static void print_text(const char *before, const char *text, const char *behind)
{
    if (!text)
        return;
    fputs(before, stdout);
    for (; *text; text++)
        putchar((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text);
    fputs(behind, stdout);
}

/* ---- counts ---- */

static bool is_open(const struct audit_finding *finding)
{
    return finding->check.result == VERDICT_CONTRADICTS && !finding->acknowledged;
}

size_t check_report_count(const struct audit *audit)
{
    size_t count = 0;

    for (size_t i = 0; i < audit->count; i++)
        count += is_open(&audit->findings[i]);
    return count;
}

static size_t count_results(const struct audit *audit, enum verdict result)
{
    size_t count = 0;

    for (size_t i = 0; i < audit->count; i++)
        count += audit->findings[i].check.result == result;
    return count;
}

static void print_counts(const struct check_report *report)
{
    const struct audit *audit = report->audit;
    const size_t broken = count_results(audit, VERDICT_CONTRADICTS);
    const size_t known = broken - check_report_count(audit);

    printf("%s, revision %" PRId64 "%s%s: %zu claims, %zu checks\n", report->database,
           report->revision, report->pair ? ", " : "", report->pair ? report->pair : "",
           report->claim_count, audit->count);
    printf("  contradicts: %zu", broken);
    if (known)
        printf(", of which %zu acknowledged", known);
    printf("\n  undecidable: %zu\n", count_results(audit, VERDICT_UNDECIDABLE));
    printf("  consistent: %zu\n", count_results(audit, VERDICT_CONSISTENT));
    if (audit->is_cut)
        puts("There are more checks than are made at once.");
}

/* ---- a finding ---- */

static bool print_side(const char *name, const char *what, const struct bounds *bounds,
                       const char *unit, struct arena *arena)
{
    const char *likely = readable_interval(&bounds->likely, unit, arena);
    const char *possible = readable_interval(&bounds->possible, unit, arena);

    if (!likely || !possible)
        return false;
    printf("  %s%s%s: %s", name, what ? ", " : "", what ? what : "", likely);
    if (strcmp(likely, possible) != 0)
        printf(" (possibly %s)", possible);
    putchar('\n');
    return true;
}

static bool print_gap(const struct check *check, const char *unit, struct arena *arena)
{
    const struct interval gap = interval_point(check->gap.absolute);
    const bool is_rank = unit && strcmp(unit, "rank") == 0;
    const char *text = readable_interval(&gap, is_rank ? NULL : unit, arena);

    if (!text)
        return false;
    if (isfinite(check->gap.absolute) && check->gap.absolute > 0)
        printf("  apart: %s, %.3g percent of the larger\n", text, 100 * check->gap.relative);
    return true;
}

static bool print_numbers(const struct audit_finding *finding, struct arena *arena)
{
    const struct check *check = &finding->check;
    const char *unit = finding->unit;

    if (check->has_left && !print_side("left", finding->left_is, &check->left, unit, arena))
        return false;
    if (check->has_right && !print_side("right", finding->right_is, &check->right, unit, arena))
        return false;
    return !check->has_left || !check->has_right || print_gap(check, unit, arena);
}

static void print_citation(const struct claim *claim)
{
    const struct claim_citation *citation = claim->citation_count ? &claim->citations[0] : NULL;

    if (!citation)
        return;
    print_text("      source: ", citation->source, "");
    print_text(", ", citation->locator, "");
    putchar('\n');
}

static bool print_claim(const struct audit_part *part, struct arena *arena)
{
    const struct claim *claim = part->claim;
    const char *value =
        claim->has_quantity ? readable_quantity(&claim->quantity, claim->unit, arena) : "in words";
    const char *period = claim->period ? readable_period(claim->period, arena) : "";

    if (!value || !period)
        return false;
    printf("    %s: %s%s%s: %s\n", claim->id, part->role, claim->period ? ", " : "", period, value);
    print_text("      only: ", claim->scope, "\n");
    print_citation(claim);
    return true;
}

/* "same_figure: turnover KAZ-TJK 2022" */
static bool print_heading(const struct audit_finding *finding, struct arena *arena)
{
    const struct claim *first = finding->parts[0].claim;
    const char *period = first->period ? readable_period(first->period, arena) : "";

    if (!period)
        return false;
    printf("\n%s, %s: %s", verdict_word(finding->check.result),
           check_kind_word(finding->check.kind), first->metric);
    print_text(" of ", first->of, "");
    print_text(" ", first->from ? first->from : first->pair, "");
    print_text(" to ", first->to, "");
    print_text(" ", first->country, "");
    printf("%s%s\n", first->period ? " " : "", period);
    return true;
}

static bool print_finding(const struct audit_finding *finding, struct arena *arena)
{
    const struct check *check = &finding->check;

    if (!print_heading(finding, arena))
        return false;
    printf("  rule: %s\n", check_rule(check->kind));
    if (!print_numbers(finding, arena))
        return false;
    puts("  claims:");
    for (size_t i = 0; i < finding->part_count; i++) {
        if (!print_claim(&finding->parts[i], arena))
            return false;
    }
    printf("  because: %s\n", check_reason_sentence(check->reason));
    if (check->result == VERDICT_CONTRADICTS && !finding->acknowledged)
        puts("  acknowledged: no");
    print_text("  acknowledged: ", finding->acknowledged, "\n");
    return true;
}

/* Contradictions that nobody has acknowledged come first. */
static bool print_results(const struct audit *audit, enum verdict result, bool is_acknowledged,
                          struct arena *arena)
{
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_finding *finding = &audit->findings[i];

        if (finding->check.result != result || (finding->acknowledged != NULL) != is_acknowledged)
            continue;
        if (!print_finding(finding, arena))
            return false;
    }
    return true;
}

bool check_report_print(const struct check_report *report, struct arena *arena)
{
    static const enum verdict order[] = {VERDICT_CONTRADICTS, VERDICT_UNDECIDABLE,
                                         VERDICT_CONSISTENT};
    const size_t shown = report->is_verbose ? 3 : 2;

    print_counts(report);
    for (size_t i = 0; i < shown; i++) {
        if (!print_results(report->audit, order[i], false, arena) ||
            !print_results(report->audit, order[i], true, arena))
            return false;
    }
    return true;
}
