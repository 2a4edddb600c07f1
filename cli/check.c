/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check_report.h"
#include "cli/command.h"
#include "db/db.h"
#include "handlers/check_rows.h"
#include "handlers/list.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/audit.h"
#include "model/buffer.h"
#include "model/date.h"
#include "model/query.h"

enum { QUERY_TIMEOUT_MS = 60 * 1000 };

/* argp keys beyond the characters. */
enum { KEY_DATABASE = 0x100, KEY_PAIR, KEY_JSON };

/* A script is to tell figures that cannot be true from a file that cannot be read. */
enum { EXIT_CONTRADICTED = EXIT_FAILED, EXIT_UNREADABLE = EXIT_USAGE };

static const struct argp_option options[] = {
    {"database", KEY_DATABASE, "FILE", 0,
     "the database (default: ENTENTE_DATABASE, else entente.db); a server may be running on it", 0},
    {"pair", KEY_PAIR, "PAIR", 0, "only checks that figures of these two countries are part of", 0},
    {"json", KEY_JSON, NULL, 0, "the rows of /v1/pairs/{pair}/checks, for programs", 0},
    {"verbose", 'v', NULL, 0, "what is consistent, too", 0},
    {0},
};

struct input {
    const char *database;
    struct pair pair;
    bool has_pair;
    bool is_json;
    bool is_verbose;
};

/* What was read, and found. */
struct finding {
    struct db *db;
    struct arena arena;
    struct claims claims;
    struct audit audit;
    int64_t revision;
};

static void read_pair(struct input *input, const char *text, struct argp_state *state)
{
    char unknown[64];

    switch (pair_parse(text, &input->pair, unknown)) {
    case PAIR_CANONICAL:
    case PAIR_OTHERWISE:
        input->has_pair = true;
        return;
    case PAIR_SAME:
        argp_error(state, "--pair: a pair is two different countries");
        return;
    case PAIR_UNKNOWN:
        argp_error(state, "--pair: \"%s\" is no country", unknown);
        return;
    case PAIR_MALFORMED:
        break;
    }
    argp_error(state, "--pair: a pair is two countries with a hyphen between them: KAZ-TJK");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct input *input = state->input;

    switch (key) {
    case KEY_DATABASE:
        if (!argument[0])
            argp_error(state, "--database is empty: leave it out instead");
        input->database = argument;
        return 0;
    case KEY_PAIR:
        read_pair(input, argument, state);
        return 0;
    case KEY_JSON:
        input->is_json = true;
        return 0;
    case 'v':
        input->is_verbose = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "no argument is expected; name a database with --database=%s", argument);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "Holds all figures of a database against each other and says which cannot all be true: "
           "sums and their parts, growth and its base, shares and their wholes, two accounts of "
           "one figure.\v"
           "Examples:\n"
           "  entente check --database=trade.db\n"
           "  entente check --pair=KAZ-TJK --verbose\n"
           "  entente check --json | jq '.data[] | select(.result == \"contradicts\") | .id'\n"
           "\n"
           "A contradiction that is to be left standing, because the sources do say so, is "
           "acknowledged with a reason in data/acknowledged.json (docs/records.md).\n"
           "\n"
           "Exit code 0: no contradiction but acknowledged ones; 1: at least one that nobody has "
           "acknowledged; 2: a wrong argument, a database that cannot be read, or more checks than "
           "are made at once, none of which contradicts.",
};

/* ---- reading ---- */

static enum db_status read_findings(const struct input *input, struct finding *finding)
{
    const struct pair *pair = input->has_pair ? &input->pair : NULL;
    struct audit_acknowledgement *known = NULL;
    size_t count = 0;
    enum db_status status =
        db_claims(finding->db, pair ? pair->a->code : NULL, pair ? pair->b->code : NULL,
                  &finding->arena, &finding->claims);

    if (status == DB_OK)
        status = db_acknowledgements(finding->db, &finding->arena, &known, &count);
    if (status != DB_OK)
        return status;
    if (!audit_make(&finding->claims, pair ? pair->text : NULL, &finding->arena, &finding->audit))
        return DB_MEMORY;
    audit_acknowledge(&finding->audit, known, count);
    return DB_OK;
}

/* ---- JSON ---- */

static enum db_status print_rows(struct db *db, const struct query *query)
{
    struct db_rows *rows = NULL;
    const char *comma = "\n";
    enum db_status status = db_list(db, query, DB_COLUMNS_JSON, &rows);

    if (status != DB_OK)
        return status;
    while ((status = db_rows_next(rows)) == DB_OK) {
        size_t length;
        const char *row = db_rows_text(rows, 0, &length);
        printf("%s%.*s", comma, (int)length, row ? row : "null");
        comma = ",\n";
    }
    db_rows_close(rows);
    return status == DB_NOT_FOUND ? DB_OK : status;
}

static enum db_status print_list(const struct input *input, struct finding *finding)
{
    struct query query = {.resource = &resource_checks,
                          .members = query_all_members(&resource_checks)};
    enum db_status status;

    query_set_default_sort(&query);
    fputs("{\"data\":[", stdout);
    status = print_rows(finding->db, &query);
    printf("\n],\n\"meta\":{\"revision\":%" PRId64, finding->revision);
    if (input->has_pair)
        printf(",\"pair\":\"%s\"", input->pair.text);
    fputs(finding->audit.is_cut ? ",\"is_cut\":true" : "", stdout);
    puts("}}");
    return status;
}

static enum db_status print_json(const struct input *input, struct finding *finding)
{
    struct buffer rows;
    enum db_status status = DB_MEMORY;

    buffer_init(&rows);
    if (check_rows_write(&finding->audit, NULL, &finding->arena, &rows) == 0)
        status = rows.length > LIST_MADE_MOST_BYTES ? DB_TOO_LARGE : DB_OK;
    if (status == DB_OK) {
        db_set_rows(finding->db, rows.data, rows.length);
        status = print_list(input, finding);
    }
    buffer_fini(&rows);
    return status;
}

/* ---- all ---- */

static enum db_status print_report(const struct input *input, struct finding *finding)
{
    const struct check_report report = {
        .database = input->database,
        .revision = finding->revision,
        .pair = input->has_pair ? input->pair.text : NULL,
        .claim_count = finding->claims.count,
        .audit = &finding->audit,
        .is_verbose = input->is_verbose,
    };

    return check_report_print(&report, &finding->arena) ? DB_OK : DB_MEMORY;
}

static enum db_status find_and_print(const struct input *input, struct finding *finding)
{
    char today[DATE_DAY_SIZE];
    enum db_status status;

    date_today(today);
    status = db_begin(finding->db, today, DB_PACE_STREAM, &finding->revision);
    if (status == DB_OK)
        status = read_findings(input, finding);
    if (status == DB_OK)
        status = input->is_json ? print_json(input, finding) : print_report(input, finding);
    return status;
}

static int conclude(const struct finding *finding, bool has_pair, enum db_status status)
{
    if (status == DB_MEMORY)
        return command_fail(EXIT_UNREADABLE, "out of memory");
    if (status == DB_TOO_LARGE)
        return command_fail(EXIT_UNREADABLE, "there are more checks than --json prints at once; "
                                             "name a pair with --pair");
    if (status != DB_OK)
        return command_fail(EXIT_UNREADABLE, "%s", db_cause(finding->db));
    if (fflush(stdout) != 0 || ferror(stdout))
        return command_fail(EXIT_UNREADABLE, "the report cannot be written");
    if (check_report_count(&finding->audit))
        return EXIT_CONTRADICTED;
    if (finding->audit.is_cut)
        return command_fail(EXIT_UNREADABLE,
                            "there are more checks than are made at once, so that "
                            "nothing is known of the others; %s",
                            has_pair ? "no smaller question can be asked"
                                     : "ask for one pair with --pair");
    return EXIT_DONE;
}

static int run(const struct input *input)
{
    const struct db_options how = {.path = input->database, .query_timeout_ms = QUERY_TIMEOUT_MS};
    struct finding finding = {.revision = 0};
    struct db_message message;
    int result;

    if (db_library_init() != DB_OK)
        return command_fail(EXIT_UNREADABLE, "the database library does not start");
    if (db_open(&how, &finding.db, &message) != DB_OK)
        return command_fail(EXIT_UNREADABLE, "%s", message.text);
    arena_init(&finding.arena);
    result = conclude(&finding, input->has_pair, find_and_print(input, &finding));
    db_end(finding.db);
    arena_fini(&finding.arena);
    db_close(finding.db);
    return result;
}

/* entente check */
int check_run(int argc, char **argv)
{
    struct input input = {.database = getenv("ENTENTE_DATABASE")};

    if (!input.database || !input.database[0])
        input.database = "entente.db";
    command_parse(&argp, "check", argc, argv, &input);
    return run(&input);
}
