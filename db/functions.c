/* SPDX-License-Identifier: MIT */
/* The SQL functions of the views. They read nothing but their arguments, so views may use them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "db/hole.h"
#include "model/number.h"
#include "db/observation.h"
#include "db/private.h"
#include "db/record_json.h"
#include "db/slugs.h"
#include "db/sums.h"
#include "model/buffer.h"
#include "model/quantity.h"
#include "model/status.h"

/* The subtype by which json_object() knows JSON text: json.c of SQLite, "JSON_SUBTYPE". */
enum { JSON_SUBTYPE = 74 };

enum { STATUS_ARGUMENTS = 10 };

/* number(x): x as a JSON number. Null stays null; SQLite has no NaN, and infinity is no JSON: null.
 */
static void number(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    char text[NUMBER_SIZE];
    double value = sqlite3_value_double(arguments[0]);

    (void)count;
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || !isfinite(value))
        return;
    number_write(value, text);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
    sqlite3_result_subtype(context, JSON_SUBTYPE);
}

/* The ends of where a quantity possibly lies; null: no bound, or no quantity. */
static double find_possible(sqlite3_value **arguments, bool is_high)
{
    const char *qualifier = (const char *)sqlite3_value_text(arguments[1]);
    struct quantity quantity = {.value = sqlite3_value_double(arguments[0]),
                                .precision = sqlite3_value_double(arguments[2])};

    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || !qualifier ||
        !qualifier_parse(qualifier, &quantity.qualifier))
        return INFINITY;
    const struct interval possible = quantity_possible(&quantity);
    return is_high ? possible.high : possible.low;
}

/* possible_low(value, qualifier, precision): model/quantity.h. */
static void possible_low(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const double low = find_possible(arguments, false);

    (void)count;
    if (isfinite(low))
        sqlite3_result_double(context, low);
}

/* possible_high(value, qualifier, precision) */
static void possible_high(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const double high = find_possible(arguments, true);

    (void)count;
    if (isfinite(high))
        sqlite3_result_double(context, high);
}

/* What db/list_sql.c has snippet() put around words. */
enum { SEARCH_MARK_BEGIN = 2, SEARCH_MARK_END = 3 };

static const char *html_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case SEARCH_MARK_BEGIN:
        return "<mark>";
    case SEARCH_MARK_END:
        return "</mark>";
    default:
        return NULL;
    }
}

/* marked(x): a snippet of the search as HTML. */
static void marked(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const char *text = (const char *)sqlite3_value_text(arguments[0]);
    struct buffer html;

    (void)count;
    if (!text)
        return;
    buffer_init(&html);
    for (; *text; text++) {
        const char *replacement = html_of(*text);
        if (replacement)
            buffer_add_text(&html, replacement);
        else
            buffer_add_char(&html, *text);
    }
    if (buffer_failed(&html))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, html.length ? html.data : "", (int)html.length,
                            SQLITE_TRANSIENT);
    buffer_fini(&html);
}

/* today(): the day the request is about. */
static void today(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const struct db *db = sqlite3_user_data(context);

    (void)count;
    (void)arguments;
    sqlite3_result_text(context, db->day, -1, SQLITE_TRANSIENT);
}

/* days(x): days from 1970-01-01 to the day that begins the text x; null when none does. */
static void days(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const char *text = (const char *)sqlite3_value_text(arguments[0]);
    int year;
    int month;
    int day;

    (void)count;
    if (text && sscanf(text, "%4d-%2d-%2d", &year, &month, &day) == 3)
        sqlite3_result_int64(context, date_to_number(year, month, day));
}

/* pair_a(), pair_b(): the pair that the request is about; null when it is about none. */
static void pair_a(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const struct db *db = sqlite3_user_data(context);

    (void)count;
    (void)arguments;
    if (db->pair_a[0])
        sqlite3_result_text(context, db->pair_a, -1, SQLITE_TRANSIENT);
}

static void pair_b(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const struct db *db = sqlite3_user_data(context);

    (void)count;
    (void)arguments;
    if (db->pair_b[0])
        sqlite3_result_text(context, db->pair_b, -1, SQLITE_TRANSIENT);
}

/* made_rows(): what db_set_rows() was given. */
static void made_rows(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const struct db *db = sqlite3_user_data(context);

    (void)count;
    (void)arguments;
    if (db->made_rows)
        sqlite3_result_text64(context, db->made_rows, db->made_length, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_result_text(context, "[]", -1, SQLITE_STATIC);
}

static const char *text_of(sqlite3_value *value)
{
    return (const char *)sqlite3_value_text(value);
}

/* kind, then start and end of signed_on, in_force_from, in_force_until, terminated_on; the day is
 * the last argument. */
static struct status_dates dates_of(sqlite3_value **arguments)
{
    const char *kind = text_of(arguments[0]);

    return (struct status_dates){
        .enters_into_force = !kind || status_kind_enters_into_force(kind),
        .signed_on = {text_of(arguments[1]), text_of(arguments[2])},
        .in_force_from = {text_of(arguments[3]), text_of(arguments[4])},
        .in_force_until = {text_of(arguments[5]), text_of(arguments[6])},
        .terminated_on = {text_of(arguments[7]), text_of(arguments[8])},
    };
}

/* status(kind, …, day): model/status.h. */
static void status(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct status_dates dates = dates_of(arguments);
    const char *day = text_of(arguments[STATUS_ARGUMENTS - 1]);

    (void)count;
    if (day)
        sqlite3_result_text(context, status_word(status_on(&dates, day)), -1, SQLITE_STATIC);
}

/* in_force(kind, …, day): the same arguments. */
static void in_force(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct status_dates dates = dates_of(arguments);
    const char *day = text_of(arguments[STATUS_ARGUMENTS - 1]);

    (void)count;
    if (day)
        sqlite3_result_text(context, status_in_force(&dates, day), -1, SQLITE_STATIC);
}

/* status_reason(kind, …, day): the same arguments. */
static void reason(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct status_dates dates = dates_of(arguments);
    const char *day = text_of(arguments[STATUS_ARGUMENTS - 1]);

    (void)count;
    if (day)
        sqlite3_result_text(context, status_reason(&dates, day), -1, SQLITE_STATIC);
}

static const struct {
    const char *name;
    int arguments;
    void (*function)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {
    {"number", 1, number},
    {"days", 1, days},
    {"today", 0, today},
    {"marked", 1, marked},
    {"made_rows", 0, made_rows},
    {"pair_a", 0, pair_a},
    {"pair_b", 0, pair_b},
    {"possible_high", 3, possible_high},
    {"possible_low", 3, possible_low},
    {"in_force", STATUS_ARGUMENTS, in_force},
    {"status", STATUS_ARGUMENTS, status},
    {"status_reason", STATUS_ARGUMENTS, reason},
};

enum { FUNCTION_COUNT = sizeof(functions) / sizeof(functions[0]) };

void functions_forget(sqlite3 *sqlite)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        sqlite3_create_function_v2(sqlite, functions[i].name, functions[i].arguments, SQLITE_UTF8,
                                   NULL, NULL, NULL, NULL, NULL);
}

enum db_status functions_register(struct db *db)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        int code = sqlite3_create_function_v2(db->sqlite, functions[i].name, functions[i].arguments,
                                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                              db, functions[i].function, NULL, NULL, NULL);
        if (code != SQLITE_OK)
            return cause_set(db, functions[i].name);
    }
    if (sums_register(db->sqlite) != SQLITE_OK || record_json_register(db->sqlite) != SQLITE_OK ||
        slugs_register(db->sqlite) != SQLITE_OK || hole_register(db->sqlite) != SQLITE_OK)
        return cause_set(db, "making functions known");
    return observation_register(db);
}
