/* SPDX-License-Identifier: MIT */
/* What the import tells of its rows as they pass, against the same asked in SQL, on rows made up.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/totals.h"
#include "place.h"
#include "suite.h"

enum { ROWS = 4000 };

static uint64_t state;

static unsigned pick(unsigned count)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % count;
}

/* Which totals the rows have beside their parts. */
struct shape {
    const char *name;
    bool has_total, has_world, has_customs, has_transport, has_partner2;
};

static const struct shape shapes[] = {
    {"totals of rows with every total", true, true, true, true, true},
    {"totals of rows without any", false, false, false, false, false},
    {"totals of rows without World", true, false, true, true, true},
    {"totals of rows without TOTAL", false, true, true, true, true},
    {"totals of rows by mode of transport", true, true, true, false, true},
};

static void write_rows(const struct shape *shape)
{
    static const int partners[] = {762, 417, 97, 899, 842, 9999, 398, 0};
    static const char *const goods[] = {"27", "28", "2709", "270900", "TOTAL"};
    FILE *file = fopen(place_path("a.csv"), "w");

    fputs(PLACE_HEADER, file);
    for (int i = 0; i < ROWS; i++) {
        const bool is_yearly = pick(2);
        char value[16] = "";

        if (pick(8))
            snprintf(value, sizeof(value), "%u.25", pick(100));
        fprintf(file, "%s,%u%s,%u,%s,%d,%s,%s,%d,%s,%d,,,%s,,,%s\n", is_yearly ? "A" : "M",
                2020 + pick(3), is_yearly ? "" : "03", pick(2) ? 398 : 762, pick(2) ? "X" : "M",
                partners[pick(shape->has_world ? 8 : 7)], pick(2) ? "H5" : "H6",
                goods[pick(shape->has_total ? 5 : 4)], pick(2) || !shape->has_partner2 ? 156 : 0,
                pick(2) || !shape->has_customs ? "C01" : "C00",
                pick(2) || !shape->has_transport ? 2100 : 0, value, value);
    }
    fclose(file);
}

#define TABLE(name)                                                                                \
    "SELECT * FROM " name " WHERE dataset = (SELECT id FROM dataset WHERE slug = 'a')"             \
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"

/* New. */
static char *read_tables(void)
{
    char *text = NULL;
    char *totals = strdup(place_read(TABLE("observation_total")));
    char *blocks = strdup(place_read("SELECT reporter, period, levels, totals FROM dataset_block"));

    ck_assert_int_gt(asprintf(&text, "%s%s", totals, blocks), 0);
    free(totals);
    free(blocks);
    return text;
}

START_TEST(totals_are_those_of_the_sql)
{
    char *streamed;
    char *asked;

    state = (uint64_t)_i + 1;
    write_rows(&shapes[_i]);
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.skip_bad = ROWS}), DB_OK);
    ck_assert_uint_gt(place_summary.rows_loaded, 500);
    streamed = read_tables();
    place_read("DELETE FROM observation_total");
    for (const char *const *step = totals_steps; *step; step++)
        place_read(*step);
    asked = read_tables();
    ck_assert_str_eq(streamed, asked);
    free(streamed);
    free(asked);
}
END_TEST

START_TEST(blocks_and_pairs_are_those_of_the_sql)
{
    state = (uint64_t)_i + 1;
    write_rows(&shapes[_i]);
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.skip_bad = ROWS}), DB_OK);
    ck_assert_str_eq(
        place_read("SELECT reporter, frequency, period, classification FROM dataset_block"
                   " EXCEPT SELECT reporter, frequency, period, classification FROM observation"),
        "");
    ck_assert_int_eq(place_ask("SELECT (SELECT count(*) FROM dataset_block) = (SELECT count(*) FROM"
                               " (SELECT DISTINCT reporter, frequency, period, classification,"
                               " dataset FROM observation))"),
                     1);
    ck_assert_str_eq(
        place_read("SELECT a, b, dataset, observations FROM dataset_pair EXCEPT"
                   " SELECT iif(r.code < p.code, r.id, p.id), iif(r.code < p.code, p.id, r.id),"
                   " o.dataset, count(*) FROM observation o JOIN area r ON r.id = o.reporter"
                   " JOIN area p ON p.id = o.partner WHERE r.kind = 'country' AND p.kind ="
                   " 'country' AND r.id <> p.id GROUP BY 1, 2, 3"),
        "");
    ck_assert_int_eq(place_ask("SELECT count(*) FROM dataset_pair WHERE dataset > 1"), 5);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import_totals");
    TCase *tcase = tcase_create("totals");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, place_set_up, place_tear_down);
    SUITE_ADD_ROWS(tcase, totals_are_those_of_the_sql, shapes);
    SUITE_ADD_ROWS(tcase, blocks_and_pairs_are_those_of_the_sql, shapes);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
