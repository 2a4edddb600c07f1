/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <check.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/kept.h"
#include "db/totals.h"
#include "handlers/database.h"
#include "handlers/routes.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/query.h"
#include "server/exchange.h"
#include "server/route.h"

static char folder[64];
static struct db *connection;
static size_t stream_limit = SIZE_MAX;
static struct arena names;
static long *failing;
static long failing_at;

/* The program dies here: nothing can be tested without a database. */
static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    abort();
}

const char *ask_path(const char *name)
{
    static char paths[4][ASK_PATH_SIZE];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, ASK_PATH_SIZE, "%s/%s", folder, name);
    return path;
}

const char *ask_database(void)
{
    return ask_path("records.db");
}

static char *read_awkward(void)
{
    FILE *file = fopen(AWKWARD_SQL, "r");
    char *text = calloc(1, 65536);

    if (!file || !text || fread(text, 1, 65535, file) == 0)
        give_up(AWKWARD_SQL, "cannot be read");
    fclose(file);
    return text;
}

static void run(sqlite3 *sqlite, const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(sqlite, sql, NULL, NULL, &error) != SQLITE_OK)
        give_up(AWKWARD_SQL, error);
}

/* The records, and the sums of all observations that an import would have kept. */
static void add_awkward(void)
{
    char *sql = read_awkward();
    sqlite3 *sqlite;

    if (sqlite3_open(ask_database(), &sqlite) != SQLITE_OK)
        give_up(ask_database(), "cannot be opened");
    run(sqlite, sql);
    run(sqlite, "DELETE FROM observation_total");
    for (const char *const *step = totals_steps; *step; step++)
        run(sqlite, *step);
    sqlite3_close(sqlite);
    free(sql);
}

void ask_set_up(void)
{
    const char *temporary = getenv("TMPDIR");
    struct db_message message;

    snprintf(folder, sizeof folder, "%.40s/entente-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        give_up(folder, "cannot be made");
    if (db_library_init() != DB_OK)
        give_up("SQLite", "cannot be set up");
    const struct db_create_options options = {.path = ask_database()};
    if (db_create(&options, NULL, &message) != DB_OK)
        give_up(options.path, message.text);
    add_awkward();
    if (kept_refresh_file(options.path, &message) != DB_OK)
        give_up(options.path, message.text);
}

void ask_tear_down(void)
{
    DIR *directory;
    struct dirent *entry;

    arena_fini(&names);
    connection = db_close(connection);
    directory = opendir(folder);
    while (directory && (entry = readdir(directory)))
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
    rmdir(folder);
}

const char *ask_name(const char *subject, const char *what)
{
    const char *name = arena_format(&names, "%s: %s", subject, what);

    if (!name)
        give_up("names", "no memory");
    return name;
}

struct db *ask_db(void)
{
    const struct db_options options = {.path = ask_database(), .query_timeout_ms = 60000};
    struct db_message message;

    if (!connection && db_open(&options, &connection, &message) != DB_OK)
        give_up(options.path, message.text);
    return connection;
}

/* --- streams: this stands in for server/stream.c --- */

struct stream {
    struct buffer out;
};

int stream_write(struct stream *stream, const void *bytes, size_t length)
{
    if (stream->out.length + length > stream_limit)
        return -1;
    buffer_add(&stream->out, bytes, length);
    if (!buffer_failed(&stream->out))
        return 0;
    stream->out.has_failed = false; /* the test's own memory: what came before is kept */
    return -1;
}

void ask_limit_stream(size_t bytes)
{
    stream_limit = bytes;
}

void ask_fail_streams(long *counter, long n)
{
    failing = counter;
    failing_at = n;
}

static void take_stream(const struct reply *reply, struct answer *ret)
{
    struct stream stream;

    buffer_init(&stream.out);
    if (failing)
        *failing = failing_at;
    ret->is_cut = reply->produce(&stream, reply->produce_arg) != 0;
    if (failing)
        *failing = -1;
    ret->text = buffer_steal(&stream.out, &ret->length);
    ck_assert_ptr_nonnull(ret->text);
}

/* --- questions --- */

static void take_headers(const struct reply *reply, struct answer *ret)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        const struct reply_header *header = &reply->headers[i];
        char *to = strcmp(header->name, "Link") == 0       ? ret->link
                   : strcmp(header->name, "Location") == 0 ? ret->location
                                                           : NULL;
        if (to)
            snprintf(to, ASK_LINK_SIZE, "%s", header->value);
    }
}

static void take_body(struct reply *reply, const char *target, struct answer *ret)
{
    json_error_t error;

    ret->text = reply->body;
    ret->length = reply->body_length;
    reply->body = NULL;
    if (!ret->text || !strstr(ret->type, "json"))
        return;
    ret->document = json_loadb(ret->text, ret->length, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(ret->document != NULL, "%s: %s: %.300s", target, error.text, ret->text);
}

static void take(struct reply *reply, const char *target, struct answer *ret)
{
    ret->status = reply->status;
    ret->type = reply->content_type;
    take_headers(reply, ret);
    if (reply->produce)
        take_stream(reply, ret);
    else
        take_body(reply, target, ret);
}

void ask_target(struct answer *ret, const char *target)
{
    static const struct exchange_limits limits = {.max_values = 100};
    const struct arrival arrival = {.method = "GET", .target = target};
    struct db *db = ask_db();
    struct request *rq;
    struct reply reply;

    memset(ret, 0, sizeof *ret);
    reply_init(&reply);
    int result = request_new(&routes_all, &limits, &arrival, &rq, &ret->problem);

    if (result == 0)
        result = request_answer(rq, &database_functions, db, PACE_ORDINARY, &reply, &ret->problem);
    if (result < 0)
        reply_set_problem(&reply, &ret->problem, "test");
    take(&reply, target, ret);
    if (rq)
        request_finish_stream(rq, &database_functions, db);
    reply_fini(&reply);
    request_free(rq);
}

/* Makes the target of a format and asks for it. */
__attribute__((format(printf, 2, 0))) /* its callers are checked too */
static void
ask_formatted(struct answer *ret, const char *format, va_list arguments,
              char target[ASK_TARGET_SIZE])
{
    int length = vsnprintf(target, ASK_TARGET_SIZE, format, arguments);

    ck_assert_int_lt(length, ASK_TARGET_SIZE);
    ask_target(ret, target);
}

void ask(struct answer *ret, const char *format, ...)
{
    char target[ASK_TARGET_SIZE];
    va_list arguments;

    va_start(arguments, format);
    ask_formatted(ret, format, arguments, target);
    va_end(arguments);
}

void answer_fini(struct answer *answer)
{
    json_decref(answer->document);
    free(answer->text);
    memset(answer, 0, sizeof *answer);
}

void ask_well(struct answer *ret, const char *format, ...)
{
    char target[ASK_TARGET_SIZE];
    va_list arguments;

    va_start(arguments, format);
    ask_formatted(ret, format, arguments, target);
    va_end(arguments);
    ck_assert_msg(ret->status == 200, "%s: %u %s (%s)", target, ret->status, ret->problem.detail,
                  ret->problem.cause);
    ck_assert_msg(!ret->is_cut, "%s: cut", target);
}

void ask_badly(enum problem_kind kind, const char *parameter, const char *format, ...)
{
    char target[ASK_TARGET_SIZE];
    struct answer answer;
    va_list arguments;

    va_start(arguments, format);
    ask_formatted(&answer, format, arguments, target);
    va_end(arguments);
    ck_assert_msg(answer.status >= 400, "%s: %u %.200s", target, answer.status,
                  answer.text ? answer.text : answer.location);
    ck_assert_msg(answer.problem.kind == kind, "%s: %s, not %s: %s (%s)", target,
                  problem_name(answer.problem.kind), problem_name(kind), answer.problem.detail,
                  answer.problem.cause);
    ck_assert_msg(strcmp(answer.problem.parameter, parameter) == 0, "%s: blames \"%s\": %s", target,
                  answer.problem.parameter, answer.problem.detail);
    ck_assert_msg(answer.problem.detail[0] != '\0', "%s", target);
    answer_fini(&answer);
}

const char *ask_escaped(const char *text)
{
    static char texts[8][ASK_TARGET_SIZE];
    static unsigned next;
    char *to = texts[next++ % 8];
    struct buffer out;

    buffer_init(&out);
    query_write_escaped(text, &out);
    ck_assert(!buffer_failed(&out) && out.length < ASK_TARGET_SIZE);
    memcpy(to, out.data ? out.data : "", out.length);
    to[out.length] = '\0';
    buffer_fini(&out);
    return to;
}

const json_t *answer_data(const struct answer *answer)
{
    const json_t *data = json_object_get(answer->document, "data");

    ck_assert_ptr_nonnull(data);
    return data;
}

const json_t *answer_page(const struct answer *answer, const char *member)
{
    return json_object_get(json_object_get(answer->document, "page"), member);
}

const json_t *answer_meta(const struct answer *answer, const char *member)
{
    return json_object_get(json_object_get(answer->document, "meta"), member);
}

/* --- lists --- */

#define OWN(name)                                                                                  \
    {                                                                                              \
#name, &resource_##name, "/v1/" #name, "", false, false                                    \
    }
#define SUMS "/v1/trade/aggregate"

const struct walk walks[] = {
    OWN(agreements),
    OWN(claims),
    OWN(commodities),
    OWN(countries),
    OWN(datasets),
    OWN(events),
    OWN(institutions),
    OWN(pairs),
    {"search", &resource_search, "/v1/search", "q=trade&", false, false},
    OWN(sectors),
    OWN(series),
    OWN(sources),
    OWN(statements),
    OWN(trade),
    {"sums of all goods", &resource_aggregate, SUMS,
     "group_by=dataset,reporter,flow,year,period,partner&share=true&growth=true&", true, false},
    {"sums of chapters", &resource_aggregate, SUMS,
     "group_by=reporter,flow,period,commodity&level=2&", true, false},
    {"sums of the top", &resource_aggregate, SUMS,
     "group_by=flow,year,partner&top=1&share=true&growth=true&", true, true},
    {"sums of flows", &resource_aggregate, SUMS, "group_by=flow&", true, false},
    {"trade of a pair", &resource_pair_trade, "/v1/pairs/KAZ-TJK/trade", "", true, false},
    {"coverage of a pair", &resource_coverage, "/v1/pairs/KAZ-TJK/coverage", "", true, false},
    {"figures of a pair", &resource_figures, "/v1/pairs/KAZ-TJK/figures", "", false, false},
    {"figures", &resource_figures, "/v1/figures", "", false, false},
    {"checks of a pair", &resource_checks, "/v1/pairs/KAZ-TJK/checks", "", false, false},
    {"targets of a pair", &resource_targets, "/v1/pairs/KAZ-TJK/targets", "", false, false},
    {"timeline of a pair", &resource_timeline, "/v1/pairs/KAZ-TJK/timeline", "", false, false},
    {NULL, NULL, NULL, NULL, false, false},
};

const struct walk *walk_of(const struct resource *resource)
{
    const struct walk *walk = walks;

    while (walk->resource != resource)
        walk++;
    return walk;
}

const char *ask_list(const struct walk *walk)
{
    static char paths[2][160];
    static unsigned next;
    char *path = paths[next++ % 2];

    snprintf(path, sizeof paths[0], "%s?%s", walk->path, walk->question);
    return path;
}

json_t *ask_all(const struct walk *walk, const char *parameters)
{
    struct answer answer;

    ask_well(&answer, "%slimit=1000&%s", ask_list(walk), parameters);
    ck_assert_msg(json_is_null(answer_page(&answer, "next")), "%s has more than 1000 rows",
                  walk->name);
    json_t *rows = json_incref(json_object_get(answer.document, "data"));

    answer_fini(&answer);
    return rows;
}

void ask_id(const struct resource *resource, char ret[ASK_PATH_SIZE])
{
    struct answer answer;

    ask_well(&answer, "%slimit=1", ask_list(walk_of(resource)));
    const json_t *row = json_array_get(answer_data(&answer), 0);
    const char *id = json_string_value(json_object_get(row, resource->id));

    ck_assert_ptr_nonnull(id);
    snprintf(ret, ASK_PATH_SIZE, "%s", id);
    answer_fini(&answer);
}

void ask_path_of(const struct route *route, char ret[ASK_PATH_SIZE])
{
    const struct resource *resource = route->whose ? route->whose : route->resource;
    char segment[ASK_PATH_SIZE] = "not-found"; /* a kind of problem */
    int before = (int)strcspn(route->path, "{");
    const char *rest = strchr(route->path, '}');

    if (rest && route->whose)
        snprintf(segment, sizeof segment, "KAZ-TJK"); /* there is something of everything */
    else if (rest && resource)
        ask_id(resource, segment);
    ck_assert_int_lt(snprintf(ret, ASK_PATH_SIZE, "%.*s%s%s", before, route->path,
                              rest ? segment : "", rest ? rest + 1 : ""),
                     ASK_PATH_SIZE);
}
