/* SPDX-License-Identifier: MIT */
/* gzip: compresses one whole answer. */
#ifndef ENTENTE_SERVER_GZIP_H
#define ENTENTE_SERVER_GZIP_H

#include <stddef.h>

/* Shorter answers fit one packet either way. */
enum { GZIP_LEAST_BYTES = 1024 };

/**
 * Compresses @bytes when that is worth it: long enough, and at least a tenth smaller.
 *
 * @ret  on success new, free() it
 *
 * Return: 0; -1 when it is not worth it or memory ran out: send @bytes as they are.
 */
int gzip_compress(const char *bytes, size_t length, char **ret, size_t *ret_length);

#endif
