/* SPDX-License-Identifier: MIT */
/* number(): how figures are written. */
#include "suite.h"

#include <float.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "db/private.h"
#include "model/number.h"

/* What number() makes of @value; "" for null. */
static void write(double value, bool is_null, char ret[64])
{
    sqlite3_stmt *statement;

    ck_assert_int_eq(
        sqlite3_prepare_v2(ask_db()->sqlite, "SELECT number(?1)", -1, &statement, NULL), SQLITE_OK);
    if (!is_null)
        sqlite3_bind_double(statement, 1, value);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    snprintf(ret, 64, "%s", text ? text : "");
    sqlite3_finalize(statement);
}

static const struct {
    const char *name;
    double value;
    const char *text;
} numbers[] = {
    {"writes nought", 0, "0"},
    {"writes nought without its sign", -0.0, "0"},
    {"writes one", 1, "1"},
    {"writes a whole number without a point", 508220299, "508220299"},
    {"writes a negative whole number", -1100000000, "-1100000000"},
    {"writes a tenth", 0.1, "0.1"},
    {"writes a third with as many digits as it needs", 1.0 / 3, "0.33333333333333331"},
    {"writes the sum of a tenth and two tenths as it is", 0.1 + 0.2, "0.30000000000000004"},
    {"writes fifteen digits where they do", 508220299.799175, "508220299.799175"},
    {"writes seventeen where they are needed", 123456789.12345679, "123456789.12345679"},
    {"writes fifteen digits of which thirteen are decimals", 52.3929623580139, "52.3929623580139"},
    {"writes fifteen digits of which one is a decimal", 52392962358013.9, "52392962358013.9"},
    {"writes fifteen decimals", 0.123456789012345, "0.123456789012345"},
    {"writes fifteen digits behind noughts", 0.00123456789012345, "0.00123456789012345"},
    {"writes a negative decimal", -1641.152, "-1641.152"},
    {"writes the largest odd whole number", 9007199254740991.0, "9007199254740991"},
    {"writes two to the power of 53", 9007199254740992.0, "9007199254740992"},
    {"writes the number after it", 9007199254740994.0, "9007199254740994"},
    {"writes minus two to the power of 53", -9007199254740992.0, "-9007199254740992"},
    {"writes the number before that", -9007199254740994.0, "-9007199254740994"},
    {"writes a thousand billion billions short", 1e21, "1e+21"},
    {"writes a very large number", 1e300, "1e+300"},
    {"writes a very small number", 1e-300, "1e-300"},
    {"writes the largest number", DBL_MAX, "1.7976931348623157e+308"},
    {"writes the smallest normal number", DBL_MIN, "2.2250738585072014e-308"},
    {"writes the smallest number", 5e-324, "4.94065645841247e-324"},
    {"writes infinity as null", INFINITY, ""},
    {"writes minus infinity as null", -INFINITY, ""},
    {"writes what is no number as null", NAN, ""},
};

START_TEST(writes)
{
    char text[64];

    write(numbers[_i].value, false, text);
    ck_assert_str_eq(text, numbers[_i].text);
}
END_TEST

START_TEST(writes_null_as_null)
{
    char text[64];

    write(0, true, text);
    ck_assert_str_eq(text, "");
}
END_TEST

/* Any bits that are a number come back as the same bits, and are JSON. */
START_TEST(comes_back_as_it_was)
{
    uint64_t state = 88172645463325252u;
    char text[64];

    for (int i = 0; i < 20000; i++) {
        double value;

        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        memcpy(&value, &state, sizeof value);
        if (i % 2)
            value = (double)(int64_t)(state >> 20) / 1000;
        if (!isfinite(value))
            continue;
        write(value, false, text);
        ck_assert_msg(strtod(text, NULL) == value, "%.17g: %s", value, text);
        json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);

        ck_assert_msg(json_is_number(json) && json_number_value(json) == value, "%s", text);
        json_decref(json);
    }
}
END_TEST

/* Inside of json_object() it is a number, not a text. */
START_TEST(is_a_number_inside_of_json)
{
    static const char sql[] = "SELECT json_object('a', number(0.1), 'b', number(NULL), 'c', "
                              "json_group_array(number(2)))";
    sqlite3_stmt *statement;

    ck_assert_int_eq(sqlite3_prepare_v2(ask_db()->sqlite, sql, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    ck_assert_str_eq((const char *)sqlite3_column_text(statement, 0),
                     "{\"a\":0.1,\"b\":null,\"c\":[2]}");
    sqlite3_finalize(statement);
}
END_TEST

static void compare_integer(int64_t value)
{
    char written[NUMBER_SIZE];
    char expected[NUMBER_SIZE];

    snprintf(expected, sizeof(expected), "%" PRId64, value);
    ck_assert_uint_eq(number_write_integer(value, written), strlen(expected));
    ck_assert_str_eq(written, expected);
}

/* Where a number gets one digit more. */
START_TEST(writes_integers_of_every_length)
{
    compare_integer(INT64_MIN);
    compare_integer(INT64_MAX);
    for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10) {
        for (int64_t near = -2; near <= 2; near++) {
            compare_integer(power + near);
            compare_integer(-power + near);
        }
    }
    for (int bit = 0; bit < 63; bit++)
        compare_integer((int64_t)1 << bit);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db_read_number");
    TCase *tcase = tcase_create("number");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, writes, numbers);
    tcase_add_test(tcase, writes_null_as_null);
    tcase_add_test(tcase, comes_back_as_it_was);
    tcase_add_test(tcase, writes_integers_of_every_length);
    tcase_add_test(tcase, is_a_number_inside_of_json);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
