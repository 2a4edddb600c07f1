/* SPDX-License-Identifier: MIT */
/* date: days and partial dates, after EDTF (ISO 8601-2:2019, level 1 as far as Entente needs it).
 */
#ifndef ENTENTE_MODEL_DATE_H
#define ENTENTE_MODEL_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DATE_DAY_SIZE = 11,  /* "2024-08-21" and its NUL */
    DATE_TEXT_SIZE = 16, /* the longest partial date and its NUL */
};

/* The day that stands for "open": after every day that can be named. */
#define DATE_OPEN_DAY "9999-12-31"

/* A date as it is known, with the earliest and the latest day that it may mean. */
struct date {
    char text[DATE_TEXT_SIZE];
    char start[DATE_DAY_SIZE];
    char end[DATE_DAY_SIZE];
};

/**
 * Reads `2023`, `2023-05`, `2023-05-03`, each also with `~` behind it (about: one unit either way),
 * and `..` (open: both days are DATE_OPEN_DAY). Years 0001 to 9998, which "about" does not leave
 * either; days of the proleptic Gregorian calendar.
 *
 * @text  NUL-ended
 * @ret   set only on success
 *
 * Return: false when @text is none of these.
 */
bool date_parse(const char *text, struct date *ret);

/** Whether @text is one whole day, `2024-08-21`, of the calendar. */
bool date_is_day(const char *text);

/** Days from 1970-01-01 to the given day; month 1..12, day 1..31. */
int64_t date_to_number(int year, int month, int day);

/** The day @number days after 1970-01-01. */
void date_from_number(int64_t number, int *ret_year, int *ret_month, int *ret_day);

int date_month_length(int year, int month);

/** Writes a day of the years 0000 to 9999 as text. */
void date_write_day(char ret[DATE_DAY_SIZE], int year, int month, int day);

/** Today's day in UTC, as text. */
void date_today(char ret[DATE_DAY_SIZE]);

#endif
