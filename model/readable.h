/* SPDX-License-Identifier: MIT */
/* readable: figures in words, for people. */
#ifndef ENTENTE_MODEL_READABLE_H
#define ENTENTE_MODEL_READABLE_H

struct arena;
struct interval;
struct period;
struct quantity;

enum { READABLE_SIZE = 64 };

/** 1400000000 -> "1.4 billion", 60500 -> "60,500". Twelve digits at most. */
void readable_number(double value, char ret[READABLE_SIZE]);

/** "1.4 billion US dollars", "20.5 percent", "rank 3". @unit: one of words_unit; NULL: none. New
 * from @arena; NULL: no memory. */
const char *readable_amount(double value, const char *unit, struct arena *arena);

/** The same with the qualifier behind it: "2 billion US dollars (at least)". */
const char *readable_quantity(const struct quantity *quantity, const char *unit,
                              struct arena *arena);

/** "1.35 billion to 1.45 billion US dollars"; "at least 3", "at most 3" and "anything" where bounds
 * are missing. Six digits. New from @arena; NULL: no memory. */
const char *readable_interval(const struct interval *interval, const char *unit,
                              struct arena *arena);

/** "2022", "January to July 2024", "first half of 2024". New from @arena; NULL: no memory. */
const char *readable_period(const struct period *period, struct arena *arena);

#endif
