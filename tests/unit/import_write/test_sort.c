/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/import/names.h"
#include "db/import/record.h"
#include "db/import/sort.h"
#include "suite.h"

static uint64_t state = 88172645463325252;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static double random_figure(void)
{
    return next_random() % 4 ? (double)(next_random() % 100) : NAN;
}

/* Few values a part, so that keys repeat. */
static void make_record(struct record *ret, uint64_t line)
{
    struct record_key key = {
        .reporter = (uint16_t)(next_random() % 3),
        .partner = (uint16_t)(next_random() % 3),
        .flow = (uint8_t)(next_random() % 2),
        .frequency = next_random() % 2 ? 'A' : 'M',
        .first_month = (uint16_t)(24000 + next_random() % 24),
        .months = (uint16_t)(1 + next_random() % 12),
        .classification = (uint8_t)(next_random() % 3),
        .partner2 = (uint16_t)(next_random() % 2),
        .customs = (uint8_t)(next_random() % 2),
        .transport = (uint16_t)(next_random() % 2),
        .file = (uint16_t)(next_random() % 2),
        .line = line,
    };

    record_pack_code(next_random() % 2 ? "270900" : "27", &key.commodity);
    record_set_key(ret, &key);
    for (int i = 0; i < RECORD_FIGURES; i++)
        ret->figures[i] = random_figure();
    ret->unit = (uint8_t)(next_random() % 3);
    ret->flags = (uint8_t)(next_random() % 16);
}

static bool is_same_record(const struct record *a, const struct record *b)
{
    return record_compare(a, b) == 0 && a->unit == b->unit && a->flags == b->flags &&
           memcmp(a->figures, b->figures, sizeof(a->figures)) == 0;
}

START_TEST(record_key_comes_back_as_it_went_in)
{
    const struct record_key key = {
        .reporter = 65535,
        .partner = 1,
        .flow = 255,
        .frequency = 'P',
        .first_month = 26399,
        .months = 1200,
        .classification = 254,
        .commodity = UINT64_C(0xfedcba9876543210),
        .partner2 = 4660,
        .customs = 200,
        .transport = 65535,
        .file = 65535,
        .line = UINT64_C(0xffffffffffff),
    };
    struct record_key back;
    struct record record;

    record_set_key(&record, &key);
    record_get_key(&record, &back);
    ck_assert_uint_eq(back.reporter, key.reporter);
    ck_assert_uint_eq(back.partner, key.partner);
    ck_assert_uint_eq(back.flow, key.flow);
    ck_assert_int_eq(back.frequency, key.frequency);
    ck_assert_uint_eq(back.first_month, key.first_month);
    ck_assert_uint_eq(back.months, key.months);
    ck_assert_uint_eq(back.classification, key.classification);
    ck_assert_uint_eq(back.commodity, key.commodity);
    ck_assert_uint_eq(back.partner2, key.partner2);
    ck_assert_uint_eq(back.customs, key.customs);
    ck_assert_uint_eq(back.transport, key.transport);
    ck_assert_uint_eq(back.file, key.file);
    ck_assert_uint_eq(back.line, key.line);
}
END_TEST

START_TEST(record_codes_order_as_their_texts)
{
    static const char *const codes[] = {"",   "0",  "01", "0101", "010121",    "02",
                                        "27", "99", "A",  "AG2",  "B",         "TOTAL",
                                        "Z",  "a",  "zz", "zzz",  "zzzzzzzzzz"};
    uint64_t before = 0;

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        uint64_t packed = 0;
        char back[16];

        ck_assert(record_pack_code(codes[i], &packed));
        ck_assert(i == 0 || packed > before);
        ck_assert(packed < RECORD_LONG_CODE);
        record_unpack_code(packed, back);
        ck_assert_str_eq(back, codes[i]);
        before = packed;
    }
}
END_TEST

START_TEST(record_codes_refuse_what_does_not_fit)
{
    uint64_t packed = 0;

    ck_assert(!record_pack_code("01234567890", &packed));
    ck_assert(!record_pack_code("27.09", &packed));
    ck_assert(!record_pack_code("27 09", &packed));
    ck_assert(!record_pack_code("\xc3\xa4", &packed));
}
END_TEST

START_TEST(records_are_read_as_they_were_written)
{
    uint8_t bytes[RECORD_MOST_BYTES];
    struct record before = {.key = {0}};
    struct record decoded = {.key = {0}};

    for (uint64_t i = 0; i < 20000; i++) {
        struct record record;

        make_record(&record, i);
        if (next_random() % 3 == 0)
            record.figures[FIGURE_CIF] = record.figures[FIGURE_VALUE];
        const size_t written = record_encode(&record, &before, bytes);
        ck_assert_uint_le(written, RECORD_MOST_BYTES);
        ck_assert_uint_eq(record_decode(bytes, &decoded), written);
        ck_assert(is_same_record(&decoded, &record));
        before = record;
    }
}
END_TEST

static int compare_records(const void *a, const void *b)
{
    return record_compare(a, b);
}

/* Sorts @count records in batches of @batch and compares with qsort(). */
static void check_sort(uint32_t batch, size_t count, bool is_in_order)
{
    struct record *expected = calloc(count + 1, sizeof(*expected));
    struct sort *sort = sort_new("/tmp", batch);
    const struct record *record = NULL;

    for (size_t i = 0; i < count; i++)
        make_record(&expected[i], i);
    if (is_in_order)
        qsort(expected, count, sizeof(*expected), compare_records);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(sort_add(sort, &expected[i], NULL), DB_OK);
    qsort(expected, count, sizeof(*expected), compare_records);
    ck_assert_int_eq(sort_finish(sort, NULL), DB_OK);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(sort_next(sort, &record, NULL), DB_OK);
        ck_assert_ptr_nonnull(record);
        ck_assert(is_same_record(record, &expected[i]));
    }
    ck_assert_int_eq(sort_next(sort, &record, NULL), DB_OK);
    ck_assert_ptr_null(record);
    ck_assert(count <= batch || sort_disk_bytes(sort) < count * RECORD_MOST_BYTES);
    sort_free(sort);
    free(expected);
}

static const struct {
    const char *name;
    uint32_t batch;
    size_t count;
    bool is_in_order;
} sorts[] = {
    {"sort takes nothing", 10, 0, false},
    {"sort takes one record", 10, 1, false},
    {"sort keeps a batch in memory", 1000, 1000, false},
    {"sort merges two runs", 1000, 1001, false},
    {"sort merges three runs", 1000, 3000, false},
    {"sort merges many runs", 50, 10007, false},
    {"sort merges runs of one record", 1, 300, false},
    {"sort takes what is in order already", 64, 5000, true},
};

START_TEST(sort_orders)
{
    check_sort(sorts[_i].batch, sorts[_i].count, sorts[_i].is_in_order);
}
END_TEST

START_TEST(sort_refuses_a_folder_that_is_not_there)
{
    struct sort *sort = sort_new("/tmp/entente-no-such-folder", 2);
    struct record record;
    struct db_message message = {""};
    enum db_status status = DB_OK;

    make_record(&record, 1);
    for (int i = 0; status == DB_OK && i < 100; i++)
        status = sort_add(sort, &record, &message);
    ck_assert_int_eq(status, DB_MISSING);
    ck_assert_ptr_nonnull(strstr(message.text, "entente-no-such-folder"));
    sort_free(sort);
}
END_TEST

START_TEST(sort_may_be_left_half_way)
{
    struct sort *sort = sort_new("/tmp", 16);
    struct record record;

    for (uint64_t i = 0; i < 1000; i++) {
        make_record(&record, i);
        ck_assert_int_eq(sort_add(sort, &record, NULL), DB_OK);
    }
    ck_assert_ptr_null(sort_free(sort));
    ck_assert_ptr_null(sort_free(NULL));
}
END_TEST

START_TEST(names_keep_their_places)
{
    struct names names;
    char text[NAMES_TEXT_SIZE];

    names_init(&names, 5000);
    for (int i = 0; i < 5000; i++) {
        memset(text, 0, sizeof(text));
        snprintf(text, sizeof(text), "name %d", i);
        ck_assert_int_eq(names_find(&names, text, sizeof(text)), NAMES_NONE);
        ck_assert_int_eq(names_add(&names, text, sizeof(text), i * 2), i);
        ck_assert_int_eq(names_find(&names, text, sizeof(text)), i);
    }
    for (int i = 4999; i >= 0; i--) {
        memset(text, 0, sizeof(text));
        snprintf(text, sizeof(text), "name %d", i);
        ck_assert_int_eq(names_find(&names, text, sizeof(text)), i);
        ck_assert_int_eq(names.entries[i].number, i * 2);
    }
    ck_assert_int_eq(names_add(&names, "one more", 9, 0), NAMES_NONE);
    ck_assert(names_are_full(&names));
    names_fini(&names);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import_sort");
    TCase *tcase = tcase_create("sort");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, record_key_comes_back_as_it_went_in);
    tcase_add_test(tcase, record_codes_order_as_their_texts);
    tcase_add_test(tcase, record_codes_refuse_what_does_not_fit);
    tcase_add_test(tcase, records_are_read_as_they_were_written);
    SUITE_ADD_ROWS(tcase, sort_orders, sorts);
    tcase_add_test(tcase, sort_refuses_a_folder_that_is_not_there);
    tcase_add_test(tcase, sort_may_be_left_half_way);
    tcase_add_test(tcase, names_keep_their_places);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
