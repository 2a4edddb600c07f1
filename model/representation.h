/* SPDX-License-Identifier: MIT */
/* representation: the ways that a list can be written. */
#ifndef ENTENTE_MODEL_REPRESENTATION_H
#define ENTENTE_MODEL_REPRESENTATION_H

#include <stdbool.h>

enum query_format { FORMAT_JSON, FORMAT_CSV, FORMAT_NDJSON, FORMAT_ICS, FORMAT_ATOM, FORMAT_COUNT };

struct representation {
    const char *word; /* format=WORD, and what file names end with */
    const char *type; /* media type without parameters, as Accept names it */
    const char *also; /* another name of the type, or NULL */
    const char *content_type;
    const char *doc; /* of the whole text; NULL: it has a schema */
    bool is_stream;  /* rows are sent while they are read */
    bool is_feed;    /* of dated entries, for programs that subscribe: one order, all members */
};

extern const struct representation representations[FORMAT_COUNT];

#endif
