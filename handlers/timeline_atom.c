/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "handlers/timeline_feed.h"
#include "model/area.h"
#include "model/buffer.h"
#include "model/xml_out.h"

enum { TITLE_SIZE = 256 };

static void add_id(const char *uuid, struct buffer *out)
{
    buffer_add_format(out, "<id>urn:uuid:%s</id>\n", uuid);
}

static void add_link(const char *relation, const char *type, const char *href, struct buffer *out)
{
    buffer_add_format(out, "<link rel=\"%s\" type=\"%s\" href=\"", relation, type);
    xml_out_text(out, href);
    buffer_add_text(out, "\"/>\n");
}

static void begin(const struct feed *feed, struct buffer *out)
{
    char title[TITLE_SIZE];

    snprintf(title, sizeof(title), "%s and %s: timeline", feed->pair->a->name, feed->pair->b->name);
    buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                         "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n");
    add_id(feed->uuid, out);
    xml_out_element(out, "title", title);
    xml_out_element(out, "updated", feed->at);
    buffer_add_text(out, "<author><name>Entente</name></author>\n"
                         "<generator>Entente</generator>\n");
    add_link("self", "application/atom+xml", feed->target, out);
}

/* What is still to come was noted with the revision at the latest. */
static void add_updated(const struct feed *feed, const struct feed_entry *entry, struct buffer *out)
{
    char at[FEED_TIME_SIZE];

    snprintf(at, sizeof(at), "%.10sT00:00:00Z", entry->day);
    xml_out_element(out, "updated", entry->has_date && strcmp(at, feed->at) < 0 ? at : feed->at);
}

static void add(const struct feed *feed, const struct feed_entry *entry, struct buffer *out)
{
    buffer_add_text(out, "<entry>\n");
    add_id(entry->uuid, out);
    xml_out_element(out, "title", entry->title);
    add_updated(feed, entry, out);
    add_link("alternate", "application/json", entry->path, out);
    buffer_add_format(out, "<category term=\"%s\"/>\n", entry->kind);
    buffer_add_text(out, "<content type=\"text\">");
    xml_out_text(out, entry->about);
    buffer_add_text(out, "</content>\n</entry>\n");
}

static void end(struct buffer *out)
{
    buffer_add_text(out, "</feed>\n");
}

const struct feed_writer timeline_atom = {
    .begin = begin, .add = add, .end = end, .is_newest_first = true};
