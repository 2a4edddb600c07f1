/* SPDX-License-Identifier: MIT */
/* program_run: the program's commands in a folder of their own. */
#ifndef ENTENTE_TESTS_API_PROGRAM_RUN_H
#define ENTENTE_TESTS_API_PROGRAM_RUN_H

#include <stddef.h>
#include <sys/types.h>

#include "harness.h"

struct run_options {
    const char *const *environment; /* more variables, "NAME=value", NULL-ended; NULL: none */
    bool is_nobody;                 /* as a user who owns nothing, where we are root */
};

/* What a command that has ended left behind. */
struct outcome {
    int status; /* exit status; 128 + the signal that ended it */
    char *out;
    char *err;
};

/** Makes an empty folder under /tmp that everybody may enter. @ret runs nothing yet. */
void run_begin(struct program *ret);

/**
 * Runs `entente @line` in the folder until it ends. @line is cut at blanks; it may be a printf
 * format.
 */
void run(const struct program *program, struct outcome *ret, const char *line, ...)
    __attribute__((format(printf, 3, 4)));
void run_with(const struct program *program, const struct run_options *options, struct outcome *ret,
              const char *line, ...) __attribute__((format(printf, 4, 5)));
void outcome_fini(struct outcome *outcome);

/** Runs a command that must end with 0. */
void run_well(const struct program *program, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Starts `entente serve --port=0 @line` in the folder of @program and waits until it listens; sets
 * pid and ports. Its log is the file `log` there.
 */
void run_serve(struct program *program, const struct run_options *options, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

/** A second server in the folder of @program, which keeps the folder. */
void run_serve_beside(const struct program *program, struct program *ret, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

/** Ends what runs (it must end with 0) and removes the folder. */
void run_end(struct program *program);

/* ---- files of the folder ---- */

/** The path of a file; borrowed until the call after the next. */
const char *run_path(const struct program *program, const char *name);
/** New; its length in @ret_length, which may be NULL. */
char *run_read(const struct program *program, const char *name, size_t *ret_length);
void run_write(const struct program *program, const char *name, const void *bytes, size_t length);
/** Overwrites @length bytes at @at. */
void run_overwrite(const struct program *program, const char *name, off_t at, const void *bytes,
                   size_t length);
/** The names of the files whose names begin with @prefix, in order, each with a blank behind; new.
 */
char *run_list(const struct program *program, const char *prefix);

#endif
