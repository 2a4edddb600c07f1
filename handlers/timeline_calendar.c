/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "handlers/timeline_feed.h"
#include "model/area.h"
#include "model/buffer.h"
#include "model/ics_out.h"

enum { STAMP_SIZE = 20, NAME_SIZE = 256 };

/* 2024-08-21T00:00:00Z -> 20240821T000000Z */
static void write_stamp(const char *at, char ret[STAMP_SIZE])
{
    size_t used = 0;

    for (; *at && used + 1 < STAMP_SIZE; at++) {
        if (*at != '-' && *at != ':')
            ret[used++] = *at;
    }
    ret[used] = '\0';
}

/* The day, and the one after it: DTEND is the first day that no longer belongs to the event. */
static void add_days(const char *day, struct buffer *out)
{
    char text[2][DATE_DAY_SIZE];
    char stamp[STAMP_SIZE];
    int year = 0;
    int month = 0;
    int number = 0;

    sscanf(day, "%4d-%2d-%2d", &year, &month, &number);
    date_write_day(text[0], year, month, number);
    date_from_number(date_to_number(year, month, number) + 1, &year, &month, &number);
    date_write_day(text[1], year, month, number);
    write_stamp(text[0], stamp);
    ics_out_value(out, "DTSTART;VALUE=DATE", stamp);
    write_stamp(text[1], stamp);
    ics_out_value(out, "DTEND;VALUE=DATE", stamp);
}

static void add_alarm(const struct feed_entry *entry, struct buffer *out)
{
    if (strcmp(entry->kind, "expiry") != 0 && strcmp(entry->kind, "deadline") != 0)
        return;
    ics_out_value(out, "BEGIN", "VALARM");
    ics_out_value(out, "ACTION", "DISPLAY");
    ics_out_text(out, "DESCRIPTION", entry->title);
    ics_out_value(out, "TRIGGER", "-P30D");
    ics_out_value(out, "END", "VALARM");
}

static void begin(const struct feed *feed, struct buffer *out)
{
    char name[NAME_SIZE];

    snprintf(name, sizeof(name), "%s and %s", feed->pair->a->name, feed->pair->b->name);
    ics_out_value(out, "BEGIN", "VCALENDAR");
    ics_out_value(out, "VERSION", "2.0");
    ics_out_value(out, "PRODID", "-//Entente//Timeline//EN");
    ics_out_value(out, "CALSCALE", "GREGORIAN");
    ics_out_value(out, "UID", feed->uuid);
    ics_out_text(out, "NAME", name);
    ics_out_text(out, "X-WR-CALNAME", name);
    ics_out_text(out, "DESCRIPTION",
                 "What happened and is to happen between the two countries. Entries without a date "
                 "are left out; the list as JSON has them.");
}

static void add(const struct feed *feed, const struct feed_entry *entry, struct buffer *out)
{
    char stamp[STAMP_SIZE];

    if (!entry->has_date)
        return;
    write_stamp(feed->at, stamp);
    ics_out_value(out, "BEGIN", "VEVENT");
    ics_out_value(out, "UID", entry->uuid);
    ics_out_value(out, "DTSTAMP", stamp);
    add_days(entry->day, out);
    ics_out_text(out, "SUMMARY", entry->title);
    ics_out_text(out, "DESCRIPTION", entry->about);
    ics_out_text(out, "CATEGORIES", entry->kind);
    ics_out_value(out, "TRANSP", "TRANSPARENT");
    add_alarm(entry, out);
    ics_out_value(out, "END", "VEVENT");
}

static void end(struct buffer *out)
{
    ics_out_value(out, "END", "VCALENDAR");
}

const struct feed_writer timeline_calendar = {.begin = begin, .add = add, .end = end};
