/* SPDX-License-Identifier: MIT */
/* query: a list question after its parameters were checked: filters, sort, page, members,
 * representation. */
#ifndef ENTENTE_MODEL_QUERY_H
#define ENTENTE_MODEL_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/representation.h"
#include "model/resource.h"

struct aggregate;
struct arena;
struct buffer;

enum {
    QUERY_MAX_FILTERS = 32,
    QUERY_MAX_SORT = 8,
    QUERY_MAX_ORDER = 32, /* sort fields, their companions and the key */
    QUERY_DEFAULT_LIMIT = 100,
    QUERY_MAX_LIMIT = 1000,
};

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT };

struct value {
    enum value_type type;
    int64_t integer;
    double real;
    const char *text;  /* NUL-ended; lives as long as what holds the value */
    const char *given; /* of a period as a bound, whose text is a day: the period, which says a
                          frequency too; else NULL */
};

enum query_count { COUNT_NONE, COUNT_EXACT, COUNT_ONLY };

/*
 * Values are canonical: codes, not names; true and false as 1 and 0. Where a field has companions,
 * OP_GTE and OP_LT carry the first day of what was given, OP_GT and OP_LTE the last one; OP_EQ and
 * OP_NOT the text.
 */
struct query_filter {
    const struct field *field;
    enum field_op op;
    const struct value *values; /* sorted, each once; several: any of them, with OP_NOT none */
    size_t value_count;
};

struct query_sort {
    const struct field *field;
    bool descending;
};

struct query {
    const struct resource *resource;
    struct query_filter filters[QUERY_MAX_FILTERS]; /* in order of field, then operator */
    size_t filter_count;
    struct query_sort sort[QUERY_MAX_SORT];
    size_t sort_count;
    uint64_t members;  /* bit i: field i is in the answer */
    const char *match; /* words to search for, or NULL; only the search resource has them */
    const struct aggregate *aggregate; /* what the rows are sums of, or NULL: they are a view's */
    const char *view;                  /* read instead of the resource's, or NULL */
    uint64_t asked;            /* what page marks are of, so that a handler may add filters to a
                                  copy; 0: query_hash() */
    const struct value *after; /* the last row of the page before, one value an order column; NULL:
                                  from the start */
    int limit;                 /* 0: all rows */
    enum query_count count;
    enum query_format format;
};

/* A column that rows are ordered by; nulls come last either way. */
struct order_column {
    const char *column;
    const char *suffix; /* "", "_id", "_start" or "_end": behind the column's name */
    enum value_type type;
    bool descending;
    bool is_nullable;
};

/** The columns that @query orders by: sort fields with their companions, then the key. Return: how
 * many. */
size_t query_order(const struct query *query, struct order_column ret[QUERY_MAX_ORDER]);

/** Sorts @query as its resource's table says. */
void query_set_default_sort(struct query *query);

/** Whether it is sorted so. */
bool query_has_default_sort(const struct query *query);

/** Every member that the answer of @resource has. */
uint64_t query_all_members(const struct resource *resource);

bool query_has_member(const struct query *query, size_t field);

/** Whether the answer cannot be made without field @name: it is shown, filtered or ordered by. */
bool query_needs(const struct query *query, const char *name);

/** Adds @text percent-encoded: all but letters, digits and - . _ ~ */
void query_write_escaped(const char *text, struct buffer *out);

/**
 * Adds everything but the page mark as parameters in one spelling, each with a `&` before it;
 * defaults are left out.
 */
void query_write_parameters(const struct query *query, struct buffer *out);

/** Writes filters and sort in one spelling, whatever order they were given in. */
void query_write_question(const struct query *query, struct buffer *out);

/** A number for the question: rows of another question never fit its cursors. */
uint64_t query_hash(const struct query *query);

/**
 * Adds an opaque page mark for the row with these order values: URL-safe text. Reals keep their
 * exact 8 bytes.
 *
 * @values  query_order() many; their texts together up to about 3000 bytes, or the mark cannot be
 * read again
 */
void query_cursor_write(const struct query *query, const struct value *values, struct buffer *out);

/** Whether @text is a page mark of the same question. */
bool query_cursor_fits(const struct query *query, const char *text);

/**
 * Reads a page mark of the same question.
 *
 * @ret_values  on success new values from @arena
 *
 * Return: false where query_cursor_fits() is, or for no memory.
 */
bool query_cursor_read(const struct query *query, const char *text, struct arena *arena,
                       const struct value **ret_values);

#endif
