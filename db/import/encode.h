/* SPDX-License-Identifier: MIT */
/* encode: rows as records to sort, and what they tell on the way: codes that nobody knows, kinds of
 * rows, years. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_ENCODE_H
#define ENTENTE_DB_IMPORT_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/import/names.h"
#include "db/import/record.h"
#include "db/import/row.h"
#include "db/import/sql.h"
#include "model/aggregate.h"
#include "model/period.h"

struct reader_fault;

enum { ENCODE_MONTHS = 2400 * 12, ENCODE_LEVELS = 16 };

struct encode_period {
    struct period period;
    int64_t id; /* period_key() */
    uint16_t first_month;
    uint16_t months;
    uint16_t next; /* index + 1 of another one that begins in the same month */
};

struct encoder {
    struct sql sql;
    struct names areas; /* number: area.id; rows: those it is in */
    int64_t next_area;  /* id for the next one that nobody knows */
    int64_t first_new_area;
    bool *is_unknown; /* by area.id */
    struct names flows, classifications, customs, units;
    struct names periods; /* index: of period_rows */
    struct encode_period *period_rows;
    uint16_t *periods_by_month; /* index + 1 of the first that begins then */
    struct names goods;         /* classification's index, then code; number: 1 on the list */
    struct names long_codes;    /* of goods, RECORD_LONG_CODE */
    const struct encode_period *first, *last;
    struct names blocks; /* by what rows of one have in common; number: encode_kind */
};

/* Which kinds of rows a block has. */
struct encode_kind {
    uint32_t levels; /* of dataset_block, as the others */
    uint32_t world_levels;
    uint32_t totals; /* enum aggregate_total */
};

enum encode_result {
    ENCODE_OK,
    ENCODE_BAD,    /* @ret_fault says why; its file is not set */
    ENCODE_FAILED, /* the message says why */
};

/** Reads what the database knows. Return: DB_OK, DB_MEMORY, DB_FAILED; encode_fini() either way. */
enum db_status encode_init(struct encoder *encoder, const struct sql *sql);
void encode_fini(struct encoder *encoder);

enum encode_result encode_row(struct encoder *encoder, const struct row *row, uint16_t file,
                              struct record *ret, struct reader_fault *ret_fault);

/** The area's id; one that nobody knows gets the next. NAMES_NONE: too many, or no memory. */
int64_t encode_area(struct encoder *encoder, const char code[ROW_AREA_SIZE]);

/** What a file calls an area that nobody knows. */
enum db_status encode_name_area(struct encoder *encoder, const char *code, const char *name);

/** The period that begins in the month and has so many; it was in a row. */
const struct encode_period *encode_find_period(const struct encoder *encoder,
                                               const struct record_key *key);

/** What the rows of a block are that was in a row. */
struct encode_kind encode_find_kind(struct encoder *encoder, const struct record_key *key);

/** Its block has ragged codes. */
void encode_note_ragged(struct encoder *encoder, const struct record_key *key);

/** The text of record_key.commodity. */
void encode_write_code(const struct encoder *encoder, uint64_t commodity, char ret[ROW_CODE_SIZE]);

/** Stores the areas, periods and goods that the database has not. In a transaction. */
enum db_status encode_store(struct encoder *encoder);

/** Digits of a code; 0 for TOTAL. */
static inline int encode_level(const char *code)
{
    int length = 0;

    while (code[length])
        length++;
    return length == 5 && __builtin_memcmp(code, "TOTAL", 5) == 0 ? 0 : length;
}

#endif
