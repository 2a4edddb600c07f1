/* SPDX-License-Identifier: MIT */
/* transfer: one request over libmicrohttpd, from its first line to its log line. */
#ifndef ENTENTE_SERVER_TRANSFER_H
#define ENTENTE_SERVER_TRANSFER_H

#include <microhttpd.h>

struct daemon;
struct job;
struct server;
struct transfer;

/** A new one for the raw @target (copied). NULL when memory ran out. */
struct transfer *transfer_new(struct daemon *daemon, struct MHD_Connection *mhd,
                              const char *target);

/**
 * Goes one step on; libmicrohttpd calls again until an answer is queued. The first call checks the
 * header and queues only refusals that close the connection, the second looks for the answer, makes
 * it where its route runs inline, or hands over to a worker; the third sends what the worker made.
 */
enum MHD_Result transfer_handle(struct transfer *transfer, const char *method, const char *version);

/** The answer is out, or the connection is gone: writes the log line. Takes NULL. Return: NULL. */
struct transfer *transfer_complete(struct transfer *transfer);

/* What the workers do; for worker_hooks, with the server as @arg. */
void *transfer_enter_worker(void *arg);
void transfer_run(void *arg, void *own, struct job *job);
void transfer_cancel(void *arg, struct job *job);
void transfer_leave_worker(void *arg, void *own);

/** For flights_new(): the connection rests until what it waits for has come. */
void transfer_wait(void *arg, struct job *job);

#endif
