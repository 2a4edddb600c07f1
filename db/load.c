/* SPDX-License-Identifier: MIT */
#include "db/load.h"

#include <assert.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/load_check.h"
#include "db/load_derive.h"
#include "db/load_member.h"
#include "db/text.h"
#include "model/area.h"

enum { FILE_LIMIT_BYTES = 64 * 1024 * 1024, MOST_FILES = 16 };

static void set_place(struct load *load, const struct record_file *file, size_t index,
                      const json_t *record)
{
    load->place = (struct load_place){
        .file = file->name,
        .number = index + 1,
        .id = file->names ? json_string_value(json_object_get(record, "id")) : NULL,
    };
}

/* --- identities --- */

static enum db_status add_identity(struct load *load, const struct record_file *file,
                                   const char *slug)
{
    sqlite3_stmt *statement = NULL;
    int64_t other = 0;
    char sql[96];

    enum db_status status = load_find(load, file->names, slug, &other);
    if (status != DB_OK)
        return status;
    if (other)
        return load_mistake(load, "id", "the %lld%s record has this id already", (long long)other,
                            load_ordinal((size_t)other));
    snprintf(sql, sizeof(sql), "INSERT INTO %s (id, slug) VALUES (?1, ?2)",
             identity_table(file->names));
    status = load_statement(load, &file->names, sql, &statement);
    if (status != DB_OK)
        return status;
    if (sqlite3_bind_int64(statement, 1, (int64_t)load->place.number) != SQLITE_OK ||
        sqlite3_bind_text(statement, 2, slug, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_DONE)
        return load_failure(load, "cannot store a record");
    return DB_OK;
}

static enum db_status load_identity(struct load *load, const struct record_file *file,
                                    const json_t *record)
{
    if (!json_is_object(record))
        return load_mistake(load, NULL, "is %s, not an object", load_type_name(record));
    if (!load->place.id)
        return load_mistake(load, "id", "is missing");
    if (!load_slug_is_sound(load->place.id)) {
        const char *quote = load_quote(load, load->place.id);

        load->place.id = NULL;
        return load_mistake(load, "id", "%s is not an id; " LOAD_SLUG_RULE, quote);
    }
    return add_identity(load, file, load->place.id);
}

/* Versioned records may refer to one another in any order: their names come first. */
static enum db_status load_identities(struct load *load, const struct record_file *file,
                                      const json_t *records)
{
    enum db_status status = DB_OK;
    size_t i;
    json_t *record;

    if (!file->is_versioned)
        return DB_OK;
    json_array_foreach(records, i, record)
    {
        set_place(load, file, i, record);
        status = load_identity(load, file, record);
        if (status != DB_OK)
            return status;
    }
    return load_report_mistakes(load);
}

static enum db_status load_file(struct load *load, const struct record_file *file,
                                const json_t *records)
{
    enum db_status status = DB_OK;
    size_t i;
    json_t *record;

    json_array_foreach(records, i, record)
    {
        set_place(load, file, i, record);
        status = load_record(load, file, record);
        if (status != DB_OK)
            return status;
    }
    return load_report_mistakes(load);
}

/* --- files --- */

static const struct embedded_file *find_embedded(const char *name)
{
    const struct embedded_file *file = load_embedded;

    while (file->name && strcmp(file->name, name) != 0)
        file++;
    return file->name ? file : NULL;
}

static void decref(json_t **json)
{
    json_decref(*json);
}

/* @ret: the array of records, with a reference of its own. */
static enum db_status take_array(struct load *load, const struct record_file *file,
                                 const json_t *document, json_t **ret)
{
    json_t *array = json_object_get(document, file->name);

    load->place = (struct load_place){.file = file->name};
    if (!json_is_array(array) || json_object_size(document) != 1) {
        load_mistake(load, NULL, "the file is an object with one member, \"%s\", an array",
                     file->name);
        return load_report_mistakes(load);
    }
    *ret = json_incref(array);
    return DB_OK;
}

static enum db_status parse(struct load *load, const struct record_file *file,
                            const struct embedded_file *text, json_t **ret)
{
    json_error_t error;
    json_t *document __attribute__((cleanup(decref))) =
        json_loadb(text->bytes, text->size_bytes, JSON_REJECT_DUPLICATES, &error);

    if (document)
        return take_array(load, file, document, ret);
    /* Jansson has no words for some of its failures, all of them of memory. */
    if (json_error_code(&error) == json_error_out_of_memory || error.text[0] == '\0')
        return load_no_memory(load);
    return message_set(load->message, DB_FAILED, "%s.json: line %d, column %d: %s", file->name,
                       error.line, error.column, error.text);
}

static enum db_status parse_from(struct load *load, const struct record_file *file,
                                 const char *folder, json_t **ret)
{
    struct embedded_file text = {0};
    char name[64];

    snprintf(name, sizeof(name), "%s.json", file->name);
    if (!folder) {
        const struct embedded_file *embedded = find_embedded(name);

        assert(embedded);
        return parse(load, file, embedded, ret);
    }
    enum db_status status = file_read(folder, name, FILE_LIMIT_BYTES, &text, load->message);
    if (status == DB_MISSING && file->is_optional)
        return (*ret = json_array()) ? DB_OK : load_no_memory(load);
    if (status != DB_OK)
        return status;
    status = parse(load, file, &text, ret);
    free((char *)text.bytes);
    return status;
}

/* --- all --- */

/* In order of code, but for World, which is 0: order by id is order by code. */
static enum db_status add_areas(struct load *load)
{
    size_t count = 0;
    const struct area *areas = area_all(&count);

    for (size_t i = 0; i < count; i++) {
        int64_t id = areas[i].kind == AREA_WORLD ? 0 : (int64_t)i + 1;
        enum db_status status = load_add_area(load, &areas[i], id);

        if (status != DB_OK)
            return status;
    }
    return DB_OK;
}

/* New: the folder's own name, not the way to it, which may be nobody's business. */
static char *write_reason(const char *records)
{
    char *folder _cleanup_text_ = records ? strdup(records) : NULL;

    if (!records)
        return strdup("shipped records");
    return folder ? text_format("records of the folder %s", basename(folder)) : NULL;
}

static enum db_status add_revision(struct load *load, const char *records)
{
    static const char sql[] =
        "INSERT INTO revision (number, at, author, reason)"
        " VALUES (1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'entente init', ?1)";
    sqlite3_stmt *statement = NULL;
    char *reason _cleanup_text_ = write_reason(records);

    if (!reason)
        return load_no_memory(load);
    enum db_status status = load_statement(load, sql, sql, &statement);
    if (status != DB_OK)
        return status;
    if (sqlite3_bind_text(statement, 1, reason, -1, SQLITE_TRANSIENT) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_DONE)
        return load_failure(load, "cannot store the revision");
    return DB_OK;
}

static enum db_status store_all(struct load *load, const char *records,
                                const struct record_file *files, size_t count, json_t **arrays)
{
    enum db_status status = add_areas(load);

    if (status == DB_OK)
        status = add_revision(load, records);
    for (size_t i = 0; status == DB_OK && i < count; i++)
        status = load_identities(load, &files[i], arrays[i]);
    for (size_t i = 0; status == DB_OK && i < count; i++)
        status = load_file(load, &files[i], arrays[i]);
    if (status == DB_OK)
        status = load_check_together(load);
    if (status == DB_OK)
        status = load_report_mistakes(load);
    if (status == DB_OK)
        status = load_derive(load);
    return status;
}

enum db_status load_records(sqlite3 *sqlite, const char *records, struct db_message *ret_message)
{
    struct db_message unread;
    struct load load = {.sqlite = sqlite, .message = ret_message ? ret_message : &unread};
    json_t *arrays[MOST_FILES] = {NULL};
    enum db_status status = DB_OK;
    size_t count = 0;
    const struct record_file *files = record_files(&count);

    assert(count <= MOST_FILES);
    for (size_t i = 0; status == DB_OK && i < count; i++)
        status = parse_from(&load, &files[i], records, &arrays[i]);
    if (status == DB_OK)
        status = store_all(&load, records, files, count, arrays);
    for (size_t i = 0; i < count; i++)
        json_decref(arrays[i]);
    load_finalize(&load);
    return status;
}
