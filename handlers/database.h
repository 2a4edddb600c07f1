/* SPDX-License-Identifier: MIT */
/* database: what the server needs of the database, and the one place where its statuses become
 * problems. */
#ifndef ENTENTE_HANDLERS_DATABASE_H
#define ENTENTE_HANDLERS_DATABASE_H

#include "db/db.h"
#include "server/exchange.h"

struct request;

/* Where connections come from. */
struct database_source {
    struct db_options options;
    _Atomic(struct db *) ready; /* one that is open already, for who asks first; NULL: none */
};

/** The functions of struct exchange_database; its arg is a struct database_source. */
extern const struct exchange_database database_functions;

/** Says what @status, of a question that @rq needed, means to a client; the database's own words go
 * to the log. Return: -1. */
int problem_from_db(struct problem *reterr, const struct request *rq, enum db_status status);

#endif
