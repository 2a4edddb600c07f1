/* SPDX-License-Identifier: MIT */
#include "model/status.h"

#include <string.h>

#include "model/words.h"

/* Where a day lies against a date that is perhaps known only in part. */
enum reach { REACH_UNRECORDED, REACH_BEFORE, REACH_WITHIN, REACH_YES };

struct judgement {
    enum status status;
    const char *reason;
};

static bool is_recorded(const struct status_span *span)
{
    return span->start && span->end;
}

static enum reach has_come(const struct status_span *span, const char *day)
{
    if (!is_recorded(span))
        return REACH_UNRECORDED;
    if (strcmp(day, span->start) < 0)
        return REACH_BEFORE;
    return strcmp(day, span->end) < 0 ? REACH_WITHIN : REACH_YES;
}

/* A last day is over only when the next one has come. */
static enum reach has_passed(const struct status_span *span, const char *day)
{
    if (!is_recorded(span))
        return REACH_UNRECORDED;
    if (strcmp(day, span->start) <= 0)
        return REACH_BEFORE;
    return strcmp(day, span->end) <= 0 ? REACH_WITHIN : REACH_YES;
}

/* Not in force on the day: signed, or not even that. */
static struct judgement judge_signing(const struct status_dates *dates, const char *day,
                                      struct judgement if_signed)
{
    switch (has_come(&dates->signed_on, day)) {
    case REACH_UNRECORDED:
        return (struct judgement){STATUS_UNKNOWN, "The day of signing is not recorded."};
    case REACH_BEFORE:
        return (struct judgement){STATUS_UNKNOWN, "It was not yet signed on this day."};
    case REACH_WITHIN:
        return (struct judgement){STATUS_UNKNOWN,
                                  "The date of signing is known only in part, and this day lies "
                                  "within what it may mean."};
    case REACH_YES:
        break;
    }
    return if_signed;
}

static struct judgement judge_without_entry(const struct status_dates *dates, const char *day)
{
    if (!dates->enters_into_force)
        return judge_signing(
            dates, day,
            (struct judgement){STATUS_SIGNED,
                               "It is signed, and texts of its kind do not enter into force."});
    return judge_signing(
        dates, day,
        (struct judgement){STATUS_UNKNOWN,
                           "It is signed, but the day of entry into force is not recorded."});
}

static struct judgement judge_in_force(const struct status_dates *dates, const char *day)
{
    if (has_passed(&dates->in_force_until, day) == REACH_WITHIN)
        return (struct judgement){STATUS_UNKNOWN,
                                  "The last day in force is known only in part, and this day lies "
                                  "within what it may mean."};
    if (!is_recorded(&dates->in_force_until))
        return (struct judgement){STATUS_IN_FORCE, "It has entered into force, and no end of it is "
                                                   "recorded."};
    return (struct judgement){STATUS_IN_FORCE,
                              "It has entered into force, and its last day has not passed."};
}

static struct judgement judge_entry(const struct status_dates *dates, const char *day)
{
    switch (has_come(&dates->in_force_from, day)) {
    case REACH_UNRECORDED:
        return judge_without_entry(dates, day);
    case REACH_BEFORE:
        return judge_signing(
            dates, day,
            (struct judgement){STATUS_SIGNED,
                               "It is signed, and its entry into force is still to come."});
    case REACH_WITHIN:
        return (struct judgement){STATUS_UNKNOWN,
                                  "The date of entry into force is known only in part, and this "
                                  "day lies within what it may mean."};
    case REACH_YES:
        break;
    }
    return judge_in_force(dates, day);
}

static struct judgement judge(const struct status_dates *dates, const char *day)
{
    const enum reach termination = has_come(&dates->terminated_on, day);

    if (termination == REACH_YES)
        return (struct judgement){STATUS_TERMINATED, "It was terminated on or before this day."};
    if (termination == REACH_WITHIN)
        return (struct judgement){STATUS_UNKNOWN,
                                  "The date of termination is known only in part, and this day "
                                  "lies within what it may mean."};
    if (has_passed(&dates->in_force_until, day) == REACH_YES)
        return (struct judgement){STATUS_EXPIRED, "Its last day in force has passed."};
    return judge_entry(dates, day);
}

enum status status_on(const struct status_dates *dates, const char *day)
{
    return judge(dates, day).status;
}

const char *status_reason(const struct status_dates *dates, const char *day)
{
    return judge(dates, day).reason;
}

const char *status_in_force(const struct status_dates *dates, const char *day)
{
    switch (status_on(dates, day)) {
    case STATUS_IN_FORCE:
        return "yes";
    case STATUS_SIGNED:
    case STATUS_EXPIRED:
    case STATUS_TERMINATED:
        return "no";
    case STATUS_UNKNOWN:
        break;
    }
    if (!dates->enters_into_force || has_come(&dates->in_force_from, day) == REACH_BEFORE)
        return "no";
    if (!is_recorded(&dates->in_force_from) && has_come(&dates->signed_on, day) == REACH_BEFORE)
        return "no";
    return "unknown";
}

/* words_status has the enum's order. */
const char *status_word(enum status status)
{
    return words_status[status];
}

bool status_kind_enters_into_force(const char *kind)
{
    static const char *const only_signed[] = {"declaration", "joint_statement", "deal_package",
                                              NULL};

    return !words_have(only_signed, kind);
}
