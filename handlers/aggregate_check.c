/* SPDX-License-Identifier: MIT */
/* What is refused, with the reason: docs/decisions/summing.md. */
#include <string.h>

#include "handlers/aggregate.h"
#include "handlers/trade.h"
#include "model/area.h"
#include "server/problem.h"

#define REFUSE(name, ...) problem_set(reterr, PROBLEM_INVALID_PARAMETER, name, __VA_ARGS__)

static bool has_value(const struct query_filter *filter, const char *text)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (strcmp(filter->values[i].text, text) == 0)
            return true;
    }
    return false;
}

/* An area that has others in it; NULL when @filter names none. */
static const struct area *find_whole(const struct query_filter *filter)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        const struct area *area = area_find(filter->values[i].text);
        if (area && (area->kind == AREA_GROUP || area->kind == AREA_WORLD))
            return area;
    }
    return NULL;
}

static int check_flow(const struct aggregate *aggregate, struct problem *reterr)
{
    const struct query_filter *filter = trade_filter(aggregate->rows, "flow");

    if (!filter || filter->value_count == 1 || aggregate_has(aggregate, AGGREGATE_FLOW))
        return 0;
    return REFUSE("flow",
                  "flows are never added: X and M hold re-exports, re-imports and processing, and "
                  "imports are no exports; add flow to group_by, or ask for one flow");
}

/* World and groups beside the countries in them. */
static int check_areas(const struct aggregate *aggregate, const char *name,
                       enum aggregate_dimension dimension, struct problem *reterr)
{
    const struct query_filter *filter = trade_filter(aggregate->rows, name);
    const struct area *whole = filter && filter->value_count > 1 ? find_whole(filter) : NULL;
    bool is_grouped = aggregate_has(aggregate, dimension);

    if (!whole || (is_grouped && !(aggregate->has_share && aggregate->ranked == dimension)))
        return 0;
    /* Which countries a group holds is not recorded. */
    const char *holds = whole->kind == AREA_WORLD ? "holds" : "may hold";
    if (is_grouped)
        return REFUSE(name,
                      "%s %s the others that are asked for, so shares of their sum mean nothing; "
                      "leave %s or share= out",
                      whole->code, holds, whole->code);
    return REFUSE(name,
                  "%s %s the others that are asked for: the sum would count them twice; leave %s "
                  "out, or add %s to group_by",
                  whole->code, holds, whole->code, name);
}

/* Two modes of transport of which one holds the other. */
static bool find_whole_mode(const struct query_filter *filter, long long *ret_whole,
                            long long *ret_part)
{
    for (size_t i = 0; i < filter->value_count * filter->value_count; i++) {
        *ret_whole = filter->values[i / filter->value_count].integer;
        *ret_part = filter->values[i % filter->value_count].integer;
        if (aggregate_is_part_of_mode(*ret_part, *ret_whole))
            return true;
    }
    return false;
}

static int check_modes(const struct aggregate *aggregate, struct problem *reterr)
{
    const struct query_filter *filter = trade_filter(aggregate->rows, "transport");
    long long whole;
    long long part;

    if (!filter || !find_whole_mode(filter, &whole, &part))
        return 0;
    return REFUSE("transport",
                  "mode %lld holds %lld: the sum would count it twice; leave one of them out",
                  whole, part);
}

/* All customs procedures beside some; World, or a group, among second partners. */
static int check_details(const struct aggregate *aggregate, struct problem *reterr)
{
    const struct query_filter *customs = trade_filter(aggregate->rows, "customs");
    const struct query_filter *partner2 = trade_filter(aggregate->rows, "partner2");
    const struct area *whole = partner2 && partner2->value_count > 1 ? find_whole(partner2) : NULL;

    if (customs && customs->value_count > 1 && has_value(customs, "C00"))
        return REFUSE("customs", "C00 is the total of the others that are asked for: the sum would "
                                 "count them twice; leave one or the others out");
    if (whole)
        return REFUSE("partner2",
                      "%s may hold the others that are asked for: the sum would count them twice; "
                      "leave one or the others out",
                      whole->code);
    return check_modes(aggregate, reterr);
}

static int length_of(const struct value *code)
{
    return (int)strcspn(code->text, "*");
}

int aggregate_asked_digits(const struct query *rows)
{
    const struct query_filter *filter = trade_filter(rows, "commodity");

    if (!filter || strcmp(filter->values[0].text, "TOTAL") == 0)
        return 0;
    return length_of(&filter->values[0]);
}

/* Values are sorted: a code stands before those that begin with it. */
static int check_codes(const struct query_filter *filter, struct problem *reterr)
{
    if (has_value(filter, "TOTAL") && filter->value_count > 1)
        return REFUSE("commodity",
                      "TOTAL holds every other code: the sum would count them twice; ask for it "
                      "apart");
    for (size_t i = 1; i < filter->value_count; i++) {
        const struct value *one = &filter->values[i - 1];
        const struct value *next = &filter->values[i];
        if (strncmp(one->text, next->text, (size_t)length_of(one)) == 0)
            return REFUSE("commodity",
                          "%.*s holds %.*s: the sum would count it twice; leave one of them out",
                          length_of(one), one->text, length_of(next), next->text);
        if (length_of(one) != length_of(next))
            return REFUSE("commodity",
                          "%.*s and %.*s are of different levels; ask for codes of one length",
                          length_of(one), one->text, length_of(next), next->text);
    }
    return 0;
}

static int check_commodity(const struct aggregate *aggregate, int level, struct problem *reterr)
{
    const struct query_filter *filter = trade_filter(aggregate->rows, "commodity");
    int asked = aggregate_asked_digits(aggregate->rows);
    bool is_grouped = aggregate_has(aggregate, AGGREGATE_COMMODITY);

    if (filter && check_codes(filter, reterr) != 0)
        return -1;
    if (level >= 0 && !is_grouped)
        return REFUSE("level", "level says how to group by commodity; add commodity to group_by");
    if (is_grouped && level < 0 && asked == 0)
        return REFUSE("level",
                      "group_by=commodity needs the digits of the codes, such as level=2 for "
                      "chapters of the HS; codes of several levels hold one another");
    if (is_grouped && level >= 0 && level < asked)
        return REFUSE("level",
                      "codes of %d digits are asked for, which have no codes of %d digits under "
                      "them; give level=%d or more",
                      asked, level, asked);
    return 0;
}

static bool has_time(const struct aggregate *aggregate)
{
    return aggregate_has(aggregate, AGGREGATE_YEAR) || aggregate_has(aggregate, AGGREGATE_PERIOD);
}

/* share= and top= are about the last dimension. */
static int check_ranked(const struct aggregate *aggregate, struct problem *reterr)
{
    const char *name = aggregate->has_share ? "share" : "top";

    if (!aggregate->has_share && !aggregate->top)
        return 0;
    switch (aggregate->ranked) {
    case AGGREGATE_REPORTER:
    case AGGREGATE_PARTNER:
    case AGGREGATE_YEAR:
    case AGGREGATE_PERIOD:
    case AGGREGATE_COMMODITY:
        return 0;
    case AGGREGATE_FLOW:
    case AGGREGATE_DATASET:
    case AGGREGATE_SERIES:
    case AGGREGATE_DIMENSIONS:
        break;
    }
    return REFUSE(
        name,
        "%s is about the last dimension of group_by: end it with reporter, partner, year, "
        "period or commodity; flows, datasets and series are never added",
        name);
}

static int check_time(const struct aggregate *aggregate, struct problem *reterr)
{
    if (aggregate->has_growth && !has_time(aggregate))
        return REFUSE("growth", "growth compares years; add year or period to group_by");
    if (strcmp(aggregate->frequency, "P") == 0 && !aggregate_has(aggregate, AGGREGATE_PERIOD))
        return REFUSE("frequency",
                      "periods of frequency P may overlap and are never added; add period to "
                      "group_by");
    return 0;
}

int aggregate_check(const struct aggregate *aggregate, int level, struct problem *reterr)
{
    if (check_flow(aggregate, reterr) != 0 ||
        check_areas(aggregate, "reporter", AGGREGATE_REPORTER, reterr) != 0 ||
        check_areas(aggregate, "partner", AGGREGATE_PARTNER, reterr) != 0 ||
        check_details(aggregate, reterr) != 0)
        return -1;
    if (check_commodity(aggregate, level, reterr) != 0 || check_ranked(aggregate, reterr) != 0)
        return -1;
    return check_time(aggregate, reterr);
}
