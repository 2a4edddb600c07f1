/* SPDX-License-Identifier: MIT */
/*
 * least: what any server costs on sockets. It reads what came without a look at it, and sends the
 * same bytes each time: how many requests the machine and the load generator can do at most. It is
 * for a client that waits for each answer, and sends a request at once.
 */
#include <argp.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LEAST_EVENTS = 128, LEAST_REQUEST = 16384, LEAST_ANSWER = 1 << 20, LEAST_BACKLOG = 4096 };

struct least {
    const char *file;
    char *answer;
    size_t length;
    uint16_t port;
    unsigned threads;
    int listening;
};

static const struct argp_option options[] = {
    {"port", 'p', "PORT", 0, "port on 127.0.0.1", 0},
    {"threads", 't', "N", 0, "threads (default 1)", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct least *least = state->input;

    switch (key) {
    case 'p':
        least->port = (uint16_t)strtoul(value, NULL, 10);
        return 0;
    case 't':
        least->threads = (unsigned)strtoul(value, NULL, 10);
        return 0;
    case ARGP_KEY_ARG:
        least->file = value;
        return 0;
    case ARGP_KEY_END:
        if (!least->file || !least->port || !least->threads)
            argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int read_answer(struct least *least)
{
    FILE *file = fopen(least->file, "rb");

    if (!file)
        return -1;
    least->answer = malloc(LEAST_ANSWER);
    if (least->answer)
        least->length = fread(least->answer, 1, LEAST_ANSWER, file);
    fclose(file);
    return least->length > 0 ? 0 : -1;
}

static int start_listening(struct least *least)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(least->port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;

    least->listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (least->listening < 0)
        return -1;
    setsockopt(least->listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(least->listening, (const struct sockaddr *)&address, sizeof address) < 0)
        return -1;
    return listen(least->listening, LEAST_BACKLOG);
}

static void watch(int events, int descriptor, uint32_t what)
{
    struct epoll_event event = {.events = what, .data.fd = descriptor};

    epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event);
}

static void take_connections(const struct least *least, int events)
{
    const int on = 1;
    int descriptor;

    while ((descriptor = accept4(least->listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(events, descriptor, EPOLLIN | EPOLLET);
    }
}

static void answer(const struct least *least, int descriptor)
{
    char request[LEAST_REQUEST];
    const ssize_t length = recv(descriptor, request, sizeof request, 0);

    if (length < 0 && errno == EAGAIN)
        return;
    if (length <= 0 ||
        send(descriptor, least->answer, least->length, MSG_NOSIGNAL) != (ssize_t)least->length)
        close(descriptor);
}

static void *serve(void *arg)
{
    const struct least *least = arg;
    struct epoll_event ready[LEAST_EVENTS];
    const int events = epoll_create1(0);

    watch(events, least->listening, EPOLLIN);
    for (;;) {
        const int count = epoll_wait(events, ready, LEAST_EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (ready[i].data.fd == least->listening)
                take_connections(least, events);
            else
                answer(least, ready[i].data.fd);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct least least = {.threads = 1};
    const struct argp argp = {.options = options,
                              .parser = parse,
                              .args_doc = "FILE",
                              .doc =
                                  "Sends FILE, head and body, for whatever comes. Until killed."};
    pthread_t thread;

    argp_parse(&argp, argc, argv, 0, NULL, &least);
    if (read_answer(&least) < 0) {
        fprintf(stderr, "least: %s cannot be read, or is empty\n", least.file);
        return EXIT_FAILURE;
    }
    if (start_listening(&least) < 0) {
        perror("least: cannot listen");
        return EXIT_FAILURE;
    }
    for (unsigned i = 1; i < least.threads; i++)
        if (pthread_create(&thread, NULL, serve, &least) != 0)
            return EXIT_FAILURE;
    serve(&least);
    return EXIT_SUCCESS;
}
