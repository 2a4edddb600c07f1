/* SPDX-License-Identifier: MIT */
#include "model/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/claim.h"
#include "suite.h"

enum { MOST_ENTRIES = 16, MOST_PARTIES = 2 };

static struct arena arena;

static void begin(void)
{
    arena_init(&arena);
}

static void end(void)
{
    arena_fini(&arena);
}

static const struct date *date_of(const char *text)
{
    struct date *date = text ? arena_alloc(&arena, sizeof(*date)) : NULL;

    ck_assert(!text || date_parse(text, date));
    return date;
}

static const struct period *period_of(const char *text)
{
    struct period *period = text ? arena_alloc(&arena, sizeof(*period)) : NULL;

    ck_assert(!text || period_parse(text, period));
    return period;
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct timeline_entry *)a)->id, ((const struct timeline_entry *)b)->id);
}

/* "id date[ !]" of each, in order of id, blanks between; !: it has a reason. */
static void check_entries(const struct timeline *timeline, const char *expected)
{
    char text[2048] = "";

    ck_assert_uint_le(timeline->count, MOST_ENTRIES);
    if (timeline->count)
        qsort(timeline->entries, timeline->count, sizeof(*timeline->entries), compare_entries);
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_entry *entry = &timeline->entries[i];
        strcat(text, i ? " " : "");
        strcat(text, entry->id);
        strcat(text, " ");
        strcat(text, entry->date ? entry->date->text : "never");
        strcat(text, entry->reason ? "!" : "");
    }
    ck_assert_str_eq(text, expected);
}

/* ---- records ---- */

static const struct {
    const char *name;
    const char *dates[4];                 /* signed, in force from, until, terminated */
    const char *parties[MOST_PARTIES][4]; /* id, then the first three */
    const char *expected;
} agreements[] = {
    {"an agreement has an entry for each date",
     {"2020", "2021-05", "2025-12-31", "2024-01-01"},
     {{NULL}},
     "entry_into_force:x 2021-05 expiry:x 2025-12-31 signing:x 2020 termination:x 2024-01-01"},
    {"dates that are not known have none",
     {NULL, "2021", NULL, NULL},
     {{NULL}},
     "entry_into_force:x 2021"},
    {"what has no end does not expire", {"2020", NULL, "..", NULL}, {{NULL}}, "signing:x 2020"},
    {"without any date one entry says so", {NULL, NULL, NULL, NULL}, {{NULL}}, "signing:x never!"},
    {"an open end is no date", {NULL, NULL, "..", NULL}, {{NULL}}, "signing:x never!"},
    {"a party's own date has an entry where it differs",
     {"2020", "2021", NULL, NULL},
     {{"KAZ", "2020", "2021-06", NULL}, {"office", "2019", NULL, "2030"}},
     "entry_into_force:x 2021 entry_into_force:x:KAZ 2021-06 expiry:x:office 2030 signing:x 2020 "
     "signing:x:office 2019"},
    {"a party's date counts where the agreement has none",
     {NULL, NULL, NULL, NULL},
     {{"KAZ", NULL, "2021", ".."}},
     "entry_into_force:x:KAZ 2021"},
    {"the same date said less exactly is another",
     {"2020-05-03", NULL, NULL, NULL},
     {{"KAZ", "2020-05", NULL, NULL}},
     "signing:x 2020-05-03 signing:x:KAZ 2020-05"},
};

static void read_parties(size_t row, struct timeline_party *ret, size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < MOST_PARTIES && agreements[row].parties[i][0]; i++) {
        const char *const *texts = agreements[row].parties[i];
        ret[(*ret_count)++] = (struct timeline_party){
            .id = texts[0],
            .name = texts[0],
            .dates = {date_of(texts[1]), date_of(texts[2]), date_of(texts[3])},
        };
    }
}

START_TEST(of_agreements)
{
    const char *const *dates = agreements[_i].dates;
    struct timeline_party parties[MOST_PARTIES];
    struct timeline_record record = {
        .kind = "agreement",
        .id = "x",
        .title = "X",
        .dates = {date_of(dates[0]), date_of(dates[1]), date_of(dates[2])},
        .terminated_on = date_of(dates[3]),
        .parties = parties,
    };
    const struct timeline_records records = {&record, 1};
    const struct claims claims = {NULL, 0};
    struct timeline timeline;

    read_parties((size_t)_i, parties, &record.party_count);
    ck_assert(timeline_make(&records, &claims, "KAZ-TJK", &arena, &timeline));
    check_entries(&timeline, agreements[_i].expected);
}
END_TEST

static const struct {
    const char *name;
    const char *starts_on;
    const char *ends_on;
    const char *expected;
} events[] = {
    {"an event of a day has one entry", "2024-08-21", "2024-08-21", "event:x 2024-08-21"},
    {"an event of days has two", "2024-08-21", "2024-08-22",
     "event:x 2024-08-21 event_end:x 2024-08-22"},
    {"an event whose end is not known has one", "2024-08", NULL, "event:x 2024-08"},
    {"an event of which only the end is known has that", NULL, "2024", "event_end:x 2024"},
    {"an event without dates says so", NULL, NULL, "event:x never!"},
};

START_TEST(of_events)
{
    struct timeline_record record = {
        .kind = "event",
        .id = "x",
        .title = "X",
        .starts_on = date_of(events[_i].starts_on),
        .ends_on = date_of(events[_i].ends_on),
    };
    const struct timeline_records records = {&record, 1};
    const struct claims claims = {NULL, 0};
    struct timeline timeline;

    ck_assert(timeline_make(&records, &claims, "KAZ-TJK", &arena, &timeline));
    check_entries(&timeline, events[_i].expected);
}
END_TEST

/* ---- claims ---- */

static const struct {
    const char *name;
    const char *pair;
    const char *metric;
    const char *of;
    const char *period;
    const char *base_period;
    const char *said_on;
    const char *deadline;
    double value; /* 0: in words */
    const char *expected;
    const char *title;
} claims[] = {
    {"a figure stands at the end of its period", "KAZ-TJK", "turnover", NULL, "2022", NULL, NULL,
     NULL, 1.4e9, "figure:KAZ-TJK:turnover:2022 2022-12-31",
     "Turnover 2022: 1.4 billion US dollars (exact)"},
    {"a part of a year, too", "KAZ-TJK", "turnover", NULL, "2024-01-01/P7M", NULL, NULL, NULL, 7e8,
     "figure:KAZ-TJK:turnover:2024-01-01/P7M 2024-07-31",
     "Turnover January to July 2024: 700 million US dollars (exact)"},
    {"growth says what it is of and against", "KAZ-TJK", "growth", "turnover", "2022", "2021", NULL,
     NULL, 5e6, "figure:KAZ-TJK:growth:of turnover:2022:against 2021 2022-12-31",
     "Growth of turnover 2022 against 2021: 5 million US dollars (exact)"},
    {"a figure without a period has no entry", "KAZ-TJK", "turnover", NULL, NULL, NULL, "2023",
     NULL, 1, "", NULL},
    {"a figure in words has none", "KAZ-TJK", "exports", NULL, "2022", NULL, NULL, NULL, 0, "",
     NULL},
    {"another metric has none", "KAZ-TJK", "share", "turnover", "2022", NULL, NULL, NULL, 5, "",
     NULL},
    {"another pair's figure has none", "KAZ-UZB", "turnover", NULL, "2022", NULL, NULL, NULL, 5, "",
     NULL},
    {"a figure of no pair has none", NULL, "turnover", NULL, "2022", NULL, NULL, NULL, 5, "", NULL},
    {"a target stands where it was stated", "KAZ-TJK", "target", "turnover", NULL, NULL, "2023-05",
     NULL, 2e9, "target:c 2023-05", "Target for turnover: 2 billion US dollars (exact)"},
    {"a deadline has an entry of its own", "KAZ-TJK", "target", "turnover", NULL, NULL, "2023-05",
     "2027", 2e9, "deadline:c 2027 target:c 2023-05",
     "Deadline of the target for turnover: 2 billion US dollars (exact), by 2027"},
    {"a target of an unknown day says so", "KAZ-TJK", "target", "turnover", NULL, NULL, NULL, NULL,
     2e9, "target:c never!", NULL},
    {"a target in words says so", "KAZ-TJK", "target", NULL, NULL, NULL, "2023", NULL, 0,
     "target:c 2023", "Target for a figure: not given as a number"},
    {"another pair's target has none", "KAZ-UZB", "target", "turnover", NULL, NULL, "2023", "2030",
     2e9, "", NULL},
};

static struct claim make_claim(size_t row)
{
    struct claim claim = {
        .id = "c",
        .subject = "pair",
        .pair = claims[row].pair,
        .metric = claims[row].metric,
        .of = claims[row].of,
        .period = period_of(claims[row].period),
        .base_period = period_of(claims[row].base_period),
        .said_on = date_of(claims[row].said_on),
        .deadline = date_of(claims[row].deadline),
        .has_quantity = claims[row].value > 0,
        .quantity = {claims[row].value, QUALIFIER_EXACT, 1},
        .unit = claims[row].value > 0 ? "USD" : NULL,
    };

    claim.bounds = quantity_bounds(&claim.quantity);
    return claim;
}

START_TEST(of_claims)
{
    struct claim claim = make_claim((size_t)_i);
    const struct claims all = {&claim, 1};
    const struct timeline_records records = {NULL, 0};
    struct timeline timeline;

    ck_assert(timeline_make(&records, &all, "KAZ-TJK", &arena, &timeline));
    check_entries(&timeline, claims[_i].expected);
    if (claims[_i].title)
        ck_assert_str_eq(timeline.entries[0].title, claims[_i].title);
}
END_TEST

START_TEST(one_claim_answers_for_each_figure)
{
    struct claim both[] = {make_claim(0), make_claim(0), make_claim(1)};
    const struct claims all = {both, 3};
    const struct timeline_records records = {NULL, 0};
    struct timeline timeline;

    both[0].id = "press";
    both[1].id = "office";
    both[1].authority.id = "statistics-office";
    both[1].authority.kind = "agency";
    both[1].authority.country = "KAZ";
    both[1].quantity.value = 1.379e9;
    ck_assert(timeline_make(&records, &all, "KAZ-TJK", &arena, &timeline));
    check_entries(&timeline, "figure:KAZ-TJK:turnover:2022 2022-12-31 "
                             "figure:KAZ-TJK:turnover:2024-01-01/P7M 2024-07-31");
    ck_assert_str_eq(timeline.entries[0].record, "office");
    ck_assert_ptr_eq(timeline.entries[0].claim, &both[1]);
}
END_TEST

/* A direction names both countries; what a figure is limited to stands behind it. */
START_TEST(a_title_says_all_that_a_figure_is_of)
{
    struct claim claim = make_claim(0);
    const struct claims all = {&claim, 1};
    const struct timeline_records records = {NULL, 0};
    struct timeline timeline;

    claim.metric = "exports";
    claim.a = "KAZ";
    claim.b = "TJK";
    claim.a_name = "Kazakhstan";
    claim.b_name = "Tajikistan";
    claim.from = "TJK";
    claim.to = "KAZ";
    claim.commodity = "27";
    claim.sector = "light-industry";
    claim.scope = "by rail";
    claim.count = 60;
    ck_assert(timeline_make(&records, &all, "KAZ-TJK", &arena, &timeline));
    ck_assert_str_eq(timeline.entries[0].title,
                     "Exports from Tajikistan to Kazakhstan 2022: 1.4 billion US dollars (exact); "
                     "goods: HS 27; sector: light-industry; only: by rail");
    ck_assert_str_eq(
        timeline.entries[0].id,
        "figure:TJK>KAZ:exports:2022:sector light-industry:HS 27:only by rail:60 items");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tcase = tcase_create("entries");

    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, begin, end);
    SUITE_ADD_ROWS(tcase, of_agreements, agreements);
    SUITE_ADD_ROWS(tcase, of_events, events);
    SUITE_ADD_ROWS(tcase, of_claims, claims);
    tcase_add_test(tcase, one_claim_answers_for_each_figure);
    tcase_add_test(tcase, a_title_says_all_that_a_figure_is_of);
    return suite_run(suite);
}
