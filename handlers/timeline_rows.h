/* SPDX-License-Identifier: MIT */
/* timeline_rows: the entries of a timeline as the rows of a list. */
#ifndef ENTENTE_HANDLERS_TIMELINE_ROWS_H
#define ENTENTE_HANDLERS_TIMELINE_ROWS_H

struct arena;
struct buffer;
struct pair;
struct timeline;

/** Writes an array of objects, members as in model/resources/timeline.c, companions among them; it
 * ends when it is longer than LIST_MADE_MOST_BYTES. Return: 0, or -1: no memory. */
int timeline_rows_write(const struct timeline *timeline, const struct pair *pair,
                        struct arena *arena, struct buffer *out);

#endif
