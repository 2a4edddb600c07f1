/* SPDX-License-Identifier: MIT */
/* http_ask: one request of any method over a connection that stays open. */
#ifndef ENTENTE_TESTS_API_HTTP_ASK_H
#define ENTENTE_TESTS_API_HTTP_ASK_H

#include "harness.h"

/**
 * Sends a request without a body and reads its answer.
 *
 * @fields  further header lines, each ended with CR LF; "": none
 */
void http_ask(struct raw_socket *socket, const char *method, const char *target, const char *fields,
              struct raw_answer *ret);

/** As http_ask(), over a connection of its own. */
void http_ask_once(const struct program *program, const char *method, const char *target,
                   const char *fields, struct raw_answer *ret);

/** Checks that the connection still answers. */
void http_check_open(struct raw_socket *socket);

/** Checks that a refusal is a problem document of @status and of the kind @kind (unknown-parameter)
 * that says nothing about what is inside: no SQL, no path of a file, no library. */
void http_check_problem(const struct raw_answer *answer, int status, const char *kind);

#endif
