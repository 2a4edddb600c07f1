/* SPDX-License-Identifier: MIT */
/* Every claim of the shipped records, as its source has it, and no other claim. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "facts_expect.h"
#include "harness.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define CASPIAN   "caspian-news-business-forum"
#define FORUM     "dushanbe-investment-forum-report"
#define ASTANA_23 "astana-times-2023-05"
#define PACKAGE   "kazinform-2023-05-04-package"
#define TURNOVER  "kazinform-2023-05-04-turnover"
#define JIBEK     "jibek-joly-2023-05-04"
#define TREND     "trend-2024-01-03"
#define TASS_23   "tass-2024-01-23"
#define TASS_31   "tass-2024-01-31"
#define TASS_MAY  "tass-2024-05-31"
#define TASS_JULY "tass-2024-07-01"
#define CONTRACTS "astana-times-2024-08-23-contracts"
#define ALLIED    "astana-times-2024-08-23-allied"

#define NO_AUTHORITY "'authority':null"
#define STATISTICS   "'authority':'tajikistan-statistics-agency'"
#define MISSION                                                                                    \
    "'authority':'tajikistan-statistics-agency','said_by':'Russian trade mission',"                \
    "'note':'…Given by the Russian trade mission'"
#define NOBODY      "'said_by':null,'said_as':null"
#define NO_READING  "'printed':null,'reading':null,'reading_reason':null"
#define NOT_DERIVED "'derived':false,'inference':null"
#define BY_ZHUMANGARIN                                                                             \
    "'said_by':'Serik Zhumangarin',"                                                               \
    "'said_as':'Minister of Trade and Integration of Kazakhstan','said_on':'2023-05'"
#define BY_TOKAYEV                                                                                 \
    "'said_by':'Kassym-Jomart Tokayev','said_as':'President of Kazakhstan','said_on':'2023-05'"
#define BY_KHOLIQZODA                                                                              \
    "'said_by':'Hokim Kholiqzoda','said_as':'First Deputy Prime Minister of Tajikistan'"
#define TOTAL_TRADE "'of':'turnover','whole':'Tajikistan's foreign trade turnover'"
#define PAIR_TRADE  "'of':'exports','whole':'turnover between Kazakhstan and Tajikistan'"
#define READ_AS_EXPORTS                                                                            \
    "'printed':'Tajikistan's imports','reading':'Tajikistan's exports to Kazakhstan',"             \
    "'reading_reason':'…goods named with the figure are what Kazakhstan buys'"

struct claim {
    const char *name;  /* the claim's id */
    const char *about; /* a pair, EXPORTER>IMPORTER, or @ and an agreement or event */
    const char *metric;
    const char *period; /* NULL: none */
    double value;
    const char *qualifier; /* NULL: no quantity */
    double precision;
    const char *unit;
    const char *source;
    const char *more; /* further members, as expect_parse() reads them */
};

static const struct claim claims[] = {
    /* turnover of the two, all goods */
    {"turnover-2022-caspian", "KAZ-TJK", "turnover", "2022", 1.4e9, "exact", 1e8, "USD", CASPIAN,
     "'of':null,'commodity':null,'sector':null," NO_AUTHORITY "," NOBODY "," NO_READING
     "," NOT_DERIVED ",'note':'…last year'"},
    {"turnover-2022-astana-times", "KAZ-TJK", "turnover", "2022", 1.4e9, "exact", 1e8, "USD",
     ASTANA_23, NO_AUTHORITY "," NOBODY},
    {"turnover-2022-tokayev", "KAZ-TJK", "turnover", "2022", 1.4e9, "exact", 1e8, "USD", TURNOVER,
     BY_TOKAYEV "," NO_AUTHORITY},
    {"turnover-2022-jibek-joly", "KAZ-TJK", "turnover", "2022", 1.5e9, "almost", 1e8, "USD", JIBEK,
     NO_AUTHORITY "," NOBODY},
    {"turnover-2023-forum-report", "KAZ-TJK", "turnover", "2023", 1.1e9, "over", 1e8, "USD", FORUM,
     STATISTICS "," NOBODY},
    {"turnover-2023-11m-trend", "KAZ-TJK", "turnover", "2023-01-01/P11M", 1e9, "over", 1e9, "USD",
     TREND, NO_AUTHORITY "," NOBODY},
    {"turnover-2024-4m-tass", "KAZ-TJK", "turnover", "2024-01-01/P4M", 441.6e6, "exact", 1e5, "USD",
     TASS_MAY, NO_AUTHORITY "," NOBODY},
    {"turnover-2024-5m-tass", "KAZ-TJK", "turnover", "2024-01-01/P5M", 550e6, "exact", 1e7, "USD",
     TASS_JULY, NO_AUTHORITY "," NOBODY},
    {"turnover-2024-7m-forum-report", "KAZ-TJK", "turnover", "2024-01-01/P7M", 777e6, "almost", 1e6,
     "USD", FORUM,
     "'printed':'almost $777','reading':'almost 777 million US dollars',"
     "'reading_reason':'…scale was dropped'"},
    {"turnover-growth-2022-caspian", "KAZ-TJK", "growth", "2022", 18.5, "exact", 0.1, "percent",
     CASPIAN, "'of':'turnover','base_period':'2021'," NO_AUTHORITY},
    {"turnover-growth-2022-astana-times", "KAZ-TJK", "growth", "2022", 18.5, "exact", 0.1,
     "percent", ASTANA_23, "'of':'turnover','base_period':'2021'"},
    {"turnover-growth-2023-forum-report", "KAZ-TJK", "growth", "2023", -20.3, "exact", 0.1,
     "percent", FORUM, "'of':'turnover','base_period':'2022'," STATISTICS},
    {"turnover-growth-2023-tass", "KAZ-TJK", "growth", "2023", -20, "almost", 1, "percent", TASS_23,
     "'of':'turnover','base_period':'2022'," STATISTICS},
    {"turnover-growth-2023-11m-trend", "KAZ-TJK", "growth", "2023-01-01/P11M", -20, "exact", 1,
     "percent", TREND, "'of':'turnover','base_period':'2022-01-01/P11M'," NO_AUTHORITY},
    {"turnover-growth-2024-4m-tass", "KAZ-TJK", "growth", "2024-01-01/P4M", 12.9, "exact", 0.1,
     "percent", TASS_MAY, "'of':'turnover','base_period':'2023-01-01/P4M'"},
    {"turnover-growth-2024-5m-tass", "KAZ-TJK", "growth", "2024-01-01/P5M", 15.6, "exact", 0.1,
     "percent", TASS_JULY, "'of':'turnover','base_period':'2023-01-01/P5M'"},
    {"turnover-growth-2024-7m-forum-report", "KAZ-TJK", "growth", "2024-01-01/P7M", 19.8, "exact",
     0.1, "percent", FORUM, "'of':'turnover','base_period':'2023-01-01/P7M'"},

    /* farm goods */
    {"farm-turnover-2022-jibek-joly", "KAZ-TJK", "turnover", "2022", 5e8, "over", 1e8, "USD", JIBEK,
     "'sector':'agriculture'"},
    {"farm-turnover-growth-2022-jibek-joly", "KAZ-TJK", "growth", "2022", 40, "exact", 1, "percent",
     JIBEK, "'sector':'agriculture','of':'turnover','base_period':'2021'"},
    {"farm-turnover-2024-s1-astana-times", "KAZ-TJK", "turnover", "2024-S1", 3e8, "almost", 1e8,
     "USD", ALLIED, "'sector':'agriculture'"},
    {"farm-turnover-growth-2024-s1-astana-times", "KAZ-TJK", "growth", "2024-S1", 12, "exact", 1,
     "percent", ALLIED, "'sector':'agriculture','of':'turnover','base_period':'2023-S1'"},

    /* each way */
    {"exports-kaz-tjk-2022-astana-times", "KAZ>TJK", "exports", "2022", 877.6e6, "exact", 1e5,
     "USD", ASTANA_23, NO_READING},
    {"exports-growth-kaz-tjk-2022-astana-times", "KAZ>TJK", "growth", "2022", 9.7, "exact", 0.1,
     "percent", ASTANA_23, "'of':'exports','base_period':'2021'," NO_READING},
    {"exports-tjk-kaz-2022-astana-times", "TJK>KAZ", "exports", "2022", 501.4e6, "exact", 1e5,
     "USD", ASTANA_23, READ_AS_EXPORTS},
    {"exports-growth-tjk-kaz-2022-astana-times", "TJK>KAZ", "growth", "2022", 37.9, "exact", 0.1,
     "percent", ASTANA_23, "'of':'exports','base_period':'2021'," READ_AS_EXPORTS},
    {"exports-kaz-tjk-2023-tass", "KAZ>TJK", "exports", "2023", 893e6, "almost", 1e6, "USD",
     TASS_23, STATISTICS},
    {"exports-tjk-kaz-2023-tass", "TJK>KAZ", "exports", "2023", 255.8e6, "about", 1e5, "USD",
     TASS_23, STATISTICS},
    {"share-kaz-exports-2023-forum-report", "KAZ>TJK", "share", "2023", 78, "about", 1, "percent",
     FORUM, PAIR_TRADE "," NO_AUTHORITY},
    {"share-kaz-exports-2024-7m-forum-report", "KAZ>TJK", "share", "2024-01-01/P7M", 81.5, "exact",
     0.1, "percent", FORUM, PAIR_TRADE},
    {"main-exports-kaz-tjk-caspian", "KAZ>TJK", "main_export", NULL, 0, NULL, 0, NULL, CASPIAN,
     "'quantity':null,'text':'oil, oil products, natural gas, metals, foodstuffs'"},
    {"main-exports-tjk-kaz-caspian", "TJK>KAZ", "main_export", NULL, 0, NULL, 0, NULL, CASPIAN,
     "'quantity':null,'text':'textiles, fruit, vegetables'"},

    /* ranks and shares among Tajikistan's partners */
    {"rank-kazakhstan-caspian", "KAZ-TJK", "partner_rank", NULL, 2, "exact", 0, "rank", CASPIAN,
     "'scope':'Tajikistan's trading partners','text':'Kazakhstan, after Russia'," NOT_DERIVED},
    {"rank-kazakhstan-cis-2023-tass", "KAZ-TJK", "partner_rank", "2023", 2, "exact", 0, "rank",
     TASS_23, "'scope':'Tajikistan's trading partners in the CIS'," STATISTICS "," NOT_DERIVED},
    {"rank-kazakhstan-2023-kholiqzoda", "KAZ-TJK", "partner_rank", "2023", 4, "exact", 0, "rank",
     CONTRACTS, "'scope':'Tajikistan's trading partners'," BY_KHOLIQZODA "," NOT_DERIVED},
    {"rank-kazakhstan-2023-11m-trend", "KAZ-TJK", "partner_rank", "2023-01-01/P11M", 3, "exact", 0,
     "rank", TREND,
     "'scope':'Tajikistan's trading partners','derived':true,"
     "'inference':'…22.6 % and China's 19.6 % are above Kazakhstan's 15.3 %'"},
    {"share-kazakhstan-2023-tass", "KAZ-TJK", "share", "2023", 13.8, "exact", 0.1, "percent",
     TASS_23, TOTAL_TRADE "," STATISTICS},
    {"share-kazakhstan-2023-kholiqzoda", "KAZ-TJK", "share", "2023", 13.8, "exact", 0.1, "percent",
     CONTRACTS, TOTAL_TRADE "," BY_KHOLIQZODA},
    {"share-kazakhstan-2023-11m-trend", "KAZ-TJK", "share", "2023-01-01/P11M", 15.3, "exact", 0.1,
     "percent", TREND, TOTAL_TRADE "," NO_AUTHORITY},
    {"share-china-2023-11m-trend", "CHN-TJK", "share", "2023-01-01/P11M", 19.6, "exact", 0.1,
     "percent", TREND, TOTAL_TRADE ",'text':'China'"},
    {"share-russia-2023-11m-trend", "RUS-TJK", "share", "2023-01-01/P11M", 22.6, "exact", 0.1,
     "percent", TREND, TOTAL_TRADE ",'text':'Russia'"},
    {"share-russia-2023-tass", "RUS-TJK", "share", "2023", 20.6, "exact", 0.1, "percent", TASS_23,
     TOTAL_TRADE "," STATISTICS},
    {"rank-russia-2023-tass", "RUS-TJK", "partner_rank", "2023", 1, "exact", 0, "rank", TASS_23,
     "'scope':'Tajikistan's trading partners','text':'Russia'," STATISTICS},

    /* Tajikistan's trade with Russia, Uzbekistan and Kyrgyzstan */
    {"turnover-rus-tjk-2023-tass-01-23", "RUS-TJK", "turnover", "2023", 1.7e9, "over", 1e8, "USD",
     TASS_23, STATISTICS},
    {"turnover-growth-rus-tjk-2023-tass-01-23", "RUS-TJK", "growth", "2023", 2.5, "exact", 0.1,
     "percent", TASS_23, "'of':'turnover','base_period':'2022'," STATISTICS},
    {"exports-rus-tjk-2023-tass", "RUS>TJK", "exports", "2023", 1.58e9, "exact", 1e7, "USD",
     TASS_23, STATISTICS},
    {"exports-tjk-rus-2023-tass-01-23", "TJK>RUS", "exports", "2023", 134.7e6, "exact", 1e5, "USD",
     TASS_23,
     STATISTICS ",'printed':'134.7 bln','reading':'134.7 million US dollars',"
                "'reading_reason':'…slip of scale'"},
    {"turnover-rus-tjk-2023-tass-01-31", "RUS-TJK", "turnover", "2023", 1714.9e6, "exact", 1e5,
     "USD", TASS_31, MISSION},
    {"turnover-growth-rus-tjk-2023-tass-01-31", "RUS-TJK", "growth", "2023", 2.7, "exact", 0.1,
     "percent", TASS_31, "'of':'turnover','base_period':'2022'," MISSION},
    {"exports-tjk-rus-2023-tass-01-31", "TJK>RUS", "exports", "2023", 134.7e6, "exact", 1e5, "USD",
     TASS_31, MISSION "," NO_READING},
    {"exports-growth-tjk-rus-2023-tass-01-31", "TJK>RUS", "growth", "2023", 52.7, "exact", 0.1,
     "percent", TASS_31, "'of':'exports','base_period':'2022'," MISSION},
    {"turnover-tjk-uzb-2023-tass", "TJK-UZB", "turnover", "2023", 5e8, "over", 1e8, "USD", TASS_23,
     STATISTICS},
    {"turnover-growth-tjk-uzb-2023-tass", "TJK-UZB", "growth", "2023", -9.2, "exact", 0.1,
     "percent", TASS_23, "'of':'turnover','base_period':'2022'," STATISTICS},
    {"turnover-kgz-tjk-2023-tass", "KGZ-TJK", "turnover", "2023", 11.7e6, "about", 1e5, "USD",
     TASS_23, STATISTICS},
    {"turnover-growth-kgz-tjk-2023-tass", "KGZ-TJK", "growth", "2023", -22.5, "exact", 0.1,
     "percent", TASS_23, "'of':'turnover','base_period':'2022'," STATISTICS},

    /* targets */
    {"target-1bn-astana-times", "KAZ-TJK", "target", NULL, 1e9, "exact", 0, "USD", ASTANA_23,
     "'of':'turnover','deadline':null,'text':'…met'"},
    {"target-2bn-caspian", "KAZ-TJK", "target", NULL, 2e9, "exact", 0, "USD", CASPIAN,
     "'of':'turnover','deadline':null," NOBODY},
    {"target-2bn-zhumangarin", "KAZ-TJK", "target", NULL, 2e9, "exact", 0, "USD", ASTANA_23,
     "'of':'turnover','deadline':null," BY_ZHUMANGARIN},
    {"target-2bn-tokayev", "KAZ-TJK", "target", NULL, 2e9, "at_least", 0, "USD", TURNOVER,
     "'of':'turnover','deadline':null," BY_TOKAYEV},
    {"target-2bn-roadmap-2023-2025", "KAZ-TJK", "target", NULL, 2e9, "exact", 0, "USD", JIBEK,
     "'of':'turnover','deadline':'2025','note':'…no deadline'"},
    {"target-2bn-forum-2024", "KAZ-TJK", "target", NULL, 2e9, "exact", 0, "USD", FORUM,
     "'of':'turnover','deadline':null,'text':'in the coming years','said_on':'2024-08-21'"},
    {"target-2bn-roadmap-2027", "KAZ-TJK", "target", NULL, 2e9, "exact", 0, "USD", ALLIED,
     "'of':'turnover','deadline':'2027'"},

    /* what Kazakhstan could export more of */
    {"export-potential-60-items-caspian", "KAZ>TJK", "export_potential", NULL, 140e6, "exact", 1e7,
     "USD", CASPIAN, "'count':60,'text':'…processed'," BY_ZHUMANGARIN},
    {"export-potential-60-items-astana-times", "KAZ>TJK", "export_potential", NULL, 140e6, "exact",
     1e7, "USD", ASTANA_23, "'count':60," BY_ZHUMANGARIN},
    {"export-potential-60-items-tokayev", "KAZ>TJK", "export_potential", NULL, 140e6, "exact", 1e7,
     "USD", TURNOVER, "'count':60," BY_TOKAYEV},
    {"export-potential-60-items-jibek-joly", "KAZ>TJK", "export_potential", NULL, 60, "exact", 0,
     "items", JIBEK, "'count':60"},
    {"export-potential-85-items-astana-times", "KAZ>TJK", "export_potential", NULL, 2e8, "about",
     1e8, "USD", ALLIED, "'count':85"},

    /* deals */
    {"deal-value-2023-caspian", "@deal-package-astana-2023", "deal_value", NULL, 1.8e9, "over", 1e8,
     "USD", CASPIAN, "'pair':'KAZ-TJK'"},
    {"deal-count-2023-caspian", "@deal-package-astana-2023", "deal_count", NULL, 40, "over", 10,
     "deals", CASPIAN, "'pair':'KAZ-TJK'"},
    {"deal-value-2023-astana-times", "@deal-package-astana-2023", "deal_value", NULL, 1.3e9,
     "exact", 1e8, "USD", ASTANA_23, "'text':'contracts'"},
    {"deal-value-2023-tokayev", "@deal-package-astana-2023", "deal_value", NULL, 1.8e9, "exact",
     1e8, "USD", PACKAGE, BY_TOKAYEV},
    {"deal-value-2023-tokayev-other-cooperation", "@deal-package-astana-2023", "deal_value", NULL,
     8e8, "almost", 1e8, "USD", PACKAGE,
     "'scope':'…other kinds of cooperation','note':'…addition'," BY_TOKAYEV},
    {"deal-value-2024-forum-report", "@deal-package-dushanbe-2024", "deal_value", NULL, 9e8,
     "about", 1e8, "USD", FORUM, "'authority':'kazakhstan-government-press-service'"},
    {"deal-value-2024-astana-times-contracts", "@deal-package-dushanbe-2024", "deal_value", NULL,
     9e8, "about", 1e8, "USD", CONTRACTS, NO_AUTHORITY},
    {"deal-value-2024-astana-times-allied", "@deal-package-dushanbe-2024", "deal_value", NULL, 1e9,
     "over", 1e9, "USD", ALLIED, NO_AUTHORITY},
    {"participants-astana-business-forum-2023", "@astana-business-forum-2023", "participants", NULL,
     200, "about", 100, "people", CASPIAN, "'printed':'As many as 200','reading':'about 200'"},
    {"participants-dushanbe-investment-forum-2024", "@dushanbe-investment-forum-2024",
     "participants", NULL, 200, "over", 100, "people", FORUM, NO_READING},
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

/* Writes the members that say what the claim is about. */
static void write_subject(const struct claim *claim, char *ret, size_t size)
{
    const char *about = claim->about;

    if (about[0] == '@' && strcmp(claim->metric, "participants") == 0)
        snprintf(ret, size, "'subject':'event','event':'%s','agreement':null", about + 1);
    else if (about[0] == '@')
        snprintf(ret, size, "'subject':'agreement','agreement':'%s','event':null", about + 1);
    else if (about[3] == '>')
        snprintf(ret, size, "'subject':'direction','from':'%.3s','to':'%.3s'", about, about + 4);
    else
        snprintf(ret, size, "'subject':'pair','pair':'%s','from':null,'to':null", about);
}

static void write_quantity(const struct claim *claim, char *ret, size_t size)
{
    ret[0] = '\0';
    if (claim->qualifier)
        snprintf(ret, size,
                 ",'quantity':{'value':%.17g,'qualifier':'%s','precision':%.17g,'unit':'%s'}",
                 claim->value, claim->qualifier, claim->precision, claim->unit);
}

START_TEST(says_what_its_source_says)
{
    const struct claim *claim = &claims[_i];
    char quote[2] = {claim->period ? '\'' : '\0', '\0'};
    char path[128];
    char subject[256];
    char quantity[256];
    char expected[2048];

    write_subject(claim, subject, sizeof subject);
    write_quantity(claim, quantity, sizeof quantity);
    snprintf(expected, sizeof expected,
             "{'data':{'id':'%s',%s,'metric':'%s','period':%s%s%s%s,'citations':[{'source':'%s'}],"
             "%s}}",
             claim->name, subject, claim->metric, quote, claim->period ? claim->period : "null",
             quote, quantity, claim->source, claim->more);
    snprintf(path, sizeof path, "/v1/claims/%s", claim->name);
    json_t *document = expect_json(&program, path);
    expect_match(document, expected);
    json_decref(document);
}
END_TEST

START_TEST(no_claim_is_left_out_of_the_table_above)
{
    char ids[8192] = "";
    size_t length = 0;

    for (size_t i = 0; i < COUNT(claims); i++)
        length += (size_t)snprintf(ids + length, sizeof ids - length, "%s ", claims[i].name);
    ck_assert_uint_lt(length, sizeof ids);
    expect_ids(&program, "/v1/claims?limit=1000&fields=id", ids);
}
END_TEST

/* Where a figure likely lies: the table of docs/decisions/quantities.md, on magnitudes. */
static const struct {
    const char *qualifier;
    double below; /* in precisions */
    double above;
} likely[] = {
    {"exact", 0.5, 0.5}, {"about", 0.5, 0.5}, {"over", 0, 1},    {"at_least", 0, 1},
    {"almost", 1, 0},    {"under", 1, 0},     {"at_most", 1, 0},
};

static double number(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);

    ck_assert_msg(json_is_number(value), "%s is no number", member);
    return json_number_value(value);
}

static void check_close(const char *name, const char *end, double actual, double expected)
{
    ck_assert_msg(fabs(actual - expected) <= fabs(expected) * 1e-12 + 1e-9,
                  "%s: %s is %.17g, not %.17g", name, end, actual, expected);
}

static void check_interval(const char *name, const json_t *quantity)
{
    const char *qualifier = expect_text(quantity, "qualifier");
    double value = number(quantity, "value");
    double precision = number(quantity, "precision");
    double magnitude = fabs(value);
    size_t row = 0;

    while (row < COUNT(likely) && strcmp(likely[row].qualifier, qualifier) != 0)
        row++;
    ck_assert_msg(row < COUNT(likely), "%s: the qualifier is %s", name, qualifier);
    double least = magnitude - likely[row].below * precision;
    double most = magnitude + likely[row].above * precision;
    check_close(name, "low", number(quantity, "low"), value < 0 ? -most : least);
    check_close(name, "high", number(quantity, "high"), value < 0 ? -least : most);
}

START_TEST(the_interval_of_every_figure_is_that_of_its_qualifier)
{
    json_t *document = expect_json(&program, "/v1/claims?limit=1000");
    const json_t *records = json_object_get(document, "data");
    size_t figures = 0;

    for (size_t i = 0; i < json_array_size(records); i++) {
        const json_t *record = json_array_get(records, i);
        const json_t *quantity = json_object_get(record, "quantity");
        if (!json_is_null(quantity))
            check_interval(expect_text(record, "id"), quantity);
        figures += !json_is_null(quantity);
    }
    ck_assert_uint_eq(figures, COUNT(claims) - 2); /* main exports have words only */
    json_decref(document);
}
END_TEST

static size_t check_agreement(const json_t *agreement)
{
    const char *id = expect_text(agreement, "id");
    const json_t *value = json_object_get(agreement, "deal_value");
    const json_t *count = json_object_get(agreement, "deal_count");
    const json_t *stated = json_object_get(agreement, "stated_values");

    if (!json_is_null(value))
        check_interval(id, value);
    if (!json_is_null(count))
        check_interval(id, count);
    for (size_t i = 0; i < json_array_size(stated); i++)
        check_interval(id, json_array_get(stated, i));
    return json_array_size(stated);
}

START_TEST(the_intervals_of_agreements_are_those_of_their_claims)
{
    json_t *document = expect_json(&program, "/v1/agreements?limit=1000");
    const json_t *records = json_object_get(document, "data");
    size_t stated = 0;

    for (size_t i = 0; i < json_array_size(records); i++)
        stated += check_agreement(json_array_get(records, i));
    ck_assert_uint_eq(stated, 7);
    json_decref(document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts_claims");
    TCase *tcase = tcase_create("claims");

    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    SUITE_ADD_ROWS(tcase, says_what_its_source_says, claims);
    tcase_add_test(tcase, no_claim_is_left_out_of_the_table_above);
    tcase_add_test(tcase, the_interval_of_every_figure_is_that_of_its_qualifier);
    tcase_add_test(tcase, the_intervals_of_agreements_are_those_of_their_claims);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
