/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The least value of a smooth function of a few parameters, without derivatives (Nelder and Mead
 * 1965, reflection 1, expansion 2, contraction and shrinking 1/2). For likelihoods of two to four
 * parameters: give them on a log scale, so that every point is allowed. Deterministic: it begins
 * from the caller's point and is run once more from what it found.
 */
#ifndef CS_STAT_OPTIM_H
#define CS_STAT_OPTIM_H

#include <stdbool.h>

enum { CS_OPTIM_MAX = 4 };

/* The function; it may give INFINITY where it is not defined, never NaN. */
typedef double cs_optim_fn(const double *x, const void *ctx);

/*
 * x[0 .. n-1], 1 <= n <= CS_OPTIM_MAX: the start, and the place of the least value found, good to
 * about 1e-7; *least that value (may be NULL). False when it has not settled after 5,000
 * evaluations, or runs off to infinity: x is then the last best point.
 */
bool cs_optim_least(cs_optim_fn *f, const void *ctx, double *x, int n, double *least);

#endif
