/* SPDX-License-Identifier: MIT */
/* number: decimal numbers of a file, strictly and fast. */
#ifndef ENTENTE_DB_IMPORT_NUMBER_H
#define ENTENTE_DB_IMPORT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Reads `[+-]digits[.digits][e[+-]digits]`, and nothing else: no blanks, no hexadecimal, no inf or
 * nan, no separators of thousands. The nearest double.
 *
 * Return: false when @text is no such number, or none that is finite.
 */
bool number_read(const char *text, size_t length, double *ret);

/** A whole number of up to nine digits, with or without a minus. */
bool number_read_integer(const char *text, size_t length, int *ret);

#endif
