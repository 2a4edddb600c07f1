/* SPDX-License-Identifier: MIT */
/* claims: figures out of the database, as the rules of model/ want them. */
#include "db/claims.h"

#include <string.h>

#include "db/private.h"
#include "db/reading.h"
#include "model/arena.h"
#include "model/claim.h"

enum { FIRST_ROOM = 64, FEW_CITATIONS = 4 };

/* Reading goes on when memory runs out, and fails at the end. */
struct reader {
    struct reading reading;
    struct claims *claims;
    size_t room;
    size_t citation_room;
};

static const char *read_text(struct reader *reader, int column)
{
    return reading_text(&reader->reading, column);
}

static const struct date *read_date(struct reader *reader, int column)
{
    return reading_date(&reader->reading, column);
}

static const struct period *read_period(struct reader *reader, int column)
{
    const char *text = read_text(reader, column);
    struct period *period = text ? reading_take(&reader->reading, sizeof(*period)) : NULL;

    return period && period_parse(text, period) ? period : NULL;
}

static void read_quantity(struct reader *reader, struct claim *claim)
{
    const char *qualifier = read_text(reader, CLAIMS_QUALIFIER);

    claim->unit = read_text(reader, CLAIMS_UNIT);
    if (sqlite3_column_type(reader->reading.statement, CLAIMS_VALUE) == SQLITE_NULL || !qualifier ||
        !qualifier_parse(qualifier, &claim->quantity.qualifier))
        return;
    claim->has_quantity = true;
    claim->quantity.value = sqlite3_column_double(reader->reading.statement, CLAIMS_VALUE);
    claim->quantity.precision = sqlite3_column_double(reader->reading.statement, CLAIMS_PRECISION);
    claim->bounds = quantity_bounds(&claim->quantity);
}

static void read_subject(struct reader *reader, struct claim *claim)
{
    claim->subject = read_text(reader, CLAIMS_SUBJECT);
    claim->a = read_text(reader, CLAIMS_A);
    claim->b = read_text(reader, CLAIMS_B);
    claim->a_name = read_text(reader, CLAIMS_A_NAME);
    claim->b_name = read_text(reader, CLAIMS_B_NAME);
    if (claim->a && claim->b) {
        claim->pair = arena_format(reader->reading.arena, "%s-%s", claim->a, claim->b);
        reader->reading.has_failed = reader->reading.has_failed || !claim->pair;
    }
    claim->from = read_text(reader, CLAIMS_EXPORTER);
    claim->to = read_text(reader, CLAIMS_IMPORTER);
    claim->country = read_text(reader, CLAIMS_COUNTRY);
    claim->event = read_text(reader, CLAIMS_EVENT);
    claim->agreement = read_text(reader, CLAIMS_AGREEMENT);
    claim->agreement_kind = read_text(reader, CLAIMS_AGREEMENT_KIND);
    claim->agreement_part_of = read_text(reader, CLAIMS_AGREEMENT_PART_OF);
}

static void read_meaning(struct reader *reader, struct claim *claim)
{
    claim->metric = read_text(reader, CLAIMS_METRIC);
    claim->of = read_text(reader, CLAIMS_OF_METRIC);
    claim->whole = read_text(reader, CLAIMS_WHOLE);
    claim->scope = read_text(reader, CLAIMS_SCOPE);
    claim->commodity = read_text(reader, CLAIMS_COMMODITY);
    claim->sector = read_text(reader, CLAIMS_SECTOR);
    claim->period = read_period(reader, CLAIMS_PERIOD);
    claim->base_period = read_period(reader, CLAIMS_BASE_PERIOD);
    claim->deadline = read_date(reader, CLAIMS_DEADLINE);
    claim->text = read_text(reader, CLAIMS_TEXT);
    claim->count = sqlite3_column_int64(reader->reading.statement, CLAIMS_COUNT);
}

static void read_speaker(struct reader *reader, struct claim *claim)
{
    claim->authority.id = read_text(reader, CLAIMS_AUTHORITY);
    claim->authority.name = read_text(reader, CLAIMS_AUTHORITY_NAME);
    claim->authority.kind = read_text(reader, CLAIMS_AUTHORITY_KIND);
    claim->authority.country = read_text(reader, CLAIMS_AUTHORITY_COUNTRY);
    claim->said_by = read_text(reader, CLAIMS_SAID_BY);
    claim->said_as = read_text(reader, CLAIMS_SAID_AS);
    claim->said_on = read_date(reader, CLAIMS_SAID_ON);
    claim->is_derived = sqlite3_column_int(reader->reading.statement, CLAIMS_DERIVED) != 0;
    claim->inference = read_text(reader, CLAIMS_INFERENCE);
    claim->printed = read_text(reader, CLAIMS_PRINTED);
    claim->reading = read_text(reader, CLAIMS_READING);
    claim->reading_reason = read_text(reader, CLAIMS_READING_REASON);
    claim->note = read_text(reader, CLAIMS_NOTE);
}

static struct claim *add_claim(struct reader *reader)
{
    struct claims *claims = reader->claims;
    struct claim *items = reading_grow(&reader->reading, claims->items, claims->count,
                                       &reader->room, FIRST_ROOM, sizeof(*claims->items));

    if (!items)
        return NULL;
    claims->items = items;
    struct claim *claim = &claims->items[claims->count++];
    *claim = (struct claim){.id = read_text(reader, CLAIMS_SLUG)};
    reader->citation_room = 0;
    read_subject(reader, claim);
    read_meaning(reader, claim);
    read_quantity(reader, claim);
    read_speaker(reader, claim);
    return claim;
}

static void add_citation(struct reader *reader, struct claim *claim)
{
    if (sqlite3_column_type(reader->reading.statement, CLAIMS_SOURCE) == SQLITE_NULL)
        return;
    const void *items = claim->citations;
    struct claim_citation *citations =
        reading_grow(&reader->reading, (void *)items, claim->citation_count, &reader->citation_room,
                     FEW_CITATIONS, sizeof(*citations));
    if (!citations)
        return;
    claim->citations = citations;
    citations[claim->citation_count++] = (struct claim_citation){
        .source = read_text(reader, CLAIMS_SOURCE),
        .locator = read_text(reader, CLAIMS_LOCATOR),
        .title = read_text(reader, CLAIMS_TITLE),
        .publisher = read_text(reader, CLAIMS_PUBLISHER),
        .published_on = read_date(reader, CLAIMS_PUBLISHED_ON),
        .url = read_text(reader, CLAIMS_URL),
        .language = read_text(reader, CLAIMS_LANGUAGE),
    };
}

static bool is_next(const struct reader *reader)
{
    const char *slug = (const char *)sqlite3_column_text(reader->reading.statement, CLAIMS_SLUG);
    const struct claims *claims = reader->claims;

    return slug && (claims->count == 0 || strcmp(claims->items[claims->count - 1].id, slug) != 0);
}

static void read_row(struct reader *reader)
{
    struct claim *claim;

    if (is_next(reader))
        claim = add_claim(reader);
    else
        claim = reader->claims->count ? &reader->claims->items[reader->claims->count - 1] : NULL;
    reader->reading.has_failed = reader->reading.has_failed || !claim;
    if (!reader->reading.has_failed)
        add_citation(reader, claim);
}

static enum db_status read_all(struct db *db, struct reader *reader)
{
    int code = SQLITE_ROW;

    while (!reader->reading.has_failed &&
           (code = sqlite3_step(reader->reading.statement)) == SQLITE_ROW)
        read_row(reader);
    if (reader->reading.has_failed)
        return message_set(&db->cause, DB_MEMORY, "no memory");
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading claims");
}

enum db_status db_claims(struct db *db, const char *a, const char *b, struct arena *arena,
                         struct claims *ret)
{
    struct claims claims = {0};
    struct reader reader = {
        .reading = {db->fixed[a ? DB_Q_CLAIMS_PAIR : DB_Q_CLAIMS_ALL], arena, false},
        .claims = &claims,
    };
    enum db_status status = DB_OK;

    if (a && (sqlite3_bind_text(reader.reading.statement, 1, a, -1, SQLITE_STATIC) != SQLITE_OK ||
              sqlite3_bind_text(reader.reading.statement, 2, b, -1, SQLITE_STATIC) != SQLITE_OK))
        status = cause_set(db, "binding a value");
    if (status == DB_OK)
        status = read_all(db, &reader);
    sqlite3_reset(reader.reading.statement);
    sqlite3_clear_bindings(reader.reading.statement);
    if (status == DB_OK)
        *ret = claims;
    return status;
}
