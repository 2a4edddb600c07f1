/* SPDX-License-Identifier: MIT */
#include "handlers/figure_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "handlers/check_rows.h"
#include "handlers/list.h"
#include "model/arena.h"
#include "model/audit.h"
#include "model/buffer.h"
#include "model/figure_id.h"
#include "model/json_out.h"
#include "model/query.h"

enum { MOST_STATISTICS = 64 };

/* The checks that a claim is part of. */
struct checks_of {
    size_t *findings; /* their places in the audit */
    size_t count;
};

/* A figure while it is written. */
struct row {
    const struct figure_question *question;
    struct checks_of *checks; /* of each claim of the question */
    size_t *last_row;         /* of each check: the number of the last figure that has it */
    size_t number;            /* of this one, from 1 */
    struct figure figure;
    const struct figure_statistic *statistics[MOST_STATISTICS];
    struct figure_answer answer;
    struct arena *arena;
    struct buffer part; /* a list inside it */
};

/* Of a figure of statistics alone the first one says what it is of. */
static const struct claim *claim_of(const struct row *row)
{
    return row->figure.claim_count ? row->figure.claims[0] : NULL;
}

static const char *period_text(const struct period *period)
{
    return period ? period->text : NULL;
}

static void write_period(struct json_out *json, const char *name, const char *start,
                         const char *end, const struct period *period)
{
    json_out_text(json, name, period_text(period));
    json_out_text(json, start, period ? period->start : NULL);
    json_out_text(json, end, period ? period->end : NULL);
}

/* ---- what it is of ---- */

/* Statistics have all goods, of a pair or a direction. */
static void write_statistic_id(const struct row *row, struct buffer *id)
{
    const struct figure_statistic *statistic = row->figure.statistics[0];
    struct period period;
    const struct claim likeness = {
        .pair = row->question->pair,
        .from = statistic->from,
        .to = statistic->to,
        .metric = statistic->to ? "exports" : "turnover",
        .period = period_parse(statistic->period, &period) ? &period : NULL,
        .unit = statistic->unit,
    };

    figure_id_write(&likeness, id);
}

static void write_id(struct json_out *json, const struct row *row)
{
    struct buffer id;

    buffer_init(&id);
    if (claim_of(row))
        figure_id_write(claim_of(row), &id);
    else
        write_statistic_id(row, &id);
    buffer_add_char(&id, '\0');
    json->out->has_failed = json->out->has_failed || buffer_failed(&id);
    json_out_text(json, "id", buffer_failed(&id) ? NULL : id.data);
    buffer_fini(&id);
}

static void write_claim_subject(struct json_out *json, const struct claim *claim)
{
    json_out_text(json, "pair", claim->pair);
    json_out_text(json, "pair_a", claim->a);
    json_out_text(json, "pair_b", claim->b);
    json_out_text(json, "subject", claim->subject);
    json_out_text(json, "from", claim->from);
    json_out_text(json, "to", claim->to);
    json_out_text(json, "country", claim->country);
    json_out_text(json, "event", claim->event);
    json_out_text(json, "agreement", claim->agreement);
    json_out_text(json, "metric", claim->metric);
    json_out_text(json, "of", claim->of);
    json_out_text(json, "whole", claim->whole);
    json_out_text(json, "scope", claim->scope);
    json_out_text(json, "commodity", claim->commodity);
    json_out_text(json, "sector", claim->sector);
    write_period(json, "period", "period_start", "period_end", claim->period);
    write_period(json, "base_period", "base_period_start", "base_period_end", claim->base_period);
    json_out_text(json, "unit", claim->unit);
    if (claim->count)
        json_out_integer(json, "count", claim->count);
}

/* Of statistics alone: what is not written is not known, and null in the list. */
static void write_statistic_subject(struct json_out *json, const struct row *row)
{
    const struct figure_statistic *statistic = row->figure.statistics[0];
    struct period period;
    const bool is_period = period_parse(statistic->period, &period);

    json_out_text(json, "pair", row->question->pair);
    json_out_text(json, "pair_a", statistic->a);
    json_out_text(json, "pair_b", statistic->b);
    json_out_text(json, "subject", statistic->to ? "direction" : "pair");
    json_out_text(json, "from", statistic->from);
    json_out_text(json, "to", statistic->to);
    json_out_text(json, "metric", statistic->to ? "exports" : "turnover");
    write_period(json, "period", "period_start", "period_end", is_period ? &period : NULL);
    json_out_text(json, "unit", statistic->unit);
}

/* ---- the answer ---- */

static const struct claim_citation *citation_of(const struct claim *claim)
{
    return claim && claim->citation_count ? &claim->citations[0] : NULL;
}

static struct bounds bounds_of(const struct row *row)
{
    const struct bounds nothing = {{-INFINITY, INFINITY}, {-INFINITY, INFINITY}};

    if (row->answer.claim)
        return row->answer.claim->bounds;
    if (row->answer.statistic)
        return bounds_point(row->answer.statistic->value);
    if (row->question->rule != FIGURE_ALL || row->figure.claim_count == 0)
        return nothing;
    return (struct bounds){figure_spread_of(&row->figure).likely,
                           figure_spread_of(&row->figure).possible};
}

static void write_value(struct json_out *json, const struct row *row)
{
    const struct claim *claim = row->answer.claim;
    const struct figure_statistic *statistic = row->answer.statistic;

    json_out_number(json, "value",
                    claim       ? claim->quantity.value
                    : statistic ? statistic->value
                                : (double)NAN);
    json_out_text(json, "qualifier", claim ? qualifier_word(claim->quantity.qualifier) : NULL);
}

static void write_answer(struct json_out *json, const struct row *row)
{
    const struct claim_citation *citation = citation_of(row->answer.claim);
    const struct bounds bounds = bounds_of(row);

    write_value(json, row);
    json_out_interval(json, "low", "high", &bounds.likely);
    json_out_interval(json, "possible_low", "possible_high", &bounds.possible);
    json_out_text(json, "rule", words_figure_rule[row->question->rule]);
    json_out_text(json, "claim", row->answer.claim ? row->answer.claim->id : NULL);
    json_out_text(json, "source", citation ? citation->source : NULL);
    json_out_text(json, "locator", citation ? citation->locator : NULL);
    json_out_text(json, "series", row->answer.statistic ? row->answer.statistic->series : NULL);
    json_out_text(json, "reason", row->answer.reason);
}

static void write_spread(struct json_out *json, const struct row *row)
{
    const struct figure_spread spread = figure_spread_of(&row->figure);

    json_out_calculated(json, "spread", spread.is_known ? spread.absolute : (double)NAN);
    json_out_calculated(json, "spread_relative", spread.is_known ? spread.relative : (double)NAN);
}

/* ---- what it was chosen from ---- */

static void write_claim(struct json_out *json, const struct claim *claim, bool is_answer)
{
    const struct claim_citation *citation = citation_of(claim);
    const struct date *date = claim_date(claim);

    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", claim->id);
    json_out_number(json, "value", claim->has_quantity ? claim->quantity.value : (double)NAN);
    json_out_text(json, "qualifier",
                  claim->has_quantity ? qualifier_word(claim->quantity.qualifier) : NULL);
    json_out_number(json, "low", claim->has_quantity ? claim->bounds.likely.low : (double)NAN);
    json_out_number(json, "high", claim->has_quantity ? claim->bounds.likely.high : (double)NAN);
    json_out_text(json, "voice", words_figure_voice[figure_voice_of(claim)]);
    json_out_text(json, "authority", claim->authority.id);
    json_out_text(json, "said_by", claim->said_by);
    json_out_text(json, "date", date ? date->text : NULL);
    json_out_boolean(json, "derived", claim->is_derived);
    json_out_text(json, "source", citation ? citation->source : NULL);
    json_out_text(json, "locator", citation ? citation->locator : NULL);
    json_out_boolean(json, "is_answer", is_answer);
    json_out_end(json, '}');
}

static void write_claims(struct json_out *json, struct row *row)
{
    struct json_out list = {.out = &row->part};

    json_out_begin(&list, NULL, '[');
    for (size_t i = 0; i < row->figure.claim_count; i++)
        write_claim(&list, row->figure.claims[i], row->figure.claims[i] == row->answer.claim);
    json_out_end(&list, ']');
    json_out_quoted(json, "claims", &row->part);
}

static void write_statistic(struct json_out *json, const struct figure_statistic *statistic)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "series", statistic->series);
    json_out_text(json, "dataset", statistic->dataset);
    json_out_text(json, "basis", statistic->basis);
    json_out_text(json, "unit", statistic->unit);
    json_out_text(json, "flow", statistic->flow);
    json_out_text(json, "from", statistic->from);
    json_out_text(json, "to", statistic->to);
    json_out_text(json, "reporter", statistic->reporter);
    json_out_number(json, "value", statistic->has_value ? statistic->value : (double)NAN);
    json_out_end(json, '}');
}

static void write_statistics(struct json_out *json, struct row *row)
{
    struct json_out list = {.out = &row->part};

    json_out_begin(&list, NULL, '[');
    for (size_t i = 0; i < row->figure.statistic_count; i++)
        write_statistic(&list, row->figure.statistics[i]);
    json_out_end(&list, ']');
    json_out_quoted(json, "statistics", &row->part);
}

/* A check that several of the figure's claims are part of is written once. */
static void write_checks_of(struct json_out *json, struct row *row, const struct claim *claim)
{
    const struct checks_of *checks = &row->checks[claim - row->question->claims->items];

    for (size_t i = 0; i < checks->count; i++) {
        const size_t finding = checks->findings[i];
        if (row->last_row[finding] == row->number)
            continue;
        row->last_row[finding] = row->number;
        json_out_begin(json, NULL, '{');
        check_rows_write_members(json, &row->question->audit->findings[finding], row->arena);
        json_out_end(json, '}');
    }
}

static void write_checks(struct json_out *json, struct row *row)
{
    struct json_out list = {.out = &row->part};

    row->number++;
    json_out_begin(&list, NULL, '[');
    for (size_t i = 0; i < row->figure.claim_count; i++)
        write_checks_of(&list, row, row->figure.claims[i]);
    json_out_end(&list, ']');
    json_out_quoted(json, "checks", &row->part);
}

/* ---- which checks a claim is part of ---- */

static size_t count_parts(struct row *row)
{
    const struct audit *audit = row->question->audit;
    size_t count = 0;

    for (size_t i = 0; i < audit->count; i++) {
        for (size_t j = 0; j < audit->findings[i].part_count; j++)
            row->checks[audit->findings[i].parts[j].claim - row->question->claims->items].count++;
        count += audit->findings[i].part_count;
    }
    return count;
}

static void fill_checks(struct row *row, size_t *room)
{
    const struct audit *audit = row->question->audit;

    for (size_t i = 0; i < row->question->claims->count; i++) {
        row->checks[i].findings = room;
        room += row->checks[i].count;
        row->checks[i].count = 0;
    }
    for (size_t i = 0; i < audit->count; i++) {
        for (size_t j = 0; j < audit->findings[i].part_count; j++) {
            struct checks_of *checks =
                &row->checks[audit->findings[i].parts[j].claim - row->question->claims->items];
            checks->findings[checks->count++] = i;
        }
    }
}

static bool index_checks(struct row *row)
{
    const struct figure_question *question = row->question;
    size_t *room;

    row->checks = arena_alloc(row->arena, (question->claims->count + 1) * sizeof(*row->checks));
    row->last_row = arena_alloc(row->arena, (question->audit->count + 1) * sizeof(*row->last_row));
    if (!row->checks || !row->last_row)
        return false;
    room = arena_alloc(row->arena, (count_parts(row) + 1) * sizeof(*room));
    if (room)
        fill_checks(row, room);
    return room != NULL;
}

static void write_row(struct json_out *json, struct row *row)
{
    row->answer = figure_resolve(&row->figure, row->question->rule);
    json_out_begin(json, NULL, '{');
    write_id(json, row);
    if (claim_of(row))
        write_claim_subject(json, claim_of(row));
    else
        write_statistic_subject(json, row);
    write_answer(json, row);
    write_spread(json, row);
    if (query_needs(row->question->query, "claims"))
        write_claims(json, row);
    if (query_needs(row->question->query, "statistics"))
        write_statistics(json, row);
    if (query_needs(row->question->query, "checks"))
        write_checks(json, row);
    json_out_end(json, '}');
}

/* ---- claims into figures ---- */

/* Whether a filter on the metric or the period leaves the claim out; other filters are the list's.
 */
static bool is_left_out(const struct query_filter *filter, const struct claim *claim)
{
    const char *text = NULL;

    if (filter->op != OP_EQ)
        return false;
    if (strcmp(filter->field->name, "metric") == 0)
        text = claim->metric;
    else if (strcmp(filter->field->name, "period") == 0)
        text = claim->period ? claim->period->text : "";
    for (size_t i = 0; text && i < filter->value_count; i++) {
        if (strcmp(filter->values[i].text, text) == 0)
            return false;
    }
    return text != NULL;
}

static bool is_asked(const struct figure_question *question, const struct claim *claim)
{
    for (size_t i = 0; i < question->query->filter_count; i++) {
        if (is_left_out(&question->query->filters[i], claim))
            return false;
    }
    return true;
}

static bool is_figure(const struct figure_question *question, const struct claim *claim)
{
    return claim->has_quantity && strcmp(claim->metric, "target") != 0 &&
           (!question->pair || claim_text_is(claim->pair, question->pair)) &&
           is_asked(question, claim);
}

bool figure_rows_want_checks(const struct figure_question *question)
{
    if (!query_needs(question->query, "checks"))
        return false;
    for (size_t i = 0; i < question->claims->count; i++) {
        if (is_figure(question, &question->claims->items[i]))
            return true;
    }
    return false;
}

static int compare(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const int order = claim_compare_figure(left, right);

    return order ? order : figure_compare(a, b);
}

/* Those of figures, each figure's together. NULL: no memory. */
static const struct claim **sort_claims(const struct figure_question *question, struct arena *arena,
                                        size_t *ret_count)
{
    const struct claims *claims = question->claims;
    const struct claim **sorted = arena_alloc(arena, (claims->count + 1) * sizeof(void *));

    *ret_count = 0;
    if (!sorted)
        return NULL;
    for (size_t i = 0; i < claims->count; i++) {
        if (is_figure(question, &claims->items[i]))
            sorted[(*ret_count)++] = &claims->items[i];
    }
    qsort(sorted, *ret_count, sizeof(void *), compare);
    return sorted;
}

static size_t count_same(const struct claim *const *claims, size_t count)
{
    size_t same = 1;

    while (same < count && claim_compare_figure(claims[0], claims[same]) == 0)
        same++;
    return same;
}

/* ---- statistics beside them ---- */

/* Statistics have all goods of one period, both ways or one. */
static bool is_beside(const struct figure_statistic *statistic, const struct claim *claim)
{
    const bool is_flow =
        strcmp(claim->metric, "exports") == 0 || strcmp(claim->metric, "imports") == 0;

    if (!claim->period || claim->sector || claim->commodity || claim->scope || claim->agreement ||
        strcmp(claim->period->text, statistic->period) != 0)
        return false;
    if (is_flow)
        return claim_text_is(statistic->from, claim->from) &&
               claim_text_is(statistic->to, claim->to);
    return strcmp(claim->metric, "turnover") == 0 && !statistic->to &&
           claim_text_is(statistic->pair, claim->pair);
}

static void add_statistic(struct row *row, const struct figure_statistic *statistic)
{
    if (row->figure.statistic_count < MOST_STATISTICS)
        row->statistics[row->figure.statistic_count++] = statistic;
}

static void add_statistics(struct row *row)
{
    const struct figure_question *question = row->question;

    for (size_t i = 0; i < question->statistic_count; i++) {
        if (is_beside(&question->statistics[i], row->figure.claims[0]))
            add_statistic(row, &question->statistics[i]);
    }
}

static bool has_claims(const struct figure_statistic *statistic, const struct claim *const *claims,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_beside(statistic, claims[i]))
            return true;
    }
    return false;
}

static bool is_of_same(const struct figure_statistic *a, const struct figure_statistic *b)
{
    return strcmp(a->period, b->period) == 0 && strcmp(a->unit, b->unit) == 0 &&
           claim_text_is(a->from, b->from) && claim_text_is(a->to, b->to);
}

/* Whether an earlier statistic stands for the same figure. */
static bool is_repeated(const struct figure_question *question, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (is_of_same(&question->statistics[j], &question->statistics[i]))
            return true;
    }
    return false;
}

/* Years alone are figures without claims; months would drown them. */
static bool is_of_year(const struct figure_statistic *statistic)
{
    enum { YEAR_LENGTH = 4 };

    return strlen(statistic->period) == YEAR_LENGTH;
}

static void write_alone(struct json_out *json, struct row *row, size_t first)
{
    const struct figure_question *question = row->question;

    row->figure = (struct figure){.statistics = row->statistics};
    for (size_t i = first; i < question->statistic_count; i++) {
        if (is_of_same(&question->statistics[i], &question->statistics[first]))
            add_statistic(row, &question->statistics[i]);
    }
    write_row(json, row);
}

static void write_rows(struct json_out *json, struct row *row, const struct claim *const *sorted,
                       size_t count)
{
    const struct figure_question *question = row->question;
    size_t same;

    for (size_t i = 0; i < count && json->out->length <= LIST_MADE_MOST_BYTES; i += same) {
        same = count_same(sorted + i, count - i);
        row->figure = (struct figure){sorted + i, same, row->statistics, 0};
        add_statistics(row);
        write_row(json, row);
    }
    for (size_t i = 0; question->pair && i < question->statistic_count; i++) {
        if (is_of_year(&question->statistics[i]) &&
            !has_claims(&question->statistics[i], sorted, count) && !is_repeated(question, i))
            write_alone(json, row, i);
    }
}

int figure_rows_write(const struct figure_question *question, struct arena *arena,
                      struct buffer *out)
{
    struct json_out json = {.out = out};
    struct row *row = arena_alloc(arena, sizeof(*row));
    size_t count;
    const struct claim **sorted = sort_claims(question, arena, &count);

    if (!row || !sorted)
        return -1;
    row->question = question;
    row->arena = arena;
    if (question->audit && !index_checks(row))
        return -1;
    buffer_init(&row->part);
    json_out_begin(&json, NULL, '[');
    write_rows(&json, row, sorted, count);
    json_out_end(&json, ']');
    buffer_fini(&row->part);
    return buffer_failed(out) ? -1 : 0;
}
