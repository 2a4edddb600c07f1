/* SPDX-License-Identifier: MIT */
/* format: one table a format: its columns, how it is told from others, what a row means; and what a
 * format's row function may use. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_FORMAT_H
#define ENTENTE_DB_IMPORT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "db/import/codes.h"
#include "db/import/csv.h"
#include "db/import/input.h"
#include "db/import/reader.h"
#include "model/arena.h"

enum {
    FORMAT_MOST_COLUMNS = 32,
    FORMAT_NO_FIELD = -1,
    FORMAT_MOST_TRANSPORT = 9999, /* Comtrade's modes have four digits */
    FORMAT_SCRATCH_SIZE = 96,
    FORMAT_NAME_SIZE = 80, /* of a column's name, folded */
};

enum container {
    CONTAINER_CSV,   /* separated values, the first row names the columns */
    CONTAINER_ARRAY, /* a JSON array in an envelope */
    CONTAINER_LINES, /* one JSON object a line */
};

struct format_column {
    const char *name;  /* in JSON, and in messages */
    const char *names; /* it goes by in CSV: folded (small letters and digits), blanks between */
    bool is_needed;
};

struct reading;

struct format {
    const char *name;
    enum reader_kind kind;
    enum container container;
    const char *separators; /* of CSV, one of these */
    const char *member;     /* of the envelope, that holds the array */
    const struct format_column *columns;
    size_t column_count;
    bool has_labels;      /* SDMX: cells may be "code: words" */
    bool refuses_unknown; /* columns that are not in the table */
    /* More than the columns say; NULL: nothing. */
    bool (*is_head)(const struct reading *reading);
    /* After the columns were found; NULL: nothing to do. */
    bool (*begin)(struct reading *reading);
    /* Reads the cells and hands over what they mean. False: fault_…() was called, or the reading
     * has stopped. */
    bool (*read)(struct reading *reading);
    const struct reader_series *series;
};

/* A column of the file. */
struct format_field {
    const char *name;
    char folded[FORMAT_NAME_SIZE];
};

struct reading {
    const struct format *format;
    struct reader_sink *sink;
    struct reader_result *result;
    struct db_message *message;
    struct input input;
    struct csv csv;
    struct arena arena; /* as long as the reading */
    struct codes *codes;

    /* The head of a CSV, and which of its fields each column of the format is. */
    struct format_field *fields;
    size_t field_count;
    int field_of[FORMAT_MOST_COLUMNS];

    /* The row. */
    struct cell cells[FORMAT_MOST_COLUMNS];
    char scratch[FORMAT_MOST_COLUMNS][FORMAT_SCRATCH_SIZE]; /* JSON's numbers and arrays as text */
    const json_t *envelope;                                 /* borrowed; NULL: no JSON */
    struct row row;
    struct reader_fault fault;
    bool has_fault;
    bool is_stopped; /* by the sink, or by a failure: status */
    enum db_status status;
};

extern const struct format format_comtrade_csv;
extern const struct format format_comtrade_bulk;
extern const struct format format_comtrade_json;
extern const struct format format_comtrade_legacy;
extern const struct format format_baci;
extern const struct format format_itpde;
extern const struct format format_sdmx;
extern const struct format format_own_csv;
extern const struct format format_own_lines;
extern const struct format format_desta;
extern const struct format format_goods_csv;
extern const struct format format_goods_json;

/** All formats, NULL-ended. */
const struct format *const *format_all(void);

/** NULL when there is none of that name. */
const struct format *format_find(const char *name);

/** Small letters and digits of @text, cut to fit: what columns are compared as. */
void format_fold(const char *text, size_t length, char ret[FORMAT_NAME_SIZE]);

/** The field that a column is; FORMAT_NO_FIELD when the head has none. */
int format_field_of(const struct reading *reading, const struct format_column *column);

/* --- for row functions: the cell of a column, and what it means --- */

static inline struct cell cell_of(const struct reading *reading, size_t column)
{
    return reading->cells[column];
}

/** Blanks at either end are no part of a value: mosCode is "0 ". */
static inline struct cell cell_trim(struct cell cell)
{
    while (cell.length > 0 && cell.at[0] == ' ') {
        cell.at++;
        cell.length--;
    }
    while (cell.length > 0 && cell.at[cell.length - 1] == ' ')
        cell.length--;
    return cell;
}

bool cell_is(struct cell cell, const char *text);

/** Whether the cell is empty, NA, N/A or null. */
bool cell_is_missing(struct cell cell);

/** Reports the cell of @column. Return: false. */
bool fault_cell(struct reading *reading, size_t column, const char *expected, ...)
    __attribute__((format(printf, 3, 4)));

/** Stops with a failure: the message is set. Return: false. */
bool reading_fail(struct reading *reading, enum db_status status);

/* All return false after fault_cell() or reading_fail(). A missing cell gives @fallback. */
bool cell_number(struct reading *reading, size_t column, double *ret);
bool cell_integer(struct reading *reading, size_t column, int fallback, int *ret);
bool cell_flag(struct reading *reading, size_t column, bool fallback, bool *ret);

/** @ret has @size bytes; what is behind the text is 0. @what: "a customs procedure". NULL as
 * @fallback: it must be there. */
bool cell_code(struct reading *reading, size_t column, const char *fallback, const char *what,
               char *ret, size_t size);

/** [0-9]{1,12}, TOTAL, or a code of another classification. */
bool cell_commodity(struct reading *reading, size_t column, char ret[ROW_CODE_SIZE]);

/** A word of model/words.h. */
bool cell_word(struct reading *reading, size_t column, const char *const *words, char *ret,
               size_t size);

/** @frequency  a column that must agree, or FORMAT_MOST_COLUMNS */
bool cell_period(struct reading *reading, size_t column, size_t frequency,
                 char ret[ROW_PERIOD_SIZE]);

/** @code and @name may be FORMAT_MOST_COLUMNS: there is none. */
bool cell_area(struct reading *reading, size_t number, size_t code, size_t name,
               char ret[ROW_AREA_SIZE]);

/** Writes the cell as valid UTF-8 (a byte that is not counts as ISO 8859-1) without control
 * characters, cut to fit; what is behind it is 0. */
void cell_text(struct cell cell, char *ret, size_t size);

/** Begins reading->row: all modes, all procedures, no second partner, nothing known. */
struct row *reading_begin_row(struct reading *reading);

/** Hands reading->row over. False when the sink stops. */
bool reading_give_row(struct reading *reading);

#endif
