/* SPDX-License-Identifier: MIT */
/* promise: what became of a target: who stated it before, what it began from, whether it was met
 * (docs/decisions/targets.md). */
#ifndef ENTENTE_MODEL_PROMISE_H
#define ENTENTE_MODEL_PROMISE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/claim.h"

struct arena;

enum promise_status {
    PROMISE_MET,
    PROMISE_MISSED,
    PROMISE_RESTATED,
    PROMISE_OPEN,
    PROMISE_STATUS_COUNT
};

/* What a statement changed in the one before it. */
enum promise_change {
    PROMISE_CHANGE_SAME,
    PROMISE_CHANGE_RAISED, /* of an amount */
    PROMISE_CHANGE_LOWERED,
    PROMISE_CHANGE_EARLIER, /* of a deadline */
    PROMISE_CHANGE_LATER,
    PROMISE_CHANGE_ADDED,
    PROMISE_CHANGE_LEFT_OUT, /* nothing is said of it, which takes nothing back */
    PROMISE_CHANGE_COUNT
};

/* Percent, or why there is none. */
struct promise_percent {
    struct bounds bounds;
    const char *reason; /* a sentence; static; NULL: bounds is set */
};

/* One statement of a target. Claims are borrowed from those that it was made of. */
struct promise {
    const struct claim *claim;
    const struct claim *const *statements; /* of the same target, this one too: by the last day on
                                              which they may have been made, those without a day
                                              behind them */
    size_t statement_count;
    const struct claim *first; /* NULL: of no statement the day is known */
    bool is_day_known;         /* of this one */
    bool is_first;             /* none was certainly made before it */

    const struct claim *before; /* the last one, of any amount, that was certainly made before it;
                                   NULL: none; then the changes mean nothing */
    enum promise_change amount_change;
    enum promise_change deadline_change;

    const struct claim *baseline; /* NULL: see the reason */
    const char *baseline_reason;
    const struct claim *now;
    const char *now_reason;

    struct promise_percent progress; /* of the amount */
    struct promise_percent way;      /* of the way from the baseline to the amount */
    struct promise_percent growth;   /* a year, from now's period to the deadline */
    bool has_deadline;
    double growth_years; /* from the end of now's period to the deadline, where growth is known */
    double years_left;   /* from the day to the deadline, where there is one; negative: passed */

    bool has_status; /* false: see the reason */
    enum promise_status status;
    const char *status_reason;       /* a sentence; static */
    const struct claim *met_by;      /* the figure that reached it; NULL: none */
    const struct claim *restated_by; /* the statement that replaced it; NULL: none */
};

/* NULL-ended. */
extern const char *const words_promise_status[];
extern const char *const words_promise_amount[];
extern const char *const words_promise_deadline[];

const char *promise_change_word(enum promise_change change);

/** Whether @claim states a target with an amount. */
bool promise_is_stated(const struct claim *claim);

/** Whether a smaller figure is what the target wants: it was stated as at most, or under. */
bool promise_is_ceiling(const struct claim *target);

/**
 * Finds out what became of a target.
 *
 * @claims  all that may say something about it; borrowed for as long as @ret is used
 * @target  one of them, for which promise_is_stated()
 * @day     YYYY-MM-DD: statements and figures that were certainly made later and years that end on
 * it or later do not count; for the baseline, the day that the target was stated
 * @ret     its array new from @arena
 *
 * Return: false: no memory; @ret is untouched.
 */
bool promise_make(const struct claims *claims, const struct claim *target, const char *day,
                  struct arena *arena, struct promise *ret);

#endif
