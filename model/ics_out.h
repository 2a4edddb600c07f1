/* SPDX-License-Identifier: MIT */
/* ics_out: content lines of a calendar (RFC 5545) into a buffer. */
#ifndef ENTENTE_MODEL_ICS_OUT_H
#define ENTENTE_MODEL_ICS_OUT_H

#include <stddef.h>

struct buffer;

enum { ICS_LINE_OCTETS = 75 }; /* RFC 5545, 3.1: longest line, its end not counted */

/**
 * Adds `NAME:text` with its CRLF, folded where it is longer than a line.
 *
 * @name  with parameters: `DTSTART;VALUE=DATE`
 * @text  valid UTF-8 of the type TEXT: commas, semicolons, backslashes and line breaks are escaped,
 *        other control characters but tabs are left out
 */
void ics_out_text(struct buffer *out, const char *name, const char *text);

/** The same with a value that is written as it is. */
void ics_out_value(struct buffer *out, const char *name, const char *value);

#endif
