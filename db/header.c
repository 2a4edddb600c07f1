/* SPDX-License-Identifier: MIT */
#include "db/header.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"

enum { HEADER_SIZE = 100, USER_VERSION_AT = 60, APPLICATION_ID_AT = 68 };

static const char magic[] = "SQLite format 3"; /* its NUL belongs to it */

static uint32_t read_number(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Through SQLite's own file layer: a close() of ours would drop the locks that connections of this
 * process hold on the file. Source: https://www.sqlite.org/howtocorrupt.html, 2.2 */
static int read_through_sqlite(const char *path, unsigned char ret[HEADER_SIZE],
                               sqlite3_int64 *ret_size)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    int code = SQLITE_NOMEM;

    if (name && file)
        code = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL);
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, ret_size);
    if (code == SQLITE_OK && *ret_size >= HEADER_SIZE)
        code = file->pMethods->xRead(file, ret, HEADER_SIZE, 0);
    if (file && file->pMethods)
        file->pMethods->xClose(file);
    free(file);
    sqlite3_free_filename((char *)name);
    return code;
}

static enum db_status read_header(const char *path, unsigned char ret[HEADER_SIZE],
                                  sqlite3_int64 *ret_size, struct db_message *ret_message)
{
    char real[PATH_MAX];
    struct stat about;

    if (!realpath(path, real) || stat(real, &about) != 0 || access(real, R_OK) != 0)
        return file_report(ret_message, errno, path, "cannot open");
    if (!S_ISREG(about.st_mode))
        return message_set(ret_message, DB_FOREIGN, "%s is not a file", path);
    int code = read_through_sqlite(real, ret, ret_size);
    if (code == SQLITE_OK)
        return DB_OK;
    return message_set(ret_message, status_from_sqlite(code), "cannot read %s: %s", path,
                       sqlite3_errstr(code));
}

enum db_status header_report_newer(const char *path, int version, int newest,
                                   struct db_message *ret_message)
{
    return message_set(ret_message, DB_FOREIGN,
                       "%s was made by a newer Entente: its schema has version %d, this program "
                       "knows %d; use the newer program",
                       path, version, newest);
}

enum db_status header_check(const char *path, int newest, struct db_message *ret_message)
{
    unsigned char header[HEADER_SIZE];
    sqlite3_int64 size = 0;

    enum db_status status = read_header(path, header, &size, ret_message);
    if (status != DB_OK)
        return status;
    if (size == 0)
        return message_set(ret_message, DB_FOREIGN, "%s is empty, not a database of Entente", path);
    if (size < HEADER_SIZE || memcmp(header, magic, sizeof(magic)) != 0)
        return message_set(ret_message, DB_FOREIGN, "%s is not an SQLite database", path);
    if (read_number(header + APPLICATION_ID_AT) != CONNECTION_APPLICATION_ID)
        return message_set(ret_message, DB_FOREIGN,
                           "%s is a database of another program, not of Entente", path);

    const int version = (int)read_number(header + USER_VERSION_AT);
    return version > newest ? header_report_newer(path, version, newest, ret_message) : DB_OK;
}
