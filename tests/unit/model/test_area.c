/* SPDX-License-Identifier: MIT */
#include "model/area.h"

#include <stdio.h>
#include <string.h>

#include "model/words.h"
#include "suite.h"

static const struct {
    const char *name;
    const char *text;
    const char *code; /* NULL: no area */
} finds[] = {
    {"finds an alpha-3 code", "KAZ", "KAZ"},
    {"finds an alpha-2 code", "TJ", "TJK"},
    {"finds small letters", "kaz", "KAZ"},
    {"finds an M49 number", "398", "KAZ"},
    {"finds an M49 number with its zero", "051", "ARM"},
    {"finds an M49 number without its zero", "51", "ARM"},
    {"finds a number with many zeros", "00000398", "KAZ"},
    {"finds Comtrade's United States", "842", "USA"},
    {"finds M49's United States", "840", "USA"},
    {"finds Comtrade's France", "251", "FRA"},
    {"finds Comtrade's India", "699", "IND"},
    {"finds Comtrade's Switzerland", "757", "CHE"},
    {"finds Comtrade's Norway", "579", "NOR"},
    {"finds Comtrade's world", "0", "W00"},
    {"finds Comtrade's world with zeros", "000", "W00"},
    {"finds M49's world", "001", "W00"},
    {"finds the world by name", "World", "W00"},
    {"finds a name", "Kazakhstan", "KAZ"},
    {"finds a name in capitals with blanks around", "  TAJIKISTAN\t", "TJK"},
    {"finds a name with blanks inside", "United   States  of America", "USA"},
    {"finds an inverted name", "Korea, Republic of", "KOR"},
    {"finds the same name turned", "Republic of Korea", "KOR"},
    {"finds the same name in brackets", "Korea (Republic of)", "KOR"},
    {"finds a common name", "South Korea", "KOR"},
    {"finds the other inverted name", "Korea, Democratic People's Republic of", "PRK"},
    {"finds a curved apostrophe", "Democratic People’s Republic of Korea", "PRK"},
    {"finds an official name", "Republic of Kazakhstan", "KAZ"},
    {"finds an official name with its article", "the Republic of Tajikistan", "TJK"},
    {"finds an article in front", "The Gambia", "GMB"},
    {"finds accents", "Türkiye", "TUR"},
    {"finds no accents", "Turkiye", "TUR"},
    {"finds accents in capitals", "TÜRKİYE", "TUR"},
    {"finds a combining accent", "Tu\xCC\x88rkiye", "TUR"},
    {"finds an earlier name", "Turkey", "TUR"},
    {"finds Côte d'Ivoire", "Côte d'Ivoire", "CIV"},
    {"finds Cote d’Ivoire", "cote d’ivoire", "CIV"},
    {"finds Ivory Coast", "Ivory Coast", "CIV"},
    {"finds Åland", "aland islands", "ALA"},
    {"finds the two Congos apart: the smaller", "Congo", "COG"},
    {"finds the two Congos apart: the larger", "Congo, The Democratic Republic of the", "COD"},
    {"finds Russia", "Russia", "RUS"},
    {"finds a no-break blank", "Hong\xC2\xA0Kong", "HKG"},
    {"finds the European Union", "European Union", "EUN"},
    {"finds the European Union by two letters", "EU", "EUN"},
    {"finds Comtrade's European Union", "97", "EUN"},
    {"finds the Eurasian Economic Union", "EAEU", "EAEU"},
    {"finds ASEAN by Comtrade's number", "975", "ASEAN"},
    {"finds Areas nes", "Areas nes", "_X"},
    {"finds Areas nes by number", "899", "_X"},
    {"finds Areas nes by code", "_x", "_X"},
    {"finds Comtrade's other Asia", "490", "S19"},
    {"finds bunkers", "837", "X1"},
    {"finds a former state", "SUHH", "SUHH"},
    {"finds a former state by three letters", "SUN", "SUHH"},
    {"finds a former state by number", "810", "SUHH"},
    {"finds a former state by name", "ussr", "SUHH"},
    {"finds Yugoslavia by Comtrade's number", "890", "YUCS"},
    {"finds Serbia and Montenegro", "891", "CSXX"},
    {"finds the country where a former state had its number", "180", "COD"},
    {"finds the country where a former state had its letters", "ATF", "ATF"},
    {"finds the country where a former state had two letters", "SK", "SVK"},

    {"finds nothing for nothing", "", NULL},
    {"finds nothing for a blank", " ", NULL},
    {"finds nothing for an unassigned code", "XYZ", NULL},
    {"finds nothing for two letters of two former states", "CS", NULL},
    {"finds nothing for an unassigned number", "999", NULL},
    {"finds nothing for a negative number", "-398", NULL},
    {"finds nothing for a number with a fraction", "398.0", NULL},
    {"finds nothing for a number that overflows", "4294967694", NULL},
    {"finds nothing for the beginning of a name", "Kazakh", NULL},
    {"finds nothing for a name and more", "Kazakhstan!", NULL},
    {"finds nothing for two codes", "KAZ,TJK", NULL},
    {"finds nothing for half an inverted name", "Korea", NULL},
    {"finds nothing for an article", "the", NULL},
    {"finds nothing for an article and a blank", "the ", NULL},
    {"finds nothing for another script", "Казахстан", NULL},
    {"finds nothing for bytes that are no UTF-8", "\xFF\xFE", NULL},
    {"finds nothing for half a letter", "T\xC3", NULL},
    {"finds nothing for a letter in too many bytes", "\xC1\x8B\x41\x5A", NULL},
    {"finds nothing for a joker", "K%", NULL},
    {"finds no Kosovo, which ISO 3166 has not", "XKX", NULL},
};

START_TEST(area_finds)
{
    const struct area *area = area_find(finds[_i].text);

    if (!finds[_i].code) {
        ck_assert_msg(!area, "%s", area ? area->code : "");
        return;
    }
    ck_assert_ptr_nonnull(area);
    ck_assert_str_eq(area->code, finds[_i].code);
}
END_TEST

START_TEST(area_find_takes_texts_of_every_length)
{
    char text[300];

    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'q', length);
        text[length] = '\0';
        ck_assert_ptr_null(area_find(text));
        ck_assert_ptr_null(area_nearest(text));
        memset(text, ' ', length);
        ck_assert_ptr_null(area_find(text));
        if (length > 3) {
            memcpy(text + length - 3, "KAZ", 3);
            ck_assert_str_eq(area_find(text)->code, "KAZ");
        }
    }
}
END_TEST

static void check_text(const struct area *area, const char *text)
{
    if (text)
        ck_assert_msg(area_find(text) == area, "%s: %s", area->code, text);
}

static void check_number(const struct area *area, int number)
{
    char text[16];

    if (number < 0)
        return;
    snprintf(text, sizeof text, "%03d", number);
    check_text(area, text);
}

START_TEST(area_is_found_by_all_that_it_has)
{
    size_t count;
    const struct area *areas = area_all(&count);

    for (size_t i = 0; i < count; i++) {
        check_text(&areas[i], areas[i].code);
        check_text(&areas[i], areas[i].alpha2);
        check_text(&areas[i], areas[i].name);
        check_text(&areas[i], areas[i].iso_name);
        check_text(&areas[i], areas[i].official_name);
        check_number(&areas[i], areas[i].m49);
        check_number(&areas[i], areas[i].comtrade);
    }
}
END_TEST

START_TEST(area_all_is_in_order_of_code)
{
    size_t count;
    const struct area *areas = area_all(&count);

    ck_assert_uint_gt(count, 249);
    for (size_t i = 1; i < count; i++)
        ck_assert_int_lt(strcmp(areas[i - 1].code, areas[i].code), 0);
}
END_TEST

START_TEST(area_countries_have_three_letters_and_numbers)
{
    size_t count;
    size_t countries = 0;
    const struct area *areas = area_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (areas[i].kind != AREA_COUNTRY)
            continue;
        countries++;
        ck_assert_uint_eq(strlen(areas[i].code), 3);
        ck_assert_uint_eq(strlen(areas[i].alpha2), 2);
        ck_assert_int_gt(areas[i].m49, 0);
        ck_assert_ptr_nonnull(areas[i].iso_name);
    }
    ck_assert_uint_ge(countries, 249);
}
END_TEST

START_TEST(area_has_names_that_people_say)
{
    ck_assert_str_eq(area_find("KOR")->name, "South Korea");
    ck_assert_str_eq(area_find("KOR")->iso_name, "Korea, Republic of");
    ck_assert_str_eq(area_find("BOL")->name, "Bolivia");
    ck_assert_str_eq(area_find("VGB")->name, "British Virgin Islands");
    ck_assert_str_eq(area_find("VIR")->name, "U.S. Virgin Islands");
    ck_assert_str_eq(area_find("PSE")->official_name, "State of Palestine");
    ck_assert_str_eq(area_find("KAZ")->official_name, "Republic of Kazakhstan");
    ck_assert_str_eq(area_find("TUR")->name, "Türkiye");
}
END_TEST

START_TEST(area_kind_words_are_those_of_the_vocabulary)
{
    ck_assert_str_eq(area_kind_word(AREA_COUNTRY), "country");
    ck_assert_str_eq(area_kind_word(AREA_FORMER), "former");
    ck_assert_str_eq(area_kind_word(AREA_GROUP), "group");
    ck_assert_str_eq(area_kind_word(AREA_WORLD), "world");
    ck_assert_str_eq(area_kind_word(AREA_RESIDUAL), "residual");
    ck_assert_str_eq(words_area_kind[AREA_RESIDUAL + 1], "unknown");
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *code; /* NULL: nothing is near */
} nearests[] = {
    {"is near with a letter wrong", "Kazahkstan", "KAZ"},
    {"is near with a letter left out", "Tajikstan", "TJK"},
    {"is near without the accent and a letter", "Turkye", "TUR"},
    {"is near with a name only begun", "Uzbek", "UZB"},
    {"is near with a code's letters swapped", "KZA", "KAZ"},
    {"is near with the start of two names, the shorter", "Korea", "KOR"},
    {"is the area itself", "Germany", "DEU"},
    {"is near to nothing for nothing", "", NULL},
    {"is near to nothing for a wrong number", "399", NULL},
    {"is near to nothing for another word", "electricity", NULL},
    {"is near to nothing for another script", "Казахстан", NULL},
    {"is near to nothing for one letter", "q", NULL},
};

START_TEST(area_nearests)
{
    const struct area *area = area_nearest(nearests[_i].text);

    if (!nearests[_i].code) {
        ck_assert_msg(!area, "%s", area ? area->code : "");
        return;
    }
    ck_assert_ptr_nonnull(area);
    ck_assert_str_eq(area->code, nearests[_i].code);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    enum pair_result result;
    const char *expected; /* the pair's text, or the unknown side */
} pairs[] = {
    {"reads the canonical spelling", "KAZ-TJK", PAIR_CANONICAL, "KAZ-TJK"},
    {"reads the other order", "TJK-KAZ", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads small letters", "kaz-tjk", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads two letters", "tj-kz", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads numbers", "398-762", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads names", "Kazakhstan-Tajikistan", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads blanks around the hyphen", "KAZ - TJK", PAIR_OTHERWISE, "KAZ-TJK"},
    {"reads a name with a hyphen first", "Guinea-Bissau-KAZ", PAIR_OTHERWISE, "GNB-KAZ"},
    {"reads a name with a hyphen last", "KAZ-Guinea-Bissau", PAIR_OTHERWISE, "GNB-KAZ"},
    {"reads names with a hyphen on both sides", "Timor-Leste-Guinea-Bissau", PAIR_OTHERWISE,
     "GNB-TLS"},

    {"refuses one country twice", "KAZ-KAZ", PAIR_SAME, NULL},
    {"refuses one country in two spellings", "KAZ-398", PAIR_SAME, NULL},
    {"names an unknown second side", "KAZ-XYZ", PAIR_UNKNOWN, "XYZ"},
    {"names an unknown first side", "XYZ-KAZ", PAIR_UNKNOWN, "XYZ"},
    {"names the first of two unknown sides", "ABC-XYZ", PAIR_UNKNOWN, "ABC"},
    {"names the side beside a name with a hyphen", "Guinea-Bissau-XYZ", PAIR_UNKNOWN, "XYZ"},
    {"refuses a group", "EUN-KAZ", PAIR_UNKNOWN, "EUN"},
    {"refuses the world", "KAZ-W00", PAIR_UNKNOWN, "W00"},
    {"refuses a former state", "KAZ-SUHH", PAIR_UNKNOWN, "SUHH"},
    {"refuses three countries", "KAZ-TJK-UZB", PAIR_UNKNOWN, "TJK-UZB"},
    {"refuses a side of a blank", "KAZ- ", PAIR_UNKNOWN, " "},
    {"refuses one country", "KAZ", PAIR_MALFORMED, NULL},
    {"refuses nothing", "", PAIR_MALFORMED, NULL},
    {"refuses a hyphen", "-", PAIR_MALFORMED, NULL},
    {"refuses hyphens", "---", PAIR_MALFORMED, NULL},
    {"refuses an empty first side", "-KAZ", PAIR_MALFORMED, NULL},
    {"refuses an empty second side", "KAZ-", PAIR_MALFORMED, NULL},
    {"refuses two hyphens", "KAZ--TJK", PAIR_MALFORMED, NULL},
    {"refuses another separator", "KAZ_TJK", PAIR_MALFORMED, NULL},
    {"refuses another hyphen", "KAZ–TJK", PAIR_MALFORMED, NULL},
};

START_TEST(pair_parses)
{
    struct pair pair = {"", NULL, NULL};
    char unknown[64] = "";

    ck_assert_int_eq(pair_parse(pairs[_i].text, &pair, unknown), pairs[_i].result);
    switch (pairs[_i].result) {
    case PAIR_CANONICAL:
    case PAIR_OTHERWISE:
        ck_assert_str_eq(pair.text, pairs[_i].expected);
        ck_assert_mem_eq(pair.text, pair.a->code, 3);
        ck_assert_str_eq(pair.text + 4, pair.b->code);
        return;
    case PAIR_UNKNOWN:
        ck_assert_str_eq(unknown, pairs[_i].expected);
        break;
    case PAIR_SAME:
    case PAIR_MALFORMED:
        break;
    }
    ck_assert_str_eq(pair.text, "");
}
END_TEST

START_TEST(pair_parse_cuts_a_long_unknown_side_between_letters)
{
    struct pair pair;
    char unknown[64];
    char text[400] = "KAZ-";

    for (int i = 0; i < 100; i++)
        strcat(text, "ж");
    ck_assert_int_eq(pair_parse(text, &pair, unknown), PAIR_UNKNOWN);
    ck_assert_uint_eq(strlen(unknown), 62);
    memmove(text + 5, text + 4, strlen(text + 4) + 1);
    text[4] = 'x';
    ck_assert_int_eq(pair_parse(text, &pair, unknown), PAIR_UNKNOWN);
    ck_assert_uint_eq(strlen(unknown), 63);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("area");
    TCase *tcase = tcase_create("area_find");

    SUITE_ADD_ROWS(tcase, area_finds, finds);
    tcase_add_test(tcase, area_find_takes_texts_of_every_length);
    tcase_add_test(tcase, area_is_found_by_all_that_it_has);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("area_all");
    tcase_add_test(tcase, area_all_is_in_order_of_code);
    tcase_add_test(tcase, area_countries_have_three_letters_and_numbers);
    tcase_add_test(tcase, area_has_names_that_people_say);
    tcase_add_test(tcase, area_kind_words_are_those_of_the_vocabulary);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("area_nearest");
    SUITE_ADD_ROWS(tcase, area_nearests, nearests);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("pair_parse");
    SUITE_ADD_ROWS(tcase, pair_parses, pairs);
    tcase_add_test(tcase, pair_parse_cuts_a_long_unknown_side_between_letters);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
