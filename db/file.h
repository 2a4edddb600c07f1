/* SPDX-License-Identifier: MIT */
/* file: new files that appear whole or not at all. db/ only. */
#ifndef ENTENTE_DB_FILE_H
#define ENTENTE_DB_FILE_H

#include <stddef.h>

#include "db/db.h"

struct embedded_file;

/* A file on its way. Where the file system can, it has no name until file_keep(). */
struct new_file {
    const char *path; /* borrowed: where it will be */
    char *temporary;  /* its name until then; NULL: it has none */
    int fd;
};

/**
 * Begins a file that will be at @path; nothing may be there yet, nor the -wal or -journal of
 * another database.
 *
 * @needs_name  the caller opens it by ret->temporary
 *
 * Return: DB_OK (the caller ends it with file_keep() or file_drop()), DB_EXISTS, DB_MISSING (no
 * such folder), DB_FULL, DB_MEMORY, DB_FAILED.
 */
enum db_status file_begin(const char *path, bool needs_name, struct new_file *ret,
                          struct db_message *ret_message);

enum db_status file_write(struct new_file *file, const void *bytes, size_t size_bytes,
                          struct db_message *ret_message);

/** Makes it last and gives it its name, never over another file; on failure nothing stays. Ends
 * @file either way. */
enum db_status file_keep(struct new_file *file, struct db_message *ret_message);

/** Removes it and ends @file. */
void file_drop(struct new_file *file);

/**
 * Reads a whole file.
 *
 * @ret  new: free() ret->bytes; ret->name is @name
 */
enum db_status file_read(const char *folder, const char *name, size_t limit_bytes,
                         struct embedded_file *ret, struct db_message *ret_message);

/** What an errno of a file means: "cannot make /a/b: No space left on device". */
enum db_status file_report(struct db_message *ret, int cause, const char *path, const char *doing);

#endif
