/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Funnel limits (Spiegelhalter 2005): between which shares, or ratios of observed to expected, a
 * group of that size lies when nothing sets it apart. Wide for the small, narrow for the large.
 * And how much more groups scatter than chance, which widens the funnel for all.
 */
#ifndef CS_STAT_FUNNEL_H
#define CS_STAT_FUNNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The share below which a group of n lies with probability p (0 < p < 1) when the true share is
 * theta (0 < theta < 1): the binomial quantile r, interpolated as
 * (r - (F(r) - p) / (F(r) - F(r-1))) / n and kept in 0 .. 1 (at 0 nobody so small can be low).
 * False outside the domain.
 */
bool cs_funnel_share(double theta, int64_t n, double p, double *limit);

/* The same for observed / expected, the counts Poisson with that expectation (> 0). */
bool cs_funnel_ratio(double expected, double p, double *limit);

/* z of y of n against theta: (y/n - theta) / sqrt(theta (1 - theta) / n). n > 0. */
double cs_funnel_z(int64_t y, int64_t n, double theta);

/* The same by the mid-p of the binomial, as a normal score: right for few and at the ends. */
double cs_funnel_z_midp(int64_t y, int64_t n, double theta);

/*
 * Overdispersion of k >= 2 groups: phi, the mean of z^2 after pulling z to its 10 % and 90 %
 * quantiles (type 7), and the variance tau2 between groups that it means,
 * max(0, (k phi - (k - 1)) / (W1 - W2 / W1)) with weights n / (theta (1 - theta)), W1 their sum
 * and W2 that of their squares. theta is sum y / sum n. False with k < 2, n = 0 or theta 0 or 1.
 */
bool cs_funnel_spread(const int64_t *y, const int64_t *n, size_t k, double *phi, double *tau2);

#endif
