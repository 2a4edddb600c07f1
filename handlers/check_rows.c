/* SPDX-License-Identifier: MIT */
#include "handlers/check_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "handlers/list.h"
#include "model/arena.h"
#include "model/audit.h"
#include "model/buffer.h"
#include "model/json_out.h"
#include "model/query.h"

static void write_side(struct json_out *json, const char *name, bool is_there,
                       const struct bounds *bounds, const char *what)
{
    if (!is_there) {
        json_out_null(json, name);
        return;
    }
    json_out_begin(json, name, '{');
    json_out_text(json, "what", what);
    json_out_interval(json, "low", "high", &bounds->likely);
    json_out_interval(json, "possible_low", "possible_high", &bounds->possible);
    json_out_end(json, '}');
}

static bool needs(const struct query *query, const char *name)
{
    return !query || query_needs(query, name);
}

static void write_numbers(struct json_out *json, const struct audit_finding *finding,
                          const struct query *query)
{
    const struct check *check = &finding->check;

    if (needs(query, "left"))
        write_side(json, "left", check->has_left, &check->left, finding->left_is);
    if (needs(query, "right"))
        write_side(json, "right", check->has_right, &check->right, finding->right_is);
    if (needs(query, "gap"))
        json_out_calculated(json, "gap", check->gap.absolute);
    if (needs(query, "gap_relative"))
        json_out_calculated(json, "gap_relative", check->gap.relative);
    if (check->kind == CHECK_SCALE)
        json_out_integer(json, "steps", check->steps);
    else if (needs(query, "steps"))
        json_out_null(json, "steps");
}

static void write_claim(struct json_out *json, const struct audit_part *part, struct arena *arena)
{
    const struct claim *claim = part->claim;

    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", claim->id);
    json_out_text(json, "role", part->role);
    json_out_number(json, "value", claim->has_quantity ? claim->quantity.value : (double)NAN);
    json_out_text(json, "qualifier",
                  claim->has_quantity ? qualifier_word(claim->quantity.qualifier) : NULL);
    json_out_text(json, "period", claim->period ? claim->period->text : NULL);
    json_out_text(json, "scope", claim->scope);
    const char *path = arena_format(arena, "/v1/claims/%s", claim->id);
    json->out->has_failed = json->out->has_failed || !path;
    json_out_text(json, "path", path);
    json_out_end(json, '}');
}

static void write_claims(struct json_out *json, const struct audit_finding *finding,
                         struct arena *arena)
{
    json_out_begin(json, "claims", '[');
    for (size_t i = 0; i < finding->part_count; i++)
        write_claim(json, &finding->parts[i], arena);
    json_out_end(json, ']');
}

static void write_period(struct json_out *json, const struct period *period)
{
    json_out_text(json, "period", period ? period->text : NULL);
    json_out_text(json, "period_start", period ? period->start : NULL);
    json_out_text(json, "period_end", period ? period->end : NULL);
}

/* ---- what is asked for ---- */

static bool is_any(const struct query_filter *filter, const char *text)
{
    for (size_t i = 0; text && i < filter->value_count; i++) {
        if (strcmp(filter->values[i].text, text) == 0)
            return true;
    }
    return false;
}

static bool has_any(const struct query_filter *filter, const struct audit_finding *finding)
{
    for (size_t i = 0; i < finding->part_count; i++) {
        if (is_any(filter, finding->parts[i].claim->id))
            return true;
    }
    return false;
}

/* Filters by words and claims leave out what need not be made; the others are the list's. */
static bool fits(const struct query_filter *filter, const struct audit_finding *finding)
{
    const struct check *check = &finding->check;
    const struct claim *first = finding->parts[0].claim;
    const struct {
        const char *name;
        const char *text;
    } members[] = {
        {"kind", check_kind_word(check->kind)},
        {"result", verdict_word(check->result)},
        {"arithmetic", verdict_word(check->arithmetic)},
        {"reason", check_reason_word(check->reason)},
        {"relation", relation_word(finding->relation)},
        {"metric", first->metric},
        {"period", first->period ? first->period->text : NULL},
    };

    if (filter->op != OP_EQ)
        return true;
    if (strcmp(filter->field->name, "claim") == 0)
        return has_any(filter, finding);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (strcmp(filter->field->name, members[i].name) == 0)
            return is_any(filter, members[i].text);
    }
    return true;
}

static bool is_asked(const struct query *query, const struct audit_finding *finding)
{
    for (size_t i = 0; query && i < query->filter_count; i++) {
        if (!fits(&query->filters[i], finding))
            return false;
    }
    return true;
}

/* ---- rows ---- */

static void write_words(struct json_out *json, const struct audit_finding *finding,
                        const struct query *query)
{
    const struct check *check = &finding->check;

    if (needs(query, "kind"))
        json_out_text(json, "kind", check_kind_word(check->kind));
    if (needs(query, "result"))
        json_out_text(json, "result", verdict_word(check->result));
    if (needs(query, "arithmetic"))
        json_out_text(json, "arithmetic", verdict_word(check->arithmetic));
    if (needs(query, "reason"))
        json_out_text(json, "reason", check_reason_word(check->reason));
    if (needs(query, "relation"))
        json_out_text(json, "relation", relation_word(finding->relation));
    if (needs(query, "rule"))
        json_out_text(json, "rule", check_rule(check->kind));
    if (needs(query, "because"))
        json_out_text(json, "because", check_reason_sentence(check->reason));
}

static void write_id(struct json_out *json, const struct audit_finding *finding,
                     struct arena *arena)
{
    const char *id = audit_finding_id(finding, arena);

    json->out->has_failed = json->out->has_failed || !id;
    json_out_text(json, "id", id);
}

static void write_members(struct json_out *json, const struct audit_finding *finding,
                          const struct query *query, struct arena *arena)
{
    if (needs(query, "id") || needs(query, "claim")) /* a claim is looked up by both */
        write_id(json, finding, arena);
    write_words(json, finding, query);
    if (needs(query, "unit"))
        json_out_text(json, "unit", finding->unit);
    write_numbers(json, finding, query);
    if (needs(query, "claims") || needs(query, "claim"))
        write_claims(json, finding, arena);
    if (needs(query, "acknowledged"))
        json_out_text(json, "acknowledged", finding->acknowledged);
}

void check_rows_write_members(struct json_out *json, const struct audit_finding *finding,
                              struct arena *arena)
{
    write_members(json, finding, NULL, arena);
}

static void write_row(struct json_out *json, const struct audit_finding *finding,
                      const struct query *query, struct arena *arena)
{
    const struct claim *first = finding->parts[0].claim;

    json_out_begin(json, NULL, '{');
    write_members(json, finding, query, arena);
    if (needs(query, "pair")) {
        json_out_text(json, "pair", first->pair);
        json_out_text(json, "pair_a", first->a);
        json_out_text(json, "pair_b", first->b);
    }
    if (needs(query, "metric"))
        json_out_text(json, "metric", first->metric);
    if (needs(query, "period"))
        write_period(json, first->period);
    json_out_end(json, '}');
}

int check_rows_write(const struct audit *audit, const struct query *query, struct arena *arena,
                     struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '[');
    for (size_t i = 0; i < audit->count && out->length <= LIST_MADE_MOST_BYTES; i++) {
        if (is_asked(query, &audit->findings[i]))
            write_row(&json, &audit->findings[i], query, arena);
    }
    json_out_end(&json, ']');
    return buffer_failed(out) ? -1 : 0;
}
