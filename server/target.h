/* SPDX-License-Identifier: MIT */
/* target: a request target (RFC 9112 section 3.2) taken apart and decoded. */
#ifndef ENTENTE_SERVER_TARGET_H
#define ENTENTE_SERVER_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct problem;

enum { TARGET_MAX_PARAMETERS = 64 };

struct target_parameter {
    const char *name;
    const char *value; /* "" where there is none */
};

/* Texts live in the arena. */
struct target {
    bool is_asterisk;  /* OPTIONS * */
    const char *path;  /* decoded UTF-8 with a slash before it */
    const char *query; /* as it came; "" where there is none */
    struct target_parameter parameters[TARGET_MAX_PARAMETERS];
    size_t parameter_count;
};

/** Reads path and extent of the query. Return: 0, or -1 with MALFORMED_REQUEST, NOT_FOUND,
 * INTERNAL. */
int target_read_path(const char *raw, struct arena *arena, struct target *ret,
                     struct problem *reterr);

/** Reads the parameters of a target whose path was read. Return: 0, or -1 with the problem. */
int target_read_query(struct target *target, struct arena *arena, struct problem *reterr);

#endif
