/* SPDX-License-Identifier: MIT */
/* clock: monotonic time, for limits and for measuring. */
#ifndef ENTENTE_SERVER_CLOCK_H
#define ENTENTE_SERVER_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_read_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static inline int64_t clock_now_us(void)
{
    return clock_read_us(CLOCK_MONOTONIC);
}

/* Some milliseconds coarse, and nearly free: for limits of a second and more. */
static inline int64_t clock_now_ms(void)
{
    return clock_read_us(CLOCK_MONOTONIC_COARSE) / 1000;
}

/** The time @ms (of CLOCK_MONOTONIC) as pthread_cond_timedwait() takes it. */
static inline struct timespec clock_at_ms(int64_t ms)
{
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000};
}

#endif
