/* SPDX-License-Identifier: MIT */
#include "db/slugs.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct slug {
    const char *text; /* not NUL-ended */
    size_t length;
};

static int compare_slugs(const void *a, const void *b)
{
    const struct slug *x = a;
    const struct slug *y = b;
    int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);

    return order ? order : (x->length > y->length) - (x->length < y->length);
}

static size_t count_slugs(const char *list)
{
    size_t count = 1;

    for (; *list; list++)
        count += *list == ',';
    return count;
}

static void split(const char *list, struct slug *ret)
{
    for (; *list; list += *list == ',') {
        ret->text = list;
        ret->length = strcspn(list, ",");
        list += ret->length;
        ret++;
    }
}

/* Writes each of the sorted slugs once. Return: the length. */
static size_t join(const struct slug *slugs, size_t count, char *ret)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        if (i && compare_slugs(&slugs[i - 1], &slugs[i]) == 0)
            continue;
        if (used)
            ret[used++] = ',';
        memcpy(ret + used, slugs[i].text, slugs[i].length);
        used += slugs[i].length;
    }
    return used;
}

static void write_once(sqlite3_context *context, const char *list, size_t count)
{
    struct slug *slugs = sqlite3_malloc64(count * sizeof(*slugs));
    char *text = sqlite3_malloc64(strlen(list) + 1);

    if (slugs && text) {
        split(list, slugs);
        qsort(slugs, count, sizeof(*slugs), compare_slugs);
        sqlite3_result_text64(context, text, join(slugs, count, text), sqlite3_free, SQLITE_UTF8);
        text = NULL;
    } else {
        sqlite3_result_error_nomem(context);
    }
    sqlite3_free(slugs);
    sqlite3_free(text);
}

static void slugs_once(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const char *list = (const char *)sqlite3_value_text(arguments[0]);

    (void)count;
    if (!list)
        return;
    if (strchr(list, ','))
        write_once(context, list, count_slugs(list));
    else
        sqlite3_result_value(context, arguments[0]);
}

int slugs_register(struct sqlite3 *sqlite)
{
    return sqlite3_create_function_v2(sqlite, "slugs_once", 1,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                      slugs_once, NULL, NULL, NULL);
}
