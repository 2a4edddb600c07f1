/* SPDX-License-Identifier: MIT */
/* Records by id, and values that name one: a wrong one is refused with the nearest right one. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "server/problem.h"

static const struct {
    const char *name;
    const char *target;
    const char *says;
} missing[] = {
    {"names the nearest agreement", "/v1/agreements/vague-treat",
     "did you mean /v1/agreements/vague-treaty?"},
    {"names an event that goes on", "/v1/events/vague", "did you mean /v1/events/vague-event?"},
    {"names the nearest claim", "/v1/claims/words-onli", "did you mean /v1/claims/words-only?"},
    {"names the nearest country", "/v1/countries/Kazakhstn", "did you mean /v1/countries/KAZ?"},
    {"names no country that is not near", "/v1/countries/Atlantis-of-old",
     "there is no country \"Atlantis-of-old\"; /v1/countries lists them all"},
    {"names nothing where nothing is near", "/v1/sectors/zzzzzzzzzzzz",
     "there is no sector \"zzzzzzzzzzzz\"; /v1/sectors lists them all"},
    {"finds no group of countries", "/v1/countries/EUN", "there is no country"},
    {"finds no world", "/v1/countries/W00", "there is no country"},
    {"finds no id with a wildcard", "/v1/agreements/%25", "there is no agreement \"%\""},
    {"finds no id in quotes", "/v1/agreements/'%20OR%201=1%20--", "there is no agreement"},
    {"finds no id with another behind it", "/v1/agreements/vague-treaty,open-treaty",
     "there is no agreement"},
    {"finds no id of another resource", "/v1/events/vague-treaty", "there is no event"},
    {"finds no superseded name", "/v1/series/second-import", "there is no series"},
    {"finds no commodity", "/v1/commodities/999999", "there is no commodity"},
    {"finds no pair of one country", "/v1/pairs/KAZ-KAZ", "two different countries"},
    {"finds no pair of what is no country", "/v1/pairs/KAZ-EUN", "an area, but no country"},
    {"names the nearest country of a pair", "/v1/pairs/KAZ-Tadjikistan", "did you mean TJK?"},
    {"finds no pair of three", "/v1/pairs/KAZ-TJK-UZB", "pair"},
    {"finds no half of a pair", "/v1/pairs/KAZ", "KAZ-TJK"},
    {"finds no pair without hyphen", "/v1/pairs/KAZTJK", "KAZ-TJK"},
    {"finds no kind of problem", "/problems/not-fund", "Did you mean /problems/not-found?"},
};

START_TEST(is_not_found)
{
    struct answer answer;

    ask(&answer, "%s", missing[_i].target);
    ck_assert_uint_eq(answer.status, 404);
    ck_assert_msg(answer.problem.kind == PROBLEM_NO_SUCH_RECORD, "%s",
                  problem_name(answer.problem.kind));
    ck_assert_msg(strstr(answer.problem.detail, missing[_i].says) != NULL, "%s",
                  answer.problem.detail);
    ck_assert_str_eq(json_string_value(json_object_get(answer.document, "detail")),
                     answer.problem.detail);
    answer_fini(&answer);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *location;
} moved[] = {
    {"leads from two letters", "/v1/countries/kz", "/v1/countries/KAZ"},
    {"leads from small letters", "/v1/countries/kaz", "/v1/countries/KAZ"},
    {"leads from a number", "/v1/countries/398", "/v1/countries/KAZ"},
    {"leads from Comtrade's number", "/v1/countries/842", "/v1/countries/USA"},
    {"leads from a name", "/v1/countries/Kazakhstan", "/v1/countries/KAZ"},
    {"leads from a name with a comma", "/v1/countries/Korea,%20Republic%20of", "/v1/countries/KOR"},
    {"leads from a name with accents", "/v1/countries/C%C3%B4te%20d'Ivoire", "/v1/countries/CIV"},
    {"keeps the members that were asked for", "/v1/countries/kz?fields=name",
     "/v1/countries/KAZ?fields=name"},
    {"leads to the pair's own order", "/v1/pairs/TJK-KAZ", "/v1/pairs/KAZ-TJK"},
    {"leads from a pair of names", "/v1/pairs/tajikistan-kazakhstan", "/v1/pairs/KAZ-TJK"},
    {"leads from a pair of numbers", "/v1/pairs/398-762", "/v1/pairs/KAZ-TJK"},
    {"keeps the day that was asked for", "/v1/pairs/TJK-KAZ?on=2012-01-01",
     "/v1/pairs/KAZ-TJK?on=2012-01-01"},
};

START_TEST(moves)
{
    struct answer answer;

    ask(&answer, "%s", moved[_i].target);
    ck_assert_uint_eq(answer.status, 308);
    ck_assert_str_eq(answer.location, moved[_i].location);
    ck_assert_ptr_null(answer.text);
    answer_fini(&answer);
    ask_well(&answer, "%s", moved[_i].location);
    answer_fini(&answer);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *blamed;
    const char *says;
} wrong[] = {
    {"names the event that was meant", "/v1/agreements?event=vague-evnt", "event",
     "there is no event \"vague-evnt\"; did you mean \"vague-event\"?"},
    {"names it for an operator", "/v1/agreements?event__not=vague-evnt", "event__not",
     "did you mean \"vague-event\"?"},
    {"names it among right ones", "/v1/agreements?event=vague-event,vague-evnt", "event",
     "\"vague-evnt\""},
    {"names the country that was meant by a party", "/v1/agreements?party=kazakhstn", "party",
     "did you mean \"KAZ\""},
    {"names the institution that was meant by a party", "/v1/agreements?party=same-name-c", "party",
     "\"same-name-a\""},
    {"names the sector that was meant", "/v1/claims?sector=agricultur", "sector",
     "did you mean \"agriculture\"?"},
    {"names the source that was meant", "/v1/claims?source=no-titel", "source",
     "did you mean \"no-title\"?"},
    {"names the dataset that was meant", "/v1/trade?dataset=second-imprt", "dataset",
     "did you mean \"second-import\"?"},
    {"names the series that was meant", "/v1/trade?series=dollars-as-report", "series",
     "did you mean \"dollars-as-reported\"?"},
    {"names the classification that was meant", "/v1/trade?classification=hs5", "classification",
     "there is no classification \"hs5\"; did you mean"},
    {"finds no commodity to filter by", "/v1/trade?commodity=123456", "commodity",
     "there is no commodity \"123456\""},
    {"finds no title", "/v1/agreements?title=Treaty", "title", "there is no title \"Treaty\""},
    {"names the title that was meant", "/v1/agreements?title=Open%20treatie", "title",
     "did you mean \"Open treaty\"?"},
    {"finds no city", "/v1/events?city=Atlantis", "city", "there is no city \"Atlantis\""},
    {"shortens what is long",
     "/v1/agreements?title=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "title", "there is no title"},
    {"says so of a count too", "/v1/agreements?event=nowhere&count=only", "event",
     "there is no event"},
    {"says so of those in force too", "/v1/agreements?event=nowhere&in_force_on=2012-01-01",
     "event", "there is no event"},
};

START_TEST(refuses_values)
{
    struct answer answer;

    ask(&answer, "%s", wrong[_i].target);
    ck_assert_uint_eq(answer.status, 400);
    ck_assert_int_eq(answer.problem.kind, PROBLEM_INVALID_PARAMETER);
    ck_assert_str_eq(answer.problem.parameter, wrong[_i].blamed);
    ck_assert_msg(strstr(answer.problem.detail, wrong[_i].says) != NULL, "%s",
                  answer.problem.detail);
    answer_fini(&answer);
}
END_TEST

/* Where the case of letters, or the name that is used, does not matter. */
static const struct {
    const char *name;
    const char *target;
    const char *same;
} alike[] = {
    {"takes a title in another case", "/v1/agreements?title=OPEN+TREATY",
     "/v1/agreements?title=Open%20treaty"},
    {"takes an id in capitals", "/v1/agreements?id=OPEN-TREATY", "/v1/agreements?id=open-treaty"},
    {"takes a country's name for a party", "/v1/agreements?party=Uzbekistan",
     "/v1/agreements?party=UZB"},
    {"takes names with commas in a list", "/v1/countries?code=Korea,+Republic+of,KAZ",
     "/v1/countries?code=KAZ,KOR"},
    {"takes a pair the other way round", "/v1/claims?pair=tj-kz", "/v1/claims?pair=KAZ-TJK"},
    {"takes a period in another spelling", "/v1/claims?period=202201", "/v1/claims?period=2022-01"},
    {"takes blanks around values", "/v1/claims?metric=%20growth%20,+turnover",
     "/v1/claims?metric=growth,turnover"},
};

START_TEST(takes_other_spellings)
{
    struct answer answer;
    struct answer same;

    ask_well(&answer, "%s", alike[_i].target);
    ask_well(&same, "%s", alike[_i].same);
    ck_assert_uint_gt(json_array_size(answer_data(&answer)), 0);
    ck_assert_str_eq(answer.text, same.text);
    answer_fini(&answer);
    answer_fini(&same);
}
END_TEST

/* A code that several classifications have names the one of them that comes first. */
START_TEST(answers_one_of_several_with_the_code)
{
    struct answer answer;

    ask_well(&answer, "/v1/commodities/27");
    ck_assert_str_eq(json_string_value(json_object_get(answer_data(&answer), "code")), "27");
    answer_fini(&answer);
    ask_well(&answer, "/v1/commodities?classification=H5&limit=2");
    ck_assert_uint_eq(json_array_size(answer_data(&answer)), 2);
    answer_fini(&answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handlers_records");
    TCase *tcase = tcase_create("records");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, is_not_found, missing);
    SUITE_ADD_ROWS(tcase, moves, moved);
    SUITE_ADD_ROWS(tcase, refuses_values, wrong);
    SUITE_ADD_ROWS(tcase, takes_other_spellings, alike);
    tcase_add_test(tcase, answers_one_of_several_with_the_code);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
