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

static void write_numbers(struct json_out *json, const struct audit_finding *finding)
{
    const struct check *check = &finding->check;

    json_out_text(json, "unit", finding->unit);
    write_side(json, "left", check->has_left, &check->left, finding->left_is);
    write_side(json, "right", check->has_right, &check->right, finding->right_is);
    json_out_calculated(json, "gap", check->gap.absolute);
    json_out_calculated(json, "gap_relative", check->gap.relative);
    if (check->kind == CHECK_SCALE)
        json_out_integer(json, "steps", check->steps);
    else
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

static void write_subject(struct json_out *json, const struct claim *first)
{
    json_out_text(json, "pair", first->pair);
    json_out_text(json, "pair_a", first->a);
    json_out_text(json, "pair_b", first->b);
    json_out_text(json, "metric", first->metric);
    json_out_text(json, "period", first->period ? first->period->text : NULL);
    json_out_text(json, "period_start", first->period ? first->period->start : NULL);
    json_out_text(json, "period_end", first->period ? first->period->end : NULL);
}

void check_rows_write_members(struct json_out *json, const struct audit_finding *finding,
                              struct arena *arena)
{
    const struct check *check = &finding->check;
    const char *id = audit_finding_id(finding, arena);

    json->out->has_failed = json->out->has_failed || !id;
    json_out_text(json, "id", id);
    json_out_text(json, "kind", check_kind_word(check->kind));
    json_out_text(json, "result", verdict_word(check->result));
    json_out_text(json, "arithmetic", verdict_word(check->arithmetic));
    json_out_text(json, "reason", check_reason_word(check->reason));
    json_out_text(json, "relation", relation_word(finding->relation));
    json_out_text(json, "rule", check_rule(check->kind));
    json_out_text(json, "because", check_reason_sentence(check->reason));
    write_numbers(json, finding);
    write_claims(json, finding, arena);
    json_out_text(json, "acknowledged", finding->acknowledged);
}

static void write_row(struct json_out *json, const struct audit_finding *finding,
                      struct arena *arena)
{
    json_out_begin(json, NULL, '{');
    check_rows_write_members(json, finding, arena);
    write_subject(json, finding->parts[0].claim);
    json_out_end(json, '}');
}

int check_rows_write(const struct audit *audit, struct arena *arena, struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '[');
    for (size_t i = 0; i < audit->count && out->length <= LIST_MADE_MOST_BYTES; i++)
        write_row(&json, &audit->findings[i], arena);
    json_out_end(&json, ']');
    return buffer_failed(out) ? -1 : 0;
}
