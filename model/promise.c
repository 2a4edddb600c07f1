/* SPDX-License-Identifier: MIT */
#include "model/promise.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/promise_years.h"
#include "model/target.h"

const char *const words_promise_status[] = {
    [PROMISE_MET] = "met",   [PROMISE_MISSED] = "missed",   [PROMISE_RESTATED] = "restated",
    [PROMISE_OPEN] = "open", [PROMISE_STATUS_COUNT] = NULL,
};
const char *const words_promise_amount[] = {"same", "raised", "lowered", NULL};
const char *const words_promise_deadline[] = {"same",  "earlier",  "later",
                                              "added", "left_out", NULL};

static const char *const change_words[] = {
    [PROMISE_CHANGE_SAME] = "same",         [PROMISE_CHANGE_RAISED] = "raised",
    [PROMISE_CHANGE_LOWERED] = "lowered",   [PROMISE_CHANGE_EARLIER] = "earlier",
    [PROMISE_CHANGE_LATER] = "later",       [PROMISE_CHANGE_ADDED] = "added",
    [PROMISE_CHANGE_LEFT_OUT] = "left_out", [PROMISE_CHANGE_COUNT] = NULL,
};

static const char no_day[] = "The day on which it was stated is not known.";
static const char no_deadline[] = "It has no deadline.";
static const char no_year[] =
    "No figure of a whole year before that day is recorded that was known by then.";

/* While it is made. */
struct making {
    const struct claims *claims;
    const struct claim *target;
    const char *day;
    struct claim_days days;
    struct promise_years years;  /* as they are known on the day */
    struct promise_years then;   /* over before it was stated, as they were known when it was */
    const struct date *deadline; /* NULL: none */
};

const char *promise_change_word(enum promise_change change)
{
    return change_words[change];
}

bool promise_is_stated(const struct claim *claim)
{
    return strcmp(claim->metric, "target") == 0 && claim->has_quantity;
}

bool promise_is_ceiling(const struct claim *target)
{
    return target->quantity.qualifier == QUALIFIER_UNDER ||
           target->quantity.qualifier == QUALIFIER_AT_MOST;
}

/* ---- when it was stated ---- */

static bool is_certainly_before(struct claim_days a, struct claim_days b)
{
    return a.last && b.first && strcmp(a.last, b.first) < 0;
}

static int compare_days(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const struct claim_days left_days = claim_days(left);
    const struct claim_days right_days = claim_days(right);
    int order = (left_days.last == NULL) - (right_days.last == NULL);

    if (order == 0 && left_days.last)
        order = strcmp(left_days.last, right_days.last);
    if (order == 0 && left_days.first)
        order = strcmp(left_days.first, right_days.first);
    return order ? order : strcmp(left->id, right->id);
}

/* Whether @claim states a target for the same thing, not certainly after the day that is asked
 * about. */
static bool is_statement(const struct making *making, const struct claim *claim)
{
    const struct claim_days days = claim_days(claim);

    if (claim == making->target)
        return true;
    return promise_is_stated(claim) && claim_compare_subject(claim, making->target) == 0 &&
           (!days.first || strcmp(days.first, making->day) <= 0);
}

static bool is_same_amount(const struct claim *a, const struct claim *b)
{
    return a->quantity.value <= b->quantity.value && a->quantity.value >= b->quantity.value;
}

static bool find_statements(const struct making *making, struct arena *arena, struct promise *ret)
{
    const struct claims *claims = making->claims;
    const struct claim **found =
        arena_alloc(arena, (claims->count + 1) * sizeof(const struct claim *));

    if (!found)
        return false;
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (is_statement(making, claim) && is_same_amount(claim, making->target))
            found[ret->statement_count++] = claim;
    }
    qsort(found, ret->statement_count, sizeof(const struct claim *), compare_days);
    ret->statements = found;
    ret->first = claim_days(found[0]).last ? found[0] : NULL;
    ret->is_day_known = making->days.first != NULL;
    ret->is_first = ret->is_day_known && !is_certainly_before(claim_days(ret->first), making->days);
    return true;
}

/* ---- what it changed, and what changed it ---- */

static const struct date *find_deadline(const struct claim *claim)
{
    const struct date *deadline = claim->deadline;

    return deadline && strcmp(deadline->end, DATE_OPEN_DAY) != 0 ? deadline : NULL;
}

static enum promise_change compare_amounts(const struct claim *before, const struct claim *after)
{
    if (is_same_amount(before, after))
        return PROMISE_CHANGE_SAME;
    return after->quantity.value > before->quantity.value ? PROMISE_CHANGE_RAISED
                                                          : PROMISE_CHANGE_LOWERED;
}

static enum promise_change compare_deadlines(const struct claim *before, const struct claim *after)
{
    const struct date *old = find_deadline(before);
    const struct date *new = find_deadline(after);

    if (!old || !new)
        return old ? PROMISE_CHANGE_LEFT_OUT : new ? PROMISE_CHANGE_ADDED : PROMISE_CHANGE_SAME;
    const int order = strcmp(new->end, old->end);
    if (order == 0)
        return PROMISE_CHANGE_SAME;
    return order < 0 ? PROMISE_CHANGE_EARLIER : PROMISE_CHANGE_LATER;
}

static bool is_changed(const struct claim *before, const struct claim *after)
{
    const enum promise_change deadline = compare_deadlines(before, after);

    return compare_amounts(before, after) != PROMISE_CHANGE_SAME ||
           (deadline != PROMISE_CHANGE_SAME && deadline != PROMISE_CHANGE_LEFT_OUT);
}

static bool is_older(const struct claim *a, const struct claim *b)
{
    return compare_days(&a, &b) < 0;
}

static void find_neighbours(const struct making *making, struct promise *ret)
{
    for (size_t i = 0; i < making->claims->count; i++) {
        const struct claim *claim = &making->claims->items[i];
        if (claim == making->target || !is_statement(making, claim))
            continue;
        const struct claim_days days = claim_days(claim);
        if (is_certainly_before(days, making->days) &&
            (!ret->before || is_older(ret->before, claim)))
            ret->before = claim;
        if (is_certainly_before(making->days, days) && is_changed(making->target, claim) &&
            (!ret->restated_by || is_older(claim, ret->restated_by)))
            ret->restated_by = claim;
    }
    if (!ret->before)
        return;
    ret->amount_change = compare_amounts(ret->before, making->target);
    ret->deadline_change = compare_deadlines(ret->before, making->target);
}

/* ---- how far it has come ---- */

static bool is_reached(const struct claim *target, const struct claim *figure)
{
    return promise_is_ceiling(target) ? figure->bounds.likely.high <= target->bounds.likely.high
                                      : figure->bounds.likely.low >= target->bounds.likely.low;
}

static bool falls_short(const struct claim *target, const struct claim *figure)
{
    return promise_is_ceiling(target) ? figure->bounds.likely.low > target->bounds.likely.high
                                      : figure->bounds.likely.high < target->bounds.likely.low;
}

static bool find_then(struct making *making, struct arena *arena)
{
    const struct claim_days days = making->days;

    return !days.first || promise_years_find(making->claims, making->target, days.first, days.last,
                                             arena, &making->then);
}

static void find_figures(const struct making *making, struct promise *ret)
{
    if (making->days.first)
        ret->baseline = promise_years_before(&making->then, making->days.first);
    if (!ret->baseline)
        ret->baseline_reason = making->days.first ? no_year : no_day;
    ret->now = promise_years_before(&making->years, making->day);
    if (!ret->now)
        ret->now_reason = no_year;
}

static bool is_rank(const struct claim *target)
{
    return claim_text_is(target->unit, "rank");
}

static struct promise_percent find_progress(const struct making *making, const struct promise *made)
{
    struct promise_percent percent = {.reason = made->now_reason};

    if (percent.reason)
        return percent;
    if (is_rank(making->target))
        percent.reason = "A rank is no amount.";
    else if (!target_progress(made->now->bounds, making->target->bounds, &percent.bounds))
        percent.reason = "The target may be zero.";
    return percent;
}

/* A better figure of one year is no way that was gone. */
static bool is_same_year(const struct claim *a, const struct claim *b)
{
    return strcmp(a->period->text, b->period->text) == 0;
}

static struct promise_percent find_way(const struct making *making, const struct promise *made)
{
    struct promise_percent percent = {.bounds = bounds_point(0), .reason = made->baseline_reason};

    if (percent.reason)
        return percent;
    if (is_reached(making->target, made->baseline))
        percent.reason = "It was already reached when it was stated.";
    else if (!is_same_year(made->now, made->baseline) &&
             !target_progress_from(made->now->bounds, made->baseline->bounds,
                                   making->target->bounds, &percent.bounds))
        percent.reason = "What it began from may be what it aims at.";
    return percent;
}

static void find_years(const struct making *making, struct promise *ret)
{
    ret->has_deadline = making->deadline != NULL;
    if (!ret->has_deadline)
        return;
    ret->years_left = target_years(making->day, making->deadline->end);
    if (ret->now)
        ret->growth_years = target_years(ret->now->period->end, making->deadline->end);
}

static struct promise_percent find_growth(const struct making *making, const struct promise *made)
{
    struct promise_percent percent = {0};

    if (!making->deadline)
        percent.reason = no_deadline;
    else if (made->now_reason)
        percent.reason = made->now_reason;
    else if (is_rank(making->target))
        percent.reason = "A rank does not grow.";
    else if (made->years_left < 0)
        percent.reason = "Its deadline has passed.";
    else if (!target_growth_a_year(made->now->bounds, making->target->bounds, made->growth_years,
                                   &percent.bounds))
        percent.reason = "No growth leads from the figure to the target.";
    return percent;
}

/* ---- what became of it ---- */

/* From the last year on that was over when it was stated, whoever gave its figure when. */
static bool is_since(const struct making *making, const struct promise *made,
                     const struct claim *figure)
{
    const struct claim *before = NULL;

    if (!made->is_day_known)
        return figure == made->now;
    if (making->deadline && strcmp(figure->period->end, making->deadline->end) > 0)
        return false;
    before = promise_years_before(&making->years, making->days.first);
    return !before || strcmp(figure->period->start, before->period->start) >= 0;
}

static const struct claim *find_met(const struct making *making, const struct promise *made)
{
    for (size_t i = 0; i < making->years.count; i++) {
        const struct claim *figure = making->years.best[i];
        if (is_since(making, made, figure) && is_reached(making->target, figure))
            return figure;
    }
    return NULL;
}

static const char *find_open_reason(const struct making *making, const struct claim *last)
{
    if (!making->deadline)
        return "It has no deadline, and no year has certainly reached it.";
    if (strcmp(making->deadline->end, making->day) >= 0)
        return "Its deadline is still to come, and no year has certainly reached it.";
    if (!last)
        return "Its deadline has passed, and no figure of the year it lies in is recorded.";
    return "Its deadline has passed, and the figure of the year it lies in does not show whether "
           "it was reached by then.";
}

static void set_status(struct promise *made, enum promise_status status, const char *reason)
{
    made->has_status = true;
    made->status = status;
    made->status_reason = reason;
}

static void find_status(const struct making *making, struct promise *ret)
{
    const bool is_over = making->deadline && strcmp(making->deadline->end, making->day) < 0;
    const struct claim *last =
        is_over ? promise_years_of(&making->years, making->deadline->end) : NULL;

    if (making->days.first && strcmp(making->days.first, making->day) > 0) {
        ret->status_reason = "It was not stated yet on that day.";
        return;
    }
    ret->met_by = find_met(making, ret);
    if (ret->met_by)
        set_status(ret, PROMISE_MET, "The figure of a whole year reaches it.");
    else if (last && falls_short(making->target, last))
        set_status(ret, PROMISE_MISSED,
                   "Its deadline has passed, and the figure of the year it lies in falls short.");
    else if (ret->restated_by)
        set_status(ret, PROMISE_RESTATED, "A later statement gives another amount or deadline.");
    else
        set_status(ret, PROMISE_OPEN, find_open_reason(making, last));
}

bool promise_make(const struct claims *claims, const struct claim *target, const char *day,
                  struct arena *arena, struct promise *ret)
{
    struct promise made = {.claim = target};
    struct making making = {
        .claims = claims,
        .target = target,
        .day = day,
        .days = claim_days(target),
        .deadline = find_deadline(target),
    };

    if (!promise_years_find(claims, target, day, day, arena, &making.years) ||
        !find_then(&making, arena) || !find_statements(&making, arena, &made))
        return false;
    find_neighbours(&making, &made);
    find_figures(&making, &made);
    made.progress = find_progress(&making, &made);
    find_years(&making, &made);
    made.way = find_way(&making, &made);
    made.growth = find_growth(&making, &made);
    find_status(&making, &made);
    *ret = made;
    return true;
}
