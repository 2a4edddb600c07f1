/* SPDX-License-Identifier: MIT */
#include "model/status.h"

#include <string.h>

#include "model/date.h"
#include "model/words.h"
#include "suite.h"

/* Partial dates; NULL: not recorded. */
static const struct {
    const char *name;
    const char *kind;
    const char *signed_on;
    const char *from;
    const char *until;
    const char *terminated_on;
    const char *day;
    enum status status;
    const char *reason; /* a part of it */
} rows[] = {
    {"in force on the day of entry", "treaty", "2020-01-10", "2020-06-01", NULL, NULL, "2020-06-01",
     STATUS_IN_FORCE, "no end of it is recorded"},
    {"in force long after, with no end recorded", "treaty", "1993-01-10", "1993-06-01", NULL, NULL,
     "2025-06-01", STATUS_IN_FORCE, "no end of it is recorded"},
    {"in force with an open end", "treaty", "2020-01-10", "2020-06-01", "..", NULL, "9998-12-31",
     STATUS_IN_FORCE, "last day has not passed"},
    {"in force on its last day", "agreement", "2020-01-10", "2020-06-01", "2025-05-31", NULL,
     "2025-05-31", STATUS_IN_FORCE, "last day has not passed"},
    {"in force before a termination to come", "agreement", "2020-01-10", "2020-06-01", NULL,
     "2024-01-01", "2023-12-31", STATUS_IN_FORCE, "entered into force"},
    {"in force though signing is not recorded", "agreement", NULL, "2020-06-01", NULL, NULL,
     "2021-01-01", STATUS_IN_FORCE, "entered into force"},
    {"in force in the last days of a partial entry", "agreement", NULL, "2020-06", NULL, NULL,
     "2020-06-30", STATUS_IN_FORCE, "entered into force"},
    {"a declaration with an entry is in force", "declaration", "2020-01-10", "2020-06-01", NULL,
     NULL, "2021-01-01", STATUS_IN_FORCE, "entered into force"},
    {"in force on the first day that may be the last", "agreement", NULL, "2020-06-01", "2025",
     NULL, "2025-01-01", STATUS_IN_FORCE, "last day has not passed"},

    {"expired on the day after its last", "agreement", "2020-01-10", "2020-06-01", "2025-05-31",
     NULL, "2025-06-01", STATUS_EXPIRED, "last day in force has passed"},
    {"expired after a partial last day", "agreement", NULL, "2020", "2024", NULL, "2025-01-01",
     STATUS_EXPIRED, "last day in force has passed"},
    {"expired though entry is not recorded", "programme", "2020-01-10", NULL, "2022-12-31", NULL,
     "2023-01-01", STATUS_EXPIRED, "last day in force has passed"},

    {"terminated on the day itself", "treaty", "2020-01-10", "2020-06-01", NULL, "2024-01-01",
     "2024-01-01", STATUS_TERMINATED, "terminated on or before"},
    {"terminated rather than expired", "treaty", "2020-01-10", "2020-06-01", "2023-01-01",
     "2022-01-01", "2025-01-01", STATUS_TERMINATED, "terminated on or before"},
    {"terminated with nothing else recorded", "treaty", NULL, NULL, NULL, "2022", "2022-12-31",
     STATUS_TERMINATED, "terminated on or before"},

    {"signed before entry", "treaty", "2020-01-10", "2020-06-01", NULL, NULL, "2020-05-31",
     STATUS_SIGNED, "still to come"},
    {"signed on the day of signing", "treaty", "2020-01-10", "2020-06-01", NULL, NULL, "2020-01-10",
     STATUS_SIGNED, "still to come"},
    {"signed before entry in a year that may be the last", "treaty", "2020-01-10", "2020-06-01",
     "2020", NULL, "2020-05-31", STATUS_SIGNED, "still to come"},
    {"a declaration is signed", "declaration", "2020-01-10", NULL, NULL, NULL, "2025-01-01",
     STATUS_SIGNED, "do not enter into force"},
    {"a joint statement is signed", "joint_statement", "2020-01", NULL, NULL, NULL, "2020-01-31",
     STATUS_SIGNED, "do not enter into force"},
    {"a deal package is signed", "deal_package", "2020~", NULL, NULL, NULL, "2021-12-31",
     STATUS_SIGNED, "do not enter into force"},

    {"unknown when entry is not recorded", "memorandum", "2020-01-10", NULL, NULL, NULL,
     "2025-01-01", STATUS_UNKNOWN, "entry into force is not recorded"},
    {"unknown when entry is not recorded and no end has come", "memorandum", "2020-01-10", NULL,
     "2030", NULL, "2025-01-01", STATUS_UNKNOWN, "entry into force is not recorded"},
    {"unknown when nothing is recorded", "treaty", NULL, NULL, NULL, NULL, "2025-01-01",
     STATUS_UNKNOWN, "day of signing is not recorded"},
    {"unknown for a declaration of no day", "declaration", NULL, NULL, NULL, NULL, "2025-01-01",
     STATUS_UNKNOWN, "day of signing is not recorded"},
    {"unknown before signing", "treaty", "2020-01-10", "2020-06-01", NULL, NULL, "2020-01-09",
     STATUS_UNKNOWN, "not yet signed"},
    {"unknown before a declaration is signed", "declaration", "2020-01-10", NULL, NULL, NULL,
     "2020-01-09", STATUS_UNKNOWN, "not yet signed"},
    {"unknown before entry when signing is not recorded", "treaty", NULL, "2020-06-01", NULL, NULL,
     "2020-01-09", STATUS_UNKNOWN, "day of signing is not recorded"},
    {"unknown within a partial signing", "declaration", "2020", NULL, NULL, NULL, "2020-07-01",
     STATUS_UNKNOWN, "date of signing is known only in part"},
    {"unknown on the first day of a partial entry", "treaty", "2019", "2020", NULL, NULL,
     "2020-01-01", STATUS_UNKNOWN, "date of entry into force is known only in part"},
    {"unknown within a partial entry", "treaty", "2019", "2020-06", NULL, NULL, "2020-06-29",
     STATUS_UNKNOWN, "date of entry into force is known only in part"},
    {"unknown a month before about a month", "treaty", "2019", "2020-06~", NULL, NULL, "2020-05-15",
     STATUS_UNKNOWN, "date of entry into force is known only in part"},
    {"unknown within a partial last day", "treaty", "2019", "2020", "2024", NULL, "2024-12-31",
     STATUS_UNKNOWN, "last day in force is known only in part"},
    {"unknown within a partial termination", "treaty", "2019", "2020", NULL, "2024", "2024-06-01",
     STATUS_UNKNOWN, "date of termination is known only in part"},
    {"unknown whether terminated or expired", "treaty", "2019", "2020", "2023-12-31", "2024",
     "2024-06-01", STATUS_UNKNOWN, "date of termination is known only in part"},
};

static struct status_span span(const char *text, struct date *date)
{
    if (!text)
        return (struct status_span){NULL, NULL};
    ck_assert(date_parse(text, date));
    return (struct status_span){date->start, date->end};
}

START_TEST(status_of_dates)
{
    struct date dates[4];
    const struct status_dates given = {
        .enters_into_force = status_kind_enters_into_force(rows[_i].kind),
        .signed_on = span(rows[_i].signed_on, &dates[0]),
        .in_force_from = span(rows[_i].from, &dates[1]),
        .in_force_until = span(rows[_i].until, &dates[2]),
        .terminated_on = span(rows[_i].terminated_on, &dates[3]),
    };
    const char *reason = status_reason(&given, rows[_i].day);

    ck_assert_str_eq(status_word(status_on(&given, rows[_i].day)), status_word(rows[_i].status));
    ck_assert_msg(strstr(reason, rows[_i].reason) != NULL, "%s", reason);
    ck_assert_msg(reason[strlen(reason) - 1] == '.', "%s", reason);
}
END_TEST

START_TEST(status_words_are_those_of_the_vocabulary)
{
    ck_assert_str_eq(status_word(STATUS_SIGNED), "signed");
    ck_assert_str_eq(status_word(STATUS_IN_FORCE), "in_force");
    ck_assert_str_eq(status_word(STATUS_EXPIRED), "expired");
    ck_assert_str_eq(status_word(STATUS_TERMINATED), "terminated");
    ck_assert_str_eq(status_word(STATUS_UNKNOWN), "unknown");
    ck_assert_ptr_null(words_status[STATUS_UNKNOWN + 1]);
}
END_TEST

START_TEST(status_knows_the_kinds_that_only_get_signed)
{
    for (const char *const *kind = words_agreement_kind; *kind; kind++) {
        const bool is_only_signed = strcmp(*kind, "declaration") == 0 ||
                                    strcmp(*kind, "joint_statement") == 0 ||
                                    strcmp(*kind, "deal_package") == 0;

        ck_assert_int_eq(status_kind_enters_into_force(*kind), !is_only_signed);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("status");
    TCase *tcase = tcase_create("status_on");

    SUITE_ADD_ROWS(tcase, status_of_dates, rows);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("status");
    tcase_add_test(tcase, status_words_are_those_of_the_vocabulary);
    tcase_add_test(tcase, status_knows_the_kinds_that_only_get_signed);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
