/* SPDX-License-Identifier: MIT */
#include "collect.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

static void add_number(struct buffer *lines, double value)
{
    if (isnan(value))
        buffer_add_text(lines, "|-");
    else
        buffer_add_format(lines, "|%.15g", value);
}

static int take_row(void *arg, const struct row *row)
{
    struct collected *collected = arg;
    struct buffer *lines = &collected->lines;

    buffer_add_format(lines, "%" PRIu64 " %s|%s|%s|%s|%s|%s|%s|%s|%s|%" PRId32 "|%" PRIu32,
                      row->line, row->reporter, row->partner, row->partner2, row->flow, row->period,
                      row->classification, row->commodity, row->customs, row->quantity_unit,
                      row->transport, row->flags);
    add_number(lines, row->value);
    add_number(lines, row->cif);
    add_number(lines, row->fob);
    add_number(lines, row->net_weight);
    add_number(lines, row->quantity);
    buffer_add_format(lines, "|%s|%s", row->series, row->dataset);
    if (row->basis[0] || row->unit[0])
        buffer_add_format(lines, "|%s|%s", row->basis, row->unit);
    buffer_add_text(lines, "\n");
    collected->total += isnan(row->value) ? 0 : row->value;
    return 0;
}

static int take_bad(void *arg, const struct reader_fault *fault)
{
    struct collected *collected = arg;

    buffer_add_format(&collected->faults, "%" PRIu64 ":%" PRIu64 " %s \"%s\" expected %s\n",
                      fault->line, fault->column, fault->member, fault->value, fault->expected);
    return 0;
}

static int take_agreement(void *arg, const struct reader_agreement *agreement)
{
    struct collected *collected = arg;
    struct buffer *lines = &collected->lines;

    buffer_add_format(lines, "%" PRIu64 " %s|%s|%s|%s|%s|%s|%s|%d|%d|%d|%d|%d|", agreement->line,
                      agreement->number, agreement->base, agreement->name, agreement->entry_type,
                      agreement->language, agreement->region, agreement->wto_name,
                      agreement->consolidated, agreement->year, agreement->force_year,
                      agreement->type, agreement->wto_listed);
    for (size_t i = 0; i < agreement->member_count; i++)
        buffer_add_format(lines, " %s", agreement->members[i]);
    buffer_add_char(lines, '\n');
    return 0;
}

static int take_commodity(void *arg, const struct reader_commodity *commodity)
{
    struct collected *collected = arg;

    buffer_add_format(&collected->lines, "%" PRIu64 " %s|%s|%s|%d|%s\n", commodity->line,
                      commodity->classification, commodity->code, commodity->parent,
                      commodity->level, commodity->name);
    return 0;
}

static int take_area_name(void *arg, const char *code, const char *name)
{
    struct collected *collected = arg;

    buffer_add_format(&collected->lines, "area %s = %s\n", code, name);
    return 0;
}

void collect_file(const char *path, const char *format, struct collected *ret)
{
    struct reader_sink sink = {
        .row = take_row,
        .bad = take_bad,
        .agreement = take_agreement,
        .commodity = take_commodity,
        .area_name = take_area_name,
        .arg = ret,
    };

    memset(ret, 0, sizeof *ret);
    buffer_init(&ret->lines);
    buffer_init(&ret->faults);
    ret->status = reader_read(path, format, &sink, &ret->result, &ret->message);
}

void collect_fini(struct collected *collected)
{
    buffer_fini(&collected->lines);
    buffer_fini(&collected->faults);
}

const char *collect_text(struct buffer *buffer)
{
    buffer_add_char(buffer, '\0');
    if (buffer_failed(buffer))
        abort();
    buffer->length--;
    return buffer->data;
}

void collect_bytes(const void *bytes, size_t length, const char *format, struct collected *ret)
{
    char path[64];
    const int fd = memfd_create("import", MFD_CLOEXEC);

    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    collect_file(path, format, ret);
    close(fd);
}

void collect_packed(const void *bytes, size_t length, size_t cut, struct collected *ret)
{
    const size_t room = length + 1024;
    unsigned char *packed = malloc(room);
    z_stream stream = {0};

    if (!packed || deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        abort();
    collect_bytes(packed, stream.total_out - cut, NULL, ret);
    deflateEnd(&stream);
    free(packed);
}
