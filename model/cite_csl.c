/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "model/cite.h"
#include "model/claim.h"
#include "model/json_out.h"

/* 2023, 2023-05 and 2023-05-03, each maybe with ~ behind it, as numbers. */
static void write_parts(struct json_out *json, const char *text)
{
    json_out_begin(json, "date-parts", '[');
    json_out_begin(json, NULL, '[');
    while (*text >= '0' && *text <= '9') {
        char *end;
        json_out_integer(json, NULL, strtol(text, &end, 10));
        text = *end == '-' ? end + 1 : end;
    }
    json_out_end(json, ']');
    json_out_end(json, ']');
}

static void write_issued(struct json_out *json, const struct date *date)
{
    if (!date || strcmp(date->text, "..") == 0)
        return;
    json_out_begin(json, "issued", '{');
    write_parts(json, date->text);
    if (strchr(date->text, '~'))
        json_out_boolean(json, "circa", true);
    json_out_end(json, '}');
}

/* Variables of CSL are there or not; none is null. */
static void write_known(struct json_out *json, const char *name, const char *text)
{
    if (text)
        json_out_text(json, name, text);
}

/* The document's key and the claim's: one document may be cited for several figures. */
static void write_id(struct json_out *json, const struct cite *cite,
                     const struct claim_citation *citation)
{
    struct buffer id;

    buffer_init(&id);
    buffer_add_format(&id, "%s:%s", cite->claim->id, citation->source);
    buffer_add_char(&id, '\0');
    json->out->has_failed = json->out->has_failed || buffer_failed(&id);
    json_out_text(json, "id", buffer_failed(&id) ? "" : id.data);
    buffer_fini(&id);
}

static void write_note(struct json_out *json, const struct cite *cite)
{
    struct buffer note;

    buffer_init(&note);
    cite_write_sentence(cite, &note);
    buffer_add_format(&note, " Entente, /v1/claims/%s, revision %" PRId64 ".", cite->claim->id,
                      cite->revision);
    buffer_add_char(&note, '\0');
    json->out->has_failed = json->out->has_failed || buffer_failed(&note);
    json_out_text(json, "note", buffer_failed(&note) ? "" : note.data);
    buffer_fini(&note);
}

static void write_item(struct json_out *json, const struct cite *cite,
                       const struct claim_citation *citation)
{
    json_out_begin(json, NULL, '{');
    write_id(json, cite, citation);
    json_out_text(json, "type", citation->url ? "webpage" : "document");
    write_known(json, "title", citation->title);
    write_known(json, "publisher", citation->publisher);
    write_issued(json, citation->published_on);
    write_known(json, "locator", citation->locator);
    write_known(json, "language", citation->language);
    write_known(json, "URL", citation->url);
    write_note(json, cite);
    json_out_end(json, '}');
}

void cite_write_csl(const struct cite *cite, struct buffer *out)
{
    struct json_out json = {.out = out};

    json_out_begin(&json, NULL, '[');
    for (size_t i = 0; i < cite->claim->citation_count; i++)
        write_item(&json, cite, &cite->claim->citations[i]);
    json_out_end(&json, ']');
    buffer_add_char(out, '\n');
}
