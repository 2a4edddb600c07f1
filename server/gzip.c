/* SPDX-License-Identifier: MIT */
#include "server/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/* zlib: 15 is the largest window, 16 more asks for a gzip header instead of zlib's. */
enum { GZIP_WINDOW_BITS = 15 + 16, GZIP_MEMORY_LEVEL = 8 };

static size_t deflate_into(z_stream *z, const char *bytes, size_t length, char *to, size_t room)
{
    z->next_in = (z_const Bytef *)bytes;
    z->avail_in = (uInt)length;
    z->next_out = (Bytef *)to;
    z->avail_out = (uInt)room;
    return deflate(z, Z_FINISH) == Z_STREAM_END ? room - z->avail_out : 0;
}

int gzip_compress(const char *bytes, size_t length, char **ret, size_t *ret_length)
{
    z_stream z = {0};

    if (length < GZIP_LEAST_BYTES || length > INT_MAX)
        return -1;

    size_t room = length - length / 10;
    char *to = malloc(room);
    if (!to)
        return -1;
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW_BITS, GZIP_MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        free(to);
        return -1;
    }
    size_t used = deflate_into(&z, bytes, length, to, room);
    deflateEnd(&z);
    if (used == 0) {
        free(to);
        return -1;
    }

    char *fitting = realloc(to, used);
    *ret = fitting ? fitting : to;
    *ret_length = used;
    return 0;
}
