/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Funnel limits and overdispersion: see funnel.h. */
#include "stat/funnel.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"

/* The limit in counts from the quantile r, F there and the probability of r itself. */
static double
between(int64_t r, double f, double pmf, double p)
{
	double at = (double)r - (pmf > 0 ? (f - p) / pmf : 0);

	return at > 0 ? at : 0;
}

bool
cs_funnel_share(double theta, int64_t n, double p, double *limit)
{
	int64_t r;

	if (n <= 0 || !(theta > 0 && theta < 1) || !(p > 0 && p < 1) ||
	    !cs_dist_binom_quantile(p, n, theta, &r))
		return false;
	*limit =
	    between(r, cs_dist_binom(r, n, theta, CS_LOWER), cs_dist_binom_pmf(r, n, theta), p) /
	    (double)n;
	return true;
}

bool
cs_funnel_ratio(double expected, double p, double *limit)
{
	int64_t r;

	if (!(expected > 0) || !(p > 0 && p < 1) || !cs_dist_pois_quantile(p, expected, &r))
		return false;
	*limit = between(r, cs_dist_pois(r, expected, CS_LOWER), cs_dist_pois_pmf(r, expected), p) /
		 expected;
	return true;
}

double
cs_funnel_z(int64_t y, int64_t n, double theta)
{
	return ((double)y / (double)n - theta) / sqrt(theta * (1 - theta) / (double)n);
}

double
cs_funnel_z_midp(int64_t y, int64_t n, double theta)
{
	double half = cs_dist_binom_pmf(y, n, theta) / 2, z = 0;
	double low = cs_dist_binom(y - 1, n, theta, CS_LOWER) + half;
	double high = cs_dist_binom(y, n, theta, CS_UPPER) + half;

	/* from the smaller tail, which keeps its digits */
	if (low < high ? cs_dist_norm_quantile(low, CS_LOWER, &z)
		       : cs_dist_norm_quantile(high, CS_UPPER, &z))
		return z;
	return low < high ? -40 : 40;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Type 7 of sorted values. */
static double
quantile7(const double *x, size_t n, double p)
{
	double at = p * (double)(n - 1), low = floor(at);
	size_t i = (size_t)low;

	return i + 1 < n ? x[i] + (at - low) * (x[i + 1] - x[i]) : x[n - 1];
}

bool
cs_funnel_spread(const int64_t *y, const int64_t *n, size_t k, double *phi, double *tau2)
{
	int64_t sum_y = 0, sum_n = 0;
	double theta, w1 = 0, w2 = 0, sum = 0, lo, hi, *z, *sorted;
	bool empty = false;

	for (size_t i = 0; i < k; i++) {
		sum_y += y[i];
		sum_n += n[i];
		empty |= n[i] <= 0;
	}
	if (k < 2 || empty || sum_y <= 0 || sum_y >= sum_n)
		return false;
	theta = (double)sum_y / (double)sum_n;
	z = cs_mem_new(k, sizeof *z);
	sorted = cs_mem_new(k, sizeof *sorted);
	for (size_t i = 0; i < k; i++) {
		double w = (double)n[i] / (theta * (1 - theta));

		z[i] = sorted[i] = cs_funnel_z(y[i], n[i], theta);
		w1 += w;
		w2 += w * w;
	}
	qsort(sorted, k, sizeof *sorted, ascending);
	lo = quantile7(sorted, k, .1);
	hi = quantile7(sorted, k, .9);
	for (size_t i = 0; i < k; i++) {
		double w = z[i] < lo ? lo : z[i] > hi ? hi : z[i];

		sum += w * w;
	}
	*phi = sum / (double)k;
	*tau2 = fmax(0, (sum - (double)(k - 1)) / (w1 - w2 / w1));
	free(z);
	free(sorted);
	return true;
}
