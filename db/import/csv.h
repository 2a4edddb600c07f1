/* SPDX-License-Identifier: MIT */
/* csv: rows of separated values as slices of the input's window, after RFC 4180. */
#ifndef ENTENTE_DB_IMPORT_CSV_H
#define ENTENTE_DB_IMPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input;

enum { CSV_MOST_FIELDS = 512 };

struct csv_field {
    char *at;
    uint32_t length;
    bool has_quotes; /* doubled ones, which csv_unquote() makes single */
};

struct csv {
    struct input *input; /* borrowed */
    char separator;
    uint64_t line; /* of the next row, from 1 */

    /* The row; valid until csv_next(). */
    uint64_t row_line;
    size_t count;
    struct csv_field fields[CSV_MOST_FIELDS];
    const char *trouble; /* CSV_BAD: what is wrong with the row */
    size_t bad_length;   /* of that row, without its line feed; 0: its end is not known */
    char *row;           /* its bytes, for messages */
    size_t row_length;

    bool is_special[256]; /* ends a field that is not quoted */
};

enum csv_result {
    CSV_ROW,
    CSV_END,
    CSV_BAD,    /* the row is no row; the next one can be read */
    CSV_FAILED, /* input->status says why */
};

void csv_init(struct csv *csv, struct input *input, char separator);

/**
 * Reads a row. Quotes go by RFC 4180; a quote inside a field that does not begin with one is a
 * character like others; LF and CRLF end a row, and so does the end of the file; empty lines are
 * passed over. A row that has a NUL byte, a quote that is not closed, something behind a closing
 * one, more than CSV_MOST_FIELDS fields or 1 MB is CSV_BAD; reading goes on behind its first
 * line, or behind the whole row where only a NUL is wrong with it.
 */
enum csv_result csv_next(struct csv *csv);

/** Makes doubled quotes single, in place, once. */
void csv_unquote(struct csv_field *field);

#endif
