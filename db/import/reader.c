/* SPDX-License-Identifier: MIT */
#include "db/import/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/detect.h"
#include "db/import/format.h"
#include "db/import/json_stream.h"
#include "db/import/members.h"

enum { ROWS_A_PROGRESS = 8192 };

const char *const *reader_formats(void)
{
    static const char *const names[] = {"comtrade-csv",
                                        "comtrade-bulk",
                                        "comtrade-json",
                                        "comtrade-legacy",
                                        "baci",
                                        "itpde",
                                        "sdmx-csv",
                                        "entente-csv",
                                        "entente-ndjson",
                                        "desta",
                                        "hs-csv",
                                        "hs-json",
                                        NULL};

    return names;
}

void reader_describe(const struct reader_fault *fault, struct db_message *ret)
{
    char place[160] = "";
    size_t length = 0;

    if (fault->line > 0)
        length = (size_t)snprintf(place, sizeof place, " %s %" PRIu64,
                                  fault->unit ? fault->unit : "line", fault->line);
    if (fault->column > 0)
        snprintf(place + length, sizeof place - length, ", field %" PRIu64 " (%.80s)",
                 fault->column, fault->member);
    else if (fault->member[0])
        snprintf(place + length, sizeof place - length, ", %.80s", fault->member);
    message_set(ret, DB_FAILED, "%s:%s%s \"%s\"; expected %s", fault->file, place,
                place[0] ? ":" : "", fault->value, fault->expected);
}

/* --- one row --- */

static void begin_fault(struct reading *reading, uint64_t line)
{
    reading->fault.file = reading->input.path;
    reading->fault.unit = reading->format->container == CONTAINER_ARRAY ? "record" : "line";
    reading->fault.line = line;
    reading->has_fault = false;
}

static void fault_row(struct reading *reading, struct cell shown, const char *expected)
{
    struct reader_fault *fault = &reading->fault;

    fault->column = 0;
    fault->member = "";
    cell_text(shown, fault->value, sizeof fault->value);
    snprintf(fault->expected, sizeof fault->expected, "%.120s", expected);
    reading->has_fault = true;
}

/* Tells the sink what was wrong with the row, if anything was. */
static bool end_row(struct reading *reading)
{
    const struct reader_sink *sink = reading->sink;
    struct reader_result *result = reading->result;

    if (reading->has_fault) {
        result->faults++;
        reader_describe(&reading->fault, reading->message);
        if (!sink->bad || sink->bad(sink->arg, &reading->fault) != 0)
            return reading_fail(reading, DB_FAILED);
    }
    if (sink->progress && (result->rows + result->faults) % ROWS_A_PROGRESS == 0)
        sink->progress(sink->arg, result->rows, reading->input.disk_bytes);
    return !reading->is_stopped;
}

/* --- CSV --- */

static void gather_fields(struct reading *reading)
{
    struct csv_field *fields = reading->csv.fields;

    for (size_t i = 0; i < reading->format->column_count; i++) {
        const int field = reading->field_of[i];

        if (field == FORMAT_NO_FIELD)
            continue;
        csv_unquote(&fields[field]);
        reading->cells[i] = cell_trim((struct cell){fields[field].at, fields[field].length});
    }
}

/* "US: United States" is US. */
static void drop_labels(struct reading *reading)
{
    for (size_t i = 0; i < reading->format->column_count; i++) {
        struct cell *cell = &reading->cells[i];
        const char *label = cell->length > 2 ? memmem(cell->at, cell->length, ": ", 2) : NULL;

        if (label)
            cell->length = (size_t)(label - cell->at);
    }
}

/* Files from Comtrade's page may have a separator more at the end of each row than of the head. */
static bool has_all_fields(const struct reading *reading)
{
    const struct csv *csv = &reading->csv;

    return csv->count == reading->field_count ||
           (csv->count == reading->field_count + 1 && csv->fields[csv->count - 1].length == 0);
}

static bool read_csv_row(struct reading *reading)
{
    const struct csv *csv = &reading->csv;

    begin_fault(reading, csv->row_line);
    if (!has_all_fields(reading)) {
        char expected[READER_EXPECTED_SIZE];

        snprintf(expected, sizeof expected, "%zu fields, as the head has; here are %zu",
                 reading->field_count, csv->count);
        fault_row(reading, (struct cell){csv->row, csv->row_length}, expected);
    } else {
        gather_fields(reading);
        if (reading->format->has_labels)
            drop_labels(reading);
        reading->format->read(reading);
    }
    return end_row(reading);
}

static bool read_bad_row(struct reading *reading)
{
    const struct csv *csv = &reading->csv;

    begin_fault(reading, csv->row_line);
    fault_row(reading, (struct cell){csv->row, csv->row_length}, csv->trouble);
    return end_row(reading);
}

static enum db_status read_csv(struct reading *reading)
{
    for (;;) {
        switch (csv_next(&reading->csv)) {
        case CSV_END:
            return DB_OK;
        case CSV_FAILED:
            return reading->input.status;
        case CSV_ROW:
            if (!read_csv_row(reading))
                return reading->status;
            break;
        case CSV_BAD:
            if (!read_bad_row(reading))
                return reading->status;
            break;
        }
    }
}

/* --- JSON --- */

static bool read_object(struct reading *reading, const struct json_stream *stream, json_t *object)
{
    begin_fault(reading, stream->row_line);
    if (members_gather(reading, object))
        reading->format->read(reading);
    json_decref(object);
    return end_row(reading);
}

static bool read_bad_object(struct reading *reading, const struct json_stream *stream)
{
    begin_fault(reading, stream->row_line);
    fault_row(reading, (struct cell){stream->row, stream->row_length}, stream->trouble);
    return end_row(reading);
}

static enum db_status fail_broken(struct reading *reading, const struct json_stream *stream)
{
    begin_fault(reading, stream->row_line);
    fault_row(reading, (struct cell){stream->row, stream->row_length}, stream->trouble);
    reader_describe(&reading->fault, reading->message);
    return DB_FAILED;
}

/* What the envelope of Comtrade's API says about itself. */
static enum db_status check_envelope(struct reading *reading)
{
    const json_t *count = json_object_get(reading->envelope, "count");
    const json_t *error = json_object_get(reading->envelope, "error");
    const uint64_t rows = reading->result->rows + reading->result->faults;

    if (reading->format->kind != READER_ROWS)
        return DB_OK;
    if (json_string_length(error) > 0)
        return message_set(reading->message, DB_FAILED, "%s: it says of itself: %.200s",
                           reading->input.path, json_string_value(error));
    if (json_is_integer(count) && json_integer_value(count) >= 0 &&
        (uint64_t)json_integer_value(count) != rows)
        return message_set(reading->message, DB_FAILED,
                           "%s: it says that it has %" JSON_INTEGER_FORMAT " records, but %" PRIu64
                           " stand there",
                           reading->input.path, json_integer_value(count), rows);
    return DB_OK;
}

static enum db_status read_stream(struct reading *reading, struct json_stream *stream)
{
    for (;;) {
        json_t *object;

        switch (json_stream_next(stream, &object)) {
        case JSON_STREAM_ROW:
            if (!read_object(reading, stream, object))
                return reading->status;
            break;
        case JSON_STREAM_BAD:
            if (!read_bad_object(reading, stream))
                return reading->status;
            break;
        case JSON_STREAM_BROKEN:
            return fail_broken(reading, stream);
        case JSON_STREAM_FAILED:
            return reading->input.status;
        case JSON_STREAM_END:
            return check_envelope(reading);
        }
    }
}

static enum db_status read_json(struct reading *reading)
{
    struct json_stream stream;
    enum db_status status;

    if (!json_stream_init(&stream, &reading->input, reading->format->member))
        return message_set(reading->message, DB_MEMORY, "no memory");
    reading->envelope = stream.envelope;
    status = read_stream(reading, &stream);
    reading->envelope = NULL;
    json_stream_fini(&stream);
    return status;
}

/* --- a file --- */

static void note_format(struct reading *reading)
{
    reading->result->format = reading->format->name;
    reading->result->kind = reading->format->kind;
    reading->result->series = reading->format->series;
}

static enum db_status read_rows(struct reading *reading)
{
    if (reading->format->begin && !reading->format->begin(reading))
        return reading->status;
    return reading->format->container == CONTAINER_CSV ? read_csv(reading) : read_json(reading);
}

static enum db_status read_open(struct reading *reading, bool is_look_only)
{
    struct reader_result *result = reading->result;
    enum db_status status = detect_format(reading);

    if (status != DB_OK)
        return status;
    note_format(reading);
    if (is_look_only)
        return !reading->format->begin || reading->format->begin(reading) ? DB_OK : reading->status;
    status = read_rows(reading);
    if (status != DB_OK)
        return status;
    result->bytes = reading->input.disk_bytes;
    input_checksum(&reading->input, result->checksum);
    if (reading->sink->progress)
        reading->sink->progress(reading->sink->arg, result->rows, result->bytes);
    return DB_OK;
}

static enum db_status read_path(struct reading *reading, const char *path, bool is_look_only)
{
    enum db_status status = DB_MEMORY;

    arena_init(&reading->arena);
    reading->codes = codes_new();
    if (!reading->codes)
        return message_set(reading->message, DB_MEMORY, "no memory");
    status = input_open(&reading->input, path, reading->message);
    if (status == DB_OK)
        status = read_open(reading, is_look_only);
    input_close(&reading->input);
    arena_fini(&reading->arena);
    reading->codes = codes_free(reading->codes);
    return status;
}

static enum db_status read_format(const char *path, const struct format *format,
                                  struct reader_sink *sink, struct reader_result *ret,
                                  struct db_message *ret_message)
{
    struct reader_result result = {0};
    struct reading *reading = calloc(1, sizeof *reading);
    enum db_status status;

    if (!reading)
        return message_set(ret_message, DB_MEMORY, "no memory");
    reading->format = format;
    reading->sink = sink;
    reading->result = &result;
    reading->message = ret_message;
    status = read_path(reading, path, sink == NULL);
    free(reading);
    if (status == DB_OK)
        *ret = result;
    return status;
}

enum db_status reader_read(const char *path, const char *format, struct reader_sink *sink,
                           struct reader_result *ret, struct db_message *ret_message)
{
    const struct format *wanted = format ? format_find(format) : NULL;
    struct db_message known = {""};
    size_t length = 0;

    if (!format || wanted)
        return read_format(path, wanted, sink, ret, ret_message);
    for (const char *const *name = reader_formats(); *name; name++)
        length += (size_t)snprintf(known.text + length, sizeof known.text - length, "%s%s",
                                   length > 0 ? ", " : "", *name);
    return message_set(ret_message, DB_FAILED, "there is no format \"%.64s\"; formats: %s", format,
                       known.text);
}

enum db_status reader_detect(const char *path, struct reader_result *ret,
                             struct db_message *ret_message)
{
    return read_format(path, NULL, NULL, ret, ret_message);
}
