/* SPDX-License-Identifier: MIT */
/* Files of strangers through the reader: the first byte names the format, or leaves it to be
 * recognised. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "db/import/reader.h"
#include "model/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true)
{
    if (!is_true)
        abort();
}

/* A text that ends, with zeros behind its end. */
static void require_text(const char *text, size_t size, bool may_be_empty)
{
    const size_t length = strnlen(text, size);

    require(length < size);
    require(may_be_empty || length > 0);
    for (size_t i = length; i < size; i++)
        require(text[i] == '\0');
}

static void require_figure(double figure)
{
    require(isnan(figure) || (figure >= 0 && figure <= 1e30));
}

static int take_row(void *arg, const struct row *row)
{
    struct period period;

    (void)arg;
    require_text(row->reporter, sizeof row->reporter, false);
    require_text(row->partner, sizeof row->partner, false);
    require_text(row->partner2, sizeof row->partner2, false);
    require_text(row->flow, sizeof row->flow, false);
    require_text(row->period, sizeof row->period, false);
    require_text(row->classification, sizeof row->classification, false);
    require_text(row->commodity, sizeof row->commodity, false);
    require_text(row->customs, sizeof row->customs, false);
    require_text(row->quantity_unit, sizeof row->quantity_unit, true);
    require_text(row->series, sizeof row->series, true);
    require_text(row->dataset, sizeof row->dataset, true);
    require(period_parse(row->period, &period) && strcmp(period.text, row->period) == 0);
    require(row->line > 0 && row->transport >= 0 && row->flags < 16);
    require_figure(row->value);
    require_figure(row->cif);
    require_figure(row->fob);
    require_figure(row->net_weight);
    require_figure(row->quantity);
    return 0;
}

static int take_bad(void *arg, const struct reader_fault *fault)
{
    unsigned *left = arg;

    require_text(fault->value, sizeof fault->value, true);
    require(strnlen(fault->expected, sizeof fault->expected) < sizeof fault->expected);
    require(fault->expected[0] && fault->line > 0);
    return *left > 0 && (*left)-- > 0 ? 0 : -1;
}

static int take_agreement(void *arg, const struct reader_agreement *agreement)
{
    (void)arg;
    require(agreement->number[0] && agreement->member_count <= READER_MOST_MEMBERS);
    for (size_t i = 0; i < agreement->member_count; i++)
        require_text(agreement->members[i], sizeof agreement->members[i], false);
    return 0;
}

static int take_commodity(void *arg, const struct reader_commodity *commodity)
{
    (void)arg;
    require(commodity->code[0] && commodity->name[0] && commodity->classification[0]);
    return 0;
}

static int take_area_name(void *arg, const char *code, const char *name)
{
    (void)arg;
    require(code[0] && name);
    return 0;
}

static const char *choose_format(uint8_t byte)
{
    const char *const *formats = reader_formats();
    uint8_t count = 0;

    while (formats[count])
        count++;
    return byte % (count + 1) < count ? formats[byte % (count + 1)] : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned left = 100;
    struct reader_sink sink = {take_row,       take_bad, take_agreement, take_commodity,
                               take_area_name, NULL,     &left};
    struct reader_result result;
    struct db_message message = {""};
    char path[64];
    int fd;

    if (size == 0)
        return 0;
    fd = memfd_create("import", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (reader_read(path, choose_format(data[0]), &sink, &result, &message) != DB_OK)
        require(message.text[0]);
    close(fd);
    return 0;
}
