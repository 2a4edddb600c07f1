/* SPDX-License-Identifier: MIT */
/* What the table of routes must keep to, and what it says to those whose question takes too long.
 */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "handlers/database.h"
#include "handlers/routes.h"
#include "model/arena.h"
#include "model/resource.h"
#include "server/exchange.h"
#include "server/problem.h"

enum { NAME_SIZE = 64 };

/* The event thread has no database, and its other clients wait for the answer. */
START_TEST(what_runs_inline_needs_no_database)
{
    const struct route *route = &routes_all.route[_i];

    if (route->runs != ROUTE_RUNS_INLINE)
        return;
    ck_assert(!route->needs_database);
    ck_assert(!(route->takes & ROUTE_TAKES_LIST));
    ck_assert_ptr_null(route->resource);
}
END_TEST

static bool is_known(const struct route *route, const char *name)
{
    static const char *const of_lists[] = {"limit", "count", "fields"};

    for (size_t i = 0; i < route->parameter_count; i++)
        if (strcmp(route->parameters[i].name, name) == 0)
            return true;
    for (size_t i = 0; i < 3 && route->takes & ROUTE_TAKES_LIST; i++)
        if (strcmp(of_lists[i], name) == 0)
            return true;
    return resource_field(route->resource, name) != NULL;
}

/* Every `name=` in the advice is a parameter of the path. */
START_TEST(advice_names_parameters_that_there_are)
{
    const struct route *route = &routes_all.route[_i];
    const char *text = route->how_to_narrow ? route->how_to_narrow : "";

    for (const char *end = strchr(text, '='); end; end = strchr(end + 1, '=')) {
        char name[NAME_SIZE];
        const char *from = end;

        while (from > text && strchr("abcdefghijklmnopqrstuvwxyz_", from[-1]))
            from--;
        snprintf(name, sizeof name, "%.*s", (int)(end - from), from);
        ck_assert_msg(is_known(route, name), "%s does not know %s", route->path, name);
    }
}
END_TEST

static const struct row {
    const char *name;
    const char *target;
    const char *has[5]; /* in the detail */
} rows[] = {
    {"a list that takes too long says how to narrow it",
     "/v1/claims",
     {"time limit", "narrow it", "filters", "limit=", "count="}},
    {"a record that takes too long says how to narrow it",
     "/v1/agreements/a",
     {"time limit", "narrow it"}},
    {"a list of trade that takes too long says what to name",
     "/v1/trade?value__gt=1",
     {"narrow it", "a reporter", "partner=W00", "periods", "limit="}},
    {"sums of trade that take too long say what to name",
     "/v1/trade/aggregate?group_by=commodity",
     {"narrow it", "a reporter", "partner=W00", "periods", "level="}},
};

START_TEST(a_late_question_is_told_how_to_narrow_it)
{
    const struct arrival arrival = {.method = "GET", .target = rows[_i].target};
    const struct exchange_limits limits = {.max_values = 1};
    struct problem problem;
    struct request *rq;

    ck_assert_msg(request_new(&routes_all, &limits, &arrival, &rq, &problem) == 0, "%s",
                  problem.detail);
    ck_assert_int_eq(problem_from_db(&problem, rq, DB_TIMEOUT), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_QUERY_TIMEOUT);
    ck_assert_uint_lt(strlen(problem.detail), PROBLEM_DETAIL_SIZE - 1);
    for (size_t i = 0; i < sizeof rows[_i].has / sizeof rows[_i].has[0] && rows[_i].has[i]; i++)
        ck_assert_msg(strstr(problem.detail, rows[_i].has[i]), "no \"%s\": %s", rows[_i].has[i],
                      problem.detail);
    request_free(rq);
}
END_TEST

static struct arena names;

static void add(TCase *tcase, const TTest *test, size_t route, const char *what)
{
    const char *name = arena_format(&names, "%s %s", routes_all.route[route].path, what);

    suite_add_row(tcase, test, (int)route, name);
}

int main(void)
{
    Suite *suite = suite_create("handlers_table");
    TCase *tcase = tcase_create("table");

    arena_init(&names);
    for (size_t i = 0; i < routes_all.count; i++) {
        add(tcase, what_runs_inline_needs_no_database, i, "needs no database where it runs inline");
        add(tcase, advice_names_parameters_that_there_are, i, "advises what it knows");
    }
    SUITE_ADD_ROWS(tcase, a_late_question_is_told_how_to_narrow_it, rows);
    suite_add_tcase(suite, tcase);
    int result = suite_run(suite);

    arena_fini(&names);
    return result;
}
