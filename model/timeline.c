/* SPDX-License-Identifier: MIT */
#include "model/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "model/arena.h"
#include "model/buffer.h"
#include "model/claim.h"
#include "model/figure.h"
#include "model/figure_id.h"
#include "model/readable.h"

enum { FIRST_ROOM = 64 };

const char *const words_timeline_kind[] = {"event",  "event_end",   "signing", "entry_into_force",
                                           "expiry", "termination", "target",  "deadline",
                                           "figure", NULL};

/* Adding goes on when memory runs out, and fails at the end. */
struct maker {
    struct arena *arena;
    struct timeline timeline;
    size_t room;
    bool has_failed;
};

static void *no_memory(struct maker *maker)
{
    maker->has_failed = true;
    return NULL;
}

static const char *checked(struct maker *maker, const char *text)
{
    return text ? text : no_memory(maker);
}

static bool make_room(struct maker *maker)
{
    struct timeline *timeline = &maker->timeline;
    const size_t more = maker->room ? 2 * maker->room : FIRST_ROOM;

    if (timeline->count < maker->room)
        return true;
    struct timeline_entry *grown = arena_alloc(maker->arena, more * sizeof(*grown));
    if (!grown)
        return no_memory(maker) != NULL;
    if (timeline->count)
        memcpy(grown, timeline->entries, timeline->count * sizeof(*grown));
    timeline->entries = grown;
    maker->room = more;
    return true;
}

/* An entry without a title is one that memory ran out for. */
static void add(struct maker *maker, const struct timeline_entry *entry)
{
    if (!entry->id || !entry->title)
        maker->has_failed = true;
    else if (make_room(maker))
        maker->timeline.entries[maker->timeline.count++] = *entry;
}

/* ---- agreements and events ---- */

static const char *const beginnings[TIMELINE_KIND_COUNT] = {
    [TIMELINE_EVENT] = "Event",     [TIMELINE_EVENT_END] = "End of the event",
    [TIMELINE_SIGNING] = "Signing", [TIMELINE_ENTRY_INTO_FORCE] = "Entry into force",
    [TIMELINE_EXPIRY] = "Expiry",   [TIMELINE_TERMINATION] = "Termination",
};

static bool is_open(const struct date *date)
{
    return strcmp(date->start, DATE_OPEN_DAY) == 0;
}

static void add_of_record(struct maker *maker, const struct timeline_record *record,
                          enum timeline_kind kind, const struct date *date,
                          const struct timeline_party *party)
{
    const char *word = words_timeline_kind[kind];
    const char *title = beginnings[kind];
    struct timeline_entry entry = {
        .kind = kind,
        .date = date,
        .record_kind = record->kind,
        .record = record->id,
        .party = party,
        .source = record->source,
        .locator = record->locator,
    };

    if (party) {
        entry.id = arena_format(maker->arena, "%s:%s:%s", word, record->id, party->id);
        entry.title = arena_format(maker->arena, "%s for %s: %s", title,
                                   party->name ? party->name : party->id, record->title);
    } else {
        entry.id = arena_format(maker->arena, "%s:%s", word, record->id);
        entry.title = arena_format(maker->arena, "%s: %s", title, record->title);
    }
    if (!date)
        entry.reason = "No date of it is recorded.";
    add(maker, &entry);
}

static const struct date *date_of(const struct timeline_dates *dates, enum timeline_kind kind)
{
    switch (kind) {
    case TIMELINE_SIGNING:
        return dates->signed_on;
    case TIMELINE_ENTRY_INTO_FORCE:
        return dates->in_force_from;
    case TIMELINE_EXPIRY:
        return dates->in_force_until;
    case TIMELINE_EVENT:
    case TIMELINE_EVENT_END:
    case TIMELINE_TERMINATION:
    case TIMELINE_TARGET:
    case TIMELINE_DEADLINE:
    case TIMELINE_FIGURE:
    case TIMELINE_KIND_COUNT:
        break;
    }
    return NULL;
}

/* What has no end does not expire. */
static bool is_dated(const struct date *date)
{
    return date && !is_open(date);
}

static bool is_same(const struct date *a, const struct date *b)
{
    return a && b && strcmp(a->text, b->text) == 0;
}

static void add_own(struct maker *maker, const struct timeline_record *record,
                    enum timeline_kind kind)
{
    const struct date *own = date_of(&record->dates, kind);

    if (is_dated(own))
        add_of_record(maker, record, kind, own, NULL);
    for (size_t i = 0; i < record->party_count; i++) {
        const struct timeline_party *party = &record->parties[i];
        const struct date *date = date_of(&party->dates, kind);
        if (is_dated(date) && !is_same(date, own))
            add_of_record(maker, record, kind, date, party);
    }
}

static void add_agreement(struct maker *maker, const struct timeline_record *record)
{
    const size_t before = maker->timeline.count;

    for (enum timeline_kind kind = TIMELINE_SIGNING; kind <= TIMELINE_EXPIRY; kind++)
        add_own(maker, record, kind);
    if (is_dated(record->terminated_on))
        add_of_record(maker, record, TIMELINE_TERMINATION, record->terminated_on, NULL);
    if (maker->timeline.count == before)
        add_of_record(maker, record, TIMELINE_SIGNING, NULL, NULL);
}

static void add_event(struct maker *maker, const struct timeline_record *record)
{
    if (record->starts_on || !record->ends_on)
        add_of_record(maker, record, TIMELINE_EVENT, record->starts_on, NULL);
    if (record->ends_on && !is_same(record->starts_on, record->ends_on))
        add_of_record(maker, record, TIMELINE_EVENT_END, record->ends_on, NULL);
}

static void add_record(struct maker *maker, const struct timeline_record *record)
{
    if (strcmp(record->kind, "event") == 0)
        add_event(maker, record);
    else
        add_agreement(maker, record);
}

/* ---- titles of claims ---- */

static const char *name_of(const struct claim *claim, const char *code)
{
    const char *name = claim_text_is(code, claim->a) ? claim->a_name : claim->b_name;

    return name ? name : code;
}

/* A part of a title with words around it; nothing where it is not known. */
static void put(struct buffer *out, const char *before, const char *text, const char *behind)
{
    if (!text)
        return;
    buffer_add_text(out, before);
    for (; *text; text++)
        buffer_add_char(out, *text == '_' ? ' ' : *text);
    buffer_add_text(out, behind);
}

/* "growth of exports from Kazakhstan to Tajikistan" */
static void put_measured(struct buffer *out, const struct claim *claim)
{
    const bool is_target = strcmp(claim->metric, "target") == 0;

    if (!is_target)
        put(out, "", claim->metric, "");
    put(out, is_target ? "" : " of ", claim->of, "");
    if (is_target && !claim->of)
        buffer_add_text(out, "a figure");
    if (!claim->from || !claim->to)
        return;
    put(out, " from ", name_of(claim, claim->from), "");
    put(out, " to ", name_of(claim, claim->to), "");
}

static void put_limits(struct buffer *out, const struct claim *claim)
{
    put(out, "; goods: HS ", claim->commodity, "");
    put(out, "; sector: ", claim->sector, "");
    put(out, "; only: ", claim->scope, "");
}

static void put_amount(struct maker *maker, struct buffer *out, const struct claim *claim)
{
    const char *amount =
        claim->has_quantity
            ? checked(maker, readable_quantity(&claim->quantity, claim->unit, maker->arena))
            : "not given as a number";

    buffer_add_text(out, ": ");
    buffer_add_text(out, amount ? amount : "");
}

/* Hands over the title, its first letter a capital. NULL: no memory. */
static const char *take_title(struct maker *maker, struct buffer *out)
{
    char *title = buffer_failed(out) ? NULL : arena_copy(maker->arena, out->data, out->length);

    buffer_fini(out);
    if (title && title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    return title;
}

static const char *make_target_title(struct maker *maker, const struct claim *claim,
                                     const char *before)
{
    struct buffer title;

    buffer_init(&title);
    buffer_add_text(&title, before);
    put_measured(&title, claim);
    put_amount(maker, &title, claim);
    put(&title, ", by ", claim->deadline ? claim->deadline->text : NULL, "");
    put_limits(&title, claim);
    return take_title(maker, &title);
}

static const char *make_figure_title(struct maker *maker, const struct claim *claim)
{
    struct arena *arena = maker->arena;
    struct buffer title;

    buffer_init(&title);
    put_measured(&title, claim);
    put(&title, " ", checked(maker, readable_period(claim->period, arena)), "");
    if (claim->base_period)
        put(&title, " against ", checked(maker, readable_period(claim->base_period, arena)), "");
    put_amount(maker, &title, claim);
    put_limits(&title, claim);
    return take_title(maker, &title);
}

/* ---- claims ---- */

static void add_of_claim(struct maker *maker, const struct claim *claim,
                         struct timeline_entry *entry)
{
    const struct claim_citation *citation = claim->citation_count ? &claim->citations[0] : NULL;

    entry->record_kind = "claim";
    entry->record = claim->id;
    entry->claim = claim;
    entry->source = citation ? citation->source : NULL;
    entry->locator = citation ? citation->locator : NULL;
    add(maker, entry);
}

static void add_target(struct maker *maker, const struct claim *claim)
{
    struct timeline_entry stated = {
        .kind = TIMELINE_TARGET,
        .id = arena_format(maker->arena, "target:%s", claim->id),
        .title = make_target_title(maker, claim, "Target for "),
        .date = claim_date(claim),
    };

    if (!stated.date)
        stated.reason = "Neither the day it was stated nor that of its source is recorded.";
    else if (!claim->said_on)
        stated.reason = "The day its source was published stands for the day it was stated.";
    add_of_claim(maker, claim, &stated);
    if (!claim->deadline || is_open(claim->deadline))
        return;
    struct timeline_entry deadline = {
        .kind = TIMELINE_DEADLINE,
        .id = arena_format(maker->arena, "deadline:%s", claim->id),
        .title = make_target_title(maker, claim, "Deadline of the target for "),
        .date = claim->deadline,
    };
    add_of_claim(maker, claim, &deadline);
}

/* What the figure is of, so that it stays the same whichever claim answers. */
static const char *make_figure_id(struct maker *maker, const struct claim *claim)
{
    struct buffer id;
    const char *text = NULL;

    buffer_init(&id);
    buffer_add_text(&id, "figure:");
    figure_id_write(claim, &id);
    if (!buffer_failed(&id))
        text = arena_copy(maker->arena, id.data, id.length);
    buffer_fini(&id);
    return text;
}

static void add_figure(struct maker *maker, const struct claim *const *claims, size_t count)
{
    const struct figure figure = {.claims = claims, .claim_count = count};
    const struct claim *claim = figure_resolve(&figure, FIGURE_OFFICIAL).claim;
    struct date *end = claim ? arena_alloc(maker->arena, sizeof(*end)) : NULL;

    if (!claim)
        return;
    if (!end || !date_parse(claim->period->end, end)) {
        maker->has_failed = true;
        return;
    }
    struct timeline_entry entry = {
        .kind = TIMELINE_FIGURE,
        .id = make_figure_id(maker, claim),
        .title = make_figure_title(maker, claim),
        .date = end,
    };
    add_of_claim(maker, claim, &entry);
}

static bool is_figure(const struct claim *claim)
{
    static const char *const metrics[] = {"turnover", "exports", "imports", "growth"};

    if (!claim->has_quantity || !claim->period)
        return false;
    for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
        if (strcmp(claim->metric, metrics[i]) == 0)
            return true;
    }
    return false;
}

static int compare(const void *a, const void *b)
{
    const struct claim *left = *(const struct claim *const *)a;
    const struct claim *right = *(const struct claim *const *)b;
    const int order = claim_compare_figure(left, right);

    return order ? order : figure_compare(a, b);
}

/* @claims: sorted, each figure's together. */
static void add_figures(struct maker *maker, const struct claim *const *claims, size_t count)
{
    size_t same;

    for (size_t i = 0; i < count; i += same) {
        same = 1;
        while (i + same < count && claim_compare_figure(claims[i], claims[i + same]) == 0)
            same++;
        add_figure(maker, claims + i, same);
    }
}

static void add_claims(struct maker *maker, const struct claims *claims, const char *pair)
{
    const struct claim **figures = arena_alloc(maker->arena, (claims->count + 1) * sizeof(void *));
    size_t count = 0;

    if (!figures) {
        maker->has_failed = true;
        return;
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (!claim_text_is(claim->pair, pair))
            continue;
        if (strcmp(claim->metric, "target") == 0)
            add_target(maker, claim);
        else if (is_figure(claim))
            figures[count++] = claim;
    }
    qsort(figures, count, sizeof(void *), compare);
    add_figures(maker, figures, count);
}

bool timeline_make(const struct timeline_records *records, const struct claims *claims,
                   const char *pair, struct arena *arena, struct timeline *ret)
{
    struct maker maker = {.arena = arena};

    for (size_t i = 0; i < records->count; i++)
        add_record(&maker, &records->items[i]);
    add_claims(&maker, claims, pair);
    if (maker.has_failed)
        return false;
    *ret = maker.timeline;
    return true;
}
