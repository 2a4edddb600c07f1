/* SPDX-License-Identifier: MIT */
/* timeline: what happened, or is to happen, between two countries, as dated entries. */
#ifndef ENTENTE_MODEL_TIMELINE_H
#define ENTENTE_MODEL_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct claim;
struct claims;
struct date;

/* In order of words_timeline_kind. */
enum timeline_kind {
    TIMELINE_EVENT,
    TIMELINE_EVENT_END, /* where an event ends on another day than it begins */
    TIMELINE_SIGNING,
    TIMELINE_ENTRY_INTO_FORCE,
    TIMELINE_EXPIRY,
    TIMELINE_TERMINATION,
    TIMELINE_TARGET,   /* when a target was stated */
    TIMELINE_DEADLINE, /* when it is to be reached */
    TIMELINE_FIGURE,   /* at the end of the period that it is for */
    TIMELINE_KIND_COUNT
};

extern const char *const words_timeline_kind[];

/* Dates that are not known are NULL. */
struct timeline_dates {
    const struct date *signed_on;
    const struct date *in_force_from;
    const struct date *in_force_until;
};

/* A party of an agreement that is one of the two countries, or an institution of one. */
struct timeline_party {
    const char *id; /* code or slug */
    const char *name;
    struct timeline_dates dates;
};

/* An agreement or event, borrowed from whoever read it. */
struct timeline_record {
    const char *kind; /* agreement or event */
    const char *id;
    const char *title;
    const struct date *starts_on; /* of events */
    const struct date *ends_on;
    struct timeline_dates dates; /* of agreements */
    const struct date *terminated_on;
    const struct timeline_party *parties;
    size_t party_count;
    const char *source; /* slug; NULL: none */
    const char *locator;
};

struct timeline_records {
    struct timeline_record *items;
    size_t count;
};

struct timeline_entry {
    enum timeline_kind kind;
    const char *id;          /* the same as long as the record has it */
    const char *title;       /* one sentence */
    const struct date *date; /* NULL: not known */
    const char *reason;      /* why there is none, or which day stands for it; NULL: neither */
    const char *record_kind; /* agreement, event or claim */
    const char *record;
    const struct timeline_party *party; /* whose own date it is; NULL: the record's */
    const struct claim *claim;          /* of targets, deadlines and figures; else NULL */
    const char *source;
    const char *locator;
};

struct timeline {
    struct timeline_entry *entries; /* in no order */
    size_t count;
};

/**
 * Makes the entries of a pair: of every record; of every claim of a target, and of the one claim
 * that answers (FIGURE_OFFICIAL) for each turnover, export, import and growth of a period.
 *
 * @records, @claims  borrowed for as long as @ret is used
 * @pair              claims of other pairs are left out
 * @ret               new from @arena
 *
 * Return: false: no memory; @ret is untouched.
 */
bool timeline_make(const struct timeline_records *records, const struct claims *claims,
                   const char *pair, struct arena *arena, struct timeline *ret);

#endif
