/* SPDX-License-Identifier: MIT */
#include "model/rank.h"

#include <math.h>

#include "expect.h"
#include "suite.h"

#define ALL "Tajikistan's trading partners"
#define CIS "Tajikistan's trading partners in the CIS"

static const struct {
    const char *name;
    const char *scopes[2];
    const char *periods[2];
    bool has_same_scope;
    bool has_same_period;
} claims[] = {
    {"one scope, one period", {ALL, ALL}, {"2023", "2023"}, true, true},
    {"a narrower scope", {ALL, CIS}, {"2023", "2023"}, false, true},
    {"a part of the period", {ALL, ALL}, {"2023", "2023-01/P11M"}, true, false},
    {"a period in two spellings", {ALL, ALL}, {"2024-S1", "2024-01/P6M"}, true, true},
    {"a scope that is not stated", {ALL, NULL}, {"2023", "2023"}, false, true},
    {"a period that is not stated", {ALL, ALL}, {NULL, "2023"}, true, false},
    {"nothing stated", {NULL, NULL}, {NULL, NULL}, false, false},
};

static struct rank_claim make_claim(const char *scope, const char *text, struct period *period)
{
    struct rank_claim claim = {bounds_point(2), scope, NULL};

    if (text) {
        ck_assert(period_parse(text, period));
        claim.period = period;
    }
    return claim;
}

START_TEST(rank_claims_share_scope_and_period)
{
    struct period periods[2];
    const struct rank_claim a =
        make_claim(claims[_i].scopes[0], claims[_i].periods[0], &periods[0]);
    const struct rank_claim b =
        make_claim(claims[_i].scopes[1], claims[_i].periods[1], &periods[1]);

    ck_assert_int_eq(rank_has_same_scope(&a, &b), claims[_i].has_same_scope);
    ck_assert_int_eq(rank_has_same_scope(&b, &a), claims[_i].has_same_scope);
    ck_assert_int_eq(rank_has_same_period(&a, &b), claims[_i].has_same_period);
    ck_assert_int_eq(rank_has_same_period(&b, &a), claims[_i].has_same_period);
}
END_TEST

static const struct {
    const char *name;
    struct bounds rank;
    size_t partners;
    struct bounds share;
} shares[] = {
    {"the first of some", {{1, 1}, {1, 1}}, 0, {{0, 100}, {0, 100}}},
    {"the first of 20", {{1, 1}, {1, 1}}, 20, {{5, 100}, {5, 100}}},
    {"the only one", {{1, 1}, {1, 1}}, 1, {{100, 100}, {100, 100}}},
    {"the second", {{2, 2}, {2, 2}}, 0, {{0, 50}, {0, 50}}},
    {"the second of 20", {{2, 2}, {2, 2}}, 20, {{0, 50}, {0, 50}}},
    {"the fourth", {{4, 4}, {4, 4}}, 0, {{0, 25}, {0, 25}}},
    {"among the first two of 20", {{1, 2}, {1, 2}}, 20, {{0, 100}, {0, 100}}},
    {"at most the fifth", {{5, 5}, {0, 5}}, 0, {{0, 20}, {0, 100}}},
    {"at least the fifth", {{5, 5}, {5, INFINITY}}, 20, {{0, 20}, {0, 20}}},
};

START_TEST(rank_bounds_a_share)
{
    expect_bounds(rank_implied_share(shares[_i].rank, shares[_i].partners), shares[_i].share);
}
END_TEST

static const struct {
    const char *name;
    struct bounds share;
    struct bounds others[3];
    size_t count;
    struct bounds rank;
} ranks[] = {
    {"Kazakhstan's 15.3 % after Russia's 22.6 and China's 19.6",
     {{15.25, 15.35}, {15.25, 15.35}},
     {{{22.55, 22.65}, {22.55, 22.65}}, {{19.55, 19.65}, {19.55, 19.65}}},
     2,
     {{3, INFINITY}, {3, INFINITY}}},
    {"a smaller one does not count",
     {{15.25, 15.35}, {15.25, 15.35}},
     {{{22.55, 22.65}, {22.55, 22.65}}, {{9.55, 9.65}, {9.55, 9.65}}},
     2,
     {{2, INFINITY}, {2, INFINITY}}},
    {"one that may be as large does not count",
     {{15, 16}, {15, 16}},
     {{{16, 17}, {16, 17}}},
     1,
     {{1, INFINITY}, {1, INFINITY}}},
    {"one that is only likely larger counts as likely",
     {{15, 16}, {14, 17}},
     {{{17, 18}, {16, 19}}},
     1,
     {{2, INFINITY}, {1, INFINITY}}},
    {"one that is larger by less than one counts",
     {{15, 15.1}, {15, 15.1}},
     {{{15.5, 16}, {15.5, 16}}},
     1,
     {{2, INFINITY}, {2, INFINITY}}},
    {"no others", {{15, 16}, {15, 16}}, {{{0, 0}, {0, 0}}}, 0, {{1, INFINITY}, {1, INFINITY}}},
};

START_TEST(rank_is_behind_larger_shares)
{
    expect_bounds(rank_implied_by_shares(ranks[_i].share, ranks[_i].others, ranks[_i].count),
                  ranks[_i].rank);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rank");
    TCase *tcase = tcase_create("rank_claim");

    SUITE_ADD_ROWS(tcase, rank_claims_share_scope_and_period, claims);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("rank_implied_share");
    SUITE_ADD_ROWS(tcase, rank_bounds_a_share, shares);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("rank_implied_by_shares");
    SUITE_ADD_ROWS(tcase, rank_is_behind_larger_shares, ranks);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
