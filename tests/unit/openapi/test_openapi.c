/* SPDX-License-Identifier: MIT */
/* The description of the API is whole, valid, and what the server does. */
#include "suite.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handlers/openapi.h"
#include "handlers/routes.h"
#include "model/buffer.h"
#include "model/query.h"
#include "model/resources/objects.h"
#include "schema.h"
#include "server/exchange.h"

static const struct exchange_limits limits = {.max_values = 100};

static json_t *document;

static void make_document(void)
{
    document = openapi_document(&routes_all);
    ck_assert_ptr_nonnull(document);
}

static void free_document(void)
{
    json_decref(document);
}

static const json_t *component(const char *section)
{
    return json_object_get(json_object_get(document, "components"), section);
}

static const json_t *operation_of(const struct route *route)
{
    const json_t *item = json_object_get(json_object_get(document, "paths"), route->path);

    return json_object_get(item, "get");
}

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    return text ? text : "";
}

/* What stands at @value, or where its $ref points. */
static const json_t *follow(const json_t *value)
{
    const char *ref = text_of(value, "$ref");

    return *ref ? schema_resolve(document, ref) : value;
}

START_TEST(says_which_openapi_it_is)
{
    ck_assert_str_eq(text_of(document, "openapi"), "3.1.0");
    const json_t *info = json_object_get(document, "info");

    ck_assert_str_eq(text_of(info, "title"), "Entente");
    ck_assert_str_ne(text_of(info, "version"), "");
    ck_assert_str_ne(text_of(info, "description"), "");
    ck_assert_str_eq(text_of(json_object_get(info, "license"), "identifier"), "MIT");
}
END_TEST

/* References and keywords. */

static void check_refs(const json_t *value)
{
    size_t i;
    const char *key;
    const json_t *inner;

    json_array_foreach(value, i, inner) check_refs(inner);
    json_object_foreach((json_t *)value, key, inner)
    {
        if (strcmp(key, "$ref") == 0)
            ck_assert_msg(schema_resolve(document, json_string_value(inner)) != NULL,
                          "%s is not there", json_string_value(inner));
        check_refs(inner);
    }
}

START_TEST(every_reference_resolves)
{
    check_refs(document);
}
END_TEST

/* Calls @check for @schema and each schema inside it. */
static void each_schema(const char *name, const json_t *schema,
                        void (*check)(const char *name, const json_t *schema))
{
    static const char *const lists[] = {"anyOf", "allOf"};
    size_t i;
    const char *key;
    const json_t *inner;

    check(name, schema);
    json_object_foreach(json_object_get(schema, "properties"), key, inner)
        each_schema(key, inner, check);
    for (size_t list = 0; list < 2; list++)
        json_array_foreach(json_object_get(schema, lists[list]), i, inner)
            each_schema(name, inner, check);
    if (json_object_get(schema, "items"))
        each_schema(name, json_object_get(schema, "items"), check);
}

static void each_component(void (*check)(const char *name, const json_t *schema))
{
    const char *name;
    const json_t *schema;

    ck_assert_uint_gt(json_object_size(component("schemas")), 40);
    json_object_foreach((json_t *)component("schemas"), name, schema)
        each_schema(name, schema, check);
}

static void check_keywords(const char *name, const json_t *schema)
{
    const char *keyword;
    const json_t *said;

    json_object_foreach((json_t *)schema, keyword, said)
        ck_assert_msg(schema_has_keyword(keyword), "%s: %s", name, keyword);
    const json_t *examples = json_object_get(schema, "examples");

    ck_assert_msg(!examples || json_is_array(examples), "%s: examples", name);
}

START_TEST(schemas_use_words_of_json_schema_2020_12)
{
    each_component(check_keywords);
}
END_TEST

static void check_properties(const char *name, const json_t *schema)
{
    const char *key;
    const json_t *member;

    json_object_foreach(json_object_get(schema, "properties"), key, member)
    {
        ck_assert_msg(*text_of(member, "description"), "%s.%s has no description", name, key);
        ck_assert_msg(json_array_size(json_object_get(member, "examples")) > 0,
                      "%s.%s has no example", name, key);
    }
}

START_TEST(every_member_has_a_description_and_an_example)
{
    each_component(check_properties);
}
END_TEST

static void check_examples(const char *name, const json_t *schema)
{
    size_t i;
    const json_t *example;

    json_array_foreach(json_object_get(schema, "examples"), i, example)
    {
        char *text = json_dumps(example, JSON_ENCODE_ANY);

        ck_assert_msg(schema_fits(document, schema, example), "%s: %s", name, text);
        free(text);
    }
}

START_TEST(every_example_fits_its_schema)
{
    each_component(check_examples);
}
END_TEST

START_TEST(every_member_of_a_record_is_there)
{
    const json_t *agreement = json_object_get(component("schemas"), "Agreement");
    const json_t *properties = json_object_get(agreement, "properties");

    for (size_t i = 0; i < resource_agreements.field_count; i++) {
        const struct field *field = &resource_agreements.fields[i];
        bool is_member = !(field->flags & FIELD_FILTER_ONLY);

        ck_assert_msg((json_object_get(properties, field->name) != NULL) == is_member, "%s",
                      field->name);
    }
    ck_assert_uint_eq(json_array_size(json_object_get(agreement, "required")),
                      json_object_size(properties));
}
END_TEST

/* Paths. */

static bool has_tag(const char *name)
{
    size_t i;
    const json_t *tag;

    json_array_foreach(json_object_get(document, "tags"), i, tag)
    {
        if (strcmp(text_of(tag, "name"), name) == 0)
            return true;
    }
    return false;
}

START_TEST(every_route_is_there)
{
    ck_assert_uint_eq(json_object_size(json_object_get(document, "paths")), routes_all.count);
    for (size_t i = 0; i < routes_all.count; i++) {
        const json_t *operation = operation_of(&routes_all.route[i]);
        const json_t *tags = json_object_get(operation, "tags");

        ck_assert_msg(operation != NULL, "%s", routes_all.route[i].path);
        ck_assert_str_eq(text_of(operation, "summary"), routes_all.route[i].summary);
        ck_assert(has_tag(json_string_value(json_array_get(tags, 0))));
    }
}
END_TEST

START_TEST(every_operation_has_its_own_name)
{
    json_t *names = json_object();

    for (size_t i = 0; i < routes_all.count; i++) {
        const char *name = text_of(operation_of(&routes_all.route[i]), "operationId");

        ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(name));
        ck_assert_msg(!json_object_get(names, name), "%s", name);
        json_object_set_new(names, name, json_true());
    }
    ck_assert(json_object_get(names, "get_pairs_pair"));
    ck_assert(json_object_get(names, "get_openapi_json"));
    ck_assert(json_object_get(names, "get_index"));
    json_decref(names);
}
END_TEST

static void check_answer(const struct route *route, const char *status, const json_t *given)
{
    const json_t *answer = follow(given);
    const json_t *content = json_object_get(answer, "content");
    bool has_body = strcmp(status, "304") != 0 && strcmp(status, "308") != 0;
    const char *type;
    const json_t *media;

    ck_assert_msg(*text_of(answer, "description"), "%s %s", route->path, status);
    ck_assert_msg((json_object_size(content) > 0) == has_body, "%s %s", route->path, status);
    json_object_foreach((json_t *)content, type, media)
        ck_assert_msg(json_object_get(media, "schema") != NULL, "%s %s", route->path, type);
}

START_TEST(every_route_says_how_it_answers)
{
    for (size_t i = 0; i < routes_all.count; i++) {
        const json_t *answers = json_object_get(operation_of(&routes_all.route[i]), "responses");
        const char *status;
        const json_t *answer;

        ck_assert(json_object_get(answers, "200") && json_object_get(answers, "default"));
        ck_assert(json_object_get(answers, "400") && json_object_get(answers, "503"));
        json_object_foreach((json_t *)answers, status, answer)
            check_answer(&routes_all.route[i], status, answer);
    }
}
END_TEST

START_TEST(every_route_of_its_own_answer_has_a_schema)
{
    for (size_t i = 0; i < routes_all.count; i++) {
        const struct route *route = &routes_all.route[i];

        if (route->response)
            ck_assert_msg(schema_find(route->response) != NULL, "%s", route->response);
        else
            ck_assert_msg(route->answers != ROUTE_ANSWERS_OTHER || route->content_type, "%s",
                          route->path);
    }
    ck_assert_ptr_null(schema_find("nothing"));
}
END_TEST

START_TEST(timelines_are_also_calendars_and_feeds)
{
    static const char *const path = "/v1/pairs/{pair}/timeline";
    const json_t *content = json_object_get(
        json_object_get(
            json_object_get(
                json_object_get(json_object_get(json_object_get(document, "paths"), path), "get"),
                "responses"),
            "200"),
        "content");

    ck_assert(json_object_get(content, "text/csv"));
    ck_assert(json_object_get(content, "text/calendar"));
    ck_assert(json_object_get(content, "application/atom+xml"));
}
END_TEST

START_TEST(lists_are_also_csv_and_ndjson)
{
    const json_t *answers = json_object_get(
        json_object_get(json_object_get(json_object_get(document, "paths"), "/v1/agreements"),
                        "get"),
        "responses");
    const json_t *content = json_object_get(json_object_get(answers, "200"), "content");

    ck_assert_uint_eq(json_object_size(content), 3);
    ck_assert(json_object_get(content, "text/csv"));
    ck_assert(json_object_get(content, "application/x-ndjson"));
    ck_assert(json_object_get(answers, "304"));
    ck_assert(!json_object_get(answers, "308"));
    ck_assert(!json_object_get(answers, "404"));
}
END_TEST

START_TEST(every_kind_of_problem_is_there)
{
    const json_t *schemas = component("schemas");
    const json_t *kind = json_object_get(schemas, "NoSuchRecordProblem");

    ck_assert_ptr_nonnull(kind);
    const json_t *constant = json_object_get(json_object_get(kind, "properties"), "type");

    ck_assert_str_eq(text_of(constant, "const"), "/problems/no-such-record");
    for (int i = 0; i < PROBLEM_COUNT; i++) {
        char name[16];

        snprintf(name, sizeof name, "Problem%u", problem_status((enum problem_kind)i));
        ck_assert(json_object_get(component("responses"), name));
    }
}
END_TEST

/* Parameters. */

typedef void parameter_check(const struct route *route, const json_t *parameter);

static void each_parameter(parameter_check *check)
{
    for (size_t r = 0; r < routes_all.count; r++) {
        size_t i;
        const json_t *parameter;

        json_array_foreach(json_object_get(operation_of(&routes_all.route[r]), "parameters"), i,
                           parameter) check(&routes_all.route[r], follow(parameter));
    }
}

static void check_parameter(const struct route *route, const json_t *parameter)
{
    const char *name = text_of(parameter, "name");
    const json_t *example = json_object_get(parameter, "example");
    const json_t *schema = json_object_get(parameter, "schema");

    ck_assert_str_ne(name, "");
    ck_assert_msg(*text_of(parameter, "description"), "%s %s", route->path, name);
    ck_assert_msg(json_is_boolean(json_object_get(parameter, "required")), "%s %s", route->path,
                  name);
    ck_assert_msg(schema && example, "%s %s", route->path, name);
    ck_assert_msg(schema_fits(document, schema, example), "%s %s: example", route->path, name);
    each_schema(name, schema, check_keywords);
}

START_TEST(every_parameter_has_description_schema_and_fitting_example)
{
    each_parameter(check_parameter);
}
END_TEST

static void check_place(const struct route *route, const json_t *parameter)
{
    char brace[80];
    bool is_required = json_is_true(json_object_get(parameter, "required"));

    snprintf(brace, sizeof brace, "{%s}", text_of(parameter, "name"));
    bool is_in_path = strcmp(text_of(parameter, "in"), "path") == 0;

    ck_assert_msg(is_in_path == (strstr(route->path, brace) != NULL), "%s %s", route->path, brace);
    if (is_in_path)
        ck_assert(is_required);
    else
        ck_assert(is_required ==
                  (route->required && strcmp(route->required, text_of(parameter, "name")) == 0));
}

START_TEST(parameters_of_the_path_stand_in_it)
{
    each_parameter(check_place);
}
END_TEST

static const json_t *find_parameter(const struct route *route, const char *name)
{
    size_t i;
    const json_t *parameter;
    const json_t *found = NULL;

    json_array_foreach(json_object_get(operation_of(route), "parameters"), i, parameter)
    {
        if (strcmp(text_of(follow(parameter), "name"), name) != 0)
            continue;
        ck_assert_msg(!found, "%s: %s is there twice", route->path, name);
        found = follow(parameter);
    }
    return found;
}

/* Writes @example as a request does: comma lists, no quotes. */
static void write_example(const json_t *example, struct buffer *out)
{
    size_t i;
    const json_t *item;

    json_array_foreach(example, i, item)
    {
        buffer_add_text(out, i ? "," : "");
        write_example(item, out);
    }
    if (json_is_array(example))
        return;
    char *text = json_dumps(example, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

    if (json_is_string(example))
        query_write_escaped(json_string_value(example), out);
    else
        query_write_escaped(text, out);
    free(text);
}

static void write_example_of(const struct route *route, const char *name, struct buffer *out)
{
    const json_t *parameter = find_parameter(route, name);

    ck_assert_msg(parameter != NULL, "%s %s", route->path, name);
    write_example(json_object_get(parameter, "example"), out);
}

/* The path with examples in it and the question up to the parameter that is asked about. */
static void write_path(const struct route *route, const char *but, struct buffer *out)
{
    size_t length = strcspn(route->path, "{");
    char name[80];

    buffer_add(out, route->path, length);
    if (route->path[length]) {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(route->path + length + 1, "}"),
                 route->path + length + 1);
        write_example_of(route, name, out);
        buffer_add_text(out, route->path + length + strcspn(route->path + length, "}") + 1);
    }
    buffer_add_text(out, "?");
    if (route->required && strcmp(route->required, but) != 0) {
        buffer_add_format(out, "%s=", route->required);
        write_example_of(route, route->required, out);
        buffer_add_text(out, "&");
    }
}

static int ask(const char *target, struct problem *reterr)
{
    const struct arrival arrival = {.method = "GET", .target = target};
    struct request *rq = NULL;
    int result = request_new(&routes_all, &limits, &arrival, &rq, reterr);

    request_free(rq);
    return result;
}

static void check_accepted(const struct route *route, const json_t *parameter)
{
    const char *name = text_of(parameter, "name");
    bool is_in_path = strcmp(text_of(parameter, "in"), "path") == 0;
    struct buffer target;
    struct problem problem;

    if (strcmp(name, "cursor") == 0)
        return; /* of its own question only */
    buffer_init(&target);
    write_path(route, name, &target);
    if (!is_in_path) {
        buffer_add_format(&target, "%s=", name);
        write_example(json_object_get(parameter, "example"), &target);
    }
    buffer_add_char(&target, '\0');
    ck_assert_msg(ask(target.data, &problem) == 0, "%s: %s", target.data, problem.detail);
    buffer_fini(&target);
}

START_TEST(the_server_takes_every_example)
{
    each_parameter(check_accepted);
}
END_TEST

/* Whether the server takes the list of @first and @second. */
static bool takes_both(const struct route *route, const char *name, const json_t *first,
                       const json_t *second)
{
    struct buffer target;
    struct problem problem;

    buffer_init(&target);
    write_path(route, name, &target);
    buffer_add_format(&target, "%s=", name);
    write_example(first, &target);
    buffer_add_char(&target, ',');
    write_example(second, &target);
    buffer_add_char(&target, '\0');
    bool is_taken = ask(target.data, &problem) == 0;

    ck_assert_msg(is_taken || problem.kind == PROBLEM_INVALID_PARAMETER, "%s: %s", target.data,
                  problem.detail);
    buffer_fini(&target);
    return is_taken;
}

/* A value may stand twice, but for lists that say otherwise. */
static void check_list(const struct route *route, const json_t *parameter)
{
    const char *name = text_of(parameter, "name");
    const json_t *schema = json_object_get(parameter, "schema");
    const json_t *example = json_array_get(json_object_get(parameter, "example"), 0);
    bool is_set = json_is_true(json_object_get(schema, "uniqueItems"));
    const json_t *words = json_object_get(json_object_get(schema, "items"), "enum");

    ck_assert((strcmp(text_of(schema, "type"), "array") == 0) ==
              (json_object_get(parameter, "explode") != NULL));
    if (!json_object_get(parameter, "explode"))
        return;
    ck_assert(json_is_false(json_object_get(parameter, "explode")));
    ck_assert_msg(takes_both(route, name, example, example) == !is_set, "%s %s", route->path, name);
    if (words)
        ck_assert_msg(takes_both(route, name, json_array_get(words, 0),
                                 json_array_get(words, json_array_size(words) - 1)),
                      "%s %s", route->path, name);
}

START_TEST(the_server_takes_several_values_where_the_schema_is_an_array)
{
    each_parameter(check_list);
}
END_TEST

static void check_known(const struct route *route, const char *name)
{
    char target[256];
    const char *rest = strchr(route->path, '}');
    struct problem problem = {.kind = PROBLEM_COUNT};

    /* An empty value: the name is looked at first. */
    snprintf(target, sizeof target, "%.*s%s%s?%s=", (int)strcspn(route->path, "{"), route->path,
             rest ? "x" : "", rest ? rest + 1 : "", name);
    ck_assert_int_eq(ask(target, &problem), -1);
    bool is_known = problem.kind != PROBLEM_UNKNOWN_PARAMETER;
    bool is_described = strcmp(text_of(find_parameter(route, name), "in"), "query") == 0;

    ck_assert_msg(is_known == is_described, "%s: %s", target, problem.detail);
}

static void check_field(const struct route *route, const char *name)
{
    static const enum field_op ops[] = {OP_NOT, OP_GT,       OP_GTE,   OP_LT,
                                        OP_LTE, OP_CONTAINS, OP_ISNULL};

    check_known(route, name);
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        char parameter[128];

        snprintf(parameter, sizeof parameter, "%s__%s", name, field_op_suffix(ops[i]));
        check_known(route, parameter);
    }
}

START_TEST(the_server_takes_what_is_described_and_nothing_else)
{
    static const char *const words[] = {"sort",   "fields", "limit",       "cursor",   "count",
                                        "format", "on",     "in_force_on", "q",        "top",
                                        "level",  "share",  "growth",      "group_by", "dataset"};

    for (size_t r = 0; r < routes_all.count; r++) {
        const struct route *route = &routes_all.route[r];

        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            check_known(route, words[i]);
        for (size_t i = 0; route->resource && i < route->resource->field_count; i++)
            check_field(route, route->resource->fields[i].name);
    }
}
END_TEST

/* Answers. */

static int answer(const char *target, struct reply *ret, struct problem *reterr)
{
    const struct arrival arrival = {.method = "GET", .target = target};
    const struct exchange_database database = {0};
    struct request *rq = NULL;
    int result = request_new(&routes_all, &limits, &arrival, &rq, reterr);

    if (result == 0)
        result = request_answer(rq, &database, NULL, PACE_ORDINARY, ret, reterr);
    request_free(rq);
    return result;
}

static json_t *load_answer(const char *target)
{
    struct reply reply;
    struct problem problem;

    reply_init(&reply);
    ck_assert_int_eq(answer(target, &reply, &problem), 0);
    ck_assert_uint_eq(reply.status, 200);
    ck_assert_str_eq(reply.content_type, "application/json");
    json_t *body = json_loadb(reply.body, reply.body_length, 0, NULL);

    reply_fini(&reply);
    ck_assert_ptr_nonnull(body);
    return body;
}

static const struct {
    const char *name;
    const char *target;
    const char *schema;
} answers[] = {
    {"the index fits its schema", "/", "Index"},
    {"the list of problems fits its schema", "/problems", "Problems"},
    {"a kind of problem fits its schema", "/problems/not-found", "ProblemKind"},
    {"the version fits its schema", "/version", "Version"},
    {"health fits its schema", "/healthz", "Health"},
    {"the description fits its schema", "/openapi.json", "Openapi"},
};

START_TEST(an_answer_fits_its_schema)
{
    json_t *body = load_answer(answers[_i].target);

    ck_assert(
        schema_fits(document, json_object_get(component("schemas"), answers[_i].schema), body));
    json_decref(body);
}
END_TEST

START_TEST(the_answer_is_the_document)
{
    json_t *body = load_answer("/openapi.json");

    ck_assert(json_equal(body, document));
    json_decref(body);
}
END_TEST

START_TEST(the_index_lists_every_path)
{
    json_t *body = load_answer("/");

    ck_assert_uint_eq(json_array_size(json_object_get(body, "data")), routes_all.count);
    json_decref(body);
}
END_TEST

START_TEST(every_type_of_problem_leads_to_its_description)
{
    for (int kind = 0; kind < PROBLEM_COUNT; kind++) {
        char target[80];

        snprintf(target, sizeof target, "/problems/%s", problem_name((enum problem_kind)kind));
        json_t *body = load_answer(target);

        ck_assert_str_eq(text_of(body, "type"), target);
        ck_assert_str_eq(text_of(body, "title"), problem_title((enum problem_kind)kind));
        ck_assert_str_eq(text_of(body, "remedy"), problem_remedy((enum problem_kind)kind));
        ck_assert_int_eq(json_integer_value(json_object_get(body, "status")),
                         problem_status((enum problem_kind)kind));
        json_decref(body);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    const char *part; /* of the detail */
} refused[] = {
    {"an unknown kind of problem is not found", "/problems/teapot", "/problems lists them all"},
    {"a misspelt kind of problem gets the right one", "/problems/not-fuond", "/problems/not-found"},
    {"a kind of problem in capitals gets the right one", "/problems/BUSY", "/problems/busy"},
};

START_TEST(a_kind_of_problem_is_refused)
{
    struct reply reply;
    struct problem problem;

    reply_init(&reply);
    ck_assert_int_eq(answer(refused[_i].target, &reply, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_NO_SUCH_RECORD);
    ck_assert_ptr_nonnull(strstr(problem.detail, refused[_i].part));
    reply_fini(&reply);
}
END_TEST

/* Memory. */

static long allocations_left = -1; /* until one fails; negative: none does */
static bool has_failed;
static long allocations_open;

static void *fail_or_allocate(size_t size)
{
    if (allocations_left >= 0 && allocations_left-- == 0) {
        has_failed = true;
        return NULL;
    }
    allocations_open++;
    return malloc(size);
}

static void count_and_free(void *memory)
{
    allocations_open -= memory != NULL;
    free(memory);
}

static const struct route small_routes[] = {
    {.path = "/v1/sectors",
     .resource = &resource_sectors,
     .takes = ROUTE_TAKES_LIST,
     .answers = ROUTE_ANSWERS_LIST,
     .cache = ROUTE_CACHE_REVISION,
     .summary = "Sectors"},
    {.path = "/v1/countries/{code}",
     .resource = &resource_countries,
     .takes = ROUTE_TAKES_FIELDS,
     .answers = ROUTE_ANSWERS_RECORD,
     .cache = ROUTE_CACHE_REVISION,
     .summary = "One country"},
};

static const struct routes small = {small_routes, 2};

START_TEST(a_failed_allocation_fails_the_whole_document)
{
    long n = 0;

    json_set_alloc_funcs(fail_or_allocate, count_and_free);
    do {
        allocations_left = n++;
        has_failed = false;
        json_t *made = openapi_document(&small);

        ck_assert_msg((made == NULL) == has_failed, "allocation %ld", n);
        json_decref(made);
        ck_assert_msg(allocations_open == 0, "allocation %ld: %ld left", n, allocations_open);
    } while (has_failed);
    ck_assert_int_gt(n, 1000);
}
END_TEST

START_TEST(a_failed_allocation_is_an_internal_problem)
{
    json_set_alloc_funcs(fail_or_allocate, count_and_free);
    for (long n = 0; n < 20000; n = n * 3 + 1) {
        struct reply reply;
        struct problem problem;

        reply_init(&reply);
        allocations_left = n;
        ck_assert_int_eq(answer("/openapi.json", &reply, &problem), -1);
        ck_assert_int_eq(problem.kind, PROBLEM_INTERNAL);
        ck_assert_ptr_null(reply.body);
        reply_fini(&reply);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("openapi");
    TCase *described = tcase_create("description");
    TCase *memory = tcase_create("memory");

    suite_add_tcase(suite, described);
    suite_add_tcase(suite, memory);
    tcase_add_checked_fixture(described, make_document, free_document);
    tcase_set_timeout(described, 60);
    tcase_set_timeout(memory, 120);
    tcase_add_test(described, says_which_openapi_it_is);
    tcase_add_test(described, every_reference_resolves);
    tcase_add_test(described, schemas_use_words_of_json_schema_2020_12);
    tcase_add_test(described, every_member_has_a_description_and_an_example);
    tcase_add_test(described, every_example_fits_its_schema);
    tcase_add_test(described, every_member_of_a_record_is_there);
    tcase_add_test(described, every_route_is_there);
    tcase_add_test(described, every_operation_has_its_own_name);
    tcase_add_test(described, every_route_says_how_it_answers);
    tcase_add_test(described, every_route_of_its_own_answer_has_a_schema);
    tcase_add_test(described, lists_are_also_csv_and_ndjson);
    tcase_add_test(described, timelines_are_also_calendars_and_feeds);
    tcase_add_test(described, every_kind_of_problem_is_there);
    tcase_add_test(described, every_parameter_has_description_schema_and_fitting_example);
    tcase_add_test(described, parameters_of_the_path_stand_in_it);
    tcase_add_test(described, the_server_takes_every_example);
    tcase_add_test(described, the_server_takes_several_values_where_the_schema_is_an_array);
    tcase_add_test(described, the_server_takes_what_is_described_and_nothing_else);
    SUITE_ADD_ROWS(described, an_answer_fits_its_schema, answers);
    tcase_add_test(described, the_answer_is_the_document);
    tcase_add_test(described, the_index_lists_every_path);
    tcase_add_test(described, every_type_of_problem_leads_to_its_description);
    SUITE_ADD_ROWS(described, a_kind_of_problem_is_refused, refused);
    tcase_add_test(memory, a_failed_allocation_fails_the_whole_document);
    tcase_add_test(memory, a_failed_allocation_is_an_internal_problem);
    return suite_run_together(suite);
}
