/* SPDX-License-Identifier: MIT */
/* merge: sorted runs of a file as one. db/import/ only. */
#ifndef ENTENTE_DB_IMPORT_MERGE_H
#define ENTENTE_DB_IMPORT_MERGE_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct merge;
struct record;

/* Bytes of the file. */
struct merge_run {
    uint64_t begin, end;
};

/** Memory for all runs together: 8 MB, but never less than a page each. @fd and @runs are borrowed
 * while it lives. */
enum db_status merge_new(int fd, const struct merge_run *runs, size_t count, struct merge **ret,
                         struct db_message *ret_message);

/** Takes NULL. Return: NULL. */
struct merge *merge_free(struct merge *merge);

/** @ret: borrowed until the next call; NULL after the last one. */
enum db_status merge_next(struct merge *merge, const struct record **ret,
                          struct db_message *ret_message);

#endif
