/* SPDX-License-Identifier: MIT */
#include "db/import/csv.h"

#include <string.h>

#include "db/import/input.h"

enum scan { SCAN_ROW, SCAN_MORE, SCAN_BAD };

void csv_init(struct csv *csv, struct input *input, char separator)
{
    memset(csv, 0, sizeof *csv);
    csv->input = input;
    csv->separator = separator;
    csv->line = 1;
    csv->is_special[(unsigned char)separator] = true;
    csv->is_special['\n'] = true;
}

void csv_unquote(struct csv_field *field)
{
    char *to = field->at;
    const char *const end = field->at + field->length;

    if (!field->has_quotes)
        return;
    for (const char *from = field->at; from < end; from++) {
        *to++ = *from;
        if (*from == '"')
            from++;
    }
    field->length = (uint32_t)(to - field->at);
    field->has_quotes = false;
}

static enum scan bad(struct csv *csv, const char *trouble)
{
    csv->trouble = trouble;
    return SCAN_BAD;
}

/* What stands behind a closing quote; *@at ends on the separator or line feed. */
static enum scan end_quoted(struct csv *csv, char **at)
{
    const char *const end = csv->input->data + csv->input->end;

    if (*at == end)
        return csv->input->at_end ? SCAN_ROW : SCAN_MORE;
    if (**at == '\r' && *at + 1 == end)
        return csv->input->at_end ? SCAN_ROW : SCAN_MORE;
    if (**at == '\r' && (*at)[1] == '\n')
        ++*at;
    if (!csv->is_special[(unsigned char)**at])
        return bad(csv, "a separator behind the closing quote");
    return SCAN_ROW;
}

/* *@at is behind the opening quote. */
static enum scan scan_quoted(struct csv *csv, struct csv_field *field, char **at)
{
    char *const end = csv->input->data + csv->input->end;

    field->at = *at;
    field->has_quotes = false;
    for (char *cursor = *at; cursor < end; cursor += 2) {
        cursor = memchr(cursor, '"', (size_t)(end - cursor));
        if (!cursor)
            break;
        if (cursor + 1 == end && !csv->input->at_end)
            return SCAN_MORE;
        if (cursor + 1 == end || cursor[1] != '"') {
            field->length = (uint32_t)(cursor - field->at);
            *at = cursor + 1;
            return end_quoted(csv, at);
        }
        field->has_quotes = true;
    }
    return csv->input->at_end ? bad(csv, "a closing quote") : SCAN_MORE;
}

/* data[end] is a line feed, so that the loop ends. */
static inline enum scan scan_plain(struct csv *csv, struct csv_field *field, char **at)
{
    char *cursor = *at;

    while (!csv->is_special[(unsigned char)*cursor])
        cursor++;
    field->at = *at;
    field->length = (uint32_t)(cursor - *at);
    field->has_quotes = false;
    *at = cursor;
    if (cursor == csv->input->data + csv->input->end && !csv->input->at_end)
        return SCAN_MORE;
    if (*cursor == '\n' && field->length > 0 && cursor[-1] == '\r')
        field->length--;
    return SCAN_ROW;
}

/* One row from the window's begin; on SCAN_ROW *@ret_end is its line feed, or the window's end. */
static enum scan scan_row(struct csv *csv, char **ret_end)
{
    struct input *input = csv->input;
    char *at = input->data + input->begin;
    char *const end = input->data + input->end;
    size_t count = 0;

    *end = '\n';
    for (;;) {
        enum scan scan;

        if (count == CSV_MOST_FIELDS)
            return bad(csv, "no more than 512 fields");
        if (at < end && *at == '"') {
            at++;
            scan = scan_quoted(csv, &csv->fields[count], &at);
        } else {
            scan = scan_plain(csv, &csv->fields[count], &at);
        }
        if (scan != SCAN_ROW)
            return scan;
        count++;
        if (at >= end || *at != csv->separator)
            break;
        at++;
    }
    csv->count = count;
    *ret_end = at;
    return SCAN_ROW;
}

/* Reads on until the first line feed, and over it. */
static void skip_line(struct csv *csv)
{
    struct input *input = csv->input;

    csv->line++;
    for (;;) {
        char *at = input->data + input->begin;
        char *feed = memchr(at, '\n', input->end - input->begin);

        if (feed) {
            input->begin += (size_t)(feed - at) + 1;
            return;
        }
        input->begin = input->end;
        if (!input_fill(input))
            return;
    }
}

static uint64_t count_lines(const char *at, size_t length)
{
    const char *const end = at + length;
    uint64_t count = 0;

    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        count++;
        if (++at == end)
            break;
    }
    return count;
}

static enum csv_result give_up_row(struct csv *csv, const char *trouble)
{
    struct input *input = csv->input;

    csv->trouble = trouble;
    csv->row_line = csv->line;
    csv->row = input->data + input->begin;
    csv->row_length = input->end - input->begin;
    if (csv->row_length > 60)
        csv->row_length = 60;
    const char *feed = memchr(csv->row, '\n', csv->row_length);
    if (feed)
        csv->row_length = (size_t)(feed - csv->row);
    return CSV_BAD;
}

/* Over a row of @length bytes and the line feed behind it. */
static void pass_row(struct csv *csv, size_t length)
{
    struct input *input = csv->input;

    csv->line += 1 + count_lines(input->data + input->begin, length);
    input->begin += length;
    if (input->begin < input->end)
        input->begin++;
}

/* The row's bytes are scanned and whole: moves on. */
static enum csv_result take_row(struct csv *csv, char *end)
{
    struct input *input = csv->input;

    csv->row = input->data + input->begin;
    csv->row_length = (size_t)(end - csv->row);
    csv->row_line = csv->line;
    if (memchr(csv->row, '\0', csv->row_length)) {
        csv->bad_length = csv->row_length;
        return give_up_row(csv, "no NUL byte");
    }
    pass_row(csv, csv->row_length);
    return CSV_ROW;
}

/* Text inside quotes is no row: where the row's end is known, all of it is passed over. */
static void skip_bad(struct csv *csv)
{
    if (csv->bad_length > 0)
        pass_row(csv, csv->bad_length);
    else
        skip_line(csv);
    csv->bad_length = 0;
    csv->trouble = NULL;
}

static void skip_empty_lines(struct csv *csv)
{
    struct input *input = csv->input;

    for (;;) {
        if (input->end - input->begin < 2)
            input_fill(input);

        const char *at = input->data + input->begin;
        const size_t length = input->end - input->begin;
        if (length >= 1 && at[0] == '\n')
            input->begin++;
        else if (length >= 2 && at[0] == '\r' && at[1] == '\n')
            input->begin += 2;
        else
            return;
        csv->line++;
    }
}

enum csv_result csv_next(struct csv *csv)
{
    struct input *input = csv->input;
    char *end;

    /* What could not be read is passed over only now: its bytes were on show until here. */
    if (csv->trouble)
        skip_bad(csv);
    skip_empty_lines(csv);
    if (input->status != DB_OK)
        return CSV_FAILED;
    if (input->begin == input->end)
        return CSV_END;
    for (;;) {
        const enum scan scan = scan_row(csv, &end);

        if (scan == SCAN_ROW)
            return take_row(csv, end);
        if (scan == SCAN_BAD)
            return give_up_row(csv, csv->trouble);
        if (input->end - input->begin >= INPUT_MOST_ROW_BYTES)
            return give_up_row(csv, "a row of at most 1 MB");
        input_fill(input);
        if (input->status != DB_OK)
            return CSV_FAILED;
    }
}
