/* SPDX-License-Identifier: MIT */
#include "db/header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
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

static enum db_status read_header(const char *path, unsigned char ret[HEADER_SIZE],
                                  ssize_t *ret_length, struct db_message *ret_message)
{
    struct stat about;
    /* Not blocking: a pipe must not hang us. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return file_report(ret_message, errno, path, "cannot open");
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode)) {
        close(fd);
        return message_set(ret_message, DB_FOREIGN, "%s is not a file", path);
    }
    *ret_length = pread(fd, ret, HEADER_SIZE, 0);
    int cause = errno;
    close(fd);
    return *ret_length < 0 ? file_report(ret_message, cause, path, "cannot read") : DB_OK;
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
    ssize_t length = 0;

    enum db_status status = read_header(path, header, &length, ret_message);
    if (status != DB_OK)
        return status;
    if (length == 0)
        return message_set(ret_message, DB_FOREIGN, "%s is empty, not a database of Entente", path);
    if (length < HEADER_SIZE || memcmp(header, magic, sizeof(magic)) != 0)
        return message_set(ret_message, DB_FOREIGN, "%s is not an SQLite database", path);
    if (read_number(header + APPLICATION_ID_AT) != CONNECTION_APPLICATION_ID)
        return message_set(ret_message, DB_FOREIGN,
                           "%s is a database of another program, not of Entente", path);

    const int version = (int)read_number(header + USER_VERSION_AT);
    return version > newest ? header_report_newer(path, version, newest, ret_message) : DB_OK;
}
