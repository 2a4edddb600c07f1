/* SPDX-License-Identifier: MIT */
#include "handlers/routes.h"

#include "handlers/handlers.h"
#include "model/aggregate.h"
#include "model/figure.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ON                                                                                         \
    {                                                                                              \
        .name = "on", .type = FIELD_DAY, .ops = OP_EQ,                                             \
        .doc = "the day that status is derived for; default: today in UTC",                        \
        .example = "2024-12-31"                                                                    \
    }

static const struct field day_parameters[] = {ON};

static const struct field target_day_parameters[] = {
    {.name = "on",
     .type = FIELD_DAY,
     .ops = OP_EQ,
     .doc = "the day that status is derived for: what was stated later and years that end later do "
            "not count; default: today in UTC",
     .example = "2024-12-31"},
};

static const struct field agreements_parameters[] = {
    ON,
    {.name = "in_force_on",
     .type = FIELD_DAY,
     .ops = OP_EQ,
     .doc = "only agreements in force on this day; meta.in_force_unknown counts those of which it "
            "is not known",
     .example = "1998-01-01"},
};

static const char *const words_citation_format[] = {"json", "text", "csl-json", "bibtex", NULL};

static const struct field citation_parameters[] = {
    {.name = "format",
     .type = FIELD_WORD,
     .ops = OP_EQ,
     .words = words_citation_format,
     .doc = "how the evidence is written; goes before Accept; default: json",
     .example = "bibtex"},
};

static const struct route_format citation_formats[] = {
    {"json", "application/json"},
    {"text", "text/plain"},
    {"csl-json", "application/vnd.citationstyles.csl+json"},
    {"bibtex", "application/x-bibtex"},
    {NULL, NULL},
};

static const struct field search_parameters[] = {
    {.name = "q",
     .type = FIELD_TEXT,
     .ops = OP_EQ,
     .doc =
         "words that the record must have; the last one may go on; accents and case do not matter",
     .example = "turnover 2023"},
};

static const struct field aggregate_parameters[] = {
    {.name = "group_by",
     .type = FIELD_WORD,
     .ops = OP_EQ,
     .flags = FIELD_MANY,
     .words = words_dimension,
     .doc = "what to group by, in this order; flow is added when none is asked for, series always",
     .example = "year"},
    {.name = "level",
     .type = FIELD_INTEGER,
     .ops = OP_EQ,
     .doc = "with group_by=commodity: digits of the codes to group by; 0: TOTAL",
     .example = "2",
     .most = COMMODITY_MOST_DIGITS},
    {.name = "share",
     .type = FIELD_BOOLEAN,
     .ops = OP_EQ,
     .doc = "the share of each group in the sum over the last dimension of group_by; meta.share_of "
            "says it in words",
     .example = "true"},
    {.name = "growth",
     .type = FIELD_BOOLEAN,
     .ops = OP_EQ,
     .doc = "the change on the like period a year before",
     .example = "true"},
    {.name = "top",
     .type = FIELD_INTEGER,
     .ops = OP_EQ,
     .doc = "only the largest groups of the last dimension of group_by, and one row for the others",
     .example = "10",
     .least = 1,
     .most = 1000},
};

#define RESOLVE                                                                                    \
    {                                                                                              \
        .name = "resolve", .type = FIELD_WORD, .ops = OP_EQ, .words = words_figure_rule,           \
        .doc = "the rule that chooses the answer; default official: a statistics office, then "    \
               "another office of state, a minister, an institution, a speaker, the press; then "  \
               "the latest",                                                                       \
        .example = "latest"                                                                        \
    }

static const struct field figures_parameters[] = {RESOLVE};

static const struct field all_figures_parameters[] = {
    RESOLVE,
    {.name = "pair",
     .type = FIELD_PAIR,
     .ops = OP_EQ,
     .doc = "only figures of this pair, with statistics, as /v1/pairs/{pair}/figures has them",
     .example = "KAZ-TJK"},
};

#define LIST(resource_name, handler_name, cached, summary_text)                                    \
    .path = "/v1/" #resource_name, .handler = handler_name, .resource = &resource_##resource_name, \
    .takes = ROUTE_TAKES_LIST, .answers = ROUTE_ANSWERS_LIST, .cache = cached,                     \
    .runs = ROUTE_RUNS_QUICK, .needs_database = true, .summary = summary_text

#define RECORD(resource_name, id, cached, summary_text)                                            \
    .path = "/v1/" #resource_name "/{" #id "}", .handler = record_answer,                          \
    .resource = &resource_##resource_name, .takes = ROUTE_TAKES_FIELDS,                            \
    .answers = ROUTE_ANSWERS_RECORD, .cache = cached, .runs = ROUTE_RUNS_QUICK,                    \
    .needs_database = true, .summary = summary_text

#define NARROW_TRADE "narrow it: name a reporter, a partner (partner=W00 is the world) and periods"

#define NARROW_FIGURES                                                                             \
    "name a metric or a period (metric=, period=), or the members you need (fields=id,value)"

#define OWN(names) .parameters = names, .parameter_count = COUNT(names)

#define RECORDS ROUTE_CACHE_REVISION
#define DAY     ROUTE_CACHE_DAY

static const struct route table[] = {
    {LIST(agreements, agreements_answer, DAY, "Agreements of any kind"),
     OWN(agreements_parameters)},
    {RECORD(agreements, id, DAY, "One agreement"), OWN(day_parameters)},
    {LIST(events, list_answer, RECORDS, "Forums, visits and meetings")},
    {RECORD(events, id, RECORDS, "One event")},
    {LIST(claims, list_answer, RECORDS, "Figures, each as one source gives it")},
    {RECORD(claims, id, RECORDS, "One claim")},
    {.path = "/v1/claims/{id}/citation",
     .handler = citation_answer,
     .resource = &resource_claims,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(citation_parameters),
     .formats = citation_formats,
     .summary = "The evidence for one figure, to paste into a text",
     .response = "claim_citation"},
    {LIST(statements, list_answer, RECORDS, "Who said what")},
    {RECORD(statements, id, RECORDS, "One statement")},
    {LIST(sources, list_answer, RECORDS, "The documents that records were taken from")},
    {RECORD(sources, id, RECORDS, "One source")},
    {LIST(institutions, list_answer, RECORDS, "Ministries, institutes, cities, companies")},
    {RECORD(institutions, id, RECORDS, "One institution")},
    {LIST(countries, list_answer, RECORDS, "ISO 3166-1 countries")},
    {RECORD(countries, code, RECORDS, "One country")},
    {LIST(commodities, list_answer, RECORDS, "Codes of goods")},
    {RECORD(commodities, code, RECORDS, "One code of goods")},
    {LIST(sectors, list_answer, RECORDS, "Fields of the economy")},
    {RECORD(sectors, id, RECORDS, "One sector")},
    {LIST(series, list_answer, RECORDS, "Families of statistics that may be compared")},
    {RECORD(series, id, RECORDS, "One series")},
    {LIST(datasets, list_answer, RECORDS, "What was imported, and from where")},
    {RECORD(datasets, id, RECORDS, "One dataset")},
    {LIST(trade, trade_answer, RECORDS, "Trade observations"),
     .how_to_narrow = NARROW_TRADE ", ask for fewer rows with limit=, or leave count= out"},
    {.path = "/v1/trade/aggregate",
     .handler = aggregate_answer,
     .resource = &resource_aggregate,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(aggregate_parameters),
     .how_to_narrow = NARROW_TRADE ", sum codes of fewer digits with a smaller level=, or leave "
                                   "share=, growth= and count= out",
     .summary = "Sums of trade, by what is grouped by"},
    {LIST(pairs, list_answer, RECORDS, "Pairs of countries that there are records of")},
    {.path = "/v1/pairs/{pair}",
     .handler = pair_answer,
     .resource = &resource_pairs,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = DAY,
     .runs = ROUTE_RUNS_QUICK,
     .needs_database = true,
     OWN(day_parameters),
     .summary = "Everything known about two countries, on one page",
     .response = "pair_page"},
    {.path = "/v1/pairs/{pair}/trade",
     .handler = pair_trade_answer,
     .resource = &resource_pair_trade,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     .summary = "Trade of a pair, as each side reports it, side by side"},
    {.path = "/v1/pairs/{pair}/coverage",
     .handler = coverage_answer,
     .resource = &resource_coverage,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = DAY,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(day_parameters),
     .summary = "What there is of a pair's trade, and how old it is"},
    {.path = "/v1/pairs/{pair}/figures",
     .handler = pair_figures_answer,
     .resource = &resource_figures,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(figures_parameters),
     .how_to_narrow = NARROW_FIGURES,
     .summary = "One answer for each metric and period of a pair, and all others beside it"},
    {.path = "/v1/pairs/{pair}/targets",
     .handler = pair_targets_answer,
     .resource = &resource_targets,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = DAY,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(target_day_parameters),
     .summary = "Who promised what and when in a pair, and what became of it"},
    {.path = "/v1/pairs/{pair}/checks",
     .handler = pair_checks_answer,
     .resource = &resource_checks,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     .how_to_narrow =
         "name a claim, a kind, a result, a reason or a relation (claim=, kind=, result=, "
         "reason=, relation=), a metric or a period, or the members you need "
         "(fields=id,result)",
     .summary = "Whether a pair's figures can all be true"},
    {.path = "/v1/pairs/{pair}/timeline",
     .handler = pair_timeline_answer,
     .resource = &resource_timeline,
     .whose = &resource_pairs,
     .takes = ROUTE_TAKES_LIST | ROUTE_TAKES_FEEDS,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     .summary = "What happened and is to happen between two countries, in order of date"},
    {.path = "/v1/figures",
     .handler = figures_answer,
     .resource = &resource_figures,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(all_figures_parameters),
     .how_to_narrow = "name a pair (pair=KAZ-TJK), or " NARROW_FIGURES,
     .summary = "One answer for each metric and period, of all pairs"},
    {.path = "/v1/search",
     .handler = search_answer,
     .resource = &resource_search,
     .takes = ROUTE_TAKES_LIST | ROUTE_TAKES_WORDS,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = RECORDS,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     OWN(search_parameters),
     .required = "q",
     .summary = "Records that have the words, best first"},
    {.path = "/openapi.json",
     .handler = openapi_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_BUILD,
     .runs = ROUTE_RUNS_WORKER,
     .summary = "This description of the API (OpenAPI 3.1)",
     .response = "openapi"},
    {.path = "/healthz",
     .handler = health_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_NEVER,
     .runs = ROUTE_RUNS_INLINE,
     .is_for_admin = true,
     .summary = "Whether the process answers",
     .response = "health"},
    {.path = "/readyz",
     .handler = ready_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_NEVER,
     .runs = ROUTE_RUNS_WORKER,
     .needs_database = true,
     .is_for_admin = true,
     .summary = "Whether the database can be read",
     .response = "ready"},
    {.path = "/version",
     .handler = version_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_BUILD,
     .runs = ROUTE_RUNS_INLINE,
     .is_for_admin = true,
     .summary = "Which program this is",
     .response = "version"},
    {.path = "/problems",
     .handler = problems_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_BUILD,
     .runs = ROUTE_RUNS_INLINE,
     .summary = "Kinds of problems that answers name",
     .response = "problems"},
    {.path = "/problems/{name}",
     .handler = problem_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_BUILD,
     .runs = ROUTE_RUNS_INLINE,
     .summary = "One kind of problem, and what to do about it",
     .response = "problem_kind"},
    {.path = "/",
     .handler = index_answer,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_BUILD,
     .runs = ROUTE_RUNS_INLINE,
     .summary = "The paths there are",
     .response = "index"},
};

const struct routes routes_all = {.route = table, .count = COUNT(table)};
