/* SPDX-License-Identifier: MIT */
/* citation: the evidence for a claim, as JSON. */
#ifndef ENTENTE_HANDLERS_CITATION_H
#define ENTENTE_HANDLERS_CITATION_H

struct arena;
struct buffer;
struct cite;

/** Writes the whole answer: the schema claim_citation. @arena: for texts made on the way. */
void citation_write_json(const struct cite *cite, struct arena *arena, struct buffer *out);

#endif
