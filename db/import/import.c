/* SPDX-License-Identifier: MIT */
/* import: files are read and their rows sorted before the transaction begins; what it then does is
 * write. */
#include "db/import.h"

#include <inttypes.h>
#include <libgen.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/connection.h"
#include "db/import/encode.h"
#include "db/import/faults.h"
#include "db/import/feed.h"
#include "db/import/format.h"
#include "db/import/reader.h"
#include "db/import/sort.h"
#include "db/import/sql.h"
#include "db/import/store.h"
#include "db/import/tally.h"
#include "db/import/treaties.h"
#include "db/kept.h"
#include "db/load_member.h"
#include "db/lock.h"
#include "db/search.h"
#include "db/text.h"
#include "model/buffer.h"

enum { PATH_SIZE = 4096, MOST_FILES = 65535, MOST_LISTED = 200000 };

/* Rows come in the order of their table: few pages are in use at a time. */
#define PREPARE "PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192"

struct import {
    const struct import_options *options;
    struct import_summary *summary;
    struct sql sql;
    enum db_status status; /* why a callback stopped the reader */
    struct encoder encoder;
    struct faults faults;
    struct sort *sort;
    struct treaties treaties;
    struct names listed; /* treaties or goods of the run; number: the line, rows: of which file */
    struct reader_result result; /* of the first file */
    char checksum[READER_CHECKSUM_SIZE];
    struct names checksums; /* by their first digits; number: which file, label: all of it */
    char *names;            /* new: of all files, without folders */
    char *licence;          /* new; NULL: not said */
    const char *file;       /* the one that is read */
    uint16_t number;        /* its number */
    /* What the first row says of its series; "": rows say nothing. */
    char series[sizeof(((struct row *)0)->series)];
    char basis[ROW_CODE_SIZE];
    char unit[ROW_CODE_SIZE];
    int64_t revision; /* 0: the transaction has not begun */
    bool has_curated; /* a source, an agreement … was stored: the search index is old */
    struct import_progress progress;
    uint64_t bytes_before; /* of the files before */
};

/* --- progress --- */

static void tell(struct import *import, const char *phase, uint64_t rows, double share)
{
    import->progress.phase = phase;
    import->progress.rows = rows;
    import->progress.share = share;
    if (import->options->progress)
        import->options->progress(import->options->arg, &import->progress);
}

static void on_read(void *arg, uint64_t rows, uint64_t bytes)
{
    struct import *import = arg;
    const uint64_t total = import->progress.total_bytes;

    (void)rows;
    import->progress.bytes = import->bytes_before + bytes;
    tell(import, "reading", import->summary->rows_read,
         total ? (double)import->progress.bytes / (double)total : -1);
}

static void on_written(void *arg, uint64_t rows)
{
    struct import *import = arg;
    const uint64_t good = import->summary->rows_read;

    tell(import, "writing", rows, good ? (double)rows / (double)good : -1);
}

/* --- the transaction --- */

/* New: valid UTF-8 without control characters; NULL: no memory. */
static char *clean(const char *text)
{
    const size_t length = strlen(text);
    char *copy = malloc(length * 2 + 1);

    if (copy)
        cell_text((struct cell){text, length}, copy, length * 2 + 1);
    return copy;
}

static enum db_status write_licence(struct import *import)
{
    if (!import->options->licence)
        return DB_OK;
    import->licence = clean(import->options->licence);
    return import->licence ? DB_OK : sql_no_memory(&import->sql);
}

/* What names are made of, and the files' own names: "a.csv, b.csv". */
static enum db_status write_names(struct import *import)
{
    struct buffer names;
    size_t length = 0;

    buffer_init(&names);
    for (const char *const *file = import->options->files; *file; file++) {
        char *copy _cleanup_text_ = clean(strcmp(*file, "-") == 0 ? "standard input" : *file);

        if (!copy) {
            buffer_fini(&names);
            return sql_no_memory(&import->sql);
        }
        buffer_add_text(&names, names.length ? ", " : "");
        buffer_add_text(&names, basename(copy));
    }
    import->names = buffer_steal(&names, &length);
    return import->names ? DB_OK : sql_no_memory(&import->sql);
}

static enum db_status begin(struct import *import)
{
    enum db_status status;

    if (import->revision)
        return DB_OK;
    status = sql_script(&import->sql, "BEGIN IMMEDIATE");
    return status == DB_OK ? store_revision(&import->sql, import->names, &import->revision)
                           : status;
}

/* Foreign keys are off: those of observations hold because every one of their areas, periods and
 * goods was found or stored; the few rows beside them are checked here. */
static enum db_status check_references(struct import *import)
{
    static const char *const tables[] = {
        "dataset",           "dataset_block",     "dataset_citation", "dataset_file",
        "dataset_pair",      "commodity",         "series",           "series_citation",
        "source_version",    "agreement_version", "agreement_party",  "agreement_country",
        "agreement_citation"};
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < sizeof(tables) / sizeof(tables[0]); i++) {
        char text[64];
        int64_t is_broken = 0;

        snprintf(text, sizeof(text), "SELECT 1 FROM pragma_foreign_key_check('%s')", tables[i]);
        status = sql_number(&import->sql, &is_broken, text, "");
        if (status == DB_OK && is_broken)
            status = message_set(import->sql.message, DB_FAILED,
                                 "a row of %s would point at nothing", tables[i]);
    }
    return status;
}

static enum db_status commit(struct import *import)
{
    enum db_status status = DB_OK;

    if (import->has_curated)
        status = db_search_rebuild(import->sql.sqlite, import->sql.message);
    if (status == DB_OK)
        status = kept_refresh(import->sql.sqlite, import->sql.message);
    if (status == DB_OK)
        status = check_references(import);
    if (status == DB_OK)
        status = sql_script(&import->sql, "COMMIT");
    return status;
}

/* A server without work lets go of the log within half a second. */
enum { CHECKPOINT_PATIENCE_MS = 700 };

/* The log may be as large as the rows. Readers that still need it keep it: the server empties it
 * when nothing is written any more. */
static void end(struct import *import)
{
    if (!sqlite3_get_autocommit(import->sql.sqlite))
        sqlite3_exec(import->sql.sqlite, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_busy_timeout(import->sql.sqlite, CHECKPOINT_PATIENCE_MS);
    if (import->revision)
        sqlite3_wal_checkpoint_v2(import->sql.sqlite, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                  NULL);
}

/* --- what the reader finds --- */

static int stop(struct import *import, enum db_status status)
{
    import->status = status;
    return status == DB_OK ? 0 : -1;
}

static int on_bad(void *arg, const struct reader_fault *fault)
{
    struct import *import = arg;

    import->summary->rows_read++;
    import->summary->rows_skipped++;
    return stop(import, faults_add(&import->faults, fault, import->sql.message));
}

/* A run is one dataset of one series: --series says which where the rows say several. Their figures
 * are of one kind all the same. */
static bool is_of_the_series(const struct import *import, const struct row *row)
{
    return (import->options->series || strcmp(row->series, import->series) == 0) &&
           strcmp(row->basis, import->basis) == 0 && strcmp(row->unit, import->unit) == 0;
}

static int refuse_series(struct import *import, const struct row *row)
{
    struct reader_fault fault = {.file = import->file, .line = row->line, .member = "series"};

    snprintf(fault.value, sizeof(fault.value), "%.30s %.12s %.12s", row->series, row->basis,
             row->unit);
    snprintf(fault.expected, sizeof(fault.expected),
             "%.40s %.12s %.12s as in the rows before: a run is one series", import->series,
             import->basis, import->unit);
    return on_bad(import, &fault);
}

/* The lock is held: a name that is free now stays so. */
static enum db_status note_series(struct import *import, const struct row *row)
{
    memcpy(import->series, row->series, sizeof(import->series));
    memcpy(import->basis, row->basis, sizeof(import->basis));
    memcpy(import->unit, row->unit, sizeof(import->unit));
    if (import->options->dataset || row->dataset[0] == '\0')
        return DB_OK;
    store_write_slug(import->summary->dataset, row->dataset);
    return store_free_slug(&import->sql, import->summary->dataset);
}

static int on_row(void *arg, const struct row *row)
{
    struct import *import = arg;
    struct reader_fault fault;
    struct record record;

    const bool is_first = import->summary->rows_read == import->summary->rows_skipped;
    if (!is_first && !is_of_the_series(import, row))
        return refuse_series(import, row);
    if (is_first && note_series(import, row) != DB_OK)
        return stop(import, DB_FAILED);
    switch (encode_row(&import->encoder, row, import->number, &record, &fault)) {
    case ENCODE_BAD:
        fault.file = import->file;
        return on_bad(import, &fault);
    case ENCODE_FAILED:
        return stop(import, DB_FAILED);
    case ENCODE_OK:
        break;
    }
    import->summary->rows_read++;
    return stop(import, sort_add(import->sort, &record, import->sql.message));
}

/* --- lists --- */

/* Return: 0: it is there for the first time; 1: a bad row; -1: stop. */
static int note_listed(struct import *import, const char key[NAMES_TEXT_SIZE], uint64_t line,
                       const char *value)
{
    int64_t at = names_find(&import->listed, key, NAMES_TEXT_SIZE);
    struct reader_fault fault = {.file = import->file, .line = line, .member = ""};

    if (at == NAMES_NONE) {
        at = names_add(&import->listed, key, NAMES_TEXT_SIZE, (int64_t)line);
        if (at == NAMES_NONE)
            return stop(import, names_are_full(&import->listed)
                                    ? message_set(import->sql.message, DB_FAILED,
                                                  "more than %d rows of a list", MOST_LISTED)
                                    : sql_no_memory(&import->sql));
        import->listed.entries[at].rows = import->number;
        return 0;
    }
    const struct name *first = &import->listed.entries[at];
    snprintf(fault.value, sizeof(fault.value), "%s", value);
    snprintf(fault.expected, sizeof(fault.expected),
             "no second row with what line %" PRId64 " of %.64s has", first->number,
             import->options->files[first->rows]);
    return on_bad(import, &fault) == 0 ? 1 : -1;
}

static int on_agreement(void *arg, const struct reader_agreement *agreement)
{
    struct import *import = arg;
    char key[NAMES_TEXT_SIZE];
    int listed;

    treaties_key(agreement, key);
    listed = note_listed(import, key, agreement->line, agreement->number);
    if (listed != 0)
        return listed < 0 ? -1 : 0;
    import->summary->rows_read++;
    return stop(import, treaties_add(&import->treaties, &import->encoder, agreement));
}

static int64_t write_good_key(struct import *import, const char *classification, const char *code,
                              char ret[NAMES_TEXT_SIZE])
{
    struct names *names = &import->encoder.classifications;
    char text[ROW_CODE_SIZE] = "";
    int64_t at;

    snprintf(text, sizeof(text), "%s", classification);
    at = names_find(names, text, sizeof(text));
    if (at == NAMES_NONE)
        at = names_add(names, text, sizeof(text), 0);
    memset(ret, 0, NAMES_TEXT_SIZE);
    snprintf(ret, NAMES_TEXT_SIZE, "%c%s", (char)at, code);
    return at;
}

static enum db_status store_good(struct import *import, const struct reader_commodity *good)
{
    enum db_status status = begin(import);

    if (status == DB_OK)
        status = sql_run(&import->sql,
                         "INSERT INTO commodity (classification, code, level, parent, name)"
                         " VALUES (?1, ?2, ?3, nullif(?4, ''), ?5)"
                         " ON CONFLICT DO UPDATE SET level = excluded.level,"
                         " parent = excluded.parent, name = excluded.name WHERE"
                         " level <> excluded.level OR parent IS NOT excluded.parent"
                         " OR name <> excluded.name",
                         "ssiss", good->classification, good->code, (int64_t)good->level,
                         good->parent, good->name);
    if (status == DB_OK && sqlite3_changes(import->sql.sqlite) > 0)
        import->summary->commodities++;
    else
        import->summary->commodities_unchanged++;
    return status;
}

/* A list of goods goes in as it comes, in the transaction. */
static int on_commodity(void *arg, const struct reader_commodity *good)
{
    struct import *import = arg;
    char key[NAMES_TEXT_SIZE];
    int listed;

    if (write_good_key(import, good->classification, good->code, key) == NAMES_NONE)
        return stop(import, sql_no_memory(&import->sql));
    listed = note_listed(import, key, good->line, good->code);
    if (listed != 0)
        return listed < 0 ? -1 : 0;
    import->summary->rows_read++;
    return stop(import, store_good(import, good));
}

/* Parents may stand behind their children: all are there now. */
static enum db_status check_parents(struct import *import)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    char key[NAMES_TEXT_SIZE];
    enum db_status status =
        sql_prepare(&import->sql,
                    "SELECT classification, code, parent FROM commodity c WHERE parent IS NOT NULL"
                    " AND NOT EXISTS (SELECT 1 FROM commodity p WHERE p.classification ="
                    " c.classification AND p.code = c.parent) ORDER BY 1, 2 LIMIT 1",
                    &statement);

    if (status != DB_OK)
        return status;
    const int step = sqlite3_step(statement);
    if (step != SQLITE_ROW)
        return step == SQLITE_DONE ? DB_OK : sql_failure(&import->sql);
    const char *classification = (const char *)sqlite3_column_text(statement, 0);
    const char *code = (const char *)sqlite3_column_text(statement, 1);
    int64_t at = write_good_key(import, classification, code, key);
    at = at == NAMES_NONE ? at : names_find(&import->listed, key, sizeof(key));
    const struct name none = {.number = 0};
    const struct name *row = at == NAMES_NONE ? &none : &import->listed.entries[at];
    return message_set(import->sql.message, DB_FAILED,
                       "%s:%" PRId64 ": the parent of %s %s, \"%s\": expected a code of this list "
                       "or of one that is in already",
                       import->options->files[row->rows], row->number, classification, code,
                       (const char *)sqlite3_column_text(statement, 2));
}

static int on_area_name(void *arg, const char *code, const char *name)
{
    struct import *import = arg;

    return stop(import, encode_name_area(&import->encoder, code, name));
}

/* --- reading --- */

static const char *name_series(const struct reader_result *result)
{
    return result->series->slug[0] ? result->series->slug : "one that it does not name";
}

static enum db_status check_format(struct import *import, const struct reader_result *result)
{
    if (import->number == 0) {
        import->result = *result;
        snprintf(import->summary->format, sizeof(import->summary->format), "%s", result->format);
        return DB_OK;
    }
    if (strcmp(result->format, import->result.format) == 0) {
        if (result->series == import->result.series || import->options->series)
            return DB_OK;
        return message_set(import->sql.message, DB_FAILED,
                           "%s belongs to the series %s and %s to %s: import them apart, or give "
                           "--series=SLUG",
                           import->options->files[0], name_series(&import->result), import->file,
                           name_series(result));
    }
    return message_set(
        import->sql.message, DB_FAILED, "%s is %s and %s is %s: the files of a run have one format",
        import->options->files[0], import->result.format, import->file, result->format);
}

/* A file that is named twice would be told as rows that stand twice. */
static enum db_status note_checksum(struct import *import, const char *checksum)
{
    char key[NAMES_TEXT_SIZE] = "";
    int64_t at;

    snprintf(key, sizeof(key), "%.23s", checksum + strlen("sha256:"));
    at = names_find(&import->checksums, key, sizeof(key));
    if (at != NAMES_NONE)
        return message_set(
            import->sql.message, DB_FAILED, "%s and %s are the same: leave one of them out",
            import->options->files[import->checksums.entries[at].number], import->file);
    at = names_add(&import->checksums, key, sizeof(key), import->number);
    if (at == NAMES_NONE)
        return sql_no_memory(&import->sql);
    import->checksums.entries[at].label = strdup(checksum);
    return import->checksums.entries[at].label ? DB_OK : sql_no_memory(&import->sql);
}

static enum db_status read_file(struct import *import, struct sha256_ctx *hash)
{
    struct reader_sink sink = {on_row,       on_bad,  on_agreement, on_commodity,
                               on_area_name, on_read, import};
    struct reader_result result;
    enum db_status status =
        reader_read(import->file, import->options->format, &sink, &result, import->sql.message);

    if (import->status != DB_OK)
        return import->status;
    if (status == DB_OK)
        status = check_format(import, &result);
    if (status == DB_OK)
        status = note_checksum(import, result.checksum);
    if (status != DB_OK)
        return status;
    import->bytes_before += result.bytes;
    sha256_update(hash, strlen(result.checksum), (const uint8_t *)result.checksum);
    return DB_OK;
}

static void write_checksum(struct import *import, struct sha256_ctx *hash)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    size_t at = 0;

    if (import->number == 1) {
        memcpy(import->checksum, import->result.checksum, sizeof(import->checksum));
        return;
    }
    sha256_digest(hash, sizeof(digest), digest);
    at = (size_t)snprintf(import->checksum, sizeof(import->checksum), "sha256:");
    for (size_t i = 0; i < sizeof(digest); i++)
        at += (size_t)snprintf(import->checksum + at, sizeof(import->checksum) - at, "%02x",
                               digest[i]);
}

static void add_sizes(struct import *import)
{
    struct stat about;

    for (const char *const *file = import->options->files; *file; file++) {
        if (strcmp(*file, "-") == 0 || stat(*file, &about) != 0 || !S_ISREG(about.st_mode)) {
            import->progress.total_bytes = 0;
            return;
        }
        import->progress.total_bytes += (uint64_t)about.st_size;
    }
}

/* Of several files: that of their checksums, one behind the other. */
static enum db_status read_files(struct import *import)
{
    const char *const *files = import->options->files;
    struct sha256_ctx hash;
    enum db_status status = DB_OK;

    sha256_init(&hash);
    add_sizes(import);
    for (; status == DB_OK && files[import->number]; import->number++) {
        import->file = files[import->number];
        status = read_file(import, &hash);
        if (status == DB_OK && import->number == MOST_FILES)
            status = message_set(import->sql.message, DB_FAILED, "too many files");
    }
    write_checksum(import, &hash);
    return status;
}

/* --- a dataset --- */

static enum db_status refuse_file(struct import *import, int64_t series, const struct name *file)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    enum db_status status =
        sql_prepare(&import->sql,
                    "SELECT slug, substr(imported_at, 1, 10) FROM dataset WHERE series = ?2 AND"
                    " (checksum = ?1 OR id IN (SELECT dataset FROM dataset_file WHERE"
                    " checksum = ?1)) ORDER BY id DESC LIMIT 1",
                    &statement);

    if (status != DB_OK)
        return status;
    sqlite3_bind_text(statement, 1, file->label, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, series);
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE)
        return DB_OK;
    if (code != SQLITE_ROW)
        return sql_failure(&import->sql);
    return message_set(import->sql.message, DB_EXISTS,
                       "%s is in already, as the dataset %s of %s; --replace imports it again",
                       import->options->files[file->number],
                       (const char *)sqlite3_column_text(statement, 0),
                       (const char *)sqlite3_column_text(statement, 1));
}

/* Alone or beside others. */
static enum db_status refuse_again(struct import *import, int64_t series)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < import->checksums.count; i++)
        status = refuse_file(import, series, &import->checksums.entries[i]);
    return status;
}

static enum db_status store_files(struct import *import, int64_t dataset)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < import->checksums.count; i++)
        status =
            sql_run(&import->sql, "INSERT INTO dataset_file (dataset, checksum) VALUES (?1, ?2)",
                    "is", dataset, import->checksums.entries[i].label);
    return status;
}

static enum db_status find_series(struct import *import, int64_t *ret, int64_t *ret_source)
{
    const struct import_options *options = import->options;
    struct reader_series defaults = *import->result.series;
    struct store_series series = {
        .slug = options->series,
        .defaults = &defaults,
        .knows_figures = defaults.slug[0] || import->unit[0] || import->basis[0],
        .source = options->source,
        .licence = import->licence,
        .may_make = true,
    };
    enum db_status status;

    if (import->unit[0])
        defaults.unit = import->unit;
    if (import->basis[0])
        defaults.basis = import->basis;
    if (!series.slug && import->series[0]) {
        series.slug = import->series;
        series.may_make = false;
    }
    if (!series.slug)
        series.slug = series.defaults->slug;
    if (!series.slug[0])
        return message_set(import->sql.message, DB_FAILED,
                           "%s: a file of %s does not say whose figures it has; give --series=SLUG",
                           import->names, import->result.format);
    snprintf(import->summary->series, sizeof(import->summary->series), "%s", series.slug);
    status = store_series(&import->sql, &series, import->revision, ret, ret_source,
                          &import->has_curated);
    if (status == DB_OK && !options->should_replace)
        status = refuse_again(import, *ret);
    return status;
}

static enum db_status add_dataset(struct import *import, int64_t series, int64_t source,
                                  int64_t *ret)
{
    enum db_status status =
        sql_run(&import->sql,
                "INSERT INTO dataset (slug, series, title, file, checksum, licence,"
                " imported_at, observations, revision)"
                " SELECT ?1, ?2, substr(?3, 1, 300), substr(?3, 1, 300), ?4, ?5, at, 0,"
                " number FROM revision WHERE number = ?6",
                "sisssi", import->summary->dataset, series, import->names, import->checksum,
                import->licence, import->revision);

    *ret = sqlite3_last_insert_rowid(import->sql.sqlite);
    if (status == DB_OK)
        status = sql_run(&import->sql,
                         "INSERT INTO dataset_citation (dataset, position, source)"
                         " VALUES (?1, 1, ?2)",
                         "ii", *ret, source);
    return status == DB_OK ? store_files(import, *ret) : status;
}

static enum db_status insert_rows(struct import *import, int64_t dataset, struct tally *tally)
{
    struct feed feed = {
        .sql = import->sql,
        .encoder = &import->encoder,
        .sort = import->sort,
        .tally = tally,
        .faults = &import->faults,
        .files = import->options->files,
        .dataset = dataset,
        .progress = on_written,
        .arg = import,
    };
    struct tally_total total = {0};
    struct import_summary *summary = import->summary;
    enum db_status status = feed_run(&feed);

    if (status == DB_OK)
        status = tally_finish(tally, &summary->blocks_replaced, &total);
    if (status == DB_OK)
        status = sql_run(&import->sql, "UPDATE dataset SET observations = ?2 WHERE id = ?1", "ii",
                         dataset, (int64_t)feed.rows);
    summary->rows_loaded = feed.rows;
    summary->rows_skipped = (uint64_t)import->faults.count;
    summary->total_value = total.value;
    summary->total_frequency = total.frequency;
    snprintf(summary->total_flow, sizeof(summary->total_flow), "%s", total.flow ? total.flow : "");
    return status;
}

static enum db_status store_dataset(struct import *import, int64_t series, int64_t source)
{
    struct tally_options options = {
        .encoder = &import->encoder, .series = series, .revision = import->revision};
    struct tally *tally = NULL;
    enum db_status status = add_dataset(import, series, source, &options.dataset);

    if (status == DB_OK)
        status = encode_store(&import->encoder);
    if (status == DB_OK)
        status = tally_new(&import->sql, &options, &tally);
    if (status == DB_OK)
        status = insert_rows(import, options.dataset, tally);
    tally_free(tally);
    return status;
}

static enum db_status store_rows(struct import *import)
{
    int64_t series = 0;
    int64_t source = 0;
    enum db_status status;

    tell(import, "writing", 0, 0);
    status = begin(import);
    if (status == DB_OK)
        status = find_series(import, &series, &source);
    if (status == DB_OK)
        status = sort_finish(import->sort, import->sql.message);
    if (status == DB_OK)
        status = store_dataset(import, series, source);
    return status;
}

/* --- lists of treaties and goods --- */

static enum db_status store_goods(struct import *import)
{
    enum db_status status = check_parents(import);

    return status == DB_OK ? store_edition_names(&import->sql) : status;
}

static enum db_status store_treaties(struct import *import)
{
    const struct reader_series *defaults = import->result.series;
    const struct store_source of = {
        .slug = import->options->source ? import->options->source : "desta-list-of-treaties",
        .title = defaults->source_title,
        .publisher = defaults->source_publisher,
        .url = defaults->source_url,
        .licence = import->licence,
    };
    int64_t source = 0;
    enum db_status status = begin(import);

    if (status == DB_OK)
        status = store_source(&import->sql, &of, import->revision, &source, &import->has_curated);
    if (status == DB_OK)
        status = encode_store(&import->encoder);
    if (status == DB_OK)
        status = treaties_store(&import->treaties, &import->sql, source, import->revision,
                                import->summary);
    if (import->summary->agreements > 0)
        import->has_curated = true;
    return status;
}

static enum db_status check_rows(struct import *import)
{
    const struct import_summary *summary = import->summary;

    if (summary->rows_read > summary->rows_skipped)
        return DB_OK;
    if (summary->rows_read == 0)
        return message_set(import->sql.message, DB_FAILED, "%s: there is no row in it",
                           import->names);
    return message_set(import->sql.message, DB_FAILED,
                       "%s: none of its %" PRIu64 " rows could be read; %s says why", import->names,
                       summary->rows_read, import->faults.path);
}

static enum db_status store(struct import *import)
{
    switch (import->result.kind) {
    case READER_AGREEMENTS:
        return store_treaties(import);
    case READER_COMMODITIES:
        return store_goods(import);
    case READER_ROWS:
        break;
    }
    return store_rows(import);
}

/* Nothing new makes no revision. */
static bool has_news(const struct import *import)
{
    if (import->result.kind == READER_COMMODITIES)
        return import->summary->commodities > 0;
    return import->result.kind == READER_ROWS || import->has_curated;
}

/* --- summary --- */

static int compare_unknown(const void *a, const void *b)
{
    const struct import_unknown *x = a;
    const struct import_unknown *y = b;

    return x->rows == y->rows ? strcmp(x->code, y->code) : x->rows < y->rows ? 1 : -1;
}

/* Keeps the ones with the most rows. */
static void add_unknown(struct import_unknown list[IMPORT_MOST_UNKNOWN], uint64_t *count,
                        const char *code, uint64_t rows)
{
    size_t at = *count < IMPORT_MOST_UNKNOWN ? (size_t)*count : IMPORT_MOST_UNKNOWN - 1;

    if (*count < IMPORT_MOST_UNKNOWN || list[at].rows < rows) {
        list[at] = (struct import_unknown){.rows = rows};
        snprintf(list[at].code, sizeof(list[at].code), "%s", code);
        qsort(list, at + 1, sizeof(list[0]), compare_unknown);
    }
    (*count)++;
}

static void summarise(struct import *import)
{
    const struct encoder *encoder = &import->encoder;
    struct import_summary *summary = import->summary;

    for (size_t i = 0; i < encoder->areas.count; i++) {
        const struct name *area = &encoder->areas.entries[i];

        if (area->rows > 0 && encoder->is_unknown[area->number])
            add_unknown(summary->areas, &summary->unknown_areas, area->text, area->rows);
    }
    for (size_t i = 0; i < encoder->goods.count; i++) {
        const struct name *good = &encoder->goods.entries[i];

        const char *of = encoder->classifications.entries[(uint8_t)good->text[0]].text;
        char code[IMPORT_CODE_SIZE];

        snprintf(code, sizeof(code), "%s %s", of, good->text + 1);
        if (!good->number && strcmp(good->text + 1, "TOTAL") != 0)
            add_unknown(summary->goods, &summary->unknown_goods, code, good->rows);
    }
    if (encoder->first) {
        snprintf(summary->first_period, sizeof(summary->first_period), "%s",
                 encoder->first->period.text);
        snprintf(summary->last_period, sizeof(summary->last_period), "%s",
                 encoder->last->period.text);
    }
}

static enum db_status read_unit(struct import *import)
{
    sqlite3_stmt *statement _cleanup_statement_ = NULL;
    enum db_status status =
        sql_prepare(&import->sql, "SELECT unit FROM series WHERE slug = ?1", &statement);

    if (status != DB_OK)
        return status;
    sqlite3_bind_text(statement, 1, import->summary->series, -1, SQLITE_STATIC);
    if (sqlite3_step(statement) == SQLITE_ROW)
        snprintf(import->summary->unit, sizeof(import->summary->unit), "%s",
                 (const char *)sqlite3_column_text(statement, 0));
    return DB_OK;
}

/* --- all --- */

static enum db_status run(struct import *import)
{
    enum db_status status = read_files(import);

    if (status == DB_OK)
        status = check_rows(import);
    if (status == DB_OK)
        status = store(import);
    if (status == DB_OK)
        status = read_unit(import);
    summarise(import);
    if (faults_close(&import->faults, status == DB_OK ? import->sql.message : NULL) != DB_OK &&
        status == DB_OK)
        status = DB_FAILED;
    if (status == DB_OK && has_news(import)) {
        tell(import, "finishing", import->summary->rows_loaded, -1);
        status = commit(import);
    }
    return status;
}

static enum db_status choose_slug(struct import *import)
{
    const struct import_options *options = import->options;
    char *slug = import->summary->dataset;
    int64_t is_taken = 0;
    enum db_status status;

    if (!options->dataset) {
        store_write_slug(slug, strcmp(options->files[0], "-") == 0 ? "stdin" : options->files[0]);
        return store_free_slug(&import->sql, slug);
    }
    if (!load_slug_is_sound(options->dataset))
        return message_set(import->sql.message, DB_FAILED,
                           "--dataset: \"%s\" is no name for a dataset; " LOAD_SLUG_RULE,
                           options->dataset);
    snprintf(slug, STORE_SLUG_SIZE, "%s", options->dataset);
    status =
        sql_number(&import->sql, &is_taken, "SELECT 1 FROM dataset WHERE slug = ?1", "s", slug);
    if (status == DB_OK && is_taken)
        return message_set(import->sql.message, DB_EXISTS,
                           "there is a dataset %s already; datasets do not change: give another "
                           "name",
                           slug);
    return status;
}

static enum db_status prepare(struct import *import, const char *folder)
{
    const struct import_options *options = import->options;
    enum db_status status;

    import->faults.asked = options->report;
    import->faults.name = import->summary->dataset;
    import->faults.database = options->database;
    import->faults.files = options->files;
    import->faults.allowed = options->skip_bad;
    status = write_names(import);
    if (status == DB_OK)
        status = write_licence(import);
    if (status == DB_OK)
        status = choose_slug(import);
    if (status == DB_OK)
        status = sql_script(&import->sql, PREPARE);
    if (status == DB_OK)
        status = encode_init(&import->encoder, &import->sql);
    import->sort = sort_new(folder, 0);
    return status == DB_OK && !import->sort ? sql_no_memory(&import->sql) : status;
}

static enum db_status import_into(sqlite3 *sqlite, const struct import_options *options,
                                  const char *folder, struct import_summary *summary,
                                  struct db_message *ret_message)
{
    struct import import = {.options = options, .summary = summary, .sql = {sqlite, ret_message}};
    enum db_status status;

    names_init(&import.listed, MOST_LISTED);
    names_init(&import.checksums, MOST_FILES + 1);
    status = prepare(&import, folder);
    if (status == DB_OK)
        status = run(&import);
    snprintf(summary->report, sizeof(summary->report), "%s", import.faults.path);
    end(&import);
    faults_close(&import.faults, NULL);
    sort_free(import.sort);
    treaties_fini(&import.treaties);
    names_fini(&import.listed);
    names_fini(&import.checksums);
    encode_fini(&import.encoder);
    free(import.names);
    free(import.licence);
    return status;
}

static enum db_status import_under_lock(const struct import_options *options, const char *folder,
                                        struct import_summary *summary,
                                        struct db_message *ret_message)
{
    struct lock lock _cleanup_lock_ = LOCK_NONE;
    sqlite3 *sqlite _cleanup_sqlite_ = NULL;
    enum db_status status = lock_take(options->database, &lock, ret_message);

    if (status == DB_OK)
        status = connection_open(options->database, CONNECTION_WRITER, &sqlite, ret_message);
    if (status == DB_OK)
        status = import_into(sqlite, options, folder, summary, ret_message);
    return status;
}

enum db_status db_import(const struct import_options *options, struct import_summary *ret,
                         struct db_message *ret_message)
{
    struct db_message unread = {.text = ""};
    struct db_message *message = ret_message ? ret_message : &unread;
    struct import_summary summary = {.dataset = ""};
    char path[PATH_SIZE];
    int from;
    int to;
    enum db_status status = db_migrate(options->database, &from, &to, message);

    if (status != DB_OK)
        return status;
    snprintf(path, sizeof(path), "%s", options->database);
    const char *folder = options->temporary ? options->temporary : dirname(path);
    status = import_under_lock(options, folder, &summary, message);
    if (status == DB_OK)
        *ret = summary;
    return status;
}
