/* SPDX-License-Identifier: MIT */
#include "server/seat.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct seat {
    pthread_mutex_t lock; /* whoever holds it uses the connection */
    struct db *db;
};

struct seats {
    atomic_uint given;
    unsigned count;
    struct seat seat[];
};

struct seats *seats_new(unsigned count)
{
    struct seats *seats = calloc(1, sizeof *seats + count * sizeof seats->seat[0]);

    if (!seats)
        return NULL;
    seats->count = count;
    for (unsigned i = 0; i < count; i++)
        pthread_mutex_init(&seats->seat[i].lock, NULL);
    return seats;
}

struct seats *seats_free(struct seats *seats)
{
    if (!seats)
        return NULL;
    for (unsigned i = 0; i < seats->count; i++)
        pthread_mutex_destroy(&seats->seat[i].lock);
    free(seats);
    return NULL;
}

struct seat *seat_enter(struct seats *seats)
{
    unsigned place = atomic_fetch_add(&seats->given, 1);

    return place < seats->count ? &seats->seat[place] : NULL;
}

struct db *seat_leave(struct seat *seat)
{
    pthread_mutex_lock(&seat->lock);
    struct db *db = seat->db;
    seat->db = NULL;
    pthread_mutex_unlock(&seat->lock);
    return db;
}

struct db *seat_take(struct seat *seat)
{
    pthread_mutex_lock(&seat->lock);
    return seat->db;
}

void seat_set(struct seat *seat, struct db *db)
{
    seat->db = db;
}

struct seat *seat_try(struct seats *seats, struct db **ret)
{
    for (unsigned i = 0; i < seats->count; i++) {
        struct seat *seat = &seats->seat[i];

        if (pthread_mutex_trylock(&seat->lock) != 0)
            continue;
        *ret = seat->db;
        if (seat->db)
            return seat;
        pthread_mutex_unlock(&seat->lock);
    }
    return NULL;
}

void seat_give_back(struct seat *seat)
{
    pthread_mutex_unlock(&seat->lock);
}

void seats_rest(struct seats *seats, void (*rest)(struct db *db))
{
    for (unsigned i = 0; i < seats->count; i++) {
        struct seat *seat = &seats->seat[i];

        if (pthread_mutex_trylock(&seat->lock) != 0)
            continue;
        if (seat->db)
            rest(seat->db);
        pthread_mutex_unlock(&seat->lock);
    }
}
