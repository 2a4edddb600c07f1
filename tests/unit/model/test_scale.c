/* SPDX-License-Identifier: MIT */
#include "model/scale.h"

#include "suite.h"

enum { NONE = 99, MOST = 6 };

static const struct {
    const char *name;
    double figure;
    double neighbour;
    int steps; /* NONE: of no step */
} pairs[] = {
    {"the same", 5, 5, 0},
    {"five times as much", 5, 1, 0},
    {"a fifth", 1, 5, 0},
    {"a bit more than five times as much", 5.001, 1, NONE},
    {"40 times as much", 40, 1, NONE},
    {"a bit less than 200 times as much", 199, 1, NONE},
    {"200 times as much", 200, 1, 1},
    {"a thousand times as much", 134.7e9, 134.7e6, 1},
    {"a thousandth", 134.7e6, 134.7e9, -1},
    {"5,000 times as much", 5000, 1, 1},
    {"a bit more than 5,000 times as much", 5001, 1, NONE},
    {"a millionth", 777, 648e6, -2},
    {"a million million times as much", 1e12, 1, 4},
    {"too much for any word of scale", 1e16, 1, NONE},
    {"a figure below zero", -5e6, 4e3, 1},
    {"no figure", 0, 5, NONE},
    {"no neighbour", 5, 0, NONE},
    {"neither", 0, 0, NONE},
};

START_TEST(scale_counts_steps)
{
    int steps = NONE;

    ck_assert_int_eq(scale_steps(pairs[_i].figure, pairs[_i].neighbour, &steps),
                     pairs[_i].steps != NONE);
    ck_assert_int_eq(steps, pairs[_i].steps);
}
END_TEST

static const struct {
    const char *name;
    double figure;
    double neighbours[MOST];
    size_t count;
    int steps;     /* NONE: not to be said */
    double factor; /* what fits where the word is missing */
} sets[] = {
    {"\"almost $777\" beside the other figures for turnover",
     777,
     {1.4e9, 1.1e9, 441.6e6, 550e6},
     4,
     -2,
     1e6},
    {"\"134.7\" beside figures of some 10^8", 134.7, {1.2e8, 0.9e8, 2.5e8}, 3, -2, 1e6},
    {"\"1.4\" beside billions", 1.4, {1.1e9, 1.5e9}, 2, -3, 1e9},
    {"\"134.7 bln\" beside the other page", 134.7e9, {134.7e6}, 1, 1, 1e-3},
    {"a figure a million million times too large", 1.5e12, {1, 2}, 2, 4, 1e-12},
    {"a figure in scale", 550e6, {441.6e6, 777e6, 1.1e9}, 3, 0, 1},
    {"a figure in scale beside one that is not", 550e6, {441.6e6, 777, 1.1e9}, 3, 0, 1},
    {"a figure beside two scales", 550e6, {441.6e6, 777}, 2, NONE, 0},
    {"a figure between the scales", 60e6, {2e6, 3e6, 4e6}, 3, NONE, 0},
    {"no neighbours", 550e6, {0}, 0, NONE, 0},
    {"neighbours that are nothing", 550e6, {0, 0}, 2, NONE, 0},
};

START_TEST(scale_is_what_most_neighbours_say)
{
    int steps = NONE;

    ck_assert_int_eq(
        scale_steps_among(sets[_i].figure, sets[_i].neighbours, sets[_i].count, &steps),
        sets[_i].steps != NONE);
    ck_assert_int_eq(steps, sets[_i].steps);
    if (steps != NONE)
        ck_assert_double_eq(scale_factor(-steps), sets[_i].factor);
}
END_TEST

static const struct {
    const char *name;
    double figures[MOST];
    size_t count;
    int index; /* -1: none */
    int steps;
} odds[] = {
    {"finds the missing million", {1.4e9, 1.1e9, 777, 441.6e6, 550e6}, 5, 2, -2},
    {"finds a thousand too much", {134.7e9, 88.2e6, 134.7e6}, 3, 0, 1},
    {"finds the last", {1e6, 2e6, 3e3}, 3, 2, -1},
    {"finds the first", {3e3, 2e6, 1e6}, 3, 0, -1},
    {"finds none in scale", {1.4e9, 1.1e9, 441.6e6, 550e6}, 4, -1, 0},
    {"finds none that has grown", {3.8e6, 2.8e6, 18.8e6, 30e6, 64e6, 199e6}, 6, -1, 0},
    {"finds none of two", {134.7e9, 134.7e6}, 2, -1, 0},
    {"finds none of two halves", {1e6, 2e6, 1e9, 2e9}, 4, -1, 0},
    {"finds none of two that are odd", {1e6, 2e6, 1.5e6, 3e6, 1e9, 1e9}, 6, -1, 0},
    {"finds none alone", {1e6}, 1, -1, 0},
    {"finds none among none", {0}, 0, -1, 0},
    {"finds none among nothings", {0, 0, 1e6}, 3, -1, 0},
};

START_TEST(scale_finds_the_odd_one)
{
    size_t index = NONE;
    int steps = NONE;
    const bool is_found = odds[_i].index >= 0;

    ck_assert_int_eq(scale_find_odd(odds[_i].figures, odds[_i].count, &index, &steps), is_found);
    ck_assert_uint_eq(index, is_found ? (size_t)odds[_i].index : NONE);
    ck_assert_int_eq(steps, is_found ? odds[_i].steps : NONE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scale");
    TCase *tcase = tcase_create("scale_steps");

    SUITE_ADD_ROWS(tcase, scale_counts_steps, pairs);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("scale_steps_among");
    SUITE_ADD_ROWS(tcase, scale_is_what_most_neighbours_say, sets);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("scale_find_odd");
    SUITE_ADD_ROWS(tcase, scale_finds_the_odd_one, odds);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
