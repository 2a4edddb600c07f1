/* SPDX-License-Identifier: MIT */
#include "model/figure.h"

#include <math.h>
#include <string.h>

#include "model/office.h"

const char *const words_figure_rule[] = {
    [FIGURE_OFFICIAL] = "official",
    [FIGURE_LATEST] = "latest",
    [FIGURE_STATISTICS] = "statistics",
    [FIGURE_REPORTER] = "reporter",
    [FIGURE_PARTNER] = "partner",
    [FIGURE_PRECISE] = "precise",
    [FIGURE_MIN] = "min",
    [FIGURE_MAX] = "max",
    [FIGURE_ALL] = "all",
    [FIGURE_RULE_COUNT] = NULL,
};

static const char *const sentences[] = {
    [FIGURE_OFFICIAL] = "A statistics office comes before another office of state, that before a "
                        "minister, an institution, "
                        "another speaker and a text that names nobody; among equals the latest.",
    [FIGURE_LATEST] = "The figure that was said or published last.",
    [FIGURE_STATISTICS] = "The figure of the imported statistics: what the exporter's side "
                          "reports, else the importer's.",
    [FIGURE_REPORTER] =
        "The figure of the side that reports the flow: the exporter of exports, the importer of "
        "imports, the first country of the pair for both ways together.",
    [FIGURE_PARTNER] = "The figure of the other side of the flow.",
    [FIGURE_PRECISE] = "The figure that leaves the least room for where it likely lies.",
    [FIGURE_MIN] = "The least figure.",
    [FIGURE_MAX] = "The largest figure.",
    [FIGURE_ALL] = "No figure is chosen; low and high span all of them.",
};

const char *const words_figure_unit[] = {"USD",   "USD_2010", "percent", "rank",
                                         "deals", "people",   "items",   NULL};

const char *const words_figure_voice[] = {
    [FIGURE_OF_STATISTICS_OFFICE] = "statistics_office",
    [FIGURE_OF_GOVERNMENT] = "government",
    [FIGURE_OF_MINISTER] = "minister",
    [FIGURE_OF_INSTITUTION] = "institution",
    [FIGURE_OF_SPEAKER] = "speaker",
    [FIGURE_OF_PRESS] = "press",
    [FIGURE_OF_PRESS + 1] = NULL,
};

enum figure_rule figure_rule_find(const char *word)
{
    for (int rule = 0; word && rule < FIGURE_RULE_COUNT; rule++) {
        if (strcmp(words_figure_rule[rule], word) == 0)
            return (enum figure_rule)rule;
    }
    return FIGURE_OFFICIAL;
}

const char *figure_rule_sentence(enum figure_rule rule)
{
    return sentences[rule];
}

const char *figure_voice_word(enum figure_voice voice)
{
    return words_figure_voice[voice];
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

enum figure_voice figure_voice_of(const struct claim *claim)
{
    static const char *const state[] = {"government", "ministry", "agency", NULL};

    if (claim->authority.id && claim_text_is(claim->authority.kind, "statistics_office"))
        return FIGURE_OF_STATISTICS_OFFICE;
    if (claim->authority.id && claim->authority.kind && is_one_of(claim->authority.kind, state))
        return FIGURE_OF_GOVERNMENT;
    if (claim->said_by && office_is_of_state(claim->said_as))
        return FIGURE_OF_MINISTER;
    if (claim->authority.id)
        return FIGURE_OF_INSTITUTION;
    return claim->said_by ? FIGURE_OF_SPEAKER : FIGURE_OF_PRESS;
}

static double width_of(const struct claim *claim)
{
    return claim->has_quantity ? interval_width(claim->bounds.likely) : INFINITY;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

int figure_compare(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    int order = (int)figure_voice_of(left) - (int)figure_voice_of(right);

    if (order == 0)
        order = claim_compare_age(right, left);
    if (order == 0)
        order = (int)left->is_derived - (int)right->is_derived;
    if (order == 0)
        order = compare_numbers(width_of(left), width_of(right));
    return order ? order : strcmp(left->id, right->id);
}

/* exports, imports …: of a growth or share those of the flow that it is about. */
static const char *flow_of(const struct claim *claim)
{
    return claim->of ? claim->of : claim->metric;
}

const char *figure_reporter(const struct claim *claim)
{
    if (!claim->from || !claim->to)
        return claim->a;
    return strcmp(flow_of(claim), "imports") == 0 ? claim->to : claim->from;
}

const char *figure_partner(const struct claim *claim)
{
    if (!claim->from || !claim->to)
        return claim->b;
    return strcmp(flow_of(claim), "imports") == 0 ? claim->from : claim->to;
}

/* ---- rules: whether @a is to be preferred to @b ---- */

static bool is_later(const struct claim *a, const struct claim *b)
{
    return claim_compare_age(a, b) > 0;
}

static bool is_narrower(const struct claim *a, const struct claim *b)
{
    return width_of(a) < width_of(b);
}

static bool is_less(const struct claim *a, const struct claim *b)
{
    return a->quantity.value < b->quantity.value;
}

static bool is_more(const struct claim *a, const struct claim *b)
{
    return a->quantity.value > b->quantity.value;
}

static bool is_never(const struct claim *a, const struct claim *b)
{
    (void)a;
    (void)b;
    return false;
}

/* The first of those that no other is preferred to: they come in order, the most official first. */
static const struct claim *find_best(const struct figure *figure,
                                     bool (*is_better)(const struct claim *, const struct claim *))
{
    const struct claim *best = NULL;

    for (size_t i = 0; i < figure->claim_count; i++) {
        const struct claim *claim = figure->claims[i];
        if (claim->has_quantity && (!best || is_better(claim, best)))
            best = claim;
    }
    return best;
}

static const struct claim *find_of_side(const struct figure *figure,
                                        const char *(*find_side)(const struct claim *))
{
    for (size_t i = 0; i < figure->claim_count; i++) {
        const struct claim *claim = figure->claims[i];
        const char *side = find_side(claim);
        if (side && claim->has_quantity && claim_text_is(claim->authority.country, side))
            return claim;
    }
    return NULL;
}

/* ---- statistics ---- */

/* Whether a statistic counts in the unit of the claims, and is somebody's report. */
static bool is_usable(const struct figure *figure, const struct figure_statistic *statistic)
{
    const char *unit = figure->claim_count ? figure->claims[0]->unit : figure->statistics[0]->unit;

    return statistic->has_value && claim_text_is(statistic->unit, unit);
}

/* Reported figures before reconciled ones; the exporter's come first in the list. */
static const struct figure_statistic *find_statistic(const struct figure *figure,
                                                     const char *reporter)
{
    const struct figure_statistic *best = NULL;

    for (size_t i = 0; i < figure->statistic_count; i++) {
        const struct figure_statistic *statistic = figure->statistics[i];
        const bool is_asked = !reporter || claim_text_is(statistic->reporter, reporter);
        if (!is_asked || !is_usable(figure, statistic))
            continue;
        if (!best || (!best->reporter && statistic->reporter))
            best = statistic;
    }
    return best;
}

/* The sides of a figure without claims are those of its statistics. */
static const char *side_of(const struct figure *figure,
                           const char *(*find_side)(const struct claim *), bool is_reporter)
{
    if (figure->claim_count)
        return find_side(figure->claims[0]);
    if (figure->statistic_count == 0)
        return NULL;
    const struct figure_statistic *first = figure->statistics[0];
    if (is_reporter)
        return first->from ? first->from : first->a;
    return first->to ? first->to : first->b;
}

static struct figure_answer answer_side(const struct figure *figure,
                                        const char *(*find_side)(const struct claim *),
                                        bool is_reporter)
{
    const char *side = side_of(figure, find_side, is_reporter);
    struct figure_answer answer = {.claim = find_of_side(figure, find_side)};

    if (!answer.claim && side)
        answer.statistic = find_statistic(figure, side);
    if (!answer.claim && !answer.statistic)
        answer.reason = is_reporter ? "No figure of an office of the reporting side is recorded."
                                    : "No figure of an office of the other side is recorded.";
    return answer;
}

static struct figure_answer answer_statistics(const struct figure *figure)
{
    struct figure_answer answer = {.statistic = find_statistic(figure, NULL)};

    if (!answer.statistic)
        answer.reason = figure->statistic_count
                            ? "The imported statistics for it were not reported, or count in "
                              "another unit."
                            : "No imported statistics have it.";
    return answer;
}

/* Where nobody claims anything, statistics answer. */
static struct figure_answer answer_claims(const struct figure *figure,
                                          bool (*is_better)(const struct claim *,
                                                            const struct claim *))
{
    struct figure_answer answer = {.claim = find_best(figure, is_better)};

    if (answer.claim)
        return answer;
    if (figure->claim_count == 0)
        return answer_statistics(figure);
    answer.reason = "No source gives a number.";
    return answer;
}

struct figure_answer figure_resolve(const struct figure *figure, enum figure_rule rule)
{
    switch (rule) {
    case FIGURE_STATISTICS:
        return answer_statistics(figure);
    case FIGURE_REPORTER:
        return answer_side(figure, figure_reporter, true);
    case FIGURE_PARTNER:
        return answer_side(figure, figure_partner, false);
    case FIGURE_LATEST:
        return answer_claims(figure, is_later);
    case FIGURE_PRECISE:
        return answer_claims(figure, is_narrower);
    case FIGURE_MIN:
        return answer_claims(figure, is_less);
    case FIGURE_MAX:
        return answer_claims(figure, is_more);
    case FIGURE_ALL:
        return (struct figure_answer){.reason = "All figures were asked for, so none is chosen."};
    case FIGURE_OFFICIAL:
    case FIGURE_RULE_COUNT:
        break;
    }
    return answer_claims(figure, is_never);
}

/* ---- spread ---- */

static void widen(struct interval *interval, struct interval by, bool is_first)
{
    interval->low = is_first ? by.low : fmin(interval->low, by.low);
    interval->high = is_first ? by.high : fmax(interval->high, by.high);
}

struct figure_spread figure_spread_of(const struct figure *figure)
{
    struct figure_spread spread = {0};
    struct interval values = {0, 0};
    size_t count = 0;

    for (size_t i = 0; i < figure->claim_count; i++) {
        const struct claim *claim = figure->claims[i];
        if (!claim->has_quantity)
            continue;
        widen(&values, interval_point(claim->quantity.value), count == 0);
        widen(&spread.likely, claim->bounds.likely, count == 0);
        widen(&spread.possible, claim->bounds.possible, count == 0);
        count++;
    }
    const double larger = fmax(fabs(values.low), fabs(values.high));
    spread.is_known = count > 1;
    spread.absolute = values.high - values.low;
    spread.relative = larger > 0 ? spread.absolute / larger : 0;
    return spread;
}
