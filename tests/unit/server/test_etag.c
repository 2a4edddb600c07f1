/* SPDX-License-Identifier: MIT */
#include "server/etag.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static const struct etag_subject subject = {
    .database_id = 1, .revision = 2, .build = "b", .key = "/v1/events?limit=100"};

START_TEST(a_tag_is_quoted_and_tells_the_length)
{
    char tag[ETAG_SIZE];

    etag_write(etag_hash(&subject), 0x1a2b, tag);
    ck_assert_uint_eq(strlen(tag), 2 + 16 + 1 + 4);
    ck_assert_int_eq(tag[0], '"');
    ck_assert_str_eq(tag + 17, "-1a2b\"");
    etag_write(etag_hash(&subject), ETAG_NO_LENGTH, tag);
    ck_assert_uint_eq(strlen(tag), 2 + 16);
}
END_TEST

static const struct other_row {
    const char *name;
    struct etag_subject subject;
} other_rows[] = {
    {"another database has another tag", {2, 2, "b", "/v1/events?limit=100", false}},
    {"another revision has another tag", {1, 3, "b", "/v1/events?limit=100", false}},
    {"another build has another tag", {1, 2, "c", "/v1/events?limit=100", false}},
    {"another question has another tag", {1, 2, "b", "/v1/events?limit=101", false}},
    {"a compressed answer has another tag", {1, 2, "b", "/v1/events?limit=100", true}},
    {"build and question do not run into each other", {1, 2, "b/", "v1/events?limit=100", false}},
};

START_TEST(other_subjects_have_other_tags)
{
    ck_assert_uint_ne(etag_hash(&subject), etag_hash(&other_rows[_i].subject));
}
END_TEST

/* @ stands for the right tag. */
static const struct find_row {
    const char *name;
    const char *list;
    bool is_found;
} find_rows[] = {
    {"finds the only tag", "@", true},
    {"finds a weak tag", "W/@", true},
    {"finds the last of a list", "\"x\", W/\"y\",@", true},
    {"finds a tag between blanks", " \t @ \t ", true},
    {"finds a tag behind empty members", ", ,@", true},
    {"does not find it in an empty list", "", false},
    {"does not take a star for it", "*", false},
    {"does not find another tag", "\"0123456789abcdef-1a2b\"", false},
    {"does not find it behind a damaged one", "x, @", false},
    {"does not find it in a tag that does not end", "\"abc", false},
    {"does not find a weak mark alone", "W/", false},
};

START_TEST(finds_its_tag_in_lists)
{
    const struct find_row *row = &find_rows[_i];
    uint64_t length = 0;
    char tag[ETAG_SIZE];
    char list[256];
    const char *mark = strchr(row->list, '@');
    int before = mark ? (int)(mark - row->list) : (int)strlen(row->list);

    etag_write(etag_hash(&subject), 0x1a2b, tag);
    snprintf(list, sizeof list, "%.*s%s%s", before, row->list, mark ? tag : "",
             mark ? mark + 1 : "");
    ck_assert(etag_find(list, etag_hash(&subject), &length) == row->is_found);
    if (row->is_found)
        ck_assert_uint_eq(length, 0x1a2b);
    ck_assert(etag_is_listed(list, tag) == (row->is_found || strcmp(row->list, "*") == 0));
}
END_TEST

START_TEST(a_changed_length_does_not_fit)
{
    uint64_t length;
    char tag[ETAG_SIZE];

    etag_write(etag_hash(&subject), 0x1a2b, tag);
    tag[18] = '2';
    ck_assert(!etag_find(tag, etag_hash(&subject), &length));
    etag_write(etag_hash(&subject), 0x1a2b, tag);
    strcpy(tag + 17, "\"");
    ck_assert(!etag_find(tag, etag_hash(&subject), &length));
}
END_TEST

START_TEST(only_a_lone_star_is_any)
{
    ck_assert(etag_is_any("*"));
    ck_assert(etag_is_any(" * "));
    ck_assert(!etag_is_any("*, \"a\""));
    ck_assert(!etag_is_any("\"*\""));
    ck_assert(!etag_is_any(""));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("etag");
    TCase *tcase = tcase_create("etag");

    tcase_add_test(tcase, a_tag_is_quoted_and_tells_the_length);
    SUITE_ADD_ROWS(tcase, other_subjects_have_other_tags, other_rows);
    SUITE_ADD_ROWS(tcase, finds_its_tag_in_lists, find_rows);
    tcase_add_test(tcase, a_changed_length_does_not_fit);
    tcase_add_test(tcase, only_a_lone_star_is_any);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
