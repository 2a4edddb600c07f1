/* SPDX-License-Identifier: MIT */
/* embedded: files that the build puts into the program (build-aux/embed.py). */
#ifndef ENTENTE_MODEL_EMBEDDED_H
#define ENTENTE_MODEL_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name;  /* without folder; NULL ends the list */
    const char *bytes; /* a NUL follows them */
    size_t size_bytes;
};

#endif
