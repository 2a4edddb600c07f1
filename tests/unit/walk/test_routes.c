/* SPDX-License-Identifier: MIT */
/* Every route answers, with the members that the tables have. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "handlers/routes.h"
#include "members.h"
#include "model/resources/objects.h"
#include "schema.h"
#include "server/problem.h"

static const struct object *meta_of(const struct route *route)
{
    if (route->resource->meta)
        return route->resource->meta;
    if (route->resource->has_datasets)
        return &object_trade_meta;
    for (size_t i = 0; i < route->parameter_count; i++)
        if (strcmp(route->parameters[i].name, "on") == 0)
            return &object_day_meta;
    return &object_meta;
}

/* The first answer that the description has for the path: a list's or record's own, not a part of
 * one. */
static void check_schema(const struct route *route, const struct answer *answer)
{
    struct answer description;

    ask_well(&description, "/openapi.json");
    const json_t *at = json_object_get(description.document, "paths");
    const char *const steps[] = {route->path, "get", "responses", "200", "content", answer->type};

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        at = json_object_get(at, steps[i]);
    at = json_object_get(at, "schema");
    if (json_object_get(at, "anyOf"))
        at = json_array_get(json_object_get(at, "anyOf"), 0);
    ck_assert_ptr_nonnull(at);
    ck_assert_msg(schema_fits(description.document, at, answer->document), "%s: %.2000s",
                  route->path, answer->text);
    answer_fini(&description);
}

static void check_list(const struct route *route, const struct answer *answer)
{
    const json_t *data = answer_data(answer);
    size_t i;
    json_t *row;

    ck_assert_msg(json_array_size(data) > 0, "%s has no rows", route->path);
    json_array_foreach(data, i, row) members_check_row(route->resource, row);
    members_check_object(&object_page, json_object_get(answer->document, "page"), "page");
    members_check_object(meta_of(route), json_object_get(answer->document, "meta"), "meta");
    ck_assert_uint_eq(json_object_size(answer->document), 3);
}

static void check_record(const struct route *route, const struct answer *answer)
{
    members_check_row(route->resource, answer_data(answer));
    members_check_object(meta_of(route), json_object_get(answer->document, "meta"), "meta");
    ck_assert_uint_eq(json_object_size(answer->document), 2);
}

START_TEST(answers)
{
    const struct route *route = &routes_all.route[_i];
    struct answer answer;
    char path[ASK_PATH_SIZE];

    ask_path_of(route, path);
    ask_well(&answer, "%s%s", path, route->required ? "?q=trade" : "");
    ck_assert_str_eq(answer.type, route->content_type ? route->content_type : "application/json");
    ck_assert_ptr_nonnull(answer.document);
    if (route->answers == ROUTE_ANSWERS_LIST)
        check_list(route, &answer);
    else if (route->answers == ROUTE_ANSWERS_RECORD)
        check_record(route, &answer);
    else
        members_check_object(schema_find(route->response), answer.document, route->path);
    check_schema(route, &answer);
    answer_fini(&answer);
}
END_TEST

static const struct route *route_of(const struct walk *walk)
{
    size_t i = 0;

    while (routes_all.route[i].resource != walk->resource ||
           routes_all.route[i].answers != ROUTE_ANSWERS_LIST)
        i++;
    return &routes_all.route[i];
}

/* All rows, not only those of the first page. */
START_TEST(has_the_members_of_its_table)
{
    struct answer answer;

    ask_well(&answer, "%slimit=1000", ask_list(&walks[_i]));
    ck_assert(json_is_null(answer_page(&answer, "next")));
    check_list(route_of(&walks[_i]), &answer);
    check_schema(route_of(&walks[_i]), &answer);
    answer_fini(&answer);
}
END_TEST

/* Every record answers for itself what the list says of it. */
START_TEST(says_the_same_of_one_record_as_in_the_list)
{
    const struct resource *resource = walks[_i].resource;
    json_t *rows = ask_all(&walks[_i], "");
    size_t i;
    json_t *row;

    if (!resource->id || resource->is_made || resource == &resource_pairs ||
        resource == &resource_commodities)
        rows = (json_decref(rows), json_array());
    json_array_foreach(rows, i, row)
    {
        struct answer answer;
        const char *id = json_string_value(json_object_get(row, resource->id));

        ask_well(&answer, "/v1/%s/%s", resource->name, ask_escaped(id));
        ck_assert_msg(json_equal(row, answer_data(&answer)), "%s", id);
        answer_fini(&answer);
    }
    json_decref(rows);
}
END_TEST

static void check_selection(const struct walk *walk, const char *names, size_t count)
{
    struct answer answer;
    size_t i;
    json_t *row;

    ask_well(&answer, "%sfields=%s&limit=3", ask_list(walk), names);
    json_array_foreach(answer_data(&answer), i, row)
        ck_assert_msg(json_object_size(row) == count, "%s: %s", walk->name, names);
    answer_fini(&answer);
}

/* Each member alone; then all of them, named backwards: they come in the table's order. */
START_TEST(gives_the_members_that_are_asked_for)
{
    const struct walk *walk = &walks[_i];
    const struct resource *resource = walk->resource;
    char names[2048] = "";
    struct answer answer;

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        char before[2048];

        if (field->flags & FIELD_FILTER_ONLY) {
            ask_badly(PROBLEM_INVALID_PARAMETER, "fields", "%sfields=%s", ask_list(walk),
                      field->name);
            continue;
        }
        check_selection(walk, field->name, 1);
        ask_well(&answer, "%sfields=%s&limit=1", ask_list(walk), field->name);
        members_check_value(field,
                            json_object_get(json_array_get(answer_data(&answer), 0), field->name),
                            field->name);
        answer_fini(&answer);
        strcpy(before, names);
        snprintf(names, sizeof names, "%s%s%.1900s", field->name, before[0] ? "," : "", before);
    }
    ask_well(&answer, "%sfields=%s&limit=1", ask_list(walk), names);
    members_check_row(resource, json_array_get(answer_data(&answer), 0));
    answer_fini(&answer);
    ask_badly(PROBLEM_INVALID_PARAMETER, "fields", "%sfields=nothing", ask_list(walk));
}
END_TEST

/* What a record of the path is, asked for by its id, is chosen in the same way. */
START_TEST(gives_the_members_of_one_record_that_are_asked_for)
{
    const struct resource *resource = walks[_i].resource;
    char id[ASK_PATH_SIZE];
    struct answer answer;

    if (!resource->id || resource->is_made || resource == &resource_pairs)
        return;
    ask_id(resource, id);
    ask_well(&answer, "/v1/%s/%s?fields=%s", resource->name, id, resource->id);
    ck_assert_uint_eq(json_object_size(answer_data(&answer)), 1);
    ck_assert_str_eq(json_string_value(json_object_get(answer_data(&answer), resource->id)), id);
    answer_fini(&answer);
    ask_badly(PROBLEM_INVALID_PARAMETER, "fields", "/v1/%s/%s?fields=%s,nothing", resource->name,
              id, resource->id);
    ask_badly(PROBLEM_UNKNOWN_PARAMETER, "limit", "/v1/%s/%s?limit=1", resource->name, id);
}
END_TEST

/* Every example of the tables is what it is an example of. */
static void check_example(const struct field *field)
{
    json_error_t error;

    if (!field->example) {
        ck_assert_msg(field->type == FIELD_OBJECT || field->type == FIELD_OBJECTS,
                      "%s has no example", field->name);
        return;
    }
    if (field->type != FIELD_CODES && field->type != FIELD_OBJECT && field->type != FIELD_OBJECTS)
        return;
    json_t *value = json_loads(field->example, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

    ck_assert_msg(value != NULL, "%s: %s", field->name, error.text);
    members_check_value(field, value, field->name);
    json_decref(value);
}

START_TEST(has_sound_examples)
{
    for (size_t i = 0; i < walks[_i].resource->field_count; i++)
        check_example(&walks[_i].resource->fields[i]);
}
END_TEST

START_TEST(does_not_show_older_versions)
{
    struct answer answer;

    ask_well(&answer, "/v1/sources/superseded-source");
    ck_assert_str_eq(json_string_value(json_object_get(answer_data(&answer), "title")),
                     "Title now");
    answer_fini(&answer);
    ask_well(&answer, "/v1/agreements?id=tie-c");
    ck_assert_uint_eq(json_array_size(answer_data(&answer)), 1);
    ck_assert_str_eq(
        json_string_value(json_object_get(json_array_get(answer_data(&answer), 0), "title")),
        "Tie");
    answer_fini(&answer);
    ask_well(&answer, "/v1/claims/superseded-claim?fields=text");
    ck_assert_str_eq(json_string_value(json_object_get(answer_data(&answer), "text")), "now");
    answer_fini(&answer);
    ask_well(&answer, "/v1/trade?value=666");
    ck_assert_uint_eq(json_array_size(answer_data(&answer)), 0);
    answer_fini(&answer);
    ask_well(&answer, "/v1/trade?dataset__not=second-import&count=exact&reporter=TJK&value=666");
    ck_assert_int_eq(json_integer_value(answer_page(&answer, "total")), 0);
    answer_fini(&answer);
    ask_well(&answer, "/v1/trade/aggregate?reporter=TJK&group_by=dataset&value=666");
    ck_assert_uint_eq(json_array_size(answer_data(&answer)), 0);
    answer_fini(&answer);
}
END_TEST

/* Who asks for a dataset by name sees all of it, what another took the place of included. */
START_TEST(shows_what_was_replaced_to_those_who_name_it)
{
    static const char *const targets[] = {
        "/v1/trade?dataset=first-import&",
        "/v1/trade/aggregate?dataset=first-import&",
    };

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer answer;

        ask_well(&answer, "%sfields=value", targets[i]);
        ck_assert_uint_eq(json_array_size(answer_data(&answer)), 1);
        const json_t *row = json_array_get(answer_data(&answer), 0);

        ck_assert_int_eq(json_integer_value(json_object_get(row, "value")), 666);
        answer_fini(&answer);
    }
}
END_TEST

START_TEST(shows_the_newest_revision)
{
    struct answer answer;

    ask_well(&answer, "/v1/sectors");
    ck_assert_int_eq(json_integer_value(answer_meta(&answer, "revision")), 2);
    answer_fini(&answer);
}
END_TEST

int main(void)
{
    const struct {
        const TTest *test;
        const char *name;
    } tests[] = {
        {has_the_members_of_its_table, "has the members of its table"},
        {says_the_same_of_one_record_as_in_the_list, "says the same of one record as in the list"},
        {gives_the_members_that_are_asked_for, "gives the members that are asked for"},
        {gives_the_members_of_one_record_that_are_asked_for,
         "gives the members of one record that are asked for"},
        {has_sound_examples, "has sound examples"},
    };
    Suite *suite = suite_create("walk_routes");
    TCase *tcase = tcase_create("routes");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < routes_all.count; i++)
        suite_add_row(tcase, answers, (int)i, ask_name(routes_all.route[i].path, "answers"));
    for (int i = 0; walks[i].name; i++)
        for (size_t k = 0; k < sizeof tests / sizeof tests[0]; k++)
            suite_add_row(tcase, tests[k].test, i, ask_name(walks[i].name, tests[k].name));
    tcase_add_test(tcase, does_not_show_older_versions);
    tcase_add_test(tcase, shows_what_was_replaced_to_those_who_name_it);
    tcase_add_test(tcase, shows_the_newest_revision);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
