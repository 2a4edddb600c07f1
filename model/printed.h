/* SPDX-License-Identifier: MIT */
/* printed: what texts print, read as far as a machine can: numbers with words of scale, lists of
 * goods. */
#ifndef ENTENTE_MODEL_PRINTED_H
#define ENTENTE_MODEL_PRINTED_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Reads the first number of @text, with commas between thousands, and the word of scale right
 * behind it: "almost $777" is 777, "134.7 bln" 134,700,000,000.
 *
 * @ret  set only on success
 *
 * Return: false when there is no number.
 */
bool printed_number(const char *text, double *ret);

/**
 * Finds the next name in a list with commas, semicolons or "and" between: "textiles, fruit and
 * vegetables".
 *
 * @ret_name, @ret_length  the name, inside @text
 *
 * Return: what follows it; NULL when there is none any more.
 */
const char *printed_next_name(const char *text, const char **ret_name, size_t *ret_length);

/** Whether the list @text has the name, upper and lower case alike. */
bool printed_names(const char *text, const char *name, size_t length);

#endif
