/* SPDX-License-Identifier: MIT */
/* target_rows: targets as the rows of a list. */
#ifndef ENTENTE_HANDLERS_TARGET_ROWS_H
#define ENTENTE_HANDLERS_TARGET_ROWS_H

struct arena;
struct buffer;
struct claims;

/**
 * Writes an array of objects, members as in model/resources/targets.c, companions among them.
 *
 * @claims  those that concern the countries of the pair
 * @pair    only targets of this pair
 * @day     YYYY-MM-DD: what became of them by then
 *
 * Return: 0, or -1: no memory.
 */
int target_rows_write(const struct claims *claims, const char *pair, const char *day,
                      struct arena *arena, struct buffer *out);

#endif
