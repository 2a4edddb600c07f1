/* SPDX-License-Identifier: MIT */
/* figure: one answer where several sources give a figure, and the rule that chose it
 * (docs/decisions/figures-that-disagree.md). */
#ifndef ENTENTE_MODEL_FIGURE_H
#define ENTENTE_MODEL_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/claim.h"

/* figure_rule_sentence() says each in one sentence. */
enum figure_rule {
    FIGURE_OFFICIAL, /* the default */
    FIGURE_LATEST,
    FIGURE_STATISTICS,
    FIGURE_REPORTER,
    FIGURE_PARTNER,
    FIGURE_PRECISE,
    FIGURE_MIN,
    FIGURE_MAX,
    FIGURE_ALL,
    FIGURE_RULE_COUNT
};

/* Who stands behind a figure, from the most official on. */
enum figure_voice {
    FIGURE_OF_STATISTICS_OFFICE, /* repeats the statistics of an office that makes them */
    FIGURE_OF_GOVERNMENT,        /* repeats another office of state */
    FIGURE_OF_MINISTER,          /* said by somebody in an office of state */
    FIGURE_OF_INSTITUTION,       /* repeats an institution that is no office of state */
    FIGURE_OF_SPEAKER,           /* said by somebody else who is named */
    FIGURE_OF_PRESS,             /* nobody is named but the document */
};

/* A figure from statistics that were imported, beside the claims. */
struct figure_statistic {
    const char *pair; /* KAZ-TJK */
    const char *a;    /* code of the first country of the pair */
    const char *b;
    const char *period;  /* 2012 */
    const char *series;  /* slug */
    const char *dataset; /* slugs, commas between them */
    const char *basis;   /* reported or reconciled */
    const char *unit;    /* of the series: USD, USD_2010 … */
    const char *from;    /* exporter; NULL: both ways together (turnover) */
    const char *to;
    const char *reporter; /* whose report it is; NULL: nobody's, it was reconciled */
    const char *flow;     /* exports, imports or turnover */
    bool has_value;       /* false: not reported, which is not zero */
    double value;
};

/* What is known of one figure: the claims of one subject, metric and period; or none, where there
 * are statistics alone. */
struct figure {
    const struct claim *const *claims; /* the most official first */
    size_t claim_count;
    const struct figure_statistic *const *statistics;
    size_t statistic_count;
};

/* The answer: one of the claims or one of the statistics; or neither. */
struct figure_answer {
    const struct claim *claim;
    const struct figure_statistic *statistic;
    const char *reason; /* why there is no answer, in a sentence; static; NULL where there is one */
};

/** How far the claims with a number lie apart. */
struct figure_spread {
    bool is_known;          /* there are two or more */
    double absolute;        /* from the least to the largest value */
    double relative;        /* of the larger magnitude of these two */
    struct interval likely; /* from the least to the largest likely value of all */
    struct interval possible;
};

/* NULL-ended. */
extern const char *const words_figure_rule[];
extern const char *const words_figure_unit[]; /* of claims and of series */
extern const char *const words_figure_voice[];

/** The rule that @word is; FIGURE_OFFICIAL when it is none. */
enum figure_rule figure_rule_find(const char *word);
const char *figure_rule_sentence(enum figure_rule rule);

enum figure_voice figure_voice_of(const struct claim *claim);
const char *figure_voice_word(enum figure_voice voice);

/** Orders two claims of one figure: the more official first, then the later, then the one that is
 * no inference, then the narrower, then by id. For qsort() of pointers to claims. */
int figure_compare(const void *a, const void *b);

/** The country whose offices report the flow (its exporter for exports, its importer for imports,
 * the first of the pair for both ways), and the other one. NULL where the figure has none. */
const char *figure_reporter(const struct claim *claim);
const char *figure_partner(const struct claim *claim);

struct figure_answer figure_resolve(const struct figure *figure, enum figure_rule rule);

struct figure_spread figure_spread_of(const struct figure *figure);

#endif
