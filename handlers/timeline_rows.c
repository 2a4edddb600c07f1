/* SPDX-License-Identifier: MIT */
#include "handlers/timeline_rows.h"

#include <math.h>

#include "handlers/list.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/claim.h"
#include "model/json_out.h"
#include "model/timeline.h"

static void write_date(struct json_out *json, const struct date *date)
{
    json_out_text(json, "date", date ? date->text : NULL);
    json_out_text(json, "date_start", date ? date->start : NULL);
    json_out_text(json, "date_end", date ? date->end : NULL);
}

static void write_pair(struct json_out *json, const struct pair *pair)
{
    json_out_text(json, "pair", pair->text);
    json_out_text(json, "pair_a", pair->a->code);
    json_out_text(json, "pair_b", pair->b->code);
}

static void write_record(struct json_out *json, const struct timeline_entry *entry,
                         struct arena *arena)
{
    const char *path = arena_format(arena, "/v1/%ss/%s", entry->record_kind, entry->record);

    json->out->has_failed = json->out->has_failed || !path;
    json_out_text(json, "party", entry->party ? entry->party->id : NULL);
    json_out_text(json, "party_name", entry->party ? entry->party->name : NULL);
    json_out_text(json, "record_kind", entry->record_kind);
    json_out_text(json, "record", entry->record);
    json_out_text(json, "path", path);
    json_out_text(json, "source", entry->source);
    json_out_text(json, "locator", entry->locator);
    json_out_text(json, "reason", entry->reason);
}

/* Of an agreement or event nothing is written, which is null in the list. */
static void write_figure(struct json_out *json, const struct timeline_entry *entry)
{
    const struct claim *claim = entry->claim;
    const struct period *period = claim && entry->kind == TIMELINE_FIGURE ? claim->period : NULL;

    if (!claim)
        return;
    json_out_text(json, "metric", claim->metric);
    json_out_text(json, "period", period ? period->text : NULL);
    json_out_text(json, "period_start", period ? period->start : NULL);
    json_out_text(json, "period_end", period ? period->end : NULL);
    json_out_number(json, "value", claim->has_quantity ? claim->quantity.value : (double)NAN);
    json_out_text(json, "qualifier",
                  claim->has_quantity ? qualifier_word(claim->quantity.qualifier) : NULL);
    json_out_text(json, "unit", claim->unit);
}

int timeline_rows_write(const struct timeline *timeline, const struct pair *pair,
                        struct arena *arena, struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '[');
    for (size_t i = 0; i < timeline->count && out->length <= LIST_MADE_MOST_BYTES; i++) {
        const struct timeline_entry *entry = &timeline->entries[i];
        json_out_begin(&json, NULL, '{');
        json_out_text(&json, "id", entry->id);
        write_date(&json, entry->date);
        json_out_text(&json, "kind", words_timeline_kind[entry->kind]);
        json_out_text(&json, "title", entry->title);
        write_pair(&json, pair);
        write_record(&json, entry, arena);
        write_figure(&json, entry);
        json_out_end(&json, '}');
    }
    json_out_end(&json, ']');
    return buffer_failed(out) ? -1 : 0;
}
