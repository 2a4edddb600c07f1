/* SPDX-License-Identifier: MIT */
/* status: what an agreement is on a given day; derived, never stored (docs/decisions/status.md). */
#ifndef ENTENTE_MODEL_STATUS_H
#define ENTENTE_MODEL_STATUS_H

#include <stdbool.h>

enum status { STATUS_SIGNED, STATUS_IN_FORCE, STATUS_EXPIRED, STATUS_TERMINATED, STATUS_UNKNOWN };

/* The earliest and the latest day a date may mean; both NULL where it is not known. */
struct status_span {
    const char *start;
    const char *end;
};

struct status_dates {
    bool enters_into_force; /* false for texts that only get signed: declarations, deal packages */
    struct status_span signed_on;
    struct status_span in_force_from;
    struct status_span
        in_force_until; /* not known: no end is recorded; DATE_OPEN_DAY: open by its own words */
    struct status_span terminated_on;
};

/** The status on @day (YYYY-MM-DD). Where a partial date leaves it open: STATUS_UNKNOWN. */
enum status status_on(const struct status_dates *dates, const char *day);

/** The word in answers: `in_force` … */
const char *status_word(enum status status);

/** One sentence why status_on() says so: "the day of entry into force is not recorded". Static
 * text. */
const char *status_reason(const struct status_dates *dates, const char *day);

/** Whether it is in force on @day: `yes`, `no`, or `unknown` where the dates leave it open. A text
 * not yet signed on the day is not in force, though its status is unknown. */
const char *status_in_force(const struct status_dates *dates, const char *day);

/** Whether agreements of this kind enter into force at all. */
bool status_kind_enters_into_force(const char *kind);

#endif
