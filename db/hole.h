/* SPDX-License-Identifier: MIT */
/* hole: the place in a kept text for what depends on the day: an agreement's members status,
 * status_reason and in_force, next to each other. A hole has what they are derived from, between
 * control characters, which JSON never has. db/ only. */
#ifndef ENTENTE_DB_HOLE_H
#define ENTENTE_DB_HOLE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

struct buffer;

/** Makes day_hole() known: it takes what status() does but the day. Return: a result code. */
int hole_register(sqlite3 *sqlite);

/** Whether @text has one. */
bool hole_is_in(const char *text, size_t length);

/** Adds @text to @ret with the members for @day (YYYY-MM-DD) in place of each hole. */
void hole_fill(const char *text, size_t length, const char *day, struct buffer *ret);

#endif
