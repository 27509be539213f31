/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact moments of whole numbers: how many, their sum, the sum of their squares, the least and the
 * greatest. Integers only, so that the result does not depend on the order of the rows, on the
 * number of threads or on how the input was cut into shards; one addition a field merges two.
 *
 * Range: the 128-bit sum of squares holds 2e28 calls of a day each in seconds, or 1e12 amounts of
 * 1000 in millionths. A value set beyond that is marked `wide` and has no variance.
 */
#ifndef CS_STAT_MOMENTS_H
#define CS_STAT_MOMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/num.h"

/* Zeroed (CS_MOMENTS_INIT) it is empty. Plain data: copy it, write its fields out, read them in. */
struct cs_moments {
	int64_t n;     /* values, 0 .. INT64_MAX */
	cs_i128 sum;   /* exact whatever the values: |value| * n < 2^126 */
	cs_i128 sumsq; /* sum of squares */
	int64_t min;   /* when n > 0 */
	int64_t max;   /* when n > 0 */
	bool wide;     /* sumsq has run over: no variance any more */
};

#define CS_MOMENTS_INIT                                                                            \
	{                                                                                          \
		0, 0, 0, 0, 0, false                                                               \
	}

/* What cs_moments_add_n does with large numbers. */
void cs_moments_add_large(struct cs_moments *m, int64_t v, int64_t count);

/*
 * Takes the value v, `count` (>= 0) times. n must stay within int64. Seconds and scores, which are
 * small, take one product of 64 bits and one of 128; a sum of their squares cannot run over unless
 * others have brought it there, which the carry shows.
 */
static inline void
cs_moments_add_n(struct cs_moments *m, int64_t v, int64_t count)
{
	const uint64_t small = UINT64_C(1) << 31;
	cs_i128 sumsq;

	if ((uint64_t)v >= small || (uint64_t)(count - 1) >= small || m->n == 0 ||
	    __builtin_add_overflow(m->sumsq, (cs_i128)(v * v) * count, &sumsq)) {
		cs_moments_add_large(m, v, count);
		return;
	}
	m->min = v < m->min ? v : m->min;
	m->max = v > m->max ? v : m->max;
	m->n += count;
	m->sum += v * count;
	m->sumsq = sumsq;
}

static inline void
cs_moments_add(struct cs_moments *m, int64_t v)
{
	cs_moments_add_n(m, v, 1);
}

/* m becomes what it would be with all the values of both. */
void cs_moments_merge(struct cs_moments *m, const struct cs_moments *from);

/*
 * The sum of squared deviations from the mean as the exact fraction num / n, and so the variance
 * as num / (n (n - 1)): num = n sumsq - sum^2. It is computed after moving the origin next to the
 * mean, so that 1e9 + {4, 7, 13, 16} gives exactly 360 / (4 x 3) = 30 and nothing cancels or runs
 * over before the result itself does. False when n is 0 or the numerator does not fit.
 */
bool cs_moments_spread(const struct cs_moments *m, cs_i128 *num);

/* The nearest doubles: mean (n > 0) and variance with n - 1 (n > 1). False when there is none. */
bool cs_moments_mean(const struct cs_moments *m, double *mean);
bool cs_moments_variance(const struct cs_moments *m, double *variance);

/* The sum of squared deviations as a double, 0 for n < 2: what is pooled over groups. */
double cs_moments_ss(const struct cs_moments *m);

#endif
