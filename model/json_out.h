/* SPDX-License-Identifier: MIT */
/* json_out: JSON text, member by member, into a buffer; the commas come by themselves. */
#ifndef ENTENTE_MODEL_JSON_OUT_H
#define ENTENTE_MODEL_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct interval;

/* Writes go on after a failure; ask buffer_failed(@out) at the end. */
struct json_out {
    struct buffer *out; /* borrowed */
    bool has_before;    /* something stands before the next member in the same brackets */
};

/* @name: the member's name, in ASCII without anything that JSON escapes; NULL inside an array. */

/** @bracket: { or [ */
void json_out_begin(struct json_out *json, const char *name, char bracket);

/** @bracket: } or ] */
void json_out_end(struct json_out *json, char bracket);

/** What was written into @part as JSON, as a text; @part is emptied for the next one. */
void json_out_quoted(struct json_out *json, const char *name, struct buffer *part);

/** NULL is null. @text is valid UTF-8. */
void json_out_text(struct json_out *json, const char *name, const char *text);

/** What is not finite is null. */
void json_out_number(struct json_out *json, const char *name, double value);
void json_out_integer(struct json_out *json, const char *name, int64_t value);
void json_out_boolean(struct json_out *json, const char *name, bool value);
void json_out_null(struct json_out *json, const char *name);

/** With 12 digits, which is what calculating leaves. */
void json_out_calculated(struct json_out *json, const char *name, double value);

/** Two members for the ends of @interval, calculated; null where there is no bound. */
void json_out_interval(struct json_out *json, const char *low, const char *high,
                       const struct interval *interval);

#endif
