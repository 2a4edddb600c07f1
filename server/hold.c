/* SPDX-License-Identifier: MIT */
#include "server/hold.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "server/clock.h"

enum {
    HOLD_US = 200,      /* that an answer waits, and what is made beside it takes */
    HOLD_LEAST_US = 15, /* between two answers: those that follow sooner find the client awake */
    HOLD_CROWD = 2,     /* answers in a round */
};

/* On a socket that is gone it fails, and nothing waits there. */
static void set_cork(int descriptor, int is_on)
{
    setsockopt(descriptor, IPPROTO_TCP, TCP_CORK, &is_on, sizeof is_on);
}

static void release(struct hold *hold)
{
    for (unsigned i = 0; i < hold->count; i++)
        set_cork(hold->descriptors[i], 0);
    hold->count = 0;
}

void hold_add(struct hold *hold, int descriptor)
{
    const int64_t now_us = clock_now_us();
    const bool is_slow = now_us - hold->last_us >= HOLD_LEAST_US;

    hold->last_us = now_us;
    hold->added++;
    if (!is_slow || !hold->is_crowded)
        return;
    if (hold->count == HOLD_MOST)
        release(hold);
    if (hold->count == 0)
        hold->since_us = now_us;
    hold->descriptors[hold->count++] = descriptor;
    set_cork(descriptor, 1);
}

void hold_look(struct hold *hold)
{
    if (hold->count > 0 && clock_now_us() - hold->since_us >= HOLD_US)
        release(hold);
}

void hold_remove(struct hold *hold, int descriptor)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < hold->count; i++)
        if (hold->descriptors[i] != descriptor)
            hold->descriptors[kept++] = hold->descriptors[i];
    hold->count = kept;
}

void hold_end(struct hold *hold)
{
    release(hold);
    if (hold->added > 0)
        hold->is_crowded = hold->added >= HOLD_CROWD;
    hold->added = 0;
}
