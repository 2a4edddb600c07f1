/* SPDX-License-Identifier: MIT */
/* area: everything a record can point at as a place, and the names people call it by. */
#ifndef ENTENTE_MODEL_AREA_H
#define ENTENTE_MODEL_AREA_H

#include <stdbool.h>
#include <stddef.h>

enum area_kind { AREA_COUNTRY, AREA_FORMER, AREA_GROUP, AREA_WORLD, AREA_RESIDUAL };

/* Members are NULL or -1 where there is none. */
struct area {
    const char *code; /* identity: ISO 3166-1 alpha-3; ISO 3166-3 alpha-4 for former states; W00,
                         EUN, _X for others */
    enum area_kind kind;
    const char *alpha2;
    int m49;          /* UN M49 number */
    int comtrade;     /* UN Comtrade's number where it is not the M49 one (842 USA) */
    const char *name; /* as people say it: common name where ISO 3166 is formal ("South Korea") */
    const char *iso_name;      /* ISO 3166 short name ("Korea, Republic of") */
    const char *official_name; /* ("Republic of Kazakhstan") */
};

/* The two different countries of a pair, in alphabetical order of their codes. */
struct pair {
    char text[8]; /* KAZ-TJK */
    const struct area *a;
    const struct area *b;
};

/** All areas that the program knows, in order of code. */
const struct area *area_all(size_t *ret_count);

/** The word for a kind: `country` … */
const char *area_kind_word(enum area_kind kind);

/**
 * Finds an area by identity, alpha-2, M49 or Comtrade number (leading zeros or not), or any of its
 * English names; case, accents and blanks at either end do not matter.
 *
 * Return: borrowed, valid for ever; NULL when nothing has that name.
 */
const struct area *area_find(const char *text);

/** The area whose code or name is spelled most like @text; NULL when nothing is near. */
const struct area *area_nearest(const char *text);

enum pair_result {
    PAIR_CANONICAL, /* as it should be written */
    PAIR_OTHERWISE, /* understood, but to be written as ret->text */
    PAIR_SAME,      /* one country twice */
    PAIR_UNKNOWN,   /* one side is no country; @ret_unknown says which text */
    PAIR_MALFORMED, /* not TWO-PARTS */
};

/** Reads `KAZ-TJK`, `tj-kz`, `398-762`, `Kazakhstan-Tajikistan`. Countries only. @ret is set for
 * the first two. */
enum pair_result pair_parse(const char *text, struct pair *ret, char ret_unknown[64]);

#endif
