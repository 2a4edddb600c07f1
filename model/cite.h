/* SPDX-License-Identifier: MIT */
/* cite: a claim as evidence to paste into a text of one's own. */
#ifndef ENTENTE_MODEL_CITE_H
#define ENTENTE_MODEL_CITE_H

#include <stddef.h>
#include <stdint.h>

#include "model/bounds.h"

struct audit;
struct buffer;
struct claim;

struct cite {
    const struct claim *claim;
    const char *about;         /* title of the event or agreement that it is about; NULL: none */
    const struct audit *audit; /* has its checks; others may be among them */
    int64_t revision;          /* that it was read from */
};

/* How many checks came out how. */
struct cite_checks {
    size_t count[VERDICT_UNDECIDABLE + 1]; /* by verdict */
    size_t total;
};

struct cite_checks cite_count_checks(const struct cite *cite);

/** Writes what the figure is and who stands behind it, as a few sentences on one line. */
void cite_write_sentence(const struct cite *cite, struct buffer *out);

/** Writes that, its checks, and a line for each source and for the record: plain text in UTF-8. */
void cite_write_text(const struct cite *cite, struct buffer *out);

/**
 * Writes an array of CSL-JSON items, one for each source, with the figure in `note`.
 *
 * Nothing is made up: a source without a title has none, and as records do not say what kind of
 * document a source is, it is a webpage where it has an address, else a document.
 *
 * Source: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json
 */
void cite_write_csl(const struct cite *cite, struct buffer *out);

/**
 * Writes a BibTeX entry for each source: @misc, which is what every program knows of a text of
 * unknown kind. The first key is the claim's id, the second the source's, a colon between.
 *
 * Source: Oren Patashnik, BibTeXing (1988).
 */
void cite_write_bibtex(const struct cite *cite, struct buffer *out);

#endif
