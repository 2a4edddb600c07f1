/* SPDX-License-Identifier: MIT */
#include "fresh_questions.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    YEARS = 4,
    FIRST_YEAR = 2018,
    FLOWS = 2,
    GOODS = 40,
    ROWS = YEARS * 2 * FLOWS * GOODS, /* two reporters */
    LISTED_ROWS = 100,
    A_FILE = 1000, /* the value of a row is that times the number of the file, and less than that */
    TREATIES = 20, /* and one more with every list */
    SHIPPED_AGREEMENTS = 13,
    SHIPPED_DATASETS = 1,
    COLUMNS_OF_PARTIES = 91,
};

/* ---- revisions and files ---- */

bool fresh_is_trade(int64_t revision)
{
    return revision % 2 == 0;
}

int fresh_number(int64_t revision)
{
    return (int)((revision - !fresh_is_trade(revision)) / 2);
}

/* The newest file of trade, and the newest list, that the revision has. */
static int trade_of(int64_t revision)
{
    return (int)(revision / 2);
}

static int list_of(int64_t revision)
{
    return (int)((revision - 1) / 2);
}

static void write_trade(FILE *file, int number)
{
    static const int areas[2] = {398, 762};

    fputs("freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,"
          "partner2Code,customsCode,motCode,primaryValue\n",
          file);
    for (int i = 0; i < ROWS; i++) {
        int good = i % GOODS;
        int block = i / GOODS;
        fprintf(file, "A,%d,%d,%c,%d,H5,%06d,0,C00,0,%d\n", FIRST_YEAR + block / FLOWS / 2,
                areas[block / FLOWS % 2], "MX"[block % FLOWS], areas[!(block / FLOWS % 2)],
                10000 + 10 * good, A_FILE * number + good);
    }
}

static void write_columns(FILE *file, const char *first, const char *second)
{
    fprintf(file, "%s;%s", first, second);
    for (int i = 2; i < COLUMNS_OF_PARTIES; i++)
        fputs(";NA", file);
}

/* The names of all treaties change with every list. */
static void write_list(FILE *file, int number)
{
    fputs("number;base_treaty;name;entry_type;consolidated;year;entryforceyear;language;typememb;"
          "regioncon;wto_listed;wto_name",
          file);
    for (int i = 1; i <= COLUMNS_OF_PARTIES; i++)
        fprintf(file, ";c%d", i);
    for (int i = 1; i <= COLUMNS_OF_PARTIES; i++)
        fprintf(file, ";mc%d", i);
    for (int i = 1; i <= TREATIES + number; i++) {
        fprintf(file,
                "\n\"%d\";%d;\"Treaty %d of list %d.\";\"base_treaty\";0;2003;2004;\"English\";1;"
                "\"Asia\";0;NA;",
                9000 + i, 9000 + i, i, number);
        write_columns(file, "398", "762");
        fputc(';', file);
        write_columns(file, "0", "0");
    }
    fputc('\n', file);
}

void fresh_write_file(const char *folder, int64_t revision, char ret_name[16])
{
    char path[128];

    snprintf(ret_name, 16, "%c%d.csv", fresh_is_trade(revision) ? 't' : 'd',
             fresh_number(revision));
    snprintf(path, sizeof path, "%s/%s", folder, ret_name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    if (fresh_is_trade(revision))
        write_trade(file, fresh_number(revision));
    else
        write_list(file, fresh_number(revision));
    ck_assert_int_eq(fclose(file), 0);
}

/* ---- questions ---- */

/* What a number is at a revision: base + trade * newest file of trade + list * newest list. */
struct linear {
    int base;
    int trade;
    int list;
};

/* A number that an answer has, each time behind the same text. */
struct mark {
    const char *before;
    int divisor; /* 0: 1; what is left when a number is divided by it does not count */
    struct linear number;
    struct linear count; /* how many times */
};

enum { MOST_MARKS = 4 };

/* By what an answer tells of which revision it is: by what it says, or by its first mark. */
enum tells { TELLS_REVISION, TELLS_TRADE, TELLS_LIST };

struct question {
    const char *path;
    enum tells tells;
    struct mark marks[MOST_MARKS];
};

#define OF_TRADE                                                                                   \
    {                                                                                              \
        0, 1, 0                                                                                    \
    }
#define OF_LIST                                                                                    \
    {                                                                                              \
        0, 0, 1                                                                                    \
    }
#define SUM                                                                                        \
    {                                                                                              \
        GOODS *(GOODS - 1) / 2, A_FILE *GOODS, 0                                                   \
    }
#define TIMES(n)                                                                                   \
    {                                                                                              \
        (n), 0, 0                                                                                  \
    }
#define EACH_TREATY                                                                                \
    {                                                                                              \
        TREATIES, 0, 1                                                                             \
    }
#define ALL_AGREEMENTS                                                                             \
    {                                                                                              \
        SHIPPED_AGREEMENTS + TREATIES, 0, 1                                                        \
    }

static const struct question questions[FRESH_QUESTIONS] = {
    {"/v1/trade?series=un-comtrade&limit=100",
     TELLS_REVISION,
     {{"\"value\":", A_FILE, OF_TRADE, TIMES(LISTED_ROWS)},
      {"\"dataset\":\"t", 0, OF_TRADE, TIMES(LISTED_ROWS)},
      {"\"datasets\":[\"t", 0, OF_TRADE, TIMES(1)}}},
    {"/v1/trade?series=un-comtrade&reporter=KAZ&count=exact&limit=1&sort=-value",
     TELLS_REVISION,
     {{"\"value\":", A_FILE, OF_TRADE, TIMES(1)}, {"\"total\":", 0, TIMES(ROWS / 2), TIMES(1)}}},
    {"/v1/trade?series=un-comtrade&format=ndjson",
     TELLS_TRADE,
     {{"\"value\":", A_FILE, OF_TRADE, TIMES(ROWS)},
      {"\"dataset\":\"t", 0, OF_TRADE, TIMES(ROWS)}}},
    {"/v1/trade/aggregate?series=un-comtrade&reporter=KAZ&partner=TJK&group_by=year,flow",
     TELLS_REVISION,
     {{"\"value\":", 0, SUM, TIMES(YEARS *FLOWS)},
      {"\"observations\":", 0, TIMES(GOODS), TIMES(YEARS *FLOWS)},
      {"\"datasets\":[\"t", 0, OF_TRADE, TIMES(YEARS *FLOWS + 2)}}}, /* twice in meta */
    {"/v1/pairs/KAZ-TJK/trade?series=un-comtrade",
     TELLS_REVISION,
     {{"\"a_exports\":", 0, SUM, TIMES(YEARS)},
      {"\"b_imports\":", 0, SUM, TIMES(YEARS)},
      {"\"b_exports\":", 0, SUM, TIMES(YEARS)},
      {"\"a_imports\":", 0, SUM, TIMES(YEARS)}}},
    {"/v1/pairs/KAZ-TJK/coverage?series=un-comtrade",
     TELLS_REVISION,
     {{"\"dataset\":\"t", 0, OF_TRADE, TIMES(2 * YEARS)},
      {"\"observations\":", 0, TIMES(FLOWS *GOODS), TIMES(2 * YEARS)}}},
    {"/v1/datasets?count=exact",
     TELLS_REVISION,
     {{"\"total\":", 0, {SHIPPED_DATASETS, 1, 0}, TIMES(1)},
      {"\"returned\":", 0, {SHIPPED_DATASETS, 1, 0}, TIMES(1)},
      {"\"series\":\"un-comtrade\",\"title\":\"t", A_FILE, TIMES(0), OF_TRADE}}},
    {"/v1/pairs/KAZ-TJK",
     TELLS_REVISION,
     {{"\"a_to_b_dataset\":\"t", 0, OF_TRADE, TIMES(YEARS)},
      {"\"un-comtrade\",\"basis\":\"reported\",\"unit\":\"USD\",\"a_to_b\":", 0, SUM, TIMES(YEARS)},
      {" of list ", 0, OF_LIST, EACH_TREATY}}},
    {"/v1/agreements?count=exact",
     TELLS_REVISION,
     {{"\"total\":", 0, ALL_AGREEMENTS, TIMES(1)},
      {"\"returned\":", 0, ALL_AGREEMENTS, TIMES(1)},
      {" of list ", 0, OF_LIST, EACH_TREATY},
      {"\"binding\":", 0, TIMES(0), ALL_AGREEMENTS}}},
    {"/v1/agreements?signed_on=2003&fields=title&sort=-title&count=exact&limit=5",
     TELLS_REVISION,
     {{" of list ", 0, OF_LIST, TIMES(5)}, {"\"total\":", 0, EACH_TREATY, TIMES(1)}}},
    {"/v1/agreements/desta-9003", TELLS_REVISION, {{" of list ", 0, OF_LIST, TIMES(1)}}},
    {"/v1/agreements?format=ndjson",
     TELLS_LIST,
     {{" of list ", 0, OF_LIST, EACH_TREATY}, {"\"binding\":", 0, TIMES(0), ALL_AGREEMENTS}}},
    {"/v1/agreements/desta-9004", TELLS_REVISION, {{" of list ", 0, OF_LIST, TIMES(1)}}},
    {"/v1/trade?series=un-comtrade&reporter=TJK&format=ndjson",
     TELLS_TRADE,
     {{"\"value\":", A_FILE, OF_TRADE, TIMES(ROWS / 2)}}},
};

const char *fresh_path(size_t question)
{
    return question < FRESH_QUESTIONS ? questions[question].path : NULL;
}

bool fresh_is_conditional(size_t question)
{
    return question >= FRESH_FIRST_CONDITIONAL;
}

/* ---- reading answers ---- */

static long value_at(const struct linear *linear, int64_t revision)
{
    return linear->base + (long)linear->trade * trade_of(revision) +
           (long)linear->list * list_of(revision);
}

int fresh_count_agreements(int64_t revision)
{
    static const struct linear all = ALL_AGREEMENTS;

    return (int)value_at(&all, revision);
}

static long read_number(const struct mark *mark, const char *at)
{
    return strtol(at, NULL, 10) / (mark->divisor ? mark->divisor : 1);
}

static bool check_mark(const struct mark *mark, const char *body, int64_t revision,
                       char ret_why[FRESH_WHY_SIZE])
{
    const size_t length = strlen(mark->before);
    const long wanted = value_at(&mark->number, revision);
    const long wanted_times = value_at(&mark->count, revision);
    long times = 0;

    for (const char *at = strstr(body, mark->before); at; at = strstr(at, mark->before)) {
        at += length;
        times++;
        if (read_number(mark, at) == wanted)
            continue;
        snprintf(ret_why, FRESH_WHY_SIZE,
                 "at revision %" PRId64 " %s is %.20s and not %ld, the %ldth time", revision,
                 mark->before, at, wanted, times);
        return false;
    }
    if (times == wanted_times)
        return true;
    snprintf(ret_why, FRESH_WHY_SIZE, "at revision %" PRId64 " there are %ld %s and not %ld",
             revision, times, mark->before, wanted_times);
    return false;
}

static bool find_range(const struct question *question, const char *body, struct fresh_range *ret)
{
    static const char said[] = "\"meta\":{\"revision\":";
    const struct mark *first = &question->marks[0];
    const char *before = question->tells == TELLS_REVISION ? said : first->before;
    const char *at = strstr(body, before);

    if (!at)
        return false;
    at += strlen(before);
    long number = read_number(first, at);
    switch (question->tells) {
    case TELLS_REVISION:
        ret->lowest = ret->highest = strtol(at, NULL, 10);
        break;
    case TELLS_TRADE:
        *ret = (struct fresh_range){2 * number, 2 * number + 1};
        break;
    case TELLS_LIST:
        *ret = (struct fresh_range){2 * number + 1, 2 * number + 2};
        break;
    }
    return true;
}

bool fresh_check(size_t question, const char *body, struct fresh_range *ret,
                 char ret_why[FRESH_WHY_SIZE])
{
    const struct question *asked = &questions[question];

    if (!find_range(asked, body, ret)) {
        snprintf(ret_why, FRESH_WHY_SIZE, "it does not say of which revision it is");
        return false;
    }
    for (size_t i = 0; i < MOST_MARKS && asked->marks[i].before; i++) {
        if (!check_mark(&asked->marks[i], body, ret->lowest, ret_why))
            return false;
    }
    return true;
}
