/* SPDX-License-Identifier: MIT */
/* load_record: one record into its row, and the elements of its lists into theirs. */
#include "db/load.h"

#include <stdio.h>

#include "db/load_check.h"
#include "db/load_member.h"
#include "db/text.h"
#include "model/buffer.h"

static void add_columns(struct buffer *sql, const struct member *members, size_t count,
                        int *ret_columns)
{
    for (size_t i = 0; i < count; i++)
        *ret_columns += load_member_add_columns(&members[i], sql);
}

static void add_parameters(struct buffer *sql, int count)
{
    for (int i = 1; i <= count; i++)
        buffer_add_format(sql, "%s?%d", i > 1 ? ", " : "", i);
}

/* Every column has a comma behind it; the last gives way to what closes the list. */
static void write_insert(struct buffer *sql, const char *table, const char *leading,
                         int leading_count, const struct member *members, size_t count)
{
    int columns = leading_count;

    buffer_add_format(sql, "INSERT INTO %s (%s", table, leading);
    add_columns(sql, members, count, &columns);
    if (sql->length)
        sql->length--;
    buffer_add_text(sql, ") VALUES (");
    add_parameters(sql, columns);
    buffer_add_text(sql, ")");
}

static enum db_status statement_from_buffer(struct load *load, const void *key, struct buffer *sql,
                                            sqlite3_stmt **ret)
{
    size_t length = 0;
    char *text _cleanup_text_ = buffer_steal(sql, &length);

    return text ? load_statement(load, key, text, ret) : load_no_memory(load);
}

static enum db_status list_statement(struct load *load, const struct record_file *file,
                                     const struct list *list, sqlite3_stmt **ret)
{
    struct buffer sql;
    char leading[64];

    snprintf(leading, sizeof(leading), "%s,position,", file->parent);
    buffer_init(&sql);
    write_insert(&sql, list->table, leading, 2, list->members, list->member_count);
    return statement_from_buffer(load, list, &sql, ret);
}

static enum db_status file_statement(struct load *load, const struct record_file *file,
                                     sqlite3_stmt **ret)
{
    struct buffer sql;
    int columns = 0;

    buffer_init(&sql);
    buffer_add_format(&sql, "INSERT INTO %s (", file->table);
    add_columns(&sql, file->members, file->member_count, &columns);
    if (file->more_columns)
        buffer_add_text(&sql, file->more_columns);
    else if (sql.length)
        sql.length--;
    buffer_add_text(&sql, ") VALUES (");
    add_parameters(&sql, columns);
    if (file->more_values)
        buffer_add_format(&sql, ", %s", file->more_values);
    buffer_add_text(&sql, ")");
    return statement_from_buffer(load, file, &sql, ret);
}

/* Stores a row unless its record has mistakes. */
static enum db_status store(struct load *load, sqlite3_stmt *statement)
{
    if (load->mistakes != load->mistakes_before)
        return DB_OK;
    int code = sqlite3_step(statement);
    if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE)
        return load_mistake(load, NULL, "another record says the same already");
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        return load_mistake(load, NULL, "does not fit the schema: %s",
                            sqlite3_errmsg(load->sqlite));
    return code == SQLITE_DONE ? DB_OK : load_failure(load, "cannot store a record");
}

/* Of the members of @one_of exactly one is given. */
static enum db_status check_one_of(struct load *load, const struct list *list, const json_t *object)
{
    size_t given = 0;

    if (!list->one_of)
        return DB_OK;
    for (const char *const *name = list->one_of; *name; name++)
        given += record_has(object, *name);
    if (given == 1)
        return DB_OK;
    return load_mistake(load, NULL, "write exactly one of %s%s%s%s%s", list->one_of[0],
                        list->one_of[2] ? ", " : " and ", list->one_of[1],
                        list->one_of[2] ? " and " : "", list->one_of[2] ? list->one_of[2] : "");
}

/* A plain value stands for an object with that one member. */
static enum db_status read_element(struct load *load, const struct list *list,
                                   const json_t *element, sqlite3_stmt *statement)
{
    const int first = 3;

    if (!list->members[0].name)
        return load_member_read(load, &list->members[0], element, statement, first);
    if (!json_is_object(element))
        return load_mistake(load, NULL, "is %s, not an object", load_type_name(element));
    enum db_status status = check_one_of(load, list, element);
    if (status != DB_OK)
        return status;
    return load_members_read(load, list->members, list->member_count, element, statement, first);
}

static enum db_status load_element(struct load *load, const struct record_file *file,
                                   const struct list *list, const json_t *element, int64_t parent)
{
    sqlite3_stmt *statement = NULL;
    enum db_status status = list_statement(load, file, list, &statement);

    if (status == DB_OK &&
        (sqlite3_bind_int64(statement, 1, parent) != SQLITE_OK ||
         sqlite3_bind_int64(statement, 2, (int64_t)load->place.element) != SQLITE_OK))
        status = load_failure(load, "cannot store a record");
    if (status == DB_OK)
        status = read_element(load, list, element, statement);
    if (status == DB_OK)
        status = store(load, statement);
    return status;
}

static enum db_status load_list(struct load *load, const struct record_file *file,
                                const struct member *member, const json_t *array, int64_t parent)
{
    enum db_status status = DB_OK;
    const size_t count = json_array_size(array);

    if (array && !json_is_null(array) && !json_is_array(array))
        return load_mistake(load, member->name, "is %s, not an array", load_type_name(array));
    if (count < member->list->least)
        return load_mistake(load, member->name, "write at least one");
    load->place.list = member->name;
    for (size_t i = 0; status == DB_OK && i < count; i++) {
        load->place.element = i + 1;
        status = load_element(load, file, member->list, json_array_get(array, i), parent);
    }
    load->place.list = NULL;
    return status;
}

static enum db_status load_lists(struct load *load, const struct record_file *file,
                                 const json_t *record)
{
    const int64_t parent = sqlite3_last_insert_rowid(load->sqlite);
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < file->member_count; i++) {
        const struct member *member = &file->members[i];

        if (member->type == MEMBER_LIST)
            status = load_list(load, file, member, json_object_get(record, member->name), parent);
    }
    return status;
}

/* The checks may rely on members that are sound by themselves. */
static enum db_status check_record(struct load *load, const struct record_file *file,
                                   const json_t *record)
{
    if (!file->check || load->mistakes != load->mistakes_before)
        return DB_OK;
    return file->check(load, record);
}

enum db_status load_record(struct load *load, const struct record_file *file, const json_t *record)
{
    sqlite3_stmt *statement = NULL;

    load->mistakes_before = load->mistakes;
    if (!json_is_object(record))
        return load_mistake(load, NULL, "is %s, not an object", load_type_name(record));
    enum db_status status = file_statement(load, file, &statement);
    if (status == DB_OK)
        status = load_members_read(load, file->members, file->member_count, record, statement, 1);
    if (status == DB_OK)
        status = check_record(load, file, record);
    if (status == DB_OK)
        status = store(load, statement);
    if (status == DB_OK)
        status = load_lists(load, file, record);
    return status;
}
