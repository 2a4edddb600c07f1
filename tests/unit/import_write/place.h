/* SPDX-License-Identifier: MIT */
/* place: a folder of the test's own, with a database and files to import in it. */
#ifndef ENTENTE_TESTS_UNIT_IMPORT_WRITE_PLACE_H
#define ENTENTE_TESTS_UNIT_IMPORT_WRITE_PLACE_H

#include <stdint.h>
#include <stdio.h>

#include "db/import.h"

enum { PLACE_PATH_SIZE = 256 };

/* Columns of the lines that place_write() takes. */
#define PLACE_HEADER                                                                               \
    "freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,partner2Code,"   \
    "customsCode,motCode,qtyUnitCode,qty,netWgt,cifvalue,fobvalue,primaryValue\n"

/* Makes the folder, and a database with the shipped records; for checked fixtures. */
void place_set_up(void);
void place_tear_down(void);

/** @name inside the folder; one of four buffers, in turn. */
const char *place_path(const char *name);

/** Writes a file with the header above and @lines behind it. */
void place_write(const char *name, const char *lines);

/** The same with @text alone. */
void place_write_bare(const char *name, const char *text);

/** Imports a file of the folder, as Comtrade's CSV unless @options say another format. */
enum db_status place_import(const char *name, const struct import_options *options);

/** What the last import said. */
extern struct import_summary place_summary;
extern struct db_message place_message;

/** The only number that @sql answers; -1 for none. */
int64_t place_ask(const char *sql);

/** All rows of @sql: values with | between them, rows with a line break; borrowed until the next
 * call. */
const char *place_read(const char *sql);

/** Text of a file of the folder; borrowed until the next call. */
const char *place_cat(const char *name);

/** How many names the folder has. */
int place_count_files(void);

#endif
