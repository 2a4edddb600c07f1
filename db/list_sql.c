/* SPDX-License-Identifier: MIT */
#include "db/list_sql.h"

#include <stdio.h>
#include <string.h>

/*
 * Where matches of the search come from. It is no view: with an untrusted schema no view may read
 * the FTS5 table. The marks are made HTML by marked(), with the text around them.
 */
static const char search_source[] =
    "WITH api_search AS MATERIALIZED (SELECT rank AS score, kind, slug AS id, title,"
    " marked(snippet(search_text, -1, char(2), char(3), '…', 24)) AS snippet,"
    " '/v1/' || kind || 's/' || slug AS path"
    " FROM search_text WHERE search_text MATCH ?) ";

void list_sql_init(struct list_sql *sql)
{
    *sql = (struct list_sql){.order_column = 1};
    buffer_init(&sql->text);
    buffer_init(&sql->binds);
    arena_init(&sql->arena);
}

void list_sql_fini(struct list_sql *sql)
{
    buffer_fini(&sql->text);
    buffer_fini(&sql->binds);
    arena_fini(&sql->arena);
}

size_t list_sql_bind_count(const struct list_sql *sql)
{
    return sql->binds.length / sizeof(struct value);
}

const struct value *list_sql_bind(const struct list_sql *sql, size_t i)
{
    return (const struct value *)(const void *)sql->binds.data + i;
}

static void add(struct list_sql *sql, const char *text)
{
    buffer_add_text(&sql->text, text);
}

/* A placeholder for @value, whose text lives as long as the query or the arena. */
static void add_value(struct list_sql *sql, const struct value *value)
{
    add(sql, "?");
    buffer_add(&sql->binds, value, sizeof(*value));
}

static void add_text_value(struct list_sql *sql, const char *text)
{
    if (text)
        add_value(sql, &(struct value){.type = VALUE_TEXT, .text = text});
    else
        sql->text.has_failed = true; /* the arena had no memory for it */
}

static void add_values(struct list_sql *sql, const struct query_filter *filter)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (i)
            add(sql, ",");
        add_value(sql, &filter->values[i]);
    }
}

/* --- filters --- */

/* KAZ-TJK, or several, as conditions on two columns. */
static void add_pairs(struct list_sql *sql, const struct query_filter *filter, const char *a,
                      const char *b)
{
    add(sql, "(");
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *text = filter->values[i].text;
        size_t length = strcspn(text, "-");
        buffer_add_format(&sql->text, "%s(%s=", i ? " OR " : "", a);
        add_text_value(sql, arena_copy(&sql->arena, text, length));
        buffer_add_format(&sql->text, " AND %s=", b);
        add_text_value(sql, text + length + (text[length] != '\0'));
        add(sql, ")");
    }
    add(sql, ")");
}

/* A field that records have several of: through its companion view. */
static void add_many(struct list_sql *sql, const struct query *query,
                     const struct query_filter *filter)
{
    buffer_add_format(&sql->text, "\"%s\" %sIN (SELECT id FROM api_%s_%s WHERE ",
                      query->resource->id, filter->op == OP_NOT ? "NOT " : "",
                      query->resource->name, filter->field->name);
    if (filter->field->type == FIELD_PAIR) {
        add_pairs(sql, filter, "a", "b");
    } else {
        add(sql, "value IN (");
        add_values(sql, filter);
        add(sql, ")");
    }
    add(sql, ")");
}

static void add_any_of(struct list_sql *sql, const struct query_filter *filter)
{
    const char *name = filter->field->name;

    if (filter->field->type == FIELD_PAIR) {
        char a[80];
        char b[80];
        snprintf(a, sizeof(a), "%s_a", name);
        snprintf(b, sizeof(b), "%s_b", name);
        add_pairs(sql, filter, a, b);
        return;
    }
    buffer_add_format(&sql->text, "\"%s\"%s IN (", name,
                      filter->field->type == FIELD_TEXT ? " COLLATE NOCASE" : "");
    add_values(sql, filter);
    add(sql, ")");
}

/* What is missing is not the value either. */
static void add_none_of(struct list_sql *sql, const struct query_filter *filter)
{
    buffer_add_format(&sql->text, "(\"%s\" IS NULL OR \"%s\" NOT IN (", filter->field->name,
                      filter->field->name);
    add_values(sql, filter);
    add(sql, "))");
}

static void add_contains(struct list_sql *sql, const struct query_filter *filter)
{
    struct buffer pattern;

    buffer_init(&pattern);
    buffer_add_char(&pattern, '%');
    for (const char *c = filter->values[0].text; *c; c++) {
        if (strchr("%_\\", *c))
            buffer_add_char(&pattern, '\\');
        buffer_add_char(&pattern, *c);
    }
    buffer_add_char(&pattern, '%');
    buffer_add_format(&sql->text, "\"%s\" LIKE ", filter->field->name);
    add_text_value(sql, buffer_failed(&pattern)
                            ? NULL
                            : arena_copy(&sql->arena, pattern.data, pattern.length));
    add(sql, " ESCAPE '\\'");
    buffer_fini(&pattern);
}

static const char *range_sign(enum field_op op)
{
    return op == OP_GT ? ">" : op == OP_GTE ? ">=" : op == OP_LT ? "<" : "<=";
}

static bool is_lower_bound(enum field_op op)
{
    return op == OP_GT || op == OP_GTE;
}

/* Dates and periods are compared by their first or last day; the parameter gave the fitting day of
 * its value. */
static void add_range(struct list_sql *sql, const struct query_filter *filter)
{
    enum field_type type = filter->field->type;
    bool is_span = type == FIELD_DATE || type == FIELD_PERIOD;
    const char *companion = !is_span ? "" : is_lower_bound(filter->op) ? "_start" : "_end";

    buffer_add_format(&sql->text, "\"%s%s\" %s ", filter->field->name, companion,
                      range_sign(filter->op));
    add_value(sql, &filter->values[0]);
}

/*
 * What observations hold of a value that the view shows by its name. It is asked for beside the
 * name, so that the rows are found by their key, or passed over before anything is looked up.
 */
static const struct key {
    const struct resource *resource;
    const char *field;
    const char *columns; /* of the view */
    const char *lookup;
    const char *name; /* column of the lookup that OP_EQ compares */
    const char *start;
    const char *end; /* those of bounds; NULL: none */
} keys[] = {
    {&resource_trade, "period", "(frequency, period_id)", "SELECT frequency, id FROM period",
     "text", "start", "\"end\""},
    {&resource_trade, "dataset", "dataset_id", "SELECT id FROM dataset", "slug", NULL, NULL},
    {&resource_trade, "series", "dataset_id",
     "SELECT d.id FROM dataset d JOIN main.series i ON i.id = d.series", "i.slug", NULL, NULL},
};

static const struct key *find_key(const struct query *query, const struct query_filter *filter)
{
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (keys[i].resource == query->resource &&
            strcmp(keys[i].field, filter->field->name) == 0 &&
            (filter->op == OP_EQ || keys[i].start))
            return &keys[i];
    }
    return NULL;
}

static void add_key(struct list_sql *sql, const struct query *query,
                    const struct query_filter *filter)
{
    const struct key *key = find_key(query, filter);

    if (!key)
        return;
    buffer_add_format(&sql->text, " AND %s IN (%s WHERE ", key->columns, key->lookup);
    if (filter->op == OP_EQ)
        buffer_add_format(&sql->text, "%s IN (", key->name);
    else
        buffer_add_format(&sql->text, "%s %s (", is_lower_bound(filter->op) ? key->start : key->end,
                          range_sign(filter->op));
    add_values(sql, filter);
    add(sql, "))");
}

static void add_filter(struct list_sql *sql, const struct query *query,
                       const struct query_filter *filter)
{
    if (filter->field->flags & FIELD_MANY) {
        add_many(sql, query, filter);
        return;
    }
    switch (filter->op) {
    case OP_EQ:
        add_any_of(sql, filter);
        break;
    case OP_NOT:
        add_none_of(sql, filter);
        break;
    case OP_CONTAINS:
        add_contains(sql, filter);
        break;
    case OP_ISNULL:
        buffer_add_format(&sql->text, "\"%s\" IS %sNULL", filter->field->name,
                          filter->values[0].integer ? "" : "NOT ");
        break;
    case OP_GT:
    case OP_GTE:
    case OP_LT:
    case OP_LTE:
        add_range(sql, filter);
        break;
    }
}

/* --- the page --- */

static void add_column_name(struct list_sql *sql, const struct order_column *column)
{
    buffer_add_format(&sql->text, "\"%s%s\"", column->column, column->suffix);
}

/* Rows that come behind @value in one column; nulls are behind every value. */
static void add_behind(struct list_sql *sql, const struct order_column *column,
                       const struct value *value)
{
    if (value->type == VALUE_NULL) {
        add(sql, "0");
        return;
    }
    add(sql, "(");
    add_column_name(sql, column);
    add(sql, column->descending ? " < " : " > ");
    add_value(sql, value);
    if (column->is_nullable) {
        add(sql, " OR ");
        add_column_name(sql, column);
        add(sql, " IS NULL");
    }
    add(sql, ")");
}

/*
 * (a behind x) OR (a IS x AND ((b behind y) OR (b IS y AND …))). For a first column without nulls
 * "a >= x" goes in front: an index can follow that.
 */
static void add_after(struct list_sql *sql, const struct query *query,
                      const struct order_column *order, size_t count)
{
    const struct value *after = query->after;

    if (!order[0].is_nullable) {
        add_column_name(sql, &order[0]);
        add(sql, order[0].descending ? " <= " : " >= ");
        add_value(sql, &after[0]);
        add(sql, " AND ");
    }
    add(sql, "(");
    for (size_t i = 0; i < count; i++) {
        add_behind(sql, &order[i], &after[i]);
        if (i + 1 == count)
            break;
        add(sql, " OR (");
        add_column_name(sql, &order[i]);
        add(sql, " IS ");
        add_value(sql, &after[i]);
        add(sql, " AND (");
    }
    for (size_t i = 1; i < count; i++)
        add(sql, "))");
    add(sql, ")");
}

static void add_where(struct list_sql *sql, const struct query *query,
                      const struct order_column *order, size_t order_count)
{
    const char *word = " WHERE ";

    for (size_t i = 0; i < query->filter_count; i++) {
        add(sql, word);
        add_filter(sql, query, &query->filters[i]);
        add_key(sql, query, &query->filters[i]);
        word = " AND ";
    }
    if (query->after && order_count) {
        add(sql, word);
        add_after(sql, query, order, order_count);
    }
}

/* Observations are sorted by the number of their period, which orders as its start and end do
 * (model/period.h): then they need no sorting, and a stream of them no memory for it. */
static bool is_numbered(const struct query *query, const struct order_column *column)
{
    return query->resource == &resource_trade && strcmp(column->column, "period") == 0;
}

static void add_order(struct list_sql *sql, const struct query *query,
                      const struct order_column *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool has_number = is_numbered(query, &order[i]);
        if (has_number && strcmp(order[i].suffix, "_end") == 0)
            continue;
        add(sql, i ? ", " : " ORDER BY ");
        if (has_number)
            add(sql, "period_id");
        else
            add_column_name(sql, &order[i]);
        add(sql, order[i].descending ? " DESC" : "");
        add(sql, order[i].is_nullable ? " NULLS LAST" : "");
    }
}

/* --- the columns --- */

/* What a column has to pass through: before its name and behind it. */
struct wrapping {
    const char *before;
    const char *behind;
};

static struct wrapping json_wrapping(enum field_type type)
{
    switch (type) {
    case FIELD_REAL:
        return (struct wrapping){"number(\"", "\")"};
    case FIELD_BOOLEAN:
        return (struct wrapping){"json(iif(\"", "\", 'true', 'false'))"};
    case FIELD_CODES:
    case FIELD_OBJECT:
    case FIELD_OBJECTS:
        return (struct wrapping){"json(\"", "\")"};
    case FIELD_TEXT:
    case FIELD_SLUG:
    case FIELD_CODE:
    case FIELD_WORD:
    case FIELD_AREA:
    case FIELD_PAIR:
    case FIELD_PARTY:
    case FIELD_INTEGER:
    case FIELD_DATE:
    case FIELD_DAY:
    case FIELD_PERIOD:
    case FIELD_TIME:
    case FIELD_URL:
        break;
    }
    return (struct wrapping){"\"", "\""};
}

static struct wrapping cell_wrapping(enum field_type type)
{
    if (type == FIELD_REAL)
        return (struct wrapping){"number(\"", "\")"};
    if (type == FIELD_BOOLEAN)
        return (struct wrapping){"iif(\"", "\", 'true', 'false')"};
    if (type == FIELD_CODES)
        return (struct wrapping){"(SELECT group_concat(j.value, ';') FROM json_each(\"", "\") j)"};
    return (struct wrapping){"\"", "\""};
}

static void add_json_member(struct list_sql *sql, const struct field *field)
{
    struct wrapping wrapping = json_wrapping(field->type);

    buffer_add_format(&sql->text, "'%s', %s%s%s", field->name, wrapping.before, field->name,
                      wrapping.behind);
}

static void add_cell(struct list_sql *sql, const struct field *field)
{
    struct wrapping wrapping = cell_wrapping(field->type);

    buffer_add_format(&sql->text, "%s%s%s", wrapping.before, field->name, wrapping.behind);
}

static int add_members(struct list_sql *sql, const struct query *query, bool is_json)
{
    int count = 0;

    for (size_t i = 0; i < query->resource->field_count; i++) {
        if (!query_has_member(query, i))
            continue;
        add(sql, count++ ? ", " : "");
        if (is_json)
            add_json_member(sql, &query->resource->fields[i]);
        else
            add_cell(sql, &query->resource->fields[i]);
    }
    return count;
}

static void add_columns(struct list_sql *sql, const struct query *query, enum list_sql_kind kind)
{
    if (kind == LIST_SQL_COUNT) {
        add(sql, "count(*)");
        return;
    }
    if (kind == LIST_SQL_CELLS) {
        sql->order_column = add_members(sql, query, false);
        return;
    }
    add(sql, "json_object(");
    add_members(sql, query, true);
    add(sql, ")");
}

/* Where the rows of the search come from. */
static void add_search(struct list_sql *sql, const char *words)
{
    struct buffer expression;
    struct value value = {.type = VALUE_TEXT};

    buffer_init(&expression);
    db_search_words(words, &expression);
    if (!buffer_failed(&expression))
        value.text = arena_copy(&sql->arena, expression.data, expression.length);
    buffer_fini(&expression);
    add(sql, search_source);
    buffer_add(&sql->binds, &value, sizeof(value));
    if (!value.text)
        sql->binds.has_failed = true;
}

/* Whether the id alone names a record: the code of a commodity does only with its classification.
 */
static bool names_one(const struct resource *resource)
{
    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        if (field->flags & FIELD_KEY && (!resource->id || strcmp(field->name, resource->id) != 0))
            return false;
    }
    return true;
}

/*
 * A page of records that have an id: first the ids in order, then their members, so that those of
 * rows that are on other pages are never made. Without an id (trade) the order is that of an index,
 * and nothing is sorted.
 */
static bool has_two_steps(const struct query *query, enum list_sql_kind kind)
{
    return kind == LIST_SQL_JSON && query->limit > 0 && names_one(query->resource) && !query->match;
}

static void add_limit(struct list_sql *sql, const struct query *query)
{
    if (query->limit == 0)
        return;
    add(sql, " LIMIT ");
    add_value(sql, &(struct value){.type = VALUE_INTEGER, .integer = query->limit + 1});
}

static void add_order_columns(struct list_sql *sql, const struct order_column *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(sql, ", ");
        add_column_name(sql, &order[i]);
    }
}

static void add_rows_of(struct list_sql *sql, const struct query *query,
                        const struct order_column *order, size_t count)
{
    buffer_add_format(&sql->text, " FROM api_%s", query->resource->name);
    add_where(sql, query, order, count);
}

static void add_two_steps(struct list_sql *sql, const struct query *query,
                          const struct order_column *order, size_t count)
{
    const char *id = query->resource->id;

    add_columns(sql, query, LIST_SQL_JSON);
    add_order_columns(sql, order, count);
    buffer_add_format(&sql->text, " FROM api_%s WHERE \"%s\" IN (SELECT \"%s\"",
                      query->resource->name, id, id);
    add_rows_of(sql, query, order, count);
    add_order(sql, query, order, count);
    add_limit(sql, query);
    add(sql, ")");
    add_order(sql, query, order, count);
}

static void add_one_step(struct list_sql *sql, const struct query *query, enum list_sql_kind kind,
                         const struct order_column *order, size_t count)
{
    add_columns(sql, query, kind);
    add_order_columns(sql, order, count);
    add_rows_of(sql, query, order, count);
    add_order(sql, query, order, count);
    if (kind != LIST_SQL_COUNT)
        add_limit(sql, query);
}

enum db_status list_sql_make(struct list_sql *sql, const struct query *query,
                             enum list_sql_kind kind)
{
    struct order_column order[QUERY_MAX_ORDER];
    size_t count = kind == LIST_SQL_COUNT ? 0 : query_order(query, order);

    if (query->match)
        add_search(sql, query->match);
    add(sql, "SELECT ");
    if (has_two_steps(query, kind))
        add_two_steps(sql, query, order, count);
    else
        add_one_step(sql, query, kind, order, count);
    buffer_add_char(&sql->text, '\0');
    sql->order_count = count;
    return buffer_failed(&sql->text) || buffer_failed(&sql->binds) ? DB_MEMORY : DB_OK;
}
