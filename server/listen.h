/* SPDX-License-Identifier: MIT */
/* listen: a socket that waits for connections, or words why there can be none. */
#ifndef ENTENTE_SERVER_LISTEN_H
#define ENTENTE_SERVER_LISTEN_H

#include <stdint.h>

enum { LISTEN_NAME_SIZE = 80 };

struct listening {
    int descriptor;
    uint16_t port;
    char name[LISTEN_NAME_SIZE]; /* 127.0.0.1:8080, [::1]:8080 */
};

/**
 * @address  IPv4 or IPv6, with or without brackets; `::` takes IPv4 too
 * @port     0: a free one
 * @setting  what chooses the port, for the message: "port"
 * @ret_message  on failure what is wrong and what to do; new, free() it; NULL when memory ran out
 *
 * Return: 0, or -1.
 */
int listen_open(const char *address, uint16_t port, const char *setting, struct listening *ret,
                char **ret_message);

#endif
