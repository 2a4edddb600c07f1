/* SPDX-License-Identifier: MIT */
/* load: the records of data/ into an empty database. db/ only. */
#ifndef ENTENTE_DB_LOAD_H
#define ENTENTE_DB_LOAD_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/records.h"
#include "model/embedded.h"

enum {
    LOAD_MOST_STATEMENTS = 64,
    LOAD_QUOTE_SIZE = 96,
    LOAD_HINT_SIZE = 128,
};

/* The shipped records, one file each. */
extern const struct embedded_file load_embedded[];

/* Where the loader is, for messages. */
struct load_place {
    const char *file; /* without .json */
    const char *id;   /* NULL: the record has none */
    size_t number;    /* of the record, from 1 */
    const char *list; /* NULL: not inside one */
    size_t element;   /* from 1 */
};

struct load {
    sqlite3 *sqlite;
    struct db_message *message; /* mistakes gather here, a line each */
    size_t message_length;
    size_t mistakes;
    size_t mistakes_before;   /* of the records before the present one */
    size_t mistakes_left_out; /* the message had no room for them */
    struct load_place place;
    struct {
        const void *key;
        sqlite3_stmt *statement;
    } statements[LOAD_MOST_STATEMENTS];
    char quote[LOAD_QUOTE_SIZE];
    char hint[LOAD_HINT_SIZE];
};

/**
 * Loads all records as revision 1, inside the caller's transaction.
 *
 * @records  folder of records; NULL: those in the program
 *
 * Return: DB_OK; else the caller rolls back. DB_FAILED with the mistakes of the first file that has
 * any (file, record and member of each), or what else went wrong.
 */
enum db_status load_records(sqlite3 *sqlite, const char *records, struct db_message *ret_message);

/* --- for the parts of the loader --- */

/**
 * Notes a mistake at the present place; loading goes on, so that more are found.
 *
 * @member  the member that is wrong; NULL: the whole record or element
 *
 * Return: DB_OK.
 */
enum db_status load_mistake(struct load *load, const char *member, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** @text in quotation marks, clipped, without control characters; borrowed until the next call. */
const char *load_quote(struct load *load, const char *text);

/** `; perhaps "nearest"`, or "" for NULL; borrowed until the next call. */
const char *load_hint(struct load *load, const char *nearest);

/** "st", "nd" …: what stands behind a number of order. Static text. */
const char *load_ordinal(size_t number);

/** Return: DB_OK when there was no mistake so far; else DB_FAILED, with the message complete. */
enum db_status load_report_mistakes(struct load *load);

/** Reads, checks and stores one record at load->place. Return: DB_OK, also after mistakes. */
enum db_status load_record(struct load *load, const struct record_file *file, const json_t *record);

/** The statement for @sql, prepared once for each @key (SQL that is a literal is its own key),
 * reset and unbound. Borrowed. */
enum db_status load_statement(struct load *load, const void *key, const char *sql,
                              sqlite3_stmt **ret);

/** The row of the record with this slug; 0: there is none. */
enum db_status load_find(struct load *load, enum identity identity, const char *slug, int64_t *ret);

/** load_hint() with the slug that is spelled most like @slug. */
const char *load_hint_slug(struct load *load, enum identity identity, const char *slug);

/** Whether @sql, with up to two texts bound, has a row. @b may be NULL. */
enum db_status load_has_row(struct load *load, const char *sql, const char *a, const char *b,
                            bool *ret);

/** The library's failure. Return: its status. */
enum db_status load_failure(struct load *load, const char *doing);

/** Return: DB_MEMORY. */
enum db_status load_no_memory(struct load *load);

void load_finalize(struct load *load);

#endif
