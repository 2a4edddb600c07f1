/* SPDX-License-Identifier: MIT */
/* sort: records in order, however many: runs of them lie in a file without a name. db/import/
 * only. */
#ifndef ENTENTE_DB_IMPORT_SORT_H
#define ENTENTE_DB_IMPORT_SORT_H

#include <stdint.h>

#include "db/db.h"

struct record;
struct sort;

/* Two batches of this many records are in memory while they come in (25 MB), one on its way to the
 * disk. */
enum { SORT_BATCH_RECORDS = 128 * 1024 };

/**
 * @folder   borrowed: where the runs go; the file has no name, and is gone when the process is
 * @records  of a batch; 0: SORT_BATCH_RECORDS
 *
 * Return: new; NULL: no memory.
 */
struct sort *sort_new(const char *folder, uint32_t records);

/** Takes NULL. Return: NULL. */
struct sort *sort_free(struct sort *sort);

/** Copies a record in. Return: DB_OK, DB_FULL, DB_MEMORY, DB_MISSING (no such folder), DB_FAILED.
 */
enum db_status sort_add(struct sort *sort, const struct record *record,
                        struct db_message *ret_message);

/** All are in: the next call is sort_next(). Gives back what memory the rest does not need. */
enum db_status sort_finish(struct sort *sort, struct db_message *ret_message);

/**
 * The next record in order.
 *
 * @ret  borrowed until the next call; NULL after the last one
 */
enum db_status sort_next(struct sort *sort, const struct record **ret,
                         struct db_message *ret_message);

/** Bytes of the file of runs. */
uint64_t sort_disk_bytes(const struct sort *sort);

#endif
