/* SPDX-License-Identifier: MIT */
/* check_rows: checks as the rows of a list. */
#ifndef ENTENTE_HANDLERS_CHECK_ROWS_H
#define ENTENTE_HANDLERS_CHECK_ROWS_H

struct arena;
struct audit;
struct audit_finding;
struct buffer;
struct json_out;
struct query;

/** Writes what a check says as members of an object that is open. What finds no memory is null, and
 * the buffer has failed then. */
void check_rows_write_members(struct json_out *json, const struct audit_finding *finding,
                              struct arena *arena);

/**
 * Writes an array of objects, members as in model/resources/checks.c, companions among them; it
 * ends when it is longer than LIST_MADE_MOST_BYTES.
 *
 * @query  leaves out members that it does not need, and checks that its filters on words, claims
 * and periods leave out; NULL: all of all
 *
 * Return: 0, or -1: no memory.
 */
int check_rows_write(const struct audit *audit, const struct query *query, struct arena *arena,
                     struct buffer *out);

#endif
