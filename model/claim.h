/* SPDX-License-Identifier: MIT */
/* claim: one figure as one source gives it, ready to be compared and calculated with. */
#ifndef ENTENTE_MODEL_CLAIM_H
#define ENTENTE_MODEL_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/bounds.h"
#include "model/date.h"
#include "model/period.h"
#include "model/quantity.h"

/* Where a figure was taken from. Texts are NULL where they are not known. */
struct claim_citation {
    const char *source; /* its slug */
    const char *locator;
    const char *title;
    const char *publisher;
    const struct date *published_on; /* NULL: not known */
    const char *url;
    const char *language;
};

/* The office whose statistics a claim repeats. */
struct claim_authority {
    const char *id; /* slug of the institution */
    const char *name;
    const char *kind;    /* one of words_institution_kind */
    const char *country; /* code; NULL: none */
};

/*
 * The members have the meaning of the fields of that name in model/resources/claims.c. A text, date
 * or period that is not known is NULL. Everything is borrowed from whoever read the claims.
 */
struct claim {
    const char *id;
    const char *subject; /* one of words_subject */
    const char *pair;    /* KAZ-TJK */
    const char *a;       /* code of the first country of the pair */
    const char *b;
    const char *from;
    const char *to;
    const char *a_name;
    const char *b_name;
    const char *country;
    const char *event; /* the subject, or the event at which the subject was signed */
    const char *agreement;
    const char *agreement_kind;
    const char *agreement_part_of; /* the agreement that the subject is a part of */
    const char *metric;            /* one of words_metric */
    const char *of;
    const char *whole;
    const char *scope;
    const char *commodity;
    const char *sector;
    const struct period *period;
    const struct period *base_period;
    const struct date *deadline;
    bool has_quantity; /* false: a text alone; then quantity and bounds are all zero */
    struct quantity quantity;
    struct bounds bounds;
    const char *unit;
    int64_t count; /* of the items that the figure covers; 0: not stated */
    const char *text;
    struct claim_authority authority; /* id NULL: not known */
    const char *said_by;
    const char *said_as;
    const struct date *said_on;
    bool is_derived;
    const char *inference;
    const char *printed;
    const char *reading;
    const char *reading_reason;
    const char *note;
    const struct claim_citation *citations;
    size_t citation_count;
};

/* Ordered by id. */
struct claims {
    struct claim *items;
    size_t count;
};

/** Whether two texts say the same; two that are not known do. */
bool claim_text_is(const char *a, const char *b);

/** Orders claims so that those of one figure stand together: by subject, metric, what it is of,
 * scope, goods, sector and unit, then by both periods. 0: figures of one thing, of which only
 * sources and values may differ. What is not known comes first. */
int claim_compare_figure(const struct claim *a, const struct claim *b);

/** The same, the periods aside. */
int claim_compare_subject(const struct claim *a, const struct claim *b);

/** The last day on which it may have been said: said_on, else the day the first source with one was
 * published; NULL: not known. */
const struct date *claim_date(const struct claim *claim);

/* The days on which a claim may have been said; NULL: not known. */
struct claim_days {
    const char *first; /* YYYY-MM-DD */
    const char *last;
};

/** The days of claim_date(), none of them later than a document that prints it: what was said in
 * May and stood in a document of 4 May was said by then. */
struct claim_days claim_days(const struct claim *claim);

/** Orders by the last of claim_days(): less than 0 when @a is older; one without a date is the
 * oldest. */
int claim_compare_age(const struct claim *a, const struct claim *b);

/** Orders periods by start, then end; one that is not known comes first. */
int claim_compare_periods(const struct period *a, const struct period *b);

/** Whether it is an amount that adds up, with a number: turnover, exports, imports. */
bool claim_is_level(const struct claim *claim);

/** Whether one document is cited by both. */
bool claim_shares_source(const struct claim *a, const struct claim *b);

#endif
