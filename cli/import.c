/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "db/db.h"
#include "db/import.h"

/* argp keys beyond the characters. */
enum {
    KEY_DATABASE = 0x100,
    KEY_FORMAT,
    KEY_SERIES,
    KEY_DATASET,
    KEY_SOURCE,
    KEY_LICENCE,
    KEY_REPLACE,
    KEY_SKIP_BAD,
    KEY_REPORT,
    KEY_TEMPORARY
};

static const struct argp_option options[] = {
    {"database", KEY_DATABASE, "FILE", 0,
     "the database (default: ENTENTE_DATABASE, else entente.db); a server may be running on it", 0},
    {"format", KEY_FORMAT, "NAME", 0, "what the files are; without it their content tells", 0},
    {"series", KEY_SERIES, "SLUG", 0,
     "the series that the rows go into, made where there is none (default: the format's own)", 0},
    {"dataset", KEY_DATASET, "SLUG", 0, "a name for this dataset (default: the file's)", 0},
    {"source", KEY_SOURCE, "SLUG", 0, "the source it is cited to (default: that of the series)", 0},
    {"licence", KEY_LICENCE, "TEXT", 0, "the terms the file came under", 0},
    {"replace", KEY_REPLACE, NULL, 0, "import a file that is in already", 0},
    {"skip-bad", KEY_SKIP_BAD, "N", 0, "leave out up to N rows that cannot be read", 0},
    {"report", KEY_REPORT, "FILE", 0,
     "list those rows here (default: DATASET.bad.csv, or a name like it that is free)", 0},
    {"temporary", KEY_TEMPORARY, "FOLDER", 0,
     "sort here (default: the database's folder); about 45 bytes a row", 0},
    {0},
};

/* The line of progress. */
struct progress {
    bool is_terminal;
    struct timespec began; /* the phase */
    struct timespec shown;
    const char *phase;
    bool has_line; /* on the terminal, without an end */
};

struct input {
    struct import_options import;
    const char **files; /* new, NULL-ended */
    size_t file_count;
};

static void add_file(struct input *input, const char *file, struct argp_state *state)
{
    const char **files = realloc(input->files, (input->file_count + 2) * sizeof(*files));

    if (!files)
        argp_failure(state, EXIT_FAILED, 0, "out of memory");
    input->files = files;
    files[input->file_count++] = file;
    files[input->file_count] = NULL;
    input->import.files = files;
}

static int64_t read_count(const char *text, struct argp_state *state)
{
    char *end = NULL;
    const long long number = strtoll(text, &end, 10);

    if (end == text || *end || number < 0)
        argp_error(state, "--skip-bad: \"%s\" is not a whole number, 0 or more", text);
    return number;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct input *input = state->input;
    struct import_options *import = &input->import;
    const struct {
        int key;
        const char **text;
    } texts[] = {
        {KEY_DATABASE, &import->database}, {KEY_FORMAT, &import->format},
        {KEY_SERIES, &import->series},     {KEY_DATASET, &import->dataset},
        {KEY_SOURCE, &import->source},     {KEY_LICENCE, &import->licence},
        {KEY_REPORT, &import->report},     {KEY_TEMPORARY, &import->temporary},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].key != key)
            continue;
        if (!argument[0])
            argp_error(state, "an option is empty: leave it out instead");
        *texts[i].text = argument;
        return 0;
    }
    if (key == KEY_REPLACE)
        import->should_replace = true;
    else if (key == KEY_SKIP_BAD)
        import->skip_bad = read_count(argument, state);
    else if (key == ARGP_KEY_ARG)
        add_file(input, argument, state);
    else if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "say which file to import; - is standard input");
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "FILE...",
    .doc =
        "Imports files of trade statistics, plain or gzipped, as one dataset; or a list of "
        "treaties, or of goods. All or nothing: killed at any moment it leaves the database as it "
        "was. A row that cannot be read stops it, and is named with line, column, value and what "
        "was expected.\v"
        "Examples:\n"
        "  entente import --database=trade.db comtrade-2022.csv.gz\n"
        "  entente import --series=un-comtrade --licence='internal use' a.csv b.csv\n"
        "  curl -s https://example.org/rows.csv | entente import --dataset=rows-2022 -\n"
        "  entente import --skip-bad=100 --report=bad.csv rows.csv\n"
        "\n"
        "A later dataset of a series takes the place of an earlier one, block by block: for every "
        "reporter, period and classification that it has rows of, the earlier rows are no longer "
        "shown, those included that the later one lacks. Nothing is deleted.\n"
        "\n"
        "Exit code 0: imported; 1: not, and nothing was changed; 2: a wrong argument.",
};

/* --- progress --- */

static double seconds_since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

/* "3,051,200" */
static const char *with_commas(uint64_t number, char ret[32])
{
    char digits[24];
    const int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    int at = 0;

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            ret[at++] = ',';
        ret[at++] = digits[i];
    }
    ret[at] = '\0';
    return ret;
}

static void write_left(char ret[48], double elapsed, double share)
{
    ret[0] = '\0';
    if (share <= 0.01 || share > 1)
        return;
    const long left = (long)(elapsed * (1 - share) / share + 0.5);
    snprintf(ret, 48, ", %3.0f %%, %ld:%02ld left", share * 100, left / 60, left % 60);
}

static void write_bar(char ret[32], double share)
{
    enum { WIDTH = 20 };
    const int full = share < 0 ? 0 : (int)(share * WIDTH);

    ret[0] = '\0';
    if (share < 0)
        return;
    ret[0] = '[';
    for (int i = 0; i < WIDTH; i++)
        ret[i + 1] = i < full ? '#' : '.';
    memcpy(ret + WIDTH + 1, "] ", 3);
}

static void print_progress(struct progress *progress, const struct import_progress *now)
{
    const double elapsed = seconds_since(&progress->began);
    const double rate = elapsed > 0.05 ? (double)now->rows / elapsed : 0;
    char rows[32];
    char per_second[32];
    char left[48];
    char bar[32];

    write_left(left, elapsed, now->share);
    write_bar(bar, progress->is_terminal ? now->share : -1);
    fprintf(stderr, "%s%-9s %s%s rows, %s/s%s%s", progress->is_terminal ? "\r\033[K" : "",
            now->phase, bar, with_commas(now->rows, rows), with_commas((uint64_t)rate, per_second),
            left, progress->is_terminal ? "" : "\n");
    progress->has_line = progress->is_terminal;
}

/* Ten times a second on a terminal, else a line every five seconds. */
static void on_progress(void *arg, const struct import_progress *now)
{
    struct progress *progress = arg;
    const double interval = progress->is_terminal ? 0.1 : 5;

    if (progress->phase != now->phase) {
        progress->phase = now->phase;
        clock_gettime(CLOCK_MONOTONIC, &progress->began);
    }
    if (seconds_since(&progress->shown) < interval)
        return;
    clock_gettime(CLOCK_MONOTONIC, &progress->shown);
    print_progress(progress, now);
}

static void end_progress(struct progress *progress)
{
    if (progress->has_line)
        fputs("\r\033[K", stderr);
    fflush(stderr);
}

/* --- summary --- */

static void print_unknown(const char *what, const struct import_unknown *list, uint64_t count)
{
    enum { SHOWN = 10 };
    char number[32];

    if (count == 0)
        return;
    printf("  %s that nobody knows, kept as they came: %s (", what, with_commas(count, number));
    for (uint64_t i = 0; i < count && i < SHOWN; i++)
        printf("%s%s", i ? ", " : "", list[i].code);
    puts(count > SHOWN ? ", ...)" : ")");
}

static void print_years(const struct import_summary *summary)
{
    if (summary->first_period[0])
        printf("  periods: %s to %s\n", summary->first_period, summary->last_period);
}

static const char *frequency_name(char frequency)
{
    static const char *const names[] = {"A yearly", "S half-yearly", "Q quarterly", "M monthly"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i][0] == frequency)
            return names[i] + 2;
    }
    return "of other periods";
}

static void print_report(const struct import_summary *summary)
{
    if (summary->report[0])
        printf("  those that were skipped: see %s\n", summary->report);
}

static void print_rows(const struct import_summary *summary)
{
    char read[32];
    char loaded[32];
    char skipped[32];

    printf("%s: dataset of the series %s (%s)\n", summary->dataset, summary->series,
           summary->format);
    printf("  rows: %s read, %s loaded, %s skipped\n", with_commas(summary->rows_read, read),
           with_commas(summary->rows_loaded, loaded), with_commas(summary->rows_skipped, skipped));
    print_report(summary);
    print_years(summary);
    if (summary->total_flow[0])
        printf("  total of the flow %s, %s: %.15g %s\n", summary->total_flow,
               frequency_name(summary->total_frequency), summary->total_value, summary->unit);
    print_unknown("areas", summary->areas, summary->unknown_areas);
    print_unknown("goods", summary->goods, summary->unknown_goods);
    if (summary->blocks_replaced)
        printf("  replaces %s blocks of earlier datasets of the series\n",
               with_commas(summary->blocks_replaced, loaded));
}

static void print_summary(const struct import_summary *summary)
{
    const uint64_t treaties =
        summary->agreements + summary->agreements_unchanged + summary->agreements_kept;

    if (treaties)
        printf("%" PRIu64 " agreements (%s): %" PRIu64 " new or changed, %" PRIu64
               " as they were, %" PRIu64 " left out: other records cite the same treaty\n",
               treaties, summary->format, summary->agreements, summary->agreements_unchanged,
               summary->agreements_kept);
    if (summary->commodities + summary->commodities_unchanged)
        printf("%" PRIu64 " goods (%s): %" PRIu64 " new or changed, %" PRIu64 " as they were\n",
               summary->commodities + summary->commodities_unchanged, summary->format,
               summary->commodities, summary->commodities_unchanged);
    if (summary->rows_loaded)
        print_rows(summary);
    else if (summary->rows_skipped) {
        printf("  %" PRIu64 " lines skipped\n", summary->rows_skipped);
        print_report(summary);
    }
}

static int run(struct input *input)
{
    struct progress progress = {.is_terminal = isatty(STDERR_FILENO)};
    struct import_summary summary;
    struct db_message message;
    enum db_status status;

    clock_gettime(CLOCK_MONOTONIC, &progress.shown);
    input->import.progress = on_progress;
    input->import.arg = &progress;
    if (db_library_init() != DB_OK)
        return command_fail(EXIT_FAILED, "the database library does not start");
    status = db_import(&input->import, &summary, &message);
    end_progress(&progress);
    if (status != DB_OK)
        return command_fail(EXIT_FAILED, "%s", message.text);
    print_summary(&summary);
    return EXIT_DONE;
}

/* entente import */
int import_run(int argc, char **argv)
{
    struct input input = {.import = {.database = getenv("ENTENTE_DATABASE")}};
    int result;

    if (!input.import.database || !input.import.database[0])
        input.import.database = "entente.db";
    command_parse(&argp, "import", argc, argv, &input);
    result = run(&input);
    free(input.files);
    return result;
}
