/* SPDX-License-Identifier: MIT */
/* seat: the connections to the database, one a worker. While its worker has nothing to do, an event
 * thread may use one for a question that is soon answered. */
#ifndef ENTENTE_SERVER_SEAT_H
#define ENTENTE_SERVER_SEAT_H

struct db;
struct seat;
struct seats;

/** Room for @count seats. NULL when memory ran out. */
struct seats *seats_new(unsigned count);

/** All seats must have been left. Takes NULL. Return: NULL. */
struct seats *seats_free(struct seats *seats);

/** A seat for the calling worker, without a connection yet. NULL when all have been given. */
struct seat *seat_enter(struct seats *seats);

/** Return: the connection, to be closed; nobody uses it any more. */
struct db *seat_leave(struct seat *seat);

/** Waits until an event thread that uses the seat is ready. Return: its connection, or NULL where
 * it has none. Give the seat back with seat_give_back(). */
struct db *seat_take(struct seat *seat);

/** Gives a seat that was taken its connection; @db may be NULL. */
void seat_set(struct seat *seat, struct db *db);

/** A seat that nobody uses, with its connection; never waits. NULL: there is none. */
struct seat *seat_try(struct seats *seats, struct db **ret);

void seat_give_back(struct seat *seat);

/** Calls @rest for the connections that nobody uses; never waits. */
void seats_rest(struct seats *seats, void (*rest)(struct db *db));

#endif
