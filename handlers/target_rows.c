/* SPDX-License-Identifier: MIT */
#include "handlers/target_rows.h"

#include <math.h>

#include "model/buffer.h"
#include "model/json_out.h"
#include "model/promise.h"

static const char *id_of(const struct claim *claim)
{
    return claim ? claim->id : NULL;
}

static const struct claim_citation *citation_of(const struct claim *claim)
{
    return claim->citation_count ? &claim->citations[0] : NULL;
}

static const char *date_text(const struct date *date)
{
    return date ? date->text : NULL;
}

static void write_date(struct json_out *json, const char *name, const char *start, const char *end,
                       const struct date *date)
{
    json_out_text(json, name, date_text(date));
    json_out_text(json, start, date ? date->start : NULL);
    json_out_text(json, end, date ? date->end : NULL);
}

static void write_amount(struct json_out *json, const struct claim *claim)
{
    json_out_number(json, "value", claim->quantity.value);
    json_out_text(json, "qualifier", qualifier_word(claim->quantity.qualifier));
    json_out_interval(json, "low", "high", &claim->bounds.likely);
}

static void write_subject(struct json_out *json, const struct claim *claim)
{
    json_out_text(json, "id", claim->id);
    json_out_text(json, "pair", claim->pair);
    json_out_text(json, "pair_a", claim->a);
    json_out_text(json, "pair_b", claim->b);
    json_out_text(json, "from", claim->from);
    json_out_text(json, "to", claim->to);
    json_out_text(json, "of", claim->of);
    json_out_text(json, "scope", claim->scope);
    json_out_text(json, "commodity", claim->commodity);
    json_out_text(json, "sector", claim->sector);
    write_amount(json, claim);
    json_out_text(json, "unit", claim->unit);
}

static void write_statement(struct json_out *json, const struct claim *claim)
{
    const struct claim_citation *citation = citation_of(claim);

    write_date(json, "deadline", "deadline_start", "deadline_end", claim->deadline);
    write_date(json, "stated_on", "stated_on_start", "stated_on_end", claim_date(claim));
    json_out_text(json, "said_by", claim->said_by);
    json_out_text(json, "said_as", claim->said_as);
    json_out_text(json, "text", claim->text);
    json_out_text(json, "source", citation ? citation->source : NULL);
    json_out_text(json, "locator", citation ? citation->locator : NULL);
}

static void write_status(struct json_out *json, const struct promise *promise)
{
    const struct period *met = promise->met_by ? promise->met_by->period : NULL;

    json_out_text(json, "status",
                  promise->has_status ? words_promise_status[promise->status] : NULL);
    json_out_text(json, "status_reason", promise->status_reason);
    json_out_text(json, "met_by", id_of(promise->met_by));
    json_out_text(json, "met_in", met ? met->text : NULL);
    json_out_text(json, "met_in_start", met ? met->start : NULL);
    json_out_text(json, "met_in_end", met ? met->end : NULL);
    json_out_text(json, "restated_by", id_of(promise->restated_by));
}

static void write_restatement(struct json_out *json, const struct claim *claim)
{
    const struct claim_citation *citation = citation_of(claim);

    json_out_begin(json, NULL, '{');
    json_out_text(json, "claim", claim->id);
    json_out_text(json, "stated_on", date_text(claim_date(claim)));
    json_out_text(json, "deadline", date_text(claim->deadline));
    json_out_text(json, "said_by", claim->said_by);
    json_out_text(json, "said_as", claim->said_as);
    json_out_text(json, "source", citation ? citation->source : NULL);
    json_out_end(json, '}');
}

static void write_group(struct json_out *json, const struct promise *promise)
{
    const struct claim *first = promise->first;

    json_out_text(json, "first", id_of(first));
    write_date(json, "first_stated_on", "first_stated_on_start", "first_stated_on_end",
               first ? claim_date(first) : NULL);
    if (promise->is_day_known)
        json_out_boolean(json, "is_first", promise->is_first);
    else
        json_out_null(json, "is_first");
    json_out_integer(json, "restated", (int64_t)promise->statement_count - 1);
    json_out_begin(json, "restatements", '[');
    for (size_t i = 1; i < promise->statement_count; i++)
        write_restatement(json, promise->statements[i]);
    json_out_end(json, ']');
}

static void write_change(struct json_out *json, const struct promise *promise)
{
    const bool is_known = promise->before != NULL;

    json_out_text(json, "before", id_of(promise->before));
    json_out_text(json, "amount_change",
                  is_known ? promise_change_word(promise->amount_change) : NULL);
    json_out_text(json, "deadline_change",
                  is_known ? promise_change_word(promise->deadline_change) : NULL);
}

static void write_figure(struct json_out *json, const char *name, const char *reason_name,
                         const struct claim *claim, const char *reason)
{
    if (claim) {
        json_out_begin(json, name, '{');
        json_out_text(json, "claim", claim->id);
        json_out_text(json, "period", claim->period->text);
        write_amount(json, claim);
        json_out_interval(json, "possible_low", "possible_high", &claim->bounds.possible);
        json_out_end(json, '}');
    } else {
        json_out_null(json, name);
    }
    json_out_text(json, reason_name, reason);
}

#define WRITE_PERCENT(json, name, percent)                                                         \
    write_percent(json,                                                                            \
                  (const char *const[]){name "_low", name "_high", name "_possible_low",           \
                                        name "_possible_high", name "_reason"},                    \
                  percent)

static void write_percent(struct json_out *json, const char *const *names,
                          const struct promise_percent *percent)
{
    static const struct interval nowhere = {-INFINITY, INFINITY};
    const bool is_known = percent->reason == NULL;

    json_out_interval(json, names[0], names[1], is_known ? &percent->bounds.likely : &nowhere);
    json_out_interval(json, names[2], names[3], is_known ? &percent->bounds.possible : &nowhere);
    json_out_text(json, names[4], percent->reason);
}

static void write_row(struct json_out *json, const struct promise *promise)
{
    json_out_begin(json, NULL, '{');
    write_subject(json, promise->claim);
    write_statement(json, promise->claim);
    write_status(json, promise);
    write_group(json, promise);
    write_change(json, promise);
    write_figure(json, "baseline", "baseline_reason", promise->baseline, promise->baseline_reason);
    write_figure(json, "now", "now_reason", promise->now, promise->now_reason);
    WRITE_PERCENT(json, "progress", &promise->progress);
    WRITE_PERCENT(json, "progress_from", &promise->way);
    WRITE_PERCENT(json, "growth_a_year", &promise->growth);
    json_out_number(json, "growth_years",
                    promise->growth.reason ? (double)NAN : promise->growth_years);
    json_out_number(json, "years_left", promise->has_deadline ? promise->years_left : (double)NAN);
    json_out_end(json, '}');
}

int target_rows_write(const struct claims *claims, const char *pair, const char *day,
                      struct arena *arena, struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '[');
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        struct promise promise;
        if (!promise_is_stated(claim) || !claim_text_is(claim->pair, pair))
            continue;
        if (!promise_make(claims, claim, day, arena, &promise))
            return -1;
        write_row(&json, &promise);
    }
    json_out_end(&json, ']');
    return buffer_failed(out) ? -1 : 0;
}
