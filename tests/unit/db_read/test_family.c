/* SPDX-License-Identifier: MIT */
/* An agreement says what it is part of and what is part of it, and a package what of it is
 * recorded: from the records and from the texts that are kept, after every write. */
#include "suite.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "copy.h"
#include "db/db.h"
#include "db/kept.h"
#include "model/query.h"

static const char file[] = "family.db";

static void remove_copy(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[ASK_PATH_SIZE];

        snprintf(name, sizeof name, "%s%s", file, endings[i]);
        unlink(ask_path(name));
    }
}

static void open_copy(struct db **ret)
{
    const struct db_options options = {.path = ask_path(file), .query_timeout_ms = 60000};
    struct db_message message;
    int64_t revision;

    ck_assert_msg(db_open(&options, ret, &message) == DB_OK, "%s", message.text);
    ck_assert(db_begin(*ret, "2024-09-01", DB_PACE_ORDINARY, &revision) == DB_OK);
}

/* The record as the list writes it; new. */
static json_t *read_agreement(const char *id)
{
    const struct value value = {.type = VALUE_TEXT, .text = id};
    struct query query = {
        .resource = &resource_agreements,
        .filters = {{.field = resource_field(&resource_agreements, "id"),
                     .op = OP_EQ,
                     .values = &value,
                     .value_count = 1}},
        .filter_count = 1,
        .members = query_all_members(&resource_agreements),
    };
    struct db *db;
    struct db_rows *rows;
    size_t length;

    open_copy(&db);
    ck_assert_msg(db_list(db, &query, DB_COLUMNS_JSON, &rows) == DB_OK, "%s", db_cause(db));
    ck_assert_int_eq(db_rows_next(rows), DB_OK);
    const char *text = db_rows_text(rows, 0, &length);
    json_t *row = json_loadb(text, length, 0, NULL);
    ck_assert_ptr_nonnull(row);
    db_rows_close(rows);
    db_end(db);
    db_close(db);
    return row;
}

/* A claim of a deal's or package's value, and the deal with it. Rows begin at 2000. */
#define CLAIM(number, agreement, value, qualifier, precision, low, high, unit)                     \
    "INSERT INTO claim VALUES (" number ", 'value-" number "');"                                   \
    "INSERT INTO claim_version (version, claim, since, subject, agreement, metric, value,"         \
    " qualifier, precision, low, high, unit, derived) VALUES (" number ", " number                 \
    ", 1, 'agreement', " agreement ", 'deal_value', " value ", '" qualifier "', " precision        \
    ", " low ", " high ", '" unit "', 0);"
#define DEAL(number, part_of, value_claim)                                                         \
    "INSERT INTO agreement VALUES (" number ", 'deal-" number "');"                                \
    "INSERT INTO agreement_version (version, agreement, since, title, kind, binding, part_of,"     \
    " value_claim) VALUES (" number ", " number ", 1, 'Deal', 'contract', 'yes', " part_of         \
    ", " value_claim ");"
#define PACKAGE(value_claim)                                                                       \
    "INSERT INTO agreement VALUES (2000, 'package');"                                              \
    "INSERT INTO agreement_version (version, agreement, since, title, kind, binding, value_claim)" \
    " VALUES (2000, 2000, 1, 'Package', 'deal_package', 'unknown', " value_claim ");"

/* Over 1.8 billion: likely to 1.9, possibly without end. */
#define OVER_1800 CLAIM("2000", "2000", "1800", "over", "100", "1800", "1900", "USD")
/* About 200: likely 150 to 250, possibly 100 to 300. */
#define ABOUT_200 CLAIM("2001", "2001", "200", "about", "100", "150", "250", "USD")
#define EXACT_300 CLAIM("2002", "2002", "300", "exact", "0", "300", "300", "USD")
#define OVER_500  CLAIM("2003", "2003", "500", "over", "100", "500", "600", "USD")

#define NOT INFINITY /* null */

static const struct {
    const char *name;
    const char *sql;
    int parts;
    int valued;
    double named[4]; /* low, high, possible low, possible high */
    double rest[4];
    const char *reason;
} packages[] = {
    {"has no rest where no deal is recorded",
     PACKAGE("2000") OVER_1800,
     0,
     0,
     {NOT, NOT, NOT, NOT},
     {NOT, NOT, NOT, NOT},
     "No deal of the package is recorded."},
    {"has no rest where no deal has a value",
     PACKAGE("2000") OVER_1800 DEAL("2001", "2000", "NULL"),
     1,
     0,
     {NOT, NOT, NOT, NOT},
     {NOT, NOT, NOT, NOT},
     "No recorded deal of the package has a value in its unit."},
    /* 150 + 300 … 250 + 300; 1800 - 550 … 1900 - 450; possibly 100 + 300 … 300 + 300;
     * 1800 - 600 … */
    {"subtracts two deals from what was announced",
     PACKAGE("2000") OVER_1800 DEAL("2001", "2000", "2001") ABOUT_200 DEAL("2002", "2000", "2002")
         EXACT_300 DEAL("2004", "2000", "NULL"),
     3,
     2,
     {450, 550, 400, 600},
     {1250, 1450, 1200, NOT},
     NULL},
    /* Over 500 possibly has no end, so the rest possibly has no beginning. */
    {"has no bound where a deal has none",
     PACKAGE("2000") OVER_1800 DEAL("2003", "2000", "2003") OVER_500,
     1,
     1,
     {500, 600, 500, NOT},
     {1200, 1400, NOT, NOT},
     NULL},
    {"does not add another unit",
     PACKAGE("2000") OVER_1800 DEAL("2002", "2000", "2002")
         CLAIM("2002", "2002", "300", "exact", "0", "300", "300", "items"),
     1,
     0,
     {NOT, NOT, NOT, NOT},
     {NOT, NOT, NOT, NOT},
     "No recorded deal of the package has a value in its unit."},
    {"names a sum where nothing was announced",
     PACKAGE("NULL") DEAL("2002", "2000", "2002") EXACT_300,
     1,
     1,
     {300, 300, 300, 300},
     {NOT, NOT, NOT, NOT},
     "No value of the package is recorded."},
};

static void check_ends(const json_t *object, const char *what, const double expected[4])
{
    static const char *const ends[] = {"low", "high", "possible_low", "possible_high"};

    for (size_t i = 0; i < 4; i++) {
        char name[40];

        snprintf(name, sizeof name, "%s_%s", what, ends[i]);
        const json_t *end = json_object_get(object, name);
        ck_assert_ptr_nonnull(end);
        if (isinf(expected[i]))
            ck_assert_msg(json_is_null(end), "%s is not null", name);
        else
            ck_assert_double_eq_tol(json_number_value(end), expected[i], 1e-9);
    }
}

static void check_package(const json_t *row, int i)
{
    const json_t *object = json_object_get(row, "announced_against_named");

    ck_assert_int_eq(json_integer_value(json_object_get(object, "named_count")), packages[i].parts);
    ck_assert_int_eq(json_integer_value(json_object_get(object, "valued_count")),
                     packages[i].valued);
    check_ends(object, "named", packages[i].named);
    check_ends(object, "rest", packages[i].rest);
    ck_assert_pstr_eq(json_string_value(json_object_get(object, "reason")), packages[i].reason);
}

static void refresh(void)
{
    struct db_message message;

    ck_assert_msg(kept_refresh_file(ask_path(file), &message) == DB_OK, "%s", message.text);
}

/* Kept texts of before the write are there when it comes. */
START_TEST(package_is_held_against_its_deals)
{
    copy_make(file);
    refresh();
    copy_run(file, packages[_i].sql);
    json_t *made = read_agreement("package");
    check_package(made, _i);
    refresh();
    json_t *kept = read_agreement("package");
    ck_assert(json_equal(made, kept));
    json_decref(made);
    json_decref(kept);
    remove_copy();
}
END_TEST

static void check_codes(const json_t *row, const char *member, const char *expected)
{
    const json_t *codes = json_object_get(json_object_get(row, "family"), member);
    char *text = json_dumps(codes, JSON_COMPACT | JSON_ENCODE_ANY);

    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(family_follows_what_is_written)
{
    copy_make(file);
    refresh();
    json_t *row = read_agreement("vague-treaty");
    check_codes(row, "parts", "[\"ended-treaty\",\"open-treaty\"]");
    check_codes(row, "amendments", "[\"ended-treaty\",\"tie-b\"]");
    check_codes(row, "parent", "null");
    ck_assert(json_is_null(json_object_get(row, "announced_against_named")));
    json_decref(row);
    copy_run(file, DEAL("2001", "1000",
                        "NULL") "UPDATE agreement_version SET until = 2 WHERE agreement = 1001"
                                " AND until IS NULL;");
    refresh();
    row = read_agreement("vague-treaty");
    check_codes(row, "parts", "[\"deal-2001\",\"ended-treaty\"]");
    json_decref(row);
    row = read_agreement("deal-2001");
    check_codes(row, "parent", "\"vague-treaty\"");
    json_decref(row);
    remove_copy();
}
END_TEST

int main(void)
{
    ask_set_up();
    Suite *suite = suite_create("family");
    TCase *tcase = tcase_create("family");

    SUITE_ADD_ROWS(tcase, package_is_held_against_its_deals, packages);
    tcase_add_test(tcase, family_follows_what_is_written);
    suite_add_tcase(suite, tcase);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
