/* SPDX-License-Identifier: MIT */
#include "db/import/members.h"

#include <stdio.h>
#include <string.h>

#include "db/import/format.h"

/* Words of an array, semicolons between, as CSV has them. */
static bool join(const json_t *array, char ret[FORMAT_SCRATCH_SIZE], size_t *ret_length)
{
    size_t length = 0;

    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *item = json_array_get(array, i);
        const size_t size = json_string_length(item);

        if (!json_is_string(item) || length + 1 + size > FORMAT_SCRATCH_SIZE)
            return false;
        if (length > 0)
            ret[length++] = ';';
        memcpy(ret + length, json_string_value(item), size);
        length += size;
    }
    *ret_length = length;
    return true;
}

static bool set_cell(struct reading *reading, size_t column, const json_t *value)
{
    struct cell *cell = &reading->cells[column];
    char *scratch = reading->scratch[column];

    *cell = (struct cell){NULL, 0};
    if (!value || json_is_null(value))
        return true;
    if (json_is_string(value)) {
        *cell = cell_trim((struct cell){json_string_value(value), json_string_length(value)});
        return true;
    }
    if (json_is_object(value) || (json_is_array(value) && !join(value, scratch, &cell->length)))
        return fault_cell(reading, column, "a plain value");
    cell->at = scratch;
    if (json_is_boolean(value))
        *cell = json_is_true(value) ? (struct cell){"true", 4} : (struct cell){"false", 5};
    else if (json_is_integer(value))
        cell->length = (size_t)snprintf(scratch, FORMAT_SCRATCH_SIZE, "%" JSON_INTEGER_FORMAT,
                                        json_integer_value(value));
    else if (json_is_real(value))
        cell->length =
            (size_t)snprintf(scratch, FORMAT_SCRATCH_SIZE, "%.17g", json_real_value(value));
    return true;
}

static bool is_column(const struct format *format, const char *name)
{
    for (size_t i = 0; i < format->column_count; i++) {
        if (strcmp(format->columns[i].name, name) == 0)
            return true;
    }
    return false;
}

static bool fault_member(struct reading *reading, const char *name, const char *expected)
{
    struct reader_fault *fault = &reading->fault;

    fault->column = 0;
    fault->member = "";
    cell_text((struct cell){name, strlen(name)}, fault->value, sizeof fault->value);
    snprintf(fault->expected, sizeof fault->expected, "%s", expected);
    reading->has_fault = true;
    return false;
}

static bool check_known(struct reading *reading, const json_t *object)
{
    void *at = json_object_iter((json_t *)object);

    for (; at; at = json_object_iter_next((json_t *)object, at)) {
        if (!is_column(reading->format, json_object_iter_key(at)))
            return fault_member(reading, json_object_iter_key(at), "a member of /v1/trade");
    }
    return true;
}

bool members_gather(struct reading *reading, const json_t *object)
{
    const struct format *format = reading->format;

    for (size_t i = 0; i < format->column_count; i++) {
        const json_t *value = json_object_get(object, format->columns[i].name);

        reading->cells[i] = (struct cell){NULL, 0};
        if (!value && format->columns[i].is_needed)
            return fault_cell(reading, i, "this member, which is missing");
        if (!set_cell(reading, i, value))
            return false;
    }
    return !format->refuses_unknown || check_known(reading, object);
}
