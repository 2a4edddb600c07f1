/* SPDX-License-Identifier: MIT */
#include "model/printed.h"

#include <math.h>
#include <string.h>

#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    double number; /* below 0: there is none */
} numbers[] = {
    {"a number with a word that is missing", "almost $777", 777},
    {"a number with a short word", "134.7 bln", 134.7e9},
    {"a number with a long word", "$1.4 billion", 1.4e9},
    {"upper case", "441.6 MLN", 441.6e6},
    {"a word without a blank", "5bn", 5e9},
    {"a word behind a hyphen", "a 140-million package", 140e6},
    {"thousands with commas", "1,714.9 million", 1714.9e6},
    {"commas alone", "12,345,678", 12345678},
    {"a comma in a sentence", "In 2022, more", 2022},
    {"a comma before four digits", "1,2345", 1},
    {"the first of several", "60 items of 140 million", 60},
    {"words that are no scale", "As many as 200 people", 200},
    {"a word that only begins like a scale", "3 billionaires", 3},
    {"a point at the end", "It was 5.", 5},
    {"zero", "0 deals", 0},
    {"no number", "Tajikistan's imports", -1},
    {"nothing", "", -1},
    {"more digits than a number holds", "12345678901234567890", -1},
    {"more digits behind the point than a number holds", "1.2345678901234567", -1},
};

START_TEST(printed_reads)
{
    double number = -1;

    ck_assert_int_eq(printed_number(numbers[_i].text, &number), numbers[_i].number >= 0);
    ck_assert_double_le(fabs(number - numbers[_i].number), fabs(number) * 1e-15);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *names; /* with | behind each */
} lists[] = {
    {"names between commas", "oil, oil products, natural gas", "oil|oil products|natural gas|"},
    {"names with and", "textiles, fruit and vegetables", "textiles|fruit|vegetables|"},
    {"a comma before and", "textiles, fruit, and vegetables", "textiles|fruit|vegetables|"},
    {"names between semicolons", "ores; slag", "ores|slag|"},
    {"a name that begins like and", "candles and sand", "candles|sand|"},
    {"one name", "cotton", "cotton|"},
    {"commas alone", ", ;, ", ""},
    {"nothing", "", ""},
};

START_TEST(printed_finds)
{
    char found[128] = "";
    const char *text = lists[_i].text;
    const char *name;
    size_t length;

    while ((text = printed_next_name(text, &name, &length))) {
        strncat(found, name, length);
        strcat(found, "|");
    }
    ck_assert_str_eq(found, lists[_i].names);
}
END_TEST

START_TEST(printed_knows_names_whole)
{
    ck_assert(printed_names("Oil, oil products", "OIL", 3));
    ck_assert(printed_names("oil, oil products", "oil products", 12));
    ck_assert(!printed_names("oil products", "oil", 3));
    ck_assert(!printed_names("oil", "oil products", 12));
    ck_assert(!printed_names("", "oil", 3));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("printed");
    TCase *tcase = tcase_create("printed");

    SUITE_ADD_ROWS(tcase, printed_reads, numbers);
    SUITE_ADD_ROWS(tcase, printed_finds, lists);
    tcase_add_test(tcase, printed_knows_names_whole);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
