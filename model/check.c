/* SPDX-License-Identifier: MIT */
#include "model/check.h"

#include <math.h>
#include <string.h>

#include "model/growth.h"
#include "model/scale.h"
#include "model/share.h"

/* How a rule holds left against right, and what it calls their distance. */
struct comparison {
    enum verdict (*compare)(struct bounds left, struct bounds right);
    struct gap (*measure)(struct interval left, struct interval right);
};

static const struct comparison same = {bounds_compare, interval_gap};
static const struct comparison at_most = {bounds_compare_at_most, interval_excess};

/* What a rule made of two operands. */
struct derived {
    bool is_known; /* both operands are */
    bool has_value;
    struct bounds value;
};

/* The table of enum relation, and what a check gives as its reason. */
static const struct {
    bool is_comparable; /* false: always undecidable */
    bool may_contradict;
    enum check_reason if_consistent;
    enum check_reason if_undecidable;
    enum check_reason if_contradicts;
} stances[] = {
    [RELATION_SAME_AUTHORITY] = {true, true, CHECK_REASON_HOLDS, CHECK_REASON_MAY_HOLD,
                                 CHECK_REASON_BROKEN},
    [RELATION_CITES] = {true, true, CHECK_REASON_HOLDS, CHECK_REASON_MAY_HOLD, CHECK_REASON_BROKEN},
    [RELATION_SAME_EVENT] = {true, true, CHECK_REASON_HOLDS, CHECK_REASON_MAY_HOLD,
                             CHECK_REASON_BROKEN},
    [RELATION_UNKNOWN_AUTHORITY] = {true, false, CHECK_REASON_HOLDS, CHECK_REASON_MAY_HOLD,
                                    CHECK_REASON_UNKNOWN_AUTHORITY},
    [RELATION_TWO_OFFICES] = {true, false, CHECK_REASON_HOLDS, CHECK_REASON_TWO_OFFICES,
                              CHECK_REASON_TWO_OFFICES},
    [RELATION_OTHER_SCOPE] = {false, false, CHECK_REASON_OTHER_SCOPE, CHECK_REASON_OTHER_SCOPE,
                              CHECK_REASON_OTHER_SCOPE},
    [RELATION_OTHER_PERIOD] = {false, false, CHECK_REASON_OTHER_PERIOD, CHECK_REASON_OTHER_PERIOD,
                               CHECK_REASON_OTHER_PERIOD},
    [RELATION_OTHER_SERIES] = {false, false, CHECK_REASON_OTHER_SERIES, CHECK_REASON_OTHER_SERIES,
                               CHECK_REASON_OTHER_SERIES},
    [RELATION_OTHER_BASIS] = {false, false, CHECK_REASON_OTHER_BASIS, CHECK_REASON_OTHER_BASIS,
                              CHECK_REASON_OTHER_BASIS},
};

enum relation relation_weaker(enum relation a, enum relation b)
{
    return a > b ? a : b;
}

/* A check before anything is decided, with the operands that are known. */
static struct check begin(enum check_kind kind, const struct bounds *left,
                          const struct bounds *right)
{
    struct check check = {
        .kind = kind,
        .result = VERDICT_UNDECIDABLE,
        .arithmetic = VERDICT_UNDECIDABLE,
        .reason = CHECK_REASON_MISSING,
        .has_left = left != NULL,
        .has_right = right != NULL,
    };

    if (left)
        check.left = *left;
    if (right)
        check.right = *right;
    return check;
}

static enum check_reason find_reason(enum verdict arithmetic, enum relation relation)
{
    switch (arithmetic) {
    case VERDICT_CONSISTENT:
        return stances[relation].if_consistent;
    case VERDICT_CONTRADICTS:
        return stances[relation].if_contradicts;
    case VERDICT_UNDECIDABLE:
        break;
    }
    return stances[relation].if_undecidable;
}

static void decide(struct check *check, enum verdict arithmetic, enum relation relation)
{
    const bool is_allowed = arithmetic == VERDICT_CONTRADICTS ? stances[relation].may_contradict
                                                              : stances[relation].is_comparable;

    check->arithmetic = arithmetic;
    check->result = is_allowed ? arithmetic : VERDICT_UNDECIDABLE;
    check->reason = find_reason(arithmetic, relation);
}

/* decide() for a rule with a reason of its own, which only what cannot be compared overrules. */
static void decide_because(struct check *check, enum verdict arithmetic, enum check_reason reason,
                           enum relation relation)
{
    decide(check, arithmetic, relation);
    if (stances[relation].is_comparable)
        check->reason = reason;
}

static struct check compare(enum check_kind kind, const struct bounds *left,
                            const struct bounds *right, const struct comparison *comparison,
                            enum relation relation)
{
    struct check check = begin(kind, left, right);

    if (!left || !right)
        return check;
    check.gap = comparison->measure(left->likely, right->likely);
    decide(&check, comparison->compare(*left, *right), relation);
    return check;
}

static struct derived derive(bool (*rule)(struct bounds, struct bounds, struct bounds *),
                             const struct bounds *a, const struct bounds *b)
{
    struct derived derived = {.is_known = a && b};

    derived.has_value = derived.is_known && rule(*a, *b, &derived.value);
    return derived;
}

static const struct bounds *value_of(const struct derived *derived)
{
    return derived->has_value ? &derived->value : NULL;
}

/* Operands that are known but give no result are no missing ones. */
static struct check explain(struct check check, const struct derived *derived)
{
    if (derived->is_known && !derived->has_value)
        check.reason = CHECK_REASON_NO_BOUNDS;
    return check;
}

struct check check_same_figure(const struct bounds *left, const struct bounds *right,
                               enum relation relation)
{
    return compare(CHECK_SAME_FIGURE, left, right, &same, relation);
}

struct check check_mirror(const struct bounds *exporter, const struct bounds *importer,
                          enum relation relation)
{
    return compare(CHECK_MIRROR, exporter, importer, &same, relation);
}

struct check check_sum(const struct bounds *const parts[], size_t count, const struct bounds *whole,
                       enum relation relation)
{
    struct bounds sum = bounds_point(0);

    for (size_t i = 0; i < count; i++) {
        if (!parts[i])
            return begin(CHECK_SUM, NULL, whole);
        sum = bounds_add(sum, *parts[i]);
    }
    return compare(CHECK_SUM, &sum, whole, &same, relation);
}

struct check check_growth(const struct bounds *growth, const struct bounds *level,
                          const struct bounds *base, enum relation relation)
{
    const struct derived computed = derive(growth_of, level, base);

    return explain(compare(CHECK_GROWTH, growth, value_of(&computed), &same, relation), &computed);
}

struct check check_implied_base(const struct bounds *level, const struct bounds *growth,
                                const struct bounds *base, enum relation relation)
{
    const struct derived implied = derive(growth_implied_base, level, growth);

    return explain(compare(CHECK_IMPLIED_BASE, value_of(&implied), base, &same, relation),
                   &implied);
}

struct check check_share(const struct bounds *share, const struct bounds *part,
                         const struct bounds *whole, enum relation relation)
{
    const struct derived computed = derive(share_of, part, whole);

    return explain(compare(CHECK_SHARE, share, value_of(&computed), &same, relation), &computed);
}

struct check check_share_of_sum(const struct bounds *share, const struct bounds *part,
                                const struct bounds *rest, enum relation relation)
{
    const struct derived computed = derive(share_of_sum, part, rest);

    return explain(compare(CHECK_SHARE, share, value_of(&computed), &same, relation), &computed);
}

struct check check_implied_part(const struct bounds *share, const struct bounds *whole,
                                const struct bounds *part, enum relation relation)
{
    const struct bounds implied =
        share && whole ? share_implied_part(*whole, *share) : bounds_point(0);

    return compare(CHECK_SHARE, share && whole ? &implied : NULL, part, &same, relation);
}

struct check check_shares_of_one_whole(const struct check_share_of *a,
                                       const struct check_share_of *b, enum relation relation)
{
    const struct derived left = derive(share_implied_whole, &a->part, &a->share);
    const struct derived right = derive(share_implied_whole, &b->part, &b->share);
    struct check check = compare(CHECK_SHARE, value_of(&left), value_of(&right), &same, relation);

    return explain(explain(check, &left), &right);
}

struct check check_part_of_period(const struct bounds *part, const struct bounds *whole,
                                  enum relation relation)
{
    return compare(CHECK_PART_OF_PERIOD, part, whole, &at_most, relation);
}

struct check check_within_total(const struct bounds *figure, const struct bounds *total,
                                enum relation relation)
{
    return compare(CHECK_WITHIN_TOTAL, figure, total, &at_most, relation);
}

struct check check_deal_package(const struct bounds *named, const struct bounds *announced,
                                enum relation relation)
{
    return compare(CHECK_DEAL_PACKAGE, named, announced, &at_most, relation);
}

/* From the least to the largest; @count is 1 or more. */
static struct interval find_range(const double *figures, size_t count)
{
    struct interval range = interval_point(figures[0]);

    for (size_t i = 1; i < count; i++)
        range = (struct interval){fmin(range.low, figures[i]), fmax(range.high, figures[i])};
    return range;
}

struct check check_scale(double figure, const double *neighbours, size_t count,
                         enum relation relation)
{
    const struct bounds left = bounds_point(figure);

    if (count == 0)
        return begin(CHECK_SCALE, &left, NULL);

    const struct interval range = find_range(neighbours, count);
    struct check check = begin(CHECK_SCALE, &left, &(struct bounds){range, range});
    check.gap = interval_gap(left.likely, range);
    if (!scale_steps_among(figure, neighbours, count, &check.steps))
        check.reason = CHECK_REASON_NO_SCALE;
    else if (check.steps == 0)
        decide_because(&check, VERDICT_CONSISTENT, CHECK_REASON_IN_SCALE, relation);
    else
        decide_because(&check, VERDICT_CONTRADICTS, CHECK_REASON_OUT_OF_SCALE, relation);
    return check;
}

struct check check_direction(const struct check_goods *goods, enum relation relation)
{
    struct check check = begin(CHECK_DIRECTION, NULL, NULL);

    if (!goods || goods->this_way + goods->other_way == 0)
        check.reason = CHECK_REASON_GOODS_UNKNOWN;
    else if (goods->other_way == 0)
        decide_because(&check, VERDICT_CONSISTENT, CHECK_REASON_GOODS_FIT, relation);
    else if (goods->other_way < goods->named)
        decide_because(&check, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_MIXED, relation);
    else
        decide_because(&check, VERDICT_CONTRADICTS, CHECK_REASON_GOODS_OTHER_WAY, relation);
    return check;
}

struct check check_rank(const struct rank_claim *left, const struct rank_claim *right,
                        enum relation relation)
{
    if (left && right && !rank_has_same_scope(left, right))
        relation = relation_weaker(relation, RELATION_OTHER_SCOPE);
    else if (left && right && !rank_has_same_period(left, right))
        relation = relation_weaker(relation, RELATION_OTHER_PERIOD);
    return compare(CHECK_RANK, left ? &left->rank : NULL, right ? &right->rank : NULL, &same,
                   relation);
}

struct check check_rank_share(const struct bounds *share, const struct bounds *rank,
                              size_t partners, enum relation relation)
{
    const struct bounds implied = rank ? rank_implied_share(*rank, partners) : bounds_point(0);

    return compare(CHECK_RANK_SHARE, share, rank ? &implied : NULL, &same, relation);
}

struct check check_rank_among_shares(const struct bounds *rank, const struct bounds *share,
                                     const struct bounds *others, size_t count,
                                     enum relation relation)
{
    const struct bounds implied =
        share ? rank_implied_by_shares(*share, others, count) : bounds_point(0);

    return compare(CHECK_RANK_SHARE, rank, share ? &implied : NULL, &same, relation);
}

/* Whether a rank certainly comes before another: 1 before 2. */
static bool is_ranked_before(const struct check_ranked_share *a, const struct check_ranked_share *b)
{
    return interval_excess(b->rank.possible, a->rank.possible).absolute > 0;
}

struct check check_rank_order(const struct check_ranked_share *a,
                              const struct check_ranked_share *b, enum relation relation)
{
    if (!a || !b)
        return begin(CHECK_RANK_SHARE, a ? &a->share : NULL, b ? &b->share : NULL);
    if (is_ranked_before(a, b))
        return compare(CHECK_RANK_SHARE, &b->share, &a->share, &at_most, relation);
    if (is_ranked_before(b, a))
        return compare(CHECK_RANK_SHARE, &a->share, &b->share, &at_most, relation);

    struct check check = begin(CHECK_RANK_SHARE, &a->share, &b->share);
    check.reason = CHECK_REASON_RANKS_TIE;
    return check;
}

/* Whether no day may be meant by both. */
static bool are_apart(const struct date *a, const struct date *b)
{
    return a && b && (strcmp(a->end, b->start) < 0 || strcmp(b->end, a->start) < 0);
}

struct check check_target(const struct check_target_claim *first,
                          const struct check_target_claim *again, enum relation relation)
{
    struct check check = compare(CHECK_TARGET, first ? &first->amount : NULL,
                                 again ? &again->amount : NULL, &same, relation);

    if (!first || !again || check.arithmetic == VERDICT_UNDECIDABLE)
        return check;
    if (check.arithmetic == VERDICT_CONTRADICTS)
        decide_because(&check, VERDICT_CONTRADICTS, CHECK_REASON_TARGET_CHANGED, relation);
    else if (are_apart(first->deadline, again->deadline))
        decide_because(&check, VERDICT_CONTRADICTS, CHECK_REASON_DEADLINE_CHANGED, relation);
    else
        decide_because(&check, VERDICT_CONSISTENT, CHECK_REASON_TARGET_RESTATED, relation);
    if (check.result == VERDICT_CONTRADICTS && relation != RELATION_SAME_EVENT)
        check.result = VERDICT_UNDECIDABLE;
    return check;
}
