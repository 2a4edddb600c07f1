/* SPDX-License-Identifier: MIT */
/* connection: an SQLite connection as Entente wants it: nothing it does not need, every limit set.
 * db/ only. */
#ifndef ENTENTE_DB_CONNECTION_H
#define ENTENTE_DB_CONNECTION_H

#include <sqlite3.h>

#include "db/db.h"

/* "Ente": PRAGMA application_id of our files. */
#define CONNECTION_APPLICATION_ID 0x456e7465

enum connection_kind {
    CONNECTION_READER,    /* read-only, never checkpoints */
    CONNECTION_IMMUTABLE, /* read-only, without locks or -wal: the file must not change */
    CONNECTION_WRITER,    /* under the lock of db/lock.h only; foreign keys on, synchronous=FULL */
    CONNECTION_CREATOR,   /* the same, and makes the file */
};

/** Opens and hardens. The caller closes *@ret with sqlite3_close(). */
enum db_status connection_open(const char *path, enum connection_kind kind, sqlite3 **ret,
                               struct db_message *ret_message);

/** Whether to wait, for some seconds, where another connection keeps a lock. */
void connection_set_patience(sqlite3 *sqlite, bool is_patient);

/** What a result code of the library means. SQLITE_OK, SQLITE_ROW, SQLITE_DONE: DB_OK. */
enum db_status status_from_sqlite(int code);

/** Says what went wrong. Return: @status, so that to report and to leave are one expression. */
enum db_status message_set(struct db_message *ret, enum db_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** message_set() with the library's words for the connection's last failure. */
enum db_status message_from_sqlite(struct db_message *ret, sqlite3 *sqlite, const char *doing);

#endif
