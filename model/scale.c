/* SPDX-License-Identifier: MIT */
#include "model/scale.h"

#include <math.h>
#include <stdlib.h>

enum { STEP = 1000 };

double scale_factor(int steps)
{
    double factor = 1;

    for (int i = 0; i < abs(steps); i++)
        factor *= STEP;
    return steps < 0 ? 1 / factor : factor;
}

/* Without division, so that a ratio of exactly SCALE_SLACK is within it. */
static bool is_of_step(double figure, double neighbour, int steps)
{
    const double large = steps < 0 ? figure * scale_factor(-steps) : figure;
    const double small = steps < 0 ? neighbour : neighbour * scale_factor(steps);

    return large <= small * SCALE_SLACK && small <= large * SCALE_SLACK;
}

bool scale_steps(double figure, double neighbour, int *ret)
{
    const double a = fabs(figure);
    const double b = fabs(neighbour);

    if (a <= 0 || b <= 0)
        return false;
    for (int steps = -SCALE_MOST_STEPS; steps <= SCALE_MOST_STEPS; steps++) {
        if (is_of_step(a, b, steps)) {
            *ret = steps;
            return true;
        }
    }
    return false;
}

/* The steps of @figure above figures[0 … count - 1], figures[skipped] left out. */
static bool find_steps(double figure, const double *figures, size_t count, size_t skipped, int *ret)
{
    size_t votes[2 * SCALE_MOST_STEPS + 1] = {0};
    const size_t voters = skipped < count ? count - 1 : count;

    for (size_t i = 0; i < count; i++) {
        int steps;

        if (i != skipped && scale_steps(figure, figures[i], &steps))
            votes[steps + SCALE_MOST_STEPS]++;
    }
    for (int steps = -SCALE_MOST_STEPS; steps <= SCALE_MOST_STEPS; steps++) {
        if (votes[steps + SCALE_MOST_STEPS] * 2 > voters) {
            *ret = steps;
            return true;
        }
    }
    return false;
}

bool scale_steps_among(double figure, const double *neighbours, size_t count, int *ret)
{
    return find_steps(figure, neighbours, count, count, ret);
}

bool scale_find_odd(const double *figures, size_t count, size_t *ret_index, int *ret_steps)
{
    size_t found = 0;
    size_t index = 0;
    int odd_steps = 0;

    for (size_t i = 0; i < count; i++) {
        int steps = 0;

        if (find_steps(figures[i], figures, count, i, &steps) && steps != 0) {
            found++;
            index = i;
            odd_steps = steps;
        }
    }
    if (found != 1)
        return false;
    *ret_index = index;
    *ret_steps = odd_steps;
    return true;
}
