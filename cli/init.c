/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "db/db.h"

static const struct argp_option options[] = {
    {"records", 'r', "FOLDER", 0, "load the records of this folder, not those in the program", 0},
    {"journal", 'j', "WORD", 0,
     "wal (default), or delete: one file without a log, to bake into an image that is read-only",
     0},
    {0},
};

static error_t set_journal(struct db_create_options *input, const char *word,
                           struct argp_state *state)
{
    if (strcmp(word, "wal") != 0 && strcmp(word, "delete") != 0)
        argp_error(state, "--journal: \"%s\" is neither wal nor delete", word);
    input->journal = word[0] == 'd' ? DB_JOURNAL_DELETE : DB_JOURNAL_WAL;
    return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct db_create_options *input = state->input;

    switch (key) {
    case 'r':
        input->records = argument;
        return 0;
    case 'j':
        return set_journal(input, argument, state);
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_error(state, "one file at a time");
        input->path = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[FILE]",
    .doc =
        "Makes the database FILE (entente.db) with the shipped records. All or nothing: a mistake "
        "in a record is named with file, record and member, and leaves no file behind.\v"
        "The records are JSON that a person can read and correct: copy the folder data/, mend "
        "it, and give it with --records=FOLDER.",
};

/* entente init */
int init_run(int argc, char **argv)
{
    struct db_create_options input = {.path = "entente.db"};
    struct db_create_summary summary;
    struct db_message message;

    command_parse(&argp, "init", argc, argv, &input);
    if (db_library_init() != DB_OK)
        return command_fail(EXIT_FAILED, "the database library does not start");
    if (db_create(&input, &summary, &message) != DB_OK)
        return command_fail(EXIT_FAILED, "%s", message.text);
    printf("%s: %" PRId64 " agreements, %" PRId64 " events, %" PRId64 " claims, %" PRId64
           " statements, %" PRId64 " sources, %" PRId64 " institutions, %" PRId64
           " trade observations\n",
           input.path, summary.agreements, summary.events, summary.claims, summary.statements,
           summary.sources, summary.institutions, summary.observations);
    return EXIT_DONE;
}
