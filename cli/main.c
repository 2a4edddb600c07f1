/* SPDX-License-Identifier: MIT */
/* entente: records of what countries agree with each other and what they trade, as JSON over HTTP.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "handlers/version.h"

static const struct {
    const char *name;
    command_run *run;
    const char *summary;
} commands[] = {
    {"serve", serve_run, "answer questions over HTTP"},
    {"init", init_run, "make a database with the shipped records"},
    {"import", import_run, "add trade statistics, treaties or goods to a database"},
    {"health", health_run, "ask a running server whether it is well (exit code 0: yes)"},
    {"check", check_run, "say which figures cannot all be true (exit code 0: all may be)"},
    {"backup", backup_run, "copy a database that may be in use"},
    {"version", version_run, "say which program this is"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

int command_fail(int code, const char *format, ...)
{
    va_list arguments;

    fputs("entente: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return code;
}

void command_parse(const struct argp *argp, const char *name, int argc, char **argv, void *input)
{
    static char invocation[64]; /* argp keeps it for usage lines */

    snprintf(invocation, sizeof(invocation), "entente %s", name);
    argv[0] = invocation;
    argp_err_exit_status = EXIT_USAGE;
    argp_parse(argp, argc, argv, 0, NULL, input);
}

static void print_help(FILE *out)
{
    fputs("Usage: entente COMMAND [OPTION...]\n"
          "Keeps records of what countries agree with each other and what they trade,\n"
          "and answers questions about them as JSON over HTTP.\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fputs("\nentente COMMAND --help tells more. To begin:\n"
          "  entente init entente.db\n"
          "  entente serve --database=entente.db\n"
          "  curl http://127.0.0.1:8080/v1/pairs/KAZ-TJK\n",
          out);
}

/* A client that has gone or a full disk is told by a return value, not by a signal. */
static void ignore_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

int main(int argc, char **argv)
{
    ignore_signals();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    if (strcmp(argv[1], "--version") == 0)
        return version_run(1, argv + 1);
    return command_fail(EXIT_USAGE, "there is no command \"%s\"; entente --help lists them",
                        argv[1]);
}
