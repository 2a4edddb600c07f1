/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "notes.h"

#define L       "/v1/notes?"
#define SLUG_80 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const struct {
    const char *name;
    const char *target;
    const char *key;
} accepted[] = {
    {"takes no parameters", "/v1/notes", "/v1/notes"},
    {"takes an empty query", L, "/v1/notes"},
    {"passes over empty parts of a query", L "&&limit=3&", L "limit=3"},
    {"drops defaults from the key", L "sort=-value&limit=100&format=json", "/v1/notes"},
    {"brings parameters into one order", L "limit=5&rank=1&id=b,a", L "id=a,b&rank=1&limit=5"},
    {"writes each value once", L "id=a,b,a", L "id=a,b"},
    {"folds a slug", L "id=A-Note", L "id=a-note"},
    {"takes a slug of 80", L "id=" SLUG_80, L "id=" SLUG_80},
    {"reads a country by any code or name", L "country=tj,762,Kazakhstan", L "country=KAZ,TJK"},
    {"tries the whole value as a name first", L "country=Korea,+Republic+of", L "country=KOR"},
    {"finds names with commas inside a list", L "country=TJK,Korea,%20Republic%20of,KAZ",
     L "country=KAZ,KOR,TJK"},
    {"trims the values of a list", L "country=TJK,+KAZ+", L "country=KAZ,TJK"},
    {"reads a pair in any order", L "pair=tj-kz,KAZ-UZB", L "pair=KAZ-TJK,KAZ-UZB"},
    {"reads a party as a country first", L "party=tajikistan", L "party=TJK"},
    {"keeps a party that is no country", L "party=Some-Institute", L "party=some-institute"},
    {"reads none of several", L "colour__not=red,blue", L "colour__not=blue,red"},
    {"keeps the case of a code", L "code=27,B04", L "code=27,B04"},
    {"reads codes of an array", L "sectors=transport", L "sectors=transport"},
    {"reads least and greatest whole numbers",
     L "rank__gte=-9223372036854775808&rank__lte=9223372036854775807",
     L "rank__gte=-9223372036854775808&rank__lte=9223372036854775807"},
    {"drops leading zeros", L "rank=007,-0", L "rank=0,7"},
    {"reads reals exactly", L "value__gt=0.1", L "value__gt=0.10000000000000001"},
    {"reads an exponent", L "value__lt=1.5e9", L "value__lt=1500000000"},
    {"reads minus nought as nought", L "value=-0.0", L "value=0"},
    {"reads isnull", L "value__isnull=true", L "value__isnull=true"},
    {"reads a boolean", L "open=false", L "open=false"},
    {"takes a partial date as text", L "signed_on=2023~", L "signed_on=2023~"},
    {"takes several dates", L "signed_on=2023-05,2022", L "signed_on=2022,2023-05"},
    {"begins at the first day of a year", L "signed_on__gte=2023", L "signed_on__gte=2023-01-01"},
    {"begins after the last day of a year", L "signed_on__gt=2023", L "signed_on__gt=2023-12-31"},
    {"ends with the last day of a month", L "signed_on__lte=2024-02",
     L "signed_on__lte=2024-02-29"},
    {"ends before the first day of a month", L "signed_on__lt=2024-02",
     L "signed_on__lt=2024-02-01"},
    {"reads a day", L "day__gte=2024-02-29", L "day__gte=2024-02-29"},
    {"spells a period in one way", L "period=2024-H1,202401", L "period=2024-01,2024-S1"},
    {"keeps the frequency of a period that is a bound",
     L "period__gte=2022-04-01/P3M&period__lte=2023-H1",
     L "period__gte=2022-Q2&period__lte=2023-S1"},
    {"takes one number as both bounds", L "rank__gte=2&rank__lte=2", L "rank__gte=2&rank__lte=2"},
    {"takes one year as both bounds", L "signed_on__gte=2023&signed_on__lte=2023",
     L "signed_on__gte=2023-01-01&signed_on__lte=2023-12-31"},
    {"bounds a period by a day", L "period__gt=2022-03-15", L "period__gt=2022-03-15"},
    {"reads a time", L "at=2024-08-21T09:30:00Z", L "at=2024-08-21T09%3A30%3A00Z"},
    {"bounds a time by a day", L "at__lte=2024-08-21", L "at__lte=2024-08-21T23%3A59%3A59Z"},
    {"reads text with commas as one", L "title=a,+b", L "title=a%2C%20b"},
    {"looks for a part of a text", L "title__contains=%C3%A9t%c3%a9",
     L "title__contains=%C3%A9t%C3%A9"},
    {"keeps an address", L "address=https://a.b/?c=d", L "address=https%3A%2F%2Fa.b%2F%3Fc%3Dd"},
    {"sorts", L "sort=value,-title", L "sort=value,-title"},
    {"sorts by the default and more", L "sort=-value,id", L "sort=-value,id"},
    {"picks members in order of the table", L "fields=title,id", L "fields=id,title"},
    {"drops fields= with every member",
     L "fields=id,title,code,colour,country,pair,rank,value,open,signed_on,day,period,at,address,"
       "sectors,extra",
     "/v1/notes"},
    {"counts", L "count=exact", L "count=exact"},
    {"counts only", L "count=only", L "count=only"},
    {"takes a required filter", "/v1/required?rank__gt=1", "/v1/required?rank__gt=1"},
    {"sorts by as many fields as fit", "/v1/wide?sort=a,b,c,d,e,f,g,h",
     "/v1/wide?sort=a,b,c,d,e,f,g,h"},
    {"streams", L "format=csv", L "format=csv"},
    {"decodes names", L "%72ank=1", L "rank=1"},
    {"escapes the segment in the key", "/v1/notes/%c3%a9%3F", "/v1/notes/%C3%A9%3F"},
    {"picks members of a record", "/v1/notes/a?fields=id", "/v1/notes/a?fields=id"},
    {"keeps the order of a list of its own", "/v1/notes/groups?group_by=period,colour&rank=1",
     "/v1/notes/groups?group_by=period,colour&rank=1"},
    {"reads types of its own",
     "/v1/notes/groups?others=true&top=010&exporter=Korea,+Republic+of&share=.5",
     "/v1/notes/groups?top=10&exporter=KOR&others=true&share=0.5"},
    {"puts a given day into the key", "/v1/search?on=2024-08-21&q=a+b",
     "/v1/search?q=a%20b&on=2024-08-21"},
};

/* The lists of own parameters keep their commas readable in neither key nor link. */
static void normalise_commas(char *text)
{
    for (char *at = strstr(text, "group_by="); at && *at && *at != '&'; at++) {
        if (strncmp(at, "%2C", 3) != 0)
            continue;
        *at = ',';
        memmove(at + 1, at + 3, strlen(at + 3) + 1);
    }
}

START_TEST(accepts)
{
    struct problem problem;
    struct request *rq;
    char key[1024];

    int result = notes_get(accepted[_i].target, &rq, &problem);

    ck_assert_msg(result == 0, "%s", result ? problem.detail : "");
    snprintf(key, sizeof key, "%s", request_key(rq));
    normalise_commas(key);
    ck_assert_str_eq(key, accepted[_i].key);
    request_free(rq);
}
END_TEST

/* A key is a target with the same key: links say what was asked. */
START_TEST(says_the_same_again)
{
    struct problem problem;
    struct request *rq;
    struct request *again;

    ck_assert_int_eq(notes_get(accepted[_i].target, &rq, &problem), 0);
    ck_assert_int_eq(notes_get(request_key(rq), &again, &problem), 0);
    ck_assert_str_eq(request_key(rq), request_key(again));
    request_free(again);
    request_free(rq);
}
END_TEST

#define UNKNOWN  PROBLEM_UNKNOWN_PARAMETER
#define REPEATED PROBLEM_REPEATED_PARAMETER
#define EMPTY    PROBLEM_EMPTY_PARAMETER
#define INVALID  PROBLEM_INVALID_PARAMETER
#define CURSOR   PROBLEM_INVALID_CURSOR

static const struct {
    const char *name;
    const char *target;
    enum problem_kind kind;
    const char *parameter;
    const char *says; /* part of the detail */
} refused[] = {
    {"refuses a name that is near another", L "colur=red", UNKNOWN, "colur", "\"colour\"?"},
    {"refuses a name that is like none", L "zzzzzz=1", UNKNOWN, "zzzzzz", "takes: id, title"},
    {"refuses the beginning of a name", L "col=red", UNKNOWN, "col", "\"col\""},
    {"refuses a name and more", L "rankk=1", UNKNOWN, "rankk", "\"rank\"?"},
    {"refuses a name in capitals", L "RANK=1", UNKNOWN, "RANK", "\"rank\"?"},
    {"refuses an empty name", L "=1", UNKNOWN, "", "\"\""},
    {"refuses a blank before a name", L "+rank=1", UNKNOWN, " rank", "\"rank\"?"},
    {"refuses an operator that the field has not", L "colour__gte=red", UNKNOWN, "colour__gte",
     "colour, colour__not"},
    {"refuses an operator that nothing has", L "rank__above=1", UNKNOWN, "rank__above",
     "rank__gte"},
    {"refuses a bare double underscore", L "rank__=1", UNKNOWN, "rank__", "rank__gte"},
    {"refuses the written operator eq", L "rank__eq=1", UNKNOWN, "rank__eq", "rank, rank__gt"},
    {"refuses a single underscore", L "value_gte=1", UNKNOWN, "value_gte", "\"value__gte\"?"},
    {"refuses a misspelled field with an operator", L "valeu__gte=1", UNKNOWN, "valeu__gte",
     "\"value__gte\"?"},
    {"refuses a member that is no filter", L "extra=1", UNKNOWN, "extra", "extra is no filter"},
    {"refuses filters at one record", "/v1/notes/a?rank=1", UNKNOWN, "rank", "takes: fields"},
    {"refuses format at one record", "/v1/notes/a?format=csv", UNKNOWN, "format", "fields"},
    {"refuses sort at a path with filters alone", "/v1/notes/groups?sort=rank", UNKNOWN, "sort",
     "group_by"},
    {"refuses anything where nothing is taken", "/healthz?a=1", UNKNOWN, "a", "takes none"},
    {"refuses a long name", L SLUG_80 "=1", UNKNOWN, NULL, "takes: id"},

    {"refuses a repeated filter", L "rank=1&rank=2", REPEATED, "rank", "twice"},
    {"refuses a repeated filter in two spellings", L "rank=1&r%61nk=2", REPEATED, "rank", "twice"},
    {"refuses a repeated sort", L "sort=id&sort=id", REPEATED, "sort", "twice"},
    {"refuses a repeated parameter of its own", "/v1/search?q=a&q=b", REPEATED, "q",
     "separated by commas"},
    {"refuses a repeated cursor", L "cursor=a&cursor=b", REPEATED, "cursor", "twice"},

    {"refuses an empty filter", L "rank=", EMPTY, "rank", "no value"},
    {"refuses a filter without =", L "rank", EMPTY, "rank", "no value"},
    {"refuses an empty limit", L "limit=", EMPTY, "limit", "no value"},
    {"refuses an empty sort", L "sort=", EMPTY, "sort", "no value"},
    {"refuses a blank text", L "title=++", EMPTY, "title", "no value"},
    {"refuses an empty parameter of its own", "/v1/search?q=", EMPTY, "q", "no value"},
    {"refuses a comma at the end", L "id=a,", EMPTY, "id", "comma"},
    {"refuses two commas", L "id=a,,b", EMPTY, "id", "comma"},
    {"refuses a lone comma", L "country=,", EMPTY, "country", "comma"},

    {"refuses a slug with other characters", L "id=a_b", INVALID, "id", "hyphens"},
    {"refuses a slug of 81", L "id=" SLUG_80 "a", INVALID, "id", "80"},
    {"refuses a code with a slash", L "code=27/1", INVALID, "code", "no code"},
    {"refuses a code of 33", L "code=123456789012345678901234567890123", INVALID, "code", "32"},
    {"refuses a word and names the near one", L "colour=gren", INVALID, "colour", "mean green?"},
    {"refuses a word and lists all", L "colour=mauve", INVALID, "colour", "red, green, blue."},
    {"refuses one wrong word among right ones", L "colour=red,rot", INVALID, "colour", "\"rot\""},
    {"refuses a word in capitals", L "colour=RED", INVALID, "colour", "mean red?"},
    {"refuses a country and names the near one", L "country=Tajikstan", INVALID, "country",
     "TJK (Tajikistan)"},
    {"refuses a country like none", L "country=qqqqqqqq", INVALID, "country", "English name"},
    {"refuses a pair of one country", L "pair=KAZ-KZ", INVALID, "pair", "twice"},
    {"refuses a pair with an unknown side", L "pair=KAZ-Tajikstan", INVALID, "pair", "TJK"},
    {"refuses a pair with a side like none", L "pair=KAZ-qqqqqqqq", INVALID, "pair", "no country"},
    {"refuses half a pair", L "pair=KAZ", INVALID, "pair", "KAZ-TJK"},
    {"refuses a party that is neither", L "party=a%21b", INVALID, "party", "identifier"},
    {"refuses too many values", L "id=a,b,c,d,e", INVALID, "id", "at most 4"},
    {"refuses a range of several", L "rank__gte=1,2", INVALID, "rank__gte", "whole number"},
    {"refuses too large a whole number", L "rank=9223372036854775808", INVALID, "rank", "between"},
    {"refuses too small a whole number", L "rank=-9223372036854775809", INVALID, "rank", "between"},
    {"refuses a fraction for a whole number", L "rank=1.0", INVALID, "rank", "whole number"},
    {"refuses an exponent for a whole number", L "rank=1e3", INVALID, "rank", "whole number"},
    {"refuses a plus before a whole number", L "rank__gt=%2B1", INVALID, "rank__gt", "whole"},
    {"refuses a blank before a whole number", L "rank__gt=+1", INVALID, "rank__gt", "whole"},
    {"refuses a lone minus", L "rank=-", INVALID, "rank", "whole number"},
    {"refuses hexadecimal", L "value=0x10", INVALID, "value", "no number"},
    {"refuses nan", L "value=nan", INVALID, "value", "no number"},
    {"refuses infinity", L "value__lt=inf", INVALID, "value__lt", "no number"},
    {"refuses a number beyond all", L "value=1e999", INVALID, "value", "no number"},
    {"refuses text behind a number", L "value=1.5m", INVALID, "value", "no number"},
    {"refuses a decimal comma", L "value=1,5", INVALID, "value", "no number"},
    {"refuses a lone exponent", L "value=e5", INVALID, "value", "no number"},
    {"refuses a blank before a number", L "value=+1", INVALID, "value", "no number"},
    {"refuses crossed whole numbers", L "rank__gte=3&rank__lte=2", INVALID, "rank__gte",
     "rank__gte=3 and rank__lte=2"},
    {"refuses crossed numbers, whichever comes first", L "value__lt=0.5&value__gt=1.5", INVALID,
     "value__gt", "value__gt=1.5 and value__lt=0.5"},
    {"refuses a number that is both bounds and neither", L "value__gt=2&value__lte=2", INVALID,
     "value__gt", "smaller"},
    {"refuses crossed dates", L "signed_on__gte=2023&signed_on__lte=2022", INVALID,
     "signed_on__gte", "2022-12-31"},
    {"refuses what is before a year and after it", L "signed_on__gt=2023&signed_on__lt=2023",
     INVALID, "signed_on__gt", "smaller"},
    {"refuses crossed days", L "day__gt=2024-08-21&day__lt=2024-08-21", INVALID, "day__gt",
     "smaller"},
    {"refuses crossed periods as they were given", L "period__gte=2022&period__lte=2020-Q1",
     INVALID, "period__gte", "period__gte=2022 and period__lte=2020-Q1"},
    {"refuses crossed times", L "at__gte=2024-08-22&at__lt=2024-08-21", INVALID, "at__gte",
     "smaller"},
    {"refuses yes for true", L "open=yes", INVALID, "open", "true or false"},
    {"refuses 1 for isnull", L "value__isnull=1", INVALID, "value__isnull", "true or false"},
    {"refuses a month 13", L "signed_on=2023-13", INVALID, "signed_on", "no date"},
    {"refuses a date in another order", L "signed_on__gte=21.08.2024", INVALID, NULL, "no date"},
    {"refuses a month for a day", L "day=2024-08", INVALID, "day", "calendar"},
    {"refuses the day that stands for an open end", L "day=9999-12-31", INVALID, "day",
     "kept for an open end"},
    {"refuses February 30", L "day=2024-02-30", INVALID, "day", "calendar"},
    {"refuses a quarter 5", L "period=2022-Q5", INVALID, "period", "no period"},
    {"refuses a day as a period", L "period=2022-03-15", INVALID, "period", "no period"},
    {"refuses a time without a zone", L "at=2024-08-21T09:30:00", INVALID, "at", "UTC"},
    {"refuses a time with an offset", L "at=2024-08-21T09:30:00%2B05:00", INVALID, "at", "UTC"},
    {"refuses a day as a time", L "at=2024-08-21", INVALID, "at", "UTC"},
    {"refuses hour 24", L "at=2024-08-21T24:00:00Z", INVALID, "at", "UTC"},
    {"refuses a short time", L "at=2", INVALID, "at", "UTC"},
    {"refuses a long part of a text", L "title__contains=" SLUG_80 SLUG_80 SLUG_80, INVALID,
     "title__contains", "200 bytes"},

    {"refuses a limit of 0", L "limit=0", INVALID, "limit", "from 1 to 1000"},
    {"refuses a limit of 1001", L "limit=1001", INVALID, "limit", "from 1 to 1000"},
    {"refuses a negative limit", L "limit=-1", INVALID, "limit", "from 1 to 1000"},
    {"refuses a limit that is no number", L "limit=all", INVALID, "limit", "from 1 to 1000"},
    {"refuses a limit beyond long", L "limit=18446744073709551617", INVALID, "limit", "from 1"},
    {"refuses another count", L "count=exac", INVALID, "count", "\"exact\"?"},
    {"refuses another format", L "format=xml", INVALID, "format", "json, csv or ndjson"},
    {"refuses a sort by what cannot be sorted", L "sort=code", INVALID, "sort", "takes: id, title"},
    {"refuses a sort and names the near one", L "sort=-valeu", INVALID, "sort", "\"value\"?"},
    {"refuses a required filter's absence where nothing else is wrong", "/v1/required", INVALID,
     "rank", "needs rank="},
    {"refuses more fields to sort by than fit", "/v1/wide?sort=a,b,c,d,e,f,g,h,i", INVALID, "sort",
     "at most 8"},
    {"refuses a sort by one field twice", L "sort=id,-id", INVALID, "sort", "id twice"},
    {"refuses a sort with two signs", L "sort=--id", INVALID, "sort", "\"-id\""},
    {"refuses a sort with an empty part", L "sort=id,", INVALID, "sort", "\"\""},
    {"refuses a member that is only a filter", L "fields=party", INVALID, "fields", "\"party\""},
    {"refuses a member and names the near one", L "fields=tilte", INVALID, "fields", "\"title\"?"},
    {"refuses a member twice", L "fields=id,id", INVALID, "fields", "id twice"},
    {"refuses a field twice at one record", "/v1/notes/a?fields=id,id", INVALID, "fields", "twice"},
    {"refuses limit in a stream", L "format=csv&limit=1", INVALID, "limit", "CSV and NDJSON"},
    {"refuses count in a stream", L "count=exact&format=ndjson", INVALID, "count", "whole answer"},
    {"refuses cursor in a stream", L "format=csv&cursor=AA", INVALID, "cursor", "without pages"},
    {"refuses a calendar of what has no date", L "format=ics", INVALID, "format",
     "json, csv or ndjson, not \"ics\""},
    {"refuses a feed of what has no date", L "format=atom", INVALID, "format", "not \"atom\""},
    {"refuses another format and names feeds", "/v1/dated?format=xml", INVALID, "format",
     "json, csv, ndjson, ics or atom"},
    {"refuses another format and names the near one", "/v1/dated?format=atmo", INVALID, "format",
     "\"atom\"?"},
    {"refuses limit in a calendar", "/v1/dated?format=ics&limit=1", INVALID, "limit",
     "calendars and feeds"},
    {"refuses sort in a feed", "/v1/dated?format=atom&sort=id", INVALID, "sort", "in one order"},
    {"refuses fields in a calendar", "/v1/dated?fields=id&format=ics", INVALID, "fields",
     "all that it needs"},
    {"refuses a cursor where only the count is asked", L "count=only&cursor=AA", INVALID, "cursor",
     "no pages"},
    {"refuses a damaged cursor", L "cursor=AA", CURSOR, "cursor", "page.next"},
    {"refuses a cursor that is no base64", L "cursor=%25", CURSOR, "cursor", "damaged"},

    {"refuses to do without what is required", "/v1/search", INVALID, "q", "needs q="},
    {"refuses a word of its own list", "/v1/notes/groups?group_by=color", INVALID, "group_by",
     "mean colour?"},
    {"refuses a word twice in its own list", "/v1/notes/groups?group_by=period,period", INVALID,
     "group_by", "twice"},
    {"refuses several where one is taken", "/v1/notes/groups?exporter=KAZ,TJK", INVALID, "exporter",
     "no country"},
    {"refuses half a number of its own", "/v1/notes/groups?top=1.5", INVALID, "top", "whole"},
    {"refuses a day of its own", "/v1/search?q=a&on=today", INVALID, "on", "calendar"},

    {"refuses half an escape in a value", L "title=%4", INVALID, "title", "hexadecimal"},
    {"refuses a percent sign alone", L "title=100%", INVALID, "title", "%25"},
    {"refuses letters as an escape", L "title=%zz", INVALID, "title", "hexadecimal"},
    {"refuses a NUL in a value", L "title=a%00b", INVALID, "title", "%00"},
    {"refuses a value that is no UTF-8", L "title=%ff", INVALID, "title", "UTF-8"},
    {"refuses overlong UTF-8", L "title=%c0%af", INVALID, "title", "UTF-8"},
    {"refuses surrogates", L "title=%ed%a0%80", INVALID, "title", "UTF-8"},
    {"refuses a name that is no UTF-8", L "%ff=1", PROBLEM_MALFORMED_REQUEST, "", "UTF-8"},
    {"refuses a NUL in a name", L "rank%00=1", PROBLEM_MALFORMED_REQUEST, "", "%00"},
};

START_TEST(refuses)
{
    struct problem problem;
    struct request *rq;
    int result = notes_get(refused[_i].target, &rq, &problem);

    ck_assert_int_eq(result, -1);
    ck_assert_str_eq(problem_name(problem.kind), problem_name(refused[_i].kind));
    if (refused[_i].parameter)
        ck_assert_str_eq(problem.parameter, refused[_i].parameter);
    ck_assert_msg(strstr(problem.detail, refused[_i].says), "%s", problem.detail);
    ck_assert_ptr_nonnull(rq);
    ck_assert_ptr_nonnull(request_route(rq));
    ck_assert_str_eq(request_key(rq), "");
    request_free(rq);
}
END_TEST

START_TEST(refuses_more_than_64_parameters)
{
    char target[1024] = "/v1/notes?";
    struct problem problem;
    struct request *rq;

    for (int i = 0; i < 65; i++)
        strcat(target, "a=1&");
    ck_assert_int_eq(notes_get(target, &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_INVALID_PARAMETER);
    ck_assert_ptr_nonnull(strstr(problem.detail, "64"));
    request_free(rq);
}
END_TEST

START_TEST(refuses_more_filters_than_a_query_holds)
{
    char target[2048] = "/v1/notes?";
    struct problem problem;
    struct request *rq;

    for (size_t i = 0; i < notes.field_count; i++)
        for (unsigned op = OP_GT; op <= OP_LTE; op <<= 1)
            if (notes.fields[i].ops & op)
                sprintf(target + strlen(target), "%s__%s=%s&", notes.fields[i].name,
                        field_op_suffix(op), notes.fields[i].example);
    strcat(target, "id=a&title=b&code=c&colour=red&country=KAZ&pair=KAZ-TJK&party=a&rank=1&value=1&"
                   "open=true&signed_on=2023");
    ck_assert_int_eq(notes_get(target, &rq, &problem), -1);
    ck_assert_ptr_nonnull(strstr(problem.detail, "at most 32 filters"));
    request_free(rq);
}
END_TEST

/* The mark of a row of /v1/notes as it is sorted by default: value, then id. */
static void write_mark(const struct request *rq, double value, struct buffer *out)
{
    const struct value row[] = {{.type = VALUE_REAL, .real = value},
                                {.type = VALUE_TEXT, .text = "a-note"}};

    buffer_init(out);
    query_cursor_write(request_query(rq), row, out);
    buffer_add_char(out, '\0');
}

START_TEST(follows_its_own_page_marks)
{
    struct problem problem;
    struct request *rq;
    struct request *next;
    struct buffer mark;
    char target[1024];

    ck_assert_int_eq(notes_get(L "limit=2&country=kz&title=a%26b", &rq, &problem), 0);
    write_mark(rq, 0.1, &mark);
    const char *reference = request_next_target(rq, mark.data);

    snprintf(target, sizeof target, "?title=a%%26b&country=KAZ&limit=2&cursor=%s", mark.data);
    ck_assert_str_eq(reference, target);
    snprintf(target, sizeof target, "/v1/notes%s", reference);
    ck_assert_int_eq(notes_get(target, &next, &problem), 0);
    ck_assert_ptr_nonnull(request_query(next)->after);
    ck_assert(request_query(next)->after[0].real == 0.1);
    ck_assert_str_eq(request_query(next)->after[1].text, "a-note");
    ck_assert_str_eq(request_key(next), target);
    ck_assert_str_eq(request_next_target(next, "x"), "?title=a%26b&country=KAZ&limit=2&cursor=x");
    request_free(next);
    request_free(rq);
    buffer_fini(&mark);
}
END_TEST

START_TEST(refuses_the_page_mark_of_another_question)
{
    struct problem problem;
    struct request *rq;
    struct buffer mark;
    char target[1024];

    ck_assert_int_eq(notes_get(L "country=kz", &rq, &problem), 0);
    write_mark(rq, 0.1, &mark);
    snprintf(target, sizeof target, "/v1/notes?country=tj&cursor=%s", mark.data);
    request_free(rq);
    ck_assert_int_eq(notes_get(target, &rq, &problem), -1);
    ck_assert_int_eq(problem.kind, PROBLEM_INVALID_CURSOR);
    request_free(rq);
    buffer_fini(&mark);
}
END_TEST

START_TEST(keys_have_the_day_that_answers_are_about)
{
    struct problem problem;
    struct request *rq;
    struct request *given;
    char expected[64];

    ck_assert_int_eq(notes_get("/v1/search?q=a", &rq, &problem), 0);
    ck_assert_int_eq(notes_get("/v1/search?q=a&on=2024-08-21", &given, &problem), 0);
    snprintf(expected, sizeof expected, "/v1/search?q=a#%s", request_day(rq));
    ck_assert_str_eq(request_key(rq), expected);
    ck_assert_str_eq(request_next_target(rq, "x"), "?q=a&cursor=x");
    ck_assert_str_eq(request_key(given), "/v1/search?q=a&on=2024-08-21");
    ck_assert_str_eq(request_next_target(given, "x"), "?q=a&on=2024-08-21&cursor=x");
    ck_assert_ptr_null(request_parameter(rq, "on"));
    ck_assert_str_eq(request_day(given), "2024-08-21");
    request_free(given);
    request_free(rq);
}
END_TEST

START_TEST(redirects_keep_the_question)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(notes_get("/v1/pairs/tj-kz/trade?rank=07&limit=2", &rq, &problem), 0);
    ck_assert_str_eq(request_segment(rq), "tj-kz");
    ck_assert_str_eq(request_moved_target(rq, "KAZ-TJK"), "/v1/pairs/KAZ-TJK/trade?rank=7&limit=2");
    ck_assert(strchr(request_key(rq), '#'));
    ck_assert_str_eq(strchr(request_key(rq), '#') + 1, request_day(rq));
    request_free(rq);
}
END_TEST

static const struct {
    const char *name;
    const char *target; /* with the mark of /v1/search?q=a behind it */
    bool is_right;
} followers[] = {
    {"takes a mark of the same words", "/v1/search?q=a", true},
    {"takes a mark of another day", "/v1/search?q=a&on=2024-08-21", true},
    {"takes a mark with another limit", "/v1/search?q=a&limit=3", true},
    {"refuses a mark of other words", "/v1/search?q=b", false},
    {"refuses a mark of another path", "/v1/notes?title=a", false},
    {"refuses a mark of another sort", "/v1/search?q=a&sort=value", false},
    {"refuses a mark without the filter", "/v1/search?q=a&id=a", false},
};

START_TEST(follows_a_mark)
{
    struct problem problem;
    struct request *rq;
    struct buffer mark;
    char target[1024];

    ck_assert_int_eq(notes_get("/v1/search?q=a", &rq, &problem), 0);
    write_mark(rq, 0.1, &mark);
    request_free(rq);
    snprintf(target, sizeof target, "%s&cursor=%s", followers[_i].target, mark.data);
    ck_assert_int_eq(notes_get(target, &rq, &problem), followers[_i].is_right ? 0 : -1);
    if (!followers[_i].is_right)
        ck_assert_int_eq(problem.kind, PROBLEM_INVALID_CURSOR);
    request_free(rq);
    buffer_fini(&mark);
}
END_TEST

START_TEST(a_handler_may_add_filters_to_a_copy)
{
    struct problem problem;
    struct request *rq;
    struct query copy;

    ck_assert_int_eq(notes_get("/v1/notes?rank=1", &rq, &problem), 0);
    copy = *request_query(rq);
    copy.filters[copy.filter_count] = copy.filters[0];
    copy.filters[copy.filter_count++].op = OP_GTE;

    const struct value row[] = {{.type = VALUE_NULL}, {.type = VALUE_TEXT, .text = "a"}};
    struct buffer mark;

    buffer_init(&mark);
    query_cursor_write(&copy, row, &mark);
    buffer_add_char(&mark, '\0');
    ck_assert(query_cursor_fits(request_query(rq), mark.data));
    buffer_fini(&mark);
    request_free(rq);
}
END_TEST

/* Every filter of every resource, with the example that its table gives. */
START_TEST(takes_the_examples_of_the_tables)
{
    const struct resource *resource = resource_all[_i];
    const struct route route = {.path = "/list", .resource = resource, .takes = ROUTE_TAKES_LIST};
    const struct routes routes = {&route, 1};
    struct problem problem;
    struct request *rq;
    char target[1024];

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];

        for (unsigned op = OP_EQ; op <= OP_ISNULL; op <<= 1) {
            const char *suffix = field_op_suffix(op);
            struct arrival arrival = {.method = "GET", .target = target};

            if (!(field->ops & op))
                continue;
            snprintf(target, sizeof target, "/list?%s%s%s=%s", field->name, suffix[0] ? "__" : "",
                     suffix, op == OP_ISNULL ? "true" : field->example);
            for (char *blank = strchr(target, ' '); blank; blank = strchr(blank, ' '))
                *blank = '+';
            int result = request_new(&routes, &notes_limits, &arrival, &rq, &problem);

            ck_assert_msg(result == 0, "%s %s: %s", resource->name, target,
                          result ? problem.detail : "");
            request_free(rq);
        }
    }
}
END_TEST

START_TEST(own_values_are_seen_canonical)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(notes_get("/v1/notes/groups?group_by=period,colour&top=010&exporter=kz"
                               "&others=true&share=.5",
                               &rq, &problem),
                     0);
    ck_assert_str_eq(request_parameter(rq, "group_by"), "period,colour");
    ck_assert_str_eq(request_parameter(rq, "top"), "10");
    ck_assert_str_eq(request_parameter(rq, "exporter"), "KAZ");
    ck_assert_str_eq(request_parameter(rq, "others"), "true");
    ck_assert_str_eq(request_parameter(rq, "share"), "0.5");
    ck_assert_ptr_null(request_parameter(rq, "to"));
    request_free(rq);
}
END_TEST

START_TEST(streams_have_no_limit)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(notes_get(L "format=ndjson", &rq, &problem), 0);
    ck_assert(request_is_stream(rq));
    ck_assert_int_eq(request_query(rq)->limit, 0);
    ck_assert_int_eq(request_query(rq)->format, FORMAT_NDJSON);
    request_free(rq);
}
END_TEST

START_TEST(dates_and_truth_arrive_as_the_database_has_them)
{
    struct problem problem;
    struct request *rq;

    ck_assert_int_eq(
        notes_get(L "signed_on__lte=2023&value__isnull=false&open=true", &rq, &problem), 0);
    const struct query *query = request_query(rq);

    ck_assert_uint_eq(query->filter_count, 3);
    ck_assert_str_eq(query->filters[0].field->name, "value");
    ck_assert(query->filters[0].values[0].type == VALUE_INTEGER);
    ck_assert_int_eq(query->filters[0].values[0].integer, 0);
    ck_assert_int_eq(query->filters[1].values[0].integer, 1);
    ck_assert_str_eq(query->filters[2].values[0].text, "2023-12-31");
    request_free(rq);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch_parameters");
    TCase *tcase = tcase_create("parameters");

    suite_add_tcase(suite, tcase);
    SUITE_ADD_ROWS(tcase, accepts, accepted);
    SUITE_ADD_ROWS(tcase, says_the_same_again, accepted);
    SUITE_ADD_ROWS(tcase, refuses, refused);
    tcase_add_test(tcase, refuses_more_than_64_parameters);
    tcase_add_test(tcase, refuses_more_filters_than_a_query_holds);
    tcase_add_test(tcase, follows_its_own_page_marks);
    tcase_add_test(tcase, refuses_the_page_mark_of_another_question);
    tcase_add_test(tcase, keys_have_the_day_that_answers_are_about);
    tcase_add_test(tcase, redirects_keep_the_question);
    SUITE_ADD_ROWS(tcase, follows_a_mark, followers);
    tcase_add_test(tcase, a_handler_may_add_filters_to_a_copy);
    for (int i = 0; resource_all[i]; i++)
        suite_add_row(tcase, takes_the_examples_of_the_tables, i, resource_all[i]->name);
    tcase_add_test(tcase, own_values_are_seen_canonical);
    tcase_add_test(tcase, streams_have_no_limit);
    tcase_add_test(tcase, dates_and_truth_arrive_as_the_database_has_them);
    return suite_run(suite);
}
