/* SPDX-License-Identifier: MIT */
#include "db/list_sql.h"

#include <stdio.h>
#include <string.h>

#include "db/aggregate_sql.h"
#include "db/observation.h"
#include "model/words.h"

/* Few statements are longer: what is enough for them is not made larger bit by bit. */
enum { USUAL_BYTES = 1000 };

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
    buffer_reserve(&sql->text, USUAL_BYTES);
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

void list_sql_add(struct list_sql *sql, const char *text)
{
    buffer_add_text(&sql->text, text);
}

/* A placeholder for @value, whose text lives as long as the query or the arena. */
void list_sql_add_value(struct list_sql *sql, const struct value *value)
{
    list_sql_add(sql, "?");
    buffer_add(&sql->binds, value, sizeof(*value));
}

void list_sql_add_text_value(struct list_sql *sql, const char *text)
{
    if (text)
        list_sql_add_value(sql, &(struct value){.type = VALUE_TEXT, .text = text});
    else
        sql->text.has_failed = true; /* the arena had no memory for it */
}

static void add_values(struct list_sql *sql, const struct query_filter *filter)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (i)
            list_sql_add(sql, ",");
        list_sql_add_value(sql, &filter->values[i]);
    }
}

/* --- filters --- */

/* KAZ-TJK, or several, as conditions on two columns. */
static void add_pairs(struct list_sql *sql, const struct query_filter *filter, const char *a,
                      const char *b)
{
    list_sql_add(sql, "(");
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *text = filter->values[i].text;
        size_t length = strcspn(text, "-");
        buffer_add_format(&sql->text, "%s(%s=", i ? " OR " : "", a);
        list_sql_add_text_value(sql, arena_copy(&sql->arena, text, length));
        buffer_add_format(&sql->text, " AND %s=", b);
        list_sql_add_text_value(sql, text + length + (text[length] != '\0'));
        list_sql_add(sql, ")");
    }
    list_sql_add(sql, ")");
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
        list_sql_add(sql, "value IN (");
        add_values(sql, filter);
        list_sql_add(sql, ")");
    }
    list_sql_add(sql, ")");
}

/* What the ids of a field that is FIELD_BY_ID are of; NULL where its companion is no id. */
static const char *id_table(const struct field *field)
{
    if (field->type == FIELD_AREA)
        return "area WHERE code";
    if (field->type == FIELD_PERIOD)
        return "period WHERE text";
    return field->type == FIELD_SLUG ? "dataset WHERE slug" : NULL;
}

static bool is_by_id(const struct query_filter *filter)
{
    return filter->field->flags & FIELD_BY_ID && id_table(filter->field);
}

/* x_id = (SELECT …): the index of a key follows that. */
static void add_id(struct list_sql *sql, const struct query_filter *filter)
{
    bool is_one = filter->value_count == 1 && !sql->is_opaque;

    list_sql_add(sql, "\"");
    list_sql_add(sql, filter->field->name);
    list_sql_add(sql, filter->op == OP_NOT ? "_id\" NOT IN (SELECT id FROM "
                      : is_one             ? "_id\" = (SELECT id FROM "
                                           : "_id\" IN (SELECT id FROM ");
    list_sql_add(sql, id_table(filter->field));
    list_sql_add(sql, is_one ? " = " : " IN (");
    add_values(sql, filter);
    list_sql_add(sql, is_one ? ")" : "))");
}

static bool is_prefix(const struct query_filter *filter, size_t i)
{
    const char *text = filter->values[i].text;

    return filter->field->flags & FIELD_PREFIX && text[strlen(text) - 1] == '*';
}

/* Codes are letters, digits and . _ -: all of them sort before the byte behind the prefix. */
static void add_prefix(struct list_sql *sql, const char *name, const char *text)
{
    size_t length = strlen(text) - 1;
    char *end = arena_copy(&sql->arena, text, length + 1);

    if (end)
        end[length] = 0x7f;
    buffer_add_format(&sql->text, "\"%s\" >= ", name);
    list_sql_add_text_value(sql, arena_copy(&sql->arena, text, length));
    buffer_add_format(&sql->text, " AND \"%s\" < ", name);
    list_sql_add_text_value(sql, end);
}

/* Codes and beginnings of codes. */
static void add_codes(struct list_sql *sql, const struct query_filter *filter)
{
    list_sql_add(sql, filter->op == OP_NOT ? "NOT (" : "(");
    for (size_t i = 0; i < filter->value_count; i++) {
        list_sql_add(sql, i ? " OR " : "");
        if (is_prefix(filter, i)) {
            add_prefix(sql, filter->field->name, filter->values[i].text);
            continue;
        }
        buffer_add_format(&sql->text, "\"%s\" = ", filter->field->name);
        list_sql_add_value(sql, &filter->values[i]);
    }
    list_sql_add(sql, ")");
}

static bool has_prefix(const struct query_filter *filter)
{
    bool has = false;

    for (size_t i = 0; i < filter->value_count && filter->op & (OP_EQ | OP_NOT); i++)
        has = has || is_prefix(filter, i);
    return has;
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
    buffer_add_format(&sql->text, "\"%s\"%s IN (%s", name,
                      filter->field->type == FIELD_TEXT ? " COLLATE NOCASE" : "",
                      filter->value_count == 1 && sql->is_opaque ? "SELECT " : "");
    add_values(sql, filter);
    list_sql_add(sql, ")");
}

/* What is missing is not the value either. */
static void add_none_of(struct list_sql *sql, const struct query_filter *filter)
{
    buffer_add_format(&sql->text, "(\"%s\" IS NULL OR \"%s\" NOT IN (", filter->field->name,
                      filter->field->name);
    add_values(sql, filter);
    list_sql_add(sql, "))");
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
    list_sql_add_text_value(sql, buffer_failed(&pattern)
                                     ? NULL
                                     : arena_copy(&sql->arena, pattern.data, pattern.length));
    list_sql_add(sql, " ESCAPE '\\'");
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
    bool is_id = is_by_id(filter) && type == FIELD_PERIOD;
    bool is_span = type == FIELD_DATE || type == FIELD_PERIOD;
    const char *companion = !is_span ? "" : is_lower_bound(filter->op) ? "_start" : "_end";
    const char *sign = range_sign(filter->op);

    if (is_id)
        buffer_add_format(&sql->text, "\"%s_id\" IN (SELECT id FROM period WHERE \"%s\" %s ",
                          filter->field->name, companion + 1, sign);
    else
        buffer_add_format(&sql->text, "\"%s%s\" %s ", filter->field->name, companion, sign);
    list_sql_add_value(sql, &filter->values[0]);
    list_sql_add(sql, is_id ? ")" : "");
}

void list_sql_add_filter(struct list_sql *sql, const struct query *query,
                         const struct query_filter *filter)
{
    if (filter->field->flags & FIELD_MANY) {
        add_many(sql, query, filter);
        return;
    }
    if (is_by_id(filter) && filter->op & (OP_EQ | OP_NOT)) {
        add_id(sql, filter);
        return;
    }
    if (has_prefix(filter)) {
        add_codes(sql, filter);
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
    list_sql_add(sql, "\"");
    list_sql_add(sql, column->column);
    list_sql_add(sql, column->suffix);
    list_sql_add(sql, "\"");
}

/* Rows that come behind @value in one column; nulls are behind every value. */
static void add_behind(struct list_sql *sql, const struct order_column *column,
                       const struct value *value)
{
    if (value->type == VALUE_NULL) {
        list_sql_add(sql, "0");
        return;
    }
    list_sql_add(sql, "(");
    add_column_name(sql, column);
    list_sql_add(sql, column->descending ? " < " : " > ");
    list_sql_add_value(sql, value);
    if (column->is_nullable) {
        list_sql_add(sql, " OR ");
        add_column_name(sql, column);
        list_sql_add(sql, " IS NULL");
    }
    list_sql_add(sql, ")");
}

/* Whether a filter leaves one value for the column, so that all rows are alike in it. */
static bool is_pinned(const struct query *query, const struct order_column *column)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        if (filter->field->name == column->column && filter->op == OP_EQ &&
            filter->value_count == 1 && !has_prefix(filter) && (filter->field->type != FIELD_TEXT))
            return true;
    }
    return false;
}

/* The order goes up throughout and has no nulls: (a, b) > (x, y) says it, and an index can follow
 * that through all columns. */
static bool is_plain(const struct order_column *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (order[i].descending || order[i].is_nullable)
            return false;
    }
    return true;
}

static void add_behind_row(struct list_sql *sql, const struct query *query,
                           const struct order_column *order, size_t count)
{
    const char *comma = "(";

    for (size_t i = 0; i < count; i++) {
        if (is_pinned(query, &order[i]))
            continue;
        list_sql_add(sql, comma);
        add_column_name(sql, &order[i]);
        comma = ", ";
    }
    if (comma[0] == '(') {
        list_sql_add(sql, "0"); /* there is one row at most, and it was on the page before */
        return;
    }
    list_sql_add(sql, ") > ");
    comma = "(";
    for (size_t i = 0; i < count; i++) {
        if (is_pinned(query, &order[i]))
            continue;
        list_sql_add(sql, comma);
        list_sql_add_value(sql, &query->after[i]);
        comma = ", ";
    }
    list_sql_add(sql, ")");
}

/*
 * (a behind x) OR (a IS x AND ((b behind y) OR (b IS y AND …))). For a first column without nulls
 * "a >= x" goes in front: an index can follow that.
 */
static void add_after(struct list_sql *sql, const struct query *query,
                      const struct order_column *order, size_t count)
{
    const struct value *after = query->after;

    if (is_plain(order, count)) {
        add_behind_row(sql, query, order, count);
        return;
    }
    if (!order[0].is_nullable) {
        add_column_name(sql, &order[0]);
        list_sql_add(sql, order[0].descending ? " <= " : " >= ");
        list_sql_add_value(sql, &after[0]);
        list_sql_add(sql, " AND ");
    }
    list_sql_add(sql, "(");
    for (size_t i = 0; i < count; i++) {
        add_behind(sql, &order[i], &after[i]);
        if (i + 1 == count)
            break;
        list_sql_add(sql, " OR (");
        add_column_name(sql, &order[i]);
        list_sql_add(sql, " IS ");
        list_sql_add_value(sql, &after[i]);
        list_sql_add(sql, " AND (");
    }
    for (size_t i = 1; i < count; i++)
        list_sql_add(sql, "))");
    list_sql_add(sql, ")");
}

/* Whether @filter stands behind columns of the order that are not pinned. */
static bool is_behind_gap(const struct query *query, const struct query_filter *filter,
                          const struct order_column *order, size_t count)
{
    bool has_gap = false;

    for (size_t i = 0; i < count; i++) {
        if (order[i].column == filter->field->name)
            return has_gap;
        has_gap = has_gap || !is_pinned(query, &order[i]);
    }
    return false;
}

static bool has_filter_on(const struct query *query, const char *name, unsigned ops)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].op & ops && strcmp(query->filters[i].field->name, name) == 0)
            return true;
    }
    return false;
}

static void add_every_word(struct list_sql *sql, const char *column, const char *const *words)
{
    buffer_add_format(&sql->text, " AND \"%s\" IN (", column);
    for (size_t i = 0; words[i]; i++)
        buffer_add_format(&sql->text, "%s'%s'", i ? "," : "", words[i]);
    list_sql_add(sql, ")");
}

/* Observations of a partner, and of it and a period, are sought by their key as far as that goes:
 * what stands before them in it and is not asked for has few values, and every one is named. */
static void add_rest_of_key(struct list_sql *sql, const struct query *query)
{
    if (query->resource != &resource_trade || !has_filter_on(query, "partner", OP_EQ))
        return;
    if (!has_filter_on(query, "reporter", OP_EQ))
        list_sql_add(sql, " AND \"reporter_id\" IN (SELECT id FROM area)");
    if (!has_filter_on(query, "period", OP_EQ | OP_GT | OP_GTE | OP_LT | OP_LTE))
        return;
    if (!has_filter_on(query, "flow", OP_EQ))
        add_every_word(sql, "flow", words_flow);
    if (!has_filter_on(query, "frequency", OP_EQ))
        add_every_word(sql, "frequency", words_frequency);
}

static void add_where(struct list_sql *sql, const struct query *query, enum list_sql_kind kind,
                      const struct order_column *order, size_t order_count)
{
    const char *word = " WHERE ";

    for (size_t i = 0; i < query->filter_count; i++) {
        list_sql_add(sql, word);
        sql->is_opaque = is_behind_gap(query, &query->filters[i], order, order_count);
        list_sql_add_filter(sql, query, &query->filters[i]);
        sql->is_opaque = false;
        word = " AND ";
    }
    add_rest_of_key(sql, query);
    if (query->after && order_count) {
        list_sql_add(sql, word);
        add_after(sql, query, order, order_count);
        word = " AND ";
    }
    /* Behind all others, none of which SQLite may put off: none asks for something of each row. */
    if (kind == LIST_SQL_AT_ONCE) {
        list_sql_add(sql, word);
        list_sql_add(sql, "observation_add");
        list_sql_add(sql, observation_arguments());
    }
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

/* A record that is asked for by its id is one row. */
static bool is_one_record(const struct query *query, const struct order_column *order, size_t count)
{
    return query->limit == 0 && count == 1 && names_one(query->resource) &&
           is_pinned(query, &order[0]);
}

static void add_order_by(struct buffer *text, const struct order_column *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(text, i ? ", \"" : " ORDER BY \"");
        buffer_add_text(text, order[i].column);
        buffer_add_text(text, order[i].suffix);
        buffer_add_text(text, order[i].descending ? "\" DESC" : "\"");
        if (order[i].is_nullable)
            buffer_add_text(text, " NULLS LAST");
    }
}

static void add_order(struct list_sql *sql, const struct order_column *order, size_t count)
{
    add_order_by(&sql->text, order, count);
}

void list_sql_add_default_order(struct buffer *ret, const struct resource *resource)
{
    struct query query = {.resource = resource};
    struct order_column order[QUERY_MAX_ORDER];

    query_set_default_sort(&query);
    add_order_by(ret, order, query_order(&query, order));
}

/* --- the columns --- */

/* What a column has to pass through: before its name and behind it. */
struct wrapping {
    const char *before;
    const char *behind;
};

/* Codes, and the reasons that we write, have nothing that JSON escapes. */
static struct wrapping cell_wrapping(enum field_type type)
{
    if (type == FIELD_REAL)
        return (struct wrapping){"number(\"", "\")"};
    if (type == FIELD_BOOLEAN)
        return (struct wrapping){"CASE \"", "\" WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"};
    if (type == FIELD_CODES)
        return (struct wrapping){"nullif(replace(trim(\"", "\", '[\"]'), '\",\"', ';'), '')"};
    return (struct wrapping){"\"", "\""};
}

/* What record_json() is to know of a value: db/record_json.h. */
static const char *mark_of(enum field_type type)
{
    if (type == FIELD_BOOLEAN)
        return "?";
    return type == FIELD_CODES || type == FIELD_OBJECT || type == FIELD_OBJECTS ? "=" : "";
}

/* A member and its column; what depends on the day is one hole. */
struct member {
    const char *mark;
    const char *name;
    const char *column;
};

static size_t choose_members(const struct resource *resource, uint64_t members, bool has_hole,
                             struct member ret[RESOURCE_MAX_FIELDS])
{
    size_t count = 0;
    bool is_in_hole = false;

    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        bool is_of_hole = has_hole && field->flags & FIELD_OF_DAY;
        if (!(members >> i & 1) || (is_of_hole && is_in_hole))
            continue;
        ret[count++] = is_of_hole ? (struct member){"!", "", "day_hole"}
                                  : (struct member){mark_of(field->type), field->name, field->name};
        is_in_hole = is_of_hole;
    }
    return count;
}

static void add_json(struct buffer *text, const struct member *members, size_t count)
{
    buffer_add_text(text, "record_json('");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(text, i ? "," : "");
        buffer_add_text(text, members[i].mark);
        buffer_add_text(text, members[i].name);
    }
    buffer_add_text(text, "'");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(text, ", \"");
        buffer_add_text(text, members[i].column);
        buffer_add_text(text, "\"");
    }
    buffer_add_text(text, ")");
}

static void add_json_members(struct list_sql *sql, const struct query *query)
{
    struct member members[RESOURCE_MAX_FIELDS];

    add_json(&sql->text, members, choose_members(query->resource, query->members, false, members));
}

void list_sql_add_whole(struct buffer *ret, const struct resource *resource)
{
    struct member members[RESOURCE_MAX_FIELDS];

    add_json(ret, members, choose_members(resource, query_all_members(resource), true, members));
}

static void add_cell(struct list_sql *sql, const struct field *field)
{
    struct wrapping wrapping = cell_wrapping(field->type);

    buffer_add_format(&sql->text, "%s%s%s", wrapping.before, field->name, wrapping.behind);
}

static int add_cells(struct list_sql *sql, const struct query *query)
{
    int count = 0;

    for (size_t i = 0; i < query->resource->field_count; i++) {
        if (!query_has_member(query, i))
            continue;
        list_sql_add(sql, count++ ? ", " : "");
        add_cell(sql, &query->resource->fields[i]);
    }
    return count;
}

/* Whether observations come as their table has them. */
static bool is_in_key_order(const struct query *query)
{
    return query->sort_count == 0 || query_has_default_sort(query);
}

static void add_columns(struct list_sql *sql, const struct query *query, enum list_sql_kind kind)
{
    switch (kind) {
    case LIST_SQL_JSON:
    case LIST_SQL_PAGE:
        add_json_members(sql, query);
        break;
    case LIST_SQL_KEPT:
        list_sql_add(sql, "kept");
        sql->is_kept = true;
        break;
    case LIST_SQL_RAW:
        list_sql_add(sql, "observation_json");
        list_sql_add(sql, observation_arguments());
        sql->is_by_key = is_in_key_order(query) && query->limit == 0;
        break;
    case LIST_SQL_AT_ONCE:
        list_sql_add(sql, "1");
        sql->is_at_once = true;
        break;
    case LIST_SQL_CELLS:
        sql->order_column = add_cells(sql, query);
        break;
    case LIST_SQL_COUNT:
        list_sql_add(sql, "count(*)");
        break;
    case LIST_SQL_ANY:
        list_sql_add(sql, "1");
        break;
    }
}

static bool has_rows_of(enum list_sql_kind kind)
{
    return kind != LIST_SQL_COUNT && kind != LIST_SQL_ANY;
}

/* Whether all columns that rows are chosen and ordered by are those of the raw rows. */
static bool has_raw_columns(const struct query *query, const struct order_column *order,
                            size_t count)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        if (!observation_has_column(filter->field->name, is_by_id(filter) ? "_id" : ""))
            return false;
    }
    for (size_t i = 0; i < count && !is_in_key_order(query); i++)
        if (!observation_has_column(order[i].column, order[i].suffix))
            return false;
    return true;
}

/* Most questions about observations ask for whole ones. */
static bool is_raw(const struct query *query, const struct order_column *order, size_t count)
{
    return query->resource == &resource_trade && !query->view &&
           query->members == query_all_members(&resource_trade) &&
           has_raw_columns(query, order, count);
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
    list_sql_add(sql, search_source);
    buffer_add(&sql->binds, &value, sizeof(value));
    if (!value.text)
        sql->binds.has_failed = true;
}

/*
 * A page of records that have an id: first the ids in order, then their members, so that those of
 * rows that are on other pages are never made. Without an id (trade) the order is that of an index,
 * and nothing is sorted; likewise texts that are kept, in order of their ids.
 */
static bool has_two_steps(const struct query *query, enum list_sql_kind kind, size_t count)
{
    if (kind == LIST_SQL_KEPT && count == 1)
        return false;
    return (kind == LIST_SQL_JSON || kind == LIST_SQL_PAGE || kind == LIST_SQL_KEPT) &&
           query->limit > 0 && names_one(query->resource) && !query->match;
}

static void add_limit(struct list_sql *sql, const struct query *query)
{
    if (query->limit == 0 || sql->is_at_once)
        return;
    list_sql_add(sql, " LIMIT ");
    list_sql_add_value(sql, &(struct value){.type = VALUE_INTEGER, .integer = query->limit + 1});
}

static void add_order_columns(struct list_sql *sql, const struct query *query,
                              enum list_sql_kind kind, const struct order_column *order,
                              size_t count)
{
    sql->order_count = count;
    if (sql->is_at_once)
        return;
    for (size_t i = 0; i < count; i++) {
        list_sql_add(sql, ", ");
        add_column_name(sql, &order[i]);
    }
    if (!query->resource->has_datasets)
        return;
    sql->used_column = sql->order_column + (int)count;
    list_sql_add(sql, kind == LIST_SQL_RAW ? ", dataset_slug(\"dataset_id\")" : ", used");
}

static void add_rows_of(struct list_sql *sql, const struct query *query, enum list_sql_kind kind,
                        const struct order_column *order, size_t count)
{
    if (sql->is_by_key || sql->is_at_once)
        list_sql_add(sql, " FROM trade_stored");
    else if (kind == LIST_SQL_RAW)
        list_sql_add(sql, " FROM trade_row");
    else
        buffer_add_format(&sql->text, " FROM api_%s",
                          query->view ? query->view : query->resource->name);
    add_where(sql, query, kind, order, count);
}

static void add_two_steps(struct list_sql *sql, const struct query *query, enum list_sql_kind kind,
                          const struct order_column *order, size_t count)
{
    const char *id = query->resource->id;

    add_columns(sql, query, kind);
    add_order_columns(sql, query, kind, order, count);
    buffer_add_format(&sql->text, " FROM api_%s WHERE \"%s\" IN (SELECT \"%s\"",
                      query->resource->name, id, id);
    add_rows_of(sql, query, kind, order, count);
    add_order(sql, order, count);
    add_limit(sql, query);
    list_sql_add(sql, ")");
    add_order(sql, order, count);
}

/* The first page of a whole list, as it is kept. */
static bool is_first_page(const struct query *query, enum list_sql_kind kind)
{
    return kind == LIST_SQL_KEPT && query->limit > 0 && query->filter_count == 0 && !query->after &&
           query_has_default_sort(query);
}

static void add_first_page(struct list_sql *sql, const struct query *query)
{
    const char *name = query->resource->singular;

    list_sql_add(sql, "text, ");
    list_sql_add(sql, name);
    list_sql_add(sql, " FROM ");
    list_sql_add(sql, name);
    list_sql_add(sql, "_text ORDER BY place");
    add_limit(sql, query);
    sql->is_kept = true;
    sql->has_record = true;
}

static enum db_status finished(const struct list_sql *sql)
{
    return buffer_failed(&sql->text) || buffer_failed(&sql->binds) ? DB_MEMORY : DB_OK;
}

enum db_status list_sql_make_order(struct list_sql *sql, const struct resource *resource,
                                   int64_t record)
{
    struct query query = {.resource = resource};
    struct order_column order[QUERY_MAX_ORDER];

    query_set_default_sort(&query);
    sql->order_column = 0;
    sql->order_count = query_order(&query, order);
    for (size_t i = 0; i < sql->order_count; i++) {
        list_sql_add(sql, i ? ", " : "SELECT ");
        add_column_name(sql, &order[i]);
    }
    buffer_add_format(&sql->text, " FROM api_%s WHERE record = ", resource->name);
    list_sql_add_value(sql, &(struct value){.type = VALUE_INTEGER, .integer = record});
    buffer_add_char(&sql->text, '\0');
    return finished(sql);
}

static void add_one_step(struct list_sql *sql, const struct query *query, enum list_sql_kind kind,
                         const struct order_column *order, size_t count)
{
    bool has_rows = has_rows_of(kind);

    add_columns(sql, query, kind);
    if (has_rows && query->limit > 0)
        add_order_columns(sql, query, kind, order, count);
    add_rows_of(sql, query, kind, order, count);
    add_order(sql, order, count);
    if (kind == LIST_SQL_ANY)
        list_sql_add(sql, " LIMIT 1");
    else if (has_rows)
        add_limit(sql, query);
}

enum db_status list_sql_make(struct list_sql *sql, const struct query *query,
                             enum list_sql_kind kind)
{
    struct order_column order[QUERY_MAX_ORDER];
    bool has_rows = has_rows_of(kind);
    size_t count = has_rows ? query_order(query, order) : 0;

    if ((kind == LIST_SQL_JSON || kind == LIST_SQL_PAGE) && is_raw(query, order, count))
        kind = kind == LIST_SQL_PAGE && is_in_key_order(query) ? LIST_SQL_AT_ONCE : LIST_SQL_RAW;
    if (is_one_record(query, order, count))
        count = 0;
    if (query->match)
        add_search(sql, query->match);
    if (query->aggregate)
        aggregate_sql_add(sql, query->aggregate);
    list_sql_add(sql, "SELECT ");
    if (is_first_page(query, kind))
        add_first_page(sql, query);
    else if (has_two_steps(query, kind, count))
        add_two_steps(sql, query, kind, order, count);
    else
        add_one_step(sql, query, kind, order, count);
    buffer_add_char(&sql->text, '\0');
    return finished(sql);
}
