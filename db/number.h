/* SPDX-License-Identifier: MIT */
/* number: numbers as JSON and CSV have them. db/ only. */
#ifndef ENTENTE_DB_NUMBER_H
#define ENTENTE_DB_NUMBER_H

enum { NUMBER_SIZE = 40 };

/** The shortest of 15 or 17 digits that gives the same double back; whole numbers without ".0".
 * @value is finite. */
void number_write(double value, char ret[NUMBER_SIZE]);

#endif
