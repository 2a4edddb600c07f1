/* SPDX-License-Identifier: MIT */
/* The program itself: killed at any moment, and how much memory it takes. */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "place.h"
#include "suite.h"

/* Sanitizers keep what was freed, and shadows of all of it: there is no memory to measure then, and
 * fewer rows, though more than are sorted in memory, show the same. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HOLD_MEMORY(usage) (void)(usage)
enum { KILLS = 6, ROWS_TO_KILL = 140000, FEW_ROWS = 25000, MANY_ROWS = 150000 };
#else
#define HOLD_MEMORY(usage) ck_assert_int_lt((usage).ru_maxrss, MOST_KB)
enum { KILLS = 20, ROWS_TO_KILL = 200000, FEW_ROWS = 100000, MANY_ROWS = 1200000 };
#endif

enum { MOST_KB = 64 * 1024, SHIPPED = 34 };

/* Rows in no order of the key: a stride over all of them. */
static void write_rows(const char *name, int count, int year)
{
    enum { STRIDE = 7919 };
    FILE *file = fopen(place_path(name), "w");

    fputs(PLACE_HEADER, file);
    for (int64_t i = 0; i < count; i++) {
        const int64_t n = i * STRIDE % count;

        fprintf(file, "A,%d,%d,%s,%d,H5,%06d,0,C00,0,8,%d,%d,,%d.5,%d.5\n",
                year + (int)(n / 200000), n % 2 ? 398 : 762, n % 4 < 2 ? "X" : "M",
                (n / 4) % 2 ? 156 : 643, 10000 + (int)(n / 8 % 25000), (int)(n % 1000),
                (int)(n % 1000), (int)n, (int)n);
    }
    fclose(file);
}

/* @most_bytes: what a file may have; 0: any size. What it says goes to the file `said`. */
static pid_t start_with(const char *file, const char *more, rlim_t most_bytes)
{
    const struct rlimit limit = {most_bytes, most_bytes};
    char database[PLACE_PATH_SIZE + 16];
    pid_t child;

    snprintf(database, sizeof(database), "--database=%s", place_path("t.db"));
    child = fork();
    if (child == 0) {
        const int said = open(place_path("said"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        dup2(said, STDOUT_FILENO);
        dup2(said, STDERR_FILENO);
        if (most_bytes)
            setrlimit(RLIMIT_FSIZE, &limit);
        execl(PROGRAM, "entente", "import", database, "--format=comtrade-csv", place_path(file),
              more, NULL);
        _exit(127);
    }
    ck_assert_int_gt(child, 0);
    return child;
}

static pid_t start(const char *file, const char *more)
{
    return start_with(file, more, 0);
}

/* Return: the exit code; -1 when it was killed. */
static int finish(pid_t child, struct rusage *usage)
{
    int status = 0;

    ck_assert_int_eq(wait4(child, &status, 0, usage), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static double run_and_time(const char *file)
{
    struct timespec begin;
    struct timespec end;
    struct rusage usage;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    ck_assert_int_eq(finish(start(file, "--replace"), &usage), 0);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
}

static void check_all_or_nothing(int64_t before, int64_t more)
{
    const int64_t rows = place_ask("SELECT count(*) FROM observation");

    ck_assert_str_eq(place_read("PRAGMA integrity_check"), "ok\n");
    ck_assert_msg(rows == before || rows == before + more, "%" PRId64 " rows", rows);
    ck_assert_int_eq(place_ask("SELECT sum(observations) FROM dataset"), rows);
}

START_TEST(import_that_is_killed_leaves_old_or_new)
{
    double whole_s;

    write_rows("a.csv", ROWS_TO_KILL, 2010);
    whole_s = run_and_time("a.csv");
    for (int i = 0; i < KILLS; i++) {
        const int64_t before = place_ask("SELECT count(*) FROM observation");
        const double wait_s = whole_s * 1.1 * (i + (double)random() / RAND_MAX) / KILLS;
        const struct timespec wait = {(time_t)wait_s,
                                      (long)((wait_s - (double)(time_t)wait_s) * 1e9)};
        struct rusage usage;
        pid_t child = start("a.csv", "--replace");

        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        finish(child, &usage);
        check_all_or_nothing(before, ROWS_TO_KILL);
    }
    /* Nothing that a killed import left is in the way of the next. */
    run_and_time("a.csv");
    ck_assert_str_eq(place_read("PRAGMA foreign_key_check"), "");
}
END_TEST

/* While it sorts, while it writes: whatever is full first. */
START_TEST(import_that_finds_no_room_leaves_all_as_it_was)
{
    static const rlim_t bytes_a_row[] = {5, 20, 40, 60};
    struct rusage usage;

    write_rows("a.csv", ROWS_TO_KILL, 2010);
    for (size_t i = 0; i < sizeof(bytes_a_row) / sizeof(bytes_a_row[0]); i++) {
        ck_assert_int_eq(finish(start_with("a.csv", NULL, bytes_a_row[i] * ROWS_TO_KILL), &usage),
                         1);
        ck_assert_msg(strstr(place_cat("said"), "full") != NULL, "%s", place_cat("said"));
        check_all_or_nothing(SHIPPED, 0);
    }
    ck_assert_int_eq(finish(start("a.csv", NULL), &usage), 0);
    check_all_or_nothing(SHIPPED, ROWS_TO_KILL);
}
END_TEST

START_TEST(imports_take_less_than_64_megabytes)
{
    struct rusage usage;

    write_rows("a.csv", MANY_ROWS, 2010);
    write_rows("b.csv", FEW_ROWS, 2000);
    ck_assert_int_eq(finish(start("a.csv", NULL), &usage), 0);
    HOLD_MEMORY(usage);
    ck_assert_int_eq(finish(start("b.csv", NULL), &usage), 0);
    HOLD_MEMORY(usage);
    ck_assert_int_eq(place_ask("SELECT count(*) FROM observation"), MANY_ROWS + FEW_ROWS + SHIPPED);
}
END_TEST

START_TEST(import_tells_by_its_exit_code)
{
    struct rusage usage;

    place_write("a.csv", "A,2022,398,X,762,H5,27,0,C00,0,,,,,,1\n");
    ck_assert_int_eq(finish(start("a.csv", NULL), &usage), 0);
    ck_assert_int_eq(finish(start("a.csv", NULL), &usage), 1);
    ck_assert_int_eq(finish(start("a.csv", "--skip-bad=many"), &usage), 2);
    ck_assert_int_eq(finish(start("a.csv", "--nonsense"), &usage), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import_process");
    TCase *tcase = tcase_create("process");

    tcase_set_timeout(tcase, 500);
    tcase_add_checked_fixture(tcase, place_set_up, place_tear_down);
    tcase_add_test(tcase, import_tells_by_its_exit_code);
    tcase_add_test(tcase, import_that_is_killed_leaves_old_or_new);
    tcase_add_test(tcase, import_that_finds_no_room_leaves_all_as_it_was);
    tcase_add_test(tcase, imports_take_less_than_64_megabytes);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
