/* SPDX-License-Identifier: MIT */
#include "db/record_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/number.h"
#include "model/buffer.h"

static void add_real(struct buffer *out, double value)
{
    char text[NUMBER_SIZE];

    /* SQLite has no NaN, and infinity is no JSON. */
    if (isfinite(value))
        buffer_add(out, text, number_write(value, text));
    else
        buffer_add(out, "null", 4);
}

static void add_text(struct buffer *out, sqlite3_value *value, char mark)
{
    const char *text = (const char *)sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);

    if (!text)
        out->has_failed = true;
    else if (mark == '=' || mark == '!')
        buffer_add(out, text, length);
    else
        buffer_add_json_string(out, text, length);
}

static void add_value(struct buffer *out, sqlite3_value *value, char mark)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        buffer_add(out, "null", 4);
        break;
    case SQLITE_INTEGER:
        if (mark == '?')
            buffer_add_text(out, sqlite3_value_int64(value) ? "true" : "false");
        else
            buffer_add_integer(out, sqlite3_value_int64(value));
        break;
    case SQLITE_FLOAT:
        add_real(out, sqlite3_value_double(value));
        break;
    default:
        add_text(out, value, mark);
        break;
    }
}

/* What stands before each value: {"reporter": and then ,"partner": */
struct names {
    size_t count;
    struct name {
        const char *text; /* in the bytes behind the array */
        size_t length;
        char mark;
    } name[];
};

/* Return: new; NULL: no memory. */
static struct names *names_new(const char *list)
{
    size_t length = strlen(list);
    size_t count = 1;

    for (const char *c = list; *c; c++)
        count += *c == ',';
    struct names *names =
        malloc(sizeof(*names) + count * sizeof(names->name[0]) + length + 4 * count);
    if (!names)
        return NULL;
    char *at = (char *)&names->name[count];
    names->count = count;
    for (size_t i = 0; i < count; i++) {
        struct name *name = &names->name[i];
        name->mark = strchr("=?!", *list) && *list ? *list++ : ' ';
        length = strcspn(list, ",");
        name->text = at;
        *at++ = i ? ',' : '{';
        if (name->mark != '!') {
            *at++ = '"';
            memcpy(at, list, length);
            at += length;
            *at++ = '"';
            *at++ = ':';
        }
        name->length = (size_t)(at - name->text);
        list += length + (list[length] != '\0');
    }
    return names;
}

/* Those of the statement, which are made once; NULL: no memory. */
static const struct names *find_names(sqlite3_context *context, sqlite3_value *list)
{
    const struct names *names = sqlite3_get_auxdata(context, 0);
    const char *text = (const char *)sqlite3_value_text(list);

    if (names || !text)
        return names;
    sqlite3_set_auxdata(context, 0, names_new(text), free);
    return sqlite3_get_auxdata(context, 0);
}

static void record_json(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct buffer *out = sqlite3_user_data(context);
    const struct names *names = count > 0 ? find_names(context, arguments[0]) : NULL;

    if (count > 0 && !names) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!names || names->count != (size_t)count - 1) {
        sqlite3_result_error(context, "record_json() wants a name for each value", -1);
        return;
    }
    out->length = 0;
    for (size_t i = 0; i < names->count; i++) {
        buffer_add(out, names->name[i].text, names->name[i].length);
        add_value(out, arguments[i + 1], names->name[i].mark);
    }
    buffer_add(out, "}", 2); /* with the NUL: the library would add it in a copy */
    if (buffer_failed(out))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, out->data, -1, SQLITE_TRANSIENT);
    out->has_failed = false;
}

static void release(void *buffer)
{
    buffer_fini(buffer);
    free(buffer);
}

int record_json_register(sqlite3 *sqlite)
{
    struct buffer *buffer = malloc(sizeof(*buffer));

    if (!buffer)
        return SQLITE_NOMEM;
    buffer_init(buffer);
    /* On failure too the library releases the buffer. */
    return sqlite3_create_function_v2(sqlite, "record_json", -1,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                      buffer, record_json, NULL, NULL, release);
}
