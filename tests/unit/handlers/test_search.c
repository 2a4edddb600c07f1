/* SPDX-License-Identifier: MIT */
/* The search takes whatever people type: no character has a meaning of its own. */
#include "suite.h"

#include <string.h>

#include "ask.h"
#include "model/resource.h"
#include "server/problem.h"

/* Every record that @words finds; @order as a parameter with its &, or "". */
static json_t *search(const char *words, const char *order)
{
    struct answer answer;

    ask_well(&answer, "/v1/search?q=%s&limit=1000%s", ask_escaped(words), order);
    json_t *rows = json_incref(json_object_get(answer.document, "data"));

    answer_fini(&answer);
    return rows;
}

static const json_t *find_row(const json_t *rows, const char *id)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row) if (strcmp(json_string_value(json_object_get(row, "id")),
                                                id) == 0) return row;
    return NULL;
}

/* HTML that a page may show as it is: text, and marks that are opened and closed. */
static void check_snippet(const json_t *row)
{
    const char *text = json_string_value(json_object_get(row, "snippet"));
    int open = 0;

    ck_assert_ptr_nonnull(text);
    for (const char *c = text; *c; c++) {
        if (strncmp(c, "<mark>", 6) == 0)
            ck_assert_msg(open++ == 0, "%s", text);
        else if (strncmp(c, "</mark>", 7) == 0)
            ck_assert_msg(--open == 0, "%s", text);
        else if (*c == '<')
            ck_abort_msg("a tag: %s", text);
        else if (*c == '&')
            ck_assert_msg(strncmp(c, "&amp;", 5) == 0 || strncmp(c, "&lt;", 4) == 0 ||
                              strncmp(c, "&gt;", 4) == 0,
                          "no entity: %s", text);
        else
            ck_assert_msg(*c != '>' || c[-1] == 'k', "%s", text);
    }
    ck_assert_msg(open == 0, "%s", text);
}

static void check_rows(const json_t *rows)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row) check_snippet(row);
}

static const struct {
    const char *name;
    const char *words;
    const char *same; /* finds the same; NULL: finds nothing */
} nasty[] = {
    {"takes a quote for a blank", "trade \"", "trade"},
    {"takes quotes for letters that are not there", "\"trade\"", "trade"},
    {"takes an open quote", "\"trade turnover", "trade turnover"},
    {"takes doubled quotes", "\"\"trade\"\" \"\"", "trade"},
    {"takes an apostrophe", "O'Brien", "o'brien"},
    {"takes parentheses", "(trade) ((turnover", "trade turnover"},
    {"takes a star", "trade * turnover", "trade turnover"},
    {"takes a star in front", "*trade", "trade"},
    {"takes a caret", "^trade", "trade"},
    {"takes a minus sign", "-trade", "trade"},
    {"takes a plus sign", "trade + turnover", "trade turnover"},
    {"takes a colon", "title : trade", "title trade"},
    {"takes braces", "{tie of} trade", "tie of trade"},
    {"takes a column's name", "title:trade", NULL},
    {"takes words with signs between them for one phrase", "tie-of.trade", "tie of trade"},
    {"takes a blank behind the last word for its end", "turnove ", NULL},
    {"takes a semicolon", "trade; DROP TABLE search_text; --", NULL},
    {"takes a condition that is always true", "' OR '1'='1", NULL},
    {"takes AND for a word", "trade AND turnover", "trade and turnover"},
    {"takes OR for a word", "trade OR zzzzz", NULL},
    {"takes NOT for a word", "trade NOT zzzzz", NULL},
    {"takes NEAR for a word", "NEAR(trade turnover, 2)", NULL},
    {"takes a backslash", "trade\\", "trade"},
    {"takes a percent sign", "trade %", "trade"},
    {"takes tabs and line breaks", "\ttrade\r\n\fturnover\v", "trade turnover"},
    {"takes control characters", "trade\x01 \x7f", "trade"},
    {"takes a dash of another script", "trade \xe2\x80\x94 turnover", "trade turnover"},
    {"takes an emoji beside a word", "trade \xf0\x9f\x98\x80", "trade"},
    {"takes a word of no language", "qqqqqqqqqq", NULL},
    {"takes words that no record has together", "trade qqqqqqqqqq", NULL},
};

START_TEST(takes_anything)
{
    json_t *rows = search(nasty[_i].words, "&sort=id,kind");

    check_rows(rows);
    if (nasty[_i].same) {
        json_t *same = search(nasty[_i].same, "&sort=id,kind");

        ck_assert_uint_gt(json_array_size(same), 0);
        ck_assert_uint_eq(json_array_size(rows), json_array_size(same));
        for (size_t i = 0; i < json_array_size(rows); i++)
            ck_assert(json_equal(json_object_get(json_array_get(rows, i), "id"),
                                 json_object_get(json_array_get(same, i), "id")));
        json_decref(same);
    } else {
        ck_assert_uint_eq(json_array_size(rows), 0);
    }
    json_decref(rows);
}
END_TEST

static const struct {
    const char *name;
    const char *words;
    const char *id;
} found[] = {
    {"finds a word in another case", "VAGUE", "vague-event"},
    {"finds a word without its accents", "cafe", "vague-event"},
    {"finds a word with accents of its own", "NA\xc3\x8fVE", "vague-event"},
    {"finds a plain word by one with accents", "v\xc3\xa1gue", "vague-event"},
    {"finds a word in Cyrillic",
     "\xd0\xa2\xd3\x98\xd0\x96\xd0\x86\xd0\x9a\xd0\xa1\xd0\xa2\xd0\x90"
     "\xd0\x9d",
     "vague-event"},
    {"finds a word in Japanese", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "vague-event"},
    {"finds the beginning of the last word", "vague ev", "vague-event"},
    {"finds words in any order", "event vague", "vague-event"},
    {"finds a word between hyphens", "a-b", "vague-event"},
    {"finds a record among tags", "script alert", "html-title"},
    {"finds a shipped agreement", "free trade area", "cis-free-trade-area-2011"},
    {"finds a country's agreements by its code", "allied relations", NULL},
};

START_TEST(finds)
{
    json_t *rows = search(found[_i].words, "");

    ck_assert_uint_gt(json_array_size(rows), 0);
    ck_assert(!found[_i].id || find_row(rows, found[_i].id));
    check_rows(rows);
    json_decref(rows);
}
END_TEST

START_TEST(lets_only_the_last_word_go_on)
{
    json_t *rows = search("vag event", "");

    ck_assert_uint_eq(json_array_size(rows), 0);
    json_decref(rows);
}
END_TEST

START_TEST(escapes_what_records_say)
{
    json_t *rows = search("alert trade", "");
    const json_t *row = find_row(rows, "html-title");

    ck_assert_ptr_nonnull(row);
    const char *snippet = json_string_value(json_object_get(row, "snippet"));

    ck_assert_msg(strstr(snippet, "&lt;script&gt;<mark>alert</mark>(\"<mark>trade</mark>\")"
                                  "&lt;/script&gt; &amp; '<mark>trade</mark>'") != NULL,
                  "%s", snippet);
    ck_assert_str_eq(json_string_value(json_object_get(row, "title")),
                     "<script>alert(\"trade\")</script> & 'trade'");
    ck_assert_str_eq(json_string_value(json_object_get(row, "path")), "/v1/sources/html-title");
    json_decref(rows);
}
END_TEST

/* Every match leads to a record that is there. */
START_TEST(leads_to_records)
{
    json_t *rows = search("2023", "");
    size_t i;
    json_t *row;

    ck_assert_uint_gt(json_array_size(rows), 3);
    json_array_foreach(rows, i, row)
    {
        struct answer answer;

        ask_well(&answer, "%s", json_string_value(json_object_get(row, "path")));
        ck_assert(
            json_equal(json_object_get(answer_data(&answer), "id"), json_object_get(row, "id")));
        answer_fini(&answer);
    }
    json_decref(rows);
}
END_TEST

START_TEST(puts_the_best_first)
{
    json_t *rows = search("trade", "");

    ck_assert_uint_gt(json_array_size(rows), 3);
    for (size_t i = 1; i < json_array_size(rows); i++) {
        const json_t *before = json_object_get(json_array_get(rows, i - 1), "score");
        const json_t *after = json_object_get(json_array_get(rows, i), "score");

        ck_assert_double_le(json_number_value(before), json_number_value(after));
    }
    json_decref(rows);
}
END_TEST

static const struct {
    const char *name;
    const char *words;
} wordless[] = {
    {"refuses a quote alone", "\""},
    {"refuses quotes alone", "\"\" \"\""},
    {"refuses a star alone", "*"},
    {"refuses punctuation alone", "!?.,:;-_()[]{}<>/\\|'`~@#$%^&*+="},
    {"refuses a hyphen between blanks", " - "},
    {"refuses a dash of another script alone", "\xe2\x80\x94"},
    {"refuses typographic quotes alone", "\xe2\x80\x9c \xe2\x80\x9d \xc2\xab\xc2\xbb"},
    {"refuses a full stop of another script alone", "\xe3\x80\x82"},
    {"refuses an emoji alone", "\xf0\x9f\x98\x80 \xf0\x9f\x87\xb0\xf0\x9f\x87\xbf"},
    {"refuses a control character alone", "\x01"},
};

START_TEST(refuses_what_has_no_word)
{
    ask_badly(PROBLEM_INVALID_PARAMETER, "q", "/v1/search?q=%s", ask_escaped(wordless[_i].words));
}
END_TEST

/* As many as fit, of every kind that could become a tree, a list or a loop. */
static const struct {
    const char *name;
    const char *part;
} long_ones[] = {
    {"takes many words of one letter", "a "},
    {"takes many words in quotes", "\"b\" "},
    {"takes many operators", "x OR "},
    {"takes many parentheses", "( "},
    {"takes many stars", "a* "},
    {"takes one long word", "abcdefgh"},
    {"takes one long word of another script", "\xd0\xb6"},
    {"takes many quotes in one word", "a\""},
};

START_TEST(takes_long_texts)
{
    char words[1024] = "z ";
    struct answer answer;

    while (strlen(words) + strlen(long_ones[_i].part) <= 1000)
        strcat(words, long_ones[_i].part);
    ask_well(&answer, "/v1/search?q=%s", ask_escaped(words));
    answer_fini(&answer);
}
END_TEST

START_TEST(refuses_texts_that_are_too_long)
{
    char words[2049];

    memset(words, 'a', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    ask_badly(PROBLEM_INVALID_PARAMETER, "q", "/v1/search?q=%s", words);
    ask_badly(PROBLEM_INVALID_PARAMETER, "q", "/v1/search?q=%.1001s", words);
}
END_TEST

static const struct {
    const char *name;
    const char *target;
    enum problem_kind kind;
    const char *blamed;
} refused[] = {
    {"refuses to search for nothing", "/v1/search", PROBLEM_INVALID_PARAMETER, "q"},
    {"refuses an empty text", "/v1/search?q=", PROBLEM_EMPTY_PARAMETER, "q"},
    {"refuses blanks", "/v1/search?q=+%20", PROBLEM_EMPTY_PARAMETER, "q"},
    {"refuses two texts", "/v1/search?q=a&q=b", PROBLEM_REPEATED_PARAMETER, "q"},
    {"refuses an unknown kind", "/v1/search?q=a&kind=country", PROBLEM_INVALID_PARAMETER, "kind"},
    {"refuses words elsewhere", "/v1/events?q=a", PROBLEM_UNKNOWN_PARAMETER, "q"},
};

START_TEST(refuses)
{
    ask_badly(refused[_i].kind, refused[_i].blamed, "%s", refused[_i].target);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handlers_search");
    TCase *tcase = tcase_create("search");

    ask_set_up();
    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, takes_anything, nasty);
    SUITE_ADD_ROWS(tcase, finds, found);
    tcase_add_test(tcase, lets_only_the_last_word_go_on);
    tcase_add_test(tcase, escapes_what_records_say);
    tcase_add_test(tcase, leads_to_records);
    tcase_add_test(tcase, puts_the_best_first);
    SUITE_ADD_ROWS(tcase, refuses_what_has_no_word, wordless);
    SUITE_ADD_ROWS(tcase, takes_long_texts, long_ones);
    tcase_add_test(tcase, refuses_texts_that_are_too_long);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    int result = suite_run_together(suite);

    ask_tear_down();
    return result;
}
