/* SPDX-License-Identifier: MIT */
#include "place.h"

#include <check.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_TEXT = 65536 };

struct import_summary place_summary;
struct db_message place_message;
static char folder[128];

const char *place_path(const char *name)
{
    static char paths[4][PLACE_PATH_SIZE];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof(paths[turn]), "%s/%.120s", folder, name);
    return paths[turn];
}

void place_set_up(void)
{
    struct db_create_options options = {0};

    snprintf(folder, sizeof(folder), "/tmp/entente-import-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(db_library_init(), DB_OK);
    options.path = place_path("t.db");
    ck_assert_int_eq(db_create(&options, NULL, NULL), DB_OK);
}

static int each_file(void (*act)(const char *path))
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;

    while (directory && (entry = readdir(directory))) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (act)
            act(place_path(entry->d_name));
    }
    if (directory)
        closedir(directory);
    return count;
}

static void drop(const char *path)
{
    unlink(path);
}

void place_tear_down(void)
{
    each_file(drop);
    rmdir(folder);
}

int place_count_files(void)
{
    return each_file(NULL);
}

void place_write_bare(const char *name, const char *text)
{
    FILE *file = fopen(place_path(name), "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

void place_write(const char *name, const char *lines)
{
    FILE *file = fopen(place_path(name), "w");

    ck_assert_ptr_nonnull(file);
    fputs(PLACE_HEADER, file);
    fputs(lines, file);
    fclose(file);
}

enum db_status place_import(const char *name, const struct import_options *options)
{
    struct import_options import = {.report = NULL};
    const char *files[] = {place_path(name), NULL};
    char database[PLACE_PATH_SIZE];
    char report[PLACE_PATH_SIZE];

    if (options)
        import = *options;
    snprintf(database, sizeof(database), "%s", place_path("t.db"));
    snprintf(report, sizeof(report), "%s", place_path("bad.csv"));
    import.database = database;
    if (!import.report)
        import.report = report;
    if (!import.files)
        import.files = files;
    if (!import.format)
        import.format = "comtrade-csv";
    memset(&place_summary, 0, sizeof(place_summary));
    place_message.text[0] = '\0';
    return db_import(&import, &place_summary, &place_message);
}

static sqlite3 *open_plain(void)
{
    sqlite3 *sqlite = NULL;

    ck_assert_int_eq(sqlite3_open_v2(place_path("t.db"), &sqlite, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    return sqlite;
}

int64_t place_ask(const char *sql)
{
    sqlite3 *sqlite = open_plain();
    sqlite3_stmt *statement = NULL;
    int64_t answer = -1;

    ck_assert_msg(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(sqlite));
    if (sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(sqlite);
    return answer;
}

static int add_row(void *arg, int count, char **values, char **names)
{
    char *text = arg;
    size_t length = strlen(text);

    (void)names;
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, MOST_TEXT - length, "%s%s", i ? "|" : "",
                                   values[i] ? values[i] : "");
    snprintf(text + length, MOST_TEXT - length, "\n");
    return 0;
}

const char *place_read(const char *sql)
{
    static char text[MOST_TEXT];
    sqlite3 *sqlite = open_plain();
    char *message = NULL;

    text[0] = '\0';
    ck_assert_msg(sqlite3_exec(sqlite, sql, add_row, text, &message) == SQLITE_OK, "%s: %s", sql,
                  message ? message : "");
    sqlite3_close(sqlite);
    return text;
}

const char *place_cat(const char *name)
{
    static char text[MOST_TEXT];
    FILE *file = fopen(place_path(name), "r");
    size_t length = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

    text[length] = '\0';
    if (file)
        fclose(file);
    return text;
}
