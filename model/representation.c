/* SPDX-License-Identifier: MIT */
#include "model/representation.h"

#include <stddef.h>

const struct representation representations[FORMAT_COUNT] = {
    [FORMAT_JSON] = {.word = "json",
                     .type = "application/json",
                     .content_type = "application/json"},
    [FORMAT_CSV] = {.word = "csv",
                    .type = "text/csv",
                    .content_type = "text/csv; charset=utf-8; header=present",
                    .doc = "The whole answer. The first line names the columns; codes of one cell "
                           "are joined by semicolons.",
                    .is_stream = true},
    [FORMAT_NDJSON] = {.word = "ndjson",
                       .type = "application/x-ndjson",
                       .also = "application/ndjson",
                       .content_type = "application/x-ndjson",
                       .doc = "The whole answer, one record a line.",
                       .is_stream = true},
    [FORMAT_ICS] = {.word = "ics",
                    .type = "text/calendar",
                    .content_type = "text/calendar; charset=utf-8",
                    .doc = "The whole answer as a calendar (RFC 5545), oldest first: an all-day "
                           "event for each entry that has a date.",
                    .is_feed = true},
    [FORMAT_ATOM] = {.word = "atom",
                     .type = "application/atom+xml",
                     .content_type = "application/atom+xml; charset=utf-8",
                     .doc = "The whole answer as an Atom feed (RFC 4287), newest first.",
                     .is_feed = true},
};
