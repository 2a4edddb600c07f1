/* SPDX-License-Identifier: MIT */
/* resource: one table a resource. Parameters, SELECT, JSON, CSV, OpenAPI and the walking test are
 * made from it. */
#ifndef ENTENTE_MODEL_RESOURCE_H
#define ENTENTE_MODEL_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    RESOURCE_MAX_FIELDS = 64,
    COMMODITY_MOST_DIGITS = 12, /* national tariffs add up to 6 to the 6 of the HS */
};

/*
 * What a value looks like. "Companions" are columns of the view beside the field's own: a date or
 * period `x` has x_start and x_end, the first and last day it may mean.
 */
enum field_type {
    FIELD_TEXT,
    FIELD_SLUG,  /* the id of a record of `refers`, or of this resource */
    FIELD_CODE,  /* a code of `refers` (commodity "27"), or of none */
    FIELD_WORD,  /* one of `words` */
    FIELD_AREA,  /* ISO 3166-1 alpha-3; on input any code or name */
    FIELD_PAIR,  /* KAZ-TJK; on input any code or name, either order */
    FIELD_PARTY, /* on input an area's code or name, or an institution's id */
    FIELD_INTEGER,
    FIELD_REAL,
    FIELD_BOOLEAN, /* true or false; 0 or 1 in the view */
    FIELD_DATE,    /* partial date, with companions */
    FIELD_DAY,     /* one whole day */
    FIELD_PERIOD,  /* with companions */
    FIELD_TIME,    /* RFC 3339, UTC */
    FIELD_URL,
    FIELD_CODES,   /* array of codes; JSON text in the view */
    FIELD_OBJECT,  /* object with the members of `object`; JSON text in the view */
    FIELD_OBJECTS, /* array of them */
};

enum field_op {
    OP_EQ = 1 << 0, /* field=a,b */
    OP_NOT = 1 << 1,
    OP_GT = 1 << 2,
    OP_GTE = 1 << 3,
    OP_LT = 1 << 4,
    OP_LTE = 1 << 5,
    OP_CONTAINS = 1 << 6,
    OP_ISNULL = 1 << 7,
};

enum {
    OPS_NONE = 0,
    OPS_WORD = OP_EQ | OP_NOT,
    OPS_TEXT = OP_EQ | OP_CONTAINS,
    OPS_RANGE = OP_EQ | OP_GT | OP_GTE | OP_LT | OP_LTE,
};

enum field_flag {
    FIELD_SORTABLE = 1 << 0,
    FIELD_NULLABLE = 1 << 1,
    FIELD_FILTER_ONLY = 1 << 2, /* a parameter, not a member of the answer */
    FIELD_MANY =
        1 << 3, /* a record has several: filtered through the view <resource>_<field>(id, value) */
    FIELD_KEY =
        1 << 4, /* the key fields together, in table order, name one record and break ties */
    FIELD_BY_ID = 1 << 5, /* filtered and ordered by the companion x_id: of areas, periods and slugs
                             the id of the row they name, so that the table's own key is walked */
    FIELD_PREFIX = 1 << 6, /* 27* stands for every code that begins with 27 */
    FIELD_OF_DAY = 1 << 8, /* depends on the day that is asked about; such fields stand together,
                              and the view has the column day_hole for them (db/hole.h) */
    FIELD_LATEST = 1 << 7, /* a period that may be asked for as `latest`; the handler resolves it */
};

struct field {
    const char *name; /* parameter, member of the answer and column of the view */
    enum field_type type;
    unsigned ops;
    unsigned flags;
    const char *doc;     /* one line */
    const char *example; /* as a parameter says it; JSON text for arrays and objects */
    const char *refers;  /* resource whose ids the values are, or NULL */
    const char *const *words;
    const struct object *object;
    const char *instead; /* of what is no filter: the parameter that picks by it, or NULL */
    int least;           /* of FIELD_INTEGER: what a value may be; both 0: anything */
    int most;
};

/* What the members of an object are; ops and flags but FIELD_NULLABLE mean nothing here. */
struct object {
    const char *name; /* in the API description: quantity */
    const char *doc;
    const struct field *members;
    size_t member_count;
};

struct resource {
    const char *name;     /* in the path, and the view: agreements */
    const char *singular; /* in messages and file names: agreement */
    const char *doc;
    const char *default_sort; /* as sort= says it; NULL: by the key alone */
    const char *id;           /* the field in /v1/NAME/{id}; NULL: lists only */
    const char *why_empty; /* why a list without filters may be, for meta.reason; NULL: not said */
    bool is_kept; /* its view has the columns `record`, the row of its identity table SINGULAR, and
                     `kept`, the text of the whole record in the table SINGULAR_text */
    bool has_datasets; /* its view has the column `used`: slugs of datasets, for meta.datasets */
    const struct object *meta; /* of its lists; NULL: what all have, or have of its kind */
    bool is_made; /* its rows are made for the question: a text that none has is refused */
    const struct field *fields;
    size_t field_count;
};

extern const struct resource resource_aggregate;
extern const struct resource resource_agreements;
extern const struct resource resource_checks;
extern const struct resource resource_claims;
extern const struct resource resource_commodities;
extern const struct resource resource_countries;
extern const struct resource resource_coverage;
extern const struct resource resource_datasets;
extern const struct resource resource_events;
extern const struct resource resource_figures;
extern const struct resource resource_institutions;
extern const struct resource resource_pair_trade;
extern const struct resource resource_pairs;
extern const struct resource resource_search;
extern const struct resource resource_sectors;
extern const struct resource resource_series;
extern const struct resource resource_sources;
extern const struct resource resource_statements;
extern const struct resource resource_targets;
extern const struct resource resource_timeline;
extern const struct resource resource_trade;

/** Every resource that is a list of its own at /v1/NAME, NULL last: not those that are made for a
 * question (aggregate, coverage, pair_trade, and the rows that db_set_rows() gives). */
extern const struct resource *const resource_all[];

/** NULL when there is none of that name. */
const struct resource *resource_find(const char *name);

/** NULL when the resource has no such field. */
const struct field *resource_field(const struct resource *resource, const char *name);

/** The part behind the double underscore: `gte`; "" for OP_EQ. */
const char *field_op_suffix(enum field_op op);

/** The operator that @suffix (without underscores, may be "") stands for; 0 when there is none. */
unsigned field_op_find(const char *suffix);

#endif
