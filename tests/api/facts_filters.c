/* SPDX-License-Identifier: MIT */
/* Which records a question finds: exactly these. */
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

struct question {
    const char *name;
    const char *path;
    const char *ids; /* parted by blanks, in any order */
};

#define DEALS_23    "deal-package-astana-2023 "
#define DEALS_24    "deal-package-dushanbe-2024 "
#define BILATERAL   "kaz-tjk-trade-agreement-1995 "
#define CIS         "cis-free-trade-area-2011 "
#define INSTITUTES  "kiss-csr-memorandum-2023 "
#define CITIES      "turkistan-khujand-sister-cities-2023 "
#define PROGRAMME   "foreign-ministries-programme-2023-2025 "
#define OTHERS      "kaz-tjk-other-agreements-2023 "
#define DECLARATION "kaz-tjk-declaration-allied-interaction-2023 "
#define TREATY      "kaz-tjk-treaty-allied-relations-2024 "
#define ROADMAPS    "kaz-tjk-trade-roadmap-2023-2025 kaz-tjk-agriculture-roadmap-2023-2025 "
#define ROADMAP_27  "kaz-tjk-trade-roadmap-2027 "
#define ALL                                                                                        \
    DEALS_23 DEALS_24 BILATERAL CIS INSTITUTES CITIES PROGRAMME OTHERS DECLARATION TREATY ROADMAPS \
        ROADMAP_27

#define TARGETS                                                                                    \
    "target-1bn-astana-times target-2bn-caspian target-2bn-zhumangarin target-2bn-tokayev "        \
    "target-2bn-roadmap-2023-2025 target-2bn-forum-2024 target-2bn-roadmap-2027"
#define SEVEN_MONTHS                                                                               \
    "turnover-2024-7m-forum-report turnover-growth-2024-7m-forum-report "                          \
    "share-kaz-exports-2024-7m-forum-report "
#define HALF_YEAR "farm-turnover-2024-s1-astana-times farm-turnover-growth-2024-s1-astana-times "
#define ELEVEN_MONTHS                                                                              \
    "turnover-2023-11m-trend turnover-growth-2023-11m-trend share-kazakhstan-2023-11m-trend "      \
    "rank-kazakhstan-2023-11m-trend share-china-2023-11m-trend share-russia-2023-11m-trend"
#define TURNOVER_22                                                                                \
    "turnover-2022-caspian turnover-2022-astana-times turnover-2022-tokayev "                      \
    "turnover-2022-jibek-joly "

#define A "/v1/agreements?fields=id&limit=1000&"
#define C "/v1/claims?fields=id&limit=1000&"
#define S "/v1/search?limit=1000&q="

static const struct question questions[] = {
    /* agreements: whose */
    {"agreements by alpha-3 code", A "party=KAZ", ALL},
    {"agreements by alpha-3 code in small letters", A "party=kaz", ALL},
    {"agreements by alpha-2 code", A "party=TJ", ALL},
    {"agreements by M49 number", A "party=762", ALL},
    {"agreements by English name", A "party=Tajikistan", ALL},
    {"agreements by institution", A "party=kazakhstan-institute-for-strategic-studies", INSTITUTES},
    {"agreements by either of two institutions", A "party=khujand,center-for-strategic-research",
     INSTITUTES CITIES},
    {"agreements of another country: none", A "party=RUS", ""},
    {"agreements of an institution that signed none: none", A "party=russian-trade-mission", ""},
    {"agreements of both countries, in either order", A "pair=TJK-KAZ", ALL},
    {"agreements of two that share none: none", A "pair=RUS-TJK", ""},

    /* agreements: what kind */
    {"agreements of a kind", A "kind=roadmap", ROADMAPS ROADMAP_27},
    {"agreements of any of two kinds", A "kind=memorandum,sister_city", INSTITUTES CITIES},
    {"agreements not of a kind", A "kind__not=deal_package,roadmap,other,declaration",
     BILATERAL CIS INSTITUTES CITIES PROGRAMME TREATY},
    {"agreements that bind", A "binding=yes", BILATERAL CIS TREATY},
    {"agreements of a sector", A "sector=agriculture",
     "kaz-tjk-agriculture-roadmap-2023-2025 " OTHERS},
    {"agreements of any of two sectors", A "sector=tourism,foreign-affairs",
     OTHERS PROGRAMME DECLARATION TREATY},
    {"agreements of an event", A "event=rahmon-official-visit-kazakhstan-2023",
     INSTITUTES CITIES PROGRAMME OTHERS DECLARATION ROADMAPS},
    {"agreements of no event", A "event__isnull=true", BILATERAL CIS},
    {"agreements from a source", A "source=desta-list-of-treaties", BILATERAL CIS},
    {"agreements by words of the title", A "title__contains=allied", DECLARATION TREATY},
    {"agreements by several filters at once", A "kind=roadmap&sector=trade&party=KZ",
     "kaz-tjk-trade-roadmap-2023-2025 " ROADMAP_27},

    /* agreements: on which day */
    {"agreements in force at the end of 2024", A "status=in_force&on=2024-12-31",
     BILATERAL CIS PROGRAMME ROADMAPS},
    {"agreements signed only", A "status=signed&on=2024-12-31", DEALS_23 DEALS_24 DECLARATION},
    {"agreements of which nobody knows", A "status=unknown&on=2024-12-31",
     TREATY INSTITUTES CITIES OTHERS ROADMAP_27},
    {"agreements that are over", A "status=expired&on=2026-01-01", PROGRAMME ROADMAPS},
    {"agreements in force on a day", A "in_force_on=2024-01-01", BILATERAL CIS PROGRAMME ROADMAPS},
    {"agreements in force the day before the CIS treaty", A "in_force_on=2012-09-19", BILATERAL},
    {"agreements in force on the day of the CIS treaty", A "in_force_on=2012-09-20", BILATERAL CIS},
    {"agreements in force in the year whose day is not known: none", A "in_force_on=1997-06-01",
     ""},
    {"agreements signed from a year on", A "signed_on__gte=2024", DEALS_24 TREATY},
    {"agreements signed within a year", A "signed_on__gte=2023&signed_on__lte=2023",
     DEALS_23 INSTITUTES CITIES PROGRAMME OTHERS DECLARATION},
    {"agreements signed before a year", A "signed_on__lt=2012", BILATERAL CIS},
    {"agreements certainly signed after a day", A "signed_on__gt=2023-05-03", DEALS_24 TREATY},
    {"agreements signed on a day", A "signed_on=2024-08-22", TREATY},
    {"agreements signed in a month, as far as known", A "signed_on=2023-05",
     INSTITUTES CITIES PROGRAMME OTHERS DECLARATION},
    {"agreements whose day of signing is not known", A "signed_on__isnull=true",
     ROADMAPS ROADMAP_27},

    /* agreements: how much */
    {"agreements from a billion on", A "value__gte=1000000000", DEALS_23},
    {"agreements above exactly their value: none", A "value__gt=1800000000", ""},
    {"agreements within a range of values", A "value__gte=900000000&value__lt=1800000000",
     DEALS_24},
    {"agreements with a value", A "value__isnull=false", DEALS_23 DEALS_24},

    /* claims */
    {"claims about a pair and a metric", C "pair=KAZ-TJK&metric=target", TARGETS},
    {"claims about a pair in the other order and other codes", C "pair=tj-398&metric=target",
     TARGETS},
    {"claims about another pair", C "pair=KGZ-TJK",
     "turnover-kgz-tjk-2023-tass turnover-growth-kgz-tjk-2023-tass"},
    {"claims about a pair have those about its directions", C "pair=RUS-TJK&metric=exports",
     "exports-rus-tjk-2023-tass exports-tjk-rus-2023-tass-01-23 exports-tjk-rus-2023-tass-01-31"},
    {"claims from one country", C "from=TJK&metric=exports",
     "exports-tjk-kaz-2022-astana-times exports-tjk-kaz-2023-tass "
     "exports-tjk-rus-2023-tass-01-23 exports-tjk-rus-2023-tass-01-31"},
    {"claims from one country to another", C "from=Tajikistan&to=KZ&metric=exports",
     "exports-tjk-kaz-2022-astana-times exports-tjk-kaz-2023-tass"},
    {"claims to one country", C "to=TJK&metric=exports",
     "exports-kaz-tjk-2022-astana-times exports-kaz-tjk-2023-tass exports-rus-tjk-2023-tass"},
    {"claims of a metric about a metric", C "metric=growth&of=exports",
     "exports-growth-kaz-tjk-2022-astana-times exports-growth-tjk-kaz-2022-astana-times "
     "exports-growth-tjk-rus-2023-tass-01-31"},
    {"claims for a year, not for parts of it", C "period=2022&metric=turnover&pair=KAZ-TJK",
     TURNOVER_22 "farm-turnover-2022-jibek-joly"},
    {"claims for a year without those of a sector",
     C "period=2022&metric=turnover&pair=KAZ-TJK&sector__isnull=true", TURNOVER_22},
    {"claims for seven months", C "period=2024-01-01/P7M", SEVEN_MONTHS},
    {"claims for seven months, spelled otherwise", C "period=2024-01/P7M", SEVEN_MONTHS},
    {"claims for a half-year", C "period=2024-S1", HALF_YEAR},
    {"claims for a half-year, spelled otherwise", C "period=2024-H1", HALF_YEAR},
    {"claims from a year on", C "period__gte=2024",
     SEVEN_MONTHS HALF_YEAR "turnover-2024-4m-tass turnover-growth-2024-4m-tass "
                            "turnover-2024-5m-tass turnover-growth-2024-5m-tass"},
    {"claims up to a year", C "period__lte=2022&metric=exports",
     "exports-kaz-tjk-2022-astana-times exports-tjk-kaz-2022-astana-times"},
    {"claims within months", C "period__gte=2023-01&period__lte=2023-11", ELEVEN_MONTHS},
    {"claims from a source", C "source=tass-2024-05-31",
     "turnover-2024-4m-tass turnover-growth-2024-4m-tass"},
    {"claims from either source", C "source=tass-2024-05-31,kazinform-2023-05-04-package",
     "turnover-2024-4m-tass turnover-growth-2024-4m-tass deal-value-2023-tokayev "
     "deal-value-2023-tokayev-other-cooperation"},
    {"claims by who said them", C "said_by=Kassym-Jomart%20Tokayev",
     "turnover-2022-tokayev target-2bn-tokayev export-potential-60-items-tokayev "
     "deal-value-2023-tokayev deal-value-2023-tokayev-other-cooperation"},
    {"claims by a part of the name", C "said_by__contains=kholiq",
     "rank-kazakhstan-2023-kholiqzoda share-kazakhstan-2023-kholiqzoda"},
    {"claims by the office that gave them", C "said_by=Russian%20trade%20mission",
     "turnover-rus-tjk-2023-tass-01-31 turnover-growth-rus-tjk-2023-tass-01-31 "
     "exports-tjk-rus-2023-tass-01-31 exports-growth-tjk-rus-2023-tass-01-31"},
    {"claims that are our inference", C "derived=true", "rank-kazakhstan-2023-11m-trend"},
    {"claims whose print had to be read", C "printed__isnull=false",
     "turnover-2024-7m-forum-report exports-tjk-kaz-2022-astana-times "
     "exports-growth-tjk-kaz-2022-astana-times exports-tjk-rus-2023-tass-01-23 "
     "participants-astana-business-forum-2023"},
    {"claims about an agreement", C "agreement=deal-package-dushanbe-2024",
     "deal-value-2024-forum-report deal-value-2024-astana-times-contracts "
     "deal-value-2024-astana-times-allied"},
    {"claims about an event", C "event=dushanbe-investment-forum-2024",
     "participants-dushanbe-investment-forum-2024"},
    {"claims with a deadline", C "deadline__isnull=false",
     "target-2bn-roadmap-2023-2025 target-2bn-roadmap-2027"},
    {"claims to be met by 2025", C "deadline__lte=2025", "target-2bn-roadmap-2023-2025"},
    {"claims in a unit, by value", C "unit=rank&value__gte=3",
     "rank-kazakhstan-2023-kholiqzoda rank-kazakhstan-2023-11m-trend"},
    {"claims that cover many items", C "count__gt=60", "export-potential-85-items-astana-times"},

    /* others */
    {"events of a participant", "/v1/events?fields=id&participant=government-of-kazakhstan",
     "dushanbe-investment-forum-2024"},
    {"events by place and kind", "/v1/events?fields=id&country=TJ&kind=meeting",
     "dushanbe-company-meetings-2024"},
    {"events from a day on", "/v1/events?fields=id&starts_on__gte=2024-08-21",
     "dushanbe-investment-forum-2024 dushanbe-company-meetings-2024"},
    {"events of a visit", "/v1/events?fields=id&part_of=rahmon-official-visit-kazakhstan-2023",
     "astana-business-forum-2023 tokayev-rahmon-meeting-astana-2023"},
    {"statements of a speaker", "/v1/statements?fields=id&said_by=Roman%20Sklyar",
     "sklyar-opportunities-2024 sklyar-joint-work-2024"},
    {"statements about a sector", "/v1/statements?fields=id&sector=metals,space",
     "forum-metals-and-farm-projects-2024 zhumangarin-services-2023"},
    {"institutions of a kind", "/v1/institutions?fields=id&kind=city", "turkistan khujand"},
    {"sources by publisher", "/v1/sources?fields=id&publisher=TASS",
     "tass-2024-01-23 tass-2024-01-31 tass-2024-05-31 tass-2024-07-01"},

    /* search */
    {"search finds a city and its agreement", S "khujand", "khujand " CITIES},
    {"search does not mind capitals", S "TURKISTAN", "turkistan " CITIES},
    {"search takes the beginning of the last word", S "kholiqz",
     "kholiqzoda-rank-2024 rank-kazakhstan-2023-kholiqzoda share-kazakhstan-2023-kholiqzoda"},
    {"search wants every word", S "satellite%20digital", "zhumangarin-services-2023"},
    {"search within a kind of record", S "allied&kind=agreement", DECLARATION TREATY},
    {"search finds nothing for a word that is nowhere", S "zanzibar", ""},
};

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    expect_stop(&program);
}

START_TEST(finds)
{
    expect_ids(&program, questions[_i].path, questions[_i].ids);
}
END_TEST

/* ---- a wrong argument never gives an empty answer ---- */

static const struct mistake {
    const char *name;
    const char *path;
    const char *parameter;
    const char *hint; /* what the detail has */
} mistakes[] = {
    {"refuses a country that is none", A "party=Tajikstan", "party", "TJK"},
    {"refuses an institution that is not there", A "party=kazakhstan-institute", "party",
     "kazakhstan-institute-for-strategic-studies"},
    {"refuses a kind that is none", A "kind=memo", "kind", "memorandum"},
    {"refuses a status that is none", A "status=inforce", "status", "in_force"},
    {"refuses a sector that is not there", A "sector=agricultur", "sector", "agriculture"},
    {"refuses an event that is not there", A "event=astana-business-forum", "event",
     "astana-business-forum-2023"},
    {"refuses a source that is not there", C "source=tass-2024-01-24", "source", "tass-2024-01-23"},
    {"refuses a day that the calendar has not", A "in_force_on=2023-02-29", "in_force_on",
     "2023-02-29"},
    {"refuses a month 13", A "signed_on__gte=2023-13", "signed_on__gte", "2023-13"},
    {"refuses a period that is none", C "period=2024-H3", "period", "2024-H3"},
    {"refuses a value that is no number", A "value__gte=1e", "value__gte", "1e"},
    {"refuses a pair of one", C "pair=KAZ-KZ", "pair", "pair"},
    {"refuses a country of a direction", C "from=XXY", "from", "XXY"},
    {"refuses a metric that is none", C "metric=turnovr", "metric", "turnover"},
    {"refuses a speaker who is not there", C "said_by=Serik%20Zumangarin", "said_by",
     "Serik Zhumangarin"},
    {"refuses a misspelled parameter", A "partys=KAZ", "partys", "party"},
    {"refuses an operator that the member has not", A "kind__gte=treaty", "kind__gte", "kind"},
    {"refuses a parameter without a value", A "kind=", "kind", "value"},
    {"refuses a parameter that is given twice", A "kind=treaty&kind=roadmap", "kind", "twice"},
    {"refuses a member that is not there", "/v1/claims?fields=id,valeu", "fields", "valeu"},
    {"refuses to sort by what cannot be sorted", "/v1/claims?sort=citations", "sort", "citations"},
    {"refuses a limit of 0", "/v1/claims?limit=0", "limit", "1000"},
    {"refuses a limit of 1001", "/v1/claims?limit=1001", "limit", "1000"},
    {"refuses a cursor of another question", "/v1/claims?limit=3&cursor=ATCyU64RVBCVAwADQUZHAA",
     "cursor", "cursor"},
    {"refuses a search for nothing", "/v1/search?q=%3F", "q", "letter"},
    {"refuses a search without words", "/v1/search", "q", "q="},
};

START_TEST(names_parameter_and_what_is_right)
{
    const struct mistake *mistake = &mistakes[_i];
    struct http_answer answer;
    char expected[256];

    http_get(&program, mistake->path, NULL, &answer);
    ck_assert_msg(answer.status == 400, "status %ld: %.2000s", answer.status, answer.body);
    ck_assert_str_eq(http_header(&answer, "Content-Type"), "application/problem+json");
    json_t *problem = json_loads(answer.body, 0, NULL);
    snprintf(expected, sizeof expected, "{'status':400,'parameter':'%s'}", mistake->parameter);
    expect_match(problem, expected);
    ck_assert_msg(strstr(expect_text(problem, "detail"), mistake->hint) != NULL, "%.2000s",
                  answer.body);
    json_decref(problem);
    http_answer_fini(&answer);
}
END_TEST

/* Those that may be in force are left out and counted. */
static const struct unknown {
    const char *name;
    const char *path;
    int count;
} unknowns[] = {
    {"counts 4 of which it is not known at the turn of 2024", A "in_force_on=2024-01-01", 4},
    {"counts the agreement whose day in 1997 is not known", A "in_force_on=1997-06-01", 2},
    {"counts what other filters leave", A "in_force_on=2024-01-01&kind=roadmap", 1},
};

START_TEST(counts_those_of_which_it_is_not_known)
{
    json_t *document = expect_json(&program, unknowns[_i].path);
    char expected[64];

    snprintf(expected, sizeof expected, "{'meta':{'in_force_unknown':%d}}", unknowns[_i].count);
    expect_match(document, expected);
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts_filters");
    TCase *tcase = tcase_create("filters");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, finds, questions);
    SUITE_ADD_ROWS(tcase, names_parameter_and_what_is_right, mistakes);
    SUITE_ADD_ROWS(tcase, counts_those_of_which_it_is_not_known, unknowns);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
