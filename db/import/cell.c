/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/format.h"
#include "db/import/number.h"
#include "model/words.h"

/* A thousand times the trade of the world; more is a mistake. */
#define MOST_VALUE 1e18

enum { MOST_GOODS_DIGITS = 12 };

bool cell_is(struct cell cell, const char *text)
{
    return strlen(text) == cell.length && memcmp(cell.at ? cell.at : "", text, cell.length) == 0;
}

bool cell_is_missing(struct cell cell)
{
    if (cell.length == 0)
        return true;
    if (cell.length > 4 || (cell.at[0] != 'N' && cell.at[0] != 'n'))
        return false;
    return cell_is(cell, "NA") || cell_is(cell, "N/A") || cell_is(cell, "null") ||
           cell_is(cell, "NULL");
}

/* Two bytes of UTF-8 for a byte of ISO 8859-1. */
static size_t write_latin(unsigned char c, char *ret)
{
    ret[0] = (char)(0xC0 | c >> 6);
    ret[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

/* The length of the UTF-8 character at @at, of more than one byte; 0 when there is none. */
static size_t measure_character(const unsigned char *at, size_t length)
{
    const size_t size = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;

    if (at[0] < 0xC2 || at[0] > 0xF4 || size > length)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    }
    /* Longer than need be, halves of UTF-16, and beyond U+10FFFF. */
    if ((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) ||
        (at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] > 0x8F))
        return 0;
    return size;
}

/* Writes the character at @at as at most four bytes. Return: how many were written. */
static size_t write_character(const unsigned char *at, size_t length, size_t *ret_read, char ret[4])
{
    const size_t size = at[0] < 0x80 ? 1 : measure_character(at, length);

    *ret_read = size > 0 ? size : 1;
    if (size == 0)
        return write_latin(at[0], ret);
    memcpy(ret, at, size);
    if (at[0] < 0x20 || at[0] == 0x7F)
        ret[0] = ' ';
    return size;
}

void cell_text(struct cell cell, char *ret, size_t size)
{
    const unsigned char *at = (const unsigned char *)cell.at;
    size_t left = cell.length;
    size_t count = 0;

    while (left > 0) {
        char bytes[4];
        size_t read;
        const size_t written = write_character(at, left, &read, bytes);

        if (count + written >= size)
            break;
        memcpy(ret + count, bytes, written);
        count += written;
        at += read;
        left -= read;
    }
    memset(ret + count, 0, size - count);
}

bool fault_cell(struct reading *reading, size_t column, const char *expected, ...)
{
    struct reader_fault *fault = &reading->fault;
    va_list arguments;
    const int field = reading->field_of[column];

    fault->column = field == FORMAT_NO_FIELD ? 0 : (uint64_t)field + 1;
    fault->member = field == FORMAT_NO_FIELD ? reading->format->columns[column].name
                                             : reading->fields[field].name;
    cell_text(cell_of(reading, column), fault->value, sizeof fault->value);
    va_start(arguments, expected);
    vsnprintf(fault->expected, sizeof fault->expected, expected, arguments);
    va_end(arguments);
    reading->has_fault = true;
    return false;
}

bool reading_fail(struct reading *reading, enum db_status status)
{
    reading->status = status;
    reading->is_stopped = true;
    return false;
}

bool cell_number(struct reading *reading, size_t column, double *ret)
{
    const struct cell cell = cell_of(reading, column);

    *ret = NAN;
    if (cell_is_missing(cell))
        return true;
    if (!number_read(cell.at, cell.length, ret))
        return fault_cell(reading, column, "a number like 1234.5");
    if (*ret < 0 || *ret > MOST_VALUE)
        return fault_cell(reading, column, "a number from 0 to 1e18");
    return true;
}

bool cell_integer(struct reading *reading, size_t column, int fallback, int *ret)
{
    const struct cell cell = cell_of(reading, column);

    *ret = fallback;
    if (cell_is_missing(cell))
        return true;
    if (!number_read_integer(cell.at, cell.length, ret))
        return fault_cell(reading, column, "a whole number");
    return true;
}

static bool is_one_of(struct cell cell, const char *const words[3])
{
    for (int i = 0; i < 3; i++) {
        if (cell_is(cell, words[i]))
            return true;
    }
    return false;
}

bool cell_flag(struct reading *reading, size_t column, bool fallback, bool *ret)
{
    static const char *const yes[3] = {"TRUE", "true", "True"};
    static const char *const no[3] = {"FALSE", "false", "False"};
    const struct cell cell = cell_of(reading, column);
    const char first = cell.length > 0 ? cell.at[0] : '\0';

    *ret = fallback;
    if (cell.length == 1 && (first == '0' || first == '1'))
        *ret = first == '1';
    else if (is_one_of(cell, yes))
        *ret = true;
    else if (is_one_of(cell, no))
        *ret = false;
    else if (!cell_is_missing(cell))
        return fault_cell(reading, column, "TRUE, FALSE, 1 or 0");
    return true;
}

bool cell_code(struct reading *reading, size_t column, const char *fallback, const char *what,
               char *ret, size_t size)
{
    struct cell cell = cell_of(reading, column);

    if (fallback && cell_is_missing(cell))
        cell = (struct cell){fallback, strlen(fallback)};
    if (!codes_is_code(cell, size))
        return fault_cell(reading, column, "%s: at most %zu letters and digits", what, size - 1);
    memcpy(ret, cell.at, cell.length);
    memset(ret + cell.length, 0, size - cell.length);
    return true;
}

/* AG2, AG6 and ALL are questions to Comtrade, no goods. */
static bool is_question(struct cell cell)
{
    return cell_is(cell, "ALL") ||
           (cell.length >= 2 && cell.length <= 3 && cell.at[0] == 'A' && cell.at[1] == 'G');
}

bool cell_commodity(struct reading *reading, size_t column, char ret[ROW_CODE_SIZE])
{
    const struct cell cell = cell_of(reading, column);
    size_t digits = 0;

    while (digits < cell.length && cell.at[digits] >= '0' && cell.at[digits] <= '9')
        digits++;
    if (is_question(cell) || (digits == cell.length && digits > MOST_GOODS_DIGITS))
        return fault_cell(reading, column, "a code of goods, of 1 to 12 digits, or TOTAL");
    return cell_code(reading, column, NULL, "a code of goods", ret, ROW_CODE_SIZE);
}

bool cell_word(struct reading *reading, size_t column, const char *const *words, char *ret,
               size_t size)
{
    char list[READER_EXPECTED_SIZE] = "";
    const struct cell cell = cell_of(reading, column);
    size_t length = 0;

    for (const char *const *word = words; *word; word++) {
        if (!cell_is(cell, *word) || cell.length >= size)
            continue;
        memset(ret, 0, size);
        memcpy(ret, *word, cell.length);
        return true;
    }
    for (; *words && length < sizeof list; words++)
        length += (size_t)snprintf(list + length, sizeof list - length, " %s", *words);
    return fault_cell(reading, column, "one of%s", list);
}

bool cell_period(struct reading *reading, size_t column, size_t frequency,
                 char ret[ROW_PERIOD_SIZE])
{
    const struct period *period = codes_period(reading->codes, cell_of(reading, column));

    if (!period)
        return fault_cell(reading, column, "a period like 2022, 2022-Q1, 2022-01 or 202201");
    if (frequency < FORMAT_MOST_COLUMNS) {
        const struct cell said = cell_of(reading, frequency);

        if (said.length > 0 && (said.length != 1 || said.at[0] != period->frequency))
            return fault_cell(reading, frequency, "%c, as the period is %s", period->frequency,
                              period->text);
    }
    memcpy(ret, period->text, ROW_PERIOD_SIZE);
    return true;
}

static bool tell_name(struct reading *reading, const char *code, size_t name)
{
    char text[256] = "";
    const struct reader_sink *sink = reading->sink;

    if (name < FORMAT_MOST_COLUMNS && !cell_is_missing(cell_of(reading, name)))
        cell_text(cell_of(reading, name), text, sizeof text);
    if (sink->area_name && sink->area_name(sink->arg, code, text) != 0)
        return reading_fail(reading, DB_FAILED);
    return true;
}

static struct cell given(const struct reading *reading, size_t column)
{
    static const struct cell none = {NULL, 0};

    if (column >= FORMAT_MOST_COLUMNS || cell_is_missing(cell_of(reading, column)))
        return none;
    return cell_of(reading, column);
}

bool cell_area(struct reading *reading, size_t number, size_t code, size_t name,
               char ret[ROW_AREA_SIZE])
{
    const struct cell by_code = given(reading, code);
    const size_t shown = number < FORMAT_MOST_COLUMNS ? number : code;

    switch (codes_area(reading->codes, given(reading, number), by_code, ret)) {
    case CODES_OK:
        return true;
    case CODES_NEW:
        return tell_name(reading, ret, name);
    case CODES_NO_CODE:
        return fault_cell(reading, shown, "a code of a country or area, of at most %d bytes",
                          ROW_AREA_SIZE - 1);
    case CODES_DIFFERENT:
        return fault_cell(reading, shown, "the number of %.*s, which stands beside it",
                          (int)by_code.length, by_code.at);
    case CODES_TOO_MANY:
        break;
    }
    message_set(reading->message, DB_FAILED,
                "%s: line %llu: more than %d codes that are no known country or area; is it the "
                "right column?",
                reading->input.path, (unsigned long long)reading->fault.line, CODES_MOST_UNKNOWN);
    return reading_fail(reading, DB_FAILED);
}

struct row *reading_begin_row(struct reading *reading)
{
    struct row *row = &reading->row;

    memset(row, 0, sizeof *row);
    row->line = reading->fault.line;
    memcpy(row->partner2, "W00", 3);
    memcpy(row->customs, "C00", 3);
    row->value = row->cif = row->fob = row->net_weight = row->quantity = NAN;
    return row;
}

bool reading_give_row(struct reading *reading)
{
    const struct reader_sink *sink = reading->sink;

    if (sink->row && sink->row(sink->arg, &reading->row) != 0)
        return reading_fail(reading, DB_FAILED);
    reading->result->rows++;
    return true;
}
