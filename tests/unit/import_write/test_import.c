/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "db/lock.h"
#include "place.h"
#include "suite.h"

/* The rows that are visible now, as /v1/trade has them. */
#define VISIBLE                                                                                    \
    "SELECT r.code, p.code, o.flow, t.text, o.classification, o.commodity, p2.code,"               \
    " iif(o.customs = '', 'C00', o.customs), o.transport, o.value, o.cif, o.fob, o.net_weight,"    \
    " o.quantity, o.quantity_unit FROM observation o JOIN dataset d ON d.id = o.dataset"           \
    " JOIN series s ON s.id = d.series AND s.slug = 'un-comtrade' JOIN area r ON r.id = "          \
    "o.reporter"                                                                                   \
    " JOIN area p ON p.id = o.partner JOIN area p2 ON p2.id = o.partner2"                          \
    " JOIN period t ON t.id = o.period JOIN dataset_block k ON k.reporter = o.reporter AND"        \
    " k.frequency = o.frequency AND k.period = o.period AND k.classification ="                    \
    " o.classification AND k.dataset = o.dataset AND k.until IS NULL ORDER BY r.code, p.code,"     \
    " o.flow, t.text, o.classification, o.commodity, p2.code, o.customs, o.transport"

#define TOTALS                                                                                     \
    "SELECT r.code, x.partner_kind, p.code, x.flow, t.text, x.classification, x.value,"            \
    " x.net_weight, x.observations FROM observation_total x JOIN dataset d ON d.id = x.dataset"    \
    " JOIN series s ON s.id = d.series AND s.slug = 'un-comtrade' JOIN area r ON r.id ="           \
    " x.reporter JOIN area p ON p.id = x.partner JOIN period t ON t.id = x.period"                 \
    " ORDER BY x.partner_kind DESC, r.code, p.code, x.flow, t.text"

static const char some[] = "A,2022,398,X,762,H5,270900,0,C00,0,8,10,10,,5.5,5.5\n"
                           "A,2022,762,M,398,H5,TOTAL,0,C00,0,,,,100,90,100\n"
                           "A,2022,398,X,762,H5,TOTAL,0,C00,0,,,,,7,7\n";

START_TEST(import_keeps_every_row_as_it_is)
{
    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read(VISIBLE),
                     "KAZ|TJK|X|2022|H5|270900|W00|C00|0|5.5||5.5|10.0|10.0|kg\n"
                     "KAZ|TJK|X|2022|H5|TOTAL|W00|C00|0|7.0||7.0|||\n"
                     "TJK|KAZ|M|2022|H5|TOTAL|W00|C00|0|100.0|100.0|90.0|||\n");
    ck_assert_uint_eq(place_summary.rows_read, 3);
    ck_assert_uint_eq(place_summary.rows_loaded, 3);
    ck_assert_uint_eq(place_summary.rows_skipped, 0);
    ck_assert_str_eq(place_summary.dataset, "a");
    ck_assert_str_eq(place_summary.series, "un-comtrade");
    ck_assert_str_eq(place_summary.first_period, "2022");
    ck_assert_str_eq(place_summary.unit, "USD");
    ck_assert_str_eq(place_read("SELECT slug, d.observations, levels, totals FROM dataset d"
                                " JOIN dataset_block k ON k.dataset = d.id WHERE slug = 'a'"
                                " ORDER BY levels"),
                     "a|3|1|7\na|3|65|7\n");
}
END_TEST

START_TEST(import_leaves_a_sound_database)
{
    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read("PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok\n");
    ck_assert_str_eq(place_read("SELECT number, author, reason FROM revision WHERE number = 2"),
                     "2|entente import|a.csv\n");
    /* t.db, its lock, the file: no log, nothing that was sorted */
    unlink(place_path("t.db-shm"));
    ck_assert_int_eq(place_count_files(), 3);
}
END_TEST

START_TEST(import_sums_rows_of_one_kind)
{
    place_write("a.csv", "A,2022,398,X,762,H5,TOTAL,0,C00,0,,,3,,,7\n"
                         "A,2022,398,X,762,H5,27,0,C00,0,,,,,,5\n"
                         "A,2022,398,X,762,H5,TOTAL,0,C00,2100,,,,,,6\n"
                         "A,2022,398,X,417,H5,TOTAL,0,C00,0,,,,,,\n"
                         "A,2022,398,X,97,H5,TOTAL,0,C00,0,,,,,,1000\n"
                         "A,2022,398,X,899,H5,TOTAL,0,C00,0,,,,,,2\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read(TOTALS), "KAZ|one|EUN|X|2022|H5|1000.0||1\n"
                                         "KAZ|one|KGZ|X|2022|H5|||1\n"
                                         "KAZ|one|TJK|X|2022|H5|7.0|3.0|1\n"
                                         "KAZ|one|_X|X|2022|H5|2.0||1\n"
                                         "KAZ|all|W00|X|2022|H5|9.0|3.0|3\n");
}
END_TEST

START_TEST(import_takes_the_world_where_it_is_reported)
{
    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,7\n"
                         "A,2022,398,X,762,H5,2709,0,C00,0,,,,,,6\n"
                         "A,2022,398,X,0,H5,27,0,C00,0,,,,,,50\n"
                         "A,2022,398,X,0,H5,28,0,C00,0,,,,,,5\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read(TOTALS), "KAZ|one|TJK|X|2022|H5|7.0||1\n"
                                         "KAZ|one|W00|X|2022|H5|55.0||2\n"
                                         "KAZ|all|W00|X|2022|H5|55.0||2\n");
    ck_assert_double_eq(place_summary.total_value, 55);
    ck_assert_str_eq(place_summary.total_flow, "X");
}
END_TEST

START_TEST(import_counts_pairs_both_ways)
{
    place_write("a.csv", "A,2022,762,X,398,H5,27,0,C00,0,,,,,,7\n"
                         "A,2022,398,X,762,H5,27,0,C00,0,,,,,,7\n"
                         "A,2022,398,X,0,H5,27,0,C00,0,,,,,,7\n"
                         "A,2022,398,M,398,H5,27,0,C00,0,,,,,,7\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read("SELECT a.code, b.code, x.observations FROM dataset_pair x"
                                " JOIN area a ON a.id = x.a JOIN area b ON b.id = x.b"
                                " JOIN dataset d ON d.id = x.dataset WHERE d.slug = 'a'"),
                     "KAZ|TJK|2\n");
}
END_TEST

/* --- one dataset takes the place of another --- */

START_TEST(a_later_dataset_replaces_block_by_block)
{
    place_write("a.csv", "A,2021,398,X,762,H5,27,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,H5,27,0,C00,0,,,,,,2\n"
                         "A,2022,398,X,762,H5,28,0,C00,0,,,,,,3\n"
                         "A,2022,762,X,398,H5,27,0,C00,0,,,,,,4\n");
    place_write("b.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,20\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_int_eq(place_import("b.csv", NULL), DB_OK);
    ck_assert_uint_eq(place_summary.blocks_replaced, 1);
    ck_assert_str_eq(place_read(VISIBLE),
                     "KAZ|TJK|X|2021|H5|27|W00|C00|0|1.0|||||\n"
                     "KAZ|TJK|X|2022|H5|27|W00|C00|0|20.0|||||\n" /* 28 is gone */
                     "TJK|KAZ|X|2022|H5|27|W00|C00|0|4.0|||||\n");
    ck_assert_int_eq(place_ask("SELECT count(*) FROM observation o JOIN dataset d"
                               " ON d.id = o.dataset WHERE d.slug = 'a'"),
                     4);
    ck_assert_int_eq(place_ask("SELECT until FROM dataset_block WHERE until IS NOT NULL"), 3);
}
END_TEST

START_TEST(another_series_replaces_nothing)
{
    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.series = "mine"}), DB_OK);
    ck_assert_uint_eq(place_summary.blocks_replaced, 0);
    ck_assert_int_eq(place_ask("SELECT count(*) FROM dataset_block WHERE until IS NOT NULL"), 0);
    ck_assert_str_eq(place_read("SELECT s.slug, s.title, s.unit, s.basis, o.slug FROM series s"
                                " JOIN source o ON o.id = s.source WHERE s.slug = 'mine'"),
                     "mine|mine|USD|reported|un-comtrade\n");
}
END_TEST

START_TEST(the_same_file_is_refused_unless_it_shall_replace)
{
    const struct import_options replace = {.should_replace = true};

    place_write("a.csv", some);
    place_write("b.csv", some);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_int_eq(place_import("b.csv", NULL), DB_EXISTS);
    ck_assert_ptr_nonnull(strstr(place_message.text, "as the dataset a"));
    ck_assert_int_eq(place_ask("SELECT count(*) FROM dataset"), 2);
    ck_assert_int_eq(place_import("a.csv", &replace), DB_OK);
    ck_assert_str_eq(place_summary.dataset, "a-2");
    ck_assert_uint_eq(place_summary.blocks_replaced, 2);
}
END_TEST

START_TEST(a_dataset_is_never_written_twice)
{
    const struct import_options named = {.dataset = "mine", .should_replace = true};

    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", &named), DB_OK);
    ck_assert_int_eq(place_import("a.csv", &named), DB_EXISTS);
    ck_assert_ptr_nonnull(strstr(place_message.text, "mine"));
}
END_TEST

START_TEST(a_name_that_is_no_slug_is_refused_at_once)
{
    static const char *const names[] = {"My Data", "a--b", "-a", "\xC3\xA9t\xC3\xA9",
                                        ("a123456789a123456789a123456789a123456789a123456789"
                                         "a123456789a123456789a123456789a123456789a123456789")};

    ck_assert_int_eq(place_import("no.csv", &(struct import_options){.dataset = names[_i]}),
                     DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, names[_i]));
    ck_assert_ptr_nonnull(strstr(place_message.text, "is no name for a dataset; write lower-case"));
}
END_TEST

START_TEST(a_name_in_the_rows_becomes_a_slug)
{
    const struct import_options options = {.format = "entente-csv", .series = "made"};

    place_write_bare("a.csv",
                     "reporter,partner,flow,period,classification,commodity,dataset,value\n"
                     "KAZ,TJK,X,2022,HS,TOTAL,My.Data--2022-,1\n");
    ck_assert_int_eq(place_import("a.csv", &options), DB_OK);
    ck_assert_str_eq(place_summary.dataset, "my-data-2022");
}
END_TEST

START_TEST(texts_that_are_no_utf8_are_kept_as_latin)
{
    place_write("Handel f\xFCr\n2022.csv", some);
    ck_assert_int_eq(place_import("Handel f\xFCr\n2022.csv",
                                  &(struct import_options){.licence = "\xA9 we\tall"}),
                     DB_OK);
    ck_assert_str_eq(place_read("SELECT title, file, licence FROM dataset WHERE slug = 'handel-f-r"
                                "-2022'"),
                     "Handel f\xC3\xBCr 2022.csv|Handel f\xC3\xBCr 2022.csv|\xC2\xA9 we all\n");
    ck_assert_str_eq(place_read("SELECT reason FROM revision WHERE number = 2"),
                     "Handel f\xC3\xBCr 2022.csv\n");
}
END_TEST

START_TEST(a_series_of_another_unit_is_refused)
{
    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.series = "itpd-e-2010-usd"}),
                     DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "itpd-e-2010-usd"));
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
}
END_TEST

START_TEST(rows_of_two_units_are_no_series)
{
    const struct import_options options = {.format = "entente-csv", .series = "both"};

    place_write_bare("a.csv", "reporter,partner,flow,period,classification,commodity,unit,value\n"
                              "KAZ,TJK,X,2022,HS,TOTAL,USD,1\n"
                              "KAZ,TJK,X,2021,HS,TOTAL,USD_2010,1\n");
    ck_assert_int_eq(place_import("a.csv", &options), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "a.csv:3: series"));
    ck_assert_ptr_nonnull(strstr(place_message.text, "USD_2010"));
}
END_TEST

START_TEST(a_series_is_made_with_the_unit_and_basis_of_its_rows)
{
    const struct import_options options = {.format = "entente-csv", .series = "made"};

    place_write_bare("a.csv",
                     "reporter,partner,flow,period,classification,commodity,basis,unit,value\n"
                     "KAZ,TJK,X,2022,HS,TOTAL,reconciled,USD_2010,1\n");
    ck_assert_int_eq(place_import("a.csv", &options), DB_OK);
    ck_assert_str_eq(place_read("SELECT basis, unit FROM series WHERE slug = 'made'"),
                     "reconciled|USD_2010\n");
    place_write_bare("b.csv", "reporter,partner,flow,period,classification,commodity,unit,value\n"
                              "KAZ,TJK,X,2022,HS,TOTAL,USD,1\n");
    ck_assert_int_eq(place_import("b.csv", &options), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "cannot take this file"));
}
END_TEST

START_TEST(source_and_licence_are_kept)
{
    const struct import_options options = {.source = "our-office", .licence = "ours"};

    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", &options), DB_OK);
    ck_assert_str_eq(place_read("SELECT s.slug, v.licence, v.since, d.licence FROM dataset d"
                                " JOIN dataset_citation c ON c.dataset = d.id JOIN source s"
                                " ON s.id = c.source JOIN source_version v ON v.source = s.id"
                                " WHERE d.slug = 'a'"),
                     "our-office|ours|2|ours\n");
    ck_assert_int_eq(place_ask("SELECT count(*) FROM search_text WHERE slug = 'our-office'"), 1);
}
END_TEST

/* --- several files --- */

START_TEST(several_files_are_one_dataset)
{
    const char *files[] = {NULL, NULL, NULL};
    char a[PLACE_PATH_SIZE];
    char b[PLACE_PATH_SIZE];

    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n");
    place_write("b.csv", "A,2022,398,X,417,H5,27,0,C00,0,,,,,,2\n");
    snprintf(a, sizeof(a), "%s", place_path("a.csv"));
    snprintf(b, sizeof(b), "%s", place_path("b.csv"));
    files[0] = a;
    files[1] = b;
    ck_assert_int_eq(place_import("", &(struct import_options){.files = files}), DB_OK);
    ck_assert_uint_eq(place_summary.rows_loaded, 2);
    ck_assert_str_eq(place_read("SELECT file FROM dataset WHERE slug = 'a'"), "a.csv, b.csv\n");
    ck_assert_int_eq(place_import("", &(struct import_options){.files = files}), DB_EXISTS);
}
END_TEST

START_TEST(a_file_is_known_again_beside_others)
{
    const char *files[] = {NULL, NULL, NULL};
    char a[PLACE_PATH_SIZE];
    char b[PLACE_PATH_SIZE];

    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n");
    place_write("b.csv", "A,2022,398,X,417,H5,27,0,C00,0,,,,,,2\n");
    snprintf(a, sizeof(a), "%s", place_path("a.csv"));
    snprintf(b, sizeof(b), "%s", place_path("b.csv"));
    files[0] = b;
    files[1] = a;
    ck_assert_int_eq(
        place_import(_i ? "a.csv" : "", &(struct import_options){.files = _i ? NULL : files}),
        DB_OK);
    ck_assert_int_eq(
        place_import(_i ? "" : "a.csv", &(struct import_options){.files = _i ? files : NULL}),
        DB_EXISTS);
    ck_assert_ptr_nonnull(strstr(place_message.text, "a.csv is in already, as the dataset "));
    ck_assert_ptr_null(strstr(place_message.text, "b.csv"));
}
END_TEST

START_TEST(a_file_that_is_named_twice_is_refused)
{
    const char *files[] = {NULL, NULL, NULL};
    char a[PLACE_PATH_SIZE];

    place_write("a.csv", some);
    snprintf(a, sizeof(a), "%s", place_path("a.csv"));
    files[0] = files[1] = a;
    ck_assert_int_eq(place_import("", &(struct import_options){.files = files, .skip_bad = 9}),
                     DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "are the same: leave one of them out"));
}
END_TEST

START_TEST(a_key_in_two_files_names_both)
{
    const char *files[] = {NULL, NULL, NULL};
    char a[PLACE_PATH_SIZE];
    char b[PLACE_PATH_SIZE];

    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n");
    place_write("b.csv", "\nA,2022,398,X,762,H5,27,0,C00,0,,,,,,2\n");
    snprintf(a, sizeof(a), "%s", place_path("a.csv"));
    snprintf(b, sizeof(b), "%s", place_path("b.csv"));
    files[0] = a;
    files[1] = b;
    ck_assert_int_eq(place_import("", &(struct import_options){.files = files}), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "b.csv:3: "));
    ck_assert_ptr_nonnull(strstr(place_message.text, "the key of line 2 of "));
}
END_TEST

/* --- bad rows --- */

START_TEST(a_bad_row_stops_the_import_and_is_named)
{
    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,H5,28,0,C00,0,,,,,,one\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "a.csv:3: column 16 (primaryValue): \"one\""));
    ck_assert_ptr_nonnull(strstr(place_message.text, "expected "));
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
    ck_assert_int_eq(place_ask("SELECT count(*) FROM observation"), 34);
}
END_TEST

START_TEST(a_repeated_key_is_a_bad_row)
{
    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,H5,28,0,C00,0,,,,,,2\n"
                         "A,2022,398,X,762,H5,27,0,C00,0,,,,,,3\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text,
                                 "a.csv:4: \"KAZ TJK X 2022 H5 27\": expected no"
                                 " second row with the key"
                                 " of line 2"));
    ck_assert_int_eq(place_ask("SELECT count(*) FROM observation"), 34);
}
END_TEST

START_TEST(a_repeated_key_is_told_whole)
{
    place_write("a.csv", "M,202202,398,X,762,H5,010203,417,C01,2100,,,,,,1\n"
                         "M,202202,398,X,762,H5,010203,417,C01,2100,,,,,,1\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_FAILED);
    ck_assert_ptr_nonnull(
        strstr(place_message.text, "\"KAZ TJK X 2022-02 H5 010203 KGZ C01 2100\": expected no"));
}
END_TEST

START_TEST(trade_of_a_country_with_itself_is_domestic_in_baci)
{
    place_write_bare("a.csv", "t,i,j,k,v,q\n2022,398,398,270900,1,1\n2022,398,762,270900,2,1\n");
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.format = "baci"}), DB_OK);
    ck_assert_str_eq(place_read("SELECT flow, value FROM observation o JOIN dataset d"
                                " ON d.id = o.dataset WHERE d.slug = 'a' ORDER BY 1"),
                     "X|2000.0\ndomestic|1000.0\n");
}
END_TEST

START_TEST(bad_rows_within_the_limit_are_left_out_and_listed)
{
    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,H5,28,0,C00,0,,,,,,\"o\"\"ne\"\n"
                         "A,2022,398,X,762,H5,27,0,C00,0,,,,,,3\n");
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.skip_bad = 2}), DB_OK);
    ck_assert_uint_eq(place_summary.rows_read, 3);
    ck_assert_uint_eq(place_summary.rows_loaded, 1);
    ck_assert_uint_eq(place_summary.rows_skipped, 2);
    const char *report = place_cat("bad.csv");
    ck_assert_ptr_nonnull(strstr(report, "file,line,column,member,value,expected\n"));
    ck_assert_ptr_nonnull(strstr(report, "a.csv\",3,16,\"primaryValue\",\"o\"\"ne\",\""));
    ck_assert_ptr_nonnull(strstr(report, "a.csv\",4,,\"\",\"KAZ TJK X 2022 H5 27\",\"no second"));
}
END_TEST

/* --- where they are listed --- */

static const char one_bad[] = "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n"
                              "A,2022,398,X,762,H5,28,0,C00,0,,,,,,x\n";

START_TEST(the_report_overwrites_no_file_of_the_run)
{
    static const char *const names[] = {"a.csv",    "link.csv", "t.db",
                                        "t.db-wal", "t.db-shm", "t.db.lock"};
    char report[PLACE_PATH_SIZE];

    place_write("a.csv", one_bad);
    ck_assert_int_eq(symlink("a.csv", place_path("link.csv")), 0);
    snprintf(report, sizeof(report), "%s", place_path(names[_i]));
    ck_assert_int_eq(
        place_import("a.csv", &(struct import_options){.skip_bad = 1, .report = report}),
        DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, " would overwrite "));
    ck_assert_ptr_nonnull(strstr(place_message.text, "give another --report=FILE"));
    ck_assert_str_eq(place_read("PRAGMA integrity_check"), "ok\n");
    ck_assert_ptr_nonnull(strstr(place_cat("a.csv"), one_bad));
}
END_TEST

START_TEST(the_report_overwrites_the_one_before)
{
    place_write("a.csv", one_bad);
    place_write_bare("bad.csv", "longer than the report could ever be, and of no use to anybody"
                                "longer than the report could ever be, and of no use to anybody"
                                "longer than the report could ever be, and of no use to anybody");
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.skip_bad = 1}), DB_OK);
    ck_assert_str_eq(place_summary.report, place_path("bad.csv"));
    ck_assert_ptr_nonnull(strstr(place_cat("bad.csv"), "file,line,"));
    ck_assert_ptr_null(strstr(place_cat("bad.csv"), "nobody"));
    ck_assert_ptr_null(strstr(place_cat("bad.csv"), "anybody"));
}
END_TEST

START_TEST(a_report_without_a_name_takes_a_free_one)
{
    static const char *const names[] = {"a.bad.csv", "a-2.bad.csv", "a-3.bad.csv"};
    const char *files[] = {"a.csv", NULL};
    const struct import_options options = {
        .database = "t.db", .files = files, .skip_bad = 1, .should_replace = true};

    ck_assert_int_eq(chdir(place_path("")), 0);
    place_write("a.csv", one_bad);
    place_write_bare("a.bad.csv", "mine");
    place_write_bare("a-2.bad.csv", "mine");
    ck_assert_int_eq(db_import(&options, &place_summary, &place_message), DB_OK);
    ck_assert_str_eq(place_summary.report, names[2]);
    ck_assert_str_eq(place_cat(names[0]), "mine");
    ck_assert_str_eq(place_cat(names[1]), "mine");
    unlink(place_path(names[1]));
    ck_assert_int_eq(db_import(&options, &place_summary, &place_message), DB_OK);
    ck_assert_str_eq(place_summary.dataset, "a-2");
    ck_assert_str_eq(place_summary.report, names[1]);
}
END_TEST

START_TEST(one_bad_row_too_many_stops_the_import)
{
    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,x\n"
                         "A,2022,398,X,762,H5,28,0,C00,0,,,,,,y\n");
    ck_assert_int_eq(place_import("a.csv", &(struct import_options){.skip_bad = 1}), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "a.csv:3"));
    ck_assert_ptr_nonnull(strstr(place_message.text, "--skip-bad"));
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
}
END_TEST

START_TEST(a_file_without_rows_is_refused)
{
    place_write("a.csv", "");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_FAILED);
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
}
END_TEST

/* --- codes --- */

START_TEST(unknown_codes_are_kept_and_told)
{
    place_write("a.csv", "A,2022,398,X,9999,H5,010203,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,9999,H5,27,0,C00,0,,,,,,2\n"
                         "A,2022,398,X,842,XX,AB-CD.EF-GH.IJK,0,C00,0,,,,,,3\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read(VISIBLE), "KAZ|9999|X|2022|H5|010203|W00|C00|0|1.0|||||\n"
                                          "KAZ|9999|X|2022|H5|27|W00|C00|0|2.0|||||\n"
                                          "KAZ|USA|X|2022|XX|AB-CD.EF-GH.IJK|W00|C00|0|3.0|||||\n");
    ck_assert_uint_eq(place_summary.unknown_areas, 1);
    ck_assert_str_eq(place_summary.areas[0].code, "9999");
    ck_assert_uint_eq(place_summary.areas[0].rows, 2);
    ck_assert_uint_eq(place_summary.unknown_goods, 2); /* H5 27 is HS 27 */
    ck_assert_str_eq(place_read("SELECT kind FROM area WHERE code = '9999'"), "unknown\n");
    ck_assert_str_eq(place_read("SELECT level, parent, name FROM commodity WHERE classification ="
                                " 'H5' AND code = '010203'"),
                     "6||010203\n");
    ck_assert_str_eq(place_read("PRAGMA foreign_key_check"), "");
}
END_TEST

START_TEST(unknown_areas_of_an_earlier_import_stay_the_same_area)
{
    place_write("a.csv", "A,2022,398,X,9999,H5,27,0,C00,0,,,,,,1\n");
    place_write("b.csv", "A,2021,398,X,9999,H5,27,0,C00,0,,,,,,1\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_int_eq(place_import("b.csv", NULL), DB_OK);
    ck_assert_uint_eq(place_summary.unknown_areas, 1);
    ck_assert_int_eq(place_ask("SELECT count(*) FROM area WHERE kind = 'unknown'"), 1);
}
END_TEST

/* --- treaties and goods --- */

static const char treaties[] =
    "\"number\";\"base_treaty\";\"name\";\"entry_type\";\"consolidated\";\"year\";"
    "\"entryforceyear\";\"language\";\"typememb\";\"regioncon\";\"wto_listed\";\"wto_name\";"
    "\"c1\";\"c2\";\"c3\"\n"
    "\"1+1\";1;\"Later\";\"accession\";0;2004;NA;\"English\";1;\"Asia\";1;\"\";398;762;417\n"
    "\"1_1\";1;\"Away\";\"withdrawal\";0;2005;NA;\"English\";1;\"Asia\";1;\"\";398;NA;NA\n"
    "\"1\";1;\"Two\";\"base_treaty\";0;2003;2004;\"English\";1;\"Asia\";1;\"\";398;762;NA\n"
    "\"547\";547;\"Same\";\"base_treaty\";0;1995;1997;\"English\";1;\"Asia\";1;\"\";398;762;NA\n";

START_TEST(treaties_become_agreements)
{
    const struct import_options desta = {.format = "desta"};

    place_write_bare("d.csv", treaties);
    ck_assert_int_eq(place_import("d.csv", &desta), DB_OK);
    ck_assert_uint_eq(place_summary.agreements, 3);
    ck_assert_uint_eq(place_summary.agreements_kept, 1);
    ck_assert_str_eq(
        place_read("SELECT i.slug, v.title, v.kind, v.binding, b.slug, v.signed_on,"
                   " v.in_force_from_end, (SELECT count(*) FROM agreement_party p WHERE p.version ="
                   " v.version AND p.signed_on IS v.signed_on), c.locator FROM agreement_version v"
                   " JOIN agreement i ON i.id = v.agreement LEFT JOIN agreement b"
                   " ON b.id = v.part_of JOIN agreement_citation c ON c.version = v.version"
                   " WHERE v.since = 2 ORDER BY 1"),
        "desta-1|Two|trade_agreement|yes||2003|2004-12-31|2|number 1\n"
        "desta-1-1|Later|trade_agreement|yes|desta-1|2004||0|number 1+1\n"
        "desta-1-w1|Away|trade_agreement|yes|desta-1|2005||0|number 1_1\n");
    ck_assert_int_eq(place_ask("SELECT count(*) FROM search_text WHERE slug = 'desta-1'"), 1);
    ck_assert_str_eq(place_read("PRAGMA foreign_key_check"), "");
}
END_TEST

START_TEST(treaties_that_did_not_change_get_no_version)
{
    const struct import_options desta = {.format = "desta"};
    char changed[sizeof(treaties)];

    place_write_bare("d.csv", treaties);
    ck_assert_int_eq(place_import("d.csv", &desta), DB_OK);
    ck_assert_int_eq(place_import("d.csv", &desta), DB_OK);
    ck_assert_uint_eq(place_summary.agreements, 0);
    ck_assert_uint_eq(place_summary.agreements_unchanged, 3);
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 2);

    memcpy(changed, treaties, sizeof(treaties));
    memcpy(strstr(changed, "Later"), "Other", 5);
    place_write_bare("d.csv", changed);
    ck_assert_int_eq(place_import("d.csv", &desta), DB_OK);
    ck_assert_uint_eq(place_summary.agreements, 1);
    ck_assert_str_eq(place_read("SELECT since, until, title FROM agreement_version v"
                                " JOIN agreement i ON i.id = v.agreement"
                                " WHERE i.slug = 'desta-1-1' ORDER BY since"),
                     "2|3|Later\n3||Other\n");
}
END_TEST

START_TEST(goods_get_their_names_and_parents)
{
    place_write("a.csv", "A,2022,398,X,762,HS,0101,0,C00,0,,,,,,1\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_str_eq(place_read("SELECT parent, name FROM commodity WHERE code = '0101'"),
                     "|0101\n");
    place_write_bare("g.csv", "section,hscode,description,parent,level\n"
                              "I,0101,\"Horses, asses\",01,4\n");
    ck_assert_int_eq(place_import("g.csv", &(struct import_options){.format = "hs-csv"}), DB_OK);
    ck_assert_uint_eq(place_summary.commodities, 1);
    ck_assert_str_eq(place_read("SELECT classification, level, parent, name FROM commodity"
                                " WHERE code = '0101'"),
                     "HS|4|01|Horses, asses\n");
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 3);
}
END_TEST

START_TEST(goods_of_an_edition_take_names_and_parents_of_the_system)
{
    static const char goods[] = "SELECT classification, code, level, parent, name FROM commodity"
                                " WHERE classification = 'H5' ORDER BY code";

    place_write("a.csv", "A,2022,398,X,762,H5,010121,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,H5,01,0,C00,0,,,,,,1\n"
                         "A,2022,398,X,762,S3,01,0,C00,0,,,,,,1\n");
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
    ck_assert_uint_eq(place_summary.unknown_goods, 2);
    ck_assert_str_eq(place_read(goods), "H5|01|2|TOTAL|Live animals\n"
                                        "H5|010121|6||010121\n"
                                        "H5|TOTAL|0||All goods\n");
    ck_assert_str_eq(place_read("SELECT name FROM commodity WHERE classification = 'S3'"), "01\n");
    place_write_bare("g.csv", "hscode,description,parent\n"
                              "0101,Horses,01\n010121,Breeding,0101\n");
    ck_assert_int_eq(place_import("g.csv", &(struct import_options){.format = "hs-csv"}), DB_OK);
    ck_assert_str_eq(place_read(goods), "H5|01|2|TOTAL|Live animals\n"
                                        "H5|0101|4|01|Horses\n"
                                        "H5|010121|6|0101|Breeding\n"
                                        "H5|TOTAL|0||All goods\n");
    ck_assert_str_eq(place_read("PRAGMA foreign_key_check"), "");
}
END_TEST

START_TEST(two_treaties_of_one_number_are_a_bad_row)
{
    char twice[sizeof(treaties)];
    struct import_options desta = {.format = "desta"};

    memcpy(twice, treaties, sizeof(treaties));
    memcpy(strstr(twice, "1_1"), "1-1", 3);
    place_write_bare("d.csv", twice);
    ck_assert_int_eq(place_import("d.csv", &desta), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "d.csv:3: \"1-1\": expected no second row "
                                                     "with what line 2 of "));
    desta.skip_bad = 1;
    ck_assert_int_eq(place_import("d.csv", &desta), DB_OK);
    ck_assert_uint_eq(place_summary.agreements, 2);
    ck_assert_uint_eq(place_summary.rows_skipped, 1);
}
END_TEST

START_TEST(a_file_of_bad_rows_alone_is_refused)
{
    static const struct {
        const char *format, *text, *none;
    } files[] = {
        {"desta", "number;base_treaty;name;entry_type;year;entryforceyear;c1\n1;1;A;x;9;NA;398\n",
         "none of its 1 rows could be read; "},
        {"hs-csv", "hscode,description,parent\nAG2,\nA!,x,\n", "none of its 2 rows"},
        {"itpde", "year,exporter,importer,value_usd2010\n2000,KAZ,TJK,x\n2000,KAZ,TJK,y\n",
         "none of its 2 rows could be read; "},
        {"hs-csv", "hscode,description,parent\n", "there is no row in it"},
        {"desta", "number;base_treaty;name;entry_type;year;entryforceyear;c1\n",
         "there is no row in it"},
    };

    place_write_bare("a.csv", files[_i].text);
    ck_assert_int_eq(
        place_import("a.csv", &(struct import_options){.format = files[_i].format, .skip_bad = 9}),
        DB_FAILED);
    ck_assert_msg(strstr(place_message.text, files[_i].none) != NULL, "%s", place_message.text);
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
}
END_TEST

START_TEST(goods_that_did_not_change_make_no_revision)
{
    const struct import_options goods = {.format = "hs-csv"};

    place_write_bare("g.csv", "hscode,description,parent\n9901,Child,99\n99,New,TOTAL\n");
    ck_assert_int_eq(place_import("g.csv", &goods), DB_OK);
    ck_assert_uint_eq(place_summary.commodities, 2);
    ck_assert_int_eq(place_import("g.csv", &goods), DB_OK);
    ck_assert_uint_eq(place_summary.commodities, 0);
    ck_assert_uint_eq(place_summary.commodities_unchanged, 2);
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 2);
    place_write_bare("g.csv", "hscode,description,parent\n9901,Renamed,99\n99,New,TOTAL\n");
    ck_assert_int_eq(place_import("g.csv", &goods), DB_OK);
    ck_assert_uint_eq(place_summary.commodities, 1);
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 3);
}
END_TEST

START_TEST(goods_that_stand_twice_or_have_no_parent_are_named)
{
    const struct import_options goods = {.format = "hs-csv"};

    place_write_bare("g.csv", "hscode,description,parent\n99,New,TOTAL\n99,Newer,TOTAL\n");
    ck_assert_int_eq(place_import("g.csv", &goods), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "g.csv:3: \"99\": expected no second row"));
    place_write_bare("g.csv", "hscode,description,parent\n99,New,TOTAL\n980101,Lost,9801\n");
    ck_assert_int_eq(place_import("g.csv", &goods), DB_FAILED);
    ck_assert_ptr_nonnull(
        strstr(place_message.text, "g.csv:3: the parent of HS 980101, \"9801\": expected a code"));
    ck_assert_int_eq(place_ask("SELECT max(number) FROM revision"), 1);
}
END_TEST

START_TEST(files_of_two_series_are_no_run)
{
    struct import_options options = {.format = "sdmx-csv"};
    const char *files[] = {NULL, NULL, NULL};
    char a[PLACE_PATH_SIZE];
    char b[PLACE_PATH_SIZE];

    place_write_bare("a.csv", "DATAFLOW,REF_AREA,INDICATOR,PARTNER,TIME_PERIOD,OBS_VALUE\n"
                              "D,KZ,TXG_FOB_USD,TJ,2022,1\n");
    place_write_bare("b.csv", "DATAFLOW,REF_AREA,FLOW,PARTNER,TIME_PERIOD,OBS_VALUE,UNIT\n"
                              "D,KZ,X,TJ,2021,1,USD\n");
    snprintf(a, sizeof(a), "%s", place_path("a.csv"));
    snprintf(b, sizeof(b), "%s", place_path("b.csv"));
    files[0] = _i ? b : a;
    files[1] = _i ? a : b;
    options.files = files;
    ck_assert_int_eq(place_import("", &options), DB_FAILED);
    ck_assert_ptr_nonnull(strstr(place_message.text, "imf-direction-of-trade"));
    ck_assert_ptr_nonnull(strstr(place_message.text, "give --series=SLUG"));
    options.series = "both";
    ck_assert_int_eq(place_import("", &options), DB_OK);
}
END_TEST

/* --- the lock --- */

START_TEST(an_import_waits_for_nobody)
{
    struct lock lock = LOCK_NONE;

    place_write("a.csv", some);
    ck_assert_int_eq(lock_take(place_path("t.db"), &lock, NULL), DB_OK);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_BUSY);
    lock_release(&lock);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_OK);
}
END_TEST

START_TEST(a_missing_file_or_database_is_named)
{
    ck_assert_int_eq(place_import("no.csv", NULL), DB_MISSING);
    ck_assert_ptr_nonnull(strstr(place_message.text, "no.csv"));
    unlink(place_path("t.db"));
    place_write("a.csv", some);
    ck_assert_int_eq(place_import("a.csv", NULL), DB_MISSING);
    ck_assert_ptr_nonnull(strstr(place_message.text, "t.db"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *tcase = tcase_create("import");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, place_set_up, place_tear_down);
    tcase_add_test(tcase, import_keeps_every_row_as_it_is);
    tcase_add_test(tcase, import_leaves_a_sound_database);
    tcase_add_test(tcase, import_sums_rows_of_one_kind);
    tcase_add_test(tcase, import_takes_the_world_where_it_is_reported);
    tcase_add_test(tcase, import_counts_pairs_both_ways);
    tcase_add_test(tcase, a_later_dataset_replaces_block_by_block);
    tcase_add_test(tcase, another_series_replaces_nothing);
    tcase_add_test(tcase, the_same_file_is_refused_unless_it_shall_replace);
    tcase_add_test(tcase, a_dataset_is_never_written_twice);
    tcase_add_loop_test(tcase, a_name_that_is_no_slug_is_refused_at_once, 0, 5);
    tcase_add_test(tcase, a_name_in_the_rows_becomes_a_slug);
    tcase_add_test(tcase, texts_that_are_no_utf8_are_kept_as_latin);
    tcase_add_test(tcase, a_series_of_another_unit_is_refused);
    tcase_add_test(tcase, rows_of_two_units_are_no_series);
    tcase_add_test(tcase, a_series_is_made_with_the_unit_and_basis_of_its_rows);
    tcase_add_test(tcase, source_and_licence_are_kept);
    tcase_add_test(tcase, several_files_are_one_dataset);
    tcase_add_loop_test(tcase, a_file_is_known_again_beside_others, 0, 2);
    tcase_add_test(tcase, a_file_that_is_named_twice_is_refused);
    tcase_add_test(tcase, a_key_in_two_files_names_both);
    tcase_add_test(tcase, a_bad_row_stops_the_import_and_is_named);
    tcase_add_test(tcase, a_repeated_key_is_a_bad_row);
    tcase_add_test(tcase, a_repeated_key_is_told_whole);
    tcase_add_test(tcase, trade_of_a_country_with_itself_is_domestic_in_baci);
    tcase_add_test(tcase, bad_rows_within_the_limit_are_left_out_and_listed);
    tcase_add_loop_test(tcase, the_report_overwrites_no_file_of_the_run, 0, 6);
    tcase_add_test(tcase, the_report_overwrites_the_one_before);
    tcase_add_test(tcase, a_report_without_a_name_takes_a_free_one);
    tcase_add_test(tcase, one_bad_row_too_many_stops_the_import);
    tcase_add_test(tcase, a_file_without_rows_is_refused);
    tcase_add_test(tcase, unknown_codes_are_kept_and_told);
    tcase_add_test(tcase, unknown_areas_of_an_earlier_import_stay_the_same_area);
    tcase_add_test(tcase, treaties_become_agreements);
    tcase_add_test(tcase, treaties_that_did_not_change_get_no_version);
    tcase_add_test(tcase, goods_get_their_names_and_parents);
    tcase_add_test(tcase, goods_of_an_edition_take_names_and_parents_of_the_system);
    tcase_add_test(tcase, two_treaties_of_one_number_are_a_bad_row);
    tcase_add_loop_test(tcase, a_file_of_bad_rows_alone_is_refused, 0, 5);
    tcase_add_test(tcase, goods_that_did_not_change_make_no_revision);
    tcase_add_test(tcase, goods_that_stand_twice_or_have_no_parent_are_named);
    tcase_add_loop_test(tcase, files_of_two_series_are_no_run, 0, 2);
    tcase_add_test(tcase, an_import_waits_for_nobody);
    tcase_add_test(tcase, a_missing_file_or_database_is_named);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
