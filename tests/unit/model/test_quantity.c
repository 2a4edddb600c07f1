/* SPDX-License-Identifier: MIT */
#include "model/quantity.h"

#include <math.h>

#include "suite.h"

/* The table of docs/decisions/quantities.md, and its mirror below zero. */
static const struct {
    const char *name;
    struct quantity quantity;
    struct interval likely;
    struct interval possible;
} rows[] = {
    {"exact is half a unit on either side", {100, QUALIFIER_EXACT, 10}, {95, 105}, {95, 105}},
    {"exact without precision is one point", {60, QUALIFIER_EXACT, 0}, {60, 60}, {60, 60}},
    {"exact zero has both signs", {0, QUALIFIER_EXACT, 1}, {-0.5, 0.5}, {-0.5, 0.5}},
    {"about may be a unit away", {100, QUALIFIER_ABOUT, 10}, {95, 105}, {90, 110}},
    {"over has no upper bound", {100, QUALIFIER_OVER, 10}, {100, 110}, {100, INFINITY}},
    {"at least has no upper bound", {100, QUALIFIER_AT_LEAST, 10}, {100, 110}, {100, INFINITY}},
    {"over without precision still has no bound",
     {60, QUALIFIER_OVER, 0},
     {60, 60},
     {60, INFINITY}},
    {"almost lies below", {100, QUALIFIER_ALMOST, 10}, {90, 100}, {80, 105}},
    {"under goes down to zero", {100, QUALIFIER_UNDER, 10}, {90, 100}, {0, 100}},
    {"at most goes down to zero", {100, QUALIFIER_AT_MOST, 10}, {90, 100}, {0, 100}},
    {"down exactly lies around", {-100, QUALIFIER_EXACT, 10}, {-105, -95}, {-105, -95}},
    {"down about lies around", {-100, QUALIFIER_ABOUT, 10}, {-105, -95}, {-110, -90}},
    {"down over has no lower bound", {-100, QUALIFIER_OVER, 10}, {-110, -100}, {-INFINITY, -100}},
    {"down almost 20 percent lies between -20 and -19",
     {-20, QUALIFIER_ALMOST, 1},
     {-20, -19},
     {-20.5, -18}},
    {"down at most goes up to zero", {-100, QUALIFIER_AT_MOST, 10}, {-100, -90}, {-100, 0}},
    {"over 1.1 billion", {1.1e9, QUALIFIER_OVER, 1e8}, {1.1e9, 1.2e9}, {1.1e9, INFINITY}},
};

static void check_interval(struct interval given, struct interval expected)
{
    ck_assert_double_eq(given.low, expected.low);
    ck_assert_double_eq(given.high, expected.high);
    ck_assert(!(given.low == 0 && signbit(given.low)));
    ck_assert(!(given.high == 0 && signbit(given.high)));
}

START_TEST(quantity_intervals)
{
    check_interval(quantity_likely(&rows[_i].quantity), rows[_i].likely);
    check_interval(quantity_possible(&rows[_i].quantity), rows[_i].possible);
}
END_TEST

START_TEST(quantity_likely_lies_within_possible)
{
    static const double values[] = {-250, -1, 0, 1, 250};

    for (int q = QUALIFIER_EXACT; q <= QUALIFIER_AT_MOST; q++) {
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            const double precision = fabs(values[i]) > 1 ? 10 : 0;
            const struct quantity quantity = {values[i], (enum qualifier)q, precision};
            const struct interval likely = quantity_likely(&quantity);
            const struct interval possible = quantity_possible(&quantity);

            ck_assert(possible.low <= likely.low && likely.low <= likely.high &&
                      likely.high <= possible.high);
        }
    }
}
END_TEST

static const struct {
    const char *name;
    const char *word;
    int qualifier; /* -1: refused */
} words[] = {
    {"reads exact", "exact", QUALIFIER_EXACT},
    {"reads over", "over", QUALIFIER_OVER},
    {"reads at_least", "at_least", QUALIFIER_AT_LEAST},
    {"reads about", "about", QUALIFIER_ABOUT},
    {"reads almost", "almost", QUALIFIER_ALMOST},
    {"reads under", "under", QUALIFIER_UNDER},
    {"reads at_most", "at_most", QUALIFIER_AT_MOST},
    {"refuses nothing", "", -1},
    {"refuses capitals", "Over", -1},
    {"refuses a blank", "at least", -1},
    {"refuses a beginning", "at_l", -1},
    {"refuses more", "overs", -1},
    {"refuses a blank behind", "over ", -1},
    {"refuses another word", "roughly", -1},
    {"refuses a sign", ">", -1},
};

START_TEST(qualifier_words)
{
    enum qualifier qualifier = QUALIFIER_ALMOST;

    ck_assert_int_eq(qualifier_parse(words[_i].word, &qualifier), words[_i].qualifier >= 0);
    if (words[_i].qualifier >= 0)
        ck_assert_int_eq((int)qualifier, words[_i].qualifier);
    else
        ck_assert_int_eq(qualifier, QUALIFIER_ALMOST);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("quantity");
    TCase *tcase = tcase_create("quantity");

    SUITE_ADD_ROWS(tcase, quantity_intervals, rows);
    tcase_add_test(tcase, quantity_likely_lies_within_possible);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("qualifier_parse");
    SUITE_ADD_ROWS(tcase, qualifier_words, words);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
