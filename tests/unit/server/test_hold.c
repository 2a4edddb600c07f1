/* SPDX-License-Identifier: MIT */
#include "server/hold.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "suite.h"

enum { PAIRS = HOLD_MOST + 1, WHILE_MS = 2, LONG_MS = 5 };

/* Connections: what is sent on one end comes out of the other. */
struct pair {
    int server;
    int client;
};

static struct hold hold;
static struct pair pairs[PAIRS];

static struct pair pair_open(int listening)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    struct pair pair = {.client = socket(AF_INET, SOCK_STREAM, 0)};

    ck_assert_int_eq(getsockname(listening, (struct sockaddr *)&address, &size), 0);
    ck_assert_int_eq(connect(pair.client, (struct sockaddr *)&address, size), 0);
    pair.server = accept(listening, NULL, NULL);
    ck_assert_int_ge(pair.server, 0);
    return pair;
}

static void open_pairs(void)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int listening = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_eq(bind(listening, (const struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listening, PAIRS), 0);
    for (int i = 0; i < PAIRS; i++)
        pairs[i] = pair_open(listening);
    close(listening);
    hold = (struct hold){0};
}

static void close_pairs(void)
{
    for (int i = 0; i < PAIRS; i++) {
        close(pairs[i].server);
        close(pairs[i].client);
    }
}

static void work(int milliseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000L}, NULL);
}

/* An answer of @pair that took a while to make. */
static void give_answer(const struct pair *pair)
{
    work(WHILE_MS);
    hold_add(&hold, pair->server);
    ck_assert_int_eq(send(pair->server, "answer", 6, 0), 6);
}

/* Whether the client of @pair has the answer, which is then gone. What was let go is there at once:
 * the loopback device hands it over while it is sent. */
static bool has_answer(const struct pair *pair)
{
    char answer[16];

    return recv(pair->client, answer, sizeof answer, MSG_DONTWAIT) == 6;
}

/* Whether what is sent to @pair waits: asked of the socket, for the kernel lets nothing wait for
 * longer than 200 ms. */
static bool is_held(const struct pair *pair)
{
    int is_corked = -1;
    socklen_t size = sizeof is_corked;

    ck_assert_int_eq(getsockopt(pair->server, IPPROTO_TCP, TCP_CORK, &is_corked, &size), 0);
    return is_corked != 0;
}

/* A round with @count answers of the first pairs, after which none is left. */
static void pass_round(int count)
{
    for (int i = 0; i < count; i++)
        give_answer(&pairs[i]);
    hold_end(&hold);
    for (int i = 0; i < count; i++)
        ck_assert(has_answer(&pairs[i]));
}

START_TEST(lets_answers_leave_together)
{
    pass_round(2);
    give_answer(&pairs[0]);
    give_answer(&pairs[1]);
    ck_assert(is_held(&pairs[0]));
    ck_assert(is_held(&pairs[1]));
    hold_end(&hold);
    ck_assert(has_answer(&pairs[0]));
    ck_assert(has_answer(&pairs[1]));
}
END_TEST

START_TEST(leaves_the_socket_as_it_was)
{
    pass_round(2);
    pass_round(2);
    ck_assert(!is_held(&pairs[0]));
    ck_assert(!is_held(&pairs[1]));
}
END_TEST

START_TEST(does_not_hold_a_lone_answer)
{
    pass_round(1);
    give_answer(&pairs[0]);
    ck_assert(has_answer(&pairs[0]));
    pass_round(2);
    pass_round(1);
    give_answer(&pairs[0]);
    ck_assert(has_answer(&pairs[0]));
}
END_TEST

START_TEST(does_not_hold_a_quick_answer)
{
    bool was_held = true;

    /* Two calls in a row take less than the time that counts, but for a processor that is taken
     * away between them. */
    for (int i = 0; i < 100 && was_held; i++) {
        pass_round(2);
        hold_add(&hold, pairs[0].server);
        hold_add(&hold, pairs[1].server);
        was_held = is_held(&pairs[1]);
        hold_end(&hold);
    }
    ck_assert(!was_held);
}
END_TEST

START_TEST(lets_go_what_has_waited_for_long)
{
    pass_round(2);
    give_answer(&pairs[0]);
    work(LONG_MS);
    hold_look(&hold);
    ck_assert(has_answer(&pairs[0]));
    give_answer(&pairs[0]);
    ck_assert(is_held(&pairs[0]));
    hold_end(&hold);
    ck_assert(has_answer(&pairs[0]));
}
END_TEST

START_TEST(holds_so_many_at_most)
{
    pass_round(2);
    for (int i = 0; i < HOLD_MOST; i++)
        give_answer(&pairs[i]);
    ck_assert(is_held(&pairs[0]));
    give_answer(&pairs[HOLD_MOST]);
    for (int i = 0; i < HOLD_MOST; i++)
        ck_assert(has_answer(&pairs[i]));
    ck_assert(is_held(&pairs[HOLD_MOST]));
    hold_end(&hold);
    ck_assert(has_answer(&pairs[HOLD_MOST]));
}
END_TEST

START_TEST(forgets_a_socket_that_closes)
{
    pass_round(2);
    give_answer(&pairs[0]);
    give_answer(&pairs[1]);
    give_answer(&pairs[0]); /* the next request of the same connection */
    hold_remove(&hold, pairs[0].server);
    ck_assert_uint_eq(hold.count, 1);
    close(pairs[0].server);
    pairs[0].server = -1;

    char answers[16];
    ck_assert_int_eq(recv(pairs[0].client, answers, sizeof answers, 0), 12);
    ck_assert(is_held(&pairs[1]));
    hold_end(&hold);
    ck_assert(has_answer(&pairs[1]));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hold");
    TCase *tcase = tcase_create("hold");

    tcase_add_checked_fixture(tcase, open_pairs, close_pairs);
    tcase_add_test(tcase, lets_answers_leave_together);
    tcase_add_test(tcase, leaves_the_socket_as_it_was);
    tcase_add_test(tcase, does_not_hold_a_lone_answer);
    tcase_add_test(tcase, does_not_hold_a_quick_answer);
    tcase_add_test(tcase, holds_so_many_at_most);
    tcase_add_test(tcase, lets_go_what_has_waited_for_long);
    tcase_add_test(tcase, forgets_a_socket_that_closes);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
