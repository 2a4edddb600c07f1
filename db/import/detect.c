/* SPDX-License-Identifier: MIT */
#include "db/import/detect.h"

#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/format.h"
#include "model/buffer.h"

enum { LOOK_BYTES = 64 * 1024, LEAST_LIKENESS = 50, MOST_SHOWN = 60 };

/* --- what the messages say --- */

static void list_formats(struct buffer *buffer)
{
    for (const struct format *const *format = format_all(); *format; format++) {
        buffer_add_text(buffer, format == format_all() ? "" : ", ");
        buffer_add_text(buffer, (*format)->name);
    }
}

static void list_fields(const struct reading *reading, struct buffer *buffer)
{
    for (size_t i = 0; i < reading->field_count && i < MOST_SHOWN; i++) {
        buffer_add_text(buffer, i == 0 ? "" : ", ");
        buffer_add_text(buffer, reading->fields[i].name);
    }
    if (reading->field_count > MOST_SHOWN)
        buffer_add_text(buffer, " …");
}

static void list_wanted(const struct reading *reading, const struct format *format,
                        bool is_missing_only, struct buffer *buffer)
{
    bool is_first = true;

    for (size_t i = 0; i < format->column_count; i++) {
        const struct format_column *column = &format->columns[i];

        if (!column->is_needed ||
            (is_missing_only && format_field_of(reading, column) != FORMAT_NO_FIELD))
            continue;
        buffer_add_text(buffer, is_first ? "" : ", ");
        buffer_add_text(buffer, column->name);
        is_first = false;
    }
}

/* Ends @buffer. */
static enum db_status fail_with(struct reading *reading, struct buffer *buffer)
{
    size_t length;
    char *text = buffer_steal(buffer, &length);
    enum db_status status = DB_MEMORY;

    if (text)
        status = message_set(reading->message, DB_FAILED, "%s: %s", reading->input.path, text);
    else
        message_set(reading->message, DB_MEMORY, "no memory");
    free(text);
    return status;
}

static enum db_status fail_unknown(struct reading *reading, const char *hint)
{
    struct buffer buffer;

    buffer_init(&buffer);
    buffer_add_format(&buffer, "the format is not known; it begins with \"%.60s\"%s. Formats: ",
                      reading->result->first, hint);
    list_formats(&buffer);
    buffer_add_text(&buffer, "; --format says which");
    return fail_with(reading, &buffer);
}

static enum db_status fail_missing(struct reading *reading, const struct format *format)
{
    struct buffer buffer;

    buffer_init(&buffer);
    buffer_add_format(&buffer, "line %llu: %s needs columns that are missing: ",
                      (unsigned long long)reading->csv.row_line, format->name);
    list_wanted(reading, format, true, &buffer);
    buffer_add_text(&buffer, ". Found: ");
    list_fields(reading, &buffer);
    buffer_add_text(&buffer, ". Wanted: ");
    list_wanted(reading, format, false, &buffer);
    return fail_with(reading, &buffer);
}

/* --- CSV --- */

static bool copy_field(struct reading *reading, size_t index)
{
    struct csv_field *field = &reading->csv.fields[index];
    struct format_field *ret = &reading->fields[index];

    csv_unquote(field);

    const size_t size = field->length * 2 + 1;
    char *name = arena_alloc(&reading->arena, size);
    if (!name)
        return false;
    cell_text((struct cell){field->at, field->length}, name, size);
    /* SDMX may have "REF_AREA: Reference area". */
    const char *label = strstr(name, ": ");
    format_fold(name, label ? (size_t)(label - name) : strlen(name), ret->folded);
    ret->name = name;
    return true;
}

/* Reads the first row as a head. Return: DB_NOT_FOUND when there is none. */
static enum db_status read_head(struct reading *reading, char separator)
{
    csv_init(&reading->csv, &reading->input, separator);
    switch (csv_next(&reading->csv)) {
    case CSV_ROW:
        break;
    case CSV_FAILED:
        return reading->input.status;
    case CSV_END:
        return DB_NOT_FOUND;
    case CSV_BAD:
        return message_set(
            reading->message, DB_FAILED, "%s: line %llu: the columns cannot be read: expected %s",
            reading->input.path, (unsigned long long)reading->csv.row_line, reading->csv.trouble);
    }
    reading->field_count = reading->csv.count;
    reading->fields = arena_alloc(&reading->arena, reading->field_count * sizeof *reading->fields);
    if (!reading->fields)
        return message_set(reading->message, DB_MEMORY, "no memory");
    for (size_t i = 0; i < reading->field_count; i++) {
        if (!copy_field(reading, i))
            return message_set(reading->message, DB_MEMORY, "no memory");
    }
    return DB_OK;
}

/* The separator that cuts the first line most often; it stands in the window. */
static char find_separator(const struct reading *reading, const char *separators)
{
    const struct input *input = &reading->input;
    const char *at = input->data + input->begin;
    const char *const end = input->data + input->end;
    size_t counts[256] = {0};
    char best = separators[0];
    bool is_quoted = false;

    for (; at < end && (is_quoted || *at != '\n'); at++) {
        is_quoted ^= *at == '"';
        counts[(unsigned char)*at] += !is_quoted;
    }
    for (; *separators; separators++) {
        if (counts[(unsigned char)*separators] > counts[(unsigned char)best])
            best = *separators;
    }
    return best;
}

static void map_columns(struct reading *reading, const struct format *format)
{
    for (size_t i = 0; i < format->column_count; i++)
        reading->field_of[i] = format_field_of(reading, &format->columns[i]);
}

static unsigned count_needed(const struct reading *reading, const struct format *format,
                             unsigned *ret_found)
{
    unsigned needed = 0;

    *ret_found = 0;
    for (size_t i = 0; i < format->column_count; i++) {
        if (!format->columns[i].is_needed)
            continue;
        needed++;
        *ret_found += format_field_of(reading, &format->columns[i]) != FORMAT_NO_FIELD;
    }
    return needed;
}

static bool is_used(const struct reading *reading, const struct format *format, size_t field)
{
    for (size_t i = 0; i < format->column_count; i++) {
        if (reading->field_of[i] == (int)field)
            return true;
    }
    return false;
}

static bool has_unknown(const struct reading *reading, const struct format *format)
{
    for (size_t i = 0; i < reading->field_count; i++) {
        if (!is_used(reading, format, i))
            return true;
    }
    return false;
}

static bool fits(struct reading *reading, const struct format *format)
{
    unsigned found;

    if (format->container != CONTAINER_CSV || !strchr(format->separators, reading->csv.separator) ||
        count_needed(reading, format, &found) != found)
        return false;
    map_columns(reading, format);
    if (format->refuses_unknown && has_unknown(reading, format))
        return false;
    return !format->is_head || format->is_head(reading);
}

/* The format of which most columns are there; NULL when none is near. One that has all of them had
 * too many: check_head() says which. */
static const struct format *find_nearest(const struct reading *reading)
{
    const struct format *nearest = NULL;
    unsigned best = LEAST_LIKENESS - 1;

    for (const struct format *const *format = format_all(); *format; format++) {
        unsigned found;
        unsigned needed;

        if ((*format)->container != CONTAINER_CSV)
            continue;
        needed = count_needed(reading, *format, &found);
        if (found * 100 / needed > best && ((*format)->refuses_unknown || found < needed)) {
            best = found * 100 / needed;
            nearest = *format;
        }
    }
    return nearest;
}

static enum db_status find_csv(struct reading *reading)
{
    for (const struct format *const *format = format_all(); *format; format++) {
        if (!fits(reading, *format))
            continue;
        reading->format = *format;
        return DB_OK;
    }

    reading->format = find_nearest(reading);
    return reading->format ? DB_OK : fail_unknown(reading, "");
}

/* SDMX may have TRADE_FLOW and, behind it, its words: Trade flow. */
static bool is_same_name(const struct reading *reading, size_t a, size_t b)
{
    const struct format_field *fields = reading->fields;

    return reading->format->has_labels ? strcmp(fields[a].name, fields[b].name) == 0
                                       : strcmp(fields[a].folded, fields[b].folded) == 0;
}

static enum db_status check_twice(struct reading *reading, size_t column)
{
    const int field = reading->field_of[column];

    for (size_t i = 0; field != FORMAT_NO_FIELD && i < reading->field_count; i++) {
        if ((int)i == field || !is_same_name(reading, i, (size_t)field))
            continue;
        return message_set(reading->message, DB_FAILED,
                           "%s: line %llu: the column %s stands twice: fields %d and %zu",
                           reading->input.path, (unsigned long long)reading->csv.row_line,
                           reading->fields[field].name, field + 1, i + 1);
    }
    return DB_OK;
}

static enum db_status check_known(struct reading *reading)
{
    const struct format *format = reading->format;

    for (size_t i = 0; i < reading->field_count; i++) {
        if (is_used(reading, format, i))
            continue;
        return message_set(reading->message, DB_FAILED,
                           "%s: line %llu: %s has no column %s (field %zu)", reading->input.path,
                           (unsigned long long)reading->csv.row_line, format->name,
                           reading->fields[i].name, i + 1);
    }
    return DB_OK;
}

static enum db_status check_head(struct reading *reading)
{
    const struct format *format = reading->format;
    unsigned found;

    if (count_needed(reading, format, &found) != found)
        return fail_missing(reading, format);
    map_columns(reading, format);
    for (size_t i = 0; i < format->column_count; i++) {
        if (check_twice(reading, i) != DB_OK)
            return DB_FAILED;
    }
    return format->refuses_unknown ? check_known(reading) : DB_OK;
}

static enum db_status detect_csv(struct reading *reading)
{
    const char *separators = reading->format ? reading->format->separators : ",;\t";
    enum db_status status = read_head(reading, find_separator(reading, separators));

    if (status == DB_NOT_FOUND)
        return message_set(reading->message, DB_FAILED, "%s is empty", reading->input.path);
    if (status == DB_OK && !reading->format)
        status = find_csv(reading);
    return status == DB_OK ? check_head(reading) : status;
}

/* --- JSON --- */

static const char *find_text(const struct reading *reading, size_t length, const char *text)
{
    const struct input *input = &reading->input;

    return memmem(input->data + input->begin, length, text, strlen(text));
}

static size_t measure_line(const struct input *input)
{
    const char *at = input->data + input->begin;
    const char *feed = memchr(at, '\n', input->end - input->begin);

    return feed ? (size_t)(feed - at) : input->end - input->begin;
}

/* Comtrade's answer; without records only its envelope tells. */
static bool is_comtrade(const struct reading *reading, size_t length)
{
    return find_text(reading, length, "\"data\"") &&
           (find_text(reading, length, "\"reporterCode\"") ||
            (find_text(reading, length, "\"count\"") &&
             !find_text(reading, length, "\"reporter\"")));
}

static enum db_status detect_json(struct reading *reading)
{
    const size_t length = reading->input.end - reading->input.begin;
    const size_t line = measure_line(&reading->input);
    const bool is_ours = find_text(reading, length, "\"reporter\"") != NULL;

    if (is_comtrade(reading, length))
        reading->format = &format_comtrade_json;
    else if (find_text(reading, length, "\"results\"") && find_text(reading, length, "\"text\""))
        reading->format = &format_goods_json;
    else if (is_ours && find_text(reading, length, "\"data\""))
        return fail_unknown(reading, ", which is a page of /v1/trade: ask it for format=ndjson");
    else if (is_ours && find_text(reading, line, "\"flow\""))
        reading->format = &format_own_lines;
    else
        return fail_unknown(reading, "");
    return DB_OK;
}

/* --- */

static char first_byte(const struct input *input)
{
    for (size_t i = input->begin; i < input->end; i++) {
        if (!strchr(" \t\r\n", input->data[i]))
            return input->data[i];
    }
    return '\0';
}

/* What a message may show. */
static void note_first(struct reading *reading)
{
    const struct input *input = &reading->input;
    char *ret = reading->result->first;
    size_t length = input->end - input->begin;

    if (length > READER_FIRST_SIZE)
        length = READER_FIRST_SIZE;
    memcpy(ret, input->data + input->begin, length);
    for (size_t i = 0; i < length; i++) {
        if (ret[i] < 0x20 || ret[i] > 0x7E)
            ret[i] = ' ';
    }
    ret[length] = '\0';
}

enum db_status detect_format(struct reading *reading)
{
    input_want(&reading->input, LOOK_BYTES);
    if (reading->input.status != DB_OK)
        return reading->input.status;
    note_first(reading);
    for (size_t i = 0; i < FORMAT_MOST_COLUMNS; i++)
        reading->field_of[i] = FORMAT_NO_FIELD;
    if (reading->format)
        return reading->format->container == CONTAINER_CSV ? detect_csv(reading) : DB_OK;
    if (first_byte(&reading->input) == '{')
        return detect_json(reading);
    if (first_byte(&reading->input) == '[')
        return fail_unknown(reading, ", an array of JSON without its envelope");
    return detect_csv(reading);
}
