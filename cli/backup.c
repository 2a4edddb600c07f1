/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/command.h"
#include "db/db.h"

struct backup_input {
    const char *from;
    const char *to;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct backup_input *input = state->input;

    switch (key) {
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_error(state, "two files are enough");
        *(state->arg_num == 0 ? &input->from : &input->to) = argument;
        return 0;
    case ARGP_KEY_END:
        if (!input->to)
            argp_error(state, "say which database to copy, and to which new file");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "DATABASE NEW-FILE",
    .doc =
        "Copies DATABASE, which may be in use, to NEW-FILE, which may not exist. A live database "
        "is never copied with cp: what is in its log would be missing.",
};

/* entente backup */
int backup_run(int argc, char **argv)
{
    struct backup_input input = {0};
    struct db_message message;

    command_parse(&argp, "backup", argc, argv, &input);
    if (db_library_init() != DB_OK)
        return command_fail(EXIT_FAILED, "the database library does not start");
    if (db_backup(input.from, input.to, &message) != DB_OK)
        return command_fail(EXIT_FAILED, "%s", message.text);
    printf("%s: a copy of %s\n", input.to, input.from);
    return EXIT_DONE;
}
