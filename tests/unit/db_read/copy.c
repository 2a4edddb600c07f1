/* SPDX-License-Identifier: MIT */
#include "copy.h"

#include <check.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask.h"
#include "model/hash.h"

const char *copy_make(const char *name)
{
    char bytes[4096];
    FILE *from = fopen(ask_database(), "rb");
    FILE *to = fopen(ask_path(name), "wb");
    size_t length;

    ck_assert(from && to);
    while ((length = fread(bytes, 1, sizeof bytes, from)) > 0)
        ck_assert_uint_eq(fwrite(bytes, 1, length, to), length);
    fclose(from);
    ck_assert_int_eq(fclose(to), 0);
    copy_run(name, "PRAGMA journal_mode = DELETE");
    return ask_path(name);
}

void copy_run(const char *name, const char *sql)
{
    sqlite3 *sqlite;
    char *error = NULL;

    ck_assert_int_eq(sqlite3_open(ask_path(name), &sqlite), SQLITE_OK);
    sqlite3_busy_timeout(sqlite, 5000);
    sqlite3_exec(sqlite, sql, NULL, NULL, &error);
    ck_assert_msg(!error, "%s: %s", sql, error);
    ck_assert_int_eq(sqlite3_close(sqlite), SQLITE_OK);
}

void copy_run_elsewhere(const char *name, const char *sql)
{
    int status;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        sqlite3 *sqlite;
        int code = sqlite3_open(ask_path(name), &sqlite);

        if (code == SQLITE_OK)
            code = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);
        _exit(code == SQLITE_OK ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

void copy_spoil(const char *name, long from, long length, int byte)
{
    FILE *file = fopen(ask_path(name), "r+b");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, from, SEEK_SET), 0);
    for (long i = 0; i < length; i++)
        fputc(byte, file);
    ck_assert_int_eq(fclose(file), 0);
}

void copy_write(const char *name, const char *text)
{
    FILE *file = fopen(ask_path(name), "wb");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

uint64_t copy_hash(const char *name)
{
    struct stat info;
    bool is_file = stat(ask_path(name), &info) == 0 && S_ISREG(info.st_mode);
    FILE *file = is_file ? fopen(ask_path(name), "rb") : NULL;
    uint64_t hash = HASH_START;
    char bytes[4096];
    size_t length;

    if (!file)
        return 0;
    while ((length = fread(bytes, 1, sizeof bytes, file)) > 0)
        hash = hash_add(hash, bytes, length);
    fclose(file);
    return hash;
}

int copy_has_log(const char *name)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    int count = 0;

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char path[ASK_PATH_SIZE + 16];
        struct stat info;

        snprintf(path, sizeof path, "%s%s", ask_path(name), endings[i]);
        count += stat(path, &info) == 0;
    }
    return count;
}
