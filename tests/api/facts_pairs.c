/* SPDX-License-Identifier: MIT */
/* The pairs, and everything about two countries on one page. */
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

#define PAGE "/v1/pairs/KAZ-TJK?on=2024-12-31"

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

/* ---- the list ---- */

START_TEST(the_pairs_with_records_are_five_with_their_counts)
{
    json_t *document = expect_json(&program, "/v1/pairs");

    expect_match(document, "{'data':["
                           "{'pair':'KAZ-TJK','a':'KAZ','b':'TJK','a_name':'Kazakhstan',"
                           "'b_name':'Tajikistan','agreements':13,'events':6,'claims':60,"
                           "'statements':14,'observations':34},"
                           "{'pair':'RUS-TJK','agreements':0,'events':0,'claims':11,"
                           "'statements':0,'observations':0},"
                           "{'pair':'KGZ-TJK','claims':2},{'pair':'TJK-UZB','claims':2},"
                           "{'pair':'CHN-TJK','claims':1}]}");
    json_decref(document);
}
END_TEST

START_TEST(the_pairs_of_a_country_are_found_by_any_of_its_names)
{
    json_t *document = expect_json(&program, "/v1/pairs?country=Kazakhstan&fields=pair");

    expect_match(document, "{'data':[{'pair':'KAZ-TJK'}]}");
    json_decref(document);
}
END_TEST

/* ---- the page ---- */

static const struct part {
    const char *name;
    const char *member;
    size_t count;
} parts[] = {
    {"the page has 13 agreements", "agreements", 13},
    {"the page has 6 events", "events", 6},
    {"the page has 40 things that are measured", "claims", 40},
    {"the page has 7 targets", "targets", 7},
    {"the page has 14 statements", "statements", 14},
    {"the page has 17 years of trade", "trade", 17},
};

START_TEST(has_its_parts)
{
    json_t *document = expect_json(&program, PAGE);
    const json_t *data = json_object_get(document, "data");

    expect_match(document, "{'data':{'pair':'KAZ-TJK','a':{'code':'KAZ','name':'Kazakhstan'},"
                           "'b':{'code':'TJK','name':'Tajikistan'}},"
                           "'meta':{'revision':1,'on':'2024-12-31'}}");
    ck_assert_uint_eq(json_array_size(json_object_get(data, parts[_i].member)), parts[_i].count);
    ck_assert_uint_eq(json_object_size(json_object_get(data, "reasons")), 0);
    json_decref(document);
}
END_TEST

/* The element of a part whose @member is @value. */
static const json_t *find(const json_t *part, const char *member, const char *value)
{
    for (size_t i = 0; i < json_array_size(part); i++) {
        const json_t *text = json_object_get(json_array_get(part, i), member);
        if (json_is_string(text) && strcmp(json_string_value(text), value) == 0)
            return json_array_get(part, i);
    }
    ck_abort_msg("there is no %s %s", member, value);
}

static const struct row {
    const char *name;
    const char *part;
    const char *member; /* that finds the element */
    const char *value;
    const char *expected;
} rows[] = {
    /* for the pair both parties' own dates count */
    {"it is unknown whether the CIS treaty is in force between the two", "agreements", "id",
     "cis-free-trade-area-2011",
     "{'status':'unknown','signed_on':'2011-10-18','sources':['desta-list-of-treaties',"
     "'wto-rta-database']}"},
    {"the bilateral agreement is in force between the two", "agreements", "id",
     "kaz-tjk-trade-agreement-1995", "{'status':'in_force','signed_on':'1995'}"},
    {"the programme of 2023 to 2025 is in force between the two", "agreements", "id",
     "foreign-ministries-programme-2023-2025", "{'status':'in_force'}"},
    {"the treaty of 2024 is signed, in force nobody knows", "agreements", "id",
     "kaz-tjk-treaty-allied-relations-2024", "{'status':'unknown','signed_on':'2024-08-22'}"},
    {"the deals of 2023 show the figure they answer with", "agreements", "id",
     "deal-package-astana-2023",
     "{'deal_value':{'value':1800000000,'qualifier':'over','claim':'deal-value-2023-caspian'}}"},
    {"the forum of 2023 belongs to the visit", "events", "id", "astana-business-forum-2023",
     "{'starts_on':'2023-05-03','city':'Astana','part_of':'rahmon-official-visit-kazakhstan-2023'"
     "}"},
    {"the target in the coming years has no deadline", "targets", "id", "target-2bn-forum-2024",
     "{'text':'in the coming years','deadline':null,'quantity':{'value':2000000000},"
     "'sources':['dushanbe-investment-forum-report']}"},
    {"the target by 2027 has its deadline", "targets", "id", "target-2bn-roadmap-2027",
     "{'deadline':'2027','quantity':{'value':2000000000}}"},
    {"a statement has its speaker and source", "statements", "id", "sklyar-opportunities-2024",
     "{'said_by':'Roman Sklyar','event':'dushanbe-investment-forum-2024',"
     "'sources':['dushanbe-investment-forum-report']}"},
    {"trade of 2012 goes both ways", "trade", "period", "2012",
     "{'series':'itpd-e-2010-usd','basis':'reconciled','unit':'USD_2010',"
     "'a_to_b':508220299.799175,'b_to_a':64352580.2965888,"
     "'a_to_b_dataset':'itpd-e-kaz-tjk-2000-2016','reason':null}"},
    {"trade begins in 2000", "trade", "period", "2000", "{'a_to_b':52392962.3580139}"},
    {"trade ends in 2016", "trade", "period", "2016", "{'b_to_a':199072121.720733}"},
};

START_TEST(shows_what_the_records_say)
{
    const struct row *row = &rows[_i];
    json_t *document = expect_json(&program, PAGE);
    const json_t *part = json_object_get(json_object_get(document, "data"), row->part);

    expect_match(find(part, row->member, row->value), row->expected);
    json_decref(document);
}
END_TEST

/* ---- the latest claims ---- */

static const struct latest {
    const char *name;
    const char *claim;
    const char *others;
} latest[] = {
    {"for turnover in 2022 the other three are named", "turnover-2022-astana-times",
     "['turnover-2022-caspian','turnover-2022-tokayev','turnover-2022-jibek-joly']"},
    {"for growth in 2023 the other one is named", "turnover-growth-2023-tass",
     "['turnover-growth-2023-forum-report']"},
    {"for the share in 2023 the later one is shown", "share-kazakhstan-2023-kholiqzoda",
     "['share-kazakhstan-2023-tass']"},
    {"farm trade is no other figure for all trade", "farm-turnover-2022-jibek-joly", "[]"},
    {"a rank in the CIS is no other figure for a rank", "rank-kazakhstan-cis-2023-tass", "[]"},
    {"what is on top of the deals is no other figure for them",
     "deal-value-2023-tokayev-other-cooperation", "[]"},
    {"seven months are no other figure for a year", "turnover-2024-7m-forum-report", "[]"},
};

static const json_t *find_claim(const json_t *claims, const char *id)
{
    for (size_t i = 0; i < json_array_size(claims); i++) {
        const json_t *claim = json_object_get(json_array_get(claims, i), "claim");
        if (strcmp(expect_text(claim, "id"), id) == 0)
            return json_array_get(claims, i);
    }
    ck_abort_msg("%s is not shown", id);
}

START_TEST(the_latest_claim_names_the_others)
{
    json_t *document = expect_json(&program, PAGE);
    const json_t *claims = json_object_get(json_object_get(document, "data"), "claims");
    const json_t *found = find_claim(claims, latest[_i].claim);

    expect_match(json_object_get(found, "others"), latest[_i].others);
    json_decref(document);
}
END_TEST

START_TEST(claims_others_and_targets_are_all_claims_of_the_pair)
{
    json_t *document = expect_json(&program, PAGE);
    const json_t *data = json_object_get(document, "data");
    const json_t *claims = json_object_get(data, "claims");
    char ids[8192] = "";
    size_t length = 0;

    for (size_t i = 0; i < json_array_size(claims); i++) {
        const json_t *one = json_array_get(claims, i);
        const json_t *others = json_object_get(one, "others");
        length += (size_t)snprintf(ids + length, sizeof ids - length, "%s ",
                                   expect_text(json_object_get(one, "claim"), "id"));
        for (size_t j = 0; j < json_array_size(others); j++)
            length += (size_t)snprintf(ids + length, sizeof ids - length, "%s ",
                                       json_string_value(json_array_get(others, j)));
    }
    expect_ids(&program, "/v1/claims?pair=KAZ-TJK&metric__not=target&limit=1000&fields=id", ids);
    json_decref(document);
}
END_TEST

/* ---- other pairs, other names ---- */

START_TEST(an_empty_part_says_why)
{
    json_t *document = expect_json(&program, "/v1/pairs/FRA-USA");

    expect_match(document,
                 "{'data':{'agreements':[],'events':[],'claims':[],'targets':[],'statements':[],"
                 "'trade':[],'reasons':{'agreements':'…no agreement','events':'…no event',"
                 "'claims':'…no claim','targets':'…no target','statements':'…no statement',"
                 "'trade':'…no dataset'}}}");
    json_decref(document);
}
END_TEST

static const struct redirect {
    const char *name;
    const char *path;
    const char *location;
} redirects[] = {
    {"the other order leads to the pair", "/v1/pairs/TJK-KAZ", "/v1/pairs/KAZ-TJK"},
    {"short codes in small letters lead to the pair", "/v1/pairs/tj-kz", "/v1/pairs/KAZ-TJK"},
    {"numbers lead to the pair", "/v1/pairs/398-762", "/v1/pairs/KAZ-TJK"},
    {"names lead to the pair", "/v1/pairs/Tajikistan-Kazakhstan", "/v1/pairs/KAZ-TJK"},
    {"a name with a comma leads to the pair", "/v1/pairs/Korea,%20Republic%20of-KAZ",
     "/v1/pairs/KAZ-KOR"},
    {"a name with an accent leads to the pair", "/v1/pairs/C%C3%B4te%20d'Ivoire-Ghana",
     "/v1/pairs/CIV-GHA"},
    {"parameters are taken along", "/v1/pairs/tj-kz?on=2024-12-31",
     "/v1/pairs/KAZ-TJK?on=2024-12-31"},
    {"a country by its short code", "/v1/countries/kz", "/v1/countries/KAZ"},
    {"a country by a name with an accent", "/v1/countries/C%C3%B4te%20d'Ivoire",
     "/v1/countries/CIV"},
};

START_TEST(moves)
{
    struct http_answer answer;

    http_get(&program, redirects[_i].path, NULL, &answer);
    ck_assert_int_eq(answer.status, 308);
    ck_assert_str_eq(http_header(&answer, "Location"), redirects[_i].location);
    ck_assert_uint_eq(answer.body_length, 0);
    http_answer_fini(&answer);
}
END_TEST

static const struct refusal {
    const char *name;
    const char *path;
    const char *hint;
} refusals[] = {
    {"one country twice is no pair", "/v1/pairs/KAZ-KZ", "two different"},
    {"a country that is none is named with the nearest", "/v1/pairs/KAZ-Tajikstan", "TJK"},
    {"one country alone is no pair", "/v1/pairs/KAZ", "hyphen"},
    {"a record that is not there is named with the nearest",
     "/v1/agreements/deal-package-astana-2024", "deal-package-astana-2023"},
    {"a country that is not there is named with the nearest", "/v1/countries/Tajikstan", "TJK"},
};

START_TEST(is_not_there)
{
    struct http_answer answer;

    http_get(&program, refusals[_i].path, NULL, &answer);
    ck_assert_int_eq(answer.status, 404);
    json_t *problem = json_loads(answer.body, 0, NULL);
    expect_match(problem, "{'type':'/problems/no-such-record'}");
    ck_assert_msg(strstr(expect_text(problem, "detail"), refusals[_i].hint) != NULL, "%s",
                  answer.body);
    json_decref(problem);
    http_answer_fini(&answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts_pairs");
    TCase *tcase = tcase_create("pairs");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, the_pairs_with_records_are_five_with_their_counts);
    tcase_add_test(tcase, the_pairs_of_a_country_are_found_by_any_of_its_names);
    SUITE_ADD_ROWS(tcase, has_its_parts, parts);
    SUITE_ADD_ROWS(tcase, shows_what_the_records_say, rows);
    SUITE_ADD_ROWS(tcase, the_latest_claim_names_the_others, latest);
    tcase_add_test(tcase, claims_others_and_targets_are_all_claims_of_the_pair);
    tcase_add_test(tcase, an_empty_part_says_why);
    SUITE_ADD_ROWS(tcase, moves, redirects);
    SUITE_ADD_ROWS(tcase, is_not_there, refusals);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
