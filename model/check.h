/* SPDX-License-Identifier: MIT */
/* check: whether figures can all be true, with the numbers that were compared and the reason. */
#ifndef ENTENTE_MODEL_CHECK_H
#define ENTENTE_MODEL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/bounds.h"
#include "model/date.h"
#include "model/rank.h"

/* check_rule() says each in one sentence. */
enum check_kind {
    CHECK_SAME_FIGURE,
    CHECK_MIRROR,
    CHECK_SUM,
    CHECK_GROWTH,
    CHECK_IMPLIED_BASE,
    CHECK_SHARE,
    CHECK_PART_OF_PERIOD,
    CHECK_WITHIN_TOTAL,
    CHECK_SCALE,
    CHECK_DIRECTION,
    CHECK_RANK,
    CHECK_RANK_SHARE,
    CHECK_TARGET,
    CHECK_DEAL_PACKAGE,
};

/*
 * What the figures of a check have to do with each other, from what binds them most to what binds
 * them least, and what a check may answer then:
 *
 *                          likely meet   only possible meet   not even possible ones meet
 *   same authority         consistent    undecidable          contradicts
 *   cites the authority    consistent    undecidable          contradicts
 *   same event             consistent    undecidable          contradicts
 *   unknown authority      consistent    undecidable          undecidable
 *   two offices            consistent    undecidable          undecidable
 *   other scope … basis    undecidable   undecidable          undecidable
 *
 * Source: docs/decisions/quantities.md; two offices measure one flow differently and may both be
 * right (mirror statistics).
 */
enum relation {
    RELATION_SAME_AUTHORITY,    /* one office, or one speaker, against itself */
    RELATION_CITES,             /* a text against the office that it cites */
    RELATION_SAME_EVENT,        /* two accounts of one event */
    RELATION_UNKNOWN_AUTHORITY, /* whose statistics one of them repeats is not known */
    RELATION_TWO_OFFICES,
    RELATION_OTHER_SCOPE,  /* not stated counts as another */
    RELATION_OTHER_PERIOD, /* not stated counts as another */
    RELATION_OTHER_SERIES,
    RELATION_OTHER_BASIS, /* reported against reconciled */
};

/* check_reason_sentence() says each in one sentence. */
enum check_reason {
    CHECK_REASON_HOLDS,
    CHECK_REASON_MAY_HOLD,
    CHECK_REASON_BROKEN,
    CHECK_REASON_MISSING,
    CHECK_REASON_NO_BOUNDS,
    CHECK_REASON_UNKNOWN_AUTHORITY,
    CHECK_REASON_TWO_OFFICES,
    CHECK_REASON_OTHER_SCOPE,
    CHECK_REASON_OTHER_PERIOD,
    CHECK_REASON_OTHER_SERIES,
    CHECK_REASON_OTHER_BASIS,
    CHECK_REASON_IN_SCALE,
    CHECK_REASON_OUT_OF_SCALE,
    CHECK_REASON_NO_SCALE,
    CHECK_REASON_GOODS_FIT,
    CHECK_REASON_GOODS_MIXED,
    CHECK_REASON_GOODS_OTHER_WAY,
    CHECK_REASON_GOODS_UNKNOWN,
    CHECK_REASON_RANKS_TIE,
    CHECK_REASON_TARGET_RESTATED,
    CHECK_REASON_TARGET_CHANGED,
    CHECK_REASON_DEADLINE_CHANGED,
};

struct check {
    enum check_kind kind;
    enum verdict result;
    enum verdict arithmetic; /* what the numbers alone say, whoever gave them */
    enum check_reason reason;
    bool has_left; /* false: not known, or no number; then @left is all zero */
    bool has_right;
    struct bounds left; /* what was compared; which is which stands at each check */
    struct bounds right;
    struct gap gap; /* between the likely intervals; 0 where they meet, or one is missing */
    int steps;      /* CHECK_SCALE: steps of a thousand out of scale; else 0 */
};

/** The words in answers: `same_figure`, `two_offices`, `out_of_scale` … Static text. */
const char *check_kind_word(enum check_kind kind);
const char *relation_word(enum relation relation);
const char *check_reason_word(enum check_reason reason);

/** One sentence each. Static text. */
const char *check_rule(enum check_kind kind);
const char *check_reason_sentence(enum check_reason reason);

/** The relation of three or more figures: that of the two that are bound least. */
enum relation relation_weaker(enum relation a, enum relation b);

/*
 * Operands are borrowed; one that is NULL is not known: the check is undecidable for that reason,
 * and what could be calculated stands in left or right. Amounts share a unit; growth and shares are
 * in percent. Amounts are never negative: a balance has no part and no growth.
 */

/** Left against right: two figures of one metric and period. */
struct check check_same_figure(const struct bounds *left, const struct bounds *right,
                               enum relation relation);

/** Left: the exporter's figure; right: the importer's figure of the same flow. The gap is the
 * answer; with a relation from RELATION_UNKNOWN_AUTHORITY on it never contradicts. */
struct check check_mirror(const struct bounds *exporter, const struct bounds *importer,
                          enum relation relation);

/** Left: the sum of the parts (exports and imports; periods that adjoin); right: the whole
 * (turnover; the period that they make). @count is 1 or more. */
struct check check_sum(const struct bounds *const parts[], size_t count, const struct bounds *whole,
                       enum relation relation);

/** Left: the growth as stated; right: the growth from base to level. */
struct check check_growth(const struct bounds *growth, const struct bounds *level,
                          const struct bounds *base, enum relation relation);

/** Left: the base that level and growth imply; right: the base as stated. Same numbers as
 * check_growth(), for the answer "which base". */
struct check check_implied_base(const struct bounds *level, const struct bounds *growth,
                                const struct bounds *base, enum relation relation);

/** Left: the share as stated; right: part over whole. */
struct check check_share(const struct bounds *share, const struct bounds *part,
                         const struct bounds *whole, enum relation relation);

/** Left: the share as stated; right: part over part and rest. */
struct check check_share_of_sum(const struct bounds *share, const struct bounds *part,
                                const struct bounds *rest, enum relation relation);

/** Left: the part that share and whole imply; right: the part as stated. Same numbers as
 * check_share(), for the answer "which part". */
struct check check_implied_part(const struct bounds *share, const struct bounds *whole,
                                const struct bounds *part, enum relation relation);

/* A share in percent, and the amount that it is of a whole. */
struct check_share_of {
    struct bounds share;
    struct bounds part;
};

/** Left: the whole that @a implies; right: the whole that @b implies. Shares of one whole. */
struct check check_shares_of_one_whole(const struct check_share_of *a,
                                       const struct check_share_of *b, enum relation relation);

/** Left: a part of a period; right: the whole period. */
struct check check_part_of_period(const struct bounds *part, const struct bounds *whole,
                                  enum relation relation);

/** Left: a figure; right: the total that it is in. */
struct check check_within_total(const struct bounds *figure, const struct bounds *total,
                                enum relation relation);

/** Left: a figure as printed; right: its neighbours, from the least to the largest
 * (model/scale.h). */
struct check check_scale(double figure, const double *neighbours, size_t count,
                         enum relation relation);

/* How many of the goods named with a flow are known to go which way. */
struct check_goods {
    size_t named;     /* in all, one or more for an answer */
    size_t this_way;  /* known to go as the figure says; may go the other way, too */
    size_t other_way; /* known to go the other way only */
};

/** No left and right: goods are no numbers. */
struct check check_direction(const struct check_goods *goods, enum relation relation);

/** Left against right: two ranks of one country. Another scope or period weakens the relation. */
struct check check_rank(const struct rank_claim *left, const struct rank_claim *right,
                        enum relation relation);

/** Left: the share as stated; right: what the rank leaves possible (rank_implied_share()). */
struct check check_rank_share(const struct bounds *share, const struct bounds *rank,
                              size_t partners, enum relation relation);

/** Left: the rank as stated; right: what shares leave possible (rank_implied_by_shares()). */
struct check check_rank_among_shares(const struct bounds *rank, const struct bounds *share,
                                     const struct bounds *others, size_t count,
                                     enum relation relation);

/* A country's rank among partners and its share of the same whole. */
struct check_ranked_share {
    struct bounds rank;
    struct bounds share;
};

/** Left: the share of the one that is ranked lower; right: of the one ranked higher, which has as
 * much or more. */
struct check check_rank_order(const struct check_ranked_share *a,
                              const struct check_ranked_share *b, enum relation relation);

struct check_target_claim {
    struct bounds amount;
    const struct date *deadline; /* NULL: none was named */
};

/** Left: the target as first stated; right: as stated again. Only two accounts of one event
 * (RELATION_SAME_EVENT) can contradict: on another day a target may be changed. */
struct check check_target(const struct check_target_claim *first,
                          const struct check_target_claim *again, enum relation relation);

/** Left: the deals named, in all; right: the package as announced. bounds_subtract(right, left) is
 * what no deal was named for. */
struct check check_deal_package(const struct bounds *named, const struct bounds *announced,
                                enum relation relation);

#endif
