/* SPDX-License-Identifier: MIT */
#include "handlers/database.h"

#include <stdio.h>

#include "server/request.h"

static const char narrow_any[] =
    "narrow it with filters, ask for fewer rows with limit=, or leave count= out";

static int problem_of(struct problem *reterr, enum db_status status, const char *how_to_narrow)
{
    switch (status) {
    case DB_TIMEOUT:
        return problem_set(reterr, PROBLEM_QUERY_TIMEOUT, NULL,
                           "the question ran into the time limit; %s",
                           how_to_narrow ? how_to_narrow : narrow_any);
    case DB_BUSY:
        return problem_set(reterr, PROBLEM_BUSY, NULL, "the database is being written");
    case DB_MISSING:
    case DB_FOREIGN:
    case DB_DAMAGED:
        return problem_set(reterr, PROBLEM_DATABASE_UNAVAILABLE, NULL,
                           "the database cannot be read");
    case DB_TOO_LARGE:
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "group_by",
                           "the answer has more than 50000 groups; ask for fewer reporters, "
                           "partners, periods or digits, or group by less");
    case DB_OK:
    case DB_NOT_FOUND:
    case DB_EXISTS:
    case DB_FULL:
    case DB_MEMORY:
    case DB_FAILED:
        break;
    }
    return problem_set(reterr, PROBLEM_INTERNAL, NULL, "the question could not be answered");
}

static int explain(struct problem *reterr, const struct db *db, enum db_status status,
                   const char *how_to_narrow)
{
    int result = problem_of(reterr, status, how_to_narrow);

    snprintf(reterr->cause, sizeof(reterr->cause), "%s", db ? db_cause(db) : "no connection");
    return result;
}

int problem_from_db(struct problem *reterr, const struct request *rq, enum db_status status)
{
    return explain(reterr, request_db(rq), status, request_route(rq)->how_to_narrow);
}

static struct db *open_connection(void *arg)
{
    struct database_source *source = arg;
    struct db *db = atomic_exchange(&source->ready, NULL);

    if (!db && db_open(&source->options, &db, NULL) != DB_OK)
        return NULL;
    return db;
}

static void close_connection(struct db *db)
{
    db_close(db);
}

static int begin(struct db *db, const char *day, enum exchange_pace pace, int64_t *ret_revision,
                 struct problem *reterr)
{
    static const enum db_pace paces[] = {[PACE_QUICK] = DB_PACE_QUICK,
                                         [PACE_ORDINARY] = DB_PACE_ORDINARY,
                                         [PACE_STREAM] = DB_PACE_STREAM};
    enum db_status status;

    if (!db)
        return explain(reterr, NULL, DB_MISSING, NULL);
    status = db_begin(db, day, paces[pace], ret_revision);
    if (status == DB_OK)
        return 0;
    explain(reterr, db, status, NULL);
    if (status != DB_BUSY && status != DB_TIMEOUT)
        reterr->kind = PROBLEM_DATABASE_UNAVAILABLE;
    return -1;
}

const struct exchange_database database_functions = {
    .open = open_connection,
    .close = close_connection,
    .begin = begin,
    .end = db_end,
    .rest = db_rest,
};
