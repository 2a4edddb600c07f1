/* SPDX-License-Identifier: MIT */
#include "handlers/version.h"

#include <stdio.h>

#include "cli/command.h"

static const struct argp argp = {.doc = "Prints the program's version and build."};

/* entente version */
int version_run(int argc, char **argv)
{
    command_parse(&argp, "version", argc, argv, NULL);
    printf("entente %s (%s)\n", ENTENTE_VERSION, ENTENTE_BUILD);
    return EXIT_DONE;
}
