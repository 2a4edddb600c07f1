/* SPDX-License-Identifier: MIT */
#include "db/import/treaties.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "db/connection.h"
#include "db/import.h"
#include "db/import/encode.h"
#include "db/import/reader.h"
#include "db/text.h"
#include "model/buffer.h"
#include "model/date.h"

enum { MOST_TREATIES = 100000, TREATY_SLUG_SIZE = 48 };

struct treaty {
    char slug[TREATY_SLUG_SIZE];
    char locator[TREATY_SLUG_SIZE];
    char base[TREATY_SLUG_SIZE]; /* slug; "": it belongs to none */
    char *title;
    char *note;
    int year; /* 0: not known, here and below */
    int force_year;
    bool is_signed;    /* not a mere negotiation */
    bool is_bilateral; /* its dates are its parties' */
    size_t party_count;
    int64_t *parties; /* area.id */
};

void treaties_fini(struct treaties *treaties)
{
    for (size_t i = 0; i < treaties->count; i++) {
        free(treaties->list[i].title);
        free(treaties->list[i].note);
        free(treaties->list[i].parties);
    }
    free(treaties->list);
    *treaties = (struct treaties){0};
}

/* "108+3" -> "desta-108-3", "26_1", a withdrawal, -> "desta-26-w1": 26+1 is an accession. */
static void write_slug(char ret[TREATY_SLUG_SIZE], const char *number)
{
    size_t at = (size_t)snprintf(ret, TREATY_SLUG_SIZE, "desta");

    if (isalnum((unsigned char)number[0]))
        ret[at++] = '-';
    for (; *number && at < TREATY_SLUG_SIZE - 1; number++) {
        const unsigned char c = (unsigned char)*number;

        if (c < 0x80 && isalnum(c))
            ret[at++] = (char)tolower(c);
        else if (ret[at - 1] != '-')
            ret[at++] = '-';
        if (c == '_' && at < TREATY_SLUG_SIZE - 1)
            ret[at++] = 'w';
    }
    while (ret[at - 1] == '-')
        at--;
    ret[at] = '\0';
}

void treaties_key(const struct reader_agreement *agreement, char ret[TREATIES_KEY_SIZE])
{
    char slug[TREATY_SLUG_SIZE];

    write_slug(slug, agreement->number);
    memset(ret, 0, TREATIES_KEY_SIZE);
    snprintf(ret, TREATIES_KEY_SIZE, "%.23s", slug + strlen("desta"));
}

/* --- reading --- */

static enum db_status take_parties(struct treaty *treaty, struct encoder *encoder,
                                   const struct reader_agreement *agreement)
{
    treaty->parties = calloc(agreement->member_count + 1, sizeof(*treaty->parties));
    if (!treaty->parties)
        return sql_no_memory(&encoder->sql);
    for (size_t i = 0; i < agreement->member_count; i++) {
        const int64_t at = encode_area(encoder, agreement->members[i]);

        if (at == NAMES_NONE)
            return message_set(encoder->sql.message, DB_FAILED, "too many areas that nobody knows");
        encoder->areas.entries[at].rows++;
        treaty->parties[treaty->party_count++] = encoder->areas.entries[at].number;
    }
    return DB_OK;
}

static enum db_status take(struct treaty *treaty, struct encoder *encoder,
                           const struct reader_agreement *agreement)
{
    const bool is_base = strcmp(agreement->entry_type, "base_treaty") == 0;

    treaty->is_signed = strcmp(agreement->entry_type, "negotiation") != 0;
    treaty->is_bilateral = is_base && agreement->member_count == 2;
    treaty->year = treaty->is_signed ? agreement->year : 0;
    treaty->force_year = treaty->is_signed ? agreement->force_year : 0;
    write_slug(treaty->slug, agreement->number);
    snprintf(treaty->locator, sizeof(treaty->locator), "number %.32s", agreement->number);
    if (agreement->base[0] && strcmp(agreement->base, agreement->number) != 0)
        write_slug(treaty->base, agreement->base);
    treaty->title = agreement->name[0] ? strdup(agreement->name)
                                       : text_format("DESTA's treaty %s", agreement->number);
    treaty->note = text_format("DESTA lists it as: %s. Of its dates DESTA gives the years.",
                               agreement->entry_type[0] ? agreement->entry_type : "not said");
    if (!treaty->title || !treaty->note)
        return sql_no_memory(&encoder->sql);
    return take_parties(treaty, encoder, agreement);
}

enum db_status treaties_add(struct treaties *treaties, struct encoder *encoder,
                            const struct reader_agreement *agreement)
{
    if (treaties->count == MOST_TREATIES)
        return message_set(encoder->sql.message, DB_FAILED, "more than %d treaties", MOST_TREATIES);
    if (treaties->count == treaties->capacity) {
        const size_t capacity = treaties->capacity ? treaties->capacity * 2 : 256;
        struct treaty *list = realloc(treaties->list, capacity * sizeof(*list));

        if (!list)
            return sql_no_memory(&encoder->sql);
        treaties->list = list;
        treaties->capacity = capacity;
    }
    treaties->list[treaties->count] = (struct treaty){.title = NULL};
    return take(&treaties->list[treaties->count++], encoder, agreement);
}

/* --- storing --- */

struct storing {
    const struct sql *sql;
    int64_t source;
    int64_t revision;
};

/* A year as a partial date; texts are NULL where it is not known. */
struct year {
    struct date date;
    const char *text, *start, *end;
};

static void write_year(struct year *ret, int year)
{
    char text[16];

    *ret = (struct year){.text = NULL};
    snprintf(text, sizeof(text), "%04d", year);
    if (year <= 0 || !date_parse(text, &ret->date))
        return;
    ret->text = ret->date.text;
    ret->start = ret->date.start;
    ret->end = ret->date.end;
}

static enum db_status is_cited_elsewhere(const struct storing *storing, const struct treaty *treaty,
                                         int64_t *ret)
{
    *ret = 0;
    return sql_number(storing->sql, ret,
                      "SELECT 1 FROM agreement_citation c JOIN agreement_version v"
                      " ON v.version = c.version AND v.until IS NULL JOIN agreement i"
                      " ON i.id = v.agreement WHERE c.source = ?1 AND c.locator = ?2"
                      " AND i.slug <> ?3",
                      "iss", storing->source, treaty->locator, treaty->slug);
}

/* "12,7": new; NULL: no memory. */
static char *list_parties(const struct treaty *treaty)
{
    struct buffer text;
    size_t length = 0;

    buffer_init(&text);
    for (size_t i = 0; i < treaty->party_count; i++)
        buffer_add_format(&text, "%s%" PRId64, i ? "," : "", treaty->parties[i]);
    buffer_add_text(&text, "");
    return treaty->party_count ? buffer_steal(&text, &length) : strdup("");
}

static enum db_status is_unchanged(const struct storing *storing, const struct treaty *treaty,
                                   int64_t *ret)
{
    char *parties _cleanup_text_ = list_parties(treaty);
    struct year signed_on;
    struct year in_force;

    write_year(&signed_on, treaty->year);
    write_year(&in_force, treaty->force_year);
    *ret = 0;
    if (!parties)
        return sql_no_memory(storing->sql);
    return sql_number(
        storing->sql, ret,
        "SELECT 1 FROM agreement i JOIN agreement_version v ON v.agreement = i.id"
        " WHERE i.slug = ?1 AND v.until IS NULL AND v.title = ?2 AND v.note IS ?3"
        " AND v.signed_on IS ?4 AND v.in_force_from IS ?5"
        " AND (SELECT b.id FROM agreement b WHERE b.slug = ?6) IS v.part_of"
        " AND (SELECT coalesce(group_concat(p.area), '') FROM (SELECT area FROM agreement_party"
        " WHERE version = v.version ORDER BY position) p) = ?7",
        "sssssss", treaty->slug, treaty->title, treaty->note, signed_on.text, in_force.text,
        treaty->base, parties);
}

static enum db_status store_identity(const struct storing *storing, const struct treaty *treaty)
{
    return sql_run(storing->sql, "INSERT OR IGNORE INTO agreement (slug) VALUES (?1)", "s",
                   treaty->slug);
}

static enum db_status store_party(const struct storing *storing, const struct treaty *treaty,
                                  int64_t version, size_t at)
{
    struct year signed_on;
    struct year in_force;
    enum db_status status;

    write_year(&signed_on, treaty->is_bilateral ? treaty->year : 0);
    write_year(&in_force, treaty->is_bilateral ? treaty->force_year : 0);
    status = sql_run(storing->sql,
                     "INSERT INTO agreement_party (version, position, area, role, signed_on,"
                     " signed_on_start, signed_on_end, in_force_from, in_force_from_start,"
                     " in_force_from_end) VALUES (?1, ?2, ?3, 'party', ?4, ?5, ?6, ?7, ?8, ?9)",
                     "iiissssss", version, (int64_t)at + 1, treaty->parties[at], signed_on.text,
                     signed_on.start, signed_on.end, in_force.text, in_force.start, in_force.end);
    if (status != DB_OK)
        return status;
    return sql_run(storing->sql,
                   "INSERT OR IGNORE INTO agreement_country (version, area)"
                   " SELECT ?1, id FROM area WHERE id = ?2 AND kind = 'country'",
                   "ii", version, treaty->parties[at]);
}

static enum db_status store_version(const struct storing *storing, const struct treaty *treaty,
                                    int64_t *ret)
{
    struct year signed_on;
    struct year in_force;
    enum db_status status;

    write_year(&signed_on, treaty->year);
    write_year(&in_force, treaty->force_year);
    status = sql_run(
        storing->sql,
        "INSERT INTO agreement_version (agreement, since, title, kind, binding, part_of, signed_on,"
        " signed_on_start, signed_on_end, in_force_from, in_force_from_start, in_force_from_end,"
        " note) SELECT i.id, ?2, ?3, 'trade_agreement', ?4,"
        " (SELECT b.id FROM agreement b WHERE b.slug = ?5), ?6, ?7, ?8, ?9, ?10, ?11, ?12"
        " FROM agreement i WHERE i.slug = ?1",
        "sissssssssss", treaty->slug, storing->revision, treaty->title,
        treaty->is_signed ? "yes" : "unknown", treaty->base, signed_on.text, signed_on.start,
        signed_on.end, in_force.text, in_force.start, in_force.end, treaty->note);
    *ret = sqlite3_last_insert_rowid(storing->sql->sqlite);
    return status;
}

static enum db_status end_version(const struct storing *storing, const struct treaty *treaty)
{
    return sql_run(storing->sql,
                   "UPDATE agreement_version SET until = ?2 WHERE until IS NULL AND agreement ="
                   " (SELECT id FROM agreement WHERE slug = ?1)",
                   "si", treaty->slug, storing->revision);
}

static enum db_status store_treaty(const struct storing *storing, const struct treaty *treaty)
{
    int64_t version = 0;
    enum db_status status = end_version(storing, treaty);

    if (status == DB_OK)
        status = store_version(storing, treaty, &version);
    for (size_t i = 0; status == DB_OK && i < treaty->party_count; i++)
        status = store_party(storing, treaty, version, i);
    if (status == DB_OK)
        status = sql_run(storing->sql,
                         "INSERT INTO agreement_citation (version, position, source, locator)"
                         " VALUES (?1, 1, ?2, ?3)",
                         "iis", version, storing->source, treaty->locator);
    return status;
}

static enum db_status store_one(const struct storing *storing, const struct treaty *treaty,
                                struct import_summary *summary)
{
    int64_t is_kept = 0;
    int64_t is_same = 0;
    enum db_status status = is_cited_elsewhere(storing, treaty, &is_kept);

    if (status == DB_OK && !is_kept)
        status = is_unchanged(storing, treaty, &is_same);
    if (status != DB_OK)
        return status;
    summary->agreements_kept += (uint64_t)is_kept;
    summary->agreements_unchanged += (uint64_t)is_same;
    if (is_kept || is_same)
        return DB_OK;
    summary->agreements++;
    return store_treaty(storing, treaty);
}

/* Identities of those that will have a version: nothing may point at one that has none. */
static enum db_status store_identities(const struct treaties *treaties,
                                       const struct storing *storing)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < treaties->count; i++) {
        int64_t is_kept = 0;

        status = is_cited_elsewhere(storing, &treaties->list[i], &is_kept);
        if (status == DB_OK && !is_kept)
            status = store_identity(storing, &treaties->list[i]);
    }
    return status;
}

enum db_status treaties_store(const struct treaties *treaties, const struct sql *sql,
                              int64_t source, int64_t revision, struct import_summary *summary)
{
    const struct storing storing = {sql, source, revision};
    enum db_status status = store_identities(treaties, &storing);

    for (size_t i = 0; status == DB_OK && i < treaties->count; i++)
        status = store_one(&storing, &treaties->list[i], summary);
    return status;
}
