/* SPDX-License-Identifier: MIT */
/* The real files beside the project, where they are there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect.h"
#include "suite.h"

static const struct {
    const char *name;
    const char *file;
    const char *format;
    unsigned rows;
    double total;
} files[] = {
    {"reads Comtrade as CSV", "comtrade/full47_eu_imports_world_hs44.csv.gz", "comtrade-csv", 5004,
     969725754789.1945},
    {"reads Comtrade as JSON", "comtrade/full47_eu_imports_world_hs44.json.gz", "comtrade-json",
     5004, 969725754789.1945},
    {"reads ITPD-E", "trade/itpde_bilateral_2000_2016.csv.gz", "itpde", 428463, 1204189655202254.5},
    {"reads ITPD-E of two countries", "trade/itpde_kaz_tjk.csv", "itpde", 34, 5094765938.909024},
    {"reads DESTA", "agreements/desta_list_of_treaties.csv", "desta", 1217, 0},
    {"reads the Harmonized System", "codes/harmonized-system.csv", "hs-csv", 6940, 0},
};

static void read_file(const char *name, struct collected *ret)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", SHARED, name);
    collect_file(path, NULL, ret);
    ck_assert_msg(ret->status == DB_OK, "%s", ret->message.text);
}

START_TEST(reads_file)
{
    struct collected collected;

    read_file(files[_i].file, &collected);
    ck_assert_str_eq(collected.result.format, files[_i].format);
    ck_assert_uint_eq(collected.result.rows, files[_i].rows);
    ck_assert_str_eq(collect_text(&collected.faults), "");
    ck_assert_double_eq_tol(collected.total, files[_i].total, files[_i].total * 1e-12 + 1e-9);
    collect_fini(&collected);
}
END_TEST

/* A row without the line it stands on. */
static const char *skip_line(const char *text)
{
    return text + strcspn(text, " ");
}

START_TEST(both_forms_of_comtrade_are_equal)
{
    struct collected csv;
    struct collected json;
    const char *a;
    const char *b;

    read_file(files[0].file, &csv);
    read_file(files[1].file, &json);
    a = skip_line(collect_text(&csv.lines));
    b = skip_line(collect_text(&json.lines));
    for (unsigned i = 0; i < files[0].rows; i++) {
        const size_t length = strcspn(a, "\n") + 1;

        ck_assert_msg(strncmp(a, b, length) == 0, "%.*s\n%.*s", (int)length, a, (int)length, b);
        a = skip_line(a + length);
        b = skip_line(b + length);
    }
    collect_fini(&csv);
    collect_fini(&json);
}
END_TEST

int main(void)
{
    Suite *suite;
    TCase *tcase;

    if (access(SHARED, R_OK) != 0) {
        puts("1..0 # SKIP no " SHARED);
        return EXIT_SUCCESS;
    }
    suite = suite_create("real");
    tcase = tcase_create("real");
    tcase_set_timeout(tcase, 120);
    SUITE_ADD_ROWS(tcase, reads_file, files);
    tcase_add_test(tcase, both_forms_of_comtrade_are_equal);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
