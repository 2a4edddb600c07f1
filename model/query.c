/* SPDX-License-Identifier: MIT */
#include "model/query.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "model/hash.h"

/* Where a question is written to: a buffer, or without one only into a number. */
struct sink {
    struct buffer *out;
    uint64_t hash;
};

static void put(struct sink *sink, const char *text, size_t length)
{
    if (sink->out)
        buffer_add(sink->out, text, length);
    else
        sink->hash = hash_add(sink->hash, text, length);
}

static void put_text(struct sink *sink, const char *text)
{
    put(sink, text, strlen(text));
}

/* "unreserved", RFC 3986 section 2.3. */
static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void put_escaped(struct sink *sink, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (const unsigned char *c = (const unsigned char *)text; *c;) {
        const unsigned char *start = c;

        while (is_unreserved(*c))
            c++;
        if (c > start)
            put(sink, (const char *)start, (size_t)(c - start));
        if (!*c)
            return;
        put(sink, (char[]){'%', digits[*c >> 4], digits[*c & 0xf]}, 3);
        c++;
    }
}

static bool is_truth(const struct query_filter *filter)
{
    return filter->op == OP_ISNULL || filter->field->type == FIELD_BOOLEAN;
}

static void put_value(struct sink *sink, const struct query_filter *filter,
                      const struct value *value)
{
    char number[32] = "";

    if (value->type == VALUE_TEXT)
        put_escaped(sink, value->given ? value->given : value->text);
    else if (is_truth(filter))
        put_text(sink, value->integer ? "true" : "false");
    else if (value->type == VALUE_REAL)
        snprintf(number, sizeof number, "%.17g", value->real);
    else
        snprintf(number, sizeof number, "%" PRId64, value->integer);
    put_escaped(sink, number);
}

static void put_filter(struct sink *sink, const struct query_filter *filter)
{
    const char *suffix = field_op_suffix(filter->op);

    put_text(sink, "&");
    put_text(sink, filter->field->name);
    put_text(sink, suffix[0] ? "__" : "");
    put_text(sink, suffix);
    for (size_t i = 0; i < filter->value_count; i++) {
        put_text(sink, i ? "," : "=");
        put_value(sink, filter, &filter->values[i]);
    }
}

static void put_filters(struct sink *sink, const struct query *query)
{
    for (size_t i = 0; i < query->filter_count; i++)
        put_filter(sink, &query->filters[i]);
}

static void put_sort(struct sink *sink, const struct query *query)
{
    for (size_t i = 0; i < query->sort_count; i++) {
        put_text(sink, i ? "," : "&sort=");
        put_text(sink, query->sort[i].descending ? "-" : "");
        put_text(sink, query->sort[i].field->name);
    }
}

bool query_has_default_sort(const struct query *query)
{
    const char *at = query->resource->default_sort ? query->resource->default_sort : "";

    for (size_t i = 0; i < query->sort_count; i++) {
        size_t length = strlen(query->sort[i].field->name);
        bool descending = *at == '-';

        at += descending;
        if (descending != query->sort[i].descending ||
            strncmp(at, query->sort[i].field->name, length) != 0)
            return false;
        at += length;
        if (*at == ',')
            at++;
        else if (*at || i + 1 < query->sort_count)
            return false;
    }
    return !*at;
}

static const struct field *find_field(const struct resource *resource, const char *name,
                                      size_t length)
{
    for (size_t i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        if (strncmp(field->name, name, length) == 0 && !field->name[length])
            return field;
    }
    return NULL;
}

void query_set_default_sort(struct query *query)
{
    const char *at = query->resource->default_sort ? query->resource->default_sort : "";

    for (query->sort_count = 0; *at && query->sort_count < QUERY_MAX_SORT; query->sort_count++) {
        bool descending = *at == '-';
        size_t length = strcspn(at += descending, ",");

        query->sort[query->sort_count] =
            (struct query_sort){find_field(query->resource, at, length), descending};
        at += length + (at[length] == ',');
    }
}

static void put_members(struct sink *sink, const struct query *query)
{
    bool has_any = false;

    if (query->members == query_all_members(query->resource))
        return;
    for (size_t i = 0; i < query->resource->field_count; i++) {
        if (!query_has_member(query, i))
            continue;
        put_text(sink, has_any ? "," : "&fields=");
        put_text(sink, query->resource->fields[i].name);
        has_any = true;
    }
}

static void put_page(struct sink *sink, const struct query *query)
{
    static const char *const counts[] = {"", "&count=exact", "&count=only"};
    char number[16];

    if (query->limit != 0 && query->limit != QUERY_DEFAULT_LIMIT) {
        snprintf(number, sizeof number, "%d", query->limit);
        put_text(sink, "&limit=");
        put_text(sink, number);
    }
    put_text(sink, counts[query->count]);
    if (query->format == FORMAT_JSON)
        return;
    put_text(sink, "&format=");
    put_text(sink, representations[query->format].word);
}

static void put_question(struct sink *sink, const struct query *query)
{
    put_text(sink, query->resource->name);
    put_filters(sink, query);
    put_sort(sink, query);
}

void query_write_escaped(const char *text, struct buffer *out)
{
    struct sink sink = {.out = out};

    put_escaped(&sink, text);
}

void query_write_parameters(const struct query *query, struct buffer *out)
{
    struct sink sink = {.out = out};

    put_filters(&sink, query);
    if (!query_has_default_sort(query))
        put_sort(&sink, query);
    put_members(&sink, query);
    put_page(&sink, query);
}

void query_write_question(const struct query *query, struct buffer *out)
{
    struct sink sink = {.out = out};

    put_question(&sink, query);
}

uint64_t query_hash(const struct query *query)
{
    struct sink sink = {.hash = HASH_START};

    put_question(&sink, query);
    return sink.hash;
}

uint64_t query_all_members(const struct resource *resource)
{
    uint64_t members = 0;

    for (size_t i = 0; i < resource->field_count; i++)
        if (!(resource->fields[i].flags & FIELD_FILTER_ONLY))
            members |= UINT64_C(1) << i;
    return members;
}

bool query_has_member(const struct query *query, size_t field)
{
    return field < query->resource->field_count && (query->members >> field & 1);
}

bool query_needs(const struct query *query, const char *name)
{
    const struct field *field = resource_field(query->resource, name);

    for (size_t i = 0; i < query->filter_count; i++) {
        if (query->filters[i].field == field)
            return true;
    }
    if (!field || query->count == COUNT_ONLY)
        return false;
    for (size_t i = 0; i < query->sort_count; i++) {
        if (query->sort[i].field == field)
            return true;
    }
    return (field->flags & FIELD_KEY) ||
           query_has_member(query, (size_t)(field - query->resource->fields));
}

static bool has_span(const struct field *field)
{
    return field->type == FIELD_DATE || field->type == FIELD_PERIOD;
}

static enum value_type column_type(const struct field *field)
{
    if (field->flags & FIELD_BY_ID)
        return field->type == FIELD_CODE ? VALUE_TEXT : VALUE_INTEGER;
    if (field->type == FIELD_INTEGER || field->type == FIELD_BOOLEAN)
        return VALUE_INTEGER;
    return field->type == FIELD_REAL ? VALUE_REAL : VALUE_TEXT;
}

/* The columns of an order as they are gathered. */
struct order {
    struct order_column *columns;
    size_t count;
};

static void add_column(struct order *order, const struct query_sort *sort, const char *suffix)
{
    assert(order->count < QUERY_MAX_ORDER);
    order->columns[order->count++] = (struct order_column){
        .column = sort->field->name,
        .suffix = suffix,
        .type = column_type(sort->field),
        .descending = sort->descending,
        .is_nullable = sort->field->flags & FIELD_NULLABLE,
    };
}

static void add_sort(struct order *order, const struct query_sort *sort)
{
    if (sort->field->flags & FIELD_BY_ID) {
        add_column(order, sort, "_id");
    } else if (has_span(sort->field)) {
        add_column(order, sort, "_start");
        add_column(order, sort, "_end");
    } else {
        add_column(order, sort, "");
    }
}

static bool is_sorted_by(const struct query *query, const struct field *field)
{
    for (size_t i = 0; i < query->sort_count; i++)
        if (query->sort[i].field == field)
            return true;
    return false;
}

size_t query_order(const struct query *query, struct order_column ret[QUERY_MAX_ORDER])
{
    struct order order = {.columns = ret};

    for (size_t i = 0; i < query->sort_count; i++)
        add_sort(&order, &query->sort[i]);
    for (size_t i = 0; i < query->resource->field_count; i++) {
        struct query_sort key = {.field = &query->resource->fields[i]};

        if ((key.field->flags & FIELD_KEY) && !is_sorted_by(query, key.field))
            add_sort(&order, &key);
    }
    return order.count;
}

/*
 * A page mark is base64url (RFC 4648 section 5, no padding) of: version, hash of the question (8
 * bytes), then for each order column the type of its value (1 byte) and the value: 8 bytes for a
 * number, length (2 bytes) and NUL-ended text. Numbers are big-endian.
 */
enum { CURSOR_VERSION = 1, CURSOR_TEXT_MAX = 4096, CURSOR_SIZE = CURSOR_TEXT_MAX / 4 * 3 };

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static uint64_t asked_hash(const struct query *query)
{
    return query->asked ? query->asked : query_hash(query);
}

static void write_number(struct buffer *out, uint64_t number, unsigned size)
{
    const uint64_t bytes = htobe64(number << (sizeof number - size) * 8);

    buffer_add(out, &bytes, size);
}

static void write_value(struct buffer *out, const struct value *value)
{
    uint64_t bits = 0;
    size_t length;

    write_number(out, value->type, 1);
    switch (value->type) {
    case VALUE_NULL:
        break;
    case VALUE_INTEGER:
        write_number(out, (uint64_t)value->integer, 8);
        break;
    case VALUE_REAL:
        memcpy(&bits, &value->real, sizeof bits);
        write_number(out, bits, 8);
        break;
    case VALUE_TEXT:
        length = strlen(value->text);
        write_number(out, length, 2);
        buffer_add(out, value->text, length + 1);
        break;
    }
}

static void write_base64(const unsigned char *bytes, size_t length, struct buffer *out)
{
    uint32_t bits = 0;
    unsigned bit_count = 0;

    if (!buffer_reserve(out, length / 3 * 4 + 4))
        return;
    char *at = out->data + out->length;
    for (size_t i = 0; i < length; i++) {
        bits = bits << 8 | bytes[i];
        for (bit_count += 8; bit_count >= 6; bit_count -= 6)
            *at++ = base64_digits[bits >> (bit_count - 6) & 0x3f];
    }
    if (bit_count)
        *at++ = base64_digits[bits << (6 - bit_count) & 0x3f];
    out->length = (size_t)(at - out->data);
}

void query_cursor_write(const struct query *query, const struct value *values, struct buffer *out)
{
    struct order_column columns[QUERY_MAX_ORDER];
    size_t count = query_order(query, columns);
    struct buffer bytes;

    buffer_init(&bytes);
    write_number(&bytes, CURSOR_VERSION, 1);
    write_number(&bytes, asked_hash(query), 8);
    for (size_t i = 0; i < count; i++)
        write_value(&bytes, &values[i]);
    if (buffer_failed(&bytes))
        out->has_failed = true;
    else
        write_base64((const unsigned char *)bytes.data, bytes.length, out);
    buffer_fini(&bytes);
}

/* Returns how many bytes @text stands for; 0 where it is no base64url in its one spelling. */
static size_t read_base64(const char *text, unsigned char ret[CURSOR_SIZE])
{
    size_t length = strnlen(text, CURSOR_TEXT_MAX + 1);
    size_t count = 0;
    uint32_t bits = 0;
    unsigned bit_count = 0;

    if (length > CURSOR_TEXT_MAX || length % 4 == 1)
        return 0;
    for (size_t i = 0; i < length; i++) {
        const char *digit = strchr(base64_digits, text[i]);

        if (!digit)
            return 0;
        bits = bits << 6 | (uint32_t)(digit - base64_digits);
        bit_count += 6;
        if (bit_count < 8)
            continue;
        bit_count -= 8;
        ret[count++] = (unsigned char)(bits >> bit_count & 0xff);
    }
    return bits & ((1u << bit_count) - 1) ? 0 : count;
}

/* The bytes of a page mark that are not read yet. */
struct remainder {
    const unsigned char *at;
    size_t length;
};

static bool read_number(struct remainder *rest, unsigned size, uint64_t *ret)
{
    uint64_t number = 0;

    if (rest->length < size)
        return false;
    for (unsigned i = 0; i < size; i++)
        number = number << 8 | rest->at[i];
    rest->at += size;
    rest->length -= size;
    *ret = number;
    return true;
}

static bool read_integer(struct remainder *rest, struct value *ret)
{
    uint64_t bits;

    if (!read_number(rest, 8, &bits))
        return false;
    memcpy(&ret->integer, &bits, sizeof bits);
    return true;
}

static bool read_real(struct remainder *rest, struct value *ret)
{
    uint64_t bits;

    if (!read_number(rest, 8, &bits))
        return false;
    memcpy(&ret->real, &bits, sizeof bits);
    return ret->real == ret->real;
}

static bool read_text(struct remainder *rest, struct value *ret)
{
    uint64_t length;

    if (!read_number(rest, 2, &length) || length >= rest->length)
        return false;
    if (strnlen((const char *)rest->at, length + 1) != length)
        return false;
    ret->text = (const char *)rest->at;
    rest->at += length + 1;
    rest->length -= length + 1;
    return true;
}

static bool read_value(struct remainder *rest, const struct order_column *column, struct value *ret)
{
    uint64_t tag;

    *ret = (struct value){.type = VALUE_NULL};
    if (!read_number(rest, 1, &tag))
        return false;
    if (tag == VALUE_NULL)
        return column->is_nullable;
    if (tag != column->type)
        return false;
    ret->type = column->type;
    if (column->type == VALUE_INTEGER)
        return read_integer(rest, ret);
    return column->type == VALUE_REAL ? read_real(rest, ret) : read_text(rest, ret);
}

/* The values' texts are those inside @bytes. */
static bool read_bytes(const struct query *query, const unsigned char *bytes, size_t length,
                       struct value ret[QUERY_MAX_ORDER])
{
    struct order_column columns[QUERY_MAX_ORDER];
    size_t count = query_order(query, columns);
    struct remainder rest = {bytes, length};
    uint64_t version;
    uint64_t hash;

    if (!read_number(&rest, 1, &version) || version != CURSOR_VERSION)
        return false;
    if (!read_number(&rest, 8, &hash) || hash != asked_hash(query))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_value(&rest, &columns[i], &ret[i]))
            return false;
    return rest.length == 0;
}

bool query_cursor_fits(const struct query *query, const char *text)
{
    unsigned char bytes[CURSOR_SIZE];
    struct value values[QUERY_MAX_ORDER];

    return read_bytes(query, bytes, read_base64(text, bytes), values);
}

bool query_cursor_read(const struct query *query, const char *text, struct arena *arena,
                       const struct value **ret_values)
{
    unsigned char *bytes = arena_alloc(arena, CURSOR_SIZE);
    struct value *values = arena_alloc(arena, QUERY_MAX_ORDER * sizeof *values);

    if (!bytes || !values || !read_bytes(query, bytes, read_base64(text, bytes), values))
        return false;
    *ret_values = values;
    return true;
}
