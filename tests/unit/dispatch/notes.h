/* SPDX-License-Identifier: MIT */
/* notes: a small resource with a field of every type, routes over it, and a database that counts.
 */
#ifndef ENTENTE_TESTS_UNIT_DISPATCH_NOTES_H
#define ENTENTE_TESTS_UNIT_DISPATCH_NOTES_H

#include "server/exchange.h"

extern const struct resource notes;
extern const struct routes notes_routes;
extern const struct exchange_limits notes_limits;

/** GET @target without further headers. */
int notes_get(const char *target, struct request **ret, struct problem *reterr);

/* What the database was asked to do. */
struct notes_calls {
    int begun;
    int ended;
    enum exchange_pace pace;
    bool is_failing;
    char day[16];
};

struct exchange_database notes_database(void);
struct db *notes_db(struct notes_calls *calls);

#endif
