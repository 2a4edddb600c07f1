/* SPDX-License-Identifier: MIT */
#include "db/observation.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/number.h"
#include "db/page.h"
#include "db/private.h"
#include "db/visible.h"

enum {
    LEAST_ROOM = 64,   /* a power of two, as every room */
    MOST_KNOWN = 8192, /* rows of a table whose texts are kept: then it begins anew */
    SHORT_SIZE = 32,   /* texts up to here are copied as if they had this length */
    MEMBER_ROOM = 128, /* two of them or a number behind one, and more */
};

_Static_assert(SHORT_SIZE + SHORT_SIZE <= MEMBER_ROOM && SHORT_SIZE + NUMBER_SIZE <= MEMBER_ROOM,
               "a name and a short value fit");

/* --- what it is made of --- */

/*
 * Arguments of both functions: columns of trade_row and trade_stored, among them those of the key
 * in its order. The last column of the table stands first: SQLite reads them in this order, and so
 * looks through the head of a row, which says where each one is, once instead of bit by bit.
 */
#define COLUMNS(FIRST, NEXT)                                                                       \
    FIRST(FLAGS, "flags")                                                                          \
    NEXT(REPORTER, "reporter_id")                                                                  \
    NEXT(PARTNER, "partner_id")                                                                    \
    NEXT(FLOW, "flow")                                                                             \
    NEXT(FREQUENCY, "frequency")                                                                   \
    NEXT(PERIOD, "period_id")                                                                      \
    NEXT(CLASSIFICATION, "classification")                                                         \
    NEXT(COMMODITY, "commodity")                                                                   \
    NEXT(PARTNER2, "partner2_id")                                                                  \
    NEXT(CUSTOMS, "customs_id")                                                                    \
    NEXT(TRANSPORT, "transport")                                                                   \
    NEXT(DATASET, "dataset_id")                                                                    \
    NEXT(VALUE, "value")                                                                           \
    NEXT(CIF, "cif")                                                                               \
    NEXT(FOB, "fob")                                                                               \
    NEXT(NET_WEIGHT, "net_weight")                                                                 \
    NEXT(QUANTITY, "quantity")                                                                     \
    NEXT(QUANTITY_UNIT, "quantity_unit")

#define AS_ARGUMENT(argument, name)   argument,
#define AS_NAME(argument, name)       [argument] = name,
#define AS_FIRST_TEXT(argument, name) name
#define AS_NEXT_TEXT(argument, name)  "," name

enum argument { COLUMNS(AS_ARGUMENT, AS_ARGUMENT) ARGUMENT_COUNT };

enum { KEY_FIRST = REPORTER, KEY_COUNT = DATASET + 1 - KEY_FIRST };

static const char *const columns[ARGUMENT_COUNT] = {COLUMNS(AS_NAME, AS_NAME)};

static const char arguments_text[] = "(" COLUMNS(AS_FIRST_TEXT, AS_NEXT_TEXT) ")";

/* Further ones, which only filters are about. */
static const char *const more_columns[] = {"customs", "level"};

enum table { AREAS, PERIODS, DATASETS, TABLE_COUNT };

/* Columns behind the first have the names of the members that they become. */
static const struct {
    const char *name;
    const char *sql;
} tables[TABLE_COUNT] = {
    [AREAS] = {"area", "SELECT code FROM main.area WHERE id = ?1"},
    [PERIODS] = {"period", "SELECT text FROM main.period WHERE id = ?1"},
    [DATASETS] = {"dataset",
                  "SELECT d.slug, i.slug AS series, i.basis AS basis, i.unit AS unit"
                  " FROM main.dataset d JOIN main.series i ON i.id = d.series WHERE d.id = ?1"},
};

enum kind {
    KIND_VALUE,   /* the argument itself */
    KIND_TEXT,    /* the texts of the row that the argument is the id of */
    KIND_NEXT,    /* the next one of them: written with the first */
    KIND_CUSTOMS, /* the argument, which is "" for C00 */
    KIND_FLAGS,   /* one bit a word */
};

/* How each member is written. */
static const struct writer {
    const char *name;
    enum field_type type; /* that it fits */
    enum argument argument;
    enum kind kind;
    enum table table; /* of KIND_TEXT */
} writers[] = {
    {"reporter", FIELD_AREA, REPORTER, KIND_TEXT, AREAS},
    {"partner", FIELD_AREA, PARTNER, KIND_TEXT, AREAS},
    {"flow", FIELD_WORD, FLOW, KIND_VALUE, 0},
    {"frequency", FIELD_WORD, FREQUENCY, KIND_VALUE, 0},
    {"period", FIELD_PERIOD, PERIOD, KIND_TEXT, PERIODS},
    {"classification", FIELD_CODE, CLASSIFICATION, KIND_VALUE, 0},
    {"commodity", FIELD_CODE, COMMODITY, KIND_VALUE, 0},
    {"partner2", FIELD_AREA, PARTNER2, KIND_TEXT, AREAS},
    {"customs", FIELD_CODE, CUSTOMS, KIND_CUSTOMS, 0},
    {"transport", FIELD_INTEGER, TRANSPORT, KIND_VALUE, 0},
    {"dataset", FIELD_SLUG, DATASET, KIND_TEXT, DATASETS},
    {"series", FIELD_SLUG, DATASET, KIND_NEXT, DATASETS},
    {"basis", FIELD_WORD, DATASET, KIND_NEXT, DATASETS},
    {"unit", FIELD_WORD, DATASET, KIND_NEXT, DATASETS},
    {"value", FIELD_REAL, VALUE, KIND_VALUE, 0},
    {"cif", FIELD_REAL, CIF, KIND_VALUE, 0},
    {"fob", FIELD_REAL, FOB, KIND_VALUE, 0},
    {"net_weight", FIELD_REAL, NET_WEIGHT, KIND_VALUE, 0},
    {"quantity", FIELD_REAL, QUANTITY, KIND_VALUE, 0},
    {"quantity_unit", FIELD_CODE, QUANTITY_UNIT, KIND_VALUE, 0},
    {"flags", FIELD_CODES, FLAGS, KIND_FLAGS, 0},
};

const char *observation_arguments(void)
{
    return arguments_text;
}

static bool is_column(const char *column, const char *name, const char *suffix)
{
    size_t length = strlen(name);

    return strncmp(column, name, length) == 0 && strcmp(column + length, suffix) == 0;
}

bool observation_has_column(const char *name, const char *suffix)
{
    bool has = false;

    for (size_t i = 0; i < ARGUMENT_COUNT && !has; i++)
        has = is_column(columns[i], name, suffix);
    for (size_t i = 0; i < sizeof(more_columns) / sizeof(more_columns[0]) && !has; i++)
        has = is_column(more_columns[i], name, suffix);
    return has;
}

/* --- the texts of rows that are known --- */

struct known {
    int64_t id;
    char *bytes;  /* the first text with a NUL, then "first","second":"…" …; NULL: no row */
    size_t begin; /* of that JSON in the bytes */
    size_t length;
};

/* Rows of one table by their id, each in the first free place from that of its hash on. */
struct known_table {
    struct known *known;
    size_t room; /* a power of two, never full; or 0 */
    size_t count;
};

static void known_table_fini(struct known_table *table)
{
    for (size_t i = 0; i < table->room; i++)
        free(table->known[i].bytes);
    free(table->known);
    *table = (struct known_table){0};
}

/* The place of the row, or the free one that it would have. Ids of periods differ in bits that are
 * high and low: the multiplication (Fibonacci hashing) brings them together. */
static struct known *find_place(const struct known_table *table, int64_t id)
{
    size_t i = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (table->room - 1);

    while (table->known[i].bytes && table->known[i].id != id)
        i = (i + 1) & (table->room - 1);
    return &table->known[i];
}

static bool make_room(struct known_table *table)
{
    if (table->count == MOST_KNOWN)
        known_table_fini(table);
    if (table->count < table->room / 2)
        return true;
    struct known_table larger = {.room = table->room ? table->room * 2 : LEAST_ROOM,
                                 .count = table->count};
    larger.known = calloc(larger.room, sizeof(*larger.known));
    if (!larger.known)
        return false;
    for (size_t i = 0; i < table->room; i++)
        if (table->known[i].bytes)
            *find_place(&larger, table->known[i].id) = table->known[i];
    free(table->known);
    *table = larger;
    return true;
}

/* A text that should be there and is not: the row is as good as gone. */
static int add_text(struct buffer *bytes, struct known *known, sqlite3_stmt *row, int i)
{
    if (sqlite3_column_type(row, i) == SQLITE_NULL)
        return SQLITE_DONE;
    const char *text = (const char *)sqlite3_column_text(row, i);
    size_t length = (size_t)sqlite3_column_bytes(row, i);

    if (!text)
        return SQLITE_NOMEM;
    if (i == 0) {
        buffer_add(bytes, text, length);
        buffer_add_char(bytes, '\0');
        known->begin = bytes->length;
    } else {
        buffer_add_format(bytes, ",\"%s\":", sqlite3_column_name(row, i));
    }
    buffer_add_json_string(bytes, text, length);
    return SQLITE_OK;
}

static int copy_texts(sqlite3_stmt *row, struct known *ret)
{
    static const char behind[SHORT_SIZE]; /* so that each can be read as a short one */
    struct buffer bytes;
    size_t length;
    int code = SQLITE_OK;

    buffer_init(&bytes);
    for (int i = 0; i < sqlite3_column_count(row) && code == SQLITE_OK; i++)
        code = add_text(&bytes, ret, row, i);
    ret->length = bytes.length - ret->begin;
    buffer_add(&bytes, behind, sizeof(behind));
    ret->bytes = buffer_steal(&bytes, &length);
    if (ret->bytes && code == SQLITE_OK)
        return SQLITE_OK;
    free(ret->bytes);
    return code == SQLITE_OK ? SQLITE_NOMEM : code;
}

/* Return: an SQLite result code; SQLITE_DONE: there is no such row. */
static int read_row(sqlite3_stmt *row, int64_t id, struct known *ret)
{
    int code = sqlite3_bind_int64(row, 1, id);

    *ret = (struct known){.id = id};
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    return code == SQLITE_ROW ? copy_texts(row, ret) : code;
}

/* Rarely needed, so that the statement is not kept: an open one would keep the connection from
 * being closed. */
static int look_up(sqlite3 *sqlite, enum table table, int64_t id, struct known *ret)
{
    sqlite3_stmt *row;
    int code = sqlite3_prepare_v2(sqlite, tables[table].sql, -1, &row, NULL);

    if (code == SQLITE_OK)
        code = read_row(row, id, ret);
    sqlite3_finalize(row);
    return code;
}

/* --- the functions --- */

/* A member: what stands before it, {"reporter": and then ,"partner": , and how it is written. */
struct member {
    char before[SHORT_SIZE];
    size_t length;
    const struct writer *writer;
};

/* What the functions of a connection share. */
struct observation {
    int users; /* functions that have it */
    struct known_table tables[TABLE_COUNT];
    const struct known *latest[ARGUMENT_COUNT]; /* of the row before, in the tables; or NULL */
    struct member members[RESOURCE_MAX_FIELDS];
    size_t member_count;
    struct buffer out;
    struct visible visible;
    struct db_page *page;          /* NULL: none is being filled */
    int limit;                     /* of its rows */
    int64_t used;                  /* the dataset of its last row */
    struct value order[KEY_COUNT]; /* of the row that is the limit's */
    struct buffer order_texts;
    const struct known *dataset; /* of the row that is written; NULL: there is none */
};

static void report(sqlite3_context *context, int code, enum table table, int64_t id)
{
    char message[64];

    if (code == SQLITE_NOMEM) {
        sqlite3_result_error_nomem(context);
        return;
    }
    snprintf(message, sizeof(message), "no %s has the number %" PRId64, tables[table].name, id);
    sqlite3_result_error(
        context, code == SQLITE_DONE ? message : sqlite3_errmsg(sqlite3_context_db_handle(context)),
        -1);
    sqlite3_result_error_code(context, code == SQLITE_DONE ? SQLITE_CORRUPT : code);
}

static const struct known *add_known(sqlite3_context *context, struct observation *observation,
                                     enum table table, int64_t id)
{
    struct known_table *known = &observation->tables[table];
    struct known row;

    memset(observation->latest, 0, sizeof(observation->latest)); /* the table may move */
    int code = make_room(known) ? look_up(sqlite3_context_db_handle(context), table, id, &row)
                                : SQLITE_NOMEM;

    if (code != SQLITE_OK) {
        report(context, code, table, id);
        return NULL;
    }
    struct known *place = find_place(known, id);
    *place = row;
    known->count++;
    return place;
}

static const struct known *find_known(sqlite3_context *context, struct observation *observation,
                                      enum table table, int64_t id)
{
    const struct known_table *known = &observation->tables[table];
    const struct known *place = known->room ? find_place(known, id) : NULL;

    return place && place->bytes ? place : add_known(context, observation, table, id);
}

/* Most rows have what the row before had. Return: valid until the next call; NULL: the error is
 * reported. */
static inline const struct known *get_known(sqlite3_context *context,
                                            struct observation *observation, enum table table,
                                            enum argument argument, sqlite3_value *id_value)
{
    const int64_t id = sqlite3_value_int64(id_value);
    const struct known **latest = &observation->latest[argument];

    if (!*latest || (*latest)->id != id)
        *latest = find_known(context, observation, table, id);
    return *latest;
}

/* Room for what stands before a member and a short value, so that those are written without a look
 * at their length. */
static inline bool has_room(struct buffer *out)
{
    return out->capacity - out->length > MEMBER_ROOM || buffer_reserve(out, MEMBER_ROOM);
}

/* Bytes of which SHORT_SIZE can be read, and written where there is room for a member. */
static inline void add_short(struct buffer *out, const char *bytes, size_t length)
{
    memcpy(out->data + out->length, bytes, SHORT_SIZE);
    out->length += length;
}

static inline void add_known_texts(struct buffer *out, const struct known *known)
{
    const char *bytes = known->bytes + known->begin;

    if (known->length <= SHORT_SIZE)
        add_short(out, bytes, known->length);
    else
        buffer_add(out, bytes, known->length);
}

/* Codes are short, and have nothing that JSON escapes. */
static bool add_short_code(struct buffer *out, const char *text, size_t length)
{
    char *at = out->data + out->length;

    if (length > SHORT_SIZE)
        return false;
    *at++ = '"';
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == '"' || text[i] == '\\')
            return false;
        *at++ = text[i];
    }
    *at = '"';
    out->length += length + 2;
    return true;
}

static void add_code(struct buffer *out, sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    const size_t length = (size_t)sqlite3_value_bytes(value);

    if (!text)
        out->has_failed = true;
    else if (!add_short_code(out, text, length))
        buffer_add_json_string(out, text, length);
}

static void add_plain(struct buffer *out, sqlite3_value *value)
{
    static const char null[SHORT_SIZE] = "null";
    char *at = out->data + out->length;
    const int type = sqlite3_value_type(value);
    const double real = type == SQLITE_FLOAT ? sqlite3_value_double(value) : INFINITY;

    if (type == SQLITE_TEXT)
        add_code(out, value);
    else if (type == SQLITE_INTEGER)
        out->length += number_write_integer(sqlite3_value_int64(value), at);
    else if (isfinite(real))
        out->length += number_write(real, at);
    else /* SQLite has no NaN, and infinity is no JSON */
        add_short(out, null, 4);
}

static void add_customs(struct buffer *out, sqlite3_value *value)
{
    static const char all[SHORT_SIZE] = "\"C00\"";

    if (sqlite3_value_type(value) == SQLITE_TEXT && sqlite3_value_bytes(value) == 0)
        add_short(out, all, 5);
    else
        add_plain(out, value);
}

static void add_flags(struct buffer *out, int64_t flags)
{
    static const struct {
        char text[SHORT_SIZE + 1];
        size_t length;
    } names[] = {
        {",\"estimated_quantity\"", 21},
        {",\"estimated_net_weight\"", 23},
        {",\"aggregate\"", 12},
        {",\"not_as_reported\"", 18},
    };
    static const char none[SHORT_SIZE] = "[]";
    size_t comma = 0;

    if (flags == 0 && has_room(out)) {
        add_short(out, none, 2);
        return;
    }
    buffer_add_char(out, '[');
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && has_room(out); i++) {
        if (!(flags >> i & 1))
            continue;
        add_short(out, names[i].text + 1 - comma, names[i].length - 1 + comma);
        comma = 1;
    }
    buffer_add_char(out, ']');
}

/* Return: false when the error is reported. */
static bool add_member(sqlite3_context *context, struct observation *observation,
                       const struct writer *writer, sqlite3_value *value, struct buffer *out)
{
    const struct known *known = observation->dataset;

    switch (writer->kind) {
    case KIND_VALUE:
        add_plain(out, value);
        break;
    case KIND_TEXT:
        if (writer->table != DATASETS)
            known = get_known(context, observation, writer->table, writer->argument, value);
        if (!known)
            return false;
        add_known_texts(out, known);
        break;
    case KIND_NEXT:
        break;
    case KIND_CUSTOMS:
        add_customs(out, value);
        break;
    case KIND_FLAGS:
        add_flags(out, sqlite3_value_int64(value));
        break;
    }
    return true;
}

static void begin_result(struct buffer *out)
{
    out->length = 0;
    out->has_failed = false;
}

static void give_result(sqlite3_context *context, struct buffer *out)
{
    buffer_add_char(out, '\0'); /* the library would add it in a copy */
    if (buffer_failed(out))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, out->data, -1, SQLITE_TRANSIENT);
}

/* Return: false when the error is reported. */
static bool write_row(sqlite3_context *context, struct observation *observation,
                      sqlite3_value **arguments, struct buffer *out)
{
    observation->dataset = get_known(context, observation, DATASETS, DATASET, arguments[DATASET]);
    if (!observation->dataset)
        return false;
    for (size_t i = 0; i < observation->member_count && has_room(out); i++) {
        const struct member *member = &observation->members[i];
        sqlite3_value *value = arguments[member->writer->argument];
        add_short(out, member->before, member->length);
        if (!add_member(context, observation, member->writer, value, out))
            return false;
    }
    buffer_add_char(out, '}');
    if (buffer_failed(out))
        sqlite3_result_error_nomem(context);
    return !buffer_failed(out);
}

static bool is_visible(sqlite3_context *context, struct observation *observation,
                       sqlite3_value **arguments)
{
    sqlite3_value *const block[VISIBLE_ARGUMENTS] = {arguments[REPORTER], arguments[FREQUENCY],
                                                     arguments[PERIOD], arguments[CLASSIFICATION],
                                                     arguments[DATASET]};
    sqlite3 *sqlite = sqlite3_context_db_handle(context);
    bool is_visible = false;
    const int code = visible_find(&observation->visible, sqlite, block, &is_visible);

    if (code == SQLITE_NOMEM)
        sqlite3_result_error_nomem(context);
    else if (code != SQLITE_OK) {
        sqlite3_result_error(context, sqlite3_errmsg(sqlite), -1);
        sqlite3_result_error_code(context, code);
    }
    return is_visible;
}

/* Texts are found by their place until all of them are there: the buffer may move. */
static void keep_value(sqlite3_value *from, struct buffer *texts, struct value *ret)
{
    if (sqlite3_value_type(from) == SQLITE_INTEGER) {
        *ret = (struct value){.type = VALUE_INTEGER, .integer = sqlite3_value_int64(from)};
        return;
    }
    const char *text = (const char *)sqlite3_value_text(from);
    *ret = (struct value){.type = VALUE_TEXT, .integer = (int64_t)texts->length};
    buffer_add_text(texts, text ? text : "");
    buffer_add_char(texts, '\0');
    texts->has_failed = texts->has_failed || !text;
}

/* Columns of the key are whole numbers or texts. */
static void keep_order(sqlite3_context *context, struct observation *observation,
                       sqlite3_value **arguments)
{
    struct buffer *texts = &observation->order_texts;

    texts->length = 0;
    texts->has_failed = false;
    for (size_t i = 0; i < KEY_COUNT; i++)
        keep_value(arguments[KEY_FIRST + i], texts, &observation->order[i]);
    if (buffer_failed(texts))
        sqlite3_result_error_nomem(context);
    for (size_t i = 0; i < KEY_COUNT && !buffer_failed(texts); i++)
        if (observation->order[i].type == VALUE_TEXT)
            observation->order[i].text = texts->data + observation->order[i].integer;
}

/* The text itself is given without a copy: each row's is read, or taken into a sorter, before the
 * next one's is made. With its NUL, which the library would add in a copy. */
static void observation_json(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct observation *observation = sqlite3_user_data(context);
    struct buffer *out = &observation->out;

    (void)count;
    if (!is_visible(context, observation, arguments))
        return;
    begin_result(out);
    if (!write_row(context, observation, arguments, out))
        return;
    out->data[out->length] = '\0';
    sqlite3_result_text(context, out->data, -1, SQLITE_STATIC);
}

/* Slugs are looked at where the dataset is another one than the row before had. */
static void note_used(struct observation *observation, int64_t dataset)
{
    if (observation->page->returned == 1 || observation->used != dataset)
        page_add_used(observation->page, observation->dataset->bytes);
    observation->used = dataset;
}

/* True ends the page. */
static void observation_add(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct observation *observation = sqlite3_user_data(context);
    struct db_page *page = observation->page;

    (void)count;
    if (!page || !is_visible(context, observation, arguments))
        return;
    if (page->returned == observation->limit) {
        sqlite3_result_int(context, 1);
        return;
    }
    page_begin_row(page);
    if (!write_row(context, observation, arguments, page->out))
        return;
    note_used(observation, sqlite3_value_int64(arguments[DATASET]));
    if (page->returned == observation->limit)
        keep_order(context, observation, arguments);
}

static void dataset_slug(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const struct known *known =
        get_known(context, sqlite3_user_data(context), DATASETS, DATASET, arguments[0]);

    (void)count;
    if (known)
        sqlite3_result_text(context, known->bytes, -1, SQLITE_TRANSIENT);
}

void observation_begin_page(struct db *db, struct db_page *page, int limit)
{
    db->observation->page = page;
    db->observation->limit = limit;
}

const struct value *observation_end_page(struct db *db)
{
    db->observation->page = NULL;
    return db->observation->order;
}

static void flag_names(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct observation *observation = sqlite3_user_data(context);

    (void)count;
    begin_result(&observation->out);
    add_flags(&observation->out, sqlite3_value_int64(arguments[0]));
    give_result(context, &observation->out);
}

/* --- registering --- */

static void release(void *arg)
{
    struct observation *observation = arg;

    if (--observation->users > 0)
        return;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        known_table_fini(&observation->tables[i]);
    buffer_fini(&observation->order_texts);
    buffer_fini(&observation->out);
    free(observation);
}

void observation_forget(struct db *db)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        known_table_fini(&db->observation->tables[i]);
    memset(db->observation->latest, 0, sizeof(db->observation->latest));
    visible_forget(&db->observation->visible);
}

void observation_close(struct db *db)
{
    if (db->observation)
        visible_fini(&db->observation->visible);
}

static const struct writer *find_writer(const struct field *field)
{
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        if (strcmp(writers[i].name, field->name) == 0 && writers[i].type == field->type)
            return &writers[i];
    }
    return NULL;
}

static bool add_member_of(struct observation *observation, const struct writer *writer)
{
    struct member *member = &observation->members[observation->member_count];
    const int length = snprintf(member->before, sizeof(member->before),
                                "%c\"%s\":", observation->member_count ? ',' : '{', writer->name);

    member->length = (size_t)length;
    member->writer = writer;
    observation->member_count++;
    return length < (int)sizeof(member->before);
}

static bool has_next(const struct writer *writer)
{
    const struct writer *end = writers + sizeof(writers) / sizeof(writers[0]);

    return writer && writer + 1 < end && writer[1].kind == KIND_NEXT;
}

/* @before: the writer of the field before, NULL for the first. Return: that of @field; NULL: there
 * is none, or another one has to come between or before. */
static const struct writer *add_field(struct observation *observation, const struct field *field,
                                      const struct writer *before)
{
    const struct writer *writer = find_writer(field);
    const bool is_next = writer && writer->kind == KIND_NEXT;

    if (!writer || ((is_next || has_next(before)) && (!before || before + 1 != writer)))
        return NULL;
    return is_next || add_member_of(observation, writer) ? writer : NULL;
}

static enum db_status add_fields(struct db *db, struct observation *observation)
{
    const struct writer *writer = NULL;

    for (size_t i = 0; i < resource_trade.field_count; i++) {
        const struct field *field = &resource_trade.fields[i];
        if (field->flags & FIELD_FILTER_ONLY)
            continue;
        writer = add_field(observation, field, writer);
        if (!writer)
            return message_set(&db->cause, DB_FAILED,
                               "observation_json() does not write the member %s of trade",
                               field->name);
    }
    return DB_OK;
}

static const struct {
    const char *name;
    int arguments;
    int flags;
    void (*function)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {
    {"observation_json", ARGUMENT_COUNT, SQLITE_UTF8 | SQLITE_DIRECTONLY, observation_json},
    {"observation_add", ARGUMENT_COUNT, SQLITE_UTF8 | SQLITE_DIRECTONLY, observation_add},
    {"dataset_slug", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, dataset_slug},
    {"flag_names", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, flag_names},
};

static enum db_status create_functions(struct db *db, struct observation *observation)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        observation->users++;
        /* On failure too the library releases what it was given. */
        int code = sqlite3_create_function_v2(db->sqlite, functions[i].name, functions[i].arguments,
                                              functions[i].flags, observation,
                                              functions[i].function, NULL, NULL, release);
        if (code != SQLITE_OK)
            return cause_set(db, functions[i].name);
    }
    return DB_OK;
}

enum db_status observation_register(struct db *db)
{
    struct observation *observation = calloc(1, sizeof(*observation));

    if (!observation)
        return message_set(&db->cause, DB_MEMORY, "no memory");
    buffer_init(&observation->out);
    buffer_init(&observation->order_texts);
    observation->users = 1; /* this function */
    enum db_status status = add_fields(db, observation);
    if (status == DB_OK)
        status = create_functions(db, observation);
    if (status == DB_OK)
        db->observation = observation; /* lives as long as the functions */
    release(observation);
    return status;
}
