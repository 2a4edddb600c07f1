/* SPDX-License-Identifier: MIT */
#include "db/import/store.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/reader.h"
#include "db/load_member.h"
#include "db/text.h"

static const char *or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

enum db_status store_revision(const struct sql *sql, const char *reason, int64_t *ret)
{
    enum db_status status =
        sql_run(sql,
                "INSERT INTO revision (number, at, author, reason)"
                " SELECT max(number) + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
                " 'entente import', ?1 FROM revision",
                "s", reason);

    return status == DB_OK ? sql_number(sql, ret, "SELECT max(number) FROM revision", "") : status;
}

static enum db_status check_slug(const struct sql *sql, const char *what, const char *slug)
{
    if (load_slug_is_sound(slug))
        return DB_OK;
    return message_set(sql->message, DB_FAILED, "\"%s\" is no name for a %s; " LOAD_SLUG_RULE, slug,
                       what);
}

/* --- sources and series --- */

enum db_status store_source(const struct sql *sql, const struct store_source *source,
                            int64_t revision, int64_t *ret, bool *ret_is_new)
{
    int64_t id = 0;
    enum db_status status =
        sql_number(sql, &id, "SELECT id FROM source WHERE slug = ?1", "s", source->slug);

    if (status == DB_OK && id == 0) {
        *ret_is_new = true;
        status = check_slug(sql, "source", source->slug);
        if (status == DB_OK)
            status = sql_run(sql, "INSERT INTO source (slug) VALUES (?1)", "s", source->slug);
        id = sqlite3_last_insert_rowid(sql->sqlite);
        if (status == DB_OK)
            status =
                sql_run(sql,
                        "INSERT INTO source_version (source, since, title, publisher, url,"
                        " licence, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'text')",
                        "iissss", id, revision, or_null(source->title), or_null(source->publisher),
                        or_null(source->url), or_null(source->licence));
    }
    *ret = id;
    return status;
}

/* Of a series that is made: the source that was asked for, or one named like the format's series.
 */
static enum db_status source_of_new(const struct sql *sql, const struct store_series *series,
                                    int64_t revision, int64_t *ret, bool *ret_is_new)
{
    const struct reader_series *defaults = series->defaults;
    struct store_source source = {.slug = series->source, .licence = series->licence};

    if (!source.slug) {
        source.slug = defaults->slug[0] ? defaults->slug : series->slug;
        source.title = defaults->source_title;
        source.publisher = defaults->source_publisher;
        source.url = defaults->source_url;
    }
    return store_source(sql, &source, revision, ret, ret_is_new);
}

static enum db_status make_series(const struct sql *sql, const struct store_series *series,
                                  int64_t source, int64_t *ret)
{
    const struct reader_series *defaults = series->defaults;
    const bool is_own = strcmp(series->slug, defaults->slug) == 0;
    enum db_status status = check_slug(sql, "series", series->slug);

    if (status == DB_OK)
        status = sql_run(sql,
                         "INSERT INTO series (slug, title, source, unit, valuation,"
                         " classification, basis) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         "ssissss", series->slug, is_own ? defaults->title : series->slug, source,
                         defaults->unit, or_null(defaults->valuation), defaults->classification,
                         defaults->basis);
    *ret = sqlite3_last_insert_rowid(sql->sqlite);
    if (status == DB_OK)
        status = sql_run(sql,
                         "INSERT INTO series_citation (series, position, source)"
                         " VALUES (?1, 1, ?2)",
                         "ii", *ret, source);
    return status;
}

static enum db_status check_series(const struct sql *sql, const struct store_series *series,
                                   int64_t id)
{
    const struct reader_series *defaults = series->defaults;
    int64_t is_same = 0;
    enum db_status status;

    if (!series->knows_figures)
        return DB_OK;
    status = sql_number(sql, &is_same, "SELECT unit = ?2 AND basis = ?3 FROM series WHERE id = ?1",
                        "iss", id, defaults->unit, defaults->basis);
    if (status != DB_OK || is_same)
        return status;
    return message_set(sql->message, DB_FAILED,
                       "the series %s cannot take this file: its figures are %s, in %s",
                       series->slug, defaults->basis, defaults->unit);
}

static enum db_status add_to_series(const struct sql *sql, const struct store_series *series,
                                    int64_t revision, int64_t id, int64_t *ret_source,
                                    bool *ret_has_source)
{
    const struct store_source source = {.slug = series->source, .licence = series->licence};
    enum db_status status = check_series(sql, series, id);

    if (status != DB_OK)
        return status;
    if (source.slug)
        return store_source(sql, &source, revision, ret_source, ret_has_source);
    return sql_number(sql, ret_source, "SELECT source FROM series WHERE id = ?1", "i", id);
}

enum db_status store_series(const struct sql *sql, const struct store_series *series,
                            int64_t revision, int64_t *ret, int64_t *ret_source,
                            bool *ret_has_source)
{
    int64_t id = 0;
    enum db_status status =
        sql_number(sql, &id, "SELECT id FROM series WHERE slug = ?1", "s", series->slug);

    if (status == DB_OK && id) {
        *ret = id;
        return add_to_series(sql, series, revision, id, ret_source, ret_has_source);
    }
    if (status == DB_OK && !series->may_make)
        return message_set(sql->message, DB_FAILED,
                           "there is no series %s, which the rows name; --series=%s makes it, "
                           "--series=SLUG puts them into another",
                           series->slug, series->slug);
    if (status == DB_OK)
        status = source_of_new(sql, series, revision, ret_source, ret_has_source);
    return status == DB_OK ? make_series(sql, series, *ret_source, ret) : status;
}

/* --- goods --- */

/* A parent is of the same edition: those that are not there come with it. */
enum db_status store_edition_names(const struct sql *sql)
{
    return sql_script(
        sql,
        "WITH RECURSIVE up (classification, code, level, parent, name) AS"
        " (SELECT g.classification, h.code, h.level, h.parent, h.name FROM commodity g"
        " JOIN commodity h ON h.classification = 'HS' AND h.code = g.code"
        " WHERE g.classification IN " STORE_EDITIONS " AND g.parent IS NULL AND g.code <> 'TOTAL'"
        " UNION SELECT up.classification, h.code, h.level, h.parent, h.name FROM up"
        " JOIN commodity h ON h.classification = 'HS' AND h.code = up.parent)"
        " INSERT INTO commodity (classification, code, level, parent, name)"
        " SELECT classification, code, level, parent, name FROM up WHERE true"
        " ON CONFLICT DO UPDATE SET parent = excluded.parent, name = excluded.name"
        " WHERE commodity.parent IS NULL");
}

/* --- slugs --- */

static size_t base_length(const char *name)
{
    static const char *const endings[] = {".gz",   ".csv",    ".tsv", ".txt",
                                          ".json", ".ndjson", ".xml"};
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const size_t ending = strlen(endings[i]);

        if (length > ending && strncasecmp(name + length - ending, endings[i], ending) == 0)
            length -= ending;
    }
    return length;
}

void store_write_slug(char ret[STORE_SLUG_SIZE], const char *file)
{
    enum { MOST = 70 }; /* of the 80 of a slug: room for -2 */
    const char *slash = strrchr(file, '/');
    const char *name = slash ? slash + 1 : file;
    const size_t length = base_length(name);
    size_t at = 0;

    for (size_t i = 0; i < length && at < MOST; i++) {
        const unsigned char c = (unsigned char)name[i];

        if (c < 0x80 && isalnum(c))
            ret[at++] = (char)tolower(c);
        else if (at > 0 && ret[at - 1] != '-')
            ret[at++] = '-';
    }
    while (at > 0 && ret[at - 1] == '-')
        at--;
    ret[at] = '\0';
    if (at == 0)
        snprintf(ret, STORE_SLUG_SIZE, "import");
}

enum db_status store_free_slug(const struct sql *sql, char slug[STORE_SLUG_SIZE])
{
    char candidate[STORE_SLUG_SIZE];
    int64_t is_taken = 1;
    enum db_status status = DB_OK;

    for (int i = 1; status == DB_OK && is_taken; i++) {
        snprintf(candidate, sizeof(candidate), i == 1 ? "%.80s" : "%.80s-%d", slug, i);
        is_taken = 0;
        status =
            sql_number(sql, &is_taken, "SELECT 1 FROM dataset WHERE slug = ?1", "s", candidate);
    }
    memcpy(slug, candidate, sizeof(candidate));
    return status;
}
