/* SPDX-License-Identifier: MIT */
/*
 * hold: lets answers that an event thread makes one after the other leave together. A client that
 * has asked on several connections is asleep by the time an answer comes that took longer to make
 * than it needs for one; to wake it for each costs more than to send it. Figures:
 * docs/decisions/event-threads.md.
 */
#ifndef ENTENTE_SERVER_HOLD_H
#define ENTENTE_SERVER_HOLD_H

#include <stdbool.h>
#include <stdint.h>

enum { HOLD_MOST = 16 };

/* Of one event thread; zero at first. A round is from one hold_end() to the next. */
struct hold {
    int descriptors[HOLD_MOST]; /* TCP sockets on which bytes may wait */
    unsigned count;
    int64_t since_us; /* when the first of them began to */
    int64_t last_us;  /* of the last hold_add() */
    unsigned added;   /* in this round */
    bool is_crowded;  /* the last round that had any had several */
};

/** An answer that was just made is about to be sent on @descriptor. It waits for the end of the
 * round if it comes a while after the one before, and others are likely to come. */
void hold_add(struct hold *hold, int descriptor);

/** Lets go what has waited for long; before anything that may take a while. */
void hold_look(struct hold *hold);

/** @descriptor is about to be closed, whereupon the kernel sends what waits. */
void hold_remove(struct hold *hold, int descriptor);

/** Everything that came is answered: lets all of it go. */
void hold_end(struct hold *hold);

#endif
