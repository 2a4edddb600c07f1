/* SPDX-License-Identifier: MIT */
#include "model/cite.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "model/area.h"
#include "model/audit.h"
#include "model/buffer.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- words ---- */

struct phrase {
    const char *word;
    const char *text;
};

static const struct phrase metrics[] = {
    {"turnover", "Trade turnover"},
    {"exports", "Exports"},
    {"imports", "Imports"},
    {"balance", "Trade balance"},
    {"growth", "Growth of"},
    {"share", "Share of"},
    {"partner_rank", "Rank as a trading partner"},
    {"target", "Target for"},
    {"export_potential", "Export potential"},
    {"deal_value", "Value of deals"},
    {"deal_count", "Number of deals"},
    {"participants", "Participants"},
    {"main_export", "Main export"},
};

/* The metric that another is about, within a sentence. */
static const struct phrase inner_metrics[] = {
    {"turnover", "trade turnover"},
    {"balance", "trade balance"},
    {"partner_rank", "rank as a trading partner"},
    {"export_potential", "export potential"},
    {"deal_value", "value of deals"},
    {"deal_count", "number of deals"},
};

static const struct phrase units[] = {
    {"USD", " US dollars"}, {"percent", " %"},   {"deals", " deals"},
    {"people", " people"},  {"items", " items"},
};

static const struct phrase qualifiers[] = {
    {"over", "over "},     {"at_least", "at least "}, {"about", "about "},
    {"almost", "almost "}, {"under", "under "},       {"at_most", "at most "},
};

static const char *find_phrase(const struct phrase *phrases, size_t count, const char *word,
                               const char *otherwise)
{
    for (size_t i = 0; word && i < count; i++) {
        if (strcmp(phrases[i].word, word) == 0)
            return phrases[i].text;
    }
    return otherwise;
}

static void add_part(struct buffer *out, const char *before, const char *text, const char *after)
{
    if (!text)
        return;
    buffer_add_text(out, before);
    buffer_add_text(out, text);
    buffer_add_text(out, after);
}

/* As a sentence behind another one, with one full stop. */
static void add_sentence(struct buffer *out, const char *before, const char *text)
{
    size_t length = text ? strlen(text) : 0;

    if (!text)
        return;
    while (length > 0 && text[length - 1] == '.')
        length--;
    buffer_add_text(out, before);
    buffer_add(out, text, length);
    buffer_add_char(out, '.');
}

/* ---- amounts ---- */

static void add_number(struct buffer *out, double value)
{
    const double size = fabs(value);
    const double scale = size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1;

    /* A reader of a sentence has no use for the last digits of a double. */
    buffer_add_format(out, "%.12g", value / scale);
    if (scale > 1)
        buffer_add_text(out, scale > 1e6 ? " billion" : " million");
}

static void add_unit(struct buffer *out, const char *unit)
{
    buffer_add_text(out, find_phrase(units, COUNT(units), unit, ""));
}

static void add_interval(struct buffer *out, const char *before, struct interval interval,
                         const char *unit)
{
    const bool has_low = isfinite(interval.low);
    const bool has_high = isfinite(interval.high);

    buffer_add_text(out, before);
    if (has_low)
        add_number(out, interval.low);
    if (has_low && has_high)
        buffer_add_text(out, " to ");
    if (has_high)
        add_number(out, interval.high);
    if (!has_low && !has_high)
        buffer_add_text(out, "any number of");
    add_unit(out, unit);
    if (has_low != has_high)
        buffer_add_text(out, has_low ? " or more" : " or less");
}

static bool is_same(struct interval a, struct interval b)
{
    return !(a.low < b.low) && !(a.low > b.low) && !(a.high < b.high) && !(a.high > b.high);
}

static void add_bounds(struct buffer *out, const struct claim *claim)
{
    const struct bounds *bounds = &claim->bounds;
    const bool is_point = is_same(bounds->likely, interval_point(claim->quantity.value));
    const bool is_sharp = is_same(bounds->likely, bounds->possible);

    if (is_point && is_sharp)
        return;
    buffer_add_text(out, " (");
    if (!is_point)
        add_interval(out, "likely ", bounds->likely, claim->unit);
    if (!is_sharp)
        add_interval(out, is_point ? "possibly " : "; possibly ", bounds->possible, claim->unit);
    buffer_add_char(out, ')');
}

static void add_amount(struct buffer *out, const struct claim *claim)
{
    const char *qualifier = qualifier_word(claim->quantity.qualifier);

    if (!claim->has_quantity) {
        buffer_add_text(out, claim->text ? claim->text : "no figure");
        return;
    }
    buffer_add_text(out, find_phrase(qualifiers, COUNT(qualifiers), qualifier, ""));
    add_number(out, claim->quantity.value);
    add_unit(out, claim->unit);
    add_bounds(out, claim);
    add_part(out, ", ", claim->text, "");
}

/* ---- what it is of ---- */

static const char *name_of(const struct claim *claim, const char *code)
{
    const struct area *area = code ? area_find(code) : NULL;

    if (code && claim->a && strcmp(code, claim->a) == 0 && claim->a_name)
        return claim->a_name;
    if (code && claim->b && strcmp(code, claim->b) == 0 && claim->b_name)
        return claim->b_name;
    return area ? area->name : code;
}

/* A rank and a number of people are not held between two. */
static bool is_between(const struct claim *claim)
{
    return strcmp(claim->metric, "partner_rank") != 0 && strcmp(claim->metric, "participants") != 0;
}

static void add_subject(struct buffer *out, const struct cite *cite)
{
    const struct claim *claim = cite->claim;

    if (claim->from && claim->to) {
        add_part(out, " from ", name_of(claim, claim->from), "");
        add_part(out, " to ", name_of(claim, claim->to), "");
    } else if (claim->a && claim->b) {
        add_part(out, is_between(claim) ? " between " : ", ", name_of(claim, claim->a), "");
        add_part(out, " and ", name_of(claim, claim->b), "");
    }
    add_part(out, " of ", name_of(claim, claim->country), "");
    add_part(out, " (", cite->about, ")");
}

static void add_period(struct buffer *out, const char *before, const struct period *period)
{
    if (!period)
        return;
    buffer_add_text(out, before);
    if (period->frequency == 'A')
        buffer_add_text(out, period->text);
    else
        buffer_add_format(out, "%s to %s", period->start, period->end);
}

static void add_what(struct buffer *out, const struct cite *cite)
{
    const struct claim *claim = cite->claim;

    buffer_add_text(out, find_phrase(metrics, COUNT(metrics), claim->metric, claim->metric));
    add_part(out, " ", find_phrase(inner_metrics, COUNT(inner_metrics), claim->of, claim->of), "");
    add_subject(out, cite);
    add_part(out, " in ", claim->whole, "");
    add_part(out, " (", claim->scope, ")");
    add_part(out, " (sector ", claim->sector, ")");
    add_part(out, " (HS ", claim->commodity, ")");
    add_period(out, ", ", claim->period);
    add_period(out, ", against ", claim->base_period);
    add_part(out, ", by ", claim->deadline ? claim->deadline->text : NULL, "");
}

/* ---- who stands behind it ---- */

static void add_speaker(struct buffer *out, const struct claim *claim)
{
    const char *said_on = claim->said_on ? claim->said_on->text : NULL;

    add_sentence(out, " After statistics of ", claim->authority.name);
    if (claim->said_by) {
        add_part(out, " Said by ", claim->said_by, "");
        add_part(out, " (", claim->said_as, ")");
        add_part(out, ", ", said_on, "");
        buffer_add_char(out, '.');
    } else {
        add_sentence(out, " Said on ", said_on);
    }
}

static void add_reading(struct buffer *out, const struct claim *claim)
{
    if (claim->printed) {
        add_part(out, " Printed as \"", claim->printed, "\"");
        add_part(out, ", read as \"", claim->reading, "\"");
        buffer_add_char(out, claim->reading_reason ? ':' : '.');
        add_sentence(out, " ", claim->reading_reason);
    }
    if (claim->is_derived)
        add_sentence(out, " Our inference: ",
                     claim->inference ? claim->inference : "not said by the source");
}

void cite_write_sentence(const struct cite *cite, struct buffer *out)
{
    add_what(out, cite);
    buffer_add_text(out, ": ");
    add_amount(out, cite->claim);
    buffer_add_char(out, '.');
    add_speaker(out, cite->claim);
    add_reading(out, cite->claim);
}

/* ---- checks and sources ---- */

struct cite_checks cite_count_checks(const struct cite *cite)
{
    struct cite_checks checks = {0};

    for (size_t i = 0; i < cite->audit->count; i++) {
        const struct audit_finding *finding = &cite->audit->findings[i];
        if (!audit_finding_has(finding, cite->claim))
            continue;
        checks.count[finding->check.result]++;
        checks.total++;
    }
    return checks;
}

static void add_contradiction(struct buffer *out, const struct cite *cite,
                              const struct audit_finding *finding)
{
    const char *before = " Cannot be true together with ";

    for (size_t i = 0; i < finding->part_count; i++) {
        const struct claim *other = finding->parts[i].claim;
        if (other == cite->claim)
            continue;
        buffer_add_text(out, before);
        buffer_add_text(out, other->id);
        before = ", ";
    }
    if (finding->part_count == 1)
        buffer_add_text(out, " Cannot be true as it stands");
    add_part(out, " (", check_kind_word(finding->check.kind), ")");
    add_sentence(out, ": ", check_reason_sentence(finding->check.reason));
}

static void add_checks(struct buffer *out, const struct cite *cite)
{
    const struct cite_checks checks = cite_count_checks(cite);

    if (checks.total == 0) {
        buffer_add_text(out, " No other figure that it could be held against is recorded.");
        return;
    }
    buffer_add_format(out,
                      " Checks against other figures: %zu consistent, %zu undecidable, "
                      "%zu contradicting.",
                      checks.count[VERDICT_CONSISTENT], checks.count[VERDICT_UNDECIDABLE],
                      checks.count[VERDICT_CONTRADICTS]);
    for (size_t i = 0; i < cite->audit->count; i++) {
        const struct audit_finding *finding = &cite->audit->findings[i];
        if (finding->check.result == VERDICT_CONTRADICTS && audit_finding_has(finding, cite->claim))
            add_contradiction(out, cite, finding);
    }
}

static void add_source(struct buffer *out, const struct claim_citation *citation)
{
    const bool is_named = citation->publisher || citation->title || citation->url;

    buffer_add_text(out, "Source: ");
    buffer_add_text(out, citation->publisher ? citation->publisher
                         : is_named          ? "publisher not known"
                                             : citation->source);
    add_part(out, ", \"", citation->title, "\"");
    add_part(out, ", ", citation->published_on ? citation->published_on->text : NULL, "");
    add_part(out, ", ", citation->locator, "");
    add_part(out, ", ", citation->url, "");
    buffer_add_char(out, '\n');
}

void cite_write_text(const struct cite *cite, struct buffer *out)
{
    const struct claim *claim = cite->claim;

    cite_write_sentence(cite, out);
    add_checks(out, cite);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < claim->citation_count; i++)
        add_source(out, &claim->citations[i]);
    buffer_add_format(out, "Record: Entente, /v1/claims/%s, revision %" PRId64 "\n", claim->id,
                      cite->revision);
}
