/* SPDX-License-Identifier: MIT */
/* record: what paths of a single record have in common. */
#ifndef ENTENTE_HANDLERS_RECORD_H
#define ENTENTE_HANDLERS_RECORD_H

struct field;
struct problem;
struct request;

/** Says that no record of the route's resource has @text as its @id, and which one was probably
 * meant. Return: -1. */
int record_refuse(const struct request *rq, const struct field *id, const char *text,
                  struct problem *reterr);

#endif
