/* SPDX-License-Identifier: MIT */
/* command: what `entente COMMAND` runs. Each parses its own arguments (argp), and answers --help.
 */
#ifndef ENTENTE_CLI_COMMAND_H
#define ENTENTE_CLI_COMMAND_H

#include <argp.h>

struct config_store;

/* Exit codes. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* it could not be done */
    EXIT_USAGE = 2,  /* a setting or argument is wrong */
};

typedef int command_run(int argc, char **argv);

command_run backup_run;
command_run check_run;
command_run health_run;
command_run import_run;
command_run init_run;
command_run serve_run;
command_run version_run;

/** Prints "entente: ..." and a line break on stderr. Return: @code. */
int command_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** argp for a command whose own name stands in usage lines: `entente init`. Return: 0, or exits. */
void command_parse(const struct argp *argp, const char *name, int argc, char **argv, void *input);

/* An argp child with a flag for every setting, and --config and --print-config. */
struct settings_input {
    struct config_store *store;
    const char *file; /* --config */
    int should_print; /* --print-config */
};

/** Its options come from the table. NULL when memory ran out; lives as long as the process. */
const struct argp *settings_argp(void);

/** Refuses an unknown flag with the name that was probably meant, for which argp has no words.
 * Return: 0, or EXIT_USAGE after a message. */
int settings_check_flags(struct config_store *store, const struct argp *argp, char **argv);

/** Reads file and environment behind the flags. Return: 0, or EXIT_USAGE after a message. */
int settings_read(struct settings_input *input);

#endif
