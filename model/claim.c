/* SPDX-License-Identifier: MIT */
#include "model/claim.h"

#include <string.h>

bool claim_text_is(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int compare_texts(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

int claim_compare_periods(const struct period *a, const struct period *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    const int64_t left = period_key(a);
    const int64_t right = period_key(b);
    return (left > right) - (left < right);
}

/* An event is a subject only where no agreement is. */
static const char *event_of(const struct claim *claim)
{
    return claim->agreement ? NULL : claim->event;
}

int claim_compare_subject(const struct claim *a, const struct claim *b)
{
    const char *const texts[][2] = {
        {a->pair, b->pair},
        {a->subject, b->subject},
        {a->from, b->from},
        {a->to, b->to},
        {a->country, b->country},
        {a->agreement, b->agreement},
        {event_of(a), event_of(b)},
        {a->metric, b->metric},
        {a->of, b->of},
        {a->whole, b->whole},
        {a->scope, b->scope},
        {a->sector, b->sector},
        {a->commodity, b->commodity},
        {a->unit, b->unit},
    };
    int order = 0;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && order == 0; i++)
        order = compare_texts(texts[i][0], texts[i][1]);
    return order ? order : (a->count > b->count) - (a->count < b->count);
}

int claim_compare_figure(const struct claim *a, const struct claim *b)
{
    int order = claim_compare_subject(a, b);

    if (order == 0)
        order = claim_compare_periods(a->period, b->period);
    return order ? order : claim_compare_periods(a->base_period, b->base_period);
}

const struct date *claim_date(const struct claim *claim)
{
    if (claim->said_on)
        return claim->said_on;
    for (size_t i = 0; i < claim->citation_count; i++) {
        if (claim->citations[i].published_on)
            return claim->citations[i].published_on;
    }
    return NULL;
}

struct claim_days claim_days(const struct claim *claim)
{
    const struct date *date = claim_date(claim);
    struct claim_days days = {0};

    if (!date)
        return days;
    days = (struct claim_days){date->start, date->end};
    for (size_t i = 0; i < claim->citation_count; i++) {
        const struct date *published = claim->citations[i].published_on;
        if (published && strcmp(published->end, days.last) < 0 &&
            strcmp(published->end, days.first) >= 0)
            days.last = published->end;
    }
    return days;
}

int claim_compare_age(const struct claim *a, const struct claim *b)
{
    const char *left = claim_days(a).last;
    const char *right = claim_days(b).last;

    if (!left || !right)
        return (left != NULL) - (right != NULL);
    return strcmp(left, right);
}

bool claim_shares_source(const struct claim *a, const struct claim *b)
{
    for (size_t i = 0; i < a->citation_count; i++) {
        for (size_t j = 0; j < b->citation_count; j++) {
            if (strcmp(a->citations[i].source, b->citations[j].source) == 0)
                return true;
        }
    }
    return false;
}

bool claim_is_level(const struct claim *claim)
{
    static const char *const levels[] = {"turnover", "exports", "imports", NULL};

    for (const char *const *level = levels; claim->has_quantity && *level; level++) {
        if (strcmp(claim->metric, *level) == 0)
            return true;
    }
    return false;
}
