/* SPDX-License-Identifier: MIT */
/* db: the database: open, read in a snapshot, make, copy. One connection a thread. */
#ifndef ENTENTE_DB_DB_H
#define ENTENTE_DB_DB_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/buffer.h"
#include "model/query.h"

struct arena;
struct audit_acknowledgement;
struct claims;
struct db;
struct db_rows;
struct timeline_records;

enum db_status {
    DB_OK,
    DB_NOT_FOUND, /* the record or value is not there */
    DB_TIMEOUT,   /* the time limit passed */
    DB_BUSY,      /* another process writes */
    DB_MISSING,   /* there is no such file */
    DB_EXISTS,    /* there is a file already */
    DB_FOREIGN,   /* a file of something else, or of a newer program */
    DB_DAMAGED,
    DB_TOO_LARGE, /* what would be kept in memory: too many groups */
    DB_FULL,      /* the disk is full or the file may not grow */
    DB_MEMORY,
    DB_FAILED,
};

enum { DB_MESSAGE_SIZE = 2048 };

/* What went wrong, for people at the command line and for the log: it may name paths and SQL. */
struct db_message {
    char text[DB_MESSAGE_SIZE];
};

struct db_options {
    const char *path;
    bool is_immutable;    /* read-only mount: no -wal, no locks */
    int query_timeout_ms; /* of one question */
    const atomic_bool
        *is_cut; /* when another thread sets it, questions end with DB_TIMEOUT; or NULL */
};

/* Calls on the library that must come before any other, once in a process: a second time fails. */
enum db_status db_library_init(void);

/** Opens for reading, checks that the file is ours and fits, makes the views and verifies every
 * statement. */
enum db_status db_open(const struct db_options *options, struct db **ret,
                       struct db_message *ret_message);

/** The same for db_revision(), db_has_changed() and db_identity() alone: without views and other
 * statements, which take most of the time. */
enum db_status db_open_watch(const struct db_options *options, struct db **ret,
                             struct db_message *ret_message);

/** Prepares every list question with every member: a view that does not fit its table is found
 * here. */
enum db_status db_verify(struct db *db);

/** Takes NULL. Return: NULL. */
struct db *db_close(struct db *db);

/** What the last call that failed on @db says; borrowed until the next call. */
const char *db_cause(const struct db *db);

/** The random number that db_create() gave the database. */
uint64_t db_identity(const struct db *db);

/** The newest revision that is committed; outside a transaction. */
enum db_status db_revision(struct db *db, int64_t *ret);

/* What the questions of a transaction may take. */
enum db_pace {
    DB_PACE_QUICK,    /* some 300 microseconds; what needs more, has to wait or has a statement that
                         is not prepared yet ends with DB_TIMEOUT or DB_BUSY */
    DB_PACE_ORDINARY, /* the time limit of the options */
    DB_PACE_STREAM,   /* no limit: streams have limits of their own */
};

/**
 * Opens a read transaction: one snapshot, one limit.
 *
 * @day          the day that status is derived for, YYYY-MM-DD
 * @ret_revision the newest revision of the snapshot
 */
enum db_status db_begin(struct db *db, const char *day, enum db_pace pace, int64_t *ret_revision);

/** Another day for what is read from here on in the transaction. */
void db_set_day(struct db *db, const char *day);

enum { DB_AREA_SIZE = 8 };

/** In the rest of the transaction the status of an agreement is that for two countries, by codes of
 * at most 7 bytes. */
void db_set_pair(struct db *db, const char *a, const char *b);

/** Ends it; every db_rows of it must be closed. Does nothing when none is open. Where quick ones
 * follow each other within a millisecond, the snapshot stays open for the next ones, up to 10
 * milliseconds from its beginning, and until db_begin() or db_rest() closes it. */
void db_end(struct db *db);

/** Closes a snapshot that db_end() has left open: while it is, the log cannot be emptied. */
void db_rest(struct db *db);

/* Statements that are the same for every question; the table is in db/statements.c. PAIR: the parts
 * of a pair's page. */
enum db_statement {
    DB_Q_PAIR_AGREEMENTS,
    DB_Q_PAIR_CLAIMS, /* the latest for each metric and period */
    DB_Q_PAIR_EVENTS,
    DB_Q_PAIR_STATEMENTS,
    DB_Q_PAIR_TARGETS,
    DB_Q_PAIR_TRADE,  /* by year and series, both ways */
    DB_Q_CLAIMS_PAIR, /* of both countries, with whomever */
    DB_Q_REVISION_AT,
    DB_Q_TIMELINE_PAIR,
    DB_Q_CLAIMS_ALL,
    DB_Q_ACKNOWLEDGEMENTS,
    DB_Q_COUNT
};

/** Adds the rows of a part as JSON to @ret, each on a line, with commas between them; nothing where
 * there are none. @a, @b: the pair's codes, which db_set_pair() has been told too. */
enum db_status db_pair_part(struct db *db, enum db_statement part, const char *a, const char *b,
                            struct buffer *ret);

/**
 * Reads claims, ready for arithmetic.
 *
 * @a, @b  codes of two countries: claims that concern one of them; NULL, NULL: all
 * @ret    set on DB_OK; everything in it new from @arena
 */
enum db_status db_claims(struct db *db, const char *a, const char *b, struct arena *arena,
                         struct claims *ret);

/** Reads why contradictions were left standing. @ret, @ret_count: set on DB_OK; new from @arena. */
enum db_status db_acknowledgements(struct db *db, struct arena *arena,
                                   struct audit_acknowledgement **ret, size_t *ret_count);

/** Reads the agreements and events that two countries both take part in, with their dates. @ret:
 * set on DB_OK; everything in it new from @arena. */
enum db_status db_timeline(struct db *db, const char *a, const char *b, struct arena *arena,
                           struct timeline_records *ret);

/** When a revision was made: RFC 3339, UTC, whole seconds. @ret: set on DB_OK, new from @arena. */
enum db_status db_revision_time(struct db *db, int64_t revision, struct arena *arena,
                                const char **ret);

/** Gives the rows of a resource that is made for a question (figures, checks …) to the lists that
 * are asked for until db_end(). @json: an array of objects, borrowed until then. */
void db_set_rows(struct db *db, const char *json, size_t length);

/* What the columns of a list's rows are. */
enum db_columns {
    DB_COLUMNS_JSON,  /* one: the row as JSON text */
    DB_COLUMNS_CELLS, /* one for each member, in table order: as CSV shows it; SQL NULL is a missing
                         value */
};

enum { DB_PAGE_USED = 1000 };

/* A page of a list. */
struct db_page {
    struct buffer *out; /* what rows are added to: JSON objects, a line each, commas between them */
    struct arena *arena;            /* of the slugs */
    int returned;                   /* rows */
    bool has_more;                  /* the list goes on behind them */
    struct buffer cursor;           /* mark of the row that is the limit's, NUL-ended; or empty */
    const char *used[DB_PAGE_USED]; /* slugs of the datasets that the rows come from */
    size_t used_count;
    bool has_more_used; /* than there was room for */
};

/** @arena and @out are borrowed until db_page_fini(). */
void db_page_init(struct db_page *page, struct arena *arena, struct buffer *out);

void db_page_fini(struct db_page *page);

/** Adds the rows of a list question with a limit to @page, which is new. It is not to be used after
 * a failure; whether there was memory for the rows, page->out says. */
enum db_status db_list_page(struct db *db, const struct query *query, struct db_page *page);

/** Runs a list question. With limit n up to n + 1 rows come, so that the caller sees whether there
 * are more. */
enum db_status db_list(struct db *db, const struct query *query, enum db_columns columns,
                       struct db_rows **ret);

/** How many rows the question has, its page aside. */
enum db_status db_count(struct db *db, const struct query *query, int64_t *ret);

/** Whether the question has any row. Return: DB_OK, DB_NOT_FOUND, or what went wrong. */
enum db_status db_any(struct db *db, const struct query *query);

/* Blocks of one dataset, kind and classification that a question touches. */
struct db_block_kind {
    int64_t dataset;
    const char *slug; /* of the dataset */
    const char *series;
    const char *classification;
    int levels;       /* bit n: they have codes of n digits; bit 0: TOTAL */
    int world_levels; /* likewise their rows with World as partner */
    int totals;       /* enum aggregate_total */
    bool is_visible;  /* one of them at least */
    bool is_whole; /* all blocks of the dataset that the question touches are visible and alike */
};

/**
 * Finds the blocks that a question about observations touches, by its filters on reporter, period,
 * classification, dataset, series, basis and unit.
 *
 * @rows        filters on resource_trade or on a resource with fields like its
 * @frequency   one of the words
 * @has_before  the blocks of the like periods a year before those count too
 * @is_named    the blocks that were replaced count too: the datasets were asked for by name
 * @ret         new from @arena, oldest dataset first
 */
enum db_status db_find_block_kinds(struct db *db, const struct query *rows, const char *frequency,
                                   bool has_before, bool is_named, struct arena *arena,
                                   struct db_block_kind **ret, size_t *ret_count);

enum { DB_SLUG_SIZE = 96 };

/* Two blocks of one series, reporter and period: whoever adds their rows counts goods twice. */
struct db_overlap {
    char reporter[DB_SLUG_SIZE];
    char period[DB_SLUG_SIZE];
    char classification[2][DB_SLUG_SIZE];
    char dataset[2][DB_SLUG_SIZE];
};

/** Looks for two blocks like that, of one dataset if @is_by_dataset, among those that
 * db_find_block_kinds() looks at. DB_NOT_FOUND: there are none. */
enum db_status db_find_overlap(struct db *db, const struct query *rows, const char *frequency,
                               bool has_before, bool is_named, bool is_by_dataset,
                               struct db_overlap *ret);

/** The periods that have rows by those filters (its own on periods too), newest first; at most
 * @room. Texts new from @arena. */
enum db_status db_find_periods(struct db *db, const struct query *rows, const char *frequency,
                               bool is_named, struct arena *arena, const char **ret, size_t room,
                               size_t *ret_count);

/** DB_OK and a row to look at, DB_NOT_FOUND after the last one, or what went wrong. */
enum db_status db_rows_next(struct db_rows *rows);

/** Text of a column of the row; NULL for SQL NULL; borrowed until db_rows_next(), of observations
 * until that of any rows of @rows' connection. @ret_length may be NULL. */
const char *db_rows_text(struct db_rows *rows, int column, size_t *ret_length);

/** The row's order values (query_order() many) into @ret; texts borrowed until the next call on
 * @rows. Lists with a limit only. */
enum db_status db_rows_order(struct db_rows *rows, struct value *ret);

/** Slugs of the datasets that the row comes from, commas between them; NULL: its resource says
 * none. Borrowed until db_rows_next(). Lists only. */
const char *db_rows_used(struct db_rows *rows);

/** Takes NULL. Return: NULL. */
struct db_rows *db_rows_close(struct db_rows *rows);

enum { DB_NEAREST_SIZE = 96 };

/**
 * Whether a record of @resource has @text in @field (case of ASCII letters aside); if none has,
 * what is spelled alike.
 *
 * @ret_nearest  set with DB_NOT_FOUND: "" when nothing is near
 *
 * Return: DB_OK (there is one), DB_NOT_FOUND, or what went wrong.
 */
enum db_status db_find_value(struct db *db, const struct resource *resource,
                             const struct field *field, const char *text,
                             char ret_nearest[DB_NEAREST_SIZE]);

/** Whether a record of @resource has a @field that begins with @text. Return: as db_find_value().
 */
enum db_status db_find_start(struct db *db, const struct resource *resource,
                             const struct field *field, const char *text);

/**
 * Writes what people type into a search box as an FTS5 question: every word must be there, the last
 * one may go on. No character has a meaning of its own.
 *
 * Return: false when @words has no letter or digit.
 */
bool db_search_words(const char *words, struct buffer *ret);

/** Whether another process has committed since the last call. */
enum db_status db_has_changed(struct db *db, bool *ret);

/* --- making and copying: the one writer (db/lock.h) --- */

enum db_journal { DB_JOURNAL_WAL, DB_JOURNAL_DELETE };

struct db_create_options {
    const char *path;
    const char *records; /* folder of records; NULL: those in the program */
    enum db_journal journal;
};

struct db_create_summary {
    int64_t agreements, claims, events, institutions, observations, sources, statements;
};

/**
 * Makes a new database with its records, as revision 1. All or nothing, whenever the process dies.
 *
 * @ret  may be NULL
 *
 * Return: DB_OK, DB_EXISTS (a file is there, or the log of an older one), DB_MISSING (no such
 * folder, or a file of the records), DB_FULL, DB_MEMORY, DB_FAILED (mistakes in the records: the
 * message has a line for each, with file, record and member).
 */
enum db_status db_create(const struct db_create_options *options, struct db_create_summary *ret,
                         struct db_message *ret_message);

/**
 * Brings an older database to this program's version, one transaction a migration, after a check
 * for damage. One of this version is only looked at, without the lock.
 *
 * @ret_from, @ret_to  versions, set on DB_OK
 * @ret_message        with DB_OK "", or why the texts of answers (docs/decisions/kept-texts.md)
 *                     could not be made: answers are then made from the records
 *
 * Return: DB_OK, DB_MISSING, DB_FOREIGN, DB_DAMAGED (all three leave the file as it is), DB_BUSY,
 * DB_FULL, DB_MEMORY, DB_FAILED (the migration that failed is undone, those before it stay).
 */
enum db_status db_migrate(const char *path, int *ret_from, int *ret_to,
                          struct db_message *ret_message);

/**
 * Copies a live database to a new file, checks the copy, and only then gives it its name.
 *
 * Return: DB_OK, DB_EXISTS, DB_MISSING (no such database, or folder), DB_FOREIGN, DB_DAMAGED,
 * DB_FULL, DB_MEMORY, DB_FAILED.
 */
enum db_status db_backup(const char *path, const char *to, struct db_message *ret_message);

/** Empties the log of an idle database. Return: DB_OK, DB_BUSY (another writer, or readers that
 * need the log for longer than quick questions do), or what went wrong. */
enum db_status db_checkpoint(const char *path, struct db_message *ret_message);

#endif
