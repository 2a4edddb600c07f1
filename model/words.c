/* SPDX-License-Identifier: MIT */
#include "model/words.h"

#include <string.h>

/* Longer words are never near one another; every word of ours is shorter. */
enum { MOST_LENGTH = WORDS_SEARCH_SIZE - 1 };

const char *const words_agreement_kind[] = {
    "treaty",      "trade_agreement", "agreement",   "memorandum", "programme",    "roadmap",
    "declaration", "joint_statement", "sister_city", "contract",   "deal_package", "other",
    NULL};
const char *const words_area_kind[] = {"country",  "former",  "group", "world",
                                       "residual", "unknown", NULL};
const char *const words_basis[] = {"reported", "reconciled", NULL};
const char *const words_binding[] = {"yes", "no", "unknown", NULL};
const char *const words_event_kind[] = {
    "business_forum", "investment_forum",   "state_visit", "official_visit",
    "meeting",        "commission_session", "other",       NULL};
const char *const words_flow[] = {"X",   "M",   "RX",  "RM",  "DX",       "FM",
                                  "MIP", "MOP", "XIP", "XOP", "domestic", NULL};
const char *const words_frequency[] = {"A", "S", "Q", "M", "P", NULL};
const char *const words_institution_kind[] = {
    "government", "ministry", "agency", "statistics_office",          "institute",
    "company",    "city",     "media",  "international_organisation", "other",
    NULL};
const char *const words_metric[] = {
    "turnover",     "exports", "imports",          "balance",    "growth",     "share",
    "partner_rank", "target",  "export_potential", "deal_value", "deal_count", "participants",
    "main_export",  NULL};
const char *const words_qualifier[] = {"exact",  "over",  "at_least", "about",
                                       "almost", "under", "at_most",  NULL};
const char *const words_record_kind[] = {"agreement", "claim",     "event", "institution",
                                         "source",    "statement", NULL};
const char *const words_seen[] = {"text", "facts_only", NULL};
const char *const words_series_unit[] = {"USD", "USD_2010", NULL};
const char *const words_status[] = {"signed", "in_force", "expired", "terminated", "unknown", NULL};
const char *const words_subject[] = {"pair", "direction", "country", "event", "agreement", NULL};
const char *const words_unit[] = {"USD", "percent", "rank", "deals", "people", "items", NULL};

const char *const words_verdict[] = {"consistent", "contradicts", "undecidable", NULL};

bool words_have(const char *const *words, const char *word)
{
    for (; *words; words++) {
        if (strcmp(*words, word) == 0)
            return true;
    }
    return false;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table of distances; two_up and up are the rows above it. Return: its least cell.
 */
static unsigned fill_row(const char *a, const char *b, size_t i, const unsigned *two_up,
                         const unsigned *up, unsigned *row)
{
    unsigned lowest = row[0] = (unsigned)i;

    for (size_t j = 1; b[j - 1]; j++) {
        const bool is_same = a[i - 1] == b[j - 1];
        const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];

        row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + (is_same ? 0 : 1));
        if (is_swap)
            row[j] = least(row[j], two_up[j - 2] + 1);
        lowest = least(lowest, row[j]);
    }
    return lowest;
}

/* Optimal string alignment: no letter that was swapped is edited again. */
unsigned words_distance(const char *a, const char *b, unsigned limit)
{
    unsigned rows[3][MOST_LENGTH + 1];
    const size_t a_length = strnlen(a, MOST_LENGTH + 1);
    const size_t b_length = strnlen(b, MOST_LENGTH + 1);
    const size_t gap = a_length > b_length ? a_length - b_length : b_length - a_length;

    if (a_length > MOST_LENGTH || b_length > MOST_LENGTH || gap > limit)
        return limit + 1;

    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        const unsigned lowest =
            fill_row(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);

        /* A swap looks two rows up, so one row above the limit is not yet the end. */
        if (lowest > limit + 1)
            return limit + 1;
    }
    return least(rows[a_length % 3][b_length], limit + 1);
}

/* @ret has MOST_LENGTH + 1 bytes. False when @text is too long. */
static bool to_lower(const char *text, char *ret)
{
    size_t i = 0;

    for (; i < MOST_LENGTH && text[i]; i++)
        ret[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    ret[i] = '\0';
    return text[i] == '\0';
}

static size_t common_prefix(const char *a, const char *b)
{
    size_t length = 0;

    while (a[length] && a[length] == b[length])
        length++;
    return length;
}

/* The beginning of a word, typed by somebody who does not know the rest, is as near as the limit.
 */
static unsigned find_distance(const struct words_search *search, const char *word)
{
    const size_t length = strlen(search->given);
    const unsigned limit = least(search->limit, search->best.distance);
    const unsigned distance = words_distance(search->given, word, limit);

    if (distance > search->limit && length >= 3 && strncmp(search->given, word, length) == 0)
        return search->limit;
    return distance;
}

void words_search_begin(struct words_search *search, const char *given)
{
    *search = (struct words_search){.is_too_long = false};
    search->is_too_long = !to_lower(given, search->given);
    search->limit = (unsigned)(strlen(search->given) / 3);
    search->best.distance = search->limit + 1;
}

/* Fewer edits, then more letters alike at the start, then fewer letters. */
static bool is_nearer(const struct words_likeness *a, const struct words_likeness *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (a->prefix != b->prefix)
        return a->prefix > b->prefix;
    return a->length < b->length;
}

bool words_search_offer(struct words_search *search, const char *word)
{
    char offered[WORDS_SEARCH_SIZE];

    if (search->is_too_long || !to_lower(word, offered))
        return false;

    const struct words_likeness likeness = {
        .distance = find_distance(search, offered),
        .prefix = common_prefix(search->given, offered),
        .length = strlen(offered),
    };
    if (likeness.distance > search->limit || !is_nearer(&likeness, &search->best))
        return false;
    search->best = likeness;
    return true;
}

const char *words_nearest(const char *const *words, const char *given)
{
    struct words_search search;
    const char *nearest = NULL;

    words_search_begin(&search, given);
    for (; *words; words++) {
        if (words_search_offer(&search, *words))
            nearest = *words;
    }
    return nearest;
}
