/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "questions.h"

#define P "/v1/pairs/KAZ-TJK/trade?"
#define K "/v1/pairs/KAZ-TJK/coverage?"

/* The figures are worked out in questions.c. */
static const struct {
    const char *name;
    const char *target;
    const char *data;
} answered[] = {
    {"puts both sides side by side",
     P "period=2021&fields=a_exports,b_imports,gap,gap_relative,valuation",
     "{\"valuation\":\"exports FOB, imports CIF\",\"a_exports\":30,\"b_imports\":33,\"gap\":3,"
     "\"gap_relative\":0.1}"},
    {"says why a side is missing", P "period=2021&fields=b_exports,a_imports,gap_back,reasons",
     "{\"b_exports\":null,\"a_imports\":8,\"gap_back\":null,\"reasons\":"
     "[\"TJK reported 2021 but has no value for exports to KAZ\"]}"},
    {"says that a side reported nothing", P "period=2020&fields=a_exports,b_imports,reasons",
     "{\"a_exports\":20,\"b_imports\":null,\"reasons\":"
     "[\"TJK reported nothing for 2020 in this series\","
     "\"KAZ reported 2020 but has no value for imports from TJK\"]}"},
    {"says what is missing of a commodity",
     P "period=2021&commodity=10&fields=b_exports,a_imports,reasons",
     "{\"b_exports\":null,\"a_imports\":null,\"reasons\":"
     "[\"among the rows asked for, TJK has no value for exports to KAZ in 2021\","
     "\"among the rows asked for, KAZ has no value for imports from TJK in 2021\"]}"},
    {"says what is missing of a dataset",
     P "period=2021&dataset=old&fields=b_imports,b_exports,reasons",
     "{\"b_imports\":null,\"b_exports\":null,\"reasons\":"
     "[\"among the rows asked for, TJK has no value for imports from KAZ in 2021\","
     "\"among the rows asked for, TJK has no value for exports to KAZ in 2021\"]}"},
    {"answers about a commodity", P "period=2021&commodity=10&fields=a_exports,b_imports,a_imports",
     "{\"a_exports\":30,\"b_imports\":33,\"a_imports\":null}"},
    {"answers with a dataset that was replaced", P "period=2020&dataset=old&fields=a_exports",
     "{\"a_exports\":999}"},
    {"answers by month", P "frequency=M&fields=period,a_exports",
     "{\"period\":\"2021-01\",\"a_exports\":2},{\"period\":\"2021-02\",\"a_exports\":3}"},
    {"takes the frequency from a bound", P "period__lte=2021-01&fields=period,a_exports",
     "{\"period\":\"2021-01\",\"a_exports\":2}"},
    {"answers with the newest year", P "period=latest&fields=period", "{\"period\":\"2021\"}"},
    {"keeps reconciled figures apart", P "period=2000&fields=basis,a_exports,a_to_b,b_to_a,reasons",
     "{\"basis\":\"reconciled\",\"a_exports\":null,\"a_to_b\":52392962.3580139,"
     "\"b_to_a\":3824075.51945412,\"reasons\":[]}"},
    {"lists reports before reconciled figures", P "fields=basis,period&limit=3",
     "{\"basis\":\"reported\",\"period\":\"2020\"},{\"basis\":\"reported\",\"period\":\"2021\"},"
     "{\"basis\":\"reconciled\",\"period\":\"2000\"}"},
    {"says what there is of a side",
     K
     "year=2021&reporter=KAZ&dataset=old&fields=annual,months,flows,commodities,level,observations",
     "{\"annual\":true,\"months\":0,\"flows\":[\"M\",\"X\"],\"commodities\":3,\"level\":6,"
     "\"observations\":5}"},
    {"counts months", K "dataset=months&fields=year,annual,months",
     "{\"year\":\"2021\",\"annual\":false,\"months\":2}"},
    {"shows the dataset that is visible", K "year=2020&fields=reporter,dataset",
     "{\"reporter\":\"KAZ\",\"dataset\":\"new\"}"},
    {"says how old it is", K "dataset=hs6&on=2023-01-31&fields=imported_at,age,total",
     "{\"total\":false,\"imported_at\":\"2023-01-01T00:00:00Z\",\"age\":30}"},
    {"has no row where nothing is", "/v1/pairs/ABW-TJK/trade", ""},
    {"covers nothing where nothing is", "/v1/pairs/ABW-TJK/coverage", ""},
};

START_TEST(answers)
{
    char *data = questions_get_data(answered[_i].target);

    ck_assert_str_eq(data, answered[_i].data);
    free(data);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *says;
} refused[] = {
    {"refuses one country", "/v1/pairs/KAZ/trade", "hyphen"},
    {"refuses a country that is none", "/v1/pairs/KAZ-TJX/trade", "no country"},
    {"refuses a country twice", "/v1/pairs/KAZ-KAZ/coverage", "two different"},
    {"refuses a flow", P "flow=X", "flow"},
    {"refuses a reporter", P "reporter=KAZ", "reporter"},
    {"refuses a chapter beside its subheading", P "commodity=10,100100", "10 holds 100100"},
    {"refuses two frequencies", P "frequency=A,M", "two frequencies"},
    {"refuses bounds of two frequencies", P "period__gte=2020&period__lte=2021-06", "frequency="},
    {"refuses a year where months are asked for", P "frequency=M&period=2021", "frequency=M"},
    {"refuses latest beside a year", P "period=latest,2021", "alone"},
    {"refuses two datasets with the same goods", P "dataset=old,new", "same goods twice"},
    {"refuses a classification that is none", P "classification=ZZ", "/v1/commodities"},
    {"refuses an unknown series", P "series=custom-usd", "customs-usd"},
    {"refuses a reporter that is no side", K "reporter=CHN", "reporter is KAZ or TJK"},
    {"refuses a partner that is no side", K "partner=KAZ,CHN", "partner is KAZ or TJK"},
    {"refuses an area that is no country", "/v1/pairs/KAZ-W00/trade", "W00 (World) is an area"},
    {"refuses a pair with an area that is no country", "/v1/agreements?pair=KAZ-W00",
     "W00 (World) is an area"},
    {"refuses a year that is no number of months", K "months=many", "whole number"},
};

START_TEST(refuses)
{
    char *text = questions_get(refused[_i].target);

    ck_assert_msg(text[0] != '{', "%s", text);
    ck_assert_msg(strstr(text, refused[_i].says) != NULL, "%s", text);
    free(text);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *reason; /* NULL: none */
} empty[] = {
    {"says why there is no trade", "/v1/pairs/ABW-TJK/trade", "no dataset has yearly trade"},
    {"says why there is no coverage", "/v1/pairs/ABW-TJK/coverage", "no dataset has trade"},
    {"says that filters leave no trade", P "period=1999", "no row is left"},
    {"says that filters leave no coverage", K "year=1999", "no row is left"},
    {"says nothing of trade that there is", P "period=2021", NULL},
    {"says nothing of coverage that there is", K, NULL},
};

START_TEST(says_why_it_is_empty)
{
    json_t *answer = questions_get_json(empty[_i].target);
    json_t *meta = json_object_get(answer, "meta");
    const char *reason = json_string_value(json_object_get(meta, "reason"));

    ck_assert(!reason == !empty[_i].reason);
    if (reason)
        ck_assert_msg(strstr(reason, empty[_i].reason) != NULL, "%s", reason);
    json_decref(answer);
}
END_TEST

START_TEST(does_not_name_what_the_path_has_not)
{
    char *text = questions_get(P "dataset=old,new&period=2020");

    ck_assert_ptr_nonnull(strstr(text, "ask for one of them"));
    ck_assert_ptr_null(strstr(text, "group_by"));
    free(text);
}
END_TEST

START_TEST(streams_the_same)
{
    char *csv = questions_get(P "period=2021&fields=period,a_exports,b_imports,gap&format=csv");

    ck_assert_str_eq(csv, "period,a_exports,b_imports,gap\r\n2021,30,33,3\r\n");
    free(csv);
}
END_TEST

/* The page of the pair and its part say the same of reconciled series. */
START_TEST(the_page_says_the_same)
{
    json_t *page = questions_get_json("/v1/pairs/KAZ-TJK");
    json_t *part = questions_get_json(P "series=itpd-e-2010-usd");
    json_t *of_page = json_array_get(json_object_get(json_object_get(page, "data"), "trade"), 0);
    json_t *of_part = json_array_get(json_object_get(part, "data"), 0);

    ck_assert(json_equal(json_object_get(of_page, "a_to_b"), json_object_get(of_part, "a_to_b")));
    ck_assert(json_equal(json_object_get(of_page, "period"), json_object_get(of_part, "period")));
    json_decref(page);
    json_decref(part);
}
END_TEST

START_TEST(the_page_takes_the_newest_classification)
{
    json_t *page = questions_get_json("/v1/pairs/TJK-UZB");
    json_t *trade = json_object_get(json_object_get(page, "data"), "trade");
    json_t *list = json_is_array(trade) ? trade : json_object_get(trade, "data");
    double value = 0;
    size_t i;
    json_t *row;

    json_array_foreach(list, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "series")), "twice-usd") == 0)
            value = json_number_value(json_object_get(row, "b_to_a"));
    }
    ck_assert_double_eq(value, 3);
    json_decref(page);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pair_trade");
    TCase *tcase = tcase_create("pair_trade");

    questions_init();
    SUITE_ADD_ROWS(tcase, answers, answered);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    SUITE_ADD_ROWS(tcase, says_why_it_is_empty, empty);
    tcase_add_test(tcase, does_not_name_what_the_path_has_not);
    tcase_add_test(tcase, streams_the_same);
    tcase_add_test(tcase, the_page_says_the_same);
    tcase_add_test(tcase, the_page_takes_the_newest_classification);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);
    questions_fini();
    return result;
}
