/* SPDX-License-Identifier: MIT */
#include "model/growth.h"

#include <math.h>

#include "expect.h"
#include "model/quantity.h"
#include "suite.h"

#define NOTHING                                                                                    \
    {                                                                                              \
        {0, 0},                                                                                    \
        {                                                                                          \
            0, 0                                                                                   \
        }                                                                                          \
    }
#define EVERYTHING                                                                                 \
    {                                                                                              \
        -INFINITY, INFINITY                                                                        \
    }

/* Amounts of the shipped claims are in millions of US dollars. */
static const struct {
    const char *name;
    struct quantity level;
    struct quantity growth;
    bool is_possible;
    struct bounds base;
} bases[] = {
    /* 1350 / 1.1855 … 1450 / 1.1845 */
    {"2022: 1.4 billion, up 18.5 %",
     {1400, QUALIFIER_EXACT, 100},
     {18.5, QUALIFIER_EXACT, 0.1},
     true,
     {{1138.760017, 1224.145209}, {1138.760017, 1224.145209}}},
    /* 877.55 / 1.0975 … 877.65 / 1.0965 */
    {"exports of 2022: 877.6 million, up 9.7 %",
     {877.6, QUALIFIER_EXACT, 0.1},
     {9.7, QUALIFIER_EXACT, 0.1},
     true,
     {{799.589977, 800.410397}, {799.589977, 800.410397}}},
    /* 501.35 / 1.3795 … 501.45 / 1.3785 */
    {"imports of 2022: 501.4 million, up 37.9 %",
     {501.4, QUALIFIER_EXACT, 0.1},
     {37.9, QUALIFIER_EXACT, 0.1},
     true,
     {{363.428779, 363.764962}, {363.428779, 363.764962}}},
    /* 1100 / 0.7975 … 1200 / 0.7965 */
    {"2023: over 1.1 billion, down 20.3 %",
     {1100, QUALIFIER_OVER, 100},
     {-20.3, QUALIFIER_EXACT, 0.1},
     true,
     {{1379.310345, 1506.591337}, {1379.310345, INFINITY}}},
    /* 776 / 1.1985 … 777 / 1.1975; 775 / 1.1985 … 777.5 / 1.1975 */
    {"January to July 2024: almost 777 million, up 19.8 %",
     {777, QUALIFIER_ALMOST, 1},
     {19.8, QUALIFIER_EXACT, 0.1},
     true,
     {{647.476012, 648.851775}, {646.641635, 649.269311}}},
    /* 441.55 / 1.1295 … 441.65 / 1.1285 */
    {"January to April 2024: 441.6 million, up 12.9 %",
     {441.6, QUALIFIER_EXACT, 0.1},
     {12.9, QUALIFIER_EXACT, 0.1},
     true,
     {{390.925188, 391.360213}, {390.925188, 391.360213}}},
    /* 545 / 1.1565 … 555 / 1.1555 */
    {"January to May 2024: 550 million, up 15.6 %",
     {550, QUALIFIER_EXACT, 10},
     {15.6, QUALIFIER_EXACT, 0.1},
     true,
     {{471.249460, 480.311553}, {471.249460, 480.311553}}},
    /* Down between 20 and all: the base is 1.25 times the level or any more. */
    {"down over 20 % with a least base",
     {100, QUALIFIER_EXACT, 0},
     {-20, QUALIFIER_OVER, 1},
     true,
     {{125, 100 / 0.79}, {125, INFINITY}}},
    {"up by any number with a largest base",
     {100, QUALIFIER_EXACT, 0},
     {20, QUALIFIER_OVER, 5},
     true,
     {{80, 100 / 1.2}, {0, 100 / 1.2}}},
    {"up by nothing",
     {100, QUALIFIER_EXACT, 10},
     {0, QUALIFIER_EXACT, 0},
     true,
     {{95, 105}, {95, 105}}},
    {"down by half a unit beyond all",
     {100, QUALIFIER_EXACT, 0},
     {-100, QUALIFIER_EXACT, 1},
     true,
     {{100 / 0.005, INFINITY}, {100 / 0.005, INFINITY}}},
    {"down by all, which no base follows from",
     {0, QUALIFIER_EXACT, 0},
     {-100, QUALIFIER_EXACT, 0},
     false,
     NOTHING},
    {"down by more than all, which is no growth of an amount",
     {100, QUALIFIER_EXACT, 10},
     {-150, QUALIFIER_EXACT, 10},
     false,
     NOTHING},
};

START_TEST(growth_implies_a_base)
{
    const struct bounds untouched = {{7, 8}, {6, 9}};
    struct bounds base = untouched;

    ck_assert_int_eq(growth_implied_base(quantity_bounds(&bases[_i].level),
                                         quantity_bounds(&bases[_i].growth), &base),
                     bases[_i].is_possible);
    expect_bounds(base, bases[_i].is_possible ? bases[_i].base : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct quantity base;
    struct quantity growth;
    bool is_possible;
    struct bounds level;
} levels[] = {
    /* 1350 * 0.7965 … 1450 * 0.7975 */
    {"2022: 1.4 billion, then down 20.3 %",
     {1400, QUALIFIER_EXACT, 100},
     {-20.3, QUALIFIER_EXACT, 0.1},
     true,
     {{1075.275, 1156.375}, {1075.275, 1156.375}}},
    /* 1350 * 0.80 … 1450 * 0.81; 1350 * 0.795 … 1450 * 0.82 */
    {"2022: 1.4 billion, then down almost 20 %",
     {1400, QUALIFIER_EXACT, 100},
     {-20, QUALIFIER_ALMOST, 1},
     true,
     {{1080, 1174.5}, {1073.25, 1189}}},
    {"up without a bound",
     {100, QUALIFIER_EXACT, 0},
     {20, QUALIFIER_OVER, 5},
     true,
     {{120, 125}, {120, INFINITY}}},
    {"down without a bound to nothing",
     {100, QUALIFIER_EXACT, 0},
     {-20, QUALIFIER_OVER, 5},
     true,
     {{75, 80}, {0, 80}}},
    {"down by all", {100, QUALIFIER_EXACT, 10}, {-100, QUALIFIER_EXACT, 0}, true, {{0, 0}, {0, 0}}},
    {"nothing without a bound above",
     {0, QUALIFIER_EXACT, 0},
     {20, QUALIFIER_OVER, 5},
     true,
     {{0, 0}, {0, 0}}},
    {"down by more than all",
     {100, QUALIFIER_EXACT, 10},
     {-101, QUALIFIER_EXACT, 1},
     false,
     NOTHING},
};

START_TEST(growth_implies_a_level)
{
    const struct bounds untouched = {{7, 8}, {6, 9}};
    struct bounds level = untouched;

    ck_assert_int_eq(growth_implied_level(quantity_bounds(&levels[_i].base),
                                          quantity_bounds(&levels[_i].growth), &level),
                     levels[_i].is_possible);
    expect_bounds(level, levels[_i].is_possible ? levels[_i].level : untouched);
}
END_TEST

static const struct {
    const char *name;
    struct bounds level;
    struct bounds base;
    bool is_possible;
    struct bounds growth;
} growths[] = {
    {"up a quarter",
     {{125, 125}, {125, 125}},
     {{100, 100}, {100, 100}},
     true,
     {{25, 25}, {25, 25}}},
    /* 1100 / 1450 - 1 … 1200 / 1350 - 1 */
    {"over 1.1 billion after 1.4",
     {{1100, 1200}, {1100, INFINITY}},
     {{1350, 1450}, {1350, 1450}},
     true,
     {{-24.13793103, -11.11111111}, {-24.13793103, INFINITY}}},
    /* 1147.75 / 1379.1 - 1 … 1148.85 / 1378.9 - 1 */
    {"255.8 and almost 893 million after 877.6 and 501.4",
     {{1147.75, 1148.85}, {1146.7, 1149.4}},
     {{1378.9, 1379.1}, {1378.9, 1379.1}},
     true,
     {{-16.77543325, -16.68358837}, {-16.85156986, -16.64370150}}},
    {"down to nothing",
     {{0, 0}, {0, 0}},
     {{100, 200}, {100, 200}},
     true,
     {{-100, -100}, {-100, -100}}},
    {"after what is possibly nothing",
     {{10, 10}, {10, 10}},
     {{5, 10}, {0, 10}},
     true,
     {{0, 100}, {0, INFINITY}}},
    {"after what is possibly below zero",
     {{10, 10}, {10, 10}},
     {{5, 10}, {-1, 10}},
     true,
     {{0, 100}, EVERYTHING}},
    {"after nothing", {{10, 10}, {10, 10}}, {{0, 0}, {0, 0}}, false, NOTHING},
    {"after what is likely below zero", {{10, 10}, {10, 10}}, {{-1, 10}, {-1, 10}}, false, NOTHING},
    {"after nothing or less", {{10, 10}, {10, 10}}, {{-10, 0}, {-10, 0}}, false, NOTHING},
    {"after a balance below zero", {{10, 10}, {10, 10}}, {{-10, -5}, {-10, -5}}, false, NOTHING},
};

START_TEST(growth_follows_from_two_levels)
{
    const struct bounds untouched = {{7, 8}, {6, 9}};
    struct bounds growth = untouched;

    ck_assert_int_eq(growth_of(growths[_i].level, growths[_i].base, &growth),
                     growths[_i].is_possible);
    expect_bounds(growth, growths[_i].is_possible ? growths[_i].growth : untouched);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("growth");
    TCase *tcase = tcase_create("growth_implied_base");

    SUITE_ADD_ROWS(tcase, growth_implies_a_base, bases);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("growth_implied_level");
    SUITE_ADD_ROWS(tcase, growth_implies_a_level, levels);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("growth_of");
    SUITE_ADD_ROWS(tcase, growth_follows_from_two_levels, growths);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
