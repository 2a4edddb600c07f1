/* SPDX-License-Identifier: MIT */
#include "model/period.h"

#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    const char *canonical;
    const char *start;
    const char *end;
    char frequency;
} accepted[] = {
    {"reads a year", "2022", "2022", "2022-01-01", "2022-12-31", 'A'},
    {"reads a first half", "2024-S1", "2024-S1", "2024-01-01", "2024-06-30", 'S'},
    {"reads a second half", "2024-S2", "2024-S2", "2024-07-01", "2024-12-31", 'S'},
    {"reads a half as H", "2024-H1", "2024-S1", "2024-01-01", "2024-06-30", 'S'},
    {"reads a first quarter", "2022-Q1", "2022-Q1", "2022-01-01", "2022-03-31", 'Q'},
    {"reads a last quarter", "2022-Q4", "2022-Q4", "2022-10-01", "2022-12-31", 'Q'},
    {"reads a month", "2022-01", "2022-01", "2022-01-01", "2022-01-31", 'M'},
    {"reads a leap February", "2024-02", "2024-02", "2024-02-01", "2024-02-29", 'M'},
    {"reads a month without a hyphen", "202401", "2024-01", "2024-01-01", "2024-01-31", 'M'},
    {"reads a span", "2024-01-01/P7M", "2024-01-01/P7M", "2024-01-01", "2024-07-31", 'P'},
    {"reads a span without the day", "2024-01/P7M", "2024-01-01/P7M", "2024-01-01", "2024-07-31",
     'P'},
    {"reads a span over the year's end", "2023-11/P4M", "2023-11-01/P4M", "2023-11-01",
     "2024-02-29", 'P'},
    {"writes 6 months from January as a half", "2024-01-01/P6M", "2024-S1", "2024-01-01",
     "2024-06-30", 'S'},
    {"writes 6 months from July as a half", "2024-07/P6M", "2024-S2", "2024-07-01", "2024-12-31",
     'S'},
    {"leaves 6 months from April a span", "2024-04/P6M", "2024-04-01/P6M", "2024-04-01",
     "2024-09-30", 'P'},
    {"writes 3 months from April as a quarter", "2024-04/P3M", "2024-Q2", "2024-04-01",
     "2024-06-30", 'Q'},
    {"leaves 3 months from May a span", "2024-05/P3M", "2024-05-01/P3M", "2024-05-01", "2024-07-31",
     'P'},
    {"writes 1 month as a month", "2024-05-01/P1M", "2024-05", "2024-05-01", "2024-05-31", 'M'},
    {"writes 12 months from January as a year", "2023-01/P12M", "2023", "2023-01-01", "2023-12-31",
     'A'},
    {"writes 1 year from January as a year", "2023-01-01/P1Y", "2023", "2023-01-01", "2023-12-31",
     'A'},
    {"leaves a year from July a span of a year", "2023-07/P12M", "2023-07-01/P1Y", "2023-07-01",
     "2024-06-30", 'P'},
    {"writes 24 months as 2 years", "2021-01/P24M", "2021-01-01/P2Y", "2021-01-01", "2022-12-31",
     'P'},
    {"reads zeros before the number of months", "2024-01/P07M", "2024-01-01/P7M", "2024-01-01",
     "2024-07-31", 'P'},
    {"reads the longest span", "1900-01/P1200M", "1900-01-01/P100Y", "1900-01-01", "1999-12-31",
     'P'},
    {"reads the longest span in years", "1900-01/P100Y", "1900-01-01/P100Y", "1900-01-01",
     "1999-12-31", 'P'},
    {"reads the first year", "1800", "1800", "1800-01-01", "1800-12-31", 'A'},
    {"reads the last month", "2199-12", "2199-12", "2199-12-01", "2199-12-31", 'M'},
};

static const struct {
    const char *name;
    const char *text;
} refused[] = {
    {"refuses nothing", ""},
    {"refuses a year before 1800", "1799"},
    {"refuses a year after 2199", "2200"},
    {"refuses a span that leaves 2199", "2199-12/P2M"},
    {"refuses a year of three digits", "202"},
    {"refuses five digits", "20241"},
    {"refuses a day without hyphens", "20240101"},
    {"refuses month 0", "2024-00"},
    {"refuses month 13", "2024-13"},
    {"refuses month 13 without a hyphen", "202413"},
    {"refuses half 0", "2024-S0"},
    {"refuses half 3", "2024-S3"},
    {"refuses quarter 0", "2024-Q0"},
    {"refuses quarter 5", "2024-Q5"},
    {"refuses a quarter of two digits", "2024-Q12"},
    {"refuses a small letter", "2024-q1"},
    {"refuses a quarter without a hyphen", "2024Q1"},
    {"refuses weeks", "2024-W05"},
    {"refuses one day", "2024-01-01"},
    {"refuses a span from another day than the first", "2024-01-15/P7M"},
    {"refuses a span of days", "2024-01-01/P7D"},
    {"refuses a span of no months", "2024-01/P0M"},
    {"refuses a span without a number", "2024-01/PM"},
    {"refuses a span without a unit", "2024-01/P7"},
    {"refuses a span of years and months", "2024-01/P1Y6M"},
    {"refuses a span with a fraction", "2024-01/P1.5Y"},
    {"refuses a negative span", "2024-01/P-7M"},
    {"refuses more than 1200 months", "1900-01/P1201M"},
    {"refuses more than 100 years", "1900-01/P101Y"},
    {"refuses a number that overflows", "1900-01/P99999999999M"},
    {"refuses a span of a bare year", "2024/P7M"},
    {"refuses two ends", "2024-01/2024-07"},
    {"refuses a hyphen at the end", "2024-"},
    {"refuses a slash at the end", "2024-01/"},
    {"refuses a blank behind", "2024 "},
    {"refuses a blank in front", " 2024"},
    {"refuses text behind a span", "2024-01/P7Mx"},
    {"refuses about", "2024~"},
    {"refuses a word", "World"},
};

START_TEST(period_accepts)
{
    struct period period;

    ck_assert(period_parse(accepted[_i].text, &period));
    ck_assert_str_eq(period.text, accepted[_i].canonical);
    ck_assert_str_eq(period.start, accepted[_i].start);
    ck_assert_str_eq(period.end, accepted[_i].end);
    ck_assert_int_eq(period.frequency, accepted[_i].frequency);
}
END_TEST

START_TEST(period_reads_its_own_spelling)
{
    struct period first;
    struct period second;

    ck_assert(period_parse(accepted[_i].text, &first));
    ck_assert(period_parse(first.text, &second));
    ck_assert_mem_eq(&first, &second, sizeof first);
}
END_TEST

START_TEST(period_refuses)
{
    struct period period = {.text = "untouched"};

    ck_assert(!period_parse(refused[_i].text, &period));
    ck_assert_str_eq(period.text, "untouched");
}
END_TEST

START_TEST(period_key_orders_by_start_then_end)
{
    static const char *const ordered[] = {
        "1800",           "1800-12", "1969-12",        "1970-01",          "1970-Q1", "1970-S1",
        "1970-02",        "2023",    "2024-01",        "2024-01-01/P2M",   "2024-Q1", "2024-S1",
        "2024-01-01/P7M", "2024",    "2024-01-01/P2Y", "2024-01-01/P100Y", "2024-02", "2199-12"};

    for (size_t i = 1; i < sizeof ordered / sizeof ordered[0]; i++) {
        struct period before;
        struct period after;

        ck_assert(period_parse(ordered[i - 1], &before));
        ck_assert(period_parse(ordered[i], &after));
        ck_assert_msg(period_key(&before) < period_key(&after), "%s, %s", ordered[i - 1],
                      ordered[i]);
    }
}
END_TEST

START_TEST(period_key_is_days_since_1970_and_length)
{
    struct period period;

    ck_assert(period_parse("1970-01", &period));
    ck_assert_int_eq(period_key(&period), 31);
    ck_assert(period_parse("1970-02", &period));
    ck_assert_int_eq(period_key(&period), 31 * 65536 + 28);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    int years;
    const char *shifted; /* NULL: refused */
} shifts[] = {
    {"shifts a year", "2023", -1, "2022"},
    {"shifts a month into a leap year", "2023-02", 1, "2024-02"},
    {"shifts a half", "2024-S2", -10, "2014-S2"},
    {"shifts a span", "2024-01-01/P7M", -1, "2023-01-01/P7M"},
    {"shifts by nothing", "2024-Q3", 0, "2024-Q3"},
    {"shifts to the first year", "2199", -399, "1800"},
    {"refuses to leave the first year", "1800", -1, NULL},
    {"refuses to leave the last year", "2199", 1, NULL},
    {"refuses to let a span leave the last year", "2198-07/P1Y", 1, NULL},
    {"refuses the largest number", "2024", 2147483647, NULL},
    {"refuses the smallest number", "2024", -2147483647 - 1, NULL},
};

START_TEST(period_shifts)
{
    struct period period;
    struct period shifted = {.text = "untouched"};

    ck_assert(period_parse(shifts[_i].text, &period));
    ck_assert_int_eq(period_shift(&period, shifts[_i].years, &shifted), shifts[_i].shifted != NULL);
    ck_assert_str_eq(shifted.text, shifts[_i].shifted ? shifts[_i].shifted : "untouched");
}
END_TEST

static struct period parse(const char *text)
{
    struct period period;

    ck_assert_msg(period_parse(text, &period), "%s", text);
    return period;
}

static const struct {
    const char *name;
    const char *a;
    const char *b;
    bool contains;      /* a contains b */
    bool overlaps;      /* in either order */
    bool adjoins;       /* b follows a */
    const char *joined; /* NULL: refused */
} pairs[] = {
    {"itself", "2024", "2024", true, true, false, NULL},
    {"a year and its half", "2024", "2024-S2", true, true, false, NULL},
    {"a year and its last month", "2024", "2024-12", true, true, false, NULL},
    {"a half and its year", "2024-S1", "2024", false, true, false, NULL},
    {"spans that begin together", "2023-01/P5M", "2023-01/P4M", true, true, false, NULL},
    {"spans that overlap", "2024-01/P7M", "2024-S2", false, true, false, NULL},
    {"a span over the year's end", "2023-11/P4M", "2024-01", true, true, false, NULL},
    {"two halves", "2024-S1", "2024-S2", false, false, true, "2024"},
    {"two years", "2022", "2023", false, false, true, "2022-01-01/P2Y"},
    {"four months and the fifth", "2023-01/P4M", "2023-05", false, false, true, "2023-01-01/P5M"},
    {"seven months and five", "2024-01/P7M", "2024-08/P5M", false, false, true, "2024"},
    {"a month before a leap day's", "2024-01", "2024-02", false, false, true, "2024-01-01/P2M"},
    {"December and January", "2023-12", "2024-01", false, false, true, "2023-12-01/P2M"},
    {"the two that make the longest span", "1900", "1901-01/P99Y", false, false, true,
     "1900-01-01/P100Y"},
    {"two that make too long a span", "1900", "1901-01/P100Y", false, false, true, NULL},
    {"a gap of a month", "2024-01", "2024-03", false, false, false, NULL},
    {"the same half a year later", "2023-S1", "2024-S1", false, false, false, NULL},
};

START_TEST(period_lies_beside_another)
{
    const struct period a = parse(pairs[_i].a);
    const struct period b = parse(pairs[_i].b);

    ck_assert_int_eq(period_contains(&a, &b), pairs[_i].contains);
    ck_assert_int_eq(period_overlaps(&a, &b), pairs[_i].overlaps);
    ck_assert_int_eq(period_overlaps(&b, &a), pairs[_i].overlaps);
    ck_assert_int_eq(period_adjoins(&a, &b), pairs[_i].adjoins);
    ck_assert(!period_adjoins(&b, &a));
}
END_TEST

static void check_join(const struct period *a, const struct period *b, const char *expected)
{
    struct period joined = {.text = "untouched"};

    ck_assert_int_eq(period_join(a, b, &joined), expected != NULL);
    ck_assert_str_eq(joined.text, expected ? expected : "untouched");
}

START_TEST(period_joins_what_adjoins_in_either_order)
{
    const struct period a = parse(pairs[_i].a);
    const struct period b = parse(pairs[_i].b);

    check_join(&a, &b, pairs[_i].joined);
    check_join(&b, &a, pairs[_i].joined);
}
END_TEST

static const struct {
    const char *name;
    const char *whole;
    const char *part;
    int count; /* of what is left; -1: the part does not lie within */
    const char *left[2];
} rests[] = {
    {"leaves five months of a year", "2024", "2024-01/P7M", 1, {"2024-08-01/P5M", NULL}},
    {"leaves the fifth month", "2023-01/P5M", "2023-01/P4M", 1, {"2023-05", NULL}},
    {"leaves the last month", "2023", "2023-01/P11M", 1, {"2023-12", NULL}},
    {"leaves the first month", "2024", "2024-02/P11M", 1, {"2024-01", NULL}},
    {"leaves a half", "2024", "2024-S2", 1, {"2024-S1", NULL}},
    {"leaves a quarter", "2024-S1", "2024-Q1", 1, {"2024-Q2", NULL}},
    {"leaves both sides of a month", "2024", "2024-05", 2, {"2024-01-01/P4M", "2024-06-01/P7M"}},
    {"leaves both sides over the year's end",
     "2023-11/P4M",
     "2024-01",
     2,
     {"2023-11-01/P2M", "2024-02"}},
    {"leaves a year", "2022-01/P2Y", "2022", 1, {"2023", NULL}},
    {"leaves nothing", "2024", "2024-01/P12M", 0, {NULL, NULL}},
    {"refuses another year", "2024", "2023-S1", -1, {NULL, NULL}},
    {"refuses what begins before", "2024", "2023-12/P2M", -1, {NULL, NULL}},
    {"refuses what ends behind", "2024", "2024-12/P2M", -1, {NULL, NULL}},
    {"refuses the whole of a part", "2024-S1", "2024", -1, {NULL, NULL}},
};

START_TEST(period_subtracts)
{
    const struct period whole = parse(rests[_i].whole);
    const struct period part = parse(rests[_i].part);
    struct period left[2] = {{.text = "untouched"}, {.text = "untouched"}};

    ck_assert_int_eq(period_subtract(&whole, &part, left), rests[_i].count);
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(left[i].text, rests[_i].left[i] ? rests[_i].left[i] : "untouched");
}
END_TEST

static const struct {
    const char *name;
    const char *period;
    const char *day;
    bool has_day;
} days[] = {
    {"has its first day", "2024-01/P7M", "2024-01-01", true},
    {"has its last day", "2024-01/P7M", "2024-07-31", true},
    {"has a leap day", "2024-02", "2024-02-29", true},
    {"has a day in between", "2023-11/P4M", "2024-01-15", true},
    {"has not the day before", "2024", "2023-12-31", false},
    {"has not the day behind", "2024-S1", "2024-07-01", false},
    {"has not the open day", "2199", "9999-12-31", false},
};

START_TEST(period_has_days)
{
    const struct period period = parse(days[_i].period);

    ck_assert_int_eq(period_has_day(&period, days[_i].day), days[_i].has_day);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("period");
    TCase *tcase = tcase_create("period_parse");

    SUITE_ADD_ROWS(tcase, period_accepts, accepted);
    SUITE_ADD_ROWS(tcase, period_refuses, refused);
    tcase_add_loop_test(tcase, period_reads_its_own_spelling, 0,
                        (int)(sizeof accepted / sizeof accepted[0]));
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_key");
    tcase_add_test(tcase, period_key_orders_by_start_then_end);
    tcase_add_test(tcase, period_key_is_days_since_1970_and_length);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_shift");
    SUITE_ADD_ROWS(tcase, period_shifts, shifts);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_contains");
    SUITE_ADD_ROWS(tcase, period_lies_beside_another, pairs);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_join");
    SUITE_ADD_ROWS(tcase, period_joins_what_adjoins_in_either_order, pairs);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_subtract");
    SUITE_ADD_ROWS(tcase, period_subtracts, rests);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("period_has_day");
    SUITE_ADD_ROWS(tcase, period_has_days, days);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
