/* SPDX-License-Identifier: MIT */
/* raw_loop: what event threads do when many ask at once, when nobody asks, and when there is no
 * room for more connections. */
#include "harness.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "suite.h"

#define REQUEST "GET /v1/countries/KAZ HTTP/1.1\r\nHost: a\r\n\r\n"

enum {
    LIMIT_MS = 10000,
    CLOSED_MS = 3000,
    MOST = 512,
    REST_MS = 1000,
    REST_CPU_MS = 300, /* of a program that has nothing to do; a thread that turns takes all */
};

static void expect_answer(struct raw_socket *socket)
{
    struct raw_answer answer;

    raw_receive(socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    raw_answer_fini(&answer);
}

static void ask(struct raw_socket *socket)
{
    raw_send_text(socket, REQUEST);
    expect_answer(socket);
}

static void connect_and_ask(struct raw_socket *socket, const struct program *program)
{
    raw_connect(socket, program->port);
    ask(socket);
}

/* ---- many at once ---- */

/* libmicrohttpd takes 128 events at a time, and may go to sleep on as many as that. */
static const struct crowd_row {
    const char *name;
    int count;
} crowd_rows[] = {
    {"127 ask at once", 127}, {"128 ask at once", 128},  {"129 ask at once", 129},
    {"256 ask at once", 256}, {"512 ask at once", MOST},
};

/* A program that stands still finds all requests when it goes on. */
START_TEST(answers_a_crowd)
{
    static const char *const flags[] = {"--event-threads=1", NULL};
    const int count = crowd_rows[_i].count;
    struct program program;
    struct raw_socket sockets[MOST];

    program_start(&program, flags);
    for (int i = 0; i < count; i++)
        connect_and_ask(&sockets[i], &program);
    program_signal(&program, SIGSTOP);
    for (int i = 0; i < count; i++)
        raw_send_text(&sockets[i], REQUEST);
    program_signal(&program, SIGCONT);
    for (int i = 0; i < count; i++) {
        expect_answer(&sockets[i]);
        raw_close(&sockets[i]);
    }
    program_stop(&program);
}
END_TEST

/* ---- how many threads ---- */

static bool is_event_thread(const struct program *program, const char *thread)
{
    char path[64];
    char name[16] = "";

    snprintf(path, sizeof path, "/proc/%d/task/%.20s/comm", program->pid, thread);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    bool is_named = fgets(name, sizeof name, file) && strcmp(name, "events\n") == 0;
    fclose(file);
    return is_named;
}

static int count_event_threads(const struct program *program)
{
    char path[64];
    int count = 0;
    struct dirent *entry;

    snprintf(path, sizeof path, "/proc/%d/task", program->pid);
    DIR *folder = opendir(path);
    ck_assert_ptr_nonnull(folder);
    while ((entry = readdir(folder)))
        count += is_event_thread(program, entry->d_name);
    closedir(folder);
    return count;
}

static const struct threads_row {
    const char *name;
    const char *flag;
    int count; /* 0: by the processors */
} threads_rows[] = {
    {"has one event thread for two processors", "--event-threads=0", 0},
    {"has as many event threads as it is told to", "--event-threads=3", 3},
};

START_TEST(counts_event_threads)
{
    const struct threads_row *row = &threads_rows[_i];
    const char *const flags[] = {row->flag, NULL};
    struct program program;
    cpu_set_t processors;

    ck_assert_int_eq(sched_getaffinity(0, sizeof processors, &processors), 0);
    program_start(&program, flags);
    ck_assert_int_eq(count_event_threads(&program),
                     row->count ? row->count : (CPU_COUNT(&processors) + 1) / 2);
    program_stop(&program);
}
END_TEST

/* ---- nobody ---- */

/* Processor time of the program so far. */
static long cpu_ms(const struct program *program)
{
    char path[64];
    char line[1024];
    unsigned long user;
    unsigned long kernel;

    snprintf(path, sizeof path, "/proc/%d/stat", program->pid);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    fclose(file);
    const char *fields = strrchr(line, ')');
    ck_assert_ptr_nonnull(fields);
    ck_assert_int_eq(
        sscanf(fields + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel),
        2);
    return (long)((user + kernel) * 1000 / (unsigned long)sysconf(_SC_CLK_TCK));
}

static void expect_rest(const struct program *program)
{
    const long before = cpu_ms(program);

    usleep(REST_MS * 1000);
    ck_assert_int_lt(cpu_ms(program) - before, REST_CPU_MS);
}

START_TEST(rests_when_nobody_asks)
{
    struct program program;
    struct raw_socket sockets[2];

    program_start(&program, NULL);
    for (int i = 0; i < 2; i++)
        connect_and_ask(&sockets[i], &program);
    for (int i = 0; i < 1000; i++)
        ask(&sockets[0]);
    expect_rest(&program);
    for (int i = 0; i < 2; i++)
        raw_close(&sockets[i]);
    expect_rest(&program);
    program_stop(&program);
}
END_TEST

/* ---- no room ---- */

/* No descriptor is left for a connection: it waits until there is one. */
START_TEST(waits_for_a_descriptor)
{
    struct program program;
    struct rlimit usual;
    struct rlimit none;
    struct raw_socket before;
    struct raw_socket after;

    program_start(&program, NULL);
    connect_and_ask(&before, &program);
    ck_assert_int_eq(prlimit(program.pid, RLIMIT_NOFILE, NULL, &usual), 0);
    none = (struct rlimit){.rlim_cur = 3, .rlim_max = usual.rlim_max};
    ck_assert_int_eq(prlimit(program.pid, RLIMIT_NOFILE, &none, NULL), 0);
    raw_connect(&after, program.port);
    raw_send_text(&after, REQUEST);
    expect_rest(&program);
    ask(&before);
    ck_assert_int_eq(prlimit(program.pid, RLIMIT_NOFILE, &usual, NULL), 0);
    expect_answer(&after);
    ck_assert(program_has_logged(&program, "no connection can be taken"));
    raw_close(&before);
    raw_close(&after);
    program_stop(&program);
}
END_TEST

/* From another address of this machine. */
static void connect_from(struct raw_socket *ret, const char *address, uint16_t port)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    inet_pton(AF_INET, address, &from.sin_addr);
    *ret = (struct raw_socket){.descriptor = socket(AF_INET, SOCK_STREAM, 0)};
    ck_assert_int_eq(bind(ret->descriptor, (const struct sockaddr *)&from, sizeof from), 0);
    ck_assert_int_eq(connect(ret->descriptor, (const struct sockaddr *)&to, sizeof to), 0);
}

START_TEST(bounds_the_connections_of_one_client)
{
    static const char *const flags[] = {"--max-connections-per-client=2", "--admin-port=0", NULL};
    struct program program;
    struct raw_socket sockets[2];
    struct raw_socket third;
    struct raw_socket other;
    struct raw_socket admin;

    program_start(&program, flags);
    raw_connect(&admin, program.admin_port);
    raw_send_text(&admin, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    expect_answer(&admin);
    for (int i = 0; i < 2; i++)
        connect_and_ask(&sockets[i], &program);
    raw_connect(&third, program.port);
    ck_assert(raw_is_closed_within(&third, CLOSED_MS));
    raw_close(&third);
    connect_from(&other, "127.0.0.2", program.port);
    ask(&other);
    raw_close(&sockets[0]);
    usleep(200 * 1000);
    connect_and_ask(&third, &program);
    ask(&sockets[1]);
    raw_close(&sockets[1]);
    raw_close(&third);
    raw_close(&other);
    raw_close(&admin);
    program_stop(&program);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("raw_loop");
    TCase *tcase = tcase_create("loop");

    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, answers_a_crowd, crowd_rows);
    SUITE_ADD_ROWS(tcase, counts_event_threads, threads_rows);
    tcase_add_test(tcase, rests_when_nobody_asks);
    tcase_add_test(tcase, waits_for_a_descriptor);
    tcase_add_test(tcase, bounds_the_connections_of_one_client);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
