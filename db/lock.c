/* SPDX-License-Identifier: MIT */
#include "db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/text.h"

enum { LOCK_MODE = 0644 };

/* New: the lock of the file itself, whatever link it is reached by. */
static char *lock_name(const char *path)
{
    char *real _cleanup_text_ = realpath(path, NULL);

    return real ? text_format("%s.lock", real) : NULL;
}

enum db_status lock_take(const char *path, struct lock *ret, struct db_message *ret_message)
{
    /* Open file description locks: those of the process would be dropped by any close(). */
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char *name _cleanup_text_ = lock_name(path);

    if (!name)
        return file_report(ret_message, errno, path, "cannot open");
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE);
    if (fd < 0)
        return file_report(ret_message, errno, name, "cannot make the lock");
    if (fcntl(fd, F_OFD_SETLK, &all) == 0) {
        ret->fd = fd;
        return DB_OK;
    }
    int cause = errno;
    close(fd);
    if (cause == EAGAIN || cause == EACCES)
        return message_set(ret_message, DB_BUSY,
                           "another process is writing to %s; try again when it has finished",
                           path);
    return file_report(ret_message, cause, name, "cannot take the lock");
}

void lock_release(struct lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}
