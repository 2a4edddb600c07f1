/* SPDX-License-Identifier: MIT */
/* check_rows: checks as the rows of a list. */
#ifndef ENTENTE_HANDLERS_CHECK_ROWS_H
#define ENTENTE_HANDLERS_CHECK_ROWS_H

struct arena;
struct audit;
struct buffer;

/** Writes an array of objects, members as in model/resources/checks.c, companions among them.
 * Return: 0, or -1: no memory. */
int check_rows_write(const struct audit *audit, struct arena *arena, struct buffer *out);

#endif
