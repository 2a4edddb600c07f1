/* SPDX-License-Identifier: MIT */
/* input: a file or standard input as a window of bytes that moves on; gzip is unpacked, and what
 * lies on disk is hashed. */
#ifndef ENTENTE_DB_IMPORT_INPUT_H
#define ENTENTE_DB_IMPORT_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nettle/sha2.h>
#include <zlib.h>

#include "db/db.h"

enum {
    INPUT_CHUNK_BYTES = 128 * 1024,
    INPUT_MOST_ROW_BYTES = 1024 * 1024, /* a longer row is a mistake */
    INPUT_WINDOW_BYTES = INPUT_MOST_ROW_BYTES + INPUT_CHUNK_BYTES,
    INPUT_CHECKSUM_SIZE = 72,
};

/* data[begin..end) is what was read and not yet used; data[end] may be written to. */
struct input {
    const char *path; /* borrowed */
    int fd;
    char *data;
    size_t begin;
    size_t end;
    bool at_end;           /* nothing comes after data[end) */
    enum db_status status; /* not DB_OK: reading failed, and at_end is set */
    struct db_message *message;
    uint64_t disk_bytes;

    /* private */
    bool has_begun;
    bool is_packed;
    bool is_between_members; /* of gzip */
    bool is_disk_at_end;
    unsigned char *packed;
    z_stream unpack;
    struct sha256_ctx hash;
};

/**
 * Opens @path ("-": standard input) and reads its first bytes; leaves a byte-order mark out.
 *
 * @message  borrowed until input_close(): what went wrong, now or later
 */
enum db_status input_open(struct input *input, const char *path, struct db_message *message);

/**
 * Moves what is left to the front of the window, and reads more behind it.
 *
 * Return: whether there is more than before; if not, the window is full, the file is at its end, or
 * input->status says what failed.
 */
bool input_fill(struct input *input);

/** Fills the window until @size bytes are in it, or nothing more comes. */
void input_want(struct input *input, size_t size);

/** Writes "sha256:…" of the bytes on disk. All of them must have been read. */
void input_checksum(struct input *input, char ret[INPUT_CHECKSUM_SIZE]);

/** Only after input_open() returned, whatever it returned. */
void input_close(struct input *input);

#endif
