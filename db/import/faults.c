/* SPDX-License-Identifier: MIT */
#include "db/import/faults.h"

#include <errno.h>
#include <inttypes.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/import/reader.h"

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

static enum db_status begin_report(struct faults *faults, struct db_message *ret_message)
{
    if (faults->report)
        return DB_OK;
    faults->report = fopen(faults->path, "we");
    if (!faults->report)
        return file_report(ret_message, errno, faults->path, "cannot write the report");
    fputs("file,line,column,member,value,expected\n", faults->report);
    return DB_OK;
}

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
