/* SPDX-License-Identifier: MIT */
/* collect: what the reader hands over, as lines of text that a test can compare. */
#ifndef ENTENTE_TESTS_UNIT_IMPORT_READ_COLLECT_H
#define ENTENTE_TESTS_UNIT_IMPORT_READ_COLLECT_H

#include <stddef.h>

#include "db/import/reader.h"
#include "model/buffer.h"

struct collected {
    enum db_status status;
    struct db_message message;
    struct reader_result result;
    struct buffer lines; /* rows, agreements, goods and names of areas, in order */
    struct buffer faults;
    double total;
};

/** Reads a file; rows that cannot be read are passed over. End it with collect_fini(). */
void collect_file(const char *path, const char *format, struct collected *ret);

/** Reads bytes as a file. */
void collect_bytes(const void *bytes, size_t length, const char *format, struct collected *ret);

/** Reads bytes as a file packed by gzip, of which the last @cut bytes are missing. */
void collect_packed(const void *bytes, size_t length, size_t cut, struct collected *ret);

void collect_fini(struct collected *collected);

/** What was added to a buffer so far, NUL-ended. */
const char *collect_text(struct buffer *buffer);

#endif
