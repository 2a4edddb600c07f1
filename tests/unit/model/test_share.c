/* SPDX-License-Identifier: MIT */
#include "model/share.h"

#include <math.h>

#include "expect.h"
#include "suite.h"

/* Amounts of the shipped claims are in millions of US dollars. */
static const struct bounds untouched = {{7, 8}, {6, 9}};

static const struct {
    const char *name;
    struct bounds whole;
    struct bounds share;
    struct bounds part;
} parts[] = {
    /* 1100 * 0.775 … 1200 * 0.785; 1100 * 0.77 … */
    {"about 78 % of over 1.1 billion",
     {{1100, 1200}, {1100, INFINITY}},
     {{77.5, 78.5}, {77, 79}},
     {{852.5, 942}, {847, INFINITY}}},
    {"nothing of anything", {{5, 6}, {0, INFINITY}}, {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}},
    {"all of it", {{5, 6}, {4, 7}}, {{100, 100}, {100, 100}}, {{5, 6}, {4, 7}}},
    {"more than all of it, as growth may be",
     {{50, 50}, {50, 50}},
     {{120, 120}, {120, 130}},
     {{60, 60}, {60, 65}}},
};

START_TEST(share_implies_a_part)
{
    expect_bounds(share_implied_part(parts[_i].whole, parts[_i].share), parts[_i].part);
}
END_TEST

static const struct {
    const char *name;
    struct bounds part;
    struct bounds whole;
    bool is_possible;
    struct bounds share;
} shares[] = {
    {"a quarter", {{25, 25}, {25, 25}}, {{100, 100}, {100, 100}}, true, {{25, 25}, {25, 25}}},
    /* 892 / 1148.85 … 893 / 1147.75 */
    {"almost 893 of the sum, taken as if they were two",
     {{892, 893}, {891, 893.5}},
     {{1147.75, 1148.85}, {1146.7, 1149.4}},
     true,
     {{77.64285990, 77.80439991}, {77.51870541, 77.91924653}}},
    /* 500 / 1450 … 600 / 1350 */
    {"farm goods, over 500 million of 1.4 billion",
     {{500, 600}, {500, INFINITY}},
     {{1350, 1450}, {1350, 1450}},
     true,
     {{34.48275862, 44.44444444}, {34.48275862, INFINITY}}},
    {"of what is possibly nothing",
     {{5, 5}, {5, 5}},
     {{10, 20}, {0, 20}},
     true,
     {{25, 50}, {25, INFINITY}}},
    {"of nothing", {{5, 5}, {5, 5}}, {{0, 0}, {0, 0}}, false, {{0, 0}, {0, 0}}},
    {"of what is likely of either sign",
     {{5, 5}, {5, 5}},
     {{-1, 1}, {-1, 1}},
     false,
     {{0, 0}, {0, 0}}},
};

START_TEST(share_follows_from_part_and_whole)
{
    struct bounds share = untouched;

    ck_assert_int_eq(share_of(shares[_i].part, shares[_i].whole, &share), shares[_i].is_possible);
    expect_bounds(share, shares[_i].is_possible ? shares[_i].share : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds part;
    struct bounds share;
    bool is_possible;
    struct bounds whole;
} wholes[] = {
    /* 1714.85 / 0.2065 … 1714.95 / 0.2055 */
    {"1714.9 million are 20.6 % of Tajikistan's trade",
     {{1714.85, 1714.95}, {1714.85, 1714.95}},
     {{20.55, 20.65}, {20.55, 20.65}},
     true,
     {{8304.358354, 8345.255474}, {8304.358354, 8345.255474}}},
    /* 1147.75 / 0.1385 … 1148.85 / 0.1375 */
    {"255.8 and 893 million are 13.8 % of it",
     {{1147.75, 1148.85}, {1147.75, 1148.85}},
     {{13.75, 13.85}, {13.75, 13.85}},
     true,
     {{8287.003610, 8355.272727}, {8287.003610, 8355.272727}}},
    {"a share that is possibly nothing",
     {{5, 5}, {5, 5}},
     {{40, 50}, {0, 50}},
     true,
     {{10, 12.5}, {10, INFINITY}}},
    {"no share", {{5, 5}, {5, 5}}, {{0, 0}, {0, 0}}, false, {{0, 0}, {0, 0}}},
    {"a share of either sign",
     {{5, 5}, {5, 5}},
     {{-0.5, 0.5}, {-0.5, 0.5}},
     false,
     {{0, 0}, {0, 0}}},
};

START_TEST(share_implies_a_whole)
{
    struct bounds whole = untouched;

    ck_assert_int_eq(share_implied_whole(wholes[_i].part, wholes[_i].share, &whole),
                     wholes[_i].is_possible);
    expect_bounds(whole, wholes[_i].is_possible ? wholes[_i].whole : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds part;
    struct bounds rest;
    bool is_possible;
    struct bounds share;
} sums[] = {
    /* 892 / (892 + 255.85) … 893 / (893 + 255.75); 891 / (891 + 255.9) … 893.5 / (893.5 + 255.7) */
    {"almost 893 of 893 and 255.8",
     {{892, 893}, {891, 893.5}},
     {{255.75, 255.85}, {255.7, 255.9}},
     true,
     {{77.71050224, 77.73667029}, {77.68767983, 77.74973895}}},
    {"a part and no rest", {{5, 6}, {5, 6}}, {{0, 0}, {0, 0}}, true, {{100, 100}, {100, 100}}},
    {"no part and a rest", {{0, 0}, {0, 0}}, {{5, 6}, {5, 6}}, true, {{0, 0}, {0, 0}}},
    {"a part without a bound",
     {{5, 6}, {5, INFINITY}},
     {{5, 5}, {5, 5}},
     true,
     {{50, 600.0 / 11}, {50, 100}}},
    {"a rest without a bound",
     {{5, 5}, {5, 5}},
     {{5, 15}, {5, INFINITY}},
     true,
     {{25, 50}, {0, 50}}},
    {"both without a bound",
     {{5, 5}, {5, INFINITY}},
     {{5, 5}, {5, INFINITY}},
     true,
     {{50, 50}, {0, 100}}},
    {"what are possibly both nothing",
     {{5, 5}, {0, 5}},
     {{5, 5}, {0, 5}},
     true,
     {{50, 50}, {0, 100}}},
    {"a rest that is possibly below zero",
     {{5, 5}, {5, 5}},
     {{5, 5}, {-1, 5}},
     true,
     {{50, 50}, {-INFINITY, INFINITY}}},
    {"a part and a rest below one",
     {{0.25, 0.25}, {0.25, 0.25}},
     {{0.75, 0.75}, {0.25, 0.75}},
     true,
     {{25, 25}, {25, 50}}},
    {"no part of what is possibly nothing",
     {{0, 0}, {0, 0}},
     {{5, 5}, {0, 5}},
     true,
     {{0, 0}, {0, 0}}},
    {"a part that is possibly nothing, and no rest",
     {{5, 5}, {0, 5}},
     {{0, 0}, {0, 0}},
     true,
     {{100, 100}, {0, 100}}},
    {"two nothings", {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}, false, {{0, 0}, {0, 0}}},
    {"a part below zero", {{-1, 5}, {-1, 5}}, {{5, 5}, {5, 5}}, false, {{0, 0}, {0, 0}}},
    {"a rest below zero", {{5, 5}, {5, 5}}, {{-1, 5}, {-1, 5}}, false, {{0, 0}, {0, 0}}},
};

START_TEST(share_follows_from_part_and_rest)
{
    struct bounds share = untouched;

    ck_assert_int_eq(share_of_sum(sums[_i].part, sums[_i].rest, &share), sums[_i].is_possible);
    expect_bounds(share, sums[_i].is_possible ? sums[_i].share : untouched);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("share");
    TCase *tcase = tcase_create("share_implied_part");

    SUITE_ADD_ROWS(tcase, share_implies_a_part, parts);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("share_of");
    SUITE_ADD_ROWS(tcase, share_follows_from_part_and_whole, shares);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("share_implied_whole");
    SUITE_ADD_ROWS(tcase, share_implies_a_whole, wholes);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("share_of_sum");
    SUITE_ADD_ROWS(tcase, share_follows_from_part_and_rest, sums);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
