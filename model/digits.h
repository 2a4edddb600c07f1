/* SPDX-License-Identifier: MIT */
/* digits: whole numbers of a fixed width, as dates and periods are written with. */
#ifndef ENTENTE_MODEL_DIGITS_H
#define ENTENTE_MODEL_DIGITS_H

#include <stdbool.h>

/**
 * Reads exactly @count (1..9) decimal digits at *@cursor and moves it behind them.
 *
 * Return: false, with nothing changed, when fewer digits stand there.
 */
bool digits_read(const char **cursor, int count, int *ret);

/** Writes @value (0 or more) in exactly @count digits, without a NUL. Return: the place behind. */
char *digits_write(char *at, int value, int count);

/** Moves *@cursor over @c. False, with nothing changed, when another character stands there. */
bool digits_skip(const char **cursor, char c);

#endif
