/* SPDX-License-Identifier: MIT */
/* What became of the shipped targets, on the days that change it. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "server/problem.h"

static const struct {
    const char *name;
    const char *on;
    const char *id;
    const char *status; /* NULL: none */
    const char *met_by;
    const char *restated_by;
    const char *now; /* the year of the figure */
} days[] = {
    {"no target has a status before May 2023", "2023-04-30", "target-2bn-tokayev", NULL, NULL, NULL,
     "2022"},
    {"1 billion was met by 1.4", "2023-06-01", "target-1bn-astana-times", "met",
     "turnover-2022-tokayev", NULL, "2022"},
    {"1 billion stays met when trade falls", "2024-09-01", "target-1bn-astana-times", "met",
     "turnover-2022-tokayev", "target-2bn-forum-2024", "2023"},
    {"2 billion by 2025 was open", "2024-08-22", "target-2bn-roadmap-2023-2025", "open", NULL, NULL,
     "2023"},
    {"2 billion by 2025 became 2027", "2024-08-23", "target-2bn-roadmap-2023-2025", "restated",
     NULL, "target-2bn-roadmap-2027", "2023"},
    {"2 billion by 2025 is not missed without a figure of 2025", "2026-11-22",
     "target-2bn-roadmap-2023-2025", "restated", NULL, "target-2bn-roadmap-2027", "2023"},
    {"2 billion by 2027 is open", "2024-09-01", "target-2bn-roadmap-2027", "open", NULL, NULL,
     "2023"},
    {"2 billion by 2027 is open after its deadline", "2028-01-01", "target-2bn-roadmap-2027",
     "open", NULL, NULL, "2023"},
    {"a target without a day is open", "2024-09-01", "target-2bn-caspian", "open", NULL, NULL,
     "2023"},
};

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

START_TEST(has_a_status)
{
    struct answer answer;

    ask_well(&answer, "/v1/pairs/KAZ-TJK/targets?id=%s&on=%s", days[_i].id, days[_i].on);
    const json_t *row = json_array_get(answer_data(&answer), 0);
    ck_assert_pstr_eq(text_of(row, "status"), days[_i].status);
    ck_assert_pstr_eq(text_of(row, "met_by"), days[_i].met_by);
    ck_assert_pstr_eq(text_of(row, "restated_by"), days[_i].restated_by);
    ck_assert_pstr_eq(text_of(json_object_get(row, "now"), "period"), days[_i].now);
    ck_assert_ptr_nonnull(text_of(row, "status_reason"));
    ck_assert_str_eq(json_string_value(answer_meta(&answer, "on")), days[_i].on);
    answer_fini(&answer);
}
END_TEST

/* What is null has a reason beside it, and what is not has none. */
START_TEST(gives_a_reason_for_what_is_missing)
{
    static const char *const members[][2] = {
        {"baseline", "baseline_reason"},
        {"now", "now_reason"},
        {"progress_low", "progress_reason"},
        {"progress_from_low", "progress_from_reason"},
        {"growth_a_year_low", "growth_a_year_reason"},
    };
    json_t *rows = ask_all(walk_of(&resource_targets), "");
    size_t i;
    json_t *row;

    ck_assert_uint_gt(json_array_size(rows), 6);
    json_array_foreach(rows, i, row)
    {
        for (size_t k = 0; k < sizeof members / sizeof members[0]; k++)
            ck_assert_msg(json_is_null(json_object_get(row, members[k][0])) !=
                              json_is_null(json_object_get(row, members[k][1])),
                          "%s: %s", text_of(row, "id"), members[k][0]);
    }
    json_decref(rows);
}
END_TEST

START_TEST(is_empty_with_the_reason)
{
    struct answer answer;

    ask_well(&answer, "/v1/pairs/FJI-TON/targets");
    ck_assert_uint_eq(json_array_size(answer_data(&answer)), 0);
    ck_assert_str_eq(json_string_value(answer_meta(&answer, "reason")),
                     "nobody states a target of the two");
    answer_fini(&answer);
    ask_badly(PROBLEM_INVALID_PARAMETER, "on", "/v1/pairs/KAZ-TJK/targets?on=2024");
    ask_badly(PROBLEM_INVALID_PARAMETER, "status", "/v1/pairs/KAZ-TJK/targets?status=lost");
    ask_badly(PROBLEM_UNKNOWN_PARAMETER, "resolve", "/v1/pairs/KAZ-TJK/targets?resolve=latest");
}
END_TEST

int main(void)
{
    ask_set_up();
    Suite *suite = suite_create("targets");
    TCase *tcase = tcase_create("targets");

    SUITE_ADD_ROWS(tcase, has_a_status, days);
    tcase_add_test(tcase, gives_a_reason_for_what_is_missing);
    tcase_add_test(tcase, is_empty_with_the_reason);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
