/* SPDX-License-Identifier: MIT */
#include "db/import/format.h"

#include <string.h>

static const struct format *const formats[] = {
    &format_comtrade_csv,
    &format_comtrade_bulk,
    &format_comtrade_json,
    &format_comtrade_legacy,
    &format_baci,
    &format_itpde,
    &format_sdmx,
    &format_own_csv,
    &format_own_lines,
    &format_desta,
    &format_goods_csv,
    &format_goods_json,
    NULL,
};

const struct format *const *format_all(void)
{
    return formats;
}

const struct format *format_find(const char *name)
{
    for (const struct format *const *format = formats; *format; format++) {
        if (strcmp((*format)->name, name) == 0)
            return *format;
    }
    return NULL;
}

void format_fold(const char *text, size_t length, char ret[FORMAT_NAME_SIZE])
{
    size_t count = 0;

    for (size_t i = 0; i < length && count < FORMAT_NAME_SIZE - 1; i++) {
        const char c = text[i];

        if (c >= 'A' && c <= 'Z')
            ret[count++] = (char)(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            ret[count++] = c;
    }
    ret[count] = '\0';
}

static int find_field(const struct reading *reading, const char *name, size_t length)
{
    for (size_t i = 0; i < reading->field_count; i++) {
        const char *folded = reading->fields[i].folded;

        if (strncmp(folded, name, length) == 0 && folded[length] == '\0')
            return (int)i;
    }
    return FORMAT_NO_FIELD;
}

int format_field_of(const struct reading *reading, const struct format_column *column)
{
    const char *name = column->names;
    int field = FORMAT_NO_FIELD;

    while (*name && field == FORMAT_NO_FIELD) {
        const size_t length = strcspn(name, " ");

        field = find_field(reading, name, length);
        name += length;
        name += strspn(name, " ");
    }
    return field;
}
