/* SPDX-License-Identifier: MIT */
/* daemon: starts and stops libmicrohttpd on a listener. */
#ifndef ENTENTE_SERVER_DAEMON_H
#define ENTENTE_SERVER_DAEMON_H

#include <stdbool.h>

struct listener;

/** @threads how many read and write sockets. Return: false when memory or threads ran out. */
bool daemon_start(struct listener *listener, unsigned threads);

/** Cuts what is still open. No connection may wait for a worker any more. */
void daemon_stop(struct listener *listener);

#endif
