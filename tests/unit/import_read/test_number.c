/* SPDX-License-Identifier: MIT */
#include "db/import/number.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    double value;
} good[] = {
    {"reads a whole number", "1234", 1234},
    {"reads a fraction", "3296546333.349", 3296546333.349},
    {"reads what is beyond 2^32", "98765432109.123", 98765432109.123},
    {"reads zeros at the front", "000.50", 0.5},
    {"reads an exponent", "1.5e3", 1500},
    {"reads a negative exponent", "15E-1", 1.5},
    {"reads an exponent with a plus", "1e+2", 100},
    {"reads seventeen digits", "52392962.358013899", 52392962.358013899},
    {"reads more digits than a double has", "0.1000000000000000055511151231257827", 0.1},
    {"reads 2^53 + 1 as its neighbour", "9007199254740993", 9007199254740992.0},
    {"reads a minus", "-1", -1},
    {"reads zero", "0", 0},
    {"reads a point at the front", ".5", 0.5},
    {"reads a point at the front behind a sign", "-.25e1", -2.5},
    {"reads a point at the end", "5.", 5},
    {"reads a point before an exponent", "5.e2", 500},
    {"reads what is smaller than any double", "1e-400", 0},
};

static const struct {
    const char *name;
    const char *text;
} bad[] = {
    {"refuses nothing", ""},
    {"refuses a word", "nan"},
    {"refuses infinity", "inf"},
    {"refuses hexadecimal", "0x10"},
    {"refuses a blank before", " 1"},
    {"refuses a blank behind", "1 "},
    {"refuses separators of thousands", "1,234"},
    {"refuses a decimal comma", "1,5"},
    {"refuses a point alone", "."},
    {"refuses a sign and a point", "-."},
    {"refuses a point and an exponent", ".e5"},
    {"refuses two points", "1.2.3"},
    {"refuses an exponent without digits", "1e"},
    {"refuses what no double holds", "1e400"},
    {"refuses an exponent of five digits", "1e10000"},
    {"refuses two signs", "--1"},
    {"refuses 64 digits", "1111111111111111111111111111111111111111111111111111111111111111"},
};

START_TEST(reads_number)
{
    double value;

    ck_assert(number_read(good[_i].text, strlen(good[_i].text), &value));
    ck_assert_double_eq(value, good[_i].value);
}
END_TEST

START_TEST(refuses_number)
{
    double value;

    ck_assert(!number_read(bad[_i].text, strlen(bad[_i].text), &value));
}
END_TEST

START_TEST(agrees_with_strtod)
{
    uint64_t random = 88172645463325252u;

    for (int i = 0; i < 200000; i++) {
        char text[64];
        double value;

        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        snprintf(text, sizeof text, "%llu.%0*llu", (unsigned long long)(random >> (random % 64)),
                 (int)(random % 9) + 1, (unsigned long long)(random >> 40));
        ck_assert(number_read(text, strlen(text), &value));
        ck_assert_msg(value == strtod(text, NULL), "%s", text);
    }
}
END_TEST

START_TEST(reads_integers)
{
    int value;

    ck_assert(number_read_integer("-1", 2, &value) && value == -1);
    ck_assert(number_read_integer("0042", 4, &value) && value == 42);
    ck_assert(!number_read_integer("", 0, &value));
    ck_assert(!number_read_integer("-", 1, &value));
    ck_assert(!number_read_integer("1.0", 3, &value));
    ck_assert(!number_read_integer("1234567890", 10, &value));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *tcase = tcase_create("number");

    SUITE_ADD_ROWS(tcase, reads_number, good);
    SUITE_ADD_ROWS(tcase, refuses_number, bad);
    tcase_add_test(tcase, agrees_with_strtod);
    tcase_add_test(tcase, reads_integers);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
