/* SPDX-License-Identifier: MIT */
/* raw_drain: requests whose first byte came before SIGTERM are answered, later ones refused, and
 * the program ends with 0. */
#include "harness.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suite.h"

#define REQUEST "GET /v1/countries/KAZ HTTP/1.1\r\nHost: a\r\n\r\n"
#define HALF    "GET /v1/countries/KAZ HTTP/1.1\r\nHos"
#define REST    "t: a\r\n\r\n"

enum { LIMIT_MS = 8000, MANY = 60, STOP_LIMIT_MS = 3000, STOPS = 20, NEWCOMERS = 4 };

static const char stopping[] = "stopping after SIG";

static void expect(struct raw_socket *socket, bool must_close)
{
    struct raw_answer answer;

    raw_receive(socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    if (must_close)
        ck_assert_str_eq(raw_header(&answer, "Connection"), "close");
    raw_answer_fini(&answer);
}

static void connect_and_send(struct raw_socket *socket, const struct program *program,
                             const char *text)
{
    raw_connect(socket, program->port);
    raw_send_text(socket, text);
}

/* Sends the signal and waits until the program has taken it. */
static void begin_stop(const struct program *program, int signal_number)
{
    program_signal(program, signal_number);
    ck_assert(program_has_logged(program, stopping));
}

static void end_stop(struct program *program, int64_t limit_ms)
{
    int64_t start_ms = now_ms();

    ck_assert_int_eq(program_wait(program), 0);
    ck_assert_int_lt(now_ms() - start_ms, limit_ms);
    program_stop(program);
}

static void sleep_ms(int ms)
{
    usleep((useconds_t)ms * 1000);
}

static const struct signal_row {
    const char *name;
    int number;
} signal_rows[] = {
    {"SIGTERM closes idle connections and ends at once", SIGTERM},
    {"SIGINT closes idle connections and ends at once", SIGINT},
};

START_TEST(closes_idle_connections)
{
    struct program program;
    struct raw_socket fresh;
    struct raw_socket used;

    program_start(&program, NULL);
    raw_connect(&fresh, program.port);
    connect_and_send(&used, &program, REQUEST);
    expect(&used, false);
    begin_stop(&program, signal_rows[_i].number);
    ck_assert(raw_is_closed_within(&fresh, STOP_LIMIT_MS));
    ck_assert(raw_is_closed_within(&used, STOP_LIMIT_MS));
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&fresh);
    raw_close(&used);
}
END_TEST

START_TEST(answers_a_request_that_is_half_there)
{
    struct program program;
    struct raw_socket socket;
    struct raw_socket used;

    program_start(&program, NULL);
    connect_and_send(&socket, &program, HALF);
    connect_and_send(&used, &program, REQUEST HALF);
    expect(&used, false);
    sleep_ms(20);
    begin_stop(&program, SIGTERM);
    sleep_ms(300);
    raw_send_text(&socket, REST);
    raw_send_text(&used, REST);
    expect(&socket, true);
    expect(&used, true);
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&socket);
    raw_close(&used);
}
END_TEST

/* The answer to the first of them must not close the connection. */
START_TEST(answers_all_pipelined_requests)
{
    struct program program;
    struct raw_socket socket;

    program_start(&program, NULL);
    connect_and_send(&socket, &program, HALF);
    sleep_ms(20);
    raw_send_text(&socket, REST REQUEST REQUEST HALF);
    begin_stop(&program, SIGTERM);
    sleep_ms(100);
    raw_send_text(&socket, REST);
    for (int i = 0; i < 4; i++)
        expect(&socket, i == 3);
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&socket);
}
END_TEST

/* Signals it with requests just sent, which are all answered, and waits for its end. */
static void stop_with_requests(struct program *program)
{
    struct raw_socket sockets[MANY];

    for (int i = 0; i < MANY; i++)
        connect_and_send(&sockets[i], program, REQUEST);
    program_signal(program, SIGTERM);
    for (int i = 0; i < MANY; i++) {
        expect(&sockets[i], false);
        raw_close(&sockets[i]);
    }
    end_stop(program, STOP_LIMIT_MS);
}

START_TEST(answers_what_was_sent_just_before)
{
    struct program program;

    program_start(&program, NULL);
    stop_with_requests(&program);
}
END_TEST

/* One connection is all that is allowed: the others wait in the kernel. */
START_TEST(answers_requests_in_the_backlog)
{
    static const char *const flags[] = {"--max-connections=1", "--drain-timeout-s=60",
                                        "--header-timeout-s=60", NULL};
    struct program program;
    struct raw_socket first;
    struct raw_socket silent;
    struct raw_socket waiting[MANY];

    program_start(&program, flags);
    connect_and_send(&first, &program, HALF);
    sleep_ms(50);
    raw_connect(&silent, program.port);
    for (int i = 0; i < MANY; i++)
        connect_and_send(&waiting[i], &program, REQUEST);
    begin_stop(&program, SIGTERM);
    sleep_ms(100);
    raw_send_text(&first, REST);
    expect(&first, true);
    for (int i = 0; i < MANY; i++) {
        expect(&waiting[i], true);
        raw_close(&waiting[i]);
    }
    ck_assert(raw_is_closed_within(&silent, STOP_LIMIT_MS));
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&first);
    raw_close(&silent);
}
END_TEST

static int try_to_connect(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    int result = connect(descriptor, (const struct sockaddr *)&address, sizeof address);

    close(descriptor);
    return result;
}

START_TEST(refuses_newcomers)
{
    struct program program;
    struct raw_socket socket;

    program_start(&program, NULL);
    connect_and_send(&socket, &program, HALF);
    sleep_ms(20);
    begin_stop(&program, SIGTERM);
    sleep_ms(200);
    ck_assert_int_ne(try_to_connect(program.port), 0);
    raw_send_text(&socket, REST);
    expect(&socket, true);
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&socket);
}
END_TEST

START_TEST(cuts_when_the_limit_is_over)
{
    static const char *const flags[] = {"--drain-timeout-s=1", NULL};
    struct program program;
    struct raw_socket socket;
    int64_t start_ms = now_ms();

    program_start(&program, flags);
    connect_and_send(&socket, &program, HALF);
    sleep_ms(20);
    begin_stop(&program, SIGTERM);
    start_ms = now_ms();
    ck_assert(raw_is_closed_within(&socket, STOP_LIMIT_MS));
    ck_assert_int_ge(now_ms() - start_ms, 800);
    ck_assert(program_has_logged(&program, "1 requests were cut"));
    end_stop(&program, STOP_LIMIT_MS);
    raw_close(&socket);
}
END_TEST

/* ---- newcomers all the time ---- */

/* Asks on one connection after the other, until it is killed. */
static pid_t start_newcomers(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char answer[4096];
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    while (pid == 0) {
        int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0 &&
            send(descriptor, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL) > 0)
            recv(descriptor, answer, sizeof answer, 0);
        close(descriptor);
    }
    return pid;
}

static void stop_newcomers(pid_t pid)
{
    kill(pid, SIGKILL);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

/* Connections are accepted while it is counted how many wait, and requests read while it is looked
 * which connections have none. */
START_TEST(answers_beside_newcomers)
{
    struct program program;
    pid_t newcomers[NEWCOMERS];

    program_start(&program, NULL);
    for (int i = 0; i < NEWCOMERS; i++)
        newcomers[i] = start_newcomers(program.port);
    sleep_ms(20 + _i);
    stop_with_requests(&program);
    for (int i = 0; i < NEWCOMERS; i++)
        stop_newcomers(newcomers[i]);
}
END_TEST

START_TEST(finishes_a_stream)
{
    struct program program;
    struct raw_socket socket;
    struct raw_answer answer;

    program_start(&program, NULL);
    raw_connect_small(&socket, program.port);
    raw_send_text(&socket, "GET /v1/countries?format=ndjson HTTP/1.1\r\nHost: a\r\n\r\n");
    sleep_ms(100);
    begin_stop(&program, SIGTERM);
    sleep_ms(200);
    raw_receive(&socket, LIMIT_MS, false, &answer);
    ck_assert_int_eq(answer.status, 200);
    ck_assert_uint_gt(answer.body_length, 10000);
    end_stop(&program, STOP_LIMIT_MS);
    raw_answer_fini(&answer);
    raw_close(&socket);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("raw_drain");
    TCase *tcase = tcase_create("drain");

    tcase_set_timeout(tcase, 60);
    SUITE_ADD_ROWS(tcase, closes_idle_connections, signal_rows);
    tcase_add_test(tcase, answers_a_request_that_is_half_there);
    tcase_add_test(tcase, answers_all_pipelined_requests);
    tcase_add_test(tcase, answers_what_was_sent_just_before);
    tcase_add_test(tcase, answers_requests_in_the_backlog);
    tcase_add_test(tcase, refuses_newcomers);
    tcase_add_test(tcase, cuts_when_the_limit_is_over);
    tcase_add_test(tcase, finishes_a_stream);
    tcase_add_loop_test(tcase, answers_beside_newcomers, 0, STOPS);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
