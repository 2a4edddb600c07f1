/* SPDX-License-Identifier: MIT */
/* words: lists of the words that a member may have, and the one that somebody probably meant. */
#ifndef ENTENTE_MODEL_WORDS_H
#define ENTENTE_MODEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* NULL-ended. The field's own terms: docs/records.md. */
extern const char *const words_agreement_kind[];
extern const char *const words_area_kind[];
extern const char *const words_basis[];
extern const char *const words_binding[];
extern const char *const words_check_kind[];
extern const char *const words_check_reason[];
extern const char *const words_event_kind[];
extern const char *const words_flow[];
extern const char *const words_frequency[];
extern const char *const words_institution_kind[];
extern const char *const words_metric[];
extern const char *const words_qualifier[];
extern const char *const words_record_kind[];
extern const char *const words_relation[];
extern const char *const words_seen[];
extern const char *const words_series_unit[];
extern const char *const words_status[];
extern const char *const words_subject[];
extern const char *const words_unit[];
extern const char *const words_verdict[];

bool words_have(const char *const *words, const char *word);

/** Edits (insert, delete, replace, swap of neighbours) from @a to @b; more than @limit counts as
 * @limit + 1, and so does any distance of words longer than 127 bytes. */
unsigned words_distance(const char *a, const char *b, unsigned limit);

/** The word of @words spelled most like @given, case ignored; NULL when none is near: within a
 * third of its length, or begun with @given (three letters at least). */
const char *words_nearest(const char *const *words, const char *given);

enum { WORDS_SEARCH_SIZE = 128 };

struct words_likeness {
    unsigned distance;
    size_t prefix; /* letters alike at the start */
    size_t length; /* of the word offered */
};

/* words_nearest() for words that do not stand in one list: the best of those offered so far. */
struct words_search {
    char given[WORDS_SEARCH_SIZE]; /* in small letters */
    bool is_too_long;              /* then nothing is near */
    unsigned limit;
    struct words_likeness best;
};

void words_search_begin(struct words_search *search, const char *given);

/** Whether @word is near, and nearer than every word offered before. */
bool words_search_offer(struct words_search *search, const char *word);

#endif
