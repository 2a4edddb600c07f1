/* SPDX-License-Identifier: MIT */
/* number: numbers as JSON and CSV have them. */
#ifndef ENTENTE_MODEL_NUMBER_H
#define ENTENTE_MODEL_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum { NUMBER_SIZE = 40 };

/** The shortest of 15 or 17 digits that gives the same double back; whole numbers without ".0".
 * @value is finite. Return: the length. */
size_t number_write(double value, char ret[NUMBER_SIZE]);

/** Return: the length. */
size_t number_write_integer(int64_t value, char ret[NUMBER_SIZE]);

#endif
