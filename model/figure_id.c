/* SPDX-License-Identifier: MIT */
#include "model/figure_id.h"

#include <inttypes.h>
#include <string.h>

#include "model/buffer.h"
#include "model/claim.h"

/* A part that @text does not end. */
static void add_escaped(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == ':' || *text == '%')
            buffer_add_format(out, "%%%02X", (unsigned)*text);
        else
            buffer_add_char(out, *text);
    }
}

static void add_part(struct buffer *out, const char *before, const char *text)
{
    if (!text)
        return;
    buffer_add_char(out, ':');
    buffer_add_text(out, before);
    add_escaped(out, text);
}

static const char *period_text(const struct period *period)
{
    return period ? period->text : NULL;
}

/* Of a direction its two ends say the pair. */
static void add_subject(struct buffer *out, const struct claim *claim)
{
    if (claim->from && claim->to) {
        buffer_add_text(out, claim->from);
        buffer_add_char(out, '>');
        buffer_add_text(out, claim->to);
        return;
    }
    buffer_add_text(out, claim->pair ? claim->pair : "all");
    add_part(out, "from ", claim->from);
    add_part(out, "to ", claim->to);
}

static void add_unit(struct buffer *out, const struct claim *claim)
{
    if (!claim->unit)
        buffer_add_text(out, ":no unit");
    else if (strcmp(claim->unit, "USD") != 0)
        add_part(out, "in ", claim->unit);
}

void figure_id_write(const struct claim *claim, struct buffer *out)
{
    add_subject(out, claim);
    add_part(out, "", claim->metric);
    add_part(out, "of ", claim->of);
    add_part(out, "country ", claim->country);
    add_part(out, "agreement ", claim->agreement);
    add_part(out, "event ", claim->agreement ? NULL : claim->event);
    add_part(out, "", period_text(claim->period));
    add_part(out, "against ", period_text(claim->base_period));
    add_part(out, "sector ", claim->sector);
    add_part(out, "HS ", claim->commodity);
    add_part(out, "share of ", claim->whole);
    add_part(out, "only ", claim->scope);
    if (claim->count)
        buffer_add_format(out, ":%" PRId64 " items", claim->count);
    add_unit(out, claim);
}
