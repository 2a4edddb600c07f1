/* SPDX-License-Identifier: MIT */
/* row: an observation between its file and the database, whatever format it came in. */
#ifndef ENTENTE_DB_IMPORT_ROW_H
#define ENTENTE_DB_IMPORT_ROW_H

#include <stdint.h>

enum { ROW_CODE_SIZE = 16, ROW_AREA_SIZE = 24, ROW_UNIT_SIZE = 16, ROW_PERIOD_SIZE = 24 };

enum row_flag {
    ROW_ESTIMATED_QUANTITY = 1,
    ROW_ESTIMATED_NET_WEIGHT = 2,
    ROW_AGGREGATE = 4,
    ROW_NOT_AS_REPORTED = 8,
};

/*
 * Codes as Entente writes them; every text NUL-ended, zero behind its end. Areas are codes of
 * model/area.h, or, when it knows none, the file's own code: then the writer makes an area of kind
 * `unknown` and keeps its name.
 */
struct row {
    uint64_t line; /* where it begins in the file, from 1; in a JSON array: which record it is */
    char reporter[ROW_AREA_SIZE];
    char partner[ROW_AREA_SIZE];
    char partner2[ROW_AREA_SIZE]; /* W00 where the file has none */
    char flow[ROW_CODE_SIZE];
    char period[ROW_PERIOD_SIZE]; /* canonical (model/period.h) */
    char classification[ROW_CODE_SIZE];
    char commodity[ROW_CODE_SIZE];     /* TOTAL: all goods */
    char customs[ROW_CODE_SIZE];       /* C00 where the file has none */
    char quantity_unit[ROW_UNIT_SIZE]; /* "" for none */
    int32_t transport;                 /* 0: all modes */
    uint32_t flags;
    double value; /* NAN: missing, here and below */
    double cif;
    double fob;
    double net_weight; /* kg */
    double quantity;
    /* Of Entente's own formats; "" else. */
    char series[88];
    char dataset[88];
    char basis[ROW_CODE_SIZE];
    char unit[ROW_CODE_SIZE]; /* of the figures */
};

#endif
