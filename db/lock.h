/* SPDX-License-Identifier: MIT */
/* lock: whoever writes or checkpoints holds it, for that one write (docs/decisions/one-writer.md).
 */
#ifndef ENTENTE_DB_LOCK_H
#define ENTENTE_DB_LOCK_H

#include "db/db.h"

/* On PATH.lock, which stays when the lock is released. The kernel releases it when its holder dies.
 */
struct lock {
    int fd; /* -1: not held */
};

#define LOCK_NONE ((struct lock){.fd = -1})

/**
 * Takes the lock of the database at @path, without waiting. It keeps out other processes and other
 * threads of this one alike.
 *
 * Return: DB_OK (the caller ends it with lock_release()), DB_BUSY, DB_MISSING (no such database),
 * DB_MEMORY, DB_FAILED.
 */
enum db_status lock_take(const char *path, struct lock *ret, struct db_message *ret_message);

/** Does nothing when it is not held. */
void lock_release(struct lock *lock);
#define _cleanup_lock_ __attribute__((cleanup(lock_release)))

#endif
