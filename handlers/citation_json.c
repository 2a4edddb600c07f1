/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "handlers/citation.h"
#include "model/arena.h"
#include "model/audit.h"
#include "model/buffer.h"
#include "model/cite.h"
#include "model/json_out.h"

/* A path that is made on the way. */
static void write_path(struct json_out *json, const char *resource, const char *id,
                       struct arena *arena)
{
    const char *path = arena_format(arena, "/v1/%s/%s", resource, id);

    json->out->has_failed = json->out->has_failed || !path;
    json_out_text(json, "path", path);
}

static const char *date_text(const struct date *date)
{
    return date ? date->text : NULL;
}

static const char *period_text(const struct period *period)
{
    return period ? period->text : NULL;
}

static void write_sentence(struct json_out *json, const struct cite *cite)
{
    struct buffer text;

    buffer_init(&text);
    cite_write_sentence(cite, &text);
    buffer_add_char(&text, '\0');
    json->out->has_failed = json->out->has_failed || buffer_failed(&text);
    json_out_text(json, "sentence", buffer_failed(&text) ? NULL : text.data);
    buffer_fini(&text);
}

static void write_subject(struct json_out *json, const struct cite *cite)
{
    const struct claim *claim = cite->claim;

    json_out_text(json, "subject", claim->subject);
    json_out_text(json, "pair", claim->pair);
    json_out_text(json, "from", claim->from);
    json_out_text(json, "to", claim->to);
    json_out_text(json, "country", claim->country);
    json_out_text(json, "event", claim->event);
    json_out_text(json, "agreement", claim->agreement);
    json_out_text(json, "about", cite->about);
    json_out_text(json, "metric", claim->metric);
    json_out_text(json, "of", claim->of);
    json_out_text(json, "whole", claim->whole);
    json_out_text(json, "scope", claim->scope);
    json_out_text(json, "commodity", claim->commodity);
    json_out_text(json, "sector", claim->sector);
    json_out_text(json, "period", period_text(claim->period));
    json_out_text(json, "base_period", period_text(claim->base_period));
    json_out_text(json, "deadline", date_text(claim->deadline));
}

static void write_quantity(struct json_out *json, const struct claim *claim)
{
    if (claim->has_quantity) {
        json_out_begin(json, "quantity", '{');
        json_out_number(json, "value", claim->quantity.value);
        json_out_text(json, "qualifier", qualifier_word(claim->quantity.qualifier));
        json_out_number(json, "precision", claim->quantity.precision);
        json_out_interval(json, "low", "high", &claim->bounds.likely);
        json_out_interval(json, "possible_low", "possible_high", &claim->bounds.possible);
        json_out_text(json, "unit", claim->unit);
        json_out_end(json, '}');
    } else {
        json_out_null(json, "quantity");
    }
    json_out_text(json, "text", claim->text);
}

static void write_speaker(struct json_out *json, const struct claim *claim)
{
    const struct claim_authority *authority = &claim->authority;

    json_out_text(json, "said_by", claim->said_by);
    json_out_text(json, "said_as", claim->said_as);
    json_out_text(json, "said_on", date_text(claim->said_on));
    if (authority->id) {
        json_out_begin(json, "authority", '{');
        json_out_text(json, "id", authority->id);
        json_out_text(json, "name", authority->name);
        json_out_text(json, "kind", authority->kind);
        json_out_text(json, "country", authority->country);
        json_out_end(json, '}');
    } else {
        json_out_null(json, "authority");
    }
}

static void write_source(struct json_out *json, const struct claim_citation *citation,
                         struct arena *arena)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", citation->source);
    json_out_text(json, "title", citation->title);
    json_out_text(json, "publisher", citation->publisher);
    json_out_text(json, "published_on", date_text(citation->published_on));
    json_out_text(json, "url", citation->url);
    json_out_text(json, "language", citation->language);
    json_out_text(json, "locator", citation->locator);
    write_path(json, "sources", citation->source, arena);
    json_out_end(json, '}');
}

static void write_sources(struct json_out *json, const struct claim *claim, struct arena *arena)
{
    json_out_begin(json, "sources", '[');
    for (size_t i = 0; i < claim->citation_count; i++)
        write_source(json, &claim->citations[i], arena);
    json_out_end(json, ']');
}

static void write_reading(struct json_out *json, const struct claim *claim)
{
    if (claim->printed) {
        json_out_begin(json, "reading", '{');
        json_out_text(json, "printed", claim->printed);
        json_out_text(json, "read_as", claim->reading);
        json_out_text(json, "reason", claim->reading_reason);
        json_out_end(json, '}');
    } else {
        json_out_null(json, "reading");
    }
    json_out_boolean(json, "derived", claim->is_derived);
    json_out_text(json, "inference", claim->inference);
    json_out_text(json, "note", claim->note);
}

static void write_check(struct json_out *json, const struct audit_finding *finding,
                        const struct claim *claim, struct arena *arena)
{
    const struct check *check = &finding->check;
    const char *id = audit_finding_id(finding, arena);

    json->out->has_failed = json->out->has_failed || !id;
    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", id);
    json_out_text(json, "kind", check_kind_word(check->kind));
    json_out_text(json, "result", verdict_word(check->result));
    json_out_text(json, "reason", check_reason_word(check->reason));
    json_out_text(json, "because", check_reason_sentence(check->reason));
    json_out_text(json, "acknowledged", finding->acknowledged);
    json_out_begin(json, "others", '[');
    for (size_t i = 0; i < finding->part_count; i++) {
        if (finding->parts[i].claim != claim)
            json_out_text(json, NULL, finding->parts[i].claim->id);
    }
    json_out_end(json, ']');
    json_out_end(json, '}');
}

static void write_checks(struct json_out *json, const struct cite *cite, struct arena *arena)
{
    json_out_begin(json, "checks", '[');
    for (size_t i = 0; i < cite->audit->count; i++) {
        const struct audit_finding *finding = &cite->audit->findings[i];
        if (audit_finding_has(finding, cite->claim))
            write_check(json, finding, cite->claim, arena);
    }
    json_out_end(json, ']');
}

void citation_write_json(const struct cite *cite, struct arena *arena, struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '{');
    json_out_begin(&json, "data", '{');
    json_out_text(&json, "id", cite->claim->id);
    write_path(&json, "claims", cite->claim->id, arena);
    write_sentence(&json, cite);
    write_subject(&json, cite);
    write_quantity(&json, cite->claim);
    write_speaker(&json, cite->claim);
    write_sources(&json, cite->claim, arena);
    write_reading(&json, cite->claim);
    write_checks(&json, cite, arena);
    json_out_end(&json, '}');
    buffer_add_char(out, '\n');
    json_out_begin(&json, "meta", '{');
    json_out_integer(&json, "revision", cite->revision);
    if (cite->audit->is_cut)
        json_out_boolean(&json, "is_cut", true);
    json_out_end(&json, '}');
    json_out_end(&json, '}');
    buffer_add_char(out, '\n');
}
