/* SPDX-License-Identifier: MIT */
/* Questions that have to stay fast over tens of millions of rows: none reads the whole table, and
 * no list in its own order is sorted. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "questions.h"

#define PAIR "reporter=KAZ&partner=TJK"

static const struct {
    const char *name;
    const char *target;
} sought[] = {
    {"a pair's rows", "/v1/trade?" PAIR},
    {"a pair's year", "/v1/trade?" PAIR "&period=2021"},
    {"a pair's exports of a year", "/v1/trade?" PAIR "&period=2021&flow=X&frequency=A"},
    {"a pair's newest year", "/v1/trade?" PAIR "&period=latest&commodity=TOTAL"},
    {"a pair's chapter", "/v1/trade?" PAIR "&commodity=10*"},
    {"a reporter's rows", "/v1/trade?reporter=KAZ"},
    {"a reporter's year", "/v1/trade?reporter=KAZ&period=2021"},
    {"a reporter's exports", "/v1/trade?reporter=KAZ&flow=X"},
    {"two reporters' rows", "/v1/trade?reporter=KAZ,TJK"},
    {"a dataset of a reporter", "/v1/trade?reporter=KAZ&dataset=old"},
    {"a pair's years", "/v1/trade/aggregate?" PAIR "&flow=X&group_by=year"},
    {"a pair's growth", "/v1/trade/aggregate?" PAIR "&flow=X&group_by=year&growth=true"},
    {"a pair's growth in a year",
     "/v1/trade/aggregate?" PAIR "&flow=X&period=2021&group_by=year&growth=true"},
    {"a pair's top commodities",
     "/v1/trade/aggregate?" PAIR "&flow=X&period=2021&group_by=commodity&level=6&top=20"},
    {"a pair's chapter by year", "/v1/trade/aggregate?" PAIR "&flow=X&commodity=10&group_by=year"},
    {"a reporter's top partners",
     "/v1/trade/aggregate?reporter=KAZ&flow=X&group_by=partner&top=10"},
    {"the world by year", "/v1/trade/aggregate?group_by=year&flow=X&series=customs-usd"},
    {"a pair both ways", "/v1/pairs/KAZ-TJK/trade"},
    {"a pair's chapter both ways", "/v1/pairs/KAZ-TJK/trade?commodity=10"},
    {"what a pair has", "/v1/pairs/KAZ-TJK/coverage"},
};

START_TEST(is_sought)
{
    char *plans = questions_get_plans(sought[_i].target);

    ck_assert_msg(!strstr(plans, "SCAN o\n") && !strstr(plans, "SCAN o "), "%s", plans);
    ck_assert_msg(strstr(plans, "SEARCH o USING PRIMARY KEY") != NULL, "%s", plans);
    free(plans);
}
END_TEST

/* In the order of the table's key, whatever is asked for. */
static const struct {
    const char *name;
    const char *target;
} ordered[] = {
    {"all rows", "/v1/trade"},
    {"all rows as a stream", "/v1/trade?format=csv"},
    {"a year", "/v1/trade?period=2021"},
    {"years", "/v1/trade?period__gte=2020&period__lte=2021"},
    {"a flow", "/v1/trade?flow=X"},
    {"a partner", "/v1/trade?partner=TJK"},
    {"a partner's year", "/v1/trade?partner=TJK&period=2021"},
    {"a partner's years", "/v1/trade?partner=TJK&period__gte=2020"},
    {"a partner's exports since a year", "/v1/trade?partner=TJK&period__gte=2020&flow=X"},
    {"partners", "/v1/trade?partner=TJK,UZB&frequency=A&period=2020,2021"},
    {"a commodity", "/v1/trade?commodity=10"},
    {"a chapter", "/v1/trade?commodity=10*"},
    {"a classification", "/v1/trade?classification=HS"},
    {"a dataset", "/v1/trade?dataset=old"},
    {"a series", "/v1/trade?series=customs-usd"},
    {"values", "/v1/trade?value__gte=10"},
    {"details", "/v1/trade?customs=C00&transport=0&partner2=W00"},
    {"a reporter's year", "/v1/trade?reporter=KAZ&period=2021"},
    {"a reporter's exports", "/v1/trade?reporter=KAZ&flow=X&format=ndjson"},
    {"a pair's year", "/v1/trade?" PAIR "&period=2021&format=ndjson"},
    {"two reporters' rows", "/v1/trade?reporter=KAZ,TJK&format=ndjson"},
    {"everything at once", "/v1/trade?" PAIR "&flow=X&frequency=A&period=2021&commodity=TOTAL"},
};

START_TEST(is_not_sorted)
{
    char *plans = questions_get_plans(ordered[_i].target);

    ck_assert_msg(!strstr(plans, "TEMP B-TREE"), "%s", plans);
    ck_assert_msg(!strstr(plans, "BLOOM FILTER"), "%s", plans);
    free(plans);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plans");
    TCase *tcase = tcase_create("plans");

    questions_init();
    SUITE_ADD_ROWS(tcase, is_sought, sought);
    SUITE_ADD_ROWS(tcase, is_not_sorted, ordered);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);
    questions_fini();
    return result;
}
