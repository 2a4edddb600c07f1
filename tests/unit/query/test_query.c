/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "model/query.h"

static const struct field fields[] = {
    {.name = "id", .type = FIELD_SLUG, .ops = OPS_WORD, .flags = FIELD_SORTABLE | FIELD_KEY},
    {.name = "value",
     .type = FIELD_REAL,
     .ops = OPS_RANGE,
     .flags = FIELD_SORTABLE | FIELD_NULLABLE},
    {.name = "signed_on",
     .type = FIELD_DATE,
     .ops = OPS_RANGE,
     .flags = FIELD_SORTABLE | FIELD_NULLABLE},
    {.name = "rank", .type = FIELD_INTEGER, .ops = OPS_RANGE, .flags = FIELD_SORTABLE},
    {.name = "period", .type = FIELD_PERIOD, .flags = FIELD_SORTABLE | FIELD_KEY},
    {.name = "title", .type = FIELD_TEXT, .ops = OPS_TEXT, .flags = FIELD_SORTABLE},
    {.name = "open", .type = FIELD_BOOLEAN, .ops = OP_EQ | OP_ISNULL, .flags = FIELD_FILTER_ONLY},
};

enum { ID, VALUE, SIGNED_ON, RANK, PERIOD, TITLE, OPEN };

static const struct resource notes = {
    .name = "notes",
    .default_sort = "-value,rank",
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
};

static const struct value sample_reals[] = {{.type = VALUE_REAL, .real = 0.1}};
static const struct value sample_integers[] = {{.type = VALUE_INTEGER, .integer = INT64_MIN}};
static const struct value sample_texts[] = {{.type = VALUE_TEXT, .text = "a"},
                                            {.type = VALUE_TEXT, .text = "b&c,d é"}};
static const struct value sample_truth[] = {{.type = VALUE_INTEGER, .integer = 1}};

static struct query plain_query(void)
{
    return (struct query){
        .resource = &notes,
        .members = query_all_members(&notes),
        .limit = QUERY_DEFAULT_LIMIT,
    };
}

static struct query sorted_query(void)
{
    struct query query = plain_query();

    query.sort[0] = (struct query_sort){&fields[VALUE], true};
    query.sort[1] = (struct query_sort){&fields[RANK], false};
    query.sort_count = 2;
    return query;
}

static void assert_text(struct buffer *buffer, const char *expected)
{
    size_t length;

    buffer_add_char(buffer, '\0');
    ck_assert(!buffer_failed(buffer));
    char *text = buffer_steal(buffer, &length);

    ck_assert_str_eq(text, expected);
    free(text);
}

static void assert_parameters(const struct query *query, const char *expected)
{
    struct buffer buffer;

    buffer_init(&buffer);
    query_write_parameters(query, &buffer);
    assert_text(&buffer, expected);
}

START_TEST(the_order_ends_with_the_key)
{
    const struct query query = sorted_query();
    struct order_column order[QUERY_MAX_ORDER];

    ck_assert_uint_eq(query_order(&query, order), 5);
    ck_assert_str_eq(order[0].column, "value");
    ck_assert(order[0].descending && order[0].is_nullable && order[0].type == VALUE_REAL);
    ck_assert_str_eq(order[1].column, "rank");
    ck_assert(!order[1].descending && !order[1].is_nullable && order[1].type == VALUE_INTEGER);
    ck_assert_str_eq(order[2].column, "id");
    ck_assert(!order[2].descending && order[2].type == VALUE_TEXT);
    ck_assert_str_eq(order[3].suffix, "_start");
    ck_assert_str_eq(order[4].suffix, "_end");
}
END_TEST

START_TEST(the_order_has_a_key_field_once)
{
    struct query query = plain_query();
    struct order_column order[QUERY_MAX_ORDER];

    query.sort[0] = (struct query_sort){&fields[PERIOD], true};
    query.sort_count = 1;
    ck_assert_uint_eq(query_order(&query, order), 3);
    ck_assert_str_eq(order[0].column, "period");
    ck_assert_str_eq(order[0].suffix, "_start");
    ck_assert(order[0].descending && order[1].descending);
    ck_assert_str_eq(order[2].column, "id");
    ck_assert(!order[2].descending);
}
END_TEST

START_TEST(the_order_of_a_date_is_that_of_its_days)
{
    struct query query = plain_query();
    struct order_column order[QUERY_MAX_ORDER];

    query.sort[0] = (struct query_sort){&fields[SIGNED_ON], false};
    query.sort_count = 1;
    query_order(&query, order);
    ck_assert_str_eq(order[0].suffix, "_start");
    ck_assert_str_eq(order[1].suffix, "_end");
    ck_assert(order[0].is_nullable && order[1].is_nullable);
    ck_assert(order[0].type == VALUE_TEXT);
}
END_TEST

START_TEST(filters_are_no_members)
{
    const struct query query = plain_query();

    ck_assert(query_has_member(&query, TITLE));
    ck_assert(!query_has_member(&query, OPEN));
    ck_assert(!query_has_member(&query, OPEN + 1));
    ck_assert(!query_has_member(&query, 63));
}
END_TEST

START_TEST(parameters_leave_defaults_out)
{
    struct query query = sorted_query();

    assert_parameters(&query, "");
    query.sort_count = 1;
    assert_parameters(&query, "&sort=-value");
    query.sort[0].descending = false;
    assert_parameters(&query, "&sort=value");
    query.sort_count = 0;
    query.limit = 7;
    query.count = COUNT_EXACT;
    assert_parameters(&query, "&limit=7&count=exact");
}
END_TEST

START_TEST(parameters_of_a_longer_sort_are_not_the_default)
{
    struct query query = sorted_query();

    query.sort[2] = (struct query_sort){&fields[TITLE], false};
    query.sort_count = 3;
    assert_parameters(&query, "&sort=-value,rank,title");
}
END_TEST

START_TEST(parameters_escape_and_spell_every_type)
{
    struct query query = plain_query();

    query.filters[0] = (struct query_filter){&fields[VALUE], OP_GTE, sample_reals, 1};
    query.filters[1] = (struct query_filter){&fields[RANK], OP_EQ, sample_integers, 1};
    query.filters[2] = (struct query_filter){&fields[TITLE], OP_NOT, sample_texts, 2};
    query.filters[3] = (struct query_filter){&fields[OPEN], OP_EQ, sample_truth, 1};
    query.filter_count = 4;
    query.members = 1u << ID | 1u << TITLE;
    query.format = FORMAT_CSV;
    query.limit = 0;
    assert_parameters(&query, "&value__gte=0.10000000000000001&rank=-9223372036854775808"
                              "&title__not=a,b%26c%2Cd%20%C3%A9&open=true&fields=id,title"
                              "&format=csv");
}
END_TEST

START_TEST(the_question_has_filters_and_sort_but_no_page)
{
    struct query query = sorted_query();
    struct buffer buffer;
    uint64_t hash = query_hash(&query);

    query.limit = 3;
    query.count = COUNT_EXACT;
    query.members = 1;
    ck_assert(query_hash(&query) == hash);
    buffer_init(&buffer);
    query_write_question(&query, &buffer);
    assert_text(&buffer, "notes&sort=-value,rank");
    query.sort[1].descending = true;
    ck_assert(query_hash(&query) != hash);
}
END_TEST

START_TEST(the_question_differs_where_a_filter_does)
{
    struct query one = plain_query();
    struct query other = plain_query();

    one.filters[0] = (struct query_filter){&fields[TITLE], OP_EQ, sample_texts, 1};
    one.filter_count = 1;
    other.filters[0] = (struct query_filter){&fields[TITLE], OP_EQ, sample_texts + 1, 1};
    other.filter_count = 1;
    ck_assert(query_hash(&one) != query_hash(&other));
    other.filters[0] = (struct query_filter){&fields[TITLE], OP_NOT, sample_texts, 1};
    ck_assert(query_hash(&one) != query_hash(&other));
}
END_TEST

/* The mark of a row, NUL-ended. */
static char *mark_of(const struct query *query, const struct value *values)
{
    struct buffer buffer;
    size_t length;

    buffer_init(&buffer);
    query_cursor_write(query, values, &buffer);
    buffer_add_char(&buffer, '\0');
    char *text = buffer_steal(&buffer, &length);

    ck_assert_ptr_nonnull(text);
    return text;
}

static void value_row(struct value ret[5], double value, const char *id)
{
    ret[0] = (struct value){.type = VALUE_REAL, .real = value};
    ret[1] = (struct value){.type = VALUE_INTEGER, .integer = -7};
    ret[2] = (struct value){.type = VALUE_TEXT, .text = id};
    ret[3] = (struct value){.type = VALUE_TEXT, .text = "2022-01-01"};
    ret[4] = (struct value){.type = VALUE_TEXT, .text = "2022-12-31"};
}

START_TEST(a_cursor_keeps_every_bit_of_a_real)
{
    static const double reals[] = {0.1, -0.0, 1e-310, 1.7976931348623157e308, 508220299.799175};
    const struct query query = sorted_query();
    struct value row[5];

    for (size_t i = 0; i < sizeof reals / sizeof reals[0]; i++) {
        struct arena arena;
        const struct value *read;

        value_row(row, reals[i], "some-id");
        char *mark = mark_of(&query, row);

        arena_init(&arena);
        ck_assert(query_cursor_fits(&query, mark));
        ck_assert(query_cursor_read(&query, mark, &arena, &read));
        ck_assert(memcmp(&read[0].real, &reals[i], sizeof reals[i]) == 0);
        ck_assert(read[1].type == VALUE_INTEGER && read[1].integer == -7);
        ck_assert_str_eq(read[2].text, "some-id");
        ck_assert_str_eq(read[4].text, "2022-12-31");
        free(mark);
        arena_fini(&arena);
    }
}
END_TEST

START_TEST(a_cursor_has_null_where_the_column_may)
{
    const struct query query = sorted_query();
    struct arena arena;
    const struct value *read;
    struct value row[5];

    value_row(row, 0, "");
    row[0] = (struct value){.type = VALUE_NULL};
    char *mark = mark_of(&query, row);

    arena_init(&arena);
    ck_assert(query_cursor_read(&query, mark, &arena, &read));
    ck_assert(read[0].type == VALUE_NULL);
    ck_assert_str_eq(read[2].text, "");
    arena_fini(&arena);
    free(mark);
}
END_TEST

START_TEST(a_cursor_is_safe_in_an_address)
{
    const struct query query = sorted_query();
    struct value row[5];

    value_row(row, -1e300, "\xff\xfe?&=%");
    char *mark = mark_of(&query, row);

    ck_assert_uint_eq(
        strspn(mark, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        strlen(mark));
    free(mark);
}
END_TEST

START_TEST(a_cursor_of_another_question_is_refused)
{
    const struct query query = sorted_query();
    struct query other = sorted_query();
    struct value row[5];

    value_row(row, 1, "x");
    char *mark = mark_of(&query, row);

    other.sort[0].descending = false;
    ck_assert(!query_cursor_fits(&other, mark));
    other = sorted_query();
    other.filters[0] = (struct query_filter){&fields[VALUE], OP_GTE, sample_reals, 1};
    other.filter_count = 1;
    ck_assert(!query_cursor_fits(&other, mark));
    free(mark);
}
END_TEST

START_TEST(a_cursor_with_any_byte_changed_is_refused_or_of_the_right_types)
{
    const struct query query = sorted_query();
    struct order_column order[QUERY_MAX_ORDER];
    size_t count = query_order(&query, order);
    struct value row[5];

    value_row(row, 1, "x");
    char *mark = mark_of(&query, row);

    for (size_t i = 0; mark[i]; i++) {
        struct arena arena;
        const struct value *read;
        char kept = mark[i];

        mark[i] = kept == 'A' ? 'B' : 'A';
        arena_init(&arena);
        bool is_read = query_cursor_read(&query, mark, &arena, &read);

        for (size_t column = 0; is_read && column < count; column++)
            ck_assert(read[column].type == order[column].type ||
                      (read[column].type == VALUE_NULL && order[column].is_nullable));
        ck_assert(is_read == query_cursor_fits(&query, mark));
        arena_fini(&arena);
        mark[i] = kept;
    }
    free(mark);
}
END_TEST

START_TEST(a_cursor_cut_short_is_refused)
{
    const struct query query = sorted_query();
    struct value row[5];

    value_row(row, 1, "x");
    char *mark = mark_of(&query, row);

    for (size_t length = strlen(mark); length-- > 0;) {
        mark[length] = '\0';
        ck_assert(!query_cursor_fits(&query, mark));
    }
    free(mark);
}
END_TEST

static const struct {
    const char *name;
    struct value value; /* instead of the rank, which is an integer and never null */
} wrong_values[] = {
    {"a cursor with null where there is none is refused", {.type = VALUE_NULL}},
    {"a cursor with text for a number is refused", {.type = VALUE_TEXT, .text = "7"}},
    {"a cursor with a real for an integer is refused", {.type = VALUE_REAL, .real = 7}},
};

START_TEST(a_cursor_of_wrong_type_is_refused)
{
    const struct query query = sorted_query();
    struct value row[5];

    value_row(row, 1, "x");
    row[1] = wrong_values[_i].value;
    char *mark = mark_of(&query, row);

    ck_assert(!query_cursor_fits(&query, mark));
    free(mark);
}
END_TEST

static const struct {
    const char *name;
    const char *add; /* behind a good mark of 4n digits */
} additions[] = {
    {"a cursor with more bytes is refused", "AAAA"},
    {"a cursor with a lone digit is refused", "A"},
    {"a cursor with padding is refused", "="},
    {"a cursor with a blank is refused", " "},
    {"a cursor with digits of plain base64 is refused", "AA+/"},
    {"a cursor with a letter of another script is refused", "\xd0\xb0"},
};

START_TEST(a_cursor_with_more_is_refused)
{
    const struct query query = sorted_query();
    struct value row[5];

    value_row(row, 1, "x");
    char *mark = mark_of(&query, row);
    char *longer = malloc(strlen(mark) + 8);

    strcpy(longer, mark);
    strcat(longer, additions[_i].add);
    ck_assert(query_cursor_fits(&query, mark));
    ck_assert(!query_cursor_fits(&query, longer));
    free(longer);
    free(mark);
}
END_TEST

START_TEST(a_cursor_that_is_too_long_is_refused)
{
    const struct query query = sorted_query();
    static char text[5000];
    struct value row[5];

    ck_assert(!query_cursor_fits(&query, ""));
    memset(text, 'A', sizeof text - 1);
    ck_assert(!query_cursor_fits(&query, text));
    text[4096] = '\0';
    ck_assert(!query_cursor_fits(&query, text));

    memset(text, 'x', 3500);
    text[3500] = '\0';
    value_row(row, 1, text);
    char *mark = mark_of(&query, row);

    ck_assert(!query_cursor_fits(&query, mark));
    free(mark);
}
END_TEST

START_TEST(a_cursor_with_not_a_number_is_refused)
{
    const struct query query = sorted_query();
    struct value row[5];

    value_row(row, __builtin_nan(""), "x");
    char *mark = mark_of(&query, row);

    ck_assert(!query_cursor_fits(&query, mark));
    free(mark);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("query");

    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, the_order_ends_with_the_key);
    tcase_add_test(tcase, the_order_has_a_key_field_once);
    tcase_add_test(tcase, the_order_of_a_date_is_that_of_its_days);
    tcase_add_test(tcase, filters_are_no_members);
    tcase_add_test(tcase, parameters_leave_defaults_out);
    tcase_add_test(tcase, parameters_of_a_longer_sort_are_not_the_default);
    tcase_add_test(tcase, parameters_escape_and_spell_every_type);
    tcase_add_test(tcase, the_question_has_filters_and_sort_but_no_page);
    tcase_add_test(tcase, the_question_differs_where_a_filter_does);
    tcase_add_test(tcase, a_cursor_keeps_every_bit_of_a_real);
    tcase_add_test(tcase, a_cursor_has_null_where_the_column_may);
    tcase_add_test(tcase, a_cursor_is_safe_in_an_address);
    tcase_add_test(tcase, a_cursor_of_another_question_is_refused);
    tcase_add_test(tcase, a_cursor_with_any_byte_changed_is_refused_or_of_the_right_types);
    tcase_add_test(tcase, a_cursor_cut_short_is_refused);
    SUITE_ADD_ROWS(tcase, a_cursor_of_wrong_type_is_refused, wrong_values);
    SUITE_ADD_ROWS(tcase, a_cursor_with_more_is_refused, additions);
    tcase_add_test(tcase, a_cursor_that_is_too_long_is_refused);
    tcase_add_test(tcase, a_cursor_with_not_a_number_is_refused);
    return suite_run(suite);
}
