/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions.h"

#define T  "/v1/trade?"
#define KT "reporter=KAZ&partner=TJK&series=customs-usd&"

static const struct {
    const char *name;
    const char *target;
    const char *data;
} answered[] = {
    {"finds a row", T KT "flow=X&period=2021&commodity=TOTAL&fields=value,dataset",
     "{\"dataset\":\"old\",\"value\":30}"},
    {"reads a beginning of codes", T KT "flow=X&period=2021&commodity=10*&fields=commodity",
     "{\"commodity\":\"10\"},{\"commodity\":\"100100\"},{\"commodity\":\"100200\"}"},
    {"reads beginnings and codes", T KT "flow=X&period=2021&commodity=1001*,TOTAL&fields=commodity",
     "{\"commodity\":\"100100\"},{\"commodity\":\"TOTAL\"}"},
    {"leaves beginnings of codes out",
     T KT "flow=X&period=2021&commodity__not=10*&fields=commodity", "{\"commodity\":\"TOTAL\"}"},
    {"filters by level", T KT "flow=X&period=2021&level=6&fields=commodity",
     "{\"commodity\":\"100100\"},{\"commodity\":\"100200\"}"},
    {"filters by level 0", T KT "flow=X&period=2021&level=0&fields=commodity",
     "{\"commodity\":\"TOTAL\"}"},
    {"finds the newest year", T KT "flow=X&period=latest&level=0&fields=period,value",
     "{\"period\":\"2021\",\"value\":30}"},
    {"finds the newest month", T KT "flow=X&frequency=M&period=latest&fields=period",
     "{\"period\":\"2021-02\"}"},
    {"finds the newest year that the filters leave",
     T KT "flow=X&value__gte=20&value__lt=30&level=0&period=latest&fields=period",
     "{\"period\":\"2020\"}"},
    {"takes years and months where both are asked for",
     T KT "flow=X&level=0&frequency=A,M&period=2021,2021-02&fields=period",
     "{\"period\":\"2021\"},{\"period\":\"2021-02\"}"},
    {"hides a block that was replaced", T KT "flow=X&period=2020&fields=value,dataset",
     "{\"dataset\":\"new\",\"value\":20}"},
    {"shows it when its dataset is named", T KT "dataset=old&flow=X&period=2020&fields=value",
     "{\"value\":999}"},
    {"reads ranges of periods", T KT "flow=X&level=0&frequency=A&period__gte=2021&fields=period",
     "{\"period\":\"2021\"}"},
    {"reads lists of periods", T KT "flow=X&level=0&period=2020,2021-02&fields=period",
     "{\"period\":\"2020\"},{\"period\":\"2021-02\"}"},
    {"reads ranges of values", T KT "flow=X&value__gt=20&value__lte=30&fields=commodity",
     "{\"commodity\":\"10\"},{\"commodity\":\"TOTAL\"}"},
    {"finds what is missing", T "reporter=KAZ&value__isnull=true&fields=partner,flow",
     "{\"partner\":\"RUS\",\"flow\":\"M\"}"},
    {"names flags", T KT "flow=M&fields=flags",
     "{\"flags\":[\"estimated_quantity\",\"estimated_net_weight\",\"aggregate\","
     "\"not_as_reported\"]}"},
    {"names no flags", T KT "flow=X&period=2020&fields=flags", "{\"flags\":[]}"},
    {"sorts by value", T KT "flow=X&level=6&sort=-value&fields=value",
     "{\"value\":20},{\"value\":10}"},
    {"orders by country", T "series=customs-usd&level=0&period=2021&flow=X&fields=reporter,partner",
     "{\"reporter\":\"EUN\",\"partner\":\"W00\"},{\"reporter\":\"KAZ\",\"partner\":\"W00\"},"
     "{\"reporter\":\"KAZ\",\"partner\":\"RUS\"},{\"reporter\":\"KAZ\",\"partner\":\"TJK\"}"},
    {"has nothing where no period is", T KT "period=latest&flow=RM&fields=value", ""},
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
    {"refuses a star alone", T "commodity=*", "no code"},
    {"refuses a star inside", T "commodity=1*0", "no code"},
    {"refuses two stars", T "commodity=10**", "no code"},
    {"refuses a star on other codes", T "classification=H*", "no code"},
    {"refuses a beginning that no code has", T "commodity=9999*", "no commodity"},
    {"refuses a code that is none", T "commodity=9999", "no commodity"},
    {"refuses latest beside a year", T "period=latest,2020", "alone"},
    {"refuses latest as a bound", T "period__lte=latest", "no period"},
    {"refuses the newest of two frequencies", T "period=latest&frequency=A,M", "two frequencies"},
    {"refuses a year where months are asked for", T "frequency=M&period=2021", "frequency=M"},
    {"refuses a year where years are left out", T "frequency__not=A&period=2021-01,2021",
     "frequency__not=A"},
    {"refuses a level that is no number", T "level=two", "from 0 to 12"},
    {"refuses a level below zero", T "level=-1", "from 0 to 12"},
    {"refuses a level that no code has", T "level__gte=99", "from 0 to 12"},
    {"refuses crossed bounds of periods", T "period__gte=2022&period__lte=2020", "between"},
    {"refuses to sort by level", T "sort=level", "no field to sort by"},
    {"refuses a dataset that is none", T "dataset=neww", "new"},
    {"refuses a value that is no number", T "value__gte=lots", "no number"},
    {"refuses an empty period", T "period=", "no value"},
    {"refuses a reporter that is none", T "reporter=KZX", "no country"},
    {"refuses a flow that is none", T "flow=exports", "none of"},
};

START_TEST(refuses)
{
    char *text = questions_get(refused[_i].target);

    ck_assert_msg(text[0] != '{', "%s", text);
    ck_assert_msg(strstr(text, refused[_i].says) != NULL, "%s", text);
    free(text);
}
END_TEST

/* All rows in pages of two, as one text. */
static void walk(const char *filters, char *ret, size_t size)
{
    char target[1024];
    char cursor[700] = "";

    ret[0] = '\0';
    do {
        snprintf(target, sizeof target, T "%s&limit=2%s%s", filters, cursor[0] ? "&cursor=" : "",
                 cursor);
        json_t *answer = questions_get_json(target);
        json_t *next = json_object_get(json_object_get(answer, "page"), "next");
        size_t i;
        json_t *row;
        json_array_foreach(json_object_get(answer, "data"), i, row)
        {
            char *text = json_dumps(row, JSON_COMPACT | JSON_REAL_PRECISION(15));
            snprintf(ret + strlen(ret), size - strlen(ret), "%s\n", text);
            free(text);
        }
        snprintf(cursor, sizeof cursor, "%s", json_is_string(next) ? json_string_value(next) : "");
        json_decref(answer);
    } while (cursor[0]);
}

static const struct {
    const char *name;
    const char *filters;
} walked[] = {
    {"pages through all rows", "series=customs-usd"},
    {"pages through a reporter", "reporter=KAZ&series=customs-usd"},
    {"pages through a pair", "reporter=KAZ&partner=TJK"},
    {"pages through a year", "period=2021"},
    {"pages through a flow of a reporter", "reporter=KAZ&flow=X"},
    {"pages through two reporters", "reporter=KAZ,TJK&period=2021"},
    {"pages through values", "series=customs-usd&sort=-value"},
    {"pages through periods", "series=customs-usd&sort=period,-value"},
    {"pages through a dataset", "dataset=old"},
};

START_TEST(pages_are_the_stream)
{
    static char pages[1 << 18];
    char target[256];

    walk(walked[_i].filters, pages, sizeof pages);
    snprintf(target, sizeof target, T "%s&format=ndjson", walked[_i].filters);
    char *stream = questions_get(target);
    ck_assert_str_eq(pages, stream);
    free(stream);
}
END_TEST

START_TEST(csv_is_json)
{
    char *csv = questions_get(T KT "flow=X&period=2021&level=6&fields=commodity,customs,value,flags"
                                   "&format=csv");

    ck_assert_str_eq(csv, "commodity,customs,value,flags\r\n100100,C00,20,\r\n100200,C00,10,\r\n");
    free(csv);
    csv = questions_get(T KT "flow=M&fields=value,flags&format=csv");
    ck_assert_str_eq(csv, "value,flags\r\n8,estimated_quantity;estimated_net_weight;aggregate;"
                          "not_as_reported\r\n");
    free(csv);
}
END_TEST

START_TEST(names_the_datasets_used)
{
    json_t *answer = questions_get_json(T KT "flow=X&level=0&frequency=A");
    json_t *datasets = json_object_get(json_object_get(answer, "meta"), "datasets");

    ck_assert_uint_eq(json_array_size(datasets), 2);
    json_decref(answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trade");
    TCase *tcase = tcase_create("trade");

    questions_init();
    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, answers, answered);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    SUITE_ADD_ROWS(tcase, pages_are_the_stream, walked);
    tcase_add_test(tcase, csv_is_json);
    tcase_add_test(tcase, names_the_datasets_used);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);
    questions_fini();
    return result;
}
