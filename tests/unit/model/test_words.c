/* SPDX-License-Identifier: MIT */
#include "model/words.h"

#include <string.h>

#include "suite.h"

static const struct {
    const char *name;
    const char *a;
    const char *b;
    unsigned limit;
    unsigned distance;
} distances[] = {
    {"counts nothing for the same word", "period", "period", 3, 0},
    {"counts nothing for two empty words", "", "", 0, 0},
    {"counts a letter put in", "perod", "period", 3, 1},
    {"counts a letter left out", "periood", "period", 3, 1},
    {"counts a letter replaced", "poriod", "period", 3, 1},
    {"counts a swap of neighbours once", "preiod", "period", 3, 1},
    {"counts a swap at the start once", "epriod", "period", 3, 1},
    {"counts a swap at the end once", "perido", "period", 3, 1},
    {"counts two swaps", "epriod", "perido", 3, 2},
    {"counts letters against nothing", "abc", "", 3, 3},
    {"does not edit a swapped letter again", "ca", "abc", 5, 3},
    {"stops one above the limit", "kitten", "sitting", 2, 3},
    {"counts up to the limit", "kitten", "sitting", 3, 3},
    {"stops at a limit of 0", "a", "b", 0, 1},
    {"stops where the lengths are too far apart", "a", "abcdef", 2, 3},
    {"tells capitals apart", "USD", "usd", 5, 3},
};

START_TEST(words_distances)
{
    ck_assert_uint_eq(words_distance(distances[_i].a, distances[_i].b, distances[_i].limit),
                      distances[_i].distance);
    ck_assert_uint_eq(words_distance(distances[_i].b, distances[_i].a, distances[_i].limit),
                      distances[_i].distance);
}
END_TEST

START_TEST(words_distance_never_reaches_a_word_too_long)
{
    char longest[128];
    char longer[9000];

    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ck_assert_uint_eq(words_distance(longest, longest, 4), 0);
    ck_assert_uint_eq(words_distance(longer, longer, 4), 5);
    ck_assert_uint_eq(words_distance(longer, "x", 4), 5);
    ck_assert_ptr_null(words_nearest(words_metric, longer));
}
END_TEST

static const struct {
    const char *name;
    const char *const *words;
    const char *given;
    const char *nearest; /* NULL: none */
} nearests[] = {
    {"finds a word with a slip", words_status, "singed", "signed"},
    {"finds a word with a wrong separator", words_status, "in-force", "in_force"},
    {"finds a word in capitals", words_status, "EXPIRED", "expired"},
    {"finds a capital by its small letter", words_flow, "x", "X"},
    {"finds a capital by its small letters", words_flow, "rx", "RX"},
    {"finds a word that was only begun", words_status, "term", "terminated"},
    {"finds the American spelling's other", words_agreement_kind, "program", "programme"},
    {"finds the word itself", words_unit, "percent", "percent"},
    {"finds the nearer of two", words_metric, "import", "imports"},
    {"prefers the word that begins alike", words_metric, "xports", "exports"},
    {"finds nothing for nothing", words_status, "", NULL},
    {"finds nothing for another word", words_status, "banana", NULL},
    {"finds nothing two letters begin", words_status, "in", NULL},
    {"finds nothing for a letter that is no flow", words_flow, "q", NULL},
    {"finds nothing beyond a third of the length", words_status, "sgd", NULL},
    {"finds a word with another behind it", words_status, "signed on", "signed"},
    {"finds nothing for letters beyond ASCII", words_status, "подписано", NULL},
};

START_TEST(words_nearests)
{
    const char *nearest = words_nearest(nearests[_i].words, nearests[_i].given);

    if (nearests[_i].nearest)
        ck_assert_str_eq(nearest, nearests[_i].nearest);
    else
        ck_assert_ptr_null(nearest);
}
END_TEST

START_TEST(words_have_compares_whole_words)
{
    ck_assert(words_have(words_agreement_kind, "treaty"));
    ck_assert(words_have(words_agreement_kind, "other"));
    ck_assert(words_have(words_flow, "domestic"));
    ck_assert(!words_have(words_agreement_kind, ""));
    ck_assert(!words_have(words_agreement_kind, "treat"));
    ck_assert(!words_have(words_agreement_kind, "treaty "));
    ck_assert(!words_have(words_agreement_kind, "Treaty"));
    ck_assert(!words_have(words_flow, "x"));
}
END_TEST

START_TEST(words_are_spelled_once_each)
{
    static const char *const *const lists[] = {
        words_agreement_kind, words_area_kind, words_basis,     words_binding,
        words_event_kind,     words_flow,      words_frequency, words_institution_kind,
        words_metric,         words_qualifier, words_seen,      words_series_unit,
        words_status,         words_subject,   words_unit};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        ck_assert_ptr_nonnull(lists[i][0]);
        for (const char *const *word = lists[i]; *word; word++)
            ck_assert_msg(!words_have(word + 1, *word), "%s stands twice", *word);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *tcase = tcase_create("words_distance");

    SUITE_ADD_ROWS(tcase, words_distances, distances);
    tcase_add_test(tcase, words_distance_never_reaches_a_word_too_long);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("words_nearest");
    SUITE_ADD_ROWS(tcase, words_nearests, nearests);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("words");
    tcase_add_test(tcase, words_have_compares_whole_words);
    tcase_add_test(tcase, words_are_spelled_once_each);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
