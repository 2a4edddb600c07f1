/* SPDX-License-Identifier: MIT */
/* scale: figures that are a thousand, a million or more times too large or too small beside their
 * neighbours, because a word was dropped ("$777") or mistaken ("134.7 bln"). */
#ifndef ENTENTE_MODEL_SCALE_H
#define ENTENTE_MODEL_SCALE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A scale is counted in steps of a thousand: 0 the same scale, 1 a thousand times as large, -2 a
 * millionth; up to SCALE_MOST_STEPS either way. A ratio is of a step when it is that power of 1,000
 * times or over at most SCALE_SLACK: 1/5 to 5 is step 0, 200 to 5,000 step 1. Between the steps a
 * figure is of none: it may have grown. Neighbours are figures of one metric, of periods of like
 * length, and signs do not matter.
 */
enum { SCALE_MOST_STEPS = 4, SCALE_SLACK = 5 };

/** By how many steps @figure lies above @neighbour. False, with @ret untouched, when it is none, or
 * one of the two is zero. */
bool scale_steps(double figure, double neighbour, int *ret);

/**
 * By how many steps @figure lies above its neighbours: those that more than half of them agree on.
 * Where its word of scale is missing, scale_factor(-steps) is what fits: "134.7" beside 10^8 gives
 * -2, and 10^6 fits.
 *
 * @ret  set only on success
 *
 * Return: false when no step has more than half of them, as when there are none.
 */
bool scale_steps_among(double figure, const double *neighbours, size_t count, int *ret);

/**
 * Finds the one figure of a set that is out of scale while the others are not. Two figures alone
 * cannot say which of them it is.
 *
 * @ret_steps  by how many steps it lies above the others; not 0
 *
 * Return: false, with nothing set, when there is none, or more than one.
 */
bool scale_find_odd(const double *figures, size_t count, size_t *ret_index, int *ret_steps);

/** 1,000 to the power of @steps. */
double scale_factor(int steps);

#endif
