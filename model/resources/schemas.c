/* SPDX-License-Identifier: MIT */
/* The answers that are no record of a resource, and what surrounds records. Members of a pair's
 * page are those that db/statements/pair_*.sql and pair_claim in db/views.sql make. */
#include <string.h>

#include "model/check.h"
#include "model/resources/objects.h"
#include "model/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define OBJECT(object_name, schema_name, text)                                                     \
    const struct object object_name = {                                                            \
        .name = schema_name,                                                                       \
        .doc = text,                                                                               \
        .members = object_name##_members,                                                          \
        .member_count = COUNT(object_name##_members),                                              \
    }

#define NULLABLE FIELD_NULLABLE
#define OPTIONAL MEMBER_OPTIONAL

/* One line a member: name, flags, description, example. */
#define PLAIN(type_name, member, flag, text, sample)                                               \
    {                                                                                              \
        .name = member, .type = type_name, .flags = flag, .doc = text, .example = sample           \
    }
#define TEXT(member, flag, text, sample)    PLAIN(FIELD_TEXT, member, flag, text, sample)
#define AREA(member, flag, text, sample)    PLAIN(FIELD_AREA, member, flag, text, sample)
#define DATE(member, flag, text, sample)    PLAIN(FIELD_DATE, member, flag, text, sample)
#define PERIOD(member, flag, text, sample)  PLAIN(FIELD_PERIOD, member, flag, text, sample)
#define INTEGER(member, flag, text, sample) PLAIN(FIELD_INTEGER, member, flag, text, sample)
#define REAL(member, flag, text, sample)    PLAIN(FIELD_REAL, member, flag, text, sample)
#define WORD(member, list, flag, text, sample)                                                     \
    {                                                                                              \
        .name = member, .type = FIELD_WORD, .flags = flag, .words = list, .doc = text,             \
        .example = sample                                                                          \
    }
#define SLUG(member, resource, flag, text, sample)                                                 \
    {                                                                                              \
        .name = member, .type = FIELD_SLUG, .flags = flag, .refers = resource, .doc = text,        \
        .example = sample                                                                          \
    }
#define SLUGS(member, resource, text, sample)                                                      \
    {                                                                                              \
        .name = member, .type = FIELD_CODES, .refers = resource, .doc = text, .example = sample    \
    }
/* Without examples: those are made of the members'. */
#define INNER(member, inner, flag, text)                                                           \
    {                                                                                              \
        .name = member, .type = FIELD_OBJECT, .flags = flag, .object = inner, .doc = text          \
    }
#define INNERS(member, inner, text)                                                                \
    {                                                                                              \
        .name = member, .type = FIELD_OBJECTS, .object = inner, .doc = text                        \
    }

#define SOURCES                                                                                    \
    SLUGS("sources", "sources", "the documents the record was taken from, by id",                  \
          "[\"caspian-news-business-forum\"]")

/* What surrounds records. */

static const struct field object_meta_members[] = {
    INTEGER("revision", 0, "the revision of the records that was read", "1"),
};
OBJECT(object_meta, "meta", "What the answer rests on.");

static const struct field object_day_meta_members[] = {
    INTEGER("revision", 0, "the revision of the records that was read", "1"),
    PLAIN(FIELD_DAY, "on", 0, "the day that status is derived for", "2024-12-31"),
    PLAIN(FIELD_PAIR, "pair", OPTIONAL,
          "the pair that is asked about; of agreements its own dates count", "KAZ-TJK"),
    INTEGER(
        "in_force_unknown", OPTIONAL,
        "how many more agreements may be in force on that day; there when in_force_on= is given",
        "2"),
    TEXT("rule", OPTIONAL, "how the figures were chosen that targets are held against",
         "The figure that was said or published last."),
    TEXT("reason", OPTIONAL, "why there is no row; there when a list about a pair has none",
         "nobody states a target of the two"),
};
OBJECT(object_day_meta, "day_meta", "What an answer that is about a day rests on.");

static const struct field object_summed_rows_members[] = {
    SLUGS("datasets", "datasets", "the datasets whose rows these are",
          "[\"itpd-e-kaz-tjk-2000-2016\"]"),
    TEXT("commodity", 0, "which codes", "TOTAL"),
    TEXT("partner", 0, "which partners", "World"),
    TEXT("partner2", 0, "which second partners", "World"),
    TEXT("customs", 0, "which customs procedures", "C00"),
    TEXT("transport", 0, "which modes of transport", "0"),
};
static OBJECT(object_summed_rows, "summed_rows",
              "Which rows of some datasets were summed, so that none was counted twice.");

static const struct field object_trade_meta_members[] = {
    INTEGER("revision", 0, "the revision of the records that was read", "1"),
    PERIOD("latest", NULLABLE | OPTIONAL,
           "the period that latest stands for; there when it was asked for; null: no row fits",
           "2016"),
    PLAIN(FIELD_PAIR, "pair", OPTIONAL, "the pair that the answer is about", "KAZ-TJK"),
    AREA("a", OPTIONAL, "its first country", "KAZ"),
    AREA("b", OPTIONAL, "its second country", "TJK"),
    PLAIN(FIELD_DAY, "on", OPTIONAL, "the day that ages are counted to", "2024-12-31"),
    WORD("frequency", words_frequency, OPTIONAL, "the frequency of the periods that were summed",
         "A"),
    {.name = "group_by",
     .type = FIELD_CODES,
     .flags = OPTIONAL,
     .doc = "what the sums are grouped by, with what joined by itself",
     .example = "[\"year\",\"flow\",\"series\"]"},
    INTEGER("level", OPTIONAL, "digits of the codes that the sums are grouped by", "2"),
    TEXT("share_of", OPTIONAL, "what shares are shares of",
         "the sum of value over every partner that the filters leave, alike in flow, series"),
    TEXT("growth_on", OPTIONAL, "what growth compares with", "the like period a year before"),
    {.name = "rows",
     .type = FIELD_OBJECTS,
     .flags = OPTIONAL,
     .object = &object_summed_rows,
     .doc = "which rows were summed"},
    TEXT("reason", OPTIONAL, "why there is no row; there when a list about a pair has none",
         "no dataset has trade between the two"),
    TEXT("note", OPTIONAL, "what to bear in mind",
         "Exports are mostly valued free on board (FOB)."),
    SLUGS("datasets", "datasets", "the datasets that the rows of this page come from",
          "[\"itpd-e-kaz-tjk-2000-2016\"]"),
    PLAIN(FIELD_BOOLEAN, "more_datasets", OPTIONAL, "there when not all of them are named", "true"),
};
OBJECT(object_trade_meta, "trade_meta", "What an answer about trade rests on.");

static const struct field object_page_members[] = {
    INTEGER("limit", 0, "most records of a page", "100"),
    INTEGER("returned", 0, "records of this page", "13"),
    TEXT("next", NULLABLE, "cursor of the next page; null: this is the last one",
         "AQIDBAUGBwgFMjAyMg"),
    INTEGER("total", OPTIONAL, "records of all pages; there when count=exact is given", "13"),
};
OBJECT(object_page, "page", "Where in the list the page is.");

static const struct field object_count_page_members[] = {
    INTEGER("total", 0, "records of all pages", "13"),
};
static OBJECT(object_count_page, "count_page", "How many records there are.");

static const struct field object_count_members[] = {
    INNER("page", &object_count_page, 0, "how many records there are"),
    INNER("meta", &object_meta, 0, "what the answer rests on"),
};
OBJECT(object_count, "count", "The answer to count=only.");

static const struct object object_selection = {
    .name = "selection",
    .doc = "A record with the members that fields= asks for, and no others.",
};

#define SELECTION "{\"id\":\"agriculture\"}"

static const struct field object_selection_list_members[] = {
    {.name = "data",
     .type = FIELD_OBJECTS,
     .object = &object_selection,
     .doc = "the records, with the members that were asked for",
     .example = "[" SELECTION "]"},
    INNER("page", &object_page, 0, "where in the list the page is"),
    INNER("meta", &object_meta, 0, "what the answer rests on"),
};
OBJECT(object_selection_list, "selection_list",
       "A page of a list that was asked for with fields=.");

static const struct field object_selection_record_members[] = {
    {.name = "data",
     .type = FIELD_OBJECT,
     .object = &object_selection,
     .doc = "the record, with the members that were asked for",
     .example = SELECTION},
    INNER("meta", &object_meta, 0, "what the answer rests on"),
};
OBJECT(object_selection_record, "selection_record", "A record that was asked for with fields=.");

/* The page of a pair. */

static const struct field object_country_ref_members[] = {
    AREA("code", 0, "ISO 3166-1 alpha-3", "KAZ"),
    TEXT("name", 0, "English name", "Kazakhstan"),
};
static OBJECT(object_country_ref, "country_ref", "A country, with its name.");

static const struct field object_pair_agreement_members[] = {
    SLUG("id", "agreements", 0, "the agreement's slug", "cis-free-trade-area-2011"),
    TEXT("title", 0, "what it is, in our own words", "Treaty on Allied Relations"),
    WORD("kind", words_agreement_kind, 0, "what kind of text it is", "treaty"),
    WORD("binding", words_binding, 0, "whether it binds its parties in law", "yes"),
    WORD("status", words_status, 0,
         "what it is between the two on the day of meta.on, derived from their own dates",
         "unknown"),
    TEXT("status_reason", 0, "why the status is so",
         "The day of entry into force is not recorded."),
    WORD("in_force", words_binding, 0,
         "whether it is in force between the two on that day; unknown: the dates leave it open",
         "unknown"),
    DATE("signed_on", NULLABLE, "when it was signed; null: not known", "2011-10-18"),
    SLUG("event", "events", NULLABLE, "the event it was signed at", "astana-business-forum-2023"),
    SLUG("part_of", "agreements", NULLABLE, "the agreement it belongs to",
         "deal-package-astana-2023"),
    INNER("deal_value", &object_agreement_value, NULLABLE,
          "what it is worth: the figure it answers with, and why; null: not stated"),
    SOURCES,
};
static OBJECT(object_pair_agreement, "pair_agreement", "An agreement that both take part in.");

static const struct field object_pair_event_members[] = {
    SLUG("id", "events", 0, "the event's slug", "astana-business-forum-2023"),
    TEXT("title", 0, "what it was, in our own words",
         "Kazakh-Tajik business forum in Astana, 2023"),
    WORD("kind", words_event_kind, 0, "what kind of event it was", "business_forum"),
    TEXT("city", NULLABLE, "the city it was held in", "Astana"),
    AREA("country", NULLABLE, "the country it was held in", "KAZ"),
    DATE("starts_on", NULLABLE, "first day; null: not known", "2023-05-03"),
    DATE("ends_on", NULLABLE, "last day; null: not known", "2023-05-03"),
    SLUG("part_of", "events", NULLABLE, "the event it belongs to",
         "rahmon-official-visit-kazakhstan-2023"),
    SOURCES,
};
static OBJECT(object_pair_event, "pair_event", "An event that both took part in.");

static const struct field object_pair_claim_members[] = {
    SLUG("id", "claims", 0, "the claim's slug", "turnover-2022-caspian"),
    WORD("subject", words_subject, 0, "what the figure is about", "pair"),
    AREA("from", NULLABLE, "the exporter, when the subject is a direction", "KAZ"),
    AREA("to", NULLABLE, "the importer, when the subject is a direction", "TJK"),
    SLUG("event", "events", NULLABLE, "the event, when that is the subject",
         "astana-business-forum-2023"),
    SLUG("agreement", "agreements", NULLABLE, "the agreement, when that is the subject",
         "deal-package-astana-2023"),
    WORD("metric", words_metric, 0, "what is measured", "turnover"),
    WORD("of", words_metric, NULLABLE, "the metric that a growth, share or target is about",
         "turnover"),
    TEXT("whole", NULLABLE, "what a share is a share of", "Tajikistan's foreign trade turnover"),
    TEXT("scope", NULLABLE, "among whom a rank is held, or what a figure is limited to",
         "CIS countries"),
    PLAIN(FIELD_CODE, "commodity", NULLABLE, "HS code of the goods", "27"),
    SLUG("sector", "sectors", NULLABLE, "the sector", "agriculture"),
    PERIOD("period", NULLABLE, "the period the figure is for", "2022"),
    PERIOD("base_period", NULLABLE, "the period that a growth compares with", "2021"),
    DATE("deadline", NULLABLE, "by when a target is to be met; null: none was named", "2027"),
    INNER("quantity", &object_quantity, NULLABLE, "the figure as it was said"),
    TEXT("text", NULLABLE, "the answer in words, or the words beside the figure",
         "in the coming years"),
    INTEGER("count", NULLABLE, "how many items the figure covers", "60"),
    SLUG("authority", "institutions", NULLABLE,
         "the office whose statistics it repeats; null: not known", "tajikistan-statistics-agency"),
    TEXT("said_by", NULLABLE, "who said it", "Serik Zhumangarin"),
    DATE("said_on", NULLABLE, "when it was said", "2023-05"),
    PLAIN(FIELD_BOOLEAN, "derived", 0, "whether the figure is our inference", "false"),
    SOURCES,
};
static OBJECT(object_pair_claim, "pair_claim", "A claim about the pair or one direction of it.");

static const struct field object_latest_claim_members[] = {
    INNER("claim", &object_pair_claim, 0, "the latest claim"),
    SLUGS("others", "claims", "other claims about the same thing and period, by id",
          "[\"turnover-2022-tass\"]"),
};
static OBJECT(object_latest_claim, "latest_claim",
              "The latest claim about a thing and a period, and which others there are.");

static const struct field object_pair_statement_members[] = {
    SLUG("id", "statements", 0, "the statement's slug", "sklyar-opportunities-2024"),
    TEXT("said_by", NULLABLE, "who said it; null: the report itself", "Roman Sklyar"),
    TEXT("said_as", NULLABLE, "in which office", "First Deputy Prime Minister of Kazakhstan"),
    DATE("said_on", NULLABLE, "when it was said", "2024-08-21"),
    SLUG("event", "events", NULLABLE, "the event it was said at", "dushanbe-investment-forum-2024"),
    TEXT("text", 0, "what was said, in our own words",
         "The two countries can carry out joint projects in many fields."),
    SOURCES,
};
static OBJECT(object_pair_statement, "pair_statement", "A statement about the pair.");

static const struct field object_pair_trade_members[] = {
    PERIOD("period", 0, "the year", "2012"),
    SLUG("series", "series", 0, "the series the figures belong to; figures of two are not compared",
         "itpd-e-2010-usd"),
    WORD("basis", words_basis, 0, "reported or reconciled", "reconciled"),
    WORD("unit", words_series_unit, 0, "unit of both figures", "USD_2010"),
    REAL("a_to_b", NULLABLE, "exports of the first country to the second; null: not reported",
         "508220299.799175"),
    REAL("b_to_a", NULLABLE, "exports of the second country to the first; null: not reported",
         "47519001.5"),
    SLUG("a_to_b_dataset", "datasets", NULLABLE, "where a_to_b comes from",
         "itpd-e-kaz-tjk-2000-2016"),
    SLUG("b_to_a_dataset", "datasets", NULLABLE, "where b_to_a comes from",
         "itpd-e-kaz-tjk-2000-2016"),
    TEXT("reason", NULLABLE, "why a side is null; null: neither is",
         "no figure for exports of TJK to KAZ"),
};
static OBJECT(object_pair_trade, "pair_trade",
              "A year's exports of all goods both ways, in one series.");

static const struct field object_pair_reasons_members[] = {
    TEXT("agreements", OPTIONAL, "why there are no agreements",
         "no agreement that both take part in is recorded"),
    TEXT("events", OPTIONAL, "why there are no events",
         "no event that both took part in is recorded"),
    TEXT("claims", OPTIONAL, "why there are no claims", "no claim about the two is recorded"),
    TEXT("targets", OPTIONAL, "why there are no targets", "no target of the two is recorded"),
    TEXT("statements", OPTIONAL, "why there are no statements",
         "no statement about the two is recorded"),
    TEXT("trade", OPTIONAL, "why there are no figures of trade",
         "no dataset has yearly totals of trade between the two"),
};
static OBJECT(object_pair_reasons, "pair_reasons", "For each part that is empty, why it is.");

static const struct field object_pair_picture_members[] = {
    PLAIN(FIELD_PAIR, "pair", 0, "the two countries, in alphabetical order", "KAZ-TJK"),
    INNER("a", &object_country_ref, 0, "the first"),
    {.name = "b",
     .type = FIELD_OBJECT,
     .object = &object_country_ref,
     .doc = "the second",
     .example = "{\"code\":\"TJK\",\"name\":\"Tajikistan\"}"},
    INNERS("agreements", &object_pair_agreement, "agreements that both take part in, newest first"),
    INNERS("events", &object_pair_event, "events that both took part in, newest first"),
    INNERS("claims", &object_latest_claim,
           "for each thing measured and each period the latest claim, newest period first"),
    INNERS("targets", &object_pair_claim, "what is to be reached, oldest first"),
    INNERS("statements", &object_pair_statement, "what was said about the pair, newest first"),
    INNERS("trade", &object_pair_trade, "exports of all goods by year and series, oldest first"),
    INNER("reasons", &object_pair_reasons, 0, "for each part that is empty, why it is"),
};
static OBJECT(object_pair_picture, "pair_picture", "Everything known about two countries.");

static const struct field object_pair_page_members[] = {
    INNER("data", &object_pair_picture, 0, "everything known about the two"),
    {.name = "meta",
     .type = FIELD_OBJECT,
     .object = &object_day_meta,
     .doc = "what the answer rests on",
     .example = "{\"revision\":1,\"on\":\"2024-12-31\"}"},
};
static OBJECT(object_pair_page, "pair_page", "The page of a pair.");

/* The evidence for a claim. */

static const struct field object_cited_quantity_members[] = {
    REAL("value", 0, "the figure, in the unit", "1100000000"),
    WORD("qualifier", words_qualifier, 0, "how the source put it; acts on the magnitude", "over"),
    REAL("precision", 0, "unit of the last printed digit that counts; 0: a plain count",
         "100000000"),
    REAL("low", NULLABLE, "where it likely lies: from; null: no bound", "1100000000"),
    REAL("high", NULLABLE, "where it likely lies: to; null: no bound", "1200000000"),
    REAL("possible_low", NULLABLE, "where it possibly lies: from; null: no bound", "1100000000"),
    REAL("possible_high", NULLABLE, "where it possibly lies: to; null: no bound", "1200000000"),
    WORD("unit", words_unit, 0, "what is counted", "USD"),
};
static OBJECT(object_cited_quantity, "cited_quantity",
              "A figure as it was said, and where it likely and possibly lies.");

static const struct field object_cited_authority_members[] = {
    SLUG("id", "institutions", 0, "the office", "tajikistan-statistics-agency"),
    TEXT("name", NULLABLE, "its name", "Statistics Agency of Tajikistan"),
    WORD("kind", words_institution_kind, NULLABLE, "what it is", "statistics_office"),
    AREA("country", NULLABLE, "the country it belongs to", "TJK"),
};
static OBJECT(object_cited_authority, "cited_authority",
              "The office whose statistics a claim repeats.");

static const struct field object_cited_source_members[] = {
    SLUG("id", "sources", 0, "the document", "caspian-news-business-forum"),
    TEXT("title", NULLABLE, "its own title; null: not known", "Deals worth 1.8 billion signed"),
    TEXT("publisher", NULLABLE, "who published it", "Caspian News"),
    DATE("published_on", NULLABLE, "when", "2023-05-04"),
    PLAIN(FIELD_URL, "url", NULLABLE, "where", "https://tass.com/economy/1736063"),
    TEXT("language", NULLABLE, "its language", "en"),
    TEXT("locator", NULLABLE, "where in it; null: not known", "paragraph 6"),
    TEXT("path", 0, "its record", "/v1/sources/caspian-news-business-forum"),
};
static OBJECT(object_cited_source, "cited_source", "A document that a claim was taken from.");

static const struct field object_cited_reading_members[] = {
    TEXT("printed", 0, "what was printed", "almost $777"),
    TEXT("read_as", NULLABLE, "how it is read", "almost 777 million US dollars"),
    TEXT("reason", NULLABLE, "why", "The scale was dropped in print."),
};
static OBJECT(object_cited_reading, "cited_reading", "How a printed text had to be read.");

static const struct field object_cited_check_members[] = {
    TEXT("id", 0, "the check, as in /v1/pairs/{pair}/checks",
         "same_figure:turnover-2022-caspian:turnover-2022-tokayev"),
    WORD("kind", words_check_kind, 0, "the rule that is checked", "same_figure"),
    WORD("result", words_verdict, 0, "what came out", "consistent"),
    WORD("reason", words_check_reason, 0, "why, in a word", "holds"),
    TEXT("because", 0, "why, in one sentence", "The rule holds where the figures likely lie."),
    TEXT("acknowledged", NULLABLE, "why a contradiction is known and left standing",
         "The newspaper counts contracts alone."),
    SLUGS("others", "claims", "the other claims that it rests on", "[\"turnover-2022-tokayev\"]"),
};
static OBJECT(object_cited_check, "cited_check", "A check that a claim is part of.");

static const struct field object_claim_evidence_members[] = {
    SLUG("id", "claims", 0, "the claim", "turnover-2022-caspian"),
    TEXT("path", 0, "its record", "/v1/claims/turnover-2022-caspian"),
    TEXT("sentence", 0, "the figure and who stands behind it, to paste",
         "Trade turnover between Kazakhstan and Tajikistan, 2022: 1.4 billion US dollars."),
    WORD("subject", words_subject, 0, "what the figure is about", "pair"),
    PLAIN(FIELD_PAIR, "pair", NULLABLE, "the two countries it concerns", "KAZ-TJK"),
    AREA("from", NULLABLE, "the exporter", "KAZ"),
    AREA("to", NULLABLE, "the importer", "TJK"),
    AREA("country", NULLABLE, "the country", "TJK"),
    SLUG("event", "events", NULLABLE, "the event it is about, or the agreement was signed at",
         "astana-business-forum-2023"),
    SLUG("agreement", "agreements", NULLABLE, "the agreement", "deal-package-astana-2023"),
    TEXT("about", NULLABLE, "title of that agreement, else of the event",
         "Deals signed at the Astana business forum, 2023"),
    WORD("metric", words_metric, 0, "what is measured", "turnover"),
    WORD("of", words_metric, NULLABLE, "the metric that a growth, share or target is about",
         "turnover"),
    TEXT("whole", NULLABLE, "what a share is a share of", "Tajikistan's foreign trade turnover"),
    TEXT("scope", NULLABLE, "among whom a rank is held, or what it is limited to",
         "Tajikistan's trading partners"),
    {.name = "commodity",
     .type = FIELD_CODE,
     .flags = FIELD_NULLABLE,
     .refers = "commodities",
     .doc = "HS code of the goods",
     .example = "27"},
    SLUG("sector", "sectors", NULLABLE, "the sector", "agriculture"),
    PERIOD("period", NULLABLE, "the period it is for", "2022"),
    PERIOD("base_period", NULLABLE, "the period that a growth compares with", "2021"),
    DATE("deadline", NULLABLE, "by when a target is to be met", "2027"),
    INNER("quantity", &object_cited_quantity, NULLABLE, "the figure; null: a text alone"),
    TEXT("text", NULLABLE, "what cannot be said in a number", "counted as met"),
    TEXT("said_by", NULLABLE, "who said it", "Serik Zhumangarin"),
    TEXT("said_as", NULLABLE, "in which office", "Minister of Trade and Integration of Kazakhstan"),
    DATE("said_on", NULLABLE, "when it was said", "2023-05"),
    INNER("authority", &object_cited_authority, NULLABLE,
          "the office whose statistics it repeats; null: not known"),
    INNERS("sources", &object_cited_source, "the documents it was taken from"),
    INNER("reading", &object_cited_reading, NULLABLE, "how the printed text had to be read"),
    PLAIN(FIELD_BOOLEAN, "derived", 0, "whether the figure is our inference", "false"),
    TEXT("inference", NULLABLE, "the inference",
         "Two partners have larger shares, so the rank is three."),
    TEXT("note", NULLABLE, "what a reader should know", "The text says only \"last year\"."),
    INNERS("checks", &object_cited_check, "whether it fits what else is known"),
};
static OBJECT(object_claim_evidence, "claim_evidence", "The evidence for a figure.");

static const struct field object_claim_citation_members[] = {
    INNER("data", &object_claim_evidence, 0, "the evidence"),
    INNER("meta", &object_citation_meta, 0, "what the answer rests on"),
};
static OBJECT(object_claim_citation, "claim_citation", "The evidence for a figure, to cite.");

/* What the program says of itself. */

static const char *const words_ok[] = {"ok", NULL};
static const char *const words_ready[] = {"ready", NULL};

static const struct field object_health_members[] = {
    WORD("status", words_ok, 0, "always ok: the process answers", "ok"),
};
static OBJECT(object_health, "health", "The process answers.");

static const struct field object_ready_members[] = {
    WORD("status", words_ready, 0, "always ready: the database can be read", "ready"),
    INTEGER("revision", 0, "the revision of the records", "1"),
};
static OBJECT(object_ready, "ready", "The database can be read.");

static const struct field object_version_members[] = {
    TEXT("name", 0, "always entente", "entente"),
    TEXT("version", 0, "version of the program", "0.1.0"),
    TEXT("build", 0, "mark of this build; entity tags change with it", "a2fcafc"),
};
static OBJECT(object_version, "version", "Which program this is.");

static const struct object object_openapi = {
    .name = "openapi",
    .doc = "An OpenAPI 3.1 document. Source: https://spec.openapis.org/oas/v3.1.0",
};

static const struct field object_index_entry_members[] = {
    TEXT("path", 0, "the path, parameters in braces", "/v1/agreements"),
    TEXT("summary", 0, "what it answers", "Agreements of any kind"),
};
static OBJECT(object_index_entry, "index_entry", "One path.");

static const struct field object_index_members[] = {
    INNERS("data", &object_index_entry, "every path, in order"),
};
static OBJECT(object_index, "index", "The paths there are.");

static const struct field object_problem_kind_members[] = {
    TEXT("type", 0, "what answers have as type: the path that describes the kind",
         "/problems/unknown-parameter"),
    TEXT("title", 0, "what it means", "The path does not know this parameter"),
    INTEGER("status", 0, "HTTP status", "400"),
    TEXT("remedy", 0, "what to do about it",
         "Use a parameter that /openapi.json lists for the path."),
};
static OBJECT(object_problem_kind, "problem_kind", "A kind of problem, and what to do about it.");

static const struct field object_problems_members[] = {
    INNERS("data", &object_problem_kind, "every kind of problem"),
};
static OBJECT(object_problems, "problems", "The kinds of problems that answers name.");

static const struct field object_problem_members[] = {
    TEXT("type", 0, "the kind of problem: a path that describes it", "/problems/unknown-parameter"),
    TEXT("title", 0, "what the kind means", "The path does not know this parameter"),
    INTEGER("status", 0, "HTTP status", "400"),
    TEXT("detail", 0, "what went wrong this time, and what is allowed",
         "There is no parameter \"knd\". Did you mean \"kind\"?"),
    TEXT("instance", OPTIONAL, "this one answer: the operator finds it in the log",
         "urn:entente:request:0123456789abcdef"),
    TEXT("parameter", OPTIONAL, "the parameter to blame", "knd"),
};
OBJECT(object_problem, "problem", "A problem document. Source: RFC 9457.");

static const struct object *const answers[] = {
    &object_claim_citation, &object_health,   &object_index, &object_openapi, &object_pair_page,
    &object_problem_kind,   &object_problems, &object_ready, &object_version,
};

const struct object *schema_find(const char *name)
{
    for (size_t i = 0; i < COUNT(answers); i++) {
        if (strcmp(answers[i]->name, name) == 0)
            return answers[i];
    }
    return NULL;
}
