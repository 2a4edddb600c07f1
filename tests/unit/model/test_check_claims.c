/* SPDX-License-Identifier: MIT */
/* Checks of what is more than a figure: scale, direction, rank, target; and the texts of all. */
#include "model/check.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "expect.h"
#include "expect_check.h"
#include "suite.h"

/* The shipped claims; amounts are in millions of US dollars. */
static const struct quantity turnover_2022_near = {1500, QUALIFIER_ALMOST, 100};
static const struct quantity deals_2023_low = {1300, QUALIFIER_EXACT, 100};
static const struct quantity russia_share_2023 = {20.6, QUALIFIER_EXACT, 0.1};
static const struct quantity kazakhstan_share_2023 = {13.8, QUALIFIER_EXACT, 0.1};
static const struct quantity share_11m = {15.3, QUALIFIER_EXACT, 0.1};
static const struct quantity china_share_11m = {19.6, QUALIFIER_EXACT, 0.1};
static const struct quantity russia_share_11m = {22.6, QUALIFIER_EXACT, 0.1};
static const struct quantity target_2_billion = {2000, QUALIFIER_EXACT, 0};
static const struct quantity target_at_least = {2000, QUALIFIER_AT_LEAST, 0};
static const struct quantity target_1_billion = {1000, QUALIFIER_EXACT, 0};

enum { MOST_NEIGHBOURS = 4 };

/* In US dollars: the word of scale is what it is about. */
static const struct {
    const char *name;
    double figure;
    double neighbours[MOST_NEIGHBOURS];
    size_t count;
    enum relation relation;
    const struct answer *answer;
    int steps;
    struct interval range; /* of the neighbours */
    struct gap gap;
} scales[] = {
    {"\"almost $777\" beside turnover",
     777,
     {1.4e9, 1.1e9, 441.6e6, 550e6},
     4,
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OUT_OF_SCALE},
     -2,
     {441.6e6, 1.4e9},
     {441.6e6 - 777, 1 - 777 / 441.6e6}},
    {"\"134.7 bln\" beside 134.7 million of another office",
     134.7e9,
     {134.7e6},
     1,
     RELATION_TWO_OFFICES,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OUT_OF_SCALE},
     1,
     {134.7e6, 134.7e6},
     {134.7e9 - 134.7e6, 0.999}},
    {"\"134.7 bln\" beside 134.7 million of the office that it cites",
     134.7e9,
     {134.7e6},
     1,
     RELATION_CITES,
     &(const struct answer){VERDICT_CONTRADICTS, VERDICT_CONTRADICTS, CHECK_REASON_OUT_OF_SCALE},
     1,
     {134.7e6, 134.7e6},
     {134.7e9 - 134.7e6, 0.999}},
    {"777 million beside turnover",
     777e6,
     {1.4e9, 1.1e9, 441.6e6, 550e6},
     4,
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_CONSISTENT, VERDICT_CONSISTENT, CHECK_REASON_IN_SCALE},
     0,
     {441.6e6, 1.4e9},
     {0, 0}},
    {"a figure out of scale beside another series",
     777,
     {1.4e9},
     1,
     RELATION_OTHER_SERIES,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_SERIES},
     -2,
     {1.4e9, 1.4e9},
     {1.4e9 - 777, 1 - 777 / 1.4e9}},
    {"a figure between two scales",
     5e6,
     {5e6, 5e9},
     2,
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_NO_SCALE},
     0,
     {5e6, 5e9},
     {0, 0}},
    {"a figure without neighbours",
     5e6,
     {0},
     0,
     RELATION_SAME_AUTHORITY,
     &missing,
     0,
     {0, 0},
     {0, 0}},
};

START_TEST(check_finds_what_is_out_of_scale)
{
    const struct check check = check_scale(scales[_i].figure, scales[_i].neighbours,
                                           scales[_i].count, scales[_i].relation);

    expect_answer(&check, scales[_i].answer);
    ck_assert_int_eq(check.steps, scales[_i].steps);
    expect_gap(check.gap, scales[_i].gap);
    expect_bounds(check.left, bounds_point(scales[_i].figure));
    ck_assert_int_eq(check.has_right, scales[_i].count > 0);
    expect_interval(check.right.likely, scales[_i].range);
    expect_interval(check.right.possible, scales[_i].range);
}
END_TEST

static const struct {
    const char *name;
    struct check_goods goods;
    enum relation relation;
    const struct answer *answer;
} directions[] = {
    {"textiles, fruit and vegetables printed as Tajikistan's imports",
     {3, 0, 3},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_CONTRADICTS, VERDICT_CONTRADICTS,
                            CHECK_REASON_GOODS_OTHER_WAY}},
    {"the same in a text of its own",
     {3, 0, 3},
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS,
                            CHECK_REASON_GOODS_OTHER_WAY}},
    {"the same of another period",
     {3, 0, 3},
     RELATION_OTHER_PERIOD,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_PERIOD}},
    {"all goods go this way",
     {5, 5, 0},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_CONSISTENT, VERDICT_CONSISTENT, CHECK_REASON_GOODS_FIT}},
    {"some go this way, the others are not known",
     {5, 1, 0},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_CONSISTENT, VERDICT_CONSISTENT, CHECK_REASON_GOODS_FIT}},
    {"some go each way",
     {5, 3, 2},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_MIXED}},
    {"as many go each way",
     {4, 2, 2},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_MIXED}},
    {"some go the other way, the others are not known",
     {5, 0, 4},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_MIXED}},
    {"no goods are known",
     {5, 0, 0},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_UNKNOWN}},
    {"no goods are named",
     {0, 0, 0},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_GOODS_UNKNOWN}},
};

START_TEST(check_holds_a_direction_against_goods)
{
    const struct check check = check_direction(&directions[_i].goods, directions[_i].relation);

    expect_answer(&check, directions[_i].answer);
    expect_sides(&check, NULL, NULL);
}
END_TEST

START_TEST(check_of_a_direction_without_goods_is_undecidable)
{
    const struct check check = check_direction(NULL, RELATION_SAME_AUTHORITY);

    ck_assert_int_eq(check.result, VERDICT_UNDECIDABLE);
    ck_assert_int_eq(check.reason, CHECK_REASON_GOODS_UNKNOWN);
}
END_TEST

#define ALL "Tajikistan's trading partners"
#define CIS "Tajikistan's trading partners in the CIS"

/* Kazakhstan's rank, as the shipped claims have it. */
static const struct {
    const char *name;
    struct {
        double rank;
        const char *scope;
        const char *period;
    } claims[2];
    enum relation relation;
    const struct answer *answer;
} ranks[] = {
    {"second in the CIS and fourth of all in 2023",
     {{2, CIS, "2023"}, {4, ALL, "2023"}},
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_SCOPE}},
    {"fourth in 2023 and third in 11 months of it",
     {{4, ALL, "2023"}, {3, ALL, "2023-01/P11M"}},
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_PERIOD}},
    {"second in no period stated and fourth in 2023",
     {{2, ALL, NULL}, {4, ALL, "2023"}},
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_PERIOD}},
    {"the same rank in another scope says nothing either",
     {{2, CIS, "2023"}, {2, ALL, "2023"}},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_SCOPE}},
    {"fourth twice", {{4, ALL, "2023"}, {4, ALL, "2023"}}, RELATION_UNKNOWN_AUTHORITY, &consistent},
    {"second and fourth by one office",
     {{2, ALL, "2023"}, {4, ALL, "2023"}},
     RELATION_SAME_AUTHORITY,
     &contradicts},
    {"second and fourth by two",
     {{2, ALL, "2023"}, {4, ALL, "2023"}},
     RELATION_TWO_OFFICES,
     &of_two_offices},
    {"another basis outweighs another scope",
     {{2, CIS, "2023"}, {4, ALL, "2023"}},
     RELATION_OTHER_BASIS,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_BASIS}},
};

START_TEST(check_holds_ranks_of_one_scope_and_period_against_each_other)
{
    struct period periods[2];
    struct rank_claim claims[2];

    for (int i = 0; i < 2; i++) {
        const char *period = ranks[_i].claims[i].period;

        ck_assert(!period || period_parse(period, &periods[i]));
        claims[i] = (struct rank_claim){bounds_point(ranks[_i].claims[i].rank),
                                        ranks[_i].claims[i].scope, period ? &periods[i] : NULL};
    }
    const struct check check = check_rank(&claims[0], &claims[1], ranks[_i].relation);
    expect_answer(&check, ranks[_i].answer);
    expect_sides(&check, &claims[0].rank, &claims[1].rank);
}
END_TEST

START_TEST(check_of_a_rank_that_is_not_known_is_undecidable)
{
    const struct rank_claim claim = {bounds_point(2), ALL, NULL};
    const struct check check = check_rank(&claim, NULL, RELATION_SAME_AUTHORITY);

    expect_answer(&check, &missing);
    expect_sides(&check, &claim.rank, NULL);
}
END_TEST

static const struct {
    const char *name;
    const struct quantity *share;
    double rank; /* 0: not known */
    size_t partners;
    const struct answer *answer;
    struct interval right;
} rank_shares[] = {
    {"13.8 % as the fourth", &kazakhstan_share_2023, 4, 0, &consistent, {0, 25}},
    {"20.6 % as the first of 30", &russia_share_2023, 1, 30, &consistent, {100.0 / 30, 100}},
    /* 20.55 is above 100 / 5 */
    {"20.6 % as the fifth", &russia_share_2023, 5, 0, &contradicts, {0, 20}},
    /* 13.85 is below 100 / 7 */
    {"13.8 % as the first of 7", &kazakhstan_share_2023, 1, 7, &contradicts, {100.0 / 7, 100}},
    {"13.8 % as the second of 7", &kazakhstan_share_2023, 2, 7, &consistent, {0, 50}},
    {"13.8 % without a rank", &kazakhstan_share_2023, 0, 7, &missing, {0, 0}},
    {"a fourth without a share", NULL, 4, 0, &missing, {0, 25}},
};

START_TEST(check_holds_a_share_against_its_rank)
{
    struct bounds share;
    const struct bounds rank = bounds_point(rank_shares[_i].rank);
    const struct check check = check_rank_share(find_bounds(rank_shares[_i].share, &share),
                                                rank_shares[_i].rank > 0 ? &rank : NULL,
                                                rank_shares[_i].partners, RELATION_SAME_AUTHORITY);

    expect_answer(&check, rank_shares[_i].answer);
    expect_interval(check.right.likely, rank_shares[_i].right);
    expect_interval(check.right.possible, rank_shares[_i].right);
}
END_TEST

static const struct {
    const char *name;
    double rank;
    const struct answer *answer;
} among[] = {
    {"the third", 3, &consistent},
    {"the fourth, behind one that is not named", 4, &consistent},
    {"not the second", 2, &contradicts},
};

/* 15.3 % in 11 months of 2023, after China's 19.6 and Russia's 22.6. */
START_TEST(check_holds_a_rank_against_shares)
{
    const struct bounds rank = bounds_point(among[_i].rank);
    const struct bounds share = quantity_bounds(&share_11m);
    const struct bounds others[] = {quantity_bounds(&china_share_11m),
                                    quantity_bounds(&russia_share_11m)};
    struct check check = check_rank_among_shares(&rank, &share, others, 2, RELATION_SAME_AUTHORITY);

    expect_answer(&check, among[_i].answer);
    expect_interval(check.right.likely, (struct interval){3, INFINITY});
    check = check_rank_among_shares(&rank, NULL, others, 2, RELATION_SAME_AUTHORITY);
    expect_answer(&check, &missing);
}
END_TEST

static const struct {
    const char *name;
    struct check_ranked_share a;
    struct check_ranked_share b;
    const struct answer *answer;
    double left; /* the low end of the share that is held against the other */
} orders[] = {
    {"Russia first with 20.6 %, Kazakhstan fourth with 13.8",
     {{{1, 1}, {1, 1}}, {{20.55, 20.65}, {20.55, 20.65}}},
     {{{4, 4}, {4, 4}}, {{13.75, 13.85}, {13.75, 13.85}}},
     &consistent,
     13.75},
    {"the same, given in the other order",
     {{{4, 4}, {4, 4}}, {{13.75, 13.85}, {13.75, 13.85}}},
     {{{1, 1}, {1, 1}}, {{20.55, 20.65}, {20.55, 20.65}}},
     &consistent,
     13.75},
    {"the second with more than the first",
     {{{1, 1}, {1, 1}}, {{13.75, 13.85}, {13.75, 13.85}}},
     {{{2, 2}, {2, 2}}, {{20.55, 20.65}, {20.55, 20.65}}},
     &contradicts,
     20.55},
    {"the second with perhaps more than the first",
     {{{1, 1}, {1, 1}}, {{13.75, 13.85}, {13, 15}}},
     {{{2, 2}, {2, 2}}, {{14, 15}, {14, 15}}},
     &may_hold,
     14},
    {"two of the same rank",
     {{{2, 2}, {2, 2}}, {{13.75, 13.85}, {13.75, 13.85}}},
     {{{2, 2}, {2, 2}}, {{20.55, 20.65}, {20.55, 20.65}}},
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_RANKS_TIE},
     13.75},
    {"two of which one is among the first five",
     {{{2, 2}, {2, 2}}, {{13.75, 13.85}, {13.75, 13.85}}},
     {{{5, 5}, {0, 5}}, {{20.55, 20.65}, {20.55, 20.65}}},
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_RANKS_TIE},
     13.75},
};

START_TEST(check_holds_shares_against_the_order_of_ranks)
{
    const struct check check =
        check_rank_order(&orders[_i].a, &orders[_i].b, RELATION_SAME_AUTHORITY);

    expect_answer(&check, orders[_i].answer);
    ck_assert_double_eq(check.left.likely.low, orders[_i].left);
}
END_TEST

START_TEST(check_of_an_order_with_one_rank_is_undecidable)
{
    const struct check check = check_rank_order(NULL, &orders[0].b, RELATION_SAME_AUTHORITY);

    expect_answer(&check, &missing);
    expect_sides(&check, NULL, &orders[0].b.share);
}
END_TEST

static const struct answer restated = {VERDICT_CONSISTENT, VERDICT_CONSISTENT,
                                       CHECK_REASON_TARGET_RESTATED};

static const struct {
    const char *name;
    const struct quantity *amounts[2];
    const char *deadlines[2];
    enum relation relation;
    const struct answer *answer;
} targets[] = {
    {"2 billion twice, without a deadline",
     {&target_2_billion, &target_2_billion},
     {NULL, NULL},
     RELATION_UNKNOWN_AUTHORITY,
     &restated},
    {"2 billion and at least 2 billion",
     {&target_2_billion, &target_at_least},
     {NULL, NULL},
     RELATION_SAME_EVENT,
     &restated},
    {"2 billion, then by 2025",
     {&target_2_billion, &target_2_billion},
     {NULL, "2025"},
     RELATION_SAME_AUTHORITY,
     &restated},
    {"2 billion by 2025, then by 2027",
     {&target_2_billion, &target_2_billion},
     {"2025", "2027"},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS,
                            CHECK_REASON_DEADLINE_CHANGED}},
    {"2 billion by 2027, then by 2025",
     {&target_2_billion, &target_2_billion},
     {"2027", "2025"},
     RELATION_UNKNOWN_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS,
                            CHECK_REASON_DEADLINE_CHANGED}},
    {"2 billion by 2025 and by 2027 on one day",
     {&target_2_billion, &target_2_billion},
     {"2025", "2027"},
     RELATION_SAME_EVENT,
     &(const struct answer){VERDICT_CONTRADICTS, VERDICT_CONTRADICTS,
                            CHECK_REASON_DEADLINE_CHANGED}},
    {"2 billion by 2027 and by its last day",
     {&target_2_billion, &target_2_billion},
     {"2027", "2027-12-31"},
     RELATION_SAME_EVENT,
     &restated},
    {"2 billion by the last day of 2027 and by 2027",
     {&target_2_billion, &target_2_billion},
     {"2027-12-31", "2027"},
     RELATION_SAME_EVENT,
     &restated},
    {"1 billion, then 2",
     {&target_1_billion, &target_2_billion},
     {NULL, NULL},
     RELATION_SAME_AUTHORITY,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_TARGET_CHANGED}},
    {"1 billion and 2 at one event",
     {&target_1_billion, &target_2_billion},
     {NULL, NULL},
     RELATION_SAME_EVENT,
     &(const struct answer){VERDICT_CONTRADICTS, VERDICT_CONTRADICTS, CHECK_REASON_TARGET_CHANGED}},
    {"near 1.5 billion, then 1.3",
     {&turnover_2022_near, &deals_2023_low},
     {NULL, NULL},
     RELATION_SAME_EVENT,
     &may_hold},
    {"targets of another scope",
     {&target_2_billion, &target_2_billion},
     {NULL, NULL},
     RELATION_OTHER_SCOPE,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_SCOPE}},
};

START_TEST(check_holds_a_target_against_itself)
{
    struct date dates[2];
    struct check_target_claim claims[2];

    for (int i = 0; i < 2; i++) {
        const char *deadline = targets[_i].deadlines[i];

        ck_assert(!deadline || date_parse(deadline, &dates[i]));
        claims[i] = (struct check_target_claim){quantity_bounds(targets[_i].amounts[i]),
                                                deadline ? &dates[i] : NULL};
    }
    const struct check check = check_target(&claims[0], &claims[1], targets[_i].relation);
    expect_answer(&check, targets[_i].answer);
    expect_sides(&check, &claims[0].amount, &claims[1].amount);
}
END_TEST

START_TEST(check_of_a_target_stated_once_is_undecidable)
{
    const struct check_target_claim claim = {quantity_bounds(&target_2_billion), NULL};
    const struct check check = check_target(&claim, NULL, RELATION_SAME_EVENT);

    expect_answer(&check, &missing);
    expect_sides(&check, &claim.amount, NULL);
}
END_TEST

static const char *kind_word(int number)
{
    return check_kind_word((enum check_kind)number);
}

static const char *kind_rule(int number)
{
    return check_rule((enum check_kind)number);
}

static const char *name_of_relation(int number)
{
    return relation_word((enum relation)number);
}

static const char *reason_word(int number)
{
    return check_reason_word((enum check_reason)number);
}

static const char *reason_sentence(int number)
{
    return check_reason_sentence((enum check_reason)number);
}

static const struct {
    const char *name;
    const char *(*text_of)(int number);
    int last;
    bool is_sentence;
} texts[] = {
    {"every kind has a word", kind_word, CHECK_DEAL_PACKAGE, false},
    {"every kind has a rule", kind_rule, CHECK_DEAL_PACKAGE, true},
    {"every relation has a word", name_of_relation, RELATION_OTHER_BASIS, false},
    {"every reason has a word", reason_word, CHECK_REASON_DEADLINE_CHANGED, false},
    {"every reason has a sentence", reason_sentence, CHECK_REASON_DEADLINE_CHANGED, true},
};

START_TEST(check_texts_are_there_and_differ)
{
    for (int i = 0; i <= texts[_i].last; i++) {
        const char *text = texts[_i].text_of(i);

        ck_assert_ptr_nonnull(text);
        ck_assert_int_eq(text[strlen(text) - 1] == '.', texts[_i].is_sentence);
        ck_assert_int_eq(strchr(text, ' ') != NULL, texts[_i].is_sentence);
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(text, texts[_i].text_of(j));
    }
}
END_TEST

START_TEST(relation_weaker_is_the_one_that_binds_less)
{
    ck_assert_int_eq(relation_weaker(RELATION_CITES, RELATION_SAME_AUTHORITY), RELATION_CITES);
    ck_assert_int_eq(relation_weaker(RELATION_SAME_AUTHORITY, RELATION_TWO_OFFICES),
                     RELATION_TWO_OFFICES);
    ck_assert_int_eq(relation_weaker(RELATION_OTHER_SCOPE, RELATION_UNKNOWN_AUTHORITY),
                     RELATION_OTHER_SCOPE);
}
END_TEST

static TCase *make_rank_tcase(void)
{
    TCase *tcase = tcase_create("check_rank");

    SUITE_ADD_ROWS(tcase, check_holds_ranks_of_one_scope_and_period_against_each_other, ranks);
    tcase_add_test(tcase, check_of_a_rank_that_is_not_known_is_undecidable);
    SUITE_ADD_ROWS(tcase, check_holds_a_share_against_its_rank, rank_shares);
    SUITE_ADD_ROWS(tcase, check_holds_a_rank_against_shares, among);
    SUITE_ADD_ROWS(tcase, check_holds_shares_against_the_order_of_ranks, orders);
    tcase_add_test(tcase, check_of_an_order_with_one_rank_is_undecidable);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("check_claims");
    TCase *tcase = tcase_create("check_scale");

    SUITE_ADD_ROWS(tcase, check_finds_what_is_out_of_scale, scales);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("check_direction");
    SUITE_ADD_ROWS(tcase, check_holds_a_direction_against_goods, directions);
    tcase_add_test(tcase, check_of_a_direction_without_goods_is_undecidable);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, make_rank_tcase());
    tcase = tcase_create("check_target");
    SUITE_ADD_ROWS(tcase, check_holds_a_target_against_itself, targets);
    tcase_add_test(tcase, check_of_a_target_stated_once_is_undecidable);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("check_texts");
    SUITE_ADD_ROWS(tcase, check_texts_are_there_and_differ, texts);
    tcase_add_test(tcase, relation_weaker_is_the_one_that_binds_less);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
