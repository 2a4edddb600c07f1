/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "model/cite.h"
#include "model/claim.h"

static const char *escape(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '{':
        return "\\{";
    case '}':
        return "\\}";
    case '#':
        return "\\#";
    case '$':
        return "\\$";
    case '%':
        return "\\%";
    case '&':
        return "\\&";
    case '_':
        return "\\_";
    case '\n':
    case '\r':
    case '\t':
        return " ";
    default:
        return NULL;
    }
}

/* BibTeX counts braces even where a backslash stands before them: those of a text are left to TeX
 * only in pairs. */
static bool has_pairs(const char *text)
{
    int depth = 0;

    for (; *text && depth >= 0; text++)
        depth += (*text == '{') - (*text == '}');
    return depth == 0;
}

static void add_escaped(struct buffer *out, const char *text)
{
    const bool is_paired = has_pairs(text);

    for (; *text; text++) {
        const char *escaped = escape(*text);
        if ((*text == '{' || *text == '}') && !is_paired)
            buffer_add_text(out, *text == '{' ? "{\\textbraceleft}" : "{\\textbraceright}");
        else if (escaped)
            buffer_add_text(out, escaped);
        else
            buffer_add_char(out, *text);
    }
}

/* Styles print an address as it stands. */
static void add_address(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("{}\\ ", *text))
            buffer_add_format(out, "%%%02X", (unsigned)*text);
        else
            buffer_add_char(out, *text);
    }
}

static void add_field(struct buffer *out, const char *name, const char *text)
{
    if (!text)
        return;
    buffer_add_format(out, ",\n  %s = {", name);
    add_escaped(out, text);
    buffer_add_char(out, '}');
}

/* The second braces keep a style from changing capitals. */
static void add_name(struct buffer *out, const char *name, const char *text)
{
    if (!text)
        return;
    buffer_add_format(out, ",\n  %s = {{", name);
    add_escaped(out, text);
    buffer_add_text(out, "}}");
}

static void add_date(struct buffer *out, const struct date *date)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};

    if (!date || strlen(date->text) < 4)
        return;
    const char *month = date->text[4] == '-' ? date->text + 5 : NULL;
    const char *day = month && month[2] == '-' ? month + 3 : NULL;
    buffer_add_format(out, ",\n  year = {%.4s}", date->text);
    if (month)
        buffer_add_format(out, ",\n  month = %s", months[strtol(month, NULL, 10) - 1]);
    if (day)
        buffer_add_format(out, ",\n  day = {%ld}", strtol(day, NULL, 10));
}

static void add_note(struct buffer *out, const struct cite *cite,
                     const struct claim_citation *citation)
{
    struct buffer note;

    buffer_init(&note);
    if (citation->locator)
        buffer_add_format(&note, "At %s. ", citation->locator);
    if (citation->published_on && strchr(citation->published_on->text, '~'))
        buffer_add_text(&note, "The date is about right. ");
    cite_write_sentence(cite, &note);
    buffer_add_format(&note, " Entente, /v1/claims/%s, revision %" PRId64 ".", cite->claim->id,
                      cite->revision);
    buffer_add_char(&note, '\0');
    out->has_failed = out->has_failed || buffer_failed(&note);
    add_field(out, "note", buffer_failed(&note) ? "" : note.data);
    buffer_fini(&note);
}

static void add_entry(struct buffer *out, const struct cite *cite,
                      const struct claim_citation *citation)
{
    buffer_add_format(out, "@misc{%s:%s", cite->claim->id, citation->source);
    add_name(out, "title", citation->title);
    add_name(out, "howpublished", citation->publisher);
    add_date(out, citation->published_on);
    add_field(out, "language", citation->language);
    if (citation->url) {
        buffer_add_text(out, ",\n  url = {");
        add_address(out, citation->url);
        buffer_add_char(out, '}');
    }
    add_note(out, cite, citation);
    buffer_add_text(out, "\n}\n");
}

void cite_write_bibtex(const struct cite *cite, struct buffer *out)
{
    for (size_t i = 0; i < cite->claim->citation_count; i++)
        add_entry(out, cite, &cite->claim->citations[i]);
}
