/* SPDX-License-Identifier: MIT */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/command.h"

enum { MOST_HOST = 256, MOST_PATH = 1024, TIMEOUT_S = 5 };

/* The parts of http://HOST[:PORT][/PATH]. */
struct address {
    char host[MOST_HOST];
    char port[8];
    char path[MOST_PATH];
};

struct health_input {
    const char *url;
};

static const struct argp_option options[] = {
    {"url", 'u', "URL", 0, "what to ask (default: http://127.0.0.1:8080/readyz)", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct health_input *input = state->input;

    if (key != 'u')
        return ARGP_ERR_UNKNOWN;
    input->url = argument;
    return 0;
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc =
        "Asks a running server whether it can answer from its database. Exit code 0: yes; 1: no, "
        "with the reason on stderr. Meant for HEALTHCHECK lines of containers.",
};

/* Copies up to @stop into @ret. False when it is empty or too long. */
static int take(const char **text, size_t length, char *ret, size_t size)
{
    if (length == 0 || length >= size)
        return 0;
    memcpy(ret, *text, length);
    ret[length] = '\0';
    *text += length;
    return 1;
}

static int take_host(const char **text, struct address *ret)
{
    size_t length;

    if (**text != '[')
        return take(text, strcspn(*text, ":/"), ret->host, sizeof(ret->host));
    (*text)++;
    length = strcspn(*text, "]");
    if (!take(text, length, ret->host, sizeof(ret->host)) || **text != ']')
        return 0;
    (*text)++;
    return 1;
}

static int read_url(const char *url, struct address *ret)
{
    static const char scheme[] = "http://";

    if (strncmp(url, scheme, sizeof(scheme) - 1) != 0)
        return 0;
    url += sizeof(scheme) - 1;
    if (!take_host(&url, ret))
        return 0;
    snprintf(ret->port, sizeof(ret->port), "80");
    if (*url == ':') {
        url++;
        if (!take(&url, strspn(url, "0123456789"), ret->port, sizeof(ret->port)))
            return 0;
    }
    snprintf(ret->path, sizeof(ret->path), "%s", *url ? url : "/");
    return *url == '\0' || (*url == '/' && strlen(url) < sizeof(ret->path));
}

static int open_socket(const struct addrinfo *info)
{
    const struct timeval limit = {.tv_sec = TIMEOUT_S};
    int fd = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC, info->ai_protocol);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    if (connect(fd, info->ai_addr, info->ai_addrlen) == 0)
        return fd;
    close(fd);
    return -1;
}

static int connect_to(const struct address *address)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int fd = -1;

    if (getaddrinfo(address->host, address->port, &hints, &found) != 0)
        return -1;
    for (const struct addrinfo *info = found; info && fd < 0; info = info->ai_next)
        fd = open_socket(info);
    freeaddrinfo(found);
    return fd;
}

/* The status of the answer; 0 when there is none. */
static int ask(int fd, const struct address *address)
{
    char text[MOST_PATH + MOST_HOST + 128];
    int length = snprintf(text, sizeof(text),
                          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: entente-health\r\n"
                          "Connection: close\r\n\r\n",
                          address->path, address->host);
    size_t got = 0;
    int status = 0;

    if (send(fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        return 0;
    while (got < 12) {
        ssize_t bytes = recv(fd, text + got, sizeof(text) - 1 - got, 0);
        if (bytes <= 0)
            break;
        got += (size_t)bytes;
    }
    text[got] = '\0';
    return sscanf(text, "HTTP/1.%*1[01] %3d", &status) == 1 ? status : 0;
}

/* entente health */
int health_run(int argc, char **argv)
{
    struct health_input input = {.url = "http://127.0.0.1:8080/readyz"};
    struct address address;
    int fd;
    int status;

    command_parse(&argp, "health", argc, argv, &input);
    if (!read_url(input.url, &address))
        return command_fail(EXIT_USAGE, "--url: \"%s\" is not http://HOST[:PORT][/PATH]",
                            input.url);
    fd = connect_to(&address);
    if (fd < 0)
        return command_fail(EXIT_FAILED, "nothing answers at %s port %s", address.host,
                            address.port);
    status = ask(fd, &address);
    close(fd);
    if (status == 0)
        return command_fail(EXIT_FAILED, "%s: no answer within %d s", input.url, TIMEOUT_S);
    if (status != 200)
        return command_fail(EXIT_FAILED, "%s: status %d", input.url, status);
    return EXIT_DONE;
}
