/* SPDX-License-Identifier: MIT */
#include "db/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/text.h"
#include "model/embedded.h"

enum { FILE_MODE = 0644, MOST_NAMES_TRIED = 16, LINK_SIZE = 32 };

static enum db_status status_from_errno(int cause)
{
    switch (cause) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return DB_FULL;
    case ENOENT:
    case ENOTDIR:
        return DB_MISSING;
    case EEXIST:
        return DB_EXISTS;
    case ENOMEM:
        return DB_MEMORY;
    default:
        return DB_FAILED;
    }
}

enum db_status file_report(struct db_message *ret, int cause, const char *path, const char *doing)
{
    return message_set(ret, status_from_errno(cause), "%s %s: %s", doing, path, strerror(cause));
}

static bool is_there(const char *path)
{
    struct stat about;

    return lstat(path, &about) == 0;
}

/* A log of an older database would be played into the new one. */
static enum db_status check_free(const char *path, struct db_message *ret_message)
{
    static const char *const suffixes[] = {"-wal", "-journal"};

    if (is_there(path))
        return message_set(ret_message, DB_EXISTS,
                           "%s is there already; name another file, or move that one away", path);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char *log _cleanup_text_ = text_format("%s%s", path, suffixes[i]);

        if (!log)
            return message_set(ret_message, DB_MEMORY, "no memory");
        if (is_there(log))
            return message_set(ret_message, DB_EXISTS,
                               "%s is left of another database; move it away first", log);
    }
    return DB_OK;
}

/* New; NULL without memory. */
static char *folder_of(const char *path)
{
    char *copy _cleanup_text_ = strdup(path);

    return copy ? strdup(dirname(copy)) : NULL;
}

/* A nameless file can get its name only through /proc. */
static int open_nameless(const char *folder)
{
    char link[LINK_SIZE];
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, FILE_MODE);

    if (fd < 0)
        return -1;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    if (access(link, F_OK) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Return: the descriptor; -1 with errno set. */
static int open_named(struct new_file *file)
{
    for (int i = 0; i < MOST_NAMES_TRIED; i++) {
        unsigned number = 0;

        if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
            return -1;
        file->temporary = text_format("%s.new-%08x", file->path, number);
        if (!file->temporary) {
            errno = ENOMEM;
            return -1;
        }
        file->fd = open(file->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
        if (file->fd >= 0 || errno != EEXIST)
            return file->fd;
        free(file->temporary);
        file->temporary = NULL;
    }
    return -1;
}

enum db_status file_begin(const char *path, bool needs_name, struct new_file *ret,
                          struct db_message *ret_message)
{
    enum db_status status = check_free(path, ret_message);
    if (status != DB_OK)
        return status;

    char *folder _cleanup_text_ = folder_of(path);
    if (!folder)
        return message_set(ret_message, DB_MEMORY, "no memory");
    *ret = (struct new_file){.path = path, .fd = needs_name ? -1 : open_nameless(folder)};
    if (ret->fd >= 0 || open_named(ret) >= 0)
        return DB_OK;

    int cause = errno;
    free(ret->temporary);
    if (cause == ENOENT)
        return message_set(ret_message, DB_MISSING, "cannot make %s: there is no folder %s", path,
                           folder);
    return file_report(ret_message, cause, path, "cannot make");
}

enum db_status file_write(struct new_file *file, const void *bytes, size_t size_bytes,
                          struct db_message *ret_message)
{
    const char *at = bytes;
    const char *end = at + size_bytes;

    while (at < end) {
        ssize_t written = write(file->fd, at, (size_t)(end - at));

        if (written < 0 && errno != EINTR)
            return file_report(ret_message, errno, file->path, "cannot write");
        if (written > 0)
            at += written;
    }
    return DB_OK;
}

/* For file systems that cannot rename without replacing. */
static int move_by_link(const char *from, const char *to)
{
    return link(from, to) == 0 ? unlink(from) : -1;
}

static int give_name(const struct new_file *file)
{
    char link[LINK_SIZE];

    if (!file->temporary) {
        snprintf(link, sizeof(link), "/proc/self/fd/%d", file->fd);
        return linkat(AT_FDCWD, link, AT_FDCWD, file->path, AT_SYMLINK_FOLLOW);
    }
    if (renameat2(AT_FDCWD, file->temporary, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno == EINVAL || errno == ENOSYS)
        return move_by_link(file->temporary, file->path);
    return -1;
}

/* So that the name survives a power failure. */
static int sync_folder(const char *path)
{
    char *folder _cleanup_text_ = folder_of(path);
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd < 0)
        return -1;
    int result = fsync(fd);
    if (result != 0 && errno == EINVAL)
        result = 0; /* a file system that needs none */
    close(fd);
    return result;
}

enum db_status file_keep(struct new_file *file, struct db_message *ret_message)
{
    const char *path = file->path;
    enum db_status status = DB_OK;

    if (fsync(file->fd) != 0 || give_name(file) != 0) {
        status = file_report(ret_message, errno, path, "cannot make");
        file_drop(file);
        return status;
    }
    free(file->temporary);
    file->temporary = NULL;
    if (sync_folder(path) != 0) {
        status = file_report(ret_message, errno, path, "cannot make sure of");
        unlink(path);
    }
    file_drop(file);
    return status;
}

void file_drop(struct new_file *file)
{
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    file->temporary = NULL;
    close(file->fd);
    file->fd = -1;
}

/* Reads until the end of @fd into @bytes. Return: false with errno set. */
static bool read_all(int fd, char *bytes, size_t size_bytes)
{
    for (size_t done = 0; done < size_bytes;) {
        ssize_t got = read(fd, bytes + done, size_bytes - done);

        if (got == 0)
            errno = EIO; /* it shrank */
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0)
            done += (size_t)got;
    }
    return true;
}

static enum db_status read_open(int fd, const char *path, size_t limit_bytes,
                                struct embedded_file *ret, struct db_message *ret_message)
{
    struct stat about;

    if (fstat(fd, &about) != 0)
        return file_report(ret_message, errno, path, "cannot read");
    if (!S_ISREG(about.st_mode))
        return message_set(ret_message, DB_FAILED, "cannot read %s: it is not a file", path);

    const size_t size_bytes = (size_t)about.st_size;
    if (size_bytes > limit_bytes)
        return message_set(ret_message, DB_FAILED, "%s is larger than %zu bytes", path,
                           limit_bytes);
    char *bytes = calloc(1, size_bytes + 1);
    if (!bytes)
        return message_set(ret_message, DB_MEMORY, "no memory");
    if (!read_all(fd, bytes, size_bytes)) {
        free(bytes);
        return file_report(ret_message, errno, path, "cannot read");
    }
    ret->bytes = bytes;
    ret->size_bytes = size_bytes;
    return DB_OK;
}

enum db_status file_read(const char *folder, const char *name, size_t limit_bytes,
                         struct embedded_file *ret, struct db_message *ret_message)
{
    char *path _cleanup_text_ = text_format("%s/%s", folder, name);
    if (!path)
        return message_set(ret_message, DB_MEMORY, "no memory");

    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return file_report(ret_message, errno, path, "cannot read");
    ret->name = name;
    enum db_status status = read_open(fd, path, limit_bytes, ret, ret_message);
    close(fd);
    return status;
}
