/* SPDX-License-Identifier: MIT */
/* Lines of calendars, text in XML, and figures in words. */
#include <math.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "model/ics_out.h"
#include "model/interval.h"
#include "model/period.h"
#include "model/quantity.h"
#include "model/readable.h"
#include "model/xml_out.h"
#include "suite.h"

#define SIXTY "123456789 123456789 123456789 123456789 123456789 123456789 "

static void check_text(struct buffer *out, const char *expected)
{
    buffer_add_char(out, '\0');
    ck_assert(!buffer_failed(out));
    ck_assert_str_eq(out->data, expected);
    buffer_fini(out);
}

/* ---- calendars ---- */

static const struct {
    const char *name;
    const char *property;
    const char *text;
    const char *expected;
} lines[] = {
    {"a line ends with CR and LF", "SUMMARY", "a", "SUMMARY:a\r\n"},
    {"a line may have no text", "SUMMARY", "", "SUMMARY:\r\n"},
    {"commas, semicolons and backslashes are escaped", "S", "a,b;c\\d:e\"f",
     "S:a\\,b\\;c\\\\d:e\"f\r\n"},
    {"a line break is escaped", "S", "a\nb\r\nc", "S:a\\nb\\nc\r\n"},
    {"a tab stays, other control characters do not", "S",
     "a\tb\x01\x1b\x7f"
     "c",
     "S:a\tbc\r\n"},
    {"75 octets are one line", "SUMMARY-NAMES", SIXTY "1", "SUMMARY-NAMES:" SIXTY "1\r\n"},
    {"the 76th octet begins another", "SUMMARY-NAMES", SIXTY "12",
     "SUMMARY-NAMES:" SIXTY "1\r\n 2\r\n"},
    {"the blank of a further line counts", "SUMMARY-NAMES", SIXTY "1" SIXTY "12345678901234AB",
     "SUMMARY-NAMES:" SIXTY "1\r\n " SIXTY "12345678901234\r\n AB\r\n"},
    {"a letter of two bytes is not torn apart", "SUMMARY-NAMES", SIXTY "é",
     "SUMMARY-NAMES:" SIXTY "\r\n é\r\n"},
    {"a letter of four bytes is not torn apart", "SUMMARY-NA", SIXTY "1\xf0\x9f\x8c\xbe",
     "SUMMARY-NA:" SIXTY "1\r\n \xf0\x9f\x8c\xbe\r\n"},
    {"an escape is not torn apart", "SUMMARY-NAMES", SIXTY ",",
     "SUMMARY-NAMES:" SIXTY "\r\n \\,\r\n"},
};

START_TEST(of_a_calendar)
{
    struct buffer out;

    buffer_init(&out);
    ics_out_text(&out, lines[_i].property, lines[_i].text);
    check_text(&out, lines[_i].expected);
}
END_TEST

START_TEST(a_value_is_not_escaped)
{
    struct buffer out;

    buffer_init(&out);
    ics_out_value(&out, "DTSTART;VALUE=DATE", "2024,0821");
    check_text(&out, "DTSTART;VALUE=DATE:2024,0821\r\n");
}
END_TEST

/* ---- XML ---- */

static const struct {
    const char *name;
    const char *text;
    const char *expected;
} texts[] = {
    {"what marks up is escaped", "<a href=\"b\">c & d</a>]]>",
     "&lt;a href=&quot;b&quot;&gt;c &amp; d&lt;/a&gt;]]&gt;"},
    {"blanks that attributes would lose are kept", "a\tb\nc\rd", "a&#9;b&#10;c&#13;d"},
    {"control characters are left out",
     "a\x01\x08\x0b\x1f\x7f"
     "b",
     "a\x7f"
     "b"},
    {"U+FFFE and U+FFFF are left out",
     "a\xef\xbf\xbe\xef\xbf\xbf"
     "b\xef\xbf\xbd",
     "ab\xef\xbf\xbd"},
    {"letters of all lengths stay", "é中\xf0\x9f\x8c\xbe", "é中\xf0\x9f\x8c\xbe"},
};

START_TEST(in_xml)
{
    struct buffer out;

    buffer_init(&out);
    xml_out_text(&out, texts[_i].text);
    check_text(&out, texts[_i].expected);
}
END_TEST

START_TEST(an_element_without_text_is_none)
{
    struct buffer out;

    buffer_init(&out);
    xml_out_element(&out, "a", "b<");
    xml_out_element(&out, "c", NULL);
    check_text(&out, "<a>b&lt;</a>\n");
}
END_TEST

/* ---- words ---- */

static const struct {
    const char *name;
    double value;
    const char *unit;
    const char *expected;
} amounts[] = {
    {"billions", 1400000000, "USD", "1.4 billion US dollars"},
    {"millions", 441600000, "USD", "441.6 million US dollars"},
    {"trillions", -2.5e12, "USD", "-2.5 trillion US dollars"},
    {"thousands", 60500, "people", "60,500 people"},
    {"hundreds of thousands", 210345.5, NULL, "210,345.5"},
    {"three digits", 999, "deals", "999 deals"},
    {"four digits below zero", -1234, NULL, "-1,234"},
    {"nothing", 0, "items", "0 items"},
    {"percent", -20.3, "percent", "-20.3 percent"},
    {"a rank", 3, "rank", "rank 3"},
    {"all digits that a source printed", 1143512345, "USD", "1.143512345 billion US dollars"},
    {"almost a million", 999999.9999999, NULL, "1 million"},
};

START_TEST(an_amount)
{
    struct arena arena;

    arena_init(&arena);
    ck_assert_str_eq(readable_amount(amounts[_i].value, amounts[_i].unit, &arena),
                     amounts[_i].expected);
    arena_fini(&arena);
}
END_TEST

static const struct {
    const char *name;
    struct interval interval;
    const char *unit;
    const char *expected;
} intervals[] = {
    {"two ends", {1350000000, 1450000000}, "USD", "1.35 billion to 1.45 billion US dollars"},
    {"one point", {2, 2}, "rank", "rank 2"},
    {"no upper bound", {1.8e9, INFINITY}, "USD", "at least 1.8 billion US dollars"},
    {"no lower bound", {-INFINITY, 5}, "percent", "at most 5 percent"},
    {"no bounds", {-INFINITY, INFINITY}, "USD", "anything"},
    {"six digits", {1163137916.49, 1164288729.42}, NULL, "1.16314 billion to 1.16429 billion"},
    {"no power of ten", {999999.7, 999999.9}, NULL, "1 million to 1 million"},
};

START_TEST(an_interval)
{
    struct arena arena;

    arena_init(&arena);
    ck_assert_str_eq(readable_interval(&intervals[_i].interval, intervals[_i].unit, &arena),
                     intervals[_i].expected);
    arena_fini(&arena);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *expected;
} periods[] = {
    {"a year", "2022", "2022"},
    {"a half", "2024-S1", "first half of 2024"},
    {"a quarter", "2022-Q4", "fourth quarter of 2022"},
    {"a month", "2022-12", "December 2022"},
    {"months of a year", "2024-01-01/P7M", "January to July 2024"},
    {"months of two years", "2023-07-01/P1Y", "July 2023 to June 2024"},
};

START_TEST(a_period)
{
    struct arena arena;
    struct period period;

    arena_init(&arena);
    ck_assert(period_parse(periods[_i].text, &period));
    ck_assert_str_eq(readable_period(&period, &arena), periods[_i].expected);
    arena_fini(&arena);
}
END_TEST

START_TEST(a_qualifier_of_two_words)
{
    const struct quantity quantity = {2e9, QUALIFIER_AT_LEAST, 0};
    struct arena arena;

    arena_init(&arena);
    ck_assert_str_eq(readable_quantity(&quantity, "USD", &arena),
                     "2 billion US dollars (at least)");
    arena_fini(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text_out");
    TCase *tcase = tcase_create("text");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, of_a_calendar, lines);
    tcase_add_test(tcase, a_value_is_not_escaped);
    SUITE_ADD_ROWS(tcase, in_xml, texts);
    tcase_add_test(tcase, an_element_without_text_is_none);
    SUITE_ADD_ROWS(tcase, an_amount, amounts);
    SUITE_ADD_ROWS(tcase, an_interval, intervals);
    SUITE_ADD_ROWS(tcase, a_period, periods);
    tcase_add_test(tcase, a_qualifier_of_two_words);
    return suite_run(suite);
}
