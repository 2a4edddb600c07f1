/* SPDX-License-Identifier: MIT */
#include "server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN_BACKLOG = 1024 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static int complain(char **ret_message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int complain(char **ret_message, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(ret_message, format, arguments) < 0)
        *ret_message = NULL;
    va_end(arguments);
    return -1;
}

static int explain(char **ret_message, int error, const struct listening *at, const char *setting)
{
    switch (error) {
    case EADDRINUSE:
        return complain(ret_message,
                        "%s is in use: another program listens on it. Stop that program, or set "
                        "%s to another port (0 takes a free one)",
                        at->name, setting);
    case EACCES:
        return complain(ret_message,
                        "may not listen on %s: ports below 1024 need a privilege. Set %s to a "
                        "higher port",
                        at->name, setting);
    case EADDRNOTAVAIL:
        return complain(ret_message,
                        "cannot listen on %s: this machine has no such address. Set listen to one "
                        "that it has, or to 0.0.0.0 or :: for all",
                        at->name);
    default:
        return complain(ret_message, "cannot listen on %s: %s", at->name, strerror(error));
    }
}

static bool read_address(const char *text, uint16_t port, union address *ret)
{
    char bare[INET6_ADDRSTRLEN + 2] = "";
    size_t length = strlen(text);

    memset(ret, 0, sizeof *ret);
    if (inet_pton(AF_INET, text, &ret->v4.sin_addr) == 1) {
        ret->v4.sin_family = AF_INET;
        ret->v4.sin_port = htons(port);
        return true;
    }
    bool has_brackets = length > 2 && text[0] == '[' && text[length - 1] == ']';
    if (has_brackets && length < sizeof bare)
        memcpy(bare, text + 1, length - 2);
    if (inet_pton(AF_INET6, has_brackets ? bare : text, &ret->v6.sin6_addr) != 1)
        return false;
    ret->v6.sin6_family = AF_INET6;
    ret->v6.sin6_port = htons(port);
    return true;
}

static void set_name(struct listening *ret, const union address *address, uint16_t port)
{
    char text[INET6_ADDRSTRLEN] = "";

    ret->port = port;
    if (address->any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &address->v4.sin_addr, text, sizeof text);
        snprintf(ret->name, sizeof ret->name, "%s:%u", text, port);
    } else {
        inet_ntop(AF_INET6, &address->v6.sin6_addr, text, sizeof text);
        snprintf(ret->name, sizeof ret->name, "[%s]:%u", text, port);
    }
}

static int bind_and_listen(int descriptor, const union address *address)
{
    const int yes = 1;
    const int no = 0;
    socklen_t size = address->any.sa_family == AF_INET ? sizeof address->v4 : sizeof address->v6;

    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes,
               sizeof yes); /* for those accepted, too */
    if (address->any.sa_family == AF_INET6)
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (bind(descriptor, &address->any, size) < 0)
        return -1;
    return listen(descriptor, LISTEN_BACKLOG);
}

static uint16_t bound_port(int descriptor)
{
    union address address = {.v6 = {0}};
    socklen_t size = sizeof address;

    if (getsockname(descriptor, &address.any, &size) < 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

int listen_open(const char *address, uint16_t port, const char *setting, struct listening *ret,
                char **ret_message)
{
    union address wanted;
    struct listening at = {.descriptor = -1};

    if (!read_address(address, port, &wanted))
        return complain(ret_message,
                        "cannot listen on \"%s\": it is not an IPv4 or IPv6 address (for all of "
                        "this machine's: 0.0.0.0 or ::)",
                        address);
    set_name(&at, &wanted, port);
    at.descriptor = socket(wanted.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (at.descriptor < 0)
        return explain(ret_message, errno, &at, setting);
    if (bind_and_listen(at.descriptor, &wanted) < 0) {
        int error = errno;
        close(at.descriptor);
        return explain(ret_message, error, &at, setting);
    }
    set_name(&at, &wanted, bound_port(at.descriptor));
    *ret = at;
    return 0;
}
