/* SPDX-License-Identifier: MIT */
/* loop: the event threads of a listener. Each accepts connections, waits for what happens on its
 * own ones, and lets libmicrohttpd read and write (docs/decisions/event-threads.md). */
#ifndef ENTENTE_SERVER_LOOP_H
#define ENTENTE_SERVER_LOOP_H

struct listener;
struct loops;

/** Starts @count threads that take connections from the listener's socket. NULL when memory,
 * threads or descriptors ran out. */
struct loops *loops_start(struct listener *listener, unsigned count);

/** Ends the threads and cuts what is still open. No connection may wait for a worker any more.
 * Takes NULL. Return: NULL. */
struct loops *loops_stop(struct loops *loops);

#endif
