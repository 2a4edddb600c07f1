/* SPDX-License-Identifier: MIT */
#include "model/check.h"

#include <stddef.h>

#include "model/words.h"

/* In order of the enums; a test holds them against what the functions below give. */
const char *const words_check_kind[] = {
    "same_figure", "mirror",         "sum",          "growth",       "implied_base",
    "share",       "part_of_period", "within_total", "scale",        "direction",
    "rank",        "rank_share",     "target",       "deal_package", NULL};
const char *const words_check_reason[] = {
    "holds",           "may_hold",          "broken",      "missing",
    "no_bounds",       "unknown_authority", "two_offices", "other_scope",
    "other_period",    "other_series",      "other_basis", "in_scale",
    "out_of_scale",    "no_scale",          "goods_fit",   "goods_mixed",
    "goods_other_way", "goods_unknown",     "ranks_tie",   "target_restated",
    "target_changed",  "deadline_changed",  NULL};
const char *const words_relation[] = {
    "same_authority", "cites",        "same_event",   "unknown_authority", "two_offices",
    "other_scope",    "other_period", "other_series", "other_basis",       NULL};

static const struct {
    const char *word;
    const char *rule;
} kinds[] = {
    [CHECK_SAME_FIGURE] = {"same_figure",
                           "Two figures for one metric and period are the same number, each read "
                           "as widely as it was worded."},
    [CHECK_MIRROR] = {"mirror",
                      "What one side reports as exports the other reports as imports; two offices "
                      "measure it differently, so the gap is the answer."},
    [CHECK_SUM] = {"sum", "The parts add up to the whole: exports and imports to turnover, "
                          "adjoining periods to the period that they make."},
    [CHECK_GROWTH] = {"growth",
                      "Growth is the level over the level of its base period, less one, in "
                      "percent."},
    [CHECK_IMPLIED_BASE] = {"implied_base",
                            "A level and its growth imply the level of the base period: "
                            "level / (1 + growth / 100)."},
    [CHECK_SHARE] = {"share", "A share is the part over its whole, in percent."},
    [CHECK_PART_OF_PERIOD] = {"part_of_period",
                              "A part of a period has no more than the whole period."},
    [CHECK_WITHIN_TOTAL] = {"within_total", "A figure is no larger than the total that it is in."},
    [CHECK_SCALE] = {"scale", "A figure is of the scale of its neighbours, not some thousand or "
                              "million times as large or as small."},
    [CHECK_DIRECTION] = {"direction",
                         "The goods named with a figure are goods that go in its direction."},
    [CHECK_RANK] = {"rank", "A country has one rank in one scope and period."},
    [CHECK_RANK_SHARE] = {"rank_share",
                          "Of one whole a higher rank has as much as a lower one or more, and "
                          "rank r has at most 100 / r percent."},
    [CHECK_TARGET] = {"target", "A target that is stated again has the same amount and deadline."},
    [CHECK_DEAL_PACKAGE] = {"deal_package",
                            "The deals named under a package are worth no more than the package "
                            "as announced."},
};

static const char *const relations[] = {
    [RELATION_SAME_AUTHORITY] = "same_authority",
    [RELATION_CITES] = "cites",
    [RELATION_SAME_EVENT] = "same_event",
    [RELATION_UNKNOWN_AUTHORITY] = "unknown_authority",
    [RELATION_TWO_OFFICES] = "two_offices",
    [RELATION_OTHER_SCOPE] = "other_scope",
    [RELATION_OTHER_PERIOD] = "other_period",
    [RELATION_OTHER_SERIES] = "other_series",
    [RELATION_OTHER_BASIS] = "other_basis",
};

static const struct {
    const char *word;
    const char *sentence;
} reasons[] = {
    [CHECK_REASON_HOLDS] = {"holds", "The rule holds where the figures probably lie."},
    [CHECK_REASON_MAY_HOLD] = {"may_hold",
                               "The rule holds only where the figures possibly lie, not where they "
                               "probably do."},
    [CHECK_REASON_BROKEN] = {"broken", "The rule holds nowhere that the figures may possibly lie."},
    [CHECK_REASON_MISSING] = {"missing", "A figure that the rule needs is not known."},
    [CHECK_REASON_NO_BOUNDS] = {"no_bounds",
                                "Nothing follows from the figures: what the rule divides by may be "
                                "zero, or a growth takes away all of its base."},
    [CHECK_REASON_UNKNOWN_AUTHORITY] = {"unknown_authority",
                                        "The figures are apart, but whose statistics one of them "
                                        "repeats is not known: they may be those of two offices."},
    [CHECK_REASON_TWO_OFFICES] =
        {"two_offices",
         "The figures do not meet where they probably lie, but they are of two offices, or of the "
         "two sides of a flow, which are measured in different ways."},
    [CHECK_REASON_OTHER_SCOPE] = {"other_scope",
                                  "The figures are of different scopes, or one does not say of "
                                  "which."},
    [CHECK_REASON_OTHER_PERIOD] = {"other_period",
                                   "The figures are of different periods, or one does not say of "
                                   "which."},
    [CHECK_REASON_OTHER_SERIES] = {"other_series",
                                   "The figures are of series that may not be compared."},
    [CHECK_REASON_OTHER_BASIS] = {"other_basis",
                                  "One figure is as it was reported, the other was reconciled."},
    [CHECK_REASON_IN_SCALE] = {"in_scale", "The figure is of the scale of most of its neighbours."},
    [CHECK_REASON_OUT_OF_SCALE] = {"out_of_scale",
                                   "The figure differs from most of its neighbours by a factor "
                                   "near 1,000 or a power of it: a word of scale was dropped or "
                                   "mistaken."},
    [CHECK_REASON_NO_SCALE] = {"no_scale",
                               "No scale has most of the neighbours, so the figure cannot be held "
                               "against them."},
    [CHECK_REASON_GOODS_FIT] = {"goods_fit",
                                "Goods named with the figure are known to go in its direction, and "
                                "none to go only the other way."},
    [CHECK_REASON_GOODS_MIXED] = {"goods_mixed",
                                  "Some of the goods named with the figure are known to go only "
                                  "the other way, but not all."},
    [CHECK_REASON_GOODS_OTHER_WAY] = {"goods_other_way", "All goods named with the figure are "
                                                         "known to go only the other way."},
    [CHECK_REASON_GOODS_UNKNOWN] = {"goods_unknown",
                                    "No goods are named with the figure, or none whose direction "
                                    "is known."},
    [CHECK_REASON_RANKS_TIE] = {"ranks_tie", "The ranks do not say which of the two comes first."},
    [CHECK_REASON_TARGET_RESTATED] = {"target_restated",
                                      "The amount is the same, and so is the deadline where both "
                                      "name one."},
    [CHECK_REASON_TARGET_CHANGED] = {"target_changed", "The amount is another."},
    [CHECK_REASON_DEADLINE_CHANGED] = {"deadline_changed",
                                       "The amount is the same, but the deadline is another."},
};

const char *check_kind_word(enum check_kind kind)
{
    return kinds[kind].word;
}

const char *check_rule(enum check_kind kind)
{
    return kinds[kind].rule;
}

const char *relation_word(enum relation relation)
{
    return relations[relation];
}

const char *check_reason_word(enum check_reason reason)
{
    return reasons[reason].word;
}

const char *check_reason_sentence(enum check_reason reason)
{
    return reasons[reason].sentence;
}
