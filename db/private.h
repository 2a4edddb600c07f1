/* SPDX-License-Identifier: MIT */
/* private: what the reading half of db/ shares. db/ only. */
#ifndef ENTENTE_DB_PRIVATE_H
#define ENTENTE_DB_PRIVATE_H

#include <sqlite3.h>

#include "db/connection.h"
#include "db/db.h"
#include "model/buffer.h"
#include "model/date.h"
#include "model/embedded.h"

enum { PREPARED_MAX = 64 };

/* db/views.sql and db/statements/, in the program. */
extern const struct embedded_file views_embedded[];
extern const struct embedded_file statements_embedded[];

/* A statement of a list question, kept for the next question of the same shape. */
struct prepared {
    uint64_t hash;
    uint64_t used; /* when it was last asked for: the smallest makes room */
    sqlite3_stmt *statement;
    bool is_busy;
    bool is_kept; /* its first column is a text that is kept */
    const struct resource
        *record_of; /* it is for one record, by its id; NULL: for something else */
};

struct observation;

struct db {
    sqlite3 *sqlite;
    sqlite3_stmt *begin;
    sqlite3_stmt *end;
    sqlite3_stmt *revision;
    sqlite3_stmt *data_version;
    sqlite3_stmt *fixed[DB_Q_COUNT];
    sqlite3_stmt *pair_text;
    int64_t shape;        /* of the texts that this program makes */
    bool has_kept;        /* the texts that are kept fit the snapshot and the program */
    struct buffer filled; /* the last text of which holes were filled */
    struct prepared prepared[PREPARED_MAX];
    uint64_t clock; /* of prepared[].used */
    uint64_t identity;
    int64_t deadline_ns; /* on CLOCK_MONOTONIC; 0: none */
    int looks_left;      /* at the clock, of a quick transaction */
    bool is_quick;
    int64_t seen_version;
    int64_t known_version;  /* of what follows, and of what observation_json() knows */
    int64_t known_revision; /* 0: none is known */
    struct observation *observation;
    int timeout_ms;
    const atomic_bool *is_cut; /* of the options */
    bool is_in_transaction;
    bool is_left_open; /* its question has ended: the next quick one may share it */
    int64_t begun_ns;  /* when it was opened */
    int64_t asked_ns;  /* when the last question began */
    bool is_asked_often;
    char day[DATE_DAY_SIZE];
    char pair_a[DB_AREA_SIZE]; /* "" when the question is about no pair */
    char pair_b[DB_AREA_SIZE];
    const char *made_rows; /* JSON of what was made for the question; NULL: nothing */
    size_t made_length;
    struct db_message cause;
};

/* Rows on their way out of a statement. */
struct db_rows {
    struct db *db;
    sqlite3_stmt *statement;
    struct prepared *prepared; /* NULL for a fixed statement */
    size_t order_count;        /* of a list: its order values follow the row's own columns */
    int first_order_column;
    int used_column;                 /* 0: none */
    bool is_kept;                    /* the first column is a text that is kept */
    bool has_record;                 /* the second one is the record, and order is found by it */
    bool is_by_key;                  /* observations in order of their key (db/list_sql.h) */
    bool is_at_once;                 /* a page of them */
    const struct resource *resource; /* of a list */
    struct db_rows *order;           /* that the last db_rows_order() found; or NULL */
    bool is_filled; /* of the present row it had holes: db->filled has it without them */
};

/** number(), today(), status(), status_reason() for the views; today() is @db's day. */
enum db_status functions_register(struct db *db);

/** Makes those unknown again that use @db. */
void functions_forget(sqlite3 *sqlite);

/** Makes the temporary views of db/views.sql. */
enum db_status views_create(struct db *db);
enum db_status views_drop(struct db *db);

/** Lets the connection do nothing but read, from here on. */
void authorizer_set(struct db *db);

/** Prepares the fixed statements and checks that they are read-only and have the arguments the
 * table says. */
enum db_status statements_prepare(struct db *db);
/** Those alone of db_revision() and db_has_changed(). */
enum db_status statements_prepare_watch(struct db *db);
void statements_finalize(struct db *db);

/** The SQL of a fixed statement; NULL: it is not in the program. */
const char *statement_sql(enum db_statement statement);

/** The name of the part of pair_text that keeps its rows; NULL: they are not kept. */
const char *statement_part(enum db_statement statement);

/** A statement for @sql from the cache, reset and marked busy; give it back with
 * prepared_release(). */
enum db_status prepared_get(struct db *db, const char *sql, size_t length, struct prepared **ret);
/** The same without a text, for one that was marked with prepared->record_of; NULL: there is none.
 */
struct prepared *prepared_find_record(struct db *db, const struct resource *resource, bool is_kept);
void prepared_release(struct prepared *prepared);
void prepared_finalize(struct db *db);

/** Keeps the library's words as the cause. Return: what its last failure means. */
enum db_status cause_set(struct db *db, const char *doing);

/** The values of the order columns that the row has. */
void rows_read_order(const struct db_rows *rows, struct value *ret);

/** Goes to the next row of the statement. Return: as db_rows_next(). */
enum db_status rows_step(struct db_rows *rows);

/** An open db_rows on a statement whose arguments are bound. NULL: no memory; the statement is
 * given back. */
struct db_rows *rows_new(struct db *db, sqlite3_stmt *statement, struct prepared *prepared);

#endif
