/* SPDX-License-Identifier: MIT */
#include "model/promise_years.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/figure.h"

static bool is_whole_year(const struct claim *claim, const char *day)
{
    return claim->has_quantity && claim->period && claim->period->frequency == 'A' &&
           strcmp(claim->period->end, day) < 0;
}

/* The first day on which it may have been said, else that of the oldest document; NULL: not known.
 */
static const char *first_day(const struct claim *claim)
{
    const char *first = claim->said_on ? claim->said_on->start : NULL;

    for (size_t i = 0; !claim->said_on && i < claim->citation_count; i++) {
        const struct date *published = claim->citations[i].published_on;
        if (published && (!first || strcmp(published->start, first) < 0))
            first = published->start;
    }
    return first;
}

/* Of a claim without a day: since its period was over, which is_whole_year() asks for. */
static bool is_known(const struct claim *claim, const char *day)
{
    const char *first = first_day(claim);

    return strcmp(first ? first : claim->period->end, day) <= 0;
}

/* What a figure about the target's matter has besides its period. */
static struct claim make_likeness(const struct claim *target)
{
    struct claim likeness = *target;

    likeness.metric = target->of;
    likeness.of = NULL;
    return likeness;
}

static int compare(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const int order = strcmp(left->period->start, right->period->start);

    return order ? order : figure_compare(a, b);
}

static size_t count_same(const struct claim *const *sorted, size_t count)
{
    size_t same = 1;

    while (same < count && strcmp(sorted[0]->period->text, sorted[same]->period->text) == 0)
        same++;
    return same;
}

/* Leaves the answer of each year, where there is one. */
static size_t keep_best(const struct claim **sorted, size_t count)
{
    size_t kept = 0;
    size_t same;

    for (size_t i = 0; i < count; i += same) {
        same = count_same(sorted + i, count - i);
        const struct figure figure = {.claims = sorted + i, .claim_count = same};
        const struct figure_answer answer = figure_resolve(&figure, FIGURE_OFFICIAL);
        if (answer.claim)
            sorted[kept++] = answer.claim;
    }
    return kept;
}

bool promise_years_find(const struct claims *claims, const struct claim *target, const char *day,
                        const char *known, struct arena *arena, struct promise_years *ret)
{
    const struct claim likeness = make_likeness(target);
    const struct claim **found =
        arena_alloc(arena, (claims->count + 1) * sizeof(const struct claim *));
    size_t count = 0;

    if (!found)
        return false;
    for (size_t i = 0; likeness.metric && i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (is_whole_year(claim, day) && is_known(claim, known) &&
            claim_compare_subject(claim, &likeness) == 0)
            found[count++] = claim;
    }
    qsort(found, count, sizeof(const struct claim *), compare);
    *ret = (struct promise_years){found, keep_best(found, count)};
    return true;
}

const struct claim *promise_years_before(const struct promise_years *years, const char *day)
{
    const struct claim *last = NULL;

    for (size_t i = 0; i < years->count; i++) {
        if (strcmp(years->best[i]->period->end, day) < 0)
            last = years->best[i];
    }
    return last;
}

const struct claim *promise_years_of(const struct promise_years *years, const char *day)
{
    for (size_t i = 0; i < years->count; i++) {
        if (period_has_day(years->best[i]->period, day))
            return years->best[i];
    }
    return NULL;
}
