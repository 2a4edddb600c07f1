/* SPDX-License-Identifier: MIT */
#include "db/import/faults.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/import/reader.h"
#include "db/text.h"

enum { REPORT_MODE = 0666, MOST_NAMES = 10000 };

/* FILE:LINE: column N (NAME): VALUE: expected … */
static enum db_status say(const struct reader_fault *fault, const char *hint,
                          struct db_message *ret_message)
{
    char place[48] = "";

    if (fault->column)
        snprintf(place, sizeof(place), "column %" PRIu64, fault->column);
    return message_set(ret_message, DB_FAILED, "%s:%" PRIu64 ": %s%s%s%s%s%s%s%sexpected %s%s",
                       fault->file, fault->line, place,
                       fault->column && fault->member[0] ? " (" : "", fault->member,
                       fault->column && fault->member[0] ? ")" : "",
                       fault->column || fault->member[0] ? ": " : "", fault->value[0] ? "\"" : "",
                       fault->value, fault->value[0] ? "\": " : "", fault->expected, hint);
}

static void write_cell(FILE *out, const char *text, char end)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
    fputc(end, out);
}

/* --- the report's file --- */

static bool is_file(const char *path, const struct stat *about)
{
    struct stat other;
    const bool is_there =
        strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &other) == 0 : stat(path, &other) == 0;

    return is_there && other.st_dev == about->st_dev && other.st_ino == about->st_ino;
}

static bool is_of_database(const struct faults *faults, const struct stat *about)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    char *real _cleanup_text_ = realpath(faults->database, NULL);
    bool is_one = false;

    for (size_t i = 0; real && !is_one && i < sizeof(endings) / sizeof(endings[0]); i++) {
        char *path _cleanup_text_ = text_format("%s%s", real, endings[i]);

        is_one = path && is_file(path, about);
    }
    return is_one;
}

static enum db_status check_place(const struct faults *faults, const struct stat *about,
                                  struct db_message *ret_message)
{
    const char *lost = is_of_database(faults, about) ? faults->database : NULL;

    for (const char *const *file = faults->files; !lost && *file; file++) {
        if (S_ISREG(about->st_mode) && is_file(*file, about))
            lost = *file;
    }
    if (!lost)
        return DB_OK;
    return message_set(ret_message, DB_FAILED,
                       "the report %s would overwrite %s; give another --report=FILE", faults->path,
                       strcmp(lost, "-") == 0 ? "standard input" : lost);
}

/* Looks before it opens: to close a file of the database drops the locks that the library has on
 * it. */
static enum db_status open_asked(struct faults *faults, int *ret, struct db_message *ret_message)
{
    struct stat about;
    enum db_status status = DB_OK;

    snprintf(faults->path, sizeof(faults->path), "%s", faults->asked);
    if (stat(faults->path, &about) == 0)
        status = check_place(faults, &about, ret_message);
    if (status != DB_OK)
        return status;
    *ret = open(faults->path, O_WRONLY | O_CREAT | O_CLOEXEC, REPORT_MODE);
    if (*ret < 0)
        return file_report(ret_message, errno, faults->path, "cannot write the report");
    if (fstat(*ret, &about) == 0)
        status = check_place(faults, &about, ret_message);
    /* What is no regular file cannot be emptied, and need not be. */
    if (status == DB_OK && S_ISREG(about.st_mode) && ftruncate(*ret, 0) != 0)
        status = file_report(ret_message, errno, faults->path, "cannot write the report");
    if (status != DB_OK)
        close(*ret);
    return status;
}

static enum db_status open_new(struct faults *faults, int *ret, struct db_message *ret_message)
{
    *ret = -1;
    for (int i = 1; *ret < 0 && i < MOST_NAMES; i++) {
        snprintf(faults->path, sizeof(faults->path), i == 1 ? "%s.bad.csv" : "%s-%d.bad.csv",
                 faults->name, i);
        *ret = open(faults->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, REPORT_MODE);
        if (*ret < 0 && errno != EEXIST)
            break;
    }
    return *ret >= 0 ? DB_OK
                     : file_report(ret_message, errno, faults->path, "cannot write the report");
}

static enum db_status begin_report(struct faults *faults, struct db_message *ret_message)
{
    int fd = -1;
    enum db_status status;

    if (faults->report)
        return DB_OK;
    status =
        faults->asked ? open_asked(faults, &fd, ret_message) : open_new(faults, &fd, ret_message);
    if (status != DB_OK)
        return status;
    faults->report = fdopen(fd, "w");
    if (!faults->report) {
        close(fd);
        return file_report(ret_message, errno, faults->path, "cannot write the report");
    }
    fputs("file,line,column,member,value,expected\n", faults->report);
    return DB_OK;
}

/* --- */

enum db_status faults_add(struct faults *faults, const struct reader_fault *fault,
                          struct db_message *ret_message)
{
    enum db_status status;

    if (++faults->count > faults->allowed)
        return say(fault,
                   faults->allowed ? "; that is one bad row more than --skip-bad allows"
                                   : " (--skip-bad=N leaves out up to N such rows)",
                   ret_message);
    status = begin_report(faults, ret_message);
    if (status != DB_OK)
        return status;
    write_cell(faults->report, fault->file, ',');
    fprintf(faults->report, "%" PRIu64 ",", fault->line);
    if (fault->column)
        fprintf(faults->report, "%" PRIu64, fault->column);
    fputc(',', faults->report);
    write_cell(faults->report, fault->member, ',');
    write_cell(faults->report, fault->value, ',');
    write_cell(faults->report, fault->expected, '\n');
    return DB_OK;
}

enum db_status faults_close(struct faults *faults, struct db_message *ret_message)
{
    FILE *report = faults->report;

    if (!report)
        return DB_OK;
    faults->report = NULL;
    const int has_failed = ferror(report);
    if (fclose(report) != 0 || has_failed)
        return file_report(ret_message, errno, faults->path, "cannot write the report");
    return DB_OK;
}
