/* SPDX-License-Identifier: MIT */
#include "model/check.h"

#include <math.h>
#include <stddef.h>

#include "expect.h"
#include "expect_check.h"
#include "model/growth.h"
#include "suite.h"

/* The shipped claims; amounts are in millions of US dollars. */
static const struct quantity turnover_2022 = {1400, QUALIFIER_EXACT, 100};
static const struct quantity turnover_2022_near = {1500, QUALIFIER_ALMOST, 100};
static const struct quantity exports_2022 = {877.6, QUALIFIER_EXACT, 0.1};
static const struct quantity imports_2022 = {501.4, QUALIFIER_EXACT, 0.1};
static const struct quantity growth_2022 = {18.5, QUALIFIER_EXACT, 0.1};
static const struct quantity exports_growth_2022 = {9.7, QUALIFIER_EXACT, 0.1};
static const struct quantity turnover_2023 = {1100, QUALIFIER_OVER, 100};
static const struct quantity growth_2023 = {-20.3, QUALIFIER_EXACT, 0.1};
static const struct quantity growth_2023_near = {-20, QUALIFIER_ALMOST, 1};
static const struct quantity exports_2023 = {893, QUALIFIER_ALMOST, 1};
static const struct quantity imports_2023 = {255.8, QUALIFIER_ABOUT, 0.1};
static const struct quantity share_2023 = {78, QUALIFIER_ABOUT, 1};
static const struct quantity turnover_2023_11m = {1000, QUALIFIER_OVER, 1000};
static const struct quantity turnover_2024_4m = {441.6, QUALIFIER_EXACT, 0.1};
static const struct quantity turnover_2024_5m = {550, QUALIFIER_EXACT, 10};
static const struct quantity turnover_2024_7m = {777, QUALIFIER_ALMOST, 1};
static const struct quantity growth_2024_7m = {19.8, QUALIFIER_EXACT, 0.1};
static const struct quantity farm_turnover_2022 = {500, QUALIFIER_OVER, 100};
static const struct quantity deals_2023_over = {1800, QUALIFIER_OVER, 100};
static const struct quantity deals_2023_exact = {1800, QUALIFIER_EXACT, 100};
static const struct quantity deals_2023_low = {1300, QUALIFIER_EXACT, 100};
static const struct quantity deals_2024_about = {900, QUALIFIER_ABOUT, 100};
static const struct quantity deals_2024_over = {1000, QUALIFIER_OVER, 1000};
static const struct quantity russia_2023 = {1714.9, QUALIFIER_EXACT, 0.1};
static const struct quantity russia_2023_over = {1700, QUALIFIER_OVER, 100};
static const struct quantity russia_exports_2023 = {1580, QUALIFIER_EXACT, 10};
static const struct quantity russia_imports_2023 = {134.7, QUALIFIER_EXACT, 0.1};
static const struct quantity russia_imports_printed = {134700, QUALIFIER_EXACT, 100};
static const struct quantity russia_growth_agency = {2.5, QUALIFIER_EXACT, 0.1};
static const struct quantity russia_growth_mission = {2.7, QUALIFIER_EXACT, 0.1};
static const struct quantity all_of_it = {100, QUALIFIER_EXACT, 0};
static const struct quantity down_by_all = {-100, QUALIFIER_EXACT, 0};
static const struct quantity nothing = {0, QUALIFIER_EXACT, 0};

typedef struct check two_figures(const struct bounds *, const struct bounds *, enum relation);

/* Two figures, held against each other as they are. */
static const struct {
    const char *name;
    two_figures *check;
    const struct quantity *left;
    const struct quantity *right;
    enum relation relation;
    const struct answer *answer;
    struct gap gap;
} twos[] = {
    /* [1350, 1450] and [1350, 1450] */
    {"turnover of 2022 by two papers",
     check_same_figure,
     &turnover_2022,
     &turnover_2022,
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     {0, 0}},
    /* likely [1400, 1500] and [1350, 1450] */
    {"near 1.5 billion against 1.4",
     check_same_figure,
     &turnover_2022_near,
     &turnover_2022,
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     {0, 0}},
    /* likely [1750, 1850] and [1250, 1350]: 400 apart; possible are the same */
    {"1.8 against 1.3 billion for one forum",
     check_same_figure,
     &deals_2023_exact,
     &deals_2023_low,
     RELATION_SAME_EVENT,
     &contradicts,
     {400, 400.0 / 1750}},
    /* [1800, …] and [1250, 1350]: 450 apart */
    {"over 1.8 against 1.3 billion for one forum",
     check_same_figure,
     &deals_2023_over,
     &deals_2023_low,
     RELATION_SAME_EVENT,
     &contradicts,
     {450, 0.25}},
    {"1.3 against over 1.8 billion, the other way round",
     check_same_figure,
     &deals_2023_low,
     &deals_2023_over,
     RELATION_SAME_EVENT,
     &contradicts,
     {450, 0.25}},
    /* likely [1800, 1900] and [1750, 1850] */
    {"over 1.8 against 1.8 billion for one forum",
     check_same_figure,
     &deals_2023_over,
     &deals_2023_exact,
     RELATION_SAME_EVENT,
     &consistent,
     {0, 0}},
    /* likely [850, 950] and [1000, 2000]: 50 apart; possible [800, 1000] and [1000, …] touch */
    {"about 900 million against over 1 billion",
     check_same_figure,
     &deals_2024_about,
     &deals_2024_over,
     RELATION_SAME_EVENT,
     &may_hold,
     {50, 0.05}},
    /* likely [-20, -19] and [-20.35, -20.25]; possible [-20.5, -18] */
    {"down almost 20 % against down 20.3 %",
     check_same_figure,
     &growth_2023_near,
     &growth_2023,
     RELATION_SAME_AUTHORITY,
     &may_hold,
     {0.25, 0.25 / 20.25}},
    /* [2.45, 2.55] and [2.65, 2.75]: 0.1 apart */
    {"Russia +2.5 against +2.7 % of one office",
     check_same_figure,
     &russia_growth_agency,
     &russia_growth_mission,
     RELATION_SAME_AUTHORITY,
     &contradicts,
     {0.1, 0.1 / 2.65}},
    {"Russia +2.5 against +2.7 % of a text and the office that it cites",
     check_same_figure,
     &russia_growth_agency,
     &russia_growth_mission,
     RELATION_CITES,
     &contradicts,
     {0.1, 0.1 / 2.65}},
    {"Russia +2.5 against +2.7 % of two offices",
     check_same_figure,
     &russia_growth_agency,
     &russia_growth_mission,
     RELATION_TWO_OFFICES,
     &of_two_offices,
     {0.1, 0.1 / 2.65}},
    {"Russia +2.5 against +2.7 % of nobody known",
     check_same_figure,
     &russia_growth_agency,
     &russia_growth_mission,
     RELATION_UNKNOWN_AUTHORITY,
     &of_unknown_authority,
     {0.1, 0.1 / 2.65}},
    {"what only may be the same, of two offices",
     check_same_figure,
     &growth_2023_near,
     &growth_2023,
     RELATION_TWO_OFFICES,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_UNDECIDABLE, CHECK_REASON_TWO_OFFICES},
     {0.25, 0.25 / 20.25}},
    {"what only may be the same, of nobody known",
     check_same_figure,
     &growth_2023_near,
     &growth_2023,
     RELATION_UNKNOWN_AUTHORITY,
     &may_hold,
     {0.25, 0.25 / 20.25}},
    {"the same figure in another scope",
     check_same_figure,
     &turnover_2022,
     &turnover_2022,
     RELATION_OTHER_SCOPE,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_SCOPE},
     {0, 0}},
    {"the same figure of another period",
     check_same_figure,
     &turnover_2022,
     &turnover_2022,
     RELATION_OTHER_PERIOD,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_PERIOD},
     {0, 0}},
    {"the same figure of another series",
     check_same_figure,
     &turnover_2022,
     &turnover_2022,
     RELATION_OTHER_SERIES,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_SERIES},
     {0, 0}},
    {"the same figure of another basis",
     check_same_figure,
     &turnover_2022,
     &turnover_2022,
     RELATION_OTHER_BASIS,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONSISTENT, CHECK_REASON_OTHER_BASIS},
     {0, 0}},
    {"figures apart of another series",
     check_same_figure,
     &turnover_2022,
     &deals_2023_exact,
     RELATION_OTHER_SERIES,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_SERIES},
     {300, 300.0 / 1750}},
    {"figures apart of another basis",
     check_same_figure,
     &turnover_2022,
     &deals_2023_exact,
     RELATION_OTHER_BASIS,
     &(const struct answer){VERDICT_UNDECIDABLE, VERDICT_CONTRADICTS, CHECK_REASON_OTHER_BASIS},
     {300, 300.0 / 1750}},
    {"nothing against a figure",
     check_same_figure,
     NULL,
     &turnover_2022,
     RELATION_SAME_AUTHORITY,
     &missing,
     {0, 0}},
    {"a figure against nothing",
     check_same_figure,
     &turnover_2022,
     NULL,
     RELATION_SAME_AUTHORITY,
     &missing,
     {0, 0}},
    {"nothing against nothing",
     check_same_figure,
     NULL,
     NULL,
     RELATION_OTHER_SCOPE,
     &missing,
     {0, 0}},
    /* 441.55 is at most 555 */
    {"4 months of 441.6 million within 5 of 550",
     check_part_of_period,
     &turnover_2024_4m,
     &turnover_2024_5m,
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     {0, 0}},
    /* 545 is above 441.65, by 103.35 */
    {"5 months of 550 million within 4 of 441.6",
     check_part_of_period,
     &turnover_2024_5m,
     &turnover_2024_4m,
     RELATION_SAME_AUTHORITY,
     &contradicts,
     {103.35, 103.35 / 545}},
    {"11 months of over 1 billion within a year of over 1.1",
     check_part_of_period,
     &turnover_2023_11m,
     &turnover_2023,
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     {0, 0}},
    /* likely from 1400, above 1200; possible at least 1100 */
    {"near 1.5 billion within over 1.1",
     check_part_of_period,
     &turnover_2022_near,
     &turnover_2023,
     RELATION_SAME_AUTHORITY,
     &may_hold,
     {200, 200.0 / 1400}},
    {"farm goods within turnover",
     check_within_total,
     &farm_turnover_2022,
     &turnover_2022,
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     {0, 0}},
    /* 134650 is above 1714.95 */
    {"\"134.7 bln\" within 1714.9 million",
     check_within_total,
     &russia_imports_printed,
     &russia_2023,
     RELATION_CITES,
     &contradicts,
     {132935.05, 132935.05 / 134650}},
    {"134.7 within 1714.9 million",
     check_within_total,
     &russia_imports_2023,
     &russia_2023,
     RELATION_TWO_OFFICES,
     &consistent,
     {0, 0}},
    {"a total that is not known",
     check_within_total,
     &russia_imports_2023,
     NULL,
     RELATION_SAME_AUTHORITY,
     &missing,
     {0, 0}},
    {"deals of 900 million named of over 1.8 billion",
     check_deal_package,
     &deals_2024_about,
     &deals_2023_over,
     RELATION_SAME_EVENT,
     &consistent,
     {0, 0}},
    /* 1750 is above 1350 */
    {"deals of 1.8 billion named of 1.3",
     check_deal_package,
     &deals_2023_exact,
     &deals_2023_low,
     RELATION_SAME_EVENT,
     &contradicts,
     {400, 400.0 / 1750}},
    /* likely from 1000, above 950; possible up to 1000 */
    {"deals of over 1 billion named of about 900 million",
     check_deal_package,
     &deals_2024_over,
     &deals_2024_about,
     RELATION_SAME_EVENT,
     &may_hold,
     {50, 0.05}},
    {"no deals named",
     check_deal_package,
     NULL,
     &deals_2023_over,
     RELATION_SAME_EVENT,
     &missing,
     {0, 0}},
};

START_TEST(check_compares_two_figures)
{
    struct bounds left;
    struct bounds right;
    const struct bounds *known_left = find_bounds(twos[_i].left, &left);
    const struct bounds *known_right = find_bounds(twos[_i].right, &right);
    const struct check check = twos[_i].check(known_left, known_right, twos[_i].relation);

    expect_answer(&check, twos[_i].answer);
    expect_sides(&check, known_left, known_right);
    expect_gap(check.gap, twos[_i].gap);
    ck_assert_int_eq(check.steps, 0);
}
END_TEST

typedef struct check three_figures(const struct bounds *, const struct bounds *,
                                   const struct bounds *, enum relation);

static struct check check_sum_of_two(const struct bounds *a, const struct bounds *b,
                                     const struct bounds *whole, enum relation relation)
{
    const struct bounds *const parts[] = {a, b};

    return check_sum(parts, 2, whole, relation);
}

enum side { LEFT, RIGHT };

/* Three figures, of which two make what the third is held against. */
static const struct {
    const char *name;
    three_figures *check;
    const struct quantity *figures[3];
    enum relation relation;
    const struct answer *answer;
    enum side made; /* which of the two sides was made */
    bool has_made;
    struct bounds bounds; /* of it */
    struct gap gap;
} threes[] = {
    /* 877.55 + 501.35 … 877.65 + 501.45 within [1350, 1450] */
    {"2022: 877.6 and 501.4 make 1.4 billion",
     check_sum_of_two,
     {&exports_2022, &imports_2022, &turnover_2022},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     LEFT,
     true,
     {{1378.9, 1379.1}, {1378.9, 1379.1}},
     {0, 0}},
    /* Likely from 1400, possible from 1300. */
    {"2022: 877.6 and 501.4 against near 1.5 billion",
     check_sum_of_two,
     {&exports_2022, &imports_2022, &turnover_2022_near},
     RELATION_UNKNOWN_AUTHORITY,
     &may_hold,
     LEFT,
     true,
     {{1378.9, 1379.1}, {1378.9, 1379.1}},
     {20.9, 20.9 / 1400}},
    /* 892 + 255.75 … 893 + 255.85 within [1100, 1200]; 891 + 255.7 … 893.5 + 255.9 */
    {"2023: 893 and 255.8 make over 1.1 billion",
     check_sum_of_two,
     {&exports_2023, &imports_2023, &turnover_2023},
     RELATION_SAME_AUTHORITY,
     &consistent,
     LEFT,
     true,
     {{1147.75, 1148.85}, {1146.7, 1149.4}},
     {0, 0}},
    /* 1575 + 134.65 … 1585 + 134.75 around [1714.85, 1714.95] */
    {"Russia: 1580 and 134.7 make 1714.9 million",
     check_sum_of_two,
     {&russia_exports_2023, &russia_imports_2023, &russia_2023},
     RELATION_TWO_OFFICES,
     &consistent,
     LEFT,
     true,
     {{1709.65, 1719.75}, {1709.65, 1719.75}},
     {0, 0}},
    {"Russia: 1580 and 134.7 make over 1.7 billion",
     check_sum_of_two,
     {&russia_exports_2023, &russia_imports_2023, &russia_2023_over},
     RELATION_SAME_AUTHORITY,
     &consistent,
     LEFT,
     true,
     {{1709.65, 1719.75}, {1709.65, 1719.75}},
     {0, 0}},
    /* 877.55 + 892 … 877.65 + 893 */
    {"a sum of the wrong year",
     check_sum_of_two,
     {&exports_2022, &exports_2023, &turnover_2022},
     RELATION_CITES,
     &contradicts,
     LEFT,
     true,
     {{1769.55, 1770.65}, {1768.55, 1771.15}},
     {319.55, 319.55 / 1769.55}},
    {"a sum of a part that is not known",
     check_sum_of_two,
     {&exports_2022, NULL, &turnover_2022},
     RELATION_SAME_AUTHORITY,
     &missing,
     LEFT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"a sum of which the whole is not known",
     check_sum_of_two,
     {&exports_2022, &imports_2022, NULL},
     RELATION_SAME_AUTHORITY,
     &missing,
     LEFT,
     true,
     {{1378.9, 1379.1}, {1378.9, 1379.1}},
     {0, 0}},
    /* 1100 / 1450 - 1 … 1200 / 1350 - 1 */
    {"2023: down 20.3 % from 1.4 to over 1.1 billion",
     check_growth,
     {&growth_2023, &turnover_2023, &turnover_2022},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     RIGHT,
     true,
     {{-24.13793103, -11.11111111}, {-24.13793103, INFINITY}},
     {0, 0}},
    /* 1100 / 1400 - 1 … 1200 / 1500 - 1 … 1550 / 1300 */
    {"growth over a base that is almost known",
     check_growth,
     {&growth_2023, &turnover_2023, &turnover_2022_near},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     RIGHT,
     true,
     {{-26.66666667, -14.28571429}, {-29.03225806, INFINITY}},
     {0, 0}},
    {"growth from nothing",
     check_growth,
     {&growth_2023, &turnover_2023, &nothing},
     RELATION_SAME_AUTHORITY,
     &without_bounds,
     RIGHT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"growth from what is not known",
     check_growth,
     {&growth_2023, &turnover_2023, NULL},
     RELATION_SAME_AUTHORITY,
     &missing,
     RIGHT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"growth that is not stated",
     check_growth,
     {NULL, &turnover_2022, &turnover_2022},
     RELATION_SAME_AUTHORITY,
     &missing,
     RIGHT,
     true,
     {{-6.896551724, 7.407407407}, {-6.896551724, 7.407407407}},
     {0, 0}},
    /* 1100 / 0.7975 … 1200 / 0.7965 around [1350, 1450] */
    {"2023: down 20.3 % to over 1.1 billion implies 1.4 in 2022",
     check_implied_base,
     {&turnover_2023, &growth_2023, &turnover_2022},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     LEFT,
     true,
     {{1379.310345, 1506.591337}, {1379.310345, INFINITY}},
     {0, 0}},
    /* 1350 / 1.1855 … 1450 / 1.1845; nobody gave the turnover of 2021 */
    {"2022: up 18.5 % to 1.4 billion implies a base",
     check_implied_base,
     {&turnover_2022, &growth_2022, NULL},
     RELATION_UNKNOWN_AUTHORITY,
     &missing,
     LEFT,
     true,
     {{1138.760017, 1224.145209}, {1138.760017, 1224.145209}},
     {0, 0}},
    /* 776 / 1.1985 … 777 / 1.1975 */
    {"2024: up 19.8 % to almost 777 million implies January to July 2023",
     check_implied_base,
     {&turnover_2024_7m, &growth_2024_7m, NULL},
     RELATION_UNKNOWN_AUTHORITY,
     &missing,
     LEFT,
     true,
     {{647.476012, 648.851775}, {646.641635, 649.269311}},
     {0, 0}},
    /* [1138.76, 1224.15] is 125.85 below [1350, 1450]. */
    {"2022: up 18.5 % to 1.4 billion does not imply 1.4 for 2021",
     check_implied_base,
     {&turnover_2022, &growth_2022, &turnover_2022},
     RELATION_CITES,
     &contradicts,
     LEFT,
     true,
     {{1138.760017, 1224.145209}, {1138.760017, 1224.145209}},
     {125.854791, 125.854791 / 1350}},
    {"a base from which all is gone",
     check_implied_base,
     {&nothing, &down_by_all, &turnover_2022},
     RELATION_SAME_AUTHORITY,
     &without_bounds,
     LEFT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"a base without its growth",
     check_implied_base,
     {&turnover_2022, NULL, &turnover_2022},
     RELATION_SAME_AUTHORITY,
     &missing,
     LEFT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    /* 892 / 1200 … 893 / 1100 around [77.5, 78.5] */
    {"2023: almost 893 million are about 78 % of over 1.1 billion",
     check_share,
     {&share_2023, &exports_2023, &turnover_2023},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     RIGHT,
     true,
     {{74.33333333, 81.18181818}, {0, 81.22727273}},
     {0, 0}},
    /* 892 / (892 + 255.85) … 893 / (893 + 255.75) within [77.5, 78.5] */
    {"2023: almost 893 million are about 78 % of the sum",
     check_share_of_sum,
     {&share_2023, &exports_2023, &imports_2023},
     RELATION_UNKNOWN_AUTHORITY,
     &consistent,
     RIGHT,
     true,
     {{77.71050224, 77.73667029}, {77.68767983, 77.74973895}},
     {0, 0}},
    /* 877.55 / 1450 … 877.65 / 1350 = 65.011; 100 is 34.989 above */
    {"2022: 877.6 million are not all of 1.4 billion",
     check_share,
     {&all_of_it, &exports_2022, &turnover_2022},
     RELATION_CITES,
     &contradicts,
     RIGHT,
     true,
     {{60.52068966, 65.01111111}, {60.52068966, 65.01111111}},
     {34.98888889, 34.98888889 / 100}},
    /* 891 / 1450 … 893.5 / 1350, likely 892 / 1450 … 893 / 1350, above [18.45, 18.55] */
    {"a share that is too small",
     check_share,
     {&growth_2022, &exports_2023, &turnover_2022},
     RELATION_CITES,
     &contradicts,
     RIGHT,
     true,
     {{61.51724138, 66.14814815}, {61.44827586, 66.18518519}},
     {42.96724138, 42.96724138 / 61.51724138}},
    {"a share of a sum that is too small",
     check_share_of_sum,
     {&growth_2022, &exports_2023, &imports_2023},
     RELATION_CITES,
     &contradicts,
     RIGHT,
     true,
     {{77.71050224, 77.73667029}, {77.68767983, 77.74973895}},
     {59.16050224, 59.16050224 / 77.71050224}},
    {"a share of nothing",
     check_share,
     {&share_2023, &exports_2023, &nothing},
     RELATION_SAME_AUTHORITY,
     &without_bounds,
     RIGHT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"a share of two nothings",
     check_share_of_sum,
     {&share_2023, &nothing, &nothing},
     RELATION_SAME_AUTHORITY,
     &without_bounds,
     RIGHT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
    {"a share without its whole",
     check_share,
     {&share_2023, &exports_2023, NULL},
     RELATION_SAME_AUTHORITY,
     &missing,
     RIGHT,
     false,
     {{0, 0}, {0, 0}},
     {0, 0}},
};

START_TEST(check_derives_what_it_compares)
{
    struct bounds bounds[3];
    const struct bounds *known[3];

    for (int i = 0; i < 3; i++)
        known[i] = find_bounds(threes[_i].figures[i], &bounds[i]);
    const struct check check = threes[_i].check(known[0], known[1], known[2], threes[_i].relation);
    const struct bounds *made = threes[_i].has_made ? &threes[_i].bounds : NULL;

    expect_answer(&check, threes[_i].answer);
    if (threes[_i].made == LEFT)
        expect_sides(&check, made, known[2]);
    else
        expect_sides(&check, known[0], made);
    expect_gap(check.gap, threes[_i].gap);
}
END_TEST

/* 877.6 + 501.4 = [1378.9, 1379.1] of one office; 1100 / 1379.1 - 1 is -20.238 %, and -20.25 is the
 * most that -20.3 % may be: 0.0122 apart, where no rounding explains it. */
START_TEST(check_growth_of_one_office_over_the_level_of_another_is_undecidable)
{
    const struct bounds growth = quantity_bounds(&growth_2023);
    const struct bounds level = quantity_bounds(&turnover_2023);
    const struct bounds base =
        bounds_add(quantity_bounds(&exports_2022), quantity_bounds(&imports_2022));
    struct check check = check_growth(&growth, &level, &base, RELATION_TWO_OFFICES);

    expect_answer(&check, &of_two_offices);
    expect_bounds(check.right,
                  (struct bounds){{-20.23783627, -12.97410979}, {-20.23783627, INFINITY}});
    expect_gap(check.gap, (struct gap){0.01216373, 0.01216373 / 20.25});
    check = check_growth(&growth, &level, &base, RELATION_UNKNOWN_AUTHORITY);
    expect_answer(&check, &of_unknown_authority);
    check = check_growth(&growth, &level, &base, RELATION_SAME_AUTHORITY);
    expect_answer(&check, &contradicts);
}
END_TEST

/* 893 and 255.8 of one office, down 20.3 %: [1147.75, 1148.85] / [0.7965, 0.7975]. */
START_TEST(check_implied_base_of_a_sum_meets_1_4_billion)
{
    const struct bounds level =
        bounds_add(quantity_bounds(&exports_2023), quantity_bounds(&imports_2023));
    const struct bounds growth = quantity_bounds(&growth_2023);
    const struct bounds base = quantity_bounds(&turnover_2022);
    const struct check check =
        check_implied_base(&level, &growth, &base, RELATION_UNKNOWN_AUTHORITY);

    expect_answer(&check, &consistent);
    expect_bounds(check.left,
                  (struct bounds){{1439.184953, 1442.372881}, {1437.868339, 1443.063402}});
}
END_TEST

/* 877.6 up 9.7 % and 501.4 up 37.9 % imply [799.590, 800.410] and [363.429, 363.765]: their sum
 * against the base of 1.4 billion, up 18.5 %. */
START_TEST(check_sum_of_implied_bases_meets_the_implied_base_of_the_sum)
{
    const struct quantity imports_growth_2022 = {37.9, QUALIFIER_EXACT, 0.1};
    struct bounds exports;
    struct bounds imports;
    struct bounds turnover;

    ck_assert(growth_implied_base(quantity_bounds(&exports_2022),
                                  quantity_bounds(&exports_growth_2022), &exports));
    ck_assert(growth_implied_base(quantity_bounds(&imports_2022),
                                  quantity_bounds(&imports_growth_2022), &imports));
    ck_assert(growth_implied_base(quantity_bounds(&turnover_2022), quantity_bounds(&growth_2022),
                                  &turnover));
    const struct check check =
        check_sum_of_two(&exports, &imports, &turnover, RELATION_SAME_AUTHORITY);
    expect_answer(&check, &consistent);
    expect_interval(check.left.likely, (struct interval){1163.018756, 1164.175359});
}
END_TEST

/* January to May less January to April: 545 - 441.65 … 555 - 441.55 in 2024; a year before 471.249
 * - 391.360 … 480.312 - 390.925. Both are months of their own. */
START_TEST(check_of_a_part_leaves_the_rest)
{
    const struct quantity growth_4m = {12.9, QUALIFIER_EXACT, 0.1};
    const struct quantity growth_5m = {15.6, QUALIFIER_EXACT, 0.1};
    struct bounds base_4m;
    struct bounds base_5m;

    expect_interval(
        bounds_subtract(quantity_bounds(&turnover_2024_5m), quantity_bounds(&turnover_2024_4m))
            .likely,
        (struct interval){103.35, 113.45});
    ck_assert(growth_implied_base(quantity_bounds(&turnover_2024_4m), quantity_bounds(&growth_4m),
                                  &base_4m));
    ck_assert(growth_implied_base(quantity_bounds(&turnover_2024_5m), quantity_bounds(&growth_5m),
                                  &base_5m));
    expect_interval(bounds_subtract(base_5m, base_4m).likely,
                    (struct interval){79.88924681, 89.38636472});
    const struct check check = check_part_of_period(&base_4m, &base_5m, RELATION_UNKNOWN_AUTHORITY);
    expect_answer(&check, &consistent);
}
END_TEST

START_TEST(check_mirror_gives_the_gap_and_never_contradicts)
{
    const struct bounds exporter = bounds_point(900);
    const struct bounds importer = bounds_point(300);
    struct check check = check_mirror(&exporter, &importer, RELATION_TWO_OFFICES);

    ck_assert_str_eq(check_kind_word(check.kind), "mirror");
    expect_answer(&check, &of_two_offices);
    expect_gap(check.gap, (struct gap){600, 2.0 / 3});
    check = check_mirror(&importer, &exporter, RELATION_TWO_OFFICES);
    expect_answer(&check, &of_two_offices);
    expect_gap(check.gap, (struct gap){600, 2.0 / 3});
    check = check_mirror(&exporter, &exporter, RELATION_TWO_OFFICES);
    expect_answer(&check, &consistent);
    check = check_mirror(NULL, &importer, RELATION_TWO_OFFICES);
    expect_answer(&check, &missing);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = tcase_create("check_two_figures");

    SUITE_ADD_ROWS(tcase, check_compares_two_figures, twos);
    tcase_add_test(tcase, check_mirror_gives_the_gap_and_never_contradicts);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("check_three_figures");
    SUITE_ADD_ROWS(tcase, check_derives_what_it_compares, threes);
    tcase_add_test(tcase, check_growth_of_one_office_over_the_level_of_another_is_undecidable);
    tcase_add_test(tcase, check_implied_base_of_a_sum_meets_1_4_billion);
    tcase_add_test(tcase, check_sum_of_implied_bases_meets_the_implied_base_of_the_sum);
    tcase_add_test(tcase, check_of_a_part_leaves_the_rest);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
