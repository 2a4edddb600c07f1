/* SPDX-License-Identifier: MIT */
/* drain: answers what had begun before the program was told to stop (docs/decisions/drain.md). */
#ifndef ENTENTE_SERVER_DRAIN_H
#define ENTENTE_SERVER_DRAIN_H

#include <stdint.h>

struct server;

/** Takes no new connections and waits for those that have a request, at most @limit_ms. Return: how
 * many requests had to be cut. */
unsigned drain_server(struct server *server, int64_t limit_ms);

#endif
