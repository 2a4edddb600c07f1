/* SPDX-License-Identifier: MIT */
/* records: what the files of records look like, as tables: docs/records.md in the loader's words.
 * db/ only. */
#ifndef ENTENTE_DB_RECORDS_H
#define ENTENTE_DB_RECORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

struct load;

/* What records refer to by their slugs. */
enum identity {
    IDENTITY_NONE,
    IDENTITY_ACKNOWLEDGEMENT,
    IDENTITY_AGREEMENT,
    IDENTITY_CLAIM,
    IDENTITY_DATASET,
    IDENTITY_EVENT,
    IDENTITY_INSTITUTION,
    IDENTITY_SECTOR,
    IDENTITY_SERIES,
    IDENTITY_SOURCE,
    IDENTITY_STATEMENT,
    IDENTITY_COUNT
};

/* How a member is written, and the columns it fills: db/load_member.c. */
enum member_type {
    MEMBER_IDENTITY,    /* slug of the record, which has an identity row already */
    MEMBER_SLUG,        /* slug of the record, which has none */
    MEMBER_NAME,        /* short text */
    MEMBER_TEXT,        /* text */
    MEMBER_CODE,        /* short word of letters and digits */
    MEMBER_WORD,        /* one of words */
    MEMBER_URL,         /* http or https */
    MEMBER_LANGUAGE,    /* ISO 639-1 */
    MEMBER_CHECKSUM,    /* sha256:… */
    MEMBER_DATE,        /* partial date */
    MEMBER_OPEN_DATE,   /* partial date or ".." */
    MEMBER_PERIOD,      /* period */
    MEMBER_PERIOD_LONG, /* period, with its frequency */
    MEMBER_PERIOD_ROW,  /* period as a row of its own, with its frequency */
    MEMBER_AREA,        /* code of any area */
    MEMBER_COUNTRY,     /* ISO 3166-1 alpha-3 */
    MEMBER_PAIR,        /* KAZ-TJK */
    MEMBER_COMMODITY,   /* code of a commodity */
    MEMBER_REFERENCE,   /* slug of a record of `refers` */
    MEMBER_QUANTITY,    /* {"value", "qualifier", "precision", "unit"} */
    MEMBER_COUNT,       /* whole number, 0 or more */
    MEMBER_AMOUNT,      /* number, 0 or more */
    MEMBER_BOOLEAN,     /* left out: false */
    MEMBER_LIST,        /* array: a row of `list` each */
};

struct member {
    const char *name; /* NULL in lists of plain values */
    enum member_type type;
    bool is_required;
    const char *column; /* NULL: like the name; dates and the like add to it */
    const char *const *words;
    enum identity refers;
    const struct list *list;
};

/* Child rows: elements of an array, or plain values where the only member has no name. */
struct list {
    const char *table;
    const struct member *members;
    size_t member_count;
    const char *const *one_of; /* exactly one of these members is given; NULL-ended */
    size_t least;
};

struct record_file {
    const char *name;    /* "agreements": member that holds the array, and "agreements.json" */
    enum identity names; /* what its records are referred to as */
    bool is_versioned;   /* identity row, then a row of NAME_version */
    const char *table;
    const char *parent; /* column of its lists' rows that points here */
    const struct member *members;
    size_t member_count;
    bool is_optional;         /* a folder without the file has none of its records */
    const char *more_columns; /* filled with SQL; ?1 is the first member */
    const char *more_values;
    /* What no single member shows; called for records whose members are sound. */
    enum db_status (*check)(struct load *load, const json_t *record);
};

/** All files, in the order in which they load; @ret_count of them. */
const struct record_file *record_files(size_t *ret_count);

/** The table whose slugs these are: `source` … */
const char *identity_table(enum identity identity);

/** NULL when there is none of that name. */
const struct member *member_find(const struct member *members, size_t count, const char *name);

#endif
