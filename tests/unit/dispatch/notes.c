/* SPDX-License-Identifier: MIT */
#include "notes.h"

#include <stdio.h>
#include <string.h>

#include "model/buffer.h"

static const char *const colours[] = {"red", "green", "blue", NULL};
static const char *const groups[] = {"colour", "country", "period", NULL};

static const struct field fields[] = {
    {.name = "id",
     .type = FIELD_SLUG,
     .ops = OPS_WORD,
     .flags = FIELD_SORTABLE | FIELD_KEY,
     .example = "a-note"},
    {.name = "title", .type = FIELD_TEXT, .ops = OPS_TEXT, .flags = FIELD_SORTABLE, .example = "x"},
    {.name = "code", .type = FIELD_CODE, .ops = OPS_WORD, .example = "27"},
    {.name = "colour",
     .type = FIELD_WORD,
     .ops = OPS_WORD,
     .flags = FIELD_SORTABLE,
     .words = colours,
     .example = "red"},
    {.name = "country", .type = FIELD_AREA, .ops = OPS_WORD, .example = "TJK"},
    {.name = "pair", .type = FIELD_PAIR, .ops = OPS_WORD, .example = "KAZ-TJK"},
    {.name = "party",
     .type = FIELD_PARTY,
     .ops = OPS_WORD,
     .flags = FIELD_FILTER_ONLY | FIELD_MANY,
     .example = "KAZ"},
    {.name = "rank",
     .type = FIELD_INTEGER,
     .ops = OPS_RANGE,
     .flags = FIELD_SORTABLE,
     .example = "3"},
    {.name = "value",
     .type = FIELD_REAL,
     .ops = OPS_RANGE | OP_ISNULL,
     .flags = FIELD_SORTABLE | FIELD_NULLABLE,
     .example = "1.5"},
    {.name = "open", .type = FIELD_BOOLEAN, .ops = OP_EQ, .example = "true"},
    {.name = "signed_on",
     .type = FIELD_DATE,
     .ops = OPS_RANGE | OP_ISNULL,
     .flags = FIELD_SORTABLE | FIELD_NULLABLE,
     .example = "2023"},
    {.name = "day", .type = FIELD_DAY, .ops = OPS_RANGE, .example = "2024-08-21"},
    {.name = "period",
     .type = FIELD_PERIOD,
     .ops = OPS_RANGE,
     .flags = FIELD_SORTABLE,
     .example = "2022"},
    {.name = "at", .type = FIELD_TIME, .ops = OPS_RANGE, .example = "2024-08-21T09:30:00Z"},
    {.name = "address", .type = FIELD_URL, .ops = OP_EQ, .example = "https://example.org/"},
    {.name = "sectors", .type = FIELD_CODES, .ops = OPS_WORD, .example = "transport"},
    {.name = "extra", .type = FIELD_OBJECT, .flags = FIELD_NULLABLE, .example = "{}"},
};

const struct resource notes = {
    .name = "notes",
    .singular = "note",
    .default_sort = "-value",
    .id = "id",
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
};

#define SORTABLE(letter)                                                                           \
    {                                                                                              \
        .name = letter, .type = FIELD_INTEGER, .flags = FIELD_SORTABLE                             \
    }

static const struct field wide_fields[] = {
    SORTABLE("a"), SORTABLE("b"), SORTABLE("c"), SORTABLE("d"), SORTABLE("e"),
    SORTABLE("f"), SORTABLE("g"), SORTABLE("h"), SORTABLE("i"),
};

static const struct resource wide = {
    .name = "wide",
    .fields = wide_fields,
    .field_count = sizeof wide_fields / sizeof wide_fields[0],
};

static int answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct buffer body;

    (void)rq;
    buffer_init(&body);
    buffer_add_text(&body, "{}");
    return reply_set_json(ret, reterr, &body);
}

static int fail(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    if (reply_add_header(ret, reterr, "Link", "<?a>") < 0)
        return -1;
    problem_set(reterr, PROBLEM_QUERY_TIMEOUT, NULL, "%s takes too long.", request_route(rq)->path);
    return problem_set_cause(reterr, "deadline of %d ms", 5);
}

static int produce(struct stream *stream, void *arg)
{
    (void)stream;
    (void)arg;
    return 0;
}

static int list(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    if (!request_is_stream(rq))
        return answer(rq, ret, reterr);
    reply_set_stream(ret, "text/csv", produce, request_arena(rq));
    return 0;
}

static int redirect(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const char *target = request_moved_target(rq, "KAZ-TJK");

    return target ? reply_set_redirect(ret, reterr, target) : problem_set_no_memory(reterr);
}

static const struct field search_fields[] = {
    {.name = "q",
     .type = FIELD_TEXT,
     .ops = OP_EQ,
     .doc = "the words to search for",
     .example = "turnover"},
    {.name = "on", .type = FIELD_DAY, .ops = OP_EQ, .example = "2024-08-21"},
};

static const struct field group_fields[] = {
    {.name = "group_by",
     .type = FIELD_WORD,
     .ops = OP_EQ,
     .flags = FIELD_MANY,
     .words = groups,
     .example = "colour,period"},
    {.name = "top", .type = FIELD_INTEGER, .ops = OP_EQ, .example = "10"},
    {.name = "exporter", .type = FIELD_AREA, .ops = OP_EQ, .example = "KAZ"},
    {.name = "others", .type = FIELD_BOOLEAN, .ops = OP_EQ, .example = "true"},
    {.name = "share", .type = FIELD_REAL, .ops = OP_EQ, .example = "0.5"},
};

static const char *const ways[] = {"json", "text", "bibtex", NULL};
static const struct field way_fields[] = {
    {.name = "format", .type = FIELD_WORD, .ops = OP_EQ, .words = ways, .example = "text"},
};
static const struct route_format way_formats[] = {
    {"json", "application/json"},
    {"text", "text/plain"},
    {"bibtex", "application/x-bibtex"},
    {NULL, NULL},
};

static const struct route route[] = {
    {.path = "/v1/notes",
     .handler = list,
     .resource = &notes,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = ROUTE_CACHE_REVISION,
     .needs_database = true},
    {.path = "/v1/notes/{id}",
     .handler = answer,
     .resource = &notes,
     .takes = ROUTE_TAKES_FIELDS,
     .answers = ROUTE_ANSWERS_RECORD,
     .cache = ROUTE_CACHE_REVISION,
     .needs_database = true},
    {.path = "/v1/notes/{id}/citation",
     .handler = answer,
     .resource = &notes,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_REVISION,
     .parameters = way_fields,
     .parameter_count = sizeof way_fields / sizeof way_fields[0],
     .formats = way_formats},
    {.path = "/v1/notes/groups",
     .handler = answer,
     .resource = &notes,
     .takes = ROUTE_TAKES_FILTERS,
     .answers = ROUTE_ANSWERS_OTHER,
     .cache = ROUTE_CACHE_REVISION,
     .parameters = group_fields,
     .parameter_count = sizeof group_fields / sizeof group_fields[0]},
    {.path = "/v1/dated",
     .handler = list,
     .resource = &notes,
     .takes = ROUTE_TAKES_LIST | ROUTE_TAKES_FEEDS,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = ROUTE_CACHE_REVISION,
     .needs_database = true},
    {.path = "/v1/search",
     .handler = list,
     .resource = &notes,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = ROUTE_CACHE_DAY,
     .parameters = search_fields,
     .parameter_count = sizeof search_fields / sizeof search_fields[0],
     .required = "q"},
    {.path = "/v1/pairs/{pair}/trade",
     .handler = redirect,
     .resource = &notes,
     .takes = ROUTE_TAKES_LIST,
     .cache = ROUTE_CACHE_DAY},
    {.path = "/v1/required",
     .handler = answer,
     .resource = &notes,
     .takes = ROUTE_TAKES_FILTERS,
     .required = "rank"},
    {.path = "/v1/wide", .handler = list, .resource = &wide, .takes = ROUTE_TAKES_LIST},
    {.path = "/v1/slow", .handler = fail, .cache = ROUTE_CACHE_NEVER, .needs_database = true},
    {.path = "/healthz", .handler = answer, .cache = ROUTE_CACHE_NEVER, .is_for_admin = true},
    {.path = "/metrics", .handler = answer, .content_type = "text/plain"},
    {.path = "/", .handler = answer, .content_type = "text/html"},
};

const struct routes notes_routes = {route, sizeof route / sizeof route[0]};
const struct exchange_limits notes_limits = {.max_values = 4};

int notes_get(const char *target, struct request **ret, struct problem *reterr)
{
    const struct arrival arrival = {.method = "GET", .target = target};

    return request_new(&notes_routes, &notes_limits, &arrival, ret, reterr);
}

static int begin(struct db *db, const char *day, enum exchange_pace pace, int64_t *ret_revision,
                 struct problem *reterr)
{
    struct notes_calls *calls = (struct notes_calls *)db;

    if (calls->is_failing)
        return problem_set(reterr, PROBLEM_DATABASE_UNAVAILABLE, NULL, "Not now.");
    calls->begun++;
    calls->pace = pace;
    snprintf(calls->day, sizeof calls->day, "%s", day);
    *ret_revision = 42;
    return 0;
}

static void end(struct db *db)
{
    struct notes_calls *calls = (struct notes_calls *)db;

    calls->ended++;
}

struct exchange_database notes_database(void)
{
    return (struct exchange_database){.begin = begin, .end = end};
}

struct db *notes_db(struct notes_calls *calls)
{
    return (struct db *)calls;
}
