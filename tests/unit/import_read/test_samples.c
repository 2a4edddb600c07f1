/* SPDX-License-Identifier: MIT */
/* Small files of every format, and what they mean: tests/data/import/. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect.h"
#include "suite.h"

static const struct {
    const char *name;
    const char *file;
    const char *expected;
    const char *format;
    const char *series;
} samples[] = {
    {"reads Comtrade's 47 fields", "comtrade.csv", "comtrade.expected", "comtrade-csv",
     "un-comtrade"},
    {"reads Comtrade's fields in another order and number", "comtrade-few-columns.csv",
     "comtrade-few-columns.expected", "comtrade-csv", "un-comtrade"},
    {"reads Comtrade's answer as JSON", "comtrade.json", "comtrade-json.expected", "comtrade-json",
     "un-comtrade"},
    {"reads indented JSON", "comtrade-indented.json", "comtrade-indented.expected", "comtrade-json",
     "un-comtrade"},
    {"reads a packed bulk file", "comtrade-bulk.gz", "comtrade-bulk.expected", "comtrade-bulk",
     "un-comtrade"},
    {"reads a download from before 2023", "legacy.csv", "legacy.expected", "comtrade-legacy",
     "un-comtrade"},
    {"reads other headers and ISO 8859-1", "legacy-other-names.csv", "legacy-other-names.expected",
     "comtrade-legacy", "un-comtrade"},
    {"reads BACI in dollars and kilograms", "baci.csv", "baci.expected", "baci", "baci"},
    {"reads ITPD-E with domestic trade", "itpde.csv", "itpde.expected", "itpde", "itpd-e-2010-usd"},
    {"reads SDMX-CSV 1.0 of the IMF", "sdmx-1.csv", "sdmx-1.expected", "sdmx-csv",
     "imf-direction-of-trade"},
    {"reads SDMX-CSV 2.0 with labels", "sdmx-2.csv", "sdmx-2.expected", "sdmx-csv", ""},
    {"reads what /v1/trade gives as CSV", "own.csv", "own.expected", "entente-csv", ""},
    {"reads what /v1/trade gives as NDJSON", "own.ndjson", "own-lines.expected", "entente-ndjson",
     ""},
    {"reads DESTA's list of treaties", "desta.csv", "desta.expected", "desta", ""},
    {"reads a list of goods", "hs.csv", "hs.expected", "hs-csv", ""},
    {"reads Comtrade's list of goods", "hs.json", "hs-json.expected", "hs-json", ""},
};

static void read_expected(const char *name, struct buffer *ret)
{
    char path[512];
    char bytes[4096];
    size_t count;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", SAMPLES, name);
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s", path);
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_add(ret, bytes, count);
    fclose(file);
}

START_TEST(reads_sample)
{
    char path[512];
    struct collected collected;
    struct buffer expected;

    buffer_init(&expected);
    read_expected(samples[_i].expected, &expected);
    snprintf(path, sizeof path, "%s/%s", SAMPLES, samples[_i].file);
    collect_file(path, NULL, &collected);
    ck_assert_msg(collected.status == DB_OK, "%s", collected.message.text);
    ck_assert_str_eq(collect_text(&collected.faults), "");
    ck_assert_str_eq(collect_text(&collected.lines), collect_text(&expected));
    ck_assert_str_eq(collected.result.format, samples[_i].format);
    ck_assert_str_eq(collected.result.series->slug, samples[_i].series);
    collect_fini(&collected);
    buffer_fini(&expected);
}
END_TEST

START_TEST(detects_sample)
{
    char path[512];
    struct reader_result result;
    struct db_message message;

    snprintf(path, sizeof path, "%s/%s", SAMPLES, samples[_i].file);
    ck_assert_int_eq(reader_detect(path, &result, &message), DB_OK);
    ck_assert_str_eq(result.format, samples[_i].format);
    ck_assert_str_eq(result.series->slug, samples[_i].series);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("samples");
    TCase *tcase = tcase_create("samples");

    SUITE_ADD_ROWS(tcase, reads_sample, samples);
    SUITE_ADD_ROWS(tcase, detects_sample, samples);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
