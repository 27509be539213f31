/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments of whole numbers: see moments.h. */
#include "stat/moments.h"

void
cs_moments_add_large(struct cs_moments *m, int64_t v, int64_t count)
{
	cs_i128 square = (cs_i128)v * v, part;

	if (count <= 0)
		return;
	if (m->n == 0 || v < m->min)
		m->min = v;
	if (m->n == 0 || v > m->max)
		m->max = v;
	m->n += count;
	m->sum += (cs_i128)v * count;
	if (__builtin_mul_overflow(square, (cs_i128)count, &part) ||
	    __builtin_add_overflow(m->sumsq, part, &m->sumsq))
		m->wide = true;
}

void
cs_moments_merge(struct cs_moments *m, const struct cs_moments *from)
{
	if (from->n == 0)
		return;
	if (m->n == 0) {
		*m = *from;
		return;
	}
	m->n += from->n;
	m->sum += from->sum;
	m->wide |= from->wide;
	if (__builtin_add_overflow(m->sumsq, from->sumsq, &m->sumsq))
		m->wide = true;
	if (from->min < m->min)
		m->min = from->min;
	if (from->max > m->max)
		m->max = from->max;
}

bool
cs_moments_spread(const struct cs_moments *m, cs_i128 *num)
{
	cs_i128 n = m->n, origin, sum, square;
	cs_u128 shifted;

	if (m->n <= 0 || m->wide)
		return false;
	/*
	 * With c next to the mean, sum (x - c)^2 = sumsq - 2 c sum + n c^2. The terms may run over,
	 * the result does not: it is at most sumsq-sized, so arithmetic modulo 2^128 is exact.
	 */
	origin = m->sum / n;
	sum = m->sum - n * origin;
	shifted = (cs_u128)m->sumsq - 2 * (cs_u128)origin * (cs_u128)m->sum +
		  (cs_u128)n * (cs_u128)origin * (cs_u128)origin;
	return !__builtin_mul_overflow(n, (cs_i128)shifted, num) &&
	       !__builtin_mul_overflow(sum, sum, &square) &&
	       !__builtin_sub_overflow(*num, square, num);
}

bool
cs_moments_mean(const struct cs_moments *m, double *mean)
{
	if (m->n <= 0)
		return false;
	*mean = (double)m->sum / (double)m->n;
	return true;
}

double
cs_moments_ss(const struct cs_moments *m)
{
	cs_i128 num;

	return m->n > 1 && cs_moments_spread(m, &num) ? (double)num / (double)m->n : 0;
}

bool
cs_moments_variance(const struct cs_moments *m, double *variance)
{
	cs_i128 num;

	if (m->n < 2 || !cs_moments_spread(m, &num))
		return false;
	*variance = (double)num / (double)m->n / (double)(m->n - 1);
	return true;
}
