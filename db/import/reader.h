/* SPDX-License-Identifier: MIT */
/* reader: files of statistics, treaties and goods, whatever their format, as rows. */
#ifndef ENTENTE_DB_IMPORT_READER_H
#define ENTENTE_DB_IMPORT_READER_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/import/row.h"

enum {
    READER_VALUE_SIZE = 64,
    READER_EXPECTED_SIZE = 128,
    READER_MOST_MEMBERS = 91, /* columns c1 … c91 of DESTA's list */
    READER_CHECKSUM_SIZE = 72,
    READER_FIRST_SIZE = 200,
};

/* A row, or one value of it, that cannot be read. Texts are borrowed until the call returns. */
struct reader_fault {
    const char *file;   /* as it was given; "-": standard input */
    const char *unit;   /* what @line counts: "line" (or NULL), or "record" of a JSON array */
    uint64_t line;      /* where the row begins, from 1; 0: around the rows */
    uint64_t column;    /* number of the field, from 1; 0: the whole row, or JSON */
    const char *member; /* name of the column; "": the whole row */
    char value[READER_VALUE_SIZE]; /* as it stands there, cut to fit */
    char expected[READER_EXPECTED_SIZE];
};

/* A line of DESTA's list of treaties. Texts are borrowed until the call returns; "" for NA. */
struct reader_agreement {
    uint64_t line;
    const char *number; /* an id, "108+3", not a number */
    const char *base;   /* the number of the treaty it belongs to */
    const char *name;
    const char *entry_type; /* base_treaty, accession, consolidated, negotiation, "protocol or
                               amendment", withdrawal */
    const char *language;
    const char *region;
    const char *wto_name;
    int consolidated; /* as it stands there: -1, 0, 1 */
    int year;         /* of signature; 0: NA */
    int force_year;   /* of entry into force; 0: NA */
    int type;         /* DESTA's kind of membership, typememb; 0: NA */
    int wto_listed;   /* 0, 1; -1: NA */
    size_t member_count;
    char members[READER_MOST_MEMBERS][ROW_AREA_SIZE]; /* codes of areas, as in a row; each once */
};

/* A line of a list of goods. Texts are borrowed until the call returns. */
struct reader_commodity {
    uint64_t line;
    const char *classification; /* HS, H6 … */
    const char *code;           /* TOTAL: all goods */
    const char *parent;         /* "" for TOTAL */
    const char *name;
    int level; /* digits of the code; 0 for TOTAL */
};

/* What reader_read() calls; each returns 0, or -1 to stop. reader_read() then returns DB_FAILED and
 * leaves the message alone; before it calls `bad` it puts the fault into the message, in words.
 * Members may be NULL: then such things are passed over, but without `bad` a row that cannot be
 * read stops. */
struct reader_sink {
    int (*row)(void *arg, const struct row *row);
    int (*bad)(void *arg, const struct reader_fault *fault);
    int (*agreement)(void *arg, const struct reader_agreement *agreement);
    int (*commodity)(void *arg, const struct reader_commodity *commodity);
    /* A code that is no known area and the file's name for it ("" where it has none); once for
     * each code, before the first row that has it. */
    int (*area_name)(void *arg, const char *code, const char *name);
    /* Every few thousand rows and once at the end; bytes as they lie on disk. */
    void (*progress)(void *arg, uint64_t rows, uint64_t file_bytes);
    void *arg;
};

/* The series that a format's rows belong to where nobody says otherwise. */
struct reader_series {
    const char *slug; /* "": the rows name it, or there is none (treaties, goods) */
    const char *title;
    const char *unit;           /* USD, USD_2010 */
    const char *basis;          /* reported, reconciled */
    const char *classification; /* HS … */
    const char *valuation;      /* NULL: not known */
    const char *source_title;
    const char *source_publisher;
    const char *source_url;
};

enum reader_kind { READER_ROWS, READER_AGREEMENTS, READER_COMMODITIES };

struct reader_result {
    const char *format; /* "comtrade-csv"; lives as long as the program */
    enum reader_kind kind;
    const struct reader_series *series;  /* never NULL; lives as long as the program */
    char checksum[READER_CHECKSUM_SIZE]; /* "sha256:…" of the file as it lies on disk */
    uint64_t bytes;                      /* as it lies on disk */
    uint64_t rows;                       /* rows, agreements or goods handed over */
    uint64_t faults;
    char first[READER_FIRST_SIZE + 1]; /* the text's first bytes, unpacked; printable ASCII */
};

/** The names of the formats, NULL-ended; lives as long as the program. */
const char *const *reader_formats(void);

/**
 * Reads a file row by row, in memory that does not grow with it; unpacks gzip.
 *
 * @path    "-": standard input
 * @format  NULL: recognised by content
 * @ret     set on DB_OK
 *
 * Return: DB_OK, DB_MISSING (no such file), DB_MEMORY, DB_FAILED: the message names file, line,
 * column, value and what was expected.
 */
enum db_status reader_read(const char *path, const char *format, struct reader_sink *sink,
                           struct reader_result *ret, struct db_message *ret_message);

/** A fault in words: file, line, column, value and what was expected. */
void reader_describe(const struct reader_fault *fault, struct db_message *ret);

/**
 * Reads only as much as tells the format. Not of standard input: what was read is lost.
 *
 * @ret  format, kind, series and first are set; the rest is 0
 */
enum db_status reader_detect(const char *path, struct reader_result *ret,
                             struct db_message *ret_message);

#endif
