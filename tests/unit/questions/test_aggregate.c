/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions.h"

#define A                 "/v1/trade/aggregate?"
#define C                 "series=customs-usd&"
#define G                 A "series=grown-usd&flow=X&growth=true&"
#define GROWTH            "&fields=growth,growth_reason"
#define GROWS(growth)     "{\"growth\":" growth ",\"growth_reason\":null}"
#define GROWS_NOT(reason) "{\"growth\":null,\"growth_reason\":\"" reason "\"}"

/* The sums are worked out in questions.c. */
static const struct {
    const char *name;
    const char *target;
    const char *data;
} answered[] = {
    {"sums a reporter's years from World's rows",
     A C "reporter=KAZ&flow=X&group_by=year&fields=year,value,observations",
     "{\"year\":\"2020\",\"value\":80,\"observations\":1},"
     "{\"year\":\"2021\",\"value\":100,\"observations\":1}"},
    {"answers with the block that is visible", A C "reporter=KAZ&flow=X&period=2020&fields=value",
     "{\"value\":80}"},
    {"answers with a block that was replaced when its dataset is named",
     A "dataset=old&reporter=KAZ&flow=X&period=2020&fields=value,datasets",
     "{\"value\":999,\"datasets\":[\"old\"]}"},
    {"keeps series apart", A "reporter=KAZ&flow=X&period=2021&fields=series,value",
     "{\"series\":\"customs-usd\",\"value\":100},{\"series\":\"other-usd\",\"value\":101}"},
    {"keeps flows apart", A C "reporter=KAZ&period=2021&fields=flow,value",
     "{\"flow\":\"M\",\"value\":50},{\"flow\":\"RX\",\"value\":5},{\"flow\":\"X\",\"value\":100}"},
    {"leaves groups out of the reporters", A C "flow=X&period=2021&fields=value",
     "{\"value\":100}"},
    {"sums a group when it is asked for", A C "flow=X&period=2021&reporter=EUN&fields=value",
     "{\"value\":1000}"},
    {"puts a group beside its members when grouped",
     A C "flow=X&period=2021&reporter=EUN,KAZ&group_by=reporter&fields=reporter,value",
     "{\"reporter\":\"EUN\",\"value\":1000},{\"reporter\":\"KAZ\",\"value\":100}"},
    {"leaves World out of the partners",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&fields=partner,value",
     "{\"partner\":\"RUS\",\"value\":70},{\"partner\":\"TJK\",\"value\":30}"},
    {"shows World beside a partner when grouped",
     A C "reporter=KAZ&flow=X&period=2021&partner=W00,TJK&group_by=partner&fields=partner,value",
     "{\"partner\":\"W00\",\"value\":100},{\"partner\":\"TJK\",\"value\":30}"},
    {"sums all partners but one from the countries",
     A C "reporter=KAZ&flow=X&period=2021&partner__not=TJK&fields=value", "{\"value\":70}"},
    {"counts what is missing and adds nothing for it",
     A C "reporter=KAZ&flow=M&period=2021&group_by=partner&fields=partner,value,missing",
     "{\"partner\":\"RUS\",\"value\":null,\"missing\":1},"
     "{\"partner\":\"TJK\",\"value\":8,\"missing\":0}"},
    {"sums the shortest codes where there is no TOTAL",
     A C "reporter=TJK&flow=M&period=2021&fields=value,observations",
     "{\"value\":40,\"observations\":3}"},
    {"groups by chapters",
     A C "reporter=KAZ&flow=X&period=2021&group_by=commodity&level=2"
         "&fields=commodity,value",
     "{\"commodity\":\"10\",\"value\":40},{\"commodity\":\"27\",\"value\":60}"},
    {"groups longer codes under shorter ones",
     A C "reporter=KAZ&flow=X&period=2021&group_by=commodity&level=4&fields=commodity,value",
     "{\"commodity\":\"1001\",\"value\":30},{\"commodity\":\"1002\",\"value\":10},"
     "{\"commodity\":\"2709\",\"value\":60}"},
    {"groups by chapters where only subheadings are",
     A C "reporter=TJK&flow=M&period=2021&group_by=commodity&level=2&fields=commodity,value",
     "{\"commodity\":\"10\",\"value\":33},{\"commodity\":\"27\",\"value\":7}"},
    {"sums a chapter from subheadings, with a value for a kg",
     A C "reporter=TJK&flow=M&period=2021&commodity=10&fields=value,net_weight,unit_value",
     "{\"value\":33,\"net_weight\":15,\"unit_value\":2.2}"},
    {"takes no value for a kg from rows without weight",
     A C "reporter=TJK&flow=M&period=2021&commodity=10,27&fields=value,unit_value",
     "{\"value\":40,\"unit_value\":2.2}"},
    {"reads 10* as 10", A C "reporter=KAZ&flow=X&period=2021&commodity=10*&fields=value",
     "{\"value\":40}"},
    {"breaks a chapter down",
     A C "reporter=KAZ&flow=X&period=2021&commodity=10&group_by=commodity&level=6"
         "&fields=commodity,value",
     "{\"commodity\":\"100100\",\"value\":30},{\"commodity\":\"100200\",\"value\":10}"},
    {"groups by TOTAL at level 0",
     A C "reporter=KAZ&flow=X&period=2021&group_by=commodity&level=0&fields=commodity,value",
     "{\"commodity\":\"TOTAL\",\"value\":100}"},
    {"leaves details out",
     A C "reporter=KAZ&partner=RUS&flow=X&period=2021&commodity=270900"
         "&fields=value,observations",
     "{\"value\":60,\"observations\":1}"},
    {"sums customs procedures that are asked for",
     A C
     "reporter=KAZ&partner=RUS&flow=X&period=2021&commodity=270900&customs=C01,C02&fields=value",
     "{\"value\":60}"},
    {"sums months into a year and counts them",
     A C "reporter=KAZ&flow=X&frequency=M&group_by=year&fields=year,value,periods",
     "{\"year\":\"2021\",\"value\":5,\"periods\":2}"},
    {"takes the frequency from the period",
     A C "reporter=KAZ&flow=X&period=2021-01,2021-02&group_by=period&fields=period,value",
     "{\"period\":\"2021-01\",\"value\":2},{\"period\":\"2021-02\",\"value\":3}"},
    {"takes the frequency from the bounds of periods",
     A C "reporter=KAZ&flow=X&period__gte=2021-01&period__lte=2021-06&group_by=period"
         "&fields=period,value",
     "{\"period\":\"2021-01\",\"value\":2},{\"period\":\"2021-02\",\"value\":3}"},
    {"finds the newest period within bounds of months",
     A C "reporter=KAZ&flow=X&period=latest&period__lte=2021-01&group_by=period&fields=period",
     "{\"period\":\"2021-01\"}"},
    {"takes years as bounds of months that are asked for",
     A C "reporter=KAZ&flow=X&frequency=M&period__gte=2021&period__lte=2021-01&fields=value",
     "{\"value\":2}"},
    {"takes days as bounds of years",
     A C "reporter=KAZ&flow=X&period__gte=2020-12-01&period__lte=2021-12-31&fields=value",
     "{\"value\":100}"},
    {"finds the newest period",
     A C "reporter=KAZ&flow=X&period=latest&group_by=year&fields=year,value",
     "{\"year\":\"2021\",\"value\":100}"},
    {"finds the newest period that the other filters leave",
     A "dataset=new&flow=X&period=latest&group_by=year&fields=year,value",
     "{\"year\":\"2020\",\"value\":80}"},
    {"shares the sum of the partners",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&share=true&fields=partner,share",
     "{\"partner\":\"RUS\",\"share\":0.7},{\"partner\":\"TJK\",\"share\":0.3}"},
    {"shares within each year",
     A C "reporter=KAZ&flow=X&group_by=year,partner&share=true&fields=year,partner,share",
     "{\"partner\":\"RUS\",\"year\":\"2020\",\"share\":0.75},"
     "{\"partner\":\"TJK\",\"year\":\"2020\",\"share\":0.25},"
     "{\"partner\":\"RUS\",\"year\":\"2021\",\"share\":0.7},"
     "{\"partner\":\"TJK\",\"year\":\"2021\",\"share\":0.3}"},
    {"compares a year with the one before, which is not asked for",
     A C
     "reporter=KAZ&flow=X&period=2021&group_by=year&growth=true&fields=value,growth,growth_reason",
     "{\"value\":100,\"growth\":0.25,\"growth_reason\":null}"},
    {"says why there is no growth",
     A C "reporter=KAZ&flow=X&period=2020&group_by=year&growth=true&fields=growth,growth_reason",
     GROWS_NOT("KAZ has no such data for the like period a year before")},
    {"compares each partner with itself",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner,year&growth=true&fields=partner,growth",
     "{\"partner\":\"RUS\",\"growth\":0.16666666666666674},{\"partner\":\"TJK\",\"growth\":0.5}"},
    {"compares countries that reported both years",
     G "reporter=KGZ,ARM&period=2018&group_by=year" GROWTH, GROWS("1")},
    {"takes a year that a country did not report for no year without trade",
     G "reporter=KGZ,ARM&period=2017&group_by=year" GROWTH,
     GROWS_NOT("ARM has no such data for the like period a year before")},
    {"takes a country that only the year before has for no lost trade",
     G "reporter=KGZ,GEO&period=2016&group_by=year" GROWTH,
     GROWS_NOT("GEO has such data for the like period a year before alone")},
    {"counts countries that reported one year alone",
     G "reporter=KGZ,GEO,BLR&period=2016&group_by=year" GROWTH,
     GROWS_NOT("not the same countries reported both: 2 of them have data for one alone; ask by "
               "reporter")},
    {"compares each country with itself, where it reported",
     G "reporter=KGZ,ARM&period=2017&group_by=reporter,year" GROWTH,
     GROWS_NOT("ARM has no such data for the like period a year before") "," GROWS("0.5")},
    {"takes what a reported year does not have for no trade",
     G "reporter=KGZ,ARM&partner=RUS&period=2018&group_by=year" GROWTH, GROWS("1")},
    {"says that a reported year has no row",
     G "reporter=ARM&partner=RUS&period=2018&group_by=year" GROWTH,
     GROWS_NOT("there is no row for the like period a year before")},
    {"compares no codes with a year that has none",
     G "reporter=KGZ,ARM&period=2018&group_by=year,commodity&level=2" GROWTH,
     GROWS_NOT("KGZ has no such data for the like period a year before")},
    {"compares each dataset with itself", G "reporter=KGZ&period=2019&group_by=year,dataset" GROWTH,
     GROWS_NOT("KGZ has no such data for the like period a year before")},
    {"compares years across datasets", G "reporter=KGZ&period=2019&group_by=year" GROWTH,
     GROWS("0.10000000000000009")},
    {"compares months with the like ones",
     G "reporter=KGZ&frequency=M&period__gte=2021-01"
       "&group_by=year" GROWTH,
     GROWS("1")},
    {"compares a month with the like one",
     G "reporter=ARM&period=2021-01,2021-02&group_by=period" GROWTH,
     GROWS("0.66666666666666674") "," GROWS("1.3333333333333335")},
    {"compares no month with another one",
     G "reporter=GEO&frequency=M&period__gte=2021-01&group_by=year" GROWTH,
     GROWS_NOT("GEO has other periods of the one year than of the other")},
    {"compares no months of one country with others of another",
     G "reporter=KGZ,GEO&frequency=M&period__gte=2021-01&group_by=year" GROWTH,
     GROWS_NOT("GEO has other periods of the one year than of the other")},
    {"counts countries that reported other months",
     G "reporter=ARM,GEO&frequency=M&period__gte=2021-01&group_by=year" GROWTH,
     GROWS_NOT("2 countries have other periods of the one year than of the other; ask by "
               "reporter")},
    {"compares no two months with three, though nobody has the third",
     G "reporter=ARM&frequency=M&period__gte=2021-01&group_by=year" GROWTH,
     GROWS_NOT("ARM has other periods of the one year than of the other")},
    {"compares the months that are asked for",
     G "reporter=ARM&frequency=M&period__gte=2021-01&period__lte=2021-02&group_by=year" GROWTH,
     GROWS("1")},
    {"adds the months that are asked for to the like ones",
     G "reporter=ARM&period=2021-01,2021-02&group_by=year" GROWTH, GROWS("1")},
    {"overlooks two classifications in a year that growth does not need",
     G "reporter=MDA&period=2017&group_by=year" GROWTH, GROWS("0.25")},
    {"ranks and puts the others together",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&top=1&fields=partner,value,rank,others,"
         "groups",
     "{\"partner\":\"RUS\",\"value\":70,\"rank\":1,\"others\":false,\"groups\":1},"
     "{\"partner\":null,\"value\":30,\"rank\":null,\"others\":true,\"groups\":1}"},
    {"ranks within each year",
     A C "reporter=KAZ&flow=X&group_by=year,partner&top=1&fields=year,partner",
     "{\"partner\":\"RUS\",\"year\":\"2020\"},{\"partner\":null,\"year\":\"2020\"},"
     "{\"partner\":\"RUS\",\"year\":\"2021\"},{\"partner\":null,\"year\":\"2021\"}"},
    {"counts the other years, not the periods of one of them",
     A "series=itpd-e-2010-usd&reporter=KAZ&partner=TJK&flow=X&group_by=year&top=1"
       "&fields=periods,groups",
     "{\"periods\":1,\"groups\":1},{\"periods\":16,\"groups\":16}"},
    {"has no periods where it is not grouped by time",
     A C "reporter=KAZ&flow=X&period=2021&fields=value,periods",
     "{\"value\":100,\"periods\":null}"},
    {"has no others where all are at the top",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&top=5&fields=partner",
     "{\"partner\":\"RUS\"},{\"partner\":\"TJK\"}"},
    {"picks groups by their sums",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&value__gte=50&fields=partner",
     "{\"partner\":\"RUS\"}"},
    {"sorts by value",
     A C "reporter=KAZ&flow=X&period=2021&group_by=partner&sort=value&fields=value",
     "{\"value\":30},{\"value\":70}"},
    {"groups by dataset what two of them hold",
     A "dataset=old,new&reporter=KAZ&flow=X&period=2020&group_by=dataset&fields=dataset,value",
     "{\"dataset\":\"old\",\"value\":999},{\"dataset\":\"new\",\"value\":80}"},
    {"groups by dataset what they classify differently",
     A "dataset=both,again&period=2020&flow=X&group_by=dataset&fields=dataset,value",
     "{\"dataset\":\"both\",\"value\":6},{\"dataset\":\"again\",\"value\":6}"},
    {"sums modes of transport that no other one holds",
     A "series=uneven-usd&reporter=KGZ&flow=X&period=2021&fields=value,observations",
     "{\"value\":100,\"observations\":1}"},
    {"sums World where a flow has it, and countries where it has not",
     A "series=uneven-usd&reporter=TKM&period=2021&fields=flow,value",
     "{\"flow\":\"M\",\"value\":9},{\"flow\":\"X\",\"value\":5}"},
    {"sums chapters of a flow without TOTAL beside one with it",
     A
     "series=uneven-usd&reporter=TKM&period=2021&group_by=partner,flow&flow=X&fields=partner,value",
     "{\"partner\":\"TJK\",\"value\":3},{\"partner\":\"UZB\",\"value\":2}"},
    {"sums countries at a level that World has not",
     A "series=uneven-usd&reporter=TKM&flow=X&period=2021&group_by=commodity&level=2"
       "&fields=commodity,value",
     "{\"commodity\":\"10\",\"value\":3},{\"commodity\":\"27\",\"value\":2}"},
    {"has no row where nothing is", A C "reporter=KAZ&flow=X&period=1999&fields=value", ""},
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
    {"refuses World beside a country", A "partner=W00,KAZ", "count them twice"},
    {"refuses a group beside a country", A "partner=EUN,KAZ", "EUN may hold"},
    {"refuses a reporting group beside a country", A "reporter=EUN,KAZ", "EUN may hold"},
    {"refuses shares of World and its parts", A "partner=W00,KAZ&group_by=partner&share=true",
     "mean nothing"},
    {"refuses to add flows", A "flow=X,RX", "re-exports"},
    {"refuses to add exports and imports", A "flow=X,M", "never added"},
    {"refuses TOTAL beside a code", A "commodity=TOTAL,27", "TOTAL holds"},
    {"refuses a chapter beside its subheading", A "commodity=27,270900", "27 holds 270900"},
    {"refuses codes of two levels", A "commodity=10,270900", "one length"},
    {"refuses all customs procedures beside one", A "customs=C00,C01", "C00 is the total"},
    {"refuses all modes of transport beside one", A "transport=0,2", "mode 0 holds 2"},
    {"refuses all second partners beside one", A "partner2=W00,UZB", "W00 may hold"},
    {"refuses a group of second partners beside one", A "partner2=EUN,UZB", "EUN may hold"},
    {"refuses water beside sea", A "transport=2100,2000", "mode 2000 holds 2100"},
    {"refuses commodities without a level", A "group_by=commodity", "level=2"},
    {"refuses a level without commodities", A "level=2", "group_by"},
    {"refuses a level above the codes", A "commodity=270900&group_by=commodity&level=2",
     "level=6 or more"},
    {"refuses a level below zero", A "group_by=commodity&level=-1", "from 0 to 12"},
    {"refuses a level that no code has", A "group_by=commodity&level=99", "from 0 to 12"},
    {"refuses a level that is no number", A "group_by=commodity&level=x", "from 0 to 12"},
    {"refuses a top that is no number", A "group_by=partner&top=x", "from 1 to 1000"},
    {"refuses a top of too many", A "group_by=partner&top=1001", "from 1 to 1000"},
    {"refuses crossed bounds of periods", A "period__gte=2022&period__lte=2020", "between"},
    {"refuses crossed bounds of sums", A "value__gte=10&value__lte=5", "between"},
    {"refuses a level that no dataset has", A "reporter=KAZ&group_by=commodity&level=8",
     "the longest have 6"},
    {"refuses shares of nothing", A "share=true", "group_by"},
    {"refuses shares of flows", A "group_by=year,flow&share=true", "never added"},
    {"refuses a top of datasets", A "group_by=dataset&top=3", "never added"},
    {"refuses a top of nothing", A "top=3", "group_by"},
    {"refuses a top of none", A "group_by=partner&top=0", "1 to 1000"},
    {"refuses growth without years", A "group_by=partner&growth=true", "year or period"},
    {"refuses two frequencies", A "frequency=A,M", "two frequencies"},
    {"refuses periods of two frequencies", A "period=2021,2021-01", "several frequencies"},
    {"refuses bounds of two frequencies", A "period__gte=2021&period__lte=2021-06",
     "2021-06 is of another frequency"},
    {"refuses a year where months are asked for", A "frequency=M&period=2021",
     "2021 is a period of frequency A, which frequency=M leaves out"},
    {"refuses latest beside a year", A "period=latest,2021", "alone"},
    {"refuses to add spans that may overlap", A "frequency=P", "overlap"},
    {"refuses two datasets with the same goods", A "dataset=old,new&reporter=KAZ&flow=X",
     "same goods twice"},
    {"refuses two classifications of the same goods", A "dataset=both&flow=X",
     "UZB has 2021 in H6 and in HS"},
    {"refuses two classifications behind what is grouped by dataset",
     A "dataset=both,again&flow=X&group_by=dataset", "UZB has 2021 in H6 and in HS"},
    {"refuses growth over two classifications of the same goods the year before",
     G "reporter=MDA&period=2019&group_by=year", "MDA has 2018 in H6 and in HS"},
    {"refuses growth over two classifications in any year", G "reporter=MDA&group_by=year",
     "MDA has 2018 in H6 and in HS"},
    {"refuses an unknown dimension", A "group_by=partners", "partner"},
    {"refuses a dimension twice", A "group_by=year,year", "twice"},
    {"refuses a commodity that is none", A "commodity=99*&group_by=commodity&level=0", ""},
    {"refuses a prefix that no code has", A "commodity=9999*", "no commodity"},
    {"refuses a dataset that is none", A "dataset=ols", "old"},
    {"refuses to filter by year", A "year=2021", "use period="},
    {"refuses a classification that is none", A "classification=ZZ", "/v1/commodities"},
    {"refuses to pick by shares that are not asked for", A "group_by=year&share__gt=0",
     "add share=true"},
    {"refuses to sort by shares that are not asked for", A "group_by=year&sort=-share",
     "add share=true"},
    {"refuses to pick by growth that is not asked for", A "group_by=year&growth__isnull=false",
     "add growth=true"},
    {"refuses to sort by growth that is not asked for", A "group_by=year&sort=growth",
     "add growth=true"},
    {"refuses to pick by ranks that there are none of", A "group_by=year&rank=1", "add top="},
    {"refuses to pick others that there are none of", A "group_by=year&others=true", "add top="},
    {"refuses to sort by ranks that there are none of", A "group_by=year&sort=rank", "add top="},
    {"refuses to sort by groups where each is one", A "group_by=year&sort=groups", "add top="},
    {"refuses to pick by periods that are not counted", A "group_by=partner&periods=12",
     "add year or period to group_by"},
    {"refuses to sort by what it is not grouped by", A "group_by=year&sort=partner",
     "add partner to group_by"},
    {"refuses to sort by periods that it is not grouped by", A "group_by=year&sort=-period",
     "add period to group_by"},
    {"refuses latest as a bound", A "period__gte=latest", "no period"},
};

START_TEST(refuses)
{
    char *text = questions_get(refused[_i].target);

    ck_assert_msg(text[0] != '{', "%s", text);
    ck_assert_msg(strstr(text, refused[_i].says) != NULL, "%s", text);
    free(text);
}
END_TEST

/* Sum of the values by flow and series, of an answer to any grouping. */
static double sum_of(const char *groups, const char *rest)
{
    char target[512];
    double sum = 0;
    json_t *answer;
    size_t i;
    json_t *row;

    snprintf(target, sizeof target, A C "%s%s%s&limit=1000", groups[0] ? "group_by=" : "", groups,
             rest);
    answer = questions_get_json(target);
    json_array_foreach(json_object_get(answer, "data"), i, row) sum +=
        json_number_value(json_object_get(row, "value"));
    json_decref(answer);
    return sum;
}

static const char *const dimensions[] = {"reporter", "partner",   "flow",   "year",
                                         "period",   "commodity", "dataset"};

enum { DIMENSIONS = sizeof dimensions / sizeof dimensions[0], COMMODITY = 5 };

/* Whatever the rows are grouped by, none is counted twice and none lost. Exports of 2021, whose
 * parts add up: questions.c. */
START_TEST(sums_of_groups_are_the_sum)
{
    double whole = sum_of("", "&flow=X&period=2021");
    char groups[128] = "";

    ck_assert_double_eq_tol(whole, 100, 1e-9);
    for (int i = 0; i < DIMENSIONS; i++) {
        if (_i >> i & 1)
            snprintf(groups + strlen(groups), sizeof groups - strlen(groups), "%s%s",
                     groups[0] ? "," : "", dimensions[i]);
    }
    if (!(_i >> COMMODITY & 1)) {
        ck_assert_double_eq_tol(sum_of(groups, "&flow=X&period=2021"), whole, 1e-9);
        return;
    }
    ck_assert_double_eq_tol(sum_of(groups, "&flow=X&period=2021&level=2"), whole, 1e-9);
    ck_assert_double_eq_tol(sum_of(groups, "&flow=X&period=2021&level=6"), whole, 1e-9);
}
END_TEST

/* The same with a top: the others hold the rest. */
START_TEST(the_top_and_the_others_are_the_sum)
{
    ck_assert_double_eq_tol(sum_of("partner", "&flow=X&period=2021&top=1"), 100, 1e-9);
    ck_assert_double_eq_tol(sum_of("commodity", "&flow=X&period=2021&top=1&level=6"), 100, 1e-9);
}
END_TEST

START_TEST(says_which_rows_were_summed)
{
    json_t *answer = questions_get_json(A C "reporter=KAZ&flow=X&period=2021");
    json_t *meta = json_object_get(answer, "meta");
    json_t *rows = json_array_get(json_object_get(meta, "rows"), 0);

    ck_assert_str_eq(json_string_value(json_object_get(rows, "commodity")),
                     "TOTAL, or the codes that no shorter one holds");
    ck_assert_str_eq(json_string_value(json_object_get(rows, "partner")),
                     "World, or all but World and groups where it is missing");
    ck_assert_str_eq(json_string_value(json_object_get(rows, "customs")), "C00");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(meta, "datasets"), 0)),
                     "old");
    json_decref(answer);
}
END_TEST

/* Growth reads no dataset but those of the years asked for and of the years before. */
START_TEST(says_which_rows_growth_was_made_of)
{
    json_t *answer = questions_get_json(G "reporter=KGZ&period=2017&group_by=year");
    json_t *meta = json_object_get(answer, "meta");
    json_t *rows = json_array_get(json_object_get(meta, "rows"), 0);
    json_t *datasets = json_object_get(rows, "datasets");

    ck_assert_uint_eq(json_array_size(datasets), 1);
    ck_assert_str_eq(json_string_value(json_array_get(datasets, 0)), "grown");
    json_decref(answer);
}
END_TEST

START_TEST(pages_meet)
{
    json_t *first = questions_get_json(A C "reporter=KAZ&flow=X&group_by=year,partner&limit=3");
    json_t *next = json_object_get(json_object_get(first, "page"), "next");
    char target[256];

    ck_assert(json_is_string(next));
    snprintf(target, sizeof target,
             A C "reporter=KAZ&flow=X&group_by=year,partner&limit=3&fields=value&cursor=%s",
             json_string_value(next));
    char *rest = questions_get_data(target);
    ck_assert_str_eq(rest, "{\"value\":30}");
    free(rest);
    json_decref(first);
}
END_TEST

START_TEST(csv_says_the_same)
{
    char *csv = questions_get(A C "reporter=KAZ&flow=X&period=2021&group_by=partner&share=true"
                                  "&fields=partner,value,share,datasets&format=csv");
    char *lines = questions_get(A C "reporter=KAZ&flow=X&period=2021&group_by=partner"
                                    "&fields=partner,value&format=ndjson");

    ck_assert_str_eq(csv, "partner,value,share,datasets\r\nRUS,70,0.7,old\r\nTJK,30,0.3,old\r\n");
    ck_assert_str_eq(lines,
                     "{\"partner\":\"RUS\",\"value\":70}\n{\"partner\":\"TJK\",\"value\":30}\n");
    free(csv);
    free(lines);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("aggregate");
    TCase *tcase = tcase_create("aggregate");

    questions_init();
    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, answers, answered);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    tcase_add_loop_test(tcase, sums_of_groups_are_the_sum, 0, 1 << DIMENSIONS);
    tcase_add_test(tcase, the_top_and_the_others_are_the_sum);
    tcase_add_test(tcase, says_which_rows_were_summed);
    tcase_add_test(tcase, says_which_rows_growth_was_made_of);
    tcase_add_test(tcase, pages_meet);
    tcase_add_test(tcase, csv_says_the_same);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);
    questions_fini();
    return result;
}
