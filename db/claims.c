/* SPDX-License-Identifier: MIT */
/* claims: figures out of the database, as the rules of model/ want them. */
#include "db/claims.h"

#include <string.h>

#include "db/private.h"
#include "model/arena.h"
#include "model/claim.h"

enum { FIRST_ROOM = 64, FEW_CITATIONS = 4 };

/* Reading goes on when memory runs out, and fails at the end. */
struct reader {
    sqlite3_stmt *statement;
    struct arena *arena;
    struct claims *claims;
    size_t room;
    size_t citation_room;
    bool has_failed;
};

static void *take(struct reader *reader, size_t size)
{
    void *memory = arena_alloc(reader->arena, size);

    reader->has_failed = reader->has_failed || !memory;
    return memory;
}

static const char *read_text(struct reader *reader, int column)
{
    if (sqlite3_column_type(reader->statement, column) == SQLITE_NULL)
        return NULL;
    const char *text = (const char *)sqlite3_column_text(reader->statement, column);
    const char *copy = text ? arena_copy(reader->arena, text,
                                         (size_t)sqlite3_column_bytes(reader->statement, column))
                            : NULL;
    reader->has_failed = reader->has_failed || !copy;
    return copy;
}

static const struct period *read_period(struct reader *reader, int column)
{
    const char *text = read_text(reader, column);
    struct period *period = text ? take(reader, sizeof(*period)) : NULL;

    return period && period_parse(text, period) ? period : NULL;
}

static const struct date *read_date(struct reader *reader, int column)
{
    const char *text = read_text(reader, column);
    struct date *date = text ? take(reader, sizeof(*date)) : NULL;

    return date && date_parse(text, date) ? date : NULL;
}

static void read_quantity(struct reader *reader, struct claim *claim)
{
    const char *qualifier = read_text(reader, CLAIMS_QUALIFIER);

    claim->unit = read_text(reader, CLAIMS_UNIT);
    if (sqlite3_column_type(reader->statement, CLAIMS_VALUE) == SQLITE_NULL || !qualifier ||
        !qualifier_parse(qualifier, &claim->quantity.qualifier))
        return;
    claim->has_quantity = true;
    claim->quantity.value = sqlite3_column_double(reader->statement, CLAIMS_VALUE);
    claim->quantity.precision = sqlite3_column_double(reader->statement, CLAIMS_PRECISION);
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
        claim->pair = arena_format(reader->arena, "%s-%s", claim->a, claim->b);
        reader->has_failed = reader->has_failed || !claim->pair;
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
    claim->count = sqlite3_column_int64(reader->statement, CLAIMS_COUNT);
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
    claim->is_derived = sqlite3_column_int(reader->statement, CLAIMS_DERIVED) != 0;
    claim->inference = read_text(reader, CLAIMS_INFERENCE);
    claim->printed = read_text(reader, CLAIMS_PRINTED);
    claim->reading = read_text(reader, CLAIMS_READING);
    claim->reading_reason = read_text(reader, CLAIMS_READING_REASON);
    claim->note = read_text(reader, CLAIMS_NOTE);
}

/* Twice the room for what an array holds when it is full. Return: the array; NULL: no memory. */
static void *grow(struct reader *reader, void *items, size_t count, size_t *room, size_t first,
                  size_t size)
{
    if (count < *room)
        return items;
    const size_t more = *room ? 2 * *room : first;
    void *grown = take(reader, more * size);

    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * size);
    *room = more;
    return grown;
}

static struct claim *add_claim(struct reader *reader)
{
    struct claims *claims = reader->claims;
    struct claim *items = grow(reader, claims->items, claims->count, &reader->room, FIRST_ROOM,
                               sizeof(*claims->items));

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
    if (sqlite3_column_type(reader->statement, CLAIMS_SOURCE) == SQLITE_NULL)
        return;
    const void *items = claim->citations;
    struct claim_citation *citations =
        grow(reader, (void *)items, claim->citation_count, &reader->citation_room, FEW_CITATIONS,
             sizeof(*citations));
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
    const char *slug = (const char *)sqlite3_column_text(reader->statement, CLAIMS_SLUG);
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
    reader->has_failed = reader->has_failed || !claim;
    if (!reader->has_failed)
        add_citation(reader, claim);
}

static enum db_status read_all(struct db *db, struct reader *reader)
{
    int code = SQLITE_ROW;

    while (!reader->has_failed && (code = sqlite3_step(reader->statement)) == SQLITE_ROW)
        read_row(reader);
    if (reader->has_failed)
        return message_set(&db->cause, DB_MEMORY, "no memory");
    return code == SQLITE_DONE ? DB_OK : cause_set(db, "reading claims");
}

enum db_status db_claims(struct db *db, const char *a, const char *b, struct arena *arena,
                         struct claims *ret)
{
    struct claims claims = {0};
    struct reader reader = {
        .statement = db->fixed[a ? DB_Q_CLAIMS_PAIR : DB_Q_CLAIMS_ALL],
        .arena = arena,
        .claims = &claims,
    };
    enum db_status status = DB_OK;

    if (a && (sqlite3_bind_text(reader.statement, 1, a, -1, SQLITE_STATIC) != SQLITE_OK ||
              sqlite3_bind_text(reader.statement, 2, b, -1, SQLITE_STATIC) != SQLITE_OK))
        status = cause_set(db, "binding a value");
    if (status == DB_OK)
        status = read_all(db, &reader);
    sqlite3_reset(reader.statement);
    sqlite3_clear_bindings(reader.statement);
    if (status == DB_OK)
        *ret = claims;
    return status;
}
